package embedded

import (
	"cmp"
	"math"
	"slices"
	"sync/atomic"

	"github.com/RoaringBitmap/roaring/v2"

	"warta/index"
)

// A candidate is a document that may be among the first hits. A ranking by relevance holds
// a thousand of them, so the type is kept small.
type candidate struct {
	score    float64
	document uint32
	day      uint32
	rank     uint32 // see columns.rank
	segment  int32  // position in ranking.segments
}

// A ranking collects the candidates for the first need hits of a search. It may hold a
// few more than need until cut is called.
type ranking struct {
	of        index.Of
	by        index.Sort
	segments  []*segment
	need      int
	list      []candidate
	full      bool           // list[need-1] is the last of need candidates, and another must sort before it
	threshold *atomic.Uint64 // bits of a score, shared by the rankings of all segments; nil: none
}

// raiseThreshold publishes the k-th best score of this segment, where k is need, so that
// other segments can skip documents below it.
func (r *ranking) raiseThreshold(score float64) {
	if score <= 0 {
		return
	}
	bits := math.Float64bits(score) // the bits of positive numbers sort like the numbers
	for {
		current := r.threshold.Load()
		if current >= bits || r.threshold.CompareAndSwap(current, bits) {
			return
		}
	}
}

// first returns the first hits in the order of q.Sort: max(q.Keep, q.Skip+q.Size) of them,
// or all if there are fewer.
func (q *search) first(segments []*segment, found []*matches) ([]candidate, error) {
	top := &ranking{of: q.Of, by: q.Sort, segments: segments, need: q.Keep}
	if q.Size > 0 {
		top.need = max(top.need, q.Skip+q.Size)
	}
	if top.need == 0 || !slices.ContainsFunc(found, func(f *matches) bool { return !f.all.IsEmpty() }) {
		return nil, nil
	}
	cut := top.need
	if q.refines() {
		top.need = max(top.need, index.RefineDepth)
	}
	weights, err := q.weigh(segments, found)
	if err != nil {
		return nil, err
	}
	q.scored = append(q.scored, scored{found, weights})
	parts := make([]*ranking, len(segments))
	var threshold atomic.Uint64
	for i := range parts {
		parts[i] = &ranking{of: q.Of, by: q.Sort, segments: segments, need: top.need, threshold: &threshold}
	}
	if err := q.rankAll(parts, found, &weights); err != nil {
		return nil, err
	}
	for _, part := range parts {
		top.list = append(top.list, part.list...)
	}
	top.leaveOut()
	top.sort()
	if q.refines() {
		if err := q.refine(top); err != nil {
			return nil, err
		}
	}
	return top.list[:min(cut, len(top.list))], nil
}

// rankAll adds the matches of each segment that may be among the first need to its ranking.
func (q *search) rankAll(rankings []*ranking, found []*matches, w *weights) error {
	all := make([]*roaring.Bitmap, len(found))
	for i, f := range found {
		all[i] = f.all
	}
	if q.Sort != index.ByRelevance {
		return q.engine.parallel(sizesOf(all), func(i int) error { return q.inOrder(rankings[i], int32(i), all[i]) })
	}
	score := func(among []*roaring.Bitmap) error {
		return q.engine.parallel(sizesOf(among), func(i int) error { return q.best(rankings[i], int32(i), found[i], w, among[i]) })
	}
	c := q.newContest(rankings[0].segments, found, w, rankings[0].need)
	if c == nil {
		return score(all)
	}
	favourites, units, err := c.favourites()
	if err == nil {
		err = score(favourites)
	}
	if err != nil {
		return err
	}
	more, err := c.contenders(favourites, units, rankings)
	if more == nil || err != nil {
		return err
	}
	return score(more)
}

func sizesOf(sets []*roaring.Bitmap) []int {
	sizes := make([]int, len(sets))
	for i, set := range sets {
		sizes[i] = int(set.GetCardinality())
	}
	return sizes
}

// add adds c if it may be among the first need.
func (r *ranking) add(c candidate) {
	if r.full && r.compare(c, r.list[r.need-1]) >= 0 {
		return
	}
	if r.list = append(r.list, c); len(r.list) >= 2*r.need+scoreSteps {
		r.cut()
	}
}

// cut drops all candidates behind the first need, and leaves those in no order.
func (r *ranking) cut() {
	if len(r.list) >= r.need {
		moveFirst(r.list, r.need, r.compare)
		r.list, r.full = r.list[:r.need], true
	}
}

// sort sorts the first need candidates.
func (r *ranking) sort() {
	r.cut()
	slices.SortFunc(r.list, r.compare)
}

// moveFirst moves the first n elements in the order of compare to the front of list, the last
// of them to position n-1, and leaves those before and behind it in no order. No two elements
// are equal.
func moveFirst[T any](list []T, n int, compare func(a, b T) int) {
	from, to := 0, len(list)
	for rounds := 0; to-from > 32 && rounds < 64; rounds++ { // more rounds come of bad pivots
		// The pivot is the middle one of three.
		a, b, c := from, from+(to-from)/2, to-1
		if compare(list[b], list[a]) < 0 {
			a, b = b, a
		}
		if compare(list[c], list[b]) < 0 {
			if b = c; compare(list[b], list[a]) < 0 {
				b = a
			}
		}
		list[b], list[to-1] = list[to-1], list[b]
		pivot, at := list[to-1], from
		for i := from; i < to-1; i++ {
			if compare(list[i], pivot) < 0 {
				list[i], list[at] = list[at], list[i]
				at++
			}
		}
		list[at], list[to-1] = list[to-1], list[at]
		switch {
		case at == n-1:
			return
		case at < n-1:
			from = at + 1
		default:
			to = at
		}
	}
	slices.SortFunc(list[from:to], compare)
}

// leaveOut drops candidates whose score is too low for the first need. It saves sorting
// them.
func (r *ranking) leaveOut() {
	if len(r.list) <= r.need {
		return
	}
	scores := make([]float64, len(r.list))
	for i, c := range r.list {
		scores[i] = c.score
	}
	floor := enough(scores, r.need)
	if floor == 0 {
		return
	}
	r.list = slices.DeleteFunc(r.list, func(c candidate) bool { return c.score < floor })
}

// floor returns the score below which candidates can be skipped.
func (r *ranking) floor() float64 {
	floor := math.Inf(-1)
	if r.threshold != nil {
		if bits := r.threshold.Load(); bits != 0 {
			floor = math.Float64frombits(bits)
		}
	}
	if r.full {
		floor = max(floor, r.list[r.need-1].score)
	}
	return floor
}

// compare orders candidates by score, then day, then ID. It compares IDs only of
// candidates of different segments that are equal otherwise.
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
	return compareIDs(r.of, r.segments[a.segment], a.document, r.segments[b.segment], b.document)
}

// inOrder adds the first matches of a segment in date order, from behind q.After. It tests
// a small set document by document, and for a large set walks all documents in date order
// until it has seen enough matches.
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
	for steps, added := 0, 0; added < top.need; steps++ {
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
			added++
		}
	}
	return nil
}
