package indextest

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"warta/index"
	"warta/index/documents"
)

func applied(t testing.TB, e index.Engine) {
	apply(t, e, 7, change("a", "2025-11-04", "arsip statis", "kita jaga"), change("b", "2025-11-05", "logistik"))
	if mark, err := e.Mark(t.Context()); mark != 7 || err != nil {
		t.Errorf("mark %d, %v; want 7", mark, err)
	}
	got := search(t, e, index.Request{Size: 10, Where: body("arsip")})
	wantIDs(t, got, "a")
	if got.Total != 1 || got.Documents != 1 || got.Mark != 7 || got.Hits[0].Date != "2025-11-04" {
		t.Errorf("got %+v", got)
	}
	wantIDs(t, search(t, e, index.Request{Size: 10}), "b", "a")
	quotes := search(t, e, index.Request{Of: index.Quotes, Size: 10})
	wantIDs(t, quotes, "a-0")
	if quotes.Hits[0].Article != "a" {
		t.Errorf("the quote is of %q, want a", quotes.Hits[0].Article)
	}
	wantIDs(t, search(t, e, index.Request{Size: 10, Where: index.Quoted{Of: index.Term{Field: index.FieldQuote, Text: "jaga"}}}), "a")
	apply(t, e, 8)
	if mark, err := e.Mark(t.Context()); mark != 8 || err != nil {
		t.Errorf("mark %d, %v after no changes; want 8", mark, err)
	}
}

func appliedAgain(t testing.TB, e index.Engine) {
	c := change("a", "2025-11-04", "arsip", "satu", "dua")
	apply(t, e, 1, c)
	apply(t, e, 1, c)
	apply(t, e, 1, c, c)
	if got := search(t, e, index.Request{Size: 10}); got.Total != 1 {
		t.Errorf("%d articles, want 1", got.Total)
	}
	if got := search(t, e, index.Request{Of: index.Quotes, Size: 10}); got.Total != 2 {
		t.Errorf("%d quotes, want 2", got.Total)
	}
}

func lastChange(t testing.TB, e index.Engine) {
	apply(t, e, 3, change("a", "", "satu"), documents.Change{ID: "b"}, change("b", "", "satu"), change("a", "", "dua"), change("c", "", "satu"), documents.Change{ID: "c"})
	wantIDs(t, search(t, e, index.Request{Size: 10}), "a", "b")
	wantIDs(t, search(t, e, index.Request{Size: 10, Where: body("satu")}), "b")
}

// callersOwn checks that the engine leaves the documents as they are, and does without
// them once it has taken them in.
func callersOwn(t testing.TB, e index.Engine) {
	list := []documents.Change{change("a", "2025-01-01", "rapat arsip rapat", "kita jaga arsip"), change("b", "", "logistik")}
	updates, before := documents.Updates(list), documents.Updates(list)
	if err := e.Apply(t.Context(), updates, 1); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(updates, before) {
		t.Errorf("the documents have changed:\n got %+v\nwant %+v", updates, before)
	}
	for _, u := range updates {
		for i := range u.Documents {
			for _, text := range u.Documents[i].Texts {
				for k := range text.Terms {
					text.Terms[k] = "lain"
				}
			}
			for _, keys := range u.Documents[i].Keys {
				for k := range keys.Values {
					keys.Values[k] = "lain"
				}
			}
			u.Documents[i] = index.Document{}
		}
	}
	got := search(t, e, index.Request{Size: 10, Where: body("arsip"), Facets: []index.FacetAsk{{Field: index.KeyYear}}})
	wantIDs(t, got, "a")
	if want := []index.Count{{Value: "2025", Count: 1}}; !reflect.DeepEqual(got.Facets[0], want) {
		t.Errorf("facet %v, want %v", got.Facets[0], want)
	}
	wantIDs(t, search(t, e, index.Request{Size: 10, Where: body("lain")}))
}

func removal(t testing.TB, e index.Engine) {
	apply(t, e, 1, change("a", "2025-01-01", "arsip", "satu"), change("ab", "2025-01-02", "arsip", "satu", "dua"))
	apply(t, e, 2, documents.Change{ID: "a"}, documents.Change{ID: "unknown"})
	facet := []index.FacetAsk{{Facet: index.FacetDate, Field: index.KeyMonth}, {Facet: index.FacetDate, Field: index.KeyDay}}
	got := search(t, e, index.Request{Size: 10, Where: body("arsip"), Facets: facet})
	wantIDs(t, got, "ab")
	want := [][]index.Count{{{Value: "2025-01", Count: 1}}, {{Value: "2025-01-02", Count: 1}}}
	if !reflect.DeepEqual(got.Facets, want) {
		t.Errorf("facets %+v, want %+v", got.Facets, want)
	}
	wantIDs(t, search(t, e, index.Request{Of: index.Quotes, Size: 10}), "ab-0", "ab-1")
}

func newReading(t testing.TB, e index.Engine) {
	apply(t, e, 1, change("a", "", "arsip", "satu", "dua", "tiga"))
	apply(t, e, 2, change("a", "", "arsip", "satu"))
	wantIDs(t, search(t, e, index.Request{Of: index.Quotes, Size: 10}), "a-0")
	apply(t, e, 3, change("ab", "", "arsip", "satu"), change("b", "", "arsip", "satu", "dua"))
	among := index.Filter{Where: index.Any{index.Prefix{Field: index.FieldID, Text: index.QuotePrefix("a")}, index.Prefix{Field: index.FieldID, Text: index.QuotePrefix("b")}}}
	wantIDs(t, search(t, e, index.Request{Of: index.Quotes, Size: 10, Filters: []index.Filter{among}}), "a-0", "b-0", "b-1")
}

func undated(t testing.TB, e index.Engine) {
	apply(t, e, 1, change("a", "", "x"), change("b", "2025-01-02", "x"), change("c", "2025-01-01", "x"), change("d", "2025-01-02", "x"), change("e", "", "x"), change("f", "04/11/2025", "x"))
	wantIDs(t, search(t, e, index.Request{Size: 10, Sort: index.Newest}), "b", "d", "c", "a", "e", "f")
	wantIDs(t, search(t, e, index.Request{Size: 10, Sort: index.Oldest}), "c", "b", "d", "a", "e", "f")
	got := search(t, e, index.Request{Facets: []index.FacetAsk{{Field: index.KeyMonth}}})
	want := []index.Count{{Value: "2025-01", Count: 3}, {Value: index.NoDate, Count: 3}}
	if !reflect.DeepEqual(got.Facets[0], want) {
		t.Errorf("facet %+v, want %+v", got.Facets[0], want)
	}
}

func pages(t testing.TB, e index.Engine) {
	corpus := NewCorpus(9)
	all := make(map[string]bool)
	var changes []documents.Change
	for i := range 90 {
		id := fmt.Sprintf("%d", i)
		all[id] = true
		changes = append(changes, documents.Change{ID: id, Article: corpus.Article(id)})
		if len(changes) == 30 { // several segments, few commits
			apply(t, e, uint64(i), changes...)
			changes = nil
		}
	}
	for _, by := range []index.Sort{index.Newest, index.Oldest} {
		seen := make(map[string]bool)
		r := index.Request{Sort: by, Size: 7}
		for page := 0; len(seen) < len(all); page++ {
			got := search(t, e, r)
			if got.Total != len(all) || len(got.Hits) == 0 {
				t.Fatalf("%s, page %d: %d hits of %d, want some of %d", by, page, len(got.Hits), got.Total, len(all))
			}
			for _, h := range got.Hits {
				if seen[h.Article] {
					t.Fatalf("%s, page %d repeats %s", by, page, h.Article)
				}
				seen[h.Article] = true
			}
			r.After = &got.Hits[len(got.Hits)-1].Position
			if page == 3 { // what comes now before that place, or goes, moves nothing
				gone := got.Hits[len(got.Hits)-1].Article
				apply(t, e, 100, documents.Change{ID: gone})
				delete(all, gone)
				delete(seen, gone)
			}
		}
		if got := search(t, e, r); len(got.Hits) != 0 {
			t.Errorf("%s: %q behind the last", by, ids(got))
		}
	}
}

func phrases(t testing.TB, e index.Engine) {
	two := change("c", "", "ketua")
	two.Article.Paragraphs = append(two.Article.Paragraphs, "kpu kota")
	apply(t, e, 1, change("a", "", "ketua kpu kota semarang"), change("b", "", "kpu ketua kota"), two, change("d", "", "kpu kpu kpu"))
	for _, c := range []struct {
		terms []string
		want  []string
	}{
		{[]string{"ketua", "kpu"}, []string{"a"}},
		{[]string{"kpu", "kota"}, []string{"a", "c"}},
		{[]string{"ketua", "", "kota"}, []string{"a"}},
		{[]string{"kpu", "kpu", "kpu"}, []string{"d"}},
		{[]string{"kpu", "kpu", "kpu", "kpu"}, []string{}},
		{[]string{"semarang"}, []string{"a"}},
		{[]string{"ketua", "tidak"}, []string{}},
	} {
		got := search(t, e, index.Request{Size: 10, Where: index.Phrase{Field: index.FieldBody, Terms: c.terms, Boost: 1}})
		if !slices.Equal(ids(got), c.want) {
			t.Errorf("%q: found %q, want %q", c.terms, ids(got), c.want)
		}
	}
}

func hostile(t testing.TB, e index.Engine) {
	odd := []string{"a#1", "a", "a:b", "1:a#", "../x", "é", " ", "q:1:a#b"}
	for i, id := range odd {
		apply(t, e, uint64(i), change(id, "", "x", "kata"))
	}
	apply(t, e, 20, documents.Change{ID: "a"})
	got := search(t, e, index.Request{Size: 20})
	want := slices.Sorted(slices.Values(slices.DeleteFunc(slices.Clone(odd), func(id string) bool { return id == "a" })))
	found := ids(got)
	slices.Sort(found)
	if !slices.Equal(found, want) {
		t.Errorf("found %q, want %q", found, want)
	}
	quotes := search(t, e, index.Request{Of: index.Quotes, Size: 20})
	for _, h := range quotes.Hits {
		if h.Quote != h.Article+"-0" {
			t.Errorf("quote %q is said to be of %q", h.Quote, h.Article)
		}
	}
	if quotes.Total != len(want) {
		t.Errorf("%d quotes, want %d", quotes.Total, len(want))
	}
}
