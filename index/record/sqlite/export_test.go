package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"runtime"

	"warta/index/record/internal/tables"
)

func nothing(context.Context, tables.Tx) error { return nil }

// LimitPages lets the record grow to n pages at most, as a full disk would; 0
// lifts the limit.
func (s *Store) LimitPages(ctx context.Context, n int) error {
	if n == 0 {
		n = 1 << 30
	}
	return s.queue.Submit(ctx, &tables.Job{
		Do: nothing,
		After: func(ctx context.Context) {
			var got int
			_ = s.writer.conn.QueryRowContext(ctx, fmt.Sprintf("PRAGMA max_page_count = %d", n)).Scan(&got)
		},
	})
}

// Hold keeps the writer busy until release is called, and returns once it is.
func (s *Store) Hold() (release func()) {
	held, free := make(chan struct{}), make(chan struct{})
	go func() {
		_ = s.queue.Submit(context.Background(), &tables.Job{
			Do:    nothing,
			After: func(context.Context) { close(held); <-free },
		})
	}()
	<-held
	return func() { close(free) }
}

// Pragma returns a setting of the connection that writes.
func (s *Store) Pragma(ctx context.Context, name string) (value string) {
	err := s.queue.Submit(ctx, &tables.Job{
		Do: nothing,
		After: func(ctx context.Context) {
			if err := s.writer.conn.QueryRowContext(ctx, "PRAGMA "+name).Scan(&value); err != nil {
				value = err.Error()
			}
		},
	})
	if err != nil {
		return err.Error()
	}
	return value
}

// Writer returns the connection that writes.
func (s *Store) Writer(ctx context.Context) (conn *sql.Conn, err error) {
	err = s.queue.Submit(ctx, &tables.Job{Do: func(context.Context, tables.Tx) error { conn = s.writer.conn; return nil }})
	return conn, err
}

// Panic panics inside of the writer: in the open transaction, or after its commit.
func (s *Store) Panic(ctx context.Context, after bool) error {
	j := &tables.Job{Do: func(ctx context.Context, tx tables.Tx) error {
		if after {
			return nil
		}
		if err := tx.Exec(ctx, "INSERT INTO meta VALUES ('half', 'written')"); err != nil {
			return err
		}
		panic("boom")
	}}
	if after {
		j.After = func(context.Context) { panic("boom") }
	}
	return s.queue.Submit(ctx, j)
}

// AwaitQueue returns once n writes wait for the writer.
func (s *Store) AwaitQueue(n int) {
	for s.queue.Len() < n {
		runtime.Gosched()
	}
}

// Meta returns a value of the table meta, empty where there is none.
func (s *Store) Meta(ctx context.Context, name string) (value string) {
	_ = s.read.db.QueryRowContext(ctx, "SELECT value FROM meta WHERE name = ?", name).Scan(&value)
	return value
}
