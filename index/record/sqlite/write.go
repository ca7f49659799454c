package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"warta/index/record"
	"warta/index/record/internal/tables"
)

// database is what the statements of package tables need of a Store.
type database struct{ *Store }

// Query implements [tables.Querier] with the connections of readers.
func (d database) Query(ctx context.Context, query string, args ...any) (tables.Rows, error) {
	return rowsOf(d.read.query(ctx, query, args...))
}

// rowsOf returns rows without a non-nil interface that holds nil.
func rowsOf(rows *sql.Rows, err error) (tables.Rows, error) {
	if err != nil {
		return nil, err
	}
	return rows, nil
}

// Submit implements [tables.Database].
func (d database) Submit(ctx context.Context, j *tables.Job) error { return d.queue.Submit(ctx, j) }

// Visible implements [tables.Database].
func (d database) Visible() uint64 { return d.head.Load() }

// Settle implements [tables.Database]: what a read sees is on disk.
func (d database) Settle(context.Context, uint64) error { return nil }

// Judged implements [tables.Database].
func (d database) Judged(err error) error { return d.judged(err) }

// Holds implements [tables.Database].
func (d database) Holds(_ context.Context, _ tables.Tx, l record.Lease) error {
	return d.leases.holds(l)
}

// Unseal implements [tables.Database]: text is stored as it is.
func (d database) Unseal(_ []byte, _ int64, _ string, sealed []byte) ([]byte, error) {
	return sealed, nil
}

// A writer owns the connection that writes.
type writer struct {
	tables.Calls
	s     *Store
	conn  *sql.Conn
	stmts map[string]*sql.Stmt
	last  [tables.Logs]uint64 // numbers of the logs, with what the open transaction adds
	scrub bool                // removed text may still stand in the WAL
	held  int                 // vain attempts to take it out, one after the other
}

func newWriter(ctx context.Context, s *Store) (*writer, error) {
	conn, err := s.write.Conn(ctx)
	if err != nil {
		return nil, err
	}
	w := &writer{Calls: tables.Calls{To: s.opts.Log}, s: s, conn: conn, stmts: map[string]*sql.Stmt{}}
	for log, column := range [tables.Logs]string{
		tables.Changes: "seq) FROM change", tables.Articles: "n) FROM article", tables.Decisions: "n) FROM decision",
		tables.People: "n) FROM person", tables.Audits: "n) FROM audit",
	} {
		var last sql.NullInt64
		if err := conn.QueryRowContext(ctx, "SELECT max("+column).Scan(&last); err != nil {
			return nil, fmt.Errorf("read the last numbers: %w", err)
		}
		w.last[log] = uint64(last.Int64)
	}
	s.head.Raise(w.last[tables.Changes])
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
		case j := <-w.s.queue.Jobs():
			removing := w.scrub
			w.commit(ctx, w.s.queue.Group(j))
			if w.scrub && !removing {
				timer.Reset(w.s.opts.ScrubAfter)
			}
		case <-timer.C:
			_ = w.Call(ctx, w.scrubNow) // it is tried again
			if w.scrub {
				timer.Reset(w.s.opts.ScrubAfter)
			}
		case <-w.s.stop:
			for {
				select {
				case j := <-w.s.queue.Jobs():
					w.commit(ctx, w.s.queue.Group(j))
				default:
					_ = w.Call(ctx, w.scrubNow) // it is done again at the next opening
					return
				}
			}
		}
	}
}

// commit writes jobs in one transaction and answers them.
func (w *writer) commit(ctx context.Context, jobs []*tables.Job) {
	if len(jobs) == 0 {
		return
	}
	before := w.last
	err := w.transact(ctx, jobs)
	if err != nil {
		w.last = before
		err = fmt.Errorf("write %d changes: %w", len(jobs), w.s.judged(err))
		if errors.Is(err, record.ErrFull) {
			w.s.refused.Store(true)
		}
		w.Log(ctx, slog.LevelError, "the record cannot be written", "err", err)
	} else {
		w.s.refused.Store(false)
		if head := w.last[tables.Changes]; head != before[tables.Changes] {
			w.s.head.Raise(head)
		}
	}
	tables.Answer(ctx, jobs, err, w.Call)
}

func (w *writer) transact(ctx context.Context, jobs []*tables.Job) error {
	if _, err := w.conn.ExecContext(ctx, "BEGIN IMMEDIATE"); err != nil {
		return err
	}
	for _, j := range jobs {
		if err := j.Run(ctx, w); err != nil {
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
		w.Log(ctx, slog.LevelDebug, "roll back", "err", err)
	}
}

// Next implements [tables.Tx].
func (w *writer) Next(log tables.Log) uint64 {
	w.last[log]++
	return w.last[log]
}

// Reach implements [tables.Tx].
func (w *writer) Reach(log tables.Log, n uint64) { w.last[log] = max(w.last[log], n) }

// Keys implements [tables.Tx]: there are none.
func (w *writer) Keys(context.Context, []int64) error { return nil }

// Led implements [tables.Tx].
func (w *writer) Led(ctx context.Context, hs []record.Handle) ([]*tables.Row, error) {
	return tables.Led(ctx, w, hs)
}

// Lead implements [tables.Tx]: the next look-up finds it.
func (w *writer) Lead(record.Handle, *tables.Row) {}

// Unlead implements [tables.Tx].
func (w *writer) Unlead() {}

// Taken implements [tables.Tx].
func (w *writer) Taken(ctx context.Context, id string) (bool, error) {
	return tables.Exists(ctx, w, "SELECT 1 FROM article WHERE id = $1", id)
}

// Seal implements [tables.Tx]: text is stored as it is.
func (w *writer) Seal(_ context.Context, _ *tables.Row, _ string, text []byte) ([]byte, error) {
	return text, nil
}

// Forget implements [tables.Tx]: the text is overwritten, and the WAL cut soon.
func (w *writer) Forget(context.Context, *tables.Row) error {
	w.scrub = true
	return nil
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

// Exec implements [tables.Tx].
func (w *writer) Exec(ctx context.Context, query string, args ...any) error {
	st, err := w.stmt(ctx, query)
	if err != nil {
		return err
	}
	_, err = st.ExecContext(ctx, args...)
	return err
}

// Query implements [tables.Querier].
func (w *writer) Query(ctx context.Context, query string, args ...any) (tables.Rows, error) {
	st, err := w.stmt(ctx, query)
	if err != nil {
		return nil, err
	}
	return rowsOf(st.QueryContext(ctx, args...))
}

func (w *writer) close() {
	for _, st := range w.stmts {
		_ = st.Close() // the connection goes too
	}
	_ = w.conn.Close()
}
