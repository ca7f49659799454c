package embedded

import (
	"slices"
	"testing"

	"warta/analyzers/article"
	built "warta/index/documents"
)

// Segments of the same fields are merged by copying, and what one of them says is
// kept of a field must be what all say, whatever their articles have.
func TestEverySegmentHasEveryField(t *testing.T) {
	t.Parallel()
	e, err := Open(t.Context(), t.TempDir(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	for mark, a := range []*article.Article{
		{ID: "1"},
		{ID: "2", Title: "Komisi Pemilihan Umum", Date: "2025-11-04", Quotes: []article.Quote{{ID: "q1", Text: "Kami siap", Kind: article.Direct}}},
		nil,
		{ID: "4", Officials: []article.Official{{ID: "o1", Name: "Siti Aminah", Public: true}}},
	} {
		change := built.Change{ID: "1", Article: a}
		if a != nil {
			change.ID = a.ID
		}
		if err := e.Apply(t.Context(), built.Updates([]built.Change{change}), uint64(mark+1)); err != nil {
			t.Fatal(err)
		}
	}
	want := []string{idField, columnField}
	for _, f := range everyField() {
		want = append(want, f.Name)
	}
	slices.Sort(want)
	snapshot, err := e.snapshot()
	if err != nil {
		t.Fatal(err)
	}
	defer snapshot.close()
	if len(snapshot.Segments()) == 0 {
		t.Fatal("no segments")
	}
	for _, s := range snapshot.Segments() {
		if got := slices.Sorted(slices.Values(s.Segment().Fields())); !slices.Equal(got, want) {
			t.Errorf("got  %v\nwant %v", got, want)
		}
	}
	if len(slices.Compact(want)) != len(everyField())+2 {
		t.Error("a field is listed twice")
	}
}
