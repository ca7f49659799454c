package officials

import (
	"slices"
	"strings"

	"warta/analyzers/article"
	"warta/analyzers/internal/edits"
	"warta/analyzers/internal/prose"
)

// resolve finds every place that names a person: the introductions, short
// forms, nicknames and posts that stand for their holder.
func (r *reader) resolve() {
	for i := range r.units {
		r.resolveUnit(&r.units[i])
	}
}

func (r *reader) resolveUnit(u *unit) {
	t := u.text
	r.addSubjects(u)
	last := -1 // the last person that was named, for "komisioner … itu"
	for k := 0; k < len(u.items); k++ {
		it := u.items[k]
		if it.isRole {
			ro := &u.roles[it.at]
			if ro.person != -1 && ro.person != taken {
				if r.isLinkedAround(u, k) {
					continue // part of an introduction
				}
			}
			p := ro.person
			if p < 0 {
				p = r.holder(ro, last)
			}
			if ro.candidate || ro.head.event && ro.office == "" {
				continue
			}
			role := ro.article()
			ref := Reference{Paragraph: u.paragraph, Span: span(t, it.from, it.to), Official: p, Role: &role, Group: ro.group}
			ref.Whole = ref.Span
			r.refs = append(r.refs, ref)
			continue
		}
		n := &u.names[it.at]
		first, lastTok := n.first, n.last
		if n.person < 0 {
			n.person, first, lastTok = r.shortForm(u, n)
		}
		if n.person >= 0 && n.ordinary && n.unsure && !r.called[calling{n.person, n.words[0]}] {
			n.person = -1 // "Bunga menarik mata" where the text names Bunga Lestari
		}
		if n.person < 0 {
			if n.unsure {
				r.unsure = append(r.unsure, Unsure{u.paragraph, span(t, n.first, n.last)})
			}
			continue
		}
		if p := &r.people[n.person]; len(n.words) == 1 && foldSpelling(n.words[0]) == p.words[0] {
			p.firm = true // the text calls the person by the word with which the name begins
		}
		if n.context == spoke && u.paragraph != InTitle {
			r.people[n.person].context = spoke
		}
		last = n.person
		ref := Reference{Paragraph: u.paragraph, Span: span(t, first, lastTok), Official: n.person, Contracted: n.contracts}
		from, to := n.from, n.to
		if first > n.first {
			from = first
		}
		if lastTok < n.last {
			to = lastTok
		}
		for _, ri := range n.roles {
			ro := &u.roles[ri]
			role := ro.article()
			if ref.Role == nil {
				ref.Role = &role
			}
			if ro.away || n.listed && ro.from < n.from {
				continue // shared: the post stands with the first of the list
			}
			from, to = min(from, ro.from), max(to, ro.to)
			if ro.from > n.to && t.Is(n.to, "(") && t.Is(ro.to, ")") {
				to = max(to, ro.to+1)
			}
		}
		ref.Whole = span(t, from, to)
		ref.Subject = isPhrasedSubject(t, from, to)
		r.refs = append(r.refs, ref)
		r.mention(u, n.person, ref.Span)
	}
}

// addSubjects adds the ordinary words with a capital at the head of a sentence of u that are a
// part of the name of a person and the subject of an act: "Bunga mengangguk". The person is
// meant where people alone do what the verb says, or where the text has called the person so
// before; else it is not sure who or what is meant.
func (r *reader) addSubjects(u *unit) {
	t := u.text
	if t.Titled || t.Shouting {
		return
	}
	known := len(u.items)
	for _, s := range t.Sentences {
		i := s.Start
		if connectors[t.Low(i)] {
			i++
		}
		if !t.Upper(i) || t.Upper(i+1) || len(r.index[foldSpelling(t.Low(i))]) == 0 || !continuesName(t, i) || startsPost(t, i) || bodyStarts(t, i) {
			continue
		}
		verb := verbAt(t, i+1)
		_, taken := slices.BinarySearchFunc(u.items[:known], i, func(it item, at int) int {
			if it.to <= at {
				return -1
			}
			return max(0, it.from-at)
		})
		if verb == 0 || taken {
			continue
		}
		u.items = append(u.items, item{at: len(u.names), from: i, to: i + 1})
		u.names = append(u.names, name{
			from: i, first: i, last: i + 1, to: i + 1, words: []string{t.Low(i)}, ordinary: true, unsure: !peoplesActs[t.Low(verb)], person: -1,
		})
	}
	if len(u.items) > known {
		slices.SortStableFunc(u.items, func(a, b item) int { return a.from - b.from })
	}
}

// peoplesActs are verbs whose subject is a person.
var peoplesActs = lists.List("acts of people")

// A calling is a person with one lower-case word by which the text calls the person.
type calling struct {
	person int
	word   string
}

// isLinkedAround reports whether the role of item k belongs to a name beside
// it.
func (r *reader) isLinkedAround(u *unit, k int) bool {
	at := u.items[k].at
	for j := max(0, k-4); j < len(u.items) && j <= k+4; j++ {
		if !u.items[j].isRole && slices.Contains(u.names[u.items[j].at].roles, at) {
			return true
		}
	}
	return false
}

func span(t *prose.Text, i, j int) article.Span {
	return article.Span{Start: int(t.Tokens[i].Start), End: int(t.Tokens[j-1].End)}
}

func (r *reader) mention(u *unit, p int, s article.Span) {
	if u.paragraph == InTitle {
		return
	}
	if word := s.Of(u.text.Lower); !strings.Contains(word, " ") {
		if r.called == nil {
			r.called = make(map[calling]bool)
		}
		r.called[calling{p, word}] = true
	}
	r.people[p].mentions = append(r.people[p].mentions, article.Mention{Paragraph: u.paragraph, Span: s, Text: s.Of(u.text.Raw)})
}

// holder returns the person that a post alone stands for: with "itu" or "ini" the
// holder named last (N-26, N-47), else the only holder in the article.
func (r *reader) holder(ro *role, last int) int {
	if ro.group {
		return -1
	}
	if ro.demo && last >= 0 {
		p := &r.people[last]
		for i, have := range p.roles {
			if sameKind(have.Title, ro.title) && (!ro.named || have.Office == "" || have.Office == ro.office) {
				if have.Office == "" && ro.named {
					p.roles[i].Office, p.roles[i].Satker = ro.office, ro.satker
				}
				return last
			}
		}
	}
	if !ro.head.sole && !ro.demo {
		return -1
	}
	found := -1
	for i := range r.people {
		for _, have := range r.people[i].roles {
			if have.Office != ro.office && !(ro.demo && !ro.named) || have.Title != ro.title && !(ro.demo && sameKind(have.Title, ro.title)) {
				continue
			}
			if found >= 0 && found != i {
				return -1
			}
			found = i
		}
		if i > 200 {
			break
		}
	}
	if found < 0 && ro.demo && last >= 0 && len(r.people[last].roles) == 0 && ro.prefix == formerPrefix {
		r.people[last].hold(ro.article())
		return last
	}
	return found
}

// sameKind reports whether two titles name the same kind of post, units apart.
func sameKind(a, b string) bool {
	x, behindX, _ := strings.Cut(a, " ")
	y, behindY, _ := strings.Cut(b, " ")
	if x == "Kepala" && x == y { // "Kepala" of an office, "Kepala Sekolah", "Kepala Subbagian X"
		p, _, _ := strings.Cut(behindX, " ")
		q, _, _ := strings.Cut(behindY, " ")
		return p == q
	}
	return x == y || (x == "Anggota" || x == "Komisioner") && (y == "Anggota" || y == "Komisioner")
}

// shortForm returns the person that a run of words without introduction names,
// and the tokens of the run that do.
func (r *reader) shortForm(u *unit, n *name) (p, first, last int) {
	first, last = n.first, n.last
	words := n.folded()
	if p = r.find(n, words); p >= 0 {
		return p, first, last
	}
	// At the beginning of a sentence the first word may be no part of the name.
	if len(words) > 1 && (n.first == 0 || u.text.SentenceOf(n.first-1) != u.text.SentenceOf(n.first) || u.text.Kind(n.first-1) == prose.Mark) &&
		u.text.Low(n.first) == n.words[0] {
		if p = r.find(n, words[1:]); p >= 0 && u.text.Kind(first+1) == prose.Word {
			return p, first + 1, last
		}
	}
	// In Title Case what follows the name is capitalised too.
	if u.text.Titled || u.text.Shouting {
		for end := len(words) - 1; end > 0; end-- {
			if p = r.find(n, words[:end]); p >= 0 {
				last = first + end
				if last <= n.last {
					return p, first, last
				}
			}
		}
	}
	return -1, first, last
}

// find returns the person all of whose name holds words in order: the one
// named last where there are several, but the one who bears the word as first
// name before the others.
func (r *reader) find(n *name, words []string) int {
	best, rank := -1, 0
	for _, w := range words {
		for _, p := range r.index[w] {
			if !within(words, r.people[p].words) && !r.people[p].called(strings.Join(words, " ")) {
				continue
			}
			score := 1
			if r.people[p].words[0] == words[0] {
				score++
			}
			if len(r.people[p].mentions) > 0 {
				m := r.people[p].mentions[len(r.people[p].mentions)-1]
				if best >= 0 && score == rank {
					b := r.people[best].mentions
					if len(b) > 0 && (b[len(b)-1].Paragraph > m.Paragraph || b[len(b)-1].Paragraph == m.Paragraph && b[len(b)-1].Start > m.Start) {
						continue
					}
				}
			}
			if score > rank || score == rank && len(r.people[p].mentions) > 0 {
				best, rank = p, score
			}
		}
		if best >= 0 || len(words) > 1 && len(w) > 2 && !shortGiven[w] && !birthEnds[w] {
			break
		}
	}
	if best < 0 && len(words) == 1 && len(words[0]) >= 4 && !n.ordinary && (n.addressed || n.context == spoke) {
		if best = r.clipped(words[0]); best < 0 {
			best = r.misspelt(words[0])
		}
	}
	return best
}

// misspelt returns the only person one of whose name words differs from w by one
// letter, or whose name w blends: "Fatur" for Fathur, "Jokowi" for Joko Widodo.
func (r *reader) misspelt(w string) int {
	if len(w) < 5 {
		return -1
	}
	found := -1
	for i := range r.people {
		if i > 200 {
			break
		}
		p := &r.people[i]
		near := len(w) >= shortestBlend && blends(w, p.words)
		for _, full := range p.words {
			// A letter more or less is a slip; another letter makes another name ("Hendri", "Hendra").
			near = near || len(full) >= 5 && full[0] == w[0] && edits.One(full, w) && (len(full) != len(w) || edits.Anagram(full, w))
		}
		if !near {
			continue
		}
		if found >= 0 {
			return -1
		}
		found = i
	}
	return found
}

// shortestBlend is the length in bytes from which a word may blend two others.
const shortestBlend = 6

// blends reports whether w is made of the beginnings of two words of a name, of
// two letters and more each, in order: "Zulhas" of Zulkifli Hasan.
func blends(w string, words []string) bool {
	for i, first := range words {
		n := sharedPrefix(w, first)
		for ; n >= 2; n-- {
			for _, second := range words[i+1:] {
				if rest := w[n:]; len(rest) >= 2 && strings.HasPrefix(second, rest) {
					return true
				}
			}
		}
	}
	return false
}

func sharedPrefix(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// clipped returns the only person of whose name words w is the beginning or
// the end: "Syaif" for Syaifuddin (N-45).
func (r *reader) clipped(w string) int {
	found := -1
	for i := range r.people {
		if i > 200 {
			break
		}
		for _, full := range r.people[i].words {
			if len(full) > len(w) && (strings.HasPrefix(full, w) || strings.HasSuffix(full, w)) {
				if found >= 0 && found != i {
					return -1
				}
				found = i
			}
		}
	}
	return found
}

// readNicknames binds the nicknames that u declares (N-46): "X yang akrab
// disapa Didi", "Pak X, demikian ia biasa disapa", "X (Nanda)".
func (r *reader) readNicknames(u *unit) {
	t := u.text
	for k := range u.items {
		if u.items[k].isRole {
			continue
		}
		n := &u.names[u.items[k].at]
		if n.person < 0 {
			if p := r.nicknamed(u, k); p >= 0 {
				r.bindName(p, n)
			}
			continue
		}
		if len(r.people[n.person].words) > 1 {
			r.lastPerson = n.person
		}
		if n.nick > 0 {
			r.bind(u, n.person, n.nick)
		}
		at := n.to
		if i := at + 1; t.Is(at, "(") && honorifics[t.Low(i)] == address && t.Upper(i+1) && t.Is(i+2, ")") {
			r.bind(u, n.person, i+1) // "(Ning Tutik)"
			continue
		}
		if initialsOf(t, n.first, n.last) && t.Is(n.last, "(") {
			r.bind(u, n.person, n.last+1) // "Agus Harimurti Yudhoyono (AHY)"
			continue
		}
		if t.Is(at, "(") && t.Upper(at+1) && t.Is(at+2, ")") && !t.Tokens[at+1].Caps && len(n.words) > 1 && isNameWord(t, at+1) && !strings.HasPrefix(t.Low(at+1), "f-") {
			r.bind(u, n.person, at+1)
			continue
		}
		for i := at; i < at+7 && i < len(t.Tokens); i++ {
			switch t.Low(i) {
			case ",", "yang", "akrab", "biasa", "kerap", "sering", "lebih", "dikenal", "karib", "(", "juga", "atau", "alias":
				if at := i + 1; t.Is(i, "alias") || t.Is(i, "atau") && honorifics[t.Low(at)] == address {
					if honorifics[t.Low(at)] == address {
						at++
					}
					if t.Upper(at) && isNameWord(t, at) && !startsPost(t, at) {
						r.bind(u, n.person, at)
					}
				}
				continue
			case "disapa", "dipanggil", "sapaan":
				if t.Is(i, "dipanggil") && !usually[t.Low(i-1)] {
					break // summoned
				}
				j := i + 1
				for t.Is(j, "dengan") || t.Is(j, "nama") || t.Is(j, "akrab") || t.Kind(j) == prose.Mark || honorifics[t.Low(j)] == address {
					j++
				}
				if t.Upper(j) && isNameWord(t, j) && !r.bindRun(u, k, j) {
					r.bind(u, n.person, j)
				}
			}
			break
		}
	}
}

// nicknamed returns the person for whom the single word of item k is declared
// a nickname after the full name was given: "Bram, sapaan akrabnya, …" and "Pak
// Didi, sapaan akrab Ketua KPU X, …"; -1 where it is none.
func (r *reader) nicknamed(u *unit, k int) int {
	t := u.text
	n := &u.names[u.items[k].at]
	if len(n.words) > 2 || r.known(n) {
		return -1
	}
	at := n.to
	if t.Is(at, ",") || t.Is(at, "(") {
		at++
	}
	declared := false
	for i := at; i < at+6 && !declared; i++ {
		switch t.Low(i) {
		case "sapaan", "disapa", "dipanggil", "panggilan":
			declared = !t.Is(i, "dipanggil") || usually[t.Low(i-1)]
			if !declared {
				i = at + 6
			}
		case "demikian", "begitu", "ia", "dia", "beliau", "biasa", "akrab", "kerap", "sering", "biasanya", "karib", "yang":
		default:
			i = at + 6
		}
	}
	if !declared && isCalledBefore(u.text, n.from) && (k == 0 || u.items[k-1].isRole || u.text.SentenceOf(u.items[k-1].from) != u.text.SentenceOf(n.from)) {
		return r.lastPerson // "Pria yang akrab disapa Kaka Remi itu"
	}
	if !declared {
		return -1
	}
	if k+1 < len(u.items) && u.items[k+1].isRole && u.items[k+1].from <= at+4 {
		ro := &u.roles[u.items[k+1].at]
		if ro.person >= 0 {
			return ro.person
		}
		return r.holder(ro, -1)
	}
	for i := at; i < at+6; i++ { // "Ampon Li, sapaan akrab Razali"
		if list := r.index[foldSpelling(u.text.Low(i))]; len(list) == 1 && u.text.Upper(i) {
			return list[0]
		}
	}
	if p := r.clipped(foldSpelling(n.words[0])); p >= 0 && len(n.words) == 1 {
		return p
	}
	if r.beginsSingle(n) {
		return -1 // "Kholil", of Kholilurrahman, who is made a person later
	}
	return r.lastPerson
}

// beginsSingle reports whether the word of n is the beginning of a name of one word
// that has a post.
func (r *reader) beginsSingle(n *name) bool {
	if len(n.words) > 1 || len(n.words[0]) < 4 {
		return false
	}
	if r.singles == nil {
		r.singles = []string{}
		for i := range r.units {
			for j := range r.units[i].names {
				if m := &r.units[i].names[j]; len(m.words) == 1 && len(m.roles) > 0 && len(r.singles) < maxAlike {
					r.singles = append(r.singles, m.words[0])
				}
			}
		}
	}
	return slices.ContainsFunc(r.singles, func(w string) bool { return len(w) > len(n.words[0]) && strings.HasPrefix(w, n.words[0]) })
}

// usually stand before "dipanggil" where it means what a person is called.
var usually = map[string]bool{"akrab": true, "biasa": true, "kerap": true, "sering": true, "karib": true, "biasanya": true, "lebih": true}

// sobriquet returns the person whose nickname n is by the words behind it, "Ampon
// Li, sapaan akrab Razali", and keeps it as an alias; -1 where they do not say so.
func (r *reader) sobriquet(u *unit, n *name) int {
	t, at := u.text, n.to
	if !t.Is(at, ",") || !t.Is(at+1, "sapaan") && !t.Is(at+1, "panggilan") && !isCalledSo(t, at+1) {
		return -1
	}
	for i := at + 2; i < at+5; i++ {
		if list := r.index[foldSpelling(t.Low(i))]; t.Upper(i) && len(list) == 1 {
			p := list[0]
			if alias := t.Cut(n.first, n.last); len(r.people[p].aliases) < maxAliases && !slices.Contains(r.people[p].aliases, alias) {
				r.people[p].aliases = append(r.people[p].aliases, alias)
			}
			return p
		}
	}
	return -1
}

// isCalledBefore reports whether the words before token i say that a nickname
// follows: "yang akrab disapa".
func isCalledBefore(t *prose.Text, i int) bool {
	at := i - 1
	for t.Is(at, "akrab") || t.Is(at, "dengan") || t.Is(at, "nama") {
		at--
	}
	return t.Is(at, "disapa") || t.Is(at, "dipanggil")
}

// isCalledSo reports whether the words at token i say that the one before is how
// a person is called: "begitu Suwardi biasa dipanggil".
func isCalledSo(t *prose.Text, i int) bool {
	if !t.Is(i, "begitu") && !t.Is(i, "demikian") {
		return false
	}
	for k := i + 2; k < i+7; k++ {
		if t.Is(k, "dipanggil") || t.Is(k, "disapa") {
			return true
		}
	}
	return false
}

// maxAliases bounds the nicknames of one person in one article.
const maxAliases = 5

// known reports whether a person bears the only word of n.
func (r *reader) known(n *name) bool { return len(r.index[foldSpelling(n.words[0])]) > 0 }

// collectNicknames notes the names that the text says people are called by: "yang
// akrab disapa Kaka Remi". No person is made of them.
func (r *reader) collectNicknames() {
	r.nicknames = make(map[string]bool)
	for i := range r.units {
		u := &r.units[i]
		for j := range u.names {
			if n := &u.names[j]; len(n.roles) == 0 && isCalledBefore(u.text, n.from) {
				r.nicknames[strings.Join(n.folded(), " ")] = true
			}
		}
	}
}

// bindName makes the words of n an alias of person p and lets each be found.
func (r *reader) bindName(p int, n *name) {
	alias := strings.Join(n.words, " ")
	n.person = p
	if r.people[p].called(foldSpellings(alias)) || len(r.people[p].aliases) >= maxAliases {
		return
	}
	r.people[p].aliases = append(r.people[p].aliases, titled(alias))
	for _, w := range n.folded() {
		if len(r.index[w]) < maxAlike {
			r.index[w] = append(r.index[w], p)
		}
	}
}

// titled returns lower-case words with capitals.
func titled(words string) string {
	fields := strings.Fields(words)
	for i, w := range fields {
		fields[i] = strings.ToUpper(w[:1]) + w[1:]
	}
	return strings.Join(fields, " ")
}

// bindRun makes the name of two words or more that begins at token i, behind item k, an
// alias of the person of that item, and reports whether it does: "yang akrab disapa Ajo
// Wan".
func (r *reader) bindRun(u *unit, k, i int) bool {
	for j := k + 1; j < len(u.items) && j < k+3; j++ {
		if u.items[j].isRole {
			return false
		}
		n := &u.names[u.items[j].at]
		if n.first != i {
			continue
		}
		if len(n.words) < 2 || len(n.words) > mostNickname || len(n.roles) > 0 || n.person >= 0 {
			return false
		}
		r.bindName(u.names[u.items[k].at].person, n)
		return true
	}
	return false
}

// mostNickname bounds the words of a nickname.
const mostNickname = 3

// bind makes the word at token i an alias of person p and lets it be found.
func (r *reader) bind(u *unit, p, i int) {
	alias := u.text.At(i)
	w := foldSpelling(u.text.Low(i))
	if slices.Contains(r.people[p].words, w) || slices.Contains(r.people[p].aliases, alias) || len(r.people[p].aliases) >= maxAliases {
		return
	}
	r.people[p].aliases = append(r.people[p].aliases, alias)
	if len(r.index[w]) < maxAlike {
		r.index[w] = append(r.index[w], p)
	}
	for k := range u.items { // a run that was taken for another person
		if n := &u.names[max(0, min(u.items[k].at, len(u.names)-1))]; !u.items[k].isRole && n.first == i && n.last == i+1 {
			n.person = p
		}
	}
}
