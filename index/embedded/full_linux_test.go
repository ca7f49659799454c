package embedded_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/documents"
	"warta/index/embedded"
)

// onFullDisk is the variable that makes the test, in a process of its own, write on a full
// disk.
const onFullDisk = "WARTA_TEST_ON_FULL_DISK"

// bleve closes a segment that it could not write although the segment stays part of the
// index. Later reads of it, in goroutines of the engine and of bleve, must succeed.
func TestAFullDiskEndsNoSearchAndNoWrite(t *testing.T) {
	t.Parallel()
	if os.Getenv(onFullDisk) != "" {
		writeOnFullDisk(t)
		return
	}
	// A limit on the size of files is one of the whole process.
	again := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+t.Name()+"$")
	again.Env = append(os.Environ(), onFullDisk+"=1")
	if out, err := again.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// writeOnFullDisk writes repeatedly with a limit on the size of files. The first attempt fails
// at the segment, later ones at the list of segments.
func writeOnFullDisk(t *testing.T) {
	t.Helper()
	signal.Ignore(syscall.SIGXFSZ)
	dir := t.TempDir()
	e, err := embedded.Open(t.Context(), dir, embedded.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = e.Close() }() // where the test ends early
	written := 0
	write := func(n int) error {
		return e.Apply(t.Context(), documents.Updates([]documents.Change{{ID: fmt.Sprint("a", n), Article: &article.Article{
			Title: fmt.Sprintf("Judul %d", n), Paragraphs: []string{"isi yang sama"},
		}}}), uint64(n))
	}
	for _, room := range []uint64{0, 1, 100, 1000, 4096, 16 << 10, 64 << 10, 100 << 10} {
		written++
		if err := write(written); err != nil {
			t.Fatal(err)
		}
		limitFiles(t, room)
		for range 3 {
			failed := write(written+1) != nil
			if room < 4096 && !failed {
				t.Errorf("a write is acknowledged where files may have %d bytes", room)
			}
			readEverything(t, e)
		}
		limitFiles(t, unix.RLIM_INFINITY)
	}
	if err := write(written + 1); err != nil {
		t.Fatal(err)
	}
	want := written + 1
	if total := readEverything(t, e); total != want {
		t.Errorf("%d articles, want %d", total, want)
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	again := open(t, dir)
	if total := readEverything(t, again); total != want {
		t.Errorf("%d articles after a restart, want %d", total, want)
	}
	if err := again.Close(); err != nil {
		t.Fatal(err)
	}
}

// limitFiles bounds the size of every file that this process writes.
func limitFiles(t *testing.T, size uint64) {
	t.Helper()
	if err := unix.Setrlimit(unix.RLIMIT_FSIZE, &unix.Rlimit{Cur: size, Max: unix.RLIM_INFINITY}); err != nil {
		t.Fatal(err)
	}
}

// readEverything reads from an engine by each of its methods, and returns how many
// articles there are.
func readEverything(t *testing.T, e index.Engine) int {
	t.Helper()
	ctx := context.WithoutCancel(t.Context())
	r := index.Request{Sort: index.ByRelevance, Size: 10, Where: index.Term{Field: index.FieldTitle, Text: "judul", Boost: 1}}
	for _, field := range []string{index.KeyTopic, index.KeyMonth, index.KeyOfficial} {
		r.Facets = append(r.Facets, index.FacetAsk{Facet: field, Field: field, Size: 5})
	}
	found, err := e.Search(ctx, r)
	if err != nil {
		t.Fatalf("search: %v", err)
	}
	if _, err := e.Count(ctx, index.WordFields, []string{"judul", "isi"}); err != nil {
		t.Fatalf("count: %v", err)
	}
	if _, err := e.(index.Vocabulary).Words(ctx, index.WordsAsk{Fields: index.WordFields, Text: "judul", Size: 5}); err != nil {
		t.Fatalf("words: %v", err)
	}
	if _, err := e.Mark(ctx); err != nil {
		t.Fatalf("mark: %v", err)
	}
	return found.Total
}
