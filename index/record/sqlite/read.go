package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"math"
	"sync"
	"time"

	"warta/index/record"
)

// A pool is the readers' side of the record: connections that only read, and
// each statement prepared once.
type pool struct {
	db *sql.DB

	mu    sync.RWMutex
	stmts map[string]*sql.Stmt
}

func (p *pool) query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	p.mu.RLock()
	st := p.stmts[query]
	p.mu.RUnlock()
	if st == nil {
		var err error
		if st, err = p.prepare(ctx, query); err != nil {
			return nil, err
		}
	}
	return st.QueryContext(ctx, args...)
}

func (p *pool) prepare(ctx context.Context, query string) (*sql.Stmt, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if st := p.stmts[query]; st != nil {
		return st, nil
	}
	st, err := p.db.PrepareContext(ctx, query)
	if err == nil {
		p.stmts[query] = st
	}
	return st, err
}

// close closes the statements and the connections.
func (p *pool) close() error {
	for _, st := range p.stmts {
		_ = st.Close() // its connections go too
	}
	return p.db.Close()
}

const articleColumns = "a.n, a.id, a.seq, a.version, a.as_of, a.source_updated_at, a.removed"

func (r *row) dest() []any {
	return []any{&r.n, &r.id, &r.seq, &r.version, &r.asOf, &r.sourceUpdatedAt, &r.removed}
}

// articlesOf returns for each handle the article to which it leads, or nil.
func articlesOf(ctx context.Context, q querier, hs []record.Handle) ([]*row, error) {
	found := make([]*row, len(hs))
	for i, h := range hs {
		rows, err := q.query(ctx, "SELECT "+articleColumns+" FROM identity i JOIN article a ON a.n = i.article WHERE i.hash = ?", h.Hash[:])
		if err != nil {
			return nil, err
		}
		a := new(row)
		switch err := one(rows, a.dest()...); {
		case err == nil:
			found[i] = a
		case err != sql.ErrNoRows: // one returns it bare
			return nil, err
		}
	}
	return found, nil
}

// articleByID returns nil for an id that was never given out.
func articleByID(ctx context.Context, q querier, id string) (*row, error) {
	rows, err := q.query(ctx, "SELECT "+articleColumns+" FROM article a WHERE a.id = ?", id)
	if err != nil {
		return nil, err
	}
	a := new(row)
	switch err := one(rows, a.dest()...); {
	case err == nil:
		return a, nil
	case err == sql.ErrNoRows: // one returns it bare
		return nil, nil // absence is no error here
	default:
		return nil, err
	}
}

func exists(ctx context.Context, q querier, query string, args ...any) (bool, error) {
	rows, err := q.query(ctx, query, args...)
	if err != nil {
		return false, err
	}
	defer func() { _ = rows.Close() }() // rows.Err says it all
	found := rows.Next()
	return found, rows.Err()
}

// bounded returns n as an integer of SQLite; larger ones become the greatest.
func bounded(n uint64) int64 { return int64(min(n, math.MaxInt64)) }

// one scans the only row of rows, or returns sql.ErrNoRows.
func one(rows *sql.Rows, dest ...any) error {
	defer func() { _ = rows.Close() }() // rows.Err says it all
	if !rows.Next() {
		if err := rows.Err(); err != nil {
			return err
		}
		return sql.ErrNoRows
	}
	if err := rows.Scan(dest...); err != nil {
		return err
	}
	return rows.Err()
}

// Get returns the standing version of an article. See [record.Articles].
func (s *Store) Get(ctx context.Context, id string) (record.Change, error) {
	cs, err := s.changes(ctx, "WHERE a.id = ? AND c.seq = a.seq", id)
	if err != nil {
		return record.Change{}, fmt.Errorf("get %s: %w", id, s.judged(err))
	}
	if len(cs) == 0 {
		return record.Change{}, record.ErrNotFound
	}
	if err := cs[0].Damaged; err != nil {
		return record.Change{}, fmt.Errorf("get %s: %w", id, s.judged(err))
	}
	return cs[0], nil
}

// Versions returns versions of an article, the newest first. See [record.Articles].
func (s *Store) Versions(ctx context.Context, id string, before uint64, n int) ([]record.Change, error) {
	last := bounded(before)
	if before == 0 {
		last = math.MaxInt64
	}
	cs, err := s.changes(ctx, "WHERE a.id = ? AND c.version > 0 AND c.seq < ? ORDER BY c.seq DESC LIMIT ?", id, last, n)
	if err != nil {
		return nil, fmt.Errorf("versions of %s: %w", id, s.judged(err))
	}
	if len(cs) == 0 {
		return nil, record.ErrNotFound
	}
	return cs, nil
}

// State returns the state of an article. See [record.Articles].
func (s *Store) State(ctx context.Context, id string) (record.State, error) {
	a, err := articleByID(ctx, s.read, id)
	if err != nil {
		return record.State{}, fmt.Errorf("state of %s: %w", id, s.judged(err))
	}
	if a == nil {
		return record.State{}, record.ErrNotFound
	}
	return record.State{Seq: a.seq, Version: a.version, AsOf: a.asOf, Removed: a.removed}, nil
}

// VersionsAt returns the versions of readings. See [record.Articles].
func (s *Store) VersionsAt(ctx context.Context, read map[string]uint64) (map[string]int, error) {
	versions := make(map[string]int, len(read))
	list, err := json.Marshal(read)
	if err != nil {
		return nil, fmt.Errorf("versions of readings: %w", err)
	}
	rows, err := s.read.query(ctx, `SELECT j.key, coalesce((SELECT c.version FROM change c
			WHERE c.article = a.n AND c.seq >= j.value AND c.version > 0 ORDER BY c.seq LIMIT 1), 0)
		FROM json_each(?) j JOIN article a ON a.id = j.key`, string(list))
	if err != nil {
		return nil, fmt.Errorf("versions of readings: %w", s.judged(classified(err)))
	}
	defer func() { _ = rows.Close() }() // rows.Err says it all
	for rows.Next() {
		var id string
		var version int
		if err := rows.Scan(&id, &version); err != nil {
			return nil, fmt.Errorf("versions of readings: %w", s.judged(classified(err)))
		}
		if version > 0 {
			versions[id] = version
		}
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("versions of readings: %w", s.judged(classified(err)))
	}
	return versions, nil
}

// changedAt is the time of the last change of article a, whose standing version is c.
const changedAt = `max(c.at, coalesce((SELECT max(d.at) FROM decision d WHERE d.article = a.id AND d.article <> ''), 0))`

// Arrivals returns the last changes of articles, the newest first. See [record.Articles].
func (s *Store) Arrivals(ctx context.Context, before uint64, n int) ([]record.Arrival, error) {
	last := s.head.Load()
	if before > 0 {
		last = min(last, before-1)
	}
	as, err := s.arrivals(ctx, `SELECT a.id, c.seq, `+changedAt+` FROM change c JOIN article a ON a.n = c.article
		WHERE c.seq <= ? AND a.seq = c.seq AND a.removed = 0 ORDER BY c.seq DESC LIMIT ?`, last, n)
	if err != nil {
		return nil, fmt.Errorf("last changes: %w", s.judged(err))
	}
	return as, nil
}

// Changed returns the times of the last changes of articles. See [record.Articles].
func (s *Store) Changed(ctx context.Context, ids []string) (map[string]time.Time, error) {
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, fmt.Errorf("last changes: %w", err)
	}
	as, err := s.arrivals(ctx, `SELECT a.id, c.seq, `+changedAt+` FROM json_each(?) j JOIN article a ON a.id = j.value JOIN change c ON c.seq = a.seq
		WHERE a.removed = 0`, string(list))
	if err != nil {
		return nil, fmt.Errorf("last changes: %w", s.judged(err))
	}
	at := make(map[string]time.Time, len(as))
	for _, a := range as {
		at[a.ID] = a.At
	}
	return at, nil
}

// Unsettled returns the time of the last change that may have taken something out of what
// is found. See [record.Articles].
func (s *Store) Unsettled(ctx context.Context) (time.Time, error) {
	rows, err := s.read.query(ctx, `SELECT max(
		coalesce((SELECT CAST(value AS INTEGER) FROM meta WHERE name = 'unsettled'), 0),
		coalesce((SELECT at FROM decision ORDER BY n DESC LIMIT 1), 0))`)
	var at int64
	if err == nil {
		err = one(rows, &at)
	}
	if err != nil {
		return time.Time{}, fmt.Errorf("look for the last removal or correction: %w", s.judged(err))
	}
	return fromMicros(at), nil
}

func (s *Store) arrivals(ctx context.Context, query string, args ...any) ([]record.Arrival, error) {
	rows, err := s.read.query(ctx, query, args...)
	if err != nil {
		return nil, classified(err)
	}
	defer func() { _ = rows.Close() }() // rows.Err says it all
	var as []record.Arrival
	for rows.Next() {
		var a record.Arrival
		var at int64
		if err := rows.Scan(&a.ID, &a.Seq, &at); err != nil {
			return nil, classified(err)
		}
		a.At = fromMicros(at)
		as = append(as, a)
	}
	return as, classified(rows.Err())
}

// pageBytes bounds the text of one read: short reads, so that none holds up the overwriting
// of removed text for long.
const pageBytes = 16 << 20

// Page returns changes by number. See [record.Log].
func (s *Store) Page(ctx context.Context, after uint64, n int) ([]record.Change, error) {
	// A commit is in the file a moment before head says so: followers never run ahead of
	// Head.
	cs, err := s.changes(ctx, "WHERE c.seq > ? AND c.seq <= ? ORDER BY c.seq LIMIT ?", bounded(after), s.head.Load(), n)
	if err != nil {
		return nil, fmt.Errorf("changes after %d: %w", after, s.judged(err))
	}
	return cs, nil
}

// changes returns what a query finds, and no more than pageBytes of it.
func (s *Store) changes(ctx context.Context, where string, args ...any) ([]record.Change, error) {
	rows, err := s.read.query(ctx, `SELECT c.seq, a.id, c.version, c.at, c.by, c.source_updated_at, a.as_of, a.seq, c.body
		FROM change c JOIN article a ON a.n = c.article `+where, args...)
	if err != nil {
		return nil, classified(err)
	}
	defer func() { _ = rows.Close() }() // rows.Err says it all
	var cs []record.Change
	size := 0
	for size < pageBytes && rows.Next() {
		var c record.Change
		var at, updated int64
		var last uint64
		var body sql.RawBytes
		if err := rows.Scan(&c.Seq, &c.ID, &c.Version, &at, &c.By, &updated, &c.AsOf, &last, &body); err != nil {
			return nil, classified(err)
		}
		c.At, c.SourceUpdatedAt, c.Latest = fromMicros(at), fromMicros(updated), last == c.Seq
		if c.Removed = len(body) == 0; !c.Removed {
			// One damaged article must not hide all that follow it.
			c.Received, c.Damaged = unpacked(body)
		}
		size += int(c.Received.Size())
		cs = append(cs, c)
	}
	return cs, classified(rows.Err())
}

// LastRemoval returns the last change that hid something. See [record.Articles].
func (s *Store) LastRemoval(ctx context.Context) (seq uint64, err error) {
	rows, err := s.read.query(ctx, `SELECT coalesce(max(seq), 0) FROM (
		SELECT seq FROM article WHERE removed = 1 UNION ALL
		SELECT seq FROM article WHERE id IN (SELECT article FROM decision WHERE article <> '' AND data IS NOT NULL))`)
	if err == nil {
		err = one(rows, &seq)
	}
	if err != nil {
		return 0, fmt.Errorf("look for the last removal: %w", s.judged(err))
	}
	return seq, nil
}

// Counts counts the articles.
func (s *Store) Counts(ctx context.Context) (c record.Counts, err error) {
	rows, err := s.read.query(ctx, `SELECT
		(SELECT coalesce(max(n), 0) FROM article) - (SELECT count(*) FROM article WHERE removed = 1),
		(SELECT count(*) FROM article WHERE removed = 1),
		(SELECT coalesce(max(seq), 0) FROM change)`)
	if err == nil {
		err = one(rows, &c.Articles, &c.Removed, &c.Changes)
	}
	if err != nil {
		return c, fmt.Errorf("count the record: %w", s.judged(err))
	}
	return c, nil
}
