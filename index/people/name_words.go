package people

import (
	"maps"
	"slices"

	"warta/analyzers/indonesian"
)

// reword keeps by which words a part is found: those of its name, of the names that
// articles declare, of the name that the list of office holders has, and of the name
// that an editor gave.
func (r *Registry) updateWords(c *changes, p *part) {
	var words []string
	short := false
	if len(p.raws) > 0 {
		words, short = slices.Clone(p.name.words), p.name.isShort()
		for _, alias := range p.aliases {
			words = append(words, newPersonName(alias.text).words...)
		}
	}
	if to, ok := r.decisions.Renamed[p.row.id]; ok && p.row.id != "" { // also where no article has the part any more
		words = append(words, newPersonName(to.Name).words...)
	}
	if p.holder != nil { // also where articles give a short form of the name alone
		words = append(words, p.holder.words.words...)
	}
	slices.Sort(words)
	words = slices.Compact(words)
	longer := len(p.raws) > 0 && !p.withoutPost() && (!p.name.isOneWord() || p.hasPost())
	if slices.Equal(words, p.words) && short == p.short && longer == p.full {
		return
	}
	eachMissing(p.words, words, func(word string) { removePart(r.byWord, word, p) })
	eachMissing(words, p.words, func(word string) { r.byWord[word] = append(r.byWord[word], p) })
	before := r.officeWords(p)
	for _, at := range before {
		removePart(r.shortByWord, at, p)
		removePart(r.fullByWord, at, p)
	}
	p.words, p.short, p.full = words, short, longer
	after := r.officeWords(p)
	for _, at := range after {
		if short {
			r.shortByWord[at] = append(r.shortByWord[at], p)
		}
		if longer {
			r.fullByWord[at] = append(r.fullByWord[at], p)
		}
	}
	c.dirtyWords = append(append(c.dirtyWords, before...), after...)
	if !short && p.leadsTo != nil {
		c.setLead(p, nil, 0)
	}
}

// each visits what of list other has not; both are in order.
func eachMissing(list, other []string, visit func(string)) {
	for _, s := range list {
		if _, there := slices.BinarySearch(other, s); !there {
			visit(s)
		}
	}
}

func removePart[K comparable](of map[K][]*part, key K, p *part) {
	list := slices.DeleteFunc(of[key], func(q *part) bool { return q == p })
	if len(list) == 0 {
		delete(of, key)
		return
	}
	of[key] = list
}

// wordPlaces returns the words of the names of a part with each of the offices where it
// may hold a post. A part at another body has none, and neither has a private person.
func (r *Registry) officeWords(p *part) []nameKey {
	codes := p.offices()
	keys := make([]nameKey, 0, len(codes)*len(p.words))
	for _, code := range codes {
		for _, word := range p.words {
			keys = append(keys, officeWord(word, code))
		}
	}
	return keys
}

// wordAt tells a word of names at a satker.
func officeWord(word, satker string) nameKey { return hashKey(place{of: satker}, "word", word) }

// rewordAll updates the words of the parts that editors renamed, now or before.
func (r *Registry) updateRenamedWords(c *changes, before, after map[string]Renaming) {
	for _, renamed := range [2]map[string]Renaming{before, after} {
		for _, id := range slices.Sorted(maps.Keys(renamed)) {
			if p := r.partOfID(id); p != nil {
				r.updateWords(c, p)
			}
		}
	}
}

// KnowsWord reports whether a folded word is one of a name that articles give or that
// an editor gave.
func (r *Registry) KnowsWord(word string) bool {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return len(r.byWord[indonesian.Skeleton(word)]) > 0
}
