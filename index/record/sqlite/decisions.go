package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"warta/index/record"
)

// Decide appends decisions to their log. See [record.Decisions].
func (s *Store) Decide(ctx context.Context, ds ...record.Decision) (record.Decided, error) {
	size := 0
	for _, d := range ds {
		if err := d.Validate(); err != nil {
			return record.Decided{}, fmt.Errorf("decide: %w", err)
		}
		size += len(d.Data)
	}
	var made record.Decided
	var refused error
	err := s.submit(ctx, &job{size: int64(size), do: func(ctx context.Context, w *writer) (err error) {
		made, refused, err = w.decideAll(ctx, ds)
		return err
	}})
	if err == nil { // else the writer may still be at it, and made and refused are its own
		err = refused
	}
	if err != nil {
		return record.Decided{}, fmt.Errorf("decide: %w", err)
	}
	return made, nil
}

func (w *writer) decideAll(ctx context.Context, ds []record.Decision) (made record.Decided, refused, err error) {
	var about []*row
	seen := make(map[string]bool)
	for _, d := range ds {
		if d.Article == "" || seen[d.Article] {
			continue
		}
		seen[d.Article] = true
		a, err := articleByID(ctx, w, d.Article)
		if err != nil {
			return made, nil, err
		}
		if a == nil || a.removed {
			return made, record.ErrNotFound, nil
		}
		about = append(about, a)
	}
	for _, a := range about {
		if made.Change, err = w.touch(ctx, a); err != nil {
			return made, nil, err
		}
	}
	for _, d := range ds {
		if made.Seq, err = w.decide(ctx, d); err != nil {
			return made, nil, err
		}
	}
	return made, nil, nil
}

// touch makes the standing version of an article the newest change.
func (w *writer) touch(ctx context.Context, a *row) (seq uint64, err error) {
	seq = w.next()
	if err := w.exec(ctx, "UPDATE change SET seq = ? WHERE seq = ?", seq, a.seq); err != nil {
		return 0, err
	}
	return seq, w.exec(ctx, "UPDATE article SET seq = ? WHERE n = ?", seq, a.n)
}

// decide appends one decision and its line of the audit log.
func (w *writer) decide(ctx context.Context, d record.Decision) (n uint64, err error) {
	d.At = w.s.opts.Now()
	if n, err = w.appendDecision(ctx, d); err != nil {
		return 0, err
	}
	action, detail := d.Kind, d.Data
	if d.Data == nil {
		action = "withdraw " + d.Kind
	}
	if d.Logged != nil {
		detail = d.Logged
	}
	return n, w.audit(ctx, record.Audit{By: d.By, Action: action, Target: d.Target, Detail: string(detail)})
}

// appendDecision puts d in the place of the one of its kind about its target, with a new
// number.
func (w *writer) appendDecision(ctx context.Context, d record.Decision) (n uint64, err error) {
	st, err := w.stmt(ctx, "INSERT OR REPLACE INTO decision (at, by, kind, target, article, data) VALUES (?, ?, ?, ?, ?, ?)")
	if err != nil {
		return 0, err
	}
	var data any // NULL withdraws
	if d.Data != nil {
		data = []byte(d.Data)
	}
	res, err := st.ExecContext(ctx, micros(d.At), d.By, d.Kind, d.Target, d.Article, data)
	if err != nil {
		return 0, err
	}
	last, err := res.LastInsertId()
	return uint64(last), err
}

// withdrawAll withdraws the decisions about an article that is removed.
func (w *writer) withdrawAll(ctx context.Context, article string, at int64, by string) error {
	return w.exec(ctx, `INSERT OR REPLACE INTO decision (at, by, kind, target, article, data)
		SELECT ?, ?, kind, target, article, NULL FROM decision WHERE article = ? AND article <> '' AND data IS NOT NULL ORDER BY n`, at, by, article)
}

// DecisionsAfter returns decisions by number. See [record.Decisions].
func (s *Store) DecisionsAfter(ctx context.Context, after uint64, n int) ([]record.Decision, error) {
	rows, err := s.read.query(ctx, "SELECT n, at, by, kind, target, article, data FROM decision WHERE n > ? ORDER BY n LIMIT ?", bounded(after), n)
	if err != nil {
		return nil, fmt.Errorf("read the decisions: %w", s.judged(err))
	}
	ds, err := decisions(rows)
	if err != nil {
		return nil, fmt.Errorf("read the decisions: %w", s.judged(err))
	}
	return ds, nil
}

// decisions reads decisions and closes rows.
func decisions(rows *sql.Rows) ([]record.Decision, error) {
	defer func() { _ = rows.Close() }() // rows.Err says it all
	var ds []record.Decision
	for size := 0; size < pageBytes && rows.Next(); {
		var d record.Decision
		var at int64
		if err := rows.Scan(&d.N, &at, &d.By, &d.Kind, &d.Target, &d.Article, (*[]byte)(&d.Data)); err != nil {
			return nil, err
		}
		d.At = fromMicros(at)
		size += len(d.Data)
		ds = append(ds, d)
	}
	return ds, rows.Err()
}
