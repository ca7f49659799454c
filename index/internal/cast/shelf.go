package cast

import (
	"slices"
	"strings"
	"testing"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/search"
	"warta/index/search/searchtest"
)

// A Shelf is a searcher over articles in memory that can be asked for people. An error of a
// method ends the test.
type Shelf struct {
	*searchtest.Shelf
	t testing.TB
}

// NewShelf returns a shelf with the articles.
func NewShelf(t testing.TB, articles ...*article.Article) *Shelf {
	t.Helper()
	return &Shelf{Shelf: searchtest.NewShelf(t, articles...), t: t}
}

// Officials returns the facet of people over all articles, by id.
func (s *Shelf) Officials() map[string]index.Count {
	s.t.Helper()
	page := s.Ask(search.Query{Facets: []search.FacetRequest{{Name: index.FacetOfficial, Size: index.MaxFacetSize}}})
	out := make(map[string]index.Count)
	for _, c := range page.Facets[index.FacetOfficial] {
		out[c.Value] = c
	}
	return out
}

// ArticlesByOfficial returns "NAME: ID ID …" for each person, with the ids of the articles
// that name the person, sorted.
func (s *Shelf) ArticlesByOfficial() []string {
	s.t.Helper()
	var out []string
	for id, who := range s.Officials() {
		var ids []string
		for _, h := range s.Ask(search.Query{Official: []string{id}, Size: index.MaxSize}).Hits {
			ids = append(ids, h.ID)
		}
		slices.Sort(ids)
		out = append(out, who.Label+": "+strings.Join(ids, " "))
	}
	slices.Sort(out)
	return out
}
