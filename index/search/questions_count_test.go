package search_test

import (
	"testing"

	"warta/index/internal/cast"
	"warta/index/search"
	"warta/index/search/searchtest"
)

// TestWhatACorrectionAsks holds how many questions corrections and offers ask of the engine,
// beyond those of the same text as typed.
func TestWhatACorrectionAsks(t *testing.T) {
	t.Parallel()
	articles := append(repeated(60, "Surat suara tiba di kota, lubang bujang kurang ruang."),
		cast.Plain("right", "2025-01-01", "Gudang", "Gudang dan kotak logistik siap; debat publik."),
		cast.Plain("kotak", "2025-01-01", "Kotak", "Kotak kosong di kota."),
		cast.Plain("wrong", "2025-01-01", "Rapat", "Surta tiba."))
	s := searchtest.NewShelf(t, articles...)
	o := s.Options()
	engine := &countingEngine{Engine: o.Engine}
	o.Engine, o.Vocabulary = engine, o.Engine.(search.Vocabulary)
	searcher := search.New(o)
	ask := func(q search.Query) (page *search.Page, counts, searches int) {
		t.Helper()
		engine.reset()
		q.Size = 10
		page, err := searcher.Search(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		return page, engine.counts, engine.searches
	}
	ask(search.Query{}) // the registry is brought up to date
	for _, c := range []struct {
		why, text, corrected, offered string
		counts, searches              int
	}{
		{"words that are known", "surat suara", "", "", 0, 0},
		{"known words that are in no one article", "gudang kosong", "", "", 0, 0},
		{"a word near nothing", "qwrtzxv", "", "", 3, 0},
		{"one error", "gudnag", "gudang", "", 4, 1},
		{"the same error again", "gudnag gudnag gudnag", "gudang gudang gudang", "", 4, 1},
		{"an error between two words, with a choice", "gudang kotka kosong", "gudang kotak kosong", "", 6, 7},
		{"three errors", "gudnag logistk sipa", "gudang logistik siap", "", 6, 0},
		{"a missing space", "debatpublik", "", "debat publik", 4, 1},
		{"a rare word near a frequent one", "surta", "", "surat", 3, 2},
		{"the same twice", "surta surta", "", "surat surat", 3, 2},
		{"a rare word beside a word that nothing has", "surta qwrtzxv", "", "surat qwrtzxv", 6, 1},
	} {
		page, counts, searches := ask(search.Query{Text: c.text})
		_, plainCounts, plainSearches := ask(search.Query{Text: c.text, AsTyped: true})
		corrected := ""
		if page.Query.Corrected != nil {
			corrected = *page.Query.Corrected
		}
		if corrected != c.corrected || page.Query.Offered != c.offered {
			t.Errorf("%s: %q is corrected to %q and offers %q, want %q and %q", c.why, c.text, corrected, page.Query.Offered, c.corrected, c.offered)
		}
		if counts-plainCounts != c.counts || searches-plainSearches != c.searches {
			t.Errorf("%s: %q asks for %d counts and %d searches, want %d and %d", c.why, c.text, counts-plainCounts, searches-plainSearches, c.counts, c.searches)
		}
	}
}
