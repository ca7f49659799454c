package people

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Learn applies a delta. It returns an error if ids could not be issued; the registry may
// then contain people whom no article names, until [Registry.Load].
func (r *Registry) Learn(ctx context.Context, d Delta) error {
	if err := r.ids.issue(ctx, r.partsWithoutID(d)); err != nil {
		return fmt.Errorf("issue ids of people: %w", err)
	}
	return r.issueIDs(ctx, r.applyDelta(d))
}

// applyDelta applies a delta whose parts have ids. It returns the parts that need an id
// because the roster holds them.
func (r *Registry) applyDelta(d Delta) []*part {
	r.mu.Lock()
	defer r.mu.Unlock()
	var c changes
	for _, e := range d.evidence { // removed before its keys, and added after them
		if e.Count < 0 {
			r.addEvidence(&c, e.Value, e.Count)
		}
	}
	for _, k := range d.keys {
		r.addArticles(&c, k.Value, k.Count)
	}
	for _, e := range d.evidence {
		if e.Count > 0 {
			r.addEvidence(&c, e.Value, e.Count)
		}
	}
	r.addIssuedParts(&c)
	if c.relink {
		r.linkDecisions()
		c.dirty = slices.AppendSeq(c.dirty, maps.Values(r.parts))
	}
	r.recompute(&c)
	r.recomputeNames(c.recounted)
	r.dropUnusedKeys()
	if r.missed.take(c.newKeys) || c.revived {
		r.version.Add(1)
	}
	return r.holdersWithoutID(c.holders)
}

// changes collects what an update affects, so that recompute and resolveShortNames handle
// only that.
type changes struct {
	dirty         []*part          // parts to resolve again
	dirtyClusters []*nameCluster   // clusters whose parts are to be resolved again
	recounted     []*part          // parts whose spellings have other counts
	newKeys       []string         // raw keys that were unknown
	revived       bool             // an unused raw key is in use again
	relink        bool             // a decision concerns a new part
	recomputed    []*part          // parts that recompute has resolved
	dirtyWords    []nameKey        // words, with offices, whose short names are to be resolved again
	previousLeads map[*part]string // ids that short names stood for before; empty for none
	holders       []*holder        // holders of the roster that articles name
}

// partsWithoutID returns the parts that a delta adds and that have no id yet, in the
// order of the delta. If the roster has a part under another name, the part of that name
// precedes it.
func (r *Registry) partsWithoutID(d Delta) []*part {
	var list []*part
	r.mu.RLock()
	defer r.mu.RUnlock()
	for _, c := range d.keys {
		if k := r.keys[c.Value]; c.Count <= 0 || k != nil && k.articles > 0 {
			continue
		}
		p := newPart(c.Value)
		if p == nil || p.withoutPost() {
			continue
		}
		if named := r.rosterPartFor(p, c.Value); named != nil {
			list = append(list, named)
		}
		list = append(list, p)
	}
	return list
}

// addArticles adds to the number of articles that contain a raw key; articles is negative
// for a removal.
func (r *Registry) addArticles(c *changes, raw string, articles int) {
	k := r.keys[raw]
	if k == nil {
		if articles <= 0 {
			return
		}
		k = &rawKey{text: strings.Clone(raw)}
		r.keys[k.text] = k
		c.newKeys = append(c.newKeys, k.text)
	} else if k.articles == 0 && articles > 0 {
		r.unusedKeys--
		c.revived = true
	}
	before := k.articles
	k.articles = max(0, before+articles)
	switch {
	case before == 0 && k.articles > 0:
		r.addKey(c, k)
	case before > 0 && k.articles == 0:
		r.unusedKeys++
		r.removeKey(c, k)
	case k.part != nil:
		c.recounted = append(c.recounted, k.part)
	}
}

// addKey links a raw key that the first article contains to its part.
func (r *Registry) addKey(c *changes, k *rawKey) {
	_, in, _ := cutKey(k.text)
	if id, ok := strings.CutPrefix(in, string(editorChosen)); ok {
		r.editorKeys[id] = append(r.editorKeys[id], k)
		return
	}
	p := newPart(k.text)
	if p == nil {
		return
	}
	if there := r.parts[p.key]; there != nil {
		p = there
	} else {
		r.addPart(c, p)
	}
	k.part = p
	p.raws = append(p.raws, k)
	p.active = p.active || p.clusters == nil // clusters that are added below count it at once
	r.updatePart(c, p, k)
	r.setActive(p, true)
}

// setActive records whether any article contains a raw key of p, in p and in its
// clusters.
func (r *Registry) setActive(p *part, active bool) {
	if p.active == active {
		return
	}
	p.active = active
	more := 1
	if !active {
		more = -1
	}
	for _, k := range p.clusters {
		r.clusters.addActive(k, more)
	}
}

// removeKey unlinks a raw key that no article contains any more. A part that has an id
// stays, so that its id still leads to the most similar person.
func (r *Registry) removeKey(c *changes, k *rawKey) {
	p := k.part
	if p == nil {
		_, in, _ := cutKey(k.text)
		if id, ok := strings.CutPrefix(in, string(editorChosen)); ok {
			r.editorKeys[id] = slices.DeleteFunc(r.editorKeys[id], func(of *rawKey) bool { return of == k })
			if len(r.editorKeys[id]) == 0 {
				delete(r.editorKeys, id)
			}
		}
		return
	}
	k.part = nil
	p.raws = slices.DeleteFunc(p.raws, func(of *rawKey) bool { return of == k })
	if len(p.raws) == 0 {
		r.setActive(p, false)
	}
	if len(p.raws) == 0 && p.row.id == "" {
		r.clearRosterMatch(c, p)
		r.updateWords(c, p)
		r.detach(c, p)
		for q := range p.sameEvidence {
			delete(q.sameEvidence, p)
		}
		for q := range p.apartEvidence {
			delete(q.apartEvidence, p)
		}
		delete(r.parts, p.key)
		r.bodies.remove(p)
		return
	}
	r.updatePart(c, p, nil)
}

// dropUnusedKeys frees raw keys that no article contains, once there are many. Until then
// they are kept, because an index may still count them in segments that are not merged
// yet.
func (r *Registry) dropUnusedKeys() {
	const few = 1000
	if r.unusedKeys < few+len(r.keys)/8 {
		return
	}
	maps.DeleteFunc(r.keys, func(_ string, k *rawKey) bool { return k.articles == 0 })
	r.unusedKeys = 0
}

// addIssuedParts adds the parts that have an id and that no article here names, such as
// those of another generation.
func (r *Registry) addIssuedParts(c *changes) {
	for _, row := range r.ids.since(r.idsSeen) {
		r.idsSeen++
		slug, base, ok := strings.Cut(row.key, "@")
		if !ok || r.parts[row.key] != nil || strings.HasPrefix(row.key, renameMark) {
			continue
		}
		scope := base
		if !strings.HasPrefix(base, string(atBody)) && !strings.HasPrefix(base, string(officeUnknown)) {
			scope = string(atSatker) + base
		}
		if p := newPart(nameFromSlug(slug) + keyEnd + scope); p != nil && p.key == row.key {
			r.addPart(c, p)
			r.updatePart(c, p, nil)
		}
	}
}

// nameFromSlug returns a name that has the slug.
func nameFromSlug(slug string) string { return strings.ReplaceAll(slug, "-", " ") }
