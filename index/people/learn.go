package people

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Learn takes in tidings. It fails only where ids cannot be given out.
func (r *Registry) Learn(ctx context.Context, t Delta) error {
	if err := r.ids.issue(ctx, r.partsWithoutID(t)); err != nil {
		return fmt.Errorf("give ids to people: %w", err)
	}
	return r.issueIDs(ctx, r.applyDelta(t))
}

// take takes in tidings of whom ids were given to, and returns the parts of the list of
// office holders that need one now.
func (r *Registry) applyDelta(t Delta) []*part {
	r.mu.Lock()
	defer r.mu.Unlock()
	var c changes
	for _, e := range t.evidence { // both its keys are there before and after
		if e.Count < 0 {
			r.addEvidence(&c, e.Value, e.Count)
		}
	}
	for _, k := range t.keys {
		r.addArticles(&c, k.Value, k.Count)
	}
	for _, e := range t.evidence {
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

// changed is what tidings change.
type changes struct {
	dirty         []*part          // who may be other people by now
	dirtyClusters []*nameCluster   // and all who are in these
	recounted     []*part          // whose spellings are more or less frequent
	newKeys       []string         // raw keys that were not known
	revived       bool             // a raw key is back that was gone
	relink        bool             // something was decided about a part that is new here
	recomputed    []*part          // who were made people anew
	dirtyWords    []nameKey        // of names, with the offices, that parts have or had
	previousLeads map[*part]string // to whom short names led, by the id
	holders       []*holder        // of the list of office holders, whom articles name now
}

// unnamed returns the keys of parts that have no id yet, in the order of keys. Whom the
// list of office holders calls otherwise comes before them under the name there.
func (r *Registry) partsWithoutID(t Delta) []*part {
	var list []*part
	r.mu.RLock()
	defer r.mu.RUnlock()
	for _, c := range t.keys {
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

// count adds to the articles that give a raw key.
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

// meet takes in a raw key that articles give.
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
	p.active = p.active || p.clusters == nil
	r.updatePart(c, p, k)
	r.setActive(p, true)
}

// reckon tells the knots of p whether some article has it.
func (r *Registry) setActive(p *part, given bool) {
	if p.active == given {
		return
	}
	p.active = given
	more := 1
	if !given {
		more = -1
	}
	for _, k := range p.clusters {
		r.clusters.addActive(k, more)
	}
}

// lose forgets a raw key that no article gives any more. A part to which an id was
// given stays: the id goes on leading to the person who is like it.
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
		return
	}
	r.updatePart(c, p, nil)
}

// sweep frees the room of raw keys that no article gives any more, once they are
// many. Until then they are known to be gone, for an index counts them as long as it
// has the segments.
func (r *Registry) dropUnusedKeys() {
	const few = 1000
	if r.unusedKeys < few+len(r.keys)/8 {
		return
	}
	maps.DeleteFunc(r.keys, func(_ string, k *rawKey) bool { return k.articles == 0 })
	r.unusedKeys = 0
}

// remember enters the parts to which ids were given, by whomever, and which no
// article here has.
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

// spelled returns a name whose slug it is.
func nameFromSlug(slug string) string { return strings.ReplaceAll(slug, "-", " ") }
