package embedded

import (
	"context"
	"math"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"

	"warta/index"
)

// datedSets are the documents of a segment that each group by the day has, deleted ones
// included.
type datedSets struct {
	groups *index.DatedGroups
	names  []string
	sets   []*roaring.Bitmap // by number in names
}

// A datedKey is the key of the datedSets of a column in columns.facets.
type datedKey struct{ *column }

// A datedTerm is a group, by its number in datedSets.names, from a day to another, see dayOf.
type datedTerm struct{ group, from, to uint32 }

// countDated returns the number of documents of a pass in each group by the day.
func (q *search) countDated(v *view, c *column, p *countingPass, groups *index.DatedGroups) (map[string]uint32, error) {
	c.dated.Store(groups)
	counts := make(map[string]uint32)
	for i, s := range v.segments {
		if p.sets[i].IsEmpty() {
			continue
		}
		d, err := s.datedSets(q.ctx, c, groups)
		if err != nil {
			return nil, err
		}
		for k, set := range d.sets {
			if n := set.AndCardinality(p.sets[i]); n > 0 {
				counts[d.names[k]] += uint32(n)
			}
		}
	}
	return counts, nil
}

// datedSets returns the documents of the groups in a segment. Those of the last groups of a
// column are cached: they depend on the groups and not on what is deleted.
func (s *segment) datedSets(ctx context.Context, c *column, groups *index.DatedGroups) (*datedSets, error) {
	key := datedKey{c}
	known := func() (*datedSets, bool) {
		found, ok := s.columns.facets.Load(key)
		if !ok || found.(*datedSets).groups != groups {
			return nil, false
		}
		return found.(*datedSets), true
	}
	if d, ok := known(); ok {
		return d, nil
	}
	o, err := s.ordinals(c.table)
	if err != nil {
		return nil, err
	}
	only, err := s.postings(groups.Only.Field, groups.Only.Text)
	if err != nil {
		return nil, err
	}
	s.dating.Lock() // after a change of the groups, many searches need the sets at once
	defer s.dating.Unlock()
	if d, ok := known(); ok {
		return d, nil
	}
	d := &datedSets{groups: groups}
	lists, terms := d.terms(c)
	found := make([][]uint32, len(d.names)) // documents, in order
	for it, n := documents(only).Iterator(), 0; it.HasNext(); n++ {
		if n%4096 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		doc := it.Next()
		day := s.day[doc]
		o.each(doc, func(v uint32) {
			if int(v) >= len(lists) {
				return
			}
			for _, t := range terms[lists[v].from:lists[v].to] {
				in := found[t.group]
				if t.from <= day && day <= t.to && (len(in) == 0 || in[len(in)-1] != doc) {
					found[t.group] = append(in, doc)
				}
			}
		})
	}
	names := d.names
	d.names = nil
	for i, list := range found {
		if len(list) > 0 {
			set := roaring.BitmapOf(list...)
			set.RunOptimize()
			d.names, d.sets = append(d.names, names[i]), append(d.sets, set)
		}
	}
	s.columns.facets.Store(key, d)
	return d, nil
}

// A termRange locates the terms of days of one value.
type termRange struct{ from, to uint32 }

// terms numbers the groups in d.names, and returns the terms of days of each value of c, by
// its number in the table.
func (d *datedSets) terms(c *column) ([]termRange, []datedTerm) {
	numbers := make(map[string]uint32)
	var lists []termRange
	var terms []datedTerm
	c.table.mu.RLock()
	defer c.table.mu.RUnlock()
	for value, groups := range d.groups.Of {
		n, known := c.numbers[value]
		if !known { // in no segment
			continue
		}
		if more := int(n) + 1 - len(lists); more > 0 {
			lists = append(lists, make([]termRange, more)...)
		}
		lists[n].from = uint32(len(terms))
		for _, g := range groups {
			number, known := numbers[g.Name]
			if !known {
				number = uint32(len(d.names))
				numbers[g.Name] = number
				d.names = append(d.names, g.Name)
			}
			t := datedTerm{number, dayOf(g.From), dayOf(g.To)}
			if t.to == 0 {
				t.to = math.MaxUint32
			}
			if t.from == 0 && g.To != "" { // a document without a date has day 0
				t.from = 1
			}
			terms = append(terms, t)
		}
		lists[n].to = uint32(len(terms))
	}
	return slices.Clip(lists), terms
}
