package search

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"warta/analyzers/article"
	"warta/analyzers/indonesian"
	"warta/index"
	"warta/index/dockeys"
	"warta/index/documents"
	"warta/index/understand"
)

// Bounds of what an article is compared by.
const (
	similarCandidates = 40 // families of the article that are looked up
	similarTerms      = 16 // of those, the ones that are asked for
	similarWords      = 2000
	// A family in more than this share of the articles, and in more than so many of
	// them, tells nothing and costs the most.
	similarCommon = 0.05
	similarFew    = 20
)

// Similar is [Archive.Similar].
func (s *Searcher) Similar(ctx context.Context, id string, size int) (*Page, error) {
	began := s.now()
	if size < 1 || size > index.MaxSize {
		return nil, &index.Error{Kind: index.Invalid, Op: "index.Similar", Field: "size", Text: fmt.Sprintf("size: must be 1 to %d", index.MaxSize)}
	}
	if err := s.meet(ctx); err != nil {
		return nil, err
	}
	read, err := s.readings.Get(ctx, []string{id})
	if err != nil {
		return nil, fmt.Errorf("fetch article: %w", err)
	}
	a := s.People.Show(read[0].Article)
	if a == nil {
		return nil, &index.Error{Kind: index.NotFound, Op: "index.Similar", Text: "there is no such article"}
	}
	where, err := s.likeIt(ctx, a)
	if err != nil {
		return nil, err
	}
	page := &Page{Query: understand.Understood{Mode: understand.ModeNone, Understood: []string{}, Terms: []string{}}, Hits: []Hit{}}
	if where == nil {
		return page, nil
	}
	// The article itself is among those found, and perhaps copies of it whose
	// dateline or origin makes them stories of their own.
	r := index.Request{Of: index.Articles, Where: where, Sort: index.ByRelevance, Size: min(size+3, index.MaxSize+1), Collapse: true}
	found, err := s.engine.Search(ctx, r)
	if err != nil {
		return nil, fmt.Errorf("ask engine: %w", err)
	}
	hits, err := s.hydrate(ctx, Query{}, &understand.Understanding{}, found.Hits)
	if err != nil {
		return nil, err
	}
	for _, h := range hits {
		if h.ID != id && !documents.SameStory(a, h.Article) && len(page.Hits) < size {
			page.Hits = append(page.Hits, h)
		}
	}
	page.Total, page.Mark = len(page.Hits), found.Mark
	page.TookMS = float64(s.now().Sub(began).Microseconds()) / 1000
	return page, nil
}

// likeIt returns an expression for what tells the article from others: its most
// telling families, and who and what it is about. It is nil where nothing does.
func (s *Searcher) likeIt(ctx context.Context, a *article.Article) (index.Expr, error) {
	terms, err := s.telling(ctx, a)
	if err != nil || len(terms) == 0 {
		return nil, err
	}
	var alike, more index.Any
	for _, root := range terms {
		alike = append(alike, index.Best{
			index.Term{Field: index.FieldTitleRoot, Text: root, Boost: s.weights.Title.Family}, index.Term{Field: index.FieldBodyRoot, Text: root, Boost: s.weights.Body.Family},
		})
	}
	for _, o := range a.Officials {
		if o.Public {
			more = append(more, index.Weigh{Of: dockeys.Terms(index.KeyOfficial, s.People.KeysOf(o.ID)), Boost: 1})
		}
	}
	for _, t := range a.Topics {
		more = append(more, index.Weigh{Of: index.Term{Field: index.KeyTopic, Text: t.ID}, Boost: 1})
	}
	return index.Prefer{Want: alike, More: more}, nil
}

// telling returns the families of the article that are frequent in it and rare
// elsewhere.
func (s *Searcher) telling(ctx context.Context, a *article.Article) ([]string, error) {
	var w documents.Words
	_, title := w.Texts("", "", []string{a.Title})
	_, body := w.Texts("", "", a.Paragraphs)
	counts := make(map[string]float64)
	const ofTitle = 3
	for _, root := range title.Terms {
		counts[root] += ofTitle
	}
	for _, root := range body.Terms[:min(len(body.Terms), similarWords)] {
		counts[root]++
	}
	type family struct {
		root   string
		weight float64
	}
	var list []family
	for root, n := range counts {
		if len(root) > 2 && !indonesian.Stop(root) {
			list = append(list, family{root, n})
		}
	}
	byWeight := func(a, b family) int { return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.root, b.root)) }
	slices.SortFunc(list, byWeight)
	list = list[:min(similarCandidates, len(list))]
	all, err := s.engine.Search(ctx, index.Request{Of: index.Articles, Sort: index.Newest})
	if err != nil {
		return nil, fmt.Errorf("count articles: %w", err)
	}
	found := make([]string, len(list))
	for i, f := range list {
		found[i] = f.root
	}
	holders, err := s.engine.Count(ctx, []string{index.FieldBodyRoot}, found)
	if err != nil {
		return nil, fmt.Errorf("count families: %w", err)
	}
	kept := list[:0]
	for i, f := range list {
		n := holders[i]
		if float64(n) > max(similarFew, similarCommon*float64(all.Total)) {
			continue
		}
		f.weight = math.Log1p(f.weight) * index.IDF(all.Total, min(n, all.Total))
		kept = append(kept, f)
	}
	slices.SortFunc(kept, byWeight)
	roots := make([]string, 0, similarTerms)
	for _, f := range kept[:min(similarTerms, len(kept))] {
		roots = append(roots, f.root)
	}
	return roots, nil
}
