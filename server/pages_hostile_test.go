package server_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/chromedp/chromedp"
	"golang.org/x/net/html"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/archive"
	"warta/index/search"
	"warta/index/understand"
	"warta/internal/race"
	"warta/server/keys"
)

// hostile are texts of requests. Each of them does something that
// a test sees, should it ever be taken for more than text.
var hostile = []string{
	`"><script>alert(1)</script><img src=x onerror=alert(2)>' javascript:alert(3) {{.}} </title></style>&lt;b&gt;`,
	`</script><script>window.ran=1</script>`,
	`<!--<script>"};alert(1)//`,
	`javascript:alert(document.domain)//`,
	"java\tscript:alert(1)",
	`data:text/html,<script>alert(1)</script>`,
	`' autofocus onfocus=alert(1) x='`,
	`" autofocus onfocus="alert(1)`,
	`<svg onload=alert(1)><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>`,
	`<iframe srcdoc="<script>parent.ran=1</script>"></iframe><style>@import url(http://example.invalid/x)</style>`,
	`<base href="http://example.invalid/"><link rel=stylesheet href="http://example.invalid/x.css"><meta http-equiv=refresh content="0;url=http://example.invalid/">`,
	`</textarea></select></title></noscript><img src="http://example.invalid/x.png" onerror=alert(1)>`,
	"${alert(1)} `+alert(1)+` \u2028alert(1)\u2029 \u202e<b>",
	"&lt;script&gt;<mark>x</mark>&lt;/script&gt;<script>alert(4)</script><b>",
	`&#x3c;script&#x3e;alert(1)&#x3c;/script&#x3e; &#106;avascript:alert(1)`,
}

// hostileArchive answers everything with the text of the moment in every place.
func hostileArchive(now func() string) *stub {
	backend := &stub{}
	backend.get = func(context.Context, string) (*article.Article, error) {
		text, a := now(), sample()
		a.ID, a.Title, a.Section, a.URL = text, text, text, text
		a.Paragraphs, a.Captions = []string{text, text}, []string{text}
		a.Publisher.Name, a.Publisher.Code, a.Origin = text, text, text
		a.Officials[0].Name, a.Officials[0].Roles[0].Title, a.Officials[0].ID = text, text, text
		q := &a.Quotes[0]
		q.Text, q.Speaker.Name, q.Speaker.ID, q.ID, q.Cue, q.Because, q.Role.Title = text, text, text, text, text, text, text
		q.Parts[0].Span = article.Span{Start: 2, End: min(20, len(text))}
		for !q.Parts[0].Span.In(text) {
			q.Parts[0].End--
		}
		a.Topics[0].ID, a.Satker, a.EventDates, a.Date = text, []string{text}, []string{text}, text
		a.Credits = &article.Credits{Text: text}
		return a, nil
	}
	hit := func(quote bool) search.Hit {
		text := now()
		a, _ := backend.get(context.Background(), "")
		h := search.Hit{
			ID: text, URL: text, Title: text, TitleHTML: text, SnippetHTML: text, Date: text, EventDates: []string{text}, Copies: 3,
			Publisher: a.Publisher, Officials: []search.Named{{ID: text, Name: text}}, Topics: []search.Labelled{{ID: text, Label: text}}, Article: a,
		}
		if quote {
			h.Quote = &search.QuoteHit{Quote: a.Quotes[0], TextHTML: text, Link: text, Source: text, Context: text}
		}
		return h
	}
	backend.search = func(_ context.Context, q search.Query) (*search.Page, error) {
		text := now()
		values := []index.Count{{Value: text, Label: text, Detail: text, Count: 1, Selected: true}, {Value: "33", Label: text, Parent: new(text)}}
		return &search.Page{
			Total: 1, Hits: []search.Hit{hit(q.Of == index.Quotes)}, Next: new(text),
			Query: understand.Understood{
				Text: q.Text, Mode: "any", Corrected: new(text), Offered: text, Dropped: text, Understood: []string{text + " | " + text},
			},
			Facets: map[string][]index.Count{"official": values, "satker": values, "topic": values, "date": append(values, index.Count{Value: "2025-11", Count: 1}, index.Count{Value: "2025-09", Count: 1})},
		}, nil
	}
	backend.similar = func() (*search.Page, error) { return &search.Page{Hits: []search.Hit{hit(false)}}, nil }
	backend.suggest = func() ([]search.Suggestion, error) {
		text := now()
		var list []search.Suggestion
		for _, kind := range []string{search.SuggestOfficial, search.SuggestSatker, search.SuggestTopic, search.SuggestTitle, search.SuggestWord} {
			list = append(list, search.Suggestion{Kind: kind, Value: text, Label: text, Detail: text, Count: 1})
		}
		return list, nil
	}
	backend.quote = func(string) (archive.FoundQuote, error) { return archive.FoundQuote{Hit: hit(true)}, nil }
	return backend
}

// hostilePages are addresses of every page with the text in what is typed.
func hostilePages(text string) []string {
	typed := url.QueryEscape(text)
	return []string{
		"/?q=" + typed, "/?from=" + typed + "&sort=" + typed + "&cursor=" + typed + "&official=" + typed, "/kutipan?q=" + typed + "&role=" + typed,
		"/artikel/a1", "/artikel/a1?versi=semua", "/kutipan/k1", "/pejabat/budi-santoso", "/satker/33", "/topik/arsip",
		"/saring/official?prefix=" + typed + "&q=" + typed, "/pejabat?q=" + typed, "/pejabat?cursor=" + typed, "/saring/date", "/pasang?satker=" + typed,
	}
}

func TestNothingHostileBecomesMarkup(t *testing.T) {
	t.Parallel()
	var now atomic.Pointer[string]
	s := start(t, hostileArchive(func() string { return *now.Load() }))
	for _, text := range hostile {
		now.Store(&text)
		for _, path := range hostilePages(text) {
			a := s.get(path)
			if a.status != http.StatusOK {
				t.Fatalf("%s: %d", path, a.status)
			}
			harmless(t, path, parsePage(t, a.body))
		}
	}
}

// harmless checks that a page has no markup but its own.
func harmless(t *testing.T, path string, root node) {
	t.Helper()
	for d := range root.Descendants() {
		if d.Type != html.ElementNode {
			continue
		}
		switch d.Data {
		case "script":
			if fault := (node{d}).strange(); fault != "" {
				t.Errorf("%.60s: a script %s came through", path, fault)
			}
		case "style", "b", "iframe", "base", "object", "noscript", "textarea":
			t.Errorf("%.60s: <%s> came through", path, d.Data)
		}
		for _, attr := range d.Attr {
			v := strings.ToLower(strings.Join(strings.Fields(attr.Val), ""))
			addressed := attr.Key == "href" || attr.Key == "src" || attr.Key == "action" || attr.Key == "cite"
			if strings.HasPrefix(attr.Key, "on") || attr.Key == "style" || attr.Key == "srcdoc" || attr.Key == "http-equiv" ||
				addressed && (strings.HasPrefix(v, "javascript:") || strings.HasPrefix(v, "data:")) {
				t.Errorf("%.60s: <%s %s=%q> came through", path, d.Data, attr.Key, attr.Val)
			}
		}
	}
	for _, img := range root.all("img", "link") {
		for _, name := range []string{"src", "href"} {
			if at, _ := img.attr(name); strings.Contains(at, "//example.invalid") {
				t.Errorf("%.60s: <%s> from %q", path, img.Data, at)
			}
		}
	}
}

// quiet checks that no text of a page has run.
func (p *tab) quiet() {
	p.Helper()
	p.step("unfold", chromedp.WaitReady(chromedp.CSS("main")))
	p.holds("nothing has run", `document.querySelectorAll("details").forEach(d => d.open = true); window.ran === undefined`)
}

func TestNothingHostileRunsInABrowser(t *testing.T) {
	if race.Enabled {
		t.Skip("it waits for a browser")
	}
	t.Parallel()
	t.Run("from an archive with nothing else", func(t *testing.T) {
		var now atomic.Pointer[string]
		s := start(t, hostileArchive(func() string { return *now.Load() }))
		p := s.open(t, desk)
		for i, text := range hostile {
			now.Store(&text)
			for _, path := range hostilePages(text) {
				if i > 0 && !strings.Contains(path, "?") { // once is enough where nothing was typed
					continue
				}
				p.to(path)
				p.quiet()
			}
			p.step("type", chromedp.SendKeys(chromedp.CSS("#warta-q"), "ab"), chromedp.Click(chromedp.CSS("form[data-warta] button")))
			p.until("results are there", `document.querySelectorAll(".warta-hasil li").length === 1`)
			p.holds("results are text", `[...document.querySelectorAll(".warta-hasil a")].every(a => !a.hasAttribute("href") || /^https?:/.test(a.href)) && window.ran === undefined`)
			p.to("/kutipan/k1")
			p.quiet()
			p.step("type", chromedp.SendKeys(chromedp.CSS("#q"), "ab"))
			p.until("suggestions open", `document.querySelectorAll("#saran li").length === 5`)
			p.holds("suggestions are text", `document.querySelectorAll("#saran li *:not(span)").length === 0 && window.ran === undefined`)
		}
	})
	t.Run("ingested", func(t *testing.T) {
		s := startEngine(t)
		var lines strings.Builder
		for i, text := range hostile {
			line, err := json.Marshal(map[string]string{
				"url":   "https://kota-semarang.kpu.go.id/jahat/" + strings.Repeat("i", i+1),
				"title": "Jahat " + text, "published": "2026-01-02",
				"body": "Semarang - " + text + "\n\n“Kami jahat " + text + ",” kata Ketua KPU Kota Semarang " + text + ", Budi Santoso.\n\n" + text,
			})
			if err != nil {
				t.Fatal(err)
			}
			lines.Write(append(line, '\n'))
		}
		a := s.do(http.MethodPost, "/v1/articles/batch?wait=searchable", s.keys[keys.Ingest], strings.NewReader(lines.String()), "Content-Type", "application/x-ndjson")
		if a.status != http.StatusOK || !strings.Contains(a.body, `"rejected":0`) {
			t.Fatalf("%d %s", a.status, a.body)
		}
		found := read[search.Page](t, s.get("/v1/search?q=jahat&size=50&collapse=false&facets=none"))
		if found.Total < len(hostile)-1 {
			t.Errorf("%d of %d are found", found.Total, len(hostile))
		}
		paths := []string{"/?q=jahat", "/kutipan?q=jahat", "/", "/kutipan", "/satker/33.74", "/saring/official"}
		for _, h := range found.Hits {
			paths = append(paths, "/artikel/"+h.ID)
		}
		p := s.open(t, phone)
		for _, path := range paths {
			p.to(path)
			p.quiet()
			harmless(t, path, parsePage(t, s.get(path).body))
		}
	})
}
