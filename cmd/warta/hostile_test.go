package main_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"warta/internal/race"
	"warta/server/hostiletest"
)

// TestHostileClientsHoldNobodyUp sends what is meant to break the service while a
// normal client asks beside it. The environment makes it as large as .ci/hostile
// has it: WARTA_HOSTILE_ARTICLES, WARTA_HOSTILE_CONNECTIONS, WARTA_HOSTILE_SECONDS
// for each part, and WARTA_HOSTILE_P95, the milliseconds that the normal client may
// wait; without that nothing depends on the clock.
func TestHostileClientsHoldNobodyUp(t *testing.T) {
	if race.Enabled {
		t.Skip("thousands of requests to another process, which is built without the detector")
	}
	t.Parallel()
	articles, connections := number(t, "WARTA_HOSTILE_ARTICLES", 300), number(t, "WARTA_HOSTILE_CONNECTIONS", 0)
	length := time.Duration(number(t, "WARTA_HOSTILE_SECONDS", 1)) * time.Second
	// Each attacker has an address, which a proxy reports.
	p := start(t, "serve", "--addr", "127.0.0.1:0", "--data", t.TempDir(), "--trusted-proxies", "127.0.0.1", "--log-level", "warn")
	p.client = &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 100}, Timeout: 30 * time.Second}
	defer p.client.CloseIdleConnections()
	loadCorpus(t, p, articles)
	t.Logf("%d articles; each part lasts at least %v", articles, length)

	parts := []struct {
		name   string
		attack func(*attacker)
	}{
		{"nothing", func(a *attacker) { <-a.over }},
		{"queries", (*attacker).queries},
		{"parameters", (*attacker).parameters},
		{"bodies", (*attacker).bodies},
		{"connections", func(a *attacker) { a.connections(connections) }},
	}
	if connections == 0 { // they wait for deadlines; package server has a test with short ones
		parts = parts[:len(parts)-1]
	}
	for _, part := range parts {
		ctx, cancel := context.WithCancel(t.Context())
		n := p.neighbour(ctx)
		a := &attacker{T: t, p: p, statuses: map[int]int{}, over: after(length), least: time.Now().Add(length)}
		part.attack(a)
		cancel()
		t.Logf("%s: %s; %s", part.name, n.figures(t), a.figures())
		if limit := number(t, "WARTA_HOSTILE_P95", 1_000_000); n.share(95) > time.Duration(limit)*time.Millisecond {
			t.Errorf("beside %s a normal client waits %v at p95, want at most %d ms", part.name, n.share(95), limit)
		}
	}
	if code := p.stop(t); code != 0 || strings.Contains(p.stderr.String(), "panic") || strings.Contains(p.stderr.String(), "level=ERROR") {
		t.Errorf("exit code %d, log: %.2000s", code, p.stderr)
	}
}

func after(d time.Duration) <-chan time.Time { return time.NewTimer(d).C }

// loadCorpus takes n articles in that `warta corpus` makes up.
func loadCorpus(t *testing.T, p *process, n int) {
	t.Helper()
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	made := exec.CommandContext(t.Context(), path, "corpus", fmt.Sprint(n))
	lines, err := made.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := made.Start(); err != nil {
		t.Fatal(err)
	}
	patient := *p
	patient.client = nil // which waits as long as it takes
	got, err := patient.call(t.Context(), http.MethodPost, "/v1/articles/batch", "application/x-ndjson", lines)
	if err := errors.Join(err, made.Wait()); err != nil {
		t.Fatal(err)
	}
	if want := fmt.Sprintf(`{"summary":{"lines":%d,`, n); got.status != http.StatusOK || !bytes.Contains(got.body, []byte(want)) || !bytes.Contains(got.body, []byte(`"rejected":0`)) {
		t.Fatalf("%d, ends with %.400s", got.status, got.body[max(0, len(got.body)-400):])
	}
	waitUntilCaughtUp(t, p)
}

// A neighbour is a normal client: one reader who asks now and then.
type neighbour struct {
	done chan struct{}
	took []time.Duration
	bad  []string
}

func (p *process) neighbour(ctx context.Context) *neighbour {
	n := &neighbour{done: make(chan struct{})}
	ask := func(path string) {
		req, err := http.NewRequestWithContext(context.WithoutCancel(ctx), http.MethodGet, p.url+path, nil)
		if err != nil {
			n.bad = append(n.bad, err.Error())
			return
		}
		req.Header.Set("X-Forwarded-For", "198.51.100.7")
		began := time.Now()
		res, err := p.client.Do(req)
		if err != nil {
			n.bad = append(n.bad, err.Error())
			return
		}
		_, err = io.Copy(io.Discard, res.Body)
		n.took = append(n.took, time.Since(began))
		_ = res.Body.Close()
		if err != nil || res.StatusCode != http.StatusOK {
			n.bad = append(n.bad, fmt.Sprintf("%s: %d %v", path, res.StatusCode, err))
		}
	}
	go func() {
		defer close(n.done)
		pause := time.NewTicker(100 * time.Millisecond) // ten questions a second, or as fast as answers come
		defer pause.Stop()
		for i := 0; ; i++ {
			ask([]string{"/v1/search?q=logistik+pemilu", "/?q=data+pemilih", "/v1/quotes?q=kami", "/v1/suggest?q=sem", "/?q=rapat&satker=33"}[i%5])
			select {
			case <-ctx.Done():
				return
			case <-pause.C:
			}
		}
	}()
	return n
}

// share returns the time within which so many of a hundred answers came.
func (n *neighbour) share(percent int) time.Duration {
	<-n.done
	if len(n.took) == 0 {
		return 0
	}
	slices.Sort(n.took)
	return n.took[(len(n.took)-1)*percent/100]
}

func (n *neighbour) figures(t *testing.T) string {
	t.Helper()
	<-n.done
	if len(n.bad) > 0 || len(n.took) == 0 {
		t.Errorf("a normal client was refused %d times of %d: %.300q", len(n.bad), len(n.took), n.bad)
	}
	round := func(d time.Duration) time.Duration { return d.Round(100 * time.Microsecond) }
	return fmt.Sprintf("a normal client had %d answers, p50 %v, p95 %v, longest %v",
		len(n.took), round(n.share(50)), round(n.share(95)), round(n.share(100)))
}

// attackers is how many ask at the same time, each from an address of its own.
const attackers = 8

// An attacker sends what is meant to do harm, and counts what comes back.
type attacker struct {
	*testing.T
	p     *process
	over  <-chan time.Time
	least time.Time // end time

	mu       sync.Mutex
	statuses map[int]int
}

func (a *attacker) figures() string {
	a.mu.Lock()
	defer a.mu.Unlock()
	var parts []string
	for _, status := range slices.Sorted(maps.Keys(a.statuses)) {
		name := fmt.Sprint(status)
		if status == 0 {
			name = "cut off"
		}
		parts = append(parts, fmt.Sprintf("%s × %d", name, a.statuses[status]))
	}
	return "answers to the others: " + strings.Join(parts, ", ")
}

// note counts an answer, and judges it.
func (a *attacker) note(what string, status int, header http.Header, body []byte) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.statuses[status]++
	switch {
	case (status == http.StatusServiceUnavailable || status == http.StatusTooManyRequests) && header.Get("Retry-After") == "":
		a.Errorf("%.100s: %d without Retry-After", what, status)
	case status >= 500 && status != http.StatusServiceUnavailable:
		a.Errorf("%.100s: %d %.300s", what, status, body)
	}
}

// send sends one request from the address with that number.
func (a *attacker) send(from int, method, path, kind, encoding, body string) {
	req, err := http.NewRequestWithContext(a.Context(), method, a.p.url+path, strings.NewReader(body))
	if err != nil {
		a.Error(err)
		return
	}
	req.Header.Set("X-Forwarded-For", fmt.Sprintf("203.0.113.%d", from))
	if kind != "" {
		req.Header.Set("Content-Type", kind)
	}
	if encoding != "" {
		req.Header.Set("Content-Encoding", encoding)
	}
	if method == http.MethodPost && path == "/v1/articles" {
		req.Header.Set("Authorization", "Bearer "+a.p.key)
	}
	res, err := a.p.client.Do(req)
	if err != nil { // a body that is too large is not read to its end
		a.note(path, 0, nil, nil)
		return
	}
	got, _ := io.ReadAll(io.LimitReader(res.Body, 1<<20))
	_ = res.Body.Close()
	a.note(method+" "+path, res.StatusCode, res.Header, got)
}

// each hands the work to the attackers, over and over until the time is up, and at
// least once.
func (a *attacker) each(work []func(from int)) {
	todo := make(chan func(int))
	var all sync.WaitGroup
	for from := range attackers {
		all.Go(func() {
			for f := range todo {
				f(from)
			}
		})
	}
	for first := true; first || time.Now().Before(a.least); first = false {
		for _, f := range work {
			todo <- f
		}
	}
	close(todo)
	all.Wait()
}

func (a *attacker) queries() {
	var work []func(int)
	for _, q := range hostiletest.Queries() {
		for _, path := range hostiletest.Paths(q) {
			work = append(work, func(from int) { a.send(from, http.MethodGet, path, "", "", "") })
		}
	}
	for _, path := range hostiletest.Long() {
		work = append(work, func(from int) { a.send(from, http.MethodGet, path, "", "", "") })
	}
	a.each(work)
}

func (a *attacker) parameters() {
	var work []func(int)
	for _, name := range hostiletest.Parameters() {
		for _, v := range hostiletest.Values() {
			for _, path := range []string{"/v1/search?", "/v1/quotes?", "/kutipan?", "/v1/facets/official?"} {
				work = append(work, func(from int) { a.send(from, http.MethodGet, path+name+"="+v, "", "", "") })
			}
		}
	}
	a.each(work)
}

func (a *attacker) bodies() {
	var work []func(int)
	for _, b := range hostiletest.Bodies() {
		for _, path := range []string{"/v1/parse", "/v1/articles"} {
			work = append(work, func(from int) { a.send(from, http.MethodPost, path, b.Kind, b.Encoding, b.Text) })
		}
	}
	a.each(work)
}

// connections opens n connections that say nothing, or not all that they promise,
// and waits until the service has cut off each of them.
func (a *attacker) connections(n int) {
	var open []net.Conn
	for i := range n {
		c, err := net.DialTimeout("tcp", strings.TrimPrefix(a.p.url, "http://"), 10*time.Second)
		if err != nil {
			a.Errorf("connection %d: %v", i, err)
			break
		}
		open = append(open, c)
		_, _ = io.WriteString(c, hostiletest.Opening(i)) // it may be cut off already
	}
	<-a.over
	var cut sync.WaitGroup
	for i, c := range open {
		cut.Go(func() {
			defer func() { _ = c.Close() }()
			if err := c.SetReadDeadline(time.Now().Add(90 * time.Second)); err != nil {
				a.Error(err)
			}
			got, err := io.ReadAll(c)
			if errors.Is(err, os.ErrDeadlineExceeded) {
				a.Errorf("connection %d is still open", i)
			}
			status := 0
			_, _ = fmt.Sscanf(string(got), "HTTP/1.1 %d", &status)
			a.note("a slow connection", status, nil, got)
		})
	}
	cut.Wait()
}
