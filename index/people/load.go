package people

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"warta/index"
)

// Load replaces what was learned by all that an engine holds. Decisions and roster stay
// in force, also those that change during the call.
func (r *Registry) Load(ctx context.Context, engine index.Engine) error {
	found, err := engine.Search(ctx, index.Request{
		Of: index.Articles, Sort: index.Newest, Facets: []index.FacetAsk{{Field: index.KeyOfficial}, {Field: index.KeyEvidence}},
	})
	if err != nil {
		return fmt.Errorf("read people from the index: %w", err)
	}
	quotes, err := engine.Search(ctx, index.Request{Of: index.Quotes, Sort: index.Newest, Facets: []index.FacetAsk{{Field: index.KeyField(index.Quotes, index.KeyOfficial)}}})
	if err != nil {
		return fmt.Errorf("read speakers from the index: %w", err)
	}
	all := Delta{keys: found.Facets[0], evidence: found.Facets[1]}
	for _, c := range quotes.Facets[0] {
		if isEditorKey(c.Value) {
			all.keys = append(all.keys, c)
		}
	}
	slices.SortFunc(all.keys, func(a, b index.Count) int { return strings.Compare(a.Value, b.Value) })
	loaded := New(r.ids)
	r.mu.RLock()
	loaded.decisions, loaded.decisionsVersion, loaded.roster = r.decisions, r.decisionsVersion, r.roster
	r.mu.RUnlock()
	if err := loaded.Learn(ctx, all); err != nil {
		return err
	}
	return r.issueIDs(ctx, r.replaceState(loaded, found.Mark))
}

// replaceState takes over the state of loaded, read at mark. It returns the parts that
// need an id because the roster holds them.
func (r *Registry) replaceState(loaded *Registry, mark uint64) (withoutID []*part) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.registryState, r.loadedMark = loaded.registryState, mark
	if r.roster != loaded.roster { // SetRoster was called during the load
		withoutID = r.rematchRoster()
	}
	if r.decisionsVersion != loaded.decisionsVersion { // Decide was called during the load
		withoutID = append(withoutID, r.recomputeAll()...)
	}
	r.version.Add(1)
	r.state++
	return withoutID
}

// KeepUp loads the registry if the engine has moved since the last load. It is for
// registries that no follower feeds.
func (r *Registry) KeepUp(ctx context.Context, engine index.Engine) error {
	mark, err := engine.Mark(ctx)
	if err != nil {
		return fmt.Errorf("read people from the index: %w", err)
	}
	r.mu.RLock()
	known := r.loadedMark
	r.mu.RUnlock()
	if known == mark {
		return nil
	}
	return r.Load(ctx, engine)
}
