package people

import (
	"cmp"
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
	articles  int
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
	return word != "" && (len(word) == 1 || len(r.byWord[indonesian.Skeleton(word)]) > 0)
}

// Meaning returns the people who have all the folded words in their names, those in the
// most articles first, at most MaxMeanings. A single word of more than maxWordParts parts
// denotes none. If withPrivate is set it also returns private people, one for each name
// and office.
func (r *Registry) Meaning(words []string, withPrivate bool) []Meaning {
	r.mu.RLock()
	defer r.mu.RUnlock()
	asked := make([]string, len(words))
	var parts []*part // parts that have the rarest word
	for i, w := range words {
		asked[i] = indonesian.Skeleton(w)
		if of := r.byWord[asked[i]]; len(w) > 1 && (parts == nil || len(of) < len(parts)) {
			if parts = of; len(of) == 0 {
				return nil
			}
		}
	}
	if len(words) == 1 && len(parts) > maxWordParts {
		return nil
	}
	var list []Meaning
	at := make(map[*person]int)
	listed := make(map[string]bool) // ids of private people
	for _, p := range parts {
		if !p.hasWords(asked) {
			continue
		}
		who := p.owner()
		switch {
		case who == nil && withPrivate && p.withoutPost() && len(p.raws) > 0:
			if id := p.privateID(); !listed[id] {
				listed[id] = true
				list = append(list, r.privateMeaning(id, len(asked)))
			}
		case who == nil || who.suppressed || !r.isMentioned(who):
		default:
			n, there := at[who]
			if !there {
				n = len(list)
				at[who] = n
				list = append(list, Meaning{ID: who.id, Name: who.name, articles: who.articles(), Because: meansShortName})
			}
			r.explain(&list[n], p, asked)
		}
	}
	slices.SortFunc(list, func(a, b Meaning) int {
		return cmp.Or(cmp.Compare(b.articles, a.articles), strings.Compare(a.ID, b.ID))
	})
	return r.fillKeys(list)
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
	}
	return list
}

// hasWords reports whether the names of p have all the words, each a skeleton or an
// initial.
func (p *part) hasWords(asked []string) bool {
	for _, w := range asked {
		if len(w) > 1 {
			if _, there := slices.BinarySearch(p.words, w); !there {
				return false
			}
			continue
		}
		// Words are sorted, so that those that begin with the letter are adjacent.
		i, _ := slices.BinarySearch(p.words, w)
		for i < len(p.words) && p.words[i][0] == w[0] && slices.Contains(asked, p.words[i]) && len(p.words[i]) > 1 {
			i++
		}
		if i == len(p.words) || p.words[i][0] != w[0] {
			return false
		}
	}
	return true
}

// explain improves the reason of a meaning by one of the person's parts.
func (r *Registry) explain(m *Meaning, p *part, asked []string) {
	holds := func(name *personName) bool {
		q := part{words: slices.Sorted(slices.Values(name.words))}
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
