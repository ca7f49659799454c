package people

import (
	"maps"
	"slices"
	"strings"
	"unique"

	"warta/analyzers/indonesian"
)

// tell adds to the articles that give a post or a declared name of the bearer of a raw
// key.
func (r *Registry) tell(c *changed, pair, raw, what string, articles int) {
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
// articles declare, of the name that the list of office holders has, and of the name
// that an editor gave.
func (r *Registry) reword(c *changed, p *part) {
	var words []string
	short := false
	if len(p.raws) > 0 {
		words, short = slices.Clone(p.name.words), p.name.isShort()
		for _, alias := range p.called {
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
	longer := len(p.raws) > 0 && !p.isInside() && (!p.name.isOneWord() || p.isPost())
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
		c.lead(p, nil, 0)
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
// may hold a post. A part at another body has none, and neither has a private person.
func (r *Registry) wordPlaces(p *part) []nameKey {
	codes := p.offices()
	keys := make([]nameKey, 0, len(codes)*len(p.words))
	for _, code := range codes {
		for _, word := range p.words {
			keys = append(keys, wordAt(word, code))
		}
	}
	return keys
}

// wordAt tells a word of names at a satker.
func wordAt(word, satker string) nameKey { return hashed(place{of: satker}, "word", word) }

// rewordAll updates the words of the parts that editors renamed, now or before.
func (r *Registry) rewordAll(c *changed, before, after map[string]Renaming) {
	for _, renamed := range [2]map[string]Renaming{before, after} {
		for _, id := range slices.Sorted(maps.Keys(renamed)) {
			if p := r.PartOf(id); p != nil {
				r.reword(c, p)
			}
		}
	}
}

// KnowsWord reports whether a folded word is one of a name that articles give or that
// an editor gave.
func (r *Registry) KnowsWord(word string) bool {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return len(r.words[indonesian.Skeleton(word)]) > 0
}
