package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"runtime"
)

// LimitPages lets the record grow to n pages at most, as a full disk would; 0
// lifts the limit.
func (s *Store) LimitPages(ctx context.Context, n int) error {
	if n == 0 {
		n = 1 << 30
	}
	return s.submit(ctx, &job{
		do: func(context.Context, *writer) error { return nil },
		after: func(ctx context.Context, w *writer) {
			var got int
			_ = w.conn.QueryRowContext(ctx, fmt.Sprintf("PRAGMA max_page_count = %d", n)).Scan(&got)
		},
	})
}

// Hold keeps the writer busy until release is called, and returns once it is.
func (s *Store) Hold() (release func()) {
	held, free := make(chan struct{}), make(chan struct{})
	go func() {
		_ = s.submit(context.Background(), &job{
			do:    func(context.Context, *writer) error { return nil },
			after: func(context.Context, *writer) { close(held); <-free },
		})
	}()
	<-held
	return func() { close(free) }
}

// Pragma returns a setting of the connection that writes.
func (s *Store) Pragma(ctx context.Context, name string) (value string) {
	err := s.submit(ctx, &job{
		do: func(context.Context, *writer) error { return nil },
		after: func(ctx context.Context, w *writer) {
			if err := w.conn.QueryRowContext(ctx, "PRAGMA "+name).Scan(&value); err != nil {
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
	err = s.submit(ctx, &job{do: func(_ context.Context, w *writer) error { conn = w.conn; return nil }})
	return conn, err
}

// Panic panics inside of the writer: in the open transaction, or after its commit.
func (s *Store) Panic(ctx context.Context, after bool) error {
	j := &job{do: func(ctx context.Context, w *writer) error {
		if after {
			return nil
		}
		if err := w.exec(ctx, "INSERT INTO meta VALUES ('half', 'written')"); err != nil {
			return err
		}
		panic("boom")
	}}
	if after {
		j.after = func(context.Context, *writer) { panic("boom") }
	}
	return s.submit(ctx, j)
}

// AwaitQueue returns once n writes wait for the writer.
func (s *Store) AwaitQueue(n int) {
	for len(s.queue) < n {
		runtime.Gosched()
	}
}

// Meta returns a value of the table meta, empty where there is none.
func (s *Store) Meta(ctx context.Context, name string) (value string) {
	_ = s.read.db.QueryRowContext(ctx, "SELECT value FROM meta WHERE name = ?", name).Scan(&value)
	return value
}
