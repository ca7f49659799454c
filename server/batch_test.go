package server_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/archive"
	"warta/server"
	"warta/server/keys"
)

// A result is one line of the answer to a batch.
type result struct {
	Line                int
	ID, Result          string
	Code, Field, Detail string
	Summary             map[string]any
}

func (s *site) batch(path, body string) []result {
	s.Helper()
	a := s.do(http.MethodPost, path, s.keys[keys.Ingest], strings.NewReader(body), "Content-Type", "application/x-ndjson")
	if a.status != http.StatusOK || !strings.HasPrefix(a.header.Get("Content-Type"), "application/x-ndjson") {
		s.Fatalf("%d %s %s", a.status, a.header.Get("Content-Type"), a.body)
	}
	return results(s.T, a.body)
}

func results(t *testing.T, body string) []result {
	t.Helper()
	var all []result
	for line := range strings.Lines(body) {
		var r result
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Fatalf("line %q: %v", line, err)
		}
		all = append(all, r)
	}
	return all
}

func TestABadLineFailsAlone(t *testing.T) {
	t.Parallel()
	s := startReal(t)
	good := func(n int) string {
		return fmt.Sprintf(`{"url":"https://kpu.go.id/berita/%d","title":"Siap %d","body":"KPU siap."}`, n, n)
	}
	body := strings.Join([]string{
		good(1), `{"broken`, "", good(2), `{"text":"x","publised":"2025-01-01"}`, `{"delete":"../x"}`, `{"delete":"nosucharticle"}`,
		"{\"text\":\"\xff\"}", `{"delete":"x","text":"y"}`, `{"text":"` + strings.Repeat("a", 3<<20) + `"}`, good(1),
	}, "\n")
	got := s.batch("/v1/articles/batch", body)
	want := []result{
		{Line: 1, Result: "created"},
		{Line: 2, Result: "rejected", Code: "invalid"},
		{Line: 4, Result: "created"},
		{Line: 5, Result: "rejected", Code: "invalid", Field: "publised"},
		{Line: 6, Result: "rejected", Code: "not-found"},
		{Line: 7, Result: "rejected", Code: "not-found"},
		{Line: 8, Result: "rejected", Code: "invalid"},
		{Line: 9, Result: "rejected", Code: "invalid", Field: "delete"},
		{Line: 10, Result: "rejected", Code: "too-large"},
		{Line: 11, Result: "unchanged"},
	}
	if len(got) != len(want)+1 {
		t.Fatalf("got %d lines, want %d: %+v", len(got), len(want)+1, got)
	}
	for i, w := range want {
		g := got[i]
		if g.Line != w.Line || g.Result != w.Result || g.Code != w.Code || g.Field != w.Field || (g.Code != "") != (g.Detail != "") {
			t.Errorf("line %d: got %+v, want %+v", w.Line, g, w)
		}
	}
	if sum := got[len(want)].Summary; sum["lines"] != 10.0 || sum["created"] != 2.0 || sum["unchanged"] != 1.0 || sum["rejected"] != 7.0 {
		t.Errorf("summary %v", sum)
	}
}

func TestABatchHasEachKindOfResultAndMayBeSentAgain(t *testing.T) {
	t.Parallel()
	s := startReal(t)
	line := func(id, body, updated string) string {
		return fmt.Sprintf(`{"external_id":%q,"title":"Rapat","body":%q,"source_updated_at":"2025-11-%sT09:00:00+07:00"}`, id, body, updated)
	}
	gone := s.batch("/v1/articles/batch", line("gone", "KPU Kota Tegal menata arsip.", "01"))[0].ID
	body := strings.Join([]string{
		line("a", "KPU Kota Semarang menata arsip.", "05"),
		line("a", "KPU Kota Semarang menata gudang.", "06"),
		line("a", "KPU Kota Semarang menata gudang.", "07"),
		line("a", "KPU Kota Semarang menata arsip.", "05"), // which came late
		line("b", "KPU Kota Padang siap.", "32"),
		`{"delete":"` + gone + `"}`,
	}, "\n")
	told := func(got []result) (kinds []string) {
		t.Helper()
		for i, r := range got[:len(got)-1] {
			if kinds = append(kinds, r.Result); r.Line != i+1 || (r.ID == "") != (r.Result == "rejected") {
				t.Errorf("line %d: %+v", i+1, r)
			}
		}
		return kinds
	}
	first := s.batch("/v1/articles/batch?wait=searchable", body)
	if got, want := told(first), []string{"created", "updated", "unchanged", "stale", "rejected", "deleted"}; !slices.Equal(got, want) {
		t.Fatalf("got %v, want %v", got, want)
	}
	if r := first[4]; r.Code != "invalid" || r.Field != "source_updated_at" || r.Detail == "" {
		t.Errorf("a rejected line says %+v", r)
	}
	sum := first[6].Summary
	delete(sum, "took_ms")
	if want := map[string]any{"lines": 6.0, "created": 1.0, "updated": 1.0, "unchanged": 1.0, "stale": 1.0, "rejected": 1.0, "deleted": 1.0}; !maps.Equal(sum, want) {
		t.Errorf("summary %v, want %v", sum, want)
	}
	if got, want := told(s.batch("/v1/articles/batch", body)), []string{"stale", "stale", "unchanged", "stale", "rejected", "deleted"}; !slices.Equal(got, want) {
		t.Errorf("sent again: got %v, want %v", got, want)
	}
	a := read[article.Article](t, s.get("/v1/articles/"+first[0].ID))
	if len(a.Paragraphs) != 1 || a.Paragraphs[0] != "KPU Kota Semarang menata gudang." {
		t.Errorf("after all that the article says %q", a.Paragraphs)
	}
}

func TestABatchRemovesWhatItMade(t *testing.T) {
	t.Parallel()
	s := startReal(t)
	line := `{"external_id":"x","title":"Siap","body":"KPU siap."}`
	made := s.batch("/v1/articles/batch?wait=searchable", line+"\n")
	id := made[0].ID
	got := s.batch("/v1/articles/batch", `{"delete":"`+id+`"}`+"\n"+line+"\n"+`{"delete":"`+id+`"}`+"\n")
	if got[0].Result != "deleted" || got[1].Code != "removed" || got[2].Result != "deleted" {
		t.Errorf("got %+v", got)
	}
	if a := s.get("/v1/articles/" + id); a.status != http.StatusGone {
		t.Errorf("afterwards: %d", a.status)
	}
}

func TestResultsStreamWhileLinesAreSent(t *testing.T) {
	t.Parallel()
	s := startReal(t)
	body, send := io.Pipe()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.url+"/v1/articles/batch", body)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-ndjson")
	req.Header.Set("Authorization", "Bearer "+s.keys[keys.Ingest])
	res, err := http.DefaultClient.Do(req) // answers before the first line is sent
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	lines := bufio.NewScanner(res.Body)
	for n := range 5 {
		if _, err := fmt.Fprintf(send, `{"external_id":"%d","title":"Siap","body":"KPU siap."}`+"\n", n); err != nil {
			t.Fatal(err)
		}
		if !lines.Scan() || !strings.Contains(lines.Text(), `"result":"created"`) {
			t.Fatalf("after line %d: %q %v", n+1, lines.Text(), lines.Err())
		}
	}
	if err := send.Close(); err != nil {
		t.Fatal(err)
	}
	if !lines.Scan() || !strings.Contains(lines.Text(), `"created":5`) {
		t.Errorf("summary: %q", lines.Text())
	}
}

// heavy makes results so long that those of a few hundred lines fill every
// buffer between the server and a client that does not read.
func heavy() *stub {
	a := sample()
	for range 200 {
		a.Warnings = append(a.Warnings, article.Warning{Code: article.WarnUnclosedQuote, Message: strings.Repeat("x", 100)})
	}
	var n atomic.Int64
	return &stub{put: func(context.Context, archive.Incoming) ([]archive.Receipt, error) {
		return []archive.Receipt{{ID: fmt.Sprint("a", n.Add(1)), Result: archive.Created, Seq: 1, Article: a}}, nil
	}}
}

func TestAClientMaySendAllBeforeItReads(t *testing.T) {
	t.Parallel()
	s := start(t, heavy())
	const lines = 800 // some 19 MB of results
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	if err := conn.SetDeadline(time.Now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	body := strings.Repeat(`{"external_id":"x","text":"`+strings.Repeat("a", 20_000)+"\"}\n", lines) // more than the buffers hold
	head := fmt.Sprintf("POST /v1/articles/batch HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Type: application/x-ndjson\r\nContent-Length: %d\r\nConnection: close\r\n\r\n", s.keys[keys.Ingest], len(body))
	if _, err := io.WriteString(conn, head+body); err != nil {
		t.Fatalf("the server stopped reading: %v", err)
	}
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	answer, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	got := results(t, string(answer))
	if len(got) != lines+1 || len(answer) < 15<<20 {
		t.Fatalf("got %d lines with %d bytes, want %d lines", len(got), len(answer), lines+1)
	}
	for i, r := range got[:lines] {
		if r.Line != i+1 {
			t.Fatalf("line %d comes at place %d", r.Line, i+1)
		}
	}
}

func TestLinesRunSideBySideButInOrderForOneArticle(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	running, most := 0, 0
	inside := map[string]bool{}
	var order []string
	gate := make(chan struct{})
	opened := sync.OnceFunc(func() { close(gate) })
	stubbed := &stub{}
	stubbed.put = func(_ context.Context, in archive.Incoming) ([]archive.Receipt, error) {
		mu.Lock()
		running++
		most = max(most, running)
		if running == 8 {
			opened()
		}
		if inside[in.ExternalID] {
			t.Errorf("two lines about %s at once", in.ExternalID)
		}
		inside[in.ExternalID] = true
		order = append(order, in.ExternalID+in.Source.Title)
		mu.Unlock()
		select {
		case <-gate:
		case <-time.After(5 * time.Second):
			t.Error("eight lines about eight articles do not run side by side")
		}
		mu.Lock()
		running--
		inside[in.ExternalID] = false
		mu.Unlock()
		return []archive.Receipt{{ID: in.ExternalID, Result: archive.Updated, Seq: 1}}, nil
	}
	s := start(t, stubbed)
	var body strings.Builder
	for round := range 3 {
		for n := range 8 {
			fmt.Fprintf(&body, `{"external_id":"e%d","title":"-%d","text":"x"}`+"\n", n, round)
		}
	}
	got := s.batch("/v1/articles/batch", body.String())
	if len(got) != 25 {
		t.Fatalf("got %d lines", len(got))
	}
	for n := range 8 {
		var seen []string
		for _, o := range order {
			if strings.HasPrefix(o, fmt.Sprintf("e%d-", n)) {
				seen = append(seen, o)
			}
		}
		if want := fmt.Sprintf("[e%d-0 e%d-1 e%d-2]", n, n, n); fmt.Sprint(seen) != want {
			t.Errorf("got %v, want %v", seen, want)
		}
	}
}

func TestARemovalWaitsForTheLinesBeforeIt(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	var order []string
	note := func(s string) {
		mu.Lock()
		defer mu.Unlock()
		order = append(order, s)
	}
	stubbed := &stub{}
	stubbed.put = func(_ context.Context, in archive.Incoming) ([]archive.Receipt, error) {
		note("put")
		return []archive.Receipt{{ID: in.ExternalID, Result: archive.Created, Seq: 1}}, nil
	}
	stubbed.remove = func(_ context.Context, id, _ string) (archive.Receipt, error) {
		note("remove")
		return archive.Receipt{ID: id, Result: archive.Deleted, Seq: 2}, nil
	}
	s := start(t, stubbed)
	var body strings.Builder
	for n := range 40 {
		fmt.Fprintf(&body, `{"external_id":"e%d","text":"x"}`+"\n", n)
		if n == 19 {
			body.WriteString(`{"delete":"e3"}` + "\n")
		}
	}
	s.batch("/v1/articles/batch", body.String())
	if len(order) != 41 || order[20] != "remove" {
		t.Errorf("got %v, want the removal after 20 and before 20", order)
	}
}

func TestABusyArchiveSlowsABatchDown(t *testing.T) {
	t.Parallel()
	var tries atomic.Int64
	stubbed := &stub{put: func(_ context.Context, in archive.Incoming) ([]archive.Receipt, error) {
		if tries.Add(1) < 4 {
			return nil, &index.Error{Kind: index.Busy, Text: "later"}
		}
		return []archive.Receipt{{ID: "a", Result: archive.Created, Seq: 1}}, nil
	}}
	got := start(t, stubbed).batch("/v1/articles/batch", `{"text":"x"}`)
	if got[0].Result != "created" || tries.Load() != 4 {
		t.Errorf("after %d tries: %+v", tries.Load(), got[0])
	}
}

func TestAPanicInALineFailsThatLineAlone(t *testing.T) {
	t.Parallel()
	stubbed := &stub{put: func(_ context.Context, in archive.Incoming) ([]archive.Receipt, error) {
		if in.ExternalID == "bad" {
			panic("oh no")
		}
		return []archive.Receipt{{ID: "a", Result: archive.Created, Seq: 1}}, nil
	}}
	got := start(t, stubbed).batch("/v1/articles/batch", `{"external_id":"bad","text":"x"}`+"\n"+`{"external_id":"good","text":"x"}`)
	if got[0].Code != "internal" || got[1].Result != "created" || strings.Contains(got[0].Detail, "oh no") {
		t.Errorf("got %+v", got)
	}
}

func TestABatchStopsAtALineWhenTheServiceStops(t *testing.T) {
	t.Parallel()
	store := &keys.Memory{}
	secret, _, err := keys.NewRing(store, nil).Add(t.Context(), keys.Spec{Name: "x", Scopes: []keys.Scope{keys.Ingest}})
	if err != nil {
		t.Fatal(err)
	}
	srv, err := server.New(server.Options{Archive: &stub{}, Keys: store})
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() { served <- srv.Serve(ctx, l) }()
	body, send := io.Pipe()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://"+l.Addr().String()+"/v1/articles/batch", body)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-ndjson")
	req.Header.Set("Authorization", "Bearer "+secret)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	if _, err := io.WriteString(send, `{"text":"x"}`+"\n"); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(res.Body)
	if !lines.Scan() {
		t.Fatal(lines.Err())
	}
	stop()
	if !lines.Scan() || !strings.Contains(lines.Text(), "send again from line 2") || !strings.Contains(lines.Text(), `"created":1`) {
		t.Errorf("got %q %v", lines.Text(), lines.Err())
	}
	_ = send.Close()
	if err := <-served; err != nil {
		t.Errorf("Serve: %v", err)
	}
}

func TestASlowClientLearnsFromWhichLineToSendAgain(t *testing.T) {
	t.Parallel()
	s := start(t, &stub{}, func(o *server.Options) { o.BodyTimeout = 100 * time.Millisecond })
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	if err := conn.SetDeadline(time.Now().Add(10 * time.Second)); err != nil {
		t.Fatal(err)
	}
	line := `{"text":"x"}` + "\n"
	if _, err := fmt.Fprintf(conn, "POST /v1/articles/batch HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Type: application/x-ndjson\r\nContent-Length: 1000\r\n\r\n%s", s.keys[keys.Ingest], line); err != nil {
		t.Fatal(err)
	}
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	answer, err := io.ReadAll(res.Body)
	if got := string(answer); err != nil || !strings.Contains(got, `"created":1`) || !strings.Contains(got, "send again from line 2") {
		t.Errorf("got %s %v", got, err)
	}
}

func TestABatchNeedsItsType(t *testing.T) {
	t.Parallel()
	s := start(t, &stub{})
	for _, kind := range []string{"text/plain", "application/x-ndjson; charset=klingon", "application/x-www-form-urlencoded"} {
		a := s.do(http.MethodPost, "/v1/articles/batch", s.keys[keys.Ingest], strings.NewReader("{}"), "Content-Type", kind)
		if a.status != http.StatusUnsupportedMediaType {
			t.Errorf("%s: got %d", kind, a.status)
		}
		a.problem(t)
	}
	a := s.do(http.MethodPost, "/v1/articles/batch", s.keys[keys.Ingest], strings.NewReader(`{"text":"x"}`), "Content-Type", "application/x-ndjson", "Expect", "100-continue")
	if a.status != http.StatusOK || !strings.Contains(a.body, `"created":1`) {
		t.Errorf("with Expect: got %d %s", a.status, a.body)
	}
}

func TestABatchThatIsNotReadEndsAndSaysFromWhere(t *testing.T) {
	t.Parallel()
	s := start(t, heavy(), func(o *server.Options) { o.MaxSpill, o.BodyTimeout = 1<<10, 200*time.Millisecond })
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	body := strings.Repeat(`{"external_id":"x","text":"`+strings.Repeat("a", 20_000)+"\"}\n", 2000)
	head := fmt.Sprintf("POST /v1/articles/batch HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Type: application/x-ndjson\r\nContent-Length: %d\r\n\r\n", s.keys[keys.Ingest], len(body))
	if err := conn.SetWriteDeadline(time.Now().Add(3 * time.Second)); err != nil {
		t.Fatal(err)
	}
	if n, err := io.WriteString(conn, head+body); err == nil {
		t.Fatalf("the server took all %d bytes, and keeps their results", n)
	}
	if err := conn.SetReadDeadline(time.Now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	answer, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	got := results(t, string(answer))
	sum := got[len(got)-1].Summary
	want := fmt.Sprintf("send again from line %d", len(got))
	if stopped, _ := sum["stopped"].(string); !strings.Contains(stopped, want) || len(answer) > 20<<20 {
		t.Errorf("got %d results, %d bytes, summary %v; want it to say %q", len(got)-1, len(answer), sum, want)
	}
}

func TestMoreBatchesThanAllowedAreRefusedForAMoment(t *testing.T) {
	t.Parallel()
	s := start(t, &stub{}, func(o *server.Options) { o.Batches = 1 })
	body, send := io.Pipe()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.url+"/v1/articles/batch", body)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-ndjson")
	req.Header.Set("Authorization", "Bearer "+s.keys[keys.Ingest])
	first, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = first.Body.Close() }()
	ask := func() answer {
		return s.do(http.MethodPost, "/v1/articles/batch", s.keys[keys.Ingest], strings.NewReader(`{"text":"x"}`), "Content-Type", "application/x-ndjson")
	}
	a := ask()
	if p := a.problem(t); a.status != http.StatusServiceUnavailable || p.Type != "/problems/busy" || a.header.Get("Retry-After") != "5" {
		t.Errorf("beside another: got %d %+v", a.status, p)
	}
	if err := send.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(io.Discard, first.Body); err != nil {
		t.Fatal(err)
	}
	for a = ask(); a.status == http.StatusServiceUnavailable; a = ask() { // the first one tidies up behind its answer
		if t.Context().Err() != nil {
			t.Fatal("never")
		}
	}
	if a.status != http.StatusOK {
		t.Errorf("afterwards: got %d", a.status)
	}
}
