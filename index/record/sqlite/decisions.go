package sqlite

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"warta/index/record"
)

// Decide keeps decisions, all or none. Each takes the place of an earlier one of
// the same kind about the same target, and is noted in the audit log, which keeps
// what was decided when another has taken its place. The standing
// version of an article that one is about becomes the newest change of the record,
// so that whoever follows the record takes it in again; the number of the last such
// change is returned, 0 where there is none. The error wraps [record.ErrNotFound] where
// there is no such article.
func (s *Store) Decide(ctx context.Context, ds ...record.Decision) (seq uint64, err error) {
	size := 0
	for _, d := range ds {
		if d.Kind == "" || d.Target == "" || d.Data != nil && !json.Valid(d.Data) {
			return 0, errors.New("decide: want a kind, a target, and JSON")
		}
		size += len(d.Data)
	}
	var refused error
	err = s.submit(ctx, &job{size: int64(size), do: func(ctx context.Context, w *writer) error {
		touched := make(map[string]bool)
		for _, d := range ds {
			if d.Article == "" || touched[d.Article] {
				continue
			}
			a, err := articleByID(ctx, w, d.Article)
			if err != nil {
				return err
			}
			if a == nil || a.removed {
				refused = record.ErrNotFound
				return nil
			}
			touched[d.Article] = true
			if seq, err = w.touch(ctx, a); err != nil {
				return err
			}
		}
		for _, d := range ds {
			if err := w.decide(ctx, d); err != nil {
				return err
			}
		}
		return nil
	}})
	if err == nil { // else the writer may still be at it
		err = refused
	}
	if err != nil {
		return 0, fmt.Errorf("decide: %w", err)
	}
	return seq, nil
}

// touch makes the standing version of an article the newest change.
func (w *writer) touch(ctx context.Context, a *row) (seq uint64, err error) {
	seq = w.next()
	if err := w.exec(ctx, "UPDATE change SET seq = ? WHERE seq = ?", seq, a.seq); err != nil {
		return 0, err
	}
	return seq, w.exec(ctx, "UPDATE article SET seq = ? WHERE n = ?", seq, a.n)
}

func (w *writer) decide(ctx context.Context, d record.Decision) error {
	if err := w.exec(ctx, "DELETE FROM decision WHERE kind = ? AND target = ?", d.Kind, d.Target); err != nil {
		return err
	}
	action := "withdraw " + d.Kind
	if d.Data != nil {
		action = d.Kind
		err := w.exec(ctx, "INSERT INTO decision (at, by, kind, target, article, data) VALUES (?, ?, ?, ?, ?, ?)",
			micros(w.s.opts.Now()), d.By, d.Kind, d.Target, d.Article, []byte(d.Data))
		if err != nil {
			return err
		}
	}
	detail := d.Data
	if d.Logged != nil {
		detail = d.Logged
	}
	return w.audit(ctx, record.Audit{By: d.By, Action: action, Target: d.Target, Detail: string(detail)})
}

// Decisions returns all decisions in force, in the order in which they were
// made.
func (s *Store) Decisions(ctx context.Context) ([]record.Decision, error) {
	rows, err := s.read.query(ctx, "SELECT n, at, by, kind, target, article, data FROM decision ORDER BY n")
	if err != nil {
		return nil, fmt.Errorf("read the decisions: %w", classified(err))
	}
	defer func() { _ = rows.Close() }() // rows.Err says it all
	var ds []record.Decision
	for rows.Next() {
		var d record.Decision
		var at int64
		if err := rows.Scan(&d.N, &at, &d.By, &d.Kind, &d.Target, &d.Article, (*[]byte)(&d.Data)); err != nil {
			return nil, fmt.Errorf("read the decisions: %w", classified(err))
		}
		d.At = fromMicros(at)
		ds = append(ds, d)
	}
	return ds, classified(rows.Err())
}
