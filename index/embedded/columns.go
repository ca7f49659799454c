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

// Columns hold the values that searches read for each document of one segment, by
// document number. A segment is immutable: its columns are filled once and kept while the
// segment is part of the index. Deletions are in live.
type columns struct {
	size    int
	of      [kinds]*roaring.Bitmap   // the documents of each kind
	day     []uint32                 // see dayOf
	rank    []uint32                 // position of the document in byDate of its kind
	byDate  [kinds][]uint32          // documents, newest first, then by ID
	parent  []uint32                 // of a quote, the document of its article
	lengths [len(textFields)]lengths // see textFields
	facets  sync.Map                 // *table -> *ordinals, doublesKey -> *doubles; filled on demand
	origin  *roaring.Bitmap          // documents with index.Document.Origin
	outside *roaring.Bitmap          // documents with index.Document.Outside
	stories [kinds]storyColumn
	// The IDs of articles are in memory, in the order of byDate: a search needs those of
	// its first thousand hits.
	ids    []byte
	idEnds []uint32 // by rank

	dating sync.Mutex // held while datedSets are computed

	mu   sync.Mutex // guards live and what stories says
	live *live      // of the newest view
}

// Lengths are the numbers of tokens of one field, by document. An entry takes two bytes,
// or four if a text of the segment has more than 65,535 tokens.
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

// A columnCache holds the columns of the segments, and the stories and tables that all
// segments share. It is safe for concurrent use.
type columnCache struct {
	mu       sync.Mutex
	segments map[uint64]*lazyColumns // by segment number; guarded by mu
	stories  [kinds]sharedStories
	tables   tables
}

// lazyColumns are columns that are loaded once, on first use.
type lazyColumns struct {
	once   sync.Once
	cols   *columns
	err    error
	joined bool // [columnCache.join] has seen the columns; guarded by columnCache.mu
}

func (c *columnCache) init() {
	c.segments = make(map[uint64]*lazyColumns)
}

// of returns the segments of s with their columns, and drops the columns of all other
// segments. Its calls must be in the order of the states of the index.
func (c *columnCache) of(s snapshot) ([]*segment, error) {
	found := s.Segments()
	out := make([]*segment, len(found))
	loads := make([]*lazyColumns, len(found))
	c.mu.Lock()
	for i, seg := range found {
		l := c.segments[seg.Id()]
		if l == nil {
			l = new(lazyColumns)
			c.segments[seg.Id()] = l
		}
		loads[i] = l
	}
	maps.DeleteFunc(c.segments, func(_ uint64, l *lazyColumns) bool { return !slices.Contains(loads, l) })
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
	c.mu.Lock()
	defer c.mu.Unlock()
	fresh := make([]bool, len(loads))
	for i, l := range loads {
		fresh[i], l.joined = !l.joined, true
	}
	c.join(out, fresh)
	return out, nil
}

// forget removes columns that failed to load, so that the next call loads them again.
func (c *columnCache) forget(segment uint64, l *lazyColumns) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.segments[segment] == l {
		delete(c.segments, segment)
	}
}

// load fills the columns of a segment in one pass over its stored records.
func (c *columnCache) load(seg *scorch.SegmentSnapshot) (*columns, error) {
	n := int(seg.FullSize())
	cols := &columns{
		size: n, day: make([]uint32, n), rank: make([]uint32, n), parent: make([]uint32, n),
		origin: roaring.New(), outside: roaring.New(),
	}
	var wide [len(textFields)][]uint32
	for i := range wide {
		wide[i] = make([]uint32, n)
	}
	var arena []byte
	ends := make([]int, n+1)
	var documents [kinds][]uint32
	var stories [kinds][]storyEntry
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
		if r.outside {
			cols.outside.Add(uint32(doc))
		}
		if r.story != 0 {
			stories[of] = append(stories[of], storyEntry{r.story, uint32(doc), 0})
		}
		if r.reprint != 0 {
			stories[of] = append(stories[of], storyEntry{r.reprint, uint32(doc), r.publisher})
		}
	}
	for i, list := range wide {
		cols.lengths[i] = newLengths(list)
		for _, other := range cols.lengths[:i] { // a root field has as many tokens as its field of forms
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
	for of, entries := range stories {
		cols.stories[of] = newStoryColumn(entries)
	}
	cols.setParents(documents, idOf)
	return cols, nil
}

// setParents sets the article of each quote. It is always in the same segment.
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

// newestFirst compares days in descending order; 0, no day, comes last.
func newestFirst(a, b uint32) int { return cmp.Compare(b, a) }

// oldestFirst compares days in ascending order; 0, no day, comes last.
func oldestFirst(a, b uint32) int { return cmp.Compare(a-1, b-1) } // 0 wraps around to the maximum
