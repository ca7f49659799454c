package archive_test

import (
	"fmt"
	"slices"
	"testing"

	"warta/index"
	"warta/index/internal/cast"
)

// Names that share a key with a great many others stay apart, whichever comes first, and
// are joined again when the others are gone.
func TestNamesInALargeBlockStayApart(t *testing.T) {
	t.Parallel()
	_, a := openCast(t)
	crowd := func(i int) string { return "Ketua Panitia Lom" + cast.Letters(i, 3) + "ker" }
	tell(t, a, site+"a", "Ketua Panitia @33: Kita mulai.")
	tell(t, a, site+"b", crowd(0)+" @33: Kita lanjut.")
	together := inFacet(t, a, index.Articles)
	if len(together) != 1 {
		t.Fatalf("before: %v", together)
	}
	var lines []string
	for i := range 60 {
		lines = append(lines, crowd(i+1)+" @33: Kita "+cast.Letters(i, 2)+".")
	}
	many := tell(t, a, site+"c", lines...)
	registryIsExact(t, a)
	if got := inFacet(t, a, index.Articles); !slices.Contains(got, "ketua-panitia=1") {
		t.Errorf("in a crowd: %v", got)
	}
	if _, err := a.Remove(t.Context(), many.ID, "k1"); err != nil {
		t.Fatal(err)
	}
	registryIsExact(t, a)
	if got := inFacet(t, a, index.Articles); fmt.Sprint(got) != fmt.Sprint(together) {
		t.Errorf("when it is gone: %v, want %v", got, together)
	}
}
