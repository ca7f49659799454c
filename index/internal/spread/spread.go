// Package spread lets one request use the processors that nobody else needs.
package spread

import (
	"errors"
	"runtime/debug"
	"slices"
	"sync"
	"sync/atomic"
)

// Over does a piece of work for each of the sizes, the largest first, with as many
// goroutines besides the caller's as others says, none where that is not positive:
// a request by itself is answered by all processors, and many at once do not get in
// each other's way if others is what is idle. A panic of the work is one of the
// caller, so that only its request ends. After an error no piece is begun.
func Over(others int, sizes []int, work func(int) error) error {
	order := make([]int, len(sizes))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return sizes[b] - sizes[a] })
	var next atomic.Int64
	var stopped atomic.Bool
	errs := make([]error, len(sizes))
	take := func() {
		for !stopped.Load() {
			at := int(next.Add(1)) - 1
			if at >= len(order) {
				return
			}
			if errs[order[at]] = work(order[at]); errs[order[at]] != nil {
				stopped.Store(true)
			}
		}
	}
	var wait sync.WaitGroup
	var panicked atomic.Pointer[any]
	for range min(others, len(sizes)-1) {
		wait.Go(func() {
			debug.SetPanicOnFault(true) // a file that was cut is a hole in the memory
			defer func() {
				if p := recover(); p != nil {
					stopped.Store(true)
					panicked.Store(&p)
				}
			}()
			take()
		})
	}
	defer func() {
		wait.Wait() // also where the caller's own part panics
		if p := panicked.Load(); p != nil {
			panic(*p)
		}
	}()
	take()
	wait.Wait()
	return errors.Join(errs...)
}
