package search

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/dockeys"
)

// maxRosterPosts bounds the posts of the roster that are counted where the engine has no
// live groups: each is a request to the engine.
const maxRosterPosts = 20

// countRoles completes the counts of the facet role, which the engine takes from the posts
// in documents. Quotes whose article tells no post are not a value. They are added to the
// post that the roster gives their speakers, so that a count is what the filter finds.
func (a *answer) countRoles(ctx context.Context) error {
	at := slices.IndexFunc(a.request.Facets, func(f index.FacetAsk) bool { return f.Facet == index.FacetRole && f.Dated == nil })
	if at < 0 {
		return nil
	}
	isNone := func(c index.Count) bool { return c.Value == "" || c.Value == index.NoRole }
	all := a.found.Facets[at]
	counts := slices.DeleteFunc(slices.Clone(all), isNone)
	var more []index.Count
	if dated := slices.IndexFunc(a.request.Facets, func(f index.FacetAsk) bool { return f.Facet == index.FacetRole && f.Dated != nil }); dated >= 0 {
		more = a.found.Facets[dated]
	} else if !a.engine.Can().LiveGroups && slices.ContainsFunc(all, isNone) {
		for _, post := range a.People.RosterPosts(maxRosterPosts) {
			n, err := a.quotesByRosterPost(ctx, post)
			if err != nil {
				return err
			}
			if n > 0 {
				more = append(more, index.Count{Value: post, Count: n})
			}
		}
	}
	a.found.Facets[at] = addCounts(counts, more)
	return nil
}

// addCounts adds counts to those of the same values, and returns all, most frequent first and
// then by value. It may change counts.
func addCounts(counts, more []index.Count) []index.Count {
	if len(more) == 0 {
		return counts
	}
	places := make(map[string]int, len(counts))
	for i, c := range counts {
		places[c.Value] = i
	}
	for _, c := range more {
		if i, known := places[c.Value]; known {
			counts[i].Count += c.Count
		} else {
			counts = append(counts, c)
		}
	}
	slices.SortStableFunc(counts, func(x, y index.Count) int {
		return cmp.Or(cmp.Compare(y.Count, x.Count), strings.Compare(x.Value, y.Value))
	})
	return counts
}

// quotesByRosterPost counts the quotes of the answer, under its other filters, whose speaker
// has a post by the roster alone.
func (a *answer) quotesByRosterPost(ctx context.Context, post string) (int, error) {
	r := a.request
	r.Size, r.Facets, r.Collapse, r.Explain, r.Sort = 0, nil, false, false, index.Newest
	r.Filters = slices.DeleteFunc(slices.Clone(r.Filters), func(f index.Filter) bool { return f.Facet == index.FacetRole })
	r.Filters = append(r.Filters, index.Filter{Where: a.People.QuotesByRosterRole(func(role article.Role) bool { return dockeys.Fold(role.Title) == post })})
	if steps := a.understood.Steps; steps != nil {
		r.Where = steps[a.route.step].Where
	}
	found, err := a.engine.Search(ctx, r)
	if err != nil {
		return 0, fmt.Errorf("count quotes by roster: %w", err)
	}
	return found.Total, nil
}
