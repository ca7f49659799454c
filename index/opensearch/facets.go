package opensearch

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"warta/index"
)

// Bounds of the aggregations of a facet. A server returns at most 65,535 buckets.
const (
	leastShardSize = 1500  // values that each shard returns, at least
	allValues      = 60000 // values that are counted where all are asked for
	topGroups      = 400   // values that are counted first to find the groups that have most
)

// shardSizes are how many values each shard has to return of a field, as far as that is known to
// be more than usual.
type shardSizes struct {
	mu     sync.Mutex
	values map[string]int
}

// of returns how many values each shard returns of a field, of which size are wanted.
func (s *shardSizes) of(field string, size int) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return max(s.values[field], leastShardSize, size)
}

// raise remembers that a field needs all values of each shard.
func (s *shardSizes) raise(field string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.values == nil {
		s.values = make(map[string]int)
	}
	s.values[field] = allValues
}

// terms returns an aggregation of the most frequent values of a field.
func (q *search) terms(field string, size int) object {
	return object{"terms": object{
		"field": fieldName(field), "size": size, "shard_size": q.view.e.values.sizes.of(field, size),
		"order": list{object{"_count": "desc"}, object{"_key": "asc"}},
	}}
}

// facetAggregations returns the aggregations of the facets of the request, by their numbers.
func (q *search) facetAggregations() object {
	aggs := make(object)
	for i, ask := range q.Facets {
		aggs[facetName(i)] = q.facetAggregation(ask)
	}
	return aggs
}

func facetName(i int) string { return "f" + strconv.Itoa(i) }

func (q *search) facetAggregation(ask index.FacetAsk) object {
	var only list
	size := allValues
	switch {
	case ask.Dated != nil:
		only = list{match(ask.Dated.Only, "")}
	case ask.Groups != nil:
		if ask.Size > 0 {
			size = max(topGroups, 2*ask.Size)
		}
	case ask.Size > 0:
		size = ask.Size
	}
	inner := object{"top": q.terms(ask.Field, size)}
	if ask.Groups == nil && ask.Dated == nil && len(ask.Always) > 0 {
		always := make(object)
		for i, value := range ask.Always {
			always[strconv.Itoa(i)] = termQuery(fieldName(ask.Field), value)
		}
		inner["always"] = object{"filters": object{"filters": always}}
	}
	return q.narrowed(ask.Facet, only, inner)
}

// A facetAnswer is the answer of a facetAggregation.
type facetAnswer struct {
	Top    json.RawMessage
	Always json.RawMessage
}

// facetCounts reads the facets of an answer. A facet whose counts are not exact is asked for once
// more with all values of each shard.
func (q *search) facetCounts(ctx context.Context, aggs map[string]json.RawMessage) ([][]index.Count, error) {
	var out [][]index.Count
	for i, ask := range q.Facets {
		counts, err := q.oneFacet(ctx, ask, aggs[facetName(i)])
		if errors.Is(err, errInexact) {
			q.view.e.values.sizes.raise(ask.Field)
			raw, again := q.again(ctx, ask)
			if again != nil {
				return nil, again
			}
			counts, err = q.oneFacet(ctx, ask, raw)
		}
		if err != nil {
			return nil, fmt.Errorf("facet %s: %w", ask.Field, err)
		}
		if len(counts) == 0 {
			counts = nil // as of other engines
		}
		out = append(out, counts)
	}
	return out, nil
}

// again asks for one facet alone.
func (q *search) again(ctx context.Context, ask index.FacetAsk) (json.RawMessage, error) {
	return q.aggregate(ctx, q.facetAggregation(ask))
}

// aggregate asks for one aggregation over what the query matches.
func (q *search) aggregate(ctx context.Context, a object) (json.RawMessage, error) {
	got, err := q.view.ask(ctx, object{
		"size": 0, "query": object{"bool": object{"filter": list{q.query}}}, "aggs": object{"a": a}, "timeout": timeLeft(ctx),
	})
	if err != nil {
		return nil, err
	}
	return got.Aggregations["a"], nil
}

// oneFacet reads the answer of one facet.
func (q *search) oneFacet(ctx context.Context, ask index.FacetAsk, raw json.RawMessage) ([]index.Count, error) {
	var a facetAnswer
	if err := json.Unmarshal(raw, &a); err != nil {
		return nil, errAnswer
	}
	top, err := topValues(a.Top)
	if err != nil {
		return nil, err
	}
	switch {
	case ask.Dated != nil:
		return q.datedCounts(ctx, ask, top)
	case ask.Groups != nil:
		return q.groupedCounts(ctx, ask, top)
	case ask.Size == 0 && top.Others > 0:
		return nil, tooCostly("opensearch.Search", fmt.Errorf("the field %s has more than %d values", ask.Field, allValues))
	}
	counts := make([]index.Count, len(top.Buckets))
	for i, b := range top.Buckets {
		counts[i] = index.Count{Value: b.Key, Count: b.Count}
	}
	always := make(map[string]int)
	if len(a.Always) > 0 {
		if always, err = filterCounts(a.Always); err != nil {
			return nil, err
		}
	}
	return withAlways(counts, ask.Always, func(i int) int { return always[strconv.Itoa(i)] }), nil
}

// withAlways adds the values that are listed in any case, with their counts.
func withAlways(counts []index.Count, always []string, count func(i int) int) []index.Count {
	for i, value := range always {
		if !slices.ContainsFunc(counts, func(c index.Count) bool { return c.Value == value }) {
			counts = append(counts, index.Count{Value: value, Count: count(i)})
		}
	}
	return counts
}

// ranked returns the size greatest of some counts in the order of a result; 0 for all.
func ranked(counts map[string]int, size int) []index.Count {
	out := make([]index.Count, 0, len(counts))
	for value, n := range counts {
		if n > 0 {
			out = append(out, index.Count{Value: value, Count: n})
		}
	}
	slices.SortFunc(out, func(a, b index.Count) int { return cmp.Or(b.Count-a.Count, strings.Compare(a.Value, b.Value)) })
	if size > 0 {
		out = out[:min(size, len(out))]
	}
	return out
}
