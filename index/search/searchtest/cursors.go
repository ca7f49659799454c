package searchtest

import (
	"context"
	"fmt"
	"reflect"
	"sync"
	"testing"
	"time"

	"warta/index"
	"warta/index/search"
)

// A CursorsFactory opens empty cursors that keep at most maxHits hits and take the time from
// now.
type CursorsFactory func(t *testing.T, now func() time.Time, maxHits int) search.Cursors

// TestCursors tests the contract of [search.Cursors].
func TestCursors(t *testing.T, open CursorsFactory) {
	t.Run("a ranking comes back as it was put", func(t *testing.T) {
		t.Parallel()
		c, _ := openCursors(t, open)
		want := rankingOf("a", 3)
		want[1].Quote, want[1].Score, want[1].Copies, want[1].Date = "a-1", 0.25, 7, "2025-11-04"
		want[1].Places = []string{"q:1:b#b-1"}
		c.Put(t.Context(), search.RankingKey{Query: 1, Mark: 2}, want)
		expectRanking(t, c, search.RankingKey{Query: 1, Mark: 2}, want)
	})
	t.Run("query and mark tell rankings apart", func(t *testing.T) {
		t.Parallel()
		c, _ := openCursors(t, open)
		keys := []search.RankingKey{{Query: 1, Mark: 2}, {Query: 2, Mark: 1}, {Query: 1, Mark: 12}, {Query: 11, Mark: 2}, {Query: 1<<64 - 1, Mark: 1<<64 - 1}}
		for i, key := range keys {
			c.Put(t.Context(), key, rankingOf(fmt.Sprint(i), 2))
		}
		for i, key := range keys {
			expectRanking(t, c, key, rankingOf(fmt.Sprint(i), 2))
		}
		expectRanking(t, c, search.RankingKey{Query: 2, Mark: 2}, nil)
	})
	t.Run("a ranking is kept for its time to live", func(t *testing.T) {
		t.Parallel()
		c, clock := openCursors(t, open)
		key := search.RankingKey{Query: 1, Mark: 1}
		c.Put(t.Context(), key, rankingOf("a", 2))
		clock.advance(search.RankingTTL - time.Second)
		expectRanking(t, c, key, rankingOf("a", 2))
		clock.advance(time.Second)
		expectRanking(t, c, key, nil)
	})
	t.Run("put replaces a ranking and starts its time again", func(t *testing.T) {
		t.Parallel()
		c, clock := openCursors(t, open)
		key := search.RankingKey{Query: 1, Mark: 1}
		c.Put(t.Context(), key, rankingOf("a", 2))
		clock.advance(search.RankingTTL - time.Second)
		c.Put(t.Context(), key, rankingOf("b", 3))
		clock.advance(time.Minute)
		expectRanking(t, c, key, rankingOf("b", 3))
	})
	t.Run("beyond the bound the oldest rankings go", func(t *testing.T) {
		t.Parallel()
		const each = 100
		c, clock := openCursors(t, open)
		key := func(n int) search.RankingKey { return search.RankingKey{Query: uint64(n)} }
		for n := range 3 * bound / each {
			c.Put(t.Context(), key(n), rankingOf(fmt.Sprint(n), each))
			clock.advance(time.Second)
		}
		newest := 3*bound/each - 1
		expectRanking(t, c, key(newest), rankingOf(fmt.Sprint(newest), each))
		kept, gap := 0, false
		for n := newest; n >= 0; n-- {
			switch got := c.Get(t.Context(), key(n)); {
			case got == nil:
				gap = true
			case gap:
				t.Fatalf("ranking %d is kept and a newer one is not", n)
			default:
				kept += len(got)
			}
		}
		if kept > bound {
			t.Errorf("%d hits are kept, the bound is %d", kept, bound)
		}
		c.Put(t.Context(), key(-1), rankingOf("huge", bound+1)) // may be dropped at once
		c.Put(t.Context(), key(-2), rankingOf("small", 1))
		expectRanking(t, c, key(-2), rankingOf("small", 1))
	})
	t.Run("an ended context is no reason to fail", func(t *testing.T) {
		t.Parallel()
		c, _ := openCursors(t, open)
		ended, cancel := context.WithCancel(t.Context())
		cancel()
		key := search.RankingKey{Query: 1, Mark: 1}
		c.Put(ended, key, rankingOf("a", 2))
		if got := c.Get(ended, key); got != nil && !reflect.DeepEqual(got, rankingOf("a", 2)) {
			t.Errorf("got %v", got)
		}
	})
	t.Run("many at once", func(t *testing.T) {
		t.Parallel()
		c, _ := openCursors(t, open)
		var done sync.WaitGroup
		for g := range 8 {
			done.Go(func() {
				for n := range 100 {
					key := search.RankingKey{Query: uint64((g + n) % 10)}
					want := rankingOf(fmt.Sprint(key.Query), 50)
					c.Put(t.Context(), key, want)
					if got := c.Get(t.Context(), key); got != nil && !reflect.DeepEqual(got, want) {
						t.Errorf("ranking %d is that of another key", key.Query)
					}
				}
			})
		}
		done.Wait()
	})
}

// A testClock is a clock that a test moves.
type testClock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *testClock) time() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *testClock) advance(by time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(by)
}

// bound is the number of hits that the tested cursors keep.
const bound = 1000

func openCursors(t *testing.T, open CursorsFactory) (search.Cursors, *testClock) {
	t.Helper()
	clock := &testClock{now: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)}
	return open(t, clock.time, bound), clock
}

// rankingOf returns n hits of articles whose ids begin with a prefix.
func rankingOf(prefix string, n int) []index.Match {
	list := make([]index.Match, n)
	for i := range list {
		list[i].Article = fmt.Sprint(prefix, "-", i)
		list[i].ID = index.ArticleDocument(list[i].Article)
	}
	return list
}

func expectRanking(t *testing.T, c search.Cursors, key search.RankingKey, want []index.Match) {
	t.Helper()
	if got := c.Get(t.Context(), key); !reflect.DeepEqual(got, want) {
		t.Errorf("ranking %+v: got %d hits, want %d: %v", key, len(got), len(want), got)
	}
}
