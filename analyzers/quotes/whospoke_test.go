package quotes_test

import (
	"os"
	"strings"
	"testing"

	"warta/analyzers/satker"
)

// TestWhoSpoke reads the texts of testdata/speakers.txt, which show each kind of place that
// tells who spoke by several inputs. A bar parts paragraphs; what is found stands below.
func TestWhoSpoke(t *testing.T) {
	t.Parallel()
	g, err := satker.Load()
	if err != nil {
		t.Fatal(err)
	}
	const file = "testdata/speakers.txt"
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	lead := ""
	for line := range strings.Lines(string(want)) {
		if strings.HasPrefix(line, " ") {
			continue
		}
		got.WriteString(line)
		text := strings.TrimSpace(line)
		switch {
		case text == "" || text[0] == '#':
			continue
		case text[0] == '>':
			lead = strings.TrimSpace(text[1:]) // opens each of the texts that follow
			continue
		}
		a := read(g, "33.16", "", strings.Split(lead+"|"+text, "|")...)
		found := say(a.Quotes)
		for _, quote := range found {
			got.WriteString("    " + quote + "\n")
		}
		if len(found) == 0 {
			got.WriteString("    nothing\n")
		}
	}
	if *update {
		if err := os.WriteFile(file, []byte(got.String()), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	if got.String() != string(want) {
		t.Errorf("what is found is not what is recorded; run with -update and look at the difference\n%s", got.String())
	}
}
