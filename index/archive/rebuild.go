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

// Reindex begins to work out everything anew from the record, beside what
// answers searches, and returns once that has begun; where it goes on already,
// it returns at once. [Archive.Rebuilt] waits for the end.
func (a *Archive) Reindex(ctx context.Context) error { return a.reindex(ctx, false) }

// reindex is Reindex. What is damaged may be replaced before it was ever complete.
func (a *Archive) reindex(ctx context.Context, damaged bool) error {
	const op = "index.Reindex"
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.ctx.Err() != nil {
		return &index.Error{Kind: index.Unavailable, Op: op, Text: "the service is stopping", Err: errClosing}
	}
	live := a.live.Load()
	if a.building != nil || !damaged && !live.ready.Load() {
		return nil
	}
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
	a.building = g
	a.work.Go(func() { a.build(g) })
	return nil
}

// Rollback begins to bring the generation before the live one up to the record,
// removals included, and then puts it in the place of the live one. It stays
// there until somebody calls [Archive.Reindex]. The error is of kind [index.NotFound]
// where no generation was kept.
func (a *Archive) Rollback(ctx context.Context) error {
	const op = "index.Rollback"
	a.mu.Lock()
	defer a.mu.Unlock()
	live := a.live.Load()
	if a.ctx.Err() != nil || a.building != nil || !live.ready.Load() {
		return &index.Error{Kind: index.Busy, Op: op, Text: "the archive is being rebuilt; go back when that is done"}
	}
	found, err := a.kept(ctx)
	if err != nil {
		return fmt.Errorf("%s: %w", op, err)
	}
	i := slices.IndexFunc(found, func(k generations.Info) bool { return k.Number != live.number && k.State == generations.Complete })
	if i < 0 {
		return &index.Error{Kind: index.NotFound, Op: op, Text: "no earlier generation was kept"}
	}
	// The one with the highest number is the live one after a restart. Until it
	// is up to date it is one under construction.
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
	if err != nil { // it stays for the program that made it
		err = errors.Join(err, a.generations.Renumber(ctx, k.Number, was.Number), a.generations.Save(ctx, was))
		text := "the generation before cannot be read by this program: go back to the version that made it, or leave it"
		return &index.Error{Kind: index.Unavailable, Op: op, Text: text, Err: err}
	}
	a.building = g
	a.work.Go(func() { a.build(g) })
	return nil
}

// Rebuilt waits until nothing is being rebuilt.
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

// build fills g and puts it in the place of the live generation.
func (a *Archive) build(g *generation) {
	ctx := a.ctx
	begin := time.Now()
	head, _ := a.record.Head(ctx) // for the log alone
	a.opts.Log.InfoContext(ctx, "a rebuild begins", "number", g.number, "from", g.mark.Load(), "to", head)
	err := shield.Call(func() error { return a.fill(ctx, g) })
	if err != nil && a.live.Load() == g { // it answers already
		a.opts.Log.ErrorContext(ctx, "a rebuild is done, but not what follows it", "number", g.number, "err", err)
		err = nil
	}
	if panicked(err) {
		a.goOnFollowing(a.live.Load()) // which may stand still for the exchange
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
	a.tryPrune()
}

// fill brings g up to the record, holds it against the record and puts it in the place of
// the live generation.
func (a *Archive) fill(ctx context.Context, g *generation) error {
	a.startFollowing(g)
	if err := a.awaitMark(ctx, g, a.record.Head); err != nil {
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

// awaitMark waits until g holds everything up to target.
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

// exchange puts g in the place of the live generation once it gives the same
// answers. Searches that run finish on the old one; none waits. The old one is
// kept in its folder.
func (a *Archive) exchange(ctx context.Context, g *generation) error {
	old := a.live.Load()
	// What they are asked while they stand still is asked before, which fills what
	// they keep in memory: the standstill is short then. What arrives in it waits in
	// the record.
	if _, err := compareAnswers(ctx, old, g); err != nil && ctx.Err() != nil {
		return context.Cause(ctx)
	}
	a.stopFollowing(old)
	a.stopFollowing(g)
	still := time.Now()
	differences, err := a.level(ctx, old, g)
	if err == nil && len(differences) > 0 {
		// One of them is wrong. Whoever holds the new one to be right counts it.
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
		// Once somebody was told that a change is searchable, it must stay so.
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

// level brings both generations, which nobody follows, to one mark, and returns in
// what their answers differ. An old one that cannot answer any more has no say.
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

// catchUp brings g, which nobody follows, up to the change with the number target.
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
		for range blameAfter { // without back-off: searches see nothing new meanwhile
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
		a.mendRegistry(ctx, g) // else it is tried again by the follower
	}
	return nil
}

// How long what was replaced lies in its folder. Removed articles must be out of
// every file within a day.
const (
	pruneEvery      = time.Hour
	keepWithRemoved = 20 * time.Hour
)

// isYoung reports whether what was replaced that long ago may be kept. What seems
// to have been replaced in days to come is of a clock that was wrong.
func isYoung(age time.Duration) bool { return age < keepWithRemoved && age > -keepWithRemoved }

// prune deletes generations that nobody will go back to.
func (a *Archive) prune() {
	tick := time.NewTicker(pruneEvery)
	defer tick.Stop()
	for {
		a.tryPrune()
		select {
		case <-tick.C:
		case <-a.ctx.Done():
			return
		}
	}
}

// tryPrune deletes what is not needed; what it cannot delete is tried again.
func (a *Archive) tryPrune() {
	if err := shield.Call(a.pruneOnce); err != nil {
		a.opts.Log.ErrorContext(a.ctx, "old generations cannot be deleted", "err", err, "retry_in", pruneEvery)
	}
}

// pruneOnce keeps the live generation, the one under construction, and of the
// others the newest that was complete, unless it is so old that it may hold what
// has been removed since.
func (a *Archive) pruneOnce() error {
	a.mu.Lock()
	defer a.mu.Unlock()
	live := a.live.Load()
	if live == nil || !live.ready.Load() {
		return nil
	}
	found, err := a.kept(a.ctx)
	if err != nil {
		return err
	}
	spare := false
	for _, k := range found {
		switch {
		case k.Number == live.number, a.building != nil && k.Number == a.building.number:
			continue
		case k.State == generations.Complete && !spare && isYoung(a.opts.Now().Sub(k.Retired)):
			spare = true
			continue
		}
		if err := a.generations.Remove(a.ctx, k.Number); err != nil {
			return err
		}
	}
	return nil
}
