package server_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/search"
	"warta/index/understand"
	"warta/server/keys"
)

func TestACursorThatExpiredSaysWhereToStart(t *testing.T) {
	t.Parallel()
	s := start(t, &stub{search: func(_ context.Context, q search.Query) (*search.Page, error) {
		if q.Cursor != "" {
			return nil, &index.Error{Kind: index.Expired, Field: "cursor", Text: "search again without the cursor"}
		}
		return &search.Page{Query: understand.Understood{Mode: "none", Understood: []string{}}, Hits: []search.Hit{}}, nil
	}})
	query := "/v1/search?q=" + url.QueryEscape("arsip \"a>b\"; <x>\r\n") + "&satker=33&satker=34"
	a := s.get(query + "&cursor=abc")
	p := a.problem(t)
	if a.status != http.StatusGone || p.Type != "/problems/expired" || p.Field != "cursor" || p.Start == "" {
		t.Fatalf("got %d %+v", a.status, p)
	}
	if got, want := a.header.Get("Link"), "<"+p.Start+`>; rel="start"`; got != want {
		t.Errorf("Link %q, want %q", got, want)
	}
	path, raw, _ := strings.Cut(p.Start, "?")
	begin, err := url.ParseQuery(raw)
	if err != nil || path != "/v1/search" || begin.Has("cursor") || begin.Get("q") != "arsip \"a>b\"; <x>\r\n" || len(begin["satker"]) != 2 {
		t.Errorf("start at %q", p.Start)
	}
	if again := s.get(p.Start); again.status != http.StatusOK {
		t.Errorf("from the start: %d %s", again.status, again.body)
	}
	if p := s.get("/v1/search?size=none").problem(t); p.Start != "" {
		t.Errorf("another problem has a start: %+v", p)
	}
}

func TestTheValuesOfAFacetAreEachListedOnce(t *testing.T) {
	t.Parallel()
	s := startReal(t)
	put := func(n int, body string) {
		t.Helper()
		a := s.post("/v1/articles?wait=searchable", fmt.Sprintf(`{"external_id":"%d","title":"Rapat %d","body":%q,"published":"2025-11-05"}`, n, n, body))
		if a.status != http.StatusCreated {
			t.Fatalf("%d %s", a.status, a.body)
		}
	}
	names := []string{"Semarang", "Magelang", "Pekalongan", "Salatiga", "Surakarta", "Tegal"}
	n := 0
	for i, name := range names { // the first one most often
		for range len(names) - i {
			n++
			put(n, "KPU Kota "+name+" menata arsip.")
		}
	}
	all := read[facetPage](t, s.get("/v1/facets/satker?size=100"))
	if len(all.Values) != len(names)+1 || all.Next != nil { // and the province above them
		t.Fatalf("got %d values: %+v", len(all.Values), all)
	}
	rare := all.Values[len(all.Values)-1].Value
	seen := map[string]int{}
	var first facetPage
	for cursor := ""; ; {
		page := read[facetPage](t, s.get("/v1/facets/satker?size=2&satker="+rare+"&satker=31.71&cursor="+cursor))
		if first.Values == nil {
			first = page
		}
		for _, v := range page.Values {
			seen[v.Value]++
		}
		if page.Next == nil {
			break
		}
		cursor = *page.Next
	}
	if len(first.Values) != 4 || !first.Values[2].Selected && !first.Values[3].Selected {
		t.Errorf("the first stretch lacks what is chosen: %+v", first)
	}
	if len(seen) != len(all.Values)+1 {
		t.Errorf("paged through %v, want the values of %+v and 31.71", seen, all.Values)
	}
	for value, times := range seen {
		if times != 1 {
			t.Errorf("%s is listed %d times", value, times)
		}
	}
	for _, v := range first.Values {
		if v.Value == "31.71" && (v.Count != 0 || !v.Selected) {
			t.Errorf("chosen without articles: %+v", v)
		}
	}
	found := read[facetPage](t, s.get("/v1/facets/satker?prefix=SALA"))
	if len(found.Values) != 1 || found.Values[0].Value != "33.73" || found.Values[0].Parent == nil || *found.Values[0].Parent != "33" {
		t.Errorf("by prefix: %+v", found)
	}
}

type facetPage struct {
	Facet  string
	Values []index.Count
	Next   *string
}

func TestATimeOfPublicationIsOneOfThePublishersDay(t *testing.T) {
	t.Parallel()
	s := startReal(t)
	for _, c := range []struct{ host, published, want string }{
		{"kota-semarang.kpu.go.id", "2025-11-04T23:30:00+07:00", "2025-11-04"},
		{"kota-semarang.kpu.go.id", "2025-11-04T16:30:00Z", "2025-11-04"},
		{"kota-makassar.kpu.go.id", "2025-11-04T16:30:00Z", "2025-11-05"},
		{"kota-jayapura.kpu.go.id", "2025-11-04T22:30:00+07:00", "2025-11-05"},
		{"kota-jayapura.kpu.go.id", "2025-11-04", "2025-11-04"},
	} {
		address := url.QueryEscape("https://" + c.host + "/blog/read/" + fmt.Sprint(len(c.published)))
		for name, a := range map[string]answer{
			"JSON": s.post("/v1/articles", fmt.Sprintf(`{"external_id":%q,"title":"Rapat","body":"KPU menata arsip.","satker":"","url":"https://%s/blog/read/%d","published":%q}`, c.host+c.published, c.host, len(c.published), c.published)),
			"text": s.do(http.MethodPost, "/v1/parse?url="+address+"&published="+url.QueryEscape(c.published), s.keys[keys.Ingest], strings.NewReader(story), "Content-Type", "text/plain"),
		} {
			got := read[struct {
				Date, Published string
				Article         *article.Article
			}](t, a)
			if got.Article != nil {
				got.Date, got.Published = got.Article.Date, got.Article.Published
			}
			if a.status >= 400 || got.Date != c.want || got.Published != c.want {
				t.Errorf("%s at %s as %s: got %d %s, want %s", c.published, c.host, name, a.status, got.Date, c.want)
			}
		}
	}
}

func TestQuotesOfAProvinceAreThoseOfItsOffices(t *testing.T) {
	t.Parallel()
	s := startReal(t)
	s.tellOf()
	for query, want := range map[string]int{
		"office=33": 2, "office=33.74": 2, "office=33.self": 0, "office=32": 0, "office=33.self,33.74": 2, "office=33&official=rini-astuti": 1,
	} {
		if page := read[search.Page](t, s.get("/v1/quotes?"+query)); page.Total != want {
			t.Errorf("%s finds %d quotes, want %d", query, page.Total, want)
		}
	}
}
