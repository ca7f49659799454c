package archive

import (
	"context"
	"time"

	"warta/index/generations"
	"warta/index/internal/shield"
)

// following is the goroutine that brings one generation up to the record.
type following struct {
	cancel context.CancelFunc
	done   chan struct{}
}

// startFollowing begins to bring g up to the record, until stopFollowing or
// Close.
func (a *Archive) startFollowing(g *generation) {
	ctx, cancel := context.WithCancel(a.ctx)
	f := &following{cancel: cancel, done: make(chan struct{})}
	a.mu.Lock()
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

// What [Status].Trouble says while a follower fails.
const (
	followerFailed = "the index does not follow the record at present"
	recordUnread   = "the record cannot be read"
	notPrepared    = "articles cannot be made ready for the index at present"
	notTakenIn     = "the index takes nothing in at present"
)

// goOnFollowing begins to bring g up to the record where that was stopped.
func (a *Archive) goOnFollowing(g *generation) {
	a.mu.Lock()
	followed := g == nil || a.following[g] != nil
	a.mu.Unlock()
	if !followed {
		a.startFollowing(g)
	}
}

// stopFollowing ends it; when it returns, g's mark stands still.
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

// settle is called whenever g has taken something in: it tells those who wait,
// and lets searches see a generation that holds enough.
func (a *Archive) settle(ctx context.Context, g *generation) {
	if g == a.live.Load() {
		_ = a.persist(ctx, recordUnread, func() error { return a.complete(ctx, g) }) // it returns an error only when ctx ends
		a.fresh.done(g.mark.Load())
	}
	a.setTrouble(followerFailed, nil)
	a.moved.ring()
}

// complete lets searches use g once it holds everything that there is, or, where it was
// complete before, everything that it held then. The error is one of the record.
func (a *Archive) complete(ctx context.Context, g *generation) error {
	admitted, err := g.admit(func() (uint64, error) { return a.record.Head(ctx) }, func() {
		info := g.info
		info.State = generations.Complete
		if err := a.generations.Save(ctx, info); err != nil {
			// It is complete all the same; after a stop it is only checked again.
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

// Bounds of the pause between attempts at what failed.
const (
	firstPause = 100 * time.Millisecond
	longPause  = 30 * time.Second
)

// persist tries f until it succeeds or ctx is done, also where it panics; meanwhile the
// archive is degraded.
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
