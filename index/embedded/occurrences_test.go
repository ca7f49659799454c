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
