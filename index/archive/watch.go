package archive

import (
	"context"
	"errors"
	"fmt"
	"time"

	"warta/index/generations"
	"warta/index/internal/shield"
	"warta/index/people"
)

// Over a shared store of generations the processes that do not lead show what the one that
// leads has published: another live generation, and what it has taken in.

const (
	// watchEvery is the pause between two looks for what was published.
	watchEvery = 100 * time.Millisecond
	// watchFor bounds one look: servers that do not answer within it become [Status].Trouble.
	watchFor = 30 * time.Second
	// probeEvery is the pause between two questions whether the servers of the engine answer.
	probeEvery = time.Second
	// probeFor bounds one question.
	probeFor = 5 * time.Second
	// resignAfter is how long the servers do not answer a process that leads until it leaves
	// the lead to another one, which perhaps reaches them.
	resignAfter = 10 * time.Second
	// reloadPause is the least pause between two loadings of the people in the index, and
	// reloadShare times the last loading is too: they take a small share of the servers' time.
	reloadPause = 2 * time.Second
	reloadShare = 10
	// maxLearn is how many changes at once the people of new articles are learned from, one by
	// one; beyond it they are loaded.
	maxLearn = 2000
)

// Values of [Status].Trouble over a shared store.
const (
	indexAway   = "the search servers do not answer: searches are refused, what is written stays in the record"
	watchFailed = "what the leading node has indexed cannot be shown at present"
)

// watch shows what the process that leads has published, until the archive closes.
func (a *Archive) watch() {
	a.work.Go(a.probe)
	ticker := time.NewTicker(watchEvery)
	defer ticker.Stop()
	var w watching
	for {
		select {
		case <-ticker.C:
		case <-a.ctx.Done():
			return
		}
		err := shield.Call(func() error {
			ctx, cancel := context.WithTimeout(a.ctx, watchFor)
			defer cancel()
			return a.look(ctx, &w)
		})
		if a.ctx.Err() != nil {
			return
		}
		if err != nil && !a.hasTrouble(watchFailed) { // told once, not at each look
			a.opts.Log.WarnContext(a.ctx, watchFailed, "err", err, "retry_in", watchEvery)
		}
		a.setTrouble(watchFailed, err)
	}
}

// probe asks again and again whether the servers of the engine answer.
func (a *Archive) probe() {
	ticker := time.NewTicker(probeEvery)
	defer ticker.Stop()
	answered := time.Now()
	for {
		err := shield.Call(func() error {
			ctx, cancel := context.WithTimeout(a.ctx, probeFor)
			defer cancel()
			return a.shared.Away(ctx)
		})
		if a.ctx.Err() == nil && (err != nil) != a.hasTrouble(indexAway) {
			a.opts.Log.WarnContext(a.ctx, "the search servers answer, or do not, since now", "servers", a.shared, "answer", err == nil, "err", err)
			a.setTrouble(indexAway, err)
		}
		if err == nil || errors.Is(err, generations.ErrUnwell) {
			answered = time.Now()
		} else if time.Since(answered) > resignAfter {
			answered = time.Now()
			a.leading.resign()
		}
		select {
		case <-ticker.C:
		case <-a.ctx.Done():
			return
		}
	}
}

// A watching is when the people of the live generation were loaded last.
type watching struct {
	loaded time.Time
	took   time.Duration
}

// look shows what was published since the last look. It does nothing in a process that leads.
func (a *Archive) look(ctx context.Context, w *watching) error {
	a.switching.Lock()
	defer a.switching.Unlock()
	if a.leads() {
		return nil
	}
	info, mark, found, err := a.shared.Live(ctx, a.record.Lineage())
	if err != nil || !found {
		return err
	}
	g := a.live.Load()
	if g == nil || g.number != info.Number || !g.ready.Load() {
		return a.openPublished(ctx, info, mark)
	}
	if mark > g.mark.Load() {
		if err := a.advance(ctx, g, mark); err != nil {
			return err
		}
	}
	return a.reloadPeople(ctx, g, w)
}

// openPublished makes a generation of another process the live one here. The one before serves
// searches until then.
func (a *Archive) openPublished(ctx context.Context, info generations.Info, mark uint64) error {
	g, err := a.openGeneration(ctx, info)
	if err != nil {
		return fmt.Errorf("open generation %d of another node: %w", info.Number, err)
	}
	if err := a.advance(ctx, g, mark); err != nil { // batches may have come while it was opened
		return errors.Join(err, g.retire())
	}
	if err := a.install(ctx, g, func() {}); err != nil {
		return errors.Join(err, g.retire())
	}
	a.setTrouble(damagedIndex, nil) // of a time when this process led
	a.setTrouble(rebuildFailed, nil)
	a.opts.Log.InfoContext(ctx, "searches use a generation of another node", "number", g.number, "mark", g.mark.Load())
	return nil
}

// advance makes g show what was published, up to mark or further.
func (a *Archive) advance(ctx context.Context, g *generation, mark uint64) error {
	g.feed.exact = false
	for from := g.mark.Load(); ; from = g.readings.Mark() {
		if err := g.show(ctx); err != nil {
			return err
		}
		if err := a.learnPublished(ctx, g, from, g.readings.Mark()); err != nil {
			return err
		}
		shown, err := g.engine.Mark(ctx)
		if err != nil {
			return err
		}
		if shown < mark {
			return fmt.Errorf("the index shows changes up to %d, and %d was published", shown, mark)
		}
		if shown > g.readings.Mark() { // another batch came in between
			continue
		}
		g.mark.Store(shown)
		a.fresh.done(shown)
		a.moved.ring()
		return nil
	}
}

// learnPublished makes the registry of g know the people of articles that changed between two
// marks, before the engine finds them. Whom no article names any more it forgets later, see
// reloadPeople.
func (a *Archive) learnPublished(ctx context.Context, g *generation, from, to uint64) error {
	if to <= from || to-from > maxLearn {
		return nil
	}
	var ids []string
	for before := to + 1; before > from+1; {
		page, err := a.record.Arrivals(ctx, before, maxLearn)
		if err != nil {
			return err
		}
		if len(page) == 0 {
			break
		}
		for _, arrived := range page {
			if before = arrived.Seq; before <= from {
				break
			}
			ids = append(ids, arrived.ID)
		}
	}
	found, err := g.readings.Get(ctx, ids)
	if err != nil {
		return err
	}
	more, _ := people.DeltaOf(nil, articlesFound(found))
	return g.searcher.People.Learn(ctx, more)
}

// reloadPeople makes the registry of g forget the people whom no article names any more, now
// and then.
func (a *Archive) reloadPeople(ctx context.Context, g *generation, w *watching) error {
	if g.feed.exact || time.Since(w.loaded) < max(reloadPause, reloadShare*w.took) {
		return nil
	}
	begun := time.Now()
	err := g.feed.reload(ctx, g.engine)
	w.loaded, w.took = time.Now(), time.Since(begun)
	return err
}
