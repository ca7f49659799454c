package indextest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"warta/analyzers/article"
	"warta/index"
)

// TestEngine checks that an engine fulfils the contract of [index.Engine]. The function open
// opens the engine in a folder, which is empty at first. TestEngine opens a folder again
// after it has closed the engine.
func TestEngine(t *testing.T, open func(t testing.TB, dir string) index.Engine) {
	t.Helper()
	fresh := func(t *testing.T) index.Engine {
		t.Helper()
		e := open(t, t.TempDir())
		t.Cleanup(func() {
			if err := e.Close(); err != nil {
				t.Errorf("close: %v", err)
			}
		})
		return e
	}
	for name, test := range map[string]func(*testing.T, index.Engine){
		"a new engine is empty":                             empty,
		"changes are found once they are applied":           applied,
		"applying again changes nothing":                    appliedAgain,
		"a prepared batch is taken in again":                preparedAgain,
		"the last change of an article counts":              lastChange,
		"a removal takes the quotes along":                  removal,
		"a quote that is gone after a new reading is gone":  newReading,
		"a province takes in its offices, and not its own":  province,
		"a facet's own choice does not narrow it":           disjunctive,
		"chosen values are listed with a count of nothing":  chosen,
		"a document counts once in a group":                 groupedOnce,
		"by date, what has none comes last":                 undated,
		"pages by date neither repeat nor skip":             pages,
		"a phrase stands in one paragraph, word after word": phrases,
		"the first copy of a story stands for it":           copies,
		"a request out of bounds is refused":                bounds,
		"hostile ids are ids":                               hostile,
		"a search sees an article and its quotes at once":   atOnce,
		"a search ends with its context":                    cancelled,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, fresh(t))
		})
	}
	t.Run("what was applied is there after it was opened again", func(t *testing.T) {
		t.Parallel()
		reopened(t, open)
	})
	t.Run("it answers as the plainest engine does", func(t *testing.T) {
		t.Parallel()
		for _, seed := range []uint64{1, 2, 3} {
			likeFake(t, fresh(t), seed)
		}
	})
}

func apply(t testing.TB, e index.Engine, mark uint64, changes ...index.Change) {
	t.Helper()
	if err := e.Apply(t.Context(), changes, mark); err != nil {
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

// change returns a change with a short article.
func change(id, date, body string, quotes ...string) index.Change {
	a := &article.Article{ID: id, Date: date, Title: "judul", Paragraphs: []string{body}}
	for i, q := range quotes {
		a.Quotes = append(a.Quotes, article.Quote{ID: fmt.Sprintf("%s-%d", id, i), Kind: article.Direct, Text: q, Confidence: 1})
	}
	return index.Change{ID: id, Article: a}
}

func body(word string) index.Expr { return index.Term{Field: index.FieldBody, Text: word, Boost: 1} }

// ids returns the IDs of the hits: of the quote if there is one, else of the article.
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

func empty(t *testing.T, e index.Engine) {
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

func applied(t *testing.T, e index.Engine) {
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

func appliedAgain(t *testing.T, e index.Engine) {
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

// preparedAgain tests engines that prepare batches: a prepared batch may be applied again
// after an error, when part of it is in the index already.
func preparedAgain(t *testing.T, e index.Engine) {
	p, ok := e.(index.Preparer)
	if !ok {
		return
	}
	take, err := p.Prepare(t.Context(), []index.Change{change("a", "2025-11-04", "arsip", "satu", "dua")})
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if err := take(t.Context(), 1); err != nil {
			t.Fatal(err)
		}
	}
	if got := search(t, e, index.Request{Size: 10}); got.Total != 1 || got.Mark != 1 {
		t.Errorf("%d articles at mark %d, want 1 and 1", got.Total, got.Mark)
	}
	words, err := e.Words(t.Context(), index.WordsAsk{Fields: index.WordFields, Text: "arsip", Size: 1})
	if err != nil || len(words) != 1 || words[0].Count != 1 {
		t.Errorf("the word is counted as %v, %v, want once", words, err)
	}
}

func lastChange(t *testing.T, e index.Engine) {
	apply(t, e, 3, change("a", "", "satu"), index.Change{ID: "b"}, change("b", "", "satu"), change("a", "", "dua"), change("c", "", "satu"), index.Change{ID: "c"})
	wantIDs(t, search(t, e, index.Request{Size: 10}), "a", "b")
	wantIDs(t, search(t, e, index.Request{Size: 10, Where: body("satu")}), "b")
}

func removal(t *testing.T, e index.Engine) {
	apply(t, e, 1, change("a", "2025-01-01", "arsip", "satu"), change("ab", "2025-01-02", "arsip", "satu", "dua"))
	apply(t, e, 2, index.Change{ID: "a"}, index.Change{ID: "unknown"})
	facet := []index.FacetAsk{{Facet: index.FacetDate, Field: index.KeyMonth}, {Facet: index.FacetDate, Field: index.KeyDay}}
	got := search(t, e, index.Request{Size: 10, Where: body("arsip"), Facets: facet})
	wantIDs(t, got, "ab")
	want := [][]index.Count{{{Value: "2025-01", Count: 1}}, {{Value: "2025-01-02", Count: 1}}}
	if !reflect.DeepEqual(got.Facets, want) {
		t.Errorf("facets %+v, want %+v", got.Facets, want)
	}
	wantIDs(t, search(t, e, index.Request{Of: index.Quotes, Size: 10}), "ab-0", "ab-1")
}

func newReading(t *testing.T, e index.Engine) {
	apply(t, e, 1, change("a", "", "arsip", "satu", "dua", "tiga"))
	apply(t, e, 2, change("a", "", "arsip", "satu"))
	wantIDs(t, search(t, e, index.Request{Of: index.Quotes, Size: 10}), "a-0")
}

func province(t *testing.T, e index.Engine) {
	in := func(id string, satker ...string) index.Change {
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

func dated(id, date, topic string) index.Change {
	c := change(id, date, "x")
	c.Article.Topics = []article.Topic{{ID: topic, Score: 1}}
	return c
}

func disjunctive(t *testing.T, e index.Engine) {
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

func chosen(t *testing.T, e index.Engine) {
	apply(t, e, 1, dated("a", "", "t1"), dated("b", "", "t1"), dated("c", "", "t2"), dated("d", "", "t3"))
	got := search(t, e, index.Request{Facets: []index.FacetAsk{{Field: index.KeyTopic, Size: 1, Always: []string{"t4", "t1", "t2"}}}})
	want := []index.Count{{Value: "t1", Count: 2}, {Value: "t4", Count: 0}, {Value: "t2", Count: 1}}
	if !reflect.DeepEqual(got.Facets[0], want) {
		t.Errorf("facet %+v, want %+v", got.Facets[0], want)
	}
}

func groupedOnce(t *testing.T, e index.Engine) {
	both := func(id string, codes ...string) index.Change {
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
	want(ask("none"), index.Count{Value: "x", Count: 2}, index.Count{Value: "y", Count: 1}, index.Count{Value: "none"})
	groups.Regroup(func(v string) string { return map[string]string{"33.01": "x", "33.02": "y", "12.01": "y"}[v] })
	want(ask(), index.Count{Value: "y", Count: 3}, index.Count{Value: "x", Count: 1})
	apply(t, e, 2, both("e", "33.02"), both("c", "33.01"))
	want(ask(), index.Count{Value: "y", Count: 3}, index.Count{Value: "x", Count: 2})
	alone := search(t, e, index.Request{Facets: []index.FacetAsk{{Field: index.KeyOffices}}})
	want(alone.Facets[0], index.Count{Value: "33.02", Count: 3}, index.Count{Value: "33.01", Count: 2})
}

func undated(t *testing.T, e index.Engine) {
	apply(t, e, 1, change("a", "", "x"), change("b", "2025-01-02", "x"), change("c", "2025-01-01", "x"), change("d", "2025-01-02", "x"), change("e", "", "x"), change("f", "04/11/2025", "x"))
	wantIDs(t, search(t, e, index.Request{Size: 10, Sort: index.Newest}), "b", "d", "c", "a", "e", "f")
	wantIDs(t, search(t, e, index.Request{Size: 10, Sort: index.Oldest}), "c", "b", "d", "a", "e", "f")
	got := search(t, e, index.Request{Facets: []index.FacetAsk{{Field: index.KeyMonth}}})
	want := []index.Count{{Value: "2025-01", Count: 3}, {Value: index.NoDate, Count: 3}}
	if !reflect.DeepEqual(got.Facets[0], want) {
		t.Errorf("facet %+v, want %+v", got.Facets[0], want)
	}
}

func pages(t *testing.T, e index.Engine) {
	corpus := NewCorpus(9)
	all := make(map[string]bool)
	var changes []index.Change
	for i := range 90 {
		id := fmt.Sprintf("%d", i)
		all[id] = true
		changes = append(changes, index.Change{ID: id, Article: corpus.Article(id)})
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
			if page == 3 { // additions and removals before the cursor must not move it
				gone := got.Hits[len(got.Hits)-1].Article
				apply(t, e, 100, index.Change{ID: gone})
				delete(all, gone)
				delete(seen, gone)
			}
		}
		if got := search(t, e, r); len(got.Hits) != 0 {
			t.Errorf("%s: %q behind the last", by, ids(got))
		}
	}
}

func phrases(t *testing.T, e index.Engine) {
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

func copies(t *testing.T, e index.Engine) {
	const text = "satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas duabelas tigabelas empatbelas limabelas enambelas tujuhbelas delapanbelas sembilanbelas duapuluh"
	late, early, short := change("late", "2025-03-01", text), change("early", "2025-01-01", text), change("short", "", "satu dua")
	for _, c := range []index.Change{late, early} {
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
	late.Article.Origin = "" // it is the origin
	apply(t, e, 3, late)
	wantIDs(t, search(t, e, r), "late", "x", "short", "short2")
	apply(t, e, 4, index.Change{ID: "late"})
	wantIDs(t, search(t, e, r), "x", "early", "short", "short2")
	apply(t, e, 5, late)
	ofTitle(t, e, early, late)
	r.Collapse = false
	wantIDs(t, search(t, e, r), "late", "retold", "shortened", "x", "early", "other", "again", "general", "short", "short2")
}

// ofTitle adds reprints with the title and the dateline of a story.
func ofTitle(t *testing.T, e index.Engine, early, late index.Change) {
	t.Helper()
	tells := func(c index.Change, title string) index.Change {
		a := *c.Article
		a.Title, a.Dateline, a.EventDates = title, &article.Dateline{Host: "jateng.kpu.go.id"}, []string{"2025-01-01"}
		c.Article = &a
		return c
	}
	by := func(office string, c index.Change) index.Change {
		c.Article.Publisher, c.Article.Origin = &article.Office{Code: office}, ""
		if office != "33" {
			c.Article.Origin = "33"
		}
		return c
	}
	const title = "Satu Kotak Suara Tiba di Gudang"
	early, late = tells(early, title), tells(late, "Lain")
	retold := tells(by("33.01", change("retold", "2025-02-03", "satu yang diubah")), title)
	shortened := tells(by("33.02", change("shortened", "2025-02-02", "satu")), strings.ToUpper(title)+"!")
	other := tells(by("33.01", change("other", "2024-12-01", "satu kotak")), title)
	other.Article.EventDates = []string{"2024-12-01"} // the same title, another day
	apply(t, e, 6, early, late, retold, shortened, other)
	r := index.Request{Size: 10, Where: body("satu"), Collapse: true}
	got := search(t, e, r)
	wantIDs(t, got, "late", "x", "other", "short", "short2")
	if got.Total != 5 || got.Documents != 8 || got.Hits[0].Copies != 3 {
		t.Errorf("total %d of %d, %d copies; want 5 of 8, 3: the equal text joins what has the title", got.Total, got.Documents, got.Hits[0].Copies)
	}
	r.Filters = []index.Filter{{Where: index.Term{Field: index.KeyMonth, Text: "2025-02"}}}
	wantIDs(t, search(t, e, r), "shortened", "x") // the earlier of the two that are left
	// Two stories of one office under one title stay separate, and a reprint under that
	// title is a copy of neither.
	const meeting = "Satu Rapat Rutin Hari Senin"
	general := tells(by("33", change("general", "2024-11-01", "satu rapat pagi")), meeting)
	again := tells(by("33", change("again", "2024-11-02", "satu rapat sore")), meeting)
	retold = tells(by("33.01", change("retold", "2025-02-03", "satu rapat")), meeting)
	apply(t, e, 7, general, again, retold)
	r.Filters = nil
	wantIDs(t, search(t, e, r), "late", "retold", "x", "other", "again", "general", "short", "short2")
}

func bounds(t *testing.T, e index.Engine) {
	apply(t, e, 1, change("a", "", "x"))
	for _, r := range []index.Request{
		{Sort: index.Newest, Size: -1},
		{Sort: index.Newest, Size: index.MaxSize + 2},
		{Sort: "best"},
		{Sort: index.ByRelevance, Size: 10, Skip: index.MaxRanked - 8},
		{Sort: index.ByRelevance, Keep: -1},
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
	for _, ask := range []index.WordsAsk{
		{Text: "", Size: 1},
		{Text: "a", Size: 0},
		{Text: "a", Size: index.MaxNear + 1},
		{Text: "a", Size: 1, Edits: index.MaxEdits + 1},
		{Text: "a", Size: 1, Edits: -1},
		{Text: "a", Size: 1, Fields: []string{index.KeyYear}},
		{Text: strings.Repeat("a", index.MaxText+1), Size: 1},
	} {
		if _, err := e.Words(t.Context(), ask); index.KindOf(err) != index.Invalid {
			t.Errorf("words %+v: got %v, want an error of kind invalid", ask, err)
		}
	}
	if _, err := e.Count(t.Context(), []string{index.FieldTitle}, make([]string, index.MaxNear+1)); index.KindOf(err) != index.Invalid {
		t.Errorf("too many texts: got %v, want an error of kind invalid", err)
	}
}

func hostile(t *testing.T, e index.Engine) {
	odd := []string{"a#1", "a", "a:b", "1:a#", "../x", "é", " ", "q:1:a#b"}
	for i, id := range odd {
		apply(t, e, uint64(i), change(id, "", "x", "kata"))
	}
	apply(t, e, 20, index.Change{ID: "a"})
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

func atOnce(t *testing.T, e index.Engine) {
	const rounds = 30
	var group sync.WaitGroup
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	group.Go(func() {
		defer cancel()
		for i := range rounds {
			word := fmt.Sprintf("w%d", i)
			if err := e.Apply(t.Context(), []index.Change{change("a", "", word, word, word)}, uint64(i+1)); err != nil {
				t.Errorf("apply: %v", err)
				return
			}
		}
	})
	for range 2 {
		group.Go(func() {
			for last := uint64(0); ctx.Err() == nil; {
				got, err := e.Search(t.Context(), index.Request{Of: index.Quotes, Sort: index.Newest, Size: 10, Facets: []index.FacetAsk{{Field: index.KeyQuoteKind}}})
				if err != nil {
					t.Errorf("search: %v", err)
					return
				}
				if got.Mark < last {
					t.Errorf("mark %d after %d", got.Mark, last)
				}
				last = got.Mark
				if last == 0 {
					continue
				}
				if got.Total != 2 || len(got.Facets[0]) != 1 || got.Facets[0][0].Count != 2 {
					t.Errorf("at %d: %d quotes, facet %v; want 2", last, got.Total, got.Facets)
				}
				word := fmt.Sprintf("w%d", last-1)
				one, err := e.Search(t.Context(), index.Request{Sort: index.Newest, Where: index.All{body(word), index.Quoted{Of: index.Term{Field: index.FieldQuote, Text: word}}}})
				if err != nil || one.Total != 1 && one.Mark == last {
					t.Errorf("at %d: %+v, %v; want the article by its word and its quote's", last, one, err)
				}
			}
		})
	}
	group.Wait()
}

func cancelled(t *testing.T, e index.Engine) {
	apply(t, e, 1, change("a", "", "x"))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := e.Search(ctx, index.Request{Sort: index.Newest, Where: body("x")}); !errors.Is(err, context.Canceled) {
		t.Errorf("search: got %v, want %v", err, context.Canceled)
	}
	if err := e.Apply(ctx, []index.Change{change("b", "", "x")}, 2); !errors.Is(err, context.Canceled) {
		t.Errorf("apply: got %v, want %v", err, context.Canceled)
	}
}

func reopened(t *testing.T, open func(testing.TB, string) index.Engine) {
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
	}
}

// likeFake applies random changes to an engine and to a Fake and compares their results for
// random requests.
func likeFake(t *testing.T, e index.Engine, seed uint64) {
	t.Helper()
	var fake Fake
	corpus := NewCorpus(seed)
	for step := range 40 {
		var changes []index.Change
		for range 1 + corpus.random.IntN(8) {
			c := index.Change{ID: fmt.Sprint(corpus.random.IntN(60))}
			if corpus.random.IntN(5) > 0 {
				c.Article = corpus.Article(c.ID)
			}
			changes = append(changes, c)
		}
		apply(t, e, uint64(step), changes...)
		apply(t, &fake, uint64(step), changes...)
		for range 10 {
			r := corpus.Request()
			got, want := search(t, e, r), search(t, &fake, r)
			if diff := Difference(got, want); diff != "" {
				t.Fatalf("seed %d, step %d: %s\nbehind %+v asked %+v\nwhere %v\nrefined by %v\n got %+v\nwant %+v", seed, step, diff, r.After, r, r.Where, r.Refine, got, want)
			}
			if diff := differentWords(t, e, &fake, corpus.Words()); diff != "" {
				t.Fatalf("seed %d, step %d: %s", seed, step, diff)
			}
		}
	}
}

// differentWords returns the difference between the words of an engine and of a Fake, "" for
// none. The engine may still count replaced documents.
func differentWords(t *testing.T, e, fake index.Engine, ask index.WordsAsk) string {
	t.Helper()
	got, err := e.Words(t.Context(), ask)
	if err != nil {
		return fmt.Sprintf("words %+v: %v", ask, err)
	}
	all := ask
	all.Size = index.MaxNear
	want, err := fake.Words(t.Context(), all)
	if err != nil {
		return fmt.Sprintf("words %+v: %v", ask, err)
	}
	counts := make(map[string]int)
	var texts []string
	for _, w := range got {
		counts[w.Text] = w.Count
		texts = append(texts, w.Text)
		if !ask.Near(w.Text) {
			return fmt.Sprintf("words %+v: %q is not near", ask, w.Text)
		}
	}
	if len(got) < min(len(want), ask.Size) || len(got) > ask.Size {
		return fmt.Sprintf("words %+v: got %d, there are %d", ask, len(got), len(want))
	}
	for _, w := range want {
		texts = append(texts, w.Text)
		if n, ok := counts[w.Text]; ok && n < w.Count || !ok && len(got) < ask.Size {
			return fmt.Sprintf("words %+v: got %v, want %q %d times among them", ask, got, w.Text, w.Count)
		}
	}
	exact, err := e.Count(t.Context(), ask.Fields, texts)
	if err != nil {
		return fmt.Sprintf("count %q: %v", texts, err)
	}
	if right, err := fake.Count(t.Context(), ask.Fields, texts); err != nil || !slices.Equal(exact, right) {
		return fmt.Sprintf("count %q in %q\n got %v\nwant %v, %v", texts, ask.Fields, exact, right, err)
	}
	return ""
}

// Difference returns the difference between two results, "" for none. It ignores rounding
// errors of scores.
func Difference(got, want *index.Result) string {
	switch {
	case got.Total != want.Total || got.Documents != want.Documents:
		return fmt.Sprintf("total %d of %d, want %d of %d", got.Total, got.Documents, want.Total, want.Documents)
	case got.Mark != want.Mark:
		return fmt.Sprintf("mark %d, want %d", got.Mark, want.Mark)
	case len(got.Facets) != len(want.Facets):
		return "facets are missing"
	}
	for i := range got.Facets {
		if len(got.Facets[i])+len(want.Facets[i]) > 0 && !reflect.DeepEqual(got.Facets[i], want.Facets[i]) {
			return fmt.Sprintf("facet %d is %v, want %v", i, got.Facets[i], want.Facets[i])
		}
	}
	if diff := differentHits(got.Hits, want.Hits); diff != "" {
		return diff
	}
	if diff := differentHits(got.Ranked, want.Ranked); diff != "" || len(got.Explanations) != len(want.Explanations) {
		return cmp.Or(diff, fmt.Sprintf("%d explanations, want %d", len(got.Explanations), len(want.Explanations)))
	}
	for i := range got.Explanations {
		if got.Hits[i].ID == want.Hits[i].ID && !sameParts(got.Explanations[i], want.Explanations[i]) {
			return fmt.Sprintf("hit %d is explained by %v, want %v", i, got.Explanations[i], want.Explanations[i])
		}
	}
	return ""
}

// sameParts reports whether two lists have equal parts in any order.
func sameParts(a, b []index.Part) bool {
	sorted := func(parts []index.Part) []index.Part {
		return slices.SortedFunc(slices.Values(parts), func(a, b index.Part) int {
			return cmp.Or(strings.Compare(a.Of, b.Of), cmp.Compare(a.Score, b.Score))
		})
	}
	return slices.EqualFunc(sorted(a), sorted(b), func(a, b index.Part) bool {
		return a.Of == b.Of && math.Abs(a.Score-b.Score) < 1e-9
	})
}

func differentHits(got, want []index.Match) string {
	if len(got) != len(want) {
		return fmt.Sprintf("%d hits, want %d", len(got), len(want))
	}
	const tiny = 1e-9
	for i := range got {
		g, w := got[i], want[i]
		if math.Abs(g.Score-w.Score) > tiny {
			return fmt.Sprintf("hit %d has score %v, want %v", i, g.Score, w.Score)
		}
		g.Score = w.Score
		tied := i+1 < len(want) && math.Abs(want[i+1].Score-w.Score) < tiny || i > 0 && math.Abs(want[i-1].Score-w.Score) < tiny
		if g != w && !(tied && w.Score > 0) {
			return fmt.Sprintf("hit %d is %+v, want %+v", i, g, w)
		}
	}
	return ""
}
