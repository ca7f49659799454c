package postgres

import (
	"context"
	"fmt"

	"warta/index/record/internal/tables"
)

// faults are questions for what the rules of the tables cannot keep from being, as a dump of
// some of the tables: each counts rows.
var faults = []struct{ text, query string }{
	{"articles have text and no key to it", `SELECT count(DISTINCT c.article) FROM change c
		WHERE c.body IS NOT NULL AND NOT EXISTS (SELECT 1 FROM article_key k WHERE k.article = c.article)`},
	{"articles have a last change that is not in the log", `SELECT count(*) FROM article a
		WHERE NOT EXISTS (SELECT 1 FROM change c WHERE c.seq = a.seq AND c.article = a.n)`},
	{"logs have rows above the counters", `SELECT count(*) FROM counter n WHERE
		n.change < (SELECT coalesce(max(seq), 0) FROM change) OR n.article < (SELECT coalesce(max(n), 0) FROM article) OR
		n.decision < (SELECT coalesce(max(n), 0) FROM decision) OR n.person < (SELECT coalesce(max(n), 0) FROM person) OR
		n.audit < (SELECT coalesce(max(n), 0) FROM audit)`},
}

// Sound returns an error where rows do not agree with each other. See [record.Sounder]. Pages
// and indexes are the server's own to check (data checksums, pg_amcheck).
func (s *Store) Sound(ctx context.Context) error { return s.sound(ctx, &s.Record) }

// sound checks the rows of s, of which r reads the list of office holders.
func (s *Store) sound(ctx context.Context, r *tables.Record) error {
	for _, f := range faults {
		var found int
		if err := tables.One(ctx, database{s}, f.query, nil, &found); err != nil {
			return fmt.Errorf("check the record: %w", classified(err))
		}
		if found > 0 {
			return fmt.Errorf("check the record: %d %s", found, f.text)
		}
	}
	if err := r.RosterSound(ctx); err != nil {
		return fmt.Errorf("check the record: %w", err)
	}
	return nil
}
