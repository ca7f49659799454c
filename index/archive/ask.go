package archive

import (
	"context"

	"warta/index"
	"warta/index/search"
)

// Search answers a query about articles or quotes. Its errors are those of
// [search.Searcher.Search], and [index.Unavailable] until what the archive holds was read.
func (a *Archive) Search(ctx context.Context, q search.Query) (*search.Page, error) {
	g, err := a.searchable("index.Search")
	if err != nil {
		return nil, err
	}
	defer g.release()
	if q.Sort == search.ByArrival {
		return a.byArrival(ctx, g.searcher, q)
	}
	page, err := g.searcher.Search(ctx, q)
	if err != nil || !q.Changed {
		return page, err
	}
	return page, a.fillChanged(ctx, page)
}

// Similar returns articles that are like the one with that id, the most alike
// first, at most size of them; copies of it are not among them. Its errors are
// those of [index.Engine], and [index.NotFound] for an id that searches do not know.
func (a *Archive) Similar(ctx context.Context, id string, size int) (*search.Page, error) {
	g, err := a.searchable("index.Similar")
	if err != nil {
		return nil, err
	}
	defer g.release()
	page, err := g.searcher.Similar(ctx, id, size)
	if index.KindOf(err) == index.NotFound { // the record knows what has become of it
		if _, told := a.Article(ctx, id); told != nil {
			return nil, told
		}
	}
	return page, err
}

// Suggest returns what the archive has that begins with text, or has a word that
// does, at most size of them: officials, satker and topics, then titles and
// words. Where nothing begins so, what begins nearly so. It is as fresh as
// searches are. Its errors are those of [index.Engine].
func (a *Archive) Suggest(ctx context.Context, text string, size int) ([]search.Suggestion, error) {
	return a.suggest(ctx, text, size, false)
}

// SuggestInside is [Archive.Suggest] for staff: it also has people inside articles, as
// [search.Query].Private has.
func (a *Archive) SuggestInside(ctx context.Context, text string, size int) ([]search.Suggestion, error) {
	return a.suggest(ctx, text, size, true)
}

func (a *Archive) suggest(ctx context.Context, text string, size int, inside bool) ([]search.Suggestion, error) {
	g, err := a.searchable("index.Suggest")
	if err != nil {
		return nil, err
	}
	defer g.release()
	return g.searcher.Suggest(ctx, search.SuggestQuery{Text: text, Size: size, Private: inside})
}
