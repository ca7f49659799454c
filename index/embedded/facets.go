package embedded

import (
	"container/heap"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"

	"github.com/RoaringBitmap/roaring/v2"

	"warta/index"
)

// A valueCount is how many documents have a value.
type valueCount struct{ value, count uint32 }

// Groups number the names under which a grouping of one version gathers the
// values of a field.
type groups struct {
	by      index.Grouping
	version uint64

	mu      sync.Mutex
	numbers map[string]uint32
	names   []string
}

// noGroup is the number for values that are not counted.
const noGroup = math.MaxUint32

// groups returns those of a field for a grouping as it is now.
func (v *vocabulary) groups(by index.Grouping) *groups {
	version := by.Version()
	for {
		found := v.grouped.Load()
		if found != nil && found.by == by && found.version == version {
			return found
		}
		v.grouped.CompareAndSwap(found, &groups{by: by, version: version, numbers: make(map[string]uint32)})
	}
}

// number returns the number of the group of a value.
func (g *groups) number(value string) uint32 {
	name := g.by.Group(value)
	if name == "" {
		return noGroup
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	n, known := g.numbers[name]
	if !known {
		n = uint32(len(g.names))
		g.numbers[name] = n
		g.names = append(g.names, name)
	}
	return n
}

// list returns the names by number. It is not to be changed.
func (g *groups) list() []string {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.names
}

// A groupedKey is that of the ordinals of a field in groups.
type groupedKey string

// A groupedOrdinals are ordinals of groups in place of values.
type groupedOrdinals struct {
	groups *groups
	*ordinals
}

// A counting is what one facet counts: a field, by value or in groups.
type counting struct {
	field  string
	groups *groups // nil: by value
}

// ordinalsOf returns what c counts of the documents of a segment.
func (s *segment) ordinalsOf(c counting) (*ordinals, error) {
	if c.groups != nil {
		return s.grouped(c.field, c.groups)
	}
	return s.ordinals(c.field)
}

// names returns what c counts, by number.
func (c counting) names(cache *columnCache) []string {
	if c.groups != nil {
		return c.groups.list()
	}
	return cache.vocabulary(c.field).list()
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
func (c *counter) add(ctx context.Context, s *segment, of index.Of, what counting, matches *roaring.Bitmap) error {
	if matches.IsEmpty() {
		return nil
	}
	o, err := s.ordinalsOf(what)
	if err != nil {
		return err
	}
	c.grow(len(what.names(s.cache)))
	if matches.GetCardinality() == s.live.of[of].GetCardinality() {
		for _, v := range s.countAll(of, what, o) {
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
		o.tally(c.counts, c.buffer[:n])
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
		what := counting{field: ask.Field}
		if ask.Groups != nil {
			what.groups = q.engine.columns.vocabulary(ask.Field).groups(ask.Groups)
		}
		for j, s := range segments {
			if err := c.add(q.ctx, s, q.Of, what, found[j].without(ask.Facet)); err != nil {
				return fmt.Errorf("count %s: %w", ask.Facet, err)
			}
		}
		out[i] = c.top(what.names(&q.engine.columns), ask)
		return nil
	})
	return out, err
}
