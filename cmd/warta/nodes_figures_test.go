package main_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"warta/index/record"
	"warta/index/record/postgres"
	"warta/index/record/postgres/pgtest"
)

// figures skips a test that measures, unless it is asked for, and returns n made-up articles,
// each as one line.
func figures(t *testing.T, n int) (lines []string) {
	t.Helper()
	if os.Getenv("WARTA_NODE_FIGURES") == "" {
		t.Skip("WARTA_NODE_FIGURES is not set: this measures, and holds nothing against a bound")
	}
	code, out := run(t, nil, "corpus", fmt.Sprint(n))
	if code != 0 {
		t.Fatalf("corpus: %d %s", code, out)
	}
	scanner := bufio.NewScanner(strings.NewReader(out))
	scanner.Buffer(nil, 1<<20)
	for scanner.Scan() {
		if strings.HasPrefix(scanner.Text(), "{") {
			lines = append(lines, scanner.Text())
		}
	}
	if len(lines) != n {
		t.Fatalf("%d articles of %d", len(lines), n)
	}
	return lines
}

// loadOf returns the load of the machine over the last minute, which stands beside each figure.
func loadOf() string {
	data, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "unknown"
	}
	load, _, _ := strings.Cut(string(data), " ")
	return load
}

// TestFiguresOfWritesFromNodes takes articles of the corpus into one record from one and from
// three nodes, 64 writers each; nothing is read or indexed.
func TestFiguresOfWritesFromNodes(t *testing.T) {
	lines := figures(t, 12_000)
	entries := make([]record.Entry, len(lines))
	for i, line := range lines {
		var a struct{ URL, Title, Body, Published string }
		if err := json.Unmarshal([]byte(line), &a); err != nil {
			t.Fatal(err)
		}
		entries[i] = record.Entry{
			Received: record.Received{URL: a.URL, Title: a.Title, Body: a.Body, Published: a.Published},
			Identity: record.Identity{URL: a.URL}, By: "k1",
		}
	}
	for _, nodes := range []int{1, 3} {
		address := pgtest.Record(t, fmt.Sprint(t.Name(), nodes))
		var stores []*postgres.Store
		for range nodes {
			s, err := postgres.Open(t.Context(), address, postgres.Options{})
			if err != nil {
				t.Fatal(err)
			}
			stores = append(stores, s)
		}
		var next atomic.Int64
		var writers errgroup.Group
		begun := time.Now()
		for w := range 64 * nodes {
			writers.Go(func() error {
				for i := int(next.Add(1)) - 1; i < len(entries); i = int(next.Add(1)) - 1 {
					if _, err := record.PutOver(t.Context(), stores[w%nodes], entries[i], nil); err != nil {
						return err
					}
				}
				return nil
			})
		}
		if err := writers.Wait(); err != nil {
			t.Fatal(err)
		}
		took := time.Since(begun)
		t.Logf("%d nodes, %d writers: %.0f articles/s (load %s)", nodes, 64*nodes, float64(len(entries))/took.Seconds(), loadOf())
		for _, s := range stores {
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		}
	}
}

// TestFiguresOfSearchesAtNodes asks one, two and three nodes, each pinned to a core of its own as
// far as there are some, for two words of a title, with all facets.
func TestFiguresOfSearchesAtNodes(t *testing.T) {
	lines := figures(t, 5_000)
	var questions []string
	for i, line := range lines {
		var a struct{ Title string }
		if err := json.Unmarshal([]byte(line), &a); err != nil {
			t.Fatal(err)
		}
		if words := strings.Fields(a.Title); len(words) > 2 {
			at := i % (len(words) - 1)
			questions = append(questions, "/v1/search?q="+url.QueryEscape(words[at]+" "+words[at+1]))
		}
	}
	address, dir := pgtest.Record(t, t.Name()), t.TempDir()
	var nodes []*process
	for i := range 3 {
		via := []string{"taskset", "--cpu-list", fmt.Sprint(i % runtime.NumCPU())}
		p := startVia(t, via, "serve", "--addr", "127.0.0.1:0", "--data", filepath.Join(dir, fmt.Sprint(i)), "--record", address,
			"--rate-per-key", "0", "--rate-per-address", "0", "--searches", "8")
		p.client = &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}}
		defer p.client.CloseIdleConnections()
		if nodes = append(nodes, p); i > 0 {
			p.key = nodes[0].key
			continue
		}
		for from := 0; from < len(lines); from += 1000 {
			if got := p.mustCall(t, http.MethodPost, "/v1/articles/batch", "application/x-ndjson", strings.Join(lines[from:min(from+1000, len(lines))], "\n")); got.status != 200 {
				t.Fatalf("batch: %d %s", got.status, got.body)
			}
		}
	}
	for _, p := range nodes {
		waitUntilCaughtUp(t, p)
	}
	for n := 1; n <= len(nodes); n++ {
		var next, refused atomic.Int64
		var clients errgroup.Group
		const asked = 3000
		begun := time.Now()
		for c := range 4 * n {
			clients.Go(func() error {
				for i := int(next.Add(1)) - 1; i < asked; i = int(next.Add(1)) - 1 {
					got, err := nodes[c%n].call(t.Context(), http.MethodGet, questions[i%len(questions)], "", nil)
					if err != nil {
						return err
					}
					if got.status != 200 {
						refused.Add(1)
					}
				}
				return nil
			})
		}
		if err := clients.Wait(); err != nil {
			t.Fatal(err)
		}
		took := time.Since(begun)
		t.Logf("%d nodes, %d clients: %.0f searches/s, %d refused (load %s, %d cores)", n, 4*n, float64(asked-refused.Load())/took.Seconds(), refused.Load(), loadOf(), runtime.NumCPU())
	}
}
