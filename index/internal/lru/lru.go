// Package lru keeps decoded values in memory, those that were used last.
package lru

import (
	"container/list"
	"sync"
)

// A Cache keeps values by ID up to a number of bytes, and drops those that were not used for
// the longest time. It is safe for concurrent use.
type Cache[V any] struct {
	limit int64 // bytes

	mu      sync.Mutex
	size    int64                    // bytes
	entries map[string]*list.Element // of *entry[V], by ID
	recent  *list.List               // the most recently used in front
	drops   uint64                   // number of calls of Drop
}

// An entry is a cached value.
type entry[V any] struct {
	id    string
	value V
	size  int64
}

// New returns an empty cache of at most limit bytes; with a negative limit it keeps nothing.
func New[V any](limit int64) *Cache[V] {
	return &Cache[V]{limit: limit, entries: map[string]*list.Element{}, recent: list.New()}
}

// Get returns the value of an ID, and whether there is one.
func (c *Cache[V]) Get(id string) (value V, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	el, ok := c.entries[id]
	if !ok {
		return value, false
	}
	c.recent.MoveToFront(el)
	return el.Value.(*entry[V]).value, true
}

// Epoch returns a number that changes with each drop.
func (c *Cache[V]) Epoch() uint64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.drops
}

// Put caches a value of size bytes, unless a value was dropped since epoch: it may then be
// stale. It does not cache a value of more than an eighth of the limit.
func (c *Cache[V]) Put(id string, value V, size int64, epoch uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.drops != epoch || size > c.limit/8 {
		return
	}
	if el, ok := c.entries[id]; ok {
		c.remove(el)
	}
	c.entries[id] = c.recent.PushFront(&entry[V]{id, value, size})
	for c.size += size; c.size > c.limit; {
		c.remove(c.recent.Back())
	}
}

// Drop removes the value of an ID.
func (c *Cache[V]) Drop(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.drops++
	if el, ok := c.entries[id]; ok {
		c.remove(el)
	}
}

func (c *Cache[V]) remove(el *list.Element) {
	e := c.recent.Remove(el).(*entry[V])
	delete(c.entries, e.id)
	c.size -= e.size
}
