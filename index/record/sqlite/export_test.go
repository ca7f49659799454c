package sqlite

import (
	"context"
	"database/sql"
	"fmt"
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
