package server_test

import (
	"context"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"warta/index/search"
	"warta/index/understand"
	"warta/server"
	"warta/server/keys"
)

func TestWhatStillStandsIsNotSentAgain(t *testing.T) {
	t.Parallel()
	var took, total atomic.Int64
	archive := &stub{search: func(context.Context, search.Query) (*search.Page, error) {
		return &search.Page{Total: int(total.Load()), TookMS: float64(took.Add(1)), Hits: []search.Hit{}, Query: understand.Understood{Mode: "none", Understood: []string{}}}, nil
	}}
	s := start(t, archive, func(o *server.Options) { o.CacheFor = 7 * time.Second })
	for _, path := range []string{
		"/v1/search?q=x", "/v1/quotes", "/v1/articles/a1", "/v1/articles/a1/versions", "/v1/facets/satker", "/v1/satker", "/v1/satker/33",
		"/v1/topics", "/v1/officials", "/feed.atom", "/opensearch.xml", "/robots.txt", "/docs", "/problems/gone", "/openapi.json", "/", "/kutipan?q=x", "/artikel/a1",
	} {
		first := s.get(path)
		tag := first.header.Get("ETag")
		if tag == "" || !strings.Contains(first.header.Get("Cache-Control"), "public") {
			t.Errorf("%s: ETag %q, Cache-Control %q", path, tag, first.header.Get("Cache-Control"))
		}
		for _, given := range []string{tag, `"other", ` + tag, "*", strings.TrimPrefix(tag, "W/")} {
			again := s.do(http.MethodGet, path, "", nil, "If-None-Match", given)
			if again.status != http.StatusNotModified || again.body != "" || again.header.Get("ETag") != tag {
				t.Errorf("%s with %s: got %d with %d bytes, ETag %s; want 304 and %s", path, given, again.status, len(again.body), again.header.Get("ETag"), tag)
			}
		}
		if head := s.do(http.MethodHead, path, "", nil, "If-None-Match", tag); head.status != http.StatusNotModified {
			t.Errorf("HEAD %s: got %d", path, head.status)
		}
		if other := s.do(http.MethodGet, path, "", nil, "If-None-Match", `W/"other"`); other.status != http.StatusOK {
			t.Errorf("%s with another tag: got %d", path, other.status)
		}
	}
	before := s.get("/v1/search").header.Get("ETag")
	total.Store(1)
	if a := s.do(http.MethodGet, "/v1/search", "", nil, "If-None-Match", before); a.status != http.StatusOK || a.header.Get("ETag") == before {
		t.Errorf("another answer has the tag of the one before: %d", a.status)
	}
	if got := s.get("/v1/search").header.Get("Cache-Control"); got != "public, max-age=0, must-revalidate, s-maxage=7" {
		t.Errorf("Cache-Control %q", got)
	}
}

func TestWhatIsNotForEverybodyIsNotKept(t *testing.T) {
	t.Parallel()
	s := start(t, &stub{}, func(o *server.Options) { o.CacheFor = time.Minute })
	for name, a := range map[string]answer{
		"with a key":  s.do(http.MethodGet, "/v1/search", s.keys[keys.Staff], nil, "If-None-Match", "*"),
		"a problem":   s.get("/v1/search?size=none"),
		"status":      s.do(http.MethodGet, "/v1/admin/status", s.keys[keys.Admin], nil, "If-None-Match", "*"),
		"a write":     s.post("/v1/articles", `{"text":"KPU siap."}`),
		"health":      s.do(http.MethodGet, "/healthz", "", nil, "If-None-Match", "*"),
		"a wrong key": s.do(http.MethodGet, "/v1/search", "warta_x", nil, "If-None-Match", "*"),
	} {
		if a.status == http.StatusNotModified || a.header.Get("Cache-Control") != "no-store" || a.header.Get("ETag") != "" {
			t.Errorf("%s: got %d, Cache-Control %q, ETag %q", name, a.status, a.header.Get("Cache-Control"), a.header.Get("ETag"))
		}
	}
}

func TestOtherSitesReadOnlyWhereTheyMay(t *testing.T) {
	t.Parallel()
	const ours = "https://www.kpu.go.id"
	s := start(t, &stub{}, func(o *server.Options) { o.CORSOrigins = []string{ours} })
	anyone := start(t, &stub{}, func(o *server.Options) { o.CORSOrigins = []string{"*"} })
	nobody := start(t, &stub{})
	for _, c := range []struct {
		name   string
		s      *site
		path   string
		origin string
		want   string
	}{
		{"a named site", s, "/v1/search", ours, ours},
		{"its problems too", s, "/v1/search?size=x", ours, ours},
		{"another", s, "/v1/search", "https://evil.example", ""},
		{"one that looks alike", s, "/v1/search", ours + ".evil.example", ""},
		{"the calls of admins", s, "/v1/admin/status", ours, ""},
		{"pages", s, "/", ours, ""},
		{"no site", s, "/v1/search", "", ""},
		{"anyone", anyone, "/v1/search", "https://x.example", "*"},
		{"by default nobody", nobody, "/v1/search", ours, ""},
	} {
		a := c.s.do(http.MethodGet, c.path, "", nil, "Origin", c.origin)
		if got := a.header.Get("Access-Control-Allow-Origin"); got != c.want || a.header.Get("Access-Control-Allow-Credentials") != "" {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
	ask := func(origin, method string) answer {
		return s.do(http.MethodOptions, "/v1/search", "", nil, "Origin", origin, "Access-Control-Request-Method", method)
	}
	if a := ask(ours, "GET"); a.status != http.StatusNoContent || a.header.Get("Access-Control-Allow-Methods") != "GET, HEAD" {
		t.Errorf("preflight: got %d %v", a.status, a.header)
	}
	if a := ask("https://evil.example", "GET"); a.status != http.StatusMethodNotAllowed || a.header.Get("Access-Control-Allow-Methods") != "" {
		t.Errorf("preflight of another site: got %d %v", a.status, a.header)
	}
	if got := s.get("/v1/search").header.Values("Vary"); !strings.Contains(strings.Join(got, ","), "Origin") {
		t.Errorf("Vary %q: a proxy would mix the answers up", got)
	}
}
