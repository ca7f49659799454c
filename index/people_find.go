package index

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
	maxNameWords = 8    // words of a name that are looked at
	maxMeant     = 16   // people whom words may mean: those of the most articles
	maxVague     = 256  // parts that have a word, beyond which the word alone means none
	maxMeantKeys = 1024 // raw keys of all that are meant: those of the most articles
)

// A meant is a person whom words may mean.
type meant struct {
	id, name string
	because  string
	whole    bool // the words are all of a name of theirs
	keys     []string
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

// nameableWord reports whether a folded word may stand in a name that is looked for:
// one of a name, or an initial.
func (r *registry) nameableWord(word string) bool {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return word != "" && (len(word) == 1 || len(r.words[indonesian.Skeleton(word)]) > 0)
}

// meant returns the people whose name holds all the folded words, those of the most
// articles first, and none for a word that is in too many names. inside also returns
// private people, each name of an office by itself.
func (r *registry) meant(words []string, inside bool) []meant {
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
	var list []meant
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
				list = append(list, meant{id: who.id, name: who.name, articles: who.articles(), because: becauseShort})
			}
			r.reason(&list[n], p, asked)
		}
	}
	slices.SortFunc(list, func(a, b meant) int {
		return cmp.Or(cmp.Compare(b.articles, a.articles), strings.Compare(a.id, b.id))
	})
	return r.withKeys(list)
}

// isKnown reports whether articles name a person, by whatever name, or an editor named
// them as a speaker.
func (r *registry) isKnown(who *person) bool { return who.isNamed() || len(r.keysOfPerson(who)) > 0 }

// withKeys cuts a list to those of the most articles and fills in their raw keys.
func (r *registry) withKeys(list []meant) []meant {
	list = list[:min(len(list), maxMeant)]
	total := 0
	for i := range list {
		if list[i].keys == nil {
			list[i].keys = r.keysOfPerson(r.ofID(list[i].id))
		}
		if room := max(0, maxMeantKeys-total); len(list[i].keys) > room {
			slices.SortStableFunc(list[i].keys, func(a, b string) int { return cmp.Compare(r.articlesOf(b), r.articlesOf(a)) })
			list[i].keys = list[i].keys[:room]
		}
		total += len(list[i].keys)
	}
	return list
}

// holding returns who holds one of the posts at one of the satker, by what articles
// tell or by the list of office holders: those of the most articles first. The posts are
// those of posts.yaml.
func (r *registry) holding(posts, codes []string) []meant {
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
	var list []meant
	add := func(of tenures, because string) {
		for who, t := range of {
			if who.suppressed || slices.ContainsFunc(list, func(m meant) bool { return m.id == who.id }) {
				continue
			}
			if r.isKnown(who) {
				list = append(list, meant{id: who.id, name: who.name, articles: who.articles(), because: because + t.String()})
			}
		}
	}
	add(told, "articles tell that they hold the post")
	add(listed, "the list of office holders gives them the post")
	slices.SortFunc(list, func(a, b meant) int {
		return cmp.Or(cmp.Compare(b.articles, a.articles), strings.Compare(a.id, b.id))
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
	if who == nil || !slices.Contains(posts, knownPosts().entryOf(post)) {
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
func (r *registry) reason(m *meant, p *part, asked []string) {
	holds := func(name *personName) bool {
		q := part{words: slices.Sorted(slices.Values(name.words))}
		if !q.holds(asked) {
			return false
		}
		m.whole = m.whole || len(name.words) == len(asked)
		return true
	}
	better := func(because string) {
		order := []string{becauseWritten, becauseGiven, becauseCalled, becauseListed, becauseOther, becauseShort}
		if slices.Index(order, because) < slices.Index(order, m.because) {
			m.because = because
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
		if to, ok := r.decisions.renamed[p.row.id]; ok && p.row.id != "" && holds(newPersonName(to.Name)) {
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
func (r *registry) articlesOf(raw string) int {
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
