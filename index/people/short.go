package people

import (
	"slices"
	"strings"
)

// lead records the person that a part leads to and why, nil for none, and keeps the
// person it led to before.
func (c *changed) lead(p *part, who *person, why edge) {
	if c.led == nil {
		c.led = make(map[*part]string)
	}
	if _, noted := c.led[p]; !noted {
		c.led[p] = ""
		if p.led != nil {
			c.led[p] = p.led.id
		}
	}
	if p.led != nil {
		p.led.led = slices.DeleteFunc(p.led.led, func(q *part) bool { return q == p })
	}
	if p.led, p.why = who, why; who != nil {
		who.led = append(who.led, p)
		slices.SortFunc(who.led, func(a, b *part) int { return strings.Compare(a.key, b.key) })
	}
}

// leadShort works out whom short names shorten, around the parts that were made people
// anew. It comes after people are known, and changes none of them: what is led stays a
// part of its own, which answers with the person to whom it leads.
func (r *Registry) leadShort(c *changed) {
	around := make(map[nameKey]bool, len(c.words))
	for _, at := range c.words {
		around[at] = true
	}
	for _, p := range c.settled {
		if p.led != nil {
			c.lead(p, nil, 0)
		}
		for _, at := range r.wordPlaces(p) {
			around[at] = true
		}
	}
	for rank := initialedPost; rank <= oneWordElse; rank++ {
		r.leadRank(c, rank, around)
	}
	for p, before := range c.led {
		if after := p.led; after == nil && before != "" || after != nil && after.id != before {
			r.version.Add(1)
			break
		}
	}
	c.led, c.words, c.settled = nil, nil, nil
}

// The ranks of names by how short they are. A name is led only by those of lower rank:
// these are settled first.
const (
	fullName      = iota
	initialedPost // one word and initials, beside an office
	oneWordPost   // one word, beside an office
	initialedElse // the same without one
	oneWordElse
)

func (p *part) rankOfName() int {
	rank := fullName
	switch {
	case p.name.isOneWord():
		rank = oneWordPost
	case p.name.isShort():
		rank = initialedPost
	}
	if rank != fullName && !p.isPost() {
		rank += initialedElse - initialedPost
	}
	return rank
}

// leadRank works out whom the short names of one rank shorten that have one of the words
// around; what depends on them is around too from then on.
func (r *Registry) leadRank(c *changed, rank int, around map[nameKey]bool) {
	seen := make(map[*part]bool)
	var list []*part
	for at := range around {
		for _, p := range r.short[at] {
			if seen[p] || p.rankOfName() != rank {
				continue
			}
			seen[p] = true
			list = append(list, p)
			if p.led != nil {
				r.leadTo(c, p, nil, 0)
			}
		}
	}
	for _, p := range list {
		if who, why := r.shortens(c, p); who != nil {
			r.leadTo(c, p, who, why)
		}
		for _, at := range r.wordPlaces(p) {
			around[at] = true
		}
	}
}

// leadTo has the parts of a short name answer with another person, nil for none.
func (r *Registry) leadTo(c *changed, p *part, who *person, why edge) {
	c.lead(p, who, why)
	if p.person == nil {
		return
	}
	for _, q := range p.person.parts {
		if q != p {
			c.lead(q, who, why)
		}
	}
}

// shortens returns the one person whose name a short name shortens, and the reason:
// what articles tell, as long as the list of office holders has no other candidate, or
// the list. It is nil for none or several, and where an editor decided about the part.
func (r *Registry) shortens(c *changed, p *part) (*person, edge) {
	if !r.mayLead(p) {
		return nil, 0
	}
	told, rivals, ok := r.toldFor(p)
	if !ok {
		return nil, 0
	}
	listed := r.shortFor(p)
	if told != nil && told.isOneOf(listed, p.isPost()) {
		if p.isPost() {
			return told, weakSole
		}
		return told, weakShort
	}
	if len(listed) != 1 || !p.throughout(listed[0]) {
		return nil, 0
	}
	h := listed[0]
	who := r.ofHolder(h)
	if p.kind == postless && (who == nil || !who.isNamed()) { // a resident may have the name as well
		return nil, 0
	}
	for _, rival := range rivals {
		if rival != who && !rival.isAwayFrom(p) {
			return nil, 0
		}
	}
	switch {
	case who == nil: // known once an id was given
		c.listed = append(c.listed, h)
		return nil, 0
	case who == p.person, isApart(p, who):
		return nil, 0
	}
	return who, byList
}

// toldFor returns the one person whose name p shortens by what articles tell, nil for none
// or several, and all who have the word in a name at one of its offices. Who holds a post
// is led only by a post of the office that one person holds at a time, and its rivals
// hold posts there. It reports false where an article tells p apart from one of those.
func (r *Registry) toldFor(p *part) (told *person, rivals []*person, ok bool) {
	several := false
	for _, at := range r.wordPlaces(p) {
		for _, q := range r.longer[at] {
			who := q.who()
			if who == nil || who == p.person || q.rankOfName() >= p.rankOfName() || p.isPost() && !q.isPost() || !p.mayShorten(q) {
				continue
			}
			if !slices.Contains(rivals, who) {
				rivals = append(rivals, who)
			}
			if !p.name.isOneWord() || p.isPost() && !q.sharesSole(p) {
				continue
			}
			if isApart(p, who) {
				return nil, nil, false
			}
			several = several || told != nil && told != who
			told = who
		}
	}
	if several {
		told = nil
	}
	return told, rivals, true
}

// mayShorten reports whether a short name can be short for one of those of q, given that
// they share a word.
func (p *part) mayShorten(q *part) bool {
	return p.name.isOneWord() || p.name.isShortOf(q.name) || q.holder != nil && p.name.isShortOf(q.holder.words)
}

// shortFor returns whom of the list of office holders a short name may mean: who held a
// post at one of its offices on one of the days on which articles give it.
func (r *Registry) shortFor(p *part) []*holder {
	if r.roster == nil {
		return nil
	}
	var list []*holder
	for _, at := range r.wordPlaces(p) {
		for _, h := range r.roster.byWord[at] {
			if p.name.isShortOf(h.words) && p.meets(h) && !slices.Contains(list, h) {
				list = append(list, h)
			}
		}
	}
	return list
}

// isOneOf reports whether a person is all of the holders; where one will do, one of them.
func (who *person) isOneOf(list []*holder, one bool) bool {
	n := 0
	for _, h := range list {
		if slices.Contains(who.holders, h) {
			n++
		}
	}
	return n == len(list) || one && n > 0
}

// isNamed reports whether articles name a person otherwise than by short names that lead
// there.
func (who *person) isNamed() bool {
	return slices.ContainsFunc(who.parts, func(p *part) bool { return len(p.raws) > 0 })
}

// throughout reports whether h held a post on every day on which articles give p.
func (p *part) throughout(h *holder) bool {
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

// meets reports whether h held a post on one of the days on which articles give p, or
// may have: on a day that is not known.
func (p *part) meets(h *holder) bool {
	for _, k := range p.raws {
		for day := range k.days {
			if day == "" || h.holdsOn(day) {
				return true
			}
		}
	}
	return false
}

// isAwayFrom reports whether the list tells that a person held no post on any day on
// which articles give p, and articles do not tell of a post at one of its offices in one
// of those years.
func (who *person) isAwayFrom(p *part) bool {
	if len(who.holders) == 0 || slices.ContainsFunc(who.holders, p.meets) {
		return false
	}
	years := make(map[int]bool)
	for _, k := range p.raws {
		for day := range k.days {
			years[yearIn(day)] = true
		}
	}
	told := false
	for _, q := range who.parts {
		if slices.Contains(p.offices(), q.base) {
			q.eachPost(func(h toldPost) { told = told || h.year == 0 || years[h.year] })
		}
	}
	return !told
}

// offices returns the satker where p may be an office holder: none of a part at another
// body, and none of a private person.
func (p *part) offices() []string {
	switch p.kind {
	case atSatker:
		return []string{p.base}
	case toldPrivate:
		return nil
	}
	return p.codes
}

// mayLead reports whether a part of one word may lead to a person: no editor decided
// about it, no article tells two of that name apart, and it is joined with no other name.
func (r *Registry) mayLead(p *part) bool {
	if p.row.id != "" && r.decisions.About[p.row.id] {
		return false
	}
	for q := range p.apart {
		if q.name.isOneWord() { // an article tells two of the short name apart
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

// isApart reports whether an article or an editor tells p apart from a person.
func isApart(p *part, who *person) bool {
	apart := func(q *part) bool { return q.person == who }
	for q := range p.apart {
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

// shortNames are the short names that lead to a person, each with the reason.
func (who *person) shortNames() []ShortName {
	var list []ShortName
	for _, p := range who.led {
		if len(p.raws) == 0 {
			continue
		}
		n := ShortName{Name: p.raws[0].name(), ID: p.row.id, Satker: append([]string{}, p.codes...), Because: p.why.because()}
		if p.isPost() {
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

// A ShortName is a name of one word that leads to a person.
type ShortName struct {
	Name     string   `json:"name"`
	ID       string   `json:"id,omitempty"` // where one was given to it
	Satker   []string `json:"satker"`       // codes of the offices where it was read
	Articles int      `json:"articles"`
	Because  string   `json:"because"` // BecauseOnlyName, BecauseSolePost or BecauseRoster
}
