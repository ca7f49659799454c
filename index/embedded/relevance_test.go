package embedded_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/blevesearch/bleve/v2/analysis/lang/id"

	"warta/analyzers"
	"warta/analyzers/article"
	"warta/index/documents"
	"warta/index/indextest"
	"warta/index/indextest/judged"
	"warta/index/search"
	"warta/index/understand"
	"warta/internal/race"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// The systems that are compared.
const (
	unstemmed = "no stemming"
	stopWords = "bleve id"
	ours      = "warta"
)

// leastLead is the least lead in nDCG@10 over all queries against bleve with its stop words.
// docs/ranking.md has the goal: raise leastLead with every gain.
const leastLead = 0.15

// product returns a searcher of articles with the settings of the product.
func product(t testing.TB, articles []*article.Article) *search.Searcher {
	t.Helper()
	engine := open(t, t.TempDir())
	t.Cleanup(func() { _ = engine.Close() })
	changes := make([]documents.Change, len(articles))
	for i, a := range articles {
		changes[i] = documents.Change{ID: a.ID, Article: a}
	}
	if err := engine.Apply(t.Context(), documents.Updates(changes), uint64(len(changes))); err != nil {
		t.Fatal(err)
	}
	readings := new(indextest.Readings)
	readings.Apply(changes...)
	return search.New(search.Options{Engine: engine, Readings: readings, Now: func() time.Time { return judged.Today }})
}

// ask is the ranker of a searcher.
func ask(searcher *search.Searcher) judged.Ranker {
	return func(ctx context.Context, text string) ([]string, error) {
		page, err := searcher.Search(ctx, search.Query{Text: text, Size: judged.Depth, Collapse: true})
		if err != nil {
			return nil, err
		}
		if page.Query.ManyNames {
			return nil, errors.New("a judged query uses up its budget")
		}
		var ids []string
		for _, hit := range page.Hits {
			ids = append(ids, hit.ID)
		}
		return ids, nil
	}
}

// TestRelevance compares the product with bleve on the judged queries. The figures are a
// golden file. With -artifacts it keeps the answers to the queries outside the test set, for
// tuning.
func TestRelevance(t *testing.T) {
	if race.Enabled {
		t.Skip("ranking is held against judgements in one goroutine")
	}
	t.Parallel()
	queries, err := judged.Queries()
	if err != nil {
		t.Fatal(err)
	}
	reader, err := analyzers.New()
	if err != nil {
		t.Fatal(err)
	}
	systems := []judged.System{{Name: unstemmed}, {Name: stopWords}, {Name: ours}}
	for _, c := range judged.Collections {
		articles, err := judged.Articles(reader, c)
		if err != nil {
			t.Fatal(err)
		}
		for i, rank := range []judged.Ranker{
			newBaseline(t, articles).rank, newBaseline(t, articles, id.StopName).rank, ask(product(t, articles)),
		} {
			answers, err := judged.Ask(t.Context(), queries, c, rank)
			if err != nil {
				t.Fatal(err)
			}
			systems[i].Answers = append(systems[i].Answers, answers...)
		}
	}
	keepAnswers(t, systems)
	golden(t, "testdata/relevance.txt", judged.Table(systems, judged.Classes))
	for _, part := range []judged.Part{judged.Dev, judged.HeldBack} {
		for _, class := range judged.Classes {
			_, theirs, _ := judged.Mean(systems[1].Answers, class, part)
			_, mine, _ := judged.Mean(systems[2].Answers, class, part)
			if mine < theirs || mine == theirs && class != "words" {
				t.Errorf("%s, %s: nDCG@%d %.3f, bleve with its stop words has %.3f", class, part, judged.Depth, mine, theirs)
			}
		}
		_, theirs, _ := judged.Mean(systems[1].Answers, judged.All, part)
		_, mine, _ := judged.Mean(systems[2].Answers, judged.All, part)
		if mine < theirs+leastLead {
			t.Errorf("all, %s: nDCG@%d %.3f, bleve with its stop words has %.3f; want a lead of %.2f", part, judged.Depth, mine, theirs, leastLead)
		}
	}
}

// keepAnswers writes the answers to the queries outside the test set to a file, the worst
// first.
func keepAnswers(t *testing.T, systems []judged.System) {
	t.Helper()
	var lines []string
	for i, mine := range systems[2].Answers {
		if mine.Query.Held {
			continue
		}
		lines = append(lines, fmt.Sprintf("%.3f\t%.3f\t%.3f\t%s\t%s\t%s\t%s", mine.NDCG, systems[1].Answers[i].NDCG, systems[0].Answers[i].NDCG,
			mine.Query.Class, mine.Query.Collection, mine.Query.Text, strings.Join(mine.Ranked, " ")))
	}
	slices.Sort(lines)
	head := strings.Join([]string{ours, stopWords, unstemmed, "class", "collection", "query", "hits of " + ours}, "\t")
	text := head + "\n" + strings.Join(lines, "\n") + "\n"
	if err := os.WriteFile(filepath.Join(t.ArtifactDir(), "dev.tsv"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestWhatEachPartIsFor measures the ranking without each of its parts, on the queries
// outside the test set.
func TestWhatEachPartIsFor(t *testing.T) {
	if race.Enabled {
		t.Skip("ranking is held against judgements in one goroutine")
	}
	t.Parallel()
	queries, err := judged.Queries()
	if err != nil {
		t.Fatal(err)
	}
	reader, err := analyzers.New()
	if err != nil {
		t.Fatal(err)
	}
	parts := []struct {
		name string
		off  func(*understand.Weights)
	}{
		{"everything", func(*understand.Weights) {}},
		{"without titles", func(w *understand.Weights) { w.Title = understand.FieldWeights{} }},
		{"without forms", func(w *understand.Weights) { w.Title.Form, w.Body.Form = 0, 0 }},
		{"without families", func(w *understand.Weights) { w.Title.Family, w.Body.Family = 0, 0 }},
		{"without openings", func(w *understand.Weights) { w.Opening = 0 }},
		{"without a constant for all", func(w *understand.Weights) { w.Complete = 0 }},
		{"without all of few first", func(w *understand.Weights) { w.First = 0 }},
		{"without names of officials", func(w *understand.Weights) { w.Name = 0 }},
		{"without other spellings", func(w *understand.Weights) { w.Spelt = 0 }},
		{"without the registry", func(w *understand.Weights) { w.Person.Named, w.Person.Speaks = 0, 0 }},
		{"without both of these", func(w *understand.Weights) { w.Spelt, w.Person.Named, w.Person.Speaks = 0, 0, 0 }},
		{"without alternatives", func(w *understand.Weights) { w.Alternative, w.Loose = 0, 0 }},
		{"without loose ones", func(w *understand.Weights) { w.Loose = 0 }},
		{"without offices", func(w *understand.Weights) {
			w.Office.Publisher, w.Office.About, w.Office.Below, w.Office.Named = 0, 0, 0, 0
		}},
		{"without posts", func(w *understand.Weights) { w.Office.Speaks = 0 }},
		{"without periods", func(w *understand.Weights) { w.Period, w.Year = understand.PeriodWeights{}, understand.PeriodWeights{} }},
		{"without corrections", func(w *understand.Weights) { w.Slip = 0 }},
		{"without a look beside errors", func(w *understand.Weights) { w.Beside = 0 }},
		{"without words side by side", func(w *understand.Weights) { w.Phrase = 0 }},
		{"without news first", func(w *understand.Weights) { w.Recent = nil }},
	}
	answers := make([][]judged.Answer, len(parts))
	for _, c := range judged.Collections {
		articles, err := judged.Articles(reader, c)
		if err != nil {
			t.Fatal(err)
		}
		searcher := product(t, articles)
		for i, part := range parts {
			weights := understand.DefaultWeights()
			part.off(&weights)
			some, err := judged.Ask(t.Context(), queries, c, ask(searcher.WithWeights(weights)))
			if err != nil {
				t.Fatal(err)
			}
			answers[i] = append(answers[i], some...)
		}
	}
	var got strings.Builder
	fmt.Fprintf(&got, "%-28s", "")
	classes := append([]string{judged.All}, judged.Classes...)
	for _, class := range classes {
		fmt.Fprintf(&got, " %8.8s", class)
	}
	got.WriteByte('\n')
	for i, part := range parts {
		fmt.Fprintf(&got, "%-28s", part.name)
		for _, class := range classes {
			_, figure, _ := judged.Mean(answers[i], class, judged.Dev)
			fmt.Fprintf(&got, " %8.3f", figure)
		}
		got.WriteByte('\n')
	}
	golden(t, "testdata/parts.txt", got.String())
}
