package sqlite_test

import (
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"warta/index/record"
	"warta/index/record/sqlite"
)

func TestADamagedVersionIsMendedByTheNextMessage(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "record.db")
	s, err := sqlite.Open(t.Context(), path, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	first := put(t, s, entry("u1", "isi"))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	edit(t, path, "UPDATE change SET body = x'01ffff'")
	s = open(t, path, sqlite.Options{})
	got := put(t, s, entry("u1", "isi"))
	if got.Outcome != record.Updated || got.ID != first.ID || got.Version != 2 {
		t.Errorf("got %+v, want version 2 of %s", got, first.ID)
	}
	if c, err := s.Get(t.Context(), first.ID); err != nil || c.Received.Body != "isi" {
		t.Errorf("got %+v, %v", c, err)
	}
}

func TestAllVersionsAreThereHoweverLarge(t *testing.T) {
	t.Parallel()
	s := open(t, filepath.Join(t.TempDir(), "record.db"), sqlite.Options{})
	const size, n = 6 << 20, 5 // more than one page of changes takes
	var id string
	for v := range n {
		id = put(t, s, entry("u1", strings.Repeat("x", size)+fmt.Sprint(v))).ID
	}
	want, before := n, uint64(0)
	for want > 0 {
		cs, err := s.Versions(t.Context(), id, before, n)
		if err != nil || len(cs) == n {
			t.Fatalf("%d versions at once, %v; want fewer than %d: they are long", len(cs), err, n)
		}
		for _, c := range cs {
			if c.Version != want || !strings.HasSuffix(c.Received.Body, fmt.Sprint(want-1)) {
				t.Errorf("version %d stands at the place of %d", c.Version, want)
			}
			want, before = want-1, c.Seq
		}
	}
}

func TestARecordIsNotRestoredIntoTheLogOfAnother(t *testing.T) {
	t.Parallel()
	for _, left := range []string{"", "-wal", "-shm", "-journal"} {
		t.Run("record.db"+left, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			s := open(t, filepath.Join(dir, "old.db"), sqlite.Options{})
			put(t, s, entry("u1", "isi"))
			backup, path := filepath.Join(dir, "backup"), filepath.Join(dir, "record.db")
			if err := s.Backup(t.Context(), backup); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path+left, []byte("of an older record"), 0o600); err != nil {
				t.Fatal(err)
			}
			if err := sqlite.Restore(t.Context(), backup, path); err == nil || !strings.Contains(err.Error(), "move") {
				t.Errorf("got %v, want it refused and what to do", err)
			}
		})
	}
}

func TestADiskThatTakesNothingIsSaidToBeOne(t *testing.T) {
	t.Parallel()
	s := open(t, filepath.Join(t.TempDir(), "record.db"), sqlite.Options{})
	put(t, s, entry("u1", "isi"))
	writer, err := s.Writer(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	// As a volume answers that was made read-only.
	if _, err := writer.ExecContext(t.Context(), "PRAGMA query_only = 1"); err != nil {
		t.Fatal(err)
	}
	if _, err := putting(t, s, entry("u2", "isi")); !errors.Is(err, record.ErrFull) {
		t.Errorf("got %v, want %v", err, record.ErrFull)
	}
	if got := put(t, s, entry("u1", "isi")); got.Outcome != record.Unchanged {
		t.Errorf("what changes nothing: %+v", got)
	}
	if _, err := writer.ExecContext(t.Context(), "PRAGMA query_only = 0"); err != nil {
		t.Fatal(err)
	}
	if got := put(t, s, entry("u2", "isi")); got.Outcome != record.Created || got.Seq != 2 {
		t.Errorf("when it takes something again: %+v", got)
	}
}

// TestNothingOfWhatWasRemovedIsLeftWhateverComesBetween removes in waves from a
// record that goes on changing: pages are taken apart and put together again, and
// what was moved must not stay where it was.
func TestNothingOfWhatWasRemovedIsLeftWhateverComesBetween(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := open(t, filepath.Join(dir, "record.db"), sqlite.Options{})
	rng := rand.New(rand.NewPCG(5, 6))
	// bodies returns what lies on disk of an article.
	raw, err := sql.Open("sqlite", filepath.Join(dir, "record.db"))
	if err != nil {
		t.Fatal(err)
	}
	bodies := func(id string) (found [][]byte) {
		rows, err := raw.Query("SELECT body FROM change c JOIN article a ON a.n = c.article WHERE a.id = ?", id)
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			var b []byte
			if err := rows.Scan(&b); err != nil {
				t.Fatal(err)
			}
			found = append(found, b[100:]) // what is before is in others too: names of fields
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			t.Fatal(err)
		}
		return found
	}
	t.Cleanup(func() { _ = raw.Close() })
	type known struct{ url, id string }
	var standing []known
	var removed [][]byte
	for wave := range 5 {
		for range 60 {
			size := 100 + rng.IntN(3000)
			if rng.IntN(10) == 0 {
				size = 20_000
			}
			body := noise(rng, size)
			if len(standing) > 10 && rng.IntN(3) == 0 {
				put(t, s, entry(standing[rng.IntN(len(standing))].url, body))
				continue
			}
			url := fmt.Sprintf("w%d-%d", wave, rng.Uint64())
			standing = append(standing, known{url, put(t, s, entry(url, body)).ID})
		}
		for range 20 {
			i := rng.IntN(len(standing))
			before := bodies(standing[i].id)
			if traces(t, dir, before[0]) == 0 {
				t.Fatal("the search finds nothing even before the removal")
			}
			if _, err := s.Remove(t.Context(), standing[i].id, ""); err != nil {
				t.Fatal(err)
			}
			removed = append(removed, before...)
			standing = append(standing[:i], standing[i+1:]...)
		}
		if err := s.Scrub(t.Context()); err != nil {
			t.Fatal(err)
		}
		for _, body := range removed {
			if n := traces(t, dir, body); n > 0 {
				t.Fatalf("wave %d: %d pieces of a removed body of %d bytes are left", wave, n, len(body))
			}
		}
	}
}
