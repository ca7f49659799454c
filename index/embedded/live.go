package embedded

import (
	"fmt"
	"maps"

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
		c.live = &live{of: c.of, deleted: roaring.New(), facets: make(map[facetKey]allCounts)}
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
	facets  map[facetKey]allCounts // guarded by columns.mu
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

type facetKey struct {
	of      index.Of
	field   string
	grouped bool
}

// An allCounts are the counts over all live documents, of the groups that were
// asked for last.
type allCounts struct {
	groups *groups
	list   []valueCount
}

// without returns what is left when more is deleted. It takes time by how much
// more that is, so that a small change costs little in a large segment.
func (l *live) without(c *columns, deleted *roaring.Bitmap) *live {
	gone := roaring.AndNot(deleted, l.deleted)
	left := &live{deleted: deleted.Clone(), lengths: l.lengths, facets: make(map[facetKey]allCounts, len(l.facets))}
	for of := range left.of {
		left.of[of] = roaring.AndNot(l.of[of], gone)
	}
	for it := gone.Iterator(); it.HasNext(); {
		doc := it.Next()
		for i := range c.lengths {
			left.lengths[i].subtract(c.lengths[i].of(doc))
		}
	}
	for key, counts := range l.facets {
		if o := c.kept(key, counts.groups); o != nil {
			left.facets[key] = allCounts{counts.groups, subtract(counts.list, o.count(roaring.And(gone, c.of[key.of])))}
		}
	}
	return left
}

// kept returns the ordinals by which a facet was counted, nil where they are gone.
func (c *columns) kept(key facetKey, g *groups) *ordinals {
	if !key.grouped {
		if found, ok := c.facets.Load(key.field); ok {
			return found.(*ordinals)
		}
	} else if found, ok := c.facets.Load(groupedKey(key.field)); ok && found.(*groupedOrdinals).groups == g {
		return found.(*groupedOrdinals).ordinals
	}
	return nil
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

// countAll returns the counts over all live documents of a kind. They are kept
// until more are deleted.
func (s *segment) countAll(of index.Of, what counting, o *ordinals) []valueCount {
	key := facetKey{of, what.field, what.groups != nil}
	s.mu.Lock()
	found, ok := s.live.facets[key]
	s.mu.Unlock()
	if ok && found.groups == what.groups {
		return found.list
	}
	counts := o.count(s.live.of[of])
	list := make([]valueCount, 0, len(counts))
	for value, count := range maps.All(counts) {
		list = append(list, valueCount{value, count})
	}
	s.mu.Lock()
	s.live.facets[key] = allCounts{what.groups, list}
	s.mu.Unlock()
	return list
}

// id returns the index.Document.ID of a document.
func (s *segment) id(doc uint32) (string, error) {
	if s.columns.of[index.Articles].Contains(doc) {
		rank := s.rank[doc]
		begin := uint32(0)
		if rank > 0 {
			begin = s.idEnds[rank-1]
		}
		return string(s.ids[begin:s.idEnds[rank]]), nil
	}
	id, err := s.snapshot.DocID(uint64(doc))
	if err != nil {
		return "", fmt.Errorf("read id: %w", err)
	}
	return string(id), nil
}
