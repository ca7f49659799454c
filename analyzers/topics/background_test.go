package topics

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The table is what the generator makes of the cues and of the counts of news.
func TestBackgroundIsGenerated(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("runs the generator")
	}
	out := filepath.Join(t.TempDir(), "background.tsv")
	cmd := exec.CommandContext(t.Context(), "go", "run", "./genbackground",
		"-news", "../../cmd/warta/internal/corpus/data/words.tsv", "-o", out)
	if b, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, b)
	}
	want, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	if backgroundFile != string(want) {
		t.Error("background.tsv is not what go generate makes")
	}
}

func TestBackgroundIsChecked(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ data, want string }{
		{"# a comment\narsip\t79.8\nsiswa\t240\n", ""},
		{"arsip\n", `line 1: "arsip": want a word, a tab and a rate`},
		{"arsip 79.8\n", "want a word, a tab and a rate"},
		{"arsip\tmany\n", "want a word, a tab and a rate"},
		{"arsip\t0\n", "want a word, a tab and a rate"},
		{"arsip\t-1\n", "want a word, a tab and a rate"},
		{"arsip\tNaN\n", "want a word, a tab and a rate"},
		{"arsip\t2000000\n", "want a word, a tab and a rate"},
		{"\t79.8\n", "want the words sorted, each once"},
		{"arsip\t79.8\narsip\t79.8\n", "line 2: \"arsip\": want the words sorted, each once"},
		{"siswa\t240\narsip\t79.8\n", "want the words sorted, each once"},
	} {
		_, err := parseBackground(c.data)
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(withoutTabs(err), c.want)) {
			t.Errorf("%q: got error %v, want %q", c.data, err, c.want)
		}
	}
}

// withoutTabs returns the message with the quoted line cut at its first tab.
func withoutTabs(err error) string {
	head, tail, ok := strings.Cut(err.Error(), `\t`)
	if !ok {
		return head
	}
	_, tail, _ = strings.Cut(tail, `"`)
	return head + `"` + tail
}

// Cues that news hold often are weak, others are not; a word of the table that no
// leaf has is a fault.
func TestWordsOfTheNewsAreWeak(t *testing.T) {
	t.Parallel()
	leaves := []*Leaf{{ID: "arsip", Label: "Arsip", Cues: []string{"arsip", "retensi", "hoaks"}}}
	var a automaton
	rates := map[string]float64{"arsip": commonFrom, "retensi": commonFrom - 1, "hoaks": 10 * commonFrom}
	if errs := a.build(leaves, &tuning{Firm: []string{"hoaks"}}, rates); len(errs) > 0 {
		t.Fatal(errs)
	}
	for i, want := range []bool{true, false, false} {
		if got := a.patterns[i].weak; got != want {
			t.Errorf("cue %q: weak %v, want %v", leaves[0].Cues[i], got, want)
		}
	}
	var b automaton
	errs := b.build(leaves, &tuning{}, map[string]float64{"siswa": 240})
	if len(errs) != 1 || !strings.Contains(errs[0].Error(), `"siswa" is no cue`) {
		t.Errorf("got errors %v, want one of siswa", errs)
	}
}
