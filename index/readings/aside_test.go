package readings_test

import (
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"warta/analyzers/article"
	"warta/index/readings"
)

func TestArticlesAreSetAsideUntilTheyChange(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "readings.db")
	r, err := readings.Open(t.Context(), path, readings.Options{})
	if err != nil {
		t.Fatal(err)
	}
	set := func(r *readings.Readings, mark uint64, id, why string) {
		t.Helper()
		c := readings.Change{ID: id, Seq: mark, Article: &article.Article{ID: id, Title: "Judul"}, Aside: why}
		if err := r.Apply(t.Context(), []readings.Change{c}, mark); err != nil {
			t.Fatal(err)
		}
	}
	set(r, 1, "b", "it panics\nwith a stack")
	set(r, 2, "a", strings.Repeat("é", 300))
	set(r, 3, "c", "")
	before := r.Aside()
	if len(before) != 2 || before[0] != (readings.Aside{ID: "b", Seq: 1, Why: "it panics"}) {
		t.Errorf("set aside: %+v", before)
	}
	if why := before[1].Why; len(why) > 200 || !utf8.ValidString(why) || why == "" {
		t.Errorf("a long reason is kept as %q", why)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}

	r = open(t, path, readings.Options{})
	if got := r.Aside(); len(got) != 2 || got[0] != before[0] || got[1] != before[1] {
		t.Errorf("after a restart: %+v", got)
	}
	set(r, 4, "b", "")
	if r.IsAside("b") || !r.IsAside("a") || r.AsideLen() != 1 {
		t.Errorf("after a change that does no harm: %+v", r.Aside())
	}
	if err := r.Apply(t.Context(), []readings.Change{{ID: "a", Seq: 5}}, 5); err != nil {
		t.Fatal(err)
	}
	if r.AsideLen() != 0 || len(before) != 2 {
		t.Errorf("after a removal: %+v; what was listed before: %+v", r.Aside(), before)
	}
}
