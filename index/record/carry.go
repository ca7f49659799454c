package record

import (
	"context"
	"fmt"
	"strings"
)

// A Table is a part of a record that is carried into another record row by row.
type Table string

// Tables are all tables of a record, in the order in which they are carried: a row names only
// rows of tables before its own. What is not in them is of one record alone: its lineage, the
// epochs of its leases, and the keys by which text is sealed.
var Tables = []Table{
	"article", "identity", "change", "key", "audit", "decision", "person", "roster_version", "roster", "note",
}

// A Place is where a row stands in its table. The empty Place is before the first row.
type Place string

// A Row is one row of a Table as all records have it. A value is an int64, a string, bytes, or
// nil for none. Sealed text is opened. Strings are valid UTF-8 without a byte 0, see
// [PlainText]; Altered counts those that are not in the record as they are here.
type Row struct {
	Place   Place
	Values  []any
	Altered int
}

// Size estimates the bytes that r takes in memory.
func (r *Row) Size() int64 {
	size := int64(64 + 24*len(r.Values))
	for _, v := range r.Values {
		switch v := v.(type) {
		case string:
			size += int64(len(v))
		case []byte:
			size += int64(len(v))
		}
	}
	return size
}

// PlainText returns text as every record can hold it: what is no UTF-8, and each byte 0, is
// U+FFFD. A name that comes out as another one does is not held apart from it any more.
func PlainText(text string) (plain string, altered bool) {
	if strings.IndexByte(text, 0) < 0 && strings.ToValidUTF8(text, "") == text {
		return text, false
	}
	return strings.ReplaceAll(strings.ToValidUTF8(text, "\uFFFD"), "\x00", "\uFFFD"), true
}

// Numbers are the last numbers of the logs of a record.
type Numbers struct {
	Changes   uint64 `json:"changes"`
	Articles  uint64 `json:"articles"`
	Decisions uint64 `json:"decisions"`
	People    uint64 `json:"people"`
	Audits    uint64 `json:"audits"`
}

// Rows gives all that a record holds, table by table.
type Rows interface {
	// Rows returns up to n rows of a table behind a place, in the order of the table, which is
	// the same in all records. It returns fewer where their text is long, and none only at the
	// end. The error wraps [ErrDamaged] where sealed text cannot be opened.
	Rows(ctx context.Context, of Table, after Place, n int) ([]Row, error)
	// CountRows returns how many rows a table has.
	CountRows(ctx context.Context, of Table) (int64, error)
	// Numbers returns the last numbers of the logs.
	Numbers(ctx context.Context) (Numbers, error)
}

// A Source is a record that is open for reading alone. Nothing writes to it while it is open:
// its methods that write fail with [ErrSealed], but for GivePersonIDs, which keeps new ids in
// memory, so that an index can be worked out of it.
type Source interface {
	Record
	Rows
	Sounder
	// Sealed returns an error where another process may have written to the record since it
	// was opened.
	Sealed(ctx context.Context) error
	// String returns where the record is, without a password.
	String() string
}

// A Target is a record that is being filled with the rows of another one. Every other opening
// of it fails with a [*HalfMovedError] until Finish has returned.
type Target interface {
	Record
	Rows
	// Begin makes an empty record a target for the rows of a source, with a lineage of its
	// own, or returns how far it was filled from the same source before. The error is a
	// [*MovedError], a [*NotEmptyError], an [*OtherSourceError], or of the database.
	Begin(ctx context.Context, from Origin) (Reached, error)
	// Take takes rows of a table in, in their order. They are on disk when it returns, together
	// with the place that Begin returns. It fails, and takes none in, where another process has
	// filled the target since the last call.
	Take(ctx context.Context, of Table, rows []Row) error
	// Finish makes the target a record like any other.
	Finish(ctx context.Context) error
	// String returns where the record is, without a password.
	String() string
}

// An Origin tells one state of a source from all others, as far as counts can: a write that
// counts nothing is noticed when the rows are compared.
type Origin struct {
	Lineage string          `json:"lineage"`
	Numbers Numbers         `json:"numbers"`
	Counts  map[Table]int64 `json:"counts"`
}

// OriginOf returns the origin of what is carried from a source.
func OriginOf(ctx context.Context, lineage string, r Rows) (o Origin, err error) {
	o = Origin{Lineage: lineage, Counts: map[Table]int64{}}
	if o.Numbers, err = r.Numbers(ctx); err != nil {
		return o, err
	}
	for _, t := range Tables {
		if o.Counts[t], err = r.CountRows(ctx, t); err != nil {
			return o, err
		}
	}
	return o, nil
}

// Reached is how far a target is filled: up to a row of a table, with all tables before it.
// The zero value is an empty target.
type Reached struct {
	Table Table `json:"table"`
	Place Place `json:"place"`
}

// MovingFormat is added to the format of a record while it is filled, so that every program
// refuses to open it, older ones too.
const MovingFormat = 1 << 20

// A HalfMovedError says that the record is being filled from another one, and is not complete.
type HalfMovedError struct {
	Where string // the record
	Empty string // how it is emptied
}

// Error says what to do, in one line.
func (e *HalfMovedError) Error() string {
	return fmt.Sprintf("the record %s is half moved: run the same `warta move` again, which goes on where it stopped, or give it up (%s)", e.Where, e.Empty)
}

// A MovedError says that a record was filled from the same source before, and completed.
type MovedError struct {
	Where string // the record
}

// Error says what that means, in one line.
func (e *MovedError) Error() string {
	return fmt.Sprintf("the record %s is moved already, and complete: there is nothing to do, and nothing is to be emptied", e.Where)
}

// A NotEmptyError says that a record holds something already, so that no other can be moved
// into it.
type NotEmptyError struct {
	Where string // the record
	Holds string // what it holds
	Empty string // how it is emptied
}

// Error says what to do, in one line.
func (e *NotEmptyError) Error() string {
	return fmt.Sprintf("the record %s is complete and not empty, it holds %s, and may be in use: name another one; what no service needs any more is emptied with %s", e.Where, e.Holds, e.Empty)
}

// An OtherSourceError says that a target was begun from another record, or from another state
// of it.
type OtherSourceError struct {
	Where  string // the target
	Why    string
	Action string // how the target is emptied
}

// Error says what to do, in one line.
func (e *OtherSourceError) Error() string {
	return fmt.Sprintf("the record %s is half moved, and cannot go on: %s; empty it (%s) and move again", e.Where, e.Why, e.Action)
}
