package embedded

import (
	"slices"

	"github.com/RoaringBitmap/roaring/v2"

	"warta/index"
)

// refines reports whether Request.Refine applies to the first hits.
func (q *search) refines() bool { return q.Refine != nil && q.Sort == index.ByRelevance }

// refine adds the scores of Request.Refine to the first index.RefineDepth candidates and
// sorts those again. Candidates behind them keep their places.
func (q *search) refine(top *ranking) error {
	best := top.list[:min(index.RefineDepth, len(top.list))]
	within := make([]*roaring.Bitmap, len(top.segments))
	for i := range within {
		within[i] = roaring.New()
	}
	for _, c := range best {
		within[c.segment].Add(c.document)
	}
	sizes := sizesOf(within)
	found := make([]*matches, len(top.segments))
	err := q.engine.parallel(sizes, func(i int) error {
		m := &matcher{segment: top.segments[i], search: q, of: q.Of, within: within[i], optional: 1} // hits need not match
		err := m.score(q.Refine)
		found[i] = &matches{all: within[i], leaves: m.leaves, steps: m.steps}
		return err
	})
	if err != nil {
		return err
	}
	weights, err := q.weigh(top.segments, found)
	if err != nil {
		return err
	}
	q.scored = append(q.scored, scored{found, weights})
	scores := make([]*scorer, len(top.segments))
	err = q.engine.parallel(sizes, func(i int) error {
		documents := within[i].ToArray()
		scores[i] = &scorer{segment: top.segments[i], search: q, documents: documents, matches: within[i], scores: make([]float64, len(documents))}
		return scores[i].addAll(found[i], &weights)
	})
	if err != nil {
		return err
	}
	for i := range best {
		c := &best[i]
		at, _ := slices.BinarySearch(scores[c.segment].documents, c.document)
		c.score += scores[c.segment].scores[at]
	}
	slices.SortFunc(best, top.compare)
	return nil
}

// scored are the matches of an expression in each segment, with their weights.
type scored struct {
	found   []*matches
	weights weights
}

// explain returns the score of each leaf for a candidate, without those that are 0.
func (q *search) explain(segments []*segment, c candidate) ([]index.Part, error) {
	only := roaring.BitmapOf(c.document)
	parts := []index.Part{}
	for _, by := range q.scored {
		for i, l := range by.found[c.segment].leaves {
			one := scorer{segment: segments[c.segment], search: q, documents: []uint32{c.document}, matches: only, scores: make([]float64, 1)}
			if err := one.add(l, i, &by.weights); err != nil {
				return nil, err
			}
			if one.scores[0] > 0 {
				parts = append(parts, index.Part{Of: l.of.String(), Score: one.scores[0]})
			}
		}
	}
	return parts, nil
}
