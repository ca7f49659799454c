package embedded_test

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/documents"
	"warta/index/embedded"
	"warta/index/indextest"
)

// Of many thousand matches only those that can reach the page are put in order. They
// are those of a full sort, also where scores are equal and days decide.
func TestTheBestOfManyAreThoseOfAFullSort(t *testing.T) {
	t.Parallel()
	const articles = 9000                 // in one segment
	random := rand.New(rand.NewPCG(4, 4)) // repeatable on purpose
	changes := make([]documents.Change, articles)
	for n := range changes {
		id := fmt.Sprintf("%08x-%d", random.Uint32(), n)
		changes[n] = documents.Change{ID: id, Article: &article.Article{
			ID: id, Title: "Rapat", Date: fmt.Sprintf("2025-11-%02d", 1+n*28/articles), // newest last
			Paragraphs: []string{strings.Repeat("kata ", 1+random.IntN(4)) + strings.Repeat("lain ", random.IntN(3)) + "akhir"},
		}}
	}
	e := openWith(t, filepath.Join(t.TempDir(), "index"), embedded.Options{})
	var naive indextest.Fake
	for _, to := range []index.Engine{e, &naive} {
		if err := to.Apply(t.Context(), documents.Updates(changes), 1); err != nil {
			t.Fatal(err)
		}
	}
	search := func(of index.Engine, r index.Request) *index.Result {
		found, err := of.Search(t.Context(), r)
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	for what, where := range map[string]index.Expr{
		"equal scores": index.Prefix{Field: index.FieldBody, Text: "akhi", Boost: 1},
		"more for some": index.Prefer{
			Want: index.Prefix{Field: index.FieldBody, Text: "kata", Boost: 1},
			More: []index.Expr{index.Prefix{Field: index.FieldBody, Text: "lai", Boost: 2}},
		},
	} {
		all := search(&naive, index.Request{Where: where, Sort: index.ByRelevance, Keep: index.MaxRanked})
		for _, keep := range []int{1, 2, 10, 199, 200, index.MaxRanked} {
			got := search(e, index.Request{Where: where, Sort: index.ByRelevance, Keep: keep})
			if want := all.Ranked[:keep]; !slices.Equal(idsOf(got.Ranked), idsOf(want)) {
				t.Errorf("%s: the best %d are others than those of a full sort", what, keep)
			}
		}
		for skip := 0; skip+10 < len(all.Ranked); skip += 97 {
			got := search(e, index.Request{Where: where, Sort: index.ByRelevance, Skip: skip, Size: 10})
			if want := all.Ranked[skip : skip+10]; !slices.Equal(idsOf(got.Hits), idsOf(want)) {
				t.Errorf("%s: ten behind %d are others than those of a full sort", what, skip)
			}
		}
	}
}

func idsOf(hits []index.Match) []string {
	ids := make([]string, len(hits))
	for i, hit := range hits {
		ids[i] = hit.ID
	}
	return ids
}
