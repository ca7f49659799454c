package archive

import (
	"context"
	"fmt"

	"warta/index"
	"warta/index/search"
)

// byArrival answers a query, the articles that changed last first. The engine has no data
// about changes: the record returns the articles that changed last, and the engine returns
// which of them match, in the same way as for the whole archive.
func (a *Archive) byArrival(ctx context.Context, s *search.Searcher, q search.Query) (*search.Page, error) {
	if q.Of != index.Articles || q.Cursor != "" {
		return nil, &index.Error{Kind: index.Invalid, Op: "index.Search", Field: "sort", Text: "sort: the order of arrival has one page, of articles"}
	}
	whole := q
	whole.Sort, whole.Size = index.Newest, 0
	page, err := s.Search(ctx, whole)
	if err != nil {
		return nil, err
	}
	var before uint64
	for range search.MaxArrivals / search.ArrivalBatch {
		latest, err := a.record.Arrivals(ctx, before, search.ArrivalBatch)
		if err != nil {
			return nil, explained("index.Search", err)
		}
		hits, err := s.MatchArrivals(ctx, q, page, latest)
		if err != nil {
			return nil, err
		}
		page.Hits = append(page.Hits, hits...)
		if len(page.Hits) >= q.Size || len(latest) < search.ArrivalBatch {
			break
		}
		before = latest[len(latest)-1].Seq
	}
	page.Hits = page.Hits[:min(len(page.Hits), q.Size)]
	return page, nil
}

// fillChanged sets the time of the last change in each hit.
func (a *Archive) fillChanged(ctx context.Context, page *search.Page) error {
	ids := make([]string, len(page.Hits))
	for i, h := range page.Hits {
		ids[i] = h.ID
	}
	changed, err := a.record.Changed(ctx, ids)
	if err != nil {
		return explained("index.Search", fmt.Errorf("when hits changed: %w", err))
	}
	for i := range page.Hits {
		page.Hits[i].Changed = changed[page.Hits[i].ID]
	}
	return nil
}
