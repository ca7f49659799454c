package people

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"warta/index"
)

// Load takes in all that an engine holds of people, in the place of what was known.
func (r *Registry) Load(ctx context.Context, engine index.Engine) error {
	found, err := engine.Search(ctx, index.Request{
		Of: index.Articles, Sort: index.Newest, Facets: []index.FacetAsk{{Field: index.KeyOfficial}, {Field: index.KeyEvidence}},
	})
	if err != nil {
		return fmt.Errorf("read who is in the index: %w", err)
	}
	said, err := engine.Search(ctx, index.Request{Of: index.Quotes, Sort: index.Newest, Facets: []index.FacetAsk{{Field: index.KeyField(index.Quotes, index.KeyOfficial)}}})
	if err != nil {
		return fmt.Errorf("read who speaks in the index: %w", err)
	}
	all := Delta{keys: found.Facets[0], evidence: found.Facets[1]}
	for _, c := range said.Facets[0] {
		if isEditorKey(c.Value) {
			all.keys = append(all.keys, c)
		}
	}
	slices.SortFunc(all.keys, func(a, b index.Count) int { return strings.Compare(a.Value, b.Value) })
	anew := New(r.ids)
	r.mu.RLock()
	anew.decisions, anew.decisionsVersion, anew.roster = r.decisions, r.decisionsVersion, r.roster
	r.mu.RUnlock()
	if err := anew.Learn(ctx, all); err != nil {
		return err
	}
	return r.issueIDs(ctx, r.replaceState(anew, found.Mark))
}

// adopt puts what another registry knows in the place of what was known, and returns
// the parts of the list of office holders that need an id.
func (r *Registry) replaceState(anew *Registry, mark uint64) (owed []*part) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.registryState, r.loadedMark = anew.registryState, mark
	if r.roster != anew.roster { // it was changed meanwhile
		owed = r.rematchRoster()
	}
	if r.decisionsVersion != anew.decisionsVersion { // an editor decided meanwhile
		owed = append(owed, r.recomputeAll()...)
	}
	r.version.Add(1)
	return owed
}

// KeepUp loads what an engine has taken in since the last time, for a registry that
// no follower feeds.
func (r *Registry) KeepUp(ctx context.Context, engine index.Engine) error {
	mark, err := engine.Mark(ctx)
	if err != nil {
		return fmt.Errorf("read who is in the index: %w", err)
	}
	r.mu.RLock()
	known := r.loadedMark
	r.mu.RUnlock()
	if known == mark {
		return nil
	}
	return r.Load(ctx, engine)
}
