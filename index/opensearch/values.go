package opensearch

import (
	"context"
	"sync"
	"time"

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
	turn chan struct{} // holds one value while the set is not in use
	upto uint64        // mark up to which values are known
	read bool          // whether any are
	has  map[string]bool
	list []string // only grows
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

// set returns the values of a field.
func (s *valueSets) set(field string) *valueSet {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.fields == nil {
		s.fields = make(map[string]*valueSet)
	}
	f := s.fields[field]
	if f == nil {
		f = &valueSet{turn: make(chan struct{}, 1), has: make(map[string]bool)}
		f.turn <- struct{}{}
		s.fields[field] = f
	}
	return f
}

// fillTime bounds how long the values of a field are gathered, for all searches that wait.
const fillTime = time.Minute

// of returns the values of a field that documents of the view have, and maybe more. The list is
// shared. Of a large index the first search may have to give up waiting: the values are
// gathered for the next one.
func (s *valueSets) of(ctx context.Context, v *view, field string) ([]string, error) {
	f := s.set(field)
	select {
	case <-f.turn:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if f.read && f.upto >= v.mark {
		defer func() { f.turn <- struct{}{} }()
		return f.list, nil
	}
	type filled struct {
		list []string
		err  error
	}
	done := make(chan filled, 1)
	v.refs.Add(1)
	v.e.group.Go(func() {
		defer v.release()
		ctx, cancel := context.WithTimeout(v.e.background, fillTime)
		defer cancel()
		err := f.fill(ctx, v, field)
		if err == nil {
			f.read, f.upto = true, v.mark
		}
		done <- filled{f.list, err}
		f.turn <- struct{}{}
	})
	select {
	case r := <-done:
		return r.list, r.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// fill adds the values of documents that were written behind f.upto. All at once is fastest;
// where there are too many, page by page.
func (f *valueSet) fill(ctx context.Context, v *view, field string) error {
	query := everything()
	if f.read {
		// A part of the batch of f.upto may have been visible before the rest.
		query = object{"range": object{"at": object{"gte": f.upto}}}
	}
	all := object{"terms": object{"field": fieldName(field), "size": mostValues, "shard_size": mostValues}}
	got, err := v.ask(ctx, object{"size": 0, "query": query, "aggs": object{"values": all}, "timeout": timeLeft(ctx)})
	if err != nil {
		return err
	}
	var top valueCounts
	if err := decoded(got.Aggregations["values"], &top); err != nil {
		return err
	}
	for _, b := range top.Buckets {
		f.add(b.Key)
	}
	if top.Others == 0 {
		return nil
	}
	return v.pages(ctx, field, query, func(b bucket) { f.add(b.Key) })
}

// add adds a value.
func (f *valueSet) add(value string) {
	if !f.has[value] {
		f.has[value] = true
		f.list = append(f.list, value)
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
