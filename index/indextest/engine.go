package indextest

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/documents"
)

// TestEngine checks that an engine keeps the contract of [index.Engine], and of those
// optional interfaces that it implements. open opens the engine in a folder, a new one
// the first time; it is called again for the same folder once the engine before is
// closed.
//
// The exact part holds for every engine: membership, orders by date, totals, copies,
// facets and words. What [index.Engine.Can] denies is checked in the weaker form that
// [index.Capabilities] documents. Engines without ExactScores and CloseScores have
// their ranking measured: see ranking.
func TestEngine(t *testing.T, open func(t testing.TB, dir string) index.Engine) {
	t.Helper()
	for _, c := range checks {
		t.Run(c.promise, func(t *testing.T) {
			t.Parallel()
			c.run(t, open)
		})
	}
}

// An opener opens an engine in a folder.
type opener func(t testing.TB, dir string) index.Engine

// A check holds an engine to one promise of the contract.
type check struct {
	promise string
	test    func(t testing.TB, e index.Engine) // of a new engine
	restart func(t testing.TB, open opener)    // instead of test: it opens engines by itself
}

// run runs the check.
func (c check) run(t testing.TB, open opener) {
	t.Helper()
	if c.restart != nil {
		c.restart(t, open)
		return
	}
	c.test(t, fresh(t, open))
}

// fresh returns a new engine that is closed when the test ends.
func fresh(t testing.TB, open opener) index.Engine {
	t.Helper()
	e := open(t, t.TempDir())
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return e
}

// checks are the contract.
var checks = []check{
	{promise: "a new engine is empty", test: empty},
	{promise: "what an engine can do stays the same", test: steady},
	{promise: "changes are found once they are applied", test: applied},
	{promise: "applying again changes nothing", test: appliedAgain},
	{promise: "the last change of an article counts", test: lastChange},
	{promise: "the documents belong to the caller", test: callersOwn},
	{promise: "a removal takes the quotes along", test: removal},
	{promise: "a quote that is gone after a new reading is gone", test: newReading},
	{promise: "a province takes in its offices, and not its own", test: province},
	{promise: "a facet's own choice does not narrow it", test: disjunctive},
	{promise: "chosen values are listed with a count of nothing", test: chosen},
	{promise: "a document counts once in a group", test: groupedOnce},
	{promise: "a document counts in the groups of its day", test: groupedByDay},
	{promise: "by date, what has none comes last", test: undated},
	{promise: "pages by date neither repeat nor skip", test: pages},
	{promise: "a phrase stands in one paragraph, word after word", test: phrases},
	{promise: "the first copy of a story stands for it", test: copies},
	{promise: "the copy of an office stands before those of others", test: officesFirst},
	{promise: "hits are narrowed behind all else", test: narrowedHits},
	{promise: "the first copy of a quote stands for it, and names the others", test: quoteCopies},
	{promise: "a request out of bounds is refused", test: bounds},
	{promise: "hostile ids are ids", test: hostile},
	{promise: "a search sees an article and its quotes at once", test: atOnce},
	{promise: "a search sees a batch at once", test: batchAtOnce},
	{promise: "a search ends with its context", test: cancelled},
	{promise: "what was applied is there after it was opened again", restart: reopened},
	{promise: "it answers as the plainest engine does", restart: func(t testing.TB, open opener) {
		for _, seed := range []uint64{1, 2, 3} {
			likeFake(t, fresh(t, open), seed)
		}
	}},
	{promise: "the ranking is near the exact one", test: ranking},
	{promise: "a prepared batch is invisible until it is taken in", test: preparedAhead},
	{promise: "a prepared batch is taken in again", test: preparedAgain},
	{promise: "tidying changes no answer", test: tidied},
	{promise: "a sound engine is found to be sound", test: sound},
	{promise: "words are told as they stand in the documents", test: vocabulary},
	{promise: "a question for words out of bounds is refused", test: vocabularyBounds},
}

func apply(t testing.TB, e index.Engine, mark uint64, changes ...documents.Change) {
	t.Helper()
	if err := e.Apply(t.Context(), documents.Updates(changes), mark); err != nil {
		t.Fatalf("apply up to %d: %v", mark, err)
	}
}

func search(t testing.TB, e index.Engine, r index.Request) *index.Result {
	t.Helper()
	if r.Sort == "" {
		r.Sort = index.Newest
	}
	got, err := e.Search(t.Context(), r)
	if err != nil {
		t.Fatalf("search %+v: %v", r, err)
	}
	return got
}

// change makes an article of few words.
func change(id, date, body string, quotes ...string) documents.Change {
	a := &article.Article{ID: id, Date: date, Title: "judul", Paragraphs: []string{body}}
	for i, q := range quotes {
		a.Quotes = append(a.Quotes, article.Quote{ID: fmt.Sprintf("%s-%d", id, i), Kind: article.Direct, Text: q, Confidence: 1})
	}
	return documents.Change{ID: id, Article: a}
}

func body(word string) index.Expr { return index.Term{Field: index.FieldBody, Text: word, Boost: 1} }

// ids are those of the hits: of quotes where they have one, else of articles.
func ids(r *index.Result) []string {
	list := []string{}
	for _, h := range r.Hits {
		if h.Quote != "" {
			list = append(list, h.Quote)
		} else {
			list = append(list, h.Article)
		}
	}
	return list
}

func wantIDs(t testing.TB, r *index.Result, want ...string) {
	t.Helper()
	if got := ids(r); !slices.Equal(got, want) {
		t.Errorf("found %q, want %q", got, want)
	}
}

// steady checks that Can answers alike, before and after changes.
func steady(t testing.TB, e index.Engine) {
	before := e.Can()
	apply(t, e, 1, change("a", "", "x"))
	if after := e.Can(); after != before {
		t.Errorf("it can %+v, and then %+v", before, after)
	}
}

func empty(t testing.TB, e index.Engine) {
	mark, err := e.Mark(t.Context())
	if mark != 0 || err != nil {
		t.Errorf("mark %d, %v; want 0", mark, err)
	}
	for _, by := range []index.Sort{index.ByRelevance, index.Newest, index.Oldest} {
		got := search(t, e, index.Request{Sort: by, Size: 10, Where: body("arsip"), Facets: []index.FacetAsk{{Facet: "x", Field: index.KeySatker}}})
		if got.Total != 0 || len(got.Hits) != 0 || len(got.Facets) != 1 || len(got.Facets[0]) != 0 {
			t.Errorf("by %s got %+v, want nothing", by, got)
		}
	}
}

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

func province(t testing.TB, e index.Engine) {
	in := func(id string, satker ...string) documents.Change {
		c := change(id, "", "x")
		c.Article.Satker = satker
		return c
	}
	apply(t, e, 1, in("city", "33.74"), in("province", "33"), in("both", "33", "33.74"), in("nation", "00"), in("other", "32.73"))
	for _, c := range []struct {
		field, value string
		want         []string
	}{
		{index.KeySatker, "33", []string{"both", "city", "province"}},
		{index.KeySatker, "33.74", []string{"both", "city"}},
		{index.KeyOffices, "33", []string{"both", "province"}},
		{index.KeySatker, "00", []string{"nation"}},
	} {
		where := index.Filter{Facet: index.FacetSatker, Where: index.Term{Field: c.field, Text: c.value}}
		wantIDs(t, search(t, e, index.Request{Size: 10, Filters: []index.Filter{where}}), c.want...)
	}
	named := index.Filter{Where: index.Any{index.Term{Field: index.FieldID, Text: index.ArticleDocument("both")}, index.Term{Field: index.FieldID, Text: index.ArticleDocument("other")}, index.Term{Field: index.FieldID, Text: "a:none"}}}
	wantIDs(t, search(t, e, index.Request{Size: 10, Filters: []index.Filter{named}}), "both", "other")
	below := index.Filter{Where: index.Prefix{Field: index.KeyOffices, Text: "33."}}
	wantIDs(t, search(t, e, index.Request{Size: 10, Filters: []index.Filter{below}}), "both", "city")
	got := search(t, e, index.Request{Facets: []index.FacetAsk{{Facet: index.FacetSatker, Field: index.KeySatker}}})
	want := []index.Count{{Value: "33", Count: 3}, {Value: "33.74", Count: 2}, {Value: "00", Count: 1}, {Value: "32", Count: 1}, {Value: "32.73", Count: 1}}
	if !reflect.DeepEqual(got.Facets[0], want) {
		t.Errorf("facet %+v, want %+v", got.Facets[0], want)
	}
}

func dated(id, date, topic string) documents.Change {
	c := change(id, date, "x")
	c.Article.Topics = []article.Topic{{ID: topic, Score: 1}}
	return c
}

func disjunctive(t testing.TB, e index.Engine) {
	apply(t, e, 1, dated("a", "2025-01-01", "t1"), dated("b", "2025-02-01", "t1"), dated("c", "2025-02-01", "t2"))
	asks := []index.FacetAsk{{Facet: index.FacetTopic, Field: index.KeyTopic}, {Facet: index.FacetDate, Field: index.KeyMonth}}
	got := search(t, e, index.Request{Size: 10, Facets: asks, Filters: []index.Filter{
		{Facet: index.FacetTopic, Where: index.Term{Field: index.KeyTopic, Text: "t1"}},
		{Facet: index.FacetDate, Where: index.Term{Field: index.KeyMonth, Text: "2025-02"}},
	}})
	wantIDs(t, got, "b")
	want := [][]index.Count{
		{{Value: "t1", Count: 1}, {Value: "t2", Count: 1}},
		{{Value: "2025-01", Count: 1}, {Value: "2025-02", Count: 1}},
	}
	if !reflect.DeepEqual(got.Facets, want) {
		t.Errorf("facets %+v, want %+v", got.Facets, want)
	}
}

func chosen(t testing.TB, e index.Engine) {
	apply(t, e, 1, dated("a", "", "t1"), dated("b", "", "t1"), dated("c", "", "t2"), dated("d", "", "t3"))
	got := search(t, e, index.Request{Facets: []index.FacetAsk{{Field: index.KeyTopic, Size: 1, Always: []string{"t4", "t1", "t2"}}}})
	want := []index.Count{{Value: "t1", Count: 2}, {Value: "t4", Count: 0}, {Value: "t2", Count: 1}}
	if !reflect.DeepEqual(got.Facets[0], want) {
		t.Errorf("facet %+v, want %+v", got.Facets[0], want)
	}
}

func groupedOnce(t testing.TB, e index.Engine) {
	both := func(id string, codes ...string) documents.Change {
		c := change(id, "2025-01-01", "isi")
		c.Article.Satker = codes
		return c
	}
	apply(t, e, 1, both("a", "33.01", "33.02"), both("b", "33.02"), both("c", "12.01", "91.01"), both("d"))
	groups := &Groups{Of: func(v string) string { return map[string]string{"33.01": "x", "33.02": "x", "12.01": "y"}[v] }}
	ask := func(always ...string) []index.Count {
		t.Helper()
		r := search(t, e, index.Request{Facets: []index.FacetAsk{{Field: index.KeyOffices, Always: always, Groups: groups}}})
		return r.Facets[0]
	}
	want := func(got []index.Count, want ...index.Count) {
		t.Helper()
		if !reflect.DeepEqual(got, want) {
			t.Errorf("counted %v, want %v", got, want)
		}
	}
	if !e.Can().LiveGroups {
		want(ask("33.01", "none"), index.Count{Value: "33.02", Count: 2}, index.Count{Value: "12.01", Count: 1},
			index.Count{Value: "33.01", Count: 1}, index.Count{Value: "91.01", Count: 1}, index.Count{Value: "none"})
		return
	}
	want(ask("none"), index.Count{Value: "x", Count: 2}, index.Count{Value: "y", Count: 1}, index.Count{Value: "none"})
	groups.Regroup(func(v string) string { return map[string]string{"33.01": "x", "33.02": "y", "12.01": "y"}[v] })
	want(ask(), index.Count{Value: "y", Count: 3}, index.Count{Value: "x", Count: 1})
	apply(t, e, 2, both("e", "33.02"), both("c", "33.01"))
	want(ask(), index.Count{Value: "y", Count: 3}, index.Count{Value: "x", Count: 2})
	alone := search(t, e, index.Request{Facets: []index.FacetAsk{{Field: index.KeyOffices}}})
	want(alone.Facets[0], index.Count{Value: "33.02", Count: 3}, index.Count{Value: "33.01", Count: 2})
}

func groupedByDay(t testing.TB, e index.Engine) {
	at := func(id, date string, codes ...string) documents.Change {
		c := change(id, date, "isi")
		c.Article.Satker = codes
		c.Article.Topics = []article.Topic{{ID: "t"}}
		return c
	}
	other := at("other", "2025-01-01", "33.01")
	other.Article.Topics = nil
	apply(t, e, 1, at("first", "2024-12-31", "33.01"), at("both", "2025-01-01", "33.01", "33.02"), at("last", "2025-06-30", "33.01"),
		at("after", "2025-07-01", "33.01"), at("never", "", "33.01"), at("always", "", "12.01"), other)
	ask := func(of map[string][]index.DatedGroup) []index.Count {
		t.Helper()
		groups := &index.DatedGroups{Only: index.Term{Field: index.KeyTopic, Text: "t"}, Of: of}
		return search(t, e, index.Request{Facets: []index.FacetAsk{{Field: index.KeyOffices, Always: []string{"none"}, Dated: groups}}}).Facets[0]
	}
	want := func(got []index.Count, want ...index.Count) {
		t.Helper()
		if !reflect.DeepEqual(got, want) {
			t.Errorf("counted %v, want %v", got, want)
		}
	}
	of := map[string][]index.DatedGroup{
		"33.01": {{Name: "x", From: "2025-01-01", To: "2025-06-30"}, {Name: "y", From: "2025-06-30"}, {Name: "z", To: "2024-12-31"}},
		"33.02": {{Name: "x", From: "2024-01-01", To: "2025-01-01"}, {Name: "gone", From: "2030-01-01"}},
		"12.01": {{Name: "w"}}, "91.01": {{Name: "y"}},
	}
	if !e.Can().LiveGroups {
		want(ask(of), index.Count{Value: "33.01", Count: 6}, index.Count{Value: "12.01", Count: 1}, index.Count{Value: "33.02", Count: 1}, index.Count{Value: "none"})
		return
	}
	want(ask(of), index.Count{Value: "x", Count: 2}, index.Count{Value: "y", Count: 2}, index.Count{Value: "w", Count: 1}, index.Count{Value: "z", Count: 1}, index.Count{Value: "none"})
	want(ask(map[string][]index.DatedGroup{"33.01": {{Name: "x"}}}), index.Count{Value: "x", Count: 5}, index.Count{Value: "none"})
	apply(t, e, 2, at("both", "2026-01-01", "33.01", "91.01"), at("after", "2025-03-01", "33.01"))
	want(ask(of), index.Count{Value: "x", Count: 2}, index.Count{Value: "y", Count: 2}, index.Count{Value: "w", Count: 1}, index.Count{Value: "z", Count: 1}, index.Count{Value: "none"})
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

func officesFirst(t testing.TB, e index.Engine) {
	const text = "satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas duabelas tigabelas empatbelas limabelas enambelas tujuhbelas delapanbelas sembilanbelas duapuluh"
	press, paper, reprint, own := change("press", "2025-01-01", text), change("paper", "2025-01-02", text), change("reprint", "2025-01-03", text), change("own", "2025-01-04", text)
	own.Article.Publisher = &article.Office{Code: "33"}
	reprint.Article.Publisher, reprint.Article.Origin = &article.Office{Code: "33.74"}, "33"
	r := index.Request{Size: 10, Where: body("satu"), Collapse: true, Places: 3}
	want := func(first string, places ...string) {
		t.Helper()
		got := search(t, e, r)
		wantIDs(t, got, first)
		for i := range places {
			places[i] = index.ArticleDocument(places[i])
		}
		if len(got.Hits) == 1 && !slices.Equal(got.Hits[0].Places, places) {
			t.Errorf("%s has the places %v, want %v", first, got.Hits[0].Places, places)
		}
	}
	apply(t, e, 1, paper, press)
	want("press", "paper")
	apply(t, e, 2, reprint)
	want("reprint", "press", "paper")
	apply(t, e, 3, own)
	want("own", "reprint", "press", "paper")
}

func narrowedHits(t testing.TB, e index.Engine) {
	const text = "satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas duabelas tigabelas empatbelas limabelas enambelas tujuhbelas delapanbelas sembilanbelas duapuluh"
	apply(t, e, 1, change("early", "2025-01-01", text), change("late", "2025-03-01", text), change("other", "2025-02-01", "satu lain"))
	id := func(article string) index.Expr {
		return index.Term{Field: index.FieldID, Text: index.ArticleDocument(article)}
	}
	ask := func(collapse bool, hits index.Expr, want ...string) {
		t.Helper()
		for _, by := range []index.Sort{index.ByRelevance, index.Newest} {
			got := search(t, e, index.Request{Size: 10, Where: body("satu"), Sort: by, Collapse: collapse, Hits: hits, Facets: []index.FacetAsk{{Field: index.KeyYear}}})
			wantIDs(t, got, want...)
			total := 3
			if collapse {
				total = 2
			}
			if got.Total != total || got.Documents != 3 || len(got.Facets[0]) != 1 || got.Facets[0][0].Count != 3 {
				t.Errorf("%s, hits %v: total %d of %d, facets %v", by, hits, got.Total, got.Documents, got.Facets)
			}
		}
	}
	ask(false, id("late"), "late")
	ask(true, id("early"), "early")
	ask(true, id("late"))
	ask(true, index.Any{id("late"), id("other")}, "other")
	ask(true, index.Any{})
}

func copies(t testing.TB, e index.Engine) {
	const text = "satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas duabelas tigabelas empatbelas limabelas enambelas tujuhbelas delapanbelas sembilanbelas duapuluh"
	late, early, short := change("late", "2025-03-01", text), change("early", "2025-01-01", text), change("short", "", "satu dua")
	for _, c := range []documents.Change{late, early} {
		c.Article.Publisher, c.Article.Origin = &article.Office{Code: "33.74"}, "33"
	}
	apply(t, e, 1, early, change("x", "2025-02-01", "satu lain"), short, change("short2", "", "satu dua"))
	apply(t, e, 2, late)
	r := index.Request{Size: 10, Where: body("satu"), Collapse: true}
	got := search(t, e, r)
	wantIDs(t, got, "x", "early", "short", "short2")
	if got.Total != 4 || got.Documents != 5 || got.Hits[1].Copies != 1 {
		t.Errorf("total %d of %d, %d copies; want 4 of 5, 1", got.Total, got.Documents, got.Hits[1].Copies)
	}
	r.Filters = []index.Filter{{Where: index.Term{Field: index.KeyMonth, Text: "2025-03"}}}
	wantIDs(t, search(t, e, r), "late")
	r.Filters = nil
	late.Article.Origin = "" // at its origin after all
	apply(t, e, 3, late)
	wantIDs(t, search(t, e, r), "late", "x", "short", "short2")
	apply(t, e, 4, documents.Change{ID: "late"})
	wantIDs(t, search(t, e, r), "x", "early", "short", "short2")
	apply(t, e, 5, late)
	if !e.Can().ChainedCopies {
		ofTitle(t, e, early, late, []string{"late", "retold", "shortened", "x", "other", "short", "short2"}, 7, 1)
		return
	}
	ofTitle(t, e, early, late, []string{"late", "x", "other", "short", "short2"}, 5, 3)
	ofGeneralTitle(t, e)
	r.Collapse = false
	wantIDs(t, search(t, e, r), "late", "retold", "shortened", "x", "early", "other", "again", "general", "short", "short2")
}

// titled returns the change with another title, under the dateline of one event.
func titled(c documents.Change, title string) documents.Change {
	a := *c.Article
	a.Title, a.Dateline, a.EventDates = title, &article.Dateline{Host: "jateng.kpu.go.id"}, []string{"2025-01-01"}
	c.Article = &a
	return c
}

// publishedBy returns the change as one of an office, after one of office 33.
func publishedBy(office string, c documents.Change) documents.Change {
	c.Article.Publisher, c.Article.Origin = &article.Office{Code: office}, ""
	if office != "33" {
		c.Article.Origin = "33"
	}
	return c
}

// ofTitle adds to a story of two equal texts what others made of it under its title,
// and checks what is found, how many stories, and how many copies of the first.
func ofTitle(t testing.TB, e index.Engine, early, late documents.Change, want []string, stories, copies int) {
	t.Helper()
	const title = "Satu Kotak Suara Tiba di Gudang"
	early, late = titled(early, title), titled(late, "Lain")
	retold := titled(publishedBy("33.01", change("retold", "2025-02-03", "satu yang diubah")), title)
	shortened := titled(publishedBy("33.02", change("shortened", "2025-02-02", "satu")), strings.ToUpper(title)+"!")
	other := titled(publishedBy("33.01", change("other", "2024-12-01", "satu kotak")), title)
	other.Article.EventDates = []string{"2024-12-01"} // the same title, another day
	apply(t, e, 6, early, late, retold, shortened, other)
	r := index.Request{Size: 10, Where: body("satu"), Collapse: true}
	got := search(t, e, r)
	wantIDs(t, got, want...)
	if got.Total != stories || got.Documents != 8 || got.Hits[0].Copies != copies {
		t.Errorf("total %d of %d, %d copies; want %d of 8, %d", got.Total, got.Documents, got.Hits[0].Copies, stories, copies)
	}
}

// ofGeneralTitle goes on behind ofTitle, for engines that chain copies.
func ofGeneralTitle(t testing.TB, e index.Engine) {
	t.Helper()
	r := index.Request{Size: 10, Where: body("satu"), Collapse: true}
	r.Filters = []index.Filter{{Where: index.Term{Field: index.KeyMonth, Text: "2025-02"}}}
	wantIDs(t, search(t, e, r), "shortened", "x") // the earlier of those left
	// Two stories of one office under one title stay two, and a third article with that
	// title is a copy of neither.
	const meeting = "Satu Rapat Rutin Hari Senin"
	general := titled(publishedBy("33", change("general", "2024-11-01", "satu rapat pagi")), meeting)
	again := titled(publishedBy("33", change("again", "2024-11-02", "satu rapat sore")), meeting)
	retold := titled(publishedBy("33.01", change("retold", "2025-02-03", "satu rapat")), meeting)
	apply(t, e, 7, general, again, retold)
	r.Filters = nil
	wantIDs(t, search(t, e, r), "late", "retold", "x", "other", "again", "general", "short", "short2")
}

// quoteCopies tells one story at three places with both of its quotes, and one of the quotes
// in another text too.
func quoteCopies(t testing.TB, e index.Engine) {
	const (
		text  = "satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas duabelas tigabelas empatbelas limabelas enambelas tujuhbelas delapanbelas sembilanbelas duapuluh"
		long  = "kami mengajak semua pemilih datang ke tps pada hari itu"
		other = "kami mengajak semua pemilih datang ke tps pada hari lain"
	)
	said := func(c documents.Change, office, name string) documents.Change {
		c = publishedBy(office, c)
		c.Article.EventDates = []string{"2025-01-01"}
		for i := range c.Article.Quotes {
			c.Article.Quotes[i].Speaker = &article.Person{ID: name, Name: name}
		}
		return c
	}
	const ari, budi = "Ari Wibowo", "Budi Santoso"
	first := said(change("first", "2025-01-02", text, long, "siap"), "33.01", ari)
	second := said(change("second", "2025-01-03", text, long, "siap"), "33.02", ari)
	third := said(change("third", "2025-02-04", text, long, "siap"), "33.03", ari)
	apply(t, e, 1, second, said(change("budi", "2025-01-05", "lain", long), "33.05", budi))
	apply(t, e, 2, third, first, said(change("words", "2025-01-06", "lain", other, "siap"), "33.06", ari))
	r := index.Request{Of: index.Quotes, Size: 10, Collapse: true, Places: 5}
	expect := func(what string, documents int, hits ...string) {
		t.Helper()
		got := search(t, e, r)
		list := []string{}
		for _, h := range got.Hits {
			var line strings.Builder
			line.WriteString(fmt.Sprintf("%s+%d", h.Quote, h.Copies))
			for _, id := range h.Places {
				_, quote := index.SplitDocument(id)
				line.WriteString(" " + quote)
			}
			list = append(list, line.String())
		}
		if !slices.Equal(list, hits) || got.Total != len(hits) || got.Documents != documents {
			t.Errorf("%s: %d of %d are %q, want %d of %d, %q", what, got.Total, got.Documents, list, len(hits), documents, hits)
		}
	}
	expect("three places", 9, "words-0+0", "words-1+0", "budi-0+0", "first-0+2 second-0 third-0", "first-1+2 second-1 third-1")
	r.Facets = []index.FacetAsk{{Field: index.KeyField(index.Quotes, index.KeyMonth)}}
	if got := search(t, e, r).Facets[0]; !slices.Equal(got, []index.Count{{Value: "2025-01", Count: 7}, {Value: "2025-02", Count: 2}}) {
		t.Errorf("facets count %v, want the quotes of all places", got)
	}
	r.Facets, r.Places = nil, 1
	expect("one of them named", 9, "words-0+0", "words-1+0", "budi-0+0", "first-0+2 second-0", "first-1+2 second-1")
	r.Places, r.Filters = 5, []index.Filter{{Where: index.Term{Field: index.KeyField(index.Quotes, index.KeyPublisher), Text: "33.03"}}}
	expect("a filter that leaves one", 2, "third-0+0", "third-1+0")
	r.Filters = nil
	third.Article.Origin = "" // at its origin after all
	apply(t, e, 3, third)
	expect("at its origin", 9, "third-0+2 first-0 second-0", "third-1+2 first-1 second-1", "words-0+0", "words-1+0", "budi-0+0")
	apply(t, e, 4, documents.Change{ID: "third"})
	expect("without the origin", 7, "words-0+0", "words-1+0", "budi-0+0", "first-0+1 second-0", "first-1+1 second-1")
	apply(t, e, 5, documents.Change{ID: "first"})
	expect("without its first", 5, "words-0+0", "words-1+0", "budi-0+0", "second-0+0", "second-1+0")
	r.Collapse = false
	expect("not gathered", 5, "words-0+0", "words-1+0", "budi-0+0", "second-0+0", "second-1+0")
	if r.Collapse = true; e.Can().ChainedCopies {
		// Another text with the long quote joins what is one story by its text.
		apply(t, e, 6, first, said(change("retold", "2025-01-01", "ringkas", long), "33.04", ari))
		expect("in a chain", 8, "words-0+0", "words-1+0", "budi-0+0", "first-1+1 second-1", "retold-0+2 first-0 second-0")
		// One publisher that has the words in two texts joins nothing.
		apply(t, e, 7, said(change("again", "2025-01-01", "ringkas lagi", long), "33.04", ari))
		expect("twice by one publisher", 9, "words-0+0", "words-1+0", "budi-0+0", "first-0+1 second-0", "first-1+1 second-1", "again-0+0", "retold-0+0")
	}
}

func bounds(t testing.TB, e index.Engine) {
	apply(t, e, 1, change("a", "", "x"))
	for _, r := range []index.Request{
		{Sort: index.Newest, Size: -1},
		{Sort: index.Newest, Size: index.MaxSize + 2},
		{Sort: "best"},
		{Sort: index.ByRelevance, Size: 10, Skip: index.MaxRanked - 8},
		{Sort: index.ByRelevance, Keep: -1},
		{Sort: index.Newest, Collapse: true, Places: -1},
		{Sort: index.Newest, Collapse: true, Places: index.MaxPlaces + 1},
		{Sort: index.ByRelevance, After: &index.Position{}},
		{Sort: index.Newest, Facets: []index.FacetAsk{{Field: index.KeyTopic, Size: -1}}},
		{Sort: index.Newest, Of: 9},
	} {
		if _, err := e.Search(t.Context(), r); index.KindOf(err) != index.Invalid {
			t.Errorf("%+v: got %v, want an error of kind invalid", r, err)
		}
	}
	if got := search(t, e, index.Request{Size: 0}); got.Total != 1 || len(got.Hits) != 0 {
		t.Errorf("size 0: got %+v, want a total of 1 alone", got)
	}
	if _, err := e.Count(t.Context(), []string{index.FieldTitle}, make([]string, index.MaxNear+1)); index.KindOf(err) != index.Invalid {
		t.Errorf("too many texts: got %v, want an error of kind invalid", err)
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

func cancelled(t testing.TB, e index.Engine) {
	apply(t, e, 1, change("a", "", "x"))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := e.Search(ctx, index.Request{Sort: index.Newest, Where: body("x")}); !errors.Is(err, context.Canceled) {
		t.Errorf("search: got %v, want %v", err, context.Canceled)
	}
	if err := e.Apply(ctx, documents.Updates([]documents.Change{change("b", "", "x")}), 2); !errors.Is(err, context.Canceled) {
		t.Errorf("apply: got %v, want %v", err, context.Canceled)
	}
	if _, err := e.Count(ctx, []string{index.FieldBody}, []string{"x"}); !errors.Is(err, context.Canceled) {
		t.Errorf("count: got %v, want %v", err, context.Canceled)
	}
	if got := search(t, e, index.Request{Size: 10}); got.Mark != 1 {
		t.Errorf("mark %d after an Apply that failed, want 1", got.Mark)
	}
}

func reopened(t testing.TB, open opener) {
	dir := t.TempDir()
	for round := range uint64(3) {
		e := open(t, dir)
		if mark, err := e.Mark(t.Context()); mark != round || err != nil {
			t.Errorf("round %d: mark %d, %v", round, mark, err)
		}
		apply(t, e, round+1, change(fmt.Sprint(round), "", "arsip", "kata"), change("same", "", "arsip"))
		got := search(t, e, index.Request{Size: 10, Where: body("arsip")})
		if got.Total != int(round)+2 || got.Mark != round+1 {
			t.Errorf("round %d: found %q at %d", round, ids(got), got.Mark)
		}
		if err := e.Close(); err != nil {
			t.Fatal(err)
		}
		if _, err := e.Search(t.Context(), index.Request{Sort: index.Newest}); index.KindOf(err) != index.Unavailable {
			t.Errorf("a closed engine answers %v, want an error of kind unavailable", err)
		}
		if err := e.Apply(t.Context(), nil, round+2); err == nil {
			t.Error("a closed engine takes in changes")
		}
	}
}
