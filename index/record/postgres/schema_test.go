package postgres_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"golang.org/x/sync/errgroup"

	"warta/index/record"
	"warta/index/record/postgres"
	"warta/index/record/postgres/pgtest"
)

func TestARecordOfANewerFormatIsRefused(t *testing.T) {
	t.Parallel()
	url := pgtest.Record(t, t.Name())
	if err := start(t, url, postgres.Options{}).Close(); err != nil {
		t.Fatal(err)
	}
	pgtest.Exec(t, url, "UPDATE counter SET format = 99")
	_, err := postgres.Open(t.Context(), url, postgres.Options{})
	if e, ok := errors.AsType[*record.FormatError](err); !ok || e.Found != 99 || e.Known != postgres.Formats {
		t.Errorf("got %v", err)
	}
}

// Several processes of a new version start while one of the version before writes: one of
// them migrates, and the old one may write no more.
func TestAProcessOfAnOlderFormatMayNotWrite(t *testing.T) {
	t.Parallel()
	url := pgtest.Record(t, t.Name())
	old := start(t, url, postgres.Options{})
	id := put(t, old, entry("a", "satu")).ID
	newer := postgres.Options{Conns: 2}.WithSteps(`CREATE TABLE later (n BIGINT)`, `INSERT INTO later VALUES (1)`)
	var g errgroup.Group
	for range 3 {
		g.Go(func() error {
			s, err := postgres.Open(t.Context(), url, newer)
			if err != nil {
				return err
			}
			return s.Close()
		})
	}
	if err := g.Wait(); err != nil {
		t.Fatal(err)
	}
	var rows, format int
	if err := pgtest.Connect(t, url).QueryRow(t.Context(), "SELECT (SELECT count(*) FROM later), (SELECT format FROM counter)").Scan(&rows, &format); err != nil || rows != 1 || format != postgres.Formats+2 {
		t.Errorf("%d rows in format %d, %v: each step runs once", rows, format, err)
	}
	_, err := record.PutOver(t.Context(), old, entry("b", "dua"), nil)
	if _, ok := errors.AsType[*record.FormatError](err); !ok {
		t.Errorf("an older process writes: %v", err)
	}
	if c, err := old.Get(t.Context(), id); err != nil || c.Received.Body != "satu" {
		t.Errorf("an older process reads: %+v, %v", c, err)
	}
	if head, err := old.Head(t.Context()); err != nil || head != 1 {
		t.Errorf("head %d, %v", head, err)
	}
}

func TestAMigrationThatFailsChangesNothing(t *testing.T) {
	t.Parallel()
	url := pgtest.Record(t, t.Name())
	s := start(t, url, postgres.Options{})
	_, err := postgres.Open(t.Context(), url, postgres.Options{}.WithSteps(`CREATE TABLE half (n BIGINT); SELECT 1/0`))
	if err == nil || !strings.Contains(err.Error(), "migrate the record") {
		t.Errorf("got %v", err)
	}
	var there bool
	if err := pgtest.Connect(t, url).QueryRow(t.Context(), "SELECT to_regclass('half') IS NOT NULL").Scan(&there); err != nil || there {
		t.Errorf("a half of the step is there: %v, %v", there, err)
	}
	put(t, s, entry("a", "satu"))
}

func TestANewLineageEndsTheWritesOfThoseWhoKnowTheOld(t *testing.T) {
	t.Parallel()
	url := pgtest.Record(t, t.Name())
	s := start(t, url, postgres.Options{})
	put(t, s, entry("a", "satu"))
	if err := postgres.NewLineage(t.Context(), url); err != nil {
		t.Fatal(err)
	}
	if _, err := record.PutOver(t.Context(), s, entry("b", "dua"), nil); err == nil || !strings.Contains(err.Error(), "another lineage") {
		t.Errorf("got %v", err)
	}
	again := start(t, url, postgres.Options{})
	if again.Lineage() == s.Lineage() || again.Lineage() == "" {
		t.Errorf("lineage %q after %q", again.Lineage(), s.Lineage())
	}
	if res := put(t, again, entry("b", "dua")); res.Seq != 2 {
		t.Errorf("the next write: %+v", res)
	}
}

func TestARecordThatWentBackIsSaid(t *testing.T) {
	t.Parallel()
	url := pgtest.Record(t, t.Name())
	s := start(t, url, postgres.Options{})
	put(t, s, entry("a", "satu"))
	put(t, s, entry("a", "dua"))
	pgtest.Exec(t, url, "DELETE FROM change WHERE seq = 2", "UPDATE article SET seq = 1, version = 1", "UPDATE counter SET change = 1")
	if _, err := record.PutOver(t.Context(), s, entry("b", "dua"), nil); err == nil || !strings.Contains(err.Error(), "went back from change 2 to 1") {
		t.Errorf("got %v", err)
	}
}

// A dump that is restored elsewhere has everything, and a lineage of its own.
func TestADumpIsRestored(t *testing.T) {
	t.Parallel()
	url := pgtest.Record(t, t.Name())
	schema := pgtest.Schema(t, url)
	s := start(t, url, postgres.Options{})
	var ids []string
	for n := range 40 {
		ids = append(ids, put(t, s, entry(fmt.Sprint("u", n), fmt.Sprint("isi ", n))).ID)
	}
	if _, err := s.Remove(t.Context(), ids[0], "k1"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Decide(t.Context(), record.Decision{Kind: "quote.hidden", Target: "q", Article: ids[1], Data: json.RawMessage(`{"a":1}`)}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.ChangeRoster(t.Context(), record.RosterChange{Rows: []record.RosterRow{{Name: "Budi", Satker: "33"}}}); err != nil {
		t.Fatal(err)
	}
	file, target := filepath.Join(t.TempDir(), "record.dump"), schema+"_back"
	run(t, strings.Replace(s.CopyCommand(), "--file=record.dump", "--file="+file, 1))
	pgtest.Exec(t, url, "CREATE DATABASE "+target)
	t.Cleanup(func() { pgtest.Exec(t, url, "DROP DATABASE "+target+" WITH (FORCE)") })
	restored := strings.Replace(url, "/warta?", "/"+target+"?", 1)
	run(t, fmt.Sprintf("pg_restore --dbname='%s' %s", strings.Replace(restored, "schema="+schema+"&", "", 1), file))
	if err := postgres.NewLineage(t.Context(), restored); err != nil {
		t.Fatal(err)
	}
	back := start(t, restored, postgres.Options{})
	for what, ask := range map[string]func(record.Record) (any, error){
		"log":       func(r record.Record) (any, error) { return r.Page(t.Context(), 0, 1000) },
		"decisions": func(r record.Record) (any, error) { return r.DecisionsAfter(t.Context(), 0, 1000) },
		"counts":    func(r record.Record) (any, error) { return r.Counts(t.Context()) },
		"audits":    func(r record.Record) (any, error) { return r.Audits(t.Context(), 0, 1000) },
	} {
		want, err := ask(s)
		got, failed := ask(back)
		if err != nil || failed != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %+v, %v, want %+v, %v", what, got, failed, want, err)
		}
	}
	if back.Lineage() == s.Lineage() {
		t.Error("the copy has the lineage of the record")
	}
	// It takes writes, and removals.
	put(t, back, entry("baru", "isi"))
	if _, err := back.Remove(t.Context(), ids[3], "k1"); err != nil {
		t.Error(err)
	}
	if err := back.Scrub(t.Context()); err != nil {
		t.Error(err)
	}
}

// run runs a command line in a shell, with the programs of the server in the path.
func run(t *testing.T, line string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "sh", "-c", line)
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	cmd.Env = append(os.Environ(), "PATH="+strings.Join(append([]string{os.Getenv("PATH")}, found...), ":"))
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", line, err, out)
	}
}
