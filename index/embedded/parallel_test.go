package embedded

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
)

func TestParallel(t *testing.T) {
	t.Parallel()
	e := &Engine{running: make(chan struct{}, 4)}
	sizes := []int{3, 1, 9, 0, 9}

	var mu sync.Mutex
	var done []int
	if err := e.parallel(sizes, func(i int) error {
		mu.Lock()
		defer mu.Unlock()
		done = append(done, i)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	slices.Sort(done)
	if !slices.Equal(done, []int{0, 1, 2, 3, 4}) {
		t.Errorf("each piece is done once: did %v", done)
	}

	broken := errors.New("broken")
	if err := e.parallel(sizes, func(i int) error {
		if i == 3 {
			return broken
		}
		return nil
	}); !errors.Is(err, broken) {
		t.Errorf("got %v, want the error of the work", err)
	}
	if err := e.parallel(nil, func(int) error { return broken }); err != nil {
		t.Errorf("nothing to do, and got %v", err)
	}
}

// A panic ends the request that it comes from and no other: whoever calls must
// be able to recover from it, whichever goroutine it came up in.
func TestParallelPanicsInTheCaller(t *testing.T) {
	t.Parallel()
	e := &Engine{running: make(chan struct{}, 4)}
	for at := range 8 {
		func() {
			defer func() {
				if p := recover(); p != "boom" {
					t.Errorf("recovered %v", p)
				}
			}()
			_ = e.parallel(make([]int, 8), func(i int) error {
				if i == at {
					panic("boom")
				}
				return nil
			})
			t.Error("no panic")
		}()
	}
}

func TestOccurrenceCacheKeepsWithinItsBudget(t *testing.T) {
	t.Parallel()
	c := newOccurrenceCache(10, 1)
	key := func(term string) occurrenceKey { return occurrenceKey{1, termName{"body", term}} }
	for _, term := range []string{"a", "b", "a"} {
		c.put(key(term), &occurrences{counts: make([]uint8, 4)})
	}
	if c.get(key("a")) == nil || c.get(key("b")) == nil || c.used != 8 {
		t.Errorf("two of four bytes have room in ten, and one counts once: %d used", c.used)
	}
	c.get(key("a"))
	c.put(key("c"), &occurrences{counts: make([]uint8, 4)})
	if c.get(key("b")) != nil || c.get(key("a")) == nil || c.get(key("c")) == nil || c.used != 8 {
		t.Errorf("what was not asked for the longest has to go: %d used", c.used)
	}
	c.put(key("d"), &occurrences{counts: make([]uint8, 11)})
	if c.get(key("d")) != nil || c.used != 8 {
		t.Errorf("what has no room is not kept: %d used", c.used)
	}
}

func TestEnoughLeavesOutNoneOfTheBest(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(3, 3))
	for n := range 300 {
		scores := make([]float64, 1+random.IntN(3000))
		for i := range scores {
			switch n % 4 {
			case 0:
				scores[i] = random.Float64() * 20
			case 1:
				scores[i] = math.Exp(random.NormFloat64() * 4)
			case 2:
				scores[i] = float64(random.IntN(3)) // many are alike
			default:
				scores[i] = float64(1+random.IntN(1024)) / 1024 // on the edges of the steps
			}
		}
		need := 1 + random.IntN(200)
		floor := enough(scores, need)
		reached := 0
		for _, score := range scores {
			if score >= floor {
				reached++
			}
		}
		if reached < min(need, len(scores)) {
			t.Fatalf("case %d: %d of %d scores reach %v, want %d", n, reached, len(scores), floor, need)
		}
	}
}
