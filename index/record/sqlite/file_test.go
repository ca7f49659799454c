package sqlite_test

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	_ "modernc.org/sqlite" // to look into the file

	"warta/index/record"
	"warta/index/record/sqlite"
)

// A lineAwaiter is a log that closes told at the first line that contains want.
type lineAwaiter struct {
	want string
	told chan struct{}
	once sync.Once
}

func (l *lineAwaiter) Write(line []byte) (int, error) {
	if bytes.Contains(line, []byte(l.want)) {
		l.once.Do(func() { close(l.told) })
	}
	return len(line), nil
}

func TestALongReadThatHoldsRemovedTextIsLogged(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "record.db")
	told := &lineAwaiter{want: "removed text is still in the log", told: make(chan struct{})}
	s := open(t, path, sqlite.Options{ScrubAfter: time.Millisecond, Log: slog.New(slog.NewTextHandler(told, nil))})
	id := put(t, s, entry("u1", "rahasia")).ID
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	reading, err := db.Begin() // as a program that replicates the record does
	if err != nil {
		t.Fatal(err)
	}
	var n int
	if err := reading.QueryRow("SELECT count(*) FROM change").Scan(&n); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Remove(t.Context(), id, ""); err != nil {
		t.Fatal(err)
	}
	<-told.told
	if err := reading.Rollback(); err != nil {
		t.Fatal(err)
	}
	if err := s.Scrub(t.Context()); err != nil {
		t.Error(err)
	}
	if info, err := os.Stat(path + "-wal"); err != nil || info.Size() > 0 {
		t.Errorf("the log afterwards: %v, %v", info, err)
	}
}

func TestRemovedTextIsInNoFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "record.db")
	s := open(t, path, sqlite.Options{ScrubAfter: time.Minute})
	rng := rand.New(rand.NewPCG(1, 2))
	type stored struct {
		id     string
		bodies [][]byte
	}
	var all []stored
	raw, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	for n := range 120 {
		st := stored{}
		for range 1 + n%3 { // versions
			size := []int{40, 700, 3_000, 9_000, 60_000}[rng.IntN(5)]
			st.id = put(t, s, entry(fmt.Sprint("u", n), noise(rng, size))).ID
		}
		all = append(all, st)
	}
	for i := range all {
		rows, err := raw.Query("SELECT body FROM change c JOIN article a ON a.n = c.article WHERE a.id = ?", all[i].id)
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			var b []byte
			if err := rows.Scan(&b); err != nil {
				t.Fatal(err)
			}
			all[i].bodies = append(all[i].bodies, b)
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			t.Fatal(err)
		}
	}
	if err := raw.Close(); err != nil {
		t.Fatal(err)
	}
	if got := traces(t, dir, all[0].bodies[0]); got == 0 {
		t.Fatal("the search finds nothing even before the removal")
	}
	removed := map[string]bool{}
	for i, st := range all {
		if i%2 == 0 {
			removed[st.id] = true
			if _, err := s.Remove(t.Context(), st.id, ""); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := s.Scrub(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, st := range all {
		for v, b := range st.bodies {
			if got := traces(t, dir, b); removed[st.id] && got > 0 {
				t.Errorf("article %s version %d, %d bytes: %d pieces are still in the files", st.id, v+1, len(b), got)
			}
		}
	}
}

// noise is text that cannot be compressed away.
func noise(rng *rand.Rand, n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(' ' + rng.IntN(90))
	}
	return string(b)
}

func TestALongReadDelaysTheOverwritingAndNobodyElse(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "record.db")
	s := open(t, path, sqlite.Options{ScrubAfter: time.Millisecond})
	id := put(t, s, entry("a", "satu")).ID
	raw, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = raw.Close() }()
	tx, err := raw.Begin()
	if err != nil {
		t.Fatal(err)
	}
	var n int
	if err := tx.QueryRow("SELECT count(*) FROM change").Scan(&n); err != nil || n != 1 {
		t.Fatal(n, err)
	}
	if _, err := s.Remove(t.Context(), id, ""); err != nil {
		t.Fatal(err)
	}
	for n := range 20 {
		put(t, s, entry(fmt.Sprint("b", n), "dua"))
	}
	log, err := os.Stat(path + "-wal")
	if err != nil || log.Size() == 0 {
		t.Errorf("the log was cut under a reader: %v, %v", log, err)
	}
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
	if err := s.Scrub(t.Context()); err != nil {
		t.Fatal(err)
	}
	if log, err := os.Stat(path + "-wal"); err != nil || log.Size() != 0 {
		t.Errorf("the log is left: %v, %v", log, err)
	}
}

// traces counts the pieces of body that stand in a file of dir.
func traces(t *testing.T, dir string, body []byte) (n int) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		const piece = 16
		for at := 16; at+piece <= len(body); at += max(piece, len(body)/40) {
			if bytes.Contains(data, body[at:at+piece]) {
				n++
			}
		}
	}
	return n
}

func TestANewerFormatIsRefusedInOneLine(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "record.db")
	s, err := sqlite.Open(t.Context(), path, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	edit(t, path, "PRAGMA user_version = 99")
	_, err = sqlite.Open(t.Context(), path, sqlite.Options{})
	if e, ok := errors.AsType[*record.FormatError](err); !ok || e.Found != 99 || strings.Contains(err.Error(), "\n") {
		t.Errorf("got %v", err)
	}
}

func TestAnotherProgramsFileIsLeftAlone(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "record.db")
	edit(t, path, "CREATE TABLE mine (x); PRAGMA user_version = 1")
	if _, err := sqlite.Open(t.Context(), path, sqlite.Options{}); err == nil {
		t.Error("opened what is not a record")
	}
}

func TestAnOlderFormatIsMigratedAfterACopy(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "record.db")
	script, err := os.ReadFile("testdata/format-1.sql")
	if err != nil {
		t.Fatal(err)
	}
	edit(t, path, string(script))
	s := open(t, path, sqlite.Options{})
	c, err := s.Get(t.Context(), "hpbzbcyjc6rc")
	if err != nil || c.Received.Body != "satu" || c.Received.URL != "a" || head(t, s) != 1 {
		t.Errorf("got %+v, %v, head %d", c, err, head(t, s))
	}
	if res := put(t, s, entry("a", "satu")); res.Outcome != record.Unchanged {
		t.Errorf("sent again: %+v", res)
	}
	if _, err := s.Remove(t.Context(), c.ID, "admin"); err != nil { // writes what format 1 has no table for
		t.Errorf("remove: %v", err)
	}
	before, err := sql.Open("sqlite", path+".format-1")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = before.Close() }()
	var version, changes int
	if err := before.QueryRow("PRAGMA user_version").Scan(&version); err != nil || version != 1 {
		t.Errorf("the copy has format %d, %v", version, err)
	}
	if err := before.QueryRow("SELECT count(*) FROM change WHERE body IS NOT NULL").Scan(&changes); err != nil || changes != 1 {
		t.Errorf("the copy has %d changes, %v", changes, err)
	}
}

// The file was written by the last program of format 4, whose decisions had no log.
func TestARecordOfFormat4GetsALogOfDecisions(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "record.db")
	script, err := os.ReadFile("testdata/format-4.sql")
	if err != nil {
		t.Fatal(err)
	}
	edit(t, path, string(script))
	s := open(t, path, sqlite.Options{})
	if err := s.Sound(t.Context()); err != nil {
		t.Error(err)
	}
	const a, b = "hpbzbcyjc6rc", "s42hpvblcw4m"
	decisions := func() (out []string) {
		t.Helper()
		ds, err := s.DecisionsAfter(t.Context(), 0, 100)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range ds {
			out = append(out, d.Kind+" "+d.Target+" "+string(d.Data)+" "+d.By)
		}
		return out
	}
	merge, roster := `official.merge budi {"into":"budi-santoso"} staff`, `roster roster {"version":2} k1`
	want := []string{merge, `quote.hidden ` + b + `-q1 {"words":"dua"} staff`, roster}
	if got := decisions(); !slices.Equal(got, want) {
		t.Errorf("decisions %q, want %q", got, want)
	}
	people, err := record.AllPersonIDs(t.Context(), s, 0)
	if err != nil || !slices.Equal(people, []record.PersonID{{N: 1, ID: "budi", Key: "k1"}, {N: 2, ID: "budi-santoso", Key: "k2"}, {N: 3, ID: "budi-s", Key: "#budi"}}) {
		t.Errorf("people %+v, %v", people, err)
	}
	last, err := s.LastRemoval(t.Context())
	if c, e := s.Get(t.Context(), b); err != nil || e != nil || c.Received.Body != "dua" || last != max(c.Seq, 5) {
		t.Errorf("an article with a decision: %+v, %v; last removal %d, %v", c, e, last, err)
	}
	if res := put(t, s, entry("a", "satu lagi")); res.ID != a || res.Outcome != record.Unchanged || res.Version != 2 {
		t.Errorf("sent again: %+v", res)
	}
	if _, err := putting(t, s, entry("c", "tiga")); err == nil {
		t.Error("a removed article came back")
	}
	if got := rosterOf(t, s, 0); len(got) != 2 {
		t.Errorf("the list has %+v", got)
	}
	if ks, err := s.Keys(t.Context()); err != nil || len(ks) != 1 || ks[0].Name != "humas" {
		t.Errorf("keys %+v, %v", ks, err)
	}
	if _, err := s.Remove(t.Context(), b, "admin"); err != nil {
		t.Fatal(err)
	}
	if got, want := decisions(), []string{merge, roster, "quote.hidden " + b + "-q1  admin"}; !slices.Equal(got, want) {
		t.Errorf("after a removal %q, want %q", got, want)
	}
}

func edit(t *testing.T, path, script string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(script); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestABackupIsARecord(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := open(t, filepath.Join(dir, "record.db"), sqlite.Options{})
	kept, removed := put(t, s, entry("a", "satu")), put(t, s, entry("b", "dua"))
	if _, err := s.Remove(t.Context(), removed.ID, ""); err != nil {
		t.Fatal(err)
	}
	backup := filepath.Join(dir, "a backup?.db")
	if err := s.Backup(t.Context(), backup); err != nil {
		t.Fatal(err)
	}
	if err := s.Backup(t.Context(), backup); err == nil {
		t.Error("a backup was written over another")
	}
	put(t, s, entry("c", "tiga"))
	restored := filepath.Join(dir, "restored.db")
	if err := sqlite.Restore(t.Context(), backup, restored); err != nil {
		t.Fatal(err)
	}
	if err := sqlite.Restore(t.Context(), backup, restored); err == nil {
		t.Error("a record was restored over another")
	}
	r := open(t, restored, sqlite.Options{})
	if c, err := r.Get(t.Context(), kept.ID); err != nil || c.Received.Body != "satu" || head(t, r) != 3 {
		t.Errorf("got %+v, %v, head %d", c, err, head(t, r))
	}
	if st, err := r.State(t.Context(), removed.ID); err != nil || !st.Removed {
		t.Errorf("got %+v, %v", st, err)
	}
	if r.Lineage() == s.Lineage() {
		t.Error("what was worked out of the first record would be taken for that of the second")
	}
	if err := r.Sound(t.Context()); err != nil {
		t.Error(err)
	}
	if c, err := r.Counts(t.Context()); err != nil || c != (record.Counts{Articles: 1, Removed: 1, Changes: 3}) {
		t.Errorf("got %+v, %v", c, err)
	}
	for _, bad := range []string{filepath.Join(dir, "nosuch"), "store_test.go"} {
		if err := sqlite.Restore(t.Context(), bad, filepath.Join(dir, "x.db")); err == nil {
			t.Errorf("restored from %s", bad)
		}
	}
	if left, err := filepath.Glob(filepath.Join(dir, "*.part*")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestADamagedArticleDoesNotHideTheOthers(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "record.db")
	s, err := sqlite.Open(t.Context(), path, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for n := range 5 {
		put(t, s, entry(fmt.Sprint("u", n), "isi"))
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	edit(t, path, "UPDATE change SET body = X'01ff00' WHERE seq = 3")
	s = open(t, path, sqlite.Options{})
	good := 0
	for c, err := range record.After(t.Context(), s, 0) {
		if err != nil {
			t.Fatal(err)
		}
		if c.Damaged == nil {
			good++
		} else if _, err := s.Get(t.Context(), c.ID); err == nil {
			t.Error("a damaged article was given out")
		}
	}
	if good != 4 {
		t.Errorf("%d of 5 articles can be read, want 4", good)
	}
}

func TestARecordIsForcedToDisk(t *testing.T) {
	t.Parallel()
	s := open(t, filepath.Join(t.TempDir(), "record.db"), sqlite.Options{})
	for name, want := range map[string]string{"synchronous": "2", "journal_mode": "wal", "secure_delete": "1"} {
		if got := s.Pragma(t.Context(), name); got != want {
			t.Errorf("%s is %s, want %s", name, got, want)
		}
	}
}

func TestOptionsSayEverythingThatIsWrong(t *testing.T) {
	t.Parallel()
	err := sqlite.Options{QueueLen: -1, ScrubAfter: time.Hour}.Validate()
	if err == nil || !strings.Contains(err.Error(), "queue_len -1") || !strings.Contains(err.Error(), "scrub_after 1h") {
		t.Errorf("got %v", err)
	}
}
