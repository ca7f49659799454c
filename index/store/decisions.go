package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// A Decision is what a person decided about something that was worked out: that
// two officials are one, who speaks in a quote, that a quote is not shown. It is
// applied again after every new reading.
type Decision struct {
	N       uint64 // rises; filled by the store, as At is
	At      time.Time
	By      string          // key id
	Kind    string          // "official.merge", "quote.speaker"
	Target  string          // id of what it is about
	Article string          // id, for what is about one article; it goes with the article
	Data    json.RawMessage // what was decided; nil withdraws what was decided before
}

// Decide keeps d, which takes the place of an earlier decision of the same kind
// about the same target, and notes it in the audit log. It returns the number of
// the decision. The error wraps [ErrNotFound] where there is no such article.
func (s *Store) Decide(ctx context.Context, d Decision) (n uint64, err error) {
	if d.Kind == "" || d.Target == "" || d.Data != nil && !json.Valid(d.Data) {
		return 0, errors.New("decide: want a kind, a target, and JSON")
	}
	var refused error
	err = s.submit(ctx, &job{size: int64(len(d.Data)), do: func(ctx context.Context, w *writer) error {
		if d.Article != "" {
			a, err := articleByID(ctx, w, d.Article)
			if err != nil {
				return err
			}
			if a == nil || a.removed {
				refused = ErrNotFound
				return nil
			}
		}
		n, err = w.decide(ctx, d)
		return err
	}})
	if err == nil { // else the writer may still be at it
		err = refused
	}
	if err != nil {
		return 0, fmt.Errorf("decide %s of %s: %w", d.Kind, d.Target, err)
	}
	return n, nil
}

func (w *writer) decide(ctx context.Context, d Decision) (n uint64, err error) {
	if err := w.exec(ctx, "DELETE FROM decision WHERE kind = ? AND target = ?", d.Kind, d.Target); err != nil {
		return 0, err
	}
	action := "withdraw " + d.Kind
	if d.Data != nil {
		action = d.Kind
		st, err := w.stmt(ctx, "INSERT INTO decision (at, by, kind, target, article, data) VALUES (?, ?, ?, ?, ?, ?)")
		if err != nil {
			return 0, err
		}
		res, err := st.ExecContext(ctx, micros(w.s.opts.Now()), d.By, d.Kind, d.Target, d.Article, []byte(d.Data))
		if err != nil {
			return 0, err
		}
		last, err := res.LastInsertId()
		if err != nil {
			return 0, err
		}
		n = uint64(last)
	}
	return n, w.audit(ctx, Audit{By: d.By, Action: action, Target: d.Target})
}

// Decisions returns all decisions in force, in the order in which they were
// made.
func (s *Store) Decisions(ctx context.Context) ([]Decision, error) {
	rows, err := s.read.query(ctx, "SELECT n, at, by, kind, target, article, data FROM decision ORDER BY n")
	if err != nil {
		return nil, fmt.Errorf("read the decisions: %w", classified(err))
	}
	defer func() { _ = rows.Close() }() // rows.Err says it all
	var ds []Decision
	for rows.Next() {
		var d Decision
		var at int64
		if err := rows.Scan(&d.N, &at, &d.By, &d.Kind, &d.Target, &d.Article, (*[]byte)(&d.Data)); err != nil {
			return nil, fmt.Errorf("read the decisions: %w", classified(err))
		}
		d.At = fromMicros(at)
		ds = append(ds, d)
	}
	return ds, classified(rows.Err())
}
