package opensearch

import (
	"context"
	"strconv"

	"warta/index"
)

// groupsAtOnce is how many groups one request counts.
const groupsAtOnce = 200

// maxMembers bounds the values of one request of counts, so that it stays small.
const maxMembers = 20000

// groupedCounts counts groups of values exactly. The counts of the most frequent values bound
// those of the groups from above; the groups that may be among the first are asked for, until
// none that is left can be.
func (q *search) groupedCounts(ctx context.Context, ask index.FacetAsk, top *valueCounts) ([]index.Count, error) {
	members, err := q.view.members(ctx, ask)
	if err != nil {
		return nil, err
	}
	b := boundsOf(members, ask, top)
	for {
		if err := q.countGroups(ctx, ask, members, b.next(), b.exact); err != nil {
			return nil, err
		}
		counts := ranked(b.exact, ask.Size)
		switch {
		case b.settled(counts, ask.Size):
			return q.withAlwaysGroups(ctx, ask, members, b, counts)
		case b.exhausted():
			if top, err = q.every(ctx, ask); err != nil {
				return nil, err
			}
			b = boundsOf(members, ask, top)
		}
	}
}

// members returns the groups of a field with their values: those that any document has.
func (v *view) members(ctx context.Context, ask index.FacetAsk) (*members, error) {
	values, err := v.e.values.of(ctx, v, ask.Field)
	if err != nil {
		return nil, err
	}
	return v.e.values.grouped(ask, values), nil
}

// groupBounds are what is known of the counts of groups.
type groupBounds struct {
	exact map[string]int
	open  []index.Count // groups that have not been asked for, with the most that they can have
	rest  int           // the most that a group can have of which no value was counted
	at    int           // groups of open that were asked for
}

// boundsOf works out the bounds of all groups from the counts of the most frequent values.
func boundsOf(m *members, ask index.FacetAsk, top *valueCounts) *groupBounds {
	b := &groupBounds{exact: make(map[string]int)}
	if top.Others > 0 && len(top.Buckets) > 0 {
		b.rest = top.Buckets[len(top.Buckets)-1].Count
	}
	sums, seen := make(map[string]int), make(map[string]int) // by group: counts of values, and how many were counted
	for _, v := range top.Buckets {
		if g := ask.Groups.Group(v.Key); g != "" {
			sums[g] += v.Count
			seen[g]++
		}
	}
	most := make(map[string]int)
	for g, sum := range sums {
		if hidden := len(m.of[g]) - seen[g]; hidden > 0 && b.rest > 0 {
			most[g] = sum + hidden*b.rest
		} else if seen[g] == 1 {
			b.exact[g] = sum
		} else {
			most[g] = sum
		}
	}
	if b.rest > 0 { // a group without a counted value can still have several
		for _, g := range m.several {
			if seen[g] == 0 {
				most[g] = len(m.of[g]) * b.rest
			}
		}
	}
	b.open = ranked(most, 0)
	return b
}

// next returns the groups that are to be asked for next.
func (b *groupBounds) next() (names []string) {
	for _, g := range b.open[b.at:min(b.at+groupsAtOnce, len(b.open))] {
		names = append(names, g.Value)
	}
	b.at += len(names)
	return names
}

// settled reports whether no group that is left can be among counts, which are the first size.
func (b *groupBounds) settled(counts []index.Count, size int) bool {
	left := b.rest
	if b.at < len(b.open) {
		left = max(left, b.open[b.at].Count)
	}
	return left == 0 || size > 0 && len(counts) == size && counts[size-1].Count > left
}

// exhausted reports whether all groups of which something is known were asked for.
func (b *groupBounds) exhausted() bool { return b.at >= len(b.open) }

// countGroups counts the documents of groups.
func (q *search) countGroups(ctx context.Context, ask index.FacetAsk, m *members, groups []string, exact map[string]int) error {
	for len(groups) > 0 {
		filters, n, values := make(object), 0, 0
		for ; n < len(groups) && (n == 0 || values+len(m.of[groups[n]]) <= maxMembers); n++ {
			values += len(m.of[groups[n]])
			filters[strconv.Itoa(n)] = object{"terms": object{fieldName(ask.Field): m.of[groups[n]]}}
		}
		raw, err := q.aggregate(ctx, q.narrowed(ask.Facet, nil, object{"n": object{"filters": object{"filters": filters}}}))
		if err != nil {
			return err
		}
		var got struct{ N rawJSON }
		if err := decoded(raw, &got); err != nil {
			return err
		}
		counts, err := filterCounts(got.N)
		if err != nil {
			return err
		}
		for i, g := range groups[:n] {
			exact[g] = counts[strconv.Itoa(i)]
		}
		groups = groups[n:]
	}
	return nil
}

// withAlwaysGroups adds the groups that are listed in any case.
func (q *search) withAlwaysGroups(ctx context.Context, ask index.FacetAsk, m *members, b *groupBounds, counts []index.Count) ([]index.Count, error) {
	var missing []string
	for _, g := range ask.Always {
		if _, known := b.exact[g]; !known && len(m.of[g]) > 0 {
			missing = append(missing, g)
		}
	}
	if err := q.countGroups(ctx, ask, m, missing, b.exact); err != nil {
		return nil, err
	}
	return withAlways(counts, ask.Always, b.exact), nil
}
