package server_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/search"
)

// TestThePeopleOfAnArticleStandApart: also those without a post, whose names have
// nothing between them and the link to their quotes.
func TestThePeopleOfAnArticleStandApart(t *testing.T) {
	t.Parallel()
	s := start(t, &stub{get: func(context.Context, string) (*article.Article, error) {
		a := sample()
		a.Officials = append(a.Officials, article.Official{ID: "siti", Name: "Siti Aminah", Public: true}, article.Official{ID: "ali", Name: "Ali Akbar", Public: true})
		return a, nil
	}})
	for _, width := range []int64{phone, desk} {
		p := s.open(t, width)
		p.to("/artikel/a1")
		p.holds("three people are shown", `document.querySelectorAll(".people li").length === 3`)
		p.holds("each link stands below what is before it", `[...document.querySelectorAll(".people .words")].every(w => w.getBoundingClientRect().top >= w.previousElementSibling.getBoundingClientRect().bottom)`)
	}
}

// counted is an archive whose quotes have these speakers.
func counted(speakers []index.Count) *stub {
	return &stub{search: func(_ context.Context, q search.Query) (*search.Page, error) {
		page := nothing()
		for _, f := range q.Facets {
			if q.Of != index.Quotes || f.Name != index.FacetOfficial {
				continue
			}
			var named []index.Count
			for _, c := range speakers {
				if strings.HasPrefix(strings.ToLower(c.Label), strings.ToLower(f.Prefix)) {
					named = append(named, c)
				}
			}
			named = named[min(f.After, len(named)):]
			page.Facets[f.Name] = named[:min(f.Size, len(named))]
		}
		return page, nil
	}}
}

func TestThePageOfPeopleListsAndSearches(t *testing.T) {
	t.Parallel()
	var speakers []index.Count
	for i := range 130 {
		speakers = append(speakers, index.Count{Value: fmt.Sprintf("orang-%d", i), Label: fmt.Sprintf("Orang <%d>", i), Detail: "KPU Kota Semarang", Count: 500 - i})
	}
	archive := counted(speakers)
	archive.suggest = func() ([]search.Suggestion, error) {
		return []search.Suggestion{
			{Kind: search.SuggestOfficial, Value: "orang-7", Label: "Orang <7>"},
			{Kind: search.SuggestOfficial, Value: "orang-lain", Label: "Orang Lain", Detail: "KPU Kota Salatiga"},
			{Kind: search.SuggestTopic, Value: "arsip", Label: "Arsip"},
		}, nil
	}
	s := start(t, archive)
	page := func(path string) (people, like []string, next string) {
		a := s.get(path)
		if a.status != http.StatusOK {
			t.Fatalf("%s: %d %.200s", path, a.status, a.body)
		}
		for _, link := range sound(t, path, a.body).all("a") {
			href, _ := link.attr("href")
			class, _ := link.attr("class")
			switch {
			case class == "next":
				next = href
			case strings.HasPrefix(href, "/kutipan?official="):
				people = append(people, strings.TrimPrefix(href, "/kutipan?official="))
			case href == "/pejabat/orang-lain":
				like = append(like, link.text())
			}
		}
		return people, like, next
	}
	people, like, next := page("/pejabat")
	if len(people) != 100 || people[0] != "orang-0" || people[99] != "orang-99" || like != nil {
		t.Errorf("first: got %d people %v, alike %v", len(people), people, like)
	}
	if people, _, next = page(next); len(people) != 30 || people[0] != "orang-100" || next != "" {
		t.Errorf("second: got %d people %v, next %q", len(people), people, next)
	}
	if people, like, next = page("/pejabat?q=" + url.QueryEscape("orang <7>")); strings.Join(people, " ") != "orang-7" || len(like) != 1 || next != "" {
		t.Errorf("by name: got %v, alike %v, next %q", people, like, next)
	}
	if people, like, _ = page("/pejabat?q=xyz"); people != nil || len(like) != 1 || !strings.Contains(s.get("/pejabat?q=xyz").body, "Tidak ada yang dikutip dengan nama <q>xyz</q>") {
		t.Errorf("an unknown name: got %v, alike %v", people, like)
	}
	if people, _, _ = page("/pejabat?cursor=broken"); len(people) != 100 {
		t.Errorf("a broken cursor: got %d people, want the first hundred", len(people))
	}
	if body := start(t, counted(nil)).get("/pejabat").body; !strings.Contains(body, "Belum ada yang dikutip.") {
		t.Errorf("an empty archive: %.300s", body)
	}
}

func TestThePageOfPeopleIsAStepFromTheFrontPage(t *testing.T) {
	t.Parallel()
	s := startEngine(t)
	p := s.open(t, phone)
	p.to("/")
	p.click(`.top a[href="/pejabat"]`, ".people li")
	p.holds("it is the place that the menu shows", `document.querySelector(".top [aria-current]").textContent === "Pejabat"`)
	p.holds("the page scrolls in one direction", `document.documentElement.scrollWidth <= innerWidth`)
	p.holds("the most quoted come first", `(c => c.length > 20 && c.every((n, i) => i === 0 || n <= c[i-1]))([...document.querySelectorAll(".people .words")].map(w => parseInt(w.textContent)))`)
	p.shot("people")
	p.click(".people li a", "h1")
	p.holds("a name leads to its page", `/^\/pejabat\/[^/]+$/.test(location.pathname)`)
}

// TestIndirectQuotesAreMentioned: where they are left out, the pages say so and lead to
// them.
func TestIndirectQuotesAreMentioned(t *testing.T) {
	t.Parallel()
	s := startEngine(t)
	found := read[search.Page](t, s.get("/v1/quotes?kind=indirect&size=100"))
	id := ""
	for _, h := range found.Hits {
		if h.Quote.Speaker != nil && s.get("/pejabat/"+h.Quote.Speaker.ID).status == http.StatusOK {
			id = h.Quote.Speaker.ID
			break
		}
	}
	total := func(kind string) int {
		return read[search.Page](t, s.get("/v1/quotes?size=0&official="+id+kind)).Total
	}
	links := map[string]string{}
	for _, path := range []string{"/pejabat/" + id, "/kutipan?official=" + id, "/kutipan?kind=direct&official=" + id} {
		for _, a := range sound(t, path, s.get(path).body).all("a") {
			if href, _ := a.attr("href"); strings.Contains(href, "kind=indirect") {
				links[path] = a.text() + " " + href
			}
		}
	}
	want := fmt.Sprintf("%d kutipan tidak langsung /kutipan?kind=indirect&official=%s", total("&kind=indirect"), id)
	if got := links["/pejabat/"+id]; got != want {
		t.Errorf("the page of an official: got %q, want %q", got, want)
	}
	got := links["/kutipan?official="+id]
	if href, ok := strings.CutPrefix(got, "Tampilkan juga "); !ok || read[search.Page](t, s.get("/v1/quotes?size=0&"+strings.TrimPrefix(href, "/kutipan?"))).Total != total("")+total("&kind=indirect") {
		t.Errorf("the page of quotes: got %q", got)
	}
	if got := links["/kutipan?kind=direct&official="+id]; got != "" {
		t.Errorf("where kinds are chosen: got %q", got)
	}
}

// TestAReceiptShowsPeopleAsTheyAreFound: a receipt that waited for the registry shows
// people under their ids, new people and people with a fuller name included.
func TestAReceiptShowsPeopleAsTheyAreFound(t *testing.T) {
	t.Parallel()
	s := startEmpty(t)
	put := func(n int, query, body string) *article.Article {
		t.Helper()
		text, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		a := s.post("/v1/articles"+query, fmt.Sprintf(
			`{"url":"https://jateng.kpu.go.id/blog/read/%d_rapat","title":"Rapat KPU Jateng %d","published":"2025-11-05","body":%s}`, n, n, text))
		if a.status/100 != 2 {
			t.Fatalf("article %d: %d %s", n, a.status, a.body)
		}
		return read[struct{ Article *article.Article }](t, a).Article
	}
	ids := func(a *article.Article) string {
		var out []string
		for _, o := range a.Officials {
			out = append(out, o.ID)
		}
		for _, q := range a.Quotes {
			if q.Speaker != nil {
				out = append(out, q.Speaker.ID)
			}
		}
		return strings.Join(out, " ")
	}
	put(1, "?wait=searchable", "SEMARANG – Ketua KPU Provinsi Jawa Tengah Handi Tri Ujiono memimpin rapat, Selasa (4/11/2025).\n\n“Kami siap,” kata Handi.")
	for n, body := range []string{
		"SEMARANG – Ketua KPU Provinsi Jawa Tengah Ujiono menutup rapat, Selasa (4/11/2025).\n\n“Semua selesai,” kata Ujiono.",
		"SEMARANG – KPU Provinsi Jawa Tengah menata arsip, Selasa (4/11/2025).\n\n“Arsip kami tata,” kata Handi.",
		"SEMARANG – Anggota KPU Provinsi Jawa Tengah Muslim Aisha membuka rapat, Selasa (4/11/2025).\n\n“Lanjutkan,” kata Aisha.",
	} {
		got := put(n+2, "?wait=searchable", body)
		shown := read[article.Article](t, s.get("/v1/articles/"+got.ID))
		if ids(got) != ids(&shown) || ids(got) == "" {
			t.Errorf("%q: the receipt has %q, a later look %q", body, ids(got), ids(&shown))
		}
	}
}
