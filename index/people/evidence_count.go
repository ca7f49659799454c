package people

import (
	"hash/maphash"
	"slices"
	"strings"
	"unique"
)

// evidenceSeed seeds the hashes by which evidence is counted.
var evidenceSeed = maphash.MakeSeed()

// addEvidence adds to the number of articles that give a piece of evidence; articles is
// negative for a removal. Evidence about raw keys that no article contains is ignored.
func (r *Registry) addEvidence(c *changes, pair string, articles int) {
	switch {
	case pair == "":
		return
	case pair[:1] == signDay:
		r.addDay(c, pair, articles)
		return
	}
	x, y, ok := strings.Cut(pair[1:], pairEnd)
	if sign := pair[:1]; ok && (sign == signPost || sign == signAlias || sign == signMark) {
		r.addPostOrAlias(c, pair, x, y, articles)
		return
	}
	k, l := r.keys[x], r.keys[y]
	if !ok || k == nil || l == nil || k.part == nil || l.part == nil || k.part == l.part {
		return
	}
	more := r.countEvidence(pair, articles)
	if more == 0 {
		return
	}
	for _, ends := range [2][2]*part{{k.part, l.part}, {l.part, k.part}} {
		of := &ends[0].apartEvidence
		if pair[:1] == signSame {
			of = &ends[0].sameEvidence
		}
		if *of == nil {
			*of = make(map[*part]int)
		}
		if (*of)[ends[1]] += more; (*of)[ends[1]] <= 0 {
			delete(*of, ends[1])
		}
	}
	c.dirty = append(c.dirty, k.part, l.part)
}

// countEvidence adds to the number of articles that give a piece of evidence. It returns
// 1 if this is the first article, -1 if it was the last, else 0.
func (r *Registry) countEvidence(pair string, articles int) int {
	hash := maphash.String(evidenceSeed, pair)
	before := r.evidence[hash]
	after := max(0, before+articles)
	if after == 0 {
		delete(r.evidence, hash)
	} else {
		r.evidence[hash] = after
	}
	switch {
	case before == 0 && after > 0:
		return 1
	case before > 0 && after == 0:
		return -1
	}
	return 0
}

// addDay adds to the number of articles that give a short name on a day.
func (r *Registry) addDay(c *changes, pair string, articles int) {
	raw, day, _ := strings.Cut(pair[len(signDay):], pairEnd)
	k := r.keys[raw]
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
		c.dirtyWords = append(c.dirtyWords, r.officeWords(k.part)...)
	}
}

// addPostOrAlias adds to the number of articles that give a post or an alias of the
// bearer of a raw key.
func (r *Registry) addPostOrAlias(c *changes, pair, raw, what string, articles int) {
	k := r.keys[raw]
	if k == nil || k.part == nil {
		return
	}
	more := r.countEvidence(pair, articles)
	if more == 0 {
		return
	}
	p := k.part
	of, holders := &p.postEvidence, r.postHolders
	switch pair[:1] {
	case signAlias:
		of, holders = &p.aliases, nil
	case signMark:
		of, holders = &p.markedEvidence, r.markedHolders
	}
	before := len(*of)
	*of = addCount(*of, what, more)
	switch now := len(*of); {
	case holders == nil:
	case now > 0 && before == 0:
		holders[p.base] = append(holders[p.base], p)
	case now == 0 && before > 0:
		removePart(holders, p.base, p)
	}
	r.updateWords(c, p)
	c.dirty = append(c.dirty, p)
}

// addCount adds more to the count of text in a list that is sorted by text, and drops a
// count of zero.
func addCount(list []textCount, text string, more int) []textCount {
	at, there := slices.BinarySearchFunc(list, text, func(t textCount, text string) int { return strings.Compare(t.text, text) })
	switch {
	case there && list[at].n+more > 0:
		list[at].n += more
	case there:
		return slices.Delete(list, at, at+1)
	case more > 0: // interned, because many parts have the same posts
		return slices.Insert(list, at, textCount{unique.Make(text).Value(), more})
	}
	return list
}
