package store_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"
	_ "modernc.org/sqlite" // to look into the file

	"warta/index/store"
)

// open opens a record that is closed with the test.
func open(t testing.TB, path string, opts store.Options) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), path, opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// entry is an article known by its URL.
func entry(url, body string) store.Entry {
	return store.Entry{
		Received: store.Received{URL: url, Title: "KPU " + url, Body: body},
		Identity: store.Identity{URL: url},
		By:       "k1",
	}
}

func put(t testing.TB, s *store.Store, e store.Entry) store.Result {
	t.Helper()
	res, err := s.Put(t.Context(), e)
	if err != nil {
		t.Fatalf("put %+v: %v", e.Received, err)
	}
	return res
}

func TestPutSaysWhatBecameOfAnArticle(t *testing.T) {
	t.Parallel()
	day := func(n int) time.Time { return time.Date(2025, 11, n, 8, 0, 0, 0, time.UTC) }
	same := func(store.Received, string) bool { return true }
	steps := []struct {
		name string
		e    store.Entry
		want store.Outcome
	}{
		{"a new article is created", entry("a", "satu"), store.Created},
		{"the same bytes change nothing", entry("a", "satu"), store.Unchanged},
		{"what reads the same changes nothing", func() store.Entry { e := entry("a", "satu, dilihat 7 kali"); e.Same = same; return e }(), store.Unchanged},
		{"another text updates it", entry("a", "dua"), store.Updated},
		{"a dated message updates it", func() store.Entry { e := entry("a", "tiga"); e.SourceUpdatedAt = day(3); return e }(), store.Updated},
		{"an older one is stale", func() store.Entry { e := entry("a", "dua"); e.SourceUpdatedAt = day(2); return e }(), store.Stale},
		{"one of the same time is not", func() store.Entry { e := entry("a", "tiga"); e.SourceUpdatedAt = day(3); return e }(), store.Unchanged},
		{"a newer one that says the same changes nothing", func() store.Entry { e := entry("a", "tiga"); e.SourceUpdatedAt = day(9); return e }(), store.Unchanged},
		{"but makes what lies between stale", func() store.Entry { e := entry("a", "empat"); e.SourceUpdatedAt = day(5); return e }(), store.Stale},
		{"a message without a time is taken as new", entry("a", "lima"), store.Updated},
		{"another URL is another article", entry("b", "lima"), store.Created},
	}
	s := open(t, filepath.Join(t.TempDir(), "record.db"), store.Options{})
	for _, step := range steps {
		got := put(t, s, step.e)
		if got.Outcome != step.want {
			t.Errorf("%s: got %s, want %s", step.name, got.Outcome, step.want)
		}
		again := put(t, s, step.e)
		if want := step.want; want != store.Stale && again.Outcome != store.Unchanged {
			t.Errorf("%s, sent twice: got %s, want unchanged", step.name, again.Outcome)
		}
	}
	if got, want := s.Head(), uint64(5); got != want {
		t.Errorf("head is %d, want %d: only what changes something is a change", got, want)
	}
}

func TestIdentities(t *testing.T) {
	t.Parallel()
	s := open(t, filepath.Join(t.TempDir(), "record.db"), store.Options{})
	send := func(key, external, url, words, body string) (store.Result, error) {
		return s.Put(t.Context(), store.Entry{
			Received: store.Received{URL: url, ExternalID: external, Body: body}, By: key,
			Identity: store.Identity{ExternalID: external, URL: url, Words: words},
		})
	}
	must := func(key, external, url, words, body string, want store.Outcome) string {
		t.Helper()
		res, err := send(key, external, url, words, body)
		if err != nil || res.Outcome != want {
			t.Fatalf("%s/%s %s %q: got %+v, %v, want %s", key, external, url, words, res, err, want)
		}
		return res.ID
	}
	first := must("k1", "1", "u1", "w", "a", store.Created)
	if got := must("k1", "1", "u2", "w", "b", store.Updated); got != first {
		t.Error("an article that moves to another URL keeps its id")
	}
	moved := must("k1", "", "u1", "", "c", store.Created)
	if moved == first {
		t.Error("the URL that it left is free for another article")
	}
	if got := must("k2", "7", "u2", "", "b", store.Updated); got != first {
		t.Error("a second key may name the article of a URL by an id of its own")
	}
	if got := must("k2", "7", "", "", "d", store.Updated); got != first {
		t.Error("and then finds it by that id alone")
	}
	if got := must("k2", "1", "", "", "e", store.Created); got == first {
		t.Error("ids of different keys are different ids")
	}
	words := must("k1", "", "", "w", "f", store.Created)
	if got := must("k2", "", "", "w", "f", store.Unchanged); got != words {
		t.Error("without id and URL the words decide, whoever sends them")
	}
	for _, tc := range []struct{ name, key, external, url string }{
		{"id and URL name two articles", "k1", "1", "u1"},
		{"the article of the URL has another id of this key", "k1", "2", "u2"},
	} {
		_, err := send(tc.key, tc.external, tc.url, "", "x")
		if _, ok := errors.AsType[*store.ConflictError](err); !ok {
			t.Errorf("%s: got %v, want a conflict", tc.name, err)
		}
	}
}

func TestIDsAreTheSameInAnotherArchive(t *testing.T) {
	t.Parallel()
	a := open(t, filepath.Join(t.TempDir(), "record.db"), store.Options{})
	b := open(t, filepath.Join(t.TempDir(), "record.db"), store.Options{})
	put(t, b, entry("other", "x"))
	x, y := put(t, a, entry("u", "x")), put(t, b, entry("u", "y"))
	if x.ID != y.ID || len(x.ID) != 12 || strings.Trim(x.ID, "abcdefghijklmnopqrstuvwxyz234567") != "" {
		t.Errorf("got %q and %q, want one id of 12 letters and digits", x.ID, y.ID)
	}
}

func TestRemovalLeavesATombstone(t *testing.T) {
	t.Parallel()
	s := open(t, filepath.Join(t.TempDir(), "record.db"), store.Options{})
	res := put(t, s, entry("a", "satu"))
	put(t, s, entry("a", "dua"))
	gone, err := s.Remove(t.Context(), res.ID, "admin")
	if err != nil || gone.Outcome != store.Removed || gone.Seq != 3 {
		t.Fatalf("got %+v, %v", gone, err)
	}
	if again, err := s.Remove(t.Context(), res.ID, "admin"); err != nil || again.Seq != 3 {
		t.Errorf("removing again: got %+v, %v, want no further change", again, err)
	}
	if _, err := s.Remove(t.Context(), "nosuch", ""); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("removing what never was: %v", err)
	}
	for c, err := range s.After(t.Context(), 0) {
		if err != nil || !c.Removed || c.Received != (store.Received{}) {
			t.Errorf("after the removal the log still has %+v, %v", c, err)
		}
	}
	if _, err := s.Put(t.Context(), entry("a", "tiga")); !isRemoved(err, res.ID) {
		t.Errorf("sent after removal: %v", err)
	}
	e := entry("a", "tiga")
	e.Restore = true
	back := put(t, s, e)
	if back.ID != res.ID || back.Outcome != store.Created || back.Version != 3 {
		t.Errorf("restored: got %+v", back)
	}
	as, err := s.Audits(t.Context(), 0, 10)
	if err != nil || len(as) != 1 || as[0].By != "admin" || as[0].Target != res.ID {
		t.Errorf("audit log: %+v, %v", as, err)
	}
}

func isRemoved(err error, id string) bool {
	e, ok := errors.AsType[*store.RemovedError](err)
	return ok && e.ID == id
}

// TestRemovedTextIsInNoFile looks for what was stored in the bytes of the files.
func TestRemovedTextIsInNoFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "record.db")
	s := open(t, path, store.Options{ScrubAfter: time.Minute})
	rng := rand.New(rand.NewPCG(1, 2))
	type stored struct {
		id     string
		bodies [][]byte
	}
	var all []stored
	raw, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	for n := range 120 {
		st := stored{}
		for range 1 + n%3 { // versions
			size := []int{40, 700, 3_000, 9_000, 60_000}[rng.IntN(5)]
			st.id = put(t, s, entry(fmt.Sprint("u", n), noise(rng, size))).ID
		}
		all = append(all, st)
	}
	for i := range all {
		rows, err := raw.Query("SELECT body FROM change c JOIN article a ON a.n = c.article WHERE a.id = ?", all[i].id)
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			var b []byte
			if err := rows.Scan(&b); err != nil {
				t.Fatal(err)
			}
			all[i].bodies = append(all[i].bodies, b)
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			t.Fatal(err)
		}
	}
	if err := raw.Close(); err != nil {
		t.Fatal(err)
	}
	if got := traces(t, dir, all[0].bodies[0]); got == 0 {
		t.Fatal("the search finds nothing even before the removal")
	}
	removed := map[string]bool{}
	for i, st := range all {
		if i%2 == 0 {
			removed[st.id] = true
			if _, err := s.Remove(t.Context(), st.id, ""); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := s.Scrub(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, st := range all {
		for v, b := range st.bodies {
			if got := traces(t, dir, b); removed[st.id] && got > 0 {
				t.Errorf("article %s version %d, %d bytes: %d pieces are still in the files", st.id, v+1, len(b), got)
			}
		}
	}
}

// noise is text that cannot be compressed away.
func noise(rng *rand.Rand, n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(' ' + rng.IntN(90))
	}
	return string(b)
}

// traces counts the pieces of body that stand in a file of dir.
func traces(t *testing.T, dir string, body []byte) (n int) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		const piece = 16
		for at := 16; at+piece <= len(body); at += max(piece, len(body)/40) {
			if bytes.Contains(data, body[at:at+piece]) {
				n++
			}
		}
	}
	return n
}

func TestAfterReadsOnFromAMark(t *testing.T) {
	t.Parallel()
	s := open(t, filepath.Join(t.TempDir(), "record.db"), store.Options{})
	const n = 600 // more than two pages
	for i := range n {
		put(t, s, entry(fmt.Sprint("u", i%50), fmt.Sprint("text ", i)))
	}
	for _, mark := range []uint64{0, 1, 299, n - 1, n, n + 7} {
		want := mark
		for c, err := range s.After(t.Context(), mark) {
			if err != nil {
				t.Fatal(err)
			}
			if want++; c.Seq != want || c.Received.Body != fmt.Sprint("text ", want-1) || c.Latest != (want > n-50) {
				t.Fatalf("after %d: got %+v, want change %d", mark, c, want)
			}
		}
		if mark <= n && want != n {
			t.Errorf("after %d: ended at %d, want %d", mark, want, n)
		}
	}
}

func TestVersions(t *testing.T) {
	t.Parallel()
	now := time.Date(2025, 12, 31, 16, 30, 0, 0, time.UTC) // 23:30 WIB
	s := open(t, filepath.Join(t.TempDir(), "record.db"), store.Options{Now: func() time.Time { return now }})
	id := put(t, s, entry("a", "satu")).ID
	now = now.Add(time.Hour) // 00:30 WIB of the new year
	if res := put(t, s, entry("a", "dua")); res.AsOf != "2025-12-31" {
		t.Errorf("as of %s: want the day of the first receipt", res.AsOf)
	}
	if res := put(t, s, entry("b", "dua")); res.AsOf != "2026-01-01" {
		t.Errorf("as of %s: want the day in WIB", res.AsOf)
	}
	vs, err := s.Versions(t.Context(), id)
	if err != nil || len(vs) != 2 || vs[0].Received.Body != "satu" || vs[1].Received.Body != "dua" || vs[1].Version != 2 || !vs[1].At.Equal(now) {
		t.Errorf("got %+v, %v", vs, err)
	}
	c, err := s.Get(t.Context(), id)
	if err != nil || c.Version != 2 || !c.Latest || c.By != "k1" {
		t.Errorf("got %+v, %v", c, err)
	}
	for _, err := range []error{second(s.Get(t.Context(), "x")), second(s.Versions(t.Context(), "x")), second(s.State(t.Context(), "x"))} {
		if !errors.Is(err, store.ErrNotFound) {
			t.Errorf("an id never given out: %v", err)
		}
	}
}

func second[T any](_ T, err error) error { return err }

func TestEverythingIsThereAfterReopening(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "a folder? with #odd %20 name", "record.db")
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(t.Context(), path, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	res := put(t, s, entry("a", "satu"))
	lineage := s.Lineage()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Put(t.Context(), entry("b", "dua")); err == nil {
		t.Error("a closed record took something in")
	}
	s = open(t, path, store.Options{})
	if s.Head() != 1 || s.Lineage() != lineage || lineage == "" {
		t.Errorf("head %d lineage %q, want 1 and %q", s.Head(), s.Lineage(), lineage)
	}
	if c, err := s.Get(t.Context(), res.ID); err != nil || c.Received.Body != "satu" {
		t.Errorf("got %+v, %v", c, err)
	}
	if _, err := os.Stat(path); err != nil {
		t.Error(err)
	}
}

func TestConcurrentWritersOfOneArticleMakeOneArticle(t *testing.T) {
	t.Parallel()
	s := open(t, filepath.Join(t.TempDir(), "record.db"), store.Options{})
	var mu sync.Mutex
	outcomes, seqs := map[store.Outcome]int{}, map[uint64]int{}
	var g errgroup.Group
	const writers, articles = 16, 20
	for w := range writers {
		g.Go(func() error {
			for n := range articles {
				e := entry(fmt.Sprint("u", n), "sama")
				e.Committed = func(r store.Result) {
					mu.Lock()
					defer mu.Unlock()
					seqs[r.Seq]++
				}
				res, err := s.Put(t.Context(), e)
				if err != nil {
					return fmt.Errorf("writer %d: %w", w, err)
				}
				mu.Lock()
				outcomes[res.Outcome]++
				mu.Unlock()
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		t.Fatal(err)
	}
	want := map[store.Outcome]int{store.Created: articles, store.Unchanged: articles * (writers - 1)}
	if !reflect.DeepEqual(outcomes, want) || len(seqs) != articles {
		t.Errorf("got %v and %d commits told, want %v and %d", outcomes, len(seqs), want, articles)
	}
}

func TestAFullQueueIsSaidAtOnce(t *testing.T) {
	t.Parallel()
	s := open(t, filepath.Join(t.TempDir(), "record.db"), store.Options{QueueLen: 2})
	release := s.Hold()
	var g errgroup.Group
	results := make(chan error, 8)
	for n := range 8 {
		g.Go(func() error {
			_, err := s.Put(t.Context(), entry(fmt.Sprint("u", n), "x"))
			results <- err
			return nil
		})
	}
	busy := 0
	for range 6 { // two wait in the queue
		if err := <-results; errors.Is(err, store.ErrBusy) {
			busy++
		} else {
			t.Errorf("got %v, want busy", err)
		}
	}
	release()
	if err := g.Wait(); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := <-results; err != nil {
			t.Error(err)
		}
	}
	if s.Head() != 2 || busy != 6 {
		t.Errorf("%d were written and %d refused, want 2 and 6", s.Head(), busy)
	}
}

func TestWhoGivesUpWaitingIsLetGo(t *testing.T) {
	t.Parallel()
	s := open(t, filepath.Join(t.TempDir(), "record.db"), store.Options{})
	release := s.Hold()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() {
		_, err := s.Put(ctx, entry("u", "x"))
		done <- err
	}()
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	release()
	put(t, s, entry("v", "x"))
}

func TestAFullDiskLosesNothingAndPasses(t *testing.T) {
	t.Parallel()
	s := open(t, filepath.Join(t.TempDir(), "record.db"), store.Options{})
	rng := rand.New(rand.NewPCG(3, 4))
	id := put(t, s, entry("a", "satu")).ID
	if err := s.LimitPages(t.Context(), 40); err != nil {
		t.Fatal(err)
	}
	big := entry("b", noise(rng, 400_000))
	if _, err := s.Put(t.Context(), big); !errors.Is(err, store.ErrFull) {
		t.Fatalf("got %v, want full", err)
	}
	if c, err := s.Get(t.Context(), id); err != nil || c.Received.Body != "satu" || s.Head() != 1 {
		t.Errorf("what was there: %+v, %v, head %d", c, err, s.Head())
	}
	if err := s.LimitPages(t.Context(), 0); err != nil {
		t.Fatal(err)
	}
	if res := put(t, s, big); res.Seq != 2 || res.Outcome != store.Created {
		t.Errorf("with space again: %+v", res)
	}
}

func TestANewerFormatIsRefusedInOneLine(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "record.db")
	s, err := store.Open(t.Context(), path, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	edit(t, path, "PRAGMA user_version = 99")
	_, err = store.Open(t.Context(), path, store.Options{})
	if e, ok := errors.AsType[*store.FormatError](err); !ok || e.Found != 99 || strings.Contains(err.Error(), "\n") {
		t.Errorf("got %v", err)
	}
}

func TestAnotherProgramsFileIsLeftAlone(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "record.db")
	edit(t, path, "CREATE TABLE mine (x); PRAGMA user_version = 1")
	if _, err := store.Open(t.Context(), path, store.Options{}); err == nil {
		t.Error("opened what is not a record")
	}
}

func TestAnOlderFormatIsMigratedAfterACopy(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "record.db")
	script, err := os.ReadFile("testdata/format-1.sql")
	if err != nil {
		t.Fatal(err)
	}
	edit(t, path, string(script))
	s := open(t, path, store.Options{})
	c, err := s.Get(t.Context(), "hpbzbcyjc6rc")
	if err != nil || c.Received.Body != "satu" || c.Received.URL != "a" || s.Head() != 1 {
		t.Errorf("got %+v, %v, head %d", c, err, s.Head())
	}
	if res := put(t, s, entry("a", "satu")); res.Outcome != store.Unchanged {
		t.Errorf("sent again: %+v", res)
	}
	if _, err := s.Remove(t.Context(), c.ID, "admin"); err != nil { // writes what format 1 has no table for
		t.Errorf("remove: %v", err)
	}
	before, err := sql.Open("sqlite", path+".format-1")
	if err != nil {
		t.Fatal(err)
	}
	defer before.Close()
	var version, changes int
	if err := before.QueryRow("PRAGMA user_version").Scan(&version); err != nil || version != 1 {
		t.Errorf("the copy has format %d, %v", version, err)
	}
	if err := before.QueryRow("SELECT count(*) FROM change WHERE body IS NOT NULL").Scan(&changes); err != nil || changes != 1 {
		t.Errorf("the copy has %d changes, %v", changes, err)
	}
}

// edit runs SQL on a file that no record has open.
func edit(t *testing.T, path, script string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(script); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestDecisionsOfPeople(t *testing.T) {
	t.Parallel()
	s := open(t, filepath.Join(t.TempDir(), "record.db"), store.Options{})
	id := put(t, s, entry("a", "satu")).ID
	decide := func(kind, target, article, data string) error {
		d := store.Decision{By: "staff", Kind: kind, Target: target, Article: article}
		if data != "" {
			d.Data = []byte(data)
		}
		return second(s.Decide(t.Context(), d))
	}
	in := func() (out []string) {
		ds, err := s.Decisions(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range ds {
			out = append(out, d.Kind+" "+d.Target+" "+string(d.Data))
		}
		return out
	}
	if err := errors.Join(
		decide("official.merge", "budi", "", `{"into":"budi-santoso"}`),
		decide("quote.hidden", "q1", id, `true`),
		decide("quote.hidden", "q2", id, `true`),
		decide("official.merge", "budi", "", `{"into":"budi-s"}`),
		decide("quote.hidden", "q2", id, ""),
	); err != nil {
		t.Fatal(err)
	}
	if got, want := in(), []string{"quote.hidden q1 true", `official.merge budi {"into":"budi-s"}`}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want the last word on each: %q", got, want)
	}
	if err := decide("quote.hidden", "q3", "nosuch", `true`); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("about an article that is not there: %v", err)
	}
	if err := decide("quote.hidden", "q3", id, `{`); err == nil {
		t.Error("broken JSON was taken")
	}
	if _, err := s.Remove(t.Context(), id, ""); err != nil {
		t.Fatal(err)
	}
	if got := in(); len(got) != 1 || !strings.HasPrefix(got[0], "official.merge") {
		t.Errorf("after the removal of the article: %q", got)
	}
	if as, err := s.Audits(t.Context(), 0, 100); err != nil || len(as) != 6 {
		t.Errorf("%d lines in the audit log, %v, want 6", len(as), err)
	}
}

func TestABackupIsARecord(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := open(t, filepath.Join(dir, "record.db"), store.Options{})
	kept, removed := put(t, s, entry("a", "satu")), put(t, s, entry("b", "dua"))
	if _, err := s.Remove(t.Context(), removed.ID, ""); err != nil {
		t.Fatal(err)
	}
	backup := filepath.Join(dir, "a backup?.db")
	if err := s.Backup(t.Context(), backup); err != nil {
		t.Fatal(err)
	}
	if err := s.Backup(t.Context(), backup); err == nil {
		t.Error("a backup was written over another")
	}
	put(t, s, entry("c", "tiga"))
	restored := filepath.Join(dir, "restored.db")
	if err := store.Restore(t.Context(), backup, restored); err != nil {
		t.Fatal(err)
	}
	if err := store.Restore(t.Context(), backup, restored); err == nil {
		t.Error("a record was restored over another")
	}
	r := open(t, restored, store.Options{})
	if c, err := r.Get(t.Context(), kept.ID); err != nil || c.Received.Body != "satu" || r.Head() != 3 {
		t.Errorf("got %+v, %v, head %d", c, err, r.Head())
	}
	if st, err := r.State(t.Context(), removed.ID); err != nil || !st.Removed {
		t.Errorf("got %+v, %v", st, err)
	}
	if r.Lineage() == s.Lineage() {
		t.Error("what was worked out of the first record would be taken for that of the second")
	}
	if err := r.Sound(t.Context()); err != nil {
		t.Error(err)
	}
	if c, err := r.Counts(t.Context()); err != nil || c != (store.Counts{Articles: 1, Removed: 1, Changes: 3}) {
		t.Errorf("got %+v, %v", c, err)
	}
	for _, bad := range []string{filepath.Join(dir, "nosuch"), "store_test.go"} {
		if err := store.Restore(t.Context(), bad, filepath.Join(dir, "x.db")); err == nil {
			t.Errorf("restored from %s", bad)
		}
	}
	if left, err := filepath.Glob(filepath.Join(dir, "*.part*")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestADamagedArticleDoesNotHideTheOthers(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "record.db")
	s, err := store.Open(t.Context(), path, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for n := range 5 {
		put(t, s, entry(fmt.Sprint("u", n), "isi"))
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	edit(t, path, "UPDATE change SET body = X'01ff00' WHERE seq = 3")
	s = open(t, path, store.Options{})
	good := 0
	for c, err := range s.After(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		if c.Damaged == nil {
			good++
		} else if _, err := s.Get(t.Context(), c.ID); err == nil {
			t.Error("a damaged article was given out")
		}
	}
	if good != 4 {
		t.Errorf("%d of 5 articles can be read, want 4", good)
	}
}

func TestARecordIsForcedToDisk(t *testing.T) {
	t.Parallel()
	s := open(t, filepath.Join(t.TempDir(), "record.db"), store.Options{})
	for name, want := range map[string]string{"synchronous": "2", "journal_mode": "wal", "secure_delete": "1"} {
		if got := s.Pragma(t.Context(), name); got != want {
			t.Errorf("%s is %s, want %s", name, got, want)
		}
	}
}

func TestKeys(t *testing.T) {
	t.Parallel()
	s := open(t, filepath.Join(t.TempDir(), "record.db"), store.Options{})
	at := func(n int) time.Time { return time.Date(2025, 1, n, 0, 0, 0, 0, time.UTC) }
	k := store.Key{ID: "k1", Hash: [32]byte{1}, Name: "humas", Scopes: []string{"ingest"}, Satker: []string{"33.74"}, Created: at(1), Expires: at(30)}
	if err := s.AddKey(t.Context(), k); err != nil {
		t.Fatal(err)
	}
	for _, twin := range []store.Key{{ID: "k1", Hash: [32]byte{9}}, {ID: "k9", Hash: [32]byte{1}}} {
		if err := s.AddKey(t.Context(), twin); !errors.Is(err, store.ErrKeyExists) {
			t.Errorf("a twin: %v", err)
		}
	}
	if err := errors.Join(s.RevokeKey(t.Context(), "k1", at(5)), s.RevokeKey(t.Context(), "k1", at(9)), s.TouchKey(t.Context(), "k1", at(4))); err != nil {
		t.Fatal(err)
	}
	k.Revoked, k.LastUsed = at(5), at(4)
	if got, err := s.KeyByHash(t.Context(), [32]byte{1}); err != nil || !reflect.DeepEqual(got, k) {
		t.Errorf("got %+v, %v\nwant %+v", got, err, k)
	}
	if got, err := s.Keys(t.Context()); err != nil || len(got) != 1 {
		t.Errorf("got %+v, %v", got, err)
	}
	if _, err := s.KeyByHash(t.Context(), [32]byte{2}); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("an unknown hash: %v", err)
	}
	if err := s.RevokeKey(t.Context(), "k7", at(1)); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("an unknown id: %v", err)
	}
}

func TestOptionsSayEverythingThatIsWrong(t *testing.T) {
	t.Parallel()
	err := store.Options{QueueLen: -1, ScrubAfter: time.Hour}.Validate()
	if err == nil || !strings.Contains(err.Error(), "queue_len -1") || !strings.Contains(err.Error(), "scrub_after 1h") {
		t.Errorf("got %v", err)
	}
}
