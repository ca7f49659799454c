package tables

import (
	"context"
	"log/slog"

	"warta/index/internal/shield"
)

// Calls calls what must not end the goroutine of a writer.
type Calls struct{ To *slog.Logger }

// Call calls f outside of any transaction. A panic of f is an error, and logged.
func (c Calls) Call(ctx context.Context, f func(ctx context.Context)) error {
	err := shield.Call(func() error { f(ctx); return nil })
	if err != nil {
		c.Log(ctx, slog.LevelError, "the writer of the record panicked", "err", err)
	}
	return err
}

// Log writes a line. A panic of the log is ignored.
func (c Calls) Log(ctx context.Context, level slog.Level, text string, args ...any) {
	_ = shield.Call(func() error { c.To.Log(ctx, level, text, args...); return nil })
}
