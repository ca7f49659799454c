package server_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/chromedp/chromedp"

	"warta/internal/race"
)

// shown returns the blocks of code that a page shows.
func (s *site) shown(path string) []string {
	s.Helper()
	var out []string
	for _, pre := range parsePage(s.T, s.get(path).body).all("pre") {
		var b strings.Builder
		for d := range pre.Descendants() {
			if d.FirstChild == nil {
				b.WriteString(d.Data)
			}
		}
		out = append(out, b.String())
	}
	return out
}

func TestTheSearchBoxWorksOnAnotherSite(t *testing.T) {
	if race.Enabled {
		t.Skip("it waits for a browser")
	}
	t.Parallel()
	s := startEngine(t)
	code := s.shown("/pasang?satker=33.74")
	if len(code) != 3 {
		t.Fatalf("the page shows %d blocks of code", len(code))
	}
	plain, script, policy := code[0], code[1], code[2]
	var body atomic.Pointer[string]
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Security-Policy", "default-src 'none'; "+policy)
		_, _ = fmt.Fprintf(w, "<!doctype html><html lang=id><title>KPU Kota Semarang</title><main>%s</main></html>", *body.Load())
	}))
	t.Cleanup(other.Close)
	visit := func(t *testing.T, what string, setup ...chromedp.Action[chromedp.Void]) *tab {
		t.Helper()
		p := s.open(t, phone, setup...)
		p.also = other.URL
		body.Store(&what)
		p.step("open the other site", chromedp.Navigate(other.URL+"/"), chromedp.SendKeys(chromedp.CSS("#warta-q"), "sekolah"), chromedp.Click(chromedp.CSS("button")))
		return p
	}
	t.Run("in place", func(t *testing.T) {
		p := visit(t, script)
		p.until("results are there", `document.querySelectorAll(".warta-hasil li").length > 0`)
		p.says(".warta-hasil [role=status]", "berita")
		p.says(".warta-judul", "Sekolah")
		p.holds("one stays on the site", `location.host !== new URL(document.querySelector("form").action).host`)
		p.holds("results are those of the office", `[...document.querySelectorAll(".warta-hasil .warta-meta")].slice(1).every(m => m.textContent.includes("KPU Kota Semarang"))`)
		p.holds("no style came with it", `document.querySelectorAll("style, [style], link").length === 0`)
	})
	for name, setup := range map[string][]chromedp.Action[chromedp.Void]{"plain": nil, "script switched off": {withoutScript}} {
		t.Run(name, func(t *testing.T) {
			what := plain
			if setup != nil {
				what = script
			}
			p := visit(t, what, setup...)
			p.until("the form leads here", `document.querySelector(".hits mark") !== null`)
			p.holds("within the office", `new URLSearchParams(location.search).get("publisher") === "33.74" && new URLSearchParams(location.search).get("q") === "sekolah"`)
		})
	}
}

func TestPagesDescribeTheirSubjectsToSearchEngines(t *testing.T) {
	t.Parallel()
	s := start(t, &stub{})
	about := func(path string) map[string]any {
		t.Helper()
		for _, script := range parsePage(t, s.get(path).body).all("script") {
			if kind, _ := script.attr("type"); kind == "application/ld+json" {
				var v map[string]any
				if err := json.Unmarshal([]byte(script.FirstChild.Data), &v); err != nil {
					t.Fatalf("%s: %v", path, err)
				}
				return v
			}
		}
		t.Fatalf("%s says nothing", path)
		return nil
	}
	a := about("/artikel/a1")
	if a["@type"] != "NewsArticle" || a["headline"] != "KPU Kota Semarang Siap" || a["datePublished"] != "2025-11-04" || a["isBasedOn"] != "https://kota-semarang.kpu.go.id/berita/1" {
		t.Errorf("article: %v", a)
	}
	who, _ := a["mentions"].([]any)
	said, _ := a["hasPart"].([]any)
	if len(who) != 1 || who[0].(map[string]any)["@type"] != "Person" || who[0].(map[string]any)["url"] != s.url+"/pejabat/budi-santoso" ||
		len(said) != 1 || said[0].(map[string]any)["@type"] != "Quotation" || said[0].(map[string]any)["url"] != s.url+"/kutipan/k1" {
		t.Errorf("people %v, quotes %v", who, said)
	}
	if q := about("/kutipan/k1"); q["@type"] != "Quotation" || q["text"] != "Kami siap." || q["isPartOf"] == nil {
		t.Errorf("quote: %v", q)
	}
	if w := about("/"); w["@type"] != "WebSite" || w["potentialAction"] == nil {
		t.Errorf("site: %v", w)
	}
	for path, want := range map[string]string{
		"/artikel/a1?utm_source=wa": "/artikel/a1", "/?q=arsip&utm_source=wa": "/?q=arsip", "/kutipan/k1": "/kutipan/k1", "/satker/33": "/satker/33", "/topik/logistik": "/topik/logistik",
	} {
		got := ""
		for _, link := range parsePage(t, s.get(path).body).all("link") {
			if rel, _ := link.attr("rel"); rel == "canonical" {
				got, _ = link.attr("href")
			}
		}
		if got != s.url+want {
			t.Errorf("%s: canonical %q, want %s", path, got, want)
		}
	}
}
