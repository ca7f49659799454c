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

// What a speaker's office takes in is what a satker takes in.
func TestTheOfficeOfASpeakerIncludesThoseBelowIt(t *testing.T) {
	t.Parallel()
	var list []*article.Article
	for _, code := range []string{"00", "32.73", "33", "33.17", "33.74", ""} {
		a := cast.Plain("of"+code, "", "x", "Kita siap.")
		a.Quotes = []article.Quote{{ID: "q" + code, Kind: article.Direct, Text: "Kita siap.", Role: &article.Role{Title: "Ketua", Satker: code}}}
		if code != "" {
			a.Satker = []string{code}
		}
		list = append(list, a)
	}
	s := searchtest.NewShelf(t, list...)
	for _, c := range []struct{ codes, want []string }{
		{[]string{"33"}, []string{"q33", "q33.17", "q33.74"}},
		{[]string{"33.self"}, []string{"q33"}},
		{[]string{"33.74"}, []string{"q33.74"}},
		{[]string{"33.74.self"}, []string{"q33.74"}},
		{[]string{"32"}, []string{"q32.73"}},
		{[]string{"32.self"}, []string{}},
		{[]string{"00"}, []string{"q00"}},
		{[]string{"3"}, []string{}},
		{[]string{"32", "33.self"}, []string{"q32.73", "q33"}},
	} {
		for field, q := range map[string]search.Query{"office": {Office: c.codes}, "satker": {Satker: c.codes}} {
			q.Of = index.Quotes
			got := searchtest.IDs(s.Ask(q))
			slices.Sort(got)
			if !slices.Equal(got, c.want) {
				t.Errorf("%s=%q found %q, want %q", field, c.codes, got, c.want)
			}
		}
	}
}

func TestFilters(t *testing.T) {
	t.Parallel()
	dated := func(id, date string, events ...string) *article.Article {
		a := cast.Plain(id, date, "x", "y")
		a.EventDates = events
		return a
	}
	s := searchtest.NewShelf(t, dated("a", "2023-12-31"), dated("b", "2024-02-29"), dated("c", "2024-12-31", "2025-01-02"), dated("d", "2025-01-01"), dated("e", ""))
	for _, c := range []struct {
		why  string
		q    search.Query
		want []string
	}{
		{"from and to are both included", search.Query{From: "2023-12-31", To: "2024-12-31"}, []string{"c", "b", "a"}},
		{"within one month", search.Query{From: "2024-02-02", To: "2024-02-29"}, []string{"b"}},
		{"an open end", search.Query{From: "2024-12-31"}, []string{"d", "c"}},
		{"an open beginning", search.Query{To: "2024-02-28"}, []string{"a"}},
		{"the wrong way round is nothing", search.Query{From: "2025-01-01", To: "2024-01-01"}, []string{}},
		{"a year, a month, a day or none", search.Query{Date: []string{"2025", "2024-02", "2023-12-31", "none"}}, []string{"d", "b", "a", "e"}},
		{"event dates", search.Query{From: "2025-01-01", EventDate: true}, []string{"c"}},
		{"none of the event dates", search.Query{Date: []string{"none"}, EventDate: true}, []string{"d", "b", "a", "e"}},
		{"oldest first", search.Query{Sort: index.Oldest}, []string{"a", "b", "c", "d", "e"}},
	} {
		if got := searchtest.IDs(s.Ask(c.q)); !slices.Equal(got, c.want) {
			t.Errorf("%s: found %q, want %q", c.why, got, c.want)
		}
	}
}

// A list that is asked for no kind has speech alone, in its hits, total and facets.
func TestNoKindMeansSpeech(t *testing.T) {
	t.Parallel()
	a := cast.Plain("a", "2025-11-04", "x", "Kita siap.")
	a.Officials = []article.Official{{ID: "budi", Name: "Budi", Public: true}}
	add := func(id string, kind article.QuoteKind, confidence float64) {
		a.Quotes = append(a.Quotes, article.Quote{
			ID: id, Kind: kind, Text: "Kita siap.", Confidence: confidence, Speaker: &article.Person{ID: "budi", Name: "Budi"},
		})
	}
	add("direct", article.Direct, 0.5)
	add("mixed", article.Mixed, 0.6)
	add("unmarked-sure", article.Unmarked, 0.85)
	add("unmarked-surer", article.Unmarked, 1)
	add("unmarked-unsure", article.Unmarked, 0.84)
	add("indirect", article.Indirect, 0.98)
	add("title", article.TitleQuote, 0.98)
	a.Quotes[6].Verbatim = true
	var speech []string
	for _, q := range a.Quotes {
		if q.IsSpeech() {
			speech = append(speech, q.ID)
		}
	}
	s := searchtest.NewShelf(t, a)
	for _, c := range []struct {
		why  string
		q    search.Query
		want []string
	}{
		{"no kind", search.Query{}, speech},
		{"the speaker alone", search.Query{Official: []string{"budi"}}, speech},
		{"titles", search.Query{QuoteKind: []article.QuoteKind{article.TitleQuote}}, []string{"title"}},
		{"reported speech", search.Query{QuoteKind: []article.QuoteKind{article.Indirect}}, []string{"indirect"}},
		{"all that is unmarked", search.Query{QuoteKind: []article.QuoteKind{article.Unmarked}}, []string{"unmarked-sure", "unmarked-surer", "unmarked-unsure"}},
		{"no kind and a floor", search.Query{MinConfidence: 0.9}, []string{"unmarked-surer"}},
	} {
		c.q.Of, c.q.Facets = index.Quotes, []search.FacetRequest{{Name: index.FacetOfficial, Size: 5}}
		page := s.Ask(c.q)
		got := searchtest.IDs(page)
		slices.Sort(got)
		slices.Sort(c.want)
		if !slices.Equal(got, c.want) || page.Total != len(c.want) || len(page.Facets[index.FacetOfficial]) != 1 || page.Facets[index.FacetOfficial][0].Count != len(c.want) {
			t.Errorf("%s: found %q, total %d, counted %v; want %q", c.why, got, page.Total, page.Facets, c.want)
		}
	}
}
