package people

import (
	"fmt"
	"testing"

	"warta/index"
)

// A cached lookup of an unknown key is invalid once the key is learned, and only then: an
// engine asks repeatedly for keys that no article contains any more.
func TestTheVersionRisesWhenAMissedKeyIsMet(t *testing.T) {
	t.Parallel()
	r := New(NewIDs(nil, nil))
	key := func(n int) string {
		first, last := rune('a'+n%26), rune('a'+n/26%26)
		return fmt.Sprintf("Budi %c%c%cmanto%s=33.7%d", first, last, first, keyEnd, n%10)
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
		t.Fatal("unknown keys have people")
	}
	learn(3, 1)
	if r.Version() != before {
		t.Error("a key that was not looked up changes the version")
	}
	learn(1, 1)
	if r.Version() == before || r.Group(key(1)) == "" {
		t.Error("a key that was looked up in vain does not change the version")
	}
	before = r.Version()
	learn(1, 1)
	learn(4, 1)
	if r.Version() != before {
		t.Error("known keys and keys that were not looked up change the version")
	}
	learn(2, 1)
	if r.Version() == before {
		t.Error("a second key that was looked up in vain does not change the version")
	}
}

func TestMissedKeysAreBounded(t *testing.T) {
	t.Parallel()
	var m missedKeys
	for n := range 2 * maxMissed {
		m.add(fmt.Sprint(n))
	}
	if len(m.keys) > maxMissed {
		t.Errorf("%d keys are recorded, want at most %d", len(m.keys), maxMissed)
	}
	if !m.take([]string{"one of those that had no room"}) {
		t.Error("the overflow is not reported")
	}
	if m.take([]string{"another"}) || m.take(nil) {
		t.Error("a key is reported that was not looked up since")
	}
}
