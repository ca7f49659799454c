package main_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
)

// backupQueries are asked of the service and of what was restored. None of them
// finds what is written meanwhile, all of which is of November 2025.
func backupQueries() (paths []string) {
	const before = "&to=2025-10-31&size=20"
	for _, text := range []string{
		"", "rekapitulasi suara", "logistik", `"komisi pemilihan umum"`, "sosialisasi*", "data pemilih", "pemutakhiran OR anggaran",
		"rapat -logistik", "judul:rapat", "kutipan:pemilih", "kpu jateng", "ketua kpu", "sdm", "paw", "pelantikan badan adhoc",
		"xyzzyqwx", "pemilu 2024", "topik:logistik",
	} {
		for _, sort := range []string{"relevance", "newest"} {
			paths = append(paths, "/v1/search?q="+url.QueryEscape(text)+"&sort="+sort+before)
		}
	}
	for _, text := range []string{"", "kami", "pemilih", "suara sah"} {
		paths = append(paths, "/v1/quotes?q="+url.QueryEscape(text)+before, "/v1/quotes?sort=oldest&q="+url.QueryEscape(text)+before)
	}
	for _, filter := range []string{"satker=33", "satker=33.self", "topic=logistik", "date=2024", "date=none", "publisher=32.73"} {
		paths = append(paths, "/v1/search?"+filter+before)
	}
	return paths
}

// TestWhatIsRestoredGivesTheSameAnswers makes a backup while articles arrive and searches
// run, restores it, and sends the later articles again, as their senders would.
func TestWhatIsRestoredGivesTheSameAnswers(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	p := start(t, "serve", "--addr", "127.0.0.1:0", "--data", filepath.Join(dir, "data"), "--rate-per-key", "0", "--rate-per-address", "0")
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	articles, err := exec.CommandContext(t.Context(), path, "corpus", "600", "--seed", "5").Output()
	if err != nil {
		t.Fatal(err)
	}
	if got := p.mustCall(t, http.MethodPost, "/v1/articles/batch", "application/x-ndjson", string(articles)); got.status != http.StatusOK {
		t.Fatalf("batch: %d %s", got.status, got.body)
	}
	paths := backupQueries()
	if len(paths) != 50 {
		t.Fatalf("%d queries, want 50", len(paths))
	}

	// Before, while and after the copy is made articles arrive and queries are asked.
	s := &stream{acknowledged: map[int]string{}}
	var clients sync.WaitGroup
	stop := make(chan struct{})
	for n := range killClients {
		clients.Go(func() {
			for m := n; ; m++ {
				select {
				case <-stop:
					return
				default:
					s.put(t, p)
					p.mustCall(t, http.MethodGet, paths[m%len(paths)], "", "")
				}
			}
		})
	}
	reached := func(n int) func() bool {
		return func() bool { s.mu.Lock(); defer s.mu.Unlock(); return len(s.acknowledged) >= n }
	}
	waitFor(t, p, "some were acknowledged", reached(40))
	s.mu.Lock()
	before := maps.Clone(s.acknowledged)
	s.mu.Unlock()
	backup := filepath.Join(dir, "copy.db")
	if code, out := run(t, nil, "backup", "--server", p.url, "--key", p.key, backup); code != 0 {
		t.Fatalf("backup: code %d: %s", code, out)
	}
	waitFor(t, p, "more were acknowledged", reached(len(before)+100))
	close(stop)
	clients.Wait()

	// An empty machine.
	data := filepath.Join(dir, "new")
	for _, args := range [][]string{{"restore", "--verify", backup}, {"restore", backup, "--data", data}, {"check", "--data", data}} {
		if code, out := run(t, nil, args...); code != 0 {
			t.Fatalf("warta %v: code %d: %s", args, code, out)
		}
	}
	restored := start(t, "serve", "--addr", "127.0.0.1:0", "--data", data, "--rate-per-key", "0", "--rate-per-address", "0")
	restored.key = p.key // keys are in it
	for n, id := range before {
		if got := restored.mustCall(t, http.MethodGet, "/v1/articles/"+id, "", ""); got.status != http.StatusOK {
			t.Errorf("article %d was acknowledged before the backup: %d %s", n, got.status, got.body)
		}
	}
	for n := range s.next {
		if got := restored.mustCall(t, http.MethodPost, "/v1/articles", "application/json", trialArticle(n+1)); got.status > 299 {
			t.Fatalf("sent again: %d %s", got.status, got.body)
		}
	}
	waitUntilCaughtUp(t, p)
	waitUntilCaughtUp(t, restored)
	found := 0
	for _, path := range paths {
		want, got := answerOf(t, p, path), answerOf(t, restored, path)
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s:\n%v\nwant\n%v", path, got, want)
		}
		if total, _ := want["total"].(float64); total > 0 {
			found++
		}
	}
	if found < 30 {
		t.Errorf("only %d of the queries find anything: the test shows little", found)
	}
}

// answerOf returns an answer without what is of one moment.
func answerOf(t *testing.T, p *process, path string) map[string]any {
	t.Helper()
	got := p.mustCall(t, http.MethodGet, path, "", "")
	if got.status != http.StatusOK {
		t.Fatalf("%s: %d %s", path, got.status, got.body)
	}
	var answer map[string]any
	got.decode(t, &answer)
	delete(answer, "took_ms")
	delete(answer, "next")
	return answer
}

// TestACopiedFolderIsNoBackup copies the folder of a running service, which is not a valid
// backup.
func TestACopiedFolderIsNoBackup(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	data := filepath.Join(dir, "data")
	p := start(t, "serve", "--addr", "127.0.0.1:0", "--data", data)
	s := &stream{acknowledged: map[int]string{}}
	for range 20 {
		s.put(t, p)
	}
	record, err := os.ReadFile(filepath.Join(data, "record.db"))
	if err != nil {
		t.Fatal(err)
	}
	for range 20 {
		s.put(t, p)
	}
	log, err := os.ReadFile(filepath.Join(data, "record.db-wal"))
	if err != nil {
		t.Fatal(err)
	}
	torn := filepath.Join(dir, "torn")
	if err := os.MkdirAll(torn, 0o750); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(torn, "record.db"), string(record))
	write(t, filepath.Join(torn, "record.db-wal"), string(log))
	for _, file := range []string{torn, filepath.Join(torn, "record.db")} {
		for _, args := range [][]string{{"restore", file, "--data", filepath.Join(dir, "new")}, {"restore", "--verify", file}} {
			code, out := run(t, nil, args...)
			if code != 1 || strings.Count(strings.TrimSpace(out), "\n") > 0 || !strings.Contains(out, "warta backup") || !strings.Contains(out, "torn") {
				t.Errorf("warta %v: code %d, %q; want one sentence that says what a backup is", args, code, out)
			}
		}
	}
	// Not with the manifest of another one either.
	manifest, err := json.Marshal(map[string]any{"bytes": len(record), "sha256": strings.Repeat("0", 64)})
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(torn, "record.db.json"), string(bytes.TrimSpace(manifest)))
	if code, out := run(t, nil, "restore", "--verify", filepath.Join(torn, "record.db")); code != 1 || !strings.Contains(out, "is not the file that was written") {
		t.Errorf("with a manifest that is not its own: code %d, %q", code, out)
	}
}
