package archive_test

import (
	"testing"

	"warta/analyzers/article"
	"warta/index/search"
	"warta/index/search/searchtest"
)

// A shelf is a searcher over articles in memory, without an archive.
type shelf struct {
	*searchtest.Shelf
	t *testing.T
}

func newShelf(t *testing.T, articles ...*article.Article) *shelf {
	t.Helper()
	return &shelf{searchtest.NewShelf(t, articles...), t}
}

func (s *shelf) put(articles ...*article.Article) { s.Put(articles...) }
func (s *shelf) ask(q search.Query) *search.Page  { return s.Ask(q) }
func hitIDs(p *search.Page) []string              { return searchtest.IDs(p) }
