package indextest

import (
	"context"
	"errors"
	"fmt"
	"slices"
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
