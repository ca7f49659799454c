package server_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/search"
	"warta/index/understand"
)

// A node of a page, with what tests ask of it.
type node struct{ *html.Node }

func parsePage(t *testing.T, body string) node {
	t.Helper()
	root, err := html.Parse(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	return node{root}
}

func (n node) attr(name string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}

// all returns the elements with one of the names.
func (n node) all(names ...string) []node {
	var found []node
	for d := range n.Descendants() {
		for _, name := range names {
			if d.Type == html.ElementNode && d.Data == name {
				found = append(found, node{d})
			}
		}
	}
	return found
}

// text returns the words of an element.
func (n node) text() string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// strange says why a script is none of those that the pages have: our own file, or
// JSON about the page, which no browser runs.
func (n node) strange() string {
	src, loads := n.attr("src")
	kind, _ := n.attr("type")
	var text strings.Builder
	for d := range n.Descendants() {
		text.WriteString(d.Data)
	}
	switch {
	case loads && kind == "" && text.String() == "" && (strings.HasPrefix(src, "/aset/") || src == "/widget.js"):
		return ""
	case !loads && kind == "application/ld+json" && json.Valid([]byte(text.String())) && !strings.ContainsAny(text.String(), "<>"):
		return ""
	}
	return fmt.Sprintf("src=%q type=%q %.200q", src, kind, text.String())
}

// sound checks what must hold on every page.
func sound(t *testing.T, path, body string) node {
	t.Helper()
	root := parsePage(t, body)
	if !strings.HasPrefix(body, "<!doctype html>") {
		t.Errorf("%s: no doctype", path)
	}
	if lang, _ := root.all("html")[0].attr("lang"); lang != "id" {
		t.Errorf("%s: lang %q", path, lang)
	}
	for _, name := range []string{"main", "h1", "header", "footer", "title"} {
		within := root
		if name == "title" { // bars of a chart have titles of their own
			within = root.all("head")[0]
		}
		if got := within.all(name); len(got) == 0 || name != "header" && len(got) != 1 {
			t.Errorf("%s: %d of <%s>", path, len(got), name)
		}
	}
	for _, script := range root.all("script") {
		if fault := script.strange(); fault != "" {
			t.Errorf("%s: a script %s", path, fault)
		}
	}
	if got := root.all("style", "iframe", "object", "base"); len(got) != 0 {
		t.Errorf("%s: has <%s>", path, got[0].Data)
	}
	ids := map[string]bool{}
	labels := map[string]bool{}
	for d := range root.Descendants() {
		e := node{d}
		if id, ok := e.attr("id"); ok {
			if ids[id] {
				t.Errorf("%s: the id %q stands twice", path, id)
			}
			ids[id] = true
		}
		if of, ok := e.attr("for"); ok {
			labels[of] = true
		}
		for _, a := range d.Attr {
			if strings.HasPrefix(a.Key, "on") || a.Key == "style" {
				t.Errorf("%s: <%s %s>", path, d.Data, a.Key)
			}
		}
	}
	for _, input := range root.all("input") {
		if kind, _ := input.attr("type"); kind == "hidden" {
			continue
		}
		if id, _ := input.attr("id"); !labels[id] && (input.Parent == nil || input.Parent.Data != "label") {
			t.Errorf("%s: the input %q has no label", path, id)
		}
	}
	for _, a := range root.all("a") {
		href, _ := a.attr("href")
		u, err := url.Parse(href)
		if err != nil || href == "" || u.Scheme != "" && u.Scheme != "https" && u.Scheme != "http" {
			t.Errorf("%s: a link to %q", path, href)
		}
		if a.text() == "" {
			t.Errorf("%s: the link to %q says nothing", path, href)
		}
		if strings.HasPrefix(href, "#") && !ids[href[1:]] {
			t.Errorf("%s: nothing has the id of %q", path, href)
		}
	}
	for _, link := range root.all("link", "img") {
		if rel, _ := link.attr("rel"); rel == "search" || rel == "alternate" || rel == "canonical" { // links, which a browser does not follow by itself
			continue
		}
		for _, name := range []string{"href", "src"} {
			if v, ok := link.attr(name); ok && !strings.HasPrefix(v, "/aset/") {
				t.Errorf("%s: asks for %q", path, v)
			}
		}
	}
	return root
}

func TestPagesAreSound(t *testing.T) {
	t.Parallel()
	s := startReal(t)
	s.fill()
	first := read[search.Page](t, s.get("/v1/search?size=1"))
	for _, path := range []string{
		"/", "/?q=data+pemilih", "/?q=xyzzy", "/?q=arsip&satker=33&topic=arsip&from=2020-01-01&sort=oldest&publisher=33.74",
		"/kutipan", "/kutipan?q=kami&kind=direct&min_confidence=0.5", "/artikel/" + first.Hits[0].ID,
		"/pejabat", "/pejabat?q=budi", "/peraturan", "/peraturan/uu/7/2017", "/peraturan/pkpu/8/1999", "/docs", "/problems/too-costly",
	} {
		a := s.get(path)
		if a.status != http.StatusOK || a.header.Get("Content-Type") != "text/html; charset=utf-8" {
			t.Fatalf("%s: %d %.200s", path, a.status, a.body)
		}
		root := sound(t, path, a.body)
		if path == "/kutipan" || path == "/" || strings.Contains(path, "?") {
			said := ""
			for _, p := range root.all("p") {
				if role, _ := p.attr("role"); role == "status" {
					said = p.text()
				}
			}
			if said == "" {
				t.Errorf("%s: the number of results is not announced", path)
			}
		}
	}
	missing := s.do(http.MethodGet, "/artikel/none", "", nil, "Accept", "text/html")
	if missing.status != http.StatusNotFound {
		t.Errorf("a missing article: %d", missing.status)
	}
	sound(t, "/artikel/none", missing.body)
}

// full is an archive whose pages of results are as long as such pages get.
func full() *stub {
	archive := &stub{}
	archive.search = func(_ context.Context, q search.Query) (*search.Page, error) {
		page := &search.Page{Total: 123_456, Query: understand.Understood{Text: q.Text, Mode: "all", Understood: []string{"sdm | sumber daya manusia"}}, Next: new("abc"), Facets: map[string][]index.Count{}}
		draw := rand.New(rand.NewPCG(1, 2))
		words := func(n int) string { // as little alike as the words of a language
			var b strings.Builder
			for range n {
				for range 2 + draw.IntN(3) {
					b.WriteByte("bcdgjklmnprst"[draw.IntN(13)])
					b.WriteByte("aiueo"[draw.IntN(5)])
				}
				b.WriteByte(' ')
			}
			return strings.TrimSpace(b.String())
		}
		for i := range q.Size {
			a := sample()
			a.Paragraphs = []string{words(60), words(60)}
			h := search.Hit{
				ID: fmt.Sprintf("article%05d", i), URL: "https://kab-kotawaringinbarat.kpu.go.id/blog/read/" + strings.ReplaceAll(words(12), " ", "-"),
				Title: words(14), TitleHTML: "<mark>" + words(2) + "</mark> " + words(12), SnippetHTML: "… " + words(20) + " <mark>" + words(1) + "</mark> " + words(15) + " …",
				Date: "2025-11-04", Publisher: &article.Office{Code: "62.01", Name: "KPU Kabupaten Kotawaringin Barat"}, Copies: 3, Article: a,
			}
			for range 8 {
				h.Officials = append(h.Officials, search.Named{ID: strings.ReplaceAll(words(4), " ", "-"), Name: words(4)})
				h.Topics = append(h.Topics, search.Labelled{ID: strings.ReplaceAll(words(2), " ", "-"), Label: words(4)})
			}
			if q.Of == index.Quotes {
				quote := a.Quotes[0]
				quote.Text = words(40)
				h.Quote = &search.QuoteHit{Quote: quote, TextHTML: quote.Text, Source: h.URL + "#:~:text=" + url.QueryEscape(words(10))}
			}
			page.Hits = append(page.Hits, h)
		}
		for _, f := range q.Facets {
			for i := range min(f.Size, 240) {
				c := index.Count{Value: strings.ReplaceAll(words(3), " ", "-"), Label: words(4), Detail: words(4), Count: 1 + draw.IntN(100_000)}
				if f.Name == index.FacetDate {
					c = index.Count{Value: fmt.Sprintf("%d-%02d", 2006+i/12, 1+i%12), Count: c.Count}
				}
				page.Facets[f.Name] = append(page.Facets[f.Name], c)
			}
		}
		return page, nil
	}
	return archive
}

func TestAPageIsSmallOverTheWire(t *testing.T) {
	t.Parallel()
	s := start(t, full())
	for _, path := range []string{"/?q=kpu", "/kutipan?q=kpu"} {
		packed := s.do(http.MethodGet, path, "", nil, "Accept-Encoding", "gzip")
		if packed.header.Get("Content-Encoding") != "gzip" {
			t.Fatalf("not compressed: %v", packed.header)
		}
		size := len(packed.body)
		root := parsePage(t, s.get(path).body)
		if got := len(root.all("article", "figure")); got != 10 {
			t.Fatalf("%s: %d results", path, got)
		}
		for _, link := range root.all("link", "script", "img") {
			href, _ := link.attr("href")
			src, _ := link.attr("src")
			if href += src; !strings.HasPrefix(href, "/aset/") { // not asked for with the page
				continue
			}
			a := s.do(http.MethodGet, href, "", nil, "Accept-Encoding", "gzip")
			if a.status != http.StatusOK || !strings.Contains(a.header.Get("Cache-Control"), "immutable") {
				t.Errorf("%s: %d %q", href, a.status, a.header.Get("Cache-Control"))
			}
			if strings.HasSuffix(href, ".js") && len(a.body) > 3_000 {
				t.Errorf("the script has %d bytes: it is an extra", len(a.body))
			}
			size += len(a.body)
		}
		t.Logf("%s: %d bytes with style and script", path, size)
		if size > 40_000 {
			t.Errorf("%s: %d bytes with style and script, want at most 40,000", path, size)
		}
	}
}

func TestEveryStateIsALink(t *testing.T) {
	t.Parallel()
	archive := &stub{}
	archive.search = func(_ context.Context, q search.Query) (*search.Page, error) {
		return &search.Page{
			Total: 30, Hits: []search.Hit{{ID: "a1", Title: "Siap"}}, Next: new("abc"), Query: understand.Understood{Mode: "all"},
			Facets: map[string][]index.Count{
				"satker": {{Value: "33", Label: "Jawa Tengah", Count: 30, Selected: true}, {Value: "33.74", Label: "KPU Kota Semarang", Count: 9, Parent: new("33")}},
				"date":   {{Value: "2025-10", Count: 2}, {Value: "2025-11", Count: 12}, {Value: "none", Count: 1}},
			},
		}, nil
	}
	body := start(t, archive).get("/?q=arsip&satker=33&publisher=33.74&utm_source=wa&date=2025-11").body
	root := sound(t, "/", body)
	links := map[string]string{}
	for _, a := range root.all("a") {
		href, _ := a.attr("href")
		links[a.text()] = href
	}
	for label, want := range map[string]string{
		"Hapus filter Jawa Tengah×":                 "/?date=2025-11&publisher=33.74&q=arsip",
		"Hapus filter Penerbit: KPU Kota Semarang×": "/?date=2025-11&q=arsip&satker=33",
		"Hapus filter November 2025×":               "/?publisher=33.74&q=arsip&satker=33",
		"Hapus semua filter":                        "/?q=arsip",
		"Terbaru":                                   "/?date=2025-11&publisher=33.74&q=arsip&satker=33&sort=newest",
		"Hasil berikutnya":                          "/?cursor=abc&date=2025-11&publisher=33.74&q=arsip&satker=33",
	} {
		if links[label] != want {
			t.Errorf("%s leads to %q, want %q", label, links[label], want)
		}
	}
	var boxes, hidden []string
	for _, input := range root.all("input") {
		kind, _ := input.attr("type")
		name, _ := input.attr("name")
		value, _ := input.attr("value")
		_, checked := input.attr("checked")
		switch {
		case kind == "checkbox" && checked:
			boxes = append(boxes, name+"="+value)
		case kind == "hidden":
			hidden = append(hidden, name+"="+value)
		}
	}
	if len(boxes) != 1 || boxes[0] != "satker=33" {
		t.Errorf("checked: %v", boxes)
	}
	// The archive of this test does not mark the month as chosen, so only what no
	// box stands for is carried along.
	if len(hidden) != 1 || hidden[0] != "publisher=33.74" {
		t.Errorf("hidden: %v", hidden)
	}
	if i, j := strings.Index(body, "> November 2025</label>"), strings.Index(body, "> Oktober 2025</label>"); i < 0 || j < i {
		t.Errorf("months are not newest first (%d, %d)", i, j)
	}
}

func TestQuotesOfAnArticleHavePlaces(t *testing.T) {
	t.Parallel()
	root := sound(t, "/artikel/a1", start(t, &stub{}).get("/artikel/a1").body)
	var said, paragraph string
	for d := range root.Descendants() {
		switch id, _ := (node{d}).attr("id"); id {
		case "kutipan-k1":
			said = node{d}.text()
		case "p-0":
			paragraph = node{d}.text()
		}
	}
	if said != "Kami siap," || paragraph != "“Kami siap,” kata Ketua KPU Kota Semarang Budi Santoso." {
		t.Errorf("quote %q in paragraph %q", said, paragraph)
	}
}
