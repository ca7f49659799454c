package postgres_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"warta/index/record"
	"warta/index/record/postgres"
	"warta/index/record/postgres/pgtest"
)

// A network that swallows packets breaks no connection. What reads ends within some seconds,
// what writes within half a minute; afterwards all is as before.
func TestANetworkThatSwallowsPacketsHoldsUpNothingForLong(t *testing.T) {
	t.Parallel()
	direct := pgtest.Record(t, t.Name())
	way := pgtest.NewRelay(t, direct)
	here, there := start(t, way.URL(t, direct), postgres.Options{}), start(t, direct, postgres.Options{})
	first, err := record.PutOver(t.Context(), here, entry("u1", "teks"), nil)
	if err != nil {
		t.Fatal(err)
	}
	way.Silence()
	begun := time.Now()
	wrote := make(chan error, 1)
	go func() {
		_, err := record.PutOver(t.Context(), here, entry("u2", "teks"), nil)
		wrote <- err
	}()
	reads := make(chan error, 20)
	for range cap(reads) { // more than there are connections
		go func() { _, err := here.Get(t.Context(), first.ID); reads <- err }()
	}
	for range cap(reads) {
		if err := <-reads; !errors.Is(err, record.ErrAway) {
			t.Errorf("a read: %v", err)
		}
	}
	took := time.Since(begun)
	t.Logf("reads ended after %v", took.Round(time.Millisecond))
	if took > 15*time.Second {
		t.Errorf("reads ended only after %v", took)
	}
	if here.Away() == nil {
		t.Error("it does not know that the server is away")
	}
	begun = time.Now()
	if _, err := here.Get(t.Context(), first.ID); !errors.Is(err, record.ErrAway) || time.Since(begun) > time.Second {
		t.Errorf("a later read: %v after %v", err, time.Since(begun))
	}
	// What waits for the counters at the server ends with its transaction: others go on.
	if _, err := record.PutOver(t.Context(), there, entry("u3", "teks"), nil); err != nil {
		t.Error(err)
	}
	if err := <-wrote; !errors.Is(err, record.ErrAway) {
		t.Errorf("a write: %v", err)
	}
	way.Resume(false)
	if err := here.Wait(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	until(t, "it answers again", func() bool { return here.Away() == nil })
	if _, err := record.PutOver(t.Context(), here, entry("u2", "teks"), nil); err != nil {
		t.Error(err)
	}
	if counts, err := here.Counts(t.Context()); err != nil || counts.Articles != 3 {
		t.Errorf("got %+v, %v", counts, err)
	}
}

// until waits until holds returns true.
func until(t *testing.T, what string, holds func() bool) {
	t.Helper()
	deadline := time.After(time.Minute)
	for !holds() {
		select {
		case <-time.After(10 * time.Millisecond):
		case <-deadline:
			t.Fatalf("%s: not in time", what)
		}
	}
}

// The connection that listens is cut: reads go on while another one is made, and the server is
// not away.
func TestReadsGoOnWhileTheListenerIsCutOff(t *testing.T) {
	t.Parallel()
	url := pgtest.Record(t, t.Name())
	schema := pgtest.Schema(t, url)
	s := start(t, pgtest.With(t, url, "application_name", schema), postgres.Options{})
	for range 3 {
		// Readers ask the same; a read that meets a broken connection is made again.
		pgtest.Exec(t, url, terminate(schema)+" AND query LIKE 'SELECT lineage, change%'")
		for range 20 {
			if _, err := s.Head(t.Context()); err != nil || s.Away() != nil {
				t.Fatalf("%v, away: %v", err, s.Away())
			}
		}
	}
}

// A commit whose wait for the standby was given up is there, and on no standby. Who sends the
// write again is not told that it is there before it is on the standby, too.
func TestWhatIsOnNoStandbyIsNotAcknowledged(t *testing.T) {
	t.Parallel()
	server := pgtest.Own(t)
	s := start(t, server.URL, postgres.Options{})
	if _, err := record.PutOver(t.Context(), s, entry("u1", "teks"), nil); err != nil {
		t.Fatal(err)
	}
	setting := func(what string) {
		t.Helper()
		conn := pgtest.Connect(t, server.URL)
		for _, statement := range []string{"SET synchronous_commit = local", what, "SELECT pg_reload_conf()"} {
			if _, err := conn.Exec(t.Context(), statement); err != nil {
				t.Fatal(err)
			}
		}
	}
	setting("ALTER SYSTEM SET synchronous_standby_names = 'missing'")
	watch := pgtest.Connect(t, server.URL)
	waits := func() (n int) {
		t.Helper()
		err := watch.QueryRow(t.Context(), "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'").Scan(&n)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	put := func() <-chan error {
		answer := make(chan error, 1)
		go func() {
			_, err := record.PutOver(context.WithoutCancel(t.Context()), s, entry("u2", "teks"), nil)
			answer <- err
		}()
		return answer
	}
	answer := put()
	until(t, "the commit waits", func() bool { return waits() == 1 })
	pgtest.Exec(t, server.URL, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'")
	if err := <-answer; !errors.Is(err, record.ErrAway) {
		t.Fatalf("the commit that was given up: %v", err)
	}
	until(t, "it is there", func() bool { head, err := s.Head(t.Context()); return err == nil && head == 2 })
	answer = put()
	until(t, "the same again waits", func() bool { return waits() == 1 })
	select {
	case err := <-answer:
		t.Errorf("the same again was answered before it was on the standby: %v", err)
	default:
	}
	setting("ALTER SYSTEM RESET synchronous_standby_names")
	if err := <-answer; err != nil {
		t.Error(err)
	}
	if counts, err := s.Counts(t.Context()); err != nil || counts.Articles != 2 {
		t.Errorf("got %+v, %v", counts, err)
	}
}

// What is known to be gone stays so until there is an answer: a connection that breaks besides
// tells nothing.
func TestAServerThatIsGoneIsNotTakenBackByACut(t *testing.T) {
	t.Parallel()
	r := postgres.NewReach()
	for _, step := range []struct {
		what  string
		do    func()
		reads bool
	}{
		{"at first", func() {}, true},
		{"a cut", func() { r.Lose(false) }, true},
		{"gone", func() { r.Lose(true) }, false},
		{"a cut behind it", func() { r.Lose(false) }, false},
		{"an answer", r.Regain, true},
		{"another cut", func() { r.Lose(false) }, true},
	} {
		step.do()
		if reads := r.Reads(t.Context()); reads != step.reads {
			t.Errorf("%s: reads begin: %v", step.what, reads)
		}
	}
}
