package embedded_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/documents"
	"warta/index/embedded"
)

// Reads of a file that is truncated while the index is open fault, also in background
// goroutines. The fault must be reported as damage.
func TestACutFileEndsNoBackgroundWork(t *testing.T) {
	t.Parallel()
	for name, work := range map[string]func(e *embedded.Engine){
		"words are read":  (*embedded.Engine).ReloadWords,
		"a state is read": (*embedded.Engine).ForgetState,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			e := open(t, dir)
			write := func(e index.Engine, n int) {
				if err := e.Apply(t.Context(), documents.Updates([]documents.Change{{ID: fmt.Sprint("a", n), Article: &article.Article{Title: fmt.Sprintf("Judul %d", n)}}}), uint64(n)); err != nil {
					t.Fatal(err)
				}
			}
			for n := range 8 {
				write(e, n+1)
			}
			if err := e.Close(); err != nil {
				t.Fatal(err)
			}
			again := open(t, dir).(*embedded.Engine)
			defer func() { _ = again.Close() }() // the damage may be reported again
			reported := make(chan error, 100)
			again.OnDamage(func(err error) { reported <- err })
			if _, err := again.Words(t.Context(), index.WordsAsk{Fields: index.WordFields, Text: "judul", Size: 1}); err != nil {
				t.Fatal(err)
			}
			for n := 0; ; n++ { // bleve may put other files in the place of those that are cut
				files, err := filepath.Glob(filepath.Join(dir, "*.zap"))
				if err != nil {
					t.Fatal(err)
				}
				for _, name := range files {
					if err := os.Truncate(name, 0); err != nil && !errors.Is(err, os.ErrNotExist) {
						t.Fatal(err)
					}
				}
				work(again)
				select {
				case err := <-reported:
					if err == nil {
						t.Error("a nil error was reported")
					}
					return
				case <-time.After(time.Second):
					if n > 20 {
						t.Fatal("nothing was reported")
					}
				}
			}
		})
	}
}
