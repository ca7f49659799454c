package people

import (
	"maps"
	"slices"

	"warta/analyzers/indonesian"
)

// updateWords updates by which words a part is found: those of its name, of its aliases,
// of its name in the roster and of the name that an editor gave.
func (r *Registry) updateWords(c *changes, p *part) {
	var words []string
	short := false
	if len(p.raws) > 0 {
		words, short = slices.Clone(p.name.words), p.name.isShort()
		for _, alias := range p.aliases {
			words = append(words, newPersonName(alias.text).words...)
		}
	}
	if to, ok := r.decisions.Renamed[p.row.id]; ok && p.row.id != "" { // even if no article names the part any more
		words = append(words, newPersonName(to.Name).words...)
	}
	if p.holder != nil { // even if articles give a short form of the name only
		words = append(words, p.holder.compared.words...)
	}
	slices.Sort(words)
	words = slices.Compact(words)
	full := len(p.raws) > 0 && !p.withoutPost() && (!p.name.isOneWord() || p.hasPost())
	if slices.Equal(words, p.words) && short == p.short && full == p.full {
		return
	}
	sounds := soundsOf(words)
	eachMissing(p.sounds, sounds, func(sound string) { removePart(r.bySound, sound, p) })
	eachMissing(sounds, p.sounds, func(sound string) { r.bySound[sound] = append(r.bySound[sound], p) })
	p.sounds = sounds
	eachMissing(words, p.words, func(word string) { r.addWideWord(word, 1) })
	eachMissing(p.words, words, func(word string) { r.addWideWord(word, -1) })
	before := r.officeWords(p)
	for _, at := range before {
		removePart(r.shortByWord, at, p)
		removePart(r.fullByWord, at, p)
	}
	p.words, p.short, p.full = words, short, full
	after := r.officeWords(p)
	for _, at := range after {
		if short {
			r.shortByWord[at] = append(r.shortByWord[at], p)
		}
		if full {
			r.fullByWord[at] = append(r.fullByWord[at], p)
		}
	}
	c.dirtyWords = append(append(c.dirtyWords, before...), after...)
	if !short && p.leadsTo != nil {
		c.setLead(p, nil, reasonNone)
	}
}

// soundsOf returns the sounds of skeletons, sorted; words itself where they are the same.
func soundsOf(words []string) []string {
	sounds := make([]string, len(words))
	for i, w := range words {
		sounds[i] = indonesian.Sound(w)
	}
	if slices.Equal(sounds, words) {
		return words
	}
	slices.Sort(sounds)
	return slices.Compact(sounds)
}

// eachMissing calls visit with the elements of list that other lacks. Both are sorted.
func eachMissing(list, other []string, visit func(string)) {
	for _, s := range list {
		if _, there := slices.BinarySearch(other, s); !there {
			visit(s)
		}
	}
}

// removePart removes p from the list at key, and an empty list from the map.
func removePart[K comparable](of map[K][]*part, key K, p *part) {
	list := slices.DeleteFunc(of[key], func(q *part) bool { return q == p })
	if len(list) == 0 {
		delete(of, key)
		return
	}
	of[key] = list
}

// officeWords returns the words of the names of a part, each with each satker where it
// may hold a post.
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

// officeWord returns the key of a word of names at a satker.
func officeWord(word, satker string) nameKey { return hashKey(place{of: satker}, "word", word) }

// updateRenamedWords updates the words of the parts that editors renamed, before or now.
func (r *Registry) updateRenamedWords(c *changes, before, after map[string]Renaming) {
	for _, renamed := range [2]map[string]Renaming{before, after} {
		for _, id := range slices.Sorted(maps.Keys(renamed)) {
			if p := r.partOfID(id); p != nil {
				r.updateWords(c, p)
			}
		}
	}
}

// hasWord reports whether a folded word is part of a known name, or two parts written as one.
func (r *Registry) hasWord(word string) bool {
	if len(r.bySound[indonesian.Sound(word)]) > 0 {
		return true
	}
	for _, pair := range indonesian.SplitSounds(word) {
		if len(r.bySound[pair[0]]) > 0 && len(r.bySound[pair[1]]) > 0 {
			return true
		}
	}
	return false
}

// KnowsWord reports whether a folded word is part of a name that the registry knows, from
// articles, editors or the roster.
func (r *Registry) KnowsWord(word string) bool {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.hasWord(word)
}
