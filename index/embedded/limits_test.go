package embedded_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/blevesearch/bleve/v2/index/scorch"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/documents"
	"warta/index/embedded"
	"warta/index/indextest"
)

func TestASecondOpenerIsRefusedAndNotLeftWaiting(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	first := open(t, dir)
	t.Cleanup(func() { _ = first.Close() })
	if second, err := embedded.Open(t.Context(), dir, embedded.Options{}); err == nil {
		t.Errorf("a second opener got %v, want an error", second)
	}
	if _, err := first.Mark(t.Context()); err != nil {
		t.Errorf("the first one is in trouble: %v", err)
	}
}

func TestADamagedIndexIsRefusedOrLagsBehind(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	e := open(t, dir)
	fill(t, e, 50)
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	segments, err := filepath.Glob(filepath.Join(dir, "*.zap"))
	if err != nil || len(segments) == 0 {
		t.Fatalf("no segments: %v", err)
	}
	if err := os.Truncate(segments[0], 100); err != nil {
		t.Fatal(err)
	}
	again, err := embedded.Open(t.Context(), dir, embedded.Options{})
	if err != nil {
		return
	}
	// bleve may still have the state before: it is whole, and its mark says so.
	t.Cleanup(func() { _ = again.Close() })
	mark, err := again.Mark(t.Context())
	if err != nil || mark != 0 {
		t.Errorf("a cut segment opened at the mark %d, %v; want an error or the state before", mark, err)
	}
}

func TestOptionsOutOfBoundsAreAllNamed(t *testing.T) {
	t.Parallel()
	_, err := embedded.Open(t.Context(), t.TempDir(), embedded.Options{Searches: -1, Frequent: -1})
	if err == nil || !strings.Contains(err.Error(), "searches -1") || !strings.Contains(err.Error(), "frequent -1") {
		t.Errorf("got %v, want both faults", err)
	}
}

func fill(t testing.TB, e index.Engine, n int) {
	t.Helper()
	corpus := indextest.NewCorpus(7)
	var changes []documents.Change
	for i := range n {
		id := fmt.Sprint(i)
		changes = append(changes, documents.Change{ID: id, Article: corpus.Article(id)})
	}
	if err := e.Apply(t.Context(), documents.Updates(changes), uint64(n)); err != nil {
		t.Fatal(err)
	}
}

func TestASearchThatTakesTooLongSaysWhatToNarrow(t *testing.T) {
	t.Parallel()
	e := open(t, t.TempDir())
	t.Cleanup(func() { _ = e.Close() })
	fill(t, e, 10)
	r := index.Request{Sort: index.Newest, Where: index.Term{Field: index.FieldBody, Text: "kpu"}}
	ctx, cancel := context.WithTimeout(t.Context(), time.Nanosecond)
	defer cancel()
	<-ctx.Done()
	if _, err := e.Search(ctx, r); index.KindOf(err) != index.TooCostly && index.KindOf(err) != index.Busy {
		t.Errorf("got %v, want too costly", err)
	}
}

func TestABeginningOfTooManyWordsIsTooCostly(t *testing.T) {
	t.Parallel()
	e := open(t, t.TempDir())
	t.Cleanup(func() { _ = e.Close() })
	words := make([]string, 20_001)
	for i := range words {
		words[i] = fmt.Sprintf("xa%d", i)
	}
	a := &article.Article{ID: "a", Paragraphs: []string{strings.Join(words, " ")}}
	if err := e.Apply(t.Context(), documents.Updates([]documents.Change{{ID: "a", Article: a}}), 1); err != nil {
		t.Fatal(err)
	}
	ask := func(text string) error {
		_, err := e.Search(t.Context(), index.Request{Sort: index.Newest, Where: index.Prefix{Field: index.FieldBody, Text: text}})
		return err
	}
	if err := ask("xa"); index.KindOf(err) != index.TooCostly {
		t.Errorf("got %v, want too costly", err)
	}
	if err := ask("xa1"); err != nil {
		t.Errorf("a longer beginning: %v", err)
	}
}

// A search above Options.Searches waits for a slot until its context ends.
func TestSearchesWaitForASlot(t *testing.T) {
	t.Parallel()
	e, err := embedded.Open(t.Context(), t.TempDir(), embedded.Options{Searches: 1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.Close() })
	fill(t, e, 5)
	r := index.Request{Sort: index.Newest, Where: index.Term{Field: index.FieldBody, Text: "kpu"}}
	release := e.Hold()
	done := make(chan error, 1)
	go func() {
		_, err := e.Search(t.Context(), r)
		done <- err
	}()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := e.Search(ctx, r); index.KindOf(err) != index.Busy {
		t.Errorf("a search whose context ended: %v, want busy", err)
	}
	select {
	case err := <-done:
		t.Errorf("a search ran without a slot: %v", err)
	default:
	}
	release()
	if err := <-done; err != nil {
		t.Errorf("a search that waited for its slot: %v", err)
	}
	if _, err := e.Search(t.Context(), r); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}

func TestAnEngineWhoseWriterIsGoneSaysSo(t *testing.T) {
	t.Parallel()
	e, err := embedded.Open(t.Context(), t.TempDir(), embedded.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.Close() })
	e.Break(scorch.NewScorchError("persister", "disk full", scorch.ErrPersist))
	if err := e.Healthy(); err != nil {
		t.Errorf("what bleve tries again by itself: %v", err)
	}
	e.Break(scorch.NewScorchError("persister", "index out of range", scorch.ErrAsyncPanic))
	if err := e.Healthy(); index.KindOf(err) != index.Unavailable {
		t.Errorf("healthy: %v, want unavailable", err)
	}
	if err := e.Apply(t.Context(), nil, 1); index.KindOf(err) != index.Unavailable {
		t.Errorf("a write, which would wait for ever: %v, want unavailable", err)
	}
}

func TestATextOfMoreWordsThanTwoBytesCountIsWeighedByAllOfThem(t *testing.T) {
	t.Parallel()
	var fake indextest.Fake
	e := open(t, t.TempDir())
	t.Cleanup(func() { _ = e.Close() })
	long := &article.Article{ID: "long", Paragraphs: []string{strings.Repeat("kata ", 70_000) + "arsip"}}
	short := &article.Article{ID: "short", Paragraphs: []string{"arsip kata"}}
	r := index.Request{Sort: index.ByRelevance, Size: 2, Where: index.Term{Field: index.FieldBody, Text: "arsip", Boost: 1}}
	var scores [2][]float64
	for i, engine := range []index.Engine{e, &fake} {
		if err := engine.Apply(t.Context(), documents.Updates([]documents.Change{{ID: "long", Article: long}, {ID: "short", Article: short}}), 1); err != nil {
			t.Fatal(err)
		}
		found, err := engine.Search(t.Context(), r)
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range found.Hits {
			scores[i] = append(scores[i], h.Score)
		}
	}
	if !slices.Equal(scores[0], scores[1]) {
		t.Errorf("scores %v, want %v", scores[0], scores[1])
	}
}

// The engine has no time limit of its own: a search may take as long as its context allows.
func TestASearchHasTheTimeOfItsContextAndNoOther(t *testing.T) {
	t.Parallel()
	e, err := embedded.Open(t.Context(), t.TempDir(), embedded.Options{Searches: 1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.Close() })
	release := e.Hold()
	defer release()
	begin := time.Now()
	const allowed = 2500 * time.Millisecond
	ctx, cancel := context.WithTimeout(t.Context(), allowed)
	defer cancel()
	r := index.Request{Sort: index.Newest}
	if _, err := e.Search(ctx, r); index.KindOf(err) != index.Busy || time.Since(begin) < allowed {
		t.Errorf("got %v after %v, want it to wait %v for its place", err, time.Since(begin), allowed)
	}
}
