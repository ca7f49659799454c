package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"math"
	"slices"

	"warta/index/record"
)

// ChangeRoster puts rows into the list of office holders. See [record.Roster].
func (s *Store) ChangeRoster(ctx context.Context, c record.RosterChange) (record.RosterVersion, error) {
	var made record.RosterVersion
	var refused error
	size := int64(0)
	for _, r := range c.Rows {
		size += int64(len(r.Name) + len(r.Post) + len(r.Satker) + len(r.Source) + 64)
	}
	err := s.submit(ctx, &job{size: size, do: func(ctx context.Context, w *writer) (err error) {
		made, refused, err = w.changeRoster(ctx, c)
		return err
	}})
	if err == nil { // else the writer may still be at it, and made and refused are its own
		err = refused
	}
	if err != nil {
		return record.RosterVersion{}, fmt.Errorf("change the roster: %w", err)
	}
	return made, nil
}

// standingRow is a row of the list that stands, with its number in the table.
type standingRow struct {
	record.RosterRow
	n int64
}

func (w *writer) changeRoster(ctx context.Context, c record.RosterChange) (v record.RosterVersion, refused, err error) {
	last, err := w.lastRoster(ctx)
	if err != nil {
		return v, nil, err
	}
	standing, err := w.standingRoster(ctx)
	if err != nil {
		return v, nil, err
	}
	wanted := make(map[record.RosterRow]bool, len(c.Rows))
	named := make(map[string]bool)
	for _, r := range c.Rows {
		wanted[r], named[r.Satker] = true, true
	}
	var dropped []standingRow
	for _, r := range standing {
		switch {
		case wanted[r.RosterRow]:
			delete(wanted, r.RosterRow)
		case c.All || named[r.Satker]:
			dropped = append(dropped, r)
		}
	}
	v = record.RosterVersion{
		N: last.N + 1, At: fromMicros(micros(w.s.opts.Now())), By: c.By,
		Rows: len(standing) - len(dropped) + len(wanted), Added: len(wanted), Dropped: len(dropped),
	}
	switch {
	case c.MaxRows > 0 && v.Rows > c.MaxRows:
		return v, fmt.Errorf("%w: %d, the most is %d", record.ErrRosterTooLong, v.Rows, c.MaxRows), nil
	case v.Added == 0 && v.Dropped == 0:
		last.Added, last.Dropped = 0, 0
		return last, nil, nil
	case c.Try:
		return v, nil, nil
	}
	return v, nil, w.writeRoster(ctx, v, wanted, dropped)
}

// lastRoster returns the newest version, the zero one where there is none.
func (w *writer) lastRoster(ctx context.Context) (last record.RosterVersion, err error) {
	rows, err := w.query(ctx, "SELECT n, at, by, rows, added, dropped FROM roster_version ORDER BY n DESC LIMIT 1")
	if err != nil {
		return last, err
	}
	list, err := rosterVersions(rows)
	if len(list) == 1 {
		last = list[0]
	}
	return last, err
}

// standingRoster returns the rows that stand in the newest version.
func (w *writer) standingRoster(ctx context.Context) (rows []standingRow, err error) {
	list, err := w.query(ctx, "SELECT n, name, post, satker, since, until, source FROM roster WHERE dropped IS NULL")
	if err != nil {
		return nil, err
	}
	defer func() { _ = list.Close() }() // list.Err says it all
	for list.Next() {
		var r standingRow
		if err := list.Scan(&r.n, &r.Name, &r.Post, &r.Satker, &r.From, &r.To, &r.Source); err != nil {
			return nil, err
		}
		rows = append(rows, r)
	}
	return rows, list.Err()
}

// writeRoster writes a version, what it adds and what it drops, its place in the log of
// decisions, and the line of the audit log.
func (w *writer) writeRoster(ctx context.Context, v record.RosterVersion, added map[record.RosterRow]bool, dropped []standingRow) error {
	err := w.exec(ctx, "INSERT INTO roster_version (n, at, by, rows, added, dropped) VALUES (?, ?, ?, ?, ?, ?)",
		v.N, micros(v.At), v.By, v.Rows, v.Added, v.Dropped)
	if err != nil {
		return err
	}
	for _, r := range dropped {
		if err := w.exec(ctx, "UPDATE roster SET dropped = ? WHERE n = ?", v.N, r.n); err != nil {
			return err
		}
	}
	list := make([]record.RosterRow, 0, len(added))
	for r := range added {
		list = append(list, r)
	}
	slices.SortFunc(list, record.CompareRosterRows)
	for _, r := range list {
		err := w.exec(ctx, "INSERT INTO roster (added, name, post, satker, since, until, source) VALUES (?, ?, ?, ?, ?, ?, ?)",
			v.N, r.Name, r.Post, r.Satker, r.From, r.To, r.Source)
		if err != nil {
			return err
		}
	}
	if _, err := w.appendDecision(ctx, record.RosterDecision(v)); err != nil {
		return err
	}
	detail, err := json.Marshal(map[string]any{"version": v.N, "rows": v.Rows, "added": v.Added, "dropped": v.Dropped})
	if err != nil {
		return err
	}
	return w.audit(ctx, record.Audit{By: v.By, Action: "roster.import", Target: record.RosterTarget, Detail: string(detail)})
}

// Roster returns a version of the list of office holders. See [record.Roster].
func (s *Store) Roster(ctx context.Context, version uint64) (record.RosterVersion, []record.RosterRow, error) {
	before := uint64(0)
	if version > 0 {
		before = version + 1
	}
	last, err := s.RosterVersions(ctx, before, 1)
	switch {
	case err != nil:
		return record.RosterVersion{}, nil, err
	case version > 0 && (len(last) == 0 || last[0].N != version):
		return record.RosterVersion{}, nil, fmt.Errorf("read version %d of the roster: %w", version, record.ErrNotFound)
	case len(last) == 0:
		return record.RosterVersion{}, nil, nil
	}
	// Rows are added and dropped, never changed: a version has the same ones ever after.
	found, err := s.read.query(ctx, `SELECT name, post, satker, since, until, source FROM roster
		WHERE added <= ?1 AND (dropped IS NULL OR dropped > ?1)`, last[0].N)
	if err != nil {
		return record.RosterVersion{}, nil, fmt.Errorf("read the roster: %w", s.judged(err))
	}
	defer func() { _ = found.Close() }() // found.Err says it all
	var rows []record.RosterRow
	for found.Next() {
		var r record.RosterRow
		if err := found.Scan(&r.Name, &r.Post, &r.Satker, &r.From, &r.To, &r.Source); err != nil {
			return record.RosterVersion{}, nil, fmt.Errorf("read the roster: %w", s.judged(err))
		}
		rows = append(rows, r)
	}
	if err := found.Err(); err != nil {
		return record.RosterVersion{}, nil, fmt.Errorf("read the roster: %w", s.judged(err))
	}
	slices.SortFunc(rows, record.CompareRosterRows)
	return last[0], rows, nil
}

// RosterVersions returns versions of the list of office holders, the newest first. See [record.Roster].
func (s *Store) RosterVersions(ctx context.Context, before uint64, n int) ([]record.RosterVersion, error) {
	if before == 0 || before > math.MaxInt64 {
		before = math.MaxInt64
	}
	found, err := s.read.query(ctx, "SELECT n, at, by, rows, added, dropped FROM roster_version WHERE n < ? ORDER BY n DESC LIMIT ?", before, n)
	if err != nil {
		return nil, fmt.Errorf("read the versions of the roster: %w", s.judged(err))
	}
	list, err := rosterVersions(found)
	if err != nil {
		return nil, fmt.Errorf("read the versions of the roster: %w", s.judged(err))
	}
	return list, nil
}

// rosterVersions reads versions and closes rows.
func rosterVersions(rows *sql.Rows) ([]record.RosterVersion, error) {
	defer func() { _ = rows.Close() }() // rows.Err says it all
	var list []record.RosterVersion
	for rows.Next() {
		var v record.RosterVersion
		var at int64
		if err := rows.Scan(&v.N, &at, &v.By, &v.Rows, &v.Added, &v.Dropped); err != nil {
			return nil, err
		}
		v.At = fromMicros(at)
		list = append(list, v)
	}
	return list, rows.Err()
}

// rosterSound returns an error where the rows of the list are not as many as its
// versions say.
func (s *Store) rosterSound(ctx context.Context) error {
	rows, err := s.read.query(ctx, `SELECT v.n, v.rows,
			(SELECT count(*) FROM roster r WHERE r.added <= v.n AND (r.dropped IS NULL OR r.dropped > v.n))
		FROM roster_version v ORDER BY v.n DESC LIMIT 1`)
	if err != nil {
		return classified(err)
	}
	defer func() { _ = rows.Close() }() // rows.Err says it all
	for rows.Next() {
		var n uint64
		var said, there int
		if err := rows.Scan(&n, &said, &there); err != nil {
			return classified(err)
		}
		if said != there {
			return fmt.Errorf("version %d of the list of office holders has %d rows, and should have %d", n, there, said)
		}
	}
	return classified(rows.Err())
}
