package embedded_test

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"warta/analyzers"
	"warta/index"
	"warta/index/indextest/judged"
	"warta/index/indextest/staff"
	"warta/index/search"
	"warta/internal/race"
)

// leastOfStaff are floors of the answers to questions of staff, for either part. The aim of all is
// 0.98 for both: raise it with every gain.
var leastOfStaff = map[judged.Part]struct{ first, all, clean float64 }{
	judged.Dev:      {first: 0.98, all: 0.98, clean: 1},
	judged.HeldBack: {first: 0.98, all: 0.96, clean: 1},
}

// TestQuestionsOfStaff measures how well questions of staff find the quotes that answer them. The
// figures are a golden file. With -artifacts it keeps the answers to the questions outside of
// the part held back, for tuning.
func TestQuestionsOfStaff(t *testing.T) {
	if race.Enabled {
		t.Skip("ranking is held against judgements in one goroutine")
	}
	t.Parallel()
	reader, err := analyzers.New()
	if err != nil {
		t.Fatal(err)
	}
	var verdicts []staff.Verdict
	for _, c := range staff.Collections {
		articles, err := staff.Articles(reader, c)
		if err != nil {
			t.Fatal(err)
		}
		quotes, questions, err := staff.Load(c)
		if err != nil {
			t.Fatal(err)
		}
		searcher := product(t, articles)
		for i := range questions {
			page, err := searcher.Search(t.Context(), search.Query{Of: index.Quotes, Text: questions[i].Text, Size: judged.Depth, Collapse: true})
			if err != nil {
				t.Fatal(err)
			}
			if page.Query.ManyNames {
				t.Error("a question uses up its budget")
			}
			verdicts = append(verdicts, staff.Judge(&questions[i], quotes, linesOf(page)))
		}
	}
	keepVerdicts(t, verdicts)
	golden(t, "testdata/staff.txt", staff.Table(verdicts))
	for _, part := range []judged.Part{judged.Dev, judged.HeldBack} {
		_, first, all, clean := staff.Shares(verdicts, judged.All, part)
		if least := leastOfStaff[part]; first < least.first || all < least.all || clean < least.clean {
			t.Errorf("%s: first %.3f, all %.3f, clean %.3f, want %.2f, %.2f and %.2f", part, first, all, clean, least.first, least.all, least.clean)
		}
	}
}

// linesOf returns the quotes of a page as they are judged.
func linesOf(page *search.Page) []staff.Line {
	var lines []staff.Line
	for _, h := range page.Hits {
		line := staff.Line{Article: h.ID, Text: h.Quote.Text}
		if h.Quote.Speaker != nil {
			line.Speaker = h.Quote.Speaker.Name
		}
		lines = append(lines, line)
	}
	return lines
}

// keepVerdicts writes the answers to the questions that may be looked at to a file, the worst
// first.
func keepVerdicts(t *testing.T, verdicts []staff.Verdict) {
	t.Helper()
	open := slices.DeleteFunc(slices.Clone(verdicts), func(v staff.Verdict) bool { return v.Question.Held })
	worth := func(v staff.Verdict) int {
		n := 0
		for _, good := range []bool{v.First, v.All, v.Clean} {
			if good {
				n++
			}
		}
		return n
	}
	slices.SortStableFunc(open, func(x, y staff.Verdict) int { return cmp.Compare(worth(x), worth(y)) })
	var b strings.Builder
	for _, v := range open {
		fmt.Fprintf(&b, "%s\t%s\t%q\tfirst %t, all %t, clean %t; wants %v of %v\n", v.Question.Collection, v.Question.Class, v.Question.Text, v.First, v.All, v.Clean, v.Question.Wanted, v.Question.Persons)
		for i, line := range v.Shown {
			fmt.Fprintf(&b, "\t%d. %s\n", i+1, line)
		}
	}
	if err := os.WriteFile(filepath.Join(t.ArtifactDir(), "staff.tsv"), []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
}
