package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"warta/index/record"
	"warta/index/record/postgres"
	"warta/index/record/postgres/pgtest"
)

// Text that the server's types do not take is kept where it is the article's, and fitted where
// it is a name.
func TestTextThatIsNoUTF8(t *testing.T) {
	t.Parallel()
	s := start(t, pgtest.Record(t, t.Name()), postgres.Options{})
	e := entry("a\x00b", "isi\x00nol")
	e.By = "k\x00\xff1"
	id := put(t, s, e).ID
	if c, err := s.Get(t.Context(), id); err != nil || c.Received != e.Received || c.By != "k\uFFFD\uFFFD1" {
		t.Errorf("got %+v, %v", c, err)
	}
	if _, err := s.State(t.Context(), "no\x00such\xff"); !errors.Is(err, record.ErrNotFound) {
		t.Errorf("an id that cannot be: %v", err)
	}
	if _, err := s.GivePersonIDs(t.Context(), []record.PersonID{{ID: "budi\x00", Key: "\xff"}}); err != nil {
		t.Error(err)
	}
	if at, err := s.Changed(t.Context(), []string{"a\x00", "\xff", id}); err != nil || len(at) != 1 {
		t.Errorf("changed: %v, %v", at, err)
	}
	if v, err := s.VersionsAt(t.Context(), map[string]uint64{"a\x00": 1, id: math.MaxUint64}); err != nil || len(v) != 0 {
		t.Errorf("versions: %v, %v", v, err)
	}
}

func TestAPanicInTheWriterFailsItsGroupAndNoOther(t *testing.T) {
	t.Parallel()
	url := pgtest.Record(t, t.Name())
	s := start(t, url, postgres.Options{})
	for range 2 {
		if err := s.Panic(t.Context()); err == nil || !strings.Contains(err.Error(), "boom") {
			t.Errorf("got %v", err)
		}
	}
	put(t, s, entry("a", "satu"))
	if err := pgtest.Connect(t, url).QueryRow(t.Context(), "SELECT value FROM meta WHERE name = 'half'").Scan(new(string)); err == nil {
		t.Error("a half of the group is written")
	}
}

// A plan that the server kept while a table was empty reads all of it for each later group.
func TestGroupsUseNoPlanOfASmallerTable(t *testing.T) {
	t.Parallel()
	s := start(t, pgtest.Record(t, t.Name()), postgres.Options{})
	for i := range 20 { // the server keeps a plan behind five
		put(t, s, entry(fmt.Sprint(i), "isi"))
	}
	if n, err := s.KeptPlans(t.Context()); err != nil || n != 0 {
		t.Errorf("a kept plan was used %d times, %v", n, err)
	}
}

func TestErrorsOfTheServerSayWhatToDo(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]error{
		"53100": record.ErrFull, "25006": record.ErrFull, "58030": record.ErrFull,
		"53300": record.ErrBusy, "53200": record.ErrBusy, "55P03": record.ErrBusy, "57014": record.ErrBusy, "40P01": record.ErrBusy,
		"57P01": record.ErrAway, "57P02": record.ErrAway, "57P03": record.ErrAway, "08006": record.ErrAway,
		"XX001": record.ErrDamaged, "XX002": record.ErrDamaged,
	} {
		if err := postgres.KindOf(code); !errors.Is(err, want) {
			t.Errorf("%s: got %v, want %v", code, err, want)
		}
	}
	for _, kind := range []error{record.ErrFull, record.ErrBusy, record.ErrAway, record.ErrDamaged} {
		if err := postgres.KindOf("42501"); errors.Is(err, kind) {
			t.Errorf("a lack of rights is %v", kind)
		}
	}
}

// A statement that the server refuses in the middle of a group fails the group, and nothing of
// it is written.
func TestADiskThatIsFull(t *testing.T) {
	t.Parallel()
	url := pgtest.Record(t, t.Name())
	s := start(t, url, postgres.Options{})
	put(t, s, entry("a", "satu"))
	pgtest.Exec(t, url, `CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no space left' USING ERRCODE = '53100'; END $$`,
		`CREATE TRIGGER full_disk BEFORE INSERT ON change FOR EACH ROW EXECUTE FUNCTION full_disk()`)
	if _, err := record.PutOver(t.Context(), s, entry("b", "dua"), nil); !errors.Is(err, record.ErrFull) || !s.Refused() {
		t.Errorf("got %v, refused %v", err, s.Refused())
	}
	if c, err := s.Counts(t.Context()); err != nil || c != (record.Counts{Articles: 1, Changes: 1}) {
		t.Errorf("counts %+v, %v", c, err)
	}
	pgtest.Exec(t, url, "DROP TRIGGER full_disk ON change")
	if res := put(t, s, entry("b", "dua")); res.Seq != 2 || s.Refused() {
		t.Errorf("with space again: %+v, refused %v", res, s.Refused())
	}
}

// Another transaction holds the counters: writes wait, callers may leave, and the next write
// succeeds once it ends.
func TestAWriteThatWaitsForAnotherProcess(t *testing.T) {
	t.Parallel()
	url := pgtest.Record(t, t.Name())
	s := start(t, url, postgres.Options{})
	tx, err := pgtest.Connect(t, url).Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec(t.Context(), "SELECT 1 FROM counter FOR UPDATE"); err != nil {
		t.Fatal(err)
	}
	ctx, leave := context.WithCancel(t.Context())
	left := make(chan error)
	go func() { _, err := record.PutOver(ctx, s, entry("a", "satu"), nil); left <- err }()
	leave()
	if err := <-left; !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	written := make(chan error)
	go func() { _, err := record.PutOver(t.Context(), s, entry("b", "dua"), nil); written <- err }()
	if err := tx.Rollback(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := <-written; err != nil {
		t.Error(err)
	}
}

// A write may draw no number of a log: it is committed whatever comes behind it in its group.
func TestAWriteWithoutANumberIsKept(t *testing.T) {
	t.Parallel()
	url := pgtest.Record(t, t.Name())
	s := start(t, url, postgres.Options{})
	put(t, s, entry("a", "satu"))
	key := record.Key{ID: "k1", Hash: [32]byte{1}, Name: "situs", Created: time.Unix(1000, 0)}
	if err := s.AddKey(t.Context(), key, ""); err != nil {
		t.Fatal(err)
	}
	again := entry("a", "satu")
	again.Identity.ExternalID, again.SourceUpdatedAt = "x1", time.Now().Add(-time.Hour).Truncate(time.Second)
	used := time.Unix(2000, 0)
	for _, c := range []struct {
		what  string
		write func() error
		kept  func() (bool, error)
	}{
		{
			"an article that is unchanged, with a new id and a newer time",
			func() error {
				res, err := record.PutOver(t.Context(), s, again, nil)
				if err == nil && res.Outcome != record.Unchanged {
					err = fmt.Errorf("the outcome is %v", res.Outcome)
				}
				return err
			},
			func() (bool, error) {
				base, err := s.Base(t.Context(), again)
				return !base.Extends && base.SourceUpdatedAt.Equal(again.SourceUpdatedAt), err
			},
		},
		{
			"a key that was used",
			func() error { return s.TouchKey(t.Context(), key.ID, used) },
			func() (bool, error) {
				found, err := s.KeyByHash(t.Context(), key.Hash)
				return found.LastUsed.Equal(used), err
			},
		},
	} {
		release := s.Hold(t.Context())
		written, refused := make(chan error, 1), make(chan error, 1)
		go func() { written <- c.write() }()
		waitFor(t, func() bool { return s.Waiting() == 1 })
		go func() { _, err := s.Remove(t.Context(), "unknown", "k1"); refused <- err }()
		waitFor(t, func() bool { return s.Waiting() == 2 })
		if err := release(); err != nil {
			t.Fatal(err)
		}
		if err := <-written; err != nil {
			t.Errorf("%s: %v", c.what, err)
		}
		if err := <-refused; !errors.Is(err, record.ErrNotFound) {
			t.Errorf("%s: the removal behind it: %v", c.what, err)
		}
		if kept, err := c.kept(); err != nil || !kept {
			t.Errorf("%s: acknowledged and kept %v, %v", c.what, kept, err)
		}
	}
}

// waitFor returns once a condition holds.
func waitFor(t *testing.T, holds func() bool) {
	t.Helper()
	tick, deadline := time.NewTicker(time.Millisecond), time.After(20*time.Second)
	defer tick.Stop()
	for !holds() {
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatal("a condition did not come true in 20s")
		}
	}
}

func TestAListenerThatWasCutOffHearsAgain(t *testing.T) {
	t.Parallel()
	url := pgtest.Record(t, t.Name())
	var log lines
	schema := pgtest.Schema(t, url)
	a := start(t, pgtest.With(t, url, "application_name", schema), postgres.Options{})
	b := start(t, pgtest.With(t, url, "application_name", schema), postgres.Options{Log: logTo(&log)})
	for n := range 3 {
		res := putAgain(t, a, entry("a", fmt.Sprint("teks ", n)))
		if err := b.Wait(t.Context(), res.Seq-1); err != nil {
			t.Fatal(err)
		}
		// All connections of both, those of writers and readers too.
		pgtest.Exec(t, url, terminate(schema))
	}
	id := putAgain(t, a, entry("a", "akhir")).ID
	whileAway(t, func() error {
		c, err := b.Get(t.Context(), id)
		if err == nil && c.Received.Body != "akhir" {
			t.Errorf("got %+v", c)
		}
		return err
	})
	if strings.Contains(log.String(), "level=ERROR") {
		t.Errorf("logged %s", log.String())
	}
}

// putAgain sends an entry until the server, whose connections were cut, answers.
func putAgain(t *testing.T, s record.Record, e record.Entry) (res record.Result) {
	t.Helper()
	whileAway(t, func() (err error) {
		res, err = record.PutOver(t.Context(), s, e, nil)
		return err
	})
	return res
}

// whileAway calls f again as long as the server does not answer, for some seconds.
func whileAway(t *testing.T, f func() error) {
	t.Helper()
	deadline := time.After(20 * time.Second)
	for {
		err := f()
		switch {
		case err == nil:
			return
		case !errors.Is(err, record.ErrAway):
			t.Fatal(err)
		}
		select {
		case <-time.After(20 * time.Millisecond):
		case <-deadline:
			t.Fatal(err)
		}
	}
}

// terminate is a statement that cuts all connections of a record, which have its schema in
// their application names.
func terminate(schema string) string {
	return fmt.Sprintf("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '%s'", schema)
}

func TestALeaseEndsWithItsConnection(t *testing.T) {
	t.Parallel()
	url := pgtest.Record(t, t.Name())
	schema := pgtest.Schema(t, url)
	a := start(t, pgtest.With(t, url, "application_name", schema), postgres.Options{})
	b := start(t, url, postgres.Options{})
	first, err := a.Acquire(t.Context(), "indexer")
	if err != nil {
		t.Fatal(err)
	}
	pgtest.Exec(t, url, terminate(schema))
	second, err := b.Acquire(t.Context(), "indexer")
	if err != nil {
		t.Fatal(err)
	}
	// The first may not know yet: its writes are refused all the same.
	if err := a.WriteAudit(first.Under(t.Context()), record.Audit{Action: "late"}); !errors.Is(err, record.ErrLeaseLost) {
		t.Errorf("a write of the holder before: %v", err)
	}
	if err := b.WriteAudit(second.Under(t.Context()), record.Audit{Action: "held"}); err != nil {
		t.Error(err)
	}
	select {
	case <-first.Lost():
	case <-time.After(20 * time.Second):
		t.Error("the lease was not lost")
	}
	if as, err := b.Audits(t.Context(), 0, 9); err != nil || len(as) != 1 || as[0].Action != "held" {
		t.Errorf("logged %+v, %v", as, err)
	}
	if err := errors.Join(first.Release(), second.Release()); err != nil {
		t.Error(err)
	}
}
