// Package searchtest has what tests of searches share: a searcher over articles in memory, and
// the contract of [search.Cursors].
package searchtest

import (
	"testing"
	"time"

	"warta/analyzers/article"
	"warta/index/documents"
	"warta/index/indextest"
	"warta/index/search"
)

// A Shelf is a searcher over articles in memory. It is for one goroutine.
type Shelf struct {
	*search.Searcher
	Clock time.Time // the time of searches; 2026-01-01 at first

	t        testing.TB
	engine   indextest.Fake
	readings indextest.Readings
	mark     uint64
}

// NewShelf returns a shelf with some articles.
func NewShelf(t testing.TB, articles ...*article.Article) *Shelf {
	t.Helper()
	s := &Shelf{t: t, Clock: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)}
	s.Searcher = search.New(s.Options())
	s.Put(articles...)
	return s
}

// Options are those of the searcher, for another one over the same articles.
func (s *Shelf) Options() search.Options {
	return search.Options{Engine: &s.engine, Readings: &s.readings, Now: func() time.Time { return s.Clock }}
}

// Put adds articles or replaces those with the same ids.
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

// Ask answers a query, with 10 hits if it sets no size. An error ends the test.
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

// IDs returns the ids of the hits of a page: of quotes, or else of articles.
func IDs(p *search.Page) []string {
	ids := []string{}
	for _, h := range p.Hits {
		if h.Quote != nil {
			ids = append(ids, h.Quote.ID)
		} else {
			ids = append(ids, h.ID)
		}
	}
	return ids
}
