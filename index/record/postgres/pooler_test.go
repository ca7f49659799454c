package postgres_test

import (
	"context"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"warta/index/record"
	"warta/index/record/postgres"
	"warta/index/record/postgres/pgtest"
)

// pooled returns the URL of a record by way of a pgbouncer with a pool mode, which ends with
// the test.
func pooled(t *testing.T, record, mode string) string {
	t.Helper()
	program, err := exec.LookPath("pgbouncer")
	if err != nil && os.Getenv("CI") == "true" {
		t.Fatal("there is no pgbouncer: `.ci/cluster up` installs it")
	}
	if err != nil {
		t.Skip("there is no pgbouncer (the package of that name has it)")
	}
	u, err := url.Parse(record)
	if err != nil {
		t.Fatal(err)
	}
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := free.Addr().(*net.TCPAddr).Port
	if err := free.Close(); err != nil {
		t.Fatal(err)
	}
	// Not a folder of the test: another user must be able to get there.
	dir, err := os.MkdirTemp("", "warta-pgbouncer-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	settings := filepath.Join(dir, "pgbouncer.ini")
	text := fmt.Sprintf(`[databases]
* = host=%s port=%s user=warta
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = %d
unix_socket_dir =
auth_type = any
pool_mode = %s
`, u.Hostname(), u.Port(), port, mode)
	if err := os.WriteFile(settings, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	args := []string{settings}
	if os.Geteuid() == 0 { // it refuses root
		args = []string{"-u", "nobody", settings}
	}
	cmd := exec.Command(program, args...)
	var said strings.Builder
	cmd.Stderr = &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	u.Host = net.JoinHostPort("127.0.0.1", fmt.Sprint(port))
	deadline := time.Now().Add(20 * time.Second)
	for {
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		plain := *u
		plain.RawQuery = "sslmode=disable"
		conn, err := pgx.Connect(ctx, plain.String())
		if err == nil {
			_ = conn.Close(ctx)
		}
		cancel()
		if err == nil {
			return u.String()
		}
		if time.Now().After(deadline) {
			t.Fatalf("pgbouncer does not answer: %v\n%s", err, said.String())
		}
		time.Sleep(20 * time.Millisecond)
	}
}

func TestAPoolerOfTransactionsIsRefused(t *testing.T) {
	t.Parallel()
	direct := pgtest.Record(t, t.Name())
	start(t, direct, postgres.Options{}) // the tables are there
	for _, mode := range []string{"transaction", "statement"} {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			_, err := postgres.Open(t.Context(), pooled(t, direct, mode), postgres.Options{})
			if err == nil || !strings.Contains(err.Error(), "pool_mode = session") {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestAPoolerOfSessionsServes(t *testing.T) {
	t.Parallel()
	direct := pgtest.Record(t, t.Name())
	through := start(t, pooled(t, direct, "session"), postgres.Options{})
	other := start(t, direct, postgres.Options{})
	heard := make(chan error, 1)
	go func() { heard <- through.Wait(t.Context(), 0) }()
	for n, s := range []*postgres.Store{other, through} {
		if _, err := record.PutOver(t.Context(), s, entry(fmt.Sprint("u", n), "teks"), nil); err != nil {
			t.Fatal(err)
		}
	}
	if err := <-heard; err != nil {
		t.Error(err)
	}
	if head, err := through.Head(t.Context()); err != nil || head != 2 {
		t.Errorf("the head is %d, %v", head, err)
	}
	lease, err := through.Acquire(t.Context(), "task")
	if err != nil {
		t.Fatal(err)
	}
	brief, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := other.Acquire(brief, "task"); err == nil {
		t.Error("two hold a lease")
	}
	if err := lease.Release(); err != nil {
		t.Error(err)
	}
}
