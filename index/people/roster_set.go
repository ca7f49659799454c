package people

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// owed returns the parts that need an id so that holders whom articles name have one:
// of the name in the list, so that a page has its address.
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

// listedAs returns the part under which the list has p, which articles name from now on
// by a raw key; nil where the list does not have it, or by the same name.
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

// Enlist puts a list of office holders in the place of the one before, nil for none. It
// fails only where ids cannot be given out.
func (r *Registry) SetRoster(ctx context.Context, l *Roster) error {
	return r.issueIDs(ctx, r.applyRoster(l))
}

func (r *Registry) applyRoster(l *Roster) (owed []*part) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.roster == l {
		return nil
	}
	r.roster = l
	owed = r.rematchRoster()
	r.version.Add(1)
	return owed
}

// relistAll links all people to their rows of the list, and returns the parts that need
// an id.
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

// nameListed gives ids to parts of the list of office holders, and takes them in.
func (r *Registry) issueIDs(ctx context.Context, owed []*part) error {
	if len(owed) == 0 {
		return nil
	}
	if err := r.ids.issue(ctx, owed); err != nil {
		return fmt.Errorf("give ids to people of the roster: %w", err)
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
