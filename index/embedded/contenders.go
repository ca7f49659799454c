package embedded

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"

	"warta/index"
)

// A search by relevance wants the order of its first hits only, and a question of ten words
// matches nearly every document. So before documents are scored, the contenders among them
// are found by upper bounds of what each leaf scores (MaxScore, after Turtle and Flood: Query
// Evaluation, 1995):
//
//  1. Pilots are scored: some documents with the leaves that score most for the number of
//     their documents. The need-th best of their scores is the threshold.
//  2. The leaves that score least for the number of their documents and stay below the
//     threshold together are left out: a document that has none of the others is no contender.
//  3. Documents that have one are scored part by part, and dropped once their score and the
//     bounds of the parts that are left stay below the threshold.
//
// The contenders are scored once more by scorer.addAll, so that their scores are the same to
// the last bit as if every match was scored. Totals, facets and stories come from sets and
// need no scores. See docs/decisions/0108-only-contenders-are-scored.md.

const (
	// saturation is the upper bound of index.Saturated.
	saturation = index.K1 + 1
	// slack is less than 1 by more than the rounding error of a sum of scores.
	slack = 1 - 1e-9
)

// A contestPlan says when contenders are looked for.
type contestPlan struct {
	from   int // least number of matches
	least  int // least number of pilots
	pilots int // least number of pilots for each wanted hit
	share  int // least number of matches for each pilot
}

// contestsPay is the plan by which looking for contenders takes less time than it saves.
var contestsPay = contestPlan{from: 32_768, least: 1024, pilots: 4, share: 8}

// A part is a leaf or an index.Best at the top of the program of steps: the score of a
// document is the sum of those of its parts.
type part struct {
	steps []step
	leaf  int     // number of its first leaf
	size  int     // at least the number of documents with a score
	bound float64 // upper bound of the score
	reads bool    // positions of phrases have to be read
}

// A contest looks for the contenders in one segment.
type contest struct {
	*segment
	search  *search
	found   *matches
	weights *weights
	bounds  []float64 // of the scores of leaves
	// parts are in the order in which they are scored: those first that score most for the
	// number of their documents, and last those that read positions.
	parts   []part
	pilots  *scorer
	piloted *roaring.Bitmap
}

// contenders returns for each segment the matches that can be among the first need by
// relevance, nil if there are too few matches to look for them.
func (q *search) contenders(segments []*segment, found []*matches, w *weights, need int) ([]*roaring.Bitmap, error) {
	total := 0
	sizes := make([]int, len(found))
	for i, f := range found {
		sizes[i] = int(f.all.GetCardinality())
		total += sizes[i]
	}
	plan := q.engine.contests
	pilots := max(plan.least, plan.pilots*need)
	if q.Sort != index.ByRelevance || total < max(plan.from, plan.share*pilots) {
		return nil, nil
	}
	contests := make([]*contest, len(segments))
	for i, s := range segments {
		contests[i] = &contest{segment: s, search: q, found: found[i], weights: w}
	}
	err := q.engine.parallel(sizes, func(i int) error {
		return contests[i].pilot(1 + pilots*sizes[i]/total)
	})
	if err != nil {
		return nil, err
	}
	var scores []float64
	for _, c := range contests {
		if c.pilots == nil {
			return nil, nil
		}
		scores = append(scores, c.pilots.scores...)
	}
	threshold := nth(scores, need) * slack
	if threshold <= 0 {
		return nil, nil
	}
	out := make([]*roaring.Bitmap, len(segments))
	err = q.engine.parallel(sizes, func(i int) (err error) {
		out[i], err = contests[i].decide(threshold)
		return err
	})
	return out, err
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

// cut bounds the leaves and cuts the program of steps into parts. It returns false if a leaf
// has no bounds.
func (c *contest) cut() bool {
	c.bounds = make([]float64, len(c.found.leaves))
	for i := range c.bounds {
		var ok bool
		if c.bounds[i], ok = c.bound(i); !ok {
			return false
		}
	}
	depth, next := 0, 0
	var p part
	for i, step := range c.found.steps {
		if depth == 0 {
			p = part{steps: c.found.steps[i:i], leaf: next}
		}
		p.steps = p.steps[:len(p.steps)+1]
		switch step {
		case addLeaf:
			p.size += int(c.found.leaves[next].set.GetCardinality())
			p.reads = p.reads || c.found.leaves[next].unread != nil
			next++
		case begin:
			depth++
		case keepMost, addUp:
			depth--
		}
		if depth > 0 {
			continue
		}
		if p.bound = boundOf(p.steps, c.bounds[p.leaf:]); p.bound > 0 {
			c.parts = append(c.parts, p)
		}
	}
	slices.SortFunc(c.parts, func(a, b part) int {
		if a.reads != b.reads && b.reads {
			return -1
		} else if a.reads != b.reads {
			return 1
		}
		return cmp.Or(cmp.Compare(b.bound*float64(a.size), a.bound*float64(b.size)), a.leaf-b.leaf)
	})
	return true
}

// boundOf returns an upper bound of the score by a program of steps whose leaves have bounds.
func boundOf(steps []step, bounds []float64) float64 {
	columns := make([]float64, 1, 8) // as those of a scorer
	for _, step := range steps {
		last := len(columns) - 1
		switch step {
		case addLeaf:
			columns[last] += bounds[0]
			bounds = bounds[1:]
		case begin:
			columns = append(columns, 0)
		case keepMost:
			columns[last-1] = max(columns[last-1], columns[last])
			columns = columns[:last]
		case addUp:
			columns[last-1] += columns[last]
			columns = columns[:last]
		}
	}
	return columns[0]
}

// bound returns an upper bound of the score of a leaf, false if there is none or the leaf may
// score less than 0.
func (c *contest) bound(number int) (float64, bool) {
	l, weight := c.found.leaves[number], c.weights.leaves[number]
	if l.set.IsEmpty() || weight == 0 {
		return 0, true
	}
	norm := func(length uint32) float64 { return c.weights.normOf(l.field, length) }
	most := 1.0
	switch {
	case l.phrase != nil:
		most = 0
		lengths := &c.columns.lengths[l.field]
		for i, doc := range l.phrase.documents {
			most = max(most, index.Saturated(int(l.phrase.counts[i]), norm(lengths.of(doc))))
		}
	case l.unread != nil:
		most = saturation
	case l.list != nil:
		most = saturation
		if known := c.cached(c.search.engine.occurrences, l); known != nil {
			most = known.bound(norm)
		}
	}
	bound := weight * most
	return bound, weight > 0 && bound >= 0 && !math.IsInf(bound, 1)
}

// set returns the documents that a part may give a score.
func (c *contest) set(p part) *roaring.Bitmap {
	var sets []*roaring.Bitmap
	for _, step := range p.steps {
		if step == addLeaf {
			sets = append(sets, c.found.leaves[p.leaf+len(sets)].set)
		}
	}
	return union(sets)
}

// pilot chooses and scores about so many pilots. There are none if a leaf has no bounds.
func (c *contest) pilot(wanted int) error {
	if !c.cut() {
		return nil
	}
	c.piloted = roaring.New()
	for _, p := range c.parts {
		left := wanted - int(c.piloted.GetCardinality())
		if left <= 0 {
			break
		}
		more := roaring.And(c.set(p), c.found.all)
		if n := int(more.GetCardinality()); n > 2*left {
			last, err := more.Select(uint32(2 * left))
			if err != nil {
				return fmt.Errorf("choose pilots: %w", err)
			}
			more.RemoveRange(uint64(last), 1<<32)
		}
		c.piloted.Or(more)
	}
	c.pilots = c.scorer(c.piloted)
	return c.scoreParts(c.pilots, 0)
}

// scorer returns a scorer of a set of documents.
func (c *contest) scorer(set *roaring.Bitmap) *scorer {
	documents := set.ToArray()
	return &scorer{segment: c.segment, search: c.search, documents: documents, matches: set, scores: make([]float64, len(documents))}
}

// scoreParts adds the scores of all parts to the documents of a, and drops documents that
// cannot reach the threshold.
func (c *contest) scoreParts(a *scorer, threshold float64) error {
	rest := make([]float64, len(c.parts)+1) // of the bounds of the parts from there on
	for i := len(c.parts) - 1; i >= 0; i-- {
		rest[i] = rest[i+1] + c.parts[i].bound
	}
	done := 0 // documents that were looked at since the last drop
	for i, p := range c.parts {
		if len(a.documents) == 0 {
			return nil
		}
		next := p.leaf
		for _, step := range p.steps {
			if step != addLeaf {
				a.do(step)
				continue
			}
			if err := a.add(c.found.leaves[next], next, c.weights); err != nil {
				return err
			}
			next++
		}
		if done += min(p.size, len(a.documents)); rest[i+1] < threshold && done >= len(a.documents)/4 {
			a.drop(threshold - rest[i+1])
			done = 0
		}
	}
	a.drop(threshold)
	return nil
}

// drop drops the documents with a score below floor. Only the top column may be in use.
func (a *scorer) drop(floor float64) {
	kept := 0
	for i, score := range a.scores {
		if score >= floor {
			a.documents[kept], a.scores[kept] = a.documents[i], score
			kept++
		}
	}
	if kept < len(a.documents) {
		a.documents, a.scores, a.matches, a.spare = a.documents[:kept], a.scores[:kept], nil, nil
	}
}

// decide returns the contenders for a threshold.
func (c *contest) decide(threshold float64) (*roaring.Bitmap, error) {
	sets := c.needed(threshold)
	among := roaring.And(union(sets), c.found.all)
	among.AndNot(c.piloted)
	a := c.scorer(among)
	if err := c.scoreParts(a, threshold); err != nil {
		return nil, err
	}
	c.pilots.drop(threshold)
	out := roaring.BitmapOf(a.documents...)
	out.AddMany(c.pilots.documents)
	return out, nil
}

// needed returns the sets of leaves of which a document must have one to reach the threshold.
// The other leaves stay below it together; they are those that score least for the number of
// their documents.
func (c *contest) needed(threshold float64) []*roaring.Bitmap {
	leaves := c.found.leaves
	order := make([]int, 0, len(leaves))
	for i := range leaves {
		if c.bounds[i] > 0 {
			order = append(order, i)
		}
	}
	worth := func(i int) float64 { return c.bounds[i] / float64(leaves[i].set.GetCardinality()) }
	slices.SortFunc(order, func(a, b int) int { return cmp.Or(cmp.Compare(worth(a), worth(b)), a-b) })
	rest := make([]float64, len(leaves)) // the bounds of the leaves that are not needed
	var sets []*roaring.Bitmap
	for _, i := range order {
		rest[i] = c.bounds[i]
		if boundOf(c.found.steps, rest) >= threshold {
			rest[i] = 0
			sets = append(sets, leaves[i].set)
		}
	}
	return sets
}
