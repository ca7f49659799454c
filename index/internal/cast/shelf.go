package cast

import (
	"slices"
	"strings"
	"testing"
	"time"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/documents"
	"warta/index/indextest"
	"warta/index/search"
)

// A Shelf is a searcher over the fake engine, for tests that need no archive. Its methods
// fail the test on an error.
type Shelf struct {
	*search.Searcher
	t        testing.TB
	engine   indextest.Fake
	readings indextest.Readings
	mark     uint64
}

// NewShelf returns a shelf with the articles. Its clock stands at 2026-01-01.
func NewShelf(t testing.TB, articles ...*article.Article) *Shelf {
	t.Helper()
	s := &Shelf{t: t}
	s.Searcher = search.New(&s.engine, &s.readings, func() time.Time { return time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC) })
	s.Put(articles...)
	return s
}

// Put adds articles, or replaces those with their ids, in one batch.
func (s *Shelf) Put(articles ...*article.Article) {
	s.t.Helper()
	changes := make([]documents.Change, len(articles))
	for i, a := range articles {
		changes[i] = documents.Change{ID: a.ID, Article: a}
	}
	s.mark++
	if err := s.engine.Apply(s.t.Context(), documents.Updates(changes), s.mark); err != nil {
		s.t.Fatal(err)
	}
	s.readings.Apply(changes...)
}

// Ask returns the page of a query, of 10 hits if the query has no size.
func (s *Shelf) Ask(q search.Query) *search.Page {
	s.t.Helper()
	if q.Size == 0 {
		q.Size = 10
	}
	page, err := s.Search(s.t.Context(), q)
	if err != nil {
		s.t.Fatalf("%+v: %v", q, err)
	}
	return page
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
