package sqlite

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"sync"

	"warta/index/record"
	"warta/index/record/internal/tables"
)

// A Source is a record that is open for reading alone. The file stays as it is, byte by byte.
type Source struct {
	tables.Record
	*tables.NewIDs

	path    string
	lineage string
	head    uint64
	read    *pool
	stop    chan struct{}
	closing sync.Once
}

var _ record.Source = (*Source)(nil)

// OpenSource opens the record at path for reading alone. A record of another format than that
// of this program is refused, because bringing it to the format would write to it. The caller
// sees to it that no process writes to the record while it is open.
func OpenSource(ctx context.Context, path string, opts Options) (*Source, error) {
	s := &Source{path: path, stop: make(chan struct{})}
	if err := s.open(ctx, opts.filled()); err != nil {
		return nil, fmt.Errorf("open the source: %w", classified(err))
	}
	return s, nil
}

func (s *Source) open(ctx context.Context, opts Options) error {
	if _, err := os.Stat(s.path); err != nil {
		return err
	}
	q := url.Values{"mode": {"ro"}, "_pragma": {"busy_timeout(5000)", "query_only(1)", "cache_size(-8192)", "mmap_size(268435456)"}}
	// With an empty log the file is all there is. Without this SQLite would make the files
	// beside it in order to read.
	if wal, err := os.Stat(s.path + "-wal"); err != nil || wal.Size() == 0 {
		q.Set("immutable", "1")
	}
	db, err := sql.Open("sqlite", fileDSN(s.path, q))
	if err != nil {
		return err
	}
	most := max(4, 2*runtime.GOMAXPROCS(0))
	db.SetMaxOpenConns(most)
	db.SetMaxIdleConns(most)
	s.read = &pool{db: db, stmts: map[string]*sql.Stmt{}}
	over := &Store{path: s.path, opts: opts, read: s.read, stop: s.stop}
	s.Record = tables.New(tables.ReadOnly{Database: database{over}}, dialect, opts.Now)
	s.NewIDs = tables.NewIDsOver(&s.Record)
	if err := s.look(ctx, db); err != nil {
		return errors.Join(err, s.read.close())
	}
	over.head.Raise(s.head)
	return nil
}

// look checks what is at the path, and reads what stays.
func (s *Source) look(ctx context.Context, db *sql.DB) error {
	app, err := number(ctx, db, "PRAGMA application_id")
	if err != nil {
		return err
	}
	format, err := number(ctx, db, "PRAGMA user_version")
	if err != nil {
		return err
	}
	switch {
	case app != applicationID || format == 0:
		return fmt.Errorf("%s is not a record of warta", s.path)
	case format >= record.MovingFormat:
		return &record.HalfMovedError{Where: s.path, Empty: emptying(s.path)}
	case format > len(migrations):
		return &record.FormatError{Found: format, Known: len(migrations)}
	case format < len(migrations):
		return fmt.Errorf("the record %s has format %d and this program writes %d: `warta check --data %s` brings it there", s.path, format, len(migrations), filepath.Dir(s.path))
	}
	if err := db.QueryRowContext(ctx, "SELECT value FROM meta WHERE name = 'lineage'").Scan(&s.lineage); err != nil {
		return fmt.Errorf("read the record's lineage: %w", err)
	}
	numbers, err := s.Numbers(ctx)
	s.head = numbers.Changes
	return err
}

// Head returns the number of the last change.
func (s *Source) Head(context.Context) (uint64, error) { return s.head, nil }

// Wait implements [record.Log]: no change follows.
func (s *Source) Wait(ctx context.Context, after uint64) error {
	if s.head > after {
		return nil
	}
	select {
	case <-s.stop:
		return record.ErrClosed
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// Lineage returns the name of the record. See [record.Record].
func (s *Source) Lineage() string { return s.lineage }

// Refused implements [record.Record]: nothing is written.
func (s *Source) Refused() bool { return false }

// Sound implements [record.Sounder].
func (s *Source) Sound(ctx context.Context) error { return wholly(ctx, s.read.db, &s.Record) }

// Sealed implements [record.Source]: the caller holds the lock of the folder.
func (s *Source) Sealed(context.Context) error { return nil }

// String returns the path of the record.
func (s *Source) String() string { return s.path }

// GivePersonIDs gives ids in memory. See [record.Source].
func (s *Source) GivePersonIDs(ctx context.Context, want []record.PersonID) ([]record.PersonID, error) {
	return s.NewIDs.GivePersonIDs(ctx, want)
}

// PersonIDsAfter returns ids of people, with those in memory.
func (s *Source) PersonIDsAfter(ctx context.Context, after uint64, n int) ([]record.PersonID, error) {
	return s.NewIDs.PersonIDsAfter(ctx, after, n)
}

// Close closes the record.
func (s *Source) Close() error {
	var err error
	s.closing.Do(func() {
		close(s.stop)
		err = s.read.close()
	})
	return err
}

// A Target is a record that is being filled. Only [OpenTarget] opens it until it is complete.
type Target struct {
	*Store
	filler tables.Filler
}

var _ record.Target = (*Target)(nil)

// OpenTarget opens the record at path to fill it, making a new one where there is none.
func OpenTarget(ctx context.Context, path string, opts Options) (*Target, error) {
	s, err := open(ctx, path, opts, true)
	if err != nil {
		return nil, err
	}
	t := &Target{Store: s}
	t.filler = tables.Filler{
		Of: &s.Record, Where: s.path, Empty: emptying(path), Format: len(migrations),
		Mark: func(ctx context.Context, tx tables.Tx, format int) error {
			return tx.Exec(ctx, fmt.Sprintf("PRAGMA user_version = %d", format))
		},
		Renew: func(ctx context.Context, tx tables.Tx, lineage string) error {
			return tx.Exec(ctx, "UPDATE meta SET value = $1 WHERE name = 'lineage'", lineage)
		},
		Renewed: func(lineage string) { s.lineage = lineage },
	}
	return t, nil
}

// emptying says how the record at path is emptied.
func emptying(path string) string { return "delete " + path + "*" }

// Begin implements [record.Target].
func (t *Target) Begin(ctx context.Context, from record.Origin) (record.Reached, error) {
	return t.filler.Begin(ctx, from, rand.Text())
}

// Take implements [record.Target].
func (t *Target) Take(ctx context.Context, of record.Table, rows []record.Row) error {
	return t.filler.Take(ctx, of, rows)
}

// Finish implements [record.Target].
func (t *Target) Finish(ctx context.Context) error { return t.filler.Finish(ctx) }

// String returns the path of the record.
func (t *Target) String() string { return t.path }
