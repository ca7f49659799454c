package search_test

import (
	"encoding/csv"
	"fmt"
	"os"
	"slices"
	"testing"

	"warta/analyzers/article"
	"warta/index/internal/cast"
	"warta/index/search"
	"warta/index/search/searchtest"
)

// Every spelling of the glossary finds the same, in the same order, alone and beside other
// words.
func TestSpellingsOfTheGlossaryFindTheSame(t *testing.T) {
	t.Parallel()
	file, err := os.Open("../../analyzers/indonesian/glossary.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	r := csv.NewReader(file)
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	rows = slices.DeleteFunc(rows, func(row []string) bool { return row[2] != "spelling" })
	if len(rows) < 100 {
		t.Fatalf("%d spellings: this test shows nothing", len(rows))
	}
	var articles []*article.Article
	for i, row := range rows {
		for j, word := range row[:2] {
			articles = append(articles, cast.Plain(fmt.Sprintf("%d-%d", i, j), "2025-01-01", "Rapat", "Catatan tentang "+word+" dan data dari gudang."))
		}
	}
	s := searchtest.NewShelf(t, articles...)
	asks := []string{"dimana", "terimakasih"} // words of questions, which are not looked for beside others
	for i, row := range rows {
		for _, form := range []string{"%s", "%s data", "catatan apa saja tentang %s di gudang"} {
			var answers []*search.Page
			for _, word := range row[:2] {
				answers = append(answers, s.Ask(search.Query{Text: fmt.Sprintf(form, word), Size: 50}))
			}
			a, b := answers[0], answers[1]
			if a.Total != b.Total || a.Query.Mode != b.Query.Mode || !slices.Equal(searchtest.IDs(a), searchtest.IDs(b)) {
				t.Errorf("%q finds %d %q, %s; with %q %d %q, %s", fmt.Sprintf(form, row[0]), a.Total, searchtest.IDs(a), a.Query.Mode, row[1], b.Total, searchtest.IDs(b), b.Query.Mode)
			}
			for j := range 2 {
				id := fmt.Sprintf("%d-%d", i, j)
				if form == "%s data" && !slices.Contains(asks, row[0]) && !slices.Contains(searchtest.IDs(a), id) {
					t.Errorf("%q does not find %s", fmt.Sprintf(form, row[0]), id)
				}
			}
		}
	}
}
