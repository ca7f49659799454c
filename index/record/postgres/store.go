// Package postgres keeps a record in one schema of a PostgreSQL database, version 15 or newer.
//
// Any number of processes may have one record open. All writes of a process pass one
// goroutine, which puts those that wait into one transaction. The transaction first locks the
// row of the counters and draws the numbers of all logs from it, so that numbers rise in the
// order of commits over all processes.
//
// The text of an article is sealed with a key of the article before it is sent. A removal
// deletes the key and has the table of keys rewritten.
package postgres

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"warta/index/record"
	"warta/index/record/internal/tables"
)

// maxEraseAfter bounds [Options].EraseAfter.
const maxEraseAfter = 30 * time.Second

// Options says how a record behaves. The zero value is ready to use.
type Options struct {
	Now        func() time.Time // default time.Now
	Log        *slog.Logger     // default slog.DiscardHandler
	QueueLen   int              // writes that may wait; default 1024
	QueueBytes int64            // bytes of articles that may wait; default 64 MiB
	GroupLen   int              // most writes in one commit; default 256
	Conns      int              // most connections of readers; default twice the processors, at least 4
	EraseAfter time.Duration    // from a removal to the rewriting of the keys; default 1s, at most 30s

	steps []string // migrations of tests
}

func (o Options) filled() Options {
	tables.FillIn(&o.Now, &o.Log, &o.QueueLen, &o.QueueBytes, &o.GroupLen)
	if o.Conns == 0 {
		o.Conns = tables.Readers()
	}
	if o.EraseAfter == 0 {
		o.EraseAfter = time.Second
	}
	if o.steps == nil {
		o.steps = migrations
	}
	return o
}

// Validate reports everything wrong with o at once.
func (o Options) Validate() error {
	errs := []error{tables.CheckBounds(o.QueueLen, o.QueueBytes, o.GroupLen), tables.CheckDelay("erase_after", o.EraseAfter, maxEraseAfter)}
	if o.Conns < 0 {
		errs = append(errs, fmt.Errorf("conns %d: cannot be negative", o.Conns))
	}
	return errors.Join(errs...)
}

// A Store is an open record. Its methods may be called at the same time.
type Store struct {
	tables.Record

	at      *address
	opts    Options
	moving  bool // the record is being filled
	lineage string
	witness witness
	read    *pgxpool.Pool

	queue   *tables.Queue
	head    tables.Head
	refused atomic.Bool // the last write failed because the server took nothing
	reach   *reach
	waits   atomic.Bool   // commits wait for a standby
	settled atomic.Uint64 // a change up to which all are on the standby that commits wait for
	due     chan struct{} // keys of removed articles are to be erased
	erased  tables.Growth // rung after each attempt
	stop    chan struct{}
	ctx     context.Context // ends with stop, for what need not be finished
	stopped sync.WaitGroup
	closing sync.Mutex // guards closed, and orders Close with what begins a goroutine
	closed  bool
}

var (
	_ record.Record = (*Store)(nil)
	_ record.Leases = (*Store)(nil)
	_ record.Remote = (*Store)(nil)

	_ record.Sounder = (*Store)(nil)
)

// Open opens the record at a URL as [CheckURL] describes it. It makes the schema and the
// tables where they are not there, and migrates a record of an older format; for both the
// user of the URL must own the schema. A record of a newer format is refused with a
// [record.FormatError], a server whose settings could lose what was acknowledged with an error
// that says what to do.
func Open(ctx context.Context, url string, opts Options) (*Store, error) {
	return open(ctx, url, opts, false)
}

// open opens the record at a URL, where moving is set for filling it.
func open(ctx context.Context, url string, opts Options, moving bool) (*Store, error) {
	if err := opts.Validate(); err != nil {
		return nil, fmt.Errorf("open record: %w", err)
	}
	at, err := parse(url)
	if err != nil {
		return nil, fmt.Errorf("open record: %w", err)
	}
	if moving {
		at.wait()
	}
	s := &Store{at: at, opts: opts.filled(), moving: moving, reach: newReach(), due: make(chan struct{}, 1), stop: make(chan struct{})}
	if err := s.prepare(ctx); err != nil {
		return nil, fmt.Errorf("open record %s: %w", at, classified(err))
	}
	if err := s.makePool(ctx); err != nil {
		return nil, fmt.Errorf("open record %s: %w", at, classified(err))
	}
	s.queue = tables.NewQueue(s.opts.QueueLen, s.opts.QueueBytes, s.opts.GroupLen, s.stop, &s.stopped)
	s.Record = tables.New(database{s}, dialect, s.opts.Now)
	background, cancel := context.WithCancel(context.WithoutCancel(ctx))
	s.ctx = background
	go func() { <-s.stop; cancel() }()
	w := &writer{Calls: tables.Calls{To: s.opts.Log}, s: s}
	s.stopped.Go(w.run)
	if !moving { // the lineage changes when a move begins, and no other process writes
		s.stopped.Go(s.listen)
	}
	s.stopped.Go(s.eraser)
	return s, nil
}

// makePool makes the connections of readers.
func (s *Store) makePool(ctx context.Context) (err error) {
	pool := s.at.pool.Copy()
	pool.MaxConns = int32(min(s.opts.Conns, math.MaxInt16))
	s.read, err = pgxpool.NewWithConfig(context.WithoutCancel(ctx), pool)
	return err
}

// Exists reports whether there is a record at a URL.
func Exists(ctx context.Context, url string) (bool, error) {
	at, err := parse(url)
	if err != nil {
		return false, fmt.Errorf("look for the record: %w", err)
	}
	conn, err := at.connect(ctx)
	if err != nil {
		return false, fmt.Errorf("look for the record %s: %w", at, classified(err))
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }() // it was only read
	format, err := (&Store{at: at, opts: Options{}.filled()}).format(ctx, conn)
	if err != nil {
		return false, fmt.Errorf("look for the record %s: %w", at, classified(err))
	}
	return format > 0, nil
}

// prepare checks the server, brings the record to the newest format, and reads what stays.
func (s *Store) prepare(ctx context.Context) error {
	conn, err := s.at.connect(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	if err := checkDirect(ctx, conn, s.at.connect); err != nil {
		return err
	}
	if err := checkServer(ctx, conn); err != nil {
		return err
	}
	if err := s.migrate(ctx, conn); err != nil {
		return err
	}
	var head int64
	var waits bool
	if err := conn.QueryRow(ctx, askCounter).Scan(&s.lineage, &head, &waits); err != nil {
		return fmt.Errorf("read the counters: %w", err)
	}
	s.waits.Store(waits)
	at, err := placeOn(ctx, conn)
	if err != nil {
		return err
	}
	s.head.Raise(uint64(head))
	s.witness.lineage, s.witness.known = s.lineage, sight{at, uint64(head)}
	return nil
}

// Head returns the number of the last change. It asks the server. See [record.Log].
func (s *Store) Head(ctx context.Context) (uint64, error) {
	known, err := s.witness.before()
	var lineage string
	var head uint64
	if err == nil {
		err = tables.One(ctx, database{s}, "SELECT lineage, change FROM counter", nil, &lineage, &head)
	}
	switch {
	case err != nil:
	case lineage != s.lineage:
		err = record.ErrReplaced
	case head < known.head: // where that stays so the listener notices too, on a connection whose timeline it knows
		err = record.ErrWentBack
	}
	if err != nil {
		return 0, fmt.Errorf("look for the last change: %w", classified(err))
	}
	s.head.Raise(head)
	return head, nil
}

// Wait returns nil once the record holds a change after a number. The number is known within
// a second of the commit, sooner where the notification arrives.
func (s *Store) Wait(ctx context.Context, after uint64) error {
	return s.head.Wait(ctx, after, s.stop)
}

// Refused reports whether the last write failed because the server took nothing.
func (s *Store) Refused() bool { return s.refused.Load() }

// Away returns why the server did not answer when it was asked last, which is at most some
// seconds ago, or nil.
func (s *Store) Away() error { return s.reach.err() }

// Lineage returns the name of the record. See [record.Record].
func (s *Store) Lineage() string { return s.lineage }

// CopyCommand returns the command that copies the record. See [record.Remote].
func (s *Store) CopyCommand() string { return s.at.dump() }

// Format returns the format of the record that this program writes.
func (s *Store) Format() int { return len(s.opts.steps) }

// String returns the URL without its password.
func (s *Store) String() string { return s.at.String() }

// Close commits the writes that wait and closes the connections. Keys that are still to be
// erased are erased by another process, or at the next opening.
func (s *Store) Close() error {
	s.closing.Lock()
	first := !s.closed
	if s.closed = true; first {
		close(s.stop)
	}
	s.closing.Unlock()
	s.stopped.Wait()
	if first {
		s.read.Close()
	}
	return nil
}

// NewLineage gives the record at a URL a new lineage, after its database was restored from a
// dump or went back to an earlier state: what was derived from it may know changes that it
// does not have any more. Processes that have the record open refuse writes until they are
// started again.
func NewLineage(ctx context.Context, url string) error {
	at, err := parse(url)
	if err != nil {
		return fmt.Errorf("new lineage: %w", err)
	}
	conn, err := at.connect(ctx)
	if err != nil {
		return fmt.Errorf("new lineage of %s: %w", at, classified(err))
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	if _, err = conn.Exec(ctx, "UPDATE counter SET lineage = $1", tables.NewLineage()); err != nil {
		return fmt.Errorf("new lineage of %s: %w", at, classified(err))
	}
	return nil
}

// dialect is what package tables has to know.
var dialect = tables.Dialect{
	Each: "jsonb_each_text(CAST($1 AS jsonb))",
	Key:  "(SELECT k.key FROM article_key k WHERE k.article = a.n)",

	Numbers: "SELECT change, article, decision, person, audit FROM counter",
}

// database is what the statements of package tables need of a Store.
type database struct{ *Store }

// Submit implements [tables.Database].
func (d database) Submit(ctx context.Context, j *tables.Job) error { return d.queue.Submit(ctx, j) }

// Visible implements [tables.Database]: what is committed is visible, in its order.
func (d database) Visible() uint64 { return math.MaxInt64 }

// Settle implements [tables.Database]. A commit whose wait for a standby was given up, or cut
// short by a crash, is seen by readers, and is lost where the standby takes over. An empty commit
// comes after it in the log, and waits.
func (d database) Settle(ctx context.Context, change uint64) error {
	if !d.waits.Load() || d.settled.Load() >= change {
		return nil
	}
	return d.queue.Submit(ctx, &tables.Job{Do: func(context.Context, tables.Tx) error { return nil }})
}

// Judged implements [tables.Database].
func (d database) Judged(err error) error { return classified(err) }

// Unseal implements [tables.Database].
func (d database) Unseal(key []byte, article int64, what string, sealed []byte) ([]byte, error) {
	return unseal(key, article, what, sealed)
}

// readTries bounds the attempts of a read whose connection breaks before the first row.
const readTries = 3

// Query implements [tables.Querier] with the connections of readers. A read that meets a
// broken connection is made again on a new one. It ends when the server is found not to answer.
func (d database) Query(ctx context.Context, query string, args ...any) (tables.Rows, error) {
	within, end, err := d.reach.while(ctx)
	if err != nil {
		return nil, err
	}
	for try := 1; ; try++ {
		found, err := d.read.Query(within, query, fit(args)...)
		if err == nil {
			begun := &rows{Rows: found, within: within, peeked: true, after: func() error { end(); return nil }}
			if begun.has = found.Next(); begun.has || found.Err() == nil {
				d.reach.regain()
				return begun, nil
			}
			err = found.Err()
		}
		select {
		case <-d.stop:
			end()
			return nil, record.ErrClosed
		default:
		}
		if try == readTries || within.Err() != nil || !errors.Is(classified(err), record.ErrAway) {
			err = silenced(within, err)
			end()
			return nil, err
		}
		d.read.Reset() // the others are as broken
	}
}

// rows are the rows of a query, of which the first may have been asked for.
type rows struct {
	pgx.Rows
	within      context.Context // of [reach.while]; nil: the rows are of a transaction
	peeked, has bool
	after       func() error // releases what the rows came by
}

// Next implements [tables.Rows].
func (r *rows) Next() bool {
	if r.peeked {
		r.peeked = false
		return r.has
	}
	return r.Rows.Next()
}

// Err implements [tables.Rows].
func (r *rows) Err() error {
	if r.within == nil {
		return r.Rows.Err()
	}
	return silenced(r.within, r.Rows.Err())
}

// Close implements [tables.Rows].
func (r *rows) Close() error {
	r.Rows.Close()
	err := r.Err()
	if r.after != nil {
		err = errors.Join(err, r.after())
		r.after = nil
	}
	return err
}
