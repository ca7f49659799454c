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

// A Roster is a list of office holders, grouped for resolution. It is immutable.
type Roster struct {
	bySatker  map[string][]*holder // sorted by key
	nameWords *lexicon.Lexicon     // words of a name, dockeys.SuggestEnd, holder.key
	byKey     map[string]*holder
	// byWord has the holders for whom a short name may stand, by word and satker.
	byWord map[nameKey][]*holder
}

// A holder is a person of the roster at one satker: all its rows of one name.
type holder struct {
	key      string // key of the part with this name at the satker
	satker   string
	name     string   // without titles, for display
	folded   []string // folded words of the name
	compared *personName
	rows     []roster.Row // the latest first
}

// NewRoster returns the roster of rows. A row whose name denotes no person is left out.
func NewRoster(rows []roster.Row) *Roster {
	l := &Roster{bySatker: make(map[string][]*holder), nameWords: new(lexicon.Lexicon), byKey: make(map[string]*holder), byWord: make(map[nameKey][]*holder)}
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
			if p == nil { // the name denotes no person
				continue
			}
			if h = l.byKey[p.key]; h == nil {
				h = &holder{key: p.key, satker: row.Satker, name: name, folded: indonesian.NameWords(name), compared: words}
				l.byKey[h.key] = h
				l.bySatker[row.Satker] = append(l.bySatker[row.Satker], h)
			}
			same[at] = h
		}
		row.Post = withoutCapitals(row.Post)
		h.rows = append(h.rows, row)
	}
	names := make(map[string]uint32)
	for _, of := range l.bySatker {
		slices.SortFunc(of, func(a, b *holder) int { return strings.Compare(a.key, b.key) })
		for _, h := range of {
			for _, words := range dockeys.Endings(h.folded) {
				names[words+dockeys.SuggestEnd+h.key] = 1
			}
			for i, word := range h.compared.words {
				if len(word) > 1 && !slices.Contains(h.compared.words[:i], word) {
					at := officeWord(word, h.satker)
					l.byWord[at] = append(l.byWord[at], h)
				}
			}
		}
	}
	l.nameWords.Add(names)
	return l
}

// holdersAt returns the holders at a satker. The roster may be nil.
func (l *Roster) holdersAt(satker string) []*holder {
	if l == nil {
		return nil
	}
	return l.bySatker[satker]
}

// bareName returns a name without titles and degrees, and without capitals throughout.
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

// withoutCapitals returns a text in capitals throughout in title case, any other
// unchanged.
func withoutCapitals(text string) string {
	if !strings.ContainsFunc(text, unicode.IsUpper) || strings.ContainsFunc(text, unicode.IsLower) {
		return text
	}
	return indonesian.TitleCase(text)
}

// holdsOn reports whether a holder has a post on a day.
func (h *holder) holdsOn(day string) bool {
	return slices.ContainsFunc(h.rows, func(t roster.Row) bool { return t.From <= day && (t.To == "" || day <= t.To) })
}
