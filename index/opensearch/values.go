package opensearch

import (
	"context"
	"sync"

	"warta/index"
)

// valueSets are the values of fields that documents have or had, as far as groups were asked
// for. A value that no document has any more stays: it counts 0.
type valueSets struct {
	sizes shardSizes

	mu     sync.Mutex
	fields map[string]*valueSet
	cached []*members // of the last groupings, the newest last
}

// maxCachedGroupings is how many groupings stay worked out.
const maxCachedGroupings = 8

// A valueSet has the values of one field.
type valueSet struct {
	mu   sync.Mutex
	upto uint64 // mark up to which values are known
	read bool   // whether any are
	has  map[string]bool
	list []string
}

// members are the groups of a field with their values. They are not changed.
type members struct {
	grouping index.Grouping
	version  uint64
	field    string
	values   int                 // how many values they were worked out from
	of       map[string][]string // values by group
	several  []string            // groups with more than one value
}

// of returns the values of a field that documents of the view have, and maybe more. They only
// grow, and are shared.
func (s *valueSets) of(ctx context.Context, v *view, field string) ([]string, error) {
	s.mu.Lock()
	if s.fields == nil {
		s.fields = make(map[string]*valueSet)
	}
	f := s.fields[field]
	if f == nil {
		f = &valueSet{has: make(map[string]bool)}
		s.fields[field] = f
	}
	s.mu.Unlock()
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.read && f.upto >= v.mark {
		return f.list, nil
	}
	if err := f.fill(ctx, v, field); err != nil {
		return nil, err
	}
	f.read, f.upto = true, v.mark
	return f.list, nil
}

// valuesPage is how many values one request returns.
const valuesPage = 10000

// fill adds the values of documents that were written behind f.upto.
func (f *valueSet) fill(ctx context.Context, v *view, field string) error {
	composite := object{"size": valuesPage, "sources": list{object{"v": object{"terms": object{"field": fieldName(field)}}}}}
	body := object{"size": 0, "aggs": object{"values": object{"composite": composite}}, "timeout": timeLeft(ctx)}
	if f.read {
		// A part of the batch of f.upto may have been visible before the rest.
		body["query"] = object{"range": object{"at": object{"gte": f.upto}}}
	}
	for {
		got, err := v.ask(ctx, body)
		if err != nil {
			return err
		}
		var page struct {
			Buckets []struct{ Key struct{ V string } }
			After   object `json:"after_key"`
		}
		if err := decoded(got.Aggregations["values"], &page); err != nil {
			return err
		}
		for _, b := range page.Buckets {
			if !f.has[b.Key.V] {
				f.has[b.Key.V] = true
				f.list = append(f.list, b.Key.V)
			}
		}
		if len(page.Buckets) < valuesPage {
			return nil
		}
		composite["after"] = page.After
	}
}

// grouped returns the groups of values, worked out once for each version of a grouping.
func (s *valueSets) grouped(ask index.FacetAsk, values []string) *members {
	version := ask.Groups.Version()
	s.mu.Lock()
	for _, m := range s.cached {
		if m.grouping == ask.Groups && m.version == version && m.field == ask.Field && m.values == len(values) {
			s.mu.Unlock()
			return m
		}
	}
	s.mu.Unlock()
	m := &members{grouping: ask.Groups, version: version, field: ask.Field, values: len(values), of: make(map[string][]string)}
	for _, value := range values {
		if g := ask.Groups.Group(value); g != "" {
			if m.of[g] = append(m.of[g], value); len(m.of[g]) == 2 {
				m.several = append(m.several, g)
			}
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.cached = append(s.cached, m)
	if len(s.cached) > maxCachedGroupings {
		s.cached = s.cached[1:]
	}
	return m
}
