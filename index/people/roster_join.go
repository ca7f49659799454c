package people

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"warta/analyzers/indonesian"
)

// separateHolders separates the holders of one satker from each other, after joinHolders.
// A part whose name fits two holders is separated from both.
func (u *unionFind) separateHolders() {
	bySatker := make(map[string][]holderPart)
	of := make(map[*holder]*part, len(u.holders))
	for _, h := range u.holders {
		for _, other := range bySatker[h.satker] {
			u.separate(h.part, other.part)
		}
		bySatker[h.satker] = append(bySatker[h.satker], h)
		of[h.holder] = h.part
	}
	for _, p := range u.parts {
		for _, h := range p.rivals {
			if q := of[h]; q != nil {
				u.separate(p, q)
			}
		}
	}
}

func (u *unionFind) separate(p, q *part) {
	a, b := u.find(p), u.find(q)
	u.separated[a], u.separated[b] = append(u.separated[a], q), append(u.separated[b], p)
}

// joinHolders merges the parts that match one holder. If some of them are separated, the
// holder is the person of the part that fits best.
func (u *unionFind) joinHolders() {
	of := make(map[*holder][]*part)
	for _, p := range u.parts {
		if h := p.holder; h != nil {
			of[h] = append(of[h], p)
		}
	}
	for _, h := range slices.SortedFunc(maps.Keys(of), func(a, b *holder) int { return strings.Compare(a.key, b.key) }) {
		parts := of[h]
		slices.SortFunc(parts, func(a, b *part) int {
			return cmp.Or(-compareBool(u.participates[a], u.participates[b]), cmp.Compare(a.fit, b.fit), strings.Compare(a.key, b.key))
		})
		for _, p := range parts[1:] {
			u.join(parts[0], p, false)
		}
		u.holders = append(u.holders, holderPart{h, parts[0]})
	}
}

// A holderPart is a holder with the part that fits best.
type holderPart struct {
	*holder
	part *part
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

// holders returns the holder that p matches as a list, for a person of one part.
func (p *part) holders() []*holder {
	if p.holder == nil {
		return nil
	}
	return []*holder{p.holder}
}

// rosterName returns the display name of a person whom the roster has, given the name by
// articles: a fuller name by articles stays, else a spelling by articles with the words
// of the roster, else the name in the roster.
func (who *person) rosterName(written string) string {
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
