package postgres

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"warta/index/record"
)

// Derived is a schema beside that of a record, for what is worked out of the record and can be
// thrown away. A dump of the record does not have it. Its methods are safe for concurrent use.
type Derived struct {
	s    *Store
	name string
}

// derivedSuffix makes the name of the schema out of that of the record.
const derivedSuffix = "_index"

// Derived makes the schema where it is not there, runs statements in it that make what is
// missing, one process at a time, and returns it. {derived} stands for its name in the
// statements. The record needs a schema whose name has 57 characters at the most.
func (s *Store) Derived(ctx context.Context, statements string) (*Derived, error) {
	d := &Derived{s: s, name: s.at.schema + derivedSuffix}
	if !schemaName.MatchString(d.name) {
		return nil, fmt.Errorf("the schema %s of the record: want a name of at most %d characters, so that %s is one too", s.at.schema, 63-len(derivedSuffix), d.name)
	}
	conn, err := s.at.connect(ctx)
	if err != nil {
		return nil, fmt.Errorf("prepare the schema %s: %w", d.name, classified(err))
	}
	defer func() { closeSoon(conn) }()
	err = pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "SELECT pg_advisory_xact_lock($1)", lockOf(d.name, "make")); err != nil {
			return err
		}
		var there bool
		if err := tx.QueryRow(ctx, "SELECT to_regnamespace($1) IS NOT NULL", d.name).Scan(&there); err != nil {
			return err
		}
		if !there {
			if _, err := tx.Exec(ctx, "CREATE SCHEMA "+d.name); err != nil {
				return withOwnSchema(err, d.name)
			}
		}
		_, err := tx.Exec(ctx, d.In(statements))
		return withOwnSchema(err, d.name)
	})
	if err != nil {
		return nil, fmt.Errorf("prepare the schema %s: %w", d.name, classified(err))
	}
	return d, nil
}

// withOwnSchema says of an error for lack of rights what to do.
func withOwnSchema(err error, name string) error {
	if e, ok := errors.AsType[*pgconn.PgError](err); ok && e.Code == "42501" {
		return fmt.Errorf("the user of the URL may not do this; as a superuser: CREATE SCHEMA %s AUTHORIZATION the user of the URL: %w", name, err)
	}
	return err
}

// In fills in the name of the schema for {derived}.
func (d *Derived) In(query string) string { return strings.ReplaceAll(query, "{derived}", d.name) }

// Read runs a query on what is committed and calls each for each row. The error is one of
// package record, or that of each.
func (d *Derived) Read(ctx context.Context, query string, args []any, each func(scan func(dest ...any) error) error) error {
	found, err := database{d.s}.Query(ctx, d.In(query), args...)
	if err != nil {
		return classified(err)
	}
	defer func() { _ = found.Close() }() // found.Err says it all
	for found.Next() {
		if err := each(found.Scan); err != nil {
			return classified(err)
		}
	}
	return classified(found.Err())
}

// Write calls f with a transaction and commits it. It fails with [record.ErrLeaseLost], and
// writes nothing, unless the lease is in force: no later holder has it before the commit.
func (d *Derived) Write(ctx context.Context, under record.Lease, f func(tx Tx) error) error {
	l, ok := under.(*lease)
	if !ok || l.s != d.s {
		return record.ErrLeaseLost
	}
	err := pgx.BeginFunc(ctx, d.s.read, func(tx pgx.Tx) error {
		select {
		case <-l.back:
			return record.ErrLeaseLost
		default:
		}
		var epoch uint64
		// A later holder counts the epoch on, and waits for the end of this transaction.
		if err := tx.QueryRow(ctx, "SELECT epoch FROM lease WHERE name = $1 FOR SHARE", l.name).Scan(&epoch); err != nil {
			return err
		}
		if epoch != l.epoch {
			return record.ErrLeaseLost
		}
		if _, err := tx.Exec(ctx, planAnew); err != nil {
			return err
		}
		return f(Tx{tx, d})
	})
	return classified(err)
}

// A Tx is a transaction of [Derived.Write].
type Tx struct {
	pgx.Tx

	d *Derived
}

// Do runs a statement and returns how many rows it changed.
func (t Tx) Do(ctx context.Context, query string, args ...any) (int64, error) {
	tag, err := t.Exec(ctx, t.d.In(query), args...)
	return tag.RowsAffected(), err
}

// One scans the only row of a statement.
func (t Tx) One(ctx context.Context, query string, args []any, dest ...any) error {
	return t.QueryRow(ctx, t.d.In(query), args...).Scan(dest...)
}

// A Sealer seals and opens text with the key of one article. A removal of the article deletes
// the key.
type Sealer struct {
	article int64
	key     []byte
}

// SealerColumns are the columns of which [Sealer.Dest] takes the values, of the tables article
// a and article_key k.
const SealerColumns = "a.n, k.key"

// Dest returns where [SealerColumns] are scanned to.
func (s *Sealer) Dest() []any { return []any{&s.article, &s.key} }

// Sealers returns the sealers of those of ids that the record has.
func (t Tx) Sealers(ctx context.Context, ids []string) (map[string]Sealer, error) {
	found, err := t.Query(ctx, "SELECT a.id, "+SealerColumns+" FROM article a JOIN article_key k ON k.article = a.n WHERE a.id = ANY($1)", ids)
	if err != nil {
		return nil, err
	}
	sealers := make(map[string]Sealer, len(ids))
	for found.Next() {
		var id string
		var s Sealer
		if err := found.Scan(append([]any{&id}, s.Dest()...)...); err != nil {
			found.Close()
			return nil, err
		}
		sealers[id] = s
	}
	return sealers, found.Err()
}

// Tag returns a short name of the key, which tells nothing about it: what has another tag was
// sealed before the article was removed and restored.
func (s Sealer) Tag() []byte {
	sum := sha256.Sum256(append([]byte("tag "), s.key...))
	return sum[:8]
}

// Seal returns text as it is stored. It opens only for the same what.
func (s Sealer) Seal(what string, text []byte) ([]byte, error) {
	return seal(s.key, s.article, what, text)
}

// Unseal returns the text of what Seal returned.
func (s Sealer) Unseal(what string, sealed []byte) ([]byte, error) {
	return unseal(s.key, s.article, what, sealed)
}
