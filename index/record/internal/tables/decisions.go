package tables

import (
	"context"
	"fmt"

	"warta/index/record"
)

// Decide appends decisions to their log. See [record.Decisions].
func (r *Record) Decide(ctx context.Context, ds ...record.Decision) (record.Decided, error) {
	size := 0
	for _, d := range ds {
		if err := d.Validate(); err != nil {
			return record.Decided{}, fmt.Errorf("decide: %w", err)
		}
		size += len(d.Data)
	}
	var made record.Decided
	err := r.write(ctx, &Job{Size: int64(size)}, func(ctx context.Context, tx Tx) (refused, err error) {
		made, refused, err = r.decideAll(ctx, tx, ds)
		return refused, err
	})
	if err != nil {
		return record.Decided{}, fmt.Errorf("decide: %w", err)
	}
	return made, nil
}

func (r *Record) decideAll(ctx context.Context, tx Tx, ds []record.Decision) (made record.Decided, refused, err error) {
	var about []*Row
	known := make(map[string]*Row)
	for _, d := range ds {
		if d.Article == "" || known[d.Article] != nil {
			continue
		}
		a, err := byID(ctx, tx, d.Article)
		if err != nil {
			return made, nil, err
		}
		if a == nil || a.Removed {
			return made, record.ErrNotFound, nil
		}
		known[d.Article] = a
		about = append(about, a)
	}
	for _, a := range about {
		if made.Change, err = touch(ctx, tx, a); err != nil {
			return made, nil, err
		}
	}
	for _, d := range ds {
		if made.Seq, err = r.decide(ctx, tx, d, known[d.Article]); err != nil {
			return made, nil, err
		}
	}
	return made, nil, nil
}

// touch makes the standing version of an article the newest change.
func touch(ctx context.Context, tx Tx, a *Row) (seq uint64, err error) {
	seq = tx.Next(Changes)
	tx.Unlead() // the transaction may know the article as it was
	if err := tx.Exec(ctx, "UPDATE change SET seq = $1 WHERE seq = $2", bounded(seq), bounded(a.Seq)); err != nil {
		return 0, err
	}
	return seq, tx.Exec(ctx, "UPDATE article SET seq = $1 WHERE n = $2", bounded(seq), a.N)
}

// decide appends one decision, about a where it is about an article, and its line of the
// audit log.
func (r *Record) decide(ctx context.Context, tx Tx, d record.Decision, a *Row) (n uint64, err error) {
	d.At = r.now()
	if n, err = appendDecision(ctx, tx, d, a); err != nil {
		return 0, err
	}
	action, detail := d.Kind, d.Data
	if d.Data == nil {
		action = "withdraw " + d.Kind
	}
	if d.Logged != nil {
		detail = d.Logged
	}
	return n, r.audit(ctx, tx, record.Audit{By: d.By, Action: action, Target: d.Target, Detail: string(detail)})
}

// appendDecision puts d, about a where it is about an article, in the place of the one of its
// kind about its target, with a new number.
func appendDecision(ctx context.Context, tx Tx, d record.Decision, a *Row) (n uint64, err error) {
	var data []byte // NULL withdraws
	if data = d.Data; data != nil && a != nil {
		// It may quote the article.
		if data, err = tx.Seal(ctx, a, dataOf(&d), data); err != nil {
			return 0, err
		}
	}
	if err := tx.Exec(ctx, "DELETE FROM decision WHERE kind = $1 AND target = $2", d.Kind, d.Target); err != nil {
		return 0, err
	}
	n = tx.Next(Decisions)
	return n, tx.Exec(ctx, "INSERT INTO decision (n, at, by, kind, target, article, data) VALUES ($1, $2, $3, $4, $5, $6, $7)",
		bounded(n), Micros(d.At), d.By, d.Kind, d.Target, d.Article, data)
}

// dataOf names the data of a decision among the texts of an article.
func dataOf(d *record.Decision) string { return "decision " + d.Kind + " " + d.Target }

// withdrawAll withdraws the decisions about an article that is removed.
func withdrawAll(ctx context.Context, tx Tx, article string, at int64, by string) error {
	ds, err := collect(ctx, tx, func(rows Rows) (record.Decision, error) {
		d := record.Decision{At: fromMicros(at), By: by, Article: article}
		err := rows.Scan(&d.Kind, &d.Target)
		return d, err
	}, "SELECT kind, target FROM decision WHERE article = $1 AND article <> '' AND data IS NOT NULL ORDER BY n", article)
	if err != nil {
		return err
	}
	for _, d := range ds {
		if _, err := appendDecision(ctx, tx, d, nil); err != nil {
			return err
		}
	}
	return nil
}

// DecisionsAfter returns decisions by number. See [record.Decisions].
func (r *Record) DecisionsAfter(ctx context.Context, after uint64, n int) ([]record.Decision, error) {
	ds, err := r.decisions(ctx, bounded(after), n)
	if err != nil {
		return nil, fmt.Errorf("read the decisions: %w", r.db.Judged(err))
	}
	return ds, nil
}

func (r *Record) decisions(ctx context.Context, after int64, n int) ([]record.Decision, error) {
	rows, err := r.db.Query(ctx, `SELECT d.n, d.at, d.by, d.kind, d.target, d.article, d.data, coalesce(a.n, 0), `+r.dialect.Key+`
		FROM decision d LEFT JOIN article a ON a.id = d.article WHERE d.n > $1 ORDER BY d.n LIMIT $2`, after, n)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }() // rows.Err says it all
	var ds []record.Decision
	for size := 0; size < pageBytes && rows.Next(); {
		var d record.Decision
		var at, article int64
		var key []byte
		if err := rows.Scan(&d.N, &at, &d.By, &d.Kind, &d.Target, &d.Article, (*[]byte)(&d.Data), &article, &key); err != nil {
			return nil, err
		}
		if d.Data != nil && article > 0 {
			if d.Data, err = r.db.Unseal(key, article, dataOf(&d), d.Data); err != nil {
				return nil, fmt.Errorf("decision %d: %w", d.N, err)
			}
		}
		d.At = fromMicros(at)
		size += len(d.Data)
		ds = append(ds, d)
	}
	return ds, rows.Err()
}
