package embedded

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/index/scorch/mergeplan"
	segments "github.com/blevesearch/scorch_segment_api/v2"
)

// The work per segment, above all the lookup of words, is most of the cost of a search with
// few matches. bleve's merger is tuned for constant writes and leaves about thirty segments.
// An index without writes is merged into few segments of similar size: enough for all
// processors to search at once.
const (
	// tidyParts is the maximum number of large segments of a tidy index; the minimum is
	// half of it.
	tidyParts = 6
	// tidyPause is the least time between two runs of the background task.
	tidyPause = time.Hour
	// tidyChecks is the number of checks per Options.TidyAfter.
	tidyChecks = 4
)

// tidyPlan makes bleve's merger merge segments smaller than documents/tidyParts into
// segments of at most twice that size.
func tidyPlan(documents int64) mergeplan.MergePlanOptions {
	return mergeplan.MergePlanOptions{
		MaxSegmentsPerTier:   1,
		MaxSegmentSize:       min(max(2*documents/tidyParts, 2), mergeplan.MaxSegmentSizeLimit),
		MaxSegmentFileSize:   1 << 50,
		TierGrowth:           1,
		SegmentsPerMergeTask: 1 << 10,
		FloorSegmentSize:     1,
		CalcBudget:           func(int64, int64, *mergeplan.MergePlanOptions) int { return 1 },
		ScoreSegments: func(segments []mergeplan.Segment, _ *mergeplan.MergePlanOptions) float64 {
			return -float64(len(segments)) // a lower score is better
		},
	}
}

// tidyRegularly tidies the index after Options.TidyAfter without writes, until ctx ends.
func (e *Engine) tidyRegularly(ctx context.Context) {
	tick := time.NewTicker(max(e.options.TidyAfter/tidyChecks, time.Millisecond))
	defer tick.Stop()
	var last time.Time // start of the last run
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		last = e.tidyAt(ctx, time.Now(), last)
	}
}

// tidyAt tidies the index if at that time it is due, and returns the start of the last run. It
// reports and logs an error unless ctx has ended.
func (e *Engine) tidyAt(ctx context.Context, now, last time.Time) time.Time {
	begin := time.Now()
	due := false
	err := e.attempt(ctx, func() error {
		quiet := now.Sub(time.Unix(0, e.written.Load())) >= e.options.TidyAfter
		if due = quiet && now.Sub(last) >= tidyPause && e.segmentCount() >= e.options.Segments; !due {
			return nil
		}
		last = now
		return e.tidy(ctx)
	})
	switch {
	case ctx.Err() != nil:
	case err != nil:
		e.options.Log.ErrorContext(ctx, "index: it cannot be put in order, and searches are as fast as they were", "path", e.path, "err", err)
	case due:
		e.options.Log.InfoContext(ctx, "index: put in order", "path", e.path, "segments", e.segmentCount(), "took", time.Since(begin))
	}
	return last
}

// segmentCount returns the number of segments of the newest view.
func (e *Engine) segmentCount() int {
	v := e.view()
	defer v.release()
	return len(v.segments)
}

// Tidy implements [index.Tidier]. Searches and writes run meanwhile. Tidy takes at most the
// time to write the whole index, and as much disk space as the index until it returns.
func (e *Engine) Tidy(ctx context.Context) error {
	done, err := e.use()
	if err != nil {
		return err
	}
	defer done()
	ctx, cancel := e.untilClosed(ctx)
	defer cancel()
	return e.tidy(ctx)
}

// tidyReserve is the free disk space in bytes that a merge must leave to the record, which
// is on the same disk.
const tidyReserve = 256 << 20

// roomFor returns an error if the disk has no room for a second copy of the wanted
// segments and tidyReserve.
func (e *Engine) roomFor(wanted func(*scorch.SegmentSnapshot) bool) error {
	s, err := e.snapshot()
	if err != nil {
		return err
	}
	defer s.close()
	size := int64(0)
	for _, part := range s.Segments() {
		if kept, ok := part.Segment().(segments.PersistedSegment); ok && wanted(part) {
			if info, err := os.Stat(kept.Path()); err == nil {
				size += info.Size()
			}
		}
	}
	free, err := e.options.Room(e.path)
	if err == nil && free < size+tidyReserve {
		err = fmt.Errorf("it needs %d MB on the disk, %d MB are free", (size+tidyReserve)>>20, free>>20)
	}
	return err
}

// tidy is Tidy for callers that hold e.use or run in the background.
func (e *Engine) tidy(ctx context.Context) error {
	e.merging.Lock()
	defer e.merging.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	snapshot, err := e.snapshot()
	if err != nil {
		return err
	}
	documents, err := snapshot.DocCount()
	snapshot.close()
	if err != nil {
		return fmt.Errorf("tidy index: %w", err)
	}
	files, err := filepath.Glob(filepath.Join(e.path, "*.zap"))
	if err != nil {
		return err
	}
	plan := tidyPlan(int64(documents))
	merged := func(s *scorch.SegmentSnapshot) bool { return s.LiveSize() < plan.MaxSegmentSize/2 }
	if err := e.roomFor(merged); err != nil {
		return fmt.Errorf("tidy index: %w", err)
	}
	if err := e.undamaged(ctx, merged); err != nil {
		return fmt.Errorf("tidy index: %w", err)
	}
	if err := e.merge(ctx, plan); err != nil {
		return fmt.Errorf("tidy index: %w", err)
	}
	if err := e.awaitUnlinked(ctx, files); err != nil && !errors.Is(err, errUnlinked) { // searches still read the old files
		return fmt.Errorf("tidy index: %w", err)
	}
	return nil
}
