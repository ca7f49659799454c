package server_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"warta/analyzers"
	"warta/index"
	"warta/index/archive"
	"warta/index/embedded"
	"warta/internal/race"
	"warta/server"
	"warta/server/hostiletest"
	"warta/server/keys"
)

// startEngine serves an archive with the engine that the program has, filled with
// the samples.
func startEngine(t *testing.T, change ...func(*server.Options)) *site {
	t.Helper()
	s := startEmpty(t, change...)
	s.fill()
	return s
}

// startEmpty serves an archive with the engine that the program has, which holds nothing.
func startEmpty(t *testing.T, change ...func(*server.Options)) *site {
	t.Helper()
	reader, err := analyzers.New()
	if err != nil {
		t.Fatal(err)
	}
	a, err := archive.Open(t.Context(), archive.Options{
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
	return start(t, a, append([]func(*server.Options){func(o *server.Options) { o.Keys = a.Keyring() }}, change...)...)
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
	if strings.HasPrefix(a.header.Get("Content-Type"), "text/html") && strings.Contains(ownScripts.ReplaceAllString(a.body, ""), "<script") || a.header.Get("Set-Cookie") != "" {
		t.Errorf("%.80q: came back as markup or header: %.300s", what, a.body)
	}
}

// ownScripts are the beginnings of the scripts that the pages themselves have.
var ownScripts = regexp.MustCompile(`<script src="/aset/warta\.[0-9a-f]{12}\.js" defer>|<script src="/widget\.js" defer>|<script type="application/ld\+json">`)

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
	if race.Enabled {
		t.Skip("thousands of requests, one after another")
	}
	t.Parallel()
	s := startEngine(t)
	beside := s.neighbour()
	queries := hostiletest.Queries()
	if len(queries) < 200 {
		t.Errorf("only %d queries", len(queries))
	}
	var asking sync.WaitGroup
	work := make(chan string)
	for range 3 {
		asking.Go(func() {
			for q := range work {
				for _, path := range hostiletest.Paths(q) {
					a := s.get(path)
					if fair(t, path, a); strings.Contains(path, "?q=") && a.status != http.StatusOK && a.status != http.StatusServiceUnavailable && a.status != http.StatusUnprocessableEntity {
						t.Errorf("%.80s: got %d, and nothing typed is an error: %.200s", path, a.status, a.body)
					}
				}
			}
		})
	}
	for _, q := range queries {
		work <- q
	}
	close(work)
	asking.Wait()
	for what, path := range hostiletest.Long() {
		if a := s.get(path); a.status < 400 || a.status >= 500 {
			t.Errorf("%s: got %d", what, a.status)
		}
	}
	beside.wasServed(t)
}

func TestNoParameterBreaksTheService(t *testing.T) {
	if race.Enabled {
		t.Skip("thousands of requests, one after another")
	}
	t.Parallel()
	s := startEngine(t)
	for _, name := range hostiletest.Parameters() {
		for _, v := range hostiletest.Values() {
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
}

func TestNoBodyBreaksTheService(t *testing.T) {
	if race.Enabled {
		t.Skip("thousands of requests, one after another")
	}
	t.Parallel()
	s := startEngine(t)
	beside := s.neighbour()
	for _, c := range hostiletest.Bodies() {
		for _, path := range []string{"/v1/parse", "/v1/articles"} {
			headers := []string{"Content-Type", c.Kind}
			if c.Encoding != "" {
				headers = append(headers, "Content-Encoding", c.Encoding)
			}
			a := s.do(http.MethodPost, path, s.keys[keys.Ingest], strings.NewReader(c.Text), headers...)
			if fair(t, c.What, a); a.status > c.Most {
				t.Errorf("%s to %s: got %d, want at most %d", c.What, path, a.status, c.Most)
			}
		}
	}
	beside.wasServed(t)
}

func TestSlowAndManyConnectionsDelayNoOtherRequest(t *testing.T) {
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
		if _, err := io.WriteString(c, hostiletest.Opening(i)); err != nil {
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
