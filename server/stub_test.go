package server_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/archive"
	"warta/index/people"
	"warta/index/roster"
	"warta/index/search"
	"warta/index/understand"
	"warta/server"
	"warta/server/keys"
)

// A stub is an archive of functions; one that a test does not set answers with
// nothing.
type stub struct {
	put      func(ctx context.Context, in archive.Incoming) ([]archive.Receipt, error)
	remove   func(ctx context.Context, id, by string) (archive.Receipt, error)
	get      func(ctx context.Context, id string) (*article.Article, error)
	search   func(ctx context.Context, q search.Query) (*search.Page, error)
	writes   func(target string) []archive.Write
	suggest  func() ([]search.Suggestion, error)
	similar  func() (*search.Page, error)
	wait     func(ctx context.Context, seq uint64) error
	waitSeen func(ctx context.Context, want archive.Seen) error
	parse    func(in archive.Incoming) []article.Article

	quote    func(id string) (archive.FoundQuote, error)
	official func(id string) (people.Official, error)
	ready    error

	findings []string
	state    archive.Status // default: all is well

	mu    sync.Mutex
	asked []string // names of the calls that came
}

func (s *stub) note(call string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked = append(s.asked, call)
}

// calls returns which calls have come since it was last asked.
func (s *stub) calls() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	asked := s.asked
	s.asked = nil
	return asked
}

func (s *stub) Put(ctx context.Context, in archive.Incoming) ([]archive.Receipt, error) {
	s.note("Put")
	if s.put != nil {
		return s.put(ctx, in)
	}
	return []archive.Receipt{{ID: "a1", Result: archive.Created, Seq: 1, Article: sample()}}, nil
}

func (s *stub) Remove(ctx context.Context, id, by string) (archive.Receipt, error) {
	s.note("Remove")
	if s.remove != nil {
		return s.remove(ctx, id, by)
	}
	return archive.Receipt{ID: id, Result: archive.Deleted, Seq: 2}, nil
}

func (s *stub) Article(ctx context.Context, id string) (*article.Article, error) {
	s.note("Article")
	if s.get != nil {
		return s.get(ctx, id)
	}
	return sample(), nil
}

func (s *stub) Versions(context.Context, string, uint64, int) ([]archive.Version, uint64, error) {
	s.note("Versions")
	return []archive.Version{{Version: 1, Article: sample()}}, 0, nil
}

func (s *stub) Writes(_ context.Context, _ archive.WritesPlace, target string, _ int) ([]archive.Write, *archive.WritesPlace, error) {
	s.note("Writes")
	if s.writes != nil {
		return s.writes(target), nil, nil
	}
	return nil, nil, nil
}

func (s *stub) WaitSearchable(ctx context.Context, seq uint64) error {
	s.note("WaitSearchable")
	if s.wait != nil {
		return s.wait(ctx, seq)
	}
	return nil
}

func (s *stub) Seen() archive.Seen {
	return archive.Seen{Archive: "0123456789abcdef", Change: 3, Decision: 1}
}

func (s *stub) WaitSeen(ctx context.Context, want archive.Seen) error {
	s.note("WaitSeen " + want.String())
	if s.waitSeen != nil {
		return s.waitSeen(ctx, want)
	}
	return nil
}

func (s *stub) Search(ctx context.Context, q search.Query) (*search.Page, error) {
	s.note("Search")
	if s.search != nil {
		return s.search(ctx, q)
	}
	page := nothing()
	page.Query.Text = q.Text
	return page, nil
}

// nothing is the page of a search that finds nothing.
func nothing() *search.Page {
	return &search.Page{
		Query: understand.Understood{Mode: "none", Understood: []string{}}, Hits: []search.Hit{}, Facets: map[string][]index.Count{},
	}
}

// A quote that a stub has is that of its sample.
func (s *stub) Quote(_ context.Context, id string, _ bool) (archive.FoundQuote, error) {
	s.note("Quote")
	if s.quote != nil {
		return s.quote(id)
	}
	return foundQuote(id), nil
}

func (s *stub) CorrectQuote(_ context.Context, id string, _ archive.QuoteCorrection, _ string) (archive.FoundQuote, error) {
	s.note("CorrectQuote")
	return foundQuote(id), nil
}

func foundQuote(id string) archive.FoundQuote {
	return archive.FoundQuote{Hit: search.Hit{
		ID: "a1", Version: 1, Title: "KPU siap", EventDates: []string{}, Officials: []search.Named{}, Topics: []search.Labelled{},
		Quote: &search.QuoteHit{Quote: article.Quote{ID: id, Kind: article.Direct, Text: "Kami siap.", Parts: []article.Part{}, Confidence: 0.9}},
	}}
}

func (s *stub) Official(_ context.Context, id string) (people.Official, error) {
	s.note("Official")
	if s.official != nil {
		return s.official(id)
	}
	return people.Official{ID: id, Name: "Budi Santoso", IDs: []string{id}, Names: []string{"Budi Santoso"}, Parts: []people.OfficialPart{{ID: id, Names: []string{"Budi Santoso"}}}}, nil
}

func (s *stub) MergeOfficials(ctx context.Context, _, into, _, _ string) (people.Official, error) {
	return s.Official(ctx, into)
}

func (s *stub) SplitOfficial(ctx context.Context, id, _, _ string) (people.Official, error) {
	return s.Official(ctx, id)
}

func (s *stub) RenameOfficial(ctx context.Context, id, _, _, _ string) (people.Official, error) {
	return s.Official(ctx, id)
}

func (s *stub) SuppressOfficial(ctx context.Context, id string, _ bool, _, _ string) (people.Official, error) {
	return s.Official(ctx, id)
}

func (s *stub) ImportRoster(_ context.Context, in archive.RosterImport, by string) (archive.RosterVersion, error) {
	s.note("ImportRoster")
	return archive.RosterVersion{Version: 1, By: by, Rows: len(in.Rows), Added: len(in.Rows)}, nil
}

func (s *stub) Roster(context.Context, uint64) (archive.RosterVersion, []roster.Row, error) {
	s.note("Roster")
	return archive.RosterVersion{Version: 1, Rows: 1, Added: 1}, []roster.Row{{Name: "Rini Astuti", Post: "Ketua", Satker: "33.74"}}, nil
}

func (s *stub) RosterVersions(context.Context, uint64, int) ([]archive.RosterVersion, error) {
	s.note("RosterVersions")
	return []archive.RosterVersion{{Version: 1, Rows: 1, Added: 1}}, nil
}

func (s *stub) Suggest(context.Context, string, int) ([]search.Suggestion, error) {
	s.note("Suggest")
	if s.suggest != nil {
		return s.suggest()
	}
	return []search.Suggestion{}, nil
}

func (s *stub) SuggestInside(context.Context, string, int) ([]search.Suggestion, error) {
	s.note("SuggestInside")
	return []search.Suggestion{{Kind: search.SuggestOfficial, Value: "siti-pelajar~33.74", Label: "Siti Pelajar", Count: 1, Private: true}}, nil
}

func (s *stub) Meant(context.Context, string, string) ([]understand.MeantValue, error) {
	s.note("Meant")
	return []understand.MeantValue{}, nil
}

func (s *stub) Similar(context.Context, string, int) (*search.Page, error) {
	s.note("Similar")
	if s.similar != nil {
		return s.similar()
	}
	return &search.Page{Query: understand.Understood{Mode: "none", Understood: []string{}}, Hits: []search.Hit{}}, nil
}

func (s *stub) Parse(_ context.Context, in archive.Incoming) []article.Article {
	s.note("Parse")
	if s.parse != nil {
		return s.parse(in)
	}
	return []article.Article{*sample()}
}

func (s *stub) Reindex(context.Context) error { s.note("Reindex"); return nil }

func (s *stub) Rollback(context.Context) error { s.note("Rollback"); return nil }

func (s *stub) Check(context.Context) ([]string, error) {
	s.note("Check")
	return s.findings, nil
}

func (s *stub) Status(context.Context) archive.Status {
	s.note("Status")
	if s.state.State != "" {
		return s.state
	}
	return archive.Status{State: archive.OK, Ready: true}
}

func (s *stub) Ready(context.Context) error { return s.ready }

// sample is a small article with one of everything.
func sample() *article.Article {
	text := "“Kami siap,” kata Ketua KPU Kota Semarang Budi Santoso."
	at := strings.Index(text, "Kami siap,")
	return &article.Article{
		ID: "a1", URL: "https://kota-semarang.kpu.go.id/berita/1", Kind: article.News, Title: "KPU Kota Semarang Siap",
		Publisher: &article.Office{Code: "33.74", Name: "KPU Kota Semarang"}, Date: "2025-11-04", DateBasis: "event",
		EventDates: []string{"2025-11-04"}, Paragraphs: []string{text, "Arsip ditata."}, Satker: []string{"33.74"},
		Officials: []article.Official{{
			ID: "budi-santoso", Name: "Budi Santoso", Public: true,
			Roles: []article.Role{{Title: "Ketua", Office: "KPU Kota Semarang", Satker: "33.74"}},
		}},
		Quotes: []article.Quote{{
			ID: "k1", Kind: article.Direct, Text: "Kami siap,", Confidence: 0.98,
			Parts:   []article.Part{{In: article.InParagraph, Span: article.Span{Start: at, End: at + len("Kami siap,")}}},
			Speaker: &article.Person{ID: "budi-santoso", Name: "Budi Santoso"},
			Role:    &article.Role{Title: "Ketua", Office: "KPU Kota Semarang", Satker: "33.74"},
		}},
		Topics: []article.Topic{{ID: "arsip", Score: 0.6}},
	}
}

// A site is a server with a key for each scope, under test on a real listener.
type site struct {
	*testing.T
	url  string
	keys map[keys.Scope]string
	ring *keys.Ring
	log  *syncBuffer

	faults bool // the archive fails in ways that the description does not name
}

// start serves an archive until the test ends.
func start(t *testing.T, a server.Archive, change ...func(*server.Options)) *site {
	t.Helper()
	s := &site{T: t, keys: map[keys.Scope]string{}, log: &syncBuffer{}}
	opts := server.Options{
		Archive: a, Keys: &keys.Memory{}, TempDir: t.TempDir(),
		Log: slog.New(slog.NewJSONHandler(s.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	}
	for _, f := range change {
		f(&opts)
	}
	s.ring = keys.NewRing(opts.Keys, nil)
	srv, err := server.New(opts)
	if err != nil {
		t.Fatal(err)
	}
	for _, scope := range keys.Scopes {
		s.keys[scope] = s.key(keys.Spec{Name: string(scope), Scopes: []keys.Scope{scope}})
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.url = "http://" + l.Addr().String()
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	done := make(chan error, 1)
	go func() { done <- srv.Serve(ctx, l) }()
	t.Cleanup(func() {
		http.DefaultClient.CloseIdleConnections()
		cancel()
		if err := <-done; err != nil {
			t.Errorf("Serve: %v", err)
		}
	})
	return s
}

// key makes one more key.
func (s *site) key(w keys.Spec) string {
	s.Helper()
	secret, _, err := s.ring.Add(s.Context(), w)
	if err != nil {
		s.Fatal(err)
	}
	return secret
}

// An answer is what came back.
type answer struct {
	status int
	header http.Header
	body   string
}

// A problem is the body of an error.
type problem struct {
	Type, Title, Detail, Article, Field, Start string
	Status                                     int
	RequestID                                  string `json:"request_id"`
}

func (a answer) problem(t *testing.T) problem {
	t.Helper()
	var p problem
	dec := json.NewDecoder(strings.NewReader(a.body))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&p); err != nil || a.header.Get("Content-Type") != "application/problem+json" {
		t.Fatalf("%d %s is no problem+json (%v): %.300s", a.status, a.header.Get("Content-Type"), err, a.body)
	}
	if p.Status != a.status || p.Detail == "" || p.Title == "" || p.RequestID == "" || p.RequestID != a.header.Get("X-Request-Id") ||
		!strings.HasPrefix(p.Type, "/problems/") {
		t.Errorf("incomplete problem for status %d: %+v", a.status, p)
	}
	return p
}

// do sends a request, and holds it and its answer against the description. Headers
// are pairs of name and value.
func (s *site) do(method, path, key string, body io.Reader, headers ...string) answer {
	s.Helper()
	var sent syncBuffer // the request is still sent after an early answer
	if body != nil {
		body = io.TeeReader(body, &sent)
	}
	req, err := http.NewRequestWithContext(s.Context(), method, s.url+path, body)
	if err != nil {
		s.Fatal(err)
	}
	if key != "" {
		req.Header.Set("Authorization", "Bearer "+key)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	res, err := http.DefaultTransport.RoundTrip(req) // a client would go where it is led
	if err != nil {
		s.Fatalf("%s %s: %v", method, path, err)
	}
	defer func() { _ = res.Body.Close() }()
	got, err := io.ReadAll(res.Body)
	if err != nil {
		s.Fatalf("%s %s: read the answer: %v", method, path, err)
	}
	a := answer{res.StatusCode, res.Header, string(got)}
	s.conforms(req, []byte(sent.String()), a)
	return a
}

func (s *site) get(path string) answer {
	s.Helper()
	return s.do(http.MethodGet, path, "", nil)
}

// post sends JSON with a key that may ingest.
func (s *site) post(path, body string) answer {
	s.Helper()
	return s.do(http.MethodPost, path, s.keys[keys.Ingest], strings.NewReader(body), "Content-Type", "application/json")
}

// A syncBuffer takes what several goroutines write.
type syncBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *syncBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *syncBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}
