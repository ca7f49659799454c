package postgres

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/jackc/pgx/v5"

	"warta/index/record"
	"warta/index/record/internal/tables"
)

// lockFor bounds the wait of a move for the writes that are being made.
const lockFor = "30s"

// aloneFor bounds the wait for another process that fills the same record.
const aloneFor = "5s"

// emptying says how the record is emptied.
func (a *address) emptying() string { return "DROP SCHEMA " + a.schema + " CASCADE" }

// A Source is a record that is open for reading alone. No process writes to it while it is
// open: it holds a lock that all writers wait for, who give up after some time.
type Source struct {
	tables.Record
	*tables.NewIDs

	s    *Store // without a writer
	mu   sync.Mutex
	lock *pgx.Conn // in the transaction that holds the lock; guarded by mu
}

var _ record.Source = (*Source)(nil)

// OpenSource opens the record at a URL for reading alone. Nothing in it is changed: a record of
// another format than that of this program is refused.
func OpenSource(ctx context.Context, url string, opts Options) (*Source, error) {
	at, err := parse(url)
	if err != nil {
		return nil, fmt.Errorf("open the source: %w", err)
	}
	at.wait()
	s := &Source{s: &Store{at: at, opts: opts.filled(), reach: newReach(), stop: make(chan struct{})}}
	s.s.ctx = context.WithoutCancel(ctx)
	if err := s.open(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("open the source %s: %w", at, classified(err)), s.Close())
	}
	return s, nil
}

func (s *Source) open(ctx context.Context) (err error) {
	if s.lock, err = s.s.at.connect(ctx); err != nil {
		return err
	}
	if err := checkDirect(ctx, s.lock, s.s.at.connect); err != nil {
		return err
	}
	format, err := s.s.format(ctx, s.lock)
	switch {
	case err != nil:
		return err
	case format == 0:
		return errors.New("there is no record")
	case format < len(s.s.opts.steps):
		return fmt.Errorf("it has format %d and this program writes %d: `warta migrate` brings it there", format, len(s.s.opts.steps))
	}
	for _, statement := range []string{
		"SET idle_in_transaction_session_timeout = 0", // it lasts as long as the move
		"BEGIN READ ONLY",
		"SET LOCAL lock_timeout = '" + lockFor + "'",
		"LOCK TABLE counter IN EXCLUSIVE MODE", // each write locks a row of it first
	} {
		if _, err := s.lock.Exec(ctx, statement); err != nil {
			return fmt.Errorf("lock it against writes: %w", withRights(err))
		}
	}
	var head int64
	if err := s.lock.QueryRow(ctx, "SELECT lineage, change FROM counter").Scan(&s.s.lineage, &head); err != nil {
		return fmt.Errorf("read the counters: %w", err)
	}
	s.s.head.Raise(uint64(head))
	if err := s.s.makePool(ctx); err != nil {
		return err
	}
	s.Record = tables.New(tables.ReadOnly{Database: database{s.s}}, dialect, s.s.opts.Now)
	s.NewIDs = tables.NewIDsOver(&s.Record)
	return nil
}

// Sealed implements [record.Source]: the lock ends with its connection.
func (s *Source) Sealed(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, err := s.lock.Exec(ctx, "SELECT 1"); err != nil {
		return fmt.Errorf("the lock of %s against writes was lost: %w", s.s.at, classified(err))
	}
	return nil
}

// Head returns the number of the last change.
func (s *Source) Head(context.Context) (uint64, error) { return s.s.head.Load(), nil }

// Wait implements [record.Log]: no change follows.
func (s *Source) Wait(ctx context.Context, after uint64) error { return s.s.Wait(ctx, after) }

// Lineage returns the name of the record. See [record.Record].
func (s *Source) Lineage() string { return s.s.lineage }

// Refused implements [record.Record]: nothing is written.
func (s *Source) Refused() bool { return false }

// Sound implements [record.Sounder].
func (s *Source) Sound(ctx context.Context) error { return s.s.sound(ctx, &s.Record) }

// String returns the URL without its password.
func (s *Source) String() string { return s.s.at.String() }

// GivePersonIDs gives ids in memory. See [record.Source].
func (s *Source) GivePersonIDs(ctx context.Context, want []record.PersonID) ([]record.PersonID, error) {
	return s.NewIDs.GivePersonIDs(ctx, want)
}

// PersonIDsAfter returns ids of people, with those in memory.
func (s *Source) PersonIDsAfter(ctx context.Context, after uint64, n int) ([]record.PersonID, error) {
	return s.NewIDs.PersonIDsAfter(ctx, after, n)
}

// Close closes the record, and lets others write to it.
func (s *Source) Close() error {
	s.s.closing.Lock()
	defer s.s.closing.Unlock()
	if s.s.closed {
		return nil
	}
	s.s.closed = true
	close(s.s.stop)
	if s.s.read != nil {
		s.s.read.Close()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.lock != nil {
		closeSoon(s.lock)
	}
	return nil
}

// A Target is a record that is being filled. Only [OpenTarget] opens it until it is complete.
type Target struct {
	*Store
	filler tables.Filler
	alone  *pgx.Conn // holds the lock by which one process fills
}

var _ record.Target = (*Target)(nil)

// OpenTarget opens the record at a URL to fill it. It makes schema and tables where they are not
// there, for which the user of the URL must own the schema. One process at a time fills a
// record.
func OpenTarget(ctx context.Context, url string, opts Options) (*Target, error) {
	at, err := parse(url)
	if err != nil {
		return nil, fmt.Errorf("open the target: %w", err)
	}
	at.wait()
	t := &Target{}
	if t.alone, err = at.connect(ctx); err != nil {
		return nil, fmt.Errorf("open the target %s: %w", at, classified(err))
	}
	if err := t.open(ctx, at, url, opts); err != nil {
		closeSoon(t.alone)
		return nil, err
	}
	return t, nil
}

func (t *Target) open(ctx context.Context, at *address, url string, opts Options) error {
	asked := &Store{at: at, opts: opts.filled(), reach: newReach(), moving: true}
	format, err := asked.format(ctx, t.alone)
	known := len(asked.opts.steps)
	if err == nil && format > 0 && format < known {
		var held int // a move that was killed while it made the tables leaves none
		err = t.alone.QueryRow(ctx, "SELECT (SELECT count(*) FROM article) + (SELECT count(*) FROM key)").Scan(&held)
		if err == nil && held > 0 {
			err = fmt.Errorf("it has format %d and this program writes %d: name another one, or bring it there with `warta migrate`", format, known)
		}
	}
	if err != nil {
		return fmt.Errorf("open the target %s: %w", at, classified(err))
	}
	// The server may take a moment to notice that a process which filled it has ended.
	_, err = t.alone.Exec(ctx, "SET lock_timeout = '"+aloneFor+"'")
	if err == nil {
		_, err = t.alone.Exec(ctx, "SELECT pg_advisory_lock($1)", lockOf(at.schema, "move"))
	}
	if errors.Is(classified(err), record.ErrBusy) {
		return fmt.Errorf("open the target %s: another `warta move` fills it", at)
	}
	if err != nil {
		return fmt.Errorf("open the target %s: %w", at, classified(err))
	}
	s, err := open(ctx, url, opts, true)
	if err != nil {
		return err
	}
	t.Store = s
	t.filler = tables.Filler{
		Of: &s.Record, Where: at.String(), Empty: at.emptying(), Format: known,
		Mark: func(ctx context.Context, tx tables.Tx, format int) error {
			return tx.Exec(ctx, "UPDATE counter SET format = $1", format)
		},
		Renew: func(ctx context.Context, tx tables.Tx, lineage string) error {
			return tx.Exec(ctx, "UPDATE counter SET lineage = $1", lineage)
		},
		Renewed: func(lineage string) {
			s.lineage = lineage
			s.witness.renew(lineage)
		},
	}
	return nil
}

// Begin implements [record.Target].
func (t *Target) Begin(ctx context.Context, from record.Origin) (record.Reached, error) {
	return t.filler.Begin(ctx, from, tables.NewLineage())
}

// Take implements [record.Target].
func (t *Target) Take(ctx context.Context, of record.Table, rows []record.Row) error {
	return t.filler.Take(ctx, of, rows)
}

// Finish implements [record.Target].
func (t *Target) Finish(ctx context.Context) error { return t.filler.Finish(ctx) }

// Close closes the record, and lets other processes fill it.
func (t *Target) Close() error {
	err := t.Store.Close()
	closeSoon(t.alone)
	return err
}
