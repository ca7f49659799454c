package embedded_test

import (
	_ "embed"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"warta/analyzers"
	"warta/index/indextest/judged"
	"warta/index/search"
	"warta/internal/race"
)

//go:embed testdata/rankings/queries.tsv
var rankedQueries string

// TestRankingsAreKept holds the first ten hits of chosen queries against golden
// files, one of each class. The mean that TestRelevance keeps says that a ranking has
// changed; these files say which hit moved.
func TestRankingsAreKept(t *testing.T) {
	if race.Enabled {
		t.Skip("ranking is held against judgements in one goroutine")
	}
	t.Parallel()
	chosen := chosenQueries(t)
	reader, err := analyzers.New()
	if err != nil {
		t.Fatal(err)
	}
	searchers := make(map[judged.Collection]*search.Searcher)
	for _, c := range judged.Collections {
		articles, err := judged.Articles(reader, c)
		if err != nil {
			t.Fatal(err)
		}
		searchers[c] = product(t, articles)
	}
	for _, class := range judged.Classes {
		t.Run(class, func(t *testing.T) {
			t.Parallel()
			var got strings.Builder
			fmt.Fprintf(&got, "rank   score  grade  %-30s  title\n", "id")
			asked := 0
			for _, q := range chosen {
				if q.Class == class {
					asked++
					writeRanking(t, &got, searchers[q.Collection], q)
				}
			}
			if asked < 4 {
				t.Errorf("%d queries of this class, want 4 or more", asked)
			}
			golden := filepath.Join("testdata", "rankings", class+".txt")
			if *update {
				if err := os.WriteFile(golden, []byte(got.String()), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if got.String() != string(want) {
				t.Errorf("hits have moved; -update keeps that if it is better\n got\n%s\nwant\n%s", got.String(), want)
			}
		})
	}
}

// chosenQueries returns the queries of queries.tsv as they were judged, in its order.
func chosenQueries(t *testing.T) []judged.Query {
	t.Helper()
	all, err := judged.Queries()
	if err != nil {
		t.Fatal(err)
	}
	var chosen []judged.Query
	for line := range strings.Lines(rankedQueries) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		collection, text, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		i := slices.IndexFunc(all, func(q judged.Query) bool { return string(q.Collection) == collection && q.Text == text })
		switch {
		case i < 0:
			t.Errorf("queries.tsv: no judged query of %s is %q", collection, text)
		case all[i].Held:
			t.Errorf("queries.tsv: %q of %s is held back: its hits are not to be looked at", text, collection)
		default:
			chosen = append(chosen, all[i])
		}
	}
	return chosen
}

// writeRanking writes the first hits of a query: rank, score, the grade by judgement
// (0: it does not answer), id and title.
func writeRanking(t *testing.T, out *strings.Builder, searcher *search.Searcher, q judged.Query) {
	t.Helper()
	page, err := searcher.Search(t.Context(), search.Query{Text: q.Text, Size: judged.Depth, Collapse: true})
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(out, "\n%s: %s\n", q.Collection, q.Text)
	for i, hit := range page.Hits {
		fmt.Fprintf(out, "%4d  %6.2f  %5d  %-30s  %s\n", i+1, hit.Score, q.Grades[hit.ID], hit.ID, hit.Title)
	}
}
