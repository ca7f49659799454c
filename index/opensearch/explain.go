package opensearch

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"

	"warta/index"
)

// explain returns for each hit what the leaves of the request score. Each leaf is a query with
// a name, and the server tells the score of each that matches.
func (q *search) explain(ctx context.Context, hits []index.Match) ([][]index.Part, error) {
	out := make([][]index.Part, len(hits))
	ids := make([]string, len(hits))
	for i, h := range hits {
		ids[i], out[i] = h.ID, []index.Part{}
	}
	s := &scorer{view: q.view, of: q.Of, named: true}
	queries := append(s.weighing(q.Where), s.weighing(q.Refine)...)
	found, err := q.among(ctx, ids, queries)
	if err != nil {
		return nil, err
	}
	for _, h := range found {
		at := slices.Index(ids, h.text("id"))
		if at < 0 {
			return nil, errAnswer
		}
		if out[at], err = s.parts(h.Matched); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// parts reads the scores of named leaves.
func (s *scorer) parts(matched json.RawMessage) ([]index.Part, error) {
	parts := []index.Part{}
	if len(matched) == 0 {
		return parts, nil
	}
	var scores map[string]float64
	if err := json.Unmarshal(matched, &scores); err != nil {
		return nil, errAnswer
	}
	for name, score := range scores {
		n, err := strconv.Atoi(name)
		if err != nil || n < 0 || n >= len(s.names) {
			return nil, errAnswer
		}
		if score > 0 {
			parts = append(parts, index.Part{Of: s.names[n].String(), Score: score})
		}
	}
	return parts, nil
}
