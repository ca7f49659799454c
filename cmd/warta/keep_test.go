package main

import (
	"os"
	"path/filepath"
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
		{"", []string{"backup", backup, "--data", data}, exitFailure, "", ""}, // never written over
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
