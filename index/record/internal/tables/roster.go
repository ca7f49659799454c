package tables

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"

	"warta/index/record"
)

// ChangeRoster puts rows into the list of office holders. See [record.Roster].
func (r *Record) ChangeRoster(ctx context.Context, c record.RosterChange) (record.RosterVersion, error) {
	var made record.RosterVersion
	size := int64(0)
	for _, row := range c.Rows {
		size += int64(len(row.Name) + len(row.Post) + len(row.Satker) + len(row.Source) + 64)
	}
	err := r.write(ctx, &Job{Size: size}, func(ctx context.Context, tx Tx) (refused, err error) {
		made, refused, err = r.changeRoster(ctx, tx, c)
		return refused, err
	})
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

func (r *Record) changeRoster(ctx context.Context, tx Tx, c record.RosterChange) (v record.RosterVersion, refused, err error) {
	last, err := lastRoster(ctx, tx)
	if err != nil {
		return v, nil, err
	}
	standing, err := standingRoster(ctx, tx)
	if err != nil {
		return v, nil, err
	}
	wanted := make(map[record.RosterRow]bool, len(c.Rows))
	named := make(map[string]bool)
	for _, row := range c.Rows {
		wanted[row], named[row.Satker] = true, true
	}
	var dropped []standingRow
	for _, row := range standing {
		switch {
		case wanted[row.RosterRow]:
			delete(wanted, row.RosterRow)
		case c.All || named[row.Satker]:
			dropped = append(dropped, row)
		}
	}
	v = record.RosterVersion{
		N: last.N + 1, At: fromMicros(Micros(r.now())), By: c.By,
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
	return v, nil, r.writeRoster(ctx, tx, v, wanted, dropped)
}

// lastRoster returns the newest version, the zero one where there is none.
func lastRoster(ctx context.Context, q Querier) (last record.RosterVersion, err error) {
	list, err := rosterVersions(ctx, q, math.MaxInt64, 1)
	if len(list) == 1 {
		last = list[0]
	}
	return last, err
}

// standingRoster returns the rows that stand in the newest version.
func standingRoster(ctx context.Context, q Querier) (rows []standingRow, err error) {
	list, err := q.Query(ctx, "SELECT n, name, post, satker, since, until, source FROM roster WHERE dropped IS NULL")
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
func (r *Record) writeRoster(ctx context.Context, tx Tx, v record.RosterVersion, added map[record.RosterRow]bool, dropped []standingRow) error {
	err := tx.Exec(ctx, "INSERT INTO roster_version (n, at, by, rows, added, dropped) VALUES ($1, $2, $3, $4, $5, $6)",
		bounded(v.N), Micros(v.At), v.By, v.Rows, v.Added, v.Dropped)
	if err != nil {
		return err
	}
	for _, row := range dropped {
		if err := tx.Exec(ctx, "UPDATE roster SET dropped = $1 WHERE n = $2", bounded(v.N), row.n); err != nil {
			return err
		}
	}
	list := slices.SortedFunc(maps.Keys(added), record.CompareRosterRows)
	for _, row := range list {
		err := tx.Exec(ctx, "INSERT INTO roster (added, name, post, satker, since, until, source) VALUES ($1, $2, $3, $4, $5, $6, $7)",
			bounded(v.N), row.Name, row.Post, row.Satker, row.From, row.To, row.Source)
		if err != nil {
			return err
		}
	}
	if _, err := appendDecision(ctx, tx, record.RosterDecision(v), nil); err != nil {
		return err
	}
	detail, err := json.Marshal(map[string]any{"version": v.N, "rows": v.Rows, "added": v.Added, "dropped": v.Dropped})
	if err != nil {
		return err
	}
	return r.audit(ctx, tx, record.Audit{By: v.By, Action: "roster.import", Target: record.RosterTarget, Detail: string(detail)})
}

// Roster returns a version of the list of office holders. See [record.Roster].
func (r *Record) Roster(ctx context.Context, version uint64) (record.RosterVersion, []record.RosterRow, error) {
	before := uint64(0)
	if version > 0 {
		before = version + 1
	}
	last, err := r.RosterVersions(ctx, before, 1)
	switch {
	case err != nil:
		return record.RosterVersion{}, nil, err
	case version > 0 && (len(last) == 0 || last[0].N != version):
		return record.RosterVersion{}, nil, fmt.Errorf("read version %d of the roster: %w", version, record.ErrNotFound)
	case len(last) == 0:
		return record.RosterVersion{}, nil, nil
	}
	// Rows are added and dropped, never changed: a version has the same ones ever after.
	found, err := r.db.Query(ctx, `SELECT name, post, satker, since, until, source FROM roster
		WHERE added <= $1 AND (dropped IS NULL OR dropped > $1)`, bounded(last[0].N))
	if err != nil {
		return record.RosterVersion{}, nil, fmt.Errorf("read the roster: %w", r.db.Judged(err))
	}
	defer func() { _ = found.Close() }() // found.Err says it all
	var rows []record.RosterRow
	for found.Next() {
		var row record.RosterRow
		if err := found.Scan(&row.Name, &row.Post, &row.Satker, &row.From, &row.To, &row.Source); err != nil {
			return record.RosterVersion{}, nil, fmt.Errorf("read the roster: %w", r.db.Judged(err))
		}
		rows = append(rows, row)
	}
	if err := found.Err(); err != nil {
		return record.RosterVersion{}, nil, fmt.Errorf("read the roster: %w", r.db.Judged(err))
	}
	slices.SortFunc(rows, record.CompareRosterRows)
	return last[0], rows, nil
}

// RosterVersions returns versions of the list of office holders, the newest first. See [record.Roster].
func (r *Record) RosterVersions(ctx context.Context, before uint64, n int) ([]record.RosterVersion, error) {
	if before == 0 || before > math.MaxInt64 {
		before = math.MaxInt64
	}
	list, err := rosterVersions(ctx, r.db, bounded(before), n)
	if err != nil {
		return nil, fmt.Errorf("read the versions of the roster: %w", r.db.Judged(err))
	}
	return list, nil
}

// rosterVersions returns versions with numbers below before, the newest first.
func rosterVersions(ctx context.Context, q Querier, before int64, n int) ([]record.RosterVersion, error) {
	return collect(ctx, q, func(rows Rows) (v record.RosterVersion, err error) {
		var at int64
		err = rows.Scan(&v.N, &at, &v.By, &v.Rows, &v.Added, &v.Dropped)
		v.At = fromMicros(at)
		return v, err
	}, "SELECT n, at, by, rows, added, dropped FROM roster_version WHERE n < $1 ORDER BY n DESC LIMIT $2", before, n)
}

// RosterSound returns an error where the rows of the list are not as many as its
// versions say.
func (r *Record) RosterSound(ctx context.Context) error {
	last, err := lastRoster(ctx, r.db)
	if err != nil || last.N == 0 {
		return r.db.Judged(err)
	}
	var there int
	if err := One(ctx, r.db, "SELECT count(*) FROM roster WHERE added <= $1 AND (dropped IS NULL OR dropped > $1)", []any{bounded(last.N)}, &there); err != nil {
		return r.db.Judged(err)
	}
	if last.Rows != there {
		return fmt.Errorf("version %d of the list of office holders has %d rows, and should have %d", last.N, there, last.Rows)
	}
	return nil
}
