package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

func TestABackupComesBackWholeOrNotAtAll(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	data, backup := filepath.Join(dir, "data"), filepath.Join(dir, "copy.db")
	article := `{"title":"Sortir Surat Suara","body":"KPU Kota Padang menyortir surat suara, Rabu (5/11/2025).","url":"https://kota-padang.kpu.go.id/blog/read/1_sortir"}`
	steps := []struct {
		in   string
		args []string
		code int
		out  string
		err  string
	}{
		{"", []string{"backup", backup, "--data", data}, exitFailure, "", "there is no record"},
		{article + "\n{broken\n", []string{"ingest", "-", "--data", data}, exitFailure, "", "1 created, 0 updated, 0 unchanged, 0 stale, 0 deleted, 1 failed"},
		{article, []string{"ingest", "-", "--data", data}, exitOK, "", "0 created, 0 updated, 1 unchanged"},
		{"", []string{"check", "--data", data}, exitOK, "", "nothing wrong: 1 articles"},
		{"", []string{"backup", backup, "--data", data}, exitOK, "", "SHA-256"},
		{"", []string{"backup", backup, "--data", data}, exitFailure, "", "is there already"}, // never written over
		{"", []string{"backup", dir, "--data", data}, exitFailure, "", "name the file in it"},
		{"", []string{"backup", filepath.Join(dir, "none", "copy.db"), "--data", data}, exitFailure, "", "none: no such file or directory"},
		{"", []string{"restore", "--verify", backup}, exitOK, "", "whole"},
		{"", []string{"restore", backup, "--data", data}, exitFailure, "", ""}, // never over a record
		{"", []string{"restore", backup, "--data", filepath.Join(dir, "new")}, exitOK, "", "1 articles are back"},
		{"", []string{"search", "penyortiran", "--data", filepath.Join(dir, "new")}, exitOK, "Sortir Surat Suara", "1 of 1"},
		{"", []string{"reindex", "--rollback", "--data", filepath.Join(dir, "new")}, exitFailure, "", "no earlier generation"},
		{"", []string{"reindex", "--data", filepath.Join(dir, "new")}, exitOK, "", "rebuilt"},
		{"", []string{"reindex", "--rollback", "--data", filepath.Join(dir, "new")}, exitOK, "", "at work again"},
		{"", []string{"check", "--data", filepath.Join(dir, "new")}, exitOK, "", "nothing wrong: 1 articles"},
	}
	for _, s := range steps {
		code, out, err := program(t, s.in, s.args...)
		if code != s.code || !strings.Contains(out, s.out) || !strings.Contains(err, s.err) {
			t.Fatalf("warta %v: got code %d, out %q, err %q; want %d, %q, %q", s.args, code, out, err, s.code, s.out, s.err)
		}
	}

	f, err := os.OpenFile(backup, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteAt([]byte("damage"), 5000); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if code, _, err := program(t, "", "restore", "--verify", backup); code != exitFailure || !strings.Contains(err, "not the file that was written") {
		t.Errorf("a damaged backup: got code %d, err %q", code, err)
	}
}

// With --json, commands print the same facts as JSON and return the same exit codes.
func TestKeepersTellProgramsTheSame(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	data, backup, again := filepath.Join(dir, "data"), filepath.Join(dir, "copy.db"), filepath.Join(dir, "again")
	article := `{"title":"Sortir Surat Suara","body":"KPU Kota Padang menyortir surat suara, Rabu (5/11/2025).","url":"https://kota-padang.kpu.go.id/blog/read/1_sortir"}`
	for _, s := range []struct {
		args []string
		want map[string]any
	}{
		{[]string{"ingest", "-", "--data", data}, map[string]any{"created": 1.0, "rejected": 0.0}},
		{[]string{"status", "--data", data}, map[string]any{"state": "ok", "ready": true, "articles": 1.0, "head": 1.0, "mark": 1.0}},
		{[]string{"check", "--data", data}, map[string]any{"findings": []any{}, "articles": 1.0, "changes": 1.0}},
		{[]string{"reindex", "--data", data}, map[string]any{"state": "ok", "generation": 2.0, "mark": 1.0}},
		{[]string{"backup", backup, "--data", data}, map[string]any{"program": version()}},
		{[]string{"restore", "--verify", backup}, map[string]any{"program": version(), "data": nil, "articles": nil}},
		{[]string{"restore", backup, "--data", again}, map[string]any{"data": again, "articles": 1.0}},
	} {
		code, out, err := program(t, article, append(s.args, "--json")...)
		var got map[string]any
		if unreadable := json.Unmarshal([]byte(out), &got); code != exitOK || unreadable != nil {
			t.Fatalf("warta %v --json: got code %d, out %q, err %q; want 0 and one object", s.args, code, out, err)
		}
		for key, want := range s.want {
			if !reflect.DeepEqual(got[key], want) {
				t.Errorf("warta %v --json: %s is %v, want %v, in %s", s.args, key, got[key], want, out)
			}
		}
	}
	if err := os.Truncate(backup, 4096); err != nil {
		t.Fatal(err)
	}
	if code, out, err := program(t, "", "restore", "--verify", backup, "--json"); code != exitFailure || out != "" || strings.Count(err, "\n") != 1 {
		t.Errorf("a cut backup: got code %d, out %q, err %q; want 1 and one line", code, out, err)
	}
}

// A mistyped folder is an error and is not created.
func TestWhoLooksIntoNothingIsToldSo(t *testing.T) {
	t.Parallel()
	none := filepath.Join(t.TempDir(), "none")
	for _, args := range [][]string{
		{"search", "x"},
		{"quotes"},
		{"status"},
		{"check"},
		{"reindex"},
		{"keys", "list"},
		{"keys", "revoke", "k"},
		{"quote", "hide", "x"},
		{"official", "split", "x"},
		{"backup", filepath.Join(t.TempDir(), "copy.db")},
	} {
		code, out, err := program(t, "", append(args, "--data", none)...)
		if code != exitFailure || out != "" || strings.Count(err, "\n") != 1 || !strings.Contains(err, "--server") {
			t.Errorf("warta %v: got code %d, out %q, err %q; want 1 and one line that says what to do", args, code, out, err)
		}
	}
	if _, err := os.Stat(none); err == nil {
		t.Error("a folder was made")
	}
}

func TestAMadeUpCorpusIsTakenIn(t *testing.T) {
	t.Parallel()
	code, articles, err := program(t, "", "corpus", "20")
	if code != exitOK || strings.Count(articles, "\n") != 20 {
		t.Fatalf("corpus: got code %d, err %q, %d lines; want 20", code, err, strings.Count(articles, "\n"))
	}
	if code, _, err := program(t, articles, "ingest", "-", "--data", t.TempDir()); code != exitOK || !strings.Contains(err, "20 created") {
		t.Errorf("ingest: got code %d, err %q; want 20 created", code, err)
	}
}
