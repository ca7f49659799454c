package postgres

import (
	"fmt"

	"github.com/jackc/pgx/v5"

	"warta/index/record/internal/tables"
)

// insertKey keeps the key of an article.
const insertKey = "INSERT INTO article_key (article, key) VALUES ($1, $2)"

// A bulk is a statement that inserts the rows of many like it. Each column of the rows is a list
// of integers (i), texts (t), or bytes (b), as a letter of columns says.
type bulk struct{ columns, one, many string }

// bulks are the statements that take in new articles, in the order in which they are sent: the
// tables refer to those before.
var bulks = [...]bulk{
	{"itiiti", tables.InsertArticle, `INSERT INTO article (n, id, seq, version, as_of, source_updated_at, removed)
		SELECT n, id, seq, version, as_of, source_updated_at, 0 FROM
		unnest($1::bigint[], $2::text[], $3::bigint[], $4::bigint[], $5::text[], $6::bigint[]) AS t (n, id, seq, version, as_of, source_updated_at)`},
	{"biit", tables.InsertIdentity, `INSERT INTO identity (hash, article, kind, key)
		SELECT * FROM unnest($1::bytea[], $2::bigint[], $3::bigint[], $4::text[])`},
	{"ib", insertKey, `INSERT INTO article_key (article, key) SELECT * FROM unnest($1::bigint[], $2::bytea[])`},
	{"iiiitib", tables.InsertChange, `INSERT INTO change (seq, article, version, at, by, source_updated_at, body)
		SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::text[], $6::bigint[], $7::bytea[])`},
}

// rowsOf are the rows that wait for each of bulks.
type rowsOf [len(bulks)][][]any

// add keeps a row for a statement of bulks, and reports whether the statement is one.
func (r *rowsOf) add(query string, args []any) bool {
	for i, b := range bulks {
		if b.one == query {
			r[i] = append(r[i], args)
			return true
		}
	}
	return false
}

// flush queues the statements for all rows.
func (r *rowsOf) flush(b *pgx.Batch) error {
	for i, rows := range r {
		switch len(rows) {
		case 0:
			continue
		case 1:
			b.Queue(bulks[i].one, rows[0]...)
		default:
			lists, err := bulks[i].lists(rows)
			if err != nil {
				return fmt.Errorf("%s: %w", bulks[i].one, err)
			}
			b.Queue(bulks[i].many, lists...)
		}
		r[i] = nil
	}
	return nil
}

// lists returns the columns of rows. A nil value is NULL.
func (b *bulk) lists(rows [][]any) ([]any, error) {
	lists := make([]any, len(b.columns))
	for c, kind := range b.columns {
		var err error
		switch kind {
		case 't':
			lists[c], err = column(rows, c, func(v any) (text string, ok bool) { text, ok = v.(string); return text, ok })
		case 'b':
			lists[c], err = column(rows, c, func(v any) (data []byte, ok bool) { data, ok = v.([]byte); return data, ok })
		default:
			lists[c], err = column(rows, c, integer)
		}
		if err != nil {
			return nil, err
		}
	}
	return lists, nil
}

// column returns one column of rows, with nil for NULL.
func column[T any](rows [][]any, c int, as func(any) (T, bool)) ([]*T, error) {
	list := make([]*T, len(rows))
	for i, row := range rows {
		if row[c] == nil {
			continue
		}
		v, ok := as(row[c])
		if !ok {
			return nil, fmt.Errorf("parameter %d has a value of type %T", c+1, row[c])
		}
		list[i] = &v
	}
	return list, nil
}

func integer(v any) (int64, bool) {
	switch n := v.(type) {
	case int64:
		return n, true
	case int:
		return int64(n), true
	}
	return 0, false
}
