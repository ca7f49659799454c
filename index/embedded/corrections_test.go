package embedded_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"warta/analyzers"
	"warta/analyzers/article"
	"warta/index/indextest/judged"
	"warta/index/indextest/slips"
	"warta/index/search"
	"warta/internal/race"
)

// Bounds of corrections on each part. Before words that lists know were left alone 164 and 91
// errors were replaced rightly, and of all that was replaced 28 in 100 wrongly.
const mostWrong = 0.03

var leastRight = map[judged.Part]int{judged.Dev: 165, judged.HeldBack: 94}

// TestCorrections measures what becomes of words with a typing error and of words that are
// right, in an archive of both collections of judged articles. The figures are a golden file.
func TestCorrections(t *testing.T) {
	if race.Enabled {
		t.Skip("corrections are measured in one goroutine")
	}
	t.Parallel()
	reader, err := analyzers.New()
	if err != nil {
		t.Fatal(err)
	}
	var archive []*article.Article
	for _, c := range judged.Collections {
		articles, err := judged.Articles(reader, c)
		if err != nil {
			t.Fatal(err)
		}
		archive = append(archive, articles...)
	}
	queries, err := slips.Queries()
	if err != nil {
		t.Fatal(err)
	}
	searcher := product(t, archive)
	type part struct{ isRight, held bool }
	counts := map[part]map[slips.Outcome]int{}
	var shown strings.Builder // of the queries that may be looked at
	for _, q := range queries {
		page, err := searcher.Search(t.Context(), search.Query{Text: q.Text, Size: 1})
		if err != nil {
			t.Fatal(err)
		}
		applied := ""
		if page.Query.Corrected != nil {
			applied = *page.Query.Corrected
		}
		at := part{q.IsRight(), q.Held}
		if counts[at] == nil {
			counts[at] = map[slips.Outcome]int{}
		}
		outcome := q.Judge(applied, page.Query.Offered)
		counts[at][outcome]++
		if !q.Held {
			fmt.Fprintf(&shown, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", outcome, q.Kind, q.Word, q.Meant, q.Text, applied, page.Query.Offered)
		}
	}
	if err := os.WriteFile(filepath.Join(t.ArtifactDir(), "corrections.tsv"), []byte(shown.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%-7s%-11s", "word", "part")
	for _, o := range slips.Outcomes {
		fmt.Fprintf(&b, "%14s", o)
	}
	b.WriteByte('\n')
	for _, at := range []part{{false, false}, {false, true}, {true, false}, {true, true}} {
		word, name := "error", judged.Dev
		if at.isRight {
			word = "right"
		}
		if at.held {
			name = judged.HeldBack
		}
		fmt.Fprintf(&b, "%-7s%-11s", word, name)
		for _, o := range slips.Outcomes {
			fmt.Fprintf(&b, "%14d", counts[at][o])
		}
		b.WriteByte('\n')
	}
	golden(t, "testdata/corrections.txt", b.String())
	for held, name := range map[bool]judged.Part{false: judged.Dev, true: judged.HeldBack} {
		right := counts[part{false, held}][slips.AppliedRight]
		wrong := counts[part{false, held}][slips.AppliedWrong] + counts[part{true, held}][slips.AppliedWrong]
		if right < leastRight[name] || float64(wrong) > mostWrong*float64(right+wrong) {
			t.Errorf("%s: %d words are replaced rightly and %d wrongly, want at least %d and at most %.0f in 100", name, right, wrong, leastRight[name], 100*mostWrong)
		}
	}
}
