package tables

import (
	"context"
	"fmt"
	"math"
	"slices"

	"warta/index/record"
)

// Writes returns lines of the log of writes, the newest first. See [record.Audits].
func (r *Record) Writes(ctx context.Context, before record.WritesPlace, target string, n int) ([]record.Write, *record.WritesPlace, error) {
	if before == (record.WritesPlace{}) {
		before = record.WritesPlace{Change: math.MaxInt64, Audit: math.MaxInt64}
	}
	type entry struct {
		record.Write
		number uint64
		audit  bool
	}
	var entries []entry
	// A removal is in both logs; the line of the audit log counts.
	for _, from := range []struct {
		query  string
		before uint64
		audit  bool
	}{
		{`SELECT c.seq, c.at, c.by, CASE c.version WHEN 1 THEN 'create' ELSE 'update' END, a.id, '' FROM change c JOIN article a ON a.n = c.article
			WHERE c.seq < $1 AND c.version > 0 AND ($2 = '' OR a.id = $2) ORDER BY c.seq DESC LIMIT $3`, before.Change, false},
		{`SELECT n, at, by, action, target, detail FROM audit WHERE n < $1 AND ($2 = '' OR target = $2) ORDER BY n DESC LIMIT $3`, before.Audit, true},
	} {
		some, err := collect(ctx, r.db, func(rows Rows) (entry, error) {
			e := entry{audit: from.audit}
			var at int64
			err := rows.Scan(&e.number, &at, &e.By, &e.Action, &e.Target, &e.Detail)
			e.At = fromMicros(at)
			return e, err
		}, from.query, bounded(from.before), target, n+1)
		if err != nil {
			return nil, nil, fmt.Errorf("read the log of writes: %w", r.db.Judged(err))
		}
		entries = append(entries, some...)
	}
	slices.SortStableFunc(entries, func(a, b entry) int { return b.At.Compare(a.At) })
	var out []record.Write
	for _, e := range entries[:min(n, len(entries))] {
		if e.audit {
			before.Audit = e.number
		} else {
			before.Change = e.number
		}
		out = append(out, e.Write)
	}
	if len(entries) <= n {
		return out, nil, nil
	}
	return out, &before, nil
}
