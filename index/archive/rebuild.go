package archive

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"warta/index"
	"warta/index/generations"
	"warta/index/internal/shield"
)

// Reindex starts a rebuild of the generation from the record and returns once the rebuild
// runs in the background. The live generation serves searches during the rebuild. If a
// rebuild is already running, Reindex does nothing. [Archive.Rebuilt] waits for the end.
func (a *Archive) Reindex(ctx context.Context) error { return a.reindex(ctx, false) }

// reindex implements Reindex. With damaged set, it also replaces a live generation that is
// not ready.
func (a *Archive) reindex(ctx context.Context, damaged bool) error {
	const op = "index.Reindex"
	if err := a.managing.Lock(ctx); err != nil {
		return fmt.Errorf("%s: %w", op, err)
	}
	defer a.managing.Unlock()
	term, building, err := a.writing(op)
	if err != nil {
		return err
	}
	live := a.live.Load()
	if building || !damaged && !live.ready.Load() {
		return nil
	}
	ctx, cancel := withTerm(ctx, term)
	defer cancel()
	kept, err := a.kept(ctx)
	if err != nil {
		return fmt.Errorf("%s: %w", op, err)
	}
	number := live.number
	for _, k := range kept {
		number = max(number, k.Number)
	}
	g, err := a.newGeneration(ctx, number+1)
	if err != nil {
		return fmt.Errorf("%s: %w", op, err)
	}
	return a.beginToBuild(ctx, op, term, g)
}

// writing returns the term in which this process writes generations, and whether one is being
// built. The caller holds managing.
func (a *Archive) writing(op string) (term context.Context, building bool, err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.ctx.Err() != nil {
		return nil, false, &index.Error{Kind: index.Unavailable, Op: op, Text: "the service is stopping", Err: errClosing}
	}
	if a.term == nil {
		return nil, false, notLeading(op)
	}
	return a.term, a.building != nil, nil
}

// withTerm returns a context that ends with ctx and with the term.
func withTerm(ctx, term context.Context) (within context.Context, cancel func()) {
	within, end := context.WithCancelCause(ctx)
	stop := context.AfterFunc(term, func() { end(context.Cause(term)) })
	return within, func() { stop(); end(nil) }
}

// beginToBuild starts to fill g, unless the term has ended. g gets the decisions that came while
// it was opened. The caller holds managing.
func (a *Archive) beginToBuild(ctx context.Context, op string, term context.Context, g *generation) error {
	err := a.deciding.Lock(ctx)
	if err == nil {
		defer a.deciding.Unlock()
		err = a.putIntoForce(ctx, g)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("%s: %w", op, err), g.retire())
	}
	a.mu.Lock()
	ended := a.ctx.Err() != nil || a.term != term
	if !ended {
		a.building = g
		a.work.Go(func() { a.build(term, g) })
	}
	a.mu.Unlock()
	if !ended {
		return nil
	}
	_, _, err = a.writing(op)
	if err == nil { // another term has begun
		err = notLeading(op)
	}
	return errors.Join(err, g.retire())
}

// Rollback starts to update the previous complete generation to the head of the record,
// removals included, and then makes it the live one. That generation is pinned until
// [Archive.Reindex] is called. The error is of kind [index.NotFound] if no generation was
// kept, [index.Busy] during a rebuild, and [index.Unavailable] if this version of the
// program cannot open it.
func (a *Archive) Rollback(ctx context.Context) error {
	const op = "index.Rollback"
	if err := a.managing.Lock(ctx); err != nil {
		return fmt.Errorf("%s: %w", op, err)
	}
	defer a.managing.Unlock()
	term, building, err := a.writing(op)
	if err != nil {
		return err
	}
	live := a.live.Load()
	if building || !live.ready.Load() {
		return &index.Error{Kind: index.Busy, Op: op, Text: "the archive is being rebuilt; go back when that is done"}
	}
	ctx, cancel := withTerm(ctx, term)
	defer cancel()
	found, err := a.kept(ctx)
	if err != nil {
		return fmt.Errorf("%s: %w", op, err)
	}
	i := slices.IndexFunc(found, func(k generations.Info) bool { return k.Number != live.number && k.State == generations.Complete })
	if i < 0 {
		return &index.Error{Kind: index.NotFound, Op: op, Text: "no earlier generation was kept"}
	}
	// After a restart the complete generation with the highest number is live. The
	// generation has the state Building until it is up to date.
	was := found[i]
	k := was
	k.State, k.Pinned, k.Retired = generations.Building, true, time.Time{}
	if err := a.generations.Save(ctx, k); err != nil {
		return fmt.Errorf("%s: %w", op, err)
	}
	k.Number = max(live.number, found[0].Number) + 1
	if err := a.generations.Renumber(ctx, was.Number, k.Number); err != nil {
		return fmt.Errorf("%s: %w", op, err)
	}
	g, err := a.openGeneration(ctx, k)
	if err != nil { // restored for the version that made it
		err = errors.Join(err, a.generations.Renumber(ctx, k.Number, was.Number), a.generations.Save(ctx, was))
		text := "the generation before cannot be read by this program: go back to the version that made it, or leave it"
		return &index.Error{Kind: index.Unavailable, Op: op, Text: text, Err: err}
	}
	return a.beginToBuild(ctx, op, term, g)
}

// Rebuilt waits until no rebuild is running and the live generation is ready. It returns an
// error when ctx ends or the archive closes.
func (a *Archive) Rebuilt(ctx context.Context) error {
	for {
		moved := a.moved.next()
		a.mu.Lock()
		busy := a.building != nil
		a.mu.Unlock()
		if live := a.live.Load(); !busy && live != nil && live.ready.Load() {
			return nil
		}
		select {
		case <-moved:
		case <-ctx.Done():
			return fmt.Errorf("wait for the rebuild: %w", context.Cause(ctx))
		case <-a.ctx.Done():
			return fmt.Errorf("wait for the rebuild: %w", errClosing)
		}
	}
}

// build fills g and makes it the live generation, in the term in which this process leads. On
// failure it retires g and the live generation continues to serve.
func (a *Archive) build(ctx context.Context, g *generation) {
	begin := time.Now()
	head, _ := a.record.Head(ctx) // only logged
	a.opts.Log.InfoContext(ctx, "a rebuild begins", "number", g.number, "from", g.mark.Load(), "to", head)
	err := shield.Call(func() error { return a.fill(ctx, g) })
	if err != nil && a.live.Load() == g { // already exchanged
		a.opts.Log.ErrorContext(ctx, "a rebuild is done, but not what follows it", "number", g.number, "err", err)
		err = nil
	}
	if panicked(err) {
		a.goOnFollowing(a.live.Load()) // exchange may have stopped its follower
	}
	if err != nil {
		a.stopFollowing(g)
		if ctx.Err() == nil {
			a.opts.Log.ErrorContext(ctx, "a rebuild was given up", "number", g.number, "err", err)
			a.setTrouble(rebuildFailed, err)
		}
		if err := g.retire(); err != nil {
			a.opts.Log.ErrorContext(ctx, "close a generation", "number", g.number, "err", err)
		}
	} else {
		a.setTrouble(rebuildFailed, nil)
		a.setTrouble(damagedIndex, nil)
		a.opts.Log.InfoContext(ctx, "a rebuild is done", "number", g.number, "mark", g.mark.Load(), "took", time.Since(begin))
	}
	a.mu.Lock()
	a.building = nil
	a.mu.Unlock()
	a.moved.ring()
	a.tryPrune(ctx)
}

// fill updates g to the head of the record, checks it against the record and makes it the
// live generation.
func (a *Archive) fill(ctx context.Context, g *generation) error {
	a.startFollowing(g)
	nearly := func(ctx context.Context) (uint64, error) {
		head, err := a.record.Head(ctx)
		return head - min(head, a.near()), err // exchange applies the rest
	}
	if err := a.awaitMark(ctx, g, nearly); err != nil {
		return err
	}
	if err := a.countAgainstRecord(ctx, g); err != nil {
		return err
	}
	if err := a.sampleAgainstRecord(ctx, g); err != nil {
		return err
	}
	return a.exchange(ctx, g)
}

// awaitMark waits until the mark of g reaches target, which it evaluates again after each
// move.
func (a *Archive) awaitMark(ctx context.Context, g *generation, target func(context.Context) (uint64, error)) error {
	for {
		moved := a.moved.next()
		until, err := target(ctx)
		if err != nil {
			return err
		}
		if g.mark.Load() >= until {
			return nil
		}
		select {
		case <-moved:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// exchange makes g the live generation after comparing its answers with those of the old
// one. Running searches finish on the old generation, and no search blocks. The store keeps
// the old generation. On error the old generation stays live and is followed again.
func (a *Archive) exchange(ctx context.Context, g *generation) error {
	old := a.live.Load()
	// Comparing once before the followers stop fills the caches of both generations, which
	// shortens the pause. Changes that arrive during the pause wait in the record.
	if _, err := compareAnswers(ctx, old, g); err != nil && ctx.Err() != nil {
		return context.Cause(ctx)
	}
	a.stopFollowing(old)
	a.stopFollowing(g)
	still := time.Now()
	differences, err := a.level(ctx, old, g)
	if err == nil && len(differences) > 0 {
		// The answers differ, so one generation is wrong. The new one is right if its index
		// matches its readings.
		a.startFollowing(old)
		wrong, e := recount(ctx, g)
		switch {
		case e != nil:
			return e
		case len(wrong) > 0:
			return fmt.Errorf("the new generation gives other answers: %s", strings.Join(wrong, "; "))
		}
		a.opts.Log.WarnContext(ctx, "the generation that is replaced gave wrong answers", "number", old.number, "differences", strings.Join(differences, "; "))
		a.stopFollowing(old)
		// A change already reported as searchable must stay searchable.
		err = a.catchUp(ctx, g, old.mark.Load())
	}
	if err == nil {
		info := g.info
		info.State = generations.Complete
		if err = a.generations.Save(ctx, info); err == nil {
			g.info = info
		}
	}
	if err != nil {
		a.startFollowing(old)
		return err
	}
	g.ready.Store(true)
	a.live.Store(g)
	a.startFollowing(g)
	a.opts.Log.InfoContext(ctx, "a generation takes the place of another", "number", g.number, "old", old.number, "stood_still", time.Since(still))
	a.moved.ring()
	old.info.Retired = a.opts.Now().UTC()
	if err := errors.Join(old.retire(), a.generations.Save(ctx, old.info)); err != nil {
		a.opts.Log.ErrorContext(ctx, "close the generation that was replaced", "number", old.number, "err", err)
	}
	return nil
}

// level applies changes to both generations, whose followers are stopped, until they have
// the same mark. It returns the differences between their answers. A failure of the old
// generation counts as a difference, not as an error.
func (a *Archive) level(ctx context.Context, old, g *generation) (differences []string, err error) {
	var failed error
	for range compareTries {
		target := max(old.mark.Load(), g.mark.Load(), g.skipped(), old.skipped())
		if err := a.catchUp(ctx, g, target); err != nil {
			return nil, err
		}
		if failed = a.catchUp(ctx, old, target); failed != nil || max(g.skipped(), old.skipped()) <= target {
			break
		}
	}
	err = failed
	if err == nil {
		differences, err = compareAnswers(ctx, old, g)
	}
	if err != nil && ctx.Err() == nil {
		differences, err = []string{"the old one cannot answer: " + err.Error()}, nil
	}
	return differences, err
}

// catchUp applies changes to g, whose follower is stopped, up to change target.
func (a *Archive) catchUp(ctx context.Context, g *generation, target uint64) error {
	for mark := g.mark.Load(); mark < target; mark = g.mark.Load() {
		page, err := a.record.Page(ctx, mark, int(min(uint64(a.opts.BatchLen), target-mark)))
		if err != nil {
			return err
		}
		if len(page) == 0 {
			return fmt.Errorf("the record ends before change %d", target)
		}
		b, err := a.readAll(ctx, g, page, true)
		if err != nil {
			return err
		}
		for range blameAfter { // no back-off: searches see no new changes during the pause
			if err = a.prepare(ctx, g, &b); err == nil {
				err = a.applyTo(ctx, g, &b)
			}
			if !panicked(err) {
				break
			}
		}
		if err != nil {
			return err
		}
		a.mendRegistry(ctx, g) // on failure the follower tries again
	}
	return nil
}

// Retention of replaced generations. Removed articles must be out of every file within 24
// hours, including up to pruneEvery of delay.
const (
	pruneEvery      = time.Hour
	keepWithRemoved = 20 * time.Hour
)

// isYoung reports whether a generation replaced age ago may be kept. A negative age comes
// from a clock change; beyond keepWithRemoved it counts as too old.
func isYoung(age time.Duration) bool { return age < keepWithRemoved && age > -keepWithRemoved }

// prune deletes unneeded generations at start and then every pruneEvery, until ctx ends.
func (a *Archive) prune(ctx context.Context) {
	tick := time.NewTicker(pruneEvery)
	defer tick.Stop()
	for {
		a.tryPrune(ctx)
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
}

// tryPrune runs pruneOnce and logs its error or panic; the next tick tries again.
func (a *Archive) tryPrune(ctx context.Context) {
	if err := shield.Call(func() error { return a.pruneOnce(ctx) }); err != nil && ctx.Err() == nil {
		a.opts.Log.ErrorContext(a.ctx, "old generations cannot be deleted", "err", err, "retry_in", pruneEvery)
	}
}

// pruneOnce deletes all generations except the live one, the one under construction and the
// newest other complete one. It deletes that one too after keepWithRemoved, since it may
// contain articles removed since. It does nothing until the live generation is ready.
func (a *Archive) pruneOnce(ctx context.Context) error {
	if err := a.managing.Lock(ctx); err != nil {
		return err
	}
	defer a.managing.Unlock()
	a.mu.Lock()
	// Both stay, also where the one takes the place of the other meanwhile.
	live, building, leads := a.live.Load(), a.building, a.term != nil
	a.mu.Unlock()
	if live == nil || !live.ready.Load() || !leads {
		return nil
	}
	found, err := a.kept(ctx)
	if err != nil {
		return err
	}
	spare := false
	for _, k := range found {
		switch {
		case k.Number == live.number, building != nil && k.Number == building.number:
			continue
		case k.State == generations.Complete && !spare && isYoung(a.opts.Now().Sub(k.Retired)):
			spare = true
			continue
		}
		if err := a.generations.Remove(ctx, k.Number); err != nil {
			return err
		}
	}
	return nil
}
