package sqlite_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

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

// putting takes an article in, and returns the error.
func putting(t testing.TB, s *sqlite.Store, e record.Entry) (record.Result, error) {
	return record.PutOver(t.Context(), s, e, nil)
}

func head(t testing.TB, s *sqlite.Store) uint64 {
	t.Helper()
	head, err := s.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return head
}

func put(t testing.TB, s *sqlite.Store, e record.Entry) record.Result {
	t.Helper()
	res, err := record.PutOver(t.Context(), s, e, nil)
	if err != nil {
		t.Fatalf("put %+v: %v", e.Received, err)
	}
	return res
}

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
	if _, err := putting(t, s, entry("b", "dua")); err == nil {
		t.Error("a closed record took something in")
	}
	s = open(t, path, sqlite.Options{})
	if head(t, s) != 1 || s.Lineage() != lineage || lineage == "" {
		t.Errorf("head %d lineage %q, want 1 and %q", head(t, s), s.Lineage(), lineage)
	}
	if c, err := s.Get(t.Context(), res.ID); err != nil || c.Received.Body != "satu" {
		t.Errorf("got %+v, %v", c, err)
	}
	if _, err := os.Stat(path); err != nil {
		t.Error(err)
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
			_, err := putting(t, s, entry(fmt.Sprint("u", n), "x"))
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
	if head(t, s) != 2 || busy != 6 {
		t.Errorf("%d were written and %d refused, want 2 and 6", head(t, s), busy)
	}
}

func TestAWriteThatIsCancelledReturnsAtOnce(t *testing.T) {
	t.Parallel()
	s := open(t, filepath.Join(t.TempDir(), "record.db"), sqlite.Options{})
	release := s.Hold()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() {
		_, err := record.PutOver(ctx, s, entry("u", "x"), nil)
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
	if _, err := putting(t, s, big); !errors.Is(err, record.ErrFull) {
		t.Fatalf("got %v, want full", err)
	}
	if c, err := s.Get(t.Context(), id); err != nil || c.Received.Body != "satu" || head(t, s) != 1 {
		t.Errorf("what was there: %+v, %v, head %d", c, err, head(t, s))
	}
	if err := s.LimitPages(t.Context(), 0); err != nil {
		t.Fatal(err)
	}
	if res := put(t, s, big); res.Seq != 2 || res.Outcome != record.Created {
		t.Errorf("with space again: %+v", res)
	}
}
