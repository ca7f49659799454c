package archive_test

import (
	"slices"
	"testing"

	"warta/analyzers/article"
	"warta/index/internal/cast"
	"warta/index/search"
)

// told makes an article of KPU Jawa Tengah under its dateline, as publisher has
// it.
func told(id, publisher, title, day, body string) *article.Article {
	a := cast.Plain(id, "2025-01-02", title, body)
	a.Publisher, a.Dateline = &article.Office{Code: publisher}, &article.Dateline{Host: "jateng.kpu.go.id"}
	a.EventDates = []string{day}
	if publisher != "33" {
		a.Origin = "33"
	}
	return a
}

func TestWhatIsToldAgainUnderADatelineIsACopy(t *testing.T) {
	t.Parallel()
	const title, day = "Gudang logistik diperiksa bersama", "2025-01-01"
	for _, c := range []struct {
		why  string
		of   *article.Article
		copy bool
	}{
		{"another office, with another text", told("x", "33.74", title, day, "Petugas memeriksa gudang."), true},
		{"in other letters and signs", told("x", "33.74", "GUDANG LOGISTIK “Diperiksa” Bersama!", day, "Gudang."), true},
		{"another day", told("x", "33.74", title, "2025-02-01", "Petugas memeriksa gudang."), false},
		{"another title", told("x", "33.74", "Gudang logistik diperiksa lagi bersama", day, "Petugas memeriksa gudang."), false},
		{"a title too general", told("x", "33.74", "Gudang logistik", day, "Petugas memeriksa gudang."), false},
		{"the same office", told("x", "33", title, day, "Petugas memeriksa gudang."), false},
		{"under a dateline of its own", func() *article.Article {
			a := told("x", "33.74", title, day, "Petugas memeriksa gudang.")
			a.Origin, a.Dateline.Host = "", "kota-semarang.kpu.go.id"
			return a
		}(), false},
		{"no dateline", func() *article.Article {
			a := told("x", "33.74", title, day, "Petugas memeriksa gudang.")
			a.Origin, a.Dateline = "", nil
			return a
		}(), false},
	} {
		s := newShelf(t, told("origin", "33", title, day, "Gudang dan kotak suara diperiksa petugas."), c.of)
		got := s.ask(search.Query{Text: "gudang", Collapse: true})
		if want := map[bool]int{true: 1, false: 2}[c.copy]; got.Total != want {
			t.Errorf("%s: %d stories, want %d", c.why, got.Total, want)
		}
		if c.copy && got.Hits[0].ID != "origin" {
			t.Errorf("%s: %s stands for both, want the origin", c.why, got.Hits[0].ID)
		}
		like, err := s.Similar(t.Context(), "origin", 5)
		if err != nil {
			t.Fatal(err)
		}
		if found := slices.Equal(hitIDs(like), []string{"x"}); found == c.copy {
			t.Errorf("%s: like the origin are %q", c.why, hitIDs(like))
		}
	}
}
