package embedded

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"warta/analyzers/article"
	"warta/index"
	built "warta/index/documents"
)

// put applies a batch of articles with IDs from first on.
func put(t *testing.T, e *Engine, first, n int) {
	t.Helper()
	changes := make([]built.Change, n)
	for i := range changes {
		id := fmt.Sprint(first + i)
		changes[i] = built.Change{ID: id, Article: &article.Article{
			ID: id, Title: "Rapat pleno", Date: "2025-11-05", Paragraphs: []string{"Isi nomor" + id + "."},
		}}
	}
	if err := e.Apply(t.Context(), built.Updates(changes), uint64(first+n)); err != nil {
		t.Fatal(err)
	}
}

func opened(t *testing.T) *Engine {
	t.Helper()
	e, err := Open(t.Context(), t.TempDir(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// A merge that hits a damaged file ends the merger goroutine. A purge or tidy must return an
// error then instead of a wait without end.
func TestABrokenMergerIsNotWaitedFor(t *testing.T) {
	t.Parallel()
	e := opened(t)
	const batches, size = 4, 2100
	for b := range batches {
		put(t, e, b*size, size)
	}
	if err := e.merge(t.Context(), purgePlan); err != nil { // all is in files then
		t.Fatal(err)
	}
	names, err := filepath.Glob(filepath.Join(e.path, "*.zap"))
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		overwrite(t, name)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if err := e.merge(ctx, tidyPlan(100*batches*size)); err == nil || ctx.Err() != nil {
		t.Errorf("the merge of what is damaged says %v", err)
	}
	again, cancelAgain := context.WithTimeout(t.Context(), time.Minute)
	defer cancelAgain()
	if err := e.merge(again, tidyPlan(100*batches*size)); err == nil || again.Err() != nil {
		t.Errorf("the next one says %v", err)
	}
	closed := make(chan struct{})
	go func() { _ = e.Close(); close(closed) }() // what is damaged may say so again
	select {
	case <-closed:
	case <-time.After(time.Minute):
		t.Error("it does not close")
	}
}

// overwrite replaces all bytes of a file except its end.
func overwrite(t *testing.T, name string) {
	t.Helper()
	f, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	const end = 64
	if _, err := f.WriteAt(slices.Repeat([]byte{0xa5}, int(info.Size()-end)), 0); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestCloseEndsATidy(t *testing.T) {
	t.Parallel()
	e := opened(t)
	put(t, e, 0, 10)
	e.merging.Lock() // as another purge does
	var wait sync.WaitGroup
	var said error
	wait.Go(func() { said = e.Tidy(t.Context()) })
	wait.Go(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	<-e.background.Done()
	e.merging.Unlock()
	wait.Wait()
	if kind := index.KindOf(said); !errors.Is(said, context.Canceled) && kind != index.Unavailable {
		t.Errorf("a tidy of an index that closes says %v", said)
	}
}

// A deletion at the end of a purge or tidy must be recorded: only a recorded deletion is
// purged in time.
func TestWhatIsDeletedMeanwhileIsNoted(t *testing.T) {
	t.Parallel()
	e := opened(t)
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	err := e.noteDeleted(func() (int64, error) {
		if e.writing.TryLock() {
			e.writing.Unlock()
			t.Error("it is found out while somebody else may delete")
		}
		return e.deletedSince.Load(), nil
	})
	if err != nil {
		t.Fatal(err)
	}
	const articles = 300
	for b := range 3 {
		put(t, e, b*articles/3, articles/3)
	}
	done := make(chan struct{})
	var wait sync.WaitGroup
	wait.Go(func() {
		defer close(done)
		for n := range articles / 2 {
			if err := e.Apply(t.Context(), built.Updates([]built.Change{{ID: fmt.Sprint(2 * n)}}), uint64(articles+n)); err != nil {
				t.Error(err)
			}
		}
	})
	for open := true; open; {
		select {
		case <-done:
			open = false
		default:
		}
		if err := errors.Join(e.Purge(t.Context()), e.Tidy(t.Context())); err != nil {
			t.Error(err)
		}
		e.writing.Lock()
		left, err := e.holdingDeleted()
		since := e.deletedSince.Load()
		e.writing.Unlock()
		if err != nil {
			t.Error(err)
		}
		if len(left) > 0 && since == 0 {
			t.Errorf("segments %v hold deleted text, and no clock runs", left)
		}
	}
	wait.Wait()
}

func TestColumnsOfSegmentsThatAreGoneAreForgotten(t *testing.T) {
	t.Parallel()
	e := opened(t)
	for b := range 12 {
		put(t, e, b*2100, 2100)
	}
	if err := e.Tidy(t.Context()); err != nil {
		t.Fatal(err)
	}
	e.refreshing.Lock()
	held, segments := len(e.columns.segments), e.segmentCount()
	e.refreshing.Unlock()
	if held != segments {
		t.Errorf("columns of %d segments are held, there are %d", held, segments)
	}
	if err := e.Close(); err != nil {
		t.Error(err)
	}
}

func TestFewCountsOfFiltersAreKept(t *testing.T) {
	t.Parallel()
	l := &live{facets: make(map[facetKey]counted)}
	l.keep(facetKey{}, counted{})
	for n := range 5 * maxFiltered {
		l.keep(facetKey{where: fmt.Sprint(n)}, counted{})
		if _, kept := l.facets[facetKey{where: fmt.Sprint(n)}]; !kept {
			t.Errorf("the counts of filter %d are not kept", n)
		}
	}
	if _, kept := l.facets[facetKey{}]; !kept || len(l.facets) != 1+maxFiltered {
		t.Errorf("%d counts are kept, want %d and the totals: %v", len(l.facets), maxFiltered, kept)
	}
}

// A groupingOfAll gathers all values and counts how many it was asked for.
type groupingOfAll struct{ asked *atomic.Int64 }

func (g groupingOfAll) Group(string) string { g.asked.Add(1); return "all" }
func (groupingOfAll) Version() uint64       { return 1 }

// A new view has its groups when it is published. While the engine closes a write does not
// wait for them and succeeds.
func TestAViewIsWarmUnlessTheEngineCloses(t *testing.T) {
	t.Parallel()
	e := opened(t)
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	write := func(mark int) {
		t.Helper()
		a := &article.Article{Title: "Rapat pleno", Date: "2025-11-05", Topics: []article.Topic{{ID: fmt.Sprint("topic", mark)}}}
		if err := e.Apply(t.Context(), built.Updates([]built.Change{{ID: fmt.Sprint(mark), Article: a}}), uint64(mark)); err != nil {
			t.Fatal(err)
		}
		if got, err := e.Mark(t.Context()); err != nil || got != uint64(mark) {
			t.Fatalf("the mark is %d, %v; want %d", got, err, mark)
		}
	}
	var asked atomic.Int64
	ask := func(want int) {
		t.Helper()
		found, err := e.Search(t.Context(), index.Request{Sort: index.Newest, Facets: []index.FacetAsk{{Facet: index.FacetTopic, Field: index.KeyTopic, Groups: groupingOfAll{&asked}}}})
		if err != nil || len(found.Facets[0]) != 1 || found.Facets[0][0].Count != want {
			t.Fatalf("%+v, %v; want %d articles in one group", found, err, want)
		}
	}
	write(1)
	ask(1)
	before := asked.Load()
	write(2)
	if asked.Load() == before {
		t.Error("the groups of the second view are left to the searches")
	}
	ask(2)
	e.stop() // as Close does first
	before = asked.Load()
	write(3)
	if n := asked.Load() - before; n != 0 {
		t.Errorf("%d values are gathered while the engine closes", n)
	}
	ask(3)
}
