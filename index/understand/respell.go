package understand

import (
	"strings"

	"warta/analyzers/indonesian"
)

// A respelt text is one in the spelling that the glossary prefers, so that every spelling
// finds the same.
type respelt struct {
	text   string
	groups []indonesian.Group // of text
	typed  map[int]string     // what was typed for the phrase that begins at a byte of text
}

// respell reads words in the spelling that the glossary prefers. Words of names stay as they
// are: Puteri is another name than Putri.
func (u *understander) respell(text string) respelt {
	groups := u.analyzer.Query(text)
	var b strings.Builder
	r := respelt{text: text, groups: groups}
	at := 0
	for _, s := range indonesian.Glossary().Respellings(groups) {
		if u.besideName(groups, s.Start, s.End) {
			continue
		}
		if r.typed == nil {
			r.typed = make(map[int]string)
		}
		from, to := groups[s.Start].Start, groups[s.End-1].End
		b.WriteString(text[at:from])
		r.typed[b.Len()] = indonesian.Fold(text[from:to])
		b.WriteString(s.Text)
		at = to
	}
	if r.typed == nil {
		return r
	}
	b.WriteString(text[at:])
	r.text = b.String()
	r.groups = u.analyzer.Query(r.text)
	return r
}

// besideName reports whether a single word may be a part of a name: it may itself, and a word
// of names stands beside it.
func (u *understander) besideName(groups []indonesian.Group, from, to int) bool {
	if to-from > 1 || !mayBeName(groups[from]) {
		return false
	}
	for _, i := range []int{from - 1, to} {
		if i >= 0 && i < len(groups) && mayBeName(groups[i]) && u.knowsName(groups[i]) {
			return true
		}
	}
	return false
}

// summary returns how groups from the first on were read: as typed, in the preferred spelling,
// and by those alternatives that a reader would write.
func (r respelt) summary(groups []indonesian.Group, same []indonesian.Alternative) string {
	var written, typed []string
	for _, g := range groups {
		words := strings.Join(g.Words(), " ")
		written = append(written, words)
		if as, ok := r.typed[g.Start]; ok {
			typed = append(typed, as)
		} else {
			typed = append(typed, words)
		}
	}
	ways := []string{strings.Join(typed, " ")}
	if better := strings.Join(written, " "); glued(better) != glued(ways[0]) {
		ways = append(ways, better)
	}
	for _, a := range same {
		ways = withAlternative(ways, a)
	}
	if g := groups[0]; len(ways) == 1 && len(groups) == 1 && g.Whole == nil && g.Parts[0].Root != "" {
		return g.Parts[0].Root
	}
	return strings.Join(ways, " | ")
}
