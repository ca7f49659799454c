package embedded_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/documents"
	"warta/index/embedded"
)

// batchLen is how many articles a segment has that bleve's merger leaves as it is for
// a while: it puts together what is smaller.
const batchLen = 2100

// inSegments fills an engine in a folder with batches of articles, each in a segment of
// its own as far as bleve's merger lets them be.
func inSegments(t *testing.T, o embedded.Options, batches int) (*embedded.Engine, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "index")
	e := openWith(t, dir, o)
	for b := range batches {
		changes := make([]documents.Change, batchLen)
		for n := range changes {
			id := fmt.Sprint(b*batchLen + n)
			changes[n] = documents.Change{ID: id, Article: &article.Article{
				ID: id, Title: "Rapat pleno", Date: "2025-11-05", Paragraphs: []string{"Isi nomor" + id + "."},
			}}
		}
		if err := e.Apply(t.Context(), documents.Updates(changes), uint64(b+1)); err != nil {
			t.Fatal(err)
		}
	}
	return e, dir
}

// holdsAll fails the test unless searches find each article of the batches and count them
// right.
func holdsAll(t *testing.T, e index.Engine, batches, more int) {
	t.Helper()
	for n := 0; n < batches*batchLen; n += batchLen/3 + 1 {
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
	found, err := e.Search(t.Context(), index.Request{Sort: index.Newest, Facets: []index.FacetAsk{{Field: index.KeyMonth}}})
	if err != nil {
		t.Fatal(err)
	}
	if want := batches*batchLen + more; found.Total != want || found.Facets[0][0].Count != want {
		t.Errorf("%d articles and %v, want %d", found.Total, found.Facets[0], want)
	}
}

// few is the maximum number of segments of a tidy index to which little was written.
const few = 6

func TestTidyPutsAllArticlesIntoFewSegments(t *testing.T) {
	t.Parallel()
	const batches = 18
	e, _ := inSegments(t, embedded.Options{}, batches)
	before := e.Segments()
	if before <= few {
		t.Fatalf("%d segments are few already: the test shows nothing", before)
	}
	var wait sync.WaitGroup
	wait.Go(func() { // what arrives and goes meanwhile is not lost and does not come back
		apply(t, e,
			documents.Change{ID: "late", Article: &article.Article{ID: "late", Title: "Terlambat", Date: "2025-11-05"}},
			documents.Change{ID: "1"}, documents.Change{ID: fmt.Sprint(batches*batchLen - 1)})
	})
	if err := e.Tidy(t.Context()); err != nil {
		t.Fatal(err)
	}
	wait.Wait()
	if n := e.Segments(); n > few+3 {
		t.Errorf("%d segments are left of %d, want at most %d", n, before, few+3)
	}
	holdsAll(t, e, batches, 1-2)
	if err := e.Tidy(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := e.Segments(); n > few {
		t.Errorf("when nothing arrives %d segments are left of %d, want at most %d", n, before, few)
	}
	holdsAll(t, e, batches, 1-2)
}

func TestTidyAsksForRoomFirst(t *testing.T) {
	t.Parallel()
	const batches = 9
	e, _ := inSegments(t, embedded.Options{Room: func(string) (int64, error) { return 1 << 20, nil }}, batches)
	before := e.Segments()
	if err := e.Tidy(t.Context()); err == nil || !strings.Contains(err.Error(), "1 MB are free") {
		t.Errorf("on a full disk it says %v", err)
	}
	if n := e.Segments(); n < min(before, few) {
		t.Errorf("it was put in order all the same: %d segments of %d", n, before)
	}
	holdsAll(t, e, batches, 0)
}

// A merge would copy what is damaged into a file with a good checksum.
func TestTidyKeepsADamageInSight(t *testing.T) {
	t.Parallel()
	const batches = 9
	e, dir := inSegments(t, embedded.Options{}, batches)
	if err := e.Purge(t.Context()); err != nil { // all is in files then
		t.Fatal(err)
	}
	names, err := filepath.Glob(filepath.Join(dir, "*.zap"))
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		if err := flip(name, 100); err != nil {
			t.Fatal(err)
		}
	}
	if err := e.Tidy(t.Context()); !errors.Is(err, index.ErrDamaged) {
		t.Errorf("it says %v", err)
	}
	if found, err := e.Verify(t.Context()); err != nil || len(found) == 0 {
		t.Errorf("the damage is out of sight: %v, %v", found, err)
	}
}

func TestDamageThatIsMetInTheBackgroundIsTold(t *testing.T) {
	t.Parallel()
	e, dir := inSegments(t, embedded.Options{}, 18)
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	var hours atomic.Int64 // the clock of the engine: it stands still until the files are damaged
	again := openWith(t, dir, embedded.Options{
		TidyAfter: 40 * time.Millisecond, Segments: 1,
		Now: func() time.Time { return time.Unix(0, 0).Add(time.Duration(hours.Load()) * time.Hour) },
	})
	told := make(chan error, 1)
	again.OnDamage(func(err error) {
		select {
		case told <- err:
		default:
		}
	})
	names, err := filepath.Glob(filepath.Join(dir, "*.zap"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		// A file that is written just now has no such byte yet.
		if err := flip(name, 100); err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, fs.ErrNotExist) {
			t.Fatal(err)
		}
	}
	hours.Add(1)
	select {
	case err := <-told:
		if !errors.Is(err, index.ErrDamaged) {
			t.Errorf("it tells of %v", err)
		}
	case <-time.After(time.Minute):
		t.Error("the damage was not reported")
	}
}

// A said handler sends log records to a channel.
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
	const batches = 18
	heard := make(said, 16)
	e, dir := inSegments(t, embedded.Options{}, batches)
	if before := e.Segments(); before <= few {
		t.Fatalf("%d segments are few already: the test shows nothing", before)
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	e = openWith(t, dir, embedded.Options{TidyAfter: 40 * time.Millisecond, Segments: 1, Log: slog.New(heard)})
	select {
	case r := <-heard:
		if r.Level != slog.LevelInfo || r.Message != "index: put in order" {
			t.Errorf("it says %s: %s", r.Level, r.Message)
		}
	case <-time.After(30 * time.Second):
		t.Error("it was left alone and is as it was")
	}
	if n := e.Segments(); n > few {
		t.Errorf("it has %d segments, want at most %d", n, few)
	}
	holdsAll(t, e, batches, 0)
}

func TestTidyEndsWithItsContext(t *testing.T) {
	t.Parallel()
	const batches = 4
	e, _ := inSegments(t, embedded.Options{}, batches)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := e.Tidy(ctx); err == nil {
		t.Error("the context ended, and it continued")
	}
	holdsAll(t, e, batches, 0)
}
