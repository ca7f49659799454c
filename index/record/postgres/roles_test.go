package postgres_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"warta/index/record"
	"warta/index/record/postgres"
	"warta/index/record/postgres/pgtest"
)

var sqlBlock = regexp.MustCompile("(?s)```sql\n(.*?)```")

// The roles are made as the page says, with other names.
func TestTheRolesOfThePageMayDoWhatTheyMust(t *testing.T) {
	t.Parallel()
	url := pgtest.Record(t, t.Name())
	schema := pgtest.Schema(t, url)
	owner, serving := schema+"_o", schema+"_s"
	page, err := os.ReadFile(filepath.Join("..", "..", "..", "docs", "postgres.md"))
	if err != nil {
		t.Fatal(err)
	}
	block := sqlBlock.FindStringSubmatch(string(page))
	if block == nil {
		t.Fatal("the page has no SQL")
	}
	sql := strings.NewReplacer("warta_owner", owner, "SCHEMA warta", "SCHEMA "+schema, "warta", serving).Replace(block[1])
	t.Cleanup(func() {
		pgtest.Exec(t, url, "DROP OWNED BY "+serving+" CASCADE", "DROP OWNED BY "+owner+" CASCADE", "DROP ROLE "+owner+", "+serving)
	})
	pgtest.Exec(t, url, strings.Split(strings.TrimSpace(sql), "\n")...)
	as := func(role string) string { return strings.Replace(url, "//warta@", "//"+role+"@", 1) }

	if _, err := postgres.Open(t.Context(), as(serving), postgres.Options{}); err == nil || !strings.Contains(err.Error(), "once as its owner") {
		t.Errorf("before there are tables: %v", err)
	}
	if err := start(t, as(owner), postgres.Options{}).Close(); err != nil {
		t.Fatal(err)
	}
	s := start(t, as(serving), postgres.Options{})
	id := put(t, s, entry("a", "satu")).ID
	put(t, s, entry("a", "dua"))
	if _, err := s.Remove(t.Context(), id, "k1"); err != nil {
		t.Error(err)
	}
	if err := s.Scrub(t.Context()); err != nil {
		t.Error(err)
	}
	if _, err := s.ChangeRoster(t.Context(), record.RosterChange{Rows: []record.RosterRow{{Name: "Budi", Satker: "33"}}}); err != nil {
		t.Error(err)
	}
	lease, err := s.Acquire(t.Context(), "indexer")
	if err != nil {
		t.Fatal(err)
	}
	if err := lease.Release(); err != nil {
		t.Error(err)
	}
	conn := pgtest.Connect(t, as(serving))
	for _, statement := range []string{
		"DROP TABLE article", "TRUNCATE identity", "ALTER TABLE change ADD COLUMN x int", "CREATE TABLE mine (n int)",
		"CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'", "SELECT erase('pg_authid')", "SELECT erase('article_key_0; DROP TABLE change')",
		"SELECT rolpassword FROM pg_authid", "COPY article TO PROGRAM 'cat'", "CREATE SCHEMA other",
	} {
		if _, err := conn.Exec(t.Context(), statement); err == nil {
			t.Errorf("the serving role may %s", statement)
		}
	}
	// A role that was given nothing sees nothing.
	stranger := schema + "_x"
	pgtest.Exec(t, url, "CREATE ROLE "+stranger+" LOGIN")
	t.Cleanup(func() { pgtest.Exec(t, url, "DROP ROLE "+stranger) })
	if _, err := pgtest.Connect(t, as(stranger)).Exec(t.Context(), "SELECT "+schema+".erase('article_key_0')"); err == nil {
		t.Error("a stranger may erase")
	}
}
