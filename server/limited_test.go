package server_test

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"warta/index"
	"warta/index/archive"
	"warta/index/search"
	"warta/server"
	"warta/server/keys"
)

// plain returns a server that no listener stands before.
func plain(t *testing.T, change ...func(*server.Options)) *server.Server {
	t.Helper()
	opts := server.Options{Archive: &stub{}, Keys: &keys.Memory{}}
	for _, f := range change {
		f(&opts)
	}
	s, err := server.New(opts)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestWhereARequestComesFrom(t *testing.T) {
	t.Parallel()
	behind := plain(t, func(o *server.Options) { o.TrustedProxies = []string{"10.0.0.0/8", "::1"} })
	alone := plain(t)
	for _, c := range []struct {
		name   string
		server *server.Server
		remote string
		lines  []string
		want   string
	}{
		{"without proxies nobody is believed", alone, "10.0.0.1:80", []string{"203.0.113.7"}, "10.0.0.1"},
		{"a stranger is not believed", behind, "198.51.100.1:80", []string{"203.0.113.7"}, "198.51.100.1"},
		{"a proxy is", behind, "10.0.0.1:80", []string{"203.0.113.7"}, "203.0.113.7"},
		{"one on IPv6 too", behind, "[::1]:80", []string{"2001:db8::1"}, "2001:db8::1"},
		{"a mapped address is the plain one", behind, "[::ffff:10.0.0.1]:80", []string{"::ffff:203.0.113.7"}, "203.0.113.7"},
		{"what the client wrote before does not count", behind, "10.0.0.1:80", []string{"1.1.1.1, 203.0.113.7"}, "203.0.113.7"},
		{"nor in a line of its own", behind, "10.0.0.1:80", []string{"1.1.1.1", "203.0.113.7"}, "203.0.113.7"},
		{"proxies in a row", behind, "10.0.0.1:80", []string{"203.0.113.7, 10.2.0.1, 10.3.0.1"}, "203.0.113.7"},
		{"with ports", behind, "10.0.0.1:80", []string{"203.0.113.7:4711"}, "203.0.113.7"},
		{"what cannot be read ends it", behind, "10.0.0.1:80", []string{"1.1.1.1, unknown, 10.2.0.1"}, "10.2.0.1"},
		{"no header", behind, "10.0.0.1:80", nil, "10.0.0.1"},
		{"an empty header", behind, "10.0.0.1:80", []string{""}, "10.0.0.1"},
		{"proxies alone", behind, "10.0.0.1:80", []string{"10.0.0.9"}, "10.0.0.9"},
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.RemoteAddr = c.remote
		r.Header["X-Forwarded-For"] = c.lines
		if got := c.server.Address(r); got != c.want {
			t.Errorf("%s: from %s with %q got %s, want %s", c.name, c.remote, c.lines, got, c.want)
		}
	}
}

func TestWhereReadersReachTheService(t *testing.T) {
	t.Parallel()
	proxies := func(o *server.Options) { o.TrustedProxies = []string{"10.0.0.1"} }
	named := func(o *server.Options) { o.PublicURL = "https://warta.example.id/" }
	for _, c := range []struct {
		name         string
		change       func(*server.Options)
		remote, host string
		want         string
	}{
		{"as the request says", proxies, "192.0.2.1:1", "warta.id:8080", "http://warta.id:8080"},
		{"by the word of a proxy", proxies, "10.0.0.1:1", "warta.id", "https://warta.id"},
		{"as the setting says", named, "192.0.2.1:1", "evil.example", "https://warta.example.id"},
		{"no markup comes from the host", proxies, "192.0.2.1:1", `x"><script>`, "http://localhost"},
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.RemoteAddr, r.Host = c.remote, c.host
		r.Header.Set("X-Forwarded-Proto", "https")
		if got := plain(t, c.change).Base(r); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
	for _, bad := range []string{"warta.id", "ftp://warta.id", "https://warta.id/cari", "https://u@warta.id", "https://warta.id?x", "https://"} {
		o := server.Options{Archive: &stub{}, Keys: &keys.Memory{}, PublicURL: bad}
		if err := o.Validate(); err == nil || !strings.Contains(err.Error(), "public_url") {
			t.Errorf("public URL %q: got %v", bad, err)
		}
	}
}

func TestTooManyRequestsGetRetryAfter(t *testing.T) {
	t.Parallel()
	s := start(t, &stub{}, func(o *server.Options) {
		o.RatePerAddress, o.RatePerKey, o.TrustedProxies = 3, 5, []string{"127.0.0.1"}
	})
	from := func(address, path, key string) answer {
		return s.do(http.MethodGet, path, key, nil, "X-Forwarded-For", address)
	}
	for i := range 3 {
		a := from("203.0.113.1", "/v1/search", "")
		if a.status != http.StatusOK || a.header.Get("RateLimit-Limit") != "3" || a.header.Get("RateLimit-Remaining") != strconv.Itoa(2-i) {
			t.Errorf("request %d: got %d, %v", i, a.status, a.header)
		}
	}
	for _, path := range []string{"/v1/search", "/v1/nowhere", "/kutipan"} {
		a := from("203.0.113.1", path, "")
		wait, err := strconv.Atoi(a.header.Get("Retry-After"))
		if p := a.problem(t); a.status != http.StatusTooManyRequests || p.Type != "/problems/too-many-requests" || err != nil || wait < 1 || wait > 20 {
			t.Errorf("%s over the limit: got %d %+v, Retry-After %d %v; want 429 and at most 20 s", path, a.status, p, wait, err)
		}
	}
	for _, path := range []string{"/healthz", "/readyz"} {
		if a := from("203.0.113.1", path, ""); a.status != http.StatusOK {
			t.Errorf("%s over the limit: got %d, want it never limited", path, a.status)
		}
	}
	if a := from("203.0.113.2", "/v1/search", ""); a.status != http.StatusOK {
		t.Errorf("another address: got %d", a.status)
	}
	for i := range 6 {
		a := from("203.0.113.1", "/v1/search", s.keys[keys.Read])
		if want := i < 5; (a.status == http.StatusOK) != want || a.header.Get("RateLimit-Limit") != "5" {
			t.Errorf("request %d with a key: got %d, limit %s", i, a.status, a.header.Get("RateLimit-Limit"))
		}
	}
	for i := range 5 { // who tries keys is counted by address
		want := http.StatusUnauthorized
		if i >= 3 {
			want = http.StatusTooManyRequests
		}
		if a := from("203.0.113.3", "/v1/search", "warta_guess"+strconv.Itoa(i)); a.status != want {
			t.Errorf("guess %d: got %d, want %d", i, a.status, want)
		}
	}
	if a := from("203.0.113.1, 198.51.100.1", "/v1/search", ""); a.status != http.StatusOK {
		t.Errorf("an address that only the client names was counted: %d", a.status)
	}
}

func TestAPageOverTheLimitSaysSoToPeople(t *testing.T) {
	t.Parallel()
	s := start(t, &stub{}, func(o *server.Options) { o.RatePerAddress = 1 })
	s.get("/")
	a := s.do(http.MethodGet, "/", "", nil, "Accept", "text/html")
	if a.status != http.StatusTooManyRequests || !strings.Contains(a.body, "Sedang sibuk") || a.header.Get("Retry-After") == "" {
		t.Errorf("got %d, Retry-After %q, %.200s", a.status, a.header.Get("Retry-After"), a.body)
	}
}

func TestMetricsTellWhatHappened(t *testing.T) {
	t.Parallel()
	store := &keys.Memory{}
	srv := plain(t, func(o *server.Options) { o.Version, o.RatePerAddress, o.Keys = "warta 1.2.3", 40, store })
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	served := make(chan error, 1)
	go func() { served <- srv.ServeMetrics(ctx, l) }()
	defer func() {
		http.DefaultClient.CloseIdleConnections()
		cancel()
		if err := <-served; err != nil {
			t.Errorf("ServeMetrics: %v", err)
		}
	}()
	ask := func(method, path string) {
		srv.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(method, path, nil))
	}
	for range 3 {
		ask(http.MethodGet, "/v1/search?q=rahasia")
	}
	ask(http.MethodGet, "/v1/articles/rahasia")
	ask(http.MethodGet, "/rahasia/nowhere")
	ask("RAHASIA", "/")
	for range 40 {
		ask(http.MethodGet, "/v1/topics")
	}
	secret, _, err := keys.NewRing(store, nil).Add(ctx, keys.Spec{Name: "x", Scopes: []keys.Scope{keys.Ingest}})
	if err != nil {
		t.Fatal(err)
	}
	put := httptest.NewRequest(http.MethodPost, "/v1/articles", strings.NewReader(`{"text":"KPU siap."}`))
	put.Header.Set("Authorization", "Bearer "+secret)
	put.Header.Set("Content-Type", "application/json")
	srv.ServeHTTP(httptest.NewRecorder(), put)
	s := &site{T: t, url: "http://" + l.Addr().String()}
	a := s.get("/metrics")
	for _, want := range []string{
		`warta_http_requests_total{method="GET",route="/v1/search",status="200"} 3`,
		`warta_http_requests_total{method="GET",route="/v1/articles/:id",status="200"} 1`,
		`warta_http_requests_total{method="GET",route="none",status="404"} 1`,
		`warta_http_requests_total{method="other",route="none",status="405"} 1`,
		`warta_http_request_seconds_count{method="GET",route="/v1/search"} 3`,
		`warta_http_limited_total{by="address"} 6`,
		`warta_articles_received_total{result="created"} 1`,
		`warta_last_ingestion_timestamp_seconds{satker="33.74"}`,
		`warta_build_info{version="warta 1.2.3"} 1`,
		"warta_ready 1", "warta_index_lag_changes 0", "warta_articles 0", "warta_searches_running 0", "warta_searches_waiting 0", "warta_writes_running 0", "warta_batches_running 0", "go_goroutines",
	} {
		if !strings.Contains(a.body, want) {
			t.Errorf("the metrics lack %s", want)
		}
	}
	if strings.Contains(strings.ToLower(a.body), "rahasia") {
		t.Error("the metrics hold what somebody typed")
	}
	if a := s.get("/v1/admin/status"); a.status != http.StatusNotFound {
		t.Errorf("the listener of the metrics answers more: %d", a.status)
	}
	if t.Failed() {
		t.Log(a.body)
	}
}

func TestASatkerThatHasBeenSilentSinceARestartIsSeen(t *testing.T) {
	t.Parallel()
	before := time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
	srv := plain(t, func(o *server.Options) {
		o.Archive = &stub{
			search: func(_ context.Context, q search.Query) (*search.Page, error) {
				page := nothing()
				switch q.Publisher[0] {
				case "33.75":
					return nil, &index.Error{Kind: index.TooCostly, Text: "not now"}
				case "33.74", "35":
					page.Hits = []search.Hit{{ID: "newest-" + q.Publisher[0]}}
				}
				return page, nil
			},
			writes: func(target string) []archive.Write {
				if target != "newest-33.74" && target != "newest-35" {
					t.Errorf("asked who wrote %q", target)
				}
				return []archive.Write{{At: before}}
			},
		}
	})
	srv.RestoreLastReceived(t.Context())
	w := httptest.NewRecorder()
	srv.Metrics().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	var got []string
	for line := range strings.Lines(w.Body.String()) {
		if strings.HasPrefix(line, "warta_last_ingestion_timestamp_seconds{") {
			got = append(got, strings.TrimSpace(line))
		}
	}
	at := strconv.FormatFloat(float64(before.Unix()), 'g', -1, 64)
	want := []string{`warta_last_ingestion_timestamp_seconds{satker="33.74"} ` + at, `warta_last_ingestion_timestamp_seconds{satker="35"} ` + at}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
