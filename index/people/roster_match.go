package people

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/dockeys"
	"warta/index/lexicon"
)

// list works out whom of the list of office holders p is by its full name, and notes who
// has to be settled anew.
func (r *Registry) updateRosterMatch(c *changes, p *part) {
	now := rosterMatch{}
	if r.roster != nil {
		now = r.findRosterMatch(p)
	}
	if !now.equal(p.rosterMatch) {
		r.clearRosterMatch(c, p)
		p.rosterMatch = now
		c.dirty = append(c.dirty, p)
		if h := now.holder; h != nil {
			if r.rosterParts[h] == nil {
				r.rosterParts[h] = make(map[*part]bool)
			}
			r.rosterParts[h][p] = true
		}
	}
	if p.holder != nil && len(p.raws) > 0 {
		c.holders = append(c.holders, p.holder)
	}
}

// unlist forgets whom of the list p was.
func (r *Registry) clearRosterMatch(c *changes, p *part) {
	h := p.holder
	p.rosterMatch = rosterMatch{}
	if h == nil {
		return
	}
	delete(r.rosterParts[h], p)
	for q := range r.rosterParts[h] {
		c.dirty = append(c.dirty, q)
	}
	if len(r.rosterParts[h]) == 0 {
		delete(r.rosterParts, h)
	}
}

// ofHolder returns the person whom the list of office holders means, nil where no article
// names them.
func (r *Registry) personOfHolder(h *holder) *person {
	for p := range r.rosterParts[h] {
		if who := p.person; who != nil && slices.Contains(who.holders, h) {
			return who
		}
	}
	return nil
}

// dated adds to the articles that give a short name on a day.
func (r *Registry) addDay(c *changes, pair string, articles int) {
	raw, day, _ := strings.Cut(pair[len(signDay):], pairEnd)
	k := r.keys[raw]
	if k == nil {
		return
	}
	if k.days == nil {
		k.days = make(map[string]int)
	}
	before := k.days[day]
	if k.days[day] = before + articles; k.days[day] <= 0 {
		delete(k.days, day)
	}
	if k.part != nil && r.roster != nil && (before == 0) != (k.days[day] == 0) {
		c.dirtyWords = append(c.dirtyWords, r.officeWords(k.part)...)
	}
}

// signDay begins a piece of evidence that tells on which day an article gives a short
// name: whose it is depends on who held a post then.
const signDay = "@"

// shortOn returns the evidence for the days of short names in and around offices.
func dayEvidence(a *article.Article, keys []string) []string {
	var out []string
	for _, key := range keys {
		if name, scope, ok := cutKey(key); ok && scope[0] != atBody && scope[0] != private && mayBeShort(name) {
			out = append(out, signDay+key+pairEnd+dockeys.Day(a))
		}
	}
	return out
}

// looksShort is isShort for a name as it is written, without titles: at most one of its
// words is more than an initial. It costs little, for it is asked of all names.
func mayBeShort(name string) bool {
	whole := 0
	for word := range strings.FieldsSeq(name) {
		if len(strings.TrimRight(word, ".")) > 1 {
			whole++
		}
	}
	return whole < 2
}

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

// listedNear adds to ids those of the people whom the list calls by a name that is asked
// for. The caller holds mu.
func (r *Registry) rosterNear(ask index.WordsAsk, ids []string) []string {
	if r.roster == nil {
		return ids
	}
	r.roster.nameWords.Each(lexicon.NewNear(ask.Text, ask.Edits, ask.Prefix), func(words string) {
		_, key, _ := strings.Cut(words, dockeys.SuggestEnd)
		if who := r.personOfHolder(r.roster.byKey[key]); who != nil && !who.suppressed && !slices.Contains(ids, who.id) {
			ids = append(ids, who.id)
		}
	})
	return ids
}
