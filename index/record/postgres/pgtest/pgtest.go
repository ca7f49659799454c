// Package pgtest gives tests records on a real PostgreSQL, each in a schema of its own.
package pgtest

import (
	"context"
	"crypto/sha256"
	"fmt"
	"net/url"
	"os"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// Variable names the environment variable with the URL of a server that `.ci/cluster up`
// started: its user and its database are called warta, the user is a superuser.
const Variable = "WARTA_TEST_POSTGRES"

// URL returns the URL of the server. Without one it skips the test, and fails it in CI.
func URL(t testing.TB) string {
	t.Helper()
	server := os.Getenv(Variable)
	if server == "" && os.Getenv("CI") == "true" {
		t.Fatalf("%s is not set: `.ci/cluster up` starts a server and prints its URL", Variable)
	}
	if server == "" {
		t.Skipf("no PostgreSQL: %s is not set (`.ci/cluster up` starts one and prints it)", Variable)
	}
	return server
}

// Record returns the URL of the record with a name, the same for the same name in one run. Its
// schema is dropped with the test.
func Record(t testing.TB, name string) string {
	t.Helper()
	server := URL(t)
	schema := fmt.Sprintf("t_%x", sha256.Sum256(fmt.Appendf(nil, "%d %s", os.Getpid(), name)))[:20]
	t.Cleanup(func() { Exec(t, server, "DROP SCHEMA IF EXISTS "+schema+" CASCADE") })
	return With(t, server, "schema", schema)
}

// With returns a URL with one more parameter, or another value of it.
func With(t testing.TB, server, name, value string) string {
	t.Helper()
	u, err := url.Parse(server)
	if err != nil {
		t.Fatalf("%s: %v", Variable, err)
	}
	q := u.Query()
	q.Set(name, value)
	u.RawQuery = q.Encode()
	return u.String()
}

// Schema returns the schema of a URL of Record.
func Schema(t testing.TB, record string) string {
	t.Helper()
	u, err := url.Parse(record)
	if err != nil {
		t.Fatal(err)
	}
	return u.Query().Get("schema")
}

// Connect returns a connection that is closed with the test. The schema of the URL is its
// search path.
func Connect(t testing.TB, record string) *pgx.Conn {
	t.Helper()
	u, err := url.Parse(record)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	if schema := q.Get("schema"); schema != "" {
		q.Del("schema")
		q.Set("search_path", schema)
		u.RawQuery = q.Encode()
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), 20*time.Second)
	defer cancel()
	conn, err := pgx.Connect(ctx, u.String())
	if err != nil {
		t.Fatalf("connect to the server of %s: %v", Variable, err)
	}
	t.Cleanup(func() { _ = conn.Close(context.Background()) }) // it may be closed already
	return conn
}

// Exec runs statements on a connection of its own.
func Exec(t testing.TB, record string, statements ...string) {
	t.Helper()
	conn := Connect(t, record)
	for _, statement := range statements {
		if _, err := conn.Exec(context.WithoutCancel(t.Context()), statement); err != nil {
			t.Errorf("%s: %v", statement, err)
		}
	}
	_ = conn.Close(context.Background())
}
