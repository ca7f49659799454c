package indextest_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"warta/index"
	"warta/index/indextest"
)

var likePlainest = "it answers as the plainest engine does"

// mutants are engines that break one promise each, and the check that finds it.
var mutants = map[string]struct {
	promise string
	mutant  func() mutant
}{
	"the mark is ahead of the data":                                      {"a search sees a batch at once", always(mutant{apply: markFirst})},
	"the mark is ahead of the data, of an engine without atomic batches": {"a search sees a batch at once", always(mutant{apply: markFirst, can: inSteps})},
	"quotes come after their articles": {"a search sees an article and its quotes at once", always(mutant{
		can: inSteps,
		apply: func(f *indextest.Fake, ctx context.Context, updates []index.Update, mark uint64) error {
			for _, u := range updates {
				if len(u.Documents) > 0 {
					u.Documents = u.Documents[:1]
				}
				if err := f.Apply(ctx, []index.Update{u}, mark); err != nil {
					return err
				}
			}
			linger()
			return f.Apply(ctx, updates, mark)
		},
	})},
	"articles come one by one, with their quotes later": {"a search sees a batch at once", always(mutant{
		can: inSteps,
		apply: func(f *indextest.Fake, ctx context.Context, updates []index.Update, mark uint64) error {
			before, err := f.Mark(ctx)
			if err != nil {
				return err
			}
			for _, u := range updates {
				if len(u.Documents) > 0 {
					u.Documents = u.Documents[:1]
				}
				if err := f.Apply(ctx, []index.Update{u}, before); err != nil {
					return err
				}
			}
			linger()
			return f.Apply(ctx, updates, mark)
		},
	})},
	"the mark stands still": {"changes are found once they are applied", always(mutant{
		apply: func(f *indextest.Fake, ctx context.Context, updates []index.Update, _ uint64) error {
			return f.Apply(ctx, updates, 0)
		},
	})},
	"the mark moves though nothing is taken in": {"a search ends with its context", always(mutant{
		apply: func(f *indextest.Fake, ctx context.Context, updates []index.Update, mark uint64) error {
			if err := f.Apply(context.WithoutCancel(ctx), nil, mark); err != nil {
				return err
			}
			return f.Apply(ctx, updates, mark)
		},
	})},
	"a removal leaves the quotes": {"a removal takes the quotes along", remembering(func(u index.Update, before []index.Document) index.Update {
		if len(u.Documents) == 0 && len(before) > 1 {
			u.Documents = before[1:]
		}
		return u
	})},
	"a new reading leaves quotes": {"a quote that is gone after a new reading is gone", remembering(func(u index.Update, before []index.Document) index.Update {
		if n := len(u.Documents); n > 0 && n < len(before) {
			u.Documents = append(slices.Clone(u.Documents), before[n:]...)
		}
		return u
	})},
	"the first change of an article counts": {"the last change of an article counts", always(mutant{
		apply: func(f *indextest.Fake, ctx context.Context, updates []index.Update, mark uint64) error {
			updates = slices.Clone(updates)
			slices.Reverse(updates)
			return f.Apply(ctx, updates, mark)
		},
	})},
	"the documents are changed": {"the documents belong to the caller", always(taking(func(u index.Update) index.Update {
		for _, d := range u.Documents {
			for _, text := range d.Texts {
				slices.Sort(text.Terms)
			}
		}
		return u
	}))},
	"the documents are taken in later": {"the documents belong to the caller", func() mutant {
		var late []index.Update
		return mutant{
			apply: func(f *indextest.Fake, ctx context.Context, updates []index.Update, mark uint64) error {
				late = updates
				return f.Apply(ctx, updates, mark)
			},
			search: func(f *indextest.Fake, ctx context.Context, r index.Request) (*index.Result, error) {
				mark, err := f.Mark(ctx)
				if err != nil {
					return nil, err
				}
				if err := f.Apply(ctx, late, mark); err != nil {
					return nil, err
				}
				return f.Search(ctx, r)
			},
		}
	}},
	"a facet count is off by one": {"a removal takes the quotes along", always(answering(func(_ index.Request, res *index.Result) {
		for _, facet := range res.Facets {
			for i := range facet {
				facet[i].Count++
			}
		}
	}))},
	"a facet's own choice narrows it": {"a facet's own choice does not narrow it", always(asking(func(r index.Request) index.Request {
		r.Filters = slices.Clone(r.Filters)
		for i := range r.Filters {
			r.Filters[i].Facet = ""
		}
		return r
	}))},
	"chosen values are left out": {"chosen values are listed with a count of nothing", always(asking(func(r index.Request) index.Request {
		r.Facets = slices.Clone(r.Facets)
		for i := range r.Facets {
			r.Facets[i].Always = nil
		}
		return r
	}))},
	"a document counts in groups of other days": {"a document counts in the groups of its day", always(asking(func(r index.Request) index.Request {
		return withGroups(r, func(g *index.DatedGroup) { g.To = "" })
	}))},
	"documents without a date count in all groups": {"a document counts in the groups of its day", always(mutant{search: datedAlways})},
	"a document counts for each value of a group":  {"a document counts once in a group", always(mutant{search: countedTwice})},
	"what has no date comes first": {"by date, what has none comes last", always(answering(func(r index.Request, res *index.Result) {
		if r.Sort != index.ByRelevance {
			slices.SortStableFunc(res.Hits, func(a, b index.Match) int { return min(len(a.Date), 1) - min(len(b.Date), 1) })
		}
	}))},
	"a page repeats the last hit": {"pages by date neither repeat nor skip", always(asking(func(r index.Request) index.Request {
		if r.After != nil && r.After.ID != "" {
			last := len(r.After.ID) - 1
			r.After = &index.Position{Date: r.After.Date, ID: r.After.ID[:last]}
		}
		return r
	}))},
	"a page leaves a hit out": {"pages by date neither repeat nor skip", always(answering(func(r index.Request, res *index.Result) {
		if r.After != nil && len(res.Hits) > 1 {
			res.Hits = res.Hits[1:]
		}
	}))},
	"a phrase is any of its words": {"a phrase stands in one paragraph, word after word", always(asking(func(r index.Request) index.Request {
		r.Where = rewritten(r.Where, func(e index.Expr) index.Expr {
			p, ok := e.(index.Phrase)
			if !ok {
				return e
			}
			var all index.All
			for _, term := range p.Terms {
				if term != "" {
					all = append(all, index.Term{Field: p.Field, Text: term, Boost: p.Boost})
				}
			}
			return all
		})
		return r
	}))},
	"copies are no copies": {"the first copy of a story stands for it", always(asking(func(r index.Request) index.Request {
		r.Collapse = false
		return r
	}))},
	"copies outside stand first": {"the copy of an office stands before those of others", always(taking(func(u index.Update) index.Update {
		u.Documents = slices.Clone(u.Documents)
		for i := range u.Documents {
			u.Documents[i].Outside = false
		}
		return u
	}))},
	"copies are not counted": {"the first copy of a story stands for it", always(answering(func(_ index.Request, res *index.Result) {
		for i := range res.Hits {
			res.Hits[i].Copies = 0
		}
	}))},
	"copies count in the total": {"the first copy of a story stands for it", always(answering(func(_ index.Request, res *index.Result) {
		res.Total = res.Documents
	}))},
	"copies of quotes are no copies": {quotesGathered, always(asking(func(r index.Request) index.Request {
		r.Collapse = r.Collapse && r.Of == index.Articles
		return r
	}))},
	"facets count gathered quotes": {quotesGathered, always(mutant{
		search: func(f *indextest.Fake, ctx context.Context, r index.Request) (*index.Result, error) {
			res, err := f.Search(ctx, r)
			if err != nil || !r.Collapse || r.Of != index.Quotes {
				return res, err
			}
			for i := range res.Facets {
				for k := range res.Facets[i] {
					res.Facets[i][k].Count = min(res.Facets[i][k].Count, res.Total)
				}
			}
			return res, err
		},
	})},
	"places are named in another order": {quotesGathered, always(answering(func(_ index.Request, res *index.Result) {
		for i := range res.Hits {
			slices.Reverse(res.Hits[i].Places)
		}
	}))},
	"all places are named": {quotesGathered, always(asking(func(r index.Request) index.Request {
		r.Places = index.MaxPlaces
		return r
	}))},
	"a hit is among its places": {quotesGathered, always(answering(func(_ index.Request, res *index.Result) {
		for i := range res.Hits {
			if h := &res.Hits[i]; h.Copies > 0 {
				h.Places = append([]string{h.ID}, h.Places...)
			}
		}
	}))},
	"a request out of bounds is answered": {"a request out of bounds is refused", always(mutant{
		search: func(f *indextest.Fake, ctx context.Context, r index.Request) (*index.Result, error) {
			if r.Validate() != nil {
				return new(index.Result), nil
			}
			return f.Search(ctx, r)
		},
	})},
	"an id ends at a sign": {"hostile ids are ids", always(taking(func(u index.Update) index.Update {
		u.ID, _, _ = strings.Cut(u.ID, "#")
		return u
	}))},
	"a search outlives its context": {"a search ends with its context", always(mutant{
		search: func(f *indextest.Fake, ctx context.Context, r index.Request) (*index.Result, error) {
			return f.Search(context.WithoutCancel(ctx), r)
		},
	})},
	"changes are taken in without a context": {"a search ends with its context", always(mutant{
		apply: func(f *indextest.Fake, ctx context.Context, updates []index.Update, mark uint64) error {
			return f.Apply(context.WithoutCancel(ctx), updates, mark)
		},
	})},
	"a closed engine answers": {"what was applied is there after it was opened again", always(mutant{
		close: func(*indextest.Fake) error { return nil },
	})},
	"what it can do changes": {"what an engine can do stays the same", func() mutant {
		asked := false
		return mutant{can: func() index.Capabilities {
			before := asked
			asked = true
			return index.Capabilities{LiveGroups: before}
		}}
	}},
	"scores are nearly exact": {likePlainest, always(answering(func(_ index.Request, res *index.Result) {
		for i := range res.Hits {
			res.Hits[i].Score *= 1 + 1e-6
		}
	}))},
	"what hits are not is found": {likePlainest, always(asking(func(r index.Request) index.Request {
		r.Hits = nil
		return r
	}))},
	"what hits are narrows before copies are gathered": {"hits are narrowed behind all else", always(asking(func(r index.Request) index.Request {
		if r.Hits != nil {
			r.Filters = append(slices.Clone(r.Filters), index.Filter{Where: r.Hits})
		}
		return r
	}))},
	"the refinement is left out": {likePlainest, always(asking(func(r index.Request) index.Request {
		r.Refine = nil
		return r
	}))},
	"an explanation leaves a part out": {likePlainest, always(answering(func(_ index.Request, res *index.Result) {
		for i, parts := range res.Explanations {
			res.Explanations[i] = parts[min(1, len(parts)):]
		}
	}))},
	"fewer are ranked": {likePlainest, always(answering(func(_ index.Request, res *index.Result) {
		res.Ranked = res.Ranked[:max(0, len(res.Ranked)-1)]
	}))},
	"what is not wanted is found": {likePlainest, always(asking(func(r index.Request) index.Request {
		r.Where = rewritten(r.Where, func(e index.Expr) index.Expr {
			if _, ok := e.(index.Not); ok {
				return index.Everything{}
			}
			return e
		})
		return r
	}))},
	"a Best adds up": {likePlainest, always(asking(func(r index.Request) index.Request {
		r.Where = rewritten(r.Where, func(e index.Expr) index.Expr {
			if best, ok := e.(index.Best); ok {
				return index.Any(best)
			}
			return e
		})
		return r
	}))},
	"words are dropped": {"words are told as they stand in the documents", always(mutant{
		words: func(found []index.WordCount, err error) ([]index.WordCount, error) {
			return found[min(1, len(found)):], err
		},
	})},
	"words of many are dropped": {likePlainest, always(mutant{
		words: func(found []index.WordCount, err error) ([]index.WordCount, error) {
			if len(found) > 3 {
				found = found[:3]
			}
			return found, err
		},
	})},
	"a question for words is not checked": {"a question for words out of bounds is refused", always(mutant{
		words: func(found []index.WordCount, err error) ([]index.WordCount, error) {
			if index.KindOf(err) == index.Invalid {
				err = nil
			}
			return found, err
		},
	})},
	"counts are off by one": {likePlainest, always(mutant{
		count: func(counts []int, err error) ([]int, error) {
			for i := range counts {
				counts[i]++
			}
			return counts, err
		},
	})},
	"preparing takes in": {"a prepared batch is invisible until it is taken in", always(mutant{
		prepare: func(f *indextest.Fake, ctx context.Context, updates []index.Update) (index.Prepared, error) {
			err := f.Apply(ctx, updates, 0)
			return func(ctx context.Context, mark uint64) error { return f.Apply(ctx, nil, mark) }, err
		},
	})},
	"a prepared batch is taken in once": {"a prepared batch is taken in again", always(mutant{
		prepare: func(f *indextest.Fake, _ context.Context, updates []index.Update) (index.Prepared, error) {
			var taken bool
			return func(ctx context.Context, mark uint64) error {
				if taken {
					return errors.New("it is in")
				}
				taken = true
				return f.Apply(ctx, updates, mark)
			}, nil
		},
	})},
	"tidying loses an article": {"tidying changes no answer", always(mutant{
		tidy: func(f *indextest.Fake, ctx context.Context) error {
			res, err := f.Search(ctx, index.Request{Sort: index.Newest, Size: 1})
			if err != nil || len(res.Hits) == 0 {
				return err
			}
			return f.Apply(ctx, []index.Update{{ID: res.Hits[0].Article}}, res.Mark)
		},
	})},
	"a sound engine is not healthy":  {"a sound engine is found to be sound", always(mutant{healthy: func() error { return errors.New("ill") }})},
	"a sound engine is damaged":      {"a sound engine is found to be sound", always(mutant{verify: func() ([]string, error) { return []string{"torn"}, nil }})},
	"a sound engine reports damage":  {"a sound engine is found to be sound", always(mutant{damage: func(report func(error)) { report(errors.New("torn")) }})},
	"a new engine holds something":   {"a new engine is empty", always(answering(func(_ index.Request, res *index.Result) { res.Total++ }))},
	"applying again adds a document": {"applying again changes nothing", remembering(twice)},
	"a province is its offices": {"a province takes in its offices, and not its own", always(asking(func(r index.Request) index.Request {
		r.Filters = slices.Clone(r.Filters)
		for i, f := range r.Filters {
			if term, ok := f.Where.(index.Term); ok && term.Field == index.KeyOffices {
				term.Field = index.KeySatker
				r.Filters[i].Where = term
			}
		}
		return r
	}))},
	"the newest are the best": {"the ranking is near the exact one", func() mutant {
		m := asking(newest)
		m.can = roughly
		return m
	}},
	"hits stand in no order of their scores": {likePlainest, func() mutant {
		m := answering(func(r index.Request, res *index.Result) {
			if r.Sort == index.ByRelevance {
				slices.Reverse(res.Hits)
			}
		})
		m.can = roughly
		return m
	}},
}

// quotesGathered is the promise about copies of quotes.
const quotesGathered = "the first copy of a quote stands for it, and names the others"

func TestEachBrokenPromiseIsFoundOut(t *testing.T) {
	t.Parallel()
	for name, c := range mutants {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			found := failures(t, c.promise, opening(index.Capabilities{}, func(f *indextest.Fake) index.Engine {
				m := c.mutant()
				m.Fake = f
				return m
			}))
			if len(found) == 0 {
				t.Errorf("it passes: %s", c.promise)
			}
		})
	}
}

// Each promise has a mutant that breaks it, and the mutant that changes nothing keeps
// them all.
func TestEachPromiseCanBeBroken(t *testing.T) {
	t.Parallel()
	broken := make(map[string]bool)
	for _, c := range mutants {
		broken[c.promise] = true
	}
	for _, promise := range indextest.Promises() {
		if !broken[promise] {
			t.Errorf("no mutant breaks it: %s", promise)
		}
	}
	indextest.TestEngine(t, opening(index.Capabilities{}, func(f *indextest.Fake) index.Engine { return mutant{Fake: f} }))
}
