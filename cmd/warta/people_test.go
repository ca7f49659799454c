package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// begins lists the commands that may begin a data folder.
var begins = []string{"serve", "ingest", "harvest", "keys add", "official import", "restore"}

// folderless lists the commands that name a data folder and do not look into it.
var folderless = []string{"config"}

// TestOnlyCommandsThatBeginAFolderMakeOne: all others refuse, and say what to name.
func TestOnlyCommandsThatBeginAFolderMakeOne(t *testing.T) {
	t.Parallel()
	refused := 0
	eachCommand(func(path []string, cmd *cobra.Command) {
		name := strings.Join(path, " ")
		if cmd.Flags().Lookup("data") == nil || slices.Contains(begins, name) || slices.Contains(folderless, name) {
			return
		}
		data := filepath.Join(t.TempDir(), "data")
		args := append(slices.Clone(path), "--data", data)
		for _, word := range strings.Fields(cmd.Use)[1:] {
			if strings.ToUpper(word) == word && word[0] != '[' {
				args = append(args, filepath.Join(t.TempDir(), "x"))
			}
		}
		otherwise := "WARTA_SERVER"
		if name == "move" { // it asks no service
			args, otherwise = append(args, "--to", "sqlite:"+filepath.Join(t.TempDir(), "x")), "--record"
		}
		code, out, err := program(t, "", args...)
		if code != exitFailure || out != "" || !strings.Contains(err, "there is no record in "+data) || !strings.Contains(err, otherwise) || strings.Count(err, "\n") != 1 {
			t.Errorf("warta %v: got code %d, out %q, err %q", args, code, out, err)
		}
		if _, err := os.Stat(data); !os.IsNotExist(err) {
			t.Errorf("warta %s: the folder is there: %v", name, err)
		}
		refused++
	})
	if refused < 12 {
		t.Errorf("only %d commands were tried", refused)
	}
}

const rally = `{"url":"https://jateng.kpu.go.id/blog/read/%d","title":"Rapat KPU Jateng %d","published":"2025-11-05","body":%q}` + "\n"

// spoken fills a new data folder and returns it.
func spoken(t *testing.T) string {
	t.Helper()
	data := filepath.Join(t.TempDir(), "data")
	var in strings.Builder
	for n, body := range []string{
		"SEMARANG – Ketua KPU Provinsi Jawa Tengah Handi Tri Ujiono membuka rapat, Selasa (4/11/2025).\n\n“Kami siap,” kata Handi. Ia menegaskan bahwa semua logistik sudah tiba di gudang.",
		"SEMARANG – Anggota KPU Provinsi Jawa Tengah Muslim Aisha menutup rapat, Selasa (4/11/2025). Ketua KPU Provinsi Jawa Tengah Handi Tri Ujiono hadir.",
	} {
		fmt.Fprintf(&in, rally, n, n, body)
	}
	code, _, err := program(t, in.String(), "ingest", "-", "--data", data)
	if code != exitOK || !strings.Contains(err, "there is no record in "+data+": beginning a new one") || !strings.Contains(err, "WARTA_SERVER") {
		t.Fatalf("ingest into a new folder: got code %d, err %q", code, err)
	}
	return data
}

func TestPeopleAreFoundWithTheirIDs(t *testing.T) {
	t.Parallel()
	data := spoken(t)
	if _, _, err := program(t, "", "ingest", "-", "--data", data); strings.Contains(err, "beginning") {
		t.Errorf("a folder that is there is begun: %q", err)
	}
	for _, c := range []struct {
		args     []string
		out, err string
	}{
		{[]string{"people"}, "handi-tri-ujiono  Handi Tri Ujiono  2\nmuslim-aisha      Muslim Aisha      1\n", "2 people"},
		{[]string{"people", "--size", "1"}, "handi-tri-ujiono  Handi Tri Ujiono  2\n", "1 people"},
		{[]string{"people", "ujio"}, "handi-tri-ujiono  Handi Tri Ujiono  2\n", "1 people"},
		{[]string{"people", "muslim", "ais"}, "muslim-aisha  Muslim Aisha  1\n", "1 people"},
		{[]string{"people", "handi", "wijaya"}, "handi-tri-ujiono  Handi Tri Ujiono  2\n", "1 are named alike"},
		{[]string{"people", "xyzzy"}, "", "no official has this name"},
		{[]string{"people", "xyzzy", "--json"}, `{"officials":[]}` + "\n", ""},
		{[]string{"quotes", "--official", "handi-ujiono"}, "", "--official handi-ujiono: no official has this id; named alike: handi-tri-ujiono (Handi Tri Ujiono); `warta people NAME` finds ids"},
		{[]string{"search", "--official", "xyzzy"}, "", "--official xyzzy: no official has this id; `warta people NAME` finds ids"},
		{[]string{"quotes", "--official", "muslim-aisha"}, "", "0 of 0 quotes"},
	} {
		code, out, err := program(t, "", append(c.args, "--data", data)...)
		if code != exitOK || out != c.out || !strings.Contains(err, c.err) {
			t.Errorf("warta %v: got code %d\nout %q\nerr %q\nwant\nout %q\nerr %q", c.args, code, out, err, c.out, c.err)
		}
		if somebody := slices.Contains(c.args, "muslim-aisha"); somebody && strings.Contains(err, "no official") {
			t.Errorf("warta %v: %q", c.args, err)
		}
	}
	for _, args := range [][]string{{"official", "merge", "handi", "handi-tri-ujiono"}, {"official", "merge", "handi-tri-ujiono", "handi"}, {"official", "split", "handi"}} {
		if code, _, err := program(t, "", append(args, "--data", data)...); code != exitFailure || !strings.Contains(err, findIDs) {
			t.Errorf("warta %v: got code %d, err %q", args, code, err)
		}
	}
}

func TestQuotesOfAKindAreFound(t *testing.T) {
	t.Parallel()
	data := spoken(t)
	total := func(flags ...string) int {
		t.Helper()
		code, out, err := program(t, "", append([]string{"quotes", "--json", "--data", data}, flags...)...)
		var page struct{ Total int }
		if code != exitOK || json.Unmarshal([]byte(out), &page) != nil {
			t.Fatalf("%v: got code %d, %q", flags, code, err)
		}
		return page.Total
	}
	direct, indirect := total("--kind", "direct"), total("--kind", "indirect")
	if direct != 1 || indirect != 1 || total() != 1 {
		t.Errorf("got %d direct, %d indirect, %d by default, want one each", direct, indirect, total())
	}
	if got := total("--kind", "direct,indirect"); got != 2 {
		t.Errorf("a list: got %d, want 2", got)
	}
	if got := total("--kind", "direct", "--kind", "indirect"); got != 2 {
		t.Errorf("repeated: got %d, want 2", got)
	}
	if code, _, err := program(t, "", "quotes", "--kind", "langsung", "--data", data); code != exitUsage || !strings.Contains(err, "direct, unmarked") {
		t.Errorf("an unknown kind: got code %d, %q", code, err)
	}
}

// TestWhatWasNotSearchedAsTypedIsPrinted: words in place of a phrase, and a text without words.
func TestWhatWasNotSearchedAsTypedIsPrinted(t *testing.T) {
	t.Parallel()
	data := spoken(t)
	for _, c := range []struct{ command, text, want string }{
		{"search", "🎉", "no letters or digits"},
		{"quotes", "?!", "no letters or digits"},
		{"search", `rapat "jateng kpu"`, "nothing has “jateng kpu” as it stands: its words were searched"},
	} {
		code, out, err := program(t, "", c.command, "--data", data, c.text)
		if code != exitOK || !strings.Contains(err, c.want) || (out != "") != strings.Contains(c.want, "nothing has") {
			t.Errorf("warta %s %s: code %d, out %q, err %q, want %q", c.command, c.text, code, out, err, c.want)
		}
	}
}

func TestFlagsWithoutAValueShowNone(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"quotes", "--help"}, "\n  -h, --help                 help for quotes\n"},
		{[]string{"serve", "--help"}, "      --read-needs-key            the API's readers"},
		{[]string{"search", "--help"}, "      --size int             hits, 0 to 100 (default 10)\n"},
		{[]string{"harvest", "--help"}, "\nGlobal Flags:\n      --config string   file with settings"},
		{[]string{"keys", "revoke", "--help"}, `ID is the id of the key, not the key itself: the first column of
"warta keys list"`},
	} {
		if _, out, _ := program(t, "", c.args...); !strings.Contains(out, c.want) || strings.Contains(out, "true|false") || strings.Contains(out, `="true"`) {
			t.Errorf("warta %v: got\n%s\nwant it to hold\n%s", c.args, out, c.want)
		}
	}
}
