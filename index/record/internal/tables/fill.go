package tables

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"warta/index/record"
)

// errNotBegun refuses what comes before [Filler.Begin].
var errNotBegun = errors.New("the record was not begun to be filled")

// A Filler fills an empty record with the rows of another one. Its methods are called one
// after the other.
type Filler struct {
	Of    *Record
	Where string // the record
	Empty string // how it is emptied
	// Format is the format of the record, and Mark writes a format into it.
	Format int
	Mark   func(ctx context.Context, tx Tx, format int) error
	// Renew gives the record a lineage of its own, and Renewed is called once it has it.
	Renew   func(ctx context.Context, tx Tx, lineage string) error
	Renewed func(lineage string)

	state *filling
}

// filling is what a record that is being filled notes of it, in the table meta.
type filling struct {
	Format  int            `json:"format"`
	From    record.Origin  `json:"from"`
	Reached record.Reached `json:"reached"`
}

// logs has the log that each table is.
var logs = map[record.Table]Log{"change": Changes, "article": Articles, "decision": Decisions, "person": People, "audit": Audits}

// Rows of the table meta: the filling under way, and the origin of a record that was filled.
const (
	stateName  = "moving"
	originName = "moved"
)

// errOtherFiller says that the state of a filling is not what this process left.
var errOtherFiller = errors.New("another process fills the record too, or has emptied it: see to it that one `warta move` runs, and run it again")

// Begin makes the record a target, or goes on. See [record.Target].
func (f *Filler) Begin(ctx context.Context, from record.Origin, lineage string) (record.Reached, error) {
	begun := false
	job := &Job{After: func(context.Context) {
		if begun {
			f.Renewed(lineage)
		}
	}}
	var state *filling
	err := f.Of.write(ctx, job, func(ctx context.Context, tx Tx) (refused, err error) {
		begun = false
		if state, err = stateOf(ctx, tx); err != nil {
			return nil, err
		}
		if state != nil {
			return f.differs(&state.From, state.Format, &from), nil
		}
		if refused, err := f.holds(ctx, tx, &from); err != nil || refused != nil {
			return refused, err
		}
		state, begun = &filling{Format: f.Format, From: from}, true
		if err := f.Mark(ctx, tx, record.MovingFormat+f.Format); err != nil {
			return nil, err
		}
		if err := f.Renew(ctx, tx, lineage); err != nil {
			return nil, err
		}
		return nil, note(ctx, tx, stateName, state)
	})
	if err != nil { // the writer may still be at it, and state is its own
		return record.Reached{}, fmt.Errorf("begin to move: %w", err)
	}
	f.state = state
	return state.Reached, nil
}

// stateOf returns what a record notes of its filling, or nil.
func stateOf(ctx context.Context, q Querier) (*filling, error) {
	return noted[filling](ctx, q, stateName)
}

// noted returns what a row of meta holds, or nil where there is none.
func noted[T any](ctx context.Context, q Querier, name string) (*T, error) {
	var text string
	err := One(ctx, q, "SELECT value FROM meta WHERE name = $1", []any{name}, &text)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	value := new(T)
	if err := json.Unmarshal([]byte(text), value); err != nil {
		return nil, fmt.Errorf("read what the record notes of its move: %w", err)
	}
	return value, nil
}

// note writes a row of meta.
func note(ctx context.Context, tx Tx, name string, value any) error {
	text, err := json.Marshal(value)
	if err != nil {
		return err
	}
	return tx.Exec(ctx, "INSERT INTO meta (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value", name, string(text))
}

// still returns errOtherFiller unless the record notes the state that this process left.
func (f *Filler) still(ctx context.Context, tx Tx) (refused, err error) {
	state, err := stateOf(ctx, tx)
	if err != nil {
		return nil, err
	}
	if !reflect.DeepEqual(state, f.state) {
		return errOtherFiller, nil
	}
	return nil, nil
}

// differs returns why a record that was filled from a source, with a format, cannot go on from
// another one, or nil.
func (f *Filler) differs(was *record.Origin, format int, from *record.Origin) error {
	why := ""
	switch {
	case format != f.Format:
		why = fmt.Sprintf("it was begun with format %d, and this program writes %d", format, f.Format)
	case was.Lineage != from.Lineage:
		why = "it was begun from another record"
	case was.Numbers != from.Numbers:
		why = fmt.Sprintf("the source was written to since it was begun (changes %d, now %d)", was.Numbers.Changes, from.Numbers.Changes)
	}
	for _, t := range record.Tables {
		if why == "" && was.Counts[t] != from.Counts[t] {
			why = fmt.Sprintf("the source was written to since it was begun (rows of %s: %d, now %d)", t, was.Counts[t], from.Counts[t])
		}
	}
	if why == "" {
		return nil
	}
	return &record.OtherSourceError{Where: f.Where, Why: why, Action: f.Empty}
}

// holds returns what a record holds that should be empty, or that it was filled from the same
// origin before, or nil.
func (f *Filler) holds(ctx context.Context, tx Tx, from *record.Origin) (refused, err error) {
	moved, err := noted[record.Origin](ctx, tx, originName)
	if err != nil {
		return nil, err
	}
	if moved != nil && reflect.DeepEqual(moved, from) {
		return &record.MovedError{Where: f.Where}, nil
	}
	var holds []string
	for _, t := range record.Tables {
		n, err := countRows(ctx, tx, t)
		if err != nil {
			return nil, err
		}
		if n > 0 {
			holds = append(holds, fmt.Sprintf("%d rows of %s", n, t))
		}
	}
	if len(holds) > 0 {
		return &record.NotEmptyError{Where: f.Where, Holds: strings.Join(holds, ", "), Empty: f.Empty}, nil
	}
	return nil, nil
}

// Take takes rows in. See [record.Target].
func (f *Filler) Take(ctx context.Context, of record.Table, rows []record.Row) error {
	if f.state == nil {
		return errNotBegun
	}
	if len(rows) == 0 {
		return nil
	}
	next := *f.state
	next.Reached = record.Reached{Table: of, Place: rows[len(rows)-1].Place}
	size := int64(0)
	for i := range rows {
		size += rows[i].Size()
	}
	err := f.Of.write(ctx, &Job{Size: size}, func(ctx context.Context, tx Tx) (refused, err error) {
		if refused, err := f.still(ctx, tx); err != nil || refused != nil {
			return refused, err
		}
		articles, err := f.ofArticles(ctx, tx, of, rows)
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			if err := takeRow(ctx, tx, of, row, articles[row.Place]); err != nil {
				return nil, err
			}
		}
		return nil, note(ctx, tx, stateName, next)
	})
	if err != nil {
		return fmt.Errorf("take in %d rows of %s: %w", len(rows), of, err)
	}
	f.state = &next
	return nil
}

// ofArticles returns the articles whose text is in rows, by the place of the row, and prepares
// for the sealing of it: a question or two for all of them.
func (f *Filler) ofArticles(ctx context.Context, tx Tx, of record.Table, rows []record.Row) (map[record.Place]*Row, error) {
	found := map[record.Place]*Row{}
	switch of {
	case "change":
		for _, row := range rows {
			if row.Values[6] != nil {
				found[row.Place] = &Row{N: row.Values[1].(int64)}
			}
		}
	case "decision":
		ids := map[string]string{}
		for _, row := range rows {
			if id := row.Values[5].(string); mayBeID(id) && row.Values[6] != nil {
				ids[id] = ""
			}
		}
		articles, err := byIDs(ctx, tx, f.Of.dialect.Each, ids)
		if err != nil {
			return nil, err
		}
		for _, row := range rows { // without the article there is no key, and the text is as it is read
			if a := articles[row.Values[5].(string)]; a != nil && row.Values[6] != nil {
				found[row.Place] = a
			}
		}
	}
	if len(found) == 0 {
		return nil, nil
	}
	numbers := map[int64]bool{}
	for _, a := range found {
		numbers[a.N] = true
	}
	return found, tx.Keys(ctx, slices.Collect(maps.Keys(numbers)))
}

// byIDs returns the articles that have the ids which are the keys of a map. each is that of
// [Dialect].
func byIDs(ctx context.Context, q Querier, each string, ids map[string]string) (map[string]*Row, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, err
	}
	articles, err := collect(ctx, q, func(rows Rows) (*Row, error) {
		a := new(Row)
		return a, a.Scan(rows)
	}, "SELECT "+RowColumns+" FROM "+each+" j JOIN article a ON a.id = j.key", string(list))
	found := make(map[string]*Row, len(articles))
	for _, a := range articles {
		found[a.ID] = a
	}
	return found, err
}

// takeRow writes one row, with text of an article or nil.
func takeRow(ctx context.Context, tx Tx, of record.Table, row record.Row, article *Row) error {
	if of == "note" {
		return tx.Exec(ctx, "INSERT INTO meta (name, value) VALUES ($1, $2)", row.Values...)
	}
	l, known := layouts[of]
	if !known {
		return fmt.Errorf("there is no table %q", of)
	}
	values := append([]any{}, row.Values...)
	if article != nil {
		sealed, err := tx.Seal(ctx, article, l.sealed.what(values), values[l.sealed.column].([]byte))
		if err != nil {
			return err
		}
		values[l.sealed.column] = sealed
	}
	if log, is := logs[of]; is {
		tx.Reach(log, uint64(values[0].(int64))) // the first column of a log is its number
	}
	parameters := make([]string, len(values))
	for i := range values {
		parameters[i] = fmt.Sprint("$", i+1)
	}
	return tx.Exec(ctx, "INSERT INTO "+string(of)+" ("+strings.Join(l.columns, ", ")+") VALUES ("+strings.Join(parameters, ", ")+")", values...)
}

// Finish makes the record a record like any other. See [record.Target].
func (f *Filler) Finish(ctx context.Context) error {
	if f.state == nil {
		return errNotBegun
	}
	err := f.Of.write(ctx, &Job{}, func(ctx context.Context, tx Tx) (refused, err error) {
		if refused, err := f.still(ctx, tx); err != nil || refused != nil {
			return refused, err
		}
		if err := f.Mark(ctx, tx, f.Format); err != nil {
			return nil, err
		}
		if err := note(ctx, tx, originName, f.state.From); err != nil {
			return nil, err
		}
		return nil, tx.Exec(ctx, "DELETE FROM meta WHERE name = $1", stateName)
	})
	if err != nil {
		return fmt.Errorf("complete the move: %w", err)
	}
	f.state = nil
	return nil
}
