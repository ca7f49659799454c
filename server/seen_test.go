package server_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"warta/index"
	"warta/index/archive"
	"warta/server"
	"warta/server/keys"
)

const seenHere = "0123456789abcdef-3-1" // of stub

func TestEveryAnswerOfTheAPISaysWhatItHasSeen(t *testing.T) {
	t.Parallel()
	s := start(t, &stub{})
	for _, c := range []struct{ path, shown, want string }{
		{"/v1/search", "", seenHere},
		{"/v1/search", "0123456789abcdef-2-0", seenHere},
		{"/v1/search", "0123456789abcdef-9-0", "0123456789abcdef-9-1"}, // it waited for that
		{"/v1/articles/a1", "", seenHere},
		{"/v1/search?size=x", "", seenHere},
		{"/v1/nothing", "", seenHere},
		{"/", "", ""},
		{"/readyz", "", ""},
	} {
		headers := []string{}
		if c.shown != "" {
			headers = []string{"Warta-Seen", c.shown}
		}
		a := s.do(http.MethodGet, c.path, "", nil, headers...)
		if got := a.header.Get("Warta-Seen"); got != c.want {
			t.Errorf("%s with %q: got %q, want %q", c.path, c.shown, got, c.want)
		}
		if vary := strings.Join(a.header.Values("Vary"), ","); strings.Contains(vary, "Warta-Seen") != (c.want != "") {
			t.Errorf("%s: Vary %q", c.path, vary)
		}
	}
	// An answer without a body has it, too.
	tag := s.get("/v1/search").header.Get("ETag")
	if a := s.do(http.MethodGet, "/v1/search", "", nil, "If-None-Match", tag); a.status != http.StatusNotModified || a.header.Get("Warta-Seen") != seenHere {
		t.Errorf("unchanged: %d %v", a.status, a.header)
	}
	if a := s.do(http.MethodDelete, "/v1/articles/a1", s.keys[keys.Ingest], nil); a.status != http.StatusNoContent || a.header.Get("Warta-Seen") != seenHere {
		t.Errorf("a removal: %d %v", a.status, a.header)
	}
}

func TestARequestWaitsForWhatItHasSeen(t *testing.T) {
	t.Parallel()
	a := &stub{}
	s := start(t, a)
	for _, c := range []struct {
		shown  string
		err    error
		status int
		detail string
	}{
		{"0123456789abcdef-4-2", nil, 200, ""},
		{"0123456789abcdef-4-2", &index.Error{Kind: index.Busy, Op: "x", Text: "not seen yet"}, 503, "not seen yet"},
		{"0123456789abcdef-4-2", &index.Error{Kind: index.Invalid, Op: "x", Field: "Warta-Seen", Text: "of another archive"}, 400, "of another archive"},
		{"0123456789abcdef-4", nil, 400, "leave it out"},
		{"0123456789abcdef-4-1234567890123456789", nil, 400, "leave it out"},
		{"0123456789ABCDEF-4-2", nil, 400, "leave it out"},
		{"x", nil, 400, "leave it out"},
	} {
		var want string
		a.waitSeen = func(ctx context.Context, w archive.Seen) error {
			want = w.String()
			if _, bounded := ctx.Deadline(); !bounded {
				t.Error("the wait has no bound")
			}
			return c.err
		}
		a.calls()
		got := s.do(http.MethodGet, "/v1/search", "", nil, "Warta-Seen", c.shown)
		searched := strings.Contains(strings.Join(a.calls(), " "), " Search")
		if got.status != c.status || searched != (c.status == 200) {
			t.Errorf("%s: got %d, searched %v, want %d", c.shown, got.status, searched, c.status)
		}
		if c.status == 200 {
			if want != c.shown {
				t.Errorf("it waited for %s, want %s", want, c.shown)
			}
			continue
		}
		if p := got.problem(t); !strings.Contains(p.Detail, c.detail) {
			t.Errorf("%s: got %q", c.shown, p.Detail)
		}
		if (got.header.Get("Retry-After") != "") != (c.status == 503) {
			t.Errorf("%s: %d with Retry-After %q", c.shown, got.status, got.header.Get("Retry-After"))
		}
	}
	if s.get("/v1/search"); strings.Contains(strings.Join(a.calls(), " "), "WaitSeen") {
		t.Error("a request without the header waits")
	}
}

// A write of the request counts, though searches do not see it yet; so does one behind the
// headers of a batch.
func TestAWriteIsSeen(t *testing.T) {
	t.Parallel()
	s := start(t, &noting{Archive: &stub{}})
	article := `{"title":"Judul","body":"Isi berita."}`
	if a := s.post("/v1/articles", article); a.header.Get("Warta-Seen") != "0123456789abcdef-8-5" {
		t.Errorf("got %d %v", a.status, a.header)
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.url+"/v1/articles/batch", strings.NewReader(article+"\n"))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+s.keys[keys.Ingest])
	req.Header.Set("Content-Type", "application/x-ndjson")
	res, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	if _, err := io.ReadAll(res.Body); err != nil || res.Trailer.Get("Warta-Seen") != "0123456789abcdef-8-5" {
		t.Errorf("behind a batch: %v, %v", res.Trailer, err)
	}
}

// noting is an archive whose writes are noted as those of archive.Archive are.
type noting struct{ server.Archive }

func (n *noting) Put(ctx context.Context, in archive.Incoming) ([]archive.Receipt, error) {
	archive.Wrote(ctx, 8, 5)
	return n.Archive.Put(ctx, in)
}

func TestANodeThatIsBehindIsNotReady(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		lag, bound, status int
	}{{100, 0, 200}, {100, 100, 200}, {101, 100, 503}} {
		a := &behind{Archive: &stub{}, lag: uint64(c.lag)}
		s := start(t, a, func(o *server.Options) { o.ReadyLag = c.bound })
		got := s.get("/readyz")
		if got.status != c.status {
			t.Errorf("%d behind, at most %d: got %d %s", c.lag, c.bound, got.status, got.body)
		}
		if c.status == 503 && !strings.Contains(got.problem(t).Detail, fmt.Sprintf("change 1 of %d", c.lag+1)) {
			t.Errorf("got %s", got.body)
		}
		if s.get("/v1/search").status != 200 {
			t.Error("a node that is behind answers all the same")
		}
	}
}

type behind struct {
	server.Archive
	lag uint64
}

func (b *behind) Status(context.Context) archive.Status {
	return archive.Status{State: archive.OK, Ready: true, Mark: 1, Head: 1 + b.lag, Lag: b.lag}
}
