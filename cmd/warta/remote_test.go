package main_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// command runs the program against a server and returns what it printed.
func (p *process) command(t *testing.T, in string, args ...string) (code int, out, errText string) {
	t.Helper()
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), path, append(args, "--server", p.url, "--key", p.key)...)
	var stdout, stderr bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(in), &stdout, &stderr
	cmd.Dir = t.TempDir()
	err = cmd.Run()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		return exit.ExitCode(), stdout.String(), stderr.String()
	}
	if err != nil {
		t.Fatal(err)
	}
	return 0, stdout.String(), stderr.String()
}

func TestCommandsTalkToARunningServer(t *testing.T) {
	t.Parallel()
	p := start(t, "demo", "--addr", "127.0.0.1:0")
	backup := filepath.Join(t.TempDir(), "copy.db")
	quote, two := firstQuote(t, p), officials(t, p)
	tests := []struct {
		name string
		in   string
		args []string
		code int
		out  string
		err  string
	}{
		{"search prints a table", "", []string{"search", "surat", "suara"}, 0, "Surat Suara", "articles"},
		{"search prints the whole answer", "", []string{"search", "logistik", "--json"}, 0, `"facets"`, ""},
		{"a bad date is a wrong call", "", []string{"search", "--from", "kemarin"}, 2, "", "from"},
		{"nothing found is no failure", "", []string{"search", "tidakadakatabegini"}, 0, "", "0 articles"},
		{"quotes print who and what", "", []string{"quotes", "pemilih"}, 0, "“", "quotes"},
		{"quotes as CSV", "", []string{"quotes", "pemilih", "--csv"}, 0, "\uFEFFnomor,tanggal terbit,", ""},
		{"quotes as CSV for Excel in Indonesian", "", []string{"quotes", "pemilih", "--csv", "--separator", "semicolon"}, 0, "\uFEFFnomor;tanggal terbit;", ""},
		{"a separator that no spreadsheet has", "", []string{"quotes", "pemilih", "--csv", "--separator", "|"}, 2, "", "semicolon"},
		{"ingest counts", `{"title":"Judul","body":"Isi berita.","url":"https://kota-padang.kpu.go.id/blog/read/77_x"}`, []string{"ingest", "-"}, 0, "", "1 created"},
		{"ingest names what fails", `{"title":"Judul","isi":"x"}`, []string{"ingest", "-"}, 1, "", "-:1: "},
		{"keys are made", "", []string{"keys", "add", "--name", "CMS", "--scope", "ingest", "--satker", "33.74"}, 0, "warta_", "ingest"},
		{"a key wants a known office", "", []string{"keys", "add", "--name", "x", "--satker", "99.99"}, 1, "", "99.99"},
		{"keys are listed", "", []string{"keys", "list"}, 0, "CMS", ""},
		{"check looks through the server's archive", "", []string{"check"}, 0, "", "nothing wrong"},
		{"backup brings a copy", "", []string{"backup", backup}, 0, "", "SHA-256"},
		{"backup writes over nothing", "", []string{"backup", backup}, 1, "", "is there already"},
		{"a quote is hidden", "", []string{"quote", "hide", quote, "--reason", "uji"}, 0, "(hidden)", ""},
		{"a quote is shown again", "", []string{"quote", "show", quote, "--json"}, 0, `"quote"`, ""},
		{"nobody knows who spoke", "", []string{"quote", "speaker", quote, "unknown"}, 0, "\tunknown\t", ""},
		{"an official spoke", "", []string{"quote", "speaker", quote, two[0]}, 0, quote, ""},
		{"a quote wants its id", "", []string{"quote", "hide"}, 2, "", "quote hide wants ID"},
		{"a quote that is not there", "", []string{"quote", "hide", "x-y"}, 1, "", "404"},
		{"two officials are one", "", []string{"official", "merge", two[1], two[0]}, 0, two[0] + " " + two[1], ""},
		{"two officials are two", "", []string{"official", "split", two[1]}, 0, two[1], ""},
		{"an official is renamed", "", []string{"official", "rename", two[1], "Nama Lengkap Sekali"}, 0, "nama-lengkap-sekali", ""},
		{"an official is taken out", "", []string{"official", "suppress", two[1]}, 0, "(suppressed)", ""},
		{"an official is brought back", "", []string{"official", "suppress", "--undo", two[1]}, 0, "nama-lengkap-sekali", ""},
		{"an official wants an id", "", []string{"official", "split"}, 2, "", "official split wants ID"},
		{"status tells how far it is", "", []string{"status"}, 0, "are answered", ""},
		{"check as JSON", "", []string{"check", "--json"}, 0, `"findings":[]`, ""},
		{"reindex is waited for", "", []string{"reindex", "--wait"}, 0, "", "the index is rebuilt"},
		{"a way back is waited for", "", []string{"reindex", "--rollback", "--wait", "--json"}, 0, `"state":"ok"`, ""},
		{"reindex begins", "", []string{"reindex"}, 0, "", "rebuilds"},
	}
	for _, test := range tests { // one after the other: some build on those before
		code, out, errText := p.command(t, test.in, test.args...)
		if code != test.code || !strings.Contains(out, test.out) || !strings.Contains(errText, test.err) {
			t.Errorf("%s: warta %v: got code %d, out %.300q, err %.300q; want %d, %q, %q", test.name, test.args, code, out, errText, test.code, test.out, test.err)
		}
	}

	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	if out, err := exec.CommandContext(t.Context(), path, "restore", "--verify", backup).CombinedOutput(); err != nil {
		t.Errorf("the copy of a server cannot be restored: %v %s", err, out)
	}

	_, out, _ := p.command(t, "", "keys", "list", "--json")
	var keys []struct{ ID, Name string }
	if err := json.Unmarshal([]byte(out), &keys); err != nil {
		t.Fatalf("keys list --json: %v in %s", err, out)
	}
	for _, k := range keys {
		if k.Name == "CMS" {
			if code, _, errText := p.command(t, "", "keys", "revoke", k.ID); code != 0 {
				t.Errorf("revoke: got code %d, %q", code, errText)
			}
		}
	}
	if _, out, _ := p.command(t, "", "keys", "list"); !strings.Contains(out, "revoked") {
		t.Errorf("keys list after a revocation: %s", out)
	}
}

func TestTwoProgramsNeverShareAFolder(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	start(t, "serve", "--addr", "127.0.0.1:0", "--data", data)
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"search", "x"},
		{"keys", "list"},
		{"reindex"},
		{"backup", filepath.Join(t.TempDir(), "copy.db")},
	} {
		out, err := exec.CommandContext(t.Context(), path, append(args, "--data", data)...).CombinedOutput()
		if exit, ok := errors.AsType[*exec.ExitError](err); !ok || exit.ExitCode() != 1 || bytes.Count(out, []byte("\n")) != 1 || !bytes.Contains(out, []byte("--server")) {
			t.Errorf("%v: got %v, %s; want exit 1 and one line that names --server", args, err, out)
		}
	}
}
