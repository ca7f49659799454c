package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"warta/index/internal/shield"
	"warta/index/record"
)

// A job is one write on its way through the writer.
type job struct {
	ctx  context.Context
	size int64
	// do writes into the open transaction. An error of it is one of the
	// database, and fails the whole group, as a panic does; a refusal is kept by
	// the caller and must come before the first statement that writes.
	do func(ctx context.Context, w *writer) error
	// after is called outside of any transaction, once the commit is on disk.
	after func(ctx context.Context, w *writer)
	done  chan error
}

// submit hands a write to the writer and waits until it is on disk. When ctx ends first,
// the write may still happen.
func (s *Store) submit(ctx context.Context, j *job) error {
	j.ctx, j.done = ctx, make(chan error, 1)
	select {
	case <-s.stop:
		return record.ErrClosed
	default:
	}
	// A single article over the bound must be able to pass an idle queue.
	if waiting := s.pending.Add(j.size); waiting > s.opts.QueueBytes && waiting != j.size {
		s.pending.Add(-j.size)
		return record.ErrBusy
	}
	select {
	case s.queue <- j:
	default:
		s.pending.Add(-j.size)
		return record.ErrBusy
	}
	select {
	case err := <-j.done:
		return err
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-s.stop:
	}
	// The writer finishes what it has taken, and answers what it has not.
	s.stopped.Wait()
	select {
	case err := <-j.done:
		return err
	default:
		return record.ErrClosed
	}
}

// A writer owns the connection that writes.
type writer struct {
	s     *Store
	conn  *sql.Conn
	stmts map[string]*sql.Stmt
	head  uint64 // with what the open transaction adds
	scrub bool   // removed text may still stand in the WAL
	held  int    // vain attempts to take it out, one after the other
}

func newWriter(ctx context.Context, s *Store) (*writer, error) {
	conn, err := s.write.Conn(ctx)
	if err != nil {
		return nil, err
	}
	w := &writer{s: s, conn: conn, stmts: map[string]*sql.Stmt{}}
	if err := conn.QueryRowContext(ctx, "SELECT coalesce(max(seq), 0) FROM change").Scan(&w.head); err != nil {
		return nil, fmt.Errorf("read the last sequence number: %w", err)
	}
	s.head.Store(w.head)
	// A stop may have come between a removal and its overwriting.
	w.scrub = true
	w.scrubNow(ctx)
	return w, nil
}

// run commits what waits, group by group, until the store closes.
func (w *writer) run() {
	// A caller that gives up must not end the group of others.
	ctx := context.Background()
	defer w.close()
	timer := time.NewTimer(w.s.opts.ScrubAfter)
	defer timer.Stop()
	for {
		select {
		case j := <-w.s.queue:
			removing := w.scrub
			w.commit(ctx, w.group(j))
			if w.scrub && !removing {
				timer.Reset(w.s.opts.ScrubAfter)
			}
		case <-timer.C:
			_ = w.call(ctx, w.scrubNow) // it is tried again
			if w.scrub {
				timer.Reset(w.s.opts.ScrubAfter)
			}
		case <-w.s.stop:
			for {
				select {
				case j := <-w.s.queue:
					w.commit(ctx, w.group(j))
				default:
					_ = w.call(ctx, w.scrubNow) // it is done again at the next opening
					return
				}
			}
		}
	}
}

// group gathers what waits behind first. It does not wait for more: while one
// commit is being forced to disk, the next group gathers by itself.
func (w *writer) group(first *job) []*job {
	jobs := []*job{first}
	for len(jobs) < w.s.opts.GroupLen {
		select {
		case j := <-w.s.queue:
			jobs = append(jobs, j)
		default:
			return jobs
		}
	}
	return jobs
}

// commit writes jobs in one transaction and answers them.
func (w *writer) commit(ctx context.Context, jobs []*job) {
	live := jobs[:0]
	for _, j := range jobs {
		w.s.pending.Add(-j.size)
		if j.ctx.Err() != nil {
			j.done <- context.Cause(j.ctx)
			continue
		}
		live = append(live, j)
	}
	if len(live) == 0 {
		return
	}
	before := w.head
	err := w.transact(ctx, live)
	if err != nil {
		w.head = before
		err = fmt.Errorf("write %d changes: %w", len(live), w.s.judged(err))
		if errors.Is(err, record.ErrFull) {
			w.s.refused.Store(true)
		}
		w.log(ctx, slog.LevelError, "the record cannot be written", "err", err)
	} else {
		w.s.refused.Store(false)
		if w.head != before {
			w.s.head.Store(w.head)
			w.s.grown.ring()
		}
	}
	for _, j := range live {
		if err == nil && j.after != nil {
			j.done <- w.call(ctx, func(ctx context.Context) { j.after(ctx, w) })
			continue
		}
		j.done <- err
	}
}

// call calls f outside of any transaction. A panic of f is an error, and logged.
func (w *writer) call(ctx context.Context, f func(ctx context.Context)) error {
	err := shield.Call(func() error { f(ctx); return nil })
	if err != nil {
		w.log(ctx, slog.LevelError, "the writer of the record panicked", "err", err)
	}
	return err
}

// log writes a line. A panic of the log is ignored: the writer must not end.
func (w *writer) log(ctx context.Context, level slog.Level, text string, args ...any) {
	_ = shield.Call(func() error { w.s.opts.Log.Log(ctx, level, text, args...); return nil })
}

func (w *writer) transact(ctx context.Context, jobs []*job) error {
	if _, err := w.conn.ExecContext(ctx, "BEGIN IMMEDIATE"); err != nil {
		return err
	}
	for _, j := range jobs {
		if err := shield.Call(func() error { return j.do(ctx, w) }); err != nil {
			w.rollback(ctx)
			return err
		}
	}
	if _, err := w.conn.ExecContext(ctx, "COMMIT"); err != nil {
		w.rollback(ctx)
		return err
	}
	return nil
}

func (w *writer) rollback(ctx context.Context) {
	// SQLite rolls back by itself on some errors: ROLLBACK fails then.
	if _, err := w.conn.ExecContext(ctx, "ROLLBACK"); err != nil {
		w.log(ctx, slog.LevelDebug, "roll back", "err", err)
	}
}

// next returns the sequence number for a change of the open transaction.
func (w *writer) next() uint64 {
	w.head++
	return w.head
}

// stmt returns query prepared on the writer's connection.
func (w *writer) stmt(ctx context.Context, query string) (*sql.Stmt, error) {
	if st := w.stmts[query]; st != nil {
		return st, nil
	}
	st, err := w.conn.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	w.stmts[query] = st
	return st, nil
}

func (w *writer) exec(ctx context.Context, query string, args ...any) error {
	st, err := w.stmt(ctx, query)
	if err != nil {
		return err
	}
	_, err = st.ExecContext(ctx, args...)
	return err
}

func (w *writer) query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	st, err := w.stmt(ctx, query)
	if err != nil {
		return nil, err
	}
	return st.QueryContext(ctx, args...)
}

func (w *writer) close() {
	for _, st := range w.stmts {
		_ = st.Close() // the connection goes too
	}
	_ = w.conn.Close()
}
