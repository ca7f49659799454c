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
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	_ "modernc.org/sqlite" // to look into the file

	"warta/index/record"
	"warta/index/record/sqlite"
)

// A tellTale is a log that is rung when a line holds what is waited for.
type tellTale struct {
	want string
	told chan struct{}
	once sync.Once
}

func (l *tellTale) Write(line []byte) (int, error) {
	if bytes.Contains(line, []byte(l.want)) {
		l.once.Do(func() { close(l.told) })
	}
	return len(line), nil
}

func TestWhoeverReadsAllTheTimeIsSaidToHoldRemovedText(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "record.db")
	told := &tellTale{want: "removed text is still in the log", told: make(chan struct{})}
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
	defer raw.Close()
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
	if err != nil || c.Received.Body != "satu" || c.Received.URL != "a" || s.Head() != 1 {
		t.Errorf("got %+v, %v, head %d", c, err, s.Head())
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
	defer before.Close()
	var version, changes int
	if err := before.QueryRow("PRAGMA user_version").Scan(&version); err != nil || version != 1 {
		t.Errorf("the copy has format %d, %v", version, err)
	}
	if err := before.QueryRow("SELECT count(*) FROM change WHERE body IS NOT NULL").Scan(&changes); err != nil || changes != 1 {
		t.Errorf("the copy has %d changes, %v", changes, err)
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

func TestDecisionsOfPeople(t *testing.T) {
	t.Parallel()
	s := open(t, filepath.Join(t.TempDir(), "record.db"), sqlite.Options{})
	id := put(t, s, entry("a", "satu")).ID
	decide := func(kind, target, article, data string) error {
		d := record.Decision{By: "staff", Kind: kind, Target: target, Article: article}
		if data != "" {
			d.Data = []byte(data)
		}
		return second(s.Decide(t.Context(), d))
	}
	in := func() (out []string) {
		ds, err := s.Decisions(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range ds {
			out = append(out, d.Kind+" "+d.Target+" "+string(d.Data))
		}
		return out
	}
	if err := errors.Join(
		decide("official.merge", "budi", "", `{"into":"budi-santoso"}`),
		decide("quote.hidden", "q1", id, `true`),
		decide("quote.hidden", "q2", id, `true`),
		decide("official.merge", "budi", "", `{"into":"budi-s"}`),
		decide("quote.hidden", "q2", id, ""),
	); err != nil {
		t.Fatal(err)
	}
	if got, want := in(), []string{"quote.hidden q1 true", `official.merge budi {"into":"budi-s"}`}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want the last word on each: %q", got, want)
	}
	if err := decide("quote.hidden", "q3", "nosuch", `true`); !errors.Is(err, record.ErrNotFound) {
		t.Errorf("about an article that is not there: %v", err)
	}
	if err := decide("quote.hidden", "q3", id, `{`); err == nil {
		t.Error("broken JSON was taken")
	}
	if _, err := s.Remove(t.Context(), id, ""); err != nil {
		t.Fatal(err)
	}
	if got := in(); len(got) != 1 || !strings.HasPrefix(got[0], "official.merge") {
		t.Errorf("after the removal of the article: %q", got)
	}
	if as, err := s.Audits(t.Context(), 0, 100); err != nil || len(as) != 6 {
		t.Errorf("%d lines in the audit log, %v, want 6", len(as), err)
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
	if c, err := r.Get(t.Context(), kept.ID); err != nil || c.Received.Body != "satu" || r.Head() != 3 {
		t.Errorf("got %+v, %v, head %d", c, err, r.Head())
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
	for c, err := range s.After(t.Context(), 0) {
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

func TestKeys(t *testing.T) {
	t.Parallel()
	s := open(t, filepath.Join(t.TempDir(), "record.db"), sqlite.Options{})
	at := func(n int) time.Time { return time.Date(2025, 1, n, 0, 0, 0, 0, time.UTC) }
	k := record.Key{ID: "k1", Hash: [32]byte{1}, Name: "humas", Scopes: []string{"ingest"}, Satker: []string{"33.74"}, Created: at(1), Expires: at(30)}
	if err := s.AddKey(t.Context(), k, "k0"); err != nil {
		t.Fatal(err)
	}
	for _, twin := range []record.Key{{ID: "k1", Hash: [32]byte{9}}, {ID: "k9", Hash: [32]byte{1}}} {
		if err := s.AddKey(t.Context(), twin, ""); !errors.Is(err, record.ErrKeyExists) {
			t.Errorf("a twin: %v", err)
		}
	}
	if err := errors.Join(s.RevokeKey(t.Context(), "k1", at(5), "k0"), s.RevokeKey(t.Context(), "k1", at(9), ""), s.TouchKey(t.Context(), "k1", at(4))); err != nil {
		t.Fatal(err)
	}
	k.Revoked, k.LastUsed = at(5), at(4)
	if got, err := s.KeyByHash(t.Context(), [32]byte{1}); err != nil || !reflect.DeepEqual(got, k) {
		t.Errorf("got %+v, %v\nwant %+v", got, err, k)
	}
	if got, err := s.Keys(t.Context()); err != nil || len(got) != 1 {
		t.Errorf("got %+v, %v", got, err)
	}
	if _, err := s.KeyByHash(t.Context(), [32]byte{2}); !errors.Is(err, record.ErrNotFound) {
		t.Errorf("an unknown hash: %v", err)
	}
	if err := s.RevokeKey(t.Context(), "k7", at(1), ""); !errors.Is(err, record.ErrNotFound) {
		t.Errorf("an unknown id: %v", err)
	}
}

func TestOptionsSayEverythingThatIsWrong(t *testing.T) {
	t.Parallel()
	err := sqlite.Options{QueueLen: -1, ScrubAfter: time.Hour}.Validate()
	if err == nil || !strings.Contains(err.Error(), "queue_len -1") || !strings.Contains(err.Error(), "scrub_after 1h") {
		t.Errorf("got %v", err)
	}
}
