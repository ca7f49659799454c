package people

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"warta/analyzers/indonesian"
	"warta/index/dockeys"
	"warta/index/lexicon"
	"warta/index/roster"
)

// An OfficeList is the list of office holders as it tells people apart. It never
// changes.
type OfficeList struct {
	at    map[string][]*holder // by satker, in order of their keys
	named *lexicon.Lexicon     // words of names, suggestEnd, key
	byKey map[string]*holder
	// byWord has who may be meant by a short name, by each word and satker.
	byWord map[nameKey][]*holder
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

// NewOfficeList reads the rows of a list.
func NewOfficeList(rows []roster.Row) *OfficeList {
	l := &OfficeList{at: make(map[string][]*holder), named: new(lexicon.Lexicon), byKey: make(map[string]*holder), byWord: make(map[nameKey][]*holder)}
	same := make(map[[2]string]*holder) // by satker and name
	for _, row := range slices.Backward(slices.SortedFunc(slices.Values(rows), func(a, b roster.Row) int {
		return cmp.Or(strings.Compare(a.From, b.From), strings.Compare(a.To, b.To), strings.Compare(a.Post, b.Post), strings.Compare(a.Name, b.Name))
	})) {
		name := bareName(row.Name)
		words := newPersonName(name)
		at := [2]string{row.Satker, words.joined}
		h := same[at]
		if h == nil {
			p := newPart(name + KeyEnd + string(atSatker) + row.Satker)
			if p == nil { // it identifies no person
				continue
			}
			if h = l.byKey[p.key]; h == nil {
				h = &holder{key: p.key, satker: row.Satker, name: name, folded: indonesian.NameWords(name), words: words}
				l.byKey[h.key] = h
				l.at[row.Satker] = append(l.at[row.Satker], h)
			}
			same[at] = h
		}
		row.Post = withoutCapitals(row.Post)
		h.terms = append(h.terms, row)
	}
	names := make(map[string]uint32)
	for _, of := range l.at {
		slices.SortFunc(of, func(a, b *holder) int { return strings.Compare(a.key, b.key) })
		for _, h := range of {
			for _, words := range dockeys.Endings(h.folded) {
				names[words+dockeys.SuggestEnd+h.key] = 1
			}
			for i, word := range h.words.words {
				if len(word) > 1 && !slices.Contains(h.words.words[:i], word) {
					at := wordAt(word, h.satker)
					l.byWord[at] = append(l.byWord[at], h)
				}
			}
		}
	}
	l.named.Add(names)
	return l
}

// holdersAt returns who is in the list at a satker; none of no list.
func (l *OfficeList) holdersAt(satker string) []*holder {
	if l == nil {
		return nil
	}
	return l.at[satker]
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
		return withoutCapitals(name)
	}
	return withoutCapitals(strings.TrimRight(strings.Join(fields[from:to+1], " "), ","))
}

// withoutCapitals returns a text that is all in capitals as articles write it, any other
// as it is.
func withoutCapitals(text string) string {
	if !strings.ContainsFunc(text, unicode.IsUpper) || strings.ContainsFunc(text, unicode.IsLower) {
		return text
	}
	return indonesian.TitleCase(text)
}

// A listing says whom of the list of office holders a part is.
type listing struct {
	holder *holder
	fit    likeness  // of the names
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

func (n *personName) isOneWord() bool { return len(n.words) == 1 }

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

// holdsOn reports whether a holder has a post on a day.
func (h *holder) holdsOn(day string) bool {
	return slices.ContainsFunc(h.terms, func(t roster.Row) bool { return t.From <= day && (t.To == "" || day <= t.To) })
}

// listingOf works out whom of the list a part is: the one person of its office who has
// the name, or else the one whose name is like it. Of a short name, see shortens.
func (r *Registry) listingOf(p *part) listing {
	codes := p.offices() // none at another body, none of a private person
	if p.name.isShort() {
		return listing{}
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
