package embedded

import (
	"context"
	"iter"
	"math"
	"slices"
	"sync"

	"github.com/RoaringBitmap/roaring/v2"

	"warta/index"
)

// Groups number the names under which a grouping of one version gathers the
// values of a column.
type groups struct {
	column  *column
	by      index.Grouping
	version uint64

	mu      sync.Mutex
	numbers map[string]uint32
	names   []string
	of      []uint32 // the group of a value, by its number in the table
	known   int      // values of the column that are in of

	counting sync.Mutex // held by whoever looks for doubles
}

// noGroup is the number for values that are not counted, and for those of other
// columns.
const noGroup = math.MaxUint32

// groups returns those of a column for a grouping as it is now.
func (c *column) groups(by index.Grouping) *groups {
	version := by.Version()
	for {
		found := c.grouped.Load()
		if found != nil && found.by == by && found.version == version {
			return found
		}
		c.grouped.CompareAndSwap(found, &groups{column: c, by: by, version: version, numbers: make(map[string]uint32)})
	}
}

// lists returns the group of each value by its number in the table, and the names
// of the groups. Neither is to be changed.
func (g *groups) lists() (of []uint32, names []string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	values := g.column.values()
	for _, v := range values[g.known:] {
		for int(v.number) >= len(g.of) {
			g.of = append(g.of, noGroup)
		}
		name := g.by.Group(v.value)
		if name == "" {
			continue
		}
		n, known := g.numbers[name]
		if !known {
			n = uint32(len(g.names))
			g.numbers[name] = n
			g.names = append(g.names, name)
		}
		g.of[v.number] = n
	}
	g.known = len(values)
	return g.of, g.names
}

// gather returns the counts of the groups in what a pass has counted by value.
func (g *groups) gather(ctx context.Context, segments []*segment, p *tallying) ([]uint32, error) {
	of, names := g.lists()
	counts := make([]uint32, len(names))
	for n, group := range of[:min(len(of), len(p.counts))] {
		if group != noGroup {
			counts[group] += p.counts[n]
		}
	}
	for i, s := range segments {
		d, err := s.doubles(ctx, g)
		if err != nil {
			return nil, err
		}
		d.subtract(counts, p.sets[i])
	}
	return counts, nil
}

// counted goes through the groups with their counts.
func (g *groups) counted(counts []uint32) iter.Seq2[string, uint32] {
	_, names := g.lists()
	return func(yield func(string, uint32) bool) {
		for n, count := range counts {
			if !yield(names[n], count) {
				return
			}
		}
	}
}

// countOf returns what tells the count of a group.
func (g *groups) countOf(counts []uint32) func(string) uint32 {
	return func(name string) uint32 {
		g.mu.Lock()
		defer g.mu.Unlock()
		if n, known := g.numbers[name]; known && int(n) < len(counts) {
			return counts[n]
		}
		return 0
	}
}

// Doubles are the documents of a segment that have several values of one group:
// what is counted by value counts them more than once in it.
type doubles struct {
	groups    *groups
	documents *roaring.Bitmap
	list      []double // by document
}

// A double says that a document has one value more of a group.
type double struct{ document, group uint32 }

// A doublesKey is that of the doubles of a column among what is kept of a segment.
type doublesKey struct{ *column }

// doubles returns those of a segment. Those of the grouping that was asked for last
// are kept.
func (s *segment) doubles(ctx context.Context, g *groups) (*doubles, error) {
	key := doublesKey{g.column}
	known := func() (*doubles, bool) {
		found, ok := s.columns.facets.Load(key)
		if !ok || found.(*doubles).groups != g {
			return nil, false
		}
		return found.(*doubles), true
	}
	if d, ok := known(); ok {
		return d, nil
	}
	g.counting.Lock() // many searches ask at once after people were told apart anew
	defer g.counting.Unlock()
	if d, ok := known(); ok {
		return d, nil
	}
	o, err := s.ordinals(g.column.table)
	if err != nil {
		return nil, err
	}
	of, _ := g.lists()
	d := &doubles{groups: g, documents: roaring.New()}
	var met []uint32
	for doc := range uint32(s.size) {
		if doc%4096 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		met = met[:0]
		o.each(doc, func(v uint32) {
			if int(v) >= len(of) || of[v] == noGroup {
				return
			}
			if slices.Contains(met, of[v]) {
				d.list = append(d.list, double{doc, of[v]})
				d.documents.Add(doc)
			}
			met = append(met, of[v])
		})
	}
	d.list = slices.Clip(d.list)
	d.documents.RunOptimize()
	s.columns.facets.Store(key, d)
	return d, nil
}

// subtract takes what the documents have twice off the counts of their groups.
func (d *doubles) subtract(counts []uint32, documents *roaring.Bitmap) {
	if len(d.list) == 0 {
		return
	}
	at := 0
	for it := roaring.And(documents, d.documents).Iterator(); it.HasNext(); {
		doc := it.Next()
		if d.list[at].document < doc {
			more, _ := slices.BinarySearchFunc(d.list[at:], doc, func(d double, doc uint32) int { return int(d.document) - int(doc) })
			at += more
		}
		for ; at < len(d.list) && d.list[at].document == doc; at++ {
			counts[d.list[at].group]--
		}
	}
}
