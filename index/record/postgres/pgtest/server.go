package pgtest

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A Server is a PostgreSQL of one test, which may stop it.
type Server struct {
	URL    string // stays the same
	script string
	dir    string
}

// Own starts a server that ends with the test. It skips the test where there is no other
// server for tests, as URL does.
func Own(t testing.TB) *Server {
	t.Helper()
	URL(t)
	s := inFolder(t)
	s.Start(t)
	return s
}

// inFolder returns a server that is not there yet, and ends with the test.
func inFolder(t testing.TB) *Server {
	t.Helper()
	s := &Server{script: script(t)}
	var err error
	// Not a folder of the test: another user must be able to get there.
	if s.dir, err = os.MkdirTemp("", "warta-postgres-"); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(s.dir, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Remove(t) })
	return s
}

// Standby starts a server that follows s and ends with the test. s answers a commit from now
// on once it is on both.
func (s *Server) Standby(t testing.TB) *Server {
	t.Helper()
	other := inFolder(t)
	other.URL = strings.TrimSpace(other.call(t, "standby", s.dir))
	Exec(t, s.URL, "ALTER SYSTEM SET synchronous_standby_names = '*'", "SELECT pg_reload_conf()")
	s.follows(t)
	return other
}

// follows waits until a standby has all that was committed, and commits wait for it.
func (s *Server) follows(t testing.TB) {
	t.Helper()
	conn := Connect(t, s.URL)
	defer func() { _ = conn.Close(context.Background()) }()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	waits := func(query string, args ...any) {
		for there := false; !there; time.Sleep(10 * time.Millisecond) {
			if err := conn.QueryRow(ctx, query, args...).Scan(&there); err != nil {
				t.Fatalf("wait for the standby: %v", err)
			}
		}
	}
	waits("SELECT count(*) > 0 FROM pg_stat_replication WHERE sync_state = 'sync'")
	var last string // of the log
	if err := conn.QueryRow(ctx, "SELECT CAST(pg_current_wal_flush_lsn() AS text)").Scan(&last); err != nil {
		t.Fatal(err)
	}
	waits("SELECT coalesce(bool_and(flush_lsn >= CAST($1 AS pg_lsn)), false) FROM pg_stat_replication", last)
}

// Remove ends the server as a crash would, and deletes its folder.
func (s *Server) Remove(t testing.TB) {
	t.Helper()
	_ = exec.Command(s.script, "kill", s.dir).Run() // it may have ended
	if err := os.RemoveAll(s.dir); err != nil {
		t.Error(err)
	}
}

// Promote makes a standby take writes.
func (s *Server) Promote(t testing.TB) { s.call(t, "promote") }

// script returns the path of .ci/cluster.
func script(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		name := filepath.Join(dir, ".ci", "cluster")
		if _, err := os.Stat(name); err == nil {
			return name
		}
		if dir == filepath.Dir(dir) {
			t.Fatal("there is no .ci/cluster above the folder of the test")
		}
		dir = filepath.Dir(dir)
	}
}

// Start starts the server, and returns once it answers.
func (s *Server) Start(t testing.TB) { s.URL = strings.TrimSpace(s.call(t, "up")) }

// Stop stops the server in order: it cuts its connections.
func (s *Server) Stop(t testing.TB) { s.call(t, "down") }

// Kill ends the server as a crash would.
func (s *Server) Kill(t testing.TB) { s.call(t, "kill") }

func (s *Server) call(t testing.TB, what string, more ...string) string {
	t.Helper()
	cmd := exec.Command(s.script, append([]string{what, s.dir}, more...)...)
	var faults strings.Builder
	cmd.Stderr = &faults
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf(".ci/cluster %s: %v: %s", what, err, faults.String())
	}
	return string(out)
}
