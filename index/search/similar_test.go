package search_test

import (
	"slices"
	"testing"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/internal/cast"
	"warta/index/search/searchtest"
)

func TestSimilarArticles(t *testing.T) {
	t.Parallel()
	long := "Petugas menghitung kotak dan surat suara di gudang logistik bersama saksi dan pengawas sebelum truk berangkat ke kecamatan pagi itu."
	s := searchtest.NewShelf(
		t, cast.Plain("a", "2025-01-01", "Logistik tiba di gudang", long), cast.Plain("copy", "2025-01-02", "Logistik tiba", long),
		cast.Plain("like", "2025-01-03", "Gudang logistik diperiksa", "Kotak dan surat suara di gudang dihitung petugas."),
		cast.Plain("less", "2025-01-04", "Truk mogok", "Truk mogok di jalan raya."),
		cast.Plain("other", "2025-01-05", "Donor darah", "Puluhan pegawai ikut."),
	)
	page, err := s.Similar(t.Context(), "a", 5)
	if err != nil {
		t.Fatal(err)
	}
	if got := searchtest.IDs(page); !slices.Equal(got, []string{"like", "less"}) {
		t.Errorf("like a are %q, want what shares more with it first, neither itself nor its copy nor what shares nothing", got)
	}
	// The same event, reported by another office in other words, comes first.
	event := cast.Plain("elsewhere", "2025-01-02", "Logistik diperiksa di gudang", "Petugas, saksi dan pengawas menghitung kotak di gudang logistik sebelum truk berangkat.")
	event.Publisher, event.EventDates = &article.Office{Code: "33.74"}, []string{"2025-01-01"}
	s.Put(event)
	if page, err = s.Similar(t.Context(), "a", 5); err != nil || !slices.Equal(searchtest.IDs(page), []string{"elsewhere", "like", "less"}) {
		t.Errorf("like a are %q, %v; want the article of another office about the event first", searchtest.IDs(page), err)
	}
	if page, err = s.Similar(t.Context(), "a", 1); err != nil || len(page.Hits) != 1 {
		t.Errorf("size 1: %v, %v", page, err)
	}
	if _, err := s.Similar(t.Context(), "none", 5); index.KindOf(err) != index.NotFound {
		t.Errorf("an unknown id: got %v, want an error of kind not-found", err)
	}
	if _, err := s.Similar(t.Context(), "a", 0); index.KindOf(err) != index.Invalid {
		t.Errorf("size 0: got %v, want an error of kind invalid", err)
	}
	s.Put(&article.Article{ID: "empty"})
	if page, err := s.Similar(t.Context(), "empty", 5); err != nil || len(page.Hits) != 0 {
		t.Errorf("an empty article is like %v, %v", page, err)
	}
}
