package postgres

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"warta/index/record"
	"warta/index/record/internal/tables"
)

// A lease is an advisory lock of the server on a connection of its own: it ends with the
// process, with the connection, and with the server. The epoch is counted in a table, under
// the lock of the counters, so that each write comes before a new holder or is compared with it.
type lease struct {
	s     *Store
	name  string
	epoch uint64
	conn  *pgx.Conn
	lost  chan struct{}
	given sync.Once
	back  chan struct{} // closed by Release
	ended chan struct{} // closed when the watch has ended
}

// checkLease is the pause between two questions whether the connection of a lease lives.
const checkLease = time.Second

// Acquire holds a lease. See [record.Leases].
func (s *Store) Acquire(ctx context.Context, name string) (record.Lease, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	defer context.AfterFunc(s.ctx, func() { cancel(record.ErrClosed) })()
	conn, err := s.at.connect(ctx)
	var epoch uint64
	if err == nil {
		if epoch, err = s.take(ctx, conn, name); err != nil {
			closeSoon(conn)
		}
	}
	if err != nil {
		if ctx.Err() != nil {
			err = context.Cause(ctx)
		}
		return nil, fmt.Errorf("acquire the lease %s: %w", name, classified(err))
	}
	l := &lease{s: s, name: name, epoch: epoch, conn: conn, lost: make(chan struct{}), back: make(chan struct{}), ended: make(chan struct{})}
	s.closing.Lock()
	defer s.closing.Unlock()
	if s.closed {
		closeSoon(conn)
		return nil, fmt.Errorf("acquire the lease %s: %w", name, record.ErrClosed)
	}
	s.stopped.Go(l.watch)
	return l, nil
}

// take waits for the lock of a lease and counts its epoch.
func (s *Store) take(ctx context.Context, conn *pgx.Conn, name string) (epoch uint64, err error) {
	// A role may have bounds, which are not meant for this wait.
	if _, err := conn.Exec(ctx, "SET statement_timeout = 0; SET lock_timeout = 0"); err != nil {
		return 0, err
	}
	if _, err := conn.Exec(ctx, "SELECT pg_advisory_lock($1)", lockOf(s.at.schema, "lease "+name)); err != nil {
		return 0, err
	}
	err = pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, lockCounters); err != nil {
			return err
		}
		return tx.QueryRow(ctx, `INSERT INTO lease (name, epoch) VALUES ($1, 1)
			ON CONFLICT (name) DO UPDATE SET epoch = lease.epoch + 1 RETURNING epoch`, name).Scan(&epoch)
	})
	return epoch, err
}

// watch asks the connection again and again. The lease is lost where it does not answer, and
// when the record closes.
func (l *lease) watch() {
	defer close(l.ended)
	tick := time.NewTicker(checkLease)
	defer tick.Stop()
	defer func() { closeSoon(l.conn) }()
	for {
		select {
		case <-l.back:
			l.unlock() // a connection that is closed ends a moment later at the server
			return
		case <-l.s.stop:
			close(l.lost)
			return
		case <-tick.C:
		}
		ctx, cancel := context.WithTimeout(context.Background(), answerFor)
		_, err := l.conn.Exec(ctx, "SELECT 1")
		err = asked(ctx, err)
		cancel()
		if err != nil {
			l.s.opts.Log.WarnContext(context.Background(), "a lease is lost with its connection", "lease", l.name, "err", err)
			close(l.lost)
			return
		}
	}
}

// unlock gives the lock back, where the server answers.
func (l *lease) unlock() {
	ctx, cancel := context.WithTimeout(context.Background(), answerFor)
	defer cancel()
	_, _ = l.conn.Exec(ctx, "SELECT pg_advisory_unlock($1)", lockOf(l.s.at.schema, "lease "+l.name)) // else it ends with the connection
}

// Lost implements [record.Lease].
func (l *lease) Lost() <-chan struct{} { return l.lost }

// Epoch implements [record.Lease].
func (l *lease) Epoch() uint64 { return l.epoch }

// Under implements [record.Lease].
func (l *lease) Under(ctx context.Context) context.Context { return record.WithLease(ctx, l) }

// Release implements [record.Lease]. The lock is free when it returns, unless the server does
// not answer, which then frees it by itself.
func (l *lease) Release() error {
	l.given.Do(func() { close(l.back) })
	<-l.ended
	return nil
}

// Holds implements [tables.Database].
func (d database) Holds(ctx context.Context, tx tables.Tx, given record.Lease) error {
	l, ok := given.(*lease)
	if !ok || l.s != d.Store {
		return record.ErrLeaseLost
	}
	select {
	case <-l.back:
		return record.ErrLeaseLost
	default:
	}
	var epoch uint64
	if err := tables.One(ctx, tx, "SELECT epoch FROM lease WHERE name = $1", []any{l.name}, &epoch); err != nil {
		return err
	}
	if epoch != l.epoch {
		return record.ErrLeaseLost
	}
	return nil
}
