package embedded

import "testing"

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
		f.add(n)
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
