package tables

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"warta/index/record"
)

// An asked transaction counts what it is asked, and finds no more than two articles.
type asked struct {
	Tx
	queries, keys int
	numbers       []int64
}

// Query implements [Querier].
func (a *asked) Query(_ context.Context, query string, args ...any) (Rows, error) {
	a.queries++
	if list := args[0].(string); !strings.Contains(query, "j.key") || !strings.Contains(list, `"a1"`) {
		return nil, fmt.Errorf("%s of %s", query, list)
	}
	return &articles{}, nil
}

// Keys implements [Tx].
func (a *asked) Keys(_ context.Context, numbers []int64) error {
	a.keys++
	a.numbers = append(a.numbers, numbers...)
	return nil
}

// articles are the rows of the articles a1 and a2.
type articles struct{ n int64 }

// Next implements [Rows].
func (a *articles) Next() bool { a.n++; return a.n <= 2 }

// Scan implements [Rows].
func (a *articles) Scan(dest ...any) error {
	*dest[0].(*int64), *dest[1].(*string) = a.n, fmt.Sprint("a", a.n)
	return nil
}

// Err implements [Rows].
func (*articles) Err() error { return nil }

// Close implements [Rows].
func (*articles) Close() error { return nil }

// The articles and keys of a batch of decisions are asked for once, not once for each.
func TestKeysOfABatchOfDecisionsAreAskedForOnce(t *testing.T) {
	t.Parallel()
	var rows []record.Row
	for n := range 100 {
		id := []any{"", "a1", "a2", "gone"}[n%4]
		rows = append(rows, record.Row{Place: record.Place(fmt.Sprint(n)), Values: []any{int64(n), int64(1), "k", "kind", "target", id, []byte(`{}`)}})
	}
	f := Filler{Of: &Record{dialect: Dialect{Each: "each($1)"}}}
	tx := &asked{}
	found, err := f.ofArticles(t.Context(), tx, "decision", rows)
	if err != nil || tx.queries != 1 || tx.keys != 1 || len(tx.numbers) != 2 {
		t.Errorf("%d questions, %d for keys of %v, %v", tx.queries, tx.keys, tx.numbers, err)
	}
	for n, row := range rows {
		if a := found[row.Place]; (a != nil) != (n%4 == 1 || n%4 == 2) || a != nil && a.ID != row.Values[5] {
			t.Errorf("row %d is of %+v", n, a)
		}
	}
}
