package limit_test

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"

	"warta/server/limit"
)

func TestARoomIsForAllAndHasSharesForEach(t *testing.T) {
	t.Parallel()
	r := limit.NewRoom(10, 6)
	for _, step := range []struct {
		name string
		n    int
		want bool
	}{
		{"a", 6, true},
		{"a", 1, false}, // more than its share
		{"b", 5, false}, // more than there is
		{"b", 4, true},
		{"c", 0, true}, // nothing always fits
		{"c", 1, false},
	} {
		if got := r.Take(step.name, step.n); got != step.want {
			t.Errorf("%d for %s: got %v", step.n, step.name, got)
		}
	}
	r.Give("a", 6)
	if !r.Take("c", 6) || r.Used() != 10 {
		t.Errorf("what was given back cannot be taken; %d are used", r.Used())
	}
}

func TestARoomCountsTakenAndGivenBytes(t *testing.T) {
	t.Parallel()
	r := limit.NewRoom(100, 30)
	var all sync.WaitGroup
	for n := range 8 {
		all.Go(func() {
			random := rand.New(rand.NewPCG(uint64(n), 7))
			name := fmt.Sprint(n % 4)
			for range 2000 {
				if size := random.IntN(20); r.Take(name, size) {
					if used := r.Used(); used > 100 {
						t.Errorf("%d of 100 are used", used)
					}
					r.Give(name, size)
				}
			}
		})
	}
	all.Wait()
	if r.Used() != 0 || !r.Take("0", 30) {
		t.Errorf("%d are used when all was given back", r.Used())
	}
}
