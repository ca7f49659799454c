package embedded

import (
	"container/list"
	"fmt"
	"math"
	"sync"
)

// Occurrences are how often a term stands in each document of its list in one
// segment, in the order of the documents. bleve keeps them as variable-length
// numbers among the places; reading those of a frequent word takes most of the
// time of a search that has one.
type occurrences struct {
	counts []uint8        // often means: see many
	many   map[int]uint32 // by index of counts
}

// often stands for a count that has no room in a byte.
const often = math.MaxUint8

func (f *occurrences) at(i int) int {
	if n := f.counts[i]; n != often {
		return int(n)
	}
	return int(f.many[i])
}

// entrySize is about how many bytes it takes to keep anything at all.
const entrySize = 256

// size returns about how many bytes f takes in a cache.
func (f *occurrences) size() int { return cap(f.counts) + entrySize }

// An occurrenceCache keeps the occurrences of the terms that searches ask for, the
// latest asked for, within a budget. What it holds is of immutable segments, so
// that nothing in it is ever out of date; a segment that is gone is not asked for
// any more.
type occurrenceCache struct {
	frequent int // length of a list from which on its occurrences are kept

	mu     sync.Mutex // of what follows
	budget int        // bytes
	used   int
	known  map[occurrenceKey]*list.Element // of occurrenceEntry
	latest *list.List                      // asked for last in front
}

type occurrenceKey struct {
	segment uint64
	termName
}

type occurrenceEntry struct {
	key  occurrenceKey
	held *occurrences
}

func newOccurrenceCache(budget, frequent int) *occurrenceCache {
	return &occurrenceCache{frequent: frequent, budget: budget, known: make(map[occurrenceKey]*list.Element), latest: list.New()}
}

func (c *occurrenceCache) get(key occurrenceKey) *occurrences {
	c.mu.Lock()
	defer c.mu.Unlock()
	found := c.known[key]
	if found == nil {
		return nil
	}
	c.latest.MoveToFront(found)
	return found.Value.(occurrenceEntry).held
}

func (c *occurrenceCache) put(key occurrenceKey, f *occurrences) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.known[key] != nil || f.size() > c.budget {
		return
	}
	c.known[key] = c.latest.PushFront(occurrenceEntry{key, f})
	c.used += f.size()
	for c.used > c.budget {
		last := c.latest.Remove(c.latest.Back()).(occurrenceEntry)
		delete(c.known, last.key)
		c.used -= last.held.size()
	}
}

// occurrences returns those of a term that is frequent in the segment, nil for
// one that is not. They are read where wanted documents of it are asked for at
// once: for few it is dearer than looking at those alone.
func (s *segment) occurrences(cache *occurrenceCache, l leaf, wanted int) (*occurrences, error) {
	size := int(l.set.GetCardinality())
	if size < cache.frequent || wanted < size/32 {
		return nil, nil
	}
	key := occurrenceKey{s.snapshot.Id(), l.name}
	if f := cache.get(key); f != nil {
		return f, nil
	}
	if wanted < size/4 {
		return nil, nil
	}
	f := &occurrences{counts: make([]uint8, 0, size)}
	for it := l.list.Iterator(true, false, false, nil); ; {
		posting, err := it.Next()
		if err != nil {
			return nil, fmt.Errorf("read frequencies: %w", err)
		}
		if posting == nil {
			break
		}
		n := posting.Frequency()
		if n >= often {
			if f.many == nil {
				f.many = make(map[int]uint32)
			}
			f.many[len(f.counts)] = uint32(n)
			n = often
		}
		f.counts = append(f.counts, uint8(n))
	}
	if len(f.counts) != size {
		return nil, fmt.Errorf("read frequencies of %s: %d where %d documents have it", l.of, len(f.counts), size)
	}
	cache.put(key, f)
	return f, nil
}
