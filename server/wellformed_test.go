package server_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"warta/index/search"
	"warta/server/keys"
)

// checkers is where `npm ci` puts what checks pages; .ci/run calls it.
const checkers = "../.ci/browser"

// everyPage returns an address of each kind of page of a filled site, in each of the
// states that look different.
func (s *site) everyPage() []string {
	s.Helper()
	article := read[search.Page](s.T, s.get("/v1/search?size=1&q=mahasiswa")).Hits[0].ID
	quote := read[search.Page](s.T, s.get("/v1/quotes?size=1")).Hits[0].Quote.ID
	official := read[struct{ Officials []struct{ ID string } }](s.T, s.get("/v1/officials?size=1")).Officials[0].ID
	reported := read[search.Page](s.T, s.get("/v1/quotes?size=1&kind=indirect")).Hits[0].Quote.ID
	title := read[search.Page](s.T, s.get("/v1/quotes?size=1&kind=title")).Hits[0].Quote.ID
	_, turns := turnsOf(s.get("/?q=kpu").body)
	_, dated := turnsOf(s.get("/kutipan?sort=oldest").body)
	return []string{
		turns["next"], dated["next"], "/?q=%F0%9F%8E%89", "/kutipan?q=%22pemilih+data%22", "/?q=pemilih+%22data+yang+kpu+jauh%22",
		"/kutipan?kind=title,indirect,mixed", "/kutipan/" + reported, "/kutipan/" + title, "/kutipan?role=ketua&from=2024-01-01", "/saring/role?of=quotes", "/kutipan?q=lalu+ahmad",
		"/", "/?q=pdpb+data+pemilih&sort=newest&satker=33&from=2020-01-01", "/?q=xyzzyx", "/?q=pemilh+tetpa", "/?q=kpu&topic=data-pemilih&date=2025",
		"/kutipan", "/kutipan?q=ketua+kpu+ntb", "/kutipan?official=" + official + "&kind=direct&min_confidence=0.5", "/kutipan/" + quote,
		"/artikel/" + article, "/artikel/" + article + "?versi=semua", "/pejabat/" + official, "/satker/33", "/satker/33.74", "/topik/data-pemilih", "/peraturan", "/peraturan/uu/7/2017", "/peraturan/pkpu/8/1999", "/?q=uu+7/2017",
		"/pejabat", "/pejabat?q=budi", "/saring/satker", "/saring/official?of=quotes&prefix=a", "/saring/date?q=zzz", "/pasang?satker=33.74", "/masuk", "/docs", "/problems/gone", "/artikel/none",
	}
}

func TestEveryPageIsValidHTML(t *testing.T) {
	t.Parallel()
	node, err := exec.LookPath("node")
	needed(t, err)
	if _, err := os.Stat(filepath.Join(checkers, "node_modules", "html-validate")); err != nil {
		needed(t, fmt.Errorf("%w: run npm ci in %s", err, checkers))
	}
	s := startEngine(t)
	pages := map[string]string{}
	for _, path := range s.everyPage() {
		a := s.do(http.MethodGet, path, "", nil, "Accept", "text/html")
		if !strings.HasPrefix(a.header.Get("Content-Type"), "text/html") {
			t.Fatalf("%s: %d %s", path, a.status, a.header.Get("Content-Type"))
		}
		pages[path] = a.body
	}
	signedIn := &visitor{site: s}
	quote := "/kutipan/" + read[search.Page](t, s.get("/v1/quotes?size=1")).Hits[0].Quote.ID
	signedIn.signIn(s.keys[keys.Staff], quote)
	pages[quote+" signed in"] = signedIn.page(quote + "?cari=budi&tersimpan=true").body
	in, err := json.Marshal(pages)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), node, "validate.mjs")
	cmd.Dir, cmd.Stdin = checkers, bytes.NewReader(in)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("the validator: %v %s", err, out)
	}
	if len(out) > 0 {
		t.Errorf("not valid:\n%s", out)
	}
}

// axeRun asks axe-core for what is wrong in the page, by some of its rules or by all.
const axeRun = `axe.run(document, Object.assign({resultTypes: ["violations"]}, %s)).then(r => r.violations.flatMap(v =>
	v.nodes.map(n => v.impact + " " + v.id + ": " + v.help + ": " + n.html.slice(0, 200))))`

func TestEveryPageIsAccessible(t *testing.T) {
	t.Parallel()
	axe, err := os.ReadFile(filepath.Join(checkers, "node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		needed(t, fmt.Errorf("%w: run npm ci in %s", err, checkers))
	}
	s := startEngine(t)
	look := func(t *testing.T, width int64, rules string, setup ...chromedp.Action[chromedp.Void]) {
		t.Helper()
		p := s.open(t, width, setup...)
		p.to("/masuk")
		p.step("sign in", chromedp.SendKeys(chromedp.CSS("#kunci"), s.keys[keys.Staff]))
		p.click("main form button", ".hits")
		for _, path := range s.everyPage() {
			p.to(path)
			if _, err := chromedp.Run(p.ctx, chromedp.Evaluate[bool](string(axe)+`; document.querySelectorAll("details").forEach(d => d.open = true); true`)); err != nil {
				t.Fatalf("%s: load axe: %v", path, err)
			}
			found, err := chromedp.Run(p.ctx, chromedp.Evaluate[[]string](fmt.Sprintf(axeRun, rules), chromedp.EvalAwaitPromise))
			if err != nil {
				t.Fatalf("%s: axe: %v", path, err)
			}
			for _, fault := range found {
				t.Errorf("%s: %s", path, fault)
			}
		}
	}
	t.Run("phone", func(t *testing.T) {
		t.Parallel()
		look(t, phone, "{}")
	})
	t.Run("desk by night", func(t *testing.T) { // where the colours are others
		t.Parallel()
		look(t, desk, `{runOnly: ["color-contrast", "link-in-text-block", "target-size"]}`, dark)
	})
}
