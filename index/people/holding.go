package people

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"warta/index/roster"
)

// Holding returns the people who hold one of the posts at one of the satker, according to
// articles or to the roster, those in the most articles first. The posts are entries of
// posts.yaml.
func (r *Registry) Holding(posts, codes []string) []Meaning {
	r.mu.RLock()
	defer r.mu.RUnlock()
	byArticles, byRoster := make(tenures), make(tenures)
	for _, code := range codes {
		for _, p := range r.postHolders[code] {
			p.eachPost(func(h postYear) { byArticles.add(p.owner(), posts, h.post, tenure{first: h.year, last: h.year}) })
		}
		for _, h := range r.roster.holdersAt(code) {
			who := r.personOfHolder(h)
			for _, t := range h.rows {
				if post, ok := foldPost(t.Post); ok {
					byRoster.add(who, posts, post, tenureOf(t))
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
			if r.isMentioned(who) {
				list = append(list, Meaning{ID: who.id, Name: who.name, articles: who.articles(), Because: because + t.String()})
			}
		}
	}
	add(byArticles, "articles say that the person holds the post")
	add(byRoster, "the list of office holders gives the person the post")
	slices.SortFunc(list, func(a, b Meaning) int {
		return cmp.Or(cmp.Compare(b.articles, a.articles), strings.Compare(a.ID, b.ID))
	})
	return r.fillKeys(list)
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

// add extends the tenure of a person, if post is one of posts.
func (t tenures) add(who *person, posts []string, post string, more tenure) {
	if who == nil || !slices.Contains(posts, KnownPosts().entry(post)) {
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
