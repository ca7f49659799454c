// Package sqlite keeps a record in one SQLite database in WAL mode with synchronous=FULL.
//
// All writes pass one goroutine, which puts those that wait into one commit. A removal
// overwrites the text of all versions of the article and leaves the rows, so the log keeps
// its numbers.
//
// One process may have a database open at a time: the caller locks the data folder.
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	_ "modernc.org/sqlite" // the driver "sqlite"

	"warta/index/record"
	"warta/index/record/internal/tables"
)

// FileName is the name of a record in its data folder.
const FileName = "record.db"

// Options says how a record behaves. The zero value is ready to use.
type Options struct {
	Now        func() time.Time // default time.Now
	Log        *slog.Logger     // default slog.DiscardHandler
	QueueLen   int              // writes that may wait; default 1024
	QueueBytes int64            // bytes of articles that may wait; default 64 MiB
	GroupLen   int              // most writes in one commit; default 256
	ScrubAfter time.Duration    // until removed text is gone from every file; default 2s, at most 1m
}

func (o Options) filled() Options {
	tables.FillIn(&o.Now, &o.Log, &o.QueueLen, &o.QueueBytes, &o.GroupLen)
	if o.ScrubAfter == 0 {
		o.ScrubAfter = 2 * time.Second
	}
	return o
}

// Validate reports everything wrong with o at once.
func (o Options) Validate() error {
	return errors.Join(tables.CheckBounds(o.QueueLen, o.QueueBytes, o.GroupLen), tables.CheckDelay("scrub_after", o.ScrubAfter, time.Minute))
}

// A Store is an open record. Its methods may be called at the same time.
type Store struct {
	tables.Record

	path    string
	opts    Options
	moving  bool // the record is being filled
	lineage string
	write   *sql.DB // one connection, owned by the writer
	writer  *writer
	read    *pool

	queue   *tables.Queue
	head    tables.Head
	refused atomic.Bool // the last write failed because the disk took nothing
	leases  leases
	stop    chan struct{}
	stopped sync.WaitGroup
	closing sync.Once
}

// Open opens the record at path, making a new one where there is none. A record
// of an older format is copied beside itself and then migrated; one of a newer
// format is refused with a [record.FormatError]. The caller sees to it that only one
// process has the record open.
func Open(ctx context.Context, path string, opts Options) (*Store, error) {
	return open(ctx, path, opts, false)
}

// open opens the record at path, where moving is set for filling it.
func open(ctx context.Context, path string, opts Options, moving bool) (*Store, error) {
	if err := opts.Validate(); err != nil {
		return nil, fmt.Errorf("open record: %w", err)
	}
	s := &Store{path: path, opts: opts.filled(), moving: moving, stop: make(chan struct{})}
	s.queue = tables.NewQueue(s.opts.QueueLen, s.opts.QueueBytes, s.opts.GroupLen, s.stop, &s.stopped)
	s.Record = tables.New(database{s}, dialect, s.opts.Now)
	var err error
	if s.write, err = sql.Open("sqlite", dsn(path, false)); err != nil {
		return nil, fmt.Errorf("open record: %w", err)
	}
	s.write.SetMaxOpenConns(1)
	if s.lineage, err = s.prepareSchema(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("open record: %w", classified(err)), s.write.Close())
	}
	readers, err := sql.Open("sqlite", dsn(path, true))
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open record: %w", err), s.write.Close())
	}
	most := tables.Readers()
	readers.SetMaxOpenConns(most)
	readers.SetMaxIdleConns(most)
	s.read = &pool{db: readers, stmts: map[string]*sql.Stmt{}}
	if s.writer, err = newWriter(ctx, s); err != nil {
		return nil, errors.Join(fmt.Errorf("open record: %w", classified(err)), s.read.close(), s.write.Close())
	}
	s.stopped.Go(s.writer.run)
	return s, nil
}

// dialect is what package tables has to know.
var dialect = tables.Dialect{
	Each: "json_each($1)",
	Key:  "NULL",
	Numbers: `SELECT (SELECT coalesce(max(seq), 0) FROM change), (SELECT coalesce(max(n), 0) FROM article),
		(SELECT coalesce(max(n), 0) FROM decision), (SELECT coalesce(max(n), 0) FROM person), (SELECT coalesce(max(n), 0) FROM audit)`,
}

// dsn names the database at path with all that holds for a connection.
func dsn(path string, readOnly bool) string {
	q := url.Values{"_pragma": {
		"busy_timeout(5000)",
		"journal_mode(WAL)",
		"synchronous(FULL)",
		"secure_delete(1)",
		"temp_store(MEMORY)",
		"cache_size(-16384)",
	}}
	if readOnly {
		q["_pragma"] = []string{"busy_timeout(5000)", "query_only(1)", "cache_size(-8192)", "mmap_size(268435456)"}
	}
	return fileDSN(path, q)
}

// fileDSN names a database whatever stands in its path.
func fileDSN(path string, q url.Values) string {
	abs, err := filepath.Abs(path)
	if err != nil {
		abs = path
	}
	u := url.URL{Scheme: "file", OmitHost: true, Path: filepath.ToSlash(abs), RawQuery: q.Encode()}
	return u.String()
}

// Head returns the number of the last change. It asks nothing of the file.
func (s *Store) Head(context.Context) (uint64, error) { return s.head.Load(), nil }

// Refused reports whether the last write failed because the disk took nothing.
func (s *Store) Refused() bool { return s.refused.Load() }

// Wait returns nil once the record holds a change after a number.
func (s *Store) Wait(ctx context.Context, after uint64) error {
	return s.head.Wait(ctx, after, s.stop)
}

// Lineage returns the name of the record. See [record.Record].
func (s *Store) Lineage() string { return s.lineage }

// Close commits the writes that wait, overwrites what was removed, and closes the record.
func (s *Store) Close() error {
	var err error
	s.closing.Do(func() {
		close(s.stop)
		s.stopped.Wait()
		// The connection that closes last removes the WAL: it must be the writer's.
		err = errors.Join(s.read.close(), s.write.Close())
	})
	return err
}

var (
	_ record.Record = (*Store)(nil)
	_ record.Keeper = (*Store)(nil)
	_ record.Leases = (*Store)(nil)
)
