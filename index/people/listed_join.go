package people

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"warta/analyzers/indonesian"
)

// tellListedApart keeps the holders of one satker apart, as joinListed has joined them. A
// part whose name fits two of them is joined with neither.
func (c *clusters) tellListedApart() {
	bySatker := make(map[string][]listedPart)
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
		if h := p.holder; h != nil {
			of[h] = append(of[h], p)
		}
	}
	for _, h := range slices.SortedFunc(maps.Keys(of), func(a, b *holder) int { return strings.Compare(a.key, b.key) }) {
		parts := of[h]
		slices.SortFunc(parts, func(a, b *part) int {
			return cmp.Or(-compareBool(c.stands[a], c.stands[b]), cmp.Compare(a.fit, b.fit), strings.Compare(a.key, b.key))
		})
		for _, p := range parts[1:] {
			c.join(parts[0], p, false)
		}
		c.holders = append(c.holders, listedPart{h, parts[0]})
	}
}

// A listedPart is a holder, and the part that is surest to be this person.
type listedPart struct {
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

// holderAlone returns whom of the list p is, where p is a person by itself.
func (p *part) holderAlone() []*holder {
	if p.holder == nil {
		return nil
	}
	return []*holder{p.holder}
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
