package people

import (
	"slices"
	"strings"

	"warta/index"
	"warta/index/dockeys"
	"warta/index/lexicon"
)

// updateRosterMatch matches p with the roster and marks what changes as dirty.
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

// clearRosterMatch removes the match of p.
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

// personOfHolder returns the person that a holder of the roster is, nil if no article
// names them.
func (r *Registry) personOfHolder(h *holder) *person {
	for p := range r.rosterParts[h] {
		if who := p.person; who != nil && slices.Contains(who.holders, h) {
			return who
		}
	}
	return nil
}

// rosterNear appends to ids those of the people whose name in the roster matches. The
// caller holds mu.
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

// A rosterMatch says which holder of the roster a part is.
type rosterMatch struct {
	holder *holder
	fit    likeness  // likeness of the names
	rivals []*holder // two or more holders whom the name fits equally well; holder is nil then
}

func (l rosterMatch) equal(other rosterMatch) bool {
	return l.holder == other.holder && l.fit == other.fit && slices.Equal(l.rivals, other.rivals)
}

// findRosterMatch returns the holder of the part's offices with the same name, else the
// one with a similar name; a second candidate makes it undecided. Short names are not
// matched, see fullNameFor.
func (r *Registry) findRosterMatch(p *part) rosterMatch {
	codes := p.offices() // empty at another body and for a private person
	if p.name.isShort() {
		return rosterMatch{}
	}
	var equal, like rosterMatch
	for _, code := range codes {
		for _, h := range r.roster.bySatker[code] {
			if h.compared.joined == p.name.joined {
				equal.add(h, sameName)
			}
		}
	}
	if equal.holder != nil || equal.rivals != nil {
		return equal
	}
	for _, code := range codes {
		for _, h := range r.roster.bySatker[code] {
			if !mayBeLike(p.name, h.compared) {
				continue
			}
			if l := likenessOf(p.name, h.compared); l != unlike {
				like.add(h, l)
			}
		}
	}
	return like
}

// mayBeLike is a fast filter for likenessOf: it is false only for names that are unlike.
func mayBeLike(a, b *personName) bool {
	if a.joined[0] == b.joined[0] && max(len(a.joined), len(b.joined))-min(len(a.joined), len(b.joined)) <= 2 {
		return true
	}
	common := 0
	for _, x := range a.words {
		if len(x) > 1 && slices.Contains(b.words, x) {
			common++
		}
	}
	return common >= 2
}

// add adds a holder whose name fits.
func (l *rosterMatch) add(h *holder, fit likeness) {
	switch {
	case l.rivals != nil:
		l.rivals = append(l.rivals, h)
	case l.holder == nil:
		l.holder, l.fit = h, fit
	default:
		*l = rosterMatch{rivals: []*holder{l.holder, h}}
	}
}
