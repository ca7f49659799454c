package readings_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unsafe"

	"golang.org/x/sys/unix"

	"warta/analyzers/article"
	"warta/index/internal/shield"
	"warta/index/readings"
)

// The file is mapped into memory. After it is truncated, a read behind its end must be an
// error of the call and must not end the process.
func TestAFileThatIsCutIsDamage(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "readings.db")
	r, err := readings.Open(t.Context(), path, readings.Options{CacheBytes: -1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.Close() })
	const articles = 200
	changes := make([]readings.Change, articles)
	for i := range changes {
		id := fmt.Sprint("a", i)
		text := make([]string, 500)
		for n := range text {
			text[n] = fmt.Sprint(i, " kalimat ", n*n*7919)
		}
		changes[i] = readings.Change{ID: id, Seq: uint64(i + 1), Article: &article.Article{ID: id, Paragraphs: text}}
	}
	if err := r.Apply(t.Context(), changes, articles); err != nil {
		t.Fatal(err)
	}
	if done, err := r.Scrub(t.Context()); err != nil || !done { // all pages are in the file
		t.Fatal(done, err)
	}
	if _, err := r.Get(t.Context(), []string{"a0"}); err != nil { // the file is mapped
		t.Fatal(err)
	}
	if err := os.Truncate(path, 4<<10); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Get(t.Context(), []string{"a150"}); !errors.Is(err, readings.ErrDamaged) {
		t.Errorf("get: %v, want damage", err)
	}
	if _, err := r.Seq(t.Context(), "a199"); !errors.Is(err, readings.ErrDamaged) {
		t.Errorf("seq: %v, want damage", err)
	}
	var failed error
	for _, err := range r.All(t.Context()) {
		failed = err
	}
	if !errors.Is(failed, readings.ErrDamaged) {
		t.Errorf("all: %v, want damage", failed)
	}
}

// Apply packs articles on several goroutines. A panic on any of them must be the error of the
// call; nothing is written, and later calls succeed.
func TestAnArticleThatPanicsIsAnErrorOfItsApply(t *testing.T) {
	t.Parallel()
	memory, err := unix.Mmap(-1, 0, 1<<12, unix.PROT_NONE, unix.MAP_ANON|unix.MAP_PRIVATE)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = unix.Munmap(memory) })
	bad := &article.Article{ID: "bad", Title: unsafe.String(unsafe.SliceData(memory), len(memory))}
	r, err := readings.Open(t.Context(), filepath.Join(t.TempDir(), "readings.db"), readings.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.Close() })
	good := readings.Change{ID: "good", Seq: 1, Article: &article.Article{ID: "good"}}
	err = r.Apply(t.Context(), []readings.Change{good, {ID: "bad", Seq: 2, Article: bad}}, 2)
	if !shield.Caught(err) || errors.Is(err, readings.ErrDamaged) || !strings.Contains(err.Error(), "bad") {
		t.Errorf("got %v, want the panic over the article, and no damage of the file", err)
	}
	if err := readings.Pack(bad); !shield.Caught(err) {
		t.Errorf("pack: %v, want the panic", err)
	}
	if r.Mark() != 0 || r.Len() != 0 {
		t.Errorf("mark %d with %d readings, want none", r.Mark(), r.Len())
	}
	if err := r.Apply(t.Context(), []readings.Change{good}, 1); err != nil || r.Len() != 1 {
		t.Errorf("afterwards: %d readings, %v", r.Len(), err)
	}
}
