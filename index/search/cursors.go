package search

import (
	"context"
	"slices"
	"sync"
	"time"

	"warta/index"
)

// Cursors keep rankings: the order of the hits of a first page by relevance, so that the
// pages behind it continue the same order while the index changes. They are safe for
// concurrent use. searchtest.TestCursors is their contract.
//
// Cursors are a cache. A search whose ranking is missing asks the engine again, and answers
// Expired if the index has changed since the first page. An implementation that fails logs
// the failure itself and counts the ranking as missing.
type Cursors interface {
	// Put keeps a ranking for [RankingTTL] and replaces the one under the same key. To
	// stay within its bound it may drop other rankings, the oldest first, or this one.
	// Neither side changes the ranking afterwards.
	Put(ctx context.Context, key RankingKey, ranking []index.Match)
	// Get returns the ranking under key, nil if it is missing or older than RankingTTL.
	Get(ctx context.Context, key RankingKey) []index.Match
}

// A RankingKey identifies a ranking: the same query in the same state of the index has the
// same ranking.
type RankingKey struct {
	Query uint64 // hash of the fields of the query that cursors depend on
	Mark  uint64 // [index.Result.Mark] of the first page
}

// RankingTTL is how long the pages behind a first page by relevance can be asked for.
const RankingTTL = 5 * time.Minute

// MaxKept is the default bound of [MemoryCursors], in hits over all rankings: about 120 MB,
// a thousand rankings of a thousand hits each.
const MaxKept = 1_000_000

// MemoryCursors keep rankings in the memory of this process.
type MemoryCursors struct {
	now     func() time.Time
	maxHits int

	mu       sync.Mutex
	rankings map[RankingKey]ranking
	order    []RankingKey // oldest first
	hits     int          // of all rankings
}

type ranking struct {
	hits []index.Match
	at   time.Time // of Put
}

// NewMemoryCursors returns cursors that keep at most maxHits hits over all rankings.
func NewMemoryCursors(now func() time.Time, maxHits int) *MemoryCursors {
	return &MemoryCursors{now: now, maxHits: maxHits, rankings: make(map[RankingKey]ranking)}
}

// Get implements [Cursors].
func (c *MemoryCursors) Get(_ context.Context, key RankingKey) []index.Match {
	now := c.now()
	c.mu.Lock()
	defer c.mu.Unlock()
	if found, ok := c.rankings[key]; ok && now.Sub(found.at) < RankingTTL {
		return found.hits
	}
	return nil
}

// Put implements [Cursors].
func (c *MemoryCursors) Put(_ context.Context, key RankingKey, hits []index.Match) {
	now := c.now()
	c.mu.Lock()
	defer c.mu.Unlock()
	if before, ok := c.rankings[key]; ok { // the TTL starts again
		c.hits -= len(before.hits)
		c.order = slices.DeleteFunc(c.order, func(k RankingKey) bool { return k == key })
	}
	c.order = append(c.order, key)
	c.rankings[key] = ranking{hits, now}
	c.hits += len(hits)
	for len(c.order) > 0 && (c.hits > c.maxHits || now.Sub(c.rankings[c.order[0]].at) >= RankingTTL) {
		oldest := c.order[0]
		c.order = c.order[1:]
		c.hits -= len(c.rankings[oldest].hits)
		delete(c.rankings, oldest)
	}
}
