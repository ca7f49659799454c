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

// What a search does once for each segment, looking up its words above all, is most
// of the cost of narrow searches, and bleve's merger leaves some thirty segments: it
// is made for indexes that are written to all the time. One that is left alone is
// put into few segments of about one size, so that all processors can search.
const (
	// tidyParts is how many large segments a tidy index has at most. It has half as
	// many at least: no two shares are put together.
	tidyParts = 6
	// tidyPause is how long an index that was put in order is left as it is.
	tidyPause = time.Hour
	// tidyChecks is how often within Options.TidyAfter it is looked at.
	tidyChecks = 4
)

// tidyPlan makes bleve's merger put together what is smaller than one of tidyParts
// of so many documents, as many segments at a time as have room in one of twice that
// size.
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
			return -float64(len(segments)) // less is better
		},
	}
}

// tidyRegularly puts the index in order when nothing was written to it for a while,
// until ctx ends.
func (e *Engine) tidyRegularly(ctx context.Context) {
	tick := time.NewTicker(max(e.options.TidyAfter/tidyChecks, time.Millisecond))
	defer tick.Stop()
	var last time.Time // when it was put in order
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		begin := time.Now()
		done := false
		err := e.attempt(ctx, func() error {
			quiet := begin.Sub(time.Unix(0, e.written.Load())) >= e.options.TidyAfter
			if done = quiet && begin.Sub(last) >= tidyPause && e.segmentCount() >= e.options.Segments; !done {
				return nil
			}
			last = begin
			return e.tidy(ctx)
		})
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			e.options.Log.ErrorContext(ctx, "index: it cannot be put in order, and searches are as fast as they were", "path", e.path, "err", err)
		case done:
			e.options.Log.InfoContext(ctx, "index: put in order", "path", e.path, "segments", e.segmentCount(), "took", time.Since(begin))
		}
	}
}

func (e *Engine) segmentCount() int {
	v := e.view()
	defer v.release()
	return len(v.segments)
}

// Tidy implements [index.Tidier]. Searches and writes go on. It takes at most as long
// as it takes to write the index, and as much space again until it returns.
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

// tidyReserve is what a disk must have left when an index was put in order, in bytes:
// the record is on it too, and comes first.
const tidyReserve = 256 << 20

// roomFor returns an error where the disk has no room for segments once more.
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
	if err := e.awaitUnlinked(ctx, files); err != nil && !errors.Is(err, errUnlinked) { // somebody reads them still
		return fmt.Errorf("tidy index: %w", err)
	}
	return nil
}
