package sqlite_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"warta/index/record"
	"warta/index/record/sqlite"
)

// open opens a record that is closed with the test.
func open(t testing.TB, path string, opts sqlite.Options) *sqlite.Store {
	t.Helper()
	s, err := sqlite.Open(t.Context(), path, opts)
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
func entry(url, body string) record.Entry {
	return record.Entry{
		Received: record.Received{URL: url, Title: "KPU " + url, Body: body},
		Identity: record.Identity{URL: url},
		By:       "k1",
	}
}

func put(t testing.TB, s *sqlite.Store, e record.Entry) record.Result {
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
	same := func(record.Received, string) bool { return true }
	steps := []struct {
		name string
		e    record.Entry
		want record.Outcome
	}{
		{"a new article is created", entry("a", "satu"), record.Created},
		{"the same bytes change nothing", entry("a", "satu"), record.Unchanged},
		{"what reads the same changes nothing", func() record.Entry { e := entry("a", "satu, dilihat 7 kali"); e.Same = same; return e }(), record.Unchanged},
		{"another text updates it", entry("a", "dua"), record.Updated},
		{"a dated message updates it", func() record.Entry { e := entry("a", "tiga"); e.SourceUpdatedAt = day(3); return e }(), record.Updated},
		{"an older one is stale", func() record.Entry { e := entry("a", "dua"); e.SourceUpdatedAt = day(2); return e }(), record.Stale},
		{"one of the same time is not", func() record.Entry { e := entry("a", "tiga"); e.SourceUpdatedAt = day(3); return e }(), record.Unchanged},
		{"a newer one that says the same changes nothing", func() record.Entry { e := entry("a", "tiga"); e.SourceUpdatedAt = day(9); return e }(), record.Unchanged},
		{"but makes what lies between stale", func() record.Entry { e := entry("a", "empat"); e.SourceUpdatedAt = day(5); return e }(), record.Stale},
		{"a message without a time is taken as new", entry("a", "lima"), record.Updated},
		{"another URL is another article", entry("b", "lima"), record.Created},
	}
	s := open(t, filepath.Join(t.TempDir(), "record.db"), sqlite.Options{})
	for _, step := range steps {
		got := put(t, s, step.e)
		if got.Outcome != step.want {
			t.Errorf("%s: got %s, want %s", step.name, got.Outcome, step.want)
		}
		again := put(t, s, step.e)
		if want := step.want; want != record.Stale && again.Outcome != record.Unchanged {
			t.Errorf("%s, sent twice: got %s, want unchanged", step.name, again.Outcome)
		}
	}
	if got, want := s.Head(), uint64(5); got != want {
		t.Errorf("head is %d, want %d: only what changes something is a change", got, want)
	}
}

func TestIdentities(t *testing.T) {
	t.Parallel()
	s := open(t, filepath.Join(t.TempDir(), "record.db"), sqlite.Options{})
	send := func(key, external, url, words, body string) (record.Result, error) {
		return s.Put(t.Context(), record.Entry{
			Received: record.Received{URL: url, ExternalID: external, Body: body}, By: key,
			Identity: record.Identity{ExternalID: external, URL: url, Words: words},
		})
	}
	must := func(key, external, url, words, body string, want record.Outcome) string {
		t.Helper()
		res, err := send(key, external, url, words, body)
		if err != nil || res.Outcome != want {
			t.Fatalf("%s/%s %s %q: got %+v, %v, want %s", key, external, url, words, res, err, want)
		}
		return res.ID
	}
	first := must("k1", "1", "u1", "w", "a", record.Created)
	if got := must("k1", "1", "u2", "w", "b", record.Updated); got != first {
		t.Error("an article that moves to another URL keeps its id")
	}
	moved := must("k1", "", "u1", "", "c", record.Created)
	if moved == first {
		t.Error("the URL that it left is free for another article")
	}
	if got := must("k2", "7", "u2", "", "b", record.Updated); got != first {
		t.Error("a second key may name the article of a URL by an id of its own")
	}
	if got := must("k2", "7", "", "", "d", record.Updated); got != first {
		t.Error("and then finds it by that id alone")
	}
	if got := must("k2", "1", "", "", "e", record.Created); got == first {
		t.Error("ids of different keys are different ids")
	}
	words := must("k1", "", "", "w", "f", record.Created)
	if got := must("k2", "", "", "w", "f", record.Unchanged); got != words {
		t.Error("without id and URL the words decide, whoever sends them")
	}
	for _, tc := range []struct{ name, key, external, url string }{
		{"id and URL name two articles", "k1", "1", "u1"},
		{"the article of the URL has another id of this key", "k1", "2", "u2"},
	} {
		_, err := send(tc.key, tc.external, tc.url, "", "x")
		if _, ok := errors.AsType[*record.ConflictError](err); !ok {
			t.Errorf("%s: got %v, want a conflict", tc.name, err)
		}
	}
}

func TestIDsAreTheSameInAnotherArchive(t *testing.T) {
	t.Parallel()
	a := open(t, filepath.Join(t.TempDir(), "record.db"), sqlite.Options{})
	b := open(t, filepath.Join(t.TempDir(), "record.db"), sqlite.Options{})
	put(t, b, entry("other", "x"))
	x, y := put(t, a, entry("u", "x")), put(t, b, entry("u", "y"))
	if x.ID != y.ID || len(x.ID) != 12 || strings.Trim(x.ID, "abcdefghijklmnopqrstuvwxyz234567") != "" {
		t.Errorf("got %q and %q, want one id of 12 letters and digits", x.ID, y.ID)
	}
}

func TestRemovalLeavesATombstone(t *testing.T) {
	t.Parallel()
	s := open(t, filepath.Join(t.TempDir(), "record.db"), sqlite.Options{})
	res := put(t, s, entry("a", "satu"))
	put(t, s, entry("a", "dua"))
	gone, err := s.Remove(t.Context(), res.ID, "admin")
	if err != nil || gone.Outcome != record.Removed || gone.Seq != 3 {
		t.Fatalf("got %+v, %v", gone, err)
	}
	if again, err := s.Remove(t.Context(), res.ID, "admin"); err != nil || again.Seq != 3 {
		t.Errorf("removing again: got %+v, %v, want no further change", again, err)
	}
	if _, err := s.Remove(t.Context(), "nosuch", ""); !errors.Is(err, record.ErrNotFound) {
		t.Errorf("removing what never was: %v", err)
	}
	for c, err := range s.After(t.Context(), 0) {
		if err != nil || !c.Removed || c.Received != (record.Received{}) {
			t.Errorf("after the removal the log still has %+v, %v", c, err)
		}
	}
	if _, err := s.Put(t.Context(), entry("a", "tiga")); !isRemoved(err, res.ID) {
		t.Errorf("sent after removal: %v", err)
	}
	e := entry("a", "tiga")
	e.Restore = true
	back := put(t, s, e)
	if back.ID != res.ID || back.Outcome != record.Created || back.Version != 3 {
		t.Errorf("restored: got %+v", back)
	}
	as, err := s.Audits(t.Context(), 0, 10)
	if err != nil || len(as) != 1 || as[0].By != "admin" || as[0].Target != res.ID {
		t.Errorf("audit log: %+v, %v", as, err)
	}
}

func isRemoved(err error, id string) bool {
	e, ok := errors.AsType[*record.RemovedError](err)
	return ok && e.ID == id
}

// TestRemovedTextIsInNoFile looks for what was stored in the bytes of the files.
func TestAfterReadsOnFromAMark(t *testing.T) {
	t.Parallel()
	s := open(t, filepath.Join(t.TempDir(), "record.db"), sqlite.Options{})
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
	s := open(t, filepath.Join(t.TempDir(), "record.db"), sqlite.Options{Now: func() time.Time { return now }})
	id := put(t, s, entry("a", "satu")).ID
	now = now.Add(time.Hour) // 00:30 WIB of the new year
	if res := put(t, s, entry("a", "dua")); res.AsOf != "2025-12-31" {
		t.Errorf("as of %s: want the day of the first receipt", res.AsOf)
	}
	if res := put(t, s, entry("b", "dua")); res.AsOf != "2026-01-01" {
		t.Errorf("as of %s: want the day in WIB", res.AsOf)
	}
	vs, err := s.Versions(t.Context(), id, 0, 10)
	if err != nil || len(vs) != 2 || vs[1].Received.Body != "satu" || vs[0].Received.Body != "dua" || vs[0].Version != 2 || !vs[0].At.Equal(now) {
		t.Errorf("got %+v, %v", vs, err)
	}
	for before, want := range map[uint64]string{0: "dua", vs[0].Seq: "satu", math.MaxUint64: "dua"} {
		if one, err := s.Versions(t.Context(), id, before, 1); err != nil || len(one) != 1 || one[0].Received.Body != want {
			t.Errorf("one before %d: got %+v, %v, want %s", before, one, err, want)
		}
	}
	if _, err := s.Versions(t.Context(), id, vs[1].Seq, 1); !errors.Is(err, record.ErrNotFound) {
		t.Errorf("before the first: %v", err)
	}
	c, err := s.Get(t.Context(), id)
	if err != nil || c.Version != 2 || !c.Latest || c.By != "k1" {
		t.Errorf("got %+v, %v", c, err)
	}
	for _, err := range []error{second(s.Get(t.Context(), "x")), second(s.Versions(t.Context(), "x", 0, 1)), second(s.State(t.Context(), "x"))} {
		if !errors.Is(err, record.ErrNotFound) {
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
	s, err := sqlite.Open(t.Context(), path, sqlite.Options{})
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
	s = open(t, path, sqlite.Options{})
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
	s := open(t, filepath.Join(t.TempDir(), "record.db"), sqlite.Options{})
	var mu sync.Mutex
	outcomes, seqs := map[record.Outcome]int{}, map[uint64]int{}
	var g errgroup.Group
	const writers, articles = 16, 20
	for w := range writers {
		g.Go(func() error {
			for n := range articles {
				e := entry(fmt.Sprint("u", n), "sama")
				e.Committed = func(r record.Result) {
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
	want := map[record.Outcome]int{record.Created: articles, record.Unchanged: articles * (writers - 1)}
	if !reflect.DeepEqual(outcomes, want) || len(seqs) != articles {
		t.Errorf("got %v and %d commits told, want %v and %d", outcomes, len(seqs), want, articles)
	}
}

func TestAFullQueueIsSaidAtOnce(t *testing.T) {
	t.Parallel()
	s := open(t, filepath.Join(t.TempDir(), "record.db"), sqlite.Options{QueueLen: 2})
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
		if err := <-results; errors.Is(err, record.ErrBusy) {
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
	s := open(t, filepath.Join(t.TempDir(), "record.db"), sqlite.Options{})
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
	s := open(t, filepath.Join(t.TempDir(), "record.db"), sqlite.Options{})
	rng := rand.New(rand.NewPCG(3, 4))
	id := put(t, s, entry("a", "satu")).ID
	if err := s.LimitPages(t.Context(), 40); err != nil {
		t.Fatal(err)
	}
	big := entry("b", noise(rng, 400_000))
	if _, err := s.Put(t.Context(), big); !errors.Is(err, record.ErrFull) {
		t.Fatalf("got %v, want full", err)
	}
	if c, err := s.Get(t.Context(), id); err != nil || c.Received.Body != "satu" || s.Head() != 1 {
		t.Errorf("what was there: %+v, %v, head %d", c, err, s.Head())
	}
	if err := s.LimitPages(t.Context(), 0); err != nil {
		t.Fatal(err)
	}
	if res := put(t, s, big); res.Seq != 2 || res.Outcome != record.Created {
		t.Errorf("with space again: %+v", res)
	}
}

// edit runs SQL on a file that no record has open.

// Whoever kept something from before the last removal must not show it.
func TestTheLastRemovalIsTheNewestChangeThatTookSomethingAway(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "record.db")
	s := open(t, path, sqlite.Options{})
	last := func(want uint64, after string) {
		t.Helper()
		if got, err := s.LastRemoval(t.Context()); err != nil || got != want {
			t.Errorf("after %s: got %d, %v; want %d", after, got, err, want)
		}
	}
	last(0, "nothing")
	a, b := put(t, s, entry("a", "satu")), put(t, s, entry("b", "dua"))
	last(0, "two articles")
	gone, err := s.Remove(t.Context(), a.ID, "k1")
	if err != nil {
		t.Fatal(err)
	}
	last(gone.Seq, "a removal")
	put(t, s, entry("c", "tiga"))
	last(gone.Seq, "another article")
	hid, err := s.Decide(t.Context(), record.Decision{By: "k1", Kind: "quote.hidden", Target: b.ID + "-x", Article: b.ID, Data: json.RawMessage(`{}`)})
	if err != nil {
		t.Fatal(err)
	}
	last(hid, "a decision about an article")
	if _, err := s.Decide(t.Context(), record.Decision{By: "k1", Kind: "official.suppress", Target: "ujiono", Data: json.RawMessage(`{}`)}); err != nil {
		t.Fatal(err)
	}
	last(hid, "a decision about a person")
	again := entry("a", "satu")
	again.Restore = true
	back := put(t, s, again)
	last(hid, "what was removed is back")
	if back.Seq <= hid {
		t.Errorf("it is back by change %d", back.Seq)
	}
}

func TestTheLogOfWritesGetsWhatIsMeantForIt(t *testing.T) {
	t.Parallel()
	s := open(t, filepath.Join(t.TempDir(), "record.db"), sqlite.Options{})
	a := put(t, s, entry("a", "satu"))
	d := record.Decision{By: "k1", Kind: "quote.hidden", Target: a.ID + "-x", Article: a.ID, Data: json.RawMessage(`{"words":"rahasia"}`), Logged: json.RawMessage(`{"reason":"keliru"}`)}
	if _, err := s.Decide(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	kept, err := s.Decisions(t.Context())
	if err != nil || len(kept) != 1 || string(kept[0].Data) != string(d.Data) {
		t.Errorf("kept %+v, %v", kept, err)
	}
	log, err := s.Audits(t.Context(), 0, 10)
	if err != nil || len(log) != 1 || log[0].Detail != string(d.Logged) {
		t.Errorf("logged %+v, %v", log, err)
	}
}

// A message from the future, taken in before such messages were refused, does not
// keep later ones out.
func TestATimeFromTheFutureFreezesNoArticle(t *testing.T) {
	t.Parallel()
	now := time.Date(2099, 11, 5, 8, 0, 0, 0, time.UTC)
	s := open(t, filepath.Join(t.TempDir(), "record.db"), sqlite.Options{Now: func() time.Time { return now }})
	send := func(text string, at time.Time) record.Outcome {
		e := entry("a", text)
		e.SourceUpdatedAt = at
		return put(t, s, e).Outcome
	}
	if got := send("satu", now); got != record.Created {
		t.Fatalf("the first: %s", got)
	}
	now = time.Date(2026, 11, 5, 8, 0, 0, 0, time.UTC)
	for _, step := range []struct {
		text string
		at   time.Time
		want record.Outcome
	}{
		{"dua", now, record.Updated},
		{"satu", now.Add(-time.Hour), record.Stale},
		{"tiga", now.Add(100 * time.Hour), record.Updated}, // as one without a time
		{"empat", now.Add(time.Hour), record.Updated},
		{"lima", now, record.Stale},
	} {
		if got := send(step.text, step.at); got != step.want {
			t.Errorf("%s: got %s, want %s", step.text, got, step.want)
		}
	}
}
