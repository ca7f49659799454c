package index

import (
	"maps"
	"slices"
	"strings"
	"unique"

	"warta/analyzers/indonesian"
)

// tell adds to the articles that give a post or a declared name of the bearer of a raw
// key.
func (r *registry) tell(c *changed, pair, raw, what string, articles int) {
	k := r.raws[raw]
	if k == nil || k.part == nil {
		return
	}
	more := r.prove(pair, articles)
	if more == 0 {
		return
	}
	p := k.part
	of := &p.posted
	if pair[:1] == signCalled {
		of = &p.called
	}
	seated := len(p.posted) > 0
	*of = counted(*of, what, more)
	switch now := len(p.posted) > 0; {
	case now && !seated:
		r.seats[p.base] = append(r.seats[p.base], p)
	case seated && !now:
		without(r.seats, p.base, p)
	}
	r.reword(c, p)
	c.around = append(c.around, p)
}

// counted adds to what is told, in order; what is told by none is left out.
func counted(list []toldCount, text string, more int) []toldCount {
	at, there := slices.BinarySearchFunc(list, text, func(t toldCount, text string) int { return strings.Compare(t.text, text) })
	switch {
	case there && list[at].n+more > 0:
		list[at].n += more
	case there:
		return slices.Delete(list, at, at+1)
	case more > 0: // many tell the same: it is once in memory
		return slices.Insert(list, at, toldCount{unique.Make(text).Value(), more})
	}
	return list
}

// reword keeps by which words a part is found: those of its name, of the names that
// articles declare, and of the name that somebody gave.
func (r *registry) reword(c *changed, p *part) {
	var words []string
	short := false
	if len(p.raws) > 0 {
		words, short = slices.Clone(p.name.words), len(p.name.words) == 1
		for _, alias := range p.called {
			words = append(words, newPersonName(alias.text).words...)
		}
	}
	if to, ok := r.decisions.renamed[p.row.id]; ok && p.row.id != "" { // also where no article has the part any more
		words = append(words, newPersonName(to.Name).words...)
	}
	slices.Sort(words)
	words = slices.Compact(words)
	longer := len(p.raws) > 0 && p.kind != postless && (!short || p.isPost())
	if slices.Equal(words, p.words) && short == p.short && longer == p.longer {
		return
	}
	each(p.words, words, func(word string) { without(r.words, word, p) })
	each(words, p.words, func(word string) { r.words[word] = append(r.words[word], p) })
	before := r.wordPlaces(p)
	for _, at := range before {
		without(r.short, at, p)
		without(r.longer, at, p)
	}
	p.words, p.short, p.longer = words, short, longer
	after := r.wordPlaces(p)
	for _, at := range after {
		if short {
			r.short[at] = append(r.short[at], p)
		}
		if longer {
			r.longer[at] = append(r.longer[at], p)
		}
	}
	c.words = append(append(c.words, before...), after...)
	if !short && p.led != nil {
		c.lead(p, nil)
	}
}

// each visits what of list other has not; both are in order.
func each(list, other []string, visit func(string)) {
	for _, s := range list {
		if _, there := slices.BinarySearch(other, s); !there {
			visit(s)
		}
	}
}

func without[K comparable](of map[K][]*part, key K, p *part) {
	list := slices.DeleteFunc(of[key], func(q *part) bool { return q == p })
	if len(list) == 0 {
		delete(of, key)
		return
	}
	of[key] = list
}

// wordPlaces returns the words of the names of a part with each of the offices where it
// is named. A part at another body has none.
func (r *registry) wordPlaces(p *part) []nameKey {
	codes := p.codes
	if p.kind == atSatker {
		codes = []string{p.base}
	}
	keys := make([]nameKey, 0, len(codes)*len(p.words))
	for _, code := range codes {
		for _, word := range p.words {
			keys = append(keys, hashed(place{of: code}, "word", word))
		}
	}
	return keys
}

// lead notes to whom a part leads, nil for nobody, and remembers to whom it led.
func (c *changed) lead(p *part, who *person) {
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
	if p.led = who; who != nil {
		who.led = append(who.led, p)
		slices.SortFunc(who.led, func(a, b *part) int { return strings.Compare(a.key, b.key) })
	}
}

// leadShort works out whom names of one word shorten, around the parts that were made
// people anew. It comes after people are known, and changes none of them: what is led
// stays a part of its own, which answers with the person to whom it leads.
func (r *registry) leadShort(c *changed) {
	around := make(map[nameKey]bool, len(c.words))
	for _, at := range c.words {
		around[at] = true
	}
	for _, p := range c.settled {
		if p.led != nil {
			c.lead(p, nil)
		}
		for _, at := range r.wordPlaces(p) {
			around[at] = true
		}
	}
	seen := make(map[*part]bool)
	var posts, others []*part
	for at := range around {
		for _, p := range r.short[at] {
			switch {
			case seen[p]:
				continue
			case p.isPost():
				posts = append(posts, p)
			default:
				others = append(others, p)
			}
			seen[p] = true
			if p.led != nil {
				c.lead(p, nil)
			}
		}
	}
	// Posts first: a name without one is led to the person, not to the short name.
	for _, list := range [2][]*part{posts, others} {
		found := make([]*person, len(list))
		for i, p := range list {
			found[i] = r.shortens(p)
		}
		for i, p := range list {
			if found[i] != nil {
				r.leadTo(c, p, found[i])
			}
		}
	}
	for p, before := range c.led {
		if after := p.led; after == nil && before != "" || after != nil && after.id != before {
			r.version.Add(1)
			break
		}
	}
	c.led, c.words, c.settled = nil, nil, nil
}

// leadTo has the parts of a short name answer with another person.
func (r *registry) leadTo(c *changed, p *part, who *person) {
	c.lead(p, who)
	if p.person == nil {
		return
	}
	for _, q := range p.person.parts {
		if q != p {
			c.lead(q, who)
		}
	}
}

// shortens returns the one person whose name a part of one word shortens; nil where
// there is none or are several, and where somebody decided about the part. One who
// holds a post is led only by a post of the office that one person holds at a time.
func (r *registry) shortens(p *part) *person {
	if !r.mayLead(p) {
		return nil
	}
	var found *person
	for _, at := range r.wordPlaces(p) {
		for _, q := range r.longer[at] {
			who := q.who()
			if q == p || who == nil || who == p.person || p.isPost() && !(q.isPost() && !q.short && q.sharesSole(p)) {
				continue
			}
			if found != nil && found != who || isApart(p, who) {
				return nil
			}
			found = who
		}
	}
	return found
}

// mayLead reports whether nobody decided about a part of one word, no article tells two
// of that name, and no other name that an article gives is one person with it.
func (r *registry) mayLead(p *part) bool {
	if p.row.id != "" && r.decisions.about[p.row.id] {
		return false
	}
	for q := range p.apart {
		if q.short { // an article tells two of the short name apart
			return false
		}
	}
	if p.person == nil {
		return true
	}
	for _, q := range p.person.parts {
		if q != p && (len(q.raws) > 0 || q.row.id != "" && r.decisions.about[q.row.id]) {
			return false
		}
	}
	return !p.person.suppressed
}

// isApart reports whether an article or somebody tells p apart from a person.
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

// leads returns the reason why a short name leads to somebody.
func (p *part) leads() edge {
	if p.isPost() {
		return weakSole
	}
	return weakShort
}

// shortNames are the short names that lead to a person, each with the reason.
func (who *person) shortNames() []ShortName {
	var list []ShortName
	for _, p := range who.led {
		if len(p.raws) == 0 {
			continue
		}
		n := ShortName{Name: p.raws[0].name(), ID: p.row.id, Satker: append([]string{}, p.codes...), Because: p.leads().because()}
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
	Because  string   `json:"because"`
}

// rewordAll keeps by which words the parts are found about whose names somebody
// decided, now or before.
func (r *registry) rewordAll(c *changed, before, after map[string]renaming) {
	for _, renamed := range [2]map[string]renaming{before, after} {
		for _, id := range slices.Sorted(maps.Keys(renamed)) {
			if p := r.partOf(id); p != nil {
				r.reword(c, p)
			}
		}
	}
}

// knowsWord reports whether a folded word is one of a name that articles give or that
// somebody gave.
func (r *registry) knowsWord(word string) bool {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return len(r.words[indonesian.Skeleton(word)]) > 0
}
