package search_test

import (
	"slices"
	"testing"
	"time"

	"warta/index/internal/cast"
	"warta/index/search"
	"warta/index/search/searchtest"
)

func TestPeriodsAreFound(t *testing.T) {
	t.Parallel()
	s := searchtest.NewShelf(t, cast.Plain("a", "2025-12-10", "Donor", "Darah."))
	s.Clock = time.Date(2025, 12, 15, 12, 0, 0, 0, time.UTC) // a Monday
	for text, want := range map[string][]string{
		"donor minggu lalu":         {"a"},
		"tanggal:desember":          {"a"}, // the latest one
		`tanggal:"desember 2025"`:   {"a"},
		`tanggal:"minggu lalu"`:     {"a"},
		`tanggal:"november 2025"`:   {},
		`donor -tanggal:2025-12-10`: {},
		"donor oktober 2020":        {"a"}, // nothing then: the words alone, and mode says so
	} {
		if got := searchtest.IDs(s.Ask(search.Query{Text: text})); !slices.Equal(got, want) {
			t.Errorf("%q found %q, want %q", text, got, want)
		}
	}
	if got := s.Ask(search.Query{Text: "donor oktober 2020"}).Query.Mode; got != "any" {
		t.Errorf("a period in which nothing is: mode %s, want any", got)
	}
}
