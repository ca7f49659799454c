package embedded

import (
	"container/list"
	"fmt"
	"sync"
)

// Occurrences are how often a term stands in each document of its list in one
// segment, in the order of the documents. bleve keeps them as variable-length
// numbers among the places; reading those of a frequent word takes most of the
// time of a search that has one.
type occurrences struct {
	documents int
	counts    []uint8        // of two documents each; often means: see many
	many      map[int]uint32 // by the document's place in the list
}

// often stands for a count that has no room in half a byte.
const often = 0xf

func newOccurrences(documents int) *occurrences {
	return &occurrences{counts: make([]uint8, 0, (documents+1)/2)}
}

// add adds the count of the next document.
func (f *occurrences) add(count uint32) {
	half := uint8(min(count, often))
	if half == often {
		if f.many == nil {
			f.many = make(map[int]uint32)
		}
		f.many[f.documents] = count
	}
	if f.documents%2 == 0 {
		f.counts = append(f.counts, half)
	} else {
		f.counts[f.documents/2] |= half << 4
	}
	f.documents++
}

// at returns the count of a document by its place in the list.
func (f *occurrences) at(i int) int {
	if half := f.counts[i/2] >> (i % 2 * 4) & 0xf; half != often {
		return int(half)
	}
	return int(f.many[i])
}

// entrySize is about how many bytes it takes to keep anything at all, and a count
// that is often.
const entrySize, manySize = 256, 32

// size returns about how many bytes f takes in a cache.
func (f *occurrences) size() int { return cap(f.counts) + manySize*len(f.many) + entrySize }

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
	missed map[occurrenceKey]int           // see worth
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
	return &occurrenceCache{frequent: frequent, budget: budget, known: make(map[occurrenceKey]*list.Element), latest: list.New(), missed: make(map[occurrenceKey]int)}
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

// maxMissed is of how many terms it is known what they were asked for.
const maxMissed = 1 << 12

// worth reports whether the occurrences of a term that are not kept are to be read:
// when so many documents of it were wanted, over all searches, that looking at those
// alone costs as much. Each search counts as an eighth at least, as it goes through
// the list to find them.
func (c *occurrenceCache) worth(key occurrenceKey, size, wanted int) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	all := c.missed[key] + max(wanted, size/8)
	if all >= size/4 {
		delete(c.missed, key)
		return true
	}
	if len(c.missed) >= maxMissed {
		clear(c.missed)
	}
	c.missed[key] = all
	return false
}

// occurrences returns those of a term that is frequent in the segment and of which
// so many documents are wanted, nil for what is not worth reading.
func (s *segment) occurrences(cache *occurrenceCache, l leaf, wanted int) (*occurrences, error) {
	size := int(l.set.GetCardinality())
	if size < cache.frequent {
		return nil, nil
	}
	key := occurrenceKey{s.snapshot.Id(), l.name}
	if f := cache.get(key); f != nil {
		return f, nil
	}
	if !cache.worth(key, size, wanted) {
		return nil, nil
	}
	f := newOccurrences(size)
	for it := l.list.Iterator(true, false, false, nil); ; {
		posting, err := it.Next()
		if err != nil {
			return nil, fmt.Errorf("read frequencies: %w", err)
		}
		if posting == nil {
			break
		}
		f.add(uint32(posting.Frequency()))
	}
	if f.documents != size {
		return nil, fmt.Errorf("read frequencies of %s: %d where %d documents have it", l.of, f.documents, size)
	}
	cache.put(key, f)
	return f, nil
}
