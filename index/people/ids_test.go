package people_test

import (
	"slices"
	"testing"

	"warta/index/people"
	"warta/index/record"
	"warta/index/record/recordtest"
)

// An archive that does not know yet what another gave asks for the same ids, and takes the
// answer of the record.
func TestClashesOfIDsAreSettledByTheRecord(t *testing.T) {
	t.Parallel()
	memory := recordtest.NewMemory()
	one, two := people.NewIDs(nil, memory.Open(nil)), people.NewIDs(nil, memory.Open(nil))
	give := func(ids *people.IDs, want []string, keys ...string) {
		t.Helper()
		if got, err := ids.Give(t.Context(), "budi", keys...); err != nil || !slices.Equal(got, want) {
			t.Errorf("%q: got %q, %v, want %q", keys, got, err, want)
		}
	}
	give(one, []string{"budi"}, "k1")
	give(two, []string{"budi-2"}, "k2")                               // it wanted the first one
	give(one, []string{"budi-3", "budi-2", "budi"}, "k3", "k2", "k1") // k2 has one already
	give(two, []string{"budi", "budi-2", "budi-3", "budi-4"}, "k1", "k2", "k3", "k4")
	for _, c := range []struct {
		ids              *people.IDs
		part, slug, want string
	}{
		{one, "budi", "rini", "rini"},
		{two, "budi-2", "rini", "rini-2"},
		{two, "budi", "rini", "rini"},
		{one, "budi-2", "rini", "rini-2"}, // it does not know yet
		{one, "budi", "sari", "sari"},     // renamed again
	} {
		if got, err := c.ids.Rename(t.Context(), c.part, c.slug); err != nil || got != c.want {
			t.Errorf("%s as %s: got %s, %v, want %s", c.part, c.slug, got, err, c.want)
		}
	}
	all, err := record.AllPersonIDs(t.Context(), memory.Open(nil), 0)
	if err != nil || len(all) != 7 {
		t.Errorf("the record has %+v, %v, want 7 ids", all, err)
	}
}
