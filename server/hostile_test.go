package server_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"warta/analyzers"
	"warta/index"
	"warta/index/embedded"
	"warta/server"
	"warta/server/keys"
)

// startEngine serves an archive with the engine that the program has, filled with
// the samples.
func startEngine(t *testing.T, change ...func(*server.Options)) *site {
	t.Helper()
	reader, err := analyzers.New()
	if err != nil {
		t.Fatal(err)
	}
	a, err := index.Open(t.Context(), index.Options{
		Dir: t.TempDir(), Reader: reader, EngineVersion: embedded.Version,
		OpenEngine: func(ctx context.Context, dir string) (index.Engine, error) {
			return embedded.Open(ctx, dir, embedded.Options{Searches: 4})
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	s := start(t, a, append([]func(*server.Options){func(o *server.Options) { o.Keys = a.Keyring() }}, change...)...)
	s.fill()
	return s
}

// nasty are queries that somebody may type to break a search: each alone, and all
// of them repeated.
func nasty() []string {
	list := []string{
		"", " ", "\x00", "\x00\x01\x02\x1b[31m", "\u200b\u200e\u202e", "مرحبا بالعالم", "\u202eSDM\u202c", "👩‍👩‍👧‍👦", "a\u0301\u0301\u0301\u0301",
		"*", "**", "a*", "*a", "*a*", "?", "a?", "-", "--", "-a", "- a", "-*", "OR", "OR OR", "a OR", "OR a", "a OR OR b", "-OR",
		`"`, `""`, `"""`, `"a`, `a"`, `"a" "`, `"*"`, `-"a"`, `"a b"*`, "“", "”", "“a”", "„", "'", "`", `\`, `\"`, "(", ")", "((((", "))))",
		"[a-z]+", "(a+)+$", "^.*$", "a{1,99999}", "/a.*b/", "a~2", "a^99", "+a", "&&", "||", "!a", ":", "::", "a:", ":a", "pejabat:", "satker:",
		"satker:99", "satker:*", "satker:33.74.9", "topik:", "topik:-", "judul:", `judul:"`, "judul:*", "kutipan:", `kutipan:"a`, "tanggal:", "tanggal:x",
		"tanggal:2025-13", "tanggal:9999999999", "tanggal:-1", "tanggal:2025..", "pejabat:judul:satker:x", "judul:judul:judul:a", "-judul:-a",
		"<script>alert(1)</script>", "<mark>", "</mark><mark>", "&lt;mark&gt;", "%00", "%", "%%%", "{{.}}", "${x}", "$(id)", "; DROP TABLE article; --",
		"' OR 1=1 --", "../../etc/passwd", "file:///etc/passwd", "http://169.254.169.254/", "\r\nSet-Cookie: a=b", "NaN", "Infinity", "-0", "1e309", "0x7f",
		"nul", "null", "undefined", "true", "[]", "{}", "_id:1", "quote.text:a", "title.root:a", "ﬁ", "İ", "ß", "ſ", "K", "ＫＰＵ", "𝐊𝐏𝐔", "KPU\u00a0KPU", "KPU\u2028KPU",
		"di yang dan", "menge", "ber-", "-nya", "2-2", "1/2", "a/b/c/d", "..........", "----------", "______", "\ufeffKPU", "\ud7ff", "\ufffd", "\U0010ffff",
	}
	for _, piece := range []string{
		"a ", `"`, "“", "(", "a* ", "* ", "-a ", `"a b" `, "a OR ", "judul:", "satker:33 ", "tanggal:2025 ", "Ketua KPU ", "di ", "\u0301", "é", "\u202e", "\x00", ":", "ke-", "12", ".", "\n", "a-a-", "<mark>", "&amp;",
	} {
		for _, n := range []int{7, 40, 1000} {
			list = append(list, strings.Repeat(piece, n))
		}
	}
	return list
}

// fair checks an answer to a hostile request: an answer that is described, never
// a fault of ours.
func fair(t *testing.T, what string, a answer) {
	t.Helper()
	switch {
	case a.status == http.StatusServiceUnavailable || a.status == http.StatusTooManyRequests:
		if a.header.Get("Retry-After") == "" {
			t.Errorf("%.80q: %d without Retry-After", what, a.status)
		}
	case a.status >= 500:
		t.Errorf("%.80q: got %d %.300s", what, a.status, a.body)
	case a.status >= 400 && strings.HasPrefix(a.header.Get("Content-Type"), "application/"):
		a.problem(t)
	}
	if strings.HasPrefix(a.header.Get("Content-Type"), "text/html") && strings.Contains(a.body, "<script") || a.header.Get("Set-Cookie") != "" {
		t.Errorf("%.80q: came back as markup or header: %.300s", what, a.body)
	}
}

// A neighbour is a normal client that asks while others attack.
type neighbour struct {
	stop chan struct{}
	done chan struct{}
	took []time.Duration
	bad  []string
}

func (s *site) neighbour() *neighbour {
	n := &neighbour{stop: make(chan struct{}), done: make(chan struct{})}
	client := &http.Client{Transport: &http.Transport{}, Timeout: 20 * time.Second}
	go func() {
		defer close(n.done)
		defer client.CloseIdleConnections()
		for i := 0; ; i++ {
			path := []string{"/v1/search?q=logistik+pemilu", "/?q=data+pemilih", "/v1/quotes?q=kami", "/healthz"}[i%4]
			began := time.Now()
			res, err := client.Get(s.url + path)
			if err != nil {
				n.bad = append(n.bad, err.Error())
				return
			}
			_, err = io.Copy(io.Discard, res.Body)
			_ = res.Body.Close()
			n.took = append(n.took, time.Since(began))
			if err != nil || res.StatusCode != http.StatusOK {
				n.bad = append(n.bad, fmt.Sprintf("%s: %d %v", path, res.StatusCode, err))
			}
			select {
			case <-n.stop:
				return
			default:
			}
		}
	}()
	return n
}

// wasServed ends the neighbour and checks that it was never refused.
func (n *neighbour) wasServed(t *testing.T) {
	t.Helper()
	close(n.stop)
	<-n.done
	if len(n.bad) > 0 || len(n.took) < 4 {
		t.Errorf("a normal client beside it: %d answers, %d refused: %.300q", len(n.took), len(n.bad), n.bad)
		return
	}
	slices.Sort(n.took)
	t.Logf("a normal client beside it: %d answers, p50 %v, p95 %v, longest %v",
		len(n.took), n.took[len(n.took)/2], n.took[len(n.took)*95/100], n.took[len(n.took)-1])
}

func TestNoQueryBreaksTheService(t *testing.T) {
	t.Parallel()
	s := startEngine(t)
	beside := s.neighbour()
	queries := nasty()
	if len(queries) < 200 {
		t.Errorf("only %d queries", len(queries))
	}
	var asking sync.WaitGroup
	work := make(chan string)
	for range 3 {
		asking.Go(func() {
			for q := range work {
				v := url.QueryEscape(q)
				for _, path := range []string{"/v1/search?q=", "/v1/quotes?q=", "/?q="} {
					if len(v) < 15_000 {
						a := s.get(path + v)
						if fair(t, q, a); a.status != http.StatusOK && a.status != http.StatusServiceUnavailable && a.status != http.StatusUnprocessableEntity {
							t.Errorf("%s %.80q: got %d, and nothing typed is an error: %.200s", path, q, a.status, a.body)
						}
					}
				}
				fair(t, q, s.get("/v1/suggest?q="+v[:min(len(v)/3*3, 900)]))
				fair(t, q, s.get("/v1/facets/official?prefix="+v[:min(len(v)/3*3, 90)]))
				fair(t, q, s.get("/feed.atom?satker="+v[:min(len(v)/3*3, 900)]))
			}
		})
	}
	for _, q := range queries {
		work <- q
	}
	close(work)
	asking.Wait()
	long := strings.Repeat("kata+", 10_000)
	for what, path := range map[string]string{
		"10,000 words": "/v1/search?q=" + long, "10,000 words on a page": "/?q=" + long, "a long path": "/artikel/" + strings.Repeat("a", 30_000),
	} {
		if a := s.get(path); a.status < 400 || a.status >= 500 {
			t.Errorf("%s: got %d", what, a.status)
		}
	}
	beside.wasServed(t)
}

func TestNoParameterBreaksTheService(t *testing.T) {
	t.Parallel()
	s := startEngine(t)
	values := []string{"-1", "0", "101", "2147483648", "-9223372036854775809", "99999999999999999999", "1e3", "0x10", "NaN", "", "%00", "%ff", "%", "a%zz", "..", "%2e%2e%2f", "33.74,33.74", strings.Repeat("9,", 500), strings.Repeat("a", 5000)}
	for _, name := range []string{"size", "facet_size", "cursor", "from", "to", "date", "satker", "official", "topic", "publisher", "sort", "facets", "collapse", "explain", "min_confidence", "kind", "role", "office"} {
		for _, v := range values {
			for _, path := range []string{"/v1/search?", "/v1/quotes?", "/kutipan?", "/v1/export?"} {
				fair(t, path+name+"="+v, s.get(path+name+"="+v))
			}
		}
	}
	for _, path := range []string{"/v1/articles/", "/v1/officials/", "/v1/satker/", "/artikel/", "/pejabat/", "/topik/", "/aset/", "/problems/", "/v1/facets/"} {
		for _, v := range []string{"%00", "%ff", "..%2f..%2fetc%2fpasswd", "%2e%2e", "a%0d%0aX:y", "%F0%9F%92%A9", strings.Repeat("%20", 200), "-1", "'"} {
			a := s.get(path + v)
			if fair(t, path+v, a); a.status < 400 {
				t.Errorf("%s%s: got %d", path, v, a.status)
			}
		}
	}
	if a := s.get("/v1/search?" + strings.Repeat("satker=33&", 1500)); a.status != http.StatusBadRequest {
		t.Errorf("1,500 parameters: got %d", a.status)
	}
}

func TestNoBodyBreaksTheService(t *testing.T) {
	t.Parallel()
	s := startEngine(t)
	beside := s.neighbour()
	var bomb bytes.Buffer
	packed := gzip.NewWriter(&bomb)
	for range 64 {
		if _, err := packed.Write(make([]byte, 1<<20)); err != nil {
			t.Fatal(err)
		}
	}
	if err := packed.Close(); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		what, kind, body string
		headers          []string
		most             int // the highest status that is right
	}{
		{"a gzip bomb", "application/json", bomb.String(), []string{"Content-Encoding", "gzip"}, 415},
		{"a gzip bomb without its name", "text/plain", bomb.String(), nil, 422},
		{"1 MB of quote marks", "text/plain", strings.Repeat("“", 1<<18), nil, 422},
		{"1 MB of open brackets", "application/json", strings.Repeat("[", 1<<20), nil, 400},
		{"1 MB of open elements", "text/html", strings.Repeat("<div>", 1<<17), nil, 422},
		{"1 MB of one word", "text/plain", strings.Repeat("a", 1<<20), nil, 422},
		{"1 MB of names", "text/plain", strings.Repeat("Ketua KPU ", 1<<16), nil, 422},
		{"one byte too many", "text/plain", strings.Repeat("a ", 1<<20+1), nil, 413},
		{"bytes that are no text", "text/plain", "\xff\xfe\x00\x80", nil, 422},
		{"an object with a key twice", "application/json", `{"text":"a","text":"b"}`, nil, 422},
		{"a number for a text", "application/json", `{"text":1e999}`, nil, 400},
		{"deep objects", "application/json", strings.Repeat(`{"text":`, 100_000), nil, 400},
	} {
		for _, path := range []string{"/v1/parse", "/v1/articles"} {
			a := s.do(http.MethodPost, path, s.keys[keys.Ingest], strings.NewReader(c.body), append([]string{"Content-Type", c.kind}, c.headers...)...)
			if fair(t, c.what, a); a.status > c.most {
				t.Errorf("%s to %s: got %d, want at most %d", c.what, path, a.status, c.most)
			}
		}
	}
	beside.wasServed(t)
}

func TestSlowAndManyConnectionsHoldNobodyUp(t *testing.T) {
	t.Parallel()
	s := startEngine(t, func(o *server.Options) { o.HeaderTimeout, o.BodyTimeout = time.Second, time.Second })
	const connections = 500
	var open []net.Conn
	defer func() {
		for _, c := range open {
			_ = c.Close()
		}
	}()
	beside := s.neighbour()
	for i := range connections {
		c, err := net.DialTimeout("tcp", strings.TrimPrefix(s.url, "http://"), 10*time.Second)
		if err != nil {
			t.Fatalf("connection %d: %v", i, err)
		}
		open = append(open, c)
		begin := []string{
			"", "GET /v1/sea", "GET / HTTP/1.1\r\nHost: x\r\nX-A: ",
			"POST /v1/parse HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 100000\r\n\r\nKPU",
			"POST /v1/parse HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\nfffff\r\nKPU",
		}[i%5]
		if _, err := io.WriteString(c, begin); err != nil {
			t.Fatalf("connection %d: %v", i, err)
		}
	}
	for i, c := range open { // each is answered or cut off, none is kept
		if err := c.SetReadDeadline(time.Now().Add(30 * time.Second)); err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(c)
		if err, ok := err.(net.Error); ok && err.Timeout() {
			t.Fatalf("connection %d is still open: %.100s", i, got)
		}
		if bytes.HasPrefix(got, []byte("HTTP/1.1 5")) {
			t.Errorf("connection %d: %.100s", i, got)
		}
	}
	beside.wasServed(t)
}
