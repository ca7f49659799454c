package opensearch_test

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
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
