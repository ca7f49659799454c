package judged_test

import (
	"flag"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"warta/analyzers"
	"warta/analyzers/article"
	"warta/index/indextest/judged"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func queries(t *testing.T) []judged.Query {
	t.Helper()
	all, err := judged.Queries()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func articles(t *testing.T, of judged.Collection) []*article.Article {
	t.Helper()
	reader, err := analyzers.New()
	if err != nil {
		t.Fatal(err)
	}
	all, err := judged.Articles(reader, of)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestEveryQueryIsAnsweredByArticlesThatExist(t *testing.T) {
	t.Parallel()
	exists := map[judged.Collection]map[string]bool{}
	for _, c := range judged.Collections {
		exists[c] = map[string]bool{}
		for _, a := range articles(t, c) {
			if exists[c][a.ID] {
				t.Errorf("two articles have the id %s", a.ID)
			}
			exists[c][a.ID] = true
		}
	}
	asked := map[string]bool{}
	for _, q := range queries(t) {
		if len(q.Grades) == 0 {
			t.Errorf("%s: nothing answers %q", q.Collection, q.Text)
		}
		for id := range q.Grades {
			if !exists[q.Collection][id] {
				t.Errorf("%q is answered by %s, which does not exist", q.Text, id)
			}
		}
		if !slices.Contains(judged.Classes, q.Class) {
			t.Errorf("%q has the unknown class %s", q.Text, q.Class)
		}
		if key := string(q.Collection) + q.Text; asked[key] {
			t.Errorf("%s: %q is asked twice", q.Collection, q.Text)
		} else {
			asked[key] = true
		}
	}
}

func TestThereAreEnoughQueriesOfEveryClassInBothParts(t *testing.T) {
	t.Parallel()
	all := queries(t)
	count := map[string]int{}
	held := 0
	for _, q := range all {
		count[q.Class]++
		if q.Held {
			held++
			count["held back "+q.Class]++
		}
	}
	if len(all) < 300 || held*4 < len(all) || held*5 > len(all)*2 {
		t.Errorf("%d queries, %d held back; want 300 and about a third", len(all), held)
	}
	for _, class := range judged.Classes {
		if count[class] < 25 || count["held back "+class] < 5 {
			t.Errorf("%s: %d queries, %d held back; want 25 and 5", class, count[class], count["held back "+class])
		}
	}
}

// TestTheSplitIsTheCommittedOne keeps a query from moving between the parts
// unnoticed: who changes its text sees it here.
func TestTheSplitIsTheCommittedOne(t *testing.T) {
	t.Parallel()
	const golden = "testdata/held-back.txt"
	var held []string
	for _, q := range queries(t) {
		if q.Held {
			held = append(held, string(q.Collection)+"\t"+q.Text)
		}
	}
	slices.Sort(held)
	got := strings.Join(held, "\n") + "\n"
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil || got != string(want) {
		t.Errorf("the part held back has changed (%v)\n got %s\nwant %s", err, got, want)
	}
}

// TestNothingElseHasTheWords checks what the made-up articles promise: an
// article that is not about a subject has not all words of a query about it,
// unless it was put there to mislead.
func TestNothingElseHasTheWords(t *testing.T) {
	t.Parallel()
	texts := map[string]map[string]bool{}
	for _, a := range articles(t, judged.Made) {
		texts[a.ID] = map[string]bool{}
		all := strings.ToLower(a.Title + " " + strings.Join(a.Paragraphs, " "))
		for word := range strings.FieldsFuncSeq(all, func(r rune) bool { return strings.ContainsRune(" .,;:()/“”–\n", r) }) {
			texts[a.ID][word] = true
		}
	}
	for _, q := range queries(t) {
		if q.Collection != judged.Made || !slices.Contains([]string{"words", "inflections", "phrases"}, q.Class) {
			continue
		}
		subjects := map[string]bool{}
		for id := range q.Grades {
			subjects[strings.TrimRight(id, "-0123456789")] = true
		}
		words := strings.Fields(strings.ReplaceAll(q.Text, `"`, ""))
		for id, has := range texts {
			if subjects[strings.TrimRight(id, "-0123456789")] {
				continue
			}
			if !slices.ContainsFunc(words, func(w string) bool { return !has[w] }) {
				t.Errorf("%q: %s has every word of it and is not judged", q.Text, id)
			}
		}
	}
}

func TestReadingFindsWhatWasMadeUp(t *testing.T) {
	t.Parallel()
	undated, unplaced := 0, 0
	list := articles(t, judged.Made)
	for _, a := range list {
		if a.Date == "" {
			undated++
		}
		if a.Publisher == nil || len(a.Officials) == 0 {
			unplaced++
		}
	}
	if undated*20 > len(list) || unplaced*50 > len(list) {
		t.Errorf("of %d articles %d are without a date, %d without office or people", len(list), undated, unplaced)
	}
}

func TestMeasures(t *testing.T) {
	t.Parallel()
	q := judged.Query{Grades: map[string]int{"a": 3, "b": 1}}
	ideal := 7 + 1/math.Log2(3)
	for _, c := range []struct {
		why       string
		ranked    []string
		ndcg, mrr float64
	}{
		{"the ideal order", []string{"a", "b", "x"}, 1, 1},
		{"nothing found", nil, 0, 0},
		{"the wrong way round", []string{"b", "a"}, (1 + 7/math.Log2(3)) / ideal, 0.5},
		{"one wrong in front", []string{"x", "a", "b"}, (7/math.Log2(3) + 0.5) / ideal, 0.5},
		{"past the tenth nothing counts", []string{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "a"}, 0, 0},
	} {
		if got := q.NDCG(c.ranked); math.Abs(got-c.ndcg) > 1e-12 {
			t.Errorf("%s: nDCG %v, want %v", c.why, got, c.ndcg)
		}
		if got := q.ReciprocalRank(c.ranked); got != c.mrr {
			t.Errorf("%s: reciprocal rank %v, want %v", c.why, got, c.mrr)
		}
	}
	weak := judged.Query{Grades: map[string]int{"a": 1}}
	if got := weak.ReciprocalRank([]string{"x", "a"}); got != 0.5 {
		t.Errorf("where nothing answers better a mention counts: %v, want 0.5", got)
	}
}
