package postgres_test

import (
	"bytes"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

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
