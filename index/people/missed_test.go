package people

import (
	"fmt"
	"testing"

	"warta/index"
)

// Whoever keeps what he was told of keys must ask again when one is met that he asked
// for in vain, and only then: an engine goes on asking for keys that no article has
// any more.
func TestTheVersionRisesWhenAMissedKeyIsMet(t *testing.T) {
	t.Parallel()
	r := New(NewIDs(nil, nil))
	key := func(n int) string {
		first, last := rune('a'+n%26), rune('a'+n/26%26)
		return fmt.Sprintf("Budi %c%c%cmanto%s=33.7%d", first, last, first, KeyEnd, n%10)
	}
	learn := func(n, articles int) {
		t.Helper()
		if err := r.Learn(t.Context(), Delta{keys: []index.Count{{Value: key(n), Count: articles}}}); err != nil {
			t.Fatal(err)
		}
	}
	learn(0, 1)
	before := r.Version()
	if r.Group(key(1)) != "" || r.Group(key(2)) != "" {
		t.Fatal("people are known whom no article named")
	}
	learn(3, 1)
	if r.Version() != before {
		t.Error("it is another version when somebody is met whom nobody asked for")
	}
	learn(1, 1)
	if r.Version() == before || r.Group(key(1)) == "" {
		t.Error("it is the same version when somebody is met who was asked for")
	}
	before = r.Version()
	learn(1, 1)
	learn(4, 1)
	if r.Version() != before {
		t.Error("it is another version when nobody new is met who was asked for")
	}
	learn(2, 1)
	if r.Version() == before {
		t.Error("it is the same version when another is met who was asked for")
	}
}

func TestMissedKeysAreBounded(t *testing.T) {
	t.Parallel()
	var m missedKeys
	for n := range 2 * maxMissed {
		m.add(fmt.Sprint(n))
	}
	if len(m.keys) > maxMissed {
		t.Errorf("%d keys are noted, at most %d should be", len(m.keys), maxMissed)
	}
	if !m.met([]string{"one of those that had no room"}) {
		t.Error("it is forgotten that there were more")
	}
	if m.met([]string{"another"}) || m.met(nil) {
		t.Error("after that nothing was missed")
	}
}
