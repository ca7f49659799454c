package embedded

import (
	"container/heap"
	"fmt"
	"iter"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"

	"warta/index"
)

// A valueCount is the number of documents with a value, which is a number of a table.
type valueCount struct{ value, count uint32 }

// A countingPass is one pass over matches that counts values. It serves all facets that
// count the same table over the same documents.
type countingPass struct {
	table  *table
	facet  string            // the facet whose filters are ignored; empty: none
	plain  bool              // counts are needed, and not sets alone
	where  string            // the other filters, if the request has no query; see facetKey
	sets   []*roaring.Bitmap // documents to count, by segment
	counts []uint32          // by number of the table
}

// Shares of the documents of a segment.
const (
	// From invertAbove on, the documents that do not match are counted and subtracted
	// from the total.
	invertAbove = 0.6
	// From cacheAbove on, the counts of a request with filters only are cached.
	cacheAbove = 0.05
)

// countSegment adds to counts the values of the documents of a pass in the segment with
// that number. It returns counts, which may have grown.
func (q *search) countSegment(counts []uint32, s *segment, number int, p *countingPass) ([]uint32, error) {
	t, matches := p.table, p.sets[number]
	n, all := matches.GetCardinality(), s.live.of[q.Of].GetCardinality()
	if n == 0 {
		return counts, nil
	}
	o, err := s.ordinals(t)
	if err != nil {
		return nil, err
	}
	if size := t.size(); size > len(counts) {
		counts = append(counts, make([]uint32, size-len(counts))...)
	}
	if p.where != "" && float64(n) >= cacheAbove*float64(all) {
		for _, v := range s.countKept(facetKey{q.Of, t, p.where}, o, matches) {
			counts[v.value] += v.count
		}
		return counts, nil
	}
	if float64(n) < invertAbove*float64(all) {
		return counts, q.tally(counts, 1, o, matches)
	}
	for _, v := range s.countAll(q.Of, t, o) {
		counts[v.value] += v.count
	}
	if n == all {
		return counts, nil
	}
	return counts, q.tally(counts, math.MaxUint32, o, roaring.AndNot(s.live.of[q.Of], matches))
}

// tally adds by to the count of each value of the documents; math.MaxUint32 subtracts 1.
func (q *search) tally(counts []uint32, by uint32, o *ordinals, documents *roaring.Bitmap) error {
	var buffer [2048]uint32
	it := documents.ManyIterator()
	for {
		n := it.NextMany(buffer[:])
		if n == 0 {
			return nil
		}
		if err := q.ctx.Err(); err != nil {
			return err
		}
		o.tally(counts, by, buffer[:n])
	}
}

// A countHeap is a heap with the least of the best counts on top.
type countHeap []index.Count

func (h countHeap) Len() int           { return len(h) }
func (h countHeap) Less(i, j int) bool { return byCount(h[j], h[i]) < 0 }
func (h countHeap) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *countHeap) Push(x any)        { *h = append(*h, x.(index.Count)) }
func (h *countHeap) Pop() any {
	last := (*h)[len(*h)-1]
	*h = (*h)[:len(*h)-1]
	return last
}

// byCount orders counts as in [index.Result]: descending, then by value.
func byCount(a, b index.Count) int {
	if a.Count != b.Count {
		return b.Count - a.Count
	}
	return strings.Compare(a.Value, b.Value)
}

// top returns the ask.Size most frequent values, or all if it is 0, followed by those of
// ask.Always that are not among them. The function others returns the count of a value.
func top(values iter.Seq2[string, uint32], others func(string) uint32, ask index.FacetAsk) []index.Count {
	var best countHeap
	for value, count := range values {
		full := ask.Size > 0 && len(best) == ask.Size
		if count == 0 || full && int(count) < best[0].Count {
			continue
		}
		v := index.Count{Value: value, Count: int(count)}
		switch {
		case !full:
			best = append(best, v)
			if len(best) == ask.Size {
				heap.Init(&best)
			}
		case byCount(v, best[0]) < 0:
			best[0] = v
			heap.Fix(&best, 0)
		}
	}
	slices.SortFunc(best, byCount)
	list := []index.Count(best)
	for _, value := range ask.Always {
		if !slices.ContainsFunc(list, func(c index.Count) bool { return c.Value == value }) {
			list = append(list, index.Count{Value: value, Count: int(others(value))})
		}
	}
	return list
}

// facets returns the counts of each of q.Facets, in their order.
func (q *search) facets(v *view, found []*matches) ([][]index.Count, error) {
	passes := make([]*countingPass, len(q.Facets))
	for i, ask := range q.Facets {
		passes[i] = q.pass(passes[:i], found, ask)
	}
	if err := q.tallyAll(v, passes); err != nil {
		return nil, err
	}
	out := make([][]index.Count, len(q.Facets))
	for i, ask := range q.Facets {
		c := q.engine.columns.tables.column(ask.Field)
		if ask.Dated != nil {
			counts, err := q.countDated(v, c, passes[i], ask.Dated)
			if err != nil {
				return nil, fmt.Errorf("count %s by the day: %w", ask.Facet, err)
			}
			out[i] = top(maps.All(counts), func(name string) uint32 { return counts[name] }, ask)
			continue
		}
		if ask.Groups == nil {
			out[i] = top(c.counted(passes[i].counts), c.countOf(passes[i].counts), ask)
			continue
		}
		g := c.groups(ask.Groups)
		counts, err := g.gather(q.ctx, v.segments, passes[i])
		if err != nil {
			return nil, fmt.Errorf("count %s: %w", ask.Facet, err)
		}
		out[i] = top(g.counted(counts), g.countOf(counts), ask)
	}
	return out, nil
}

// pass returns the pass for a facet: one of made if it counts the same, else a new one.
func (q *search) pass(made []*countingPass, found []*matches, ask index.FacetAsk) *countingPass {
	t := q.engine.columns.tables.column(ask.Field).table
	facet := ask.Facet
	if !slices.ContainsFunc(q.Filters, func(f index.Filter) bool { return f.Facet == facet }) {
		facet = ""
	}
	for _, p := range made {
		if p.table == t && p.facet == facet {
			p.plain = p.plain || ask.Dated == nil
			return p
		}
	}
	p := &countingPass{table: t, facet: facet, plain: ask.Dated == nil, sets: make([]*roaring.Bitmap, len(found))}
	if q.Where == nil {
		for _, f := range q.Filters {
			if facet == "" || f.Facet != facet {
				p.where += f.Where.String() + "\n"
			}
		}
	}
	for i, f := range found {
		p.sets[i] = f.without(facet)
	}
	return p
}

// tallyAll runs all passes. It splits each by segments among the idle processors.
func (q *search) tallyAll(v *view, passes []*countingPass) error {
	type piece struct {
		pass     *countingPass
		segments []int
		size     int
		counts   []uint32
	}
	var pieces []*piece
	for i, p := range passes {
		if !p.plain || slices.Contains(passes[:i], p) {
			continue
		}
		if q.Of == index.Articles && v.allMatch(p.sets) {
			var err error
			if p.counts, err = v.totals(p.table); err != nil {
				return err
			}
			continue
		}
		parts := make([]*piece, q.engine.idle()+1)
		for j := range parts {
			parts[j] = &piece{pass: p}
		}
		order := make([]int, len(p.sets))
		sizes := make([]int, len(p.sets))
		for j, set := range p.sets {
			order[j], sizes[j] = j, int(set.GetCardinality())
		}
		slices.SortStableFunc(order, func(a, b int) int { return sizes[b] - sizes[a] })
		for _, j := range order {
			least := slices.MinFunc(parts, func(a, b *piece) int { return a.size - b.size })
			least.segments = append(least.segments, j)
			least.size += sizes[j]
		}
		for _, part := range parts {
			if part.size > 0 {
				pieces = append(pieces, part)
			}
		}
	}
	sizes := make([]int, len(pieces))
	for i, p := range pieces {
		sizes[i] = p.size
	}
	err := q.engine.parallel(sizes, func(i int) (err error) {
		p := pieces[i]
		for _, j := range p.segments {
			if p.counts, err = q.countSegment(p.counts, v.segments[j], j, p.pass); err != nil {
				return fmt.Errorf("count %s: %w", p.pass.table.columns[0].field, err)
			}
		}
		return nil
	})
	for _, p := range pieces {
		p.pass.counts = addUpCounts(p.pass.counts, p.counts)
	}
	return err
}

// allMatch reports whether the sets are those of all live articles.
func (v *view) allMatch(sets []*roaring.Bitmap) bool {
	for i, s := range v.segments {
		if sets[i] != s.live.of[index.Articles] {
			return false
		}
	}
	return true
}

// addUpCounts adds the shorter of two lists to the longer one and returns it.
func addUpCounts(a, b []uint32) []uint32 {
	if len(a) < len(b) {
		a, b = b, a
	}
	for i, n := range b {
		a[i] += n
	}
	return a
}

// counted iterates over the values of a column with their counts.
func (c *column) counted(counts []uint32) iter.Seq2[string, uint32] {
	return func(yield func(string, uint32) bool) {
		for _, v := range c.values() {
			if int(v.number) >= len(counts) || !yield(v.value, counts[v.number]) {
				return
			}
		}
	}
}

// countOf returns a function from a value to its count.
func (c *column) countOf(counts []uint32) func(string) uint32 {
	return func(value string) uint32 {
		if n, known := c.find(value); known && int(n) < len(counts) {
			return counts[n]
		}
		return 0
	}
}
