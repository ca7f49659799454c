package index

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"warta/analyzers/article"
	"warta/index/lexicon"
)

// An officeWord is a word of a name at a satker.
type officeWord struct{ satker, word string }

// A sharing is who holds a post at one satker and has one word in the name: a short name
// is somebody's only where it is nobody else's there.
type sharing struct{ full, short map[*part]bool }

// list works out whom of the list p is, and notes who has to be settled anew. What a
// full name is tells short names of its office too.
func (r *registry) list(c *changed, p *part) {
	if r.roster == nil {
		return
	}
	r.relist(c, p)
	if h := p.listing.holder; h != nil {
		c.listed = append(c.listed, h)
	}
	if p.under != p.name {
		r.leaveWords(c, p)
		r.enterWords(p)
	}
	r.relistShort(c, p)
}

// enterWords notes the words of a part at a satker of the list.
func (r *registry) enterWords(p *part) {
	if p.kind != atSatker || r.roster.at[p.base] == nil {
		return
	}
	p.under = p.name
	for _, word := range p.name.words {
		at := officeWord{p.base, word}
		s := r.words[at]
		if s == nil {
			s = &sharing{full: make(map[*part]bool), short: make(map[*part]bool)}
			r.words[at] = s
		}
		if p.name.isShort() {
			s.short[p] = true
		} else {
			s.full[p] = true
		}
	}
}

// leaveWords forgets the words of a part.
func (r *registry) leaveWords(c *changed, p *part) {
	name := p.under
	if name == nil {
		return
	}
	p.under = nil
	for _, word := range name.words {
		at := officeWord{p.base, word}
		s := r.words[at]
		if s == nil { // the name has the word twice
			continue
		}
		delete(s.short, p)
		delete(s.full, p)
		for q := range s.short {
			r.relist(c, q)
		}
		if len(s.short)+len(s.full) == 0 {
			delete(r.words, at)
		}
	}
}

// relistShort works out anew whom the short names of its office are that p can have.
func (r *registry) relistShort(c *changed, p *part) {
	if p.under == nil || p.name.isShort() {
		return
	}
	for _, word := range p.name.words {
		for q := range r.words[officeWord{p.base, word}].short {
			r.relist(c, q)
		}
	}
}

func (r *registry) relist(c *changed, p *part) {
	now := listing{}
	if r.roster != nil {
		now = r.listingOf(p)
	}
	if now.same(p.listing) {
		return
	}
	r.unlist(c, p)
	p.listing = now
	c.around = append(c.around, p)
	if h := now.holder; h != nil {
		if r.holders[h] == nil {
			r.holders[h] = make(map[*part]bool)
		}
		r.holders[h][p] = true
		c.listed = append(c.listed, h)
	}
	r.stale = true
}

// unlist forgets whom of the list p was.
func (r *registry) unlist(c *changed, p *part) {
	h := p.listing.holder
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
	r.stale = true
}

// leaveOffice forgets a part that is gone.
func (r *registry) leaveOffice(c *changed, p *part) {
	r.unlist(c, p)
	r.leaveWords(c, p)
}

// dated adds to the articles that give a short name on a day.
func (r *registry) dated(c *changed, pair string, articles int) {
	raw, day, _ := strings.Cut(pair[len(signDay):], pairEnd)
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
		r.relist(c, k.part)
	}
}

// signDay begins a piece of evidence that tells on which day an article gives a short
// name: whose it is depends on who held a post then.
const signDay = "@"

// shortOn returns the evidence for the days of short names in offices.
func shortOn(a *article.Article, keys []string) []string {
	var out []string
	for _, key := range keys {
		if name, scope, ok := cutKey(key); ok && scope[0] == atSatker && looksShort(name) {
			out = append(out, signDay+key+pairEnd+day(a))
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
func (r *registry) owed(listed []*holder) []*part {
	var parts []*part
	for _, h := range listed {
		if _, given := r.book.ofKey(h.key); given || !r.named(h) {
			continue
		}
		if p := newPart(h.name + keyEnd + string(atSatker) + h.satker); p != nil && p.key == h.key {
			parts = append(parts, p)
		}
	}
	slices.SortFunc(parts, func(a, b *part) int { return strings.Compare(a.key, b.key) })
	return slices.CompactFunc(parts, func(a, b *part) bool { return a.key == b.key })
}

// daysOf returns the days on which articles give short names from now on, by raw key.
func (r *registry) daysOf(evidence []Count) map[string]map[string]int {
	if r.roster == nil {
		return nil
	}
	out := make(map[string]map[string]int)
	for _, e := range evidence {
		if e.Count <= 0 || !strings.HasPrefix(e.Value, signDay) {
			continue
		}
		raw, day, _ := strings.Cut(e.Value[len(signDay):], pairEnd)
		if out[raw] == nil {
			out[raw] = make(map[string]int)
		}
		out[raw][day] = e.Count
	}
	return out
}

// listedAs returns the part under which the list has p, which articles name from now on
// by a raw key; nil where the list does not have it, or by the same name.
func (r *registry) listedAs(p *part, raw string, days map[string]int) *part {
	if r.roster == nil || r.parts[p.key] != nil {
		return nil
	}
	k := &rawKey{text: raw, days: days}
	p.name, p.raws = newPersonName(k.name()), []*rawKey{k}
	h := r.listingOf(p).holder
	p.name, p.raws = nil, nil
	if h == nil || h.key == p.key {
		return nil
	}
	return newPart(h.name + keyEnd + string(atSatker) + h.satker)
}

// named reports whether some article names a holder.
func (r *registry) named(h *holder) bool {
	for p := range r.holders[h] {
		if len(p.raws) > 0 {
			return true
		}
	}
	return false
}

// enlist puts a list of office holders in the place of the one before, nil for none. It
// fails only where ids cannot be given out.
func (r *registry) enlist(ctx context.Context, l *officeList) error {
	return r.nameListed(ctx, r.takeList(l))
}

func (r *registry) takeList(l *officeList) (owed []*part) {
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

// relistAll works out whom of the list everybody is, and returns the parts that need an
// id.
func (r *registry) relistAll() []*part {
	var c changed
	r.remember(&c)
	clear(r.words)
	var short []*part
	for _, p := range r.parts {
		p.under = nil
		if r.roster != nil {
			r.enterWords(p)
		}
		if p.name.isShort() {
			short = append(short, p)
			continue
		}
		r.relist(&c, p)
	}
	for _, p := range short { // full names tell whose they are
		r.relist(&c, p)
	}
	r.settle(&c)
	return r.owed(c.listed)
}

// nameListed gives ids to parts of the list of office holders, and takes them in.
func (r *registry) nameListed(ctx context.Context, owed []*part) error {
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

// listedNames works out under which names of the list people are asked for whom articles
// do not call so in their office.
func (r *registry) listedNames() []givenName {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.stale {
		return r.listed
	}
	r.listed, r.stale = nil, false
	for _, h := range slices.SortedFunc(maps.Keys(r.holders), func(a, b *holder) int { return strings.Compare(a.key, b.key) }) {
		row, given := r.book.ofKey(h.key)
		if !given {
			continue
		}
		for p := range r.holders[h] {
			if len(p.raws) > 0 && (p.kind != atSatker || p.fit != sameName) {
				r.listed = append(r.listed, givenName{h.folded, row.id})
				break
			}
		}
	}
	return r.listed
}

// listedNear adds to ids those of the people whom the list calls by a name that is asked
// for. The caller holds mu.
func (r *registry) listedNear(ask WordsAsk, ids []string) []string {
	if r.roster == nil {
		return ids
	}
	r.roster.named.Each(lexicon.NewNear(ask.Text, ask.Edits, ask.Prefix), func(words string) {
		_, key, _ := strings.Cut(words, suggestEnd)
		for p := range r.holders[r.roster.byKey[key]] {
			if who := p.person; who != nil && !who.suppressed && !slices.Contains(ids, who.id) && slices.Contains(who.holders, p.holder) {
				ids = append(ids, who.id)
			}
		}
	})
	return ids
}
