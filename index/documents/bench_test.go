package documents

import (
	"testing"

	"warta/analyzers"
	"warta/analyzers/article"
	"warta/analyzers/samples"
	"warta/index"
)

func sampleArticles(tb testing.TB) []article.Article {
	tb.Helper()
	r, err := analyzers.New()
	if err != nil {
		tb.Fatal(err)
	}
	list, err := samples.All()
	if err != nil {
		tb.Fatal(err)
	}
	var all []article.Article
	for _, s := range list {
		src := analyzers.Source{URL: s.URL, Published: s.Published, Text: s.Raw, AsOf: "2026-03-01"}
		if s.HTML {
			src.HTML, src.Text = s.Raw, ""
		}
		all = append(all, r.Read(src)...)
	}
	return all
}

// The field of names stays small beside the body of an article.
func TestNamesAreFewOfTheWords(t *testing.T) {
	t.Parallel()
	const most = 0.2 // of the words
	words, names := 0, 0
	for _, a := range sampleArticles(t) {
		for _, x := range Of(Change{ID: "a", Article: &a})[0].Texts {
			switch x.Field {
			case index.FieldBody:
				words += len(x.Terms)
			case index.FieldNames:
				names += len(x.Terms)
			}
		}
	}
	if share := float64(names) / float64(words); names == 0 || share > most {
		t.Errorf("%d names among %d words, want more than none and at most %.2f", names, words, most)
	}
}

func BenchmarkOf(b *testing.B) {
	all := sampleArticles(b)
	b.ReportAllocs()
	for b.Loop() {
		for i := range all {
			Of(Change{ID: "a", Article: &all[i]})
		}
	}
}

func BenchmarkStageKeys(b *testing.B) {
	all := sampleArticles(b)
	b.ReportAllocs()
	for b.Loop() {
		for i := range all {
			StageKeys(&all[i])
		}
	}
}
