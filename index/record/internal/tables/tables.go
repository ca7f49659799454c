// Package tables holds what records in SQL databases have in common: the statements, which
// SQLite and PostgreSQL both understand, what is done with an entry in a transaction, and the
// queue from which one goroutine writes.
//
// A database has these tables: meta, article, identity, change, key, audit, decision, person,
// roster_version and roster, with the columns that the schemas of both implementations name.
package tables

import (
	"context"
	"database/sql"
	"errors"
	"math"
	"time"

	"warta/index/record"
)

// Rows is the result of a query, as in package sql.
type Rows interface {
	Next() bool
	Scan(dest ...any) error
	Err() error
	Close() error
}

// A Querier asks the database. Parameters are $1, $2, ….
type Querier interface {
	Query(ctx context.Context, query string, args ...any) (Rows, error)
}

// A Log is a table whose rows are numbered in the order of their commits.
type Log int

// The logs.
const (
	Changes Log = iota
	Articles
	Decisions
	People
	Audits
	Logs // how many there are
)

// A Tx is the open transaction of a writer. No other writer, of this process or another,
// commits before it ends.
type Tx interface {
	Querier
	// Exec may return the error of a statement only with a later call, or with the commit.
	Exec(ctx context.Context, query string, args ...any) error
	// Next returns the number of the next row of a log.
	Next(Log) uint64
	// Reach raises the last number of a log to n, where it is lower.
	Reach(log Log, n uint64)

	// Led returns for each handle the article to which it leads, or nil.
	Led(ctx context.Context, hs []record.Handle) ([]*Row, error)
	// Lead tells that h leads to a from now on. Unlead tells that some handles lead to
	// nothing any more.
	Lead(h record.Handle, a *Row)
	Unlead()
	// Taken reports whether an article has this id.
	Taken(ctx context.Context, id string) (bool, error)

	// Seal returns text of the article a as it is stored. what names the place of the text.
	Seal(ctx context.Context, a *Row, what string, text []byte) ([]byte, error)
	// Keys prepares Seal for articles, by their numbers.
	Keys(ctx context.Context, articles []int64) error
	// Forget makes all text that was sealed for a unreadable for good.
	Forget(ctx context.Context, a *Row) error
}

// A Database is what an implementation gives.
type Database interface {
	Querier // reads what is committed
	// Submit hands a write to the writer and waits until it is on disk.
	Submit(ctx context.Context, j *Job) error
	// Visible returns the number of the last change that readers may see.
	Visible() uint64
	// Judged returns err as an error of package record that callers act on.
	Judged(err error) error
	// Settle returns nil once the change with a number, which a read has seen, is as safe as one
	// that a write was acknowledged for.
	Settle(ctx context.Context, change uint64) error
	// Holds returns [record.ErrLeaseLost] unless the lease is in force in the transaction.
	Holds(ctx context.Context, tx Tx, lease record.Lease) error
	// Unseal returns the text that Seal sealed with a key.
	Unseal(key []byte, article int64, what string, sealed []byte) ([]byte, error)
}

// A Dialect is what two databases write differently.
type Dialect struct {
	Each    string // the keys and values of the JSON object $1, as a table
	Key     string // the key of the text of the article a, or NULL
	Numbers string // a query for the last numbers of changes, articles, decisions, people and audits
}

// A Record answers the calls of [record.Record] that are statements.
type Record struct {
	db      Database
	dialect Dialect
	now     func() time.Time
}

// New returns a record over a database; now is its clock.
func New(db Database, dialect Dialect, now func() time.Time) Record {
	return Record{db, dialect, now}
}

// A Row is an article as the table has it. The open transaction keeps it up to date.
type Row struct {
	N               int64
	ID              string
	Seq             uint64
	Version         int
	AsOf            string
	SourceUpdatedAt int64
	Removed         bool
}

// write hands do to the writer. do returns a refusal, which must come before the first
// statement that writes, or an error of the database, which fails the whole group.
func (r *Record) write(ctx context.Context, j *Job, do func(ctx context.Context, tx Tx) (refused, err error)) error {
	var refused error
	lease := record.LeaseOf(ctx)
	j.Do = func(ctx context.Context, tx Tx) (err error) {
		if lease != nil {
			if err := r.db.Holds(ctx, tx, lease); errors.Is(err, record.ErrLeaseLost) {
				refused = err
				return nil
			} else if err != nil {
				return err
			}
		}
		refused, err = do(ctx, tx)
		return err
	}
	if err := r.db.Submit(ctx, j); err != nil {
		return err // the writer may still be at it, and refused is its own
	}
	return refused
}

// RowColumns are the columns of the table article, alias a, that [Row.Scan] takes.
const RowColumns = "a.n, a.id, a.seq, a.version, a.as_of, a.source_updated_at, a.removed"

// Scan reads a Row from columns that begin with [RowColumns].
func (a *Row) Scan(rows Rows, more ...any) error {
	var removed int
	err := rows.Scan(append([]any{&a.N, &a.ID, &a.Seq, &a.Version, &a.AsOf, &a.SourceUpdatedAt, &removed}, more...)...)
	a.Removed = removed != 0
	return err
}

// Led returns for each handle the article to which it leads, or nil.
func Led(ctx context.Context, q Querier, hs []record.Handle) ([]*Row, error) {
	found := make([]*Row, len(hs))
	for i, h := range hs {
		var err error
		found[i], err = oneRow(ctx, q, "SELECT "+RowColumns+" FROM identity i JOIN article a ON a.n = i.article WHERE i.hash = $1", h.Hash[:])
		if err != nil {
			return nil, err
		}
	}
	return found, nil
}

// byID returns nil for an id that was never given out.
func byID(ctx context.Context, q Querier, id string) (*Row, error) {
	return oneRow(ctx, q, "SELECT "+RowColumns+" FROM article a WHERE a.id = $1", id)
}

// oneRow returns the article that a query finds, or nil.
func oneRow(ctx context.Context, q Querier, query string, args ...any) (*Row, error) {
	rows, err := q.Query(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }() // rows.Err says it all
	if !rows.Next() {
		return nil, rows.Err()
	}
	a := new(Row)
	if err := a.Scan(rows); err != nil {
		return nil, err
	}
	return a, rows.Err()
}

// Exists reports whether a query finds something.
func Exists(ctx context.Context, q Querier, query string, args ...any) (bool, error) {
	rows, err := q.Query(ctx, query, args...)
	if err != nil {
		return false, err
	}
	defer func() { _ = rows.Close() }() // rows.Err says it all
	found := rows.Next()
	return found, rows.Err()
}

// One scans the only row of a query, or returns [sql.ErrNoRows].
func One(ctx context.Context, q Querier, query string, args []any, dest ...any) error {
	rows, err := q.Query(ctx, query, args...)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }() // rows.Err says it all
	if !rows.Next() {
		if err := rows.Err(); err != nil {
			return err
		}
		return sql.ErrNoRows
	}
	if err := rows.Scan(dest...); err != nil {
		return err
	}
	return rows.Err()
}

// bounded returns n as an integer of SQL; larger ones become the greatest.
func bounded(n uint64) int64 { return int64(min(n, math.MaxInt64)) }

// Micros returns t as the tables hold it: microseconds, 0 for the zero time.
func Micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

func fromMicros(n int64) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return time.UnixMicro(n).UTC()
}

func seconds(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.Unix()
}

func fromSeconds(n int64) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return time.Unix(n, 0).UTC()
}
