package search

import (
	"context"
	"slices"

	"warta/index"
	"warta/index/record"
)

// Bounds of an order by arrival.
const (
	MaxArrivals  = 10_000 // changes that are considered
	ArrivalBatch = 500    // changes for one call of [Searcher.MatchArrivals]
)

// MatchArrivals returns hits of those of the arrivals that match q, or whose quotes do, in
// the order of the arrivals, with Hit.Changed set. Page is an answer to q in another order: the arrivals are
// searched by the same route. There are at most ArrivalBatch arrivals.
func (s *Searcher) MatchArrivals(ctx context.Context, q Query, page *Page, arrivals []record.Arrival) ([]Hit, error) {
	if len(arrivals) == 0 {
		return nil, nil
	}
	place := make(map[string]int, len(arrivals))
	q.Sort, q.Size, q.Facets = index.Newest, index.MaxSize, nil
	q.Official, q.Speaker = s.People.CurrentIDs(q.Official), s.People.CurrentIDs(q.Speaker) // as in the fingerprint
	q.among = make([]string, len(arrivals))
	for i, arrival := range arrivals {
		place[arrival.ID] = i
		q.among[i] = arrival.ID
	}
	// A cursor at the beginning of the order pins the route.
	const beforeAll = "9999-12-31"
	q.Cursor = cursor{Query: fingerprint(q), Sort: index.Newest, Step: page.route.step, Text: page.route.text, Date: beforeAll}.String()
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
		hits[i].Changed = arrivals[place[hits[i].ID]].At
	}
	slices.SortStableFunc(hits, func(a, b Hit) int { return place[a.ID] - place[b.ID] })
	return hits, nil
}
