package people

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"warta/analyzers/indonesian"
)

// Bounds of the names that are like the one asked for, see [Registry.Alike].
const (
	maxAlike        = 6    // other words for one word
	maxAskedWays    = 6    // ways to put the words of a name together
	maxAlikeParts   = 2048 // parts that are looked at
	maxAlikeWords   = 2    // words of a name that may be others
	maxNameChanges  = 3    // of all words together
	maxWrittenNames = 16   // spellings of the names of people
)

// An AlikeWord is a word of names that may be another spelling of a word. Changes is at least
// 1, see [indonesian.Wide].
type AlikeWord struct {
	Sound   string
	Changes int
	parts   int // of the registry that have it
}

// A likeWord is a word of names with the number of parts that have it.
type likeWord struct {
	indonesian.Wide
	parts int
}

// addWideWord counts a part that has a word more, or less.
func (r *Registry) addWideWord(word string, by int) {
	w := r.wideWords[word]
	if w == nil {
		w = &likeWord{Wide: indonesian.WideOf(word)}
		r.wideWords[word] = w
		for _, key := range w.Keys() {
			r.byWide[key] = append(r.byWide[key], w)
		}
	}
	if w.parts += by; w.parts > 0 {
		return
	}
	delete(r.wideWords, word)
	for _, key := range w.Keys() {
		if left := slices.DeleteFunc(r.byWide[key], func(o *likeWord) bool { return o == w }); len(left) > 0 {
			r.byWide[key] = left
		} else {
			delete(r.byWide, key)
		}
	}
}

// Alike returns the words of names, of the registry and of public registers, that may be
// other spellings of a folded word and sound different: the nearest first, at most maxAlike.
// An ordinary word has none.
func (r *Registry) Alike(word string) []AlikeWord {
	if !indonesian.MayRespell(word) {
		return nil
	}
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.alike(indonesian.WideOf(word), true)
}

// IsLikeNameWord reports whether a folded word, no ordinary one, may be another spelling of a
// word of a known name.
func (r *Registry) IsLikeNameWord(word string) bool {
	if !indonesian.MayRespell(word) {
		return false
	}
	r.mu.RLock()
	defer r.mu.RUnlock()
	return len(r.alike(indonesian.WideOf(word), false)) > 0
}

func (r *Registry) alike(asked indonesian.Wide, inRegisters bool) []AlikeWord {
	keys := asked.Keys()
	if keys == nil {
		return nil
	}
	found := make(map[string]AlikeWord)
	add := func(w indonesian.Wide, parts int) {
		n, near := asked.Changes(w)
		if !near || n == 0 {
			return
		}
		old, there := found[w.Sound]
		if there {
			n, parts = min(n, old.Changes), parts+old.parts
		}
		found[w.Sound] = AlikeWord{Sound: w.Sound, Changes: n, parts: parts}
	}
	for i, key := range keys {
		for _, w := range r.byWide[key] {
			if i == 0 || !slices.Contains(w.Keys(), keys[0]) { // each once
				add(w.Wide, w.parts)
			}
		}
		if inRegisters {
			for _, w := range indonesian.WideInRegisters(key) {
				add(w, 0)
			}
		}
	}
	list := slices.SortedFunc(maps.Values(found), func(a, b AlikeWord) int {
		return cmp.Or(cmp.Compare(a.Changes, b.Changes), cmp.Compare(min(b.parts, 1), min(a.parts, 1)), cmp.Compare(b.parts, a.parts), strings.Compare(a.Sound, b.Sound))
	})
	return list[:min(len(list), maxAlike)]
}

// particles are words before names that many leave out.
var particles = map[string]bool{"i": true, "ni": true}

// ranks are words of rank that are written as an initial too.
var ranks = map[string]string{"teuku": "t", "lalu": "l", "raden": "r", "andi": "a", "daeng": "d", "gusti": "g"}

// An AlikeMeaning is a person whose name is like the words.
type AlikeMeaning struct {
	Meaning
	Changes int // at least 1
}

// An alikeWay are the sounds that a word of a name may have.
type alikeWay struct {
	sound    string
	others   []AlikeWord
	optional bool
}

// AlikeMeaning returns the people whose names are like folded words, two or more of them, and
// who do not have all of these words as they are heard: at most maxAlikeWords of the words are
// other spellings. Those of the fewest changes come first. People whom an article, an editor
// or the roster tells apart from one of those in meant are left out, and so are private
// people. Ways to write the words that have more names than effort has left are left out.
func (r *Registry) AlikeMeaning(effort *Effort, words []string, meant []Meaning) []AlikeMeaning {
	r.mu.RLock()
	defer r.mu.RUnlock()
	changes := make(map[*person]int)
	var order []*person
	apart := r.peopleOf(meant)
	for _, asked := range r.waysToSplit(words) {
		ways := r.alikeWays(asked.words)
		parts := r.partsAlike(ways)
		if !effort.take(len(parts)) {
			continue
		}
		for _, p := range parts {
			n, all := p.changesFrom(ways)
			n += asked.changes
			who := p.owner()
			if !all || n > maxNameChanges || n == 0 || who == nil || who.suppressed || slices.Contains(apart, who) || !r.isMentioned(who) {
				continue
			}
			if before, there := changes[who]; !there {
				changes[who] = n
				order = append(order, who)
			} else {
				changes[who] = min(before, n)
			}
		}
	}
	order = slices.DeleteFunc(order, func(who *person) bool {
		return slices.ContainsFunc(apart, func(other *person) bool { return inConflict(who, other) })
	})
	slices.SortFunc(order, func(a, b *person) int {
		return cmp.Or(cmp.Compare(changes[a], changes[b]), cmp.Compare(b.articles(), a.articles()), strings.Compare(a.id, b.id))
	})
	list := make([]Meaning, 0, MaxMeanings)
	for _, who := range order[:min(len(order), MaxMeanings)] {
		list = append(list, Meaning{ID: who.id, Name: who.name, Because: meansAlike, articles: who.articles()})
	}
	alike := make([]AlikeMeaning, len(list))
	for i, m := range r.fillKeys(list) {
		alike[i] = AlikeMeaning{Meaning: m, Changes: changes[order[i]]}
	}
	return alike
}

// meansAlike is the reason why a name that is like the words is shown.
const meansAlike = "the name is written in a similar way"

// peopleOf returns the people of meanings, private ones left out.
func (r *Registry) peopleOf(meant []Meaning) []*person {
	var list []*person
	for _, m := range meant {
		if who := r.personOfID(m.ID); who != nil {
			list = append(list, who)
		}
	}
	return list
}

// inConflict reports whether two people are surely two: an article or an editor distinguishes
// them, or the roster lists each by a name of its own.
func inConflict(a, b *person) bool {
	return areSeparated(a, b) || len(a.holders) > 0 && len(b.holders) > 0
}

// An askedName is a name with its words put together in another way.
type askedName struct {
	words   []string
	changes int
}

// waysToSplit returns the words, then with one of them as two and with two as one where names
// of the registry have such words, and with initials for the first ones.
func (r *Registry) waysToSplit(words []string) []askedName {
	ways := []askedName{{words, 0}}
	if other := indonesian.Recontracted(words); other != nil {
		ways = append(ways, askedName{other, 1})
	}
	for i, w := range words {
		for cut := 2; cut+3 <= len(w); cut++ {
			if r.hasSound(w[:cut]) && r.hasSound(w[cut:]) {
				ways = append(ways, askedName{slices.Concat(words[:i], []string{w[:cut], w[cut:]}, words[i+1:]), 1})
			}
		}
		if i+1 < len(words) && len(w) > 1 && len(words[i+1]) > 1 && r.hasSound(w+words[i+1]) {
			ways = append(ways, askedName{slices.Concat(words[:i], []string{w + words[i+1]}, words[i+2:]), 1})
		}
	}
	return ways[:min(len(ways), maxAskedWays)]
}

func (r *Registry) hasSound(word string) bool { return len(r.bySound[indonesian.Sound(word)]) > 0 }

// alikeWays returns the sounds that each of the words may have; nil for fewer than two words
// that are no initials.
func (r *Registry) alikeWays(words []string) []alikeWay {
	ways := make([]alikeWay, len(words))
	whole := 0
	for i, w := range words {
		ways[i] = alikeWay{sound: indonesian.Sound(w), optional: particles[w]}
		if len(w) < 2 || particles[w] {
			continue
		}
		whole++
		if indonesian.MayRespell(w) {
			ways[i].others = r.alike(indonesian.WideOf(w), false)
		}
		if initial := ranks[ways[i].sound]; initial != "" {
			ways[i].others = append(ways[i].others, AlikeWord{Sound: initial, Changes: 1})
		}
	}
	if whole < 2 {
		return nil
	}
	return ways
}

// partsAlike returns the parts that have the rarest of the words in one of its ways, none if
// all words have too many.
func (r *Registry) partsAlike(ways []alikeWay) []*part {
	least, at := maxAlikeParts+1, -1
	for i, w := range ways {
		if len(w.sound) < 2 || w.optional {
			continue
		}
		n := len(r.bySound[w.sound])
		for _, other := range w.others {
			n += len(r.bySound[other.Sound])
		}
		if n < least {
			least, at = n, i
		}
	}
	if at < 0 {
		return nil
	}
	parts := slices.Clone(r.bySound[ways[at].sound])
	for _, other := range ways[at].others {
		parts = append(parts, r.bySound[other.Sound]...)
	}
	return parts
}

// changesFrom returns by how many changes the words of p differ from those asked for, and
// whether p has all of them, each in a word of its own.
func (p *part) changesFrom(ways []alikeWay) (n int, all bool) {
	others := 0
	var room [MaxNameWords]string
	used := room[:0]
	has := func(sound string) bool {
		_, there := slices.BinarySearch(p.sounds, sound)
		return there && !slices.Contains(used, sound)
	}
	for _, w := range ways {
		switch at := slices.IndexFunc(w.others, func(o AlikeWord) bool { return has(o.Sound) }); {
		case has(w.sound):
			used = append(used, w.sound)
		case len(w.sound) == 1 && p.hasWords([]string{w.sound}):
		case w.optional:
			n++
		case at < 0:
			return 0, false
		default:
			used = append(used, w.others[at].Sound)
			n += w.others[at].Changes
			others++
		}
	}
	return n, others <= maxAlikeWords && n <= maxNameChanges
}

// OtherKeys returns keys of people whom folded words denote: those of names that lack one of the
// words in every spelling and have another word in its place. It looks only at people with
// [Meaning.Heard], and at no key of that. It takes the number of names of each person from effort,
// and leaves out a person who has more than effort has left. Of a single word without its initials
// there are none.
func (r *Registry) OtherKeys(effort *Effort, words []string, who []Meaning) []string {
	r.mu.RLock()
	defer r.mu.RUnlock()
	var keys []string
	var ways []alikeWay
	for _, m := range who {
		p := r.personOfID(m.ID)
		if m.Heard == nil || p == nil || !effort.take(len(p.parts)) {
			continue
		}
		if ways == nil {
			if ways = r.alikeWays(words); ways == nil {
				return nil
			}
		}
		may := make(map[string]bool, len(m.Keys))
		for _, key := range m.Keys {
			may[key] = true
		}
		for _, key := range m.Heard {
			delete(may, key)
		}
		for _, part := range p.parts {
			if len(part.raws) == 0 || !part.name.isOther(ways) || part.name.heard == indonesian.JoinedSound(words...) {
				continue
			}
			for _, k := range part.raws {
				if may[k.text] {
					keys = append(keys, k.text)
				}
			}
		}
	}
	return keys
}

// isOther reports whether a name lacks one of the words asked for, in any spelling and as an
// initial, and has another word for it.
func (n *personName) isOther(ways []alikeWay) bool {
	left := slices.Clone(soundsOf(n.words)) // which may be the words themselves
	missing := 0
	for _, w := range ways {
		at := slices.IndexFunc(left, func(s string) bool {
			return s == w.sound || len(s) == 1 && s[0] == w.sound[0] || slices.ContainsFunc(w.others, func(o AlikeWord) bool { return o.Sound == s })
		})
		switch {
		case at >= 0:
			left = slices.Delete(left, at, at+1)
		case len(w.sound) > 1 && !w.optional:
			missing++
		}
	}
	return missing > 0 && slices.ContainsFunc(left, func(s string) bool { return len(s) > 1 && !particles[s] })
}

// WrittenNames returns the names, as articles write them, of the people with the ids, those in
// the most articles first, at most maxWrittenNames. Short names and those of one word are left
// out.
func (r *Registry) WrittenNames(ids []string) []string {
	r.mu.RLock()
	defer r.mu.RUnlock()
	counts := make(map[string]int)
	for _, id := range ids {
		who := r.personOfID(id)
		if who == nil || who.suppressed {
			continue
		}
		for _, p := range who.parts {
			if len(p.name.words) < 2 {
				continue
			}
			for _, k := range p.raws {
				counts[k.name()] += max(k.articles, 1)
			}
		}
	}
	names := slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), strings.Compare(a, b))
	})
	return names[:min(len(names), maxWrittenNames)]
}
