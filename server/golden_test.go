package server_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"warta/index"
	"warta/index/archive"
	"warta/index/search"
	"warta/index/understand"
	"warta/server/keys"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestShapes keeps what callers see of each answer as a file that reviewers read
// when it changes.
func TestShapes(t *testing.T) {
	t.Parallel()
	backend := &stub{}
	backend.search = func(_ context.Context, q search.Query) (*search.Page, error) {
		a := sample()
		hit := search.Hit{
			Article: a,
			ID:      a.ID, URL: a.URL, Title: a.Title, TitleHTML: "KPU Kota Semarang <mark>Siap</mark>", SnippetHTML: "“Kami <mark>siap</mark>,” kata &lt;Ketua&gt; …",
			Date: a.Date, DateBasis: a.DateBasis, EventDates: a.EventDates, Publisher: a.Publisher,
			Officials: []search.Named{{ID: "budi-santoso", Name: "Budi Santoso"}}, Topics: []search.Labelled{{ID: "arsip", Label: "Arsip"}}, Score: 7.21,
		}
		if q.Of == index.Quotes {
			hit.Quote = &search.QuoteHit{Quote: a.Quotes[0], TextHTML: "Kami <mark>siap</mark>,", Context: a.Paragraphs[0], Link: "/artikel/a1#kutipan-k1"}
		}
		return &search.Page{
			Total: 128, TookMS: 4.1, Query: understand.Understood{Text: q.Text, Mode: "all", Understood: []string{"siap"}}, Hits: []search.Hit{hit}, Next: new("bmV4dA"),
			Facets: map[string][]index.Count{
				"official": {{Value: "budi-santoso", Label: "Budi Santoso", Count: 17}},
				"satker":   {{Value: "33", Label: "Jawa Tengah", Count: 80, Selected: true}, {Value: "33.74", Label: "KPU Kota Semarang", Count: 12, Parent: new("33")}},
				"topic":    {}, "date": {{Value: "2025-11", Count: 12}},
			},
		}, nil
	}
	backend.remove = func(context.Context, string, string) (archive.Receipt, error) {
		return archive.Receipt{}, &index.Error{Kind: index.NotFound, Text: "there is no article with this id"}
	}
	s := start(t, backend)
	const jsonType = "application/json"
	for name, c := range map[string]struct{ method, path, kind, body string }{
		"put":      {http.MethodPost, "/v1/articles", jsonType, `{"text":"KPU siap."}`},
		"split":    {http.MethodPost, "/v1/articles?split=true", jsonType, `{"text":"KPU siap."}`},
		"batch":    {http.MethodPost, "/v1/articles/batch", "application/x-ndjson", "{\"text\":\"x\"}\n{\"txt\":\"x\"}\n{\"delete\":\"a9\"}"},
		"parse":    {http.MethodPost, "/v1/parse", "text/plain", "KPU siap."},
		"article":  {http.MethodGet, "/v1/articles/a1", "", ""},
		"versions": {http.MethodGet, "/v1/articles/a1/versions", "", ""},
		"search":   {http.MethodGet, "/v1/search?q=siap&satker=33", "", ""},
		"quotes":   {http.MethodGet, "/v1/quotes?q=siap", "", ""},
		"facet":    {http.MethodGet, "/v1/facets/satker?size=1", "", ""},
		"satker":   {http.MethodGet, "/v1/satker/34", "", ""},
		"status":   {http.MethodGet, "/v1/admin/status", "", ""},
		"problem":  {http.MethodGet, "/v1/search?size=ten", "", ""},
		"no-right": {http.MethodPost, "/v1/articles?restore=1", "text/plain", "x"},
	} {
		key := s.keys[keys.Ingest]
		if name == "status" {
			key = s.keys[keys.Admin]
		}
		a := s.do(c.method, c.path, key, strings.NewReader(c.body), "Content-Type", c.kind, "X-Request-Id", "request-1")
		var got bytes.Buffer
		for line := range strings.Lines(a.body) {
			if err := json.Indent(&got, []byte(line), "", "  "); err != nil {
				t.Fatalf("%s: %s: %v", name, a.body, err)
			}
		}
		file := filepath.Join("testdata", "shapes", name+".json")
		if *update {
			if err := os.MkdirAll(filepath.Dir(file), 0o750); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, stable(got.Bytes()), 0o600); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(stable(got.Bytes()), want) {
			t.Errorf("%s %s\n got %s\nwant %s", c.method, c.path, got.Bytes(), want)
		}
	}
}

// stable takes out what differs from run to run.
func stable(b []byte) []byte {
	lines := strings.Split(string(b), "\n")
	for i, l := range lines {
		if head, _, ok := strings.Cut(l, `"took_ms": `); ok && strings.Contains(string(b), `"summary"`) {
			lines[i] = head + `"took_ms": 0`
		}
	}
	return []byte(strings.TrimRight(strings.Join(lines, "\n"), "\n") + "\n")
}
