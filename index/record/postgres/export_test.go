package postgres

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5/pgconn"

	"warta/index/record"
	"warta/index/record/internal/tables"
)

// PasswordOf returns the password with which a URL connects.
func PasswordOf(url string) (string, error) {
	a, err := parse(url)
	if err != nil {
		return "", err
	}
	return a.pool.ConnConfig.Password, nil
}

// WithSteps returns options of a program that knows more formats.
func (o Options) WithSteps(more ...string) Options {
	o.steps = append(append([]string{}, migrations...), more...)
	return o
}

// Formats is the number of formats that the program knows.
var Formats = len(migrations)

// KindOf returns what an error of the server means.
func KindOf(code string) error { return classified(&pgconn.PgError{Code: code, Message: "x"}) }

// FaultsOfServer returns what keeps a server with these settings from holding a record.
var FaultsOfServer = faultsOf

// KeptRows returns how many rows a notice says were kept.
func KeptRows(severity, detail string) int {
	return keptRows(&pgconn.Notice{SeverityUnlocalized: severity, Detail: detail})
}

// Seal and Unseal seal text and open it.
var (
	Seal   = seal
	Unseal = unseal
	NewKey = newKey
)

// Panic panics inside of the writer.
func (s *Store) Panic(ctx context.Context) error {
	return s.queue.Submit(ctx, &tables.Job{Do: func(ctx context.Context, tx tables.Tx) error {
		if err := tx.Exec(ctx, "INSERT INTO meta VALUES ('half', 'written')"); err != nil {
			return err
		}
		panic("boom")
	}})
}

// KeptPlans returns how often the connection of the writer used a plan that the server had kept,
// for a statement with parameters.
func (s *Store) KeptPlans(ctx context.Context) (n int64, err error) {
	err = s.queue.Submit(ctx, &tables.Job{Do: func(ctx context.Context, tx tables.Tx) error {
		found, err := tx.Query(ctx, "SELECT CAST(sum(generic_plans) AS bigint) FROM pg_prepared_statements WHERE statement LIKE $1", "%$1%")
		if err != nil {
			return err
		}
		for found.Next() {
			err = errors.Join(err, found.Scan(&n))
		}
		return errors.Join(err, found.Err(), found.Close())
	}})
	return n, err
}

// Hold stops the writer in a transaction of its own until release is called, which returns the
// outcome. Writes that are submitted meanwhile make up the next group.
func (s *Store) Hold(ctx context.Context) (release func() error) {
	begun, end, done := make(chan struct{}, 1), make(chan struct{}), make(chan error, 1)
	go func() {
		done <- s.queue.Submit(ctx, &tables.Job{Do: func(context.Context, tables.Tx) error {
			begun <- struct{}{}
			select {
			case <-end:
			case <-ctx.Done(): // the test has failed
			}
			return nil
		}})
	}()
	select {
	case <-begun:
	case err := <-done:
		done <- err
	}
	return func() error { close(end); return <-done }
}

// Waiting returns how many writes wait for the writer.
func (s *Store) Waiting() int { return s.queue.Len() }

// Erase erases the keys that are to be erased, once.
func (s *Store) Erase(ctx context.Context) error { return s.erase(ctx) }

// EraseSoon tells the eraser of a removal.
func (s *Store) EraseSoon() { s.eraseSoon() }

// Erased returns a channel that is closed after the next attempt of the eraser.
func (s *Store) Erased() <-chan struct{} { return s.erased.Next() }

// Known returns the number of the last change that the process knows by itself.
func (s *Store) Known() uint64 { return s.head.Load() }

// EraseLock returns the number of the lock under which one process erases.
func EraseLock(schema string) int64 { return lockOf(schema, "erase") }

// KnowTimeline sets the timeline on which the record was seen last.
func (s *Store) KnowTimeline(n int64) {
	s.witness.mu.Lock()
	defer s.witness.mu.Unlock()
	s.witness.known.at.timeline = n
}

// Reading returns a setting of the server on a connection of readers, and Writing on the one
// that writes.
func (s *Store) Reading(ctx context.Context, name string) (value string, err error) {
	err = tables.One(ctx, database{s}, "SELECT current_setting($1)", []any{name}, &value)
	return value, err
}

// Writing is as Reading.
func (s *Store) Writing(ctx context.Context, name string) (value string, err error) {
	err = s.queue.Submit(ctx, &tables.Job{Do: func(ctx context.Context, tx tables.Tx) error {
		return tables.One(ctx, tx, "SELECT current_setting($1)", []any{name}, &value)
	}})
	return value, err
}

// Reading returns a setting of the server on a connection of readers, and Locking on the one
// that keeps others from writing.
func (s *Source) Reading(ctx context.Context, name string) (string, error) {
	return s.s.Reading(ctx, name)
}

// Locking is as Reading.
func (s *Source) Locking(ctx context.Context, name string) (value string, err error) {
	err = s.lock.QueryRow(ctx, "SELECT current_setting($1)", name).Scan(&value)
	return value, err
}

// Locking returns a setting of the server on the connection that keeps others from filling.
func (t *Target) Locking(ctx context.Context, name string) (value string, err error) {
	err = t.alone.QueryRow(ctx, "SELECT current_setting($1)", name).Scan(&value)
	return value, err
}

// A Reach tells whether the server answers.
type Reach struct{ r *reach }

// NewReach returns that of a server that answers.
func NewReach() Reach { return Reach{newReach()} }

// Lose notes that the server does not answer, and whether it is gone.
func (r Reach) Lose(gone bool) { r.r.lose(record.ErrAway, gone) }

// Regain notes that the server answers.
func (r Reach) Regain() { r.r.regain() }

// Reads reports whether reads begin.
func (r Reach) Reads(ctx context.Context) bool {
	_, end, err := r.r.while(ctx)
	if err == nil {
		end()
	}
	return err == nil
}

// Lost returns why the record is not the one that was opened, or nil.
func (s *Store) Lost() error {
	_, lost := s.witness.before()
	return lost
}
