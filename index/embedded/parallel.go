package embedded

import (
	"errors"
	"runtime"
	"runtime/debug"
	"slices"
	"sync"
	"sync/atomic"
)

// parallel does a piece of work for each of the sizes, the largest first. Where
// processors are idle, others than the caller's take part: one search by itself
// is answered by all of them, and many at once do not get in each other's way. A
// panic of the work is one of the caller, so that only its request ends.
func (e *Engine) parallel(sizes []int, work func(int) error) error {
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
	for range min(runtime.GOMAXPROCS(0)-len(e.running), len(sizes)-1) {
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
