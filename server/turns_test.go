package server_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"warta/index"
	"warta/index/search"
	"warta/index/understand"
	"warta/internal/race"
	"warta/server/keys"
)

// arsipSite serves n articles on arsip.
func arsipSite(t *testing.T, s *site, n int) {
	t.Helper()
	var lines strings.Builder
	for i := range n {
		fmt.Fprintf(&lines, `{"external_id":"%d","title":"Arsip nomor %d","published":"2024-03-%02d","satker":"33.74","body":%q}`+"\n",
			i, i, 1+i%28, strings.Repeat("arsip ", 60-i)+"ditata petugas gudang.")
	}
	if a := s.do(http.MethodPost, "/v1/articles/batch", s.keys[keys.Ingest], strings.NewReader(lines.String()), "Content-Type", "application/x-ndjson"); a.status != http.StatusOK {
		t.Fatalf("%d %s", a.status, a.body)
	}
	if a := s.post("/v1/articles?wait=searchable", `{"external_id":"last","title":"Rapat","published":"2024-01-01","body":"Rapat pleno."}`); a.status != http.StatusCreated {
		t.Fatalf("%d %s", a.status, a.body)
	}
}

var (
	hitTitles = regexp.MustCompile(`<h2><a href="(/artikel/[^"]*)"`)
	anchor    = regexp.MustCompile(`<a class="(previous|next|first)" href="([^"]*)"`)
	numbers   = regexp.MustCompile(`<li><a href="([^"]*)" rel="nofollow"( aria-current="page")?><span class="hidden">Halaman </span>(\d+)</a></li>`)
)

// turnsOf returns the hits of a page and where its links to other pages lead.
func turnsOf(body string) (hits []string, links map[string]string) {
	for _, m := range hitTitles.FindAllStringSubmatch(body, -1) {
		hits = append(hits, m[1])
	}
	links = map[string]string{}
	for _, m := range anchor.FindAllStringSubmatch(body, -1) {
		links[m[1]] = strings.ReplaceAll(m[2], "&amp;", "&")
	}
	for _, m := range numbers.FindAllStringSubmatch(body, -1) {
		name := m[3]
		if m[2] != "" {
			name = "current"
			links["number"] = m[3]
		}
		links[name] = strings.ReplaceAll(m[1], "&amp;", "&")
	}
	return hits, links
}

// A page of results leads to the one before, the one behind and those near it, by links alone.
func TestAPageOfResultsLeadsToTheOthers(t *testing.T) {
	t.Parallel()
	s := startReal(t)
	arsipSite(t, s, 45)
	for _, sort := range []string{"relevance", "newest", "oldest"} {
		path := "/?q=arsip&sort=" + sort
		var pages [][]string
		var links map[string]string
		for at := path; at != ""; at = links["next"] {
			body := s.get(at).body
			sound(t, at, body)
			var hits []string
			hits, links = turnsOf(body)
			pages = append(pages, hits)
			if links["number"] != fmt.Sprint(len(pages)) {
				t.Errorf("%s: page %d has number %s", sort, len(pages), links["number"])
			}
			if title := fmt.Sprintf(" · halaman %d", len(pages)); strings.Contains(body, title) != (len(pages) > 1) {
				t.Errorf("%s: the title of page %d", sort, len(pages))
			}
			if second := links["2"]; len(pages) == 3 && second != "" {
				if got, _ := turnsOf(s.get(second).body); !slices.Equal(got, pages[1]) {
					t.Errorf("%s: number 2 leads to %q, want %q", sort, got, pages[1])
				}
			}
		}
		if len(pages) != 5 {
			t.Fatalf("%s: %d pages", sort, len(pages))
		}
		if links["first"] != path && links["first"] != "/?q=arsip&sort="+sort {
			t.Errorf("%s: the beginning is %q", sort, links["first"])
		}
		for i := 3; i >= 0; i-- {
			var got []string
			got, links = turnsOf(s.get(links["previous"]).body)
			if !slices.Equal(got, pages[i]) {
				t.Errorf("%s: back on page %d are %q, want %q", sort, i+1, got, pages[i])
			}
		}
		if links["previous"] != "" {
			t.Errorf("%s: there is a page before the first", sort)
		}
	}
}

// Where the order has changed since, and where an order by relevance ends early, the page says so.
// A cursor of another search leads to the beginning.
func TestAPageOfResultsSaysWhatItIsNot(t *testing.T) {
	t.Parallel()
	const (
		moved = `<p class="note">Hasil pencarian berubah sejak halaman sebelumnya dibuka: sebagian hasil dapat tampil dua kali atau terlewat. <a href="/?q=arsip"`
		ends  = `Menurut kecocokan hanya 1.000 hasil pertama yang dapat dibuka, dari 3.000. Persempit dengan kata lain atau filter, atau <a href="/?q=arsip&amp;sort=newest"`
	)
	answers := map[string]search.Page{
		"":     {Next: new("b"), Cut: &search.Cut{Reachable: 1000}},
		"b":    {Next: new("c"), Previous: new("a"), Cut: &search.Cut{Reachable: 1000}, Moved: true, Number: 2},
		"last": {Previous: new("b"), Cut: &search.Cut{Reachable: 1000}, Number: 100},
	}
	s := start(t, &stub{search: func(_ context.Context, q search.Query) (*search.Page, error) {
		page, known := answers[q.Cursor]
		if !known {
			return nil, &index.Error{Kind: index.Invalid, Field: "cursor", Text: "cursor: this is not one of this search"}
		}
		page.Total, page.Hits, page.Query = 3000, []search.Hit{{ID: "a1", Title: "Siap"}}, understand.Understood{Mode: "all"}
		return &page, nil
	}})
	for cursor, want := range map[string][3]bool{"": {}, "b": {0: true}, "last": {1: true}, "other": {2: true}} {
		path := "/?q=arsip&cursor=" + cursor
		body := s.get(path).body
		sound(t, path, body)
		got := [3]bool{strings.Contains(body, moved), strings.Contains(body, ends), strings.Contains(body, "Halaman lanjutan itu sudah tidak berlaku")}
		if got != want {
			t.Errorf("the page at %q tells that it moved, ends, begins anew: %v, want %v", cursor, got, want)
		}
	}
}

// TestWhatWasNotSearchedAsTypedIsTold holds that the API and the page say that the words of a phrase
// were searched, and that a text has no words.
func TestWhatWasNotSearchedAsTypedIsTold(t *testing.T) {
	t.Parallel()
	s := startReal(t)
	arsipSite(t, s, 3)
	for _, c := range []struct {
		text  string
		total int
		page  []string
	}{
		{`Arsip "nomor petugas ditata"`, 3, []string{"Tidak ada yang memuat <q>nomor petugas ditata</q> persis. Ini hasil untuk kata-katanya."}},
		{`"<b>nomor gudang ditata petugas</b>"`, 3, []string{"Tidak ada yang memuat <q>&lt;b&gt;nomor gudang ditata petugas&lt;/b&gt;</q> persis."}},
		{`"petugas nomor"`, 0, []string{`<a href="/?q=petugas&#43;nomor" rel="nofollow">Cari tanpa tanda petik</a>`}},
		{"🎉", 0, []string{"Tidak ada huruf atau angka dalam <q>🎉</q>", `<a href="/" rel="nofollow">lihat semua</a>`}},
		{"?!", 0, []string{"Tidak ada huruf atau angka dalam <q>?!</q>"}},
		{"Arsip", 3, nil},
	} {
		q := url.QueryEscape(c.text)
		answer := read[search.Page](t, s.get("/v1/search?q="+q))
		if answer.Total != c.total || (answer.Query.Hint != "") != strings.Contains("🎉?!", c.text) ||
			(answer.Query.WithoutMarks != nil) != (c.total > 0 && strings.Contains(c.text, `"`)) {
			t.Errorf("%s: %d hits, %+v", c.text, answer.Total, answer.Query)
		}
		body := s.get("/?q=" + q).body
		sound(t, c.text, body)
		for _, want := range c.page {
			if !strings.Contains(body, want) {
				t.Errorf("the page for %s lacks %s in %s", c.text, want, regexp.MustCompile(`(?s)<main.*?</main>`).FindString(body))
			}
		}
		if c.page == nil && (strings.Contains(body, "persis") || strings.Contains(body, "Tidak ada huruf")) {
			t.Errorf("the page for %s says that something is missing", c.text)
		}
		quotes := read[search.Page](t, s.get("/v1/quotes?q="+q))
		if (quotes.Query.Hint != "") != (answer.Query.Hint != "") {
			t.Errorf("%s: of quotes the hint is %q", c.text, quotes.Query.Hint)
		}
	}
	if facet := s.get("/v1/facets/satker?q=" + url.QueryEscape("🎉")); !strings.Contains(facet.body, `"values":[]`) {
		t.Errorf("the facet of an emoji has %s", facet.body)
	}
	if table := s.get("/v1/export?kind=articles&format=csv&q=" + url.QueryEscape("🎉")); strings.Count(table.body, "\n") > 1 {
		t.Errorf("the table of an emoji has %s", table.body)
	}
}

// Readers turn pages in a browser, with the script and without.
func TestPagesAreTurnedInABrowser(t *testing.T) {
	if race.Enabled {
		t.Skip("it waits for a browser")
	}
	t.Parallel()
	each(t, func(p *tab, _ int64, _ bool) {
		p.to("/?q=kpu")
		p.click(".pages .next", ".pages .previous")
		p.says(".pages [aria-current]", "2")
		p.says("title", "halaman 2")
		p.holds("the page scrolls in one direction", `document.documentElement.scrollWidth <= innerWidth`)
		p.shot("page-2")
		p.step("a number", chromedp.Click(chromedp.CSS(".pages ol li:first-child a")), chromedp.WaitNotPresent(chromedp.CSS(".pages .previous")))
		p.says(".pages [aria-current]", "1")
		p.to("/?q=" + url.QueryEscape("🎉"))
		p.says(".note", "Tidak ada huruf atau angka")
	})
}
