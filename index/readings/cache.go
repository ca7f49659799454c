package readings

import (
	"container/list"
	"sync"
)

// A cache is an LRU cache of decoded readings. It is safe for concurrent use.
type cache struct {
	limit int64 // bytes

	mu      sync.Mutex
	size    int64                    // bytes
	entries map[string]*list.Element // of *entry, by ID
	recent  *list.List               // the most recently used in front
	drops   uint64                   // number of calls of drop
}

// An entry is a cached reading.
type entry struct {
	id   string
	rd   Reading
	size int64
}

func newCache(limit int64) *cache {
	return &cache{limit: limit, entries: map[string]*list.Element{}, recent: list.New()}
}

func (c *cache) get(id string) (Reading, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	el, ok := c.entries[id]
	if !ok {
		return Reading{}, false
	}
	c.recent.MoveToFront(el)
	return el.Value.(*entry).rd, true
}

// epoch returns a number that changes with each drop.
func (c *cache) epoch() uint64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.drops
}

// put caches rd, unless a reading was dropped since epoch: rd may then be stale. It does not
// cache a reading of more than an eighth of the limit.
func (c *cache) put(id string, rd Reading, size int64, epoch uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.drops != epoch || size > c.limit/8 {
		return
	}
	if el, ok := c.entries[id]; ok {
		c.remove(el)
	}
	c.entries[id] = c.recent.PushFront(&entry{id, rd, size})
	for c.size += size; c.size > c.limit; {
		c.remove(c.recent.Back())
	}
}

// drop removes the reading of an article.
func (c *cache) drop(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.drops++
	if el, ok := c.entries[id]; ok {
		c.remove(el)
	}
}

func (c *cache) remove(el *list.Element) {
	e := c.recent.Remove(el).(*entry)
	delete(c.entries, e.id)
	c.size -= e.size
}
