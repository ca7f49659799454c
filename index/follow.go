package index

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"time"

	"golang.org/x/sync/errgroup"

	"warta/analyzers/article"
	"warta/index/internal/shield"
	"warta/index/readings"
	"warta/index/record"
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
			return a.doubting(ctx, g, func() error { return a.follow(ctx, g) })
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

// A batch is what goes into a generation at once.
type batch struct {
	changes []readings.Change
	sources []record.Change // of which the changes were read
	mark    uint64
	removes bool
	apply   Prepared // to the engine
	panics  int      // attempts at it that panicked, since something was set aside
}

// follow reads the record from g's mark on, as it grows, until ctx ends. While one batch
// is taken in by the engine, the next is read: the engine builds a segment on one
// core. A panic of either is an error.
func (a *Archive) follow(ctx context.Context, g *generation) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	batches := make(chan batch)
	var reader errgroup.Group
	reader.Go(func() error {
		defer close(batches)
		return shield.Call(func() error { return a.gather(ctx, g, batches) })
	})
	err := shield.Call(func() error { return a.takeIn(ctx, g, batches) })
	stop()
	return errors.Join(err, reader.Wait())
}

// takeIn takes one batch after the other into g, until there are no more. Meanwhile it
// does what is due: removed text is swept out, people are learned again.
func (a *Archive) takeIn(ctx context.Context, g *generation, batches <-chan batch) error {
	unclean := true // a stop may have come between a removal and its overwriting
	sweep := time.NewTimer(0)
	defer sweep.Stop()
	pause := firstPause
	relearn := time.NewTimer(pause)
	defer relearn.Stop()
	for {
		select {
		case b, open := <-batches:
			if !open {
				return nil
			}
			if err := a.persist(ctx, notTakenIn, func() error { return a.applyTo(ctx, g, &b) }); err != nil {
				return err // ctx has ended
			}
			if !a.met(ctx, g) {
				pause = firstPause
				relearn.Reset(pause)
			}
			a.settle(ctx, g)
			if b.removes && !unclean {
				unclean = true
				sweep.Reset(sweepAfter)
			}
		case <-sweep.C:
			if unclean = !a.sweep(ctx, g); unclean {
				sweep.Reset(sweepAfter)
			}
		case <-relearn.C:
			if pause = min(2*pause, longPause); !a.met(ctx, g) {
				relearn.Reset(pause)
			}
		}
	}
}

// sweepAfter is how long removed text may stay in the log of the readings.
const sweepAfter = 2 * time.Second

// sweep takes removed text out of the files of g's readings, and reports whether
// it could.
func (a *Archive) sweep(ctx context.Context, g *generation) bool {
	done, err := g.readings.Scrub(ctx)
	if err != nil && ctx.Err() == nil {
		a.opts.Log.WarnContext(ctx, "removed text is still in the log of the readings", "number", g.number, "err", err)
	}
	return err == nil && done
}

// gather reads batch after batch until ctx is done.
func (a *Archive) gather(ctx context.Context, g *generation, batches chan<- batch) error {
	mark := g.mark.Load()
	var head uint64
	err := a.persist(ctx, recordUnread, func() (err error) { head, err = a.record.Head(ctx); return err })
	if err != nil {
		return err
	}
	if mark >= head {
		a.settle(ctx, g)
	}
	for {
		if err := a.persist(ctx, recordUnread, func() error { return a.record.Wait(ctx, mark) }); err != nil {
			return err
		}
		var page []record.Change
		err = a.persist(ctx, recordUnread, func() (err error) {
			page, err = a.record.Page(ctx, mark, a.opts.BatchLen)
			return err
		})
		if err != nil {
			return err
		}
		if len(page) == 0 { // Wait may return early
			continue
		}
		var b batch
		err = a.persist(ctx, recordUnread, func() (err error) {
			b, err = a.readAll(ctx, g, page, g.ready.Load())
			return err
		})
		if err != nil {
			return err
		}
		if err := a.persist(ctx, notPrepared, func() error { return a.prepare(ctx, g, &b) }); err != nil {
			return err
		}
		mark = b.mark
		select {
		case batches <- b:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// readAll reads the articles of page on all cores. Unless every state is wanted,
// what has changed since is left out: the last state comes later.
func (a *Archive) readAll(ctx context.Context, g *generation, page []record.Change, every bool) (batch, error) {
	b := batch{mark: page[len(page)-1].Seq}
	head, err := a.record.Head(ctx)
	if err != nil {
		return b, err
	}
	last := make(map[string]uint64, len(page))
	for _, c := range page {
		last[c.ID] = c.Seq
	}
	var todo []record.Change
	for _, c := range page {
		switch {
		case last[c.ID] != c.Seq: // a later one of the same article is in the page
		case c.Removed && c.Version > 0: // its text is gone: its removal follows
			g.owes.Store(max(g.owes.Load(), head))
		case !c.Latest && !every:
			g.owes.Store(max(g.owes.Load(), head))
		case c.Damaged != nil:
			a.opts.Log.ErrorContext(ctx, "an article of the record is damaged and left out", "id", c.ID, "version", c.Version, "err", c.Damaged)
			a.damaged(c.ID, c.Damaged)
		default:
			a.damaged(c.ID, nil)
			todo = append(todo, c)
			b.removes = b.removes || c.Removed
		}
	}
	b.changes, b.sources = make([]readings.Change, len(todo)), todo
	var eg errgroup.Group
	eg.SetLimit(runtime.GOMAXPROCS(0))
	for i, c := range todo {
		b.changes[i] = readings.Change{ID: c.ID, Seq: c.Seq}
		if c.Removed {
			continue
		}
		eg.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			b.changes[i].Article, b.changes[i].Aside = a.reading(ctx, c, a.handed(c))
			return nil
		})
	}
	return b, eg.Wait()
}

// prepare has the engine of g prepare b. Articles over which it panics again and again
// are set aside.
func (a *Archive) prepare(ctx context.Context, g *generation, b *batch) error {
	try := func() error {
		changes := make([]Change, len(b.changes))
		for i, c := range b.changes {
			changes[i] = Change{ID: c.ID, Article: c.Article}
		}
		return a.doubting(ctx, g, func() (err error) { b.apply, err = g.engine.Prepare(ctx, changes); return err })
	}
	err := try()
	if a.blames(ctx, g, b, err) {
		err = try()
	}
	return err
}

// apply takes b into g: the readings first, so that a search that finds an
// article also finds what to show of it.
func (g *generation) apply(ctx context.Context, b batch) error {
	var before []*article.Article
	if g.met {
		var err error
		if before, err = g.readAs(ctx, b.changes); err != nil {
			return err
		}
	}
	more, fewer := tidingsOf(before, articlesOf(b.changes))
	exact := g.met
	g.met = false
	if err := g.readings.Apply(ctx, b.changes, b.mark); err != nil {
		return err
	}
	// Whom the engine finds must be known by then.
	people := g.searcher.people
	if err := people.learn(ctx, more); err != nil {
		return err
	}
	if err := b.apply(ctx, b.mark); err != nil {
		return fmt.Errorf("apply to the engine: %w", err)
	}
	// And whom it does not find any more is forgotten only now.
	if exact && people.learn(ctx, fewer) == nil {
		g.met = true
	}
	g.mark.Store(b.mark)
	return nil
}

// readAs returns how the articles of changes were read until now.
func (g *generation) readAs(ctx context.Context, changes []readings.Change) ([]*article.Article, error) {
	ids := make([]string, len(changes))
	for i, c := range changes {
		ids[i] = c.ID
	}
	found, err := g.readings.Get(ctx, ids)
	if err != nil {
		return nil, err
	}
	list := make([]*article.Article, 0, len(found))
	for _, rd := range found {
		if rd.Article != nil {
			list = append(list, rd.Article)
		}
	}
	return list, nil
}

// met fills the registry of g anew where it may know of people whom the engine does
// not hold any more, and reports whether it is exact then: after a stop that left the
// engine behind the readings, or an attempt that failed, it is not known what the engine
// held before. Until then all are known whom it holds, and maybe some more.
func (a *Archive) met(ctx context.Context, g *generation) bool {
	if g.met || g.mark.Load() < g.apart {
		return true // or there is more to take in before
	}
	if err := a.doubting(ctx, g, func() error { return g.searcher.people.load(ctx, g.engine) }); err != nil {
		if ctx.Err() == nil {
			a.opts.Log.WarnContext(ctx, "people of whom no article tells any more may still be listed", "number", g.number, "err", err)
		}
		return false
	}
	g.met = true
	return true
}

// articlesOf returns the articles that are not removed.
func articlesOf(changes []readings.Change) []*article.Article {
	list := make([]*article.Article, 0, len(changes))
	for _, c := range changes {
		if c.Article != nil {
			list = append(list, c.Article)
		}
	}
	return list
}

// applyTo takes b into g. Articles over which that panics again and again are set aside;
// any other failure may come of a damage.
func (a *Archive) applyTo(ctx context.Context, g *generation, b *batch) error {
	try := func() error { return a.doubting(ctx, g, func() error { return g.apply(ctx, *b) }) }
	err := try()
	if a.blames(ctx, g, b, err) {
		if err = a.prepare(ctx, g, b); err == nil {
			err = try()
		}
	}
	return err
}

// doubting calls f in the name of g. An error of it, or a panic, raises a doubt whether g
// is whole.
func (a *Archive) doubting(ctx context.Context, g *generation, f func() error) error {
	err := shield.Call(f)
	if err != nil && ctx.Err() == nil {
		a.doubt(g, err)
	}
	return err
}

// settle is called whenever g has taken something in: it tells those who wait,
// and lets searches see a generation that holds enough.
func (a *Archive) settle(ctx context.Context, g *generation) {
	if g == a.live.Load() {
		if !g.ready.Load() {
			_ = a.persist(ctx, recordUnread, func() error { return a.complete(ctx, g) }) // it returns an error only when ctx ends
		}
		a.fresh.done(g.mark.Load())
	}
	a.setTrouble(followerFailed, nil)
	a.moved.ring()
}

// complete lets searches see g once it holds everything that there is, or, where
// it has done so before, everything that it held then. The error is one of the record.
func (a *Archive) complete(ctx context.Context, g *generation) error {
	a.mu.Lock() // see Remove
	defer a.mu.Unlock()
	mark := g.mark.Load()
	if g.made.State == complete {
		if mark >= max(g.whole, g.owes.Load()) {
			g.ready.Store(true)
			a.healed()
		}
		return nil
	}
	if head, err := a.record.Head(ctx); err != nil || mark < head {
		return err
	}
	info := g.info
	info.State = complete
	if err := writeInfo(g.dir, info); err != nil {
		// It is complete all the same; after a stop it is only checked again.
		a.opts.Log.ErrorContext(ctx, "a generation cannot be marked as complete", "number", g.number, "err", err)
	} else {
		g.info = info
	}
	g.ready.Store(true)
	a.healed()
	return nil
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
