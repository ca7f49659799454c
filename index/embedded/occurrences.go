package embedded

import (
	"container/list"
	"context"
	"fmt"
	"sync"
)

// occurrences are the frequencies of one term in the documents of its postings list, for
// one segment and in the order of the list. bleve stores frequencies as variable-length
// numbers; decoding those of a frequent word takes most of the time of a search for it.
type occurrences struct {
	documents int
	counts    []uint8        // half a byte a document; often: the frequency is in many
	many      map[int]uint32 // by position in the list
}

// often marks a frequency of at least often, which half a byte cannot hold.
const often = 0xf

func newOccurrences(documents int) *occurrences {
	return &occurrences{counts: make([]uint8, 0, (documents+1)/2)}
}

// add appends the frequency in the next document.
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

// half returns the frequency in the document at position i of the list, at most often.
func (f *occurrences) half(i int) uint8 { return f.counts[i/2] >> (i % 2 * 4) & 0xf }

// at returns the frequency in the document at position i of the list.
func (f *occurrences) at(i int) int {
	if half := f.half(i); half != often {
		return int(half)
	}
	return int(f.many[i])
}

// entrySize is the approximate overhead of a cache entry in bytes, and manySize that of an
// element of occurrences.many.
const entrySize, manySize = 256, 32

// size returns the approximate number of bytes that f takes in a cache.
func (f *occurrences) size() int { return cap(f.counts) + manySize*len(f.many) + entrySize }

// An occurrenceCache is an LRU cache of occurrences with a budget in bytes. It is safe for
// concurrent use. Segments are immutable, so entries never become stale; entries of
// segments that are gone are evicted with time.
type occurrenceCache struct {
	frequent int // least length of a list whose occurrences are cached

	mu     sync.Mutex                      // guards the fields below
	budget int                             // bytes
	used   int                             // bytes
	known  map[occurrenceKey]*list.Element // of occurrenceEntry
	latest *list.List                      // the most recently used in front
	missed map[occurrenceKey]int           // documents wanted of terms that are not cached; see worth
}

// An occurrenceKey identifies a term of a segment.
type occurrenceKey struct {
	segment uint64
	termName
}

// An occurrenceEntry is an element of occurrenceCache.latest.
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

// maxMissed limits how many uncached terms have their demand tracked.
const maxMissed = 1 << 12

// worth reports whether to read and cache all occurrences of a term. It is true once the
// searches have wanted a quarter of the size documents of the list in total: from there
// on, reading single documents costs as much. A search counts as an eighth of the list at
// least, because it passes through the list in any case.
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

// cached returns the frequencies of a term if they are in the cache, else nil.
func (s *segment) cached(cache *occurrenceCache, l leaf) *occurrences {
	return cache.get(occurrenceKey{s.snapshot.Id(), l.name})
}

// occurrences returns the frequencies of a term, from the cache if they are there. It
// returns nil for a term that is not frequent in the segment, and for one that is not
// worth caching for the wanted number of documents.
func (s *segment) occurrences(ctx context.Context, cache *occurrenceCache, l leaf, wanted int) (*occurrences, error) {
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
		if f.documents%1024 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
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
