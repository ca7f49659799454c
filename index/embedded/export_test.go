package embedded

import (
	"context"
	"math"
	"sync/atomic"

	"github.com/RoaringBitmap/roaring/v2"

	"warta/index"
)

// ReadWords reloads the words, as a purge does.
func (e *Engine) ReadWords(ctx context.Context) error { return e.readWords(ctx) }

// Hold takes one of the slots of the running searches until release is called.
func (e *Engine) Hold() (release func()) {
	e.running <- struct{}{}
	return func() { <-e.running }
}

// Break reports an error of bleve's background work to the engine.
func (e *Engine) Break(err error) { onAsyncError(err, e.path) }

// HoldsTerm reports whether any segment has the term, deleted documents included.
func (e *Engine) HoldsTerm(name, term string) (bool, error) {
	snapshot, err := e.snapshot()
	if err != nil {
		return false, err
	}
	defer snapshot.close()
	for _, segment := range snapshot.Segments() {
		terms, err := segment.Segment().Dictionary(name)
		if err != nil {
			return false, err
		}
		if found, err := terms.Contains([]byte(term)); found || err != nil {
			return found, err
		}
	}
	return false, nil
}

// SegmentsOf returns the names of the segment files of the index in dir.
func SegmentsOf(dir string) ([]string, error) { return segmentsOf(dir) }

// Segments returns the number of segments of the newest view.
func (e *Engine) Segments() int { return e.segmentCount() }

// ReloadWords requests a reload of the words, which happens in the background.
func (e *Engine) ReloadWords() { e.reloadWords() }

// ForgetState drops the newest view and requests a new one, which is made in the
// background. No other method may be called meanwhile.
func (e *Engine) ForgetState() {
	e.refreshing.Lock()
	e.columns.mu.Lock()
	clear(e.columns.segments)
	e.columns.mu.Unlock()
	e.dropView()
	e.refreshing.Unlock()
	select {
	case e.changed <- struct{}{}:
	default: // a view is requested already
	}
}

// The plans for SetContests.
var (
	ContestsPay  = contestsPay
	ContestsAll  = contestPlan{from: 1, share: 1, least: 120, block: 64, readAtOnce: 8} // wherever there can be one
	ContestsNone = contestPlan{from: math.MaxInt}                                       // every match is scored
)

// SetContests sets the plan of an engine. No other method may be called meanwhile.
func (e *Engine) SetContests(p contestPlan) { e.contests = p }

// Contenders returns how many documents of a request without copies are contenders for the
// first need hits, and how many match.
func (e *Engine) Contenders(ctx context.Context, r index.Request, need int) (contenders, matching int, err error) {
	v := e.view()
	defer v.release()
	q := &search{Request: r, ctx: ctx, engine: e}
	found := make([]*matches, len(v.segments))
	for i, s := range v.segments {
		if found[i], err = q.find(s); err != nil {
			return 0, 0, err
		}
		matching += int(found[i].all.GetCardinality())
	}
	w, err := q.weigh(v.segments, found)
	if err != nil {
		return 0, 0, err
	}
	c := q.newContest(v.segments, found, &w, need)
	if c == nil {
		return matching, matching, nil
	}
	rankings := make([]*ranking, len(found))
	var threshold atomic.Uint64
	for i := range rankings {
		rankings[i] = &ranking{of: q.Of, by: q.Sort, segments: v.segments, need: need, threshold: &threshold}
	}
	favourites, units, err := c.favourites()
	if err != nil {
		return 0, 0, err
	}
	count := func(sets []*roaring.Bitmap) {
		for _, set := range sets {
			contenders += int(set.GetCardinality())
		}
	}
	count(favourites)
	for i, set := range favourites {
		if err := q.best(rankings[i], int32(i), found[i], &w, set); err != nil {
			return 0, 0, err
		}
	}
	more, err := c.contenders(favourites, units, rankings)
	count(more)
	return contenders, matching, err
}
