package people

import (
	"slices"
	"strings"
)

// setLead sets the person that the short name of p stands for, nil for none, and the
// reason. It records the previous person.
func (c *changes) setLead(p *part, who *person, why reason) {
	if c.previousLeads == nil {
		c.previousLeads = make(map[*part]string)
	}
	if _, noted := c.previousLeads[p]; !noted {
		c.previousLeads[p] = ""
		if p.leadsTo != nil {
			c.previousLeads[p] = p.leadsTo.id
		}
	}
	if p.leadsTo != nil {
		p.leadsTo.shortForms = slices.DeleteFunc(p.leadsTo.shortForms, func(q *part) bool { return q == p })
	}
	if p.leadsTo, p.leadReason = who, why; who != nil {
		who.shortForms = append(who.shortForms, p)
		slices.SortFunc(who.shortForms, func(a, b *part) int { return strings.Compare(a.key, b.key) })
	}
}

// resolveShortNames determines the people for whom short names stand, around the parts
// that were resolved. It runs after people are known and changes none of them: a part
// with a short name stays a part of its own.
func (r *Registry) resolveShortNames(c *changes) {
	around := make(map[nameKey]bool, len(c.dirtyWords))
	for _, at := range c.dirtyWords {
		around[at] = true
	}
	for _, p := range c.recomputed {
		if p.leadsTo != nil {
			c.setLead(p, nil, reasonNone)
		}
		for _, at := range r.officeWords(p) {
			around[at] = true
		}
	}
	for rank := shortWithPost; rank <= wordWithoutPost; rank++ {
		r.resolveShortNamesOfRank(c, rank, around)
	}
	for p, before := range c.previousLeads {
		if after := p.leadsTo; after == nil && before != "" || after != nil && after.id != before {
			r.version.Add(1)
			break
		}
	}
	c.previousLeads, c.dirtyWords, c.recomputed = nil, nil, nil
}

// The ranks of names by how short they are. A short name may stand only for names of
// lower rank, which are resolved first.
const (
	fullName         = iota
	shortWithPost    // one word and initials, with a post in a known office
	wordWithPost     // one word, with a post in a known office
	shortWithoutPost // one word and initials, without
	wordWithoutPost
)

func (p *part) rankOfName() int {
	rank := fullName
	switch {
	case p.name.isOneWord():
		rank = wordWithPost
	case p.name.isShort():
		rank = shortWithPost
	}
	if rank != fullName && !p.hasPost() {
		rank += shortWithoutPost - shortWithPost
	}
	return rank
}

// resolveShortNamesOfRank resolves the short names of one rank that have one of the words
// in around, and adds their words to around.
func (r *Registry) resolveShortNamesOfRank(c *changes, rank int, around map[nameKey]bool) {
	seen := make(map[*part]bool)
	var list []*part
	for at := range around {
		for _, p := range r.shortByWord[at] {
			if seen[p] || p.rankOfName() != rank {
				continue
			}
			seen[p] = true
			list = append(list, p)
			if p.leadsTo != nil {
				r.setLeads(c, p, nil, reasonNone)
			}
		}
	}
	for _, p := range list {
		if who, why := r.fullNameFor(c, p); who != nil {
			r.setLeads(c, p, who, why)
		}
		for _, at := range r.officeWords(p) {
			around[at] = true
		}
	}
}

// setLeads sets the person that a short name stands for in all parts of its own person.
func (r *Registry) setLeads(c *changes, p *part, who *person, why reason) {
	c.setLead(p, who, why)
	if p.person == nil {
		return
	}
	for _, q := range p.person.parts {
		if q != p {
			c.setLead(q, who, why)
		}
	}
}

// fullNameFor returns the one person for whom a short name stands, and the reason: by
// articles if the roster has no other candidate, else by the roster. It returns nil for
// none or several, and if an editor decided about the part.
func (r *Registry) fullNameFor(c *changes, p *part) (*person, reason) {
	if !r.mayLead(p) {
		return nil, reasonNone
	}
	candidate, rivals, ok := r.articleCandidate(p)
	if !ok {
		return nil, reasonNone
	}
	holders := r.rosterCandidates(p)
	if candidate != nil && candidate.holdsRows(holders, p.hasPost()) {
		if p.hasPost() {
			return candidate, reasonSolePost
		}
		return candidate, reasonOnlyName
	}
	if len(holders) != 1 || !p.heldThroughout(holders[0]) {
		return nil, reasonNone
	}
	h := holders[0]
	who := r.personOfHolder(h)
	if p.kind == postless && (who == nil || !who.hasFullName()) { // the name may also be that of a resident
		return nil, reasonNone
	}
	for _, rival := range rivals {
		if rival != who && !rival.excludedFrom(p) {
			return nil, reasonNone
		}
	}
	switch {
	case who == nil: // resolved after an id was issued
		c.holders = append(c.holders, h)
		return nil, reasonNone
	case who == p.person, isSeparated(p, who):
		return nil, reasonNone
	}
	return who, reasonRoster
}

// articleCandidate returns the one person by articles for whom the short name of p may
// stand, nil for none or several, and rivals: all people with the word in a name at one
// of its offices. If p has a post, it must be a post that one person holds at a time, and
// rivals must have a post there too. ok is false if an article or an editor separates p
// from a candidate.
func (r *Registry) articleCandidate(p *part) (candidate *person, rivals []*person, ok bool) {
	several := false
	for _, at := range r.officeWords(p) {
		for _, q := range r.fullByWord[at] {
			who := q.owner()
			if who == nil || who == p.person || q.rankOfName() >= p.rankOfName() || p.hasPost() && !q.hasPost() || !p.mayShorten(q) {
				continue
			}
			if !slices.Contains(rivals, who) {
				rivals = append(rivals, who)
			}
			if !p.name.isOneWord() || p.hasPost() && !q.sharesSolePost(p) {
				continue
			}
			if isSeparated(p, who) {
				return nil, nil, false
			}
			several = several || candidate != nil && candidate != who
			candidate = who
		}
	}
	if several {
		candidate = nil
	}
	return candidate, rivals, true
}

// mayShorten reports whether a short name may stand for one of the names of q, with which
// it has a word in common.
func (p *part) mayShorten(q *part) bool {
	return p.name.isOneWord() || p.name.isShortOf(q.name) || q.holder != nil && p.name.isShortOf(q.holder.compared)
}

// rosterCandidates returns the holders for whom a short name may stand: those with a post
// at one of its offices on one of the days of its articles.
func (r *Registry) rosterCandidates(p *part) []*holder {
	if r.roster == nil {
		return nil
	}
	var list []*holder
	for _, at := range r.officeWords(p) {
		for _, h := range r.roster.byWord[at] {
			if p.name.isShortOf(h.compared) && p.heldOnSomeDay(h) && !slices.Contains(list, h) {
				list = append(list, h)
			}
		}
	}
	return list
}

// holdsRows reports whether a person is all of the holders, or with one at least one of
// them.
func (who *person) holdsRows(list []*holder, one bool) bool {
	n := 0
	for _, h := range list {
		if slices.Contains(who.holders, h) {
			n++
		}
	}
	return n == len(list) || one && n > 0
}

// hasFullName reports whether articles name a person by more than short names.
func (who *person) hasFullName() bool {
	return slices.ContainsFunc(who.parts, func(p *part) bool { return len(p.raws) > 0 })
}

// heldThroughout reports whether h held a post on every day on which articles name p.
func (p *part) heldThroughout(h *holder) bool {
	given := false
	for _, k := range p.raws {
		for day := range k.days {
			if given = true; day == "" || !h.holdsOn(day) {
				return false
			}
		}
	}
	return given
}

// heldOnSomeDay reports whether h held a post on a day on which articles name p, or may
// have because a day is unknown.
func (p *part) heldOnSomeDay(h *holder) bool {
	for _, k := range p.raws {
		for day := range k.days {
			if day == "" || h.holdsOn(day) {
				return true
			}
		}
	}
	return false
}

// excludedFrom reports whether the person cannot be meant by p: the roster gives the
// person no post on any day of the articles of p, and articles give no post at its
// offices in those years.
func (who *person) excludedFrom(p *part) bool {
	if len(who.holders) == 0 || slices.ContainsFunc(who.holders, p.heldOnSomeDay) {
		return false
	}
	years := make(map[int]bool)
	for _, k := range p.raws {
		for day := range k.days {
			years[yearIn(day)] = true
		}
	}
	hasPost := false
	for _, q := range who.parts {
		if slices.Contains(p.offices(), q.base) {
			q.eachPost(func(h postYear) { hasPost = hasPost || h.year == 0 || years[h.year] })
		}
	}
	return !hasPost
}

// offices returns the satker where p may hold an office: none for a part at another body
// and for a person whom the text marks as private.
func (p *part) offices() []string {
	switch p.kind {
	case atSatker:
		return []string{p.base}
	case private:
		return nil
	}
	return p.codes
}

// mayLead reports whether a short name may stand for another person: no editor decided
// about it, no article distinguishes two people of that name, and no other name was
// resolved to the same person.
func (r *Registry) mayLead(p *part) bool {
	if p.row.id != "" && r.decisions.About[p.row.id] {
		return false
	}
	for q := range p.apartEvidence {
		if q.name.isOneWord() { // an article distinguishes two people of the name
			return false
		}
	}
	if p.person == nil {
		return true
	}
	for _, q := range p.person.parts {
		if q != p && (len(q.raws) > 0 || q.row.id != "" && r.decisions.About[q.row.id]) {
			return false
		}
	}
	return !p.person.suppressed
}

// isSeparated reports whether an article or an editor separates p from a person.
func isSeparated(p *part, who *person) bool {
	apart := func(q *part) bool { return q.person == who }
	for q := range p.apartEvidence {
		if apart(q) {
			return true
		}
	}
	for q := range p.split {
		if apart(q) {
			return true
		}
	}
	return false
}

// shortNames returns the short names that stand for a person.
func (who *person) shortNames() []ShortName {
	var list []ShortName
	for _, p := range who.shortForms {
		if len(p.raws) == 0 {
			continue
		}
		n := ShortName{Name: p.raws[0].name(), ID: p.row.id, Satker: append([]string{}, p.codes...), Because: p.leadReason.text()}
		if p.hasPost() {
			n.Satker = []string{p.base}
		}
		for _, k := range p.raws {
			n.Name = min(n.Name, k.name())
			n.Articles += k.articles
		}
		list = append(list, n)
	}
	return list
}

// A ShortName is a short name that stands for a person.
type ShortName struct {
	Name     string   `json:"name"`
	ID       string   `json:"id,omitempty"` // empty without a post
	Satker   []string `json:"satker"`       // codes of the offices of its articles
	Articles int      `json:"articles"`
	Because  string   `json:"because"` // BecauseOnlyName, BecauseSolePost or BecauseRoster
}
