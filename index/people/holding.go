package people

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"warta/index/dockeys"
	"warta/index/roster"
)

// Holding returns the people who hold one of the posts at one of its satker, according to
// articles or to the roster: those who held it in the years from and to, then those who held it
// nearest to these. A year of 0 is an open end; with both open, and of two as near, who held it
// last comes first. For those who act in the post, and for those who held it before, it returns only
// people of whom that is known.
func (r *Registry) Holding(asked AskedPost, from, to int) []Meaning {
	r.mu.RLock()
	defer r.mu.RUnlock()
	byArticles, byRoster, called := make(tenures), make(tenures), make(tenures)
	for _, code := range asked.Codes {
		r.articlesGive(byArticles, asked, code)
		r.rosterGives(byRoster, asked, code)
		for _, p := range r.markedHolders[code] {
			p.eachMarked(former, func(h postYear) { called.add(p.owner(), asked, h.post, tenure{first: h.year, last: h.year}) })
		}
	}
	var list []Meaning
	at := make(map[string]nearness) // by id
	var gone map[*person]int
	add := func(of tenures, because string) {
		for who, t := range of {
			if who.suppressed || !r.isMentioned(who) || asked.Former && gone[who] == 0 {
				continue
			}
			near, listed := at[who.id]
			if !listed {
				near = t.nearness(from, to)
				list = append(list, Meaning{ID: who.id, Name: who.name, articles: who.articles(), Because: because + t.String()})
			}
			at[who.id] = near.or(t.nearness(from, to))
		}
	}
	holds := "holds the post"
	switch {
	case asked.Former:
		gone = r.goneSince(asked)
		holds = "held the post"
		add(called, "articles call the person a former holder of the post")
	case asked.Acting:
		holds = "acts in the post"
	}
	add(byArticles, "articles say that the person "+holds)
	add(byRoster, "the list of office holders gives the person the post")
	slices.SortFunc(list, func(a, b Meaning) int {
		return cmp.Or(at[a.ID].Compare(at[b.ID]), cmp.Compare(b.articles, a.articles), strings.Compare(a.ID, b.ID))
	})
	return r.fillKeys(list)
}

// articlesGive adds the tenures that articles give at a satker: for those who act in the post only
// where they say so.
func (r *Registry) articlesGive(to tenures, asked AskedPost, code string) {
	if asked.Acting {
		for _, p := range r.markedHolders[code] {
			p.eachMarked(acting, func(h postYear) { to.add(p.owner(), asked, h.post, tenure{first: h.year, last: h.year}) })
		}
		return
	}
	for _, p := range r.postHolders[code] {
		p.eachPost(func(h postYear) { to.add(p.owner(), asked, h.post, tenure{first: h.year, last: h.year}) })
	}
}

// rosterGives adds the tenures that the roster gives at a satker.
func (r *Registry) rosterGives(to tenures, asked AskedPost, code string) {
	for _, h := range r.roster.holdersAt(code) {
		who := r.personOfHolder(h)
		for _, t := range h.rows {
			post, as := KnownPosts().standingIn(foldTitle(t.Post))
			if post != "" && as != former && (!asked.Acting || as == acting) {
				to.add(who, asked, post, tenureOf(t))
			}
		}
	}
}

// A nearness says how near a tenure is to the years asked for.
type nearness struct{ years, last int }

// Compare orders the nearest first, of two as near that which ended last.
func (n nearness) Compare(other nearness) int {
	return cmp.Or(cmp.Compare(n.years, other.years), cmp.Compare(other.last, n.last))
}

// or returns the nearest years and the last end of both.
func (n nearness) or(other nearness) nearness {
	return nearness{min(n.years, other.years), max(n.last, other.last)}
}

// nearness returns how many years the tenure is away from the years from and to, 0 for an open
// end. A tenure without years is away the most.
func (t tenure) nearness(from, to int) nearness {
	first, last := t.first, t.last
	if t.noFirst {
		first = 0
	} else if first == 0 {
		return nearness{years: dockeys.LastYear}
	}
	if t.noLast {
		last = dockeys.LastYear
	}
	return nearness{years: max(0, first-cmp.Or(to, dockeys.LastYear), from-last), last: last}
}

// A tenure is the time in which a person is known to hold a post.
type tenure struct {
	first, last int  // years; 0 if unknown
	noFirst     bool // a row of the roster has no first day
	noLast      bool // a row of the roster has no last day
}

// tenureOf returns the tenure of a row of the roster.
func tenureOf(row roster.Row) tenure {
	t := tenure{first: yearIn(row.From), last: yearIn(row.To), noFirst: row.From == "", noLast: row.To == ""}
	t.first, t.last = cmp.Or(t.first, t.last), cmp.Or(t.last, t.first)
	return t
}

// String returns the tenure as the end of a sentence that says who holds a post. It is
// empty if no year is known, or neither end.
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

// tenures are the tenures of one of several posts, by person.
type tenures map[*person]tenure

// add extends the tenure of a person, if post is the one asked for.
func (t tenures) add(who *person, asked AskedPost, post string, more tenure) {
	if who == nil || !slices.Contains(asked.Posts, KnownPosts().entry(post)) || len(asked.Unit) > 0 && !asked.isTitle(post) {
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
