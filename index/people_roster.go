package index

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode"

	"warta/analyzers/article"
	"warta/analyzers/indonesian"
	"warta/index/lexicon"
	"warta/index/roster"
)

// An officeList is the list of office holders as it tells people apart. It never
// changes.
type officeList struct {
	at    map[string][]*holder // by satker, in order of their keys
	named *lexicon.Lexicon     // words of names, suggestEnd, key
	byKey map[string]*holder
}

// A holder is a person of the list at one satker: all its rows of one name.
type holder struct {
	key    string // of the part of this name at the satker
	satker string
	name   string   // without titles, as it is shown
	folded []string // words of the name
	words  *personName
	terms  []roster.Row // the latest first
}

// newOfficeList reads the rows of a list.
func newOfficeList(rows []roster.Row) *officeList {
	l := &officeList{at: make(map[string][]*holder), named: new(lexicon.Lexicon), byKey: make(map[string]*holder)}
	same := make(map[[2]string]*holder) // by satker and name
	for _, row := range slices.Backward(slices.SortedFunc(slices.Values(rows), func(a, b roster.Row) int {
		return cmp.Or(strings.Compare(a.From, b.From), strings.Compare(a.To, b.To), strings.Compare(a.Post, b.Post), strings.Compare(a.Name, b.Name))
	})) {
		name := bareName(row.Name)
		words := newPersonName(name)
		at := [2]string{row.Satker, words.joined}
		h := same[at]
		if h == nil {
			p := newPart(name + keyEnd + string(atSatker) + row.Satker)
			if p == nil { // nobody can be told by it
				continue
			}
			if h = l.byKey[p.key]; h == nil {
				h = &holder{key: p.key, satker: row.Satker, name: name, folded: indonesian.NameWords(name), words: words}
				l.byKey[h.key] = h
				l.at[row.Satker] = append(l.at[row.Satker], h)
			}
			same[at] = h
		}
		row.Post = inTitleCase(row.Post)
		h.terms = append(h.terms, row)
	}
	names := make(map[string]uint32)
	for _, of := range l.at {
		slices.SortFunc(of, func(a, b *holder) int { return strings.Compare(a.key, b.key) })
		for _, h := range of {
			for _, words := range endings(h.folded) {
				names[words+suggestEnd+h.key] = 1
			}
		}
	}
	l.named.Add(names)
	return l
}

// bareName returns a name without the titles before it and the degrees behind it; one
// that is all in capitals gets small letters.
func bareName(name string) string {
	words := indonesian.NameWords(name)
	fields := strings.Fields(name)
	if len(words) == 0 {
		return name
	}
	holds := func(field, word string) bool { return slices.Contains(indonesian.NameWords(field), word) }
	from := slices.IndexFunc(fields, func(f string) bool { return holds(f, words[0]) })
	to := -1
	for i := len(fields) - 1; i >= max(from, 0) && to < 0; i-- {
		if holds(fields[i], words[len(words)-1]) {
			to = i
		}
	}
	if from < 0 || to < from {
		return inTitleCase(name)
	}
	return inTitleCase(strings.TrimRight(strings.Join(fields[from:to+1], " "), ","))
}

// inTitleCase returns a text that is all in capitals with small letters behind the first
// of each word. Words without a vowel stay (SDM), and a few words are small throughout.
func inTitleCase(text string) string {
	if !strings.ContainsFunc(text, unicode.IsUpper) || strings.ContainsFunc(text, unicode.IsLower) {
		return text
	}
	words := strings.Fields(text)
	for i, word := range words {
		small := strings.ToLower(word)
		switch {
		case i > 0 && slices.Contains([]string{"dan", "bin", "binti", "pada", "di", "yang"}, small):
			words[i] = small
		case strings.ContainsAny(small, "aiueo"):
			letters := []rune(small)
			letters[0] = unicode.ToUpper(letters[0])
			words[i] = string(letters)
		}
	}
	return strings.Join(words, " ")
}

// A listing says whom of the list of office holders a part is.
type listing struct {
	holder *holder
	fit    likeness  // of the names; unlike for a name that is one word of the holder's
	doubt  []*holder // two or more whom the name fits as well: then it is none of them
}

// same reports whether two listings say the same.
func (l listing) same(other listing) bool {
	return l.holder == other.holder && l.fit == other.fit && slices.Equal(l.doubt, other.doubt)
}

// isShort reports whether a name is too short to be compared with others: it has one
// word that is written out at most.
func (n *personName) isShort() bool {
	whole := 0
	for _, w := range n.words {
		if len(w) > 1 {
			whole++
		}
	}
	return whole < 2
}

// isShortOf reports whether a short name can be short for another: its words stand in
// the other in their order, one of them written out, with three letters at least.
func (n *personName) isShortOf(full *personName) bool {
	const least = 3
	at, whole := 0, false
	for _, w := range n.words {
		for at < len(full.words) && full.words[at] != w && (len(w) > 1 || full.words[at][0] != w[0]) {
			at++
		}
		if at == len(full.words) {
			return false
		}
		whole = whole || len(w) >= least
		at++
	}
	return whole && len(full.words) > 1
}

// held reports whether a holder has a post on a day.
func (h *holder) held(day string) bool {
	return slices.ContainsFunc(h.terms, func(t roster.Row) bool { return t.From <= day && (t.To == "" || day <= t.To) })
}

// listingOf works out whom of the list a part is. A full name is the one person of its
// office who has it, or else the one whose name is like it. A short name must stand
// beside the office, and be that of one person on each day on which articles give it.
func (r *registry) listingOf(p *part) listing {
	codes := p.codes
	switch p.kind {
	case atSatker:
		codes = []string{p.base}
	case atBody:
		return listing{}
	}
	if p.name.isShort() {
		if p.kind != atSatker {
			return listing{}
		}
		return r.shortListing(p)
	}
	var equal, like listing
	for _, code := range codes {
		for _, h := range r.roster.at[code] {
			if h.words.joined == p.name.joined {
				equal.add(h, sameName)
			}
		}
	}
	if equal.holder != nil || equal.doubt != nil {
		return equal
	}
	for _, code := range codes {
		for _, h := range r.roster.at[code] {
			if !mayBeLike(p.name, h.words) {
				continue
			}
			if l := likenessOf(p.name, h.words); l != unlike {
				like.add(h, l)
			}
		}
	}
	return like
}

// mayBeLike tells at once of most names that [likenessOf] finds unlike: those that begin
// otherwise or differ much in length, and have no two words in common.
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

// add notes one more holder whom the name fits.
func (l *listing) add(h *holder, fit likeness) {
	switch {
	case l.doubt != nil:
		l.doubt = append(l.doubt, h)
	case l.holder == nil:
		l.holder, l.fit = h, fit
	default:
		*l = listing{doubt: []*holder{l.holder, h}}
	}
}

// shortListing is listingOf for a short name in an office.
func (r *registry) shortListing(p *part) listing {
	var found listing
	for _, h := range r.roster.at[p.base] {
		if p.name.isShortOf(h.words) && r.heldThroughout(p, h) {
			found.add(h, unlike)
		}
	}
	if found.holder == nil {
		return found
	}
	for _, word := range p.name.words { // somebody else there whom articles call so
		s := r.words[officeWord{p.base, word}]
		if s == nil || len(word) == 1 {
			continue
		}
		for q := range s.full {
			if len(q.raws) > 0 && p.name.isShortOf(q.name) && q.listing.holder != found.holder {
				return listing{}
			}
		}
	}
	for _, h := range r.roster.at[p.base] { // who has the name on one of the days
		if h != found.holder && p.name.isShortOf(h.words) && r.heldOnce(p, h) {
			return listing{}
		}
	}
	return found
}

// heldThroughout reports whether h has a post on every day on which articles give p.
func (r *registry) heldThroughout(p *part, h *holder) bool {
	given := false
	for _, k := range p.raws {
		for day := range k.days {
			if given = true; !h.held(day) || day == "" {
				return false
			}
		}
	}
	return given
}

// heldOnce reports whether h has a post on one of the days on which articles give p.
func (r *registry) heldOnce(p *part, h *holder) bool {
	for _, k := range p.raws {
		for day := range k.days {
			if h.held(day) {
				return true
			}
		}
	}
	return false
}

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

// tellListedApart keeps the holders of one satker apart, as joinListed has joined them. A
// part whose name fits two of them is joined with neither.
func (c *clusters) tellListedApart() {
	bySatker := make(map[string][]held)
	of := make(map[*holder]*part, len(c.holders))
	for _, h := range c.holders {
		for _, other := range bySatker[h.satker] {
			c.tellApart(h.part, other.part)
		}
		bySatker[h.satker] = append(bySatker[h.satker], h)
		of[h.holder] = h.part
	}
	for _, p := range c.parts {
		for _, h := range p.doubt {
			if q := of[h]; q != nil {
				c.tellApart(p, q)
			}
		}
	}
}

func (c *clusters) tellApart(p, q *part) {
	a, b := c.find(p), c.find(q)
	c.apart[a], c.apart[b] = append(c.apart[a], q), append(c.apart[b], p)
}

// joinListed joins the parts that are one holder. Where some of them were told apart,
// the holder is whom the best of them is: who has the name, rather than one like it.
func (c *clusters) joinListed() {
	of := make(map[*holder][]*part)
	for _, p := range c.parts {
		if h := p.listing.holder; h != nil {
			of[h] = append(of[h], p)
		}
	}
	for _, h := range slices.SortedFunc(maps.Keys(of), func(a, b *holder) int { return strings.Compare(a.key, b.key) }) {
		parts := of[h]
		slices.SortFunc(parts, func(a, b *part) int {
			return cmp.Or(-compareBool(c.stands[a], c.stands[b]), cmp.Compare(a.listing.rank(), b.listing.rank()), strings.Compare(a.key, b.key))
		})
		for _, p := range parts[1:] {
			c.join(parts[0], p, false)
		}
		c.holders = append(c.holders, held{h, parts[0]})
	}
}

// A held is a holder, and the part that is surest to be this person.
type held struct {
	*holder
	part *part
}

// rank orders listings, the surest first.
func (l listing) rank() likeness {
	if l.fit == unlike { // a short name
		return shortened + 1
	}
	return l.fit
}

// compareBool orders false before true.
func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// A heldSpan is a stretch of days on which a person holds one post by the list. Both
// days are in it; empty is without end.
type heldSpan struct {
	from, to string
	role     article.Role
}

// spansOf works out on which days the list gives a person one post, in order. On days
// on which it gives several, nobody knows in which of them somebody speaks.
func spansOf(holders []*holder) []heldSpan {
	var terms []roster.Row
	starts := []string{""}
	for _, h := range holders {
		for _, t := range h.terms {
			terms = append(terms, t)
			starts = append(starts, t.From)
			if t.To != "" {
				starts = append(starts, dayAfter(t.To, 1))
			}
		}
	}
	slices.Sort(starts)
	starts = slices.Compact(starts)
	var spans []heldSpan
	for i, from := range starts {
		role, one := postOn(terms, from)
		if !one {
			continue
		}
		to := ""
		if i+1 < len(starts) {
			to = dayAfter(starts[i+1], -1)
		}
		if n := len(spans); n > 0 && spans[n-1].to != "" && dayAfter(spans[n-1].to, 1) == from && spans[n-1].role == role {
			spans[n-1].to = to
			continue
		}
		spans = append(spans, heldSpan{from, to, role})
	}
	return spans
}

// postOn returns the one post that is held on a day; empty is before all days that are
// told.
func postOn(terms []roster.Row, day string) (role article.Role, one bool) {
	for _, t := range terms {
		if t.From > day || t.To != "" && t.To < day {
			continue
		}
		same := foldKey(role.Title) == foldKey(t.Post) && role.Satker == t.Satker
		if one && !same {
			return article.Role{}, false
		}
		if !one {
			role, one = article.Role{Title: t.Post, Office: officeName(t.Satker), Satker: t.Satker, Basis: article.ByRoster}, true
		}
	}
	return role, one
}

// dayAfter returns the day that is so many days behind another.
func dayAfter(day string, days int) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return t.AddDate(0, 0, days).Format(time.DateOnly)
}

// covers reports whether a day lies in the span. A day that is not known lies only in a
// span without ends.
func (s heldSpan) covers(day string) bool {
	if day == "" {
		return s.from == "" && s.to == ""
	}
	return s.from <= day && (s.to == "" || day <= s.to)
}

// listedName returns the name of a person whom the list has, given the name by which
// articles call them: the list knows how a name is spelt, but a name that articles have
// in full stays.
func (who *person) listedName(written string) string {
	h := who.holders[0]
	if written == h.name {
		return written
	}
	words := h.folded
	best := ""
	for _, p := range who.parts {
		for _, name := range p.names() {
			if slices.Equal(indonesian.NameWords(name), words) && (best == "" || name < best) {
				best = name
			}
		}
	}
	switch {
	case len(indonesian.NameWords(written)) > len(words):
		return written
	case best != "":
		return best
	}
	return h.name
}

// roleOn returns the post that a person holds on a day by the list, nil for none, or
// where it gives several.
func (who *person) roleOn(day string) *article.Role {
	for _, s := range who.held {
		if s.covers(day) {
			return &s.role
		}
	}
	return nil
}

// holderAlone returns whom of the list p is, where p is a person by itself.
func (p *part) holderAlone() []*holder {
	if p.holder == nil {
		return nil
	}
	return []*holder{p.holder}
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

// personOf returns who an official of an article is, nil for nobody in public.
func (r *registry) personOf(a *article.Article, o *article.Official) *person {
	for _, key := range rawKeys(a, o) {
		if k := r.raws[key]; k != nil && k.part != nil && k.part.person != nil && !k.part.person.suppressed {
			return k.part.person
		}
	}
	return nil
}

// tellRoles adds to out, which shows a, the posts that the list of office holders gives
// on its day to those of whom the text tells none.
func (r *registry) tellRoles(a, out *article.Article) {
	if r.roster == nil {
		return
	}
	stated := make(map[string]bool) // by shown id
	roles := make(map[string]*article.Role)
	for i := range a.Officials {
		o := &a.Officials[i]
		who := r.personOf(a, o)
		if who == nil {
			continue
		}
		stated[who.id] = stated[who.id] || len(o.Roles) > 0
		roles[who.id] = who.roleOn(a.Date)
	}
	for i := range out.Officials {
		o := &out.Officials[i]
		if role := roles[o.ID]; role != nil && !stated[o.ID] && len(o.Roles) == 0 {
			o.Roles = []article.Role{*role}
		}
	}
	for i := range out.Quotes {
		q := &out.Quotes[i]
		if q.Speaker == nil || q.Role != nil || stated[q.Speaker.ID] {
			continue
		}
		role := roles[q.Speaker.ID]
		if said := a.Quotes[i].Speaker; role == nil && strings.HasPrefix(said.ID, string(decided)) {
			if who := r.ofID(said.ID[len(string(decided)):]); who != nil && !who.suppressed {
				role = who.roleOn(a.Date)
			}
		}
		if role != nil {
			is := *role
			q.Role = &is
		}
	}
}

// listedQuotes matches quotes whose speaker has a post that is asked for by the list of
// office holders alone.
func (r *registry) listedQuotes(asked func(article.Role) bool) Expr {
	r.mu.RLock()
	defer r.mu.RUnlock()
	keys := make(map[[2]string][]string) // by first and last day
	done := make(map[*person]bool)
	for _, parts := range r.holders {
		for p := range parts {
			who := p.person
			if who == nil || who.suppressed || done[who] {
				continue
			}
			done[who] = true
			for _, s := range who.held {
				if asked(s.role) {
					days := [2]string{s.from, s.to}
					keys[days] = append(keys[days], r.postlessKeys(who)...)
				}
			}
		}
	}
	var any Any
	for _, days := range slices.SortedFunc(maps.Keys(keys), func(a, b [2]string) int { return slices.Compare(a[:], b[:]) }) {
		of := keys[days]
		if len(of) == 0 {
			continue
		}
		slices.Sort(of)
		one := All{keyTerms(KeyField(Quotes, KeyOfficial), slices.Compact(of)), Term{Field: KeyRole, Text: noRole}}
		if days[0] != "" || days[1] != "" {
			one = append(one, between(Quotes, false, days[0], days[1]))
		}
		any = append(any, one)
	}
	return anyOf(any)
}

// postlessKeys returns the raw keys by which articles name a person without an office.
func (r *registry) postlessKeys(who *person) []string {
	return slices.DeleteFunc(r.keysOfPerson(who), func(key string) bool {
		_, scope, _ := cutKey(key)
		return scope[0] == atSatker || scope[0] == atBody
	})
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

// A ListedPost is a post that a person holds by the list of office holders.
type ListedPost struct {
	Title  string `json:"title"`
	Office string `json:"office"`
	Satker string `json:"satker"`
	From   string `json:"from,omitempty"` // first day; left out where it is not told
	To     string `json:"to,omitempty"`   // last day; left out where it is not told
}

// listedPosts returns the posts of a person by the list, the latest first.
func (who *person) listedPosts() []ListedPost {
	var posts []ListedPost
	for _, h := range who.holders {
		for _, t := range h.terms {
			post := ListedPost{Title: t.Post, Office: officeName(t.Satker), Satker: t.Satker, From: t.From, To: t.To}
			if !slices.Contains(posts, post) {
				posts = append(posts, post)
			}
		}
	}
	slices.SortStableFunc(posts, func(a, b ListedPost) int { return strings.Compare(b.From, a.From) })
	return posts
}
