package people

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"warta/index"
	"warta/index/dockeys"
)

// The days of news, see [dockeys.DateRuns].
var (
	firstDay = fmt.Sprintf("%04d-01-01", dockeys.FirstYear)
	lastDay  = fmt.Sprintf("%04d-12-31", dockeys.LastYear)
)

// A rosterGroups keeps the posts of the roster as groups of raw keys.
type rosterGroups struct {
	mu     sync.Mutex
	state  uint64 // Registry.state for which groups was worked out
	groups *index.DatedGroups
}

// RosterGroups returns the posts, folded, that the roster gives the speakers of quotes on
// their days where the article gives none: the same quotes that [Registry.QuotesByRosterRole]
// matches. They stay the same as long as no post of a speaker changes. It returns nil where
// the roster gives no post.
func (r *Registry) RosterGroups() *index.DatedGroups {
	kept := &r.byRoster
	kept.mu.Lock()
	defer kept.mu.Unlock()
	r.mu.RLock()
	defer r.mu.RUnlock()
	if kept.state == r.state {
		return kept.groups
	}
	of := r.rosterGroups()
	switch {
	case len(of) == 0:
		kept.groups = nil
	case kept.groups == nil || !maps.EqualFunc(of, kept.groups.Of, slices.Equal):
		kept.groups = &index.DatedGroups{Only: index.Term{Field: index.KeyRole, Text: index.NoRole}, Of: of}
	}
	kept.state = r.state
	return kept.groups
}

// rosterGroups returns the posts by the roster of each raw key. The caller holds mu.
func (r *Registry) rosterGroups() map[string][]index.DatedGroup {
	of := make(map[string][]index.DatedGroup)
	folded := make(map[string]string) // by title
	for who := range r.rosterPeople() {
		groups := make([]index.DatedGroup, len(who.rosterSpans))
		for i, s := range who.rosterSpans {
			post, known := folded[s.role.Title]
			if !known {
				post = dockeys.Fold(s.role.Title)
				folded[s.role.Title] = post
			}
			groups[i] = index.DatedGroup{Name: post, From: s.from, To: s.to}
			if s.from != "" || s.to != "" { // the filter looks in the years of news alone
				groups[i].From, groups[i].To = max(s.from, firstDay), min(cmp.Or(s.to, lastDay), lastDay)
			}
		}
		if len(groups) == 0 {
			continue
		}
		for _, key := range r.keysWithoutPost(who) {
			if known := of[key]; known != nil { // a key of two people
				of[key] = slices.Concat(known, groups)
				slices.SortFunc(of[key], func(a, b index.DatedGroup) int {
					return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.From, b.From), strings.Compare(a.To, b.To))
				})
			} else {
				of[key] = groups
			}
		}
	}
	return of
}
