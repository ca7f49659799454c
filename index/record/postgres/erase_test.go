package postgres_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"warta/index/record"
	"warta/index/record/postgres"
	"warta/index/record/postgres/pgtest"
)

// dataOf returns the data folder of the server, which the test must be able to read.
func dataOf(t *testing.T, url string) string {
	t.Helper()
	var dir string
	conn := pgtest.Connect(t, url)
	if err := conn.QueryRow(t.Context(), "SELECT current_setting('data_directory')").Scan(&dir); err != nil {
		t.Fatal(err)
	}
	if _, err := os.ReadDir(filepath.Join(dir, "pg_wal")); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("the data of the server: %v", err)
		}
		t.Skipf("the data of the server: %v", err)
	}
	return dir
}

// filesWith returns the files below a folder that have a text in them.
func filesWith(t *testing.T, dir string, text []byte) (names []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(name string, e fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil || e.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		if errors.Is(err, fs.ErrNotExist) { // the server deletes files
			return nil
		}
		if bytes.Contains(data, text) {
			names = append(names, strings.TrimPrefix(name, dir+"/"))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// inTables drops the files of the write-ahead log from a list.
func inTables(files []string) (tables []string) {
	for _, name := range files {
		if !strings.HasPrefix(name, "pg_wal/") {
			tables = append(tables, name)
		}
	}
	return tables
}

// keysOf returns the keys of articles, by number.
func keysOf(t *testing.T, url string) map[int64][]byte {
	t.Helper()
	rows, err := pgtest.Connect(t, url).Query(t.Context(), "SELECT article, key FROM article_key")
	if err != nil {
		t.Fatal(err)
	}
	keys := map[int64][]byte{}
	for rows.Next() {
		var n int64
		var key []byte
		if err := rows.Scan(&n, &key); err != nil {
			t.Fatal(err)
		}
		keys[n] = key
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return keys
}

// What the server holds of an article is noise without its key, and the key of a removed one
// is in no table. The write-ahead log keeps keys until its segments are deleted.
func TestRemovedTextCannotBeRead(t *testing.T) {
	t.Parallel()
	url := pgtest.Record(t, t.Name())
	dir := dataOf(t, url)
	s := start(t, url, postgres.Options{EraseAfter: 10 * time.Millisecond})
	secret := "rahasia-" + pgtest.Schema(t, url)
	var ids []string
	for n := range 12 {
		e := entry(fmt.Sprint("u", n), fmt.Sprintf("%s-isi-%d", secret, n))
		e.Received.Title = fmt.Sprintf("%s-judul-%d", secret, n)
		ids = append(ids, put(t, s, e).ID)
		e.Received.Body += " lagi"
		put(t, s, e)
		if _, err := s.Decide(t.Context(), record.Decision{
			Kind: "quote.words", Target: e.Received.URL, Article: ids[n],
			Data: json.RawMessage(fmt.Sprintf(`{"words":"%s-kutipan-%d"}`, secret, n)), Logged: json.RawMessage(`{}`),
		}); err != nil {
			t.Fatal(err)
		}
	}
	pgtest.Exec(t, url, "ANALYZE article_key", "CHECKPOINT") // statistics outlive the rows that they were made of
	var statistics int
	if err := pgtest.Connect(t, url).QueryRow(t.Context(), "SELECT count(*) FROM pg_stats WHERE schemaname = $1 AND tablename LIKE 'article_key%' AND attname = 'key'", pgtest.Schema(t, url)).Scan(&statistics); err != nil || statistics > 0 {
		t.Errorf("%d tables have statistics of keys, %v", statistics, err)
	}
	keys := keysOf(t, url)
	if len(keys) != 12 {
		t.Fatalf("%d keys, want 12", len(keys))
	}
	if found := filesWith(t, dir, []byte(secret)); len(found) > 0 {
		t.Errorf("text in the clear in %q", found)
	}
	if found := inTables(filesWith(t, dir, keys[1])); len(found) == 0 {
		t.Fatal("the search does not find a key that is there")
	}
	for n, id := range ids {
		if n%2 == 0 {
			if _, err := s.Remove(t.Context(), id, "k1", "kata"); err != nil {
				t.Fatal(err)
			}
		}
	}
	begun := time.Now()
	if err := s.Scrub(t.Context()); err != nil {
		t.Fatal(err)
	}
	pgtest.Exec(t, url, "CHECKPOINT") // else memory is newer than the files
	if took := time.Since(begun); took > time.Minute {
		t.Errorf("erased after %v", took)
	}
	left := keysOf(t, url)
	if len(left) != 6 {
		t.Errorf("%d keys are left, want 6", len(left))
	}
	for n, key := range keys {
		found := inTables(filesWith(t, dir, key))
		if gone := left[n] == nil; gone == (len(found) > 0) {
			t.Errorf("the key of article %d, removed %v, is in %q", n, gone, found)
		}
	}
	for n, id := range ids {
		c, err := s.Get(t.Context(), id)
		if err != nil || c.Removed != (n%2 == 0) || !c.Removed && !strings.HasSuffix(c.Received.Body, fmt.Sprintf("-%d lagi", n)) {
			t.Errorf("article %d: %+v, %v", n, c, err)
		}
	}
	// The log of the server, where its settings have it delete what it needs no longer.
	var recycles bool
	if err := pgtest.Connect(t, url).QueryRow(t.Context(), "SELECT CAST(current_setting('wal_recycle') AS boolean)").Scan(&recycles); err != nil || recycles {
		t.Logf("the key stays in the write-ahead log for as long as its segments are used again (wal_recycle), %v", err)
		return
	}
	for range 20 {
		pgtest.Exec(t, url, "SELECT pg_switch_wal()", "CHECKPOINT")
		if len(filesWith(t, dir, keys[1])) == 0 {
			return
		}
	}
	t.Errorf("after switches and checkpoints the key is still in %q", filesWith(t, dir, keys[1]))
}

// A transaction that might still read a deleted key keeps it: that is noticed, and said.
func TestAnErasingThatIsHeldUp(t *testing.T) {
	t.Parallel()
	for what, hold := range map[string][]string{
		"by a snapshot": {"BEGIN ISOLATION LEVEL REPEATABLE READ", "SELECT 1 FROM counter"},
		"by a lock":     {"BEGIN", "SELECT 1 FROM article_key"},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			url := pgtest.Record(t, t.Name())
			dir := dataOf(t, url)
			s := start(t, url, postgres.Options{EraseAfter: time.Millisecond})
			id := put(t, s, entry("a", "satu")).ID
			put(t, s, entry("b", "dua"))
			key := keysOf(t, url)[1]
			holder := pgtest.Connect(t, url)
			for _, statement := range hold {
				if _, err := holder.Exec(t.Context(), statement); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := s.Remove(t.Context(), id, ""); err != nil {
				t.Fatal(err)
			}
			if err := s.Erase(t.Context()); err == nil {
				t.Error("it is erased while another may read it")
			}
			// Other writes go on.
			put(t, s, entry("c", "tiga"))
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			if _, err := holder.Exec(t.Context(), "COMMIT"); err != nil {
				t.Fatal(err)
			}
			pgtest.Exec(t, url, "CHECKPOINT")
			if len(inTables(filesWith(t, dir, key))) == 0 {
				t.Fatal("the key is gone before it was erased")
			}
			// What the process before did not come to is done by the next.
			s = start(t, url, postgres.Options{})
			if err := s.Scrub(t.Context()); err != nil {
				t.Fatal(err)
			}
			pgtest.Exec(t, url, "CHECKPOINT")
			if found := inTables(filesWith(t, dir, key)); len(found) > 0 {
				t.Errorf("the key is in %q", found)
			}
		})
	}
}

// Removals that follow each other within EraseAfter do not postpone the erasing.
func TestSteadyRemovalsDoNotPostponeAnErasing(t *testing.T) {
	t.Parallel()
	url := pgtest.Record(t, t.Name())
	s := start(t, url, postgres.Options{EraseAfter: 500 * time.Millisecond})
	id := put(t, s, entry("a", "satu")).ID
	attempt := s.Erased() // the first, at the start, is not to be the one that erases
	s.EraseSoon()
	<-attempt
	if _, err := s.Remove(t.Context(), id, ""); err != nil {
		t.Fatal(err)
	}
	conn := pgtest.Connect(t, url)
	waitFor(t, func() bool {
		s.EraseSoon() // as each removal calls it
		var left int
		if err := conn.QueryRow(t.Context(), "SELECT count(*) FROM erasing").Scan(&left); err != nil {
			t.Fatal(err)
		}
		return left == 0
	})
}

func TestWhatARewritingKeptIsReadInEveryLanguage(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		severity, detail string
		want             int
	}{
		{"INFO", "0 dead row versions cannot be removed yet.\nCPU: user: 0.00 s, system: 0.00 s, elapsed: 0.01 s.", 0},
		{"INFO", "17 dead row versions cannot be removed yet.", 17},
		{"INFO", "Es können 17 tote Zeilenversionen noch nicht entfernt werden.", 17},
		{"INFO", "", -1},
		{"NOTICE", "5 of something else", -1},
	} {
		if got := postgres.KeptRows(c.severity, c.detail); got != c.want {
			t.Errorf("%s %q: got %d, want %d", c.severity, c.detail, got, c.want)
		}
	}
}

// Of all processes one erases, and another one where that one ended or was cut off.
func TestOneProcessErases(t *testing.T) {
	t.Parallel()
	url := pgtest.Record(t, t.Name())
	one, other := start(t, url, postgres.Options{EraseAfter: 30 * time.Second}), start(t, url, postgres.Options{EraseAfter: 30 * time.Second})
	id := put(t, one, entry("a", "satu")).ID
	holder := pgtest.Connect(t, url)
	if _, err := holder.Exec(t.Context(), "SELECT pg_advisory_lock($1)", postgres.EraseLock(pgtest.Schema(t, url))); err != nil {
		t.Fatal(err)
	}
	if _, err := one.Remove(t.Context(), id, ""); err != nil {
		t.Fatal(err)
	}
	for _, s := range []*postgres.Store{one, other} {
		if err := s.Erase(t.Context()); err == nil || !strings.Contains(err.Error(), "another process") {
			t.Errorf("while another process erases: %v", err)
		}
	}
	if err := holder.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	// The server ends the lock a moment after the connection.
	for deadline := time.Now().Add(20 * time.Second); ; {
		err := other.Erase(t.Context())
		if err == nil {
			break
		}
		if time.Now().After(deadline) {
			t.Fatal(err)
		}
	}
	if err := one.Scrub(t.Context()); err != nil {
		t.Error(err)
	}
}
