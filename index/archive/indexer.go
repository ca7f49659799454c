package archive

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"time"

	"golang.org/x/sync/errgroup"

	"warta/index"
	"warta/index/documents"
	"warta/index/internal/shield"
	"warta/index/internal/spread"
	"warta/index/readings"
	"warta/index/record"
)

// A batch is the changes that a generation applies at once.
type batch struct {
	changes []readings.Change
	sources []record.Change // of which the changes were read
	mark    uint64
	removes bool
	apply   index.Prepared // to the engine
	panics  int            // attempts at the batch that panicked, since an article was set aside
}

// follow applies the record to g from the mark of g on, as the record grows, until ctx
// ends. It reads the next batch while the engine applies one: the engine builds a segment
// on one core. A panic of either is returned as an error.
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

// takeIn applies the batches to g until the channel is closed. Between batches it does
// the work that is due: it sweeps out removed text and learns the people again.
func (a *Archive) takeIn(ctx context.Context, g *generation, batches <-chan batch) error {
	unclean := true // a stop may have come between a removal and its overwriting
	sweep := time.NewTimer(0)
	defer sweep.Stop()
	pause := firstPause
	relearn := time.NewTimer(pause)
	defer relearn.Stop()
	strays := time.NewTimer(a.opts.straysAfter)
	defer strays.Stop()
	var regroup <-chan time.Time // never for an engine with live groups
	if g.regroup != nil {
		ticker := time.NewTicker(regroupEvery)
		defer ticker.Stop()
		regroup = ticker.C
	}
	for {
		select {
		case b, open := <-batches:
			if !open {
				return nil
			}
			if err := a.persist(ctx, notTakenIn, func() error { return a.applyTo(ctx, g, &b) }); err != nil {
				return err // ctx has ended
			}
			if !a.mendRegistry(ctx, g) {
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
		case <-strays.C:
			strays.Reset(a.lookForStrays(ctx, g))
		case <-regroup:
			if err := a.doubting(ctx, g, func() error { return a.regroup(ctx, g) }); err != nil && ctx.Err() == nil {
				a.opts.Log.WarnContext(ctx, "people may be counted as they were before", "number", g.number, "err", err)
			}
		case <-relearn.C:
			if pause = min(2*pause, longPause); !a.mendRegistry(ctx, g) {
				relearn.Reset(pause)
			}
		}
	}
}

// Times of the looks for documents that a process which led before has sent, and that arrived
// late: the first is when its requests have ended by their own bounds.
const (
	straysAfter = 2 * time.Minute
	straysEvery = time.Hour
)

// lookForStrays applies articles again that have documents of a process which led before, and
// returns when to look again.
func (a *Archive) lookForStrays(ctx context.Context, g *generation) time.Duration {
	n, err := a.replaceStrays(ctx, g)
	switch {
	case err != nil && ctx.Err() == nil:
		a.opts.Log.WarnContext(ctx, "quotes and articles that are not there any more may be found", "number", g.number, "err", err)
	case n > 0:
		a.opts.Log.WarnContext(ctx, "documents of a process that led before came late, and were replaced", "number", g.number, "articles", n)
	default:
		return straysEvery
	}
	return a.opts.straysAfter
}

// replaceStrays applies the articles that the engine tells as they were read, and returns how
// many there were.
func (a *Archive) replaceStrays(ctx context.Context, g *generation) (int, error) {
	ids, err := g.engine.Strays(ctx)
	if err != nil || len(ids) == 0 {
		return 0, err
	}
	found, err := g.readings.Get(ctx, ids)
	if err != nil {
		return 0, err
	}
	changes := make([]readings.Change, len(ids))
	for i, id := range ids {
		changes[i] = readings.Change{ID: id, Article: found[i].Article}
	}
	return len(ids), g.engine.Apply(ctx, updatesOf(changes), g.mark.Load())
}

// sweepAfter is how long removed text may stay in the log of the readings.
const sweepAfter = 2 * time.Second

// sweep removes the removed text from the files of the readings of g, and reports whether
// it succeeded.
func (a *Archive) sweep(ctx context.Context, g *generation) bool {
	done, err := g.readings.Scrub(ctx)
	if err != nil && ctx.Err() == nil {
		a.opts.Log.WarnContext(ctx, "removed text is still in the log of the readings", "number", g.number, "err", err)
	}
	return err == nil && done
}

// Bounds of the pause after a page without changes.
const (
	firstIdle = 10 * time.Millisecond
	longIdle  = time.Second
)

// gather reads one batch after another until ctx is done.
func (a *Archive) gather(ctx context.Context, g *generation, batches chan<- batch) error {
	mark := g.mark.Load()
	var head uint64
	err := a.persist(ctx, recordUnread, func() (err error) { head, err = a.record.Head(ctx); return err })
	if err != nil {
		return err
	}
	if mark >= head {
		a.settle(ctx, g)
		if err := a.resume(ctx, g, batches); err != nil {
			return err
		}
	}
	idle := firstIdle
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
		if len(page) == 0 { // Wait may return early, and does so for ever where the record went back
			select {
			case <-time.After(idle):
			case <-ctx.Done():
				return context.Cause(ctx)
			}
			idle = min(2*idle, longIdle)
			continue
		}
		idle = firstIdle
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

// resume sends an empty batch at the mark of g, over a shared store: its engine reads back what it
// knows of text that was deleted before this process led, and removes it from the files in time,
// also where nothing is written any more.
func (a *Archive) resume(ctx context.Context, g *generation, batches chan<- batch) error {
	b := batch{mark: g.mark.Load()}
	if a.shared == nil || b.mark == 0 {
		return nil
	}
	if err := a.persist(ctx, notPrepared, func() error { return a.prepare(ctx, g, &b) }); err != nil {
		return err
	}
	select {
	case batches <- b:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// readAll reads the articles of page on all cores. Unless every is set, it leaves out
// states that are superseded, far from the end of the record: the last state of the article
// comes later.
func (a *Archive) readAll(ctx context.Context, g *generation, page []record.Change, every bool) (batch, error) {
	b := batch{mark: page[len(page)-1].Seq}
	// A correction is in the record before its article can be read again.
	if err := a.followDecisions(ctx); err != nil {
		return b, err
	}
	head, err := a.record.Head(ctx)
	if err != nil {
		return b, err
	}
	every = every || head-b.mark < a.near() // no state is left out of what is searched soon
	last := make(map[string]uint64, len(page))
	for _, c := range page {
		last[c.ID] = c.Seq
	}
	var todo []record.Change
	for _, c := range page {
		switch {
		case last[c.ID] != c.Seq: // the page has a later change of the same article
		case c.Removed && c.Version > 0: // its text is gone: its removal follows
			g.skip(head)
		case !c.Latest && !every:
			g.skip(head)
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

// prepare has the engine of g prepare b. Articles over which the engine panics repeatedly
// are set aside.
func (a *Archive) prepare(ctx context.Context, g *generation, b *batch) error {
	try := func() error {
		return a.doubting(ctx, g, func() (err error) { b.apply, err = g.prepared(ctx, b.changes); return err })
	}
	err := try()
	if a.blames(ctx, g, b, err) {
		err = try()
	}
	return err
}

// prepared has the engine prepare changes. Without live groups the documents wait for the
// people of the batch, which the registry learns when the batch is applied.
func (g *generation) prepared(ctx context.Context, changes []readings.Change) (index.Prepared, error) {
	updates := updatesOf(changes)
	if g.regroup == nil {
		return g.engine.Prepare(ctx, updates)
	}
	return func(ctx context.Context, mark uint64) error {
		if err := g.regroup.load(ctx, g.engine); err != nil {
			return err
		}
		return g.engine.Apply(ctx, g.regroup.stamp(updates), mark)
	}, nil
}

// updatesOf makes the documents of changes, on all processors. A panic over a document is
// raised in the caller.
func updatesOf(changes []readings.Change) []index.Update {
	updates := make([]index.Update, len(changes))
	sizes := make([]int, len(changes))
	for i, c := range changes {
		if c.Article != nil {
			sizes[i] = len(c.Article.Paragraphs) + len(c.Article.Quotes)
		}
	}
	_ = spread.Over(runtime.GOMAXPROCS(0)-1, sizes, func(i int) error { // the function returns no error
		c := changes[i]
		updates[i] = index.Update{ID: c.ID, Documents: documents.Of(documents.Change{ID: c.ID, Article: c.Article})}
		return nil
	})
	return updates
}

// apply applies b to g. The readings come first, so that a search that finds an article
// also finds its reading.
func (g *generation) apply(ctx context.Context, b batch) error {
	in, err := g.feed.begin(ctx, g.readings, b.changes)
	if err != nil {
		return err
	}
	if err := g.readings.Apply(ctx, b.changes, b.mark); err != nil {
		return err
	}
	if err := g.feed.add(ctx, in); err != nil {
		return err
	}
	if err := b.apply(ctx, b.mark); err != nil {
		return fmt.Errorf("apply to the engine: %w", err)
	}
	g.feed.end(ctx, in)
	if g.publish != nil {
		if err := g.publish(ctx, b.mark); err != nil {
			return err
		}
	}
	g.mark.Store(b.mark)
	return nil
}

// mendRegistry reloads the registry of g where that is due, and reports whether the
// registry is exact or will be with the next batches.
func (a *Archive) mendRegistry(ctx context.Context, g *generation) bool {
	if !g.feed.isDue(g.mark.Load()) {
		return true
	}
	if err := a.doubting(ctx, g, func() error { return g.feed.reload(ctx, g.engine) }); err != nil {
		if ctx.Err() == nil {
			a.opts.Log.WarnContext(ctx, "people whom no article names any more may still be listed", "number", g.number, "err", err)
		}
		return false
	}
	return true
}

// applyTo applies b to g. Articles over which that panics repeatedly are set aside. Any
// other failure may be due to damage.
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

// doubting calls f for g. An error or a panic of f raises a doubt whether g is undamaged.
func (a *Archive) doubting(ctx context.Context, g *generation, f func() error) error {
	err := shield.Call(f)
	if err != nil && ctx.Err() == nil {
		a.doubt(g, err)
	}
	return err
}
