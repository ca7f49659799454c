package embedded

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"

	"warta/index"
)

// A segment is one segment of one state of the index: its columns and what of
// it is live.
type segment struct {
	*columns
	*live
	snapshot *scorch.SegmentSnapshot
	cache    *columnCache
}

// newSegment is called for one state after the other: documents are deleted,
// never brought back.
func newSegment(s *scorch.SegmentSnapshot, c *columns, cache *columnCache) *segment {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.live == nil {
		c.live = &live{of: c.of, deleted: roaring.New(), facets: make(map[facetKey]counted)}
		for i := range c.lengths {
			for doc := range uint32(c.size) {
				c.live.lengths[i].add(c.lengths[i].of(doc))
			}
		}
	}
	if deleted := s.Deleted(); deleted != nil && deleted.GetCardinality() > c.live.deleted.GetCardinality() {
		c.live = c.live.without(c, deleted)
	}
	return &segment{columns: c, live: c.live, snapshot: s, cache: cache}
}

// A live is what is worked out for one state of deletions.
type live struct {
	deleted *roaring.Bitmap
	of      [kinds]*roaring.Bitmap
	lengths [len(textFields)]total
	facets  map[facetKey]counted // guarded by columns.mu
}

// A total is the sum of the lengths of a field and the number of documents that
// have it.
type total struct{ tokens, documents uint64 }

func (t *total) add(length uint32) {
	if length > 0 {
		t.tokens += uint64(length)
		t.documents++
	}
}

func (t *total) subtract(length uint32) {
	if length > 0 {
		t.tokens -= uint64(length)
		t.documents--
	}
}

// A facetKey is what is counted of a segment: all live documents of a kind or, where
// it is not empty, those that pass filters, as [index.Expr] writes them.
type facetKey struct {
	of    index.Of
	table *table
	where string
}

// A counted is how many of some documents have each value.
type counted struct {
	documents *roaring.Bitmap
	list      []valueCount
}

// maxFiltered is how many counts of what passes filters are kept of a segment.
const maxFiltered = 8

// keep keeps counts, in place of any others if there are too many.
func (l *live) keep(key facetKey, c counted) {
	if key.where != "" {
		filtered := 0
		for other := range l.facets {
			if other.where == "" {
				continue
			}
			if filtered++; filtered >= maxFiltered {
				delete(l.facets, other)
			}
		}
	}
	l.facets[key] = c
}

// without returns what is left when more is deleted. It takes time by how much
// more that is, so that a small change costs little in a large segment.
func (l *live) without(c *columns, deleted *roaring.Bitmap) *live {
	gone := roaring.AndNot(deleted, l.deleted)
	left := &live{deleted: deleted.Clone(), lengths: l.lengths, facets: make(map[facetKey]counted, len(l.facets))}
	for of := range left.of {
		left.of[of] = roaring.AndNot(l.of[of], gone)
	}
	for it := gone.Iterator(); it.HasNext(); {
		doc := it.Next()
		for i := range c.lengths {
			left.lengths[i].subtract(c.lengths[i].of(doc))
		}
	}
	for key, was := range l.facets {
		if found, ok := c.facets.Load(key.table); ok {
			fewer := found.(*ordinals).count(roaring.And(gone, was.documents))
			left.facets[key] = counted{roaring.AndNot(was.documents, gone), subtract(was.list, fewer)}
		}
	}
	return left
}

// count counts the values of the documents.
func (o *ordinals) count(documents *roaring.Bitmap) map[uint32]uint32 {
	counts := make(map[uint32]uint32)
	for it := documents.Iterator(); it.HasNext(); {
		o.each(it.Next(), func(v uint32) { counts[v]++ })
	}
	return counts
}

func subtract(from []valueCount, counts map[uint32]uint32) []valueCount {
	left := make([]valueCount, 0, len(from))
	for _, v := range from {
		if v.count -= counts[v.value]; v.count > 0 {
			left = append(left, v)
		}
	}
	return left
}

// countAll returns the counts over all live documents of a kind, of which o are the
// ordinals. They are kept until more are deleted.
func (s *segment) countAll(of index.Of, t *table, o *ordinals) []valueCount {
	return s.countKept(facetKey{of: of, table: t}, o, s.live.of[of])
}

// countKept returns the counts over the documents that key names. They are kept.
func (s *segment) countKept(key facetKey, o *ordinals, documents *roaring.Bitmap) []valueCount {
	s.mu.Lock()
	found, ok := s.live.facets[key]
	s.mu.Unlock()
	if ok {
		return found.list
	}
	counts := o.count(documents)
	list := make([]valueCount, 0, len(counts))
	for value, count := range counts {
		list = append(list, valueCount{value, count})
	}
	slices.SortFunc(list, func(a, b valueCount) int { return cmp.Compare(a.value, b.value) })
	s.mu.Lock()
	s.live.keep(key, counted{documents, list})
	s.mu.Unlock()
	return list
}

// id returns the index.Document.ID of a document.
func (s *segment) id(doc uint32) (string, error) {
	of := index.Quotes
	if s.columns.of[index.Articles].Contains(doc) {
		of = index.Articles
	}
	id, err := s.appendID(nil, of, doc)
	return string(id), err
}

// appendID appends the index.Document.ID of a document of a kind.
func (s *segment) appendID(to []byte, of index.Of, doc uint32) ([]byte, error) {
	if of == index.Articles {
		rank := s.rank[doc]
		begin := uint32(0)
		if rank > 0 {
			begin = s.idEnds[rank-1]
		}
		return append(to, s.ids[begin:s.idEnds[rank]]...), nil
	}
	id, err := s.snapshot.DocID(uint64(doc))
	if err != nil {
		return nil, fmt.Errorf("read id: %w", err)
	}
	return append(to, id...), nil
}
