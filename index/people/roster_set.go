package people

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// holdersWithoutID returns the parts, without an id so far, that give the holders an id
// formed from their name in the roster.
func (r *Registry) holdersWithoutID(listed []*holder) []*part {
	var parts []*part
	for _, h := range listed {
		if _, given := r.ids.ofPartKey(h.key); given {
			continue
		}
		if p := newPart(h.name + keyEnd + string(atSatker) + h.satker); p != nil && p.key == h.key {
			parts = append(parts, p)
		}
	}
	slices.SortFunc(parts, func(a, b *part) int { return strings.Compare(a.key, b.key) })
	return slices.CompactFunc(parts, func(a, b *part) bool { return a.key == b.key })
}

// rosterPartFor returns the part under which the roster has the person that a new raw key
// names. It is nil if the roster has no such person or has the same name.
func (r *Registry) rosterPartFor(p *part, raw string) *part {
	if r.roster == nil || r.parts[p.key] != nil {
		return nil
	}
	name, _, _ := cutKey(raw)
	p.name = newPersonName(name)
	h := r.findRosterMatch(p).holder
	p.name = nil
	if h == nil || h.key == p.key {
		return nil
	}
	return newPart(h.name + keyEnd + string(atSatker) + h.satker)
}

// SetRoster replaces the roster; nil removes it. An error means that ids could not be
// issued.
func (r *Registry) SetRoster(ctx context.Context, l *Roster) error {
	return r.issueIDs(ctx, r.applyRoster(l))
}

// applyRoster replaces the roster and returns the parts that need an id.
func (r *Registry) applyRoster(l *Roster) (withoutID []*part) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.roster == l {
		return nil
	}
	r.roster = l
	withoutID = r.rematchRoster()
	r.version.Add(1)
	return withoutID
}

// rematchRoster matches all parts with the roster and returns the parts that need an id.
func (r *Registry) rematchRoster() []*part {
	var c changes
	r.addIssuedParts(&c)
	for _, p := range r.parts {
		r.updateRosterMatch(&c, p)
		r.updateWords(&c, p)
		if p.short {
			c.dirtyWords = append(c.dirtyWords, r.officeWords(p)...)
		}
	}
	r.recompute(&c)
	return r.holdersWithoutID(c.holders)
}

// issueIDs issues ids to parts that the roster holds and resolves them.
func (r *Registry) issueIDs(ctx context.Context, withoutID []*part) error {
	if len(withoutID) == 0 {
		return nil
	}
	if err := r.ids.issue(ctx, withoutID); err != nil {
		return fmt.Errorf("issue ids of people of the roster: %w", err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	var c changes
	r.addIssuedParts(&c)
	if c.relink {
		r.linkDecisions()
	}
	r.recompute(&c)
	r.version.Add(1)
	return nil
}
