package tables

import (
	"context"
	"fmt"

	"warta/index/record"
)

// WriteAudit appends a line to the audit log. See [record.Audits].
func (r *Record) WriteAudit(ctx context.Context, a record.Audit) error {
	err := r.write(ctx, &Job{}, func(ctx context.Context, tx Tx) (refused, err error) { return nil, r.audit(ctx, tx, a) })
	if err != nil {
		return fmt.Errorf("audit %s: %w", a.Action, err)
	}
	return nil
}

func (r *Record) audit(ctx context.Context, tx Tx, a record.Audit) error {
	return tx.Exec(ctx, "INSERT INTO audit (n, at, by, action, target, detail) VALUES ($1, $2, $3, $4, $5, $6)",
		bounded(tx.Next(Audits)), Micros(r.now()), a.By, a.Action, a.Target, a.Detail)
}

// Audits returns lines of the audit log by number. See [record.Audits].
func (r *Record) Audits(ctx context.Context, after uint64, n int) ([]record.Audit, error) {
	as, err := r.audits(ctx, after, n)
	if err != nil {
		return nil, fmt.Errorf("read the audit log: %w", r.db.Judged(err))
	}
	return as, nil
}

func (r *Record) audits(ctx context.Context, after uint64, n int) ([]record.Audit, error) {
	return collect(ctx, r.db, func(rows Rows) (a record.Audit, err error) {
		var at int64
		err = rows.Scan(&a.N, &at, &a.By, &a.Action, &a.Target, &a.Detail)
		a.At = fromMicros(at)
		return a, err
	}, "SELECT n, at, by, action, target, detail FROM audit WHERE n > $1 ORDER BY n LIMIT $2", bounded(after), n)
}
