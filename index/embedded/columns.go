package embedded

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"sync"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"

	"warta/index"
	"warta/index/internal/shield"
)

// kinds is the number of kinds of documents.
const kinds = 2

// Columns are what searches need to know of each document of one segment.
// Segments never change, so columns are filled once and kept as long as the
// segment is part of the index; which of its documents are deleted is another
// matter.
type columns struct {
	size    int
	of      [kinds]*roaring.Bitmap
	day     []uint32
	rank    []uint32        // place of the document in byDate of its kind
	byDate  [kinds][]uint32 // documents, newest first, then by id
	parent  []uint32        // of a quote, its article's document
	lengths [len(textFields)]lengths
	facets  sync.Map // *table -> *ordinals, doublesKey -> *doubles, filled when first asked for
	stories []storyOf
	origin  *roaring.Bitmap
	// The IDs of articles lie in memory, in the order of byDate: of each of the
	// first thousand hits of a search one is wanted.
	ids    []byte
	idEnds []uint32 // by rank

	mu     sync.Mutex // of what follows
	copies *roaring.Bitmap
	shared []storyOf // those of stories that others tell too; only appended to
	known  int       // entries of stories.shared that copies and shared have taken in
	live   *live     // of the newest view
}

// Lengths are those of one field of each document. Few texts have more words
// than two bytes can count, so four are taken only where one has.
type lengths struct {
	narrow []uint16
	wide   []uint32
}

func newLengths(list []uint32) lengths {
	if len(list) > 0 && slices.Max(list) > math.MaxUint16 {
		return lengths{wide: list}
	}
	narrow := make([]uint16, len(list))
	for doc, length := range list {
		narrow[doc] = uint16(length)
	}
	return lengths{narrow: narrow}
}

func (l *lengths) of(doc uint32) uint32 {
	if l.wide != nil {
		return l.wide[doc]
	}
	return uint32(l.narrow[doc])
}

// A storyOf says which story a document tells: by its text or, where teller is
// not 0, by its title, as published by teller.
type storyOf struct {
	story    uint64
	document uint32
	teller   uint32
}

// A columnCache holds the columns of the segments and what they share.
type columnCache struct {
	mu       sync.Mutex
	segments map[uint64]*loading
	stories  stories
	tables   tables
}

// A loading is columns that are there or on their way.
type loading struct {
	once sync.Once
	cols *columns
	err  error
}

func (c *columnCache) init() {
	c.segments = make(map[uint64]*loading)
	c.stories.first = make(map[uint64]uint64)
}

// of returns the columns of the segments of s and forgets those of segments
// that are gone.
func (c *columnCache) of(s snapshot) ([]*segment, error) {
	found := s.Segments()
	out := make([]*segment, len(found))
	loads := make([]*loading, len(found))
	c.mu.Lock()
	for i, seg := range found {
		l := c.segments[seg.Id()]
		if l == nil {
			l = new(loading)
			c.segments[seg.Id()] = l
		}
		loads[i] = l
	}
	maps.DeleteFunc(c.segments, func(_ uint64, l *loading) bool { return !slices.Contains(loads, l) })
	c.mu.Unlock()
	for i, l := range loads {
		l.once.Do(func() {
			l.err = shield.Call(func() (err error) { l.cols, err = c.load(found[i]); return err })
		})
		if l.err != nil {
			c.forget(found[i].Id(), l)
			return nil, l.err
		}
		out[i] = newSegment(found[i], l.cols, c)
	}
	return out, nil
}

// forget has columns loaded again that could not be loaded.
func (c *columnCache) forget(segment uint64, l *loading) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.segments[segment] == l {
		delete(c.segments, segment)
	}
}

// load fills the columns of a segment in one pass over what is stored.
func (c *columnCache) load(seg *scorch.SegmentSnapshot) (*columns, error) {
	n := int(seg.FullSize())
	cols := &columns{
		size: n, day: make([]uint32, n), rank: make([]uint32, n), parent: make([]uint32, n),
		origin: roaring.New(), copies: roaring.New(),
	}
	var wide [len(textFields)][]uint32
	for i := range wide {
		wide[i] = make([]uint32, n)
	}
	var arena []byte
	ends := make([]int, n+1)
	var documents [kinds][]uint32
	for doc := range n {
		var r record
		ok := false
		err := seg.VisitDocument(uint64(doc), func(name string, _ byte, value []byte, _ []uint64) bool {
			switch name {
			case idField:
				arena = append(arena, value...)
			case columnField:
				r, ok = decodeRecord(value)
			}
			return true
		})
		if err != nil {
			return nil, fmt.Errorf("read stored columns: %w", err)
		}
		ends[doc+1] = len(arena)
		id := arena[ends[doc]:]
		if !ok || len(id) == 0 {
			return nil, fmt.Errorf("document %q has no columns: the index must be rebuilt", id)
		}
		if id[0] == markerID[0] {
			continue
		}
		of := index.Articles
		if id[0] == 'q' {
			of = index.Quotes
		}
		documents[of] = append(documents[of], uint32(doc))
		cols.day[doc] = r.day
		for i, length := range r.lengths {
			wide[i][doc] = length
		}
		if r.origin {
			cols.origin.Add(uint32(doc))
		}
		if r.story != 0 {
			cols.stories = append(cols.stories, storyOf{r.story, uint32(doc), 0})
			c.stories.add(r.story, hashOf(id))
		}
		if r.retold != 0 {
			cols.stories = append(cols.stories, storyOf{r.retold, uint32(doc), r.teller})
			c.stories.add(r.retold, hashOf(id))
		}
	}
	for i, list := range wide {
		cols.lengths[i] = newLengths(list)
		for _, other := range cols.lengths[:i] { // roots are as many as the words that they are of
			if slices.Equal(other.narrow, cols.lengths[i].narrow) && slices.Equal(other.wide, cols.lengths[i].wide) {
				cols.lengths[i] = other
			}
		}
	}
	idOf := func(doc uint32) []byte { return arena[ends[doc]:ends[doc+1]] }
	for of, list := range documents {
		cols.of[of] = roaring.BitmapOf(list...)
		cols.of[of].RunOptimize()
		slices.SortFunc(list, func(a, b uint32) int {
			if byDay := newestFirst(cols.day[a], cols.day[b]); byDay != 0 {
				return byDay
			}
			return bytes.Compare(idOf(a), idOf(b))
		})
		cols.byDate[of] = list
		for place, doc := range list {
			cols.rank[doc] = uint32(place)
		}
	}
	for _, doc := range documents[index.Articles] {
		cols.ids = append(cols.ids, idOf(doc)...)
		cols.idEnds = append(cols.idEnds, uint32(len(cols.ids)))
	}
	cols.ids = slices.Clip(cols.ids)
	slices.SortFunc(cols.stories, func(a, b storyOf) int { return cmp.Compare(a.story, b.story) })
	cols.setParents(documents, idOf)
	return cols, nil
}

// setParents finds the article of each quote: it lies in the same segment.
func (c *columns) setParents(documents [kinds][]uint32, idOf func(uint32) []byte) {
	if len(documents[index.Quotes]) == 0 {
		return
	}
	articles := make(map[string]uint32, len(documents[index.Articles]))
	for _, doc := range documents[index.Articles] {
		id, _ := index.SplitDocument(string(idOf(doc)))
		articles[id] = doc
	}
	for _, doc := range documents[index.Quotes] {
		id, _ := index.SplitDocument(string(idOf(doc)))
		c.parent[doc] = articles[id]
	}
}

// newestFirst orders days; those without one come last.
func newestFirst(a, b uint32) int { return cmp.Compare(b, a) }

// oldestFirst orders days; those without one come last.
func oldestFirst(a, b uint32) int { return cmp.Compare(a-1, b-1) } // 0 becomes the greatest

// A stories knows which stories have more than one document, or had.
type stories struct {
	mu     sync.Mutex
	first  map[uint64]uint64 // story -> hash of the id that told it first; 0 once it is shared
	shared []uint64          // in the order in which they became so
}

func (s *stories) add(story, id uint64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	first, known := s.first[story]
	switch {
	case !known:
		s.first[story] = id
	case first != 0 && first != id:
		s.first[story] = 0
		s.shared = append(s.shared, story)
	}
}

func (s *stories) list() []uint64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.shared
}

// copiesIn returns the documents that may tell a story which another tells too,
// and which story each of them tells. Neither is to be changed.
func (c *columns) copiesIn(shared []uint64) (*roaring.Bitmap, []storyOf) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.known == len(shared) {
		return c.copies, c.shared
	}
	copies := c.copies.Clone()
	for _, story := range shared[min(c.known, len(shared)):] {
		at, _ := slices.BinarySearchFunc(c.stories, story, func(s storyOf, story uint64) int { return cmp.Compare(s.story, story) })
		for ; at < len(c.stories) && c.stories[at].story == story; at++ {
			copies.Add(c.stories[at].document)
			c.shared = append(c.shared, c.stories[at])
		}
	}
	c.copies, c.known = copies, len(shared)
	return c.copies, c.shared
}
