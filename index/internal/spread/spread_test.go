package spread_test

import (
	"errors"
	"slices"
	"sync"
	"testing"

	"warta/index/internal/spread"
)

func TestEachPieceIsDoneOnce(t *testing.T) {
	t.Parallel()
	sizes := []int{3, 1, 9, 0, 9}

	var mu sync.Mutex
	var done []int
	if err := spread.Over(3, sizes, func(i int) error {
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
	if err := spread.Over(3, sizes, func(i int) error {
		if i == 3 {
			return broken
		}
		return nil
	}); !errors.Is(err, broken) {
		t.Errorf("got %v, want the error of the work", err)
	}
	if err := spread.Over(3, nil, func(int) error { return broken }); err != nil {
		t.Errorf("nothing to do, and got %v", err)
	}
}

// A panic must end only its own request, so the caller must be able to recover from it on
// whichever goroutine it occurs.
func TestItPanicsInTheCaller(t *testing.T) {
	t.Parallel()
	for at := range 8 {
		func() {
			defer func() {
				if p := recover(); p != "boom" {
					t.Errorf("recovered %v", p)
				}
			}()
			_ = spread.Over(3, make([]int, 8), func(i int) error {
				if i == at {
					panic("boom")
				}
				return nil
			})
			t.Error("no panic")
		}()
	}
}
