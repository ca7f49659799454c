package people

import (
	"cmp"
	"iter"
	"slices"
	"strings"
)

// settle works out the people around what has changed: all that may be one with them.
func (r *Registry) recompute(c *changes) {
	r.clusters.refresh(func(k *nameCluster) { c.dirtyClusters = append(c.dirtyClusters, k) })
	done, seen := make(map[*part]bool, len(c.dirty)), make(map[*nameCluster]bool)
	var group []*part
	reach := func(p *part) {
		if !done[p] && r.parts[p.key] == p { // else it is gone
			done[p] = true
			group = append(group, p)
		}
	}
	from := func(p *part) {
		group = nil
		reach(p)
		for i := 0; i < len(group); i++ {
			group[i].eachSimilar(func(k *nameCluster, _ likeness) {
				if seen[k] {
					return
				}
				seen[k] = true
				for _, q := range k.parts {
					reach(q)
				}
			})
			for q := range group[i].sameEvidence {
				reach(q)
			}
			for q := range group[i].merged {
				reach(q)
			}
			for q := range r.rosterParts[group[i].holder] {
				reach(q)
			}
		}
		if len(group) > 0 {
			r.recomputeComponent(group)
			c.recomputed = append(c.recomputed, group...)
		}
	}
	for _, p := range c.dirty {
		from(p)
	}
	for _, k := range c.dirtyClusters {
		if seen[k] {
			continue
		}
		for _, p := range k.parts {
			from(p)
		}
	}
	r.resolveShortNames(c)
}

// regroup makes people of parts that no edge leads out of.
func (r *Registry) recomputeComponent(group []*part) {
	moved := false
	for p, who := range r.resolve(group) {
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

// peopleOf goes through the parts, by key, with the person that each is of, nil for
// a part of no public person.
func (r *Registry) resolve(group []*part) iter.Seq2[*part, *person] {
	return func(yield func(*part, *person) bool) {
		if len(group) == 1 { // as most are
			if p := group[0]; p.withoutPost() {
				yield(p, nil)
			} else {
				yield(p, &person{parts: []*part{p}, holders: p.holders()})
			}
			return
		}
		slices.SortFunc(group, func(a, b *part) int { return strings.Compare(a.key, b.key) })
		c := newUnionFind(group, r.participates)
		c.joinHolders()
		c.separateHolders()
		c.joinStrong()
		c.joinShortened()
		c.joinUnplaced()
		c.joinInactive()
		made := make(map[*part]*person)
		for _, p := range group {
			root := c.find(p)
			if c.hidden[root] {
				continue
			}
			if made[root] == nil {
				made[root] = &person{}
			}
			made[root].parts = append(made[root].parts, p)
		}
		for _, h := range c.holders {
			if who := made[c.find(h.part)]; who != nil {
				who.holders = append(who.holders, h.holder)
			}
		}
		for _, p := range group {
			if !yield(p, made[c.find(p)]) {
				return
			}
		}
	}
}

// describe works out the id and the name of a person.
func (r *Registry) setIdentity(who *person) {
	slices.SortFunc(who.parts, func(a, b *part) int {
		return cmp.Or(cmp.Compare(idRank(a, r.decisions), idRank(b, r.decisions)), cmp.Compare(a.row.n, b.row.n), strings.Compare(a.key, b.key))
	})
	first := who.parts[0]
	who.id = first.row.id
	for _, p := range who.parts {
		who.suppressed = who.suppressed || p.row.id != "" && r.decisions.Suppressed[p.row.id]
	}
	// The id of the new name may be that of another part, which may be apart by now.
	if renamed, ok := r.decisions.Renamed[first.row.id]; ok && slices.Contains(who.parts, r.partOfID(r.ids.PartOf(renamed.ID))) {
		who.id = renamed.ID
	}
	who.rosterSpans = solePostSpans(who.holders)
	r.setName(who)
}

// name works out the name of a person.
func (r *Registry) setName(who *person) {
	if renamed, ok := r.decisions.Renamed[who.parts[0].row.id]; ok {
		who.name = renamed.Name
		return
	}
	if who.name = displayName(who.parts); len(who.holders) > 0 {
		who.name = who.rosterName(who.name)
	}
}

// Rename works out the names of the people whose spellings are more or less frequent.
func (r *Registry) recomputeNames(counted []*part) {
	done := make(map[*person]bool, len(counted))
	for _, p := range counted {
		if who := p.person; who != nil && !done[who] {
			done[who] = true
			r.setName(who)
		}
	}
}

// stands reports whether p is to be reckoned with: some article has it. A part that
// is suppressed does without any, so that the person does not come back in another spelling.
func (r *Registry) participates(p *part) bool {
	return len(p.raws) > 0 || p.row.id != "" && r.decisions.Suppressed[p.row.id]
}

// rank orders the parts of a person: what was merged into another comes behind it,
// what has no id behind all.
func idRank(p *part, d Decisions) int {
	switch {
	case p.row.id == "":
		return 2
	case d.Merged[p.row.id] != "":
		return 1
	}
	return 0
}
