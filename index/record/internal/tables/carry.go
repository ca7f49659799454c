package tables

import (
	"context"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"warta/index/record"
)

// A layout says how rows of a table are carried.
type layout struct {
	place   string   // column by which rows are ordered
	hashed  bool     // the place is a hash, else a number
	columns []string // that are carried
	numbers []string // those of columns that hold integers
	bytes   []string // those of columns that hold bytes or NULL
	// sealed says where text of an article is in the row; nil where there is none.
	sealed *sealedColumn
}

// A sealedColumn is a column with text that a record may seal.
type sealedColumn struct {
	column int                       // place in the columns
	what   func(values []any) string // names the text among those of the article
}

// layouts has the layout of each table but of notes, which are few.
var layouts = map[record.Table]layout{
	"article": {
		place: "n", columns: []string{"n", "id", "seq", "version", "as_of", "source_updated_at", "removed"},
		numbers: []string{"n", "seq", "version", "source_updated_at", "removed"},
	},
	"identity": {
		place: "hash", hashed: true, columns: []string{"hash", "article", "kind", "key"},
		numbers: []string{"article", "kind"}, bytes: []string{"hash"},
	},
	"change": {
		place: "seq", columns: []string{"seq", "article", "version", "at", "by", "source_updated_at", "body"},
		numbers: []string{"seq", "article", "version", "at", "source_updated_at"}, bytes: []string{"body"},
		sealed: &sealedColumn{6, func(v []any) string { return bodyOf(int(v[2].(int64))) }},
	},
	"key": {
		place: "hash", hashed: true, columns: []string{"hash", "id", "name", "scopes", "satker", "created", "expires", "revoked", "last_used"},
		numbers: []string{"created", "expires", "revoked", "last_used"}, bytes: []string{"hash"},
	},
	"audit": {
		place: "n", columns: []string{"n", "at", "by", "action", "target", "detail"}, numbers: []string{"n", "at"},
	},
	"decision": {
		place: "n", columns: []string{"n", "at", "by", "kind", "target", "article", "data"},
		numbers: []string{"n", "at"}, bytes: []string{"data"},
		sealed: &sealedColumn{6, func(v []any) string {
			return dataOf(&record.Decision{Kind: v[3].(string), Target: v[4].(string)})
		}},
	},
	"person": {
		place: "n", columns: []string{"n", "id", "key"}, numbers: []string{"n"},
	},
	"roster_version": {
		place: "n", columns: []string{"n", "at", "by", "rows", "added", "dropped"},
		numbers: []string{"n", "at", "rows", "added", "dropped"},
	},
	// The numbers of its rows are those of one record: only their order is carried.
	"roster": {
		place: "n", columns: []string{"added", "dropped", "name", "post", "satker", "since", "until", "source"},
		numbers: []string{"added", "dropped"},
	},
}

// notes are the names of what the table meta holds about the content of a record.
const notes = "'unsettled'"

// articleOf joins the article whose text may be in the rows of a table.
var articleOf = map[record.Table]string{
	"change":   "JOIN article a ON a.n = t.article",
	"decision": "LEFT JOIN article a ON a.id = t.article AND t.article <> ''",
}

// Rows returns rows of a table. See [record.Rows].
func (r *Record) Rows(ctx context.Context, of record.Table, after record.Place, n int) ([]record.Row, error) {
	rows, err := r.rows(ctx, of, after, n)
	if err != nil {
		return nil, fmt.Errorf("read the rows of %s behind %q: %w", of, after, r.db.Judged(err))
	}
	return rows, nil
}

func (r *Record) rows(ctx context.Context, of record.Table, after record.Place, n int) ([]record.Row, error) {
	if of == "note" {
		return r.notes(ctx, after)
	}
	l, known := layouts[of]
	if !known {
		return nil, fmt.Errorf("there is no table %q", of)
	}
	from, err := l.argument(after)
	if err != nil {
		return nil, err
	}
	columns := "t." + l.place + ", t." + strings.Join(l.columns, ", t.")
	if l.sealed != nil {
		columns += ", coalesce(a.n, 0), " + r.dialect.Key
	}
	found, err := r.db.Query(ctx, "SELECT "+columns+" FROM "+string(of)+" t "+articleOf[of]+
		" WHERE t."+l.place+" > $1 ORDER BY t."+l.place+" LIMIT $2", from, n)
	if err != nil {
		return nil, err
	}
	defer func() { _ = found.Close() }() // found.Err says it all
	var rows []record.Row
	for size := int64(0); size < pageBytes && found.Next(); {
		row, err := r.scanRow(found, &l)
		if err != nil {
			return nil, err
		}
		size += row.Size()
		rows = append(rows, row)
	}
	return rows, found.Err()
}

// argument returns a place as it is compared with the column of places.
func (l *layout) argument(after record.Place) (any, error) {
	switch {
	case after == "" && l.hashed:
		return []byte{}, nil
	case after == "":
		return int64(0), nil
	case l.hashed:
		return hex.DecodeString(string(after))
	}
	return strconv.ParseInt(string(after), 10, 64)
}

// scanRow reads one row and opens what is sealed in it.
func (r *Record) scanRow(from Rows, l *layout) (row record.Row, err error) {
	var number, article int64
	var hash, key []byte
	dest := make([]any, 0, len(l.columns)+3)
	if l.hashed {
		dest = append(dest, &hash)
	} else {
		dest = append(dest, &number)
	}
	for _, c := range l.columns {
		switch {
		case slices.Contains(l.numbers, c):
			dest = append(dest, new(*int64))
		case slices.Contains(l.bytes, c):
			dest = append(dest, new([]byte))
		default:
			dest = append(dest, new(string))
		}
	}
	if l.sealed != nil {
		dest = append(dest, &article, &key)
	}
	if err := from.Scan(dest...); err != nil {
		return row, err
	}
	row.Place = record.Place(strconv.FormatInt(number, 10))
	if l.hashed {
		row.Place = record.Place(hex.EncodeToString(hash))
	}
	for i := range l.columns {
		add(&row, dest[1+i])
	}
	return row, r.openRow(&row, l, article, key)
}

// openRow opens the text of a row that is sealed with the key of an article.
func (r *Record) openRow(row *record.Row, l *layout, article int64, key []byte) error {
	if l.sealed == nil || article == 0 || row.Values[l.sealed.column] == nil {
		return nil
	}
	text, err := r.db.Unseal(key, article, l.sealed.what(row.Values), row.Values[l.sealed.column].([]byte))
	if err != nil {
		return fmt.Errorf("%w: row %s: %w", record.ErrDamaged, row.Place, err)
	}
	row.Values[l.sealed.column] = text
	return nil
}

// add appends a value that was scanned to a row.
func add(r *record.Row, scanned any) {
	switch v := scanned.(type) {
	case **int64:
		if *v == nil {
			r.Values = append(r.Values, nil)
			return
		}
		r.Values = append(r.Values, **v)
	case *[]byte:
		if *v == nil {
			r.Values = append(r.Values, nil)
			return
		}
		r.Values = append(r.Values, *v)
	case *string:
		plain, altered := record.PlainText(*v)
		if r.Values = append(r.Values, plain); altered {
			r.Altered++
		}
	}
}

// notes returns the notes behind a place. See [notes].
func (r *Record) notes(ctx context.Context, after record.Place) ([]record.Row, error) {
	found, err := r.db.Query(ctx, "SELECT name, value FROM meta WHERE name IN ("+notes+")")
	if err != nil {
		return nil, err
	}
	defer func() { _ = found.Close() }() // found.Err says it all
	var rows []record.Row
	for found.Next() {
		var name, value string
		if err := found.Scan(&name, &value); err != nil {
			return nil, err
		}
		if place := record.Place(name); place > after {
			rows = append(rows, record.Row{Place: place, Values: []any{name, value}})
		}
	}
	slices.SortFunc(rows, func(a, b record.Row) int { return strings.Compare(string(a.Place), string(b.Place)) })
	return rows, found.Err()
}

// CountRows returns how many rows a table has. See [record.Rows].
func (r *Record) CountRows(ctx context.Context, of record.Table) (int64, error) {
	n, err := countRows(ctx, r.db, of)
	if err != nil {
		return 0, fmt.Errorf("count the rows of %s: %w", of, r.db.Judged(err))
	}
	return n, nil
}

func countRows(ctx context.Context, q Querier, of record.Table) (n int64, err error) {
	query := "SELECT count(*) FROM meta WHERE name IN (" + notes + ")"
	if of != "note" {
		if _, known := layouts[of]; !known {
			return 0, fmt.Errorf("there is no table %q", of)
		}
		query = "SELECT count(*) FROM " + string(of)
	}
	err = One(ctx, q, query, nil, &n)
	return n, err
}

// Numbers returns the last numbers of the logs. See [record.Rows].
func (r *Record) Numbers(ctx context.Context) (n record.Numbers, err error) {
	if err := One(ctx, r.db, r.dialect.Numbers, nil, &n.Changes, &n.Articles, &n.Decisions, &n.People, &n.Audits); err != nil {
		return n, fmt.Errorf("read the last numbers: %w", r.db.Judged(err))
	}
	return n, nil
}
