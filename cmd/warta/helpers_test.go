package main_test

import (
	"errors"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"testing"
	"time"
)

// put puts one article in and reports whether that was acknowledged. Anything but
// that, or being told to come back, fails the test.
func (s *stream) put(t *testing.T, p *process) bool {
	t.Helper()
	n := s.take()
	got := p.mustCall(t, http.MethodPost, "/v1/articles", "application/json", trialArticle(n))
	switch got.status {
	case http.StatusOK, http.StatusCreated:
		var receipt struct{ ID string }
		got.decode(t, &receipt)
		s.mu.Lock()
		defer s.mu.Unlock()
		s.acknowledged[n] = receipt.ID
		return true
	case http.StatusServiceUnavailable:
		if got.header.Get("Retry-After") == "" || got.header.Get("Content-Type") != "application/problem+json" {
			t.Fatalf("told to come back, but not when: %v %s", got.header, got.body)
		}
		return false
	}
	t.Fatalf("article %d: status %d: %s", n, got.status, got.body)
	return false
}

// mustBeThere waits until all is searchable and looks for each acknowledged
// article: once, and readable.
func (s *stream) mustBeThere(t *testing.T, p *process) {
	t.Helper()
	waitUntilCaughtUp(t, p)
	for n, id := range s.acknowledged {
		found := search(t, p, markOf(n))
		if found.Total != 1 || len(found.Hits) != 1 || found.Hits[0].ID != id {
			t.Errorf("article %d (%s): got %+v; want it once", n, id, found)
		}
		if got := p.mustCall(t, http.MethodGet, "/v1/articles/"+url.PathEscape(id), "", ""); got.status != http.StatusOK {
			t.Errorf("article %d: status %d: %s", n, got.status, got.body)
		}
	}
}

// pause lets time go by between two questions to another process, whose events a test cannot see.
// It ends early with the test.
func pause(t testing.TB, d time.Duration) {
	select {
	case <-time.After(d):
	case <-t.Context().Done():
	}
}

// waitFor asks again until what is true of the service is so.
func waitFor(t *testing.T, p *process, what string, so func() bool) {
	t.Helper()
	for deadline := time.Now().Add(2 * time.Minute); !so(); pause(t, 50*time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("waited in vain until %s: %s\n%s", what, p.mustCall(t, http.MethodGet, "/v1/admin/status", "", "").body, p.stderr)
		}
	}
}

// state returns the word for how the service is.
func state(t *testing.T, p *process) string {
	t.Helper()
	var status struct{ State string }
	p.mustCall(t, http.MethodGet, "/v1/admin/status", "", "").decode(t, &status)
	return status.State
}

// run runs a command to its end and returns its exit code and all that it said.
func run(t *testing.T, via []string, args ...string) (code int, out string) {
	t.Helper()
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	cmd := commandVia(via, path, args)
	cmd.Env = append(os.Environ(), "WARTA_METRICS_ADDR=none", "WARTA_LOG_LEVEL=error")
	cmd.Dir = t.TempDir()
	all, err := cmd.CombinedOutput()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		return exit.ExitCode(), string(all)
	}
	if err != nil {
		t.Fatal(err)
	}
	return 0, string(all)
}

func write(t *testing.T, name, content string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}
