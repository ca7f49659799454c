package main_test

import (
	"net/http"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// TestSearchingNeverPauses asks all the time, over HTTP, while everything is
// rebuilt, articles arrive, and the index before is put back.
func TestSearchingNeverPauses(t *testing.T) {
	t.Parallel()
	p := start(t, "serve", "--addr", "127.0.0.1:0", "--data", filepath.Join(t.TempDir(), "data"), "--rate-per-key", "0", "--rate-per-address", "0")
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	const articles = 800
	corpus, err := exec.CommandContext(t.Context(), path, "corpus", "800", "--seed", "6").Output()
	if err != nil {
		t.Fatal(err)
	}
	if got := p.mustCall(t, http.MethodPost, "/v1/articles/batch", "application/x-ndjson", string(corpus)); got.status != http.StatusOK {
		t.Fatalf("batch: %d %s", got.status, got.body)
	}
	waitUntilCaughtUp(t, p)

	s := &stream{acknowledged: map[int]string{}}
	var clients sync.WaitGroup
	var asked atomic.Int64
	stop := make(chan struct{})
	until := func(f func()) {
		clients.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
					f()
				}
			}
		})
	}
	for range 2 {
		until(func() {
			got := p.mustCall(t, http.MethodGet, "/v1/search?collapse=false&size=1", "", "")
			var page struct{ Total int }
			if got.status != http.StatusOK {
				t.Errorf("a search: %d %s", got.status, got.body)
				return
			}
			got.decode(t, &page)
			if page.Total < articles {
				t.Errorf("a search finds %d of %d articles", page.Total, articles)
			}
			asked.Add(1)
		})
	}
	until(func() { s.put(t, p) })
	for n, way := range []string{"", "?rollback=true", ""} {
		before := asked.Load()
		if got := p.mustCall(t, http.MethodPost, "/v1/admin/reindex"+way, "", ""); got.status != http.StatusAccepted {
			t.Errorf("reindex%s: %d %s", way, got.status, got.body)
		}
		waitFor(t, p, "it is done", func() bool {
			status := string(p.mustCall(t, http.MethodGet, "/v1/admin/status", "", "").body)
			return !strings.Contains(status, `"building"`)
		})
		if asked.Load() == before {
			t.Errorf("round %d: nobody asked meanwhile: it shows nothing", n)
		}
	}
	close(stop)
	clients.Wait()
	s.mustBeThere(t, p)
	if got := state(t, p); got != "ok" {
		t.Errorf("state %s: %s", got, p.mustCall(t, http.MethodGet, "/v1/admin/status", "", "").body)
	}
	t.Logf("%d searches, %d articles meanwhile", asked.Load(), len(s.acknowledged))
}
