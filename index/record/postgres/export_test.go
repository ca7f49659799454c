package postgres

import (
	"context"

	"github.com/jackc/pgx/v5/pgconn"

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

// Erase erases the keys that are to be erased, once.
func (s *Store) Erase(ctx context.Context) error { return s.erase(ctx) }

// Known returns the number of the last change that the process knows by itself.
func (s *Store) Known() uint64 { return s.head.Load() }
