package postgres_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"warta/index/record"
	"warta/index/record/postgres"
	"warta/index/record/postgres/pgtest"
)

func audit(ctx context.Context, r record.Record) error {
	return r.WriteAudit(ctx, record.Audit{Action: "x"})
}

// While a record is moved elsewhere its nodes read, and write nothing.
func TestASourceIsLockedAgainstWrites(t *testing.T) {
	pgtest.URL(t)
	t.Parallel()
	s := open(t, t.Name(), postgres.Options{Conns: 2})
	t.Cleanup(func() { _ = s.Close() })
	if err := audit(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	url := pgtest.Record(t, t.Name())
	source, err := postgres.OpenSource(t.Context(), url, postgres.Options{Conns: 2})
	if err != nil {
		t.Fatal(err)
	}
	written := make(chan error, 1)
	go func() { written <- audit(context.WithoutCancel(t.Context()), s) }()
	select {
	case err := <-written:
		t.Errorf("a write came through: %v", err)
	case <-time.After(500 * time.Millisecond): // long enough for a write that nothing holds up
	}
	if lines, err := s.Audits(t.Context(), 0, 9); err != nil || len(lines) != 1 {
		t.Errorf("it reads %+v, %v", lines, err)
	}
	if err := source.Sealed(t.Context()); err != nil {
		t.Error(err)
	}
	if err := errors.Join(source.Close(), source.Close()); err != nil {
		t.Error(err)
	}
	if err := <-written; err != nil {
		t.Errorf("after the move: %v", err)
	}
}

// A lock that was lost is noticed before the move is completed.
func TestASourceThatLostItsLockIsNotSealed(t *testing.T) {
	pgtest.URL(t)
	t.Parallel()
	s := open(t, t.Name(), postgres.Options{Conns: 2})
	t.Cleanup(func() { _ = s.Close() })
	url := pgtest.Record(t, t.Name())
	source, err := postgres.OpenSource(t.Context(), url, postgres.Options{Conns: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = source.Close() })
	pgtest.Exec(t, url, `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE relation = to_regclass('counter') AND mode = 'ExclusiveLock' AND granted`)
	if err := source.Sealed(t.Context()); err == nil || !strings.Contains(err.Error(), "was lost") {
		t.Errorf("got %v", err)
	}
	if err := audit(t.Context(), s); err != nil {
		t.Errorf("after that: %v", err)
	}
}

// A process that had the empty record open writes nothing to it once it is a target, and
// neither when it is complete: it has another lineage.
func TestAnOpenRecordThatBecomesATargetIsFenced(t *testing.T) {
	pgtest.URL(t)
	t.Parallel()
	s := open(t, t.Name(), postgres.Options{Conns: 2})
	t.Cleanup(func() { _ = s.Close() })
	url := pgtest.Record(t, t.Name())
	target, err := postgres.OpenTarget(t.Context(), url, postgres.Options{Conns: 2})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := postgres.OpenTarget(t.Context(), url, postgres.Options{Conns: 2}); err == nil || !strings.Contains(err.Error(), "another `warta move` fills it") {
		t.Errorf("a second move into it: %v", err)
	}
	if _, err := target.Begin(t.Context(), record.Origin{Lineage: "x"}); err != nil {
		t.Fatal(err)
	}
	if _, ok := errors.AsType[*record.HalfMovedError](audit(t.Context(), s)); !ok {
		t.Error("it was written to")
	}
	if there, err := postgres.Exists(t.Context(), url); err == nil {
		t.Errorf("a half moved record is found: %v", there)
	}
	if err := errors.Join(target.Finish(t.Context()), target.Close()); err != nil {
		t.Fatal(err)
	}
	if err := audit(t.Context(), s); err == nil || !strings.Contains(err.Error(), "another lineage") {
		t.Errorf("after the move: %v", err)
	}
}

// What a source cannot be is said.
func TestASourceThatIsNone(t *testing.T) {
	pgtest.URL(t)
	t.Parallel()
	ahead := open(t, t.Name(), postgres.Options{}.WithSteps("SELECT 1"))
	if err := ahead.Close(); err != nil {
		t.Fatal(err)
	}
	behind := open(t, t.Name()+"behind", postgres.Options{})
	if err := behind.Close(); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, want string
		opts       postgres.Options
	}{
		{t.Name() + "none", "there is no record", postgres.Options{}},
		{t.Name(), "use a newer warta", postgres.Options{}},
		{t.Name() + "behind", "`warta migrate` brings it there", postgres.Options{}.WithSteps("SELECT 1")},
	} {
		if s, err := postgres.OpenSource(t.Context(), pgtest.Record(t, c.name), c.opts); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, %v", c.name, s, err)
		}
	}
}
