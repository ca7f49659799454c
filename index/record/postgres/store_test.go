package postgres_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"warta/index/record"
	"warta/index/record/postgres"
	"warta/index/record/postgres/pgtest"
)

// start opens the record at a URL, and closes it with the test.
func start(t testing.TB, url string, opts postgres.Options) *postgres.Store {
	t.Helper()
	if opts.Conns == 0 {
		opts.Conns = 2
	}
	s, err := postgres.Open(t.Context(), url, opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() }) // it may be closed already
	return s
}

// entry is an article known by its URL.
func entry(url, body string) record.Entry {
	return record.Entry{
		Received: record.Received{URL: url, Title: "KPU " + url, Body: body},
		Identity: record.Identity{URL: url},
		By:       "k1",
	}
}

func put(t testing.TB, s record.Record, e record.Entry) record.Result {
	t.Helper()
	res, err := record.PutOver(t.Context(), s, e, nil)
	if err != nil {
		t.Fatalf("put %s: %v", e.Received.URL, err)
	}
	return res
}

// A lines gathers what is logged.
type lines struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.String()
}

func logTo(l *lines) *slog.Logger {
	return slog.New(slog.NewTextHandler(l, &slog.HandlerOptions{Level: slog.LevelDebug}))
}

func TestAServerThatCouldLoseAWriteIsRefused(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		version                           int
		encoding, commit, fsync, standbys string
		fault                             string
	}{
		{150000, "UTF8", "on", "on", "", ""},
		{180001, "UTF8", "remote_apply", "on", "db2", ""},
		{140010, "UTF8", "on", "on", "", "want 15 or newer"},
		{160000, "SQL_ASCII", "on", "on", "", "ENCODING 'UTF8'"},
		{160000, "UTF8", "off", "on", "", "SET synchronous_commit = on"},
		{160000, "UTF8", "local", "on", "", ""},
		{160000, "UTF8", "local", "on", "ANY 1 (db2, db3)", "synchronous_commit is local"},
		{160000, "UTF8", "on", "off", "", "set fsync = on"},
	} {
		err := postgres.FaultsOfServer(c.version, "x", c.encoding, c.commit, c.fsync, c.standbys)
		if (err == nil) != (c.fault == "") || err != nil && !strings.Contains(err.Error(), c.fault) {
			t.Errorf("%+v: got %v", c, err)
		}
	}
}

func TestASettingOfTheRoleIsSeen(t *testing.T) {
	t.Parallel()
	url := pgtest.Record(t, t.Name())
	schema := pgtest.Schema(t, url)
	role := schema + "_lazy"
	pgtest.Exec(t, url, "CREATE ROLE "+role+" LOGIN SUPERUSER", "ALTER ROLE "+role+" SET synchronous_commit = off")
	t.Cleanup(func() { pgtest.Exec(t, url, "DROP ROLE "+role) })
	_, err := postgres.Open(t.Context(), strings.Replace(url, "//warta@", "//"+role+"@", 1), postgres.Options{})
	if err == nil || !strings.Contains(err.Error(), "synchronous_commit is off") {
		t.Errorf("got %v", err)
	}
}

func TestACommitThatAStandbyMayLackIsRefused(t *testing.T) {
	t.Parallel()
	server := pgtest.Own(t)
	pgtest.Exec(t, server.URL, "ALTER SYSTEM SET synchronous_standby_names = '*'", "SELECT pg_reload_conf()")
	conn := pgtest.Connect(t, server.URL)
	waitFor(t, func() bool {
		var names string
		if err := conn.QueryRow(t.Context(), "SHOW synchronous_standby_names").Scan(&names); err != nil {
			t.Fatal(err)
		}
		return names == "*"
	})
	_, err := postgres.Open(t.Context(), pgtest.With(t, server.URL, "synchronous_commit", "local"), postgres.Options{})
	if err == nil || !strings.Contains(err.Error(), "synchronous_commit is local") {
		t.Errorf("got %v", err)
	}
}

// A setting that is changed while the record is open holds for connections that are made later.
func TestASettingIsSeenByEachNewConnectionOfTheWriter(t *testing.T) {
	t.Parallel()
	url := pgtest.Record(t, t.Name())
	schema := pgtest.Schema(t, url)
	role := schema + "_later"
	pgtest.Exec(t, url, "CREATE ROLE "+role+" LOGIN SUPERUSER")
	t.Cleanup(func() {
		pgtest.Exec(t, url, "DROP OWNED BY "+role+" CASCADE", "DROP ROLE "+role)
	})
	as := pgtest.With(t, strings.Replace(url, "//warta@", "//"+role+"@", 1), "application_name", schema)
	s := start(t, as, postgres.Options{})
	put(t, s, entry("a", "satu"))
	pgtest.Exec(t, url, "ALTER ROLE "+role+" SET synchronous_commit = off",
		// It returns when they are gone, so that the next write needs a new one.
		"SELECT pg_terminate_backend(pid, 20000) FROM pg_stat_activity WHERE application_name = '"+schema+"'")
	for range 2 { // the connection that was refused is not used again
		if _, err := record.PutOver(t.Context(), s, entry("b", "dua"), nil); err == nil || !strings.Contains(err.Error(), "synchronous_commit is off") {
			t.Errorf("got %v", err)
		}
	}
	pgtest.Exec(t, url, "ALTER ROLE "+role+" RESET synchronous_commit")
	if res := put(t, s, entry("b", "dua")); res.Seq != 2 {
		t.Errorf("with the setting as it was: %+v", res)
	}
}

func TestARecordOfANewerFormatIsRefused(t *testing.T) {
	t.Parallel()
	url := pgtest.Record(t, t.Name())
	if err := start(t, url, postgres.Options{}).Close(); err != nil {
		t.Fatal(err)
	}
	pgtest.Exec(t, url, "UPDATE counter SET format = 99")
	_, err := postgres.Open(t.Context(), url, postgres.Options{})
	if e, ok := errors.AsType[*record.FormatError](err); !ok || e.Found != 99 || e.Known != postgres.Formats {
		t.Errorf("got %v", err)
	}
}

// Several processes of a new version start while one of the version before writes: one of
// them migrates, and the old one may write no more.
func TestAProcessOfAnOlderFormatMayNotWrite(t *testing.T) {
	t.Parallel()
	url := pgtest.Record(t, t.Name())
	old := start(t, url, postgres.Options{})
	id := put(t, old, entry("a", "satu")).ID
	newer := postgres.Options{Conns: 2}.WithSteps(`CREATE TABLE later (n BIGINT)`, `INSERT INTO later VALUES (1)`)
	var g errgroup.Group
	for range 3 {
		g.Go(func() error {
			s, err := postgres.Open(t.Context(), url, newer)
			if err != nil {
				return err
			}
			return s.Close()
		})
	}
	if err := g.Wait(); err != nil {
		t.Fatal(err)
	}
	var rows, format int
	if err := pgtest.Connect(t, url).QueryRow(t.Context(), "SELECT (SELECT count(*) FROM later), (SELECT format FROM counter)").Scan(&rows, &format); err != nil || rows != 1 || format != postgres.Formats+2 {
		t.Errorf("%d rows in format %d, %v: each step runs once", rows, format, err)
	}
	_, err := record.PutOver(t.Context(), old, entry("b", "dua"), nil)
	if _, ok := errors.AsType[*record.FormatError](err); !ok {
		t.Errorf("an older process writes: %v", err)
	}
	if c, err := old.Get(t.Context(), id); err != nil || c.Received.Body != "satu" {
		t.Errorf("an older process reads: %+v, %v", c, err)
	}
	if head, err := old.Head(t.Context()); err != nil || head != 1 {
		t.Errorf("head %d, %v", head, err)
	}
}

func TestAMigrationThatFailsChangesNothing(t *testing.T) {
	t.Parallel()
	url := pgtest.Record(t, t.Name())
	s := start(t, url, postgres.Options{})
	_, err := postgres.Open(t.Context(), url, postgres.Options{}.WithSteps(`CREATE TABLE half (n BIGINT); SELECT 1/0`))
	if err == nil || !strings.Contains(err.Error(), "migrate the record") {
		t.Errorf("got %v", err)
	}
	var there bool
	if err := pgtest.Connect(t, url).QueryRow(t.Context(), "SELECT to_regclass('half') IS NOT NULL").Scan(&there); err != nil || there {
		t.Errorf("a half of the step is there: %v, %v", there, err)
	}
	put(t, s, entry("a", "satu"))
}

func TestANewLineageEndsTheWritesOfThoseWhoKnowTheOld(t *testing.T) {
	t.Parallel()
	url := pgtest.Record(t, t.Name())
	s := start(t, url, postgres.Options{})
	put(t, s, entry("a", "satu"))
	if err := postgres.NewLineage(t.Context(), url); err != nil {
		t.Fatal(err)
	}
	if _, err := record.PutOver(t.Context(), s, entry("b", "dua"), nil); !errors.Is(err, record.ErrReplaced) {
		t.Errorf("got %v", err)
	}
	again := start(t, url, postgres.Options{})
	if again.Lineage() == s.Lineage() || again.Lineage() == "" {
		t.Errorf("lineage %q after %q", again.Lineage(), s.Lineage())
	}
	if res := put(t, again, entry("b", "dua")); res.Seq != 2 {
		t.Errorf("the next write: %+v", res)
	}
}

func TestARecordThatWentBackIsSaid(t *testing.T) {
	t.Parallel()
	url := pgtest.Record(t, t.Name())
	s := start(t, url, postgres.Options{})
	put(t, s, entry("a", "satu"))
	put(t, s, entry("a", "dua"))
	pgtest.Exec(t, url, "DELETE FROM change WHERE seq = 2", "UPDATE article SET seq = 1, version = 1", "UPDATE counter SET change = 1")
	if _, err := record.PutOver(t.Context(), s, entry("b", "dua"), nil); !errors.Is(err, record.ErrWentBack) {
		t.Errorf("got %v", err)
	}
}

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
		res := put(t, a, entry("a", fmt.Sprint("teks ", n)))
		if err := b.Wait(t.Context(), res.Seq-1); err != nil {
			t.Fatal(err)
		}
		// All connections of both, those of writers and readers too.
		pgtest.Exec(t, url, terminate(schema))
	}
	if c, err := b.Get(t.Context(), put(t, a, entry("a", "akhir")).ID); err != nil || c.Received.Body != "akhir" {
		t.Errorf("got %+v, %v", c, err)
	}
	if strings.Contains(log.String(), "level=ERROR") {
		t.Errorf("logged %s", log.String())
	}
}

// terminate is a statement that cuts all connections of a record, which have its schema in
// their application names.
func terminate(schema string) string {
	return fmt.Sprintf("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '%s'", schema)
}

func TestAConnectionIsEncryptedAndItsServerKnown(t *testing.T) {
	t.Parallel()
	url := pgtest.Record(t, t.Name())
	var certificate string
	if err := pgtest.Connect(t, url).QueryRow(t.Context(), "SELECT pg_read_file('server.crt')").Scan(&certificate); err != nil {
		t.Fatal(err)
	}
	file, wrong := filepath.Join(t.TempDir(), "ca.pem"), filepath.Join(t.TempDir(), "other.pem")
	other := exec.CommandContext(t.Context(), "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", "-keyout", os.DevNull, "-out", wrong)
	if out, err := other.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if err := os.WriteFile(file, []byte(certificate), 0o600); err != nil {
		t.Fatal(err)
	}
	url = pgtest.With(t, url, "sslmode", "verify-full")
	s := start(t, pgtest.With(t, url, "sslrootcert", file), postgres.Options{})
	put(t, s, entry("a", "satu"))
	if _, err := postgres.Open(t.Context(), pgtest.With(t, url, "sslrootcert", wrong), postgres.Options{}); err == nil || !strings.Contains(err.Error(), "certificate") {
		t.Errorf("a certificate of another authority: %v", err)
	}
}

func TestAPasswordIsAskedForAndNeverShown(t *testing.T) {
	url := pgtest.Record(t, t.Name())
	role := pgtest.Schema(t, url) + "_secret"
	pgtest.Exec(t, url, `DO $$ BEGIN CREATE ROLE password_needed; EXCEPTION WHEN duplicate_object THEN END $$`,
		"CREATE ROLE "+role+" LOGIN PASSWORD 'rahasia-benar' IN ROLE password_needed", "GRANT CREATE ON DATABASE warta TO "+role)
	t.Cleanup(func() { pgtest.Exec(t, url, "DROP OWNED BY "+role+" CASCADE", "DROP ROLE "+role) })
	with := func(user string) string { return strings.Replace(url, "//warta@", "//"+user+"@", 1) }
	var log lines
	for _, wrong := range []string{with(role + ":rahasia-salah"), with(role)} {
		_, err := postgres.Open(t.Context(), wrong, postgres.Options{Log: logTo(&log)})
		if err == nil || !strings.Contains(err.Error(), "password") || strings.Contains(err.Error(), "rahasia") {
			t.Errorf("got %v", err)
		}
	}
	s := start(t, with(role+":rahasia-benar"), postgres.Options{Log: logTo(&log)})
	put(t, s, entry("a", "satu"))
	if text := s.String() + s.CopyCommand() + log.String(); strings.Contains(text, "rahasia") {
		t.Errorf("the password is in %s", text)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	t.Setenv("PGPASSWORD", "rahasia-benar")
	put(t, start(t, with(role), postgres.Options{}), entry("b", "dua"))
}

func TestSealedTextOpensAtItsPlaceOnly(t *testing.T) {
	t.Parallel()
	key := postgres.NewKey()
	sealed, err := postgres.Seal(key, 7, "version 1", []byte("isi"))
	if err != nil {
		t.Fatal(err)
	}
	if text, err := postgres.Unseal(key, 7, "version 1", sealed); err != nil || string(text) != "isi" {
		t.Errorf("got %q, %v", text, err)
	}
	flipped := bytes.Clone(sealed)
	flipped[len(flipped)-1] ^= 1
	for what, err := range map[string]error{
		"another key":     errOf(postgres.Unseal(postgres.NewKey(), 7, "version 1", sealed)),
		"another article": errOf(postgres.Unseal(key, 8, "version 1", sealed)),
		"another version": errOf(postgres.Unseal(key, 7, "version 2", sealed)),
		"a flipped bit":   errOf(postgres.Unseal(key, 7, "version 1", flipped)),
		"an unknown way":  errOf(postgres.Unseal(key, 7, "version 1", append([]byte{9}, sealed[1:]...))),
		"a short text":    errOf(postgres.Unseal(key, 7, "version 1", sealed[:5])),
		"no key":          errOf(postgres.Unseal(nil, 7, "version 1", sealed)),
	} {
		if err == nil {
			t.Errorf("%s opens it", what)
		}
	}
}

func errOf[T any](_ T, err error) error { return err }

// One article whose text does not open hides no other.
func TestADamagedBodyIsSaid(t *testing.T) {
	t.Parallel()
	url := pgtest.Record(t, t.Name())
	s := start(t, url, postgres.Options{})
	a, b := put(t, s, entry("a", "satu")).ID, put(t, s, entry("b", "dua")).ID
	pgtest.Exec(t, url, `UPDATE change SET body = set_byte(body, 20, get_byte(body, 20) # 1) WHERE seq = 1`)
	if _, err := s.Get(t.Context(), a); err == nil || !strings.Contains(err.Error(), "open the sealed text") {
		t.Errorf("got %v", err)
	}
	page, err := s.Page(t.Context(), 0, 10)
	if err != nil || len(page) != 2 || page[0].Damaged == nil || page[1].ID != b || page[1].Received.Body != "dua" {
		t.Errorf("got %+v, %v", page, err)
	}
	// Whatever arrives replaces it.
	if res := put(t, s, entry("a", "satu")); res.Outcome != record.Updated {
		t.Errorf("sent again: %+v", res)
	}
}

// A dump that is restored elsewhere has everything, and a lineage of its own.
func TestADumpIsRestored(t *testing.T) {
	t.Parallel()
	url := pgtest.Record(t, t.Name())
	schema := pgtest.Schema(t, url)
	s := start(t, url, postgres.Options{})
	var ids []string
	for n := range 40 {
		ids = append(ids, put(t, s, entry(fmt.Sprint("u", n), fmt.Sprint("isi ", n))).ID)
	}
	if _, err := s.Remove(t.Context(), ids[0], "k1"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Decide(t.Context(), record.Decision{Kind: "quote.hidden", Target: "q", Article: ids[1], Data: json.RawMessage(`{"a":1}`)}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.ChangeRoster(t.Context(), record.RosterChange{Rows: []record.RosterRow{{Name: "Budi", Satker: "33"}}}); err != nil {
		t.Fatal(err)
	}
	file, target := filepath.Join(t.TempDir(), "record.dump"), schema+"_back"
	run(t, strings.Replace(s.CopyCommand(), "--file=record.dump", "--file="+file, 1))
	pgtest.Exec(t, url, "CREATE DATABASE "+target)
	t.Cleanup(func() { pgtest.Exec(t, url, "DROP DATABASE "+target+" WITH (FORCE)") })
	restored := strings.Replace(url, "/warta?", "/"+target+"?", 1)
	run(t, fmt.Sprintf("pg_restore --dbname='%s' %s", strings.Replace(restored, "schema="+schema+"&", "", 1), file))
	if err := postgres.NewLineage(t.Context(), restored); err != nil {
		t.Fatal(err)
	}
	back := start(t, restored, postgres.Options{})
	for what, ask := range map[string]func(record.Record) (any, error){
		"log":       func(r record.Record) (any, error) { return r.Page(t.Context(), 0, 1000) },
		"decisions": func(r record.Record) (any, error) { return r.DecisionsAfter(t.Context(), 0, 1000) },
		"counts":    func(r record.Record) (any, error) { return r.Counts(t.Context()) },
		"audits":    func(r record.Record) (any, error) { return r.Audits(t.Context(), 0, 1000) },
	} {
		want, err := ask(s)
		got, failed := ask(back)
		if err != nil || failed != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %+v, %v, want %+v, %v", what, got, failed, want, err)
		}
	}
	if back.Lineage() == s.Lineage() {
		t.Error("the copy has the lineage of the record")
	}
	// It takes writes, and removals.
	put(t, back, entry("baru", "isi"))
	if _, err := back.Remove(t.Context(), ids[3], "k1"); err != nil {
		t.Error(err)
	}
	if err := back.Scrub(t.Context()); err != nil {
		t.Error(err)
	}
}

// run runs a command line in a shell, with the programs of the server in the path.
func run(t *testing.T, line string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "sh", "-c", line)
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	cmd.Env = append(os.Environ(), "PATH="+strings.Join(append([]string{os.Getenv("PATH")}, found...), ":"))
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", line, err, out)
	}
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

func TestSoundFindsWhatTheTablesCannotKeepOut(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ harm, want string }{
		"nothing":                {"SELECT 1", ""},
		"a lost key":             {"DELETE FROM article_key WHERE article = 1", "1 articles have text and no key"},
		"a lost change":          {"DELETE FROM change WHERE seq = 2", "1 articles have a last change"},
		"an old row of counters": {"UPDATE counter SET change = 1", "logs have rows above the counters"},
		"a lost row of a roster": {"DELETE FROM roster", "has 0 rows, and should have 1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			url := pgtest.Record(t, t.Name())
			s := start(t, url, postgres.Options{})
			put(t, s, entry("a", "satu"))
			id := put(t, s, entry("b", "dua")).ID
			put(t, s, entry("c", "tiga"))
			if _, err := s.ChangeRoster(t.Context(), record.RosterChange{Rows: []record.RosterRow{{Name: "Budi", Satker: "33"}}}); err != nil {
				t.Fatal(err)
			}
			if name == "nothing" {
				if _, err := s.Remove(t.Context(), id, ""); err != nil {
					t.Fatal(err)
				}
			}
			pgtest.Exec(t, url, c.harm)
			err := s.Sound(t.Context())
			if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}
