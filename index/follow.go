package index

import (
	"context"
	"fmt"
	"runtime"
	"time"

	"golang.org/x/sync/errgroup"

	"warta/analyzers/article"
	"warta/index/readings"
	"warta/index/store"
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
		a.follow(ctx, g)
	})
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
	mark    uint64
	removes bool
	apply   Prepared // to the engine
}

// follow reads the record from g's mark on, as it grows. While one batch is
// taken in by the engine, the next is read: the engine builds a segment on one
// core.
func (a *Archive) follow(ctx context.Context, g *generation) {
	ctx, stop := context.WithCancel(ctx)
	batches := make(chan batch)
	var reader errgroup.Group
	reader.Go(func() error {
		defer close(batches)
		a.gather(ctx, g, batches)
		return nil
	})
	unclean := true // a stop may have come between a removal and its overwriting
	sweep := time.NewTimer(0)
	defer sweep.Stop()
	for open := true; open; {
		var b batch
		select {
		case b, open = <-batches:
			if !open {
				continue
			}
			if err := a.persist(ctx, "the index takes nothing in at present", func() error { return a.applyTo(ctx, g, b) }); err != nil {
				open = false // only at the end
				continue
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
		}
	}
	stop()
	_ = reader.Wait() // returns none
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
func (a *Archive) gather(ctx context.Context, g *generation, batches chan<- batch) {
	mark := g.mark.Load()
	if mark >= a.record.Head() {
		a.settle(ctx, g)
	}
	for {
		if err := a.record.Wait(ctx, mark); err != nil {
			return
		}
		var page []store.Change
		err := a.persist(ctx, "the record cannot be read", func() (err error) {
			page, err = a.record.Page(ctx, mark, a.opts.BatchLen)
			return err
		})
		if err != nil {
			return
		}
		b, err := a.readAll(ctx, g, page, g.ready.Load())
		if err != nil {
			return
		}
		mark = b.mark
		select {
		case batches <- b:
		case <-ctx.Done():
			return
		}
	}
}

// readAll reads the articles of page on all cores. Unless every state is wanted,
// what has changed since is left out: the last state comes later.
func (a *Archive) readAll(ctx context.Context, g *generation, page []store.Change, every bool) (batch, error) {
	b := batch{mark: page[len(page)-1].Seq}
	last := make(map[string]uint64, len(page))
	for _, c := range page {
		last[c.ID] = c.Seq
	}
	var todo []store.Change
	for _, c := range page {
		switch {
		case last[c.ID] != c.Seq: // a later one of the same article is in the page
		case c.Removed && c.Version > 0: // its text is gone: its removal follows
			g.owes.Store(max(g.owes.Load(), a.record.Head()))
		case !c.Latest && !every:
			g.owes.Store(max(g.owes.Load(), a.record.Head()))
		case c.Damaged != nil:
			a.opts.Log.ErrorContext(ctx, "an article of the record is damaged and left out", "id", c.ID, "version", c.Version, "err", c.Damaged)
			a.damaged(c.ID, c.Damaged)
		default:
			a.damaged(c.ID, nil)
			todo = append(todo, c)
			b.removes = b.removes || c.Removed
		}
	}
	b.changes = make([]readings.Change, len(todo))
	var eg errgroup.Group
	eg.SetLimit(runtime.GOMAXPROCS(0))
	for i, c := range todo {
		b.changes[i] = readings.Change{ID: c.ID, Seq: c.Seq}
		if c.Removed {
			continue
		}
		if art := a.fresh.get(c.Seq); art != nil {
			b.changes[i].Article = a.correct(c.ID, art)
			continue
		}
		eg.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			b.changes[i].Article = a.correct(c.ID, a.read(ctx, c))
			return nil
		})
	}
	if err := eg.Wait(); err != nil {
		return batch{}, err
	}
	changes := make([]Change, len(b.changes))
	for i, c := range b.changes {
		changes[i] = Change{ID: c.ID, Article: c.Article}
	}
	var err error
	b.apply, err = g.engine.Prepare(ctx, changes)
	return b, err
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

// meet fills the registry of g anew where it may know of people whom the engine does
// not hold any more: after a stop that left the engine behind the readings, or an
// attempt that failed, nobody knows what the engine held before. Until then all are
// known whom it holds, and maybe some more.
func (a *Archive) meet(ctx context.Context, g *generation) {
	if g.met || g.mark.Load() < g.apart {
		return
	}
	if err := g.searcher.people.load(ctx, g.engine); err != nil {
		if ctx.Err() == nil {
			a.opts.Log.WarnContext(ctx, "people of whom no article tells any more may still be listed", "number", g.number, "err", err)
		}
		return
	}
	g.met = true
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

// applyTo is apply for a generation whose failure may come of a damage.
func (a *Archive) applyTo(ctx context.Context, g *generation, b batch) error {
	err := g.apply(ctx, b)
	if err != nil && ctx.Err() == nil {
		a.doubt(g, err)
	}
	if err == nil {
		a.meet(ctx, g)
	}
	return err
}

// settle is called whenever g has taken something in: it tells those who wait,
// and lets searches see a generation that holds enough.
func (a *Archive) settle(ctx context.Context, g *generation) {
	if g == a.live.Load() {
		if !g.ready.Load() {
			a.complete(ctx, g)
		}
		a.fresh.done(g.mark.Load())
	}
	a.moved.ring()
}

// complete lets searches see g once it holds everything that there is, or, where
// it has done so before, everything that it held then.
func (a *Archive) complete(ctx context.Context, g *generation) {
	a.mu.Lock() // see Remove
	defer a.mu.Unlock()
	mark := g.mark.Load()
	if g.made.State == complete {
		if mark >= max(g.whole, g.owes.Load()) {
			g.ready.Store(true)
			a.healed()
		}
		return
	}
	if mark < a.record.Head() {
		return
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
}

// Bounds of the pause between attempts at what failed.
const (
	firstPause = 100 * time.Millisecond
	longPause  = 30 * time.Second
)

// persist tries f until it succeeds or ctx is done; meanwhile the archive is
// degraded.
func (a *Archive) persist(ctx context.Context, what string, f func() error) error {
	pause := firstPause
	for {
		err := f()
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if err == nil {
			a.setTrouble(what, nil)
			return nil
		}
		a.setTrouble(what, err)
		a.opts.Log.ErrorContext(ctx, "searches fall behind the record", "what", what, "err", err, "retry_in", pause)
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return context.Cause(ctx)
		}
		pause = min(2*pause, longPause)
	}
}
