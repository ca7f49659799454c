package embedded_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"warta/analyzers"
	"warta/index"
	"warta/index/indextest/staff"
	"warta/index/search"
	"warta/internal/race"
)

// TestPostsOfOtherBodies asks for the posts of testdata/bodies.tsv as staff type them. The quotes
// are of the speakers in the table and of no others.
func TestPostsOfOtherBodies(t *testing.T) {
	if race.Enabled {
		t.Skip("one goroutine")
	}
	t.Parallel()
	reader, err := analyzers.New()
	if err != nil {
		t.Fatal(err)
	}
	table, err := os.ReadFile("testdata/bodies.tsv")
	if err != nil {
		t.Fatal(err)
	}
	searchers := make(map[staff.Collection]*search.Searcher)
	for _, c := range staff.Collections {
		articles, err := staff.Articles(reader, c)
		if err != nil {
			t.Fatal(err)
		}
		searchers[c] = product(t, articles)
	}
	asked := 0
	for line := range strings.Lines(string(table)) {
		if line = strings.TrimRight(line, "\n"); line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		asked++
		cells := strings.Split(line, "\t")
		page, err := searchers[staff.Collection(cells[0])].Search(t.Context(), search.Query{Of: index.Quotes, Text: cells[1], Size: 50, Collapse: true})
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, h := range page.Hits {
			name := "-"
			if h.Quote.Speaker != nil {
				name = h.Quote.Speaker.Name
			}
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
		slices.Sort(names)
		got := strings.Join(names, ", ")
		if page.Query.WithoutPost != "" {
			got = "without " + page.Query.WithoutPost
		}
		if got != cells[2] || page.Query.Subject != cells[3] {
			t.Errorf("%s: %q finds %q on %q, want %q on %q; %q", cells[0], cells[1], got, page.Query.Subject, cells[2], cells[3], page.Query.Understood)
		}
	}
	if asked < 60 {
		t.Errorf("%d posts", asked)
	}
}
