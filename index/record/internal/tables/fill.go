package tables

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"warta/index/record"
)

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

// stateName is the row of meta with a filling.
const stateName = "moving"

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
		if refused, err := f.holds(ctx, tx); err != nil || refused != nil {
			return refused, err
		}
		state, begun = &filling{Format: f.Format, From: from}, true
		if err := f.Mark(ctx, tx, record.MovingFormat+f.Format); err != nil {
			return nil, err
		}
		if err := f.Renew(ctx, tx, lineage); err != nil {
			return nil, err
		}
		return nil, state.note(ctx, tx)
	})
	if err != nil { // the writer may still be at it, and state is its own
		return record.Reached{}, fmt.Errorf("begin to move: %w", err)
	}
	f.state = state
	return state.Reached, nil
}

// stateOf returns what a record notes of its filling, or nil.
func stateOf(ctx context.Context, q Querier) (*filling, error) {
	var text string
	err := One(ctx, q, "SELECT value FROM meta WHERE name = '"+stateName+"'", nil, &text)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	state := new(filling)
	if err := json.Unmarshal([]byte(text), state); err != nil {
		return nil, fmt.Errorf("read how far the record is moved: %w", err)
	}
	return state, nil
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

// holds returns what a record holds that should be empty, or nil.
func (f *Filler) holds(ctx context.Context, tx Tx) (refused, err error) {
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

// note writes how far the record is filled.
func (s *filling) note(ctx context.Context, tx Tx) error {
	text, err := json.Marshal(s)
	if err != nil {
		return err
	}
	return tx.Exec(ctx, "INSERT INTO meta (name, value) VALUES ('"+stateName+"', $1) ON CONFLICT (name) DO UPDATE SET value = excluded.value", string(text))
}

// Take takes rows in. See [record.Target].
func (f *Filler) Take(ctx context.Context, of record.Table, rows []record.Row) error {
	if f.state == nil {
		return errors.New("the record was not begun to be filled")
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
		if err := prepareKeys(ctx, tx, of, rows); err != nil {
			return nil, err
		}
		for _, row := range rows {
			if err := takeRow(ctx, tx, of, row); err != nil {
				return nil, err
			}
		}
		return nil, next.note(ctx, tx)
	})
	if err != nil {
		return fmt.Errorf("take in %d rows of %s: %w", len(rows), of, err)
	}
	f.state = &next
	return nil
}

// prepareKeys prepares for the sealing of the text of changes.
func prepareKeys(ctx context.Context, tx Tx, of record.Table, rows []record.Row) error {
	if of != "change" {
		return nil
	}
	var articles []int64
	for _, row := range rows {
		if row.Values[6] != nil {
			articles = append(articles, row.Values[1].(int64))
		}
	}
	return tx.Keys(ctx, articles)
}

// takeRow writes one row.
func takeRow(ctx context.Context, tx Tx, of record.Table, row record.Row) error {
	if of == "note" {
		return tx.Exec(ctx, "INSERT INTO meta (name, value) VALUES ($1, $2)", row.Values...)
	}
	l, known := layouts[of]
	if !known {
		return fmt.Errorf("there is no table %q", of)
	}
	values := append([]any{}, row.Values...)
	if err := sealRow(ctx, tx, of, &l, values); err != nil {
		return err
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

// sealRow seals what is text of an article in the values of a row.
func sealRow(ctx context.Context, tx Tx, of record.Table, l *layout, values []any) error {
	if l.sealed == nil || values[l.sealed.column] == nil {
		return nil
	}
	a := &Row{}
	if of == "change" {
		a.N = values[1].(int64)
	} else if id := values[5].(string); id != "" { // a decision about an article
		found, err := byID(ctx, tx, id)
		if err != nil {
			return err
		}
		if a = found; a == nil {
			return nil // as it is read: without the article there is no key
		}
	} else {
		return nil
	}
	sealed, err := tx.Seal(ctx, a, l.sealed.what(values), values[l.sealed.column].([]byte))
	values[l.sealed.column] = sealed
	return err
}

// Finish makes the record a record like any other. See [record.Target].
func (f *Filler) Finish(ctx context.Context) error {
	err := f.Of.write(ctx, &Job{}, func(ctx context.Context, tx Tx) (refused, err error) {
		if err := f.Mark(ctx, tx, f.Format); err != nil {
			return nil, err
		}
		return nil, tx.Exec(ctx, "DELETE FROM meta WHERE name = '"+stateName+"'")
	})
	if err != nil {
		return fmt.Errorf("complete the move: %w", err)
	}
	return nil
}
