package archive

import (
	"context"
	"time"

	"warta/index/generations"
	"warta/index/internal/shield"
)

// following is the goroutine that applies the record to one generation.
type following struct {
	cancel context.CancelFunc
	done   chan struct{}
}

// startFollowing starts the follower of g. It runs until stopFollowing, Close, or the end of
// the term in which this process leads.
func (a *Archive) startFollowing(g *generation) {
	a.mu.Lock()
	term := a.term
	if term == nil { // it has ended, and who called will see so
		a.mu.Unlock()
		return
	}
	ctx, cancel := context.WithCancel(term)
	f := &following{cancel: cancel, done: make(chan struct{})}
	a.following[g] = f
	a.mu.Unlock()
	a.work.Go(func() {
		defer close(f.done)
		_ = a.persist(ctx, followerFailed, func() error { // it returns an error only when ctx ends
			return a.leading.during(ctx, func(ctx context.Context) error {
				return a.doubting(ctx, g, func() error { return a.follow(ctx, g) })
			})
		})
	})
}

// Values of [Status].Trouble while a follower fails.
const (
	followerFailed = "the index does not follow the record at present"
	recordUnread   = "the record cannot be read"
	notPrepared    = "articles cannot be made ready for the index at present"
	notTakenIn     = "the index takes nothing in at present"
)

// goOnFollowing starts the follower of g again where it was stopped.
func (a *Archive) goOnFollowing(g *generation) {
	a.mu.Lock()
	followed := g == nil || a.following[g] != nil
	a.mu.Unlock()
	if !followed {
		a.startFollowing(g)
	}
}

// stopFollowing stops the follower of g. When it returns, the mark of g no longer changes.
func (a *Archive) stopFollowing(g *generation) {
	a.mu.Lock()
	f := a.following[g]
	delete(a.following, g)
	a.mu.Unlock()
	if f != nil {
		f.cancel()
		<-f.done
	}
}

// settle is called after each batch that g applied, and at the start of a follower that has
// no change to apply. It wakes the waiting callers, and makes g searchable once g is
// complete.
func (a *Archive) settle(ctx context.Context, g *generation) {
	if g == a.live.Load() {
		_ = a.persist(ctx, recordUnread, func() error { return a.complete(ctx, g) }) // it returns an error only when ctx ends
		a.fresh.done(g.mark.Load())
	}
	a.setTrouble(followerFailed, nil)
	a.moved.ring()
}

// near is how many changes behind the record a generation may be for the first searches of it.
// Over servers a batch takes so long that under steady writing the record is never caught up
// with; an engine in the data folder is.
func (a *Archive) near() uint64 {
	if a.shared == nil {
		return 0
	}
	return uint64(a.opts.BatchLen)
}

// complete makes g searchable once g holds the whole record, or, where g was complete
// before, everything that it held then. The error is one of the record.
func (a *Archive) complete(ctx context.Context, g *generation) error {
	if a.shared != nil && !g.ready.Load() { // what is behind the mark may hide something
		hid, err := a.record.LastRemoval(ctx)
		if err != nil {
			return err
		}
		raise(&a.hiding, hid)
	}
	admitted, err := g.admit(func() (uint64, error) { return a.record.Head(ctx) }, a.near(), func() {
		info := g.info
		info.State = generations.Complete
		if err := a.generations.Save(ctx, info); err != nil {
			// The generation is complete all the same; after a stop it is only checked again.
			a.opts.Log.ErrorContext(ctx, "a generation cannot be marked as complete", "number", g.number, "err", err)
			return
		}
		g.info = info
	})
	if admitted {
		a.mu.Lock()
		a.healed()
		a.mu.Unlock()
	}
	return err
}

// Bounds of the pause between two attempts.
const (
	firstPause = 100 * time.Millisecond
	longPause  = 30 * time.Second
)

// persist calls f until it succeeds or ctx is done. A panic of f counts as a failure. The
// archive is degraded between the first failure and the success.
func (a *Archive) persist(ctx context.Context, what string, f func() error) error {
	defer a.setTrouble(what, nil)
	for pause := firstPause; ; pause = min(2*pause, longPause) {
		err := shield.Call(f)
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if err == nil {
			return nil
		}
		a.setTrouble(what, err)
		a.opts.Log.ErrorContext(ctx, "searches fall behind the record", "what", what, "err", err, "retry_in", pause)
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}
