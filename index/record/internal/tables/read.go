package tables

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"time"

	"warta/index/record"
)

// Get returns the standing version of an article. See [record.Articles].
func (r *Record) Get(ctx context.Context, id string) (record.Change, error) {
	cs, err := r.changes(ctx, "WHERE a.id = $1 AND c.seq = a.seq", id)
	if err != nil {
		return record.Change{}, fmt.Errorf("get %s: %w", id, r.db.Judged(err))
	}
	if len(cs) == 0 {
		return record.Change{}, record.ErrNotFound
	}
	if err := cs[0].Damaged; err != nil {
		return record.Change{}, fmt.Errorf("get %s: %w", id, r.db.Judged(err))
	}
	return cs[0], nil
}

// Versions returns versions of an article, the newest first. See [record.Articles].
func (r *Record) Versions(ctx context.Context, id string, before uint64, n int) ([]record.Change, error) {
	last := bounded(before)
	if before == 0 {
		last = math.MaxInt64
	}
	cs, err := r.changes(ctx, "WHERE a.id = $1 AND c.version > 0 AND c.seq < $2 ORDER BY c.seq DESC LIMIT $3", id, last, n)
	if err != nil {
		return nil, fmt.Errorf("versions of %s: %w", id, r.db.Judged(err))
	}
	if len(cs) == 0 {
		return nil, record.ErrNotFound
	}
	return cs, nil
}

// State returns the state of an article. See [record.Articles].
func (r *Record) State(ctx context.Context, id string) (record.State, error) {
	a, err := byID(ctx, r.db, id)
	if err != nil {
		return record.State{}, fmt.Errorf("state of %s: %w", id, r.db.Judged(err))
	}
	if a == nil {
		return record.State{}, record.ErrNotFound
	}
	return record.State{Seq: a.Seq, Version: a.Version, AsOf: a.AsOf, Removed: a.Removed}, nil
}

// VersionsAt returns the versions of readings. See [record.Articles].
func (r *Record) VersionsAt(ctx context.Context, read map[string]uint64) (map[string]int, error) {
	versions := make(map[string]int, len(read))
	asked := make(map[string]int64, len(read))
	for id, seq := range read {
		if mayBeID(id) {
			asked[id] = bounded(seq)
		}
	}
	list, err := json.Marshal(asked)
	if err != nil {
		return nil, fmt.Errorf("versions of readings: %w", err)
	}
	rows, err := r.db.Query(ctx, `SELECT j.key, coalesce((SELECT c.version FROM change c
			WHERE c.article = a.n AND c.seq >= CAST(j.value AS BIGINT) AND c.version > 0 ORDER BY c.seq LIMIT 1), 0)
		FROM `+r.dialect.Each+` j JOIN article a ON a.id = j.key`, string(list))
	if err != nil {
		return nil, fmt.Errorf("versions of readings: %w", r.db.Judged(err))
	}
	defer func() { _ = rows.Close() }() // rows.Err says it all
	for rows.Next() {
		var id string
		var version int
		if err := rows.Scan(&id, &version); err != nil {
			return nil, fmt.Errorf("versions of readings: %w", r.db.Judged(err))
		}
		if version > 0 {
			versions[id] = version
		}
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("versions of readings: %w", r.db.Judged(err))
	}
	return versions, nil
}

// mayBeID reports whether a database may be asked for an id: the JSON of PostgreSQL has no
// place for a byte 0.
func mayBeID(id string) bool { return strings.IndexByte(id, 0) < 0 }

// changedAt are the times of the standing version c of article a, and of the last decision
// about it, of which the later one is that of its last change.
const changedAt = `c.at, coalesce((SELECT max(d.at) FROM decision d WHERE d.article = a.id AND d.article <> ''), 0)`

// Arrivals returns the last changes of articles, the newest first. See [record.Articles].
func (r *Record) Arrivals(ctx context.Context, before uint64, n int) ([]record.Arrival, error) {
	last := r.db.Visible()
	if before > 0 {
		last = min(last, before-1)
	}
	as, err := r.arrivals(ctx, `SELECT a.id, c.seq, `+changedAt+` FROM change c JOIN article a ON a.n = c.article
		WHERE c.seq <= $1 AND a.seq = c.seq AND a.removed = 0 ORDER BY c.seq DESC LIMIT $2`, bounded(last), n)
	if err != nil {
		return nil, fmt.Errorf("last changes: %w", r.db.Judged(err))
	}
	return as, nil
}

// Changed returns the times of the last changes of articles. See [record.Articles].
func (r *Record) Changed(ctx context.Context, ids []string) (map[string]time.Time, error) {
	asked := make(map[string]int, len(ids))
	for _, id := range ids {
		if mayBeID(id) {
			asked[id] = 1
		}
	}
	list, err := json.Marshal(asked)
	if err != nil {
		return nil, fmt.Errorf("last changes: %w", err)
	}
	as, err := r.arrivals(ctx, `SELECT a.id, c.seq, `+changedAt+` FROM `+r.dialect.Each+` j JOIN article a ON a.id = j.key JOIN change c ON c.seq = a.seq
		WHERE a.removed = 0`, string(list))
	if err != nil {
		return nil, fmt.Errorf("last changes: %w", r.db.Judged(err))
	}
	at := make(map[string]time.Time, len(as))
	for _, a := range as {
		at[a.ID] = a.At
	}
	return at, nil
}

// Unsettled returns the time of the last change that may have taken something out of what
// is found. See [record.Articles].
func (r *Record) Unsettled(ctx context.Context) (time.Time, error) {
	var noted, decided int64
	err := One(ctx, r.db, `SELECT
		coalesce((SELECT CAST(value AS BIGINT) FROM meta WHERE name = 'unsettled'), 0),
		coalesce((SELECT at FROM decision ORDER BY n DESC LIMIT 1), 0)`, nil, &noted, &decided)
	if err != nil {
		return time.Time{}, fmt.Errorf("look for the last removal or correction: %w", r.db.Judged(err))
	}
	return fromMicros(max(noted, decided)), nil
}

func (r *Record) arrivals(ctx context.Context, query string, args ...any) ([]record.Arrival, error) {
	as, err := collect(ctx, r.db, func(rows Rows) (a record.Arrival, err error) {
		var at, decided int64
		err = rows.Scan(&a.ID, &a.Seq, &at, &decided)
		a.At = fromMicros(max(at, decided))
		return a, err
	}, query, args...)
	return as, r.db.Judged(err)
}

// pageBytes bounds the text of one read: short reads, so that none holds up the overwriting
// of removed text for long.
const pageBytes = 16 << 20

// Page returns changes by number. See [record.Log].
func (r *Record) Page(ctx context.Context, after uint64, n int) ([]record.Change, error) {
	// A commit may be on disk a moment before Head says so: followers never run ahead of it.
	cs, err := r.changes(ctx, "WHERE c.seq > $1 AND c.seq <= $2 ORDER BY c.seq LIMIT $3", bounded(after), bounded(r.db.Visible()), n)
	if err != nil {
		return nil, fmt.Errorf("changes after %d: %w", after, r.db.Judged(err))
	}
	return cs, nil
}

// changes returns what a query finds, and no more than pageBytes of it.
func (r *Record) changes(ctx context.Context, where string, args ...any) ([]record.Change, error) {
	rows, err := r.db.Query(ctx, `SELECT c.seq, a.id, c.version, c.at, c.by, c.source_updated_at, a.as_of, a.seq, a.n, `+r.dialect.Key+`, c.body
		FROM change c JOIN article a ON a.n = c.article `+where, args...)
	if err != nil {
		return nil, r.db.Judged(err)
	}
	defer func() { _ = rows.Close() }() // rows.Err says it all
	var cs []record.Change
	size := 0
	for size < pageBytes && rows.Next() {
		var c record.Change
		var at, updated int64
		var last uint64
		var article int64
		var key, body []byte
		if err := rows.Scan(&c.Seq, &c.ID, &c.Version, &at, &c.By, &updated, &c.AsOf, &last, &article, &key, &body); err != nil {
			return nil, r.db.Judged(err)
		}
		c.At, c.SourceUpdatedAt, c.Latest = fromMicros(at), fromMicros(updated), last == c.Seq
		if c.Removed = len(body) == 0; !c.Removed {
			// One damaged article must not hide all that follow it.
			if body, c.Damaged = r.db.Unseal(key, article, bodyOf(c.Version), body); c.Damaged == nil {
				c.Received, c.Damaged = unpacked(body)
			}
		}
		size += int(c.Received.Size())
		cs = append(cs, c)
	}
	return cs, r.db.Judged(rows.Err())
}

// LastRemoval returns the last change that hid something. See [record.Articles].
func (r *Record) LastRemoval(ctx context.Context) (seq uint64, err error) {
	err = One(ctx, r.db, `SELECT coalesce(max(seq), 0) FROM (
		SELECT seq FROM article WHERE removed = 1 UNION ALL
		SELECT seq FROM article WHERE id IN (SELECT article FROM decision WHERE article <> '' AND data IS NOT NULL)) AS hid`, nil, &seq)
	if err != nil {
		return 0, fmt.Errorf("look for the last removal: %w", r.db.Judged(err))
	}
	return seq, nil
}

// Counts counts the articles.
func (r *Record) Counts(ctx context.Context) (c record.Counts, err error) {
	err = One(ctx, r.db, `SELECT
		(SELECT coalesce(max(n), 0) FROM article) - (SELECT count(*) FROM article WHERE removed = 1),
		(SELECT count(*) FROM article WHERE removed = 1),
		(SELECT coalesce(max(seq), 0) FROM change)`, nil, &c.Articles, &c.Removed, &c.Changes)
	if err != nil {
		return c, fmt.Errorf("count the record: %w", r.db.Judged(err))
	}
	return c, nil
}
