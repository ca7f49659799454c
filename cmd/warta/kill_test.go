package main_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/url"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// number returns a bound of the test that the environment may set: CI holds the
// short form, `make soak` the long one.
func number(t *testing.T, name string, normal int) int {
	t.Helper()
	s := os.Getenv(name)
	if s == "" {
		return normal
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 {
		t.Fatalf("%s=%q: want a number", name, s)
	}
	return n
}

// A stream sends articles from several clients and remembers which were
// acknowledged. Each article holds one word that no other has.
type stream struct {
	mu           sync.Mutex
	next         int
	acknowledged map[int]string // number -> id
	mark         int            // the number at which reached is closed
	reached      chan struct{}  // or nil
}

const killClients = 8

func markOf(n int) string { return fmt.Sprintf("penanda%06dx", n) }

func (s *stream) take() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.next++
	if s.reached != nil && s.next >= s.mark {
		close(s.reached)
		s.reached = nil
	}
	return s.next
}

// reaches returns a channel that is closed once the stream is n articles on.
func (s *stream) reaches(n int) <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	reached := make(chan struct{})
	if s.mark = s.next + n; n > 0 {
		s.reached = reached
	} else {
		close(reached)
	}
	return reached
}

// send posts articles until the service is gone or the stream is through.
func (s *stream) send(ctx context.Context, p *process, last int) error {
	for {
		n := s.take()
		if n > last {
			return nil
		}
		got, err := p.call(ctx, "POST", "/v1/articles", "application/json", strings.NewReader(trialArticle(n)))
		if err != nil {
			return nil // the service was killed: nothing was acknowledged
		}
		switch got.status {
		case 200, 201:
			var receipt struct{ ID string }
			if err := json.Unmarshal(got.body, &receipt); err != nil {
				return fmt.Errorf("answer %s: %w", got.body, err)
			}
			s.mu.Lock()
			s.acknowledged[n] = receipt.ID
			s.mu.Unlock()
		case 503: // told to come back: not acknowledged
		default:
			return fmt.Errorf("article %d: status %d: %s", n, got.status, got.body)
		}
	}
}

func TestNothingAcknowledgedIsLostWhenTheServiceIsKilled(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	rounds, length := number(t, "WARTA_KILL_ROUNDS", 5), number(t, "WARTA_KILL_STREAM", 400)
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d, %d rounds of %d articles", seed, rounds, length)
	r := rand.New(rand.NewPCG(seed, 1))

	s := &stream{acknowledged: map[int]string{}}
	key := ""
	for round := range rounds {
		p := start(t, "serve", "--addr", "127.0.0.1:0", "--data", data)
		if p.key != "" {
			key = p.key // shown once, on the new folder
		}
		p.key = key
		last := length * (round + 1)
		// The kill comes at a random point of the stream.
		here := s.reaches(r.IntN(max(last-s.next, 1)))
		var wait sync.WaitGroup
		errs := make(chan error, killClients+1)
		for range killClients {
			wait.Go(func() { errs <- s.send(t.Context(), p, last) })
		}
		// In most rounds everything is being rebuilt meanwhile, or put back.
		if way := []string{"", "?rollback=true", "", "-"}[r.IntN(4)]; way != "-" {
			wait.Go(func() { errs <- rebuildWhile(t, p, way) })
		}
		<-here
		p.kill()
		wait.Wait()
		close(errs)
		for err := range errs {
			if err != nil {
				t.Fatalf("round %d: %v", round, err)
			}
		}
		s.mu.Lock()
		s.next = max(s.next, last) // what was not sent in this round is left out
		s.mu.Unlock()
	}
	if len(s.acknowledged) < rounds {
		t.Fatalf("only %d articles were acknowledged: the test shows nothing", len(s.acknowledged))
	}

	p := start(t, "serve", "--addr", "127.0.0.1:0", "--data", data)
	p.key = key
	waitUntilCaughtUp(t, p)
	for n, id := range s.acknowledged {
		found := search(t, p, markOf(n))
		if found.Total != 1 || len(found.Hits) != 1 || found.Hits[0].ID != id {
			t.Errorf("article %d (%s): got %+v; want it once", n, id, found)
		}
		if got := p.mustCall(t, "GET", "/v1/articles/"+url.PathEscape(id), "", ""); got.status != 200 {
			t.Errorf("article %d: status %d: %s", n, got.status, got.body)
		}
	}
	t.Logf("%d articles acknowledged, all there once after %d kills", len(s.acknowledged), rounds)
	if code := p.stop(t); code != 0 {
		t.Errorf("got exit code %d after SIGTERM: %s", code, p.stderr)
	}
}

// rebuildWhile has everything rebuilt, again and again until the service is gone.
func rebuildWhile(t *testing.T, p *process, way string) error {
	for {
		got, err := p.call(t.Context(), "POST", "/v1/admin/reindex"+way, "", nil)
		switch {
		case err != nil:
			return nil // the service was killed
		case got.status == 202 || got.status == 503: // begun, or something is going on
		case got.status == 404 && way != "": // nothing was kept
		default:
			return fmt.Errorf("reindex%s: status %d: %s", way, got.status, got.body)
		}
		pause(t, 50*time.Millisecond)
	}
}

// trialArticle is article n as JSON: the word of markOf stands in no other.
func trialArticle(n int) string {
	body, err := json.Marshal(map[string]string{
		"url":       fmt.Sprintf("https://kota-semarang.kpu.go.id/blog/read/%d_uji", n),
		"title":     fmt.Sprintf("KPU Kota Semarang Uji Ketahanan %d", n),
		"body":      fmt.Sprintf("Semarang - KPU Kota Semarang menguji %s, Selasa (4/11/2025).\n\nKetua KPU Kota Semarang, Budi Santoso, hadir.\n\n\"Kami siap mencatat %s untuk diuji,\" ujar Budi.", markOf(n), markOf(n)),
		"published": "2025-11-05",
	})
	if err != nil {
		panic(err) // strings
	}
	return string(body)
}

type found struct {
	Total int
	Hits  []struct{ ID, Title string }
}

// search asks until it is answered: a busy machine refuses, which is no answer.
func search(t *testing.T, p *process, text string) (page found) {
	t.Helper()
	for deadline := time.Now().Add(2 * time.Minute); ; {
		got := p.mustCall(t, "GET", "/v1/search?facets=none&q="+url.QueryEscape(text), "", "")
		switch {
		case got.status == 200:
			got.decode(t, &page)
			return page
		case got.status != 503 && got.status != 422 && got.status != 429 || time.Now().After(deadline):
			t.Fatalf("search %q: status %d: %s", text, got.status, got.body)
		}
	}
}

// waitUntilCaughtUp waits until searches reflect the whole record.
func waitUntilCaughtUp(t *testing.T, p *process) {
	t.Helper()
	deadline := time.Now().Add(2 * time.Minute)
	for time.Now().Before(deadline) {
		var status struct {
			Head, Mark uint64
		}
		got := p.mustCall(t, "GET", "/v1/admin/status", "", "")
		if got.status == 200 {
			got.decode(t, &status)
			if status.Head > 0 && status.Head == status.Mark {
				return
			}
		}
		pause(t, 20*time.Millisecond)
	}
	t.Fatalf("the index did not catch up: %s", p.mustCall(t, "GET", "/v1/admin/status", "", "").body)
}
