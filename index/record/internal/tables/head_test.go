package tables_test

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"warta/index/record"
	"warta/index/record/internal/tables"
)

func TestAHeadRisesAndWakes(t *testing.T) {
	t.Parallel()
	var h tables.Head
	h.Raise(3)
	h.Raise(2)
	if n := h.Load(); n != 3 {
		t.Errorf("head %d, want 3", n)
	}
	stop := make(chan struct{})
	if err := h.Wait(t.Context(), 2, stop); err != nil {
		t.Errorf("for change 3, which is there: %v", err)
	}
	woken := make(chan error)
	go func() { woken <- h.Wait(t.Context(), 4, stop) }()
	h.Raise(4) // not enough
	h.Raise(5)
	if err := <-woken; err != nil {
		t.Errorf("for change 5: %v", err)
	}
	gone := errors.New("gone")
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(gone)
	if err := h.Wait(ctx, 5, stop); !errors.Is(err, gone) {
		t.Errorf("with a context that has ended: %v", err)
	}
	close(stop)
	if err := h.Wait(t.Context(), 5, stop); !errors.Is(err, record.ErrClosed) {
		t.Errorf("of a record that is closed: %v", err)
	}
}

func TestDefaultsOfOptions(t *testing.T) {
	t.Parallel()
	var now func() time.Time
	var log *slog.Logger
	queueLen, queueBytes, groupLen := 0, int64(7), 0
	tables.FillIn(&now, &log, &queueLen, &queueBytes, &groupLen)
	if now == nil || log == nil || queueLen != 1024 || queueBytes != 7 || groupLen != 256 {
		t.Errorf("got %d, %d, %d", queueLen, queueBytes, groupLen)
	}
	for _, bad := range []error{tables.CheckBounds(-1, 0, 0), tables.CheckBounds(0, -1, 0), tables.CheckBounds(0, 0, -1), tables.CheckDelay("x", -1, 5), tables.CheckDelay("x", 6, 5)} {
		if bad == nil {
			t.Error("a value out of bounds is taken")
		}
	}
	if err := errors.Join(tables.CheckBounds(0, 0, 0), tables.CheckDelay("x", 5, 5)); err != nil {
		t.Error(err)
	}
}

// A panic of what is called, or of the log, does not reach the caller.
func TestCallsSurvivePanics(t *testing.T) {
	t.Parallel()
	c := tables.Calls{To: slog.New(panics{slog.DiscardHandler})}
	if err := c.Call(t.Context(), func(context.Context) { panic("boom") }); err == nil {
		t.Error("a panic is no error")
	}
	if err := c.Call(t.Context(), func(context.Context) {}); err != nil {
		t.Error(err)
	}
}

// panics is a handler of a log that panics.
type panics struct{ slog.Handler }

func (panics) Enabled(context.Context, slog.Level) bool { panic("the log fails") }
