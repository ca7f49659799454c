// Package spread distributes the work of one request among idle processors.
package spread

import (
	"errors"
	"runtime/debug"
	"slices"
	"sync"
	"sync/atomic"
)

// Over calls work with the index of each size, the largest size first, on the goroutine of
// the caller and on up to others more. The caller should pass the number of idle processors.
// Over returns when all calls have returned. After an error or a panic it starts no further
// call. It returns all errors joined, and raises a panic of work, from whichever goroutine,
// in the caller.
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
			debug.SetPanicOnFault(true) // for files that are truncated while mapped
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
		wait.Wait() // also after a panic of the caller's own call
		if p := panicked.Load(); p != nil {
			panic(*p)
		}
	}()
	take()
	wait.Wait()
	return errors.Join(errs...)
}
