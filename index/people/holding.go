package people

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"warta/index/roster"
)

// Holding returns who holds one of the posts at one of the satker, by what articles
// tell or by the list of office holders: those of the most articles first. The posts are
// those of posts.yaml.
func (r *Registry) Holding(posts, codes []string) []Meaning {
	r.mu.RLock()
	defer r.mu.RUnlock()
	told, listed := make(tenures), make(tenures)
	for _, code := range codes {
		for _, p := range r.postHolders[code] {
			p.eachPost(func(h postYear) { told.add(p.owner(), posts, h.post, tenure{first: h.year, last: h.year}) })
		}
		for _, h := range r.roster.holdersAt(code) {
			who := r.personOfHolder(h)
			for _, t := range h.rows {
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
			if r.isMentioned(who) {
				list = append(list, Meaning{ID: who.id, Name: who.name, articles: who.articles(), Because: because + t.String()})
			}
		}
	}
	add(told, "articles tell that they hold the post")
	add(listed, "the list of office holders gives them the post")
	slices.SortFunc(list, func(a, b Meaning) int {
		return cmp.Or(cmp.Compare(b.articles, a.articles), strings.Compare(a.ID, b.ID))
	})
	return r.fillKeys(list)
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
