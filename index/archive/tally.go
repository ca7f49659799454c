package archive

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/documents"
)

// A tally counts what is held: articles and quotes, and in how many of them each
// value of the fields stands by which everybody filters. Two that hold the same
// have the same tally, wherever it was counted.
type tally struct {
	articles, quotes int
	values           map[string]map[string]int // by field of articles
}

// talliedFields are those of the facets, whose columns an engine has at hand, but
// for people: who is whom is no matter of one reading.
var talliedFields = []string{index.KeySatker, index.KeyTopic, index.KeyMonth}

func newTally() *tally {
	t := &tally{values: map[string]map[string]int{}}
	for _, field := range talliedFields {
		t.values[field] = map[string]int{}
	}
	return t
}

// add counts a reading.
func (t *tally) add(a *article.Article) {
	t.articles++
	t.quotes += len(a.Quotes)
	for _, keys := range documents.Shared(index.Articles, a) {
		if counts := t.values[keys.Field]; counts != nil {
			for _, v := range keys.Values {
				counts[v]++
			}
		}
	}
}

// tallyOf asks an engine, and returns the mark of the state of which it told. Its
// two answers may be of two states, which is told by mark 0.
func tallyOf(ctx context.Context, e index.Engine) (t *tally, mark uint64, err error) {
	t = newTally()
	articles := index.Request{Of: index.Articles, Sort: index.Newest}
	for _, field := range talliedFields {
		articles.Facets = append(articles.Facets, index.FacetAsk{Facet: field, Field: field})
	}
	res, err := e.Search(ctx, articles)
	if err != nil {
		return nil, 0, fmt.Errorf("count the index: %w", err)
	}
	quotes, err := e.Search(ctx, index.Request{Of: index.Quotes, Sort: index.Newest})
	if err != nil {
		return nil, 0, fmt.Errorf("count the index: %w", err)
	}
	t.articles, t.quotes = res.Documents, quotes.Documents
	for i, field := range talliedFields {
		for _, c := range res.Facets[i] {
			if c.Count > 0 {
				t.values[field][c.Value] = c.Count
			}
		}
	}
	if quotes.Mark == res.Mark {
		mark = res.Mark
	}
	return t, mark, nil
}

// differences returns in sentences in what t and other differ, at most a few.
func (t *tally) differences(name, otherName string, other *tally) (found []string) {
	say := func(what string, n, m int) {
		if n != m && len(found) < maxDifferences {
			found = append(found, fmt.Sprintf("%s: %s has %d, %s %d", what, name, n, otherName, m))
		}
	}
	say("articles", t.articles, other.articles)
	say("quotes", t.quotes, other.quotes)
	for _, field := range talliedFields {
		all := maps.Clone(t.values[field])
		maps.Copy(all, other.values[field])
		for _, v := range slices.Sorted(maps.Keys(all)) {
			say("articles with "+field+" "+v, t.values[field][v], other.values[field][v])
		}
	}
	return found
}

// maxDifferences bounds how many are told: what is wrong with one value is often
// wrong with many.
const maxDifferences = 5
