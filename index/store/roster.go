package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"
)

// A RosterRow says that a person holds a post at a satker.
type RosterRow struct {
	Name   string
	Post   string
	Satker string // code
	From   string // first day, ISO; empty where it is not told
	To     string // last day, ISO; empty where it is not told
	Source string // where this is written
}

// compareRosterRows orders rows by satker, post, first day and name, then by the rest.
func compareRosterRows(a, b RosterRow) int {
	return cmp.Or(cmp.Compare(a.Satker, b.Satker), cmp.Compare(a.Post, b.Post), cmp.Compare(a.From, b.From),
		cmp.Compare(a.Name, b.Name), cmp.Compare(a.To, b.To), cmp.Compare(a.Source, b.Source))
}

// A RosterVersion is one change of the list of office holders.
type RosterVersion struct {
	N       uint64 // from 1; 0 for the empty list that is there before the first change
	At      time.Time
	By      string // key id
	Rows    int    // that stand in it
	Added   int    // rows since the version before
	Dropped int    // rows since the version before
}

// A RosterChange puts rows into the list of office holders.
type RosterChange struct {
	By string // key id
	// Rows take the place of all rows of the satker that they name, or of the whole
	// list where All is set. A row that stands in the list already stays as it is.
	Rows []RosterRow
	All  bool
	// MaxRows bounds the list that results; 0 for no bound.
	MaxRows int
	// Try works out the version and writes nothing.
	Try bool
}

// ErrRosterTooLong says that a list would have more rows than [RosterChange.MaxRows].
var ErrRosterTooLong = errors.New("the list of office holders would have too many rows")

// RosterTarget is the target of changes of the list of office holders in the audit log.
const RosterTarget = "roster"

// ChangeRoster puts rows into the list of office holders and returns the version that
// has them, once it is on disk. What changes nothing makes no version: the standing one
// is returned then, with nothing added and dropped. The error wraps [ErrRosterTooLong]
// where the list would be too long.
func (s *Store) ChangeRoster(ctx context.Context, c RosterChange) (RosterVersion, error) {
	var made RosterVersion
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
		return RosterVersion{}, fmt.Errorf("change the roster: %w", err)
	}
	return made, nil
}

// standingRow is a row of the list that stands, with its number in the table.
type standingRow struct {
	RosterRow
	n int64
}

func (w *writer) changeRoster(ctx context.Context, c RosterChange) (v RosterVersion, refused, err error) {
	last, err := w.lastRoster(ctx)
	if err != nil {
		return v, nil, err
	}
	standing, err := w.standingRoster(ctx)
	if err != nil {
		return v, nil, err
	}
	wanted := make(map[RosterRow]bool, len(c.Rows))
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
	v = RosterVersion{
		N: last.N + 1, At: fromMicros(micros(w.s.opts.Now())), By: c.By,
		Rows: len(standing) - len(dropped) + len(wanted), Added: len(wanted), Dropped: len(dropped),
	}
	switch {
	case c.MaxRows > 0 && v.Rows > c.MaxRows:
		return v, fmt.Errorf("%w: %d, the most is %d", ErrRosterTooLong, v.Rows, c.MaxRows), nil
	case v.Added == 0 && v.Dropped == 0:
		last.Added, last.Dropped = 0, 0
		return last, nil, nil
	case c.Try:
		return v, nil, nil
	}
	return v, nil, w.writeRoster(ctx, v, wanted, dropped)
}

// lastRoster returns the newest version, the zero one where there is none.
func (w *writer) lastRoster(ctx context.Context) (last RosterVersion, err error) {
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

// writeRoster writes a version, what it adds and what it drops, and the line of the
// audit log.
func (w *writer) writeRoster(ctx context.Context, v RosterVersion, added map[RosterRow]bool, dropped []standingRow) error {
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
	list := make([]RosterRow, 0, len(added))
	for r := range added {
		list = append(list, r)
	}
	slices.SortFunc(list, compareRosterRows)
	for _, r := range list {
		err := w.exec(ctx, "INSERT INTO roster (added, name, post, satker, since, until, source) VALUES (?, ?, ?, ?, ?, ?, ?)",
			v.N, r.Name, r.Post, r.Satker, r.From, r.To, r.Source)
		if err != nil {
			return err
		}
	}
	detail, err := json.Marshal(map[string]any{"version": v.N, "rows": v.Rows, "added": v.Added, "dropped": v.Dropped})
	if err != nil {
		return err
	}
	return w.audit(ctx, Audit{By: v.By, Action: "roster.import", Target: RosterTarget, Detail: string(detail)})
}

// Roster returns the rows of a version of the list of office holders, by satker, post,
// first day and name; 0 asks for the newest version. The error wraps [ErrNotFound] where
// there is no such version.
func (s *Store) Roster(ctx context.Context, version uint64) (RosterVersion, []RosterRow, error) {
	before := uint64(0)
	if version > 0 {
		before = version + 1
	}
	last, err := s.RosterVersions(ctx, before, 1)
	switch {
	case err != nil:
		return RosterVersion{}, nil, err
	case version > 0 && (len(last) == 0 || last[0].N != version):
		return RosterVersion{}, nil, fmt.Errorf("read version %d of the roster: %w", version, ErrNotFound)
	case len(last) == 0:
		return RosterVersion{}, nil, nil
	}
	// Rows are added and dropped, never changed: a version has the same ones ever after.
	found, err := s.read.query(ctx, `SELECT name, post, satker, since, until, source FROM roster
		WHERE added <= ?1 AND (dropped IS NULL OR dropped > ?1)`, last[0].N)
	if err != nil {
		return RosterVersion{}, nil, fmt.Errorf("read the roster: %w", s.judged(err))
	}
	defer func() { _ = found.Close() }() // found.Err says it all
	var rows []RosterRow
	for found.Next() {
		var r RosterRow
		if err := found.Scan(&r.Name, &r.Post, &r.Satker, &r.From, &r.To, &r.Source); err != nil {
			return RosterVersion{}, nil, fmt.Errorf("read the roster: %w", s.judged(err))
		}
		rows = append(rows, r)
	}
	if err := found.Err(); err != nil {
		return RosterVersion{}, nil, fmt.Errorf("read the roster: %w", s.judged(err))
	}
	slices.SortFunc(rows, compareRosterRows)
	return last[0], rows, nil
}

// RosterVersions returns up to n versions of the list of office holders before one, the
// newest first; 0 begins with the newest of all.
func (s *Store) RosterVersions(ctx context.Context, before uint64, n int) ([]RosterVersion, error) {
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
func rosterVersions(rows *sql.Rows) ([]RosterVersion, error) {
	defer func() { _ = rows.Close() }() // rows.Err says it all
	var list []RosterVersion
	for rows.Next() {
		var v RosterVersion
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
