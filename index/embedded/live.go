package embedded

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"

	"warta/index"
)

// A segment is one segment in one state of the index: its columns and its live documents.
type segment struct {
	*columns
	*live
	snapshot *scorch.SegmentSnapshot
	cache    *columnCache
}

// newSegment returns the segment of a snapshot. Its calls for one segment must be in the
// order of the states of the index: the set of deleted documents only grows.
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

// live holds what depends on the deleted documents of a segment. All but facets is
// immutable.
type live struct {
	deleted *roaring.Bitmap
	of      [kinds]*roaring.Bitmap // live documents of each kind
	lengths [len(textFields)]total
	facets  map[facetKey]counted // cached counts; guarded by columns.mu
}

// A total is the sum of the lengths of a field and the number of documents with the
// field.
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

// A facetKey is the key of cached counts: all live documents of a kind, or those that
// match where.
type facetKey struct {
	of    index.Of
	table *table
	where string // filters in the form of [index.Expr.String]; empty: all documents
}

// counted are the counts of the values in a set of documents.
type counted struct {
	documents *roaring.Bitmap
	list      []valueCount
}

// maxFiltered is the maximum number of cached counts with a filter, per segment.
const maxFiltered = 8

// keep caches counts. Counts with a filter replace an arbitrary entry once there are
// maxFiltered. The caller holds columns.mu.
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

// without returns the state with more documents deleted. Its cost depends on the number of
// newly deleted documents and not on the size of the segment.
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

// count returns the number of documents with each value.
func (o *ordinals) count(documents *roaring.Bitmap) map[uint32]uint32 {
	counts := make(map[uint32]uint32)
	for it := documents.Iterator(); it.HasNext(); {
		o.each(it.Next(), func(v uint32) { counts[v]++ })
	}
	return counts
}

// subtract returns from less counts, without the values that reach zero.
func subtract(from []valueCount, counts map[uint32]uint32) []valueCount {
	left := make([]valueCount, 0, len(from))
	for _, v := range from {
		if v.count -= counts[v.value]; v.count > 0 {
			left = append(left, v)
		}
	}
	return left
}

// countAll returns the counts over all live documents of a kind; o are the ordinals of t.
// They are cached.
func (s *segment) countAll(of index.Of, t *table, o *ordinals) []valueCount {
	return s.countKept(facetKey{of: of, table: t}, o, s.live.of[of])
}

// countKept returns the counts over documents, which must be the set that key names. They
// are cached.
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

// compareIDs compares the index.Document.ID of two documents of a kind in two segments. Those of
// quotes, which are not in memory, differ in the article, because the quotes of one are all in
// its segment.
func compareIDs(of index.Of, a *segment, docA uint32, b *segment, docB uint32) int {
	if of == index.Articles {
		return bytes.Compare(a.articleID(docA), b.articleID(docB))
	}
	var bufferA, bufferB [128]byte
	return bytes.Compare(
		index.AppendQuotePrefix(bufferA[:0], a.articleOf(docA)),
		index.AppendQuotePrefix(bufferB[:0], b.articleOf(docB)))
}

// articleID returns the index.Document.ID of an article. The caller must not change it.
func (s *segment) articleID(doc uint32) []byte {
	rank := s.rank[doc]
	begin := uint32(0)
	if rank > 0 {
		begin = s.idEnds[rank-1]
	}
	return s.ids[begin:s.idEnds[rank]]
}

// articleOf returns the id of the article of a quote.
func (s *segment) articleOf(quote uint32) []byte {
	return bytes.TrimPrefix(s.articleID(s.parent[quote]), articlePrefix)
}

var articlePrefix = []byte(index.ArticleDocument(""))

// appendID appends the index.Document.ID of a document of a kind.
func (s *segment) appendID(to []byte, of index.Of, doc uint32) ([]byte, error) {
	if of == index.Articles {
		return append(to, s.articleID(doc)...), nil
	}
	id, err := s.snapshot.DocID(uint64(doc))
	if err != nil {
		return nil, fmt.Errorf("read id: %w", err)
	}
	return append(to, id...), nil
}
