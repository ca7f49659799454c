package embedded

import (
	"cmp"
	"container/heap"
	"errors"
	"math"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/RoaringBitmap/roaring/v2"

	"warta/index"
)

// A candidate is a document that may come onto the page. It is kept small: by
// relevance there are up to a thousand of them.
type candidate struct {
	score    float64
	document uint32
	day      uint32
	rank     uint32 // in its segment
	segment  int32
}

// A ranking holds the first candidates of a search, the last of them on top of
// a heap.
type ranking struct {
	by       index.Sort
	segments []*segment
	need     int
	list     []candidate
	others   *atomic.Uint64 // see reached; nil for none
	failed   error
}

// reached tells the rankings of other segments the score that need candidates of
// this one have: none of them comes onto the page with less.
func (r *ranking) reached() {
	floor, full := r.floor()
	if !full || floor <= 0 {
		return
	}
	mine := math.Float64bits(floor) // the bits of positive numbers are in their order
	for {
		theirs := r.others.Load()
		if theirs >= mine || r.others.CompareAndSwap(theirs, mine) {
			return
		}
	}
}

// first returns the first documents in the order asked for, as many as are
// needed.
func (q *search) first(segments []*segment, found []*matches) ([]candidate, error) {
	top := &ranking{by: q.Sort, segments: segments, need: q.Keep}
	if q.Size > 0 {
		top.need = max(top.need, q.Skip+q.Size)
	}
	if top.need == 0 {
		return nil, nil
	}
	cut := top.need
	if q.refines() {
		top.need = max(top.need, index.RefineDepth)
	}
	weights := q.weigh(segments, found)
	q.scored = append(q.scored, scored{found, weights})
	parts := make([]*ranking, len(segments))
	var reached atomic.Uint64
	sizes := make([]int, len(segments))
	for i, f := range found {
		sizes[i] = int(f.all.GetCardinality())
	}
	err := q.engine.parallel(sizes, func(i int) error {
		parts[i] = &ranking{by: q.Sort, segments: segments, need: top.need, others: &reached}
		if q.Sort == index.ByRelevance {
			return q.best(parts[i], int32(i), found[i], weights)
		}
		return q.inOrder(parts[i], int32(i), found[i].all)
	})
	if err != nil {
		return nil, err
	}
	for _, part := range parts {
		top.failed = errors.Join(top.failed, part.failed)
		for _, c := range part.list {
			top.add(c)
		}
	}
	slices.SortFunc(top.list, top.compare)
	if q.refines() {
		if err := q.refine(top); err != nil {
			return nil, err
		}
	}
	return top.list[:min(cut, len(top.list))], top.failed
}

// add takes c in if it comes before what is there, or there is room.
func (r *ranking) add(c candidate) {
	switch {
	case len(r.list) < r.need:
		r.list = append(r.list, c)
		if len(r.list) == r.need {
			heap.Init(r)
		}
	case r.compare(c, r.list[0]) < 0:
		r.list[0] = c
		heap.Fix(r, 0)
	}
}

// floor returns the score below which no candidate is taken in, and whether there
// are as many as are needed.
func (r *ranking) floor() (score float64, full bool) {
	if r.others != nil {
		score = math.Float64frombits(r.others.Load())
	}
	if len(r.list) < r.need {
		return score, false
	}
	return max(score, r.list[0].score), true
}

// compare orders candidates. Ids are looked at only where all else is equal in
// two segments.
func (r *ranking) compare(a, b candidate) int {
	if a.score != b.score { // 0 by date
		return cmp.Compare(b.score, a.score)
	}
	byDay := newestFirst(a.day, b.day)
	if r.by == index.Oldest {
		byDay = oldestFirst(a.day, b.day)
	}
	if byDay != 0 {
		return byDay
	}
	if a.segment == b.segment {
		return cmp.Compare(a.rank, b.rank)
	}
	idA, errA := r.segments[a.segment].id(a.document)
	idB, errB := r.segments[b.segment].id(b.document)
	r.failed = errors.Join(r.failed, errA, errB)
	return strings.Compare(idA, idB)
}

// The methods of a heap with the last candidate on top.

func (r *ranking) Len() int           { return len(r.list) }
func (r *ranking) Less(i, j int) bool { return r.compare(r.list[j], r.list[i]) < 0 }
func (r *ranking) Swap(i, j int)      { r.list[i], r.list[j] = r.list[j], r.list[i] }

// Push is not used: candidates are put in place.
func (r *ranking) Push(any) {}

// Pop is not used.
func (r *ranking) Pop() any { return nil }

// inOrder adds the first matches of a segment by date, behind q.After. Many are
// met on a walk through all documents in order; few are looked at one by one.
func (q *search) inOrder(top *ranking, number int32, set *roaring.Bitmap) error {
	s := top.segments[number]
	total := int(set.GetCardinality())
	if total == 0 {
		return nil
	}
	walk := newWalk(s.byDate[q.Of], s.day, q.Sort)
	if q.After != nil {
		if err := walk.seek(s, *q.After); err != nil {
			return err
		}
	}
	add := func(doc uint32) {
		top.add(candidate{document: doc, day: s.day[doc], rank: s.rank[doc], segment: number})
	}
	if total*total < top.need*len(walk.order) {
		for it := set.Iterator(); it.HasNext(); {
			if doc := it.Next(); walk.ahead(doc, s.rank[doc]) {
				add(doc)
			}
		}
		return q.ctx.Err()
	}
	for steps, met := 0, 0; met < top.need; steps++ {
		if steps%4096 == 0 {
			if err := q.ctx.Err(); err != nil {
				return err
			}
		}
		doc, ok := walk.next()
		if !ok {
			break
		}
		if set.Contains(doc) {
			add(doc)
			met++
		}
	}
	return nil
}
