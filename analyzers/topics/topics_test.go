package topics_test

import (
	"os"
	"strings"
	"testing"

	"warta/analyzers/topics"
)

func load(t testing.TB) *topics.Taxonomy {
	t.Helper()
	taxonomy, err := topics.Load()
	if err != nil {
		t.Fatal(err)
	}
	return taxonomy
}

// Every leaf has a story of two sentences, in words that were not taken from
// its cues alone.
func TestEveryLeafIsTheMainTopicOfItsStory(t *testing.T) {
	t.Parallel()
	taxonomy := load(t)
	data, err := os.ReadFile("testdata/headlines.tsv")
	if err != nil {
		t.Fatal(err)
	}
	seen := make(map[string]bool)
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSuffix(line, "\n")
		if strings.HasPrefix(line, "#") {
			continue
		}
		fields := strings.Split(line, "\t")
		if len(fields) != 3 {
			t.Fatalf("line %q: want leaf, title, lead", line)
		}
		seen[fields[0]] = true
		got := taxonomy.Find(fields[1], fields[2:])
		if len(got) == 0 || got[0].ID != fields[0] {
			t.Errorf("%q\n%q\n got %v, want %s first", fields[1], fields[2], got, fields[0])
		}
	}
	for _, topic := range taxonomy.Topics() {
		for _, leaf := range topic.Leaves {
			if !seen[leaf.ID] {
				t.Errorf("leaf %s has no story", leaf.ID)
			}
		}
	}
}
