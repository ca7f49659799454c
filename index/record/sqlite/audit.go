package sqlite

import (
	"context"
	"fmt"

	"warta/index/record"
)

// WriteAudit appends a line to the audit log. See [record.Audits].
func (s *Store) WriteAudit(ctx context.Context, a record.Audit) error {
	if err := s.submit(ctx, &job{do: func(ctx context.Context, w *writer) error { return w.audit(ctx, a) }}); err != nil {
		return fmt.Errorf("audit %s: %w", a.Action, err)
	}
	return nil
}

func (w *writer) audit(ctx context.Context, a record.Audit) error {
	return w.exec(ctx, "INSERT INTO audit (at, by, action, target, detail) VALUES (?, ?, ?, ?, ?)",
		micros(w.s.opts.Now()), a.By, a.Action, a.Target, a.Detail)
}

// Audits returns lines of the audit log by number. See [record.Audits].
func (s *Store) Audits(ctx context.Context, after uint64, n int) ([]record.Audit, error) {
	rows, err := s.read.query(ctx, "SELECT n, at, by, action, target, detail FROM audit WHERE n > ? ORDER BY n LIMIT ?", bounded(after), n)
	if err != nil {
		return nil, fmt.Errorf("read the audit log: %w", classified(err))
	}
	defer func() { _ = rows.Close() }() // rows.Err says it all
	var as []record.Audit
	for rows.Next() {
		var a record.Audit
		var at int64
		if err := rows.Scan(&a.N, &at, &a.By, &a.Action, &a.Target, &a.Detail); err != nil {
			return nil, fmt.Errorf("read the audit log: %w", classified(err))
		}
		a.At = fromMicros(at)
		as = append(as, a)
	}
	return as, classified(rows.Err())
}
