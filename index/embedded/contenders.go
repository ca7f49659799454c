package embedded

import (
	"slices"
	"sync"

	"github.com/RoaringBitmap/roaring/v2"

	"warta/index"
)

// A search by relevance wants the order of its first hits only, and a question of ten words
// matches nearly every document. So upper bounds of the scores of all documents are summed up
// first, in one pass over each list and in whole numbers. Those with the highest bounds, the
// favourites, are scored; the need-th best of their scores is the threshold. The other
// documents whose bound reaches the threshold, the contenders, are scored too, and no more.
//
// Scores are computed by scorer.addAll, so that they are the same to the last bit as if every
// match was scored. Totals, facets and stories come from sets and need no scores. See
// docs/decisions/0108-only-contenders-are-scored.md.

// A contestPlan says when contenders are looked for.
type contestPlan struct {
	from  int // least number of matches
	share int // least number of matches for each wanted hit
	least int // percentage of favourites, of the wanted hits
	// block is the number of documents whose bounds are summed up at a time.
	block int
	// readAtOnce is the greatest number of documents of a list whose frequencies are read to be
	// estimated.
	readAtOnce int
}

// contestsPay is the plan by which looking for contenders takes less time than it saves.
var contestsPay = contestPlan{from: 16_384, share: 8, least: 150, block: 1 << 15, readAtOnce: 4096}

// slack is less than 1 by more than the rounding error of a sum of scores.
const slack = 1 - 1e-9

// A contest looks for the documents of all segments that can be among the first need.
type contest struct {
	*estimator
	segments  []*segment
	found     []*matches
	need      int
	matching  int // documents
	estimates []*estimate
}

// newContest estimates the scores of all matches. It returns nil if each match should be
// scored: because there are few, or because they cannot be estimated.
func (q *search) newContest(segments []*segment, found []*matches, w *weights, need int) (*contest, error) {
	c := &contest{segments: segments, found: found, need: need, estimates: make([]*estimate, len(segments))}
	sizes := make([]int, len(found))
	for i, f := range found {
		sizes[i] = int(f.all.GetCardinality())
		c.matching += sizes[i]
	}
	plan := q.engine.contests
	if q.Sort != index.ByRelevance || c.matching < max(plan.from, plan.share*need) {
		return nil, nil
	}
	if c.estimator = newEstimator(q, w, found[0].leaves); c.estimator == nil {
		return nil, nil
	}
	err := q.engine.parallel(sizes, func(i int) (err error) {
		if sizes[i] > 0 {
			c.estimates[i], err = c.estimate(segments[i], found[i])
		}
		return err
	})
	if err != nil {
		c.release()
		return nil, err
	}
	return c, nil
}

func (c *contest) release() {
	for _, e := range c.estimates {
		if e != nil {
			e.release()
		}
	}
}

// favourites returns the matches whose estimates are at least a number of units, which is
// chosen so that there are some more of them than wanted hits, or all matches and 0.
func (c *contest) favourites() ([]*roaring.Bitmap, int) {
	const step = 8
	spread := spreads.Get().(*[mostUnits + 1]uint32)
	defer spreads.Put(spread)
	clear(spread[:])
	for _, e := range c.estimates {
		if e != nil {
			e.sample(spread, step)
		}
	}
	sampled := 0
	for _, n := range spread[1:] {
		sampled += int(n)
	}
	wanted := c.need * c.search.engine.contests.least / 100
	for {
		// Of the sampled documents as large a share as wanted is of all matches.
		left := sampled*wanted/c.matching + 1
		units := mostUnits
		for ; units > 1 && left > 0; units-- {
			left -= int(spread[units])
		}
		sets, n := c.between(units, mostUnits+1)
		if n >= c.need {
			return sets, units
		}
		if units == 1 { // the first hits may have a score of 0
			return c.all(), 0
		}
		wanted *= 2
	}
}

// spreads has the memory for counting estimates.
var spreads = sync.Pool{New: func() any { return new([mostUnits + 1]uint32) }}

// between returns for each segment the matches with estimates from and below to, and their number.
func (c *contest) between(from, to int) ([]*roaring.Bitmap, int) {
	out, total := make([]*roaring.Bitmap, len(c.segments)), 0
	var documents []uint32
	for i, e := range c.estimates {
		all := c.found[i].all
		switch {
		case e == nil: // the segment has no matches
			out[i] = all
		case from == 0:
			documents = e.between(documents[:0], to, mostUnits+1)
			out[i] = roaring.AndNot(all, roaring.BitmapOf(documents...))
		default:
			documents = e.between(documents[:0], from, to)
			out[i] = roaring.And(all, roaring.BitmapOf(documents...))
		}
		total += int(out[i].GetCardinality())
	}
	return out, total
}

// contenders returns the matches other than the favourites, which have at least so many units,
// that can be among the first need hits. The rankings hold the favourites.
func (c *contest) contenders(favourites int, rankings []*ranking) ([]*roaring.Bitmap, int) {
	var scores []float64
	for _, r := range rankings {
		for _, candidate := range r.list {
			scores = append(scores, candidate.score)
		}
	}
	from := 0
	if threshold := nth(scores, c.need) * slack; threshold > 0 {
		from = c.reached(threshold)
	}
	if from >= favourites {
		return nil, 0
	}
	return c.between(from, favourites)
}

// all returns the matches of each segment.
func (c *contest) all() []*roaring.Bitmap {
	out := make([]*roaring.Bitmap, len(c.found))
	for i, f := range c.found {
		out[i] = f.all
	}
	return out
}

// nth returns the n-th highest of scores, 0 if there are fewer. It changes the order of scores.
func nth(scores []float64, n int) float64 {
	if len(scores) < n {
		return 0
	}
	floor := enough(scores, n)
	scores = slices.DeleteFunc(scores, func(score float64) bool { return score < floor })
	slices.Sort(scores)
	return scores[len(scores)-n]
}
