package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// program runs the program and returns its exit code and output.
func program(t *testing.T, in string, args ...string) (int, string, string) {
	t.Helper()
	var out, err bytes.Buffer
	code := run(t.Context(), args, streams{strings.NewReader(in), &out, &err})
	return code, out.String(), err.String()
}

func TestAWrongCallPrintsOneLineAndExitsTwo(t *testing.T) {
	t.Parallel()
	tests := map[string][]string{
		"a command that does not exist": {"find"},
		"a flag that does not exist":    {"stem", "--fast"},
		"an argument too many":          {"stem", "words.txt"},
		"a setting out of bounds":       {"config", "--searches", "0"},
		"a file that does not exist":    {"config", "--config", "none.yaml"},
	}
	for name, args := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			code, out, err := program(t, "", args...)
			if code != exitUsage || out != "" || strings.Count(err, "\n") != 1 || !strings.HasPrefix(err, "warta: ") {
				t.Errorf("warta %v: got code %d, out %q, err %q; want 2 and one line", args, code, out, err)
			}
		})
	}
}

func TestStemPrintsWordAndRootInOrder(t *testing.T) {
	t.Parallel()
	code, out, err := program(t, "pemungutan\nBekasi\n\nlogistik\n", "stem")
	want := "pemungutan\tpungut\nBekasi\tbekasi\n\t\nlogistik\tlogistik\n"
	if code != exitOK || out != want || err != "" {
		t.Errorf("got code %d, out %q, err %q; want %q", code, out, err, want)
	}
}

func TestConfigSaysWhereAValueCameFrom(t *testing.T) {
	t.Parallel()
	code, out, _ := program(t, "", "config", "--searches", "9")
	if code != exitOK || !strings.Contains(out, "flag --searches") {
		t.Errorf("got code %d, out %q", code, out)
	}
}

func TestAnalyzePrintsTermsWithTheirPlaces(t *testing.T) {
	t.Parallel()
	code, out, err := program(t, "Jum’at: penghitungan suara\n\n", "analyze")
	want := `[{"term":"jumat","start":0,"end":6,"position":0},{"term":"penghitungan","start":8,"end":20,"position":1},{"term":"suara","start":21,"end":26,"position":2}]` + "\n[]\n"
	if code != exitOK || out != want {
		t.Errorf("got code %d, out %s, err %q; want %s", code, out, err, want)
	}
	if _, out, _ := program(t, "penghitungan", "analyze", "--field", "body_root"); !strings.Contains(out, `"term":"hitung"`) {
		t.Errorf("roots: got %s", out)
	}
	if code, _, err := program(t, "", "analyze", "--field", "x"); code != exitUsage {
		t.Errorf("a field that does not exist: got code %d, %q", code, err)
	}
}

func TestParsePrintsOneObjectALineInTheOrderGiven(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	first := write("a.txt", "Berita Terkini\n\nJudul Pertama\n\nSemarang - KPU Kota Semarang menggelar rapat, Selasa (4/11/2025).\n")
	broken := write("b.txt", "KPU siap \xff")
	page := write("c.html", "<html><head><title>Judul Kedua</title></head><body><h1>Judul Kedua</h1><p>Isi berita kedua yang panjangnya cukup.</p></body></html>")
	code, out, errText := program(t, `{"title":"Judul Ketiga","body":"Isi."}`, "parse", "--as-of", "2026-01-01", first, broken, page, "-")
	if code != exitFailure || !strings.Contains(errText, "b.txt: not UTF-8") || strings.Count(errText, "\n") != 1 {
		t.Errorf("got code %d, err %q; want 1 and one line about b.txt", code, errText)
	}
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if len(lines) != 3 {
		t.Fatalf("got %d lines: %s", len(lines), out)
	}
	for i, title := range []string{"Judul Pertama", "Judul Kedua", "Judul Ketiga"} {
		var article struct{ Title string }
		if err := json.Unmarshal([]byte(lines[i]), &article); err != nil || article.Title != title {
			t.Errorf("line %d: got %q, %v; want %q", i, article.Title, err, title)
		}
	}
}

// parse --published takes what published of the API takes, and of a time the same day.
func TestParseTakesADayOrATimeOfPublication(t *testing.T) {
	t.Parallel()
	const page = `{"title":"Judul","body":"KPU siap.","url":"https://kota-jayapura.kpu.go.id/berita/1"}` // WIT, UTC+9
	for _, c := range []struct{ published, day, fault string }{
		{"2025-11-04", "2025-11-04", ""},
		{"2025-11-04T23:30:00+09:00", "2025-11-04", ""},
		{"2025-11-04T23:30:00+07:00", "2025-11-05", ""},
		{"2025-11-04T14:59:59Z", "2025-11-04", ""},
		{"2025-11-04T15:00:00Z", "2025-11-05", ""},
		{"2025-12-02T23:59:00+07:00", "2025-12-03", ""}, // a day ahead in WIB
		{"2025-12-03T00:00:00+07:00", "", "received on 2025-12-01"},
		{"1998-12-31T23:00:00+07:00", "", "received on 2025-12-01"},
		{"4/11/2025", "", "2025-11-04T23:30:00+07:00"},
		{"2025-11-31", "", "2025-11-04T23:30:00+07:00"},
		{"2025-11-04T23:30:00", "", "a time with its zone"},
		{"2025-11-04 23:30", "", "a time with its zone"},
	} {
		code, out, errText := program(t, page, "parse", "--as-of", "2025-12-01", "--published", c.published, "-")
		if c.fault != "" {
			if code != exitUsage || !strings.Contains(errText, c.fault) || out != "" {
				t.Errorf("%s: got code %d, %q, want %q", c.published, code, errText, c.fault)
			}
			continue
		}
		var article struct{ Published string }
		if err := json.Unmarshal([]byte(out), &article); code != 0 || err != nil || article.Published != c.day {
			t.Errorf("%s: published on %q, want %q (code %d, %v, %s)", c.published, article.Published, c.day, code, err, errText)
		}
	}
}

func TestTextOfOthersCannotDriveATerminal(t *testing.T) {
	t.Parallel()
	got := plain("a\x1b[31mred\x07\u009b2J\u202e\nb"+strings.Repeat("é", 200), 20)
	if strings.ContainsAny(got, "\x1b\x07\u009b\u202e\n") || !strings.HasPrefix(got, "a [31mred 2J b") || len([]rune(got)) != 20 {
		t.Errorf("got %q", got)
	}
}
