package search_test

import (
	"fmt"
	"slices"
	"testing"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/indextest"
	"warta/index/search"
	"warta/index/search/searchtest"
)

// Of random articles, each quote is on one line: as the hit or as one of its places. Whatever
// quote of a line is asked for by itself, it names the others.
func TestEachQuoteIsOnOneLine(t *testing.T) {
	t.Parallel()
	for seed := range uint64(4) {
		corpus := indextest.NewCorpus(seed)
		s := searchtest.NewShelf(t)
		articles := make(map[string]*article.Article)
		for i := range 150 {
			a := corpus.Article(fmt.Sprint("a", i))
			articles[a.ID] = a
			s.Put(a)
		}
		gathered := eachOnOneLine(t, s, articles, nil) + eachOnOneLine(t, s, articles, []article.QuoteKind{article.Indirect})
		if gathered == 0 {
			t.Errorf("seed %d: no quote has copies", seed)
		}
	}
}

// eachOnOneLine checks the list of the quotes of some kinds, by default of those that are
// speech. It returns how many it gathers as copies.
func eachOnOneLine(t *testing.T, s *searchtest.Shelf, articles map[string]*article.Article, kinds []article.QuoteKind) int {
	t.Helper()
	q := search.Query{Of: index.Quotes, Sort: index.Newest, Size: 100, Collapse: true, Places: search.MaxPlaces, QuoteKind: kinds}
	seen := make(map[string]bool)
	lines, gathered := 0, 0
	for {
		page := s.Ask(q)
		for _, h := range page.Hits {
			lines++
			if len(h.Places) != h.Copies {
				t.Errorf("%s has %d copies and %d places", h.Quote.ID, h.Copies, len(h.Places))
			}
			line := []string{h.Quote.ID}
			for _, p := range h.Places {
				line = append(line, p.Quote)
			}
			gathered += h.Copies
			for _, id := range line {
				if seen[id] {
					t.Errorf("%s is on two lines", id)
				}
				seen[id] = true
			}
			checkPlaces(t, s, articles, h, line)
		}
		if page.Next == nil {
			if page.Total != lines || page.TotalQuotes != len(seen) {
				t.Errorf("%d lines of %d quotes; the page says %d of %d", lines, len(seen), page.Total, page.TotalQuotes)
			}
			return gathered
		}
		q.Cursor = *page.Next
	}
}

// checkPlaces asks for the places of each quote of a line.
func checkPlaces(t *testing.T, s *searchtest.Shelf, articles map[string]*article.Article, h search.Hit, line []string) {
	t.Helper()
	places := append([]search.Place{{Article: h.ID, Quote: h.Quote.ID}}, h.Places...)
	for i, p := range places {
		found, copies, err := s.QuotePlaces(t.Context(), articles[p.Article], p.Quote)
		if err != nil {
			t.Fatal(err)
		}
		got := []string{}
		for _, p := range found {
			got = append(got, p.Quote)
		}
		if want := slices.Delete(slices.Clone(line), i, i+1); !slices.Equal(got, want) || copies != h.Copies {
			t.Errorf("the places of %s are %d, %q, want %d, %q", p.Quote, copies, got, h.Copies, want)
		}
	}
}

func TestPlacesAreBounded(t *testing.T) {
	t.Parallel()
	s := searchtest.NewShelf(t)
	for _, places := range []int{-1, search.MaxPlaces + 1} {
		if _, err := s.Search(t.Context(), search.Query{Of: index.Quotes, Places: places}); index.KindOf(err) != index.Invalid {
			t.Errorf("%d places: got %v, want an error of kind invalid", places, err)
		}
	}
	const body = "rapat tentang gudang logistik di kantor pada pagi hari dihadiri petugas dari semua kabupaten dan kota di provinsi itu juga"
	var first *article.Article
	for i := range search.MaxPlaces + 10 {
		a := &article.Article{
			ID: fmt.Sprintf("a%02d", i), Title: "Rapat", Date: "2025-11-05", Paragraphs: []string{body},
			Publisher: &article.Office{Code: fmt.Sprintf("33.%02d", i)},
			Quotes:    []article.Quote{{ID: fmt.Sprintf("a%02d-0", i), Kind: article.Direct, Text: "Kita siap", Confidence: 1}},
		}
		if i == 0 {
			first = a
		}
		s.Put(a)
	}
	places, copies, err := s.QuotePlaces(t.Context(), first, "a00-0")
	if err != nil || len(places) != search.MaxPlaces || copies != search.MaxPlaces+9 || places[0].Article != "a01" {
		t.Errorf("%d places of %d, %v, want the first %d of %d", len(places), copies, err, search.MaxPlaces, search.MaxPlaces+9)
	}
	if places, copies, err := s.QuotePlaces(t.Context(), first, "a00-1"); len(places) != 0 || copies != 0 || err != nil {
		t.Errorf("a quote that the article lacks has %d places, %v", len(places), err)
	}
}

// TestThePressTellsAQuoteAgain holds that a press article is a place of a quote even if its text
// differs. The quote of an office represents the line, also where the press is earlier; the press
// represents it only where no office has the quote.
func TestThePressTellsAQuoteAgain(t *testing.T) {
	t.Parallel()
	const words = "Logistik harus sudah lengkap di gudang sebelum bulan puasa tahun ini"
	const more = "Bupati mengatakan bahwa daerahnya siap membantu pembagian logistik ke semua kecamatan yang jauh dari kota. Jalan yang rusak diperbaiki dahulu."
	of := func(id, date, publisher, origin, around string) *article.Article {
		a := telling(said{id: id, date: date, who: "Wisnu Hartawan", words: words, around: around, publisher: publisher})
		a.EventDates, a.Origin = []string{"2024-06-01"}, origin
		if publisher == "" {
			a.Publisher = nil
		}
		return a
	}
	first, paper := of("paper1", "2024-06-01", "", "", "Harian kota melaporkan."), of("paper2", "2024-06-02", "", "", more)
	again := of("paper3", "2024-06-04", "", "", "Harian kota mengulang.")
	reprint, own := of("reprint", "2024-06-05", "33.75", "33.74", "Dari kantor lain."), of("own", "2024-06-03", "33.74", "", more)
	for _, c := range []struct {
		why  string
		list []*article.Article
		want []string // the line, then its places
	}{
		{"an office and the press before it", []*article.Article{first, own}, []string{"own", "paper1"}},
		{"the same text", []*article.Article{paper, own}, []string{"own", "paper2"}},
		{"two texts of one newspaper", []*article.Article{first, again, own}, []string{"own", "paper1", "paper3"}},
		{"an office that reprints, and the press before it", []*article.Article{first, reprint}, []string{"reprint", "paper1"}},
		{"all", []*article.Article{again, first, reprint, paper, own}, []string{"own", "reprint", "paper1", "paper2", "paper3"}},
		{"the press alone", []*article.Article{again, paper, first}, []string{"paper1", "paper2", "paper3"}},
	} {
		got := searchtest.NewShelf(t, c.list...).Ask(search.Query{Of: index.Quotes, Text: "logistik", Collapse: true, Places: search.MaxPlaces})
		var ids []string
		for _, h := range got.Hits {
			ids = append(ids, h.ID)
			for _, p := range h.Places {
				ids = append(ids, p.Article)
			}
		}
		if !slices.Equal(ids, c.want) {
			t.Errorf("%s: %q, want %q", c.why, ids, c.want)
		}
	}
}
