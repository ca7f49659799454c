package ctxlock_test

import (
	"context"
	"errors"
	"sync"
	"testing"

	"warta/index/internal/ctxlock"
)

func TestOneHolderAtATime(t *testing.T) {
	t.Parallel()
	l, n := ctxlock.New(), 0
	var callers sync.WaitGroup
	for range 8 {
		callers.Go(func() {
			for range 1000 {
				if err := l.Lock(t.Context()); err != nil {
					t.Error(err)
					return
				}
				n++
				l.Unlock()
			}
		})
	}
	callers.Wait()
	if n != 8000 {
		t.Errorf("%d of 8000 calls were alone", n)
	}
}

func TestACallerGivesUp(t *testing.T) {
	t.Parallel()
	l := ctxlock.New()
	if err := l.Lock(t.Context()); err != nil {
		t.Fatal(err)
	}
	gone := errors.New("the caller has gone")
	ctx, cancel := context.WithCancelCause(t.Context())
	waited := make(chan error)
	go func() { waited <- l.Lock(ctx) }()
	cancel(gone)
	if err := <-waited; !errors.Is(err, gone) {
		t.Errorf("waiting: got %v, want %v", err, gone)
	}
	l.Unlock()
	if err := l.Lock(ctx); err != nil { // what it was to do may not depend on ctx
		t.Errorf("the lock is free: %v", err)
	}
}
