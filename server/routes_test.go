package server_test

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"warta/server"
	"warta/server/keys"
)

// request returns a call in a form that succeeds with the right key.
func request(c server.Call) (path, body, kind string) {
	path = strings.NewReplacer("{id}", "a1", "{code}", "33.74", "{name}", "satker", "{slug}", "gone").Replace(c.Path)
	if c.Path == "/aset/{name}" {
		path = "/aset/none.css"
	}
	if c.Path == "/v1/admin/keys/{id}" {
		path = "/v1/admin/keys/none"
	}
	kind = "application/json"
	switch c.Path {
	case "/v1/articles", "/v1/parse":
		body = `{"text":"KPU siap."}`
	case "/v1/articles/batch":
		body, kind = `{"text":"KPU siap."}`, "application/x-ndjson"
	case "/v1/quotes/{id}":
		body = `{"hidden":true}`
	case "/v1/officials/{id}/merge":
		body = `{"into":"a2"}`
	case "/v1/officials/{id}/split", "/v1/officials/{id}/suppress":
		body = `{}`
	case "/v1/officials/{id}/rename":
		body = `{"name":"Budi"}`
	case "/v1/roster":
		body, kind = "name,post,satker\nRini Astuti,Ketua,33.74\n", "text/csv"
	case "/v1/admin/keys":
		body = `{"name":"x","scopes":["read"]}`
	}
	return path, body, kind
}

// rights says what each call needs, once more and by hand: a call that is added
// is not there until its right has been decided.
var rights = map[string]keys.Scope{
	"POST /v1/articles":                     keys.Ingest,
	"POST /v1/articles/batch":               keys.Ingest,
	"DELETE /v1/articles/{id}":              keys.Ingest,
	"POST /v1/parse":                        keys.Read,
	"GET /v1/articles/{id}":                 keys.Read,
	"GET /v1/articles/{id}/versions":        keys.Read,
	"GET /v1/articles/{id}/similar":         keys.Read,
	"GET /v1/search":                        keys.Read,
	"GET /v1/suggest":                       keys.Read,
	"GET /v1/quotes":                        keys.Read,
	"GET /v1/quotes/{id}":                   keys.Read,
	"PATCH /v1/quotes/{id}":                 keys.Staff,
	"POST /v1/officials/{id}/merge":         keys.Staff,
	"POST /v1/officials/{id}/split":         keys.Staff,
	"POST /v1/officials/{id}/rename":        keys.Staff,
	"POST /v1/officials/{id}/suppress":      keys.Staff,
	"GET /v1/export":                        keys.Read,
	"GET /v1/facets/{name}":                 keys.Read,
	"GET /v1/officials":                     keys.Read,
	"GET /v1/officials/{id}":                keys.Read,
	"GET /v1/roster":                        keys.Staff,
	"PUT /v1/roster":                        keys.Admin,
	"GET /v1/roster/versions":               keys.Staff,
	"GET /v1/satker":                        keys.Read,
	"GET /v1/satker/{code}":                 keys.Read,
	"GET /v1/topics":                        keys.Read,
	"GET /v1/admin/status":                  keys.Admin,
	"GET /v1/admin/writes":                  keys.Admin,
	"POST /v1/admin/reindex":                keys.Admin,
	"POST /v1/admin/check":                  keys.Admin,
	"POST /v1/admin/backup":                 keys.Admin,
	"GET /v1/admin/keys":                    keys.Admin,
	"POST /v1/admin/keys":                   keys.Admin,
	"DELETE /v1/admin/keys/{id}":            keys.Admin,
	"GET /healthz":                          "",
	"GET /readyz":                           "",
	"GET /openapi.json":                     "",
	"GET /":                                 "",
	"GET /kutipan":                          "",
	"GET /kutipan/{id}":                     "",
	"POST /kutipan/{id}":                    keys.Staff,
	"GET /masuk":                            "",
	"POST /masuk":                           "",
	"POST /keluar":                          "",
	"GET /saring/{name}":                    "",
	"GET /saran":                            "",
	"GET /artikel/{id}":                     "",
	"GET /pejabat":                          "",
	"GET /pejabat/{id}":                     "",
	"GET /satker/{code}":                    "",
	"GET /topik/{id}":                       "",
	"GET /peraturan":                        "",
	"GET /peraturan/{kind}/{number}/{year}": "",
	"GET /pasang":                           "",
	"GET /widget.js":                        "",
	"GET /widget.json":                      "",
	"GET /docs":                             "",
	"GET /problems/{slug}":                  "",
	"GET /aset/{name}":                      "",
	"GET /feed.atom":                        "",
	"GET /opensearch.xml":                   "",
	"GET /sitemap.xml":                      "",
	"GET /robots.txt":                       "",
}

// changesNothing are calls that are no reading by their method and change nothing
// that others see.
var changesNothing = []string{"POST /v1/parse", "POST /masuk", "POST /keluar"}

func TestEveryCallIsInTheTableOfRights(t *testing.T) {
	t.Parallel()
	left := maps.Clone(rights)
	for _, c := range plain(t).Calls() {
		name := c.Method + " " + c.Path
		want, ok := left[name]
		delete(left, name)
		switch {
		case !ok:
			t.Errorf("%s is not in the table of rights: say there who may make this call", name)
		case c.Need != want:
			t.Errorf("%s needs %q, want %q", name, c.Need, want)
		}
		if c.Method != http.MethodGet && c.Need != keys.Ingest && c.Need != keys.Staff && c.Need != keys.Admin && !slices.Contains(changesNothing, name) {
			t.Errorf("%s changes something, and whoever may read may call it", name)
		}
	}
	for name := range left {
		t.Errorf("there is no call %s", name)
	}
}

func TestEveryCallNeedsItsRight(t *testing.T) {
	t.Parallel()
	for _, readNeedsKey := range []bool{false, true} {
		archive := &stub{}
		s := start(t, archive, func(o *server.Options) { o.ReadNeedsKey = readNeedsKey })
		srv, err := server.New(server.Options{Archive: archive, Keys: &keys.Memory{}})
		if err != nil {
			t.Fatal(err)
		}
		for _, call := range srv.Calls() {
			path, body, kind := request(call)
			for _, have := range append([]keys.Scope{""}, keys.Scopes...) {
				archive.calls()
				a := s.do(call.Method, path, s.keys[have], strings.NewReader(body), "Content-Type", kind)
				may := call.Need == "" || have == keys.Admin || call.Need == have ||
					call.Need == keys.Read && (have != "" || !readNeedsKey)
				want := 0
				switch {
				case may:
				case have == "":
					want = http.StatusUnauthorized
				default:
					want = http.StatusForbidden
				}
				refused := a.status == http.StatusUnauthorized || a.status == http.StatusForbidden
				if may == refused || want != 0 && a.status != want {
					t.Errorf("%s %s (needs %q) with %q, readers need a key %v: got %d, want allowed=%v %d",
						call.Method, path, call.Need, have, readNeedsKey, a.status, may, want)
				}
				if call.Method == http.MethodGet { // HEAD is no way around it
					if head := s.do(http.MethodHead, path, s.keys[have], nil); head.status != a.status {
						t.Errorf("HEAD %s with %q: got %d, and GET got %d", call.Path, have, head.status, a.status)
					}
				}
				if refused {
					a.problem(t)
					if asked := archive.calls(); len(asked) > 0 {
						t.Errorf("%s %s was refused, but the archive was asked %v", call.Method, path, asked)
					}
				}
				if a.status == http.StatusUnauthorized && !strings.HasPrefix(a.header.Get("Www-Authenticate"), "Bearer") {
					t.Errorf("%s %s: 401 without WWW-Authenticate", call.Method, path)
				}
			}
		}
	}
}

func TestAWrongKeyDiffersFromNone(t *testing.T) {
	t.Parallel()
	s := start(t, &stub{})
	for name, header := range map[string]string{
		"another kind":     "Basic d2FydGE6d2FydGE=",
		"no key at all":    "Bearer",
		"not one of ours":  "Bearer " + keys.Prefix + strings.Repeat("a", 52),
		"a word":           "Bearer x",
		"control letters":  "Bearer \t",
		"a very long one":  "Bearer " + strings.Repeat("x", 8000),
		"the word alone":   keys.Prefix,
		"two words behind": "Bearer a b",
	} {
		a := s.do(http.MethodGet, "/v1/search", "", nil, "Authorization", header)
		if p := a.problem(t); a.status != http.StatusUnauthorized || p.Type != "/problems/unauthorized" {
			t.Errorf("%s: got %d %+v", name, a.status, p)
		}
	}
	lower := s.do(http.MethodGet, "/v1/search", "", nil, "Authorization", "bearer "+s.keys[keys.Read])
	if lower.status != http.StatusOK {
		t.Errorf("bearer in lower case: got %d", lower.status)
	}
}

func TestUnknownRoutesAndMethods(t *testing.T) {
	t.Parallel()
	s := start(t, &stub{})
	for _, c := range []struct {
		method, path string
		status       int
		allow        []string
	}{
		{http.MethodGet, "/v1/nowhere", 404, nil},
		{http.MethodGet, "/v1/search/", 404, nil},
		{http.MethodGet, "/v2/search", 404, nil},
		{http.MethodPost, "/v1/search", 405, []string{"GET", "HEAD"}},
		{http.MethodPut, "/v1/articles/a1", 405, []string{"DELETE", "GET", "HEAD"}},
		{http.MethodGet, "/v1/articles", 405, []string{"POST"}},
		{http.MethodGet, "/v1/articles/batch", 405, []string{"POST"}},
		{http.MethodDelete, "/v1/articles/batch", 405, []string{"POST"}},
		{http.MethodOptions, "/v1/articles/batch", 405, []string{"POST"}},
		{http.MethodPatch, "/healthz", 405, []string{"GET", "HEAD"}},
	} {
		a := s.do(c.method, c.path, "", nil)
		a.problem(t)
		if a.status != c.status {
			t.Errorf("%s %s: got %d, want %d", c.method, c.path, a.status, c.status)
		}
		if c.allow != nil && !slices.Equal(strings.Split(a.header.Get("Allow"), ", "), c.allow) {
			t.Errorf("%s %s: Allow %q, want %q", c.method, c.path, a.header.Get("Allow"), c.allow)
		}
	}
	if a := s.do(http.MethodHead, "/", "", nil); a.status != http.StatusOK || a.body != "" {
		t.Errorf("HEAD /: got %d with %d bytes", a.status, len(a.body))
	}
	page := s.do(http.MethodGet, "/nowhere", "", nil, "Accept", "text/html,*/*;q=0.8")
	if page.status != http.StatusNotFound || !strings.Contains(page.body, "Halaman tidak ditemukan") {
		t.Errorf("a person at a wrong address: got %d %.200s", page.status, page.body)
	}
}
