package embedded

import (
	"container/heap"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"
	postings "github.com/blevesearch/scorch_segment_api/v2"

	"warta/index"
)

// Ordinals are the values of one field of keys of each document of a segment,
// as numbers of the field's vocabulary.
type ordinals struct {
	starts []uint32 // of document d: values[starts[d]:starts[d+1]]
	values []uint32
}

// A valueCount is how many documents have a value.
type valueCount struct{ value, count uint32 }

// ordinals returns those of a field. They are worked out once for a segment.
func (s *segment) ordinals(field string) (*ordinals, error) {
	if found, ok := s.columns.facets.Load(field); ok {
		return found.(*ordinals), nil
	}
	o := &ordinals{starts: make([]uint32, s.size+1)}
	vocabulary := s.cache.vocabulary(field)
	var numbers []uint32
	var sets []*roaring.Bitmap
	err := s.terms(field, nil, nil, false, func(term string, list postings.PostingsList) error {
		numbers = append(numbers, vocabulary.number(term))
		sets = append(sets, documents(list))
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, set := range sets {
		for it := set.Iterator(); it.HasNext(); {
			o.starts[it.Next()+1]++
		}
	}
	for doc := range s.size {
		o.starts[doc+1] += o.starts[doc]
	}
	o.values = make([]uint32, o.starts[s.size])
	next := slices.Clone(o.starts)
	for i, set := range sets {
		for it := set.Iterator(); it.HasNext(); {
			doc := it.Next()
			o.values[next[doc]] = numbers[i]
			next[doc]++
		}
	}
	found, _ := s.columns.facets.LoadOrStore(field, o)
	return found.(*ordinals), nil
}

// A counter counts the values of one field over all segments.
type counter struct {
	counts []uint32 // by number of the vocabulary
	buffer [2048]uint32
}

// grow makes room for the values up to the number n.
func (c *counter) grow(n int) {
	if n > len(c.counts) {
		c.counts = append(c.counts, make([]uint32, n-len(c.counts))...)
	}
}

// add counts the documents of a segment that are in matches.
func (c *counter) add(ctx context.Context, s *segment, of index.Of, field string, matches *roaring.Bitmap) error {
	if matches.IsEmpty() {
		return nil
	}
	o, err := s.ordinals(field)
	if err != nil {
		return err
	}
	c.grow(len(s.cache.vocabulary(field).list()))
	if matches.GetCardinality() == s.live.of[of].GetCardinality() {
		for _, v := range s.countAll(of, field, o) {
			c.counts[v.value] += v.count
		}
		return nil
	}
	it := matches.ManyIterator()
	for {
		n := it.NextMany(c.buffer[:])
		if n == 0 {
			return nil
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		tally(c.counts, o, c.buffer[:n])
	}
}

// tally adds the values of the documents to counts. It is the loop that costs
// most of a broad search: what it works on are variables of its own, so that
// they stay in registers.
func tally(counts []uint32, o *ordinals, documents []uint32) {
	starts, values := o.starts, o.values
	for _, doc := range documents {
		for _, v := range values[starts[doc]:starts[doc+1]] {
			counts[v]++
		}
	}
}

// A countHeap has the least of the best counts on top.
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

// byCount orders counts as a result has them.
func byCount(a, b index.Count) int {
	if a.Count != b.Count {
		return b.Count - a.Count
	}
	return strings.Compare(a.Value, b.Value)
}

// top returns the most frequent values and those that are listed always.
func (c *counter) top(values []string, ask index.FacetAsk) []index.Count {
	var best countHeap
	for number, count := range c.counts {
		if count == 0 {
			continue
		}
		v := index.Count{Value: values[number], Count: int(count)}
		switch {
		case ask.Size == 0 || len(best) < ask.Size:
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
		if slices.ContainsFunc(list, func(c index.Count) bool { return c.Value == value }) {
			continue
		}
		count := 0
		if number := slices.Index(values, value); number >= 0 && number < len(c.counts) {
			count = int(c.counts[number])
		}
		list = append(list, index.Count{Value: value, Count: count})
	}
	return list
}

// facets counts what is asked for.
func (q *search) facets(segments []*segment, found []*matches) ([][]index.Count, error) {
	out := make([][]index.Count, len(q.Facets))
	alike := make([]int, len(q.Facets))
	err := q.engine.parallel(alike, func(i int) error {
		ask := q.Facets[i]
		var c counter
		for j, s := range segments {
			if err := c.add(q.ctx, s, q.Of, ask.Field, found[j].without(ask.Facet)); err != nil {
				return fmt.Errorf("count %s: %w", ask.Facet, err)
			}
		}
		out[i] = c.top(q.engine.columns.vocabulary(ask.Field).list(), ask)
		return nil
	})
	return out, err
}
