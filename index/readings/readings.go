// Package readings stores the parsed articles of one generation in an SQLite file, under
// their IDs and compressed, with the mark of the last change of the record that they
// include.
//
// Readings can be rebuilt from the record, so a commit is not synced to disk at once. After
// a power failure the newest commits may be lost; the mark, which is part of each commit,
// then shows it.
package readings

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"

	"modernc.org/sqlite" // also the driver "sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"warta/analyzers/article"
	"warta/index/internal/lru"
	"warta/index/internal/preload"
	"warta/index/internal/shield"
)

// format is the version of the file format. Readings of another format are rebuilt.
const format = 2

const schema = `
CREATE TABLE mark (one INTEGER PRIMARY KEY CHECK (one = 1), seq INTEGER NOT NULL, total INTEGER NOT NULL) STRICT;
INSERT INTO mark VALUES (1, 0, 0);
-- Rows are numbered in the order of arrival, so that SQLite never moves a large body
-- to keep random ids sorted.
CREATE TABLE reading (
	n    INTEGER PRIMARY KEY,
	id   TEXT    NOT NULL UNIQUE,
	seq  INTEGER NOT NULL, -- of the version that was read
	body BLOB    NOT NULL
) STRICT;
` + asideSchema

// ErrFormat is returned by [Open] for a file of another format.
var ErrFormat = errors.New("readings of another format")

// classified wraps an error of SQLite that is due to a damaged file with [ErrDamaged].
func classified(err error) error {
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		switch e.Code() & 0xff { // the primary code
		case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
			return fmt.Errorf("%w: %w", ErrDamaged, err)
		}
		if e.Code() == sqlite3.SQLITE_IOERR_SHORT_READ {
			return fmt.Errorf("%w: %w", ErrDamaged, err)
		}
	}
	return err
}

// undamaged calls f, which uses the file. It returns a panic of f, and a fault of mapped
// memory, as an error that wraps [ErrDamaged].
func undamaged(f func() error) error {
	err := shield.Call(f)
	if shield.Caught(err) {
		err = fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return err
}

// Options are the settings of readings. The zero value is ready to use.
type Options struct {
	CacheBytes int64 // approximate size of the cache of decoded readings; default 64 MiB, negative: no cache
}

// Readings is an open file of readings. Its methods are safe for concurrent use, except
// that Apply must have one caller at a time.
type Readings struct {
	write *sql.DB // one connection
	read  *sql.DB // memory-mapped
	cache *lru.Cache[Reading]
	// file is open for longer than the connections: closing a file gives up the locks that the
	// process has on it, those of the connections too.
	file *os.File

	mu    sync.Mutex // guards the fields below
	mark  uint64
	total int              // number of readings
	aside map[string]Aside // by ID; replaced and never changed
}

// A Reading is a parsed article and the change of the record that it was parsed from.
type Reading struct {
	Seq     uint64
	Article *article.Article
}

// Open opens the readings in the file path, or creates the file. It fails with [ErrFormat]
// for a file of another format. Readings that cannot be opened can be rebuilt from the
// record.
func Open(ctx context.Context, path string, opts Options) (*Readings, error) {
	if opts.CacheBytes == 0 {
		opts.CacheBytes = 64 << 20
	}
	r := &Readings{cache: lru.New[Reading](opts.CacheBytes)}
	var err error
	if r.write, err = sql.Open("sqlite", dsn(path, false)); err != nil {
		return nil, fmt.Errorf("open readings: %w", err)
	}
	r.write.SetMaxOpenConns(1)
	if err := undamaged(func() error { return r.prepare(ctx) }); err != nil {
		return nil, errors.Join(fmt.Errorf("open readings: %w", err), r.write.Close())
	}
	if r.read, err = sql.Open("sqlite", dsn(path, true)); err != nil {
		return nil, errors.Join(fmt.Errorf("open readings: %w", err), r.write.Close())
	}
	if r.file, err = os.Open(path); err != nil {
		return nil, errors.Join(fmt.Errorf("open readings: %w", err), r.read.Close(), r.write.Close())
	}
	readers := max(4, 2*runtime.GOMAXPROCS(0))
	r.read.SetMaxOpenConns(readers)
	r.read.SetMaxIdleConns(readers)
	return r, nil
}

// dsn returns the data source name of a connection.
func dsn(path string, readOnly bool) string {
	q := url.Values{"_pragma": {
		"busy_timeout(5000)",
		"journal_mode(WAL)",
		"synchronous(NORMAL)",
		"secure_delete(1)",
		"temp_store(MEMORY)",
		"cache_size(-32768)",
	}}
	if readOnly {
		q["_pragma"] = []string{"busy_timeout(5000)", "query_only(1)", "cache_size(-8192)", "mmap_size(1073741824)"}
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		abs = path
	}
	u := url.URL{Scheme: "file", OmitHost: true, Path: filepath.ToSlash(abs), RawQuery: q.Encode()}
	return u.String()
}

// prepare creates the tables of a new file and loads the mark.
func (r *Readings) prepare(ctx context.Context) error {
	var found int
	if err := r.write.QueryRowContext(ctx, "PRAGMA user_version").Scan(&found); err != nil {
		return err
	}
	switch found {
	case format:
		if _, err := r.write.ExecContext(ctx, asideSchema); err != nil { // the table is newer than the format
			return err
		}
	case 0:
		tx, err := r.write.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		defer func() { _ = tx.Rollback() }() // after a commit this does nothing
		if _, err := tx.ExecContext(ctx, schema+fmt.Sprintf("PRAGMA user_version = %d", format)); err != nil {
			return err
		}
		if err := tx.Commit(); err != nil {
			return err
		}
	default:
		return ErrFormat
	}
	if err := r.write.QueryRowContext(ctx, "SELECT seq, total FROM mark").Scan(&r.mark, &r.total); err != nil {
		return err
	}
	return r.loadAside(ctx)
}

// A Change sets the reading of an article or, if Article is nil, removes it.
type Change struct {
	ID      string
	Seq     uint64
	Article *article.Article
	Aside   string // reason why the article is set aside; empty: it is not; see [Aside]
}

// Apply writes changes and mark in one transaction. It is idempotent. The caller must not
// change the articles afterwards. A panic over one article is an error that names it and
// does not wrap [ErrDamaged]; nothing is written then.
func (r *Readings) Apply(ctx context.Context, changes []Change, mark uint64) error {
	bodies, err := PackAll(ctx, changes)
	if err != nil {
		return fmt.Errorf("apply to readings: %w", classified(err))
	}
	if err := undamaged(func() error { return r.commit(ctx, changes, bodies, mark) }); err != nil {
		return fmt.Errorf("apply to readings: %w", classified(err))
	}
	return nil
}

// commit writes changes and mark in one transaction. Bodies are the packed articles.
func (r *Readings) commit(ctx context.Context, changes []Change, bodies [][]byte, mark uint64) error {
	tx, err := r.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // after a commit this does nothing
	total, err := r.applyIn(ctx, tx, changes, bodies)
	if err != nil {
		return err
	}
	aside, err := r.asideIn(ctx, tx, changes)
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "UPDATE mark SET seq = ?, total = ?", mark, total); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	for _, c := range changes {
		r.cache.Drop(c.ID)
	}
	r.mu.Lock()
	r.mark, r.total, r.aside = mark, total, aside
	r.mu.Unlock()
	return nil
}

// applyIn writes the readings of changes and returns the new number of readings.
func (r *Readings) applyIn(ctx context.Context, tx *sql.Tx, changes []Change, bodies [][]byte) (total int, err error) {
	put, err := tx.PrepareContext(ctx, "UPDATE reading SET seq = ?, body = ? WHERE id = ?")
	if err != nil {
		return 0, err
	}
	defer func() { _ = put.Close() }()
	add, err := tx.PrepareContext(ctx, "INSERT INTO reading (id, seq, body) VALUES (?, ?, ?)")
	if err != nil {
		return 0, err
	}
	defer func() { _ = add.Close() }()
	del, err := tx.PrepareContext(ctx, "DELETE FROM reading WHERE id = ?")
	if err != nil {
		return 0, err
	}
	defer func() { _ = del.Close() }()
	_, total = r.state()
	for i, c := range changes {
		var res sql.Result
		if c.Article == nil {
			res, err = del.ExecContext(ctx, c.ID)
		} else {
			res, err = put.ExecContext(ctx, c.Seq, bodies[i], c.ID)
		}
		if err != nil {
			return 0, err
		}
		n, err := res.RowsAffected()
		if err != nil {
			return 0, err
		}
		switch {
		case c.Article == nil:
			total -= int(n)
		case n == 0:
			if _, err := add.ExecContext(ctx, c.ID, c.Seq, bodies[i]); err != nil {
				return 0, err
			}
			total++
		}
	}
	return total, nil
}

// state returns the mark and the number of readings of the last Apply.
func (r *Readings) state() (mark uint64, total int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.mark, r.total
}

// Mark returns the mark of the last Apply, 0 for new readings.
func (r *Readings) Mark() uint64 {
	mark, _ := r.state()
	return mark
}

// Len returns the number of articles with a reading.
func (r *Readings) Len() int {
	_, total := r.state()
	return total
}

// Get returns the readings of ids in their order; Article is nil for an ID without reading.
// Readings are shared: a caller must copy an article before a change.
func (r *Readings) Get(ctx context.Context, ids []string) ([]Reading, error) {
	out := make([]Reading, len(ids))
	var missing []any
	at := map[string][]int{}
	for i, id := range ids {
		if rd, ok := r.cache.Get(id); ok {
			out[i] = rd
			continue
		}
		if at[id] == nil {
			missing = append(missing, id)
		}
		at[id] = append(at[id], i)
	}
	for len(missing) > 0 {
		// The number of placeholders is constant so that the driver reuses the statement.
		n := min(len(missing), inLen)
		args := missing[:n:n]
		for len(args) < inLen {
			args = append(args, nil)
		}
		missing = missing[n:]
		if err := r.load(ctx, args, func(id string, rd Reading) {
			for _, i := range at[id] {
				out[i] = rd
			}
		}); err != nil {
			return nil, fmt.Errorf("get %d readings: %w", len(ids), classified(err))
		}
	}
	return out, nil
}

// Seq returns the Seq of the reading of an article in the file, 0 if it has none.
func (r *Readings) Seq(ctx context.Context, id string) (seq uint64, err error) {
	err = undamaged(func() error {
		return r.read.QueryRowContext(ctx, "SELECT seq FROM reading WHERE id = ?", id).Scan(&seq)
	})
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return 0, fmt.Errorf("look up the reading of %s: %w", id, classified(err))
	}
	return seq, nil
}

const inLen = 10

var getQuery = "SELECT id, seq, body FROM reading WHERE id IN (?" + strings.Repeat(", ?", inLen-1) + ")"

// load calls found with the readings of the IDs in args.
func (r *Readings) load(ctx context.Context, args []any, found func(string, Reading)) error {
	return undamaged(func() error { return r.loadMapped(ctx, args, found) })
}

// loadMapped is load without protection against faults of mapped memory.
func (r *Readings) loadMapped(ctx context.Context, args []any, found func(string, Reading)) error {
	// The epoch keeps an old reading out of the cache if an Apply runs between the query
	// and the insertion.
	epoch := r.cache.Epoch()
	rows, err := r.read.QueryContext(ctx, getQuery, args...)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }() // rows.Err has the error
	for rows.Next() {
		var id string
		var rd Reading
		var body sql.RawBytes
		if err := rows.Scan(&id, &rd.Seq, &body); err != nil {
			return err
		}
		var size int64
		if rd.Article, size, err = Unpack(body); err != nil {
			return fmt.Errorf("reading of %s: %w", id, err)
		}
		r.cache.Put(id, rd, size, epoch)
		found(id, rd)
	}
	return rows.Err()
}

// All iterates over all readings in the order in which their articles were first applied.
// It may or may not include changes that are applied meanwhile. It ends after the first
// error.
func (r *Readings) All(ctx context.Context) iter.Seq2[Reading, error] {
	const pageLen = 256
	return func(yield func(Reading, error) bool) {
		after := int64(0)
		for {
			page, last, err := r.page(ctx, after, pageLen)
			if err != nil {
				yield(Reading{}, fmt.Errorf("go through the readings: %w", classified(err)))
				return
			}
			if len(page) == 0 {
				return
			}
			after = last
			for _, rd := range page {
				if !yield(rd, nil) {
					return
				}
			}
		}
	}
}

// page returns up to n readings behind row after, and the number of the last row.
func (r *Readings) page(ctx context.Context, after int64, n int) (page []Reading, last int64, err error) {
	err = undamaged(func() (err error) { page, last, err = r.pageMapped(ctx, after, n); return err })
	return page, last, err
}

// pageMapped is page without protection against faults of mapped memory.
func (r *Readings) pageMapped(ctx context.Context, after int64, n int) (page []Reading, last int64, err error) {
	rows, err := r.read.QueryContext(ctx, "SELECT n, seq, body FROM reading WHERE n > ? ORDER BY n LIMIT ?", after, n)
	if err != nil {
		return nil, 0, err
	}
	defer func() { _ = rows.Close() }() // rows.Err has the error
	for rows.Next() {
		var rd Reading
		var body sql.RawBytes
		if err := rows.Scan(&last, &rd.Seq, &body); err != nil {
			return nil, 0, err
		}
		if rd.Article, _, err = Unpack(body); err != nil {
			return nil, 0, err
		}
		page = append(page, rd)
	}
	return page, last, rows.Err()
}

// Scrub truncates the write-ahead log, so that it holds no removed text. It returns false
// if a reader still uses an old state; the caller must then try again.
func (r *Readings) Scrub(ctx context.Context) (bool, error) {
	// The checkpoint blocks Apply while it waits for readers, so the wait is short.
	_, err := r.write.ExecContext(ctx, "PRAGMA busy_timeout(50)")
	var busy, logged, moved int
	if err == nil {
		err = r.write.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &logged, &moved)
	}
	if _, e := r.write.ExecContext(ctx, "PRAGMA busy_timeout(5000)"); err == nil {
		err = e
	}
	if err != nil {
		return false, fmt.Errorf("scrub the readings: %w", err)
	}
	return busy == 0, nil
}

// Close closes the file.
func (r *Readings) Close() error {
	return errors.Join(r.read.Close(), r.write.Close(), r.file.Close())
}

// Preload reads the file, at most room bytes, into the page cache of the system. It returns
// the number of bytes read.
func (r *Readings) Preload(ctx context.Context, room int64) (int64, error) {
	return preload.File(ctx, r.file, room)
}
