package readings_test

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"warta/analyzers/article"
	"warta/index/readings"
)

// TestNothingOfWhatWasRemovedIsLeftWhateverComesBetween removes readings between other
// changes. SQLite splits and joins pages meanwhile, and must leave no copy of removed text.
func TestNothingOfWhatWasRemovedIsLeftWhateverComesBetween(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "readings.db")
	r, err := readings.Open(t.Context(), path, readings.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.Close() })
	raw, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = raw.Close() })
	rng := rand.New(rand.NewPCG(5, 6))
	seq := uint64(0)
	set := func(id string) readings.Change {
		seq++
		b := make([]byte, 150+rng.IntN(1500))
		for i := range b {
			b[i] = byte(' ' + rng.IntN(90))
		}
		return readings.Change{ID: id, Seq: seq, Article: &article.Article{ID: id, Paragraphs: []string{string(b)}}}
	}
	body := func(id string) (b []byte) {
		if err := raw.QueryRow("SELECT body FROM reading WHERE id = ?", id).Scan(&b); err != nil {
			t.Fatal(err)
		}
		return b[len(b)/2:]
	}
	// left says in which files pieces of a body are.
	left := func(body []byte) (names []string) {
		files, err := filepath.Glob(filepath.Join(dir, "*"))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			data, err := os.ReadFile(name)
			if err != nil && !errors.Is(err, os.ErrNotExist) {
				t.Fatal(err)
			}
			for piece := range slices.Chunk(body, 16) {
				if len(piece) == 16 && bytes.Contains(data, piece) {
					names = append(names, filepath.Base(name))
					break
				}
			}
		}
		return names
	}
	var standing []string
	var gone [][]byte
	for wave := range 6 {
		var changes []readings.Change
		touched := map[string]bool{}
		for range 60 {
			if len(standing) > 40 && rng.IntN(2) == 0 {
				id := standing[rng.IntN(len(standing))]
				if !touched[id] {
					touched[id] = true
					gone = append(gone, body(id))
					changes = append(changes, set(id))
				}
				continue
			}
			id := fmt.Sprintf("w%d-%x", wave, rng.Uint64())
			changes, touched[id] = append(changes, set(id)), true
			standing = append(standing, id)
		}
		if err := r.Apply(t.Context(), changes, seq); err != nil {
			t.Fatal(err)
		}
		if len(left(body(standing[0]))) == 0 {
			t.Fatal("the search finds nothing even before the removal")
		}
		changes = nil
		for range 25 {
			i := rng.IntN(len(standing))
			gone = append(gone, body(standing[i]))
			changes = append(changes, readings.Change{ID: standing[i], Seq: seq})
			standing = slices.Delete(standing, i, i+1)
		}
		if err := r.Apply(t.Context(), changes, seq); err != nil {
			t.Fatal(err)
		}
		if done, err := r.Scrub(t.Context()); err != nil || !done {
			t.Fatalf("scrub: %v, %v", done, err)
		}
		for _, b := range gone {
			if got := left(b); len(got) > 0 {
				t.Fatalf("wave %d: pieces of a removed reading of %d bytes are left in %v", wave, 2*len(b), got)
			}
		}
	}
}
