package server_test

import (
	"compress/gzip"
	"context"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"

	"warta/index"
	"warta/index/search"
	"warta/index/understand"
)

// unpack undoes the coding that an answer names.
func unpack(t *testing.T, a answer) string {
	t.Helper()
	var r io.Reader = strings.NewReader(a.body)
	switch a.header.Get("Content-Encoding") {
	case "gzip":
		z, err := gzip.NewReader(r)
		if err != nil {
			t.Fatal(err)
		}
		r = z
	case "zstd":
		z, err := zstd.NewReader(r)
		if err != nil {
			t.Fatal(err)
		}
		defer z.Close()
		r = z
	}
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestAnswersArePackedAsTheClientSays(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("kata ", 1000)
	s := start(t, &stub{search: func(context.Context, search.Query) (*search.Page, error) {
		return &search.Page{
			Query: understand.Understood{Text: long, Mode: "none", Understood: []string{}},
			Hits:  []search.Hit{}, Facets: map[string][]index.Count{},
		}, nil
	}})
	plain := s.do(http.MethodGet, "/v1/search", "", nil, "Accept-Encoding", "identity")
	for _, c := range []struct{ name, path, accept, want string }{
		{"the better of two", "/v1/search", "gzip, deflate, br, zstd", "zstd"},
		{"zstd alone", "/v1/search", "zstd", "zstd"},
		{"gzip alone", "/v1/search", "gzip", "gzip"},
		{"what is liked more", "/v1/search", "gzip;q=1, zstd;q=0.5", "gzip"},
		{"what is not liked at all", "/v1/search", "gzip;q=0, zstd;q=0", ""},
		{"what we do not speak", "/v1/search", "br", ""},
		{"nothing", "/v1/search", "identity", ""},
		{"what is small anyway", "/healthz", "gzip, zstd", ""},
		{"a page", "/", "gzip", "gzip"},
		{"a description", "/openapi.json", "zstd", "zstd"},
		{"the style", stylesheet(t, s), "zstd", "zstd"},
	} {
		a := s.do(http.MethodGet, c.path, "", nil, "Accept-Encoding", c.accept)
		if got := a.header.Get("Content-Encoding"); a.status != http.StatusOK || got != c.want {
			t.Errorf("%s: got %d %q, want %q", c.name, a.status, got, c.want)
		}
		if !strings.Contains(strings.Join(a.header.Values("Vary"), ","), "Accept-Encoding") {
			t.Errorf("%s: Vary %q: a proxy would give it to anybody", c.name, a.header.Values("Vary"))
		}
		if c.path != "/v1/search" {
			continue
		}
		if unpack(t, a) != unpack(t, plain) {
			t.Errorf("%s: the body is another", c.name)
		}
		// One tag stands for all forms, and is weak for that reason.
		tag := a.header.Get("ETag")
		if tag != plain.header.Get("ETag") || !strings.HasPrefix(tag, `W/"`) {
			t.Errorf("%s: ETag %s, plain %s", c.name, tag, plain.header.Get("ETag"))
		}
		again := s.do(http.MethodGet, c.path, "", nil, "Accept-Encoding", c.accept, "If-None-Match", tag)
		if again.status != http.StatusNotModified || again.header.Get("Content-Encoding") != "" || again.body != "" ||
			!strings.Contains(strings.Join(again.header.Values("Vary"), ","), "Accept-Encoding") {
			t.Errorf("%s, asked again: got %d %v %q", c.name, again.status, again.header, again.body)
		}
	}
	if head := s.do(http.MethodHead, "/v1/search", "", nil, "Accept-Encoding", "zstd"); head.status != http.StatusOK || head.body != "" {
		t.Errorf("HEAD: %d with %d bytes", head.status, len(head.body))
	}
}

// stylesheet returns the path of the file that the pages are styled with.
func stylesheet(t *testing.T, s *site) string {
	t.Helper()
	_, rest, ok := strings.Cut(s.get("/").body, `<link rel="stylesheet" href="`)
	path, _, _ := strings.Cut(rest, `"`)
	if !ok || path == "" {
		t.Fatal("the page has no stylesheet")
	}
	return path
}
