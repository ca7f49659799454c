package sqlite_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"warta/index/record"
	"warta/index/record/sqlite"
)

// After a power cut the last writes are in the log beside the file: a source has them, and
// leaves both as they are.
func TestASourceAfterAPowerCut(t *testing.T) {
	t.Parallel()
	was := filepath.Join(t.TempDir(), "record.db")
	s := open(t, was, sqlite.Options{})
	put(t, s, entry("u1", "satu"))
	put(t, s, entry("u2", "dua"))
	path := filepath.Join(t.TempDir(), "record.db")
	files := map[string][]byte{}
	for _, suffix := range []string{"", "-wal"} {
		data, err := os.ReadFile(was + suffix)
		if err != nil {
			t.Fatal(err)
		}
		files[path+suffix] = data
		if err := os.WriteFile(path+suffix, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if len(files[path+"-wal"]) == 0 {
		t.Fatal("the log is empty: the test shows nothing")
	}
	source, err := sqlite.OpenSource(t.Context(), path, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if n, err := source.CountRows(t.Context(), "change"); err != nil || n != 2 {
		t.Errorf("%d changes, %v", n, err)
	}
	if err := source.Sound(t.Context()); err != nil {
		t.Error(err)
	}
	if err := source.Close(); err != nil {
		t.Fatal(err)
	}
	for name, data := range files {
		if now, err := os.ReadFile(name); err != nil || !bytes.Equal(now, data) {
			t.Errorf("%s is not as it was: %v", name, err)
		}
	}
}

// A source of another format would have to be written to, and so is refused; a target of an
// older format is brought to that of the program where it holds nothing.
func TestFormatsOfSourcesAndTargets(t *testing.T) {
	t.Parallel()
	script, err := os.ReadFile("testdata/format-1.sql")
	if err != nil {
		t.Fatal(err)
	}
	old := filepath.Join(t.TempDir(), "record.db")
	edit(t, old, string(script))
	for name, err := range map[string]error{
		"source": errOf(sqlite.OpenSource(t.Context(), old, sqlite.Options{})),
		"target": errOf(sqlite.OpenTarget(t.Context(), old, sqlite.Options{})),
	} {
		if err == nil || !strings.Contains(err.Error(), "has format 1 and this program writes") {
			t.Errorf("%s: %v", name, err)
		}
	}
	edit(t, old, "DELETE FROM change; DELETE FROM identity; DELETE FROM article; DELETE FROM key")
	target, err := sqlite.OpenTarget(t.Context(), old, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := target.Begin(t.Context(), record.Origin{}); err != nil {
		t.Error(err)
	}
	if err := target.Close(); err != nil {
		t.Fatal(err)
	}
	if left, err := filepath.Glob(old + ".format-*"); err != nil || len(left) > 0 {
		t.Errorf("copies %v, %v", left, err)
	}
	for _, c := range []struct{ format, want string }{{"1048580", "was begun with format 4"}, {"1048675", "use a newer warta"}, {"99", "use a newer warta"}} {
		edit(t, old, "PRAGMA user_version = "+c.format)
		if _, err := sqlite.OpenTarget(t.Context(), old, sqlite.Options{}); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("format %s: %v", c.format, err)
		}
	}
	if _, err := sqlite.OpenSource(t.Context(), filepath.Join(t.TempDir(), "record.db"), sqlite.Options{}); err == nil {
		t.Error("a source that is not there is opened")
	}
}

func errOf[T any](_ T, err error) error { return err }

// Two processes that fill one record do each other no harm: one of them is refused.
func TestATargetThatAnotherProcessFillsTakesNothing(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "record.db")
	line := func(n int64) []record.Row {
		return []record.Row{{Place: record.Place(fmt.Sprint(n)), Values: []any{n, int64(1), "", "x", "", ""}}}
	}
	var targets []*sqlite.Target
	for range 2 {
		target, err := sqlite.OpenTarget(t.Context(), path, sqlite.Options{})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = target.Close() })
		if _, err := target.Begin(t.Context(), record.Origin{Lineage: "x"}); err != nil {
			t.Fatal(err)
		}
		targets = append(targets, target)
	}
	if err := targets[0].Take(t.Context(), "audit", line(1)); err != nil {
		t.Fatal(err)
	}
	for what, err := range map[string]error{"take": targets[1].Take(t.Context(), "audit", line(2)), "finish": targets[1].Finish(t.Context())} {
		if err == nil || !strings.Contains(err.Error(), "another process fills the record") {
			t.Errorf("%s: %v", what, err)
		}
	}
	if err := targets[0].Take(t.Context(), "audit", line(2)); err != nil {
		t.Error(err)
	}
	if err := targets[0].Finish(t.Context()); err != nil {
		t.Error(err)
	}
}
