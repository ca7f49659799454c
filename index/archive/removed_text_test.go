package archive_test

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"warta/index"
	"warta/index/archive"
	"warta/index/embedded"
	"warta/index/record"
	"warta/index/record/postgres"
	"warta/index/record/postgres/pgtest"
)

// purgedAfter is the age at which the engine of these tests takes deleted text out of its files,
// in place of half a day.
const purgedAfter = time.Second

// withAny returns the files below a folder in which one of the texts can be read. A file that is
// deleted meanwhile is none.
func withAny(t *testing.T, dir string, texts ...string) (names []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(name string, e fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		data, err := os.ReadFile(name)
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		for _, text := range texts {
			if bytes.Contains(data, []byte(text)) {
				names = append(names, strings.TrimPrefix(name, dir+"/")+" has "+text)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// What is removed at one node leaves all files of another, which was told of it by the record
// alone. In the files of the record's server, its log included, it never was.
func TestARemovalLeavesTheFilesOfOtherNodes(t *testing.T) {
	t.Parallel()
	const word, speaker = "zzyxqwtv", "Qwerzilla Xylotamba"
	url := pgtest.Record(t, t.Name())
	node := nodesOver(t, func() record.Record {
		s, err := postgres.Open(context.WithoutCancel(t.Context()), url, postgres.Options{Conns: 2})
		if err != nil {
			t.Fatal(err)
		}
		return s
	})
	var dirs []string
	onDisk := func(o *archive.Options) {
		dirs = append(dirs, o.Dir)
		o.OpenEngine = func(ctx context.Context, dir string) (index.Engine, error) {
			return embedded.Open(ctx, dir, embedded.Options{PurgeAfter: purgedAfter})
		}
	}
	here, there := node(onDisk), node(onDisk)
	told := tell(t, here, site+word, speaker+" @33: Kita catat "+word+".")
	for n := range 5 { // the segments have other articles, too
		tell(t, here, site+strings.Repeat("n", n+1), "Rini Astuti @33: Kita mulai.")
	}
	settled(t, there)
	secrets := []string{told.ID, word, told.Quotes[0].ID}
	var server string
	if err := pgtest.Connect(t, url).QueryRow(t.Context(), "SELECT current_setting('data_directory')").Scan(&server); err != nil {
		t.Fatal(err)
	}
	inRecord := func() {
		t.Helper()
		if _, err := os.ReadDir(filepath.Join(server, "pg_wal")); err != nil && os.Getenv("CI") != "true" {
			t.Logf("the files of the server are not looked through: %v", err)
			return
		}
		if found := withAny(t, server, word, speaker); len(found) > 0 {
			t.Errorf("in the files of the server: %v", found)
		}
	}
	for i, dir := range dirs {
		if found := withAny(t, dir, secrets...); len(found) == 0 {
			t.Errorf("node %d has none of %q in its files: the test looks for the wrong thing", i, secrets)
		}
	}
	inRecord()
	if _, err := here.Remove(t.Context(), told.ID, "k1"); err != nil {
		t.Fatal(err)
	}
	begun := time.Now()
	for i, dir := range dirs {
		var left []string
		deadline := time.After(time.Minute)
		for left = withAny(t, dir, secrets...); len(left) > 0; left = withAny(t, dir, secrets...) {
			select {
			case <-time.After(100 * time.Millisecond):
				continue
			case <-deadline:
				t.Fatalf("in files of node %d a minute later: %v", i, left)
			}
		}
		t.Logf("node %d: out of all files after %v", i, time.Since(begun).Round(time.Millisecond))
	}
	inRecord()
	settled(t, there)
	if got := len(titles(t, there)); got != 5 {
		t.Errorf("the others: %d articles", got)
	}
}
