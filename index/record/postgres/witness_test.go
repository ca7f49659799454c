package postgres_test

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"testing"

	"warta/index/record"
	"warta/index/record/postgres"
	"warta/index/record/postgres/pgtest"
)

// A process that runs notices by itself that the record went back, and does not forget it when
// other processes have written as many changes again.
func TestARecordThatWentBackIsNoticedWithoutAWrite(t *testing.T) {
	t.Parallel()
	url := pgtest.Record(t, t.Name())
	s := start(t, url, postgres.Options{})
	put(t, s, entry("a", "satu"))
	put(t, s, entry("a", "dua"))
	pgtest.Exec(t, url, "DELETE FROM change WHERE seq = 2", "UPDATE article SET seq = 1, version = 1", "UPDATE counter SET change = 1")
	waitFor(t, func() bool { return s.Lost() != nil })
	other := start(t, url, postgres.Options{})
	for _, text := range []string{"dua", "tiga", "empat"} {
		put(t, other, entry("b", text))
	}
	if _, err := s.Head(t.Context()); !errors.Is(err, record.ErrWentBack) {
		t.Errorf("head: %v", err)
	}
	if _, err := record.PutOver(t.Context(), s, entry("c", "dua"), nil); !errors.Is(err, record.ErrWentBack) {
		t.Errorf("a write: %v", err)
	}
	if err := postgres.NewLineage(t.Context(), url); err != nil {
		t.Fatal(err)
	}
	waitFor(t, func() bool { return errors.Is(other.Lost(), record.ErrReplaced) })
	put(t, start(t, url, postgres.Options{}), entry("c", "dua"))
}

// A process knows change 2 of timeline 0. What it finds on timeline 1 tells whether that was
// lost, though the record has got further meanwhile.
func TestALaterTimelineTellsWhatWasLost(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		sql   string // after which the process connects again
		known int64  // timeline
		want  error
	}{
		"all is there":          {"INSERT INTO timeline SELECT system_identifier, 1, 2 FROM pg_control_system()", 0, nil},
		"no write on it yet":    {"DELETE FROM timeline", 0, nil},
		"a change is lost":      {"INSERT INTO timeline SELECT system_identifier, 1, 1 FROM pg_control_system()", 0, record.ErrWentBack},
		"lost by one between":   {"INSERT INTO timeline SELECT system_identifier, n, change FROM pg_control_system(), (VALUES (1, 1), (2, 9)) AS v (n, change)", 0, record.ErrWentBack},
		"of the known timeline": {"INSERT INTO timeline SELECT system_identifier, 1, 1 FROM pg_control_system()", 1, nil},
		"of another server":     {"INSERT INTO timeline SELECT system_identifier + 1, 1, 1 FROM pg_control_system()", 0, nil},
		"an earlier timeline":   {"DELETE FROM timeline", 2, record.ErrAway},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			url := pgtest.Record(t, t.Name())
			schema := pgtest.Schema(t, url)
			s := start(t, pgtest.With(t, url, "application_name", schema), postgres.Options{})
			put(t, s, entry("a", "satu"))
			put(t, s, entry("a", "dua"))
			s.KnowTimeline(c.known)
			pgtest.Exec(t, url, "DELETE FROM timeline", c.sql, "UPDATE counter SET change = 7",
				strings.Replace(terminate(schema), "(pid)", "(pid, 10000)", 1)) // waits until they have ended
			_, err := record.PutOver(t.Context(), s, entry("b", "tiga"), nil)
			if !errors.Is(err, c.want) {
				t.Fatalf("got %v, want %v", err, c.want)
			}
			if lost := s.Lost(); errors.Is(lost, record.ErrWentBack) != errors.Is(c.want, record.ErrWentBack) {
				t.Errorf("lost: %v", lost)
			}
			if c.want != nil {
				return
			}
			var since int64
			err = pgtest.Connect(t, url).QueryRow(t.Context(), "SELECT max(change) FROM timeline t, pg_control_system() WHERE n = 1 AND system = system_identifier").Scan(&since)
			if err != nil || strings.Contains(c.sql, "DELETE") && since != 7 {
				t.Errorf("the timeline began at change %d, %v", since, err)
			}
		})
	}
}

// A standby without the last commits takes over: a process that knows them refuses to go on,
// however many changes another process writes first.
func TestAStandbyThatLacksCommitsIsNoticed(t *testing.T) {
	t.Parallel()
	primary := pgtest.Own(t)
	standby := primary.Standby(t)
	both, err := url.Parse(primary.URL)
	if err != nil {
		t.Fatal(err)
	}
	other, err := url.Parse(standby.URL)
	if err != nil {
		t.Fatal(err)
	}
	both.Host += "," + other.Host
	s := start(t, both.String(), postgres.Options{})
	put(t, s, entry("a", "satu"))
	pgtest.Exec(t, primary.URL, "ALTER SYSTEM RESET synchronous_standby_names", "SELECT pg_reload_conf()")
	pgtest.Exec(t, standby.URL, "ALTER SYSTEM SET primary_conninfo = ''", "SELECT pg_reload_conf()")
	look := pgtest.Connect(t, standby.URL)
	waitFor(t, func() bool {
		var n int
		if err := look.QueryRow(t.Context(), "SELECT count(*) FROM pg_stat_wal_receiver").Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n == 0
	})
	put(t, s, entry("b", "dua"))
	put(t, s, entry("c", "tiga"))
	primary.Kill(t)
	standby.Promote(t)
	late := start(t, both.String(), postgres.Options{}) // it knows of no loss
	for _, text := range []string{"dua", "tiga", "empat", "lima"} {
		put(t, late, entry("d", text))
	}
	waitFor(t, func() bool {
		_, err := record.PutOver(context.WithoutCancel(t.Context()), s, entry("e", "enam"), nil)
		if err == nil {
			t.Fatal("a write succeeds")
		}
		return errors.Is(err, record.ErrWentBack)
	})
	if _, err := late.Head(t.Context()); err != nil {
		t.Errorf("the process that began later: %v", err)
	}
}
