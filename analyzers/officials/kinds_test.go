package officials_test

import (
	"flag"
	"os"
	"strings"
	"testing"

	"warta/analyzers/satker"
)

var update = flag.Bool("update", false, "write what is found to testdata")

// TestKinds reads the texts of testdata/kinds.txt, which show each kind of name
// and post by several inputs.
func TestKinds(t *testing.T) {
	t.Parallel()
	g, err := satker.Load()
	if err != nil {
		t.Fatal(err)
	}
	const file = "testdata/kinds.txt"
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	for line := range strings.Lines(string(want)) {
		if strings.HasPrefix(line, " ") {
			continue
		}
		got.WriteString(line)
		text := strings.TrimSpace(line)
		if text == "" || text[0] == '#' {
			continue
		}
		for _, o := range describe(find(t, g, "Rapat Digelar", strings.ReplaceAll(text, "|", "\n")).Officials) {
			got.WriteString("    " + o + "\n")
		}
	}
	if *update {
		if err := os.WriteFile(file, []byte(got.String()), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	if got.String() != string(want) {
		t.Errorf("got\n%s\nrun with -update if that is meant", diff(string(want), got.String()))
	}
}

// diff returns the lines of got that differ from want, each below the text that it
// belongs to.
func diff(want, got string) string {
	have := make(map[string]int)
	for line := range strings.Lines(want) {
		have[line]++
	}
	var b strings.Builder
	text := ""
	for line := range strings.Lines(got) {
		if !strings.HasPrefix(line, " ") {
			text = line
		}
		if have[line]--; have[line] < 0 {
			b.WriteString(text + line)
		}
	}
	return b.String()
}
