package embedded_test

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/embedded"
)

// inSegments fills an engine in a folder with articles, each in a segment of its own
// as far as bleve's merger lets them be.
func inSegments(t *testing.T, o embedded.Options, articles int) (*embedded.Engine, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "index")
	e := openWith(t, dir, o)
	for n := range articles {
		apply(t, e, index.Change{ID: fmt.Sprint(n), Article: &article.Article{
			ID: fmt.Sprint(n), Title: "Rapat pleno", Date: "2025-11-05", Paragraphs: []string{fmt.Sprintf("Isi nomor%d.", n)},
		}})
	}
	return e, dir
}

// holdsAll fails the test where a search does not find each of the articles.
func holdsAll(t *testing.T, e index.Engine, articles int) {
	t.Helper()
	for n := range articles {
		found, err := e.Search(t.Context(), index.Request{
			Where: index.Term{Field: index.FieldBody, Text: fmt.Sprintf("nomor%d", n), Boost: 1}, Sort: index.ByRelevance, Size: 1,
		})
		if err != nil {
			t.Fatal(err)
		}
		if len(found.Hits) != 1 || found.Hits[0].Article != fmt.Sprint(n) {
			t.Fatalf("article %d is not found alone: %v", n, found.Hits)
		}
	}
}

func TestTidyKeepsAllArticles(t *testing.T) {
	t.Parallel()
	const articles = 40
	e, _ := inSegments(t, embedded.Options{}, articles)
	before := e.Segments()

	var wait sync.WaitGroup
	wait.Go(func() { // what arrives meanwhile is not lost
		apply(t, e, index.Change{ID: "late", Article: &article.Article{ID: "late", Title: "Terlambat", Date: "2025-11-05"}})
	})
	if err := e.Tidy(t.Context()); err != nil {
		t.Fatal(err)
	}
	wait.Wait()
	if err := e.Tidy(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := e.Segments(); n > max(before, 7) {
		t.Errorf("a tidy index has %d segments, it had %d", n, before)
	}
	holdsAll(t, e, articles)
	found, err := e.Search(t.Context(), index.Request{Sort: index.Newest, Facets: []index.FacetAsk{{Field: index.KeyMonth}}})
	if err != nil {
		t.Fatal(err)
	}
	if found.Total != articles+1 || found.Facets[0][0].Count != articles+1 {
		t.Errorf("%d articles and %v, want %d", found.Total, found.Facets[0], articles+1)
	}
}

// A said handler gives on what is logged.
type said chan slog.Record

func (s said) Enabled(context.Context, slog.Level) bool { return true }
func (s said) WithAttrs([]slog.Attr) slog.Handler       { return s }
func (s said) WithGroup(string) slog.Handler            { return s }

func (s said) Handle(_ context.Context, r slog.Record) error {
	select {
	case s <- r:
	default:
	}
	return nil
}

func TestAnIndexThatIsLeftAloneTidiesItself(t *testing.T) {
	t.Parallel()
	const articles = 30
	heard := make(said, 16)
	e, _ := inSegments(t, embedded.Options{TidyAfter: 40 * time.Millisecond, Segments: 1, Log: slog.New(heard)}, articles)
	select {
	case r := <-heard:
		if r.Level != slog.LevelInfo || r.Message != "index: put in order" {
			t.Errorf("it says %s: %s", r.Level, r.Message)
		}
	case <-time.After(30 * time.Second):
		t.Error("it was left alone and is as it was")
	}
	holdsAll(t, e, articles)
}

func TestTidyEndsWithItsContext(t *testing.T) {
	t.Parallel()
	const articles = 20
	e, _ := inSegments(t, embedded.Options{}, articles)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := e.Tidy(ctx); err == nil {
		t.Error("it was told to end and went on")
	}
	holdsAll(t, e, articles)
}
