package archive

import (
	"context"

	"warta/index"
	"warta/index/record"
	"warta/index/search"
	"warta/index/understand"
)

// Search answers a query about articles or quotes. Its errors are those of
// [search.Searcher.Search], and [index.Unavailable] until the archive has been read.
func (a *Archive) Search(ctx context.Context, q search.Query) (*search.Page, error) {
	g, err := a.searchable("index.Search")
	if err != nil {
		return nil, err
	}
	defer g.release()
	page, err := a.ask(ctx, g, q)
	if err != nil {
		return nil, err
	}
	return page, a.fillVersions(ctx, page.Hits)
}

// ask is Search in a generation, without versions.
func (a *Archive) ask(ctx context.Context, g *generation, q search.Query) (*search.Page, error) {
	if q.Sort == search.ByArrival {
		return a.byArrival(ctx, g, q)
	}
	page, err := g.searcher.Search(ctx, q)
	if err == nil && q.Changed {
		err = a.fillChanged(ctx, g, page)
	}
	return page, err
}

// fillVersions sets the version of the article in each hit that is a quote. Where the record
// does not answer, hits stay without.
func (a *Archive) fillVersions(ctx context.Context, hits []search.Hit) error {
	read := make(map[string]uint64, len(hits))
	for _, h := range hits {
		if h.Quote != nil {
			read[h.ID] = h.Seq
		}
	}
	if len(read) == 0 {
		return nil
	}
	if remote, ok := a.record.(record.Remote); ok && remote.Away() != nil {
		return nil
	}
	within, cancel := context.WithTimeout(ctx, aboutHits)
	defer cancel()
	versions, err := a.record.VersionsAt(within, read)
	if err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		a.opts.Log.WarnContext(ctx, "quotes are shown without the versions of their articles", "err", err)
	}
	for i := range hits {
		if hits[i].Quote != nil {
			hits[i].Version = versions[hits[i].ID]
		}
	}
	return nil
}

// Meant returns the known values of a filter that may be meant by a value without the form of
// one, as [search.Searcher.Meant].
func (a *Archive) Meant(ctx context.Context, parameter, value string) ([]understand.MeantValue, error) {
	g, err := a.searchable("index.Meant")
	if err != nil {
		return nil, err
	}
	defer g.release()
	return g.searcher.Meant(ctx, parameter, value)
}

// Similar returns at most size articles that are similar to the article with an id, the most
// similar first. Copies of the article are not among them. The errors are those of
// [index.Engine], and [index.NotFound] for an id that searches do not have.
func (a *Archive) Similar(ctx context.Context, id string, size int) (*search.Page, error) {
	g, err := a.searchable("index.Similar")
	if err != nil {
		return nil, err
	}
	defer g.release()
	page, err := g.searcher.Similar(ctx, id, size)
	if index.KindOf(err) == index.NotFound { // the record knows whether it was removed
		if _, told := a.Article(ctx, id); told != nil {
			return nil, told
		}
	}
	return page, err
}

// Suggest returns at most size suggestions that begin with text, or have a word that does:
// officials, satker and topics, then titles and words. Where there are none, it returns
// those that nearly match. Suggestions are as fresh as searches. The errors are those of
// [index.Engine].
func (a *Archive) Suggest(ctx context.Context, text string, size int) ([]search.Suggestion, error) {
	return a.suggest(ctx, text, size, false)
}

// SuggestInside is [Archive.Suggest] for staff: its suggestions include people inside
// articles, like a search with [search.Query].Private.
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
