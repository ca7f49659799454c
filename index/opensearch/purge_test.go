package opensearch_test

import (
	"bytes"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/documents"
	"warta/index/opensearch"
	"warta/index/opensearch/ostest"
	"warta/internal/race"
)

// filesWith returns the files below a folder that hold a text.
func filesWith(t *testing.T, dir, text string) (names []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return nil // files come and go
		}
		data, err := os.ReadFile(path)
		if err == nil && bytes.Contains(data, []byte(text)) {
			names = append(names, filepath.Base(path))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// After a restart nothing is written but an empty batch under the mark that is there.
func TestARestartForgetsNoDeletedText(t *testing.T) {
	t.Parallel()
	if testing.Short() || race.Enabled {
		t.Skip("waits half a minute for the shards")
	}
	c := ostest.Client(t)
	name := ostest.Name(t, c, t.Name())
	first := ostest.Engine(t, c, name, opensearch.IndexOptions{})
	a := &article.Article{ID: "a", Title: "judul"}
	for mark, change := range []documents.Change{{ID: "a", Article: a}, {ID: "a"}} {
		if err := first.Apply(t.Context(), documents.Updates([]documents.Change{change}), uint64(mark+1)); err != nil {
			t.Fatal(err)
		}
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	var later atomic.Int64
	log := new(lines)
	second, err := opensearch.Open(t.Context(), c, name, opensearch.Options{
		PurgeAfter: time.Second, Log: slog.New(slog.NewTextHandler(log, nil)),
		Now: func() time.Time { return time.Now().Add(time.Duration(later.Load())) },
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = second.Close() })
	if err := second.Apply(t.Context(), nil, 2); err != nil {
		t.Fatal(err)
	}
	later.Store(int64(time.Hour))
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(2 * time.Minute); !log.has("deleted text is out of the files"); <-tick.C {
		if time.Now().After(end) {
			t.Fatal("nothing was purged")
		}
	}
}

// lines are the lines of a log.
type lines struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *lines) has(text string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return bytes.Contains(l.text.Bytes(), []byte(text))
}

func TestAPurgeTakesRemovedTextOutOfTheFiles(t *testing.T) {
	t.Parallel()
	if testing.Short() || race.Enabled {
		t.Skip("waits half a minute for the shards")
	}
	cluster := ostest.Own(t, 1)
	c := ostest.ClientOf(t, cluster.URLs...)
	name := ostest.Name(t, c, t.Name())
	e := ostest.Engine(t, c, name, opensearch.IndexOptions{Shards: 2})
	other, err := opensearch.Open(t.Context(), c, name, opensearch.Options{Follow: time.Nanosecond})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = other.Close() })
	const secret = "qzxrahasiawkv"
	apply := func(mark uint64, changes ...documents.Change) {
		t.Helper()
		if err := e.Apply(t.Context(), documents.Updates(changes), mark); err != nil {
			t.Fatal(err)
		}
	}
	of := func(id, body string) documents.Change {
		a := &article.Article{ID: id, Title: "judul", Paragraphs: []string{body}, Quotes: []article.Quote{{ID: id + "-0", Kind: article.Direct, Text: body, Confidence: 1}}}
		return documents.Change{ID: id, Article: a}
	}
	apply(1, of("removed", secret+" satu"), of("replaced", secret+" dua"), of("kept", "tiga"))
	apply(2, of("more", "empat"))
	if len(filesWith(t, cluster.Data(1), secret)) == 0 {
		t.Fatal("the text is in no file even before it is removed")
	}
	apply(3, documents.Change{ID: "removed"}, of("replaced", "lima"))
	if len(filesWith(t, cluster.Data(1), secret)) == 0 {
		t.Error("the text is in no file though nothing was purged")
	}
	if _, err := other.Search(t.Context(), index.Request{Sort: index.Newest}); err != nil {
		t.Fatal(err)
	}
	begin := time.Now()
	if err := e.Purge(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Logf("purged in %v", time.Since(begin))
	if _, err := other.Search(t.Context(), index.Request{Sort: index.Newest}); err != nil {
		t.Fatal(err)
	}
	// Points in time are closed in the background.
	for end := time.Now().Add(time.Minute); ; {
		names := filesWith(t, cluster.Data(1), secret)
		if len(names) == 0 {
			break
		}
		if time.Now().After(end) {
			t.Fatalf("removed text is still in %v", names)
		}
	}
	got, err := e.Search(t.Context(), index.Request{Sort: index.Newest, Size: 10})
	if err != nil || got.Total != 3 {
		t.Errorf("after the purge %+v, %v; want 3 articles", got, err)
	}
}
