package main_test

import (
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"warta/index/record/postgres/pgtest"
)

// secretURL returns the URL of a record with a password, which the server of the tests does
// not ask for.
func secretURL(url string) string {
	return strings.Replace(url, "//warta@", "//warta:rahasia-sekali@", 1)
}

// becomes waits until holds returns true.
func becomes(t *testing.T, what string, holds func() bool) {
	t.Helper()
	deadline := time.After(time.Minute)
	for !holds() {
		select {
		case <-time.After(50 * time.Millisecond):
		case <-deadline:
			t.Fatalf("%s: not in time", what)
		}
	}
}

// TestAServiceOverPostgres: the whole program on a record in PostgreSQL, whose server goes
// away and comes back.
func TestAServiceOverPostgres(t *testing.T) {
	t.Parallel()
	server := pgtest.Own(t)
	record, dir := secretURL(server.URL), t.TempDir()
	p := start(t, "serve", "--addr", "127.0.0.1:0", "--data", filepath.Join(dir, "one"), "--record", record)
	sent := 0
	send := func(p *process) answer {
		sent++
		return p.mustCall(t, http.MethodPost, "/v1/articles?wait=searchable", "application/json",
			fmt.Sprintf(`{"url":"https://jateng.kpu.go.id/blog/read/%d","title":"Rapat %d","body":"SEMARANG - KPU Provinsi Jawa Tengah menggelar rapat gudang logistik ke-%d."}`, sent, sent, sent))
	}
	// As readers and proxies ask, without a key: keys are in the record.
	get := func(p *process, path string) answer {
		anyone := process{url: p.url, stderr: p.stderr}
		return anyone.mustCall(t, http.MethodGet, path, "", "")
	}
	total := func(p *process) (n int) {
		var found struct{ Total int }
		get(p, "/v1/search?q=logistik").decode(t, &found)
		return found.Total
	}
	readiness := func(p *process) string {
		got := get(p, "/readyz")
		return fmt.Sprint(got.status, " ", string(got.body))
	}
	for range 3 {
		if got := send(p); got.status/100 != 2 {
			t.Fatalf("got %d %s", got.status, got.body)
		}
	}
	if n := total(p); n != 3 {
		t.Errorf("%d articles are found", n)
	}
	status := string(p.mustCall(t, http.MethodGet, "/v1/admin/status", "", "").body)
	if !strings.Contains(status, `"record":"postgres://warta@127.0.0.1`) {
		t.Errorf("status %s", status)
	}
	if code, out, _ := p.command(t, "", "status"); code != 0 || !strings.Contains(out, "postgres://warta@127.0.0.1") {
		t.Errorf("warta status: %d, %s", code, out)
	}
	if code, _, err := p.command(t, "", "backup", filepath.Join(dir, "x.db")); code != 1 || !strings.Contains(err, "pg_dump --format=custom --schema=warta") {
		t.Errorf("a backup of the service: %d, %s", code, err)
	}

	server.Stop(t)
	becomes(t, "the service says that the record does not answer", func() bool {
		return strings.HasPrefix(readiness(p), "200") && strings.Contains(readiness(p), "the database of the record does not answer")
	})
	if got := send(p); got.status != http.StatusServiceUnavailable || got.header.Get("Retry-After") == "" || strings.Contains(string(got.body), "rahasia") {
		t.Errorf("a write without a database: %d %v %s", got.status, got.header, got.body)
	}
	sent--
	if n := total(p); n != 3 {
		t.Errorf("without a database %d articles are found", n)
	}
	server.Start(t)
	becomes(t, "the service is as before", func() bool { return strings.Contains(readiness(p), `"ready"`) })
	if got := send(p); got.status/100 != 2 || total(p) != 4 {
		t.Errorf("with a database again: %d %s", got.status, got.body)
	}
	if code := p.stop(t); code != 0 {
		t.Errorf("it ended with %d", code)
	}
	if strings.Contains(p.stderr.String(), "rahasia") {
		t.Errorf("the log has the password: %s", p.stderr)
	}

	// Another machine, with an empty folder, finds the same.
	other := start(t, "serve", "--addr", "127.0.0.1:0", "--data", filepath.Join(dir, "two"), "--record", record)
	other.key = p.key
	becomes(t, "the index is built", func() bool { return total(other) == 4 })
	if code := other.stop(t); code != 0 {
		t.Errorf("it ended with %d", code)
	}
	for _, c := range []struct {
		args []string
		code int
		want string
	}{
		{[]string{"check", "--data", filepath.Join(dir, "two")}, 0, "nothing wrong: 4 articles"},
		{[]string{"backup", filepath.Join(dir, "x.db")}, 1, "a record in PostgreSQL is copied by PostgreSQL: pg_dump --format=custom"},
		{[]string{"config"}, 0, "postgres://warta@127.0.0.1"},
		{[]string{"config", "--json"}, 0, "postgres://warta@127.0.0.1"},
		{[]string{"migrate"}, 0, "has format"},
		{[]string{"restore", "--data", filepath.Join(dir, "three")}, 0, "4 articles are back"},
		{[]string{"search", "logistik", "--data", filepath.Join(dir, "three")}, 0, "Rapat 4"},
	} {
		code, out := run(t, nil, append(c.args, "--record", record)...)
		if code != c.code || !strings.Contains(out, c.want) || strings.Contains(out, "rahasia") {
			t.Errorf("warta %v: got code %d, %s", c.args, code, out)
		}
	}
}

// A record that is not the one that was opened takes no writes, and the answers say what to do.
func TestAServiceWhoseRecordIsAnotherOneSaysWhatToDo(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ sql, want string }{
		"changes are lost": {"UPDATE counter SET change = change - 1", "warta restore --record URL"},
		"restored":         {"UPDATE counter SET lineage = 'another'", "has to start this service again"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			url := pgtest.Record(t, t.Name())
			p := start(t, "serve", "--addr", "127.0.0.1:0", "--data", t.TempDir(), "--record", url)
			send := func(path string) answer {
				return p.mustCall(t, http.MethodPost, "/v1/articles?wait=searchable", "application/json",
					fmt.Sprintf(`{"url":"https://jateng.kpu.go.id/blog/read/%s","title":"Rapat","body":"SEMARANG - KPU Provinsi Jawa Tengah menggelar rapat logistik."}`, path))
			}
			if got := send("1"); got.status/100 != 2 {
				t.Fatalf("got %d %s", got.status, got.body)
			}
			pgtest.Exec(t, url, c.sql)
			becomes(t, "the service says what to do", func() bool {
				got := p.mustCall(t, http.MethodGet, "/readyz", "", "")
				return strings.Contains(string(got.body), "degraded") && strings.Contains(string(got.body), c.want)
			})
			if got := send("2"); got.status != http.StatusServiceUnavailable || got.header.Get("Retry-After") == "" || !strings.Contains(string(got.body), c.want) {
				t.Errorf("a write: %d %v %s", got.status, got.header, got.body)
			}
			if got := p.mustCall(t, http.MethodGet, "/v1/search?q=logistik", "", ""); got.status != http.StatusOK {
				t.Errorf("a search: %d %s", got.status, got.body)
			}
		})
	}
}

func TestARecordInPostgresThatCannotBeOpenedIsSaidInOneSentence(t *testing.T) {
	t.Parallel()
	none := pgtest.Record(t, t.Name())
	for _, c := range []struct {
		url  string
		code int
		want string
	}{
		{secretURL(none), 1, "there is no record at postgres://warta@127.0.0.1"},
		{"postgres://warta:rahasia-sekali@db.example.id/warta", 2, "add sslmode=verify-full"},
		{"postgres://warta:rahasia-sekali@127.0.0.1:1/warta", 1, "does not answer"},
	} {
		data := filepath.Join(t.TempDir(), "data")
		code, out := run(t, nil, "search", "x", "--data", data, "--record", c.url)
		if code != c.code || !strings.Contains(out, c.want) || strings.Contains(out, "rahasia") || strings.Count(out, "\n") != 1 {
			t.Errorf("%s: got code %d, %s", c.url, code, out)
		}
	}
	if code, out := run(t, nil, "config", "--record", "mysql://warta:rahasia-sekali@db/x"); code != 2 || strings.Contains(out, "rahasia") {
		t.Errorf("another database: got code %d, %s", code, out)
	}
}
