package embedded

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/index/scorch/mergeplan"
	bleve "github.com/blevesearch/bleve_index_api"

	"warta/index"
	"warta/index/embedded/internal/inverted"
	"warta/index/internal/shield"
)

// purgeKey is the internal value that says since when there may be something
// deleted in the files: Unix seconds, 0 or absent for nothing. It is written with
// the batch that deletes, so that a stop does not set the clock back.
var purgeKey = []byte("deleted.since")

// purgeChecks is how often within Options.PurgeAfter the age of what is deleted
// is looked at.
const purgeChecks = 12

// purgeRounds is how often a purge rewrites what holds something deleted, at most.
const purgeRounds = 2

// purgePlan makes bleve's merger rewrite every segment that holds something
// deleted, each by itself, and leave the others alone.
var purgePlan = mergeplan.MergePlanOptions{
	MaxSegmentsPerTier:   1,
	MaxSegmentSize:       mergeplan.MaxSegmentSizeLimit,
	MaxSegmentFileSize:   1 << 50,
	TierGrowth:           1,
	SegmentsPerMergeTask: 1,
	FloorSegmentSize:     1,
	ReclaimDeletesWeight: 2,
	CalcBudget:           func(int64, int64, *mergeplan.MergePlanOptions) int { return 0 },
}

// purgeRegularly takes what is deleted out of the files in time, until ctx ends.
func (e *Engine) purgeRegularly(ctx context.Context) {
	tick := time.NewTicker(max(e.options.PurgeAfter/purgeChecks, time.Millisecond))
	defer tick.Stop()
	for {
		since := e.deletedSince.Load()
		age := e.options.Now().Sub(time.Unix(since, 0))
		// What seems to be deleted in days to come is of a clock that was wrong.
		if since != 0 && max(age, -age) >= e.options.PurgeAfter {
			begin := time.Now()
			switch err := e.attempt(ctx, func() error { return e.purge(ctx) }); {
			case ctx.Err() != nil:
				return
			case err != nil:
				e.options.Log.ErrorContext(ctx, "index: deleted text is still in the files", "path", e.path, "err", err)
			default:
				e.options.Log.InfoContext(ctx, "index: deleted text is out of the files", "path", e.path, "took", time.Since(begin))
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Purge takes what is deleted out of the files: bleve only marks it, and would
// leave it where it is until it merges the segment for another reason. Searches
// and writes go on. It takes about as long as it takes to write the segments that
// are concerned, and up to as much space again.
func (e *Engine) Purge(ctx context.Context) error {
	done, err := e.use()
	if err != nil {
		return err
	}
	defer done()
	ctx, cancel := e.untilClosed(ctx)
	defer cancel()
	return e.purge(ctx)
}

func (e *Engine) purge(ctx context.Context) error {
	e.merging.Lock()
	defer e.merging.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	begin := e.options.Now()
	files, err := filepath.Glob(filepath.Join(e.path, "*.zap"))
	if err != nil {
		return err
	}
	holding, err := e.holdingDeleted()
	if err != nil {
		return err
	}
	if err := e.undamaged(ctx, func(s *scorch.SegmentSnapshot) bool { return slices.Contains(holding, s.Id()) }); err != nil {
		return fmt.Errorf("purge index: %w", err)
	}
	// Also where no segment seems to hold anything: a merge that began before the
	// deletion may be about to bring in one that does. The merger does one thing
	// after the other, so that it is there when ours is planned; but it may then be
	// the only one, which is not rewritten, and so there is a second round.
	var left []uint64
	for range purgeRounds {
		if err := e.addSegment(); err != nil {
			return fmt.Errorf("purge index: %w", err)
		}
		if err := e.merge(ctx, purgePlan); err != nil {
			return fmt.Errorf("purge index: %w", err)
		}
		before := holding
		if left, err = e.holdingDeleted(); err != nil {
			return err
		}
		if len(left) == 0 {
			break
		}
		for _, id := range left {
			if slices.Contains(before, id) {
				return fmt.Errorf("purge index: segment %d was not rewritten", id)
			}
		}
		holding = left
	}
	err = e.noteDeleted(func() (int64, error) {
		left, err := e.holdingDeleted()
		if err != nil || len(left) == 0 {
			return 0, err
		}
		return begin.Unix(), nil // deleted meanwhile
	})
	if err != nil {
		return err
	}
	e.readWordsAgain()
	if err := e.awaitUnlinked(ctx, files); err != nil {
		return fmt.Errorf("purge index: %w", err)
	}
	return nil
}

// holdingDeleted returns the numbers of the segments that hold something
// deleted.
func (e *Engine) holdingDeleted() ([]uint64, error) {
	snapshot, err := e.snapshot()
	if err != nil {
		return nil, err
	}
	defer snapshot.close()
	var found []uint64
	for _, segment := range snapshot.Segments() {
		if deleted := segment.Deleted(); deleted != nil && !deleted.IsEmpty() {
			found = append(found, segment.Id())
		}
	}
	return found, nil
}

// untilClosed returns a context that ends with ctx and when e closes.
func (e *Engine) untilClosed(ctx context.Context) (_ context.Context, cancel func()) {
	ctx, end := context.WithCancelCause(ctx)
	forget := context.AfterFunc(e.background, func() { end(context.Cause(e.background)) })
	return ctx, func() { forget(); end(nil) }
}

// undamaged returns an error of kind [index.ErrDamaged] where one of the segments is
// damaged that a merge is to put into another one: its checksum would go with it, and
// nobody would learn of the damage.
func (e *Engine) undamaged(ctx context.Context, merged func(*scorch.SegmentSnapshot) bool) error {
	s, err := e.snapshot()
	if err != nil {
		return err
	}
	defer s.close()
	findings, err := s.verify(ctx, merged)
	if err == nil && len(findings) > 0 {
		err = fmt.Errorf("%w: %s", index.ErrDamaged, findings[0])
	}
	return err
}

// merge has the merger carry out a plan, besides those of its own.
func (e *Engine) merge(ctx context.Context, plan mergeplan.MergePlanOptions) error {
	// The merger tries what fails again at once and for ever, and only tells the
	// function for errors of the background.
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	e.cancelMerge.Store(&cancel)
	defer e.cancelMerge.Store(nil)
	if err := e.Healthy(); err != nil { // whom it told before nobody was there to be told
		return err
	}
	// The merger does not look at ctx while it does what it was told before, and a
	// broken one never does: it is left alone then, and waited for by the next who
	// needs it, or when e closes.
	if e.merged != nil {
		select {
		case <-e.merged:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
	merged := make(chan struct{})
	e.merged = merged
	var err error
	go func() {
		defer close(merged)
		err = shield.Call(func() error { return e.scorch.ForceMerge(ctx, &plan) })
	}()
	select {
	case <-merged:
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	if err := errors.Join(err, context.Cause(ctx)); err != nil {
		return err
	}
	return e.refresh() // the state before holds on to its files
}

// markerID is the ID of a document that no search sees. It begins like that of
// no article and of no quote.
const markerID = "~"

// addSegment sees to it that there are two segments: bleve's planner never
// rewrites a single one. It writes a document with nothing in it.
func (e *Engine) addSegment() error {
	e.writing.Lock()
	defer e.writing.Unlock()
	snapshot, err := e.snapshot()
	if err != nil {
		return err
	}
	single := len(snapshot.Segments()) == 1
	snapshot.close()
	if !single {
		return nil
	}
	batch := bleve.NewBatch()
	batch.Update(&inverted.Document{Key: markerID, Stored: record{}.encode()})
	return e.scorch.Batch(batch)
}

// noteDeleted notes since when something deleted may be in the files, which is found
// out while nothing else is written.
func (e *Engine) noteDeleted(find func() (int64, error)) error {
	e.writing.Lock()
	defer e.writing.Unlock()
	since, err := find()
	if err != nil {
		return err
	}
	if err := e.scorch.SetInternal(purgeKey, encodeUint(uint64(since))); err != nil {
		return fmt.Errorf("note the purge of index: %w", err)
	}
	e.deletedSince.Store(since)
	return e.refresh()
}

// loadDeletedSince takes up what an earlier process noted.
func (e *Engine) loadDeletedSince() error {
	snapshot, err := e.snapshot()
	if err != nil {
		return err
	}
	defer snapshot.close()
	value, err := snapshot.GetInternal(purgeKey)
	if err != nil {
		return fmt.Errorf("read what is deleted in index: %w", err)
	}
	e.deletedSince.Store(int64(decodeUint(value)))
	return nil
}

// Bounds of the wait for files that bleve has no more use for.
const (
	unlinkPause = 50 * time.Millisecond
	unlinkTries = 600 // longer than any search may take
)

// awaitUnlinked returns once those of the files that are no part of the index any
// more are gone, also those that bleve dropped by itself because nothing in them
// was left. It deletes what nobody uses when it next writes, so it is given
// something to write.
func (e *Engine) awaitUnlinked(ctx context.Context, files []string) error {
	pause := time.NewTicker(unlinkPause)
	defer pause.Stop()
	for try := range unlinkTries {
		used, err := e.segmentFiles()
		if err != nil {
			return err
		}
		files = slices.DeleteFunc(files, func(name string) bool {
			_, err := os.Lstat(name)
			return errors.Is(err, os.ErrNotExist)
		})
		if !slices.ContainsFunc(files, func(name string) bool { return !used[filepath.Base(name)] }) {
			return nil
		}
		if try%4 == 0 {
			if err := e.noteDeleted(func() (int64, error) { return e.deletedSince.Load(), nil }); err != nil {
				return err
			}
		}
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-pause.C:
		}
	}
	return errUnlinked
}

var errUnlinked = errors.New("segments that are no part of the index any more are still on disk")

// segmentFiles returns the names of the files in use.
func (e *Engine) segmentFiles() (map[string]bool, error) {
	snapshot, err := e.snapshot()
	if err != nil {
		return nil, err
	}
	defer snapshot.close()
	used := map[string]bool{}
	for _, segment := range snapshot.Segments() {
		used[fmt.Sprintf("%012x.zap", segment.Id())] = true
	}
	return used, nil
}
