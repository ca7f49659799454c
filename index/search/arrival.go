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
// the order of the arrivals, with Hit.Changed set. With Collapse a hit stands for its story
// among all that q matches, as on page, not among the arrivals alone: a story is a hit of the
// arrivals that have this copy, and of no others. Page is an answer to q in another order: the
// arrivals are searched by the same route. There are at most ArrivalBatch arrivals.
func (s *Searcher) MatchArrivals(ctx context.Context, q Query, page *Page, arrivals []record.Arrival) ([]Hit, error) {
	q.Sort, q.Size, q.Near, q.Facets = index.Newest, index.MaxSize, 0, nil
	q.Official, q.Speaker = s.People.CurrentIDs(q.Official), s.People.CurrentIDs(q.Speaker) // as in the fingerprint
	place := make(map[string]int, len(arrivals))
	q.among = make([]string, len(arrivals))
	for i, arrival := range arrivals {
		place[arrival.ID] = i
		q.among[i] = arrival.ID
	}
	if q.Collapse {
		// To gather all that match is dear: it is done for arrivals that match alone.
		each := q
		each.Collapse, each.Places, each.Highlight = false, 0, false
		found, err := s.allHits(ctx, each, page.route)
		if err != nil {
			return nil, err
		}
		q.among = nil
		for _, h := range found {
			if !slices.Contains(q.among, h.ID) {
				q.among = append(q.among, h.ID)
			}
		}
	}
	hits, err := s.allHits(ctx, q, page.route)
	if err != nil {
		return nil, err
	}
	for i := range hits {
		hits[i].Changed = arrivals[place[hits[i].ID]].At
	}
	slices.SortStableFunc(hits, func(a, b Hit) int { return place[a.ID] - place[b.ID] })
	return hits, nil
}

// allHits returns all hits of a query for few articles, by a route.
func (s *Searcher) allHits(ctx context.Context, q Query, by route) ([]Hit, error) {
	if len(q.among) == 0 {
		return nil, nil
	}
	// A cursor at the beginning of the order pins the route.
	const beforeAll = "9999-12-31"
	q.Cursor = cursor{Query: fingerprint(q), Sort: index.Newest, Step: by.step, Text: by.text, Unmark: by.unmark, Date: beforeAll}.String()
	var hits []Hit
	for {
		page, err := s.Search(ctx, q)
		if err != nil {
			return nil, err
		}
		hits = append(hits, page.Hits...)
		if page.Next == nil {
			return hits, nil
		}
		q.Cursor = *page.Next
	}
}
