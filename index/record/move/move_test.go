package move_test

import (
	"crypto/sha256"
	"os"
	"path/filepath"
	"testing"
	"time"

	"warta/index/record"
	"warta/index/record/postgres"
	"warta/index/record/postgres/pgtest"
	"warta/index/record/recordtest"
	"warta/index/record/sqlite"
)

// files and servers open records for moves.
var (
	files = recordtest.Moving{
		Open: func(t testing.TB, dir string, now func() time.Time) record.Record {
			s, err := sqlite.Open(t.Context(), fileIn(dir), sqlite.Options{Now: now})
			return opened(t, s, err)
		},
		Try: func(t testing.TB, dir string) error {
			return tried(sqlite.Open(t.Context(), fileIn(dir), sqlite.Options{}))
		},
		Source: func(t testing.TB, dir string) (record.Source, error) {
			return orNil[record.Source](sqlite.OpenSource(t.Context(), fileIn(dir), sqlite.Options{}))
		},
		Target: func(t testing.TB, dir string) (record.Target, error) {
			return orNil[record.Target](sqlite.OpenTarget(t.Context(), fileIn(dir), sqlite.Options{}))
		},
	}
	servers = recordtest.Moving{
		Open: func(t testing.TB, dir string, now func() time.Time) record.Record {
			s, err := postgres.Open(t.Context(), pgtest.Record(t, dir), postgres.Options{Now: now, Conns: 2})
			return opened(t, s, err)
		},
		Try: func(t testing.TB, dir string) error {
			return tried(postgres.Open(t.Context(), pgtest.Record(t, dir), postgres.Options{Conns: 2}))
		},
		Source: func(t testing.TB, dir string) (record.Source, error) {
			return orNil[record.Source](postgres.OpenSource(t.Context(), pgtest.Record(t, dir), postgres.Options{Conns: 2}))
		},
		Target: func(t testing.TB, dir string) (record.Target, error) {
			return orNil[record.Target](postgres.OpenTarget(t.Context(), pgtest.Record(t, dir), postgres.Options{Conns: 2}))
		},
	}
)

func fileIn(dir string) string { return filepath.Join(dir, sqlite.FileName) }

// opened fails the test for an error.
func opened[R record.Record](t testing.TB, r R, err error) record.Record {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// tried closes what was opened.
func tried[R record.Record](r R, err error) error {
	if err != nil {
		return err
	}
	return r.Close()
}

// orNil returns an opened record as an interface, which is nil after an error.
func orNil[I any](r any, err error) (I, error) {
	if err != nil {
		var none I
		return none, err
	}
	return r.(I), nil
}

func TestSQLite(t *testing.T) {
	t.Parallel()
	recordtest.TestMoving(t, files)
}

func TestPostgres(t *testing.T) {
	pgtest.URL(t)
	t.Parallel()
	recordtest.TestMoving(t, servers)
}

func TestFromOneToTheOther(t *testing.T) {
	pgtest.URL(t)
	t.Parallel()
	t.Run("SQLiteToPostgres", func(t *testing.T) { t.Parallel(); recordtest.TestMove(t, files, servers) })
	t.Run("PostgresToSQLite", func(t *testing.T) { t.Parallel(); recordtest.TestMove(t, servers, files) })
}

// The file of a source, and what lies beside it, are as they were, byte by byte.
func TestASourceFileStaysAsItIs(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	r := files.Open(t, dir, nil)
	recordtest.FillWithEverything(t, r)
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	before := contentOf(t, dir)
	s, err := files.Source(t, dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Sound(t.Context()); err != nil {
		t.Error(err)
	}
	for _, table := range record.Tables {
		if _, err := s.Rows(t.Context(), table, "", 1000); err != nil {
			t.Error(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	after := contentOf(t, dir)
	for name, sum := range after {
		if before[name] != sum {
			t.Errorf("%s is not as it was", name)
		}
	}
	if len(after) != len(before) {
		t.Errorf("%d files, there were %d", len(after), len(before))
	}
}

// contentOf returns the checksums of the files in a folder.
func contentOf(t *testing.T, dir string) map[string][32]byte {
	t.Helper()
	list, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	sums := map[string][32]byte{}
	for _, entry := range list {
		data, err := os.ReadFile(filepath.Join(dir, entry.Name()))
		if err != nil {
			t.Fatal(err)
		}
		sums[entry.Name()] = sha256.Sum256(data)
	}
	return sums
}
