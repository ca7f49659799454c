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

// Bounds of the aggregations of a facet. A server returns at most 65,535 buckets in one answer.
const (
	leastShardSize = 1500  // values that each shard returns, at least
	mostValues     = 60000 // values of one facet in an answer that has no other
	inlineValues   = 10000 // values of one facet in an answer that has others, too
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
	s.values[field] = mostValues
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
	size := inlineValues
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
// more with more values of each shard, and then for every value.
func (q *search) facetCounts(ctx context.Context, aggs map[string]json.RawMessage) ([][]index.Count, error) {
	var out [][]index.Count
	for i, ask := range q.Facets {
		counts, err := q.oneFacet(ctx, ask, aggs[facetName(i)])
		if errors.Is(err, errInexact) {
			q.view.e.values.sizes.raise(ask.Field)
			var raw json.RawMessage
			if raw, err = q.aggregate(ctx, q.facetAggregation(ask)); err == nil {
				counts, err = q.oneFacet(ctx, ask, raw)
			}
		}
		if errors.Is(err, errInexact) {
			counts, err = q.facetOfEvery(ctx, ask)
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

// facetOfEvery counts one facet from the counts of every value.
func (q *search) facetOfEvery(ctx context.Context, ask index.FacetAsk) ([]index.Count, error) {
	every, err := q.every(ctx, ask)
	if err != nil {
		return nil, err
	}
	counts := make(map[string]int, len(ask.Always))
	for _, value := range ask.Always {
		counts[value] = 0
	}
	for _, b := range every.Buckets {
		if _, asked := counts[b.Key]; asked {
			counts[b.Key] = b.Count
		}
	}
	return q.counted(ctx, ask, every, counts)
}

// valuesPage is how many values one request returns of those that are asked for page by page.
const valuesPage = 10000

// every returns the counts of every value of a facet, the most frequent first. They are exact
// whatever the number of shards.
func (q *search) every(ctx context.Context, ask index.FacetAsk) (*valueCounts, error) {
	filters := append(q.others(ask.Facet), q.query)
	if ask.Dated != nil {
		filters = append(filters, match(ask.Dated.Only, ""))
	}
	counts := make(map[string]int)
	err := q.view.pages(ctx, ask.Field, object{"bool": object{"filter": filters}}, func(b bucket) { counts[b.Key] = b.Count })
	if err != nil {
		return nil, err
	}
	all := new(valueCounts)
	for _, c := range ranked(counts, 0) {
		all.Buckets = append(all.Buckets, bucket{c.Value, c.Count})
	}
	return all, nil
}

// pages calls visit for every value of a field among what a query matches, in the order of the
// values.
func (v *view) pages(ctx context.Context, field string, query object, visit func(bucket)) error {
	composite := object{"size": valuesPage, "sources": list{object{"v": object{"terms": object{"field": fieldName(field)}}}}}
	body := object{"size": 0, "query": query, "aggs": object{"values": object{"composite": composite}}}
	for {
		body["timeout"] = timeLeft(ctx)
		got, err := v.ask(ctx, body)
		if err != nil {
			return err
		}
		var page struct {
			Buckets []struct {
				Key   struct{ V string }
				Count int `json:"doc_count"`
			}
			After object `json:"after_key"`
		}
		if err := decoded(got.Aggregations["values"], &page); err != nil {
			return err
		}
		for _, b := range page.Buckets {
			visit(bucket{b.Key.V, b.Count})
		}
		if len(page.Buckets) < valuesPage {
			return nil
		}
		composite["after"] = page.After
	}
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
	if top.Others > 0 && (ask.Size == 0 || ask.Dated != nil) {
		if top, err = q.every(ctx, ask); err != nil {
			return nil, err
		}
	}
	always := make(map[string]int, len(ask.Always))
	if len(a.Always) > 0 {
		counts, err := filterCounts(a.Always)
		if err != nil {
			return nil, err
		}
		for i, value := range ask.Always {
			always[value] = counts[strconv.Itoa(i)]
		}
	}
	return q.counted(ctx, ask, top, always)
}

// counted returns one facet from the counts of the most frequent values, or of all. always are the
// counts of those that are listed in any case.
func (q *search) counted(ctx context.Context, ask index.FacetAsk, top *valueCounts, always map[string]int) ([]index.Count, error) {
	switch {
	case ask.Dated != nil:
		return q.datedCounts(ctx, ask, top)
	case ask.Groups != nil:
		return q.groupedCounts(ctx, ask, top)
	}
	buckets := top.Buckets
	if ask.Size > 0 {
		buckets = buckets[:min(ask.Size, len(buckets))]
	}
	counts := make([]index.Count, len(buckets))
	for i, b := range buckets {
		counts[i] = index.Count{Value: b.Key, Count: b.Count}
	}
	return withAlways(counts, ask.Always, always), nil
}

// withAlways adds the values that are listed in any case, with their counts.
func withAlways(counts []index.Count, always []string, of map[string]int) []index.Count {
	for _, value := range always {
		if !slices.ContainsFunc(counts, func(c index.Count) bool { return c.Value == value }) {
			counts = append(counts, index.Count{Value: value, Count: of[value]})
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
