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
func (r *Registry) list(c *changed, p *part) {
	now := listing{}
	if r.roster != nil {
		now = r.listingOf(p)
	}
	if !now.same(p.listing) {
		r.unlist(c, p)
		p.listing = now
		c.around = append(c.around, p)
		if h := now.holder; h != nil {
			if r.holders[h] == nil {
				r.holders[h] = make(map[*part]bool)
			}
			r.holders[h][p] = true
		}
	}
	if p.holder != nil && len(p.raws) > 0 {
		c.listed = append(c.listed, p.holder)
	}
}

// unlist forgets whom of the list p was.
func (r *Registry) unlist(c *changed, p *part) {
	h := p.holder
	p.listing = listing{}
	if h == nil {
		return
	}
	delete(r.holders[h], p)
	for q := range r.holders[h] {
		c.around = append(c.around, q)
	}
	if len(r.holders[h]) == 0 {
		delete(r.holders, h)
	}
}

// ofHolder returns the person whom the list of office holders means, nil where no article
// names them.
func (r *Registry) ofHolder(h *holder) *person {
	for p := range r.holders[h] {
		if who := p.person; who != nil && slices.Contains(who.holders, h) {
			return who
		}
	}
	return nil
}

// dated adds to the articles that give a short name on a day.
func (r *Registry) dated(c *changed, pair string, articles int) {
	raw, day, _ := strings.Cut(pair[len(signDay):], PairEnd)
	k := r.raws[raw]
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
		c.words = append(c.words, r.wordPlaces(k.part)...)
	}
}

// signDay begins a piece of evidence that tells on which day an article gives a short
// name: whose it is depends on who held a post then.
const signDay = "@"

// shortOn returns the evidence for the days of short names in and around offices.
func shortOn(a *article.Article, keys []string) []string {
	var out []string
	for _, key := range keys {
		if name, scope, ok := cutKey(key); ok && scope[0] != atBody && scope[0] != toldPrivate && looksShort(name) {
			out = append(out, signDay+key+PairEnd+dockeys.Day(a))
		}
	}
	return out
}

// looksShort is isShort for a name as it is written, without titles: at most one of its
// words is more than an initial. It costs little, for it is asked of all names.
func looksShort(name string) bool {
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
func (r *Registry) owed(listed []*holder) []*part {
	var parts []*part
	for _, h := range listed {
		if _, given := r.book.ofKey(h.key); given {
			continue
		}
		if p := newPart(h.name + KeyEnd + string(atSatker) + h.satker); p != nil && p.key == h.key {
			parts = append(parts, p)
		}
	}
	slices.SortFunc(parts, func(a, b *part) int { return strings.Compare(a.key, b.key) })
	return slices.CompactFunc(parts, func(a, b *part) bool { return a.key == b.key })
}

// listedAs returns the part under which the list has p, which articles name from now on
// by a raw key; nil where the list does not have it, or by the same name.
func (r *Registry) listedAs(p *part, raw string) *part {
	if r.roster == nil || r.parts[p.key] != nil {
		return nil
	}
	name, _, _ := cutKey(raw)
	p.name = newPersonName(name)
	h := r.listingOf(p).holder
	p.name = nil
	if h == nil || h.key == p.key {
		return nil
	}
	return newPart(h.name + KeyEnd + string(atSatker) + h.satker)
}

// Enlist puts a list of office holders in the place of the one before, nil for none. It
// fails only where ids cannot be given out.
func (r *Registry) Enlist(ctx context.Context, l *OfficeList) error {
	return r.nameListed(ctx, r.takeList(l))
}

func (r *Registry) takeList(l *OfficeList) (owed []*part) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.roster == l {
		return nil
	}
	r.roster = l
	owed = r.relistAll()
	r.version.Add(1)
	return owed
}

// relistAll links all people to their rows of the list, and returns the parts that need
// an id.
func (r *Registry) relistAll() []*part {
	var c changed
	r.remember(&c)
	for _, p := range r.parts {
		r.list(&c, p)
		r.reword(&c, p)
		if p.short {
			c.words = append(c.words, r.wordPlaces(p)...)
		}
	}
	r.settle(&c)
	return r.owed(c.listed)
}

// nameListed gives ids to parts of the list of office holders, and takes them in.
func (r *Registry) nameListed(ctx context.Context, owed []*part) error {
	if len(owed) == 0 {
		return nil
	}
	if err := r.book.give(ctx, owed); err != nil {
		return fmt.Errorf("give ids to people of the roster: %w", err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	var c changed
	r.remember(&c)
	if c.decided {
		r.link()
	}
	r.settle(&c)
	r.version.Add(1)
	return nil
}

// listedNear adds to ids those of the people whom the list calls by a name that is asked
// for. The caller holds mu.
func (r *Registry) listedNear(ask index.WordsAsk, ids []string) []string {
	if r.roster == nil {
		return ids
	}
	r.roster.named.Each(lexicon.NewNear(ask.Text, ask.Edits, ask.Prefix), func(words string) {
		_, key, _ := strings.Cut(words, dockeys.SuggestEnd)
		if who := r.ofHolder(r.roster.byKey[key]); who != nil && !who.suppressed && !slices.Contains(ids, who.id) {
			ids = append(ids, who.id)
		}
	})
	return ids
}
