package main_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

const (
	loadWriters = 32
	loadReaders = 32
	loadFixed   = 250 // articles that nobody changes: readers must meet each of them once
)

// A load is 32 clients that write and 32 that read, at the same time.
type load struct {
	*testing.T
	p     *process
	ctx   context.Context // ends when the time is over
	fixed map[string]bool // ids of the articles that stay as they are

	mu   sync.Mutex
	live map[string]bool // ids of what was acknowledged and not removed since

	written, removed, busy, searches, pages, walks atomic.Int64
	failures                                       atomic.Int64
}

// TestThirtyTwoWriteAndThirtyTwoRead runs for some seconds; WARTA_LOAD_MINUTES says
// for how many minutes instead.
func TestThirtyTwoWriteAndThirtyTwoRead(t *testing.T) {
	t.Parallel()
	length := 4 * time.Second
	if os.Getenv("WARTA_LOAD_MINUTES") != "" {
		length = time.Duration(number(t, "WARTA_LOAD_MINUTES", 5)) * time.Minute
	}
	p := start(t, "serve", "--addr", "127.0.0.1:0", "--data", t.TempDir(), "--rate-per-key", "0", "--log-level", "warn")
	p.client = &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: loadWriters + loadReaders + 1}}
	defer p.client.CloseIdleConnections()
	l := &load{T: t, p: p, fixed: map[string]bool{}, live: map[string]bool{}}
	l.putFixed()

	ctx, cancel := context.WithTimeout(t.Context(), length)
	defer cancel()
	l.ctx = ctx
	var clients sync.WaitGroup
	for n := range loadWriters {
		clients.Go(func() { l.write(n) })
	}
	for n := range loadReaders {
		clients.Go(func() { l.read(n) })
	}
	var memory memoryUse
	clients.Go(func() { memory.watch(ctx, p.cmd.Process.Pid) })
	clients.Wait()

	waitUntilCaughtUp(t, p)
	var status struct{ Articles, Removed int }
	p.mustCall(t, http.MethodGet, "/v1/admin/status", "", "").decode(t, &status)
	want := maps.Clone(l.live)
	maps.Copy(want, l.fixed)
	if status.Articles != len(want) || status.Removed != int(l.removed.Load()) {
		t.Errorf("the record has %d articles and %d removed, want %d and %d", status.Articles, status.Removed, len(want), l.removed.Load())
	}
	found := idsOf(t, p.mustCall(t, http.MethodGet, "/v1/export?collapse=false", "", "").body)
	if len(found) != len(want) {
		t.Errorf("a search finds %d articles, want the %d that were acknowledged", len(found), len(want))
	}
	for id := range want {
		if found[id] != 1 {
			t.Errorf("%s was acknowledged and is found %d times", id, found[id])
		}
	}
	if l.written.Load() == 0 || l.searches.Load() == 0 || l.walks.Load() == 0 {
		t.Error("nothing was done: the test shows nothing")
	}
	t.Logf("%v: %d writes acknowledged, %d removals, %d told to come back; %d searches, %d pages by cursor in %d walks to the end; %d failures; memory at most %s",
		length, l.written.Load(), l.removed.Load(), l.busy.Load(), l.searches.Load(), l.pages.Load(), l.walks.Load(), l.failures.Load(), memory.String())
	if most := memory.anonymous; most > 3<<20 {
		t.Errorf("the process held %d kB", most)
	}
	if code := p.stop(t); code != 0 {
		t.Errorf("got exit code %d after SIGTERM: %s", code, p.stderr)
	}
	if strings.Contains(p.stderr.String(), "panic") {
		t.Errorf("the log tells of a panic: %.2000s", p.stderr)
	}
}

// article is one of writer w: the word in it is in no other.
func loadArticle(w, n, version int) string {
	line, err := json.Marshal(map[string]string{
		"external_id": fmt.Sprintf("beban-%d-%d", w, n),
		"url":         fmt.Sprintf("https://kota-semarang.kpu.go.id/blog/read/%d_%d", w, n),
		"title":       fmt.Sprintf("KPU Kota Semarang Uji Beban %d %d", w, n),
		"body": fmt.Sprintf("Semarang - KPU Kota Semarang menguji beban%dx%d, Selasa (4/11/2025).\n\n"+
			"\"Kami siap mencatat versi %d untuk diuji,\" ujar Ketua KPU Kota Semarang, Budi Santoso.", w, n, version),
		"published": time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, (w*31+n)%300).Format(time.DateOnly),
	})
	if err != nil {
		panic(err) // strings
	}
	return string(line)
}

// putFixed fills the archive with articles of which all hold one word.
func (l *load) putFixed() {
	var lines strings.Builder
	for n := range loadFixed {
		line, err := json.Marshal(map[string]string{
			"external_id": fmt.Sprintf("tetap-%d", n), "title": fmt.Sprintf("KPU Kabupaten Demak Tata Arsip %d", n),
			"body":      fmt.Sprintf("Demak - KPU Kabupaten Demak menata arsip %s nomor %d.", strings.Repeat("teguh ", 1+n%7), n),
			"published": time.Date(2024, 7, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, n*2).Format(time.DateOnly),
		})
		if err != nil {
			l.Fatal(err)
		}
		lines.Write(append(line, '\n'))
	}
	got := l.p.mustCall(l.T, http.MethodPost, "/v1/articles/batch?wait=searchable", "application/x-ndjson", lines.String())
	for line := range bytes.Lines(got.body) {
		var r struct{ ID, Result string }
		if err := json.Unmarshal(line, &r); err != nil {
			l.Fatal(err)
		}
		if r.Result == "created" {
			l.fixed[r.ID] = true
		}
	}
	if len(l.fixed) != loadFixed {
		l.Fatalf("%d of %d articles are in: %.500s", len(l.fixed), loadFixed, got.body)
	}
}

// fail tells of the first failures, and counts all of them.
func (l *load) fail(format string, args ...any) {
	if l.failures.Add(1) <= 20 {
		l.Errorf(format, args...)
	}
}

// ask sends a request until it is neither refused for being too much nor over
// the time. It returns false where there is no answer to look at.
func (l *load) ask(method, path, kind, body string) (answer, bool) {
	for {
		got, err := l.p.call(context.WithoutCancel(l.ctx), method, path, kind, strings.NewReader(body))
		switch {
		case err != nil:
			l.fail("%s %s: %v", method, path, err)
			return got, false
		case got.status == http.StatusServiceUnavailable:
			wait, err := strconv.Atoi(got.header.Get("Retry-After"))
			if err != nil || wait < 1 {
				l.fail("%s %s: 503 with Retry-After %q", method, path, got.header.Get("Retry-After"))
			}
			l.busy.Add(1)
			select {
			case <-l.ctx.Done():
				return got, false
			case <-time.After(time.Duration(wait) * time.Second): // as told
			}
		default:
			return got, true
		}
	}
}

// write creates, changes, repeats and removes the articles of one client.
func (l *load) write(w int) {
	random := rand.New(rand.NewPCG(uint64(w), 32))
	ids := map[int]string{} // of the articles that are there, by number
	next := 0
	note := func(n int, id, result string) {
		switch result {
		case "created":
			ids[n] = id
			l.mu.Lock()
			l.live[id] = true
			l.mu.Unlock()
		case "updated", "unchanged":
			if ids[n] != id {
				l.fail("article %d of writer %d was %s and is %s", n, w, ids[n], id)
			}
		default:
			l.fail("article %d of writer %d: %q", n, w, result)
		}
		l.written.Add(1)
	}
	for round := 0; l.ctx.Err() == nil; round++ {
		anyOne := func() (n int, ok bool) {
			for n = range ids {
				return n, true
			}
			return 0, false
		}
		switch dice := random.IntN(20); {
		case dice == 0: // a batch
			var lines strings.Builder
			first := next
			for range 10 {
				lines.WriteString(loadArticle(w, next, 0) + "\n")
				next++
			}
			got, ok := l.ask(http.MethodPost, "/v1/articles/batch", "application/x-ndjson", lines.String())
			if !ok {
				return
			}
			n := first
			for line := range bytes.Lines(got.body) {
				var r struct {
					ID, Result string
					Summary    *struct{ Lines, Created int }
				}
				if err := json.Unmarshal(line, &r); err != nil {
					l.fail("%v in %.200s", err, line)
				} else if r.Summary != nil {
					if r.Summary.Lines != 10 || r.Summary.Created != 10 {
						l.fail("summary %s", line)
					}
				} else {
					note(n, r.ID, r.Result)
					n++
				}
			}
			if n != next {
				l.fail("%d results for 10 lines: %.300s", n-first, got.body)
			}
		case dice < 5: // one that is there, in another version or the same once more
			n, ok := anyOne()
			if !ok {
				continue
			}
			l.putOne(w, n, random.IntN(2)*round, note)
		case dice < 7:
			n, ok := anyOne()
			if !ok {
				continue
			}
			got, ok := l.ask(http.MethodDelete, "/v1/articles/"+ids[n], "", "")
			if !ok {
				return
			}
			if got.status != http.StatusNoContent {
				l.fail("remove %s: %d %.300s", ids[n], got.status, got.body)
				continue
			}
			if got, ok := l.ask(http.MethodGet, "/v1/articles/"+ids[n], "", ""); ok && got.status != http.StatusGone {
				l.fail("%s was removed and answers %d", ids[n], got.status)
			}
			l.mu.Lock()
			delete(l.live, ids[n])
			l.mu.Unlock()
			delete(ids, n)
			l.removed.Add(1)
		default:
			l.putOne(w, next, 0, note)
			next++
		}
	}
}

func (l *load) putOne(w, n, version int, note func(n int, id, result string)) {
	got, ok := l.ask(http.MethodPost, "/v1/articles", "application/json", loadArticle(w, n, version))
	if !ok {
		return
	}
	var r struct{ ID, Result string }
	if err := json.Unmarshal(got.body, &r); err != nil || got.status != http.StatusOK && got.status != http.StatusCreated {
		l.fail("put: %d %.300s", got.status, got.body)
		return
	}
	note(n, r.ID, r.Result)
}

// read walks through all there is by cursors, and asks this and that.
func (l *load) read(n int) {
	for round := n; l.ctx.Err() == nil; round++ {
		switch round % 5 {
		case 0:
			l.walk("/v1/search?facets=none&collapse=false&sort=newest&size=100", true)
		case 1:
			l.walk("/v1/search?facets=none&collapse=false&sort=oldest&size=41&to=2025-12-31", true)
		case 2:
			l.walk("/v1/search?facets=none&collapse=false&q=teguh&size=17", true) // by relevance
		case 3:
			l.walk("/v1/quotes?facets=none&sort=newest&size=100&date=2025-03", false)
		case 4:
			for _, path := range []string{
				"/v1/search?q=uji+beban", "/?q=arsip", "/v1/facets/satker?q=uji", "/v1/suggest?q=sem", "/kutipan?q=siap",
				"/v1/officials?size=10", "/feed.atom?satker=33", "/healthz",
			} {
				if got, ok := l.ask(http.MethodGet, path, "", ""); ok && got.status != http.StatusOK {
					l.fail("%s: %d %.300s", path, got.status, got.body)
				}
				l.searches.Add(1)
			}
		}
	}
}

// walk pages through a result to its end: nothing comes twice, and whatever did
// not change meanwhile comes.
func (l *load) walk(path string, wholes bool) {
	seen := map[string]bool{}
	for cursor := ""; ; {
		if l.ctx.Err() != nil {
			return
		}
		got, ok := l.ask(http.MethodGet, path+"&cursor="+url.QueryEscape(cursor), "", "")
		if !ok {
			return
		}
		var page struct {
			Hits []struct {
				ID    string
				Quote *struct{ ID string }
			}
			Next *string
		}
		if err := json.Unmarshal(got.body, &page); err != nil || got.status != http.StatusOK {
			l.fail("%s: %d %.300s", path, got.status, got.body)
			return
		}
		l.searches.Add(1)
		l.pages.Add(1)
		for _, h := range page.Hits {
			id := h.ID
			if h.Quote != nil {
				id = h.Quote.ID
			}
			if seen[id] {
				l.fail("%s: %s comes twice", path, id)
			}
			seen[id] = true
		}
		if page.Next == nil {
			break
		}
		cursor = *page.Next
	}
	l.walks.Add(1)
	for id := range l.fixed {
		if wholes && !seen[id] {
			l.fail("%s: %s did not change and does not come", path, id)
		}
	}
}

// idsOf counts the ids of an export.
func idsOf(t *testing.T, body []byte) map[string]int {
	t.Helper()
	found := map[string]int{}
	lines := bufio.NewScanner(bytes.NewReader(body))
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var hit struct{ ID string }
		if err := json.Unmarshal(lines.Bytes(), &hit); err != nil {
			t.Fatal(err)
		}
		found[hit.ID]++
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return found
}

// A memoryUse is the most memory that a process was seen with, in kB.
type memoryUse struct {
	resident, anonymous int64 // with and without the pages of files that are mapped
}

func (m *memoryUse) String() string {
	if m.resident == 0 {
		return "unknown: this system has no /proc"
	}
	return fmt.Sprintf("%d MB, %d MB of it not of files", m.resident>>10, m.anonymous>>10)
}

// watch looks now and then until ctx ends.
func (m *memoryUse) watch(ctx context.Context, pid int) {
	tick := time.NewTicker(250 * time.Millisecond)
	defer tick.Stop()
	for {
		m.look(pid)
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

func (m *memoryUse) look(pid int) {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if errors.Is(err, os.ErrNotExist) {
		return
	}
	for line := range strings.Lines(string(raw)) {
		name, rest, _ := strings.Cut(line, ":")
		n, _ := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(rest), " kB"), 10, 64)
		switch name {
		case "VmRSS":
			m.resident = max(m.resident, n)
		case "RssAnon":
			m.anonymous = max(m.anonymous, n)
		}
	}
}
