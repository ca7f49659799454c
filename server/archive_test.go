package server_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"warta/analyzers"
	"warta/analyzers/samples"
	"warta/index"
	"warta/index/archive"
	"warta/index/indextest"
	"warta/index/search"
	"warta/server"
	"warta/server/keys"
)

// startReal serves a real archive in a folder of its own, with an engine in
// memory.
func startReal(t *testing.T) *site {
	t.Helper()
	s, _ := startOver(t, t.TempDir())
	return s
}

// startOver serves the archive in dir. stop ends the archive, not the server.
func startOver(t *testing.T, dir string) (s *site, stop func()) {
	t.Helper()
	reader, err := analyzers.New()
	if err != nil {
		t.Fatal(err)
	}
	a, err := archive.Open(t.Context(), archive.Options{
		Dir: dir, Reader: reader, EngineVersion: "1",
		OpenEngine: func(context.Context, string) (index.Engine, error) { return new(indextest.Fake), nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	stop = func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	}
	t.Cleanup(stop)
	for a.Ready(t.Context()) != nil { // until the empty archive has been read
		select {
		case <-time.After(time.Millisecond):
		case <-t.Context().Done():
			t.Fatal(a.Ready(t.Context()))
		}
	}
	return start(t, a, func(o *server.Options) { o.Keys = a.Keyring() }), stop
}

// fill sends the built-in samples as one batch and returns their ids.
func (s *site) fill() {
	s.Helper()
	all, err := samples.All()
	if err != nil {
		s.Fatal(err)
	}
	var lines strings.Builder
	for _, sample := range all {
		if sample.Listing {
			continue
		}
		kind := "text"
		if sample.HTML {
			kind = "html"
		}
		line, err := json.Marshal(map[string]string{kind: sample.Raw, "url": sample.URL, "published": sample.Published, "external_id": sample.Name})
		if err != nil {
			s.Fatal(err)
		}
		lines.Write(line)
		lines.WriteByte('\n')
	}
	a := s.do(http.MethodPost, "/v1/articles/batch?wait=searchable", s.keys[keys.Ingest], strings.NewReader(lines.String()), "Content-Type", "application/x-ndjson")
	if a.status != http.StatusOK || !strings.Contains(a.body, `"rejected":0`) {
		s.Fatalf("fill: %d %s", a.status, a.body)
	}
}

// read decodes the JSON of an answer.
func read[T any](t *testing.T, a answer) T {
	t.Helper()
	var v T
	if err := json.Unmarshal([]byte(a.body), &v); err != nil {
		t.Fatalf("%d %.300s: %v", a.status, a.body, err)
	}
	return v
}

type put struct {
	ID       string
	Result   string
	Article  map[string]any
	Warnings []any
}

// story is an article in the form in which it is copied from a page.
const story = `Berita Terkini

KPU Kota Semarang Tata Arsip Pemilu

Semarang, kota-semarang.kpu.go.id - KPU Kota Semarang menata arsip pemilu pada Selasa (4/11/2025).

“Arsip yang tertata adalah bukti kerja kita,” kata Ketua KPU Kota Semarang, Budi Santoso Wibowo.
`

func TestAnArticleGoesInAndIsFound(t *testing.T) {
	t.Parallel()
	s := startReal(t)
	address := "/v1/articles?wait=searchable&published=2025-11-05&url=" + url.QueryEscape("https://kota-semarang.kpu.go.id/blog/read/1_arsip")
	send := func(text string) answer {
		return s.do(http.MethodPost, address, s.keys[keys.Ingest], strings.NewReader(text), "Content-Type", "text/plain; charset=utf-8")
	}
	first := send(story)
	if first.status != http.StatusCreated {
		t.Fatalf("first: %d %s", first.status, first.body)
	}
	made := read[put](t, first)
	if made.ID == "" || made.Result != "created" || made.Article["title"] != "KPU Kota Semarang Tata Arsip Pemilu" || made.Warnings == nil {
		t.Errorf("first: %s", first.body)
	}
	if got := first.header.Get("Location"); got != "/v1/articles/"+made.ID {
		t.Errorf("Location %q", got)
	}
	if a := send(story); a.status != http.StatusOK || read[put](t, a).Result != "unchanged" {
		t.Errorf("sent again: %d %s", a.status, a.body)
	}
	changed := send(strings.Replace(story, "adalah bukti", "ialah bukti", 1))
	if got := read[put](t, changed); changed.status != http.StatusOK || got.Result != "updated" || got.ID != made.ID {
		t.Errorf("changed: %d %s", changed.status, changed.body)
	}
	type versions struct{ Versions []struct{ Version int } }
	if got := read[versions](t, s.get("/v1/articles/"+made.ID+"/versions")); len(got.Versions) != 2 {
		t.Errorf("versions: %+v", got)
	}

	page := read[search.Page](t, s.get("/v1/search?q=arsip"))
	if page.Total != 1 || page.Hits[0].ID != made.ID || !strings.Contains(page.Hits[0].TitleHTML, "<mark>Arsip</mark>") {
		t.Fatalf("search: %+v", page)
	}
	for facet, want := range map[string]string{"official": "budi-santoso-wibowo", "satker": "33", "date": "2025-11"} {
		if !holds(page.Facets[facet], want) {
			t.Errorf("facet %s: %+v has no %s", facet, page.Facets[facet], want)
		}
	}
	if !holds(page.Facets["satker"], "33.74") {
		t.Errorf("facet satker: %+v has no 33.74", page.Facets["satker"])
	}
	said := read[search.Page](t, s.get("/v1/quotes?official=budi-santoso-wibowo"))
	if said.Total != 1 || said.Hits[0].Quote == nil || said.Hits[0].Quote.Role == nil || said.Hits[0].Quote.Role.Title != "Ketua" {
		t.Fatalf("quotes: %+v", said)
	}
	part := said.Hits[0].Quote.Parts[0]
	inArticle := read[struct {
		Paragraphs []string
		Quotes     []struct {
			Parts []struct{ Start, End int }
		}
	}](t, s.get("/v1/articles/"+made.ID))
	if want := inArticle.Quotes[0].Parts[0]; part.Start != want.Start || part.End != want.End {
		t.Errorf("a quote stands at %d to %d, in its article at %d to %d", part.Start, part.End, want.Start, want.End)
	}
	if link := said.Hits[0].Quote.Link; !strings.HasPrefix(link, "/artikel/"+made.ID+"#kutipan-") {
		t.Errorf("link of a quote: %q", link)
	} else if html := s.get("/artikel/" + made.ID).body; !strings.Contains(html, `id="`+link[strings.Index(link, "#")+1:]+`"`) {
		t.Errorf("the page of the article has no place for %s", link)
	}

	if a := s.do(http.MethodDelete, "/v1/articles/"+made.ID+"?wait=searchable", s.keys[keys.Ingest], nil); a.status != http.StatusNoContent {
		t.Fatalf("delete: %d %s", a.status, a.body)
	}
	for _, path := range []string{"/v1/search?q=arsip", "/v1/quotes"} {
		got := read[search.Page](t, s.get(path))
		if got.Total != 0 || len(got.Facets["official"]) != 0 {
			t.Errorf("%s after removal: %+v", path, got)
		}
	}
	if a := s.get("/v1/articles/" + made.ID); a.status != http.StatusGone {
		t.Errorf("get after removal: %d", a.status)
	}
	if a := s.do(http.MethodDelete, "/v1/articles/"+made.ID, s.keys[keys.Ingest], nil); a.status != http.StatusNoContent {
		t.Errorf("delete again: %d %s", a.status, a.body)
	}
	if a := send(story); a.status != http.StatusConflict || a.problem(t).Type != "/problems/removed" {
		t.Errorf("sent after removal: %d %s", a.status, a.body)
	}
	a := s.do(http.MethodPost, address+"&restore=true", s.keys[keys.Admin], strings.NewReader(story), "Content-Type", "text/plain")
	if a.status != http.StatusCreated && a.status != http.StatusOK {
		t.Errorf("restored by an admin: %d %s", a.status, a.body)
	}
}

func holds(counts []index.Count, value string) bool {
	for _, c := range counts {
		if c.Value == value && c.Count > 0 {
			return true
		}
	}
	return false
}

func TestAnIDAndAURLOfTwoArticlesAreAConflict(t *testing.T) {
	t.Parallel()
	s := startReal(t)
	send := func(id, n string) answer {
		return s.post("/v1/articles", fmt.Sprintf(`{"external_id":%q,"url":"https://kota-semarang.kpu.go.id/berita/%s","title":"Siap","body":"KPU siap, yang ke-%s."}`, id, n, n))
	}
	for n, id := range []string{"x", "y"} {
		if a := send(id, fmt.Sprint(n)); a.status != http.StatusCreated {
			t.Fatalf("%s: %d %s", id, a.status, a.body)
		}
	}
	if a := send("x", "1"); a.status != http.StatusConflict || a.problem(t).Type != "/problems/conflict" {
		t.Errorf("the id of one and the address of the other: %d %s", a.status, a.body)
	}
}

func TestKeysWorkAgainstTheRecord(t *testing.T) {
	t.Parallel()
	s := startReal(t)
	admin := s.keys[keys.Admin]
	made := s.do(http.MethodPost, "/v1/admin/keys", admin, strings.NewReader(`{"name":"Humas Kota Semarang","scopes":["ingest"],"satker":["33.74"]}`), "Content-Type", "application/json")
	if made.status != http.StatusCreated {
		t.Fatalf("add: %d %s", made.status, made.body)
	}
	k := read[struct{ ID, Key string }](t, made)
	put := func(host string) answer {
		body := fmt.Sprintf(`{"url":"https://%s/berita/1","title":"Siap","body":"KPU siap."}`, host)
		return s.do(http.MethodPost, "/v1/articles", k.Key, strings.NewReader(body), "Content-Type", "application/json")
	}
	if a := put("kota-semarang.kpu.go.id"); a.status != http.StatusCreated {
		t.Errorf("on its own site: %d %s", a.status, a.body)
	}
	if a := put("kota-surakarta.kpu.go.id"); a.status != http.StatusForbidden || a.problem(t).Field != "url" {
		t.Errorf("on another's site: %d %s", a.status, a.body)
	}
	if a := s.do(http.MethodPost, "/v1/articles", k.Key, strings.NewReader(`{"external_id":"1","title":"Siap","body":"KPU siap."}`), "Content-Type", "application/json"); a.status != http.StatusForbidden || a.problem(t).Field != "url" {
		t.Errorf("on no site: %d %s", a.status, a.body)
	}
	other := read[struct{ ID string }](t, s.post("/v1/articles", `{"url":"https://kota-surakarta.kpu.go.id/berita/1","title":"Siap","body":"KPU siap."}`)).ID
	if a := s.do(http.MethodDelete, "/v1/articles/"+other, k.Key, nil); a.status != http.StatusForbidden {
		t.Errorf("removed from another's site: %d %s", a.status, a.body)
	}
	batch := s.do(http.MethodPost, "/v1/articles/batch", k.Key, strings.NewReader(`{"delete":"`+other+`"}`), "Content-Type", "application/x-ndjson")
	if !strings.Contains(batch.body, `"result":"rejected"`) || !strings.Contains(batch.body, `"code":"forbidden"`) {
		t.Errorf("removed by a batch from another's site: %s", batch.body)
	}
	if a := s.get("/v1/articles/" + other); a.status != http.StatusOK {
		t.Errorf("the article on another's site: %d", a.status)
	}
	if list := s.do(http.MethodGet, "/v1/admin/keys", admin, nil); strings.Contains(list.body, k.Key) || !strings.Contains(list.body, k.ID) {
		t.Errorf("list: %s", list.body)
	}
	if a := s.do(http.MethodDelete, "/v1/admin/keys/"+k.ID, admin, nil); a.status != http.StatusNoContent {
		t.Errorf("revoke: %d %s", a.status, a.body)
	}
	if a := put("kota-semarang.kpu.go.id"); a.status != http.StatusUnauthorized {
		t.Errorf("after revocation: %d %s", a.status, a.body)
	}
}

func TestAFacetWithoutValuesIsAnEmptyList(t *testing.T) {
	t.Parallel()
	a := startReal(t).get("/v1/search?q=tidakadakatabegini")
	page := read[struct{ Facets map[string]*[]index.Count }](t, a)
	for _, name := range index.DefaultFacets {
		if page.Facets[name] == nil {
			t.Errorf("%s: got null in %s", name, a.body)
		}
	}
}
