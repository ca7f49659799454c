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

// maxRosterPosts bounds the posts of the roster that are counted: each is a request to the
// engine.
const maxRosterPosts = 20

// countRoles completes the counts of the facet role, which the engine takes from the posts
// in documents. Quotes whose article tells no post are not a value. They are added to the
// post that the roster gives their speakers, so that a count is what the filter finds.
func (a *answer) countRoles(ctx context.Context) error {
	at := slices.IndexFunc(a.request.Facets, func(f index.FacetAsk) bool { return f.Facet == index.FacetRole })
	if at < 0 {
		return nil
	}
	counts := slices.DeleteFunc(slices.Clone(a.found.Facets[at]), func(c index.Count) bool { return c.Value == "" || c.Value == index.NoRole })
	added := false
	if len(counts) < len(a.found.Facets[at]) {
		for _, post := range a.People.RosterPosts(maxRosterPosts) {
			n, err := a.quotesByRosterPost(ctx, post)
			if err != nil {
				return err
			}
			if n == 0 {
				continue
			}
			added = true
			if known := slices.IndexFunc(counts, func(c index.Count) bool { return c.Value == post }); known >= 0 {
				counts[known].Count += n
			} else {
				counts = append(counts, index.Count{Value: post, Count: n})
			}
		}
	}
	if added {
		slices.SortStableFunc(counts, func(x, y index.Count) int {
			return cmp.Or(cmp.Compare(y.Count, x.Count), strings.Compare(x.Value, y.Value))
		})
	}
	a.found.Facets[at] = counts
	return nil
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
