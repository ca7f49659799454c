package sqlite_test

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"

	"warta/index/record"
	"warta/index/record/sqlite"
)

// A panickyLog panics at each line.
type panickyLog struct{ slog.Handler }

func (panickyLog) Enabled(context.Context, slog.Level) bool  { return true }
func (panickyLog) Handle(context.Context, slog.Record) error { panic("the log fails") }
func (l panickyLog) WithAttrs([]slog.Attr) slog.Handler      { return l }
func (l panickyLog) WithGroup(string) slog.Handler           { return l }

func TestAPanicInTheWriterFailsItsGroupAndNoOther(t *testing.T) {
	t.Parallel()
	s := open(t, filepath.Join(t.TempDir(), "record.db"), sqlite.Options{Log: slog.New(panickyLog{})})
	put(t, s, entry("a", "satu"))
	for range 3 {
		release := s.Hold()
		results := make(chan error, 2)
		go func() { results <- s.Panic(t.Context(), false) }()
		base, err := s.Base(t.Context(), entry("b", "dua"))
		if err != nil {
			t.Fatal(err)
		}
		go func() { _, err := s.Put(t.Context(), entry("b", "dua"), base); results <- err }()
		s.AwaitQueue(2)
		release()
		for range 2 {
			if err := <-results; err == nil || !strings.Contains(err.Error(), "boom") {
				t.Errorf("a write of the group: %v", err)
			}
		}
		if got := head(t, s); got != 1 {
			t.Errorf("head is %d, want 1", got)
		}
	}
	if res := put(t, s, entry("b", "dua")); res.Outcome != record.Created || res.Seq != 2 {
		t.Errorf("the next write: %+v", res)
	}
	if got := s.Meta(t.Context(), "half"); got != "" {
		t.Errorf("of the group that failed %q is left", got)
	}
}

func TestAPanicAfterTheCommitFailsOneCall(t *testing.T) {
	t.Parallel()
	s := open(t, filepath.Join(t.TempDir(), "record.db"), sqlite.Options{Log: slog.New(panickyLog{})})
	if err := s.Panic(t.Context(), true); err == nil || !strings.Contains(err.Error(), "boom") {
		t.Errorf("got %v", err)
	}
	put(t, s, entry("a", "satu"))
	if err := s.LimitPages(t.Context(), 40); err != nil {
		t.Fatal(err)
	}
	// What cannot be written is logged, and the log panics.
	if _, err := putting(t, s, entry("b", noise(rand.New(rand.NewPCG(3, 4)), 400_000))); !errors.Is(err, record.ErrFull) {
		t.Errorf("got %v, want full", err)
	}
	if err := s.LimitPages(t.Context(), 0); err != nil {
		t.Fatal(err)
	}
	put(t, s, entry("b", "dua"))
}
