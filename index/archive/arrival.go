package archive

import (
	"context"
	"fmt"
	"time"

	"warta/index"
	"warta/index/search"
)

// firstArrivals is the number of changes in the first batch of an order by arrival. Each
// further batch has twice as many: what is found often needs few, what is rare needs many.
const firstArrivals = 50

// byArrival answers a query, what changed last first. The engine has no data about changes:
// the record returns the articles that changed last, and the engine returns which of them, or
// of their quotes, match, in the same way as for the whole archive.
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
	var before uint64
	for seen, n := 0, firstArrivals; seen < search.MaxArrivals; n = min(2*n, search.ArrivalBatch) {
		n = min(n, search.MaxArrivals-seen)
		latest, err := a.record.Arrivals(ctx, before, n)
		if err != nil {
			return nil, explained("index.Search", err)
		}
		hits, err := g.searcher.MatchArrivals(ctx, q, page, latest)
		if err != nil {
			return nil, err
		}
		page.Hits = append(page.Hits, hits...)
		if len(page.Hits) >= q.Size || len(latest) < n {
			break
		}
		before = latest[n-1].Seq
		seen += n
	}
	page.Hits = page.Hits[:min(len(page.Hits), q.Size)]
	if !q.Changed {
		return page, nil
	}
	return page, a.fillPageChanged(ctx, g, page)
}

// fillChanged sets the time of the last change in each hit and in the page.
func (a *Archive) fillChanged(ctx context.Context, g *generation, page *search.Page) error {
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
	return a.fillPageChanged(ctx, g, page)
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
