package embedded_test

import (
	"fmt"
	"math"
	"path/filepath"
	"strings"
	"testing"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/documents"
	"warta/index/embedded"
	"warta/index/indextest"
)

// What is kept of frequent terms changes no score, be all documents of a long list
// wanted or one.
func TestFrequenciesThatAreKeptAreThoseOfTheIndex(t *testing.T) {
	t.Parallel()
	var changes []documents.Change
	for n := range 2000 {
		id := fmt.Sprint(n)
		changes = append(changes, documents.Change{ID: id, Article: &article.Article{
			ID: id, Title: "Rapat pleno", Date: "2025-11-05", Satker: []string{fmt.Sprint(n % 1000)},
			Paragraphs: []string{strings.Repeat("logistik ", 1+n%23) + strings.Repeat("kotak ", n%7)},
		}})
	}
	engine := func(o embedded.Options) *embedded.Engine {
		e := openWith(t, filepath.Join(t.TempDir(), "index"), o)
		if err := e.Apply(t.Context(), documents.Updates(changes), 1); err != nil {
			t.Fatal(err)
		}
		return e
	}
	kept, never := engine(embedded.Options{Frequent: 1}), engine(embedded.Options{Frequent: math.MaxInt})
	where := index.Any{
		index.Term{Field: index.FieldBody, Text: "logistik", Boost: 1},
		index.Term{Field: index.FieldBody, Text: "kotak", Boost: 2},
	}
	for round := range 3 { // the second time they are read, the third time at hand
		for _, office := range []string{"", "0", "7", "999"} {
			r := index.Request{Where: where, Sort: index.ByRelevance, Size: 100}
			if office != "" {
				r.Filters = []index.Filter{{Where: index.Term{Field: index.KeySatker, Text: office}}}
			}
			got, err := kept.Search(t.Context(), r)
			if err != nil {
				t.Fatal(err)
			}
			want, err := never.Search(t.Context(), r)
			if err != nil {
				t.Fatal(err)
			}
			if diff := indextest.Difference(got, want); diff != "" || want.Total == 0 {
				t.Errorf("round %d, office %q, %d found: %s", round, office, want.Total, diff)
			}
		}
	}
}
