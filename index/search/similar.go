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

// Bounds of the terms by which articles are compared. A term is a root of words.
const (
	similarCandidates = 40 // most frequent terms of the article, which are looked up
	similarTerms      = 16 // of those, the terms that are searched
	similarWords      = 2000
	// A term is too common to tell articles apart if it is in more than this share of
	// the articles and in more than similarFew of them.
	similarCommon = 0.05
	similarFew    = 20
)

// Similar returns the articles most like the one with that id, the most similar first and at
// most size of them, without copies of it. Its errors are those of [index.Engine], and one of
// kind [index.NotFound] for an id without a reading.
func (s *Searcher) Similar(ctx context.Context, id string, size int) (*Page, error) {
	began := s.now()
	if size < 1 || size > index.MaxSize {
		return nil, &index.Error{Kind: index.Invalid, Op: "search.Similar", Field: "size", Text: fmt.Sprintf("size: must be 1 to %d", index.MaxSize)}
	}
	if err := s.updatePeople(ctx); err != nil {
		return nil, err
	}
	read, err := s.readings.Get(ctx, []string{id})
	if err != nil {
		return nil, fmt.Errorf("fetch article: %w", err)
	}
	a := s.People.Show(read[0].Article)
	if a == nil {
		return nil, &index.Error{Kind: index.NotFound, Op: "search.Similar", Text: "there is no such article"}
	}
	where, err := s.similarTo(ctx, a)
	if err != nil {
		return nil, err
	}
	page := &Page{Query: understand.Understood{Mode: understand.ModeNone, Understood: []string{}, Terms: []string{}}, Hits: []Hit{}}
	if where == nil {
		return page, nil
	}
	// The article itself is among the hits, and perhaps copies of it that count as other
	// stories because of their dateline or origin.
	r := index.Request{Of: index.Articles, Where: where, Sort: index.ByRelevance, Size: min(size+3, index.MaxSize+1), Collapse: true}
	found, err := s.engine.Search(ctx, r)
	if err != nil {
		return nil, fmt.Errorf("ask engine: %w", err)
	}
	hits, err := s.fillHits(ctx, found.Hits, false, nil, &understand.Understanding{})
	if err != nil {
		return nil, err
	}
	for _, h := range hits {
		if h.ID != id && !documents.SameStory(a, h.Article) && len(page.Hits) < size {
			page.Hits = append(page.Hits, h)
		}
	}
	page.Total, page.Mark = len(page.Hits), found.Mark
	page.TookMS = s.tookMS(began)
	return page, nil
}

// similarTo returns an expression for articles like a: they have some of its distinctive
// terms, and its officials and topics add to the score. It is nil for an article without
// distinctive terms.
func (s *Searcher) similarTo(ctx context.Context, a *article.Article) (index.Expr, error) {
	terms, err := s.distinctiveTerms(ctx, a)
	if err != nil || len(terms) == 0 {
		return nil, err
	}
	var alternatives, more index.Any
	for _, root := range terms {
		alternatives = append(alternatives, index.Best{
			index.Term{Field: index.FieldTitleRoot, Text: root, Boost: s.weights.Title.Family}, index.Term{Field: index.FieldBodyRoot, Text: root, Boost: s.weights.Body.Family},
		})
	}
	for _, o := range a.Officials {
		if o.Public {
			more = append(more, index.Weigh{Of: dockeys.Terms(index.KeyOfficial, s.People.RawKeys(o.ID)), Boost: 1})
		}
	}
	for _, t := range a.Topics {
		more = append(more, index.Weigh{Of: index.Term{Field: index.KeyTopic, Text: t.ID}, Boost: 1})
	}
	return index.Prefer{Want: alternatives, More: more}, nil
}

// distinctiveTerms returns the terms that are frequent in the article and rare elsewhere.
func (s *Searcher) distinctiveTerms(ctx context.Context, a *article.Article) ([]string, error) {
	var w documents.Tokenizer
	_, title := w.Texts("", "", []string{a.Title})
	_, body := w.Texts("", "", a.Paragraphs)
	counts := make(map[string]float64)
	const titleCount = 3 // a word of the title counts as so many
	for _, root := range title.Terms {
		counts[root] += titleCount
	}
	for _, root := range body.Terms[:min(len(body.Terms), similarWords)] {
		counts[root]++
	}
	type term struct {
		root   string
		weight float64
	}
	var list []term
	for root, n := range counts {
		if len(root) > 2 && !indonesian.Stop(root) {
			list = append(list, term{root, n})
		}
	}
	byWeight := func(a, b term) int { return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.root, b.root)) }
	slices.SortFunc(list, byWeight)
	list = list[:min(similarCandidates, len(list))]
	all, err := s.engine.Search(ctx, index.Request{Of: index.Articles, Sort: index.Newest})
	if err != nil {
		return nil, fmt.Errorf("count articles: %w", err)
	}
	texts := make([]string, len(list))
	for i, t := range list {
		texts[i] = t.root
	}
	holders, err := s.engine.Count(ctx, []string{index.FieldBodyRoot}, texts)
	if err != nil {
		return nil, fmt.Errorf("count terms: %w", err)
	}
	kept := list[:0]
	for i, t := range list {
		n := holders[i]
		if float64(n) > max(similarFew, similarCommon*float64(all.Total)) {
			continue
		}
		t.weight = math.Log1p(t.weight) * index.IDF(all.Total, min(n, all.Total))
		kept = append(kept, t)
	}
	slices.SortFunc(kept, byWeight)
	roots := make([]string, 0, similarTerms)
	for _, t := range kept[:min(similarTerms, len(kept))] {
		roots = append(roots, t.root)
	}
	return roots, nil
}
