package move_test

import (
	"crypto/sha256"
	"database/sql"
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

// filled returns the folder of a record with something of everything.
func filled(t *testing.T, of recordtest.Moving) (dir string) {
	t.Helper()
	dir = t.TempDir()
	r := of.Open(t, dir, nil)
	recordtest.FillWithEverything(t, r)
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

// A table or a column that a record gets has to be carried, or to be named here.
func TestEveryColumnIsCarried(t *testing.T) {
	t.Parallel()
	dir := filled(t, files)
	db, err := sql.Open("sqlite", fileIn(dir))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	const columns = `SELECT m.name, count(*) FROM sqlite_master m JOIN pragma_table_info(m.name) c
		WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name <> 'meta' GROUP BY m.name`
	everyColumn(t, source(t, files, dir), func(found func(table string, columns int)) {
		rows, err := db.Query(columns)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = rows.Close() }()
		for rows.Next() {
			var table string
			var n int
			if err := rows.Scan(&table, &n); err != nil {
				t.Fatal(err)
			}
			found(table, n)
		}
	})
}

func TestEveryColumnIsCarriedOutOfPostgres(t *testing.T) {
	pgtest.URL(t)
	t.Parallel()
	dir := filled(t, servers)
	conn := pgtest.Connect(t, pgtest.Record(t, dir))
	const columns = `SELECT table_name, count(*) FROM information_schema.columns
		WHERE table_schema = current_schema() AND table_name NOT LIKE 'article_key%' AND table_name NOT IN ('meta', 'counter', 'erasing', 'lease', 'timeline') GROUP BY table_name`
	everyColumn(t, source(t, servers, dir), func(found func(table string, columns int)) {
		rows, err := conn.Query(t.Context(), columns)
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		for rows.Next() {
			var table string
			var n int
			if err := rows.Scan(&table, &n); err != nil {
				t.Fatal(err)
			}
			found(table, n)
		}
	})
}

func source(t *testing.T, of recordtest.Moving, dir string) record.Source {
	t.Helper()
	s, err := of.Source(t, dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// everyColumn compares what a source gives with the tables and numbers of columns that list
// calls its argument with.
func everyColumn(t *testing.T, s record.Source, list func(found func(table string, columns int))) {
	t.Helper()
	tables := map[string]bool{"note": true}
	list(func(table string, columns int) {
		tables[table] = true
		if table == "roster" {
			columns-- // its number is not carried
		}
		rows, err := s.Rows(t.Context(), record.Table(table), "", 1)
		if err != nil || len(rows) != 1 || len(rows[0].Values) != columns {
			t.Errorf("%s has %d columns, and gives %+v, %v", table, columns, rows, err)
		}
	})
	for _, table := range record.Tables {
		if !tables[string(table)] {
			t.Errorf("there is no table %s", table)
		}
	}
	if len(tables) != len(record.Tables) {
		t.Errorf("tables %v, carried are %v", tables, record.Tables)
	}
}

// The file of a source, and what lies beside it, are as they were, byte by byte.
func TestASourceFileStaysAsItIs(t *testing.T) {
	t.Parallel()
	dir := filled(t, files)
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
