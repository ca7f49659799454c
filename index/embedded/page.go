package embedded

import (
	"cmp"
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

// A ranking gathers the candidates of a search from which its first come: all that
// may be among the first so many, and not many more.
type ranking struct {
	by       index.Sort
	segments []*segment
	need     int
	list     []candidate
	full     bool           // the first need of list are in order, and what comes behind them is not needed
	others   *atomic.Uint64 // see reached; nil for none
	failed   error
}

// reached tells the rankings of other segments a score that as many candidates of
// this one have as are needed: nothing comes onto the page with less.
func (r *ranking) reached(score float64) {
	if score <= 0 {
		return
	}
	mine := math.Float64bits(score) // the bits of positive numbers are in their order
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
		top.list = append(top.list, part.list...)
	}
	top.leaveOut()
	top.cut()
	if q.refines() {
		if err := q.refine(top); err != nil {
			return nil, err
		}
	}
	return top.list[:min(cut, len(top.list))], top.failed
}

// add takes c in if it may be among the first.
func (r *ranking) add(c candidate) {
	if r.full && r.compare(c, r.list[r.need-1]) >= 0 {
		return
	}
	if r.list = append(r.list, c); len(r.list) >= 2*r.need+scoreSteps {
		r.cut()
	}
}

// cut puts the candidates in order and forgets those that are not needed.
func (r *ranking) cut() {
	slices.SortFunc(r.list, r.compare)
	if len(r.list) >= r.need {
		r.list, r.full = r.list[:r.need], true
	}
}

// leaveOut forgets candidates of too low a score, where there are many.
func (r *ranking) leaveOut() {
	if len(r.list) <= r.need {
		return
	}
	scores := make([]float64, len(r.list))
	for i, c := range r.list {
		scores[i] = c.score
	}
	floor := enough(scores, r.need)
	r.list = slices.DeleteFunc(r.list, func(c candidate) bool { return c.score < floor })
}

// floor returns the score below which no candidate is taken in.
func (r *ranking) floor() float64 {
	floor := 0.0
	if r.others != nil {
		floor = math.Float64frombits(r.others.Load())
	}
	if r.full {
		floor = max(floor, r.list[r.need-1].score)
	}
	return floor
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
