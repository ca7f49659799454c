package archive

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"warta/index"
	"warta/index/search"
)

const (
	// firstArrivals is the number of changes in the first batch of an order by arrival. Each
	// further batch has twice as many: what is found often needs few, what is rarer more.
	firstArrivals = 50
	// fewHits is the number of hits up to which all are sorted by their last change.
	fewHits = 2000
)

// byArrival answers a query, what changed last first.
func (a *Archive) byArrival(ctx context.Context, g *generation, q search.Query) (*search.Page, error) {
	if q.Cursor != "" {
		return nil, &index.Error{Kind: index.Invalid, Op: "index.Search", Field: "sort", Text: "sort: the order of arrival has one page"}
	}
	whole := q
	whole.Sort, whole.Size = index.Newest, 0
	page, err := g.searcher.Search(ctx, whole)
	if err != nil {
		return nil, err
	}
	if page.Total <= cmp.Or(a.few, fewHits) {
		page.Hits, err = a.sortedByArrival(ctx, g, q)
	} else {
		page.Hits, err = a.lastArrivals(ctx, g, q, page)
	}
	if err != nil {
		return nil, err
	}
	page.Hits = page.Hits[:min(len(page.Hits), q.Size)]
	if !q.Changed {
		return page, nil
	}
	return page, a.fillPageChanged(ctx, g, page)
}

// sortedByArrival returns all hits of a query that has few.
func (a *Archive) sortedByArrival(ctx context.Context, g *generation, q search.Query) ([]search.Hit, error) {
	q.Sort, q.Size, q.Facets = index.Newest, index.MaxSize, nil
	var hits []search.Hit
	for {
		page, err := g.searcher.Search(ctx, q)
		if err != nil {
			return nil, err
		}
		hits = append(hits, page.Hits...)
		if page.Next == nil {
			break
		}
		q.Cursor = *page.Next
	}
	if err := a.fillHitsChanged(ctx, hits); err != nil {
		return nil, err
	}
	slices.SortStableFunc(hits, func(x, y search.Hit) int { return y.Changed.Compare(x.Changed) })
	return hits, nil
}

// lastArrivals returns hits among the last changes. The engine has no data about changes: the
// record returns the articles that changed last, and the engine returns which of them, or of
// their quotes, match, in the same way as for the whole archive, of which page is the answer.
func (a *Archive) lastArrivals(ctx context.Context, g *generation, q search.Query, page *search.Page) ([]search.Hit, error) {
	var hits []search.Hit
	var before uint64
	for seen, n := 0, firstArrivals; seen < search.MaxArrivals && len(hits) < q.Size; n = min(2*n, search.ArrivalBatch) {
		n = min(n, search.MaxArrivals-seen)
		latest, err := a.record.Arrivals(ctx, before, n)
		if err != nil {
			return nil, explained("index.Search", err)
		}
		more, err := g.searcher.MatchArrivals(ctx, q, page, latest)
		if err != nil {
			return nil, err
		}
		hits = append(hits, more...)
		if len(latest) < n {
			break
		}
		before = latest[n-1].Seq
		seen += n
	}
	return hits, nil
}

// fillChanged sets the time of the last change in each hit and in the page.
func (a *Archive) fillChanged(ctx context.Context, g *generation, page *search.Page) error {
	if err := a.fillHitsChanged(ctx, page.Hits); err != nil {
		return err
	}
	return a.fillPageChanged(ctx, g, page)
}

// fillHitsChanged sets the time of the last change in each hit.
func (a *Archive) fillHitsChanged(ctx context.Context, hits []search.Hit) error {
	ids := make([]string, len(hits))
	for i, h := range hits {
		ids[i] = h.ID
	}
	changed, err := a.record.Changed(ctx, ids)
	if err != nil {
		return explained("index.Search", fmt.Errorf("when hits changed: %w", err))
	}
	for i := range hits {
		hits[i].Changed = changed[hits[i].ID]
	}
	return nil
}

// fillPageChanged sets Page.Changed: the newest change of a hit, or the last change of the
// record that may have taken a hit away, or the beginning of the generation, whose reader may
// find other things than the one before. Which queries lost a hit is not kept, so this holds
// for all of them (docs/decisions/0104).
func (a *Archive) fillPageChanged(ctx context.Context, g *generation, page *search.Page) error {
	unsettled, err := a.record.Unsettled(ctx)
	if err != nil {
		return explained("index.Search", fmt.Errorf("when something was lost: %w", err))
	}
	page.Changed = latestOf(g.made.Created, unsettled)
	for _, h := range page.Hits {
		page.Changed = latestOf(page.Changed, h.Changed)
	}
	return nil
}

func latestOf(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
