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

// A tally counts the articles and quotes of a store, and the articles or quotes with each
// value of the filter fields. Two stores with the same content have the same tally.
type tally struct {
	articles, quotes int
	values           map[string]map[string]int // by field of articles
}

// talliedFields are the fields of the facets, whose columns an engine has loaded. People
// are left out, because their identity does not follow from a single reading.
var talliedFields = []string{index.KeySatker, index.KeyTopic, index.KeyRegulation, index.KeyMonth, index.KeyStage}

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
	for _, keys := range slices.Concat(documents.SharedKeys(index.Articles, a), documents.StageKeys(a)) {
		if counts := t.values[keys.Field]; counts != nil {
			for _, v := range keys.Values {
				counts[v]++
			}
		}
	}
}

// tallyOf returns the tally of an engine and the mark of its state. The tally takes two
// queries: where they answer from different states, the mark is 0.
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

// differences returns the differences between t and other as sentences, at most
// maxDifferences.
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

// maxDifferences bounds the differences that are reported: an error in one value often
// occurs in many.
const maxDifferences = 5
