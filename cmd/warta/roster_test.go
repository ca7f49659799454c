package main_test

import (
	"encoding/json"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
)

// aSpeaker is an article whose speaker has no post in the text.
const aSpeaker = `{"url":"https://kota-semarang.kpu.go.id/blog/read/1_arsip","title":"KPU Kota Semarang Tata Arsip","published":"2025-11-05",` +
	`"body":"Semarang - KPU Kota Semarang menata arsip pemilu.\n\n“Arsip kami tata sampai tuntas tahun ini,” ujar Muslim Aisha."}`

// chairs returns how many quotes of a chair the service finds.
func chairs(t *testing.T, p *process) int {
	t.Helper()
	var page struct{ Total int }
	p.mustCall(t, http.MethodGet, "/v1/quotes?role=Ketua&office=33.74", "", "").decode(t, &page)
	return page.Total
}

// TestARosterOutlivesEverything sends a list from the command line, kills the service,
// rebuilds the index, and restores a backup: the answers stay.
func TestARosterOutlivesEverything(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	data, list := filepath.Join(dir, "data"), filepath.Join(dir, "pejabat.csv")
	write(t, list, "\uFEFFnama;jabatan;satker;mulai;selesai;sumber\r\nMuslim Aisha;Ketua;KPU Kota Semarang;24/10/2023;;SK 1\r\nRini Astuti;Anggota;33.17;;;\r\n")

	p := start(t, "serve", "--addr", "127.0.0.1:0", "--data", data)
	key := p.key
	if got := p.mustCall(t, http.MethodPost, "/v1/articles?wait=searchable", "application/json", aSpeaker); got.status != http.StatusCreated {
		t.Fatalf("put: %d %s", got.status, got.body)
	}
	if code, out, _ := p.command(t, "", "official", "import", list, "--dry-run"); code != 0 || !strings.Contains(out, "version 1: 2 rows, 2 added, 0 dropped (dry run") {
		t.Errorf("a dry run: code %d, %s", code, out)
	}
	if got := chairs(t, p); got != 0 {
		t.Errorf("%d quotes of a chair before there is a list", got)
	}
	if code, out, errText := p.command(t, "", "official", "import", list); code != 0 || out != "version 1: 2 rows, 2 added, 0 dropped\n" {
		t.Fatalf("import: code %d, %s%s", code, out, errText)
	}
	if got := chairs(t, p); got != 1 {
		t.Errorf("%d quotes of a chair, want 1 at once", got)
	}
	if code, out, _ := p.command(t, "", "quotes", "arsip"); code != 0 || !strings.Contains(out, "Muslim Aisha, Ketua KPU Kota Semarang (roster)") {
		t.Errorf("the quotes: code %d, %s", code, out)
	}
	_, exported, _ := p.command(t, "", "official", "export")
	if want := "name,post,satker,from,to,source\nRini Astuti,Anggota,33.17,,,\nMuslim Aisha,Ketua,33.74,2023-10-24,,SK 1\n"; exported != want {
		t.Errorf("exported %q", exported)
	}
	if code, out, _ := p.command(t, exported, "official", "import", "-", "--replace", "all"); code != 0 || !strings.HasPrefix(out, "version 1: 2 rows, 0 added, 0 dropped") {
		t.Errorf("imported again: code %d, %s", code, out)
	}
	backup, restored := filepath.Join(dir, "copy.db"), filepath.Join(dir, "restored")
	if code, _, errText := p.command(t, "", "backup", backup); code != 0 {
		t.Fatalf("backup: %s", errText)
	}
	p.kill() // as a power cut would

	p = start(t, "serve", "--addr", "127.0.0.1:0", "--data", data)
	p.key = key
	if got := chairs(t, p); got != 1 {
		t.Errorf("%d quotes of a chair after a power cut", got)
	}
	if code, out, errText := p.command(t, "", "reindex", "--wait"); code != 0 {
		t.Fatalf("reindex: %s%s", out, errText)
	}
	if got := chairs(t, p); got != 1 {
		t.Errorf("%d quotes of a chair after a reindex", got)
	}
	if code, out, _ := p.command(t, "", "check"); code != 0 {
		t.Errorf("check: code %d, %s", code, out)
	}
	if code, out, errText := p.command(t, "name,post,satker\n", "official", "import", "-", "--replace", "all", "--allow-empty"); code != 0 || !strings.HasPrefix(out, "version 2: 0 rows, 0 added, 2 dropped") {
		t.Errorf("emptied: code %d, %s%s", code, out, errText)
	}
	if got := chairs(t, p); got != 0 {
		t.Errorf("%d quotes of a chair with an empty list", got)
	}
	code, before, _ := p.command(t, "", "official", "export", "--version", "1")
	if code != 0 || before != exported {
		t.Errorf("the version before: code %d, %q", code, before)
	}
	if _, out, _ := p.command(t, before, "official", "import", "-", "--replace", "all", "--json"); !strings.Contains(out, `"version":3`) {
		t.Errorf("the version before again: %s", out)
	}
	_, out, _ := p.command(t, "", "official", "versions", "--json")
	var versions []struct {
		Version, Rows int
		By            string
	}
	if err := json.Unmarshal([]byte(out), &versions); err != nil || len(versions) != 3 || versions[0].Version != 3 || versions[0].By == "" {
		t.Errorf("the versions: %s, %v", out, err)
	}
	if code := p.stop(t); code != 0 {
		t.Errorf("stop: code %d, %s", code, p.stderr)
	}

	for _, args := range [][]string{{"restore", backup, "--data", restored}, {"check", "--data", restored}} {
		if code, out := run(t, nil, args...); code != 0 {
			t.Errorf("warta %v: code %d, %s", args, code, out)
		}
	}
	if code, out := run(t, nil, "official", "export", "--data", restored); code != 0 || out != exported {
		t.Errorf("restored: code %d, %q", code, out)
	}
	p = start(t, "serve", "--addr", "127.0.0.1:0", "--data", restored)
	p.key = key
	waitFor(t, p, "the restored record is searched", func() bool { return chairs(t, p) == 1 })
}

// TestWhatIsWrongWithARosterIsTold compares what the command prints, to the letter.
func TestWhatIsWrongWithARosterIsTold(t *testing.T) {
	t.Parallel()
	p := start(t, "serve", "--addr", "127.0.0.1:0", "--data", filepath.Join(t.TempDir(), "data"))
	const one = "nama;jabatan;satker;mulai\nBudi Santoso;;33;\n"
	const some = one + "Rini Astuti;Anggota;33.17;24/10/2023\n"
	for _, c := range []struct {
		why, list string
		args      []string
		code      int
		out, err  string
	}{
		{
			"one line is wrong", some, nil, 1, "",
			"-:2: jabatan is empty\nwarta: -: 1 line is wrong, and nothing was taken: mend the list, or take the other 1 row with --partial\n",
		},
		{
			"all lines are wrong", one + ";Ketua;33;\n",
			[]string{"--partial"},
			1, "",
			"-:2: jabatan is empty\n-:3: nama is empty\nwarta: -: 2 lines are wrong, and nothing was taken: mend the list\n",
		},
		{
			"as JSON", some,
			[]string{"--json"},
			1,
			`{"taken":0,"wrong":1,"right":1,"faults":[{"line":2,"field":"jabatan","text":"jabatan is empty"}]}` + "\n",
			"warta: -: 1 line is wrong, and nothing was taken: mend the list, or take the other 1 row with --partial\n",
		},
		{"no row", "nama;jabatan;satker\n", []string{"--replace", "all"}, 1, "", "warta: - has no row: send one at least, or --replace all --allow-empty to empty the roster\n"},
		{
			"a part of it", some,
			[]string{"--partial", "--dry-run"},
			0,
			"version 1: 1 row, 1 added, 0 dropped (dry run: nothing was changed); 1 line was left out\n", "-:2: jabatan is empty\n",
		},
		{
			"two posts", "nama;jabatan;satker\nRini Astuti;Ketua;33\nRini Astuti;Anggota;33\n",
			[]string{"--dry-run"},
			0,
			"version 1: 2 rows, 2 added, 0 dropped (dry run: nothing was changed)\n",
			"-:3: warning: Rini Astuti has two posts without a first day, Anggota and, in line 2, Ketua: on a day with two posts the list tells none, so give each days of its own\n",
		},
	} {
		code, out, errText := p.command(t, c.list, append([]string{"official", "import", "-"}, c.args...)...)
		if code != c.code || out != c.out || errText != c.err {
			t.Errorf("%s: code %d\n%s%s", c.why, code, out, errText)
		}
	}
	// A hundred faults in the longest words arrive whole.
	long := "name,post,satker\n" + strings.Repeat("Rini Astuti,Anggota,\""+strings.Repeat("\"\"", 160)+"\"\n", 150)
	if code, _, errText := p.command(t, long, "official", "import", "-"); code != 1 || strings.Count(errText, "-:") != 101 || !strings.Contains(errText, "150 lines are wrong") {
		t.Errorf("many faults: code %d, %.2000s", code, errText)
	}
}
