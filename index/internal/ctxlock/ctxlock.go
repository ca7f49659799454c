// Package ctxlock has a lock whose callers can give up waiting.
package ctxlock

import "context"

// A Lock is held by one caller at a time. Its zero value is not usable, see [New].
type Lock struct{ held chan struct{} }

// New returns a lock that nothing holds.
func New() Lock { return Lock{make(chan struct{}, 1)} }

// Lock waits until it holds the lock. Where ctx ends first it returns the cause of that, and
// does not hold the lock. A lock that is free is taken whatever became of ctx.
func (l Lock) Lock(ctx context.Context) error {
	select {
	case l.held <- struct{}{}:
		return nil
	default:
	}
	select {
	case l.held <- struct{}{}:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// Unlock gives the lock back. The caller holds it.
func (l Lock) Unlock() { <-l.held }
