package search

import (
	"context"
	"slices"

	"warta/index"
	"warta/index/store"
)

// Bounds of an order by arrival.
const (
	MaxArrivals    = 10_000 // changes that are looked at
	ArrivalsAtOnce = 500
)

// Matching returns which of some articles match a query, in their order.
func (s *Searcher) Matching(ctx context.Context, q Query, as asked, latest []store.Arrival) ([]Hit, error) {
	if len(latest) == 0 {
		return nil, nil
	}
	place := make(map[string]int, len(latest))
	q.Sort, q.Size, q.Facets = index.Newest, index.MaxSize, nil
	q.Official, q.Speaker = s.People.LeadAll(q.Official), s.People.LeadAll(q.Speaker) // as the cursor has them
	q.among = make([]string, len(latest))
	for i, l := range latest {
		place[l.ID] = i
		q.among[i] = index.ArticleDocument(l.ID)
	}
	// A page that continues before all days is asked for as the first one was.
	const beforeAll = "9999-12-31"
	q.Cursor = cursor{Query: fingerprint(q), Sort: index.Newest, Step: as.step, Text: as.text, Date: beforeAll}.String()
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
