package embedded_test

import (
	"fmt"
	"testing"
	"unsafe"

	"golang.org/x/sys/unix"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/documents"
	"warta/index/internal/shield"
)

// unreadable returns a text in memory without read permission: its analysis faults.
func unreadable(t *testing.T) string {
	t.Helper()
	const size = 1 << 12
	memory, err := unix.Mmap(-1, 0, size, unix.PROT_NONE, unix.MAP_ANON|unix.MAP_PRIVATE)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = unix.Munmap(memory) })
	return unsafe.String(unsafe.SliceData(memory), size)
}

// Prepare analyses documents on several goroutines. A panic on any of them must be the error
// of the call; nothing is written, and later calls succeed.
func TestAnArticleThatPanicsIsAnErrorOfItsBatch(t *testing.T) {
	t.Parallel()
	e := open(t, t.TempDir())
	t.Cleanup(func() { _ = e.Close() })
	fill(t, e, 5)
	const articles = 8
	for bad := range articles {
		changes := make([]documents.Change, articles)
		for i := range changes {
			id := fmt.Sprint("more", i)
			changes[i] = documents.Change{ID: id, Article: &article.Article{ID: id, Paragraphs: []string{"kpu lagi"}}}
		}
		updates := documents.Updates(changes)
		broken := &updates[bad].Documents[0].Texts[0] // of the title
		broken.Terms, broken.Positions, broken.Length = []string{unreadable(t)}, []int{0}, 1
		if _, err := e.(index.Preparer).Prepare(t.Context(), updates); !shield.Caught(err) {
			t.Errorf("prepare with article %d unreadable: got %v, want its panic", bad, err)
		}
		if err := e.Apply(t.Context(), updates, 6); !shield.Caught(err) {
			t.Errorf("apply with article %d unreadable: got %v, want its panic", bad, err)
		}
	}
	mark, err := e.Mark(t.Context())
	if err != nil || mark == 6 {
		t.Errorf("mark %d, %v: want the one before", mark, err)
	}
	good := documents.Change{ID: "good", Article: &article.Article{ID: "good", Paragraphs: []string{"baik"}}}
	if err := e.Apply(t.Context(), documents.Updates([]documents.Change{good}), 7); err != nil {
		t.Fatal(err)
	}
	found, err := e.Search(t.Context(), index.Request{Size: 10, Sort: index.Newest, Where: index.Term{Field: index.FieldBody, Text: "baik"}})
	if err != nil || found.Total != 1 {
		t.Errorf("got %v, %v, want the article after the failures", found, err)
	}
}
