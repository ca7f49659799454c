package people

import (
	"cmp"
	"iter"
	"slices"
	"strings"
)

// recompute resolves the parts that changes mark dirty, together with all parts that may
// be one person with them, and then the short names around them.
func (r *Registry) recompute(c *changes) {
	r.state++
	r.clusters.refresh(func(k *nameCluster) { c.dirtyClusters = append(c.dirtyClusters, k) })
	done, seen := make(map[*part]bool, len(c.dirty)), make(map[*nameCluster]bool)
	var component []*part
	visit := func(p *part) {
		if !done[p] && r.parts[p.key] == p { // else it was removed
			done[p] = true
			component = append(component, p)
		}
	}
	recomputeFrom := func(p *part) {
		component = nil
		visit(p)
		for i := 0; i < len(component); i++ {
			component[i].eachSimilar(func(k *nameCluster, _ likeness) {
				if seen[k] {
					return
				}
				seen[k] = true
				for _, q := range k.parts {
					visit(q)
				}
			})
			for q := range component[i].sameEvidence {
				visit(q)
			}
			for q := range component[i].merged {
				visit(q)
			}
			for q := range r.rosterParts[component[i].holder] {
				visit(q)
			}
		}
		if len(component) > 0 {
			r.recomputeComponent(component)
			c.recomputed = append(c.recomputed, component...)
		}
	}
	for _, p := range c.dirty {
		recomputeFrom(p)
	}
	for _, k := range c.dirtyClusters {
		if seen[k] {
			continue
		}
		for _, p := range k.parts {
			recomputeFrom(p)
		}
	}
	r.resolveShortNames(c)
}

// recomputeComponent assigns people to the parts of a component: a set of parts that no
// link leaves.
func (r *Registry) recomputeComponent(component []*part) {
	moved := false
	for p, who := range r.resolve(component) {
		before := p.person
		if p.person = who; who != nil && who.id == "" {
			r.setIdentity(who)
		}
		moved = moved || before != nil && (p.person == nil || before.id != p.person.id || before.suppressed != p.person.suppressed) ||
			before == nil && p.person != nil && p.withoutPost()
	}
	if moved {
		r.version.Add(1)
	}
}

// resolve iterates over the parts of a component, sorted by key, with the person of each,
// nil for a private person.
func (r *Registry) resolve(component []*part) iter.Seq2[*part, *person] {
	return func(yield func(*part, *person) bool) {
		if len(component) == 1 { // the most frequent case
			if p := component[0]; p.withoutPost() {
				yield(p, nil)
			} else {
				yield(p, &person{parts: []*part{p}, holders: p.holders()})
			}
			return
		}
		slices.SortFunc(component, func(a, b *part) int { return strings.Compare(a.key, b.key) })
		u := newUnionFind(component, r.participates)
		u.joinHolders()
		u.separateHolders()
		u.joinStrong()
		u.joinShortened()
		u.joinUnplaced()
		u.joinInactive()
		made := make(map[*part]*person)
		for _, p := range component {
			root := u.find(p)
			if u.hidden[root] {
				continue
			}
			if made[root] == nil {
				made[root] = &person{}
			}
			made[root].parts = append(made[root].parts, p)
		}
		for _, h := range u.holders {
			if who := made[u.find(h.part)]; who != nil {
				who.holders = append(who.holders, h.holder)
			}
		}
		for _, p := range component {
			if !yield(p, made[u.find(p)]) {
				return
			}
		}
	}
}

// setIdentity sets the order of the parts of a new person, the id, the name and the posts
// by the roster.
func (r *Registry) setIdentity(who *person) {
	slices.SortFunc(who.parts, func(a, b *part) int {
		return cmp.Or(cmp.Compare(idRank(a, r.decisions), idRank(b, r.decisions)), cmp.Compare(a.row.n, b.row.n), strings.Compare(a.key, b.key))
	})
	first := who.parts[0]
	who.id = first.row.id
	for _, p := range who.parts {
		who.suppressed = who.suppressed || p.row.id != "" && r.decisions.Suppressed[p.row.id]
	}
	// The id of the renaming may have been issued for a part that is another person by now.
	if renamed, ok := r.decisions.Renamed[first.row.id]; ok && slices.Contains(who.parts, r.partOfID(r.ids.PartOf(renamed.ID))) {
		who.id = renamed.ID
	}
	who.rosterSpans = solePostSpans(who.holders)
	r.setName(who)
}

// setName sets the display name of a person.
func (r *Registry) setName(who *person) {
	if renamed, ok := r.decisions.Renamed[who.parts[0].row.id]; ok {
		who.name = renamed.Name
		return
	}
	if who.name = displayName(who.parts); len(who.holders) > 0 {
		who.name = who.rosterName(who.name)
	}
}

// recomputeNames sets the display names of the people whose spellings have other counts.
func (r *Registry) recomputeNames(recounted []*part) {
	done := make(map[*person]bool, len(recounted))
	for _, p := range recounted {
		if who := p.person; who != nil && !done[who] {
			done[who] = true
			r.setName(who)
		}
	}
}

// participates reports whether p takes part in resolution: an article names it, or it is
// suppressed. The latter keeps a suppressed person hidden in every spelling.
func (r *Registry) participates(p *part) bool {
	return len(p.raws) > 0 || p.row.id != "" && r.decisions.Suppressed[p.row.id]
}

// idRank orders the parts of a person for the choice of the id: those that were merged
// into another come later, those without an id last.
func idRank(p *part, d Decisions) int {
	switch {
	case p.row.id == "":
		return 2
	case d.Merged[p.row.id] != "":
		return 1
	}
	return 0
}
