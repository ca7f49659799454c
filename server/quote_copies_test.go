package server_test

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"warta/index"
	"warta/index/search"
	"warta/server/keys"
)

// toldStory is a story of KPU Jawa Tengah under its dateline, with two quotes.
const toldStory = `Semarang, jateng.kpu.go.id - Ketua KPU Provinsi Jawa Tengah Handi Tri Ujiono membuka rapat tentang gudang logistik di kantornya, Selasa (4/11/2025). Rapat dihadiri petugas dari semua kabupaten dan kota.

“Gudang harus kering dan terkunci sebelum musim hujan datang tahun ini,” ujar Handi Tri Ujiono.

Rapat ditutup pada sore hari dengan daftar tugas untuk setiap kantor.

“Kita siap,” kata Handi Tri Ujiono.`

// shortStory tells of the same day in other words, with the longer quote.
const shortStory = `Wonosobo - Gudang logistik menjadi bahasan rapat di Semarang, Selasa (4/11/2025).

“Gudang harus kering dan terkunci sebelum musim hujan datang tahun ini,” ujar Ketua KPU Provinsi Jawa Tengah Handi Tri Ujiono.`

// tell stores a text as the site of an office carries it, and returns the id of the article.
func (s *site) tell(host string, day int, text string) string {
	s.Helper()
	body := fmt.Sprintf(`{"url":"https://%s.kpu.go.id/berita/baca/%d","title":"Gudang logistik diperiksa bersama","published":"2025-11-%02d","body":%q}`, host, day, day, text)
	a := s.do(http.MethodPost, "/v1/articles?wait=searchable", s.keys[keys.Admin], strings.NewReader(body), "Content-Type", "application/json")
	if a.status != http.StatusCreated {
		s.Fatalf("put: %d %s", a.status, a.body)
	}
	return read[struct{ ID string }](s.T, a).ID
}

// linesOf writes each hit of a page as "ID+COPIES PLACE…".
func linesOf(hits []search.Hit) []string {
	lines := []string{}
	for _, h := range hits {
		var line strings.Builder
		line.WriteString(fmt.Sprintf("%s+%d", h.ID, h.Copies))
		for _, p := range h.Places {
			line.WriteString(" " + p.Article)
		}
		lines = append(lines, line.String())
	}
	return lines
}

func TestQuotesOfOneStoryAreOneLine(t *testing.T) {
	t.Parallel()
	s := startEmpty(t)
	copied := s.tell("kota-semarang", 5, toldStory)
	later := s.tell("kab-demak", 7, toldStory)
	origin := s.tell("jateng", 6, toldStory)
	short := s.tell("kab-wonosobo", 8, shortStory)

	check := func(what, query string, total, all int, want ...string) search.Page {
		t.Helper()
		page := read[search.Page](t, s.get("/v1/quotes?"+query))
		if got := linesOf(page.Hits); page.Total != total || page.TotalQuotes != all || page.TotalArticles != 0 || !slices.Equal(got, want) {
			t.Errorf("%s: %d lines of %d quotes, %q, want %d of %d, %q", what, page.Total, page.TotalQuotes, got, total, all, want)
		}
		return page
	}
	page := check("the origin stands for all", "q=kutipan:gudang", 1, 4, origin+"+3 "+short+" "+copied+" "+later) // short tells in its own words
	place := page.Hits[0].Places[1]
	if place.Publisher == nil || place.Publisher.Name != "KPU Kota Semarang" || place.Date != "2025-11-05" || place.Title == "" || place.URL == "" || place.Quote == "" {
		t.Errorf("the second place is %+v", place)
	}
	counts := 0
	for _, c := range page.Facets[index.FacetOfficial] {
		counts += c.Count
	}
	if counts != 4 {
		t.Errorf("the facet of officials counts %d quotes, want those of all four places", counts)
	}
	check("short words are gathered in copies of the article", "q=kutipan:siap", 1, 3, origin+"+2 "+copied+" "+later)
	check("each by itself", "q=kutipan:siap&collapse=false&sort=oldest", 3, 0, copied+"+0", origin+"+0", later+"+0")
	check("the place that a filter leaves", "q=kutipan:gudang&publisher=33.74", 1, 1, copied+"+0")

	one := read[search.Hit](t, s.get("/v1/quotes/"+place.Quote))
	if got := linesOf([]search.Hit{one}); !slices.Equal(got, []string{copied + "+3 " + origin + " " + short + " " + later}) {
		t.Errorf("the quote of the copy has the places %q", got)
	}
	a := s.get("/v1/export?kind=quotes&q=kutipan:gudang&format=csv")
	rows, err := csv.NewReader(strings.NewReader(a.body)).ReadAll()
	if err != nil || len(rows) != 2 || a.header.Get("X-Total-Count") != "1" {
		t.Errorf("the table has %d rows (%v) and counts %s, want a head and one line", len(rows), err, a.header.Get("X-Total-Count"))
	}
	lines := strings.Count(s.get("/v1/export?kind=quotes&q=kutipan:gudang&collapse=false").body, "\n")
	if lines != 4 {
		t.Errorf("an export of all places has %d lines, want 4", lines)
	}
	who := read[struct{ Quotes int }](t, s.get("/v1/officials/handi-tri-ujiono"))
	if who.Quotes != 2 {
		t.Errorf("the official has %d quotes, want 2 of which one is told four times and one three times", who.Quotes)
	}

	if a := s.do(http.MethodDelete, "/v1/articles/"+origin, s.keys[keys.Admin], nil); a.status != http.StatusNoContent {
		t.Fatalf("delete: %d %s", a.status, a.body)
	}
	check("the next once the origin is gone", "q=kutipan:gudang", 1, 3, short+"+2 "+copied+" "+later)
	check("the earliest copy once the origin is gone", "q=kutipan:siap", 1, 2, copied+"+1 "+later)
	one = read[search.Hit](t, s.get("/v1/quotes/"+place.Quote))
	if got := linesOf([]search.Hit{one}); !slices.Equal(got, []string{copied + "+2 " + short + " " + later}) {
		t.Errorf("the quote of the copy has the places %q", got)
	}
}

// The pages behind the first keep the places of the ranking.
func TestPagesOfQuotesNameThePlaces(t *testing.T) {
	t.Parallel()
	s := startEmpty(t)
	for _, host := range []string{"jateng", "kota-semarang", "kab-demak"} {
		s.tell(host, 6, toldStory)
	}
	for _, sort := range []string{"relevance", "newest", "oldest"} {
		first := read[search.Page](t, s.get("/v1/quotes?q=kutipan:gudang+OR+siap&size=1&sort="+sort))
		if first.Next == nil {
			t.Fatalf("%s: no second page: %+v", sort, first)
		}
		second := read[search.Page](t, s.get("/v1/quotes?q=kutipan:gudang+OR+siap&size=1&sort="+sort+"&cursor="+*first.Next))
		for _, page := range []search.Page{first, second} {
			if len(page.Hits) != 1 || page.Hits[0].Copies != 2 || len(page.Hits[0].Places) != 2 || page.Total != 2 {
				t.Errorf("%s: got %d hits of %d, %q", sort, len(page.Hits), page.Total, linesOf(page.Hits))
			}
		}
	}
}
