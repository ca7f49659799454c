package people

import (
	"cmp"
	"iter"
	"slices"
	"strings"

	"warta/analyzers/indonesian"
)

// Bounds of finding people by words.
const (
	MaxNameWords   = 8    // words of a name
	MaxMeanings    = 16   // people whom words may denote, those in the most articles
	maxWordParts   = 256  // parts with a word; the word alone denotes none if there are more
	maxMeaningKeys = 1024 // raw keys of all these people, those in the most articles
)

// A Meaning is a person whom words may denote.
type Meaning struct {
	ID, Name  string
	Because   string
	WholeName bool // the words are a complete name of the person
	Keys      []string
	// Heard are the keys of the person's names that have all the words as they are heard; nil
	// if all have.
	Heard    []string
	articles int
}

// The reasons why words denote a person. The first that applies is shown.
const (
	meansWritten    = "articles write the name this way or in another spelling"
	meansRenamed    = "an editor gave the person this name"
	meansAlias      = "an article gives it as another name of the person"
	meansRoster     = "the list of office holders has the name"
	meansOtherNames = "the words are in several names of one person in articles"
	meansShortName  = "a short name that only one person of the office has"
	meansPrivate    = "the name of a private person mentioned in articles"
)

// IsNameWord reports whether a folded word may be part of a name: a word of a known name,
// or an initial.
func (r *Registry) IsNameWord(word string) bool {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return word != "" && (len(word) == 1 || r.hasWord(word))
}

// Meaning returns the people who have all the folded words in their names as they are heard,
// two of them as one and one as two included, those in the most articles first, at most
// MaxMeanings. A single word of more than maxWordParts parts denotes none. If withPrivate is
// set it also returns private people, one for each name and office.
// Ways to hear the words that have more names than effort has left are left out.
func (r *Registry) Meaning(effort *Effort, words []string, withPrivate bool) []Meaning {
	r.mu.RLock()
	defer r.mu.RUnlock()
	m := meanings{Registry: r, at: make(map[*person]int), listed: make(map[string]bool)}
	for asked := range r.waysToHear(words) {
		parts := r.partsWithRarest(asked)
		if !effort.take(len(parts)) {
			continue
		}
		for _, p := range parts {
			if p.hasWords(asked) {
				m.add(p, asked, withPrivate)
			}
		}
	}
	slices.SortFunc(m.list, func(a, b meant) int {
		return cmp.Or(cmp.Compare(b.articles, a.articles), strings.Compare(a.ID, b.ID))
	})
	list := make([]Meaning, 0, MaxMeanings)
	for _, found := range m.list[:min(len(m.list), MaxMeanings)] {
		for _, h := range found.heard {
			for _, k := range h.part.raws {
				found.Heard = append(found.Heard, k.text)
			}
			r.explain(&found.Meaning, h.part, h.asked)
		}
		list = append(list, found.Meaning)
	}
	return r.fillKeys(list)
}

// An Effort bounds how many names of the registry the calls of one query look at together. A
// nil Effort bounds nothing.
type Effort struct {
	Left int
	Out  bool // names were left out
}

// take reports whether n names may be looked at.
func (e *Effort) take(n int) bool {
	switch {
	case e == nil:
		return true
	case n > e.Left:
		e.Out = true
		return false
	}
	e.Left -= n
	return true
}

// waysToHear iterates over the sounds of words: each alone, then with two neighbours as one
// word and with one word as two, where names have such words.
func (r *Registry) waysToHear(words []string) iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		asked := make([]string, len(words))
		for i, w := range words {
			asked[i] = indonesian.Sound(w)
		}
		if !yield(asked) {
			return
		}
		for i := range len(words) - 1 {
			one := indonesian.JoinedSound(words[i], words[i+1])
			if len(words[i]) > 1 && len(words[i+1]) > 1 && len(r.bySound[one]) > 0 &&
				!yield(slices.Concat(asked[:i], []string{one}, asked[i+2:])) {
				return
			}
		}
		for i, w := range words {
			for _, two := range indonesian.SplitSounds(w) {
				if len(r.bySound[two[0]]) > 0 && len(r.bySound[two[1]]) > 0 &&
					!yield(slices.Concat(asked[:i], two[:], asked[i+1:])) {
					return
				}
			}
		}
	}
}

// partsWithRarest returns the parts that have the rarest of the sounds, none for a single one
// of too many.
func (r *Registry) partsWithRarest(asked []string) []*part {
	var parts []*part
	for _, s := range asked {
		if of := r.bySound[s]; len(s) > 1 && (parts == nil || len(of) < len(parts)) {
			if parts = of; len(of) == 0 {
				return nil
			}
		}
	}
	if len(asked) == 1 && len(parts) > maxWordParts {
		return nil
	}
	return parts
}

// meanings collects the people whom words may denote.
type meanings struct {
	*Registry
	list   []meant
	at     map[*person]int
	listed map[string]bool // ids of private people
}

// A meant is a Meaning with the parts by which the words denote the person.
type meant struct {
	Meaning
	heard []heardPart
}

// A heardPart is a part that has the sounds asked for.
type heardPart struct {
	part  *part
	asked []string
}

// add adds the person of a part that has the sounds asked for.
func (m *meanings) add(p *part, asked []string, withPrivate bool) {
	who := p.owner()
	switch {
	case who == nil && withPrivate && p.withoutPost() && len(p.raws) > 0:
		if id := p.privateID(); !m.listed[id] {
			m.listed[id] = true
			m.list = append(m.list, meant{Meaning: m.privateMeaning(id, len(asked))})
		}
	case who == nil || who.suppressed || !m.isMentioned(who):
	default:
		n, there := m.at[who]
		if !there {
			n = len(m.list)
			m.at[who] = n
			m.list = append(m.list, meant{Meaning: Meaning{ID: who.id, Name: who.name, articles: who.articles(), Because: meansShortName}})
		}
		m.list[n].heard = append(m.list[n].heard, heardPart{p, asked})
	}
}

// isMentioned reports whether an article names the person, or an editor chose the person
// as a speaker.
func (r *Registry) isMentioned(who *person) bool {
	return who.hasFullName() || len(r.keysOfPerson(who)) > 0
}

// fillKeys cuts a sorted list to MaxMeanings and sets the raw keys, at most
// maxMeaningKeys together.
func (r *Registry) fillKeys(list []Meaning) []Meaning {
	list = list[:min(len(list), MaxMeanings)]
	total := 0
	for i := range list {
		if list[i].Keys == nil {
			list[i].Keys = r.keysOfPerson(r.personOfID(list[i].ID))
		}
		if room := max(0, maxMeaningKeys-total); len(list[i].Keys) > room {
			slices.SortStableFunc(list[i].Keys, func(a, b string) int { return cmp.Compare(r.articlesOf(b), r.articlesOf(a)) })
			list[i].Keys = list[i].Keys[:room]
		}
		total += len(list[i].Keys)
		if slices.Sort(list[i].Heard); len(slices.Compact(list[i].Heard)) >= len(list[i].Keys) {
			list[i].Heard = nil
		}
	}
	return list
}

// muhammadSound is how Muhammad is heard. A name may have it as an initial: M. Rofiq.
var muhammadSound = indonesian.Sound("muhammad")

// hasWords reports whether the names of p have all the words, each a sound or an initial.
func (p *part) hasWords(asked []string) bool {
	for _, w := range asked {
		if len(w) > 1 {
			_, there := slices.BinarySearch(p.sounds, w)
			if !there && w == muhammadSound { // written as an initial
				_, there = slices.BinarySearch(p.sounds, w[:1])
			}
			if !there {
				return false
			}
			continue
		}
		// Words are sorted, so that those that begin with the letter are adjacent.
		i, _ := slices.BinarySearch(p.sounds, w)
		for i < len(p.sounds) && p.sounds[i][0] == w[0] && slices.Contains(asked, p.sounds[i]) && len(p.sounds[i]) > 1 {
			i++
		}
		if i == len(p.sounds) || p.sounds[i][0] != w[0] {
			return false
		}
	}
	return true
}

// explain improves the reason of a meaning by one of the person's parts.
func (r *Registry) explain(m *Meaning, p *part, asked []string) {
	holds := func(name *personName) bool {
		q := part{sounds: soundsOf(slices.Sorted(slices.Values(name.words)))}
		if !q.hasWords(asked) {
			return false
		}
		m.WholeName = m.WholeName || len(name.words) == len(asked)
		return true
	}
	better := func(because string) {
		order := []string{meansWritten, meansRenamed, meansAlias, meansRoster, meansOtherNames, meansShortName}
		if slices.Index(order, because) < slices.Index(order, m.Because) {
			m.Because = because
		}
	}
	switch {
	case p.leadsTo != nil:
		holds(p.name)
	case len(p.raws) > 0 && holds(p.name):
		better(meansWritten)
	default:
		better(meansOtherNames)
		if p.holder != nil && holds(p.holder.compared) {
			better(meansRoster)
		}
		if to, ok := r.decisions.Renamed[p.row.id]; ok && p.row.id != "" && holds(newPersonName(to.Name)) {
			better(meansRenamed)
		}
		for _, alias := range p.aliases {
			if holds(newPersonName(alias.text)) {
				better(meansAlias)
			}
		}
	}
}

// articlesOf returns the number of articles that contain a raw key.
func (r *Registry) articlesOf(raw string) int {
	if k := r.keys[raw]; k != nil {
		return k.articles
	}
	return 0
}

// articles returns the number of articles that name the person; an article counts once
// for each of its raw keys.
func (who *person) articles() int {
	n := 0
	for _, p := range who.parts {
		n += p.articles()
	}
	return n
}

func (p *part) articles() int {
	n := 0
	for _, k := range p.raws {
		n += k.articles
	}
	return n
}
