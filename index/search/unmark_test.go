package search_test

import (
	"slices"
	"testing"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/internal/cast"
	"warta/index/search"
	"warta/index/search/searchtest"
)

// The words of phrases are asked for where nothing has the phrases, and the answer says so. What
// is found as it was typed stays as it was; exclusions and fields are never widened.
func TestPhrasesThatNothingHasAreAskedAsWords(t *testing.T) {
	t.Parallel()
	s := searchtest.NewShelf(t,
		cast.Plain("gudang", "2025-01-01", "KPU Solok: gudang logistik siap dipakai", "Gudang sudah siap."),
		cast.Plain("pleno", "2025-01-02", "Rapat pleno di Agam", "Rapat pleno terbuka di Agam."),
		cast.Plain("sore", "2025-01-03", "Pleno sore", "Kotak dan bilik suara tiba pada sore hari."),
		cast.Plain("arsip", "2025-01-04", "Arsip lama", "Lemari arsip ditata."),
	)
	for _, c := range []struct {
		why, text, mode string
		want            []string // ids in any order
		without         []string
	}{
		{"a phrase that is found stays one", `"rapat pleno"`, "all", []string{"pleno"}, nil},
		{"a whole headline with marks around it", `"KPU Solok gudang logistik dipakai siap"`, "any", []string{"gudang"}, []string{"KPU Solok gudang logistik dipakai siap"}},
		{"a headline with marks in it", `KPU Solok “Siap Dipakai Gudang” logistik`, "any", []string{"gudang"}, []string{"Siap Dipakai Gudang"}},
		{"not all of the words are needed", `"gudang logistik siap kemarau"`, "any", []string{"gudang"}, []string{"gudang logistik siap kemarau"}},
		{"a word will do", `arsip "terbang jauh sekali"`, "any", []string{"arsip"}, []string{"terbang jauh sekali"}},
		{"only what is not found is widened", `pleno "rapat pleno" "terbuka agam di"`, "most", []string{"pleno"}, []string{"terbuka agam di"}},
		{"phrases that stand in no one article", `"rapat pleno terbuka di" "bilik suara" pleno kotak`, "any", []string{"pleno", "sore"}, []string{"rapat pleno terbuka di", "bilik suara"}},
		{"a phrase that is found is not given up for a word that is not", `"rapat pleno" helikopter`, "all", nil, nil},
		{"an exclusion stays hard", `KPU "gudang siap logistik" -dipakai`, "most", nil, nil},
		{"an excluded phrase stays one", `rapat "agam terbuka" -"terbuka rapat"`, "any", []string{"pleno"}, []string{"agam terbuka"}},
		{"an excluded phrase excludes", `agam "agam terbuka" -"rapat pleno"`, "all", nil, nil},
		{"a field stays hard", `judul:"logistik gudang"`, "all", nil, nil},
		{"a field beside a phrase stays hard", `judul:arsip siap "siap gudang"`, "all", nil, nil},
		{"an alternative is asked for all of its words", `"lemari ditata" OR "bilik terbuka" lama`, "most", []string{"arsip"}, []string{"lemari ditata", "bilik terbuka"}},
		{"what is syntax in a phrase is a word without marks", `"solok gudang -siap logistik"`, "any", []string{"gudang"}, []string{"solok gudang -siap logistik"}},
		{"a few words in marks alone are asked for exactly", `"gudang siap logistik"`, "all", nil, nil},
		{"so are several phrases of a few words", `"gudang siap" "logistik gudang"`, "all", nil, nil},
		{"nothing is found", `"helikopter terbang"`, "all", nil, nil},
	} {
		page := s.Ask(search.Query{Text: c.text})
		got := searchtest.IDs(page)
		slices.Sort(got)
		if !slices.Equal(got, c.want) || page.Total != len(c.want) {
			t.Errorf("%s: %s finds %q (%d), want %q", c.why, c.text, got, page.Total, c.want)
			continue
		}
		if !slices.Equal(page.Query.WithoutMarks, c.without) {
			t.Errorf("%s: %s was asked without marks on %q, want %q", c.why, c.text, page.Query.WithoutMarks, c.without)
		}
		if len(c.want) > 0 && page.Query.Mode != c.mode {
			t.Errorf("%s: %s has mode %s, want %s", c.why, c.text, page.Query.Mode, c.mode)
		}
		all := s.Ask(search.Query{Text: c.text, AllWords: true})
		if all.Total > page.Total || page.Query.All != nil && all.Total != page.Query.All.Total {
			t.Errorf("%s: all words of %s are in %d, the answer says %+v", c.why, c.text, all.Total, page.Query.All)
		}
		if exact := s.Ask(search.Query{Text: c.text, Exact: true}); exact.Query.WithoutMarks != nil {
			t.Errorf("%s: %s was widened though it is exact", c.why, c.text)
		}
		if typed := s.Ask(search.Query{Text: c.text, AsTyped: true}); typed.Query.WithoutMarks != nil {
			t.Errorf("%s: %s lost its marks though it is taken as typed", c.why, c.text)
		}
	}
}

// Where nothing has any of the phrases, the query without their marks is asked for once.
func TestNoStepWithoutMarksIsAskedTwice(t *testing.T) {
	t.Parallel()
	s := searchtest.NewShelf(t, cast.Plain("pleno", "2025-01-02", "Rapat pleno di Agam", "Rapat pleno terbuka di Agam."))
	for _, text := range []string{
		`helikopter "kapal terbang" "baling besar"`,      // all are missing
		`helikopter "kapal terbang"`,                     // the only one is
		`helikopter "rapat pleno" "kapal terbang"`,       // one of two is
		`helikopter "rapat pleno" "pleno terbuka" -agam`, // none is
	} {
		options := s.Options()
		engine := &countingEngine{Engine: options.Engine}
		options.Engine = engine
		if _, err := search.New(options).Search(t.Context(), search.Query{Text: text, Size: 10, Sort: index.ByRelevance}); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		if len(engine.asked) < 2 {
			t.Errorf("%s: asked for %v alone", text, engine.asked)
		}
		for where, n := range engine.asked {
			if n > 1 {
				t.Errorf("%s: %s is asked for %d times", text, where, n)
			}
		}
	}
}

func TestPhrasesAreWidenedUnderFiltersAndOnEveryPage(t *testing.T) {
	t.Parallel()
	s := searchtest.NewShelf(t,
		cast.Plain("a", "2025-01-01", "Gudang siap", "logistik"), cast.Plain("b", "2025-01-02", "Gudang siap", "logistik"),
		cast.Plain("c", "2024-01-02", "Siap gudang", "logistik"),
	)
	for sort, mode := range map[index.Sort]string{index.ByRelevance: "any", index.Newest: "most", index.Oldest: "most"} {
		q := search.Query{Text: `"siap gudang" logistik`, Date: []string{"2025"}, Size: 1, Sort: sort, Explain: true}
		first := s.Ask(q)
		if first.Next == nil {
			t.Fatalf("%s: no second page", sort)
		}
		q.Cursor = *first.Next
		second := s.Ask(q)
		got := append(searchtest.IDs(first), searchtest.IDs(second)...)
		slices.Sort(got)
		if !slices.Equal(got, []string{"a", "b"}) || second.Query.WithoutMarks == nil || second.Hits[0].Explanation.Mode != mode {
			t.Errorf("%s: the pages have %q, the second is without marks on %q", sort, got, second.Query.WithoutMarks)
		}
	}
}

// Of a speaker, quotes with the words of a phrase are better than quotes on something else.
func TestPhrasesOfASpeakerAreWidenedBeforeTheSubjectGoes(t *testing.T) {
	t.Parallel()
	s := searchtest.NewShelf(t)
	for id, text := range map[string]string{"gudang": "Gudang kami sudah lama siap", "pagi": "Selamat pagi semua"} {
		s.Put(&article.Article{
			ID: id, Date: "2025-01-01", Title: "Rapat", Paragraphs: []string{"“" + text + ",” kata Budi Santoso."},
			Officials: []article.Official{{ID: "budi-santoso", Name: "Budi Santoso", Public: true}},
			Quotes: []article.Quote{{
				ID: id, Kind: article.Direct, Text: text, Confidence: 1, Speaker: &article.Person{ID: "budi-santoso", Name: "Budi Santoso"},
				Parts: []article.Part{{In: article.InParagraph}},
			}},
		})
	}
	for text, want := range map[string][]string{
		`budi santoso "gudang siap"`:     {"gudang"},
		`budi santoso "helikopter jauh"`: {"pagi", "gudang"}, // his other quotes
	} {
		page := s.Ask(search.Query{Of: index.Quotes, Text: text})
		got := searchtest.IDs(page)
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s finds %q, want %q", text, got, want)
		}
		if widened := page.Query.WithoutMarks != nil; widened != (len(want) == 1) {
			t.Errorf("%s was asked without marks on %q", text, page.Query.WithoutMarks)
		}
	}
}

// A text that shows something and has no words finds nothing, and says so. A text that shows
// nothing is an empty query.
func TestATextWithoutWordsFindsNothing(t *testing.T) {
	t.Parallel()
	s := searchtest.NewShelf(t, cast.Plain("a", "2025-01-01", "Gudang", "siap"))
	for _, of := range []index.Of{index.Articles, index.Quotes} {
		for _, text := range []string{"🎉", "?!", "-", "---", `""`, "“ ”", "👍🏽 ❤️", "🇮🇩", "…", "*", "()", "\xff", `-"!"`, "\u200b", "\ufeff \u00ad", "\u2060\ufe0f", "\x00"} {
			for _, sort := range []index.Sort{"", index.Newest, index.ByRelevance} {
				page := s.Ask(search.Query{Of: of, Text: text, Sort: sort, Explain: true, Facets: []search.FacetRequest{{Name: index.FacetDate, Size: 5}}})
				if page.Total != 0 || len(page.Hits) != 0 || page.Query.Mode != "none" || page.Query.Hint == "" || len(page.Facets[index.FacetDate]) != 0 {
					t.Errorf("%d %q by %q: %d hits, mode %s, hint %q, facets %v", of, text, sort, page.Total, page.Query.Mode, page.Query.Hint, page.Facets)
				}
			}
		}
	}
	for _, text := range []string{"", " ", "\t\n", "\u00a0"} {
		if page := s.Ask(search.Query{Text: text}); page.Total != 1 || page.Query.Mode != "none" || page.Query.Hint != "" {
			t.Errorf("%q: %d hits, mode %s, hint %q, want everything", text, page.Total, page.Query.Mode, page.Query.Hint)
		}
	}
	if page := s.Ask(search.Query{Text: "🎉 gudang!"}); page.Total != 1 || page.Query.Hint != "" {
		t.Errorf("beside an emoji a word finds %d articles", page.Total)
	}
}
