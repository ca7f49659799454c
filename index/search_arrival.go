package index

import (
	"context"
	"fmt"
	"slices"

	"warta/index/record"
)

// Bounds of an order by arrival.
const (
	MaxArrivals    = 10_000 // changes that are looked at
	arrivalsAtOnce = 500
)

// byArrival answers a query with what changed last first. The engine knows nothing
// of changes: the record names the articles that changed last, and the engine says
// which of them match, asked as the whole archive was answered.
func (a *Archive) byArrival(ctx context.Context, s *Searcher, q Query) (*Page, error) {
	if q.Of != Articles || q.Cursor != "" {
		return nil, &Error{Kind: Invalid, Op: "index.Search", Field: "sort", Text: "sort: the order of arrival has one page, of articles"}
	}
	whole := q
	whole.Sort, whole.Size = Newest, 0
	page, err := s.Search(ctx, whole)
	if err != nil {
		return nil, err
	}
	var before uint64
	for range MaxArrivals / arrivalsAtOnce {
		latest, err := a.record.Arrivals(ctx, before, arrivalsAtOnce)
		if err != nil {
			return nil, explained("index.Search", err)
		}
		hits, err := s.matching(ctx, q, page.asked, latest)
		if err != nil {
			return nil, err
		}
		page.Hits = append(page.Hits, hits...)
		if len(page.Hits) >= q.Size || len(latest) < arrivalsAtOnce {
			break
		}
		before = latest[len(latest)-1].Seq
	}
	page.Hits = page.Hits[:min(len(page.Hits), q.Size)]
	return page, nil
}

// matching returns which of some articles match a query, in their order.
func (s *Searcher) matching(ctx context.Context, q Query, as asked, latest []record.Arrival) ([]Hit, error) {
	if len(latest) == 0 {
		return nil, nil
	}
	place := make(map[string]int, len(latest))
	q.Sort, q.Size, q.Facets = Newest, MaxSize, nil
	q.Official, q.Speaker = s.people.leadAll(q.Official), s.people.leadAll(q.Speaker) // as the cursor has them
	q.among = make([]string, len(latest))
	for i, l := range latest {
		place[l.ID] = i
		q.among[i] = ArticleDocument(l.ID)
	}
	// A page that continues before all days is asked for as the first one was.
	const beforeAll = "9999-12-31"
	q.Cursor = cursor{Query: fingerprint(q), Sort: Newest, Step: as.step, Text: as.text, Date: beforeAll}.String()
	var hits []Hit
	for {
		page, err := s.Search(ctx, q)
		if err != nil {
			return nil, err
		}
		hits = append(hits, page.Hits...)
		if page.Next == nil {
			break
		}
		q.Cursor = *page.Next
	}
	for i := range hits {
		hits[i].Changed = latest[place[hits[i].ID]].At
	}
	slices.SortFunc(hits, func(a, b Hit) int { return place[a.ID] - place[b.ID] })
	return hits, nil
}

// fillChanged says of each hit when its article changed last.
func (a *Archive) fillChanged(ctx context.Context, page *Page) error {
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
