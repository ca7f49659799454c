package server_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/search"
	"warta/server"
	"warta/server/keys"
	"warta/server/param"
)

// endless is a body of n bytes that is never held as a whole.
func endless(n int64) io.Reader { return io.LimitReader(zeros{}, n) }

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'a'
	}
	return len(p), nil
}

func TestBadArticlesAreRefusedWithWhatToDo(t *testing.T) {
	t.Parallel()
	archive := &stub{}
	s := start(t, archive)
	const jsonType, text, html = "application/json", "text/plain", "text/html"
	for _, c := range []struct {
		name, query, kind string
		body              io.Reader
		status            int
		slug, field       string
	}{
		{"not UTF-8", "", text, strings.NewReader("KPU \xff"), 400, "invalid", ""},
		{"not UTF-8 in JSON", "", jsonType, strings.NewReader("{\"text\":\"\xff\"}"), 400, "invalid", ""},
		{"a charset that nothing knows", "", text + "; charset=klingon", strings.NewReader("KPU"), 415, "unsupported-media-type", ""},
		{"not what its charset says", "", text + "; charset=utf-8", strings.NewReader("KPU \xff"), 400, "invalid", ""},
		{"something packed", "", text, strings.NewReader("\x1f\x8b\x08\x00"), 415, "unsupported-media-type", ""},
		{"a PDF", "", text, strings.NewReader("%PDF-1.7\n\xff"), 415, "unsupported-media-type", ""},
		{"a feed", "", html, strings.NewReader("<?xml version='1.0'?><rss><channel>"), 415, "unsupported-media-type", ""},
		{"empty text", "", text, strings.NewReader(""), 400, "invalid", "text"},
		{"spaces alone", "", html, strings.NewReader(" \n\t"), 400, "invalid", "text"},
		{"empty JSON", "", jsonType, strings.NewReader(""), 400, "invalid", ""},
		{"an article of nothing", "", jsonType, strings.NewReader("{}"), 400, "invalid", "text"},
		{"50 MB", "", text, endless(50 << 20), 413, "too-large", ""},
		{"50 MB of JSON", "", jsonType, io.MultiReader(strings.NewReader(`{"text":"`), endless(50<<20)), 413, "too-large", ""},
		{"broken JSON", "", jsonType, strings.NewReader(`{"text":"KPU`), 400, "invalid", ""},
		{"a list", "", jsonType, strings.NewReader(`[{"text":"x"}]`), 400, "invalid", ""},
		{"two objects", "", jsonType, strings.NewReader(`{"text":"x"}{"text":"y"}`), 400, "invalid", ""},
		{"deep JSON", "", jsonType, strings.NewReader(`{"text":` + strings.Repeat("[", 100_000)), 400, "invalid", ""},
		{"an unknown key", "", jsonType, strings.NewReader(`{"text":"x","publised":"2025-11-04"}`), 400, "invalid", "publised"},
		{"a key of another case", "", jsonType, strings.NewReader(`{"Text":"x"}`), 400, "invalid", "Text"},
		{"a key given twice", "", jsonType, strings.NewReader(`{"text":"x","text":"y"}`), 400, "invalid", "text"},
		{"a number for a text", "", jsonType, strings.NewReader(`{"text":5}`), 400, "invalid", "text"},
		{"delete outside of a batch", "", jsonType, strings.NewReader(`{"delete":"a1"}`), 400, "invalid", "delete"},
		{"text and html at once", "", jsonType, strings.NewReader(`{"text":"x","html":"<p>x"}`), 400, "invalid", "text"},
		{"a day that does not exist", "", jsonType, strings.NewReader(`{"text":"x","published":"2025-02-30"}`), 400, "invalid", "published"},
		{"a date as people write it", "published=4/11/2025", text, strings.NewReader("x"), 400, "invalid", "published"},
		{"a time without its zone", "published=2025-11-04T10:00:00", text, strings.NewReader("x"), 400, "invalid", "published"},
		{"a year out of reach", "published=0025-11-04", text, strings.NewReader("x"), 400, "invalid", "published"},
		{"a script for an address", "", jsonType, strings.NewReader(`{"text":"x","url":"javascript:alert(1)"}`), 400, "invalid", "url"},
		{"a file for an address", "url=file:///etc/passwd", text, strings.NewReader("x"), 400, "invalid", "url"},
		{"a user name in the address", "", jsonType, strings.NewReader(`{"text":"x","url":"https://kpu.go.id@evil.example/"}`), 400, "invalid", "url"},
		{"a satker that does not exist", "satker=99.99", text, strings.NewReader("x"), 400, "invalid", "satker"},
		{"a hostile external id", "", jsonType, strings.NewReader(`{"text":"x","external_id":"a\u0000b"}`), 400, "invalid", "external_id"},
		{"a time without a zone", "source_updated_at=2025-11-04T10:00:00", text, strings.NewReader("x"), 400, "invalid", "source_updated_at"},
		{"an unknown parameter", "wiat=searchable", text, strings.NewReader("x"), 400, "invalid", "wiat"},
		{"an unknown wait", "wait=forever", text, strings.NewReader("x"), 400, "invalid", "wait"},
		{"the article in two places", "text=x", jsonType, strings.NewReader(`{"text":"x"}`), 400, "invalid", "text"},
		{"what curl says by itself", "", "application/x-www-form-urlencoded", strings.NewReader("x"), 415, "unsupported-media-type", ""},
		{"no type", "", "", strings.NewReader("x"), 415, "unsupported-media-type", ""},
		{"restore without the right", "restore=true", text, strings.NewReader("x"), 403, "forbidden", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := "/v1/articles"
			if c.query != "" {
				path += "?" + c.query
			}
			headers := []string{"Content-Type", c.kind}
			if c.kind == "" {
				headers = nil
			}
			a := s.do(http.MethodPost, path, s.keys[keys.Ingest], c.body, headers...)
			p := a.problem(t)
			if a.status != c.status || p.Type != "/problems/"+c.slug || p.Field != c.field {
				t.Errorf("got %d %s field %q (%s)\nwant %d %s field %q", a.status, p.Type, p.Field, p.Detail, c.status, c.slug, c.field)
			}
			if asked := archive.calls(); len(asked) > 0 {
				t.Errorf("the archive was asked %v", asked)
			}
		})
	}
	a := s.do(http.MethodPost, "/v1/articles", s.keys[keys.Ingest], strings.NewReader("x"), "Content-Type", "text/plain", "Content-Encoding", "gzip")
	if a.status != http.StatusUnsupportedMediaType {
		t.Errorf("a packed body: got %d", a.status)
	}
	if a := s.post("/v1/articles", `{"text":"KPU siap."}`); a.status != http.StatusCreated {
		t.Errorf("after all that the service does not go on: %d %s", a.status, a.body)
	}
}

func TestABodyThatComesTooSlowlyIsRefused(t *testing.T) {
	t.Parallel()
	archive := &stub{}
	s := start(t, archive, func(o *server.Options) { o.BodyTimeout = 100 * time.Millisecond })
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	if err := conn.SetDeadline(time.Now().Add(10 * time.Second)); err != nil {
		t.Fatal(err)
	}
	if _, err := fmt.Fprintf(conn, "POST /v1/articles HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Type: text/plain\r\nContent-Length: 100\r\n\r\nKPU", s.keys[keys.Ingest]); err != nil {
		t.Fatal(err)
	}
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	body, _ := io.ReadAll(res.Body)
	if res.StatusCode != http.StatusBadRequest || !strings.Contains(string(body), "/problems/incomplete") {
		t.Errorf("got %d %s", res.StatusCode, body)
	}
	if asked := archive.calls(); len(asked) > 0 {
		t.Errorf("the archive was asked %v", asked)
	}
}

func TestHeadersAreBounded(t *testing.T) {
	t.Parallel()
	s := start(t, &stub{})
	if a := s.do(http.MethodGet, "/healthz", "", nil, "X-Long", strings.Repeat("a", 64<<10)); a.status != http.StatusRequestHeaderFieldsTooLarge {
		t.Errorf("64 kB of headers: got %d", a.status)
	}
}

func TestHostileIDsReachNothing(t *testing.T) {
	t.Parallel()
	archive := &stub{}
	s := start(t, archive)
	for name, id := range map[string]string{
		"a way up":           "..%2f..%2fetc%2fpasswd",
		"a way up in clear":  "../../etc/passwd",
		"one dot":            "%2e",
		"two dots":           "%2e%2e",
		"a null byte":        "a%00b",
		"a line break":       "a%0d%0aSet-Cookie:%20x=1",
		"not UTF-8":          "%ff%fe",
		"very long":          strings.Repeat("a", 5000),
		"a script":           "%3Cscript%3Ealert(1)%3C/script%3E",
		"SQL":                "a'%20OR%20'1'='1",
		"letters of a query": "a*b?c",
		"right to left":      "%E2%80%AEa",
	} {
		for _, c := range []struct{ method, path string }{
			{http.MethodGet, "/v1/articles/" + id},
			{http.MethodGet, "/v1/articles/" + id + "/versions"},
			{http.MethodDelete, "/v1/articles/" + id},
			{http.MethodGet, "/artikel/" + id},
			{http.MethodGet, "/v1/satker/" + id},
			{http.MethodGet, "/v1/facets/" + id},
			{http.MethodGet, "/aset/" + id},
			{http.MethodDelete, "/v1/admin/keys/" + id},
		} {
			a := s.do(c.method, c.path, s.keys[keys.Admin], nil)
			if a.status != http.StatusNotFound && a.status != http.StatusBadRequest {
				t.Errorf("%s: %s %.80s: got %d", name, c.method, c.path, a.status)
			}
			if asked := archive.calls(); len(asked) > 0 {
				t.Errorf("%s: %s %.80s: the archive was asked %v", name, c.method, c.path, asked)
			}
			if a.header.Get("Set-Cookie") != "" || strings.Contains(a.body, "<script") {
				t.Errorf("%s: %s %.80s came back: %v %s", name, c.method, c.path, a.header, a.body)
			}
		}
	}
}

func TestParametersOfASearch(t *testing.T) {
	t.Parallel()
	archive := &stub{}
	s := start(t, archive)
	for _, c := range []struct{ name, query, field, says string }{
		{"an unknown one", "Q=x", "Q", "q, satker"},
		{"an unknown one that is hostile", url.QueryEscape("<script>") + "\x00=1", "", ""},
		{"too many hits", "size=101", "size", "0 to 100"},
		{"fewer than none", "size=-1", "size", "0 to 100"},
		{"a number that is none", "size=ten", "size", "0 to 100"},
		{"a number beyond all", "size=99999999999999999999", "size", "0 to 100"},
		{"twice what stands once", "size=1&size=2", "size", "once"},
		{"a sort that is none", "sort=best", "sort", "relevance, newest, oldest"},
		{"a facet that is none", "facets=official,people", "facets", "official, satker, topic, regulation, date"},
		{"none and some", "facets=none,date", "facets", "alone"},
		{"a facet of no values", "facet_size=0", "facet_size", "1 to 1000"},
		{"a date that does not exist", "date=2025-13", "date", "2025-11"},
		{"a day that does not exist", "from=2025-02-29", "from", "2025-11-04"},
		{"an end before the beginning", "from=2025-11-05&to=2025-11-04", "from", "swap"},
		{"a satker that is no code", "satker=jateng", "satker", "33.74"},
		{"a regulation that is no id", "regulation=PKPU+8/2024", "regulation", "PKPU 8/2024 is pkpu/8/2024"},
		{"a regulation without a year", "regulation=pkpu/8", "regulation", "ids as pkpu/8/2024"},
		{"one bad among good", "satker=33,34.x", "satker", "33.74"},
		{"a truth that is none", "collapse=maybe", "collapse", "true or false"},
		{"an id with a way up", "official=../x", "official", "letters"},
		{"a date field that is none", "date_field=received", "date_field", "date, event"},
		{"a broken escape", "q=%zz", "", "%25"},
		{"not UTF-8", "q=%ff", "q", "UTF-8"},
		{"more values than are read", "official=" + strings.Repeat("a,", 1) + manyIDs(101), "official", "100"},
		{"a cursor with a line break", "cursor=a%0ab", "cursor", "control"},
		{"a parameter of quotes", "min_confidence=0.5", "min_confidence", "no parameter"},
	} {
		a := s.do(http.MethodGet, "/v1/search?"+strings.ReplaceAll(c.query, "\x00", "%00"), "", nil)
		p := a.problem(t)
		if a.status != http.StatusBadRequest || p.Field != c.field || !strings.Contains(p.Detail, c.says) {
			if c.name == "an unknown one" && strings.Contains(p.Detail, "q, ") {
				continue
			}
			t.Errorf("%s: got %d field %q %q; want 400 field %q that says %q", c.name, a.status, p.Field, p.Detail, c.field, c.says)
		}
	}
	if asked := archive.calls(); len(asked) > 0 {
		t.Errorf("the archive was asked %v", asked)
	}
	for _, query := range []string{"min_confidence=1.1", "min_confidence=NaN", "kind=shouted", "office=x", "speaker=budi"} {
		if a := s.get("/v1/quotes?" + query); a.status != http.StatusBadRequest {
			t.Errorf("quotes?%s: got %d", query, a.status)
		}
	}
	if a := s.get("/v1/search?explain=true"); a.status != http.StatusForbidden {
		t.Errorf("explain without a key: got %d", a.status)
	}
	if a := s.do(http.MethodGet, "/v1/search?explain=true", s.keys[keys.Staff], nil); a.status != http.StatusOK {
		t.Errorf("explain for staff: got %d", a.status)
	}
	long := s.get("/v1/search?q=" + strings.Repeat("a", 17<<10))
	if p := long.problem(t); long.status != http.StatusRequestURITooLong || p.Type != "/problems/uri-too-long" {
		t.Errorf("a long address: got %d %+v", long.status, p)
	}
}

func manyIDs(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString("id" + string(rune('a'+i%26)) + strings.Repeat("x", i/26) + ",")
	}
	return b.String()
}

func TestParametersReachTheArchive(t *testing.T) {
	t.Parallel()
	var got search.Query
	archive := &stub{search: func(_ context.Context, q search.Query) (*search.Page, error) {
		got = q
		return nothing(), nil
	}}
	s := start(t, archive)
	s.get("/v1/quotes?q=siap+%22x&official=a,b&official=c&official=a&satker=33.self&kind=direct,mixed&min_confidence=0.9" +
		"&office=33.74&role=Ketua&from=2025-01-01&to=2025-12-31&date=2025-11,none&date_field=event&sort=oldest&size=0&facets=date&facet_size=7")
	want := search.Query{
		Of: index.Quotes, Text: `siap "x`, Official: []string{"a", "b", "c"}, Satker: []string{"33.self"},
		Office: []string{"33.74"}, Role: []string{"Ketua"}, QuoteKind: []article.QuoteKind{article.Direct, article.Mixed}, MinConfidence: 0.9,
		From: "2025-01-01", To: "2025-12-31", Date: []string{"2025-11", "none"}, EventDate: true, Sort: index.Oldest,
		Facets: []search.FacetRequest{{Name: "date", Size: 7}}, Collapse: true, Places: param.ListPlaces, Highlight: true,
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	s.get("/v1/search")
	if got.Size != 10 || len(got.Facets) != 4 || !got.Collapse || got.Sort != "" {
		t.Errorf("a bare search: %+v", got)
	}
	s.get("/v1/facets/official?prefix=bud&size=5&satker=33")
	if len(got.Facets) != 1 || got.Facets[0] != (search.FacetRequest{Name: "official", Size: 6, Prefix: "bud"}) || got.Size != 0 {
		t.Errorf("a facet: %+v", got)
	}
	s.get("/?q=arsip&utm_source=wa&fbclid=1&size=5&date=2025-99&satker=33,x&official=%ff&sort=best")
	if got.Text != "arsip" || len(got.Date) != 0 || len(got.Satker) != 1 || len(got.Official) != 0 || got.Size != 10 || got.Sort != "" {
		t.Errorf("a page forgives: %+v", got)
	}
}
