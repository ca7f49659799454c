package postgres_test

import (
	"context"
	"errors"
	"fmt"
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

// A process that fills a record notices that another one does, or did.
func TestATargetThatAnotherProcessFillsTakesNothing(t *testing.T) {
	pgtest.URL(t)
	t.Parallel()
	url := pgtest.Record(t, t.Name())
	target, err := postgres.OpenTarget(t.Context(), url, postgres.Options{Conns: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = target.Close() })
	if _, err := target.Begin(t.Context(), record.Origin{Lineage: "x"}); err != nil {
		t.Fatal(err)
	}
	line := func(n int64) []record.Row {
		return []record.Row{{Place: record.Place(fmt.Sprint(n)), Values: []any{n, int64(1), "", "x", "", ""}}}
	}
	if err := target.Take(t.Context(), "audit", line(1)); err != nil {
		t.Fatal(err)
	}
	for _, other := range []string{
		`UPDATE meta SET value = replace(value, '"place":"1"', '"place":"7"') WHERE name = 'moving'`,
		"DELETE FROM meta WHERE name = 'moving'",
	} {
		pgtest.Exec(t, url, other)
		for what, err := range map[string]error{"take": target.Take(t.Context(), "audit", line(2)), "finish": target.Finish(t.Context())} {
			if err == nil || !strings.Contains(err.Error(), "another process fills the record") {
				t.Errorf("%s, after %s: %v", what, other, err)
			}
		}
	}
	if n, err := target.CountRows(t.Context(), "audit"); err != nil || n != 1 {
		t.Errorf("%d rows, %v", n, err)
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

// The bounds that a role has for its statements end no move.
func TestAMoveHasNoBoundForStatements(t *testing.T) {
	pgtest.URL(t)
	t.Parallel()
	from := open(t, t.Name(), postgres.Options{Conns: 2})
	if err := from.Close(); err != nil {
		t.Fatal(err)
	}
	bounds := []string{"statement_timeout", "idle_session_timeout"}
	var version int
	if err := pgtest.Connect(t, pgtest.URL(t)).QueryRow(t.Context(), "SELECT CAST(current_setting('server_version_num') AS int)").Scan(&version); err != nil {
		t.Fatal(err)
	}
	if version >= 170000 {
		bounds = append(bounds, "transaction_timeout")
	}
	bounded := func(name string) string {
		url := pgtest.Record(t, name)
		for _, bound := range bounds {
			url = pgtest.With(t, url, bound, "20s")
		}
		return url
	}
	store := start(t, bounded(t.Name()), postgres.Options{Conns: 2})
	if got, err := store.Reading(t.Context(), bounds[0]); err != nil || got != "20s" {
		t.Fatalf("%s, %v: the test shows nothing", got, err)
	}
	source, err := postgres.OpenSource(t.Context(), bounded(t.Name()), postgres.Options{Conns: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = source.Close() })
	target, err := postgres.OpenTarget(t.Context(), bounded(t.Name()+"to"), postgres.Options{Conns: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = target.Close() })
	for _, bound := range bounds {
		for where, ask := range map[string]func(context.Context, string) (string, error){
			"reading the source": source.Reading, "locking the source": source.Locking,
			"reading the target": target.Reading, "writing the target": target.Writing, "locking the target": target.Locking,
		} {
			if got, err := ask(t.Context(), bound); err != nil || got != "0" {
				t.Errorf("%s: %s is %s, %v", where, bound, got, err)
			}
		}
	}
}

// A pooler of transactions would take the lock of a source away.
func TestASourceBehindAPoolerOfTransactionsIsRefused(t *testing.T) {
	t.Parallel()
	direct := pgtest.Record(t, t.Name())
	if err := start(t, direct, postgres.Options{}).Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := postgres.OpenSource(t.Context(), pooled(t, direct, "transaction"), postgres.Options{}); err == nil || !strings.Contains(err.Error(), "pool_mode = session") {
		t.Errorf("got %v", err)
	}
}

// The lineage of a target changes when it begins. Nothing listens that could see the new one
// before the process knows it, and take the record for another one.
func TestATargetDoesNotListen(t *testing.T) {
	pgtest.URL(t)
	t.Parallel()
	server := pgtest.Connect(t, pgtest.URL(t))
	named := func(name string) string {
		return pgtest.With(t, pgtest.Record(t, t.Name()+name), "application_name", pgtest.Schema(t, pgtest.Record(t, t.Name()+name)))
	}
	listens := func(url string) (found bool) {
		t.Helper()
		if err := server.QueryRow(t.Context(), `SELECT count(*) > 0 FROM pg_stat_activity
			WHERE application_name = $1 AND query LIKE 'SELECT lineage, change, current_setting%'`, pgtest.Schema(t, url)).Scan(&found); err != nil {
			t.Fatal(err)
		}
		return found
	}
	to := named("to")
	target, err := postgres.OpenTarget(t.Context(), to, postgres.Options{Conns: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = target.Close() })
	if _, err := target.Begin(t.Context(), record.Origin{Lineage: "x"}); err != nil {
		t.Fatal(err)
	}
	if err := target.Take(t.Context(), "audit", []record.Row{{Place: "1", Values: []any{int64(1), int64(1), "", "x", "", ""}}}); err != nil {
		t.Error(err)
	}
	other := named("other")
	start(t, other, postgres.Options{Conns: 2})
	for !listens(other) { // it began later than the target
		if t.Context().Err() != nil {
			t.Fatal("a record that does not listen")
		}
	}
	if listens(to) {
		t.Error("a target listens")
	}
}
