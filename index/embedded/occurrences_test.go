package embedded

import (
	"testing"

	"warta/index"
)

func TestOccurrenceCacheKeepsWithinItsBudget(t *testing.T) {
	t.Parallel()
	c := newOccurrenceCache(2*entrySize+10, 1)
	key := func(term string) occurrenceKey { return occurrenceKey{1, termName{"body", term}} }
	for _, term := range []string{"a", "b", "a"} {
		c.put(key(term), &occurrences{counts: make([]uint8, 4)})
	}
	const two = 2*entrySize + 8
	if c.get(key("a")) == nil || c.get(key("b")) == nil || c.used != two {
		t.Errorf("two of four bytes have room, and one counts once: %d used", c.used)
	}
	c.get(key("a"))
	c.put(key("c"), &occurrences{counts: make([]uint8, 4)})
	if c.get(key("b")) != nil || c.get(key("a")) == nil || c.get(key("c")) == nil || c.used != two {
		t.Errorf("what was not asked for the longest has to go: %d used", c.used)
	}
	c.put(key("d"), &occurrences{counts: make([]uint8, entrySize+11)})
	if c.get(key("d")) != nil || c.used != two {
		t.Errorf("what has no room is not kept: %d used", c.used)
	}
}

func TestOccurrencesKeepEachCount(t *testing.T) {
	t.Parallel()
	counts := []uint32{1, 14, 15, 16, 1, 3, 70000, 2, 15}
	f := newOccurrences(len(counts))
	for _, n := range counts {
		f.add(n, 10)
	}
	for i, want := range counts {
		if got := f.at(i); got != int(want) {
			t.Errorf("count %d is %d, want %d", i, got, want)
		}
	}
	if f.documents != len(counts) || f.size() != 5+4*manySize+entrySize {
		t.Errorf("%d documents in %d bytes", f.documents, f.size())
	}
}

func TestTheBoundOfOccurrencesIsTheHighestScore(t *testing.T) {
	t.Parallel()
	norm := func(length uint32) float64 { return index.LengthNorm(int(length), 100) }
	for _, c := range []struct {
		name    string
		entries [][2]uint32 // frequency and length
		want    float64
	}{
		{"none", nil, 0},
		{"a short field", [][2]uint32{{1, 90}, {1, 10}, {2, 400}}, index.Saturated(1, norm(10))},
		{"a high frequency", [][2]uint32{{1, 90}, {7, 100}, {2, 60}}, index.Saturated(7, norm(100))},
		{"more than half a byte holds", [][2]uint32{{30, 100}, {20, 50}}, index.Saturated(30, norm(50))},
	} {
		f := newOccurrences(len(c.entries))
		for _, e := range c.entries {
			f.add(e[0], e[1])
		}
		if got := f.bound(norm); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

func TestOccurrencesAreReadOnceTheyAreWorthIt(t *testing.T) {
	t.Parallel()
	c := newOccurrenceCache(1000, 1)
	key := func(term string) occurrenceKey { return occurrenceKey{1, termName{"body", term}} }
	const size = 800
	for _, step := range []struct {
		term   string
		wanted int
		want   bool
	}{
		{"a", 200, true},
		{"b", 1, false},
		{"b", 1, true},
		{"b", 1, false}, // it was read and had no room
		{"c", 150, false},
		{"c", 50, true},
	} {
		if got := c.worth(key(step.term), size, step.wanted); got != step.want {
			t.Errorf("%d more of %d of %s: %v, want %v", step.wanted, size, step.term, got, step.want)
		}
	}
	for n := range 3 * maxMissed {
		c.worth(occurrenceKey{uint64(n), termName{"body", "d"}}, size, 1)
	}
	if len(c.missed) > maxMissed {
		t.Errorf("%d terms are remembered, at most %d should be", len(c.missed), maxMissed)
	}
}
