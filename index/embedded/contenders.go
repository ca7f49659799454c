package embedded

import (
	"slices"
	"sync"
	"sync/atomic"

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

// A contestPlan says when contenders are looked for, and how.
type contestPlan struct {
	from    int  // least number of matches
	share   int  // least number of matches for each wanted hit
	cheaper bool // only where it is expected to take less time than to score each match
	least   int  // percentage of favourites, of the wanted hits
	block   int  // documents whose bounds are summed up at a time
	// readAtOnce is the greatest number of documents of a list whose frequencies are read to be
	// estimated.
	readAtOnce int
}

// contestsPay is the plan by which looking for contenders takes less time than it saves.
var contestsPay = contestPlan{from: 16_384, share: 8, cheaper: true, least: 150, block: 1 << 14, readAtOnce: 4096}

// slack is less than 1 by more than the rounding error of a sum of scores.
const slack = 1 - 1e-9

// A contest looks for the documents of all segments that can be among the first need.
type contest struct {
	*estimator
	segments []*segment
	found    []*matches
	sizes    []int // matches
	need     int
	matching int // sum of sizes
	// complete is the number of units from which on all matches are in kept.
	complete atomic.Int64
	kept     [][]bounded // by segment, in the order of documents
}

// A bounded is a match with the bound of its score.
type bounded struct {
	document uint32
	units    uint16
}

// newContest returns nil if each match should be scored: because there are few, or because their
// scores cannot be estimated, or not in less time.
func (q *search) newContest(segments []*segment, found []*matches, w *weights, need int) *contest {
	c := &contest{segments: segments, found: found, need: need, sizes: make([]int, len(found)), kept: make([][]bounded, len(found))}
	for i, f := range found {
		c.sizes[i] = int(f.all.GetCardinality())
		c.matching += c.sizes[i]
	}
	plan := q.engine.contests
	if q.Sort != index.ByRelevance || c.matching < max(plan.from, plan.share*need) || plan.cheaper && !c.pays(plan.least*need/100) {
		return nil
	}
	if c.estimator = newEstimator(q, w, found[0].leaves); c.estimator == nil {
		return nil
	}
	c.complete.Store(1)
	return c
}

// Times of a document, relative to each other.
const (
	toPass  = 2  // to pass it in a list
	toBound = 5  // to pass it and to add the bound of its score
	toScore = 10 // to compute its score
)

// pays reports whether estimates are expected to take less time than to score each match, where so
// many documents are favourites.
func (c *contest) pays(favourites int) bool {
	scoring, estimating := 0, toPass*c.matching
	for i, s := range c.segments {
		all, chosen := c.sizes[i], 1+favourites*c.sizes[i]/c.matching
		for _, l := range c.found[i].leaves {
			size := int(l.set.GetCardinality())
			of := func(documents int) int {
				return toPass*min(size, documents+s.size/bitsOf) + toScore*min(size, documents)
			}
			scoring += of(all)
			estimating += toBound*size + of(chosen)
		}
	}
	return estimating < scoring
}

// A collector gathers the matches of one segment with the highest bounds.
type collector struct {
	least *atomic.Int64 // units below which no match is gathered
	below int           // units from which on none is
	keep  int           // least rises as far as so many matches of a segment reach it; 0: it stays
	list  []bounded
	next  int // length of list at which least is raised
}

// collect gathers documents of a block, which begins with the document first.
func (c *collector) collect(documents []uint32, bounds []uint16, first uint32) {
	least := uint16(c.least.Load())
	for _, doc := range documents {
		if units := bounds[doc-first]; units >= least && int(units) < c.below {
			c.list = append(c.list, bounded{doc, units})
		}
	}
}

// raise raises least and drops what is below it.
func (c *collector) raise() {
	if c.keep == 0 || len(c.list) < max(c.next, 2*c.keep) {
		return
	}
	reached := int64(nthUnits(c.list, c.keep))
	for least := c.least.Load(); reached > least && !c.least.CompareAndSwap(least, reached); {
		least = c.least.Load()
	}
	least := uint16(c.least.Load())
	c.list = slices.DeleteFunc(c.list, func(b bounded) bool { return b.units < least })
	c.next = 2 * len(c.list)
}

// nthUnits returns the n-th highest bound of a list, 0 if there are fewer.
func nthUnits(list []bounded, n int) int {
	spread := spreads.Get().(*[mostUnits + 1]uint32)
	defer spreads.Put(spread)
	clear(spread[:])
	for _, b := range list {
		spread[b.units]++
	}
	for units := mostUnits; units > 0; units-- {
		if n -= int(spread[units]); n <= 0 {
			return units
		}
	}
	return 0
}

// spreads has the memory for counting bounds.
var spreads = sync.Pool{New: func() any { return new([mostUnits + 1]uint32) }}

// favourites returns the matches whose bounds are at least a number of units, which is chosen so
// that there are some more of them than wanted hits, or all matches and 0.
func (c *contest) favourites() ([]*roaring.Bitmap, int, error) {
	keep := max(1, c.need*c.search.engine.contests.least/100)
	err := c.search.engine.parallel(c.sizes, func(i int) error {
		out := collector{least: &c.complete, below: mostUnits + 1, keep: keep}
		err := c.estimate(c.segments[i], c.found[i], &out)
		c.kept[i] = out.list
		return err
	})
	if err != nil {
		return nil, 0, err
	}
	all := slices.Concat(c.kept...)
	if len(all) < c.need { // the first hits may have a score of 0
		return c.all(), 0, nil
	}
	units := max(nthUnits(all, min(keep, len(all))), int(c.complete.Load()))
	return c.between(units, mostUnits+1), units, nil
}

// between returns for each segment the kept matches with bounds from and below to.
func (c *contest) between(from, to int) []*roaring.Bitmap {
	out := make([]*roaring.Bitmap, len(c.kept))
	for i, list := range c.kept {
		out[i] = roaring.New()
		for _, b := range list {
			if int(b.units) >= from && int(b.units) < to {
				out[i].Add(b.document)
			}
		}
	}
	return out
}

// contenders returns the matches other than the favourites, which have at least so many units,
// that can be among the first need hits. The rankings hold the favourites.
func (c *contest) contenders(favourites []*roaring.Bitmap, units int, rankings []*ranking) ([]*roaring.Bitmap, error) {
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
	switch {
	case from >= units:
		return nil, nil
	case from == 0:
		rest := c.all()
		for i := range rest {
			rest[i] = roaring.AndNot(rest[i], favourites[i])
		}
		return rest, nil
	case from < int(c.complete.Load()):
		if err := c.keepFrom(from, units); err != nil {
			return nil, err
		}
	}
	// Frequencies that are kept since the first pass have lowered bounds, also of favourites.
	more := c.between(from, units)
	for i := range more {
		more[i].AndNot(favourites[i])
	}
	return more, nil
}

// keepFrom keeps all matches with bounds from and below to, in a second pass.
func (c *contest) keepFrom(from, to int) error {
	c.complete.Store(int64(from))
	return c.search.engine.parallel(c.sizes, func(i int) error {
		out := collector{least: &c.complete, below: to}
		err := c.estimate(c.segments[i], c.found[i], &out)
		c.kept[i] = out.list
		return err
	})
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
