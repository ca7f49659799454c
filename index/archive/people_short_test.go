package archive_test

import (
	"fmt"
	"slices"
	"testing"

	"warta/index"
	"warta/index/archive"
)

func TestStaffSeeWhyAShortNameLeadsAndMayUndoIt(t *testing.T) {
	t.Parallel()
	o, a := openCast(t)
	tell(t, a, site+"1", "Handi Tri Ujiono @33!Ketua: Kita mulai.")
	tell(t, a, site+"2", "Handi @?33: Kita lanjut.")
	tell(t, a, site+"3", "Ujiono @33!Ketua: Kita tutup.")
	who, err := a.Official(t.Context(), "ujiono")
	if err != nil || who.ID != "handi-tri-ujiono" || !slices.Contains(who.IDs, "ujiono") {
		t.Fatalf("got %+v, %v", who, err)
	}
	var got []string
	for _, n := range who.ShortNames {
		got = append(got, fmt.Sprint(n.Name, n.ID, n.Satker, n.Articles, n.Because != ""))
	}
	slices.Sort(got)
	if fmt.Sprint(got) != "[Handi[33] 1 true Ujionoujiono[33] 1 true]" {
		t.Errorf("short names %q of %+v", got, who)
	}
	if got := inFacet(t, a, index.Quotes); fmt.Sprint(got) != "[handi-tri-ujiono=3]" {
		t.Errorf("before: %v", got)
	}
	if _, err := a.SplitOfficial(t.Context(), "ujiono", "orang lain", "k1"); err != nil {
		t.Fatal(err)
	}
	everywhere(t, o, a, func(t *testing.T, a *archive.Archive) {
		if got := inFacet(t, a, index.Quotes); fmt.Sprint(got) != "[handi-tri-ujiono=2 ujiono=1]" {
			t.Errorf("after the split: %v", got)
		}
	})
}
