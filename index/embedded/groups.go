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

// groups assign the values of a column to the groups of one version of a grouping. The
// type is safe for concurrent use.
type groups struct {
	column  *column
	by      index.Grouping
	version uint64

	mu      sync.Mutex        // guards the fields below
	numbers map[string]uint32 // group name -> number
	names   []string          // by number; append-only
	of      []uint32          // number of the group of a value, by its number in the table; append-only
	known   int               // number of values of the column that of covers

	counting sync.Mutex // held while doubles are computed
}

// noGroup is the group of values that are not counted, and of the values of the other
// columns of the table.
const noGroup = math.MaxUint32

// groups returns the groups of a column for the current version of a grouping.
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

// lists returns the group of each value, by its number in the table, and the names of the
// groups. It first assigns values that are new in the column. The caller must not change
// the lists.
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

// gather returns the document counts of the groups, computed from the counts of the values
// in p. A document with several values of a group counts once.
func (g *groups) gather(ctx context.Context, segments []*segment, p *countingPass) ([]uint32, error) {
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

// counted iterates over the names of the groups with their counts.
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

// countOf returns a function from the name of a group to its count.
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

// doubles are the documents of a segment that have several values of one group. Counts by
// value count them more than once.
type doubles struct {
	groups    *groups
	documents *roaring.Bitmap
	list      []double // by document
}

// A double is a value of a group that a document has in addition to its first.
type double struct{ document, group uint32 }

// A doublesKey is the key of the doubles of a column in columns.facets.
type doublesKey struct{ *column }

// doubles returns the doubles of a segment. Those for the last grouping are cached.
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
	g.counting.Lock() // after a new version of a grouping, many searches need the doubles at once
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
	var seen []uint32
	for doc := range uint32(s.size) {
		if doc%4096 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		seen = seen[:0]
		o.each(doc, func(v uint32) {
			if int(v) >= len(of) || of[v] == noGroup {
				return
			}
			if slices.Contains(seen, of[v]) {
				d.list = append(d.list, double{doc, of[v]})
				d.documents.Add(doc)
			}
			seen = append(seen, of[v])
		})
	}
	d.list = slices.Clip(d.list)
	d.documents.RunOptimize()
	s.columns.facets.Store(key, d)
	return d, nil
}

// subtract subtracts the doubles of the documents from the counts of their groups.
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
