package people

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"warta/analyzers/indonesian"
	"warta/index/roster"
)

// Bounds of finding people by words.
const (
	MaxNameWords = 8    // words of a name that are looked at
	MaxMeant     = 16   // people whom words may mean: those of the most articles
	maxVague     = 256  // parts that have a word, beyond which the word alone means none
	maxMeantKeys = 1024 // raw keys of all that are meant: those of the most articles
)

// A Meaning is a person whom words may mean.
type Meaning struct {
	ID, Name string
	Because  string
	Whole    bool // the words are all of a name of theirs
	Keys     []string
	articles int
}

// The reasons why words mean a person, the first that holds counts.
const (
	becauseWritten = "articles write the name so, or in another spelling of it"
	becauseGiven   = "an editor gave the name"
	becauseCalled  = "an article declares the name"
	becauseListed  = "the list of office holders has the name"
	becauseOther   = "articles write parts of the name, of one person under several names"
	becauseShort   = "a short name that leads to one person of the office"
	becauseInside  = "a name inside articles, of a private person"
)

// NameableWord reports whether a folded word may stand in a name that is looked for:
// one of a name, or an initial.
func (r *Registry) NameableWord(word string) bool {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return word != "" && (len(word) == 1 || len(r.words[indonesian.Skeleton(word)]) > 0)
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
		if of := r.words[asked[i]]; len(w) > 1 && (parts == nil || len(of) < len(parts)) {
			if parts = of; len(of) == 0 {
				return nil
			}
		}
	}
	if len(words) == 1 && len(parts) > maxVague {
		return nil
	}
	var list []Meaning
	at := make(map[*person]int)
	private := make(map[string]bool)
	for _, p := range parts {
		if !p.holds(asked) {
			continue
		}
		who := p.who()
		switch {
		case who == nil && inside && p.isInside() && len(p.raws) > 0:
			if id := p.insideID(); !private[id] {
				private[id] = true
				list = append(list, r.insideMeant(id, len(asked)))
			}
		case who == nil || who.suppressed || !r.isKnown(who):
		default:
			n, there := at[who]
			if !there {
				n = len(list)
				at[who] = n
				list = append(list, Meaning{ID: who.id, Name: who.name, articles: who.articles(), Because: becauseShort})
			}
			r.reason(&list[n], p, asked)
		}
	}
	slices.SortFunc(list, func(a, b Meaning) int {
		return cmp.Or(cmp.Compare(b.articles, a.articles), strings.Compare(a.ID, b.ID))
	})
	return r.withKeys(list)
}

// isKnown reports whether articles name a person, by whatever name, or an editor named
// them as a speaker.
func (r *Registry) isKnown(who *person) bool { return who.isNamed() || len(r.keysOfPerson(who)) > 0 }

// withKeys cuts a list to those of the most articles and fills in their raw keys.
func (r *Registry) withKeys(list []Meaning) []Meaning {
	list = list[:min(len(list), MaxMeant)]
	total := 0
	for i := range list {
		if list[i].Keys == nil {
			list[i].Keys = r.keysOfPerson(r.ofID(list[i].ID))
		}
		if room := max(0, maxMeantKeys-total); len(list[i].Keys) > room {
			slices.SortStableFunc(list[i].Keys, func(a, b string) int { return cmp.Compare(r.articlesOf(b), r.articlesOf(a)) })
			list[i].Keys = list[i].Keys[:room]
		}
		total += len(list[i].Keys)
	}
	return list
}

// Holding returns who holds one of the posts at one of the satker, by what articles
// tell or by the list of office holders: those of the most articles first. The posts are
// those of posts.yaml.
func (r *Registry) Holding(posts, codes []string) []Meaning {
	r.mu.RLock()
	defer r.mu.RUnlock()
	told, listed := make(tenures), make(tenures)
	for _, code := range codes {
		for _, p := range r.seats[code] {
			p.eachPost(func(h toldPost) { told.add(p.who(), posts, h.post, tenure{first: h.year, last: h.year}) })
		}
		for _, h := range r.roster.holdersAt(code) {
			who := r.ofHolder(h)
			for _, t := range h.terms {
				if post, ok := foldPost(t.Post); ok {
					listed.add(who, posts, post, tenureOf(t))
				}
			}
		}
	}
	var list []Meaning
	add := func(of tenures, because string) {
		for who, t := range of {
			if who.suppressed || slices.ContainsFunc(list, func(m Meaning) bool { return m.ID == who.id }) {
				continue
			}
			if r.isKnown(who) {
				list = append(list, Meaning{ID: who.id, Name: who.name, articles: who.articles(), Because: because + t.String()})
			}
		}
	}
	add(told, "articles tell that they hold the post")
	add(listed, "the list of office holders gives them the post")
	slices.SortFunc(list, func(a, b Meaning) int {
		return cmp.Or(cmp.Compare(b.articles, a.articles), strings.Compare(a.ID, b.ID))
	})
	return r.withKeys(list)
}

// A tenure is when a person is known to hold a post.
type tenure struct {
	first, last int  // years, 0 where none is known
	noFirst     bool // the list tells of no first day
	noLast      bool // the list tells of no last day
}

// tenureOf returns when a row of the list of office holders gives its post.
func tenureOf(row roster.Row) tenure {
	t := tenure{first: yearIn(row.From), last: yearIn(row.To), noFirst: row.From == "", noLast: row.To == ""}
	t.first, t.last = cmp.Or(t.first, t.last), cmp.Or(t.last, t.first)
	return t
}

// String tells a tenure behind the words that say that a post is held; empty where no
// year, or neither end, is known.
func (t tenure) String() string {
	first, last := strconv.Itoa(t.first), strconv.Itoa(t.last)
	switch {
	case t.first == 0 || t.noFirst && t.noLast:
		return ""
	case t.noLast:
		return " since " + first
	case t.noFirst:
		return " until " + last
	case first == last:
		return " in " + first
	}
	return " in " + first + "–" + last
}

// tenures are those of people.
type tenures map[*person]tenure

// add records that a person holds post for some time, where post is one of posts.
func (t tenures) add(who *person, posts []string, post string, more tenure) {
	if who == nil || !slices.Contains(posts, KnownPosts().entryOf(post)) {
		return
	}
	known := t[who]
	known.noFirst, known.noLast = known.noFirst || more.noFirst, known.noLast || more.noLast
	known.last = max(known.last, more.last)
	if known.first == 0 || more.first != 0 && more.first < known.first {
		known.first = more.first
	}
	t[who] = known
}

// holds reports whether all the words, skeletons or initials, stand in the names of p.
func (p *part) holds(asked []string) bool {
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
func (r *Registry) reason(m *Meaning, p *part, asked []string) {
	holds := func(name *personName) bool {
		q := part{words: slices.Sorted(slices.Values(name.words))}
		if !q.holds(asked) {
			return false
		}
		m.Whole = m.Whole || len(name.words) == len(asked)
		return true
	}
	better := func(because string) {
		order := []string{becauseWritten, becauseGiven, becauseCalled, becauseListed, becauseOther, becauseShort}
		if slices.Index(order, because) < slices.Index(order, m.Because) {
			m.Because = because
		}
	}
	switch {
	case p.led != nil:
		holds(p.name)
	case len(p.raws) > 0 && holds(p.name):
		better(becauseWritten)
	default:
		better(becauseOther)
		if p.holder != nil && holds(p.holder.words) {
			better(becauseListed)
		}
		if to, ok := r.decisions.Renamed[p.row.id]; ok && p.row.id != "" && holds(newPersonName(to.Name)) {
			better(becauseGiven)
		}
		for _, alias := range p.called {
			if holds(newPersonName(alias.text)) {
				better(becauseCalled)
			}
		}
	}
}

// articlesOf returns how many articles give a raw key.
func (r *Registry) articlesOf(raw string) int {
	if k := r.raws[raw]; k != nil {
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
