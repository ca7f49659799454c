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

// purgeKey is the internal value with the time, in Unix seconds, since when the files may
// hold deleted text; 0 or absent: they hold none. It is written in the batch that deletes,
// so that a restart keeps the age.
var purgeKey = []byte("deleted.since")

// purgeChecks is the number of age checks per Options.PurgeAfter.
const purgeChecks = 12

// purgeRounds is the maximum number of merges of one purge.
const purgeRounds = 2

// purgePlan makes bleve's merger rewrite each segment with deleted documents by itself,
// and no other segment.
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

// purgeRegularly purges when deleted text is older than Options.PurgeAfter, until ctx ends.
func (e *Engine) purgeRegularly(ctx context.Context) {
	tick := time.NewTicker(max(e.options.PurgeAfter/purgeChecks, time.Millisecond))
	defer tick.Stop()
	for {
		since := e.deletedSince.Load()
		age := e.options.Now().Sub(time.Unix(since, 0))
		// A timestamp far in the future means that the clock was wrong.
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

// Purge removes deleted text from the files; until then bleve only marks it as deleted.
// Searches and writes run meanwhile. Purge rewrites each segment with deleted documents,
// and needs as much disk space as those take until it returns.
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

// purge is Purge for callers that hold e.use or run in the background.
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
	// A purge merges even if no segment holds deleted documents: a merge that began
	// before the deletion may still introduce one. The merger runs one task at a time, so
	// that segment is there when the purge is planned. If it is the only segment, bleve
	// does not rewrite it; hence the second round.
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
		return begin.Unix(), nil // deleted during the purge
	})
	if err != nil {
		return err
	}
	e.reloadWords()
	if err := e.awaitUnlinked(ctx, files); err != nil {
		return fmt.Errorf("purge index: %w", err)
	}
	return nil
}

// holdingDeleted returns the numbers of the segments with deleted documents.
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

// untilClosed returns a context that ends when ctx ends or e is closed.
func (e *Engine) untilClosed(ctx context.Context) (_ context.Context, cancel func()) {
	ctx, end := context.WithCancelCause(ctx)
	forget := context.AfterFunc(e.background, func() { end(context.Cause(e.background)) })
	return ctx, func() { forget(); end(nil) }
}

// undamaged verifies the segments that a merge will read, and returns an error that wraps
// [index.ErrDamaged] if one is damaged. A merge would give the damaged content a valid
// checksum and hide the damage for good.
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

// merge runs a merge plan in bleve's merger and waits for its end, at most until ctx ends.
// The caller holds e.merging.
func (e *Engine) merge(ctx context.Context, plan mergeplan.MergePlanOptions) error {
	// The merger retries a failed merge without end. It reports errors only to the
	// callback for background work, which cancels ctx.
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	e.cancelMerge.Store(&cancel)
	defer e.cancelMerge.Store(nil)
	if err := e.Healthy(); err != nil { // reported before cancelMerge was set
		return err
	}
	// The merger ignores ctx during an earlier merge, and a broken merger ignores it for
	// ever. Then merge returns without it; the next merge, or Close, waits for it.
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
	return e.refresh() // releases the files of the previous view
}

// markerID is the ID of a document that no search finds. IDs of articles and quotes have
// another first byte.
const markerID = "~"

// addSegment adds an empty document if the index has a single segment, because bleve's
// planner never rewrites a single segment.
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

// noteDeleted writes the result of find as the time since when the files may hold deleted
// text. No batch is written while find runs.
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

// loadDeletedSince reads the time that noteDeleted or a batch of an earlier process wrote.
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

// Bounds of the wait for the deletion of unused files.
const (
	unlinkPause = 50 * time.Millisecond
	unlinkTries = 600 // 30 s: longer than a search takes
)

// awaitUnlinked waits until all of the files that are not part of the index any more are
// deleted. bleve deletes unused files when it next writes, so awaitUnlinked writes from
// time to time. It fails with errUnlinked after unlinkTries checks.
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

// segmentFiles returns the names of the segment files that the index consists of.
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
