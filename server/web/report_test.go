package web

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"warta/analyzers/article"
)

// TestEachVerbOfSayingIsReported holds that each verb of verbs.txt has a reported form, that verbs
// that ask are not reported as statements, and that no verb is listed that verbs.txt lacks.
func TestEachVerbOfSayingIsReported(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("../../analyzers/internal/prose/verbs.txt")
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	known := map[string]bool{"": true, "menurut": true} // roots and cues
	for line := range strings.Lines(string(data)) {
		cells := strings.Split(strings.TrimSpace(line), "|")
		if strings.HasPrefix(line, "#") || len(cells) != 4 {
			continue
		}
		flags := strings.Fields(cells[3])
		var cues []string
		bare, asks := false, false
		for _, f := range flags {
			bare, asks = bare || f == "bare", asks || f == "asks"
		}
		if root := strings.TrimSpace(cells[0]); bare {
			cues = append(cues, root, root+"nya", root+" dia")
		}
		cues = append(append(cues, strings.Fields(cells[1])...), strings.Fields(cells[2])...)
		for _, cue := range cues {
			seen++
			known[cue], known[rootOf(cue)] = true, true
			r := reportOf(article.Quote{Kind: article.Indirect, Text: "warga datang", Cue: cue})
			if r.act == actUnknown || asks && r.act != actNamed {
				t.Errorf("%s is told as %+v", cue, r)
			}
		}
	}
	if seen < 300 {
		t.Errorf("only %d cues", seen)
	}
	for _, verb := range slices.Concat(plainVerbs, moods, slices.Collect(maps.Keys(askingVerbs))) {
		if !known[verb] {
			t.Errorf("%q has a reported form, and is no verb of verbs.txt", verb)
		}
	}
}
