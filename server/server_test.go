package server_test

import (
	"context"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/archive"
	"warta/index/indextest"
	"warta/index/search"
	"warta/server"
	"warta/server/keys"
)

func TestOptionsReportEveryFaultAtOnce(t *testing.T) {
	t.Parallel()
	err := server.Options{MaxBody: 5, MaxHeader: 1 << 30, Searches: -1, QueryTimeout: -time.Second, DrainFor: 2 * time.Hour}.Validate()
	if err == nil {
		t.Fatal("got no error")
	}
	for _, want := range []string{
		"archive: missing", "keys: missing", "max_body 5:", "max_header 1073741824:", "searches -1:", "query_timeout -1s:", "drain_for 2h0m0s:",
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("got\n%v\nwant it to hold %q", err, want)
		}
	}
	if err := (server.Options{Archive: &stub{}, Keys: &keys.Memory{}}).Validate(); err != nil {
		t.Errorf("with an archive and keys alone: %v", err)
	}
}

func TestEveryKindOfErrorHasAnAnswer(t *testing.T) {
	t.Parallel()
	backend := &stub{}
	s := start(t, backend)
	s.faults = true
	seen := map[string]index.Kind{}
	for _, kind := range indextest.Kinds() {
		backend.search = func(context.Context, search.Query) (*search.Page, error) {
			return nil, &index.Error{Kind: kind, Op: "secret.op", Text: "do this instead", Err: errors.New("/secret/path")}
		}
		a := s.get("/v1/search?q=x")
		p := a.problem(t)
		if a.status < 400 || p.Type != "/problems/"+kind.String() || p.Detail != "do this instead" {
			t.Errorf("%v: got %d %+v", kind, a.status, p)
		}
		if strings.Contains(a.body, "secret") {
			t.Errorf("%v: the answer tells what is for the log: %s", kind, a.body)
		}
		if old, ok := seen[p.Type]; ok {
			t.Errorf("%v and %v have the same type", old, kind)
		}
		seen[p.Type] = kind
		if wait := a.header.Get("Retry-After"); (a.status == http.StatusServiceUnavailable) != (wait != "") {
			t.Errorf("%v: status %d with Retry-After %q", kind, a.status, wait)
		}
	}
	backend.search = func(context.Context, search.Query) (*search.Page, error) { return nil, errors.New("/secret/path") }
	if a := s.get("/v1/search"); a.status != http.StatusInternalServerError || strings.Contains(a.body, "secret") {
		t.Errorf("an unknown error: got %d %s", a.status, a.body)
	}
}

func TestRetryAfterSaysWhatTheArchiveSays(t *testing.T) {
	t.Parallel()
	backend := &stub{put: func(context.Context, archive.Incoming) ([]archive.Receipt, error) {
		return nil, &index.Error{Kind: index.Busy, Text: "later", RetryAfter: 2500 * time.Millisecond}
	}}
	a := start(t, backend).post("/v1/articles", `{"text":"x"}`)
	if a.status != http.StatusServiceUnavailable || a.header.Get("Retry-After") != "3" {
		t.Errorf("got %d, Retry-After %q; want 503 and 3", a.status, a.header.Get("Retry-After"))
	}
}

func TestPanicEndsOneRequestAlone(t *testing.T) {
	t.Parallel()
	backend := &stub{search: func(context.Context, search.Query) (*search.Page, error) { panic("oh no") }}
	s := start(t, backend)
	s.faults = true
	a := s.get("/v1/search")
	if p := a.problem(t); a.status != http.StatusInternalServerError || strings.Contains(a.body, "oh no") {
		t.Errorf("got %d %+v", a.status, p)
	}
	if log := s.log.String(); !strings.Contains(log, "oh no") || !strings.Contains(log, "stub_test.go") && !strings.Contains(log, "server_test.go") {
		t.Errorf("the log has no stack: %s", log)
	}
	if a := s.get("/healthz"); a.status != http.StatusOK {
		t.Errorf("after the panic: got %d", a.status)
	}
}

func TestAQueryHasATimeAndAPlace(t *testing.T) {
	t.Parallel()
	began, release := make(chan struct{}), make(chan struct{})
	backend := &stub{search: func(ctx context.Context, q search.Query) (*search.Page, error) {
		if q.Text == "slow" {
			<-ctx.Done()
			return nil, ctx.Err()
		}
		close(began)
		<-release
		return nothing(), nil
	}}
	s := start(t, backend, func(o *server.Options) { o.Searches, o.QueryTimeout = 1, 50*time.Millisecond })
	a := s.get("/v1/search?q=slow")
	if p := a.problem(t); a.status != http.StatusUnprocessableEntity || p.Type != "/problems/too-costly" {
		t.Errorf("a query over its time: got %d %+v", a.status, p)
	}
	first := make(chan answer, 1)
	go func() { first <- s.get("/v1/search?q=holds+the+place") }()
	<-began
	a = s.get("/v1/search?q=second")
	if p := a.problem(t); a.status != http.StatusServiceUnavailable || p.Type != "/problems/busy" || a.header.Get("Retry-After") == "" {
		t.Errorf("a query without a place: got %d %+v", a.status, p)
	}
	close(release)
	<-first
}

func TestReadingWithoutAKeyHasAPlaceToo(t *testing.T) {
	t.Parallel()
	began, release := make(chan struct{}), make(chan struct{})
	backend := &stub{parse: func(archive.Incoming) []article.Article {
		close(began)
		<-release
		return []article.Article{*sample()}
	}}
	s := start(t, backend, func(o *server.Options) { o.Searches, o.QueryTimeout = 1, 50*time.Millisecond })
	first := make(chan answer, 1)
	go func() { first <- s.post("/v1/parse", `{"text":"KPU siap."}`) }()
	<-began
	a := s.post("/v1/parse", `{"text":"KPU siap."}`)
	if p := a.problem(t); a.status != http.StatusServiceUnavailable || p.Type != "/problems/busy" || a.header.Get("Retry-After") == "" {
		t.Errorf("beside another: got %d %+v", a.status, p)
	}
	if a := s.get("/v1/search?q=x"); a.status != http.StatusOK {
		t.Errorf("searches beside it: %d", a.status)
	}
	close(release)
	if a := <-first; a.status != http.StatusOK {
		t.Errorf("the first one: %d", a.status)
	}
}

func TestLogHasNoSecretsAndNoQueries(t *testing.T) {
	t.Parallel()
	s := start(t, &stub{})
	s.get("/v1/search?q=penyakitsaya")
	s.get("/?q=penyakitsaya")
	s.do(http.MethodGet, "/v1/admin/keys", s.keys[keys.Admin], nil)
	made := s.do(http.MethodPost, "/v1/admin/keys", s.keys[keys.Admin], strings.NewReader(`{"name":"x","scopes":["read"]}`), "Content-Type", "application/json")
	s.do(http.MethodGet, "/v1/search?q=penyakitsaya", "warta_wrong", nil)
	log := s.log.String()
	for _, secret := range []string{"penyakitsaya", "warta_wrong", s.keys[keys.Admin], strings.SplitN(strings.SplitN(made.body, `"key":"`, 2)[1], `"`, 2)[0]} {
		if strings.Contains(log, secret) {
			t.Errorf("the log holds %q", secret)
		}
	}
	if !strings.Contains(log, `"route":"/v1/search"`) {
		t.Errorf("the log has no line for a search: %s", log)
	}
}

func TestEveryAnswerIsGuarded(t *testing.T) {
	t.Parallel()
	s := start(t, &stub{})
	for _, path := range []string{"/", "/kutipan", "/artikel/a1", "/v1/search", "/nowhere", "/v1/nowhere", "/openapi.json", "/healthz"} {
		h := s.get(path).header
		policy := h.Get("Content-Security-Policy")
		if !strings.Contains(policy, "default-src 'none'") || strings.Contains(policy, "unsafe") || strings.Contains(strings.ReplaceAll(policy, "script-src 'self'", ""), "script-src") {
			t.Errorf("%s: policy %q", path, policy)
		}
		if h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Referrer-Policy") == "" || h.Get("X-Request-Id") == "" {
			t.Errorf("%s: headers %v", path, h)
		}
	}
	// And every class of answers.
	failing := start(t, &stub{
		search: func(context.Context, search.Query) (*search.Page, error) { panic("secret of the stack") },
		put: func(context.Context, archive.Incoming) ([]archive.Receipt, error) {
			return nil, &index.Error{Kind: index.Busy, Text: "wait"}
		},
	}, func(o *server.Options) { o.PublicURL, o.RatePerAddress = "https://warta.example.id", 3 })
	failing.faults = true
	const jsonType, text = "application/json", "text/plain"
	for name, c := range map[string]struct {
		a      answer
		status int
	}{
		"created":               {s.post("/v1/articles", `{"text":"KPU siap."}`), 201},
		"a batch":               {s.do(http.MethodPost, "/v1/articles/batch", s.keys[keys.Ingest], strings.NewReader(`{"text":"KPU siap."}`), "Content-Type", "application/x-ndjson"), 200},
		"an export":             {s.get("/v1/export?format=csv"), 200},
		"a feed":                {s.get("/feed.atom"), 200},
		"a backup that is none": {s.do(http.MethodPost, "/v1/admin/backup?x=1", s.keys[keys.Admin], nil), 400},
		"removed":               {s.do(http.MethodDelete, "/v1/articles/a1", s.keys[keys.Admin], nil), 204},
		"it still stands":       {s.do(http.MethodGet, "/v1/topics", "", nil, "If-None-Match", "*"), 304},
		"no key":                {s.do(http.MethodDelete, "/v1/articles/a1", "", nil), 401},
		"no right":              {s.do(http.MethodDelete, "/v1/articles/a1", s.keys[keys.Read], nil), 403},
		"another method":        {s.do(http.MethodPost, "/v1/search", "", nil), 405},
		"too long":              {s.get("/v1/search?q=" + strings.Repeat("a", 17<<10)), 414},
		"packed":                {s.do(http.MethodPost, "/v1/parse", "", strings.NewReader("x"), "Content-Type", text, "Content-Encoding", "gzip"), 415},
		"a panic":               {failing.get("/v1/search"), 500},
		"a panic of a page":     {failing.do(http.MethodGet, "/", failing.keys[keys.Read], nil, "Accept", "text/html"), 500},
		"busy":                  {failing.do(http.MethodPost, "/v1/articles", failing.keys[keys.Ingest], strings.NewReader(`{"text":"x"}`), "Content-Type", jsonType), 503},
	} {
		h := c.a.header
		if c.a.status != c.status || !strings.Contains(h.Get("Content-Security-Policy"), "default-src 'none'") || h.Get("X-Content-Type-Options") != "nosniff" ||
			h.Get("X-Frame-Options") != "DENY" || h.Get("Referrer-Policy") == "" || h.Get("X-Request-Id") == "" {
			t.Errorf("%s: got %d %v", name, c.a.status, h)
		}
		if strings.Contains(c.a.body, "goroutine") || strings.Contains(c.a.body, ".go:") || strings.Contains(c.a.body, "secret of the stack") {
			t.Errorf("%s tells of our insides: %s", name, c.a.body)
		}
	}
	failing.get("/v1/topics")
	failing.get("/v1/topics")
	if a := failing.get("/v1/topics"); a.status != http.StatusTooManyRequests || a.header.Get("Content-Security-Policy") == "" || a.header.Get("Strict-Transport-Security") == "" {
		t.Errorf("too many: got %d %v", a.status, a.header)
	}
	if got := s.get("/").header.Get("Strict-Transport-Security"); got != "" {
		t.Errorf("where nobody says https: %q", got)
	}
	a := s.do(http.MethodGet, "/healthz", "", nil, "X-Request-Id", "from-the-proxy-1")
	if got := a.header.Get("X-Request-Id"); got != "from-the-proxy-1" {
		t.Errorf("a proxy's request id: got %q", got)
	}
	a = s.do(http.MethodGet, "/healthz", "", nil, "X-Request-Id", `x" evil="1`)
	if got := a.header.Get("X-Request-Id"); strings.Contains(got, "evil") {
		t.Errorf("a hostile request id came back: %q", got)
	}
}

func TestReadinessIsApartFromHealth(t *testing.T) {
	t.Parallel()
	backend := &stub{ready: &index.Error{Kind: index.Unavailable, Text: "loading"}}
	s := start(t, backend)
	if a := s.get("/healthz"); a.status != http.StatusOK {
		t.Errorf("healthz: %d", a.status)
	}
	if a := s.get("/readyz"); a.status != http.StatusServiceUnavailable {
		t.Errorf("readyz while loading: %d %s", a.status, a.body)
	}
	troubled := start(t, &stub{state: archive.Status{State: archive.Degraded, Trouble: "the index was damaged"}})
	if a := troubled.get("/readyz"); a.status != http.StatusOK || !strings.Contains(a.body, "degraded") || !strings.Contains(a.body, "was damaged") {
		t.Errorf("readyz in trouble: %d %s", a.status, a.body)
	}
}

func TestDrainLetsRunningRequestsFinish(t *testing.T) {
	t.Parallel()
	began, release := make(chan struct{}), make(chan struct{})
	backend := &stub{search: func(context.Context, search.Query) (*search.Page, error) {
		close(began)
		<-release
		return nothing(), nil
	}}
	srv, err := server.New(server.Options{Archive: backend, Keys: &keys.Memory{}})
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() { served <- srv.Serve(ctx, l) }()
	got := make(chan int, 1)
	go func() {
		res, err := http.Get("http://" + l.Addr().String() + "/v1/search")
		if err != nil {
			got <- 0
			return
		}
		_ = res.Body.Close()
		got <- res.StatusCode
	}()
	<-began
	cancel()
	select {
	case err := <-served:
		t.Fatalf("Serve ended (%v) while a request ran", err)
	case <-time.After(20 * time.Millisecond):
	}
	close(release)
	if status := <-got; status != http.StatusOK {
		t.Errorf("the running request got %d, want 200", status)
	}
	if err := <-served; err != nil {
		t.Errorf("Serve: %v", err)
	}
}

// A key that is limited has its pages read once more, for the address that they state.
func TestPagesOfLimitedKeysAreReadWithinTheBoundOnReadings(t *testing.T) {
	t.Parallel()
	began, release := make(chan struct{}), make(chan struct{})
	var reading atomic.Int64
	backend := &stub{put: func(context.Context, archive.Incoming) ([]archive.Receipt, error) {
		defer reading.Add(-1)
		if reading.Add(1) > 1 {
			t.Error("two long pages are read at once")
			return nil, nil
		}
		close(began)
		<-release
		return []archive.Receipt{{ID: "a1", Result: archive.Created, Seq: 1, Article: sample()}}, nil
	}}
	s := start(t, backend, func(o *server.Options) { o.WaitTimeout = 50 * time.Millisecond })
	key := s.key(keys.Spec{Name: "Humas", Scopes: []keys.Scope{keys.Ingest}, Satker: []string{"33.74"}})
	page, err := json.Marshal("<h1>Siap</h1><p>" + strings.Repeat("KPU siap. ", 110_000))
	if err != nil {
		t.Fatal(err)
	}
	send := func() answer {
		body := `{"url":"https://kota-semarang.kpu.go.id/berita/1","html":` + string(page) + `}`
		return s.do(http.MethodPost, "/v1/articles", key, strings.NewReader(body), "Content-Type", "application/json")
	}
	first := make(chan answer, 1)
	go func() { first <- send() }()
	<-began
	if a := send(); a.status != http.StatusServiceUnavailable || a.problem(t).Type != "/problems/busy" {
		t.Errorf("beside another: got %d %s", a.status, a.body)
	}
	close(release)
	<-first
}
