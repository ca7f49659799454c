package sqlite

import (
	"context"
	"fmt"
	"log/slog"

	"warta/index/record/internal/tables"
)

// heldTells is the number of failed attempts between two warnings that the WAL cannot be
// cut: one a minute with the default of [Options.ScrubAfter].
const heldTells = 30

// scrubNow moves the WAL into the database and truncates it, so that no file keeps a page
// with removed text: the removal overwrote the pages themselves (secure_delete). A reader
// of an old state prevents it; w.scrub then stays set, and the writer tries again.
func (w *writer) scrubNow(ctx context.Context) {
	if !w.scrub {
		return
	}
	// All writers wait while it waits for readers: a short wait, and another attempt later.
	_, err := w.conn.ExecContext(ctx, "PRAGMA busy_timeout(50)")
	var busy, logged, moved int
	if err == nil {
		err = w.conn.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &logged, &moved)
	}
	if _, e := w.conn.ExecContext(ctx, "PRAGMA busy_timeout(5000)"); err == nil {
		err = e
	}
	switch {
	case err != nil:
		w.Log(ctx, slog.LevelWarn, "removed text is still in the log of the record", "err", classified(err))
	case busy == 0:
		w.scrub, w.held = false, 0
	default:
		if w.held++; w.held%heldTells == 0 {
			w.Log(ctx, slog.LevelWarn, "removed text is still in the log of the record: something reads an old state all the time, another program perhaps")
		}
	}
}

// Scrub returns once the files have no text that was removed before. The writer does the
// same by itself within [Options.ScrubAfter].
func (s *Store) Scrub(ctx context.Context) error {
	for {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("scrub: %w", context.Cause(ctx))
		}
		var left bool
		j := &tables.Job{
			Do: func(context.Context, tables.Tx) error { return nil },
			After: func(ctx context.Context) {
				s.writer.scrubNow(ctx)
				left = s.writer.scrub
			},
		}
		if err := s.queue.Submit(ctx, j); err != nil {
			return fmt.Errorf("scrub: %w", err)
		}
		if !left {
			return nil
		}
	}
}
