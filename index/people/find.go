package people

import (
	"cmp"
	"slices"
	"strings"

	"warta/analyzers/indonesian"
)

// Bounds of finding people by words.
const (
	MaxNameWords   = 8    // words of a name that are looked at
	MaxMeanings    = 16   // people whom words may mean: those of the most articles
	maxWordParts   = 256  // parts that have a word, beyond which the word alone means none
	maxMeaningKeys = 1024 // raw keys of all that are meant: those of the most articles
)

// A Meaning is a person whom words may mean.
type Meaning struct {
	ID, Name  string
	Because   string
	WholeName bool // the words are all of a name of theirs
	Keys      []string
	articles  int
}

// The reasons why words mean a person, the first that holds counts.
const (
	meansWritten    = "articles write the name so, or in another spelling of it"
	meansRenamed    = "an editor gave the name"
	meansAlias      = "an article declares the name"
	meansRoster     = "the list of office holders has the name"
	meansOtherNames = "articles write parts of the name, of one person under several names"
	meansShortName  = "a short name that leads to one person of the office"
	meansPrivate    = "a name inside articles, of a private person"
)

// NameableWord reports whether a folded word may stand in a name that is looked for:
// one of a name, or an initial.
func (r *Registry) IsNameWord(word string) bool {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return word != "" && (len(word) == 1 || len(r.byWord[indonesian.Skeleton(word)]) > 0)
}

// Meaning returns the people whose name holds all the folded words, those of the most
// articles first, and none for a word that is in too many names. inside also returns
// private people, each name of an office by itself.
func (r *Registry) Meaning(words []string, inside bool) []Meaning {
	r.mu.RLock()
	defer r.mu.RUnlock()
	asked := make([]string, len(words))
	var parts []*part // of the rarest word
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
	private := make(map[string]bool)
	for _, p := range parts {
		if !p.hasWords(asked) {
			continue
		}
		who := p.owner()
		switch {
		case who == nil && inside && p.withoutPost() && len(p.raws) > 0:
			if id := p.privateID(); !private[id] {
				private[id] = true
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

// isKnown reports whether articles name a person, by whatever name, or an editor named
// them as a speaker.
func (r *Registry) isMentioned(who *person) bool {
	return who.hasFullName() || len(r.keysOfPerson(who)) > 0
}

// withKeys cuts a list to those of the most articles and fills in their raw keys.
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

// holds reports whether all the words, skeletons or initials, stand in the names of p.
func (p *part) hasWords(asked []string) bool {
	for _, w := range asked {
		if len(w) > 1 {
			if _, there := slices.BinarySearch(p.words, w); !there {
				return false
			}
			continue
		}
		// Those that begin with the letter stand side by side.
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

// reason sets why the words mean a person, by one of its parts.
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
		if p.holder != nil && holds(p.holder.words) {
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

// articlesOf returns how many articles give a raw key.
func (r *Registry) articlesOf(raw string) int {
	if k := r.keys[raw]; k != nil {
		return k.articles
	}
	return 0
}

// articles returns how many articles give the raw keys of the person, an article once
// for each.
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
