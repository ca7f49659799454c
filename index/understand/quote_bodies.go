package understand

import (
	"slices"
	"strings"
	"time"

	"warta/analyzers/indonesian"
	"warta/analyzers/officials"
	"warta/analyzers/satker"
	"warta/index/labels"
	"warta/index/people"
)

// Bounds of the words behind a post of another body, and of the bodies that they may name.
const (
	maxBodyWords = 10
	maxBodies    = 16
)

// A bodyPost is a post of a body other than the KPU among the words, from word at on, with the
// marks before it from word first on.
type bodyPost struct {
	people.OtherPost
	first, at, end int // end is the word behind the post
}

// bodyPostAt returns the post of another body at word i.
func (q *quoteText) bodyPostAt(i, to int) (bodyPost, bool) {
	at := q.behindMarks(i, to)
	post, n := people.OtherPostAt(q.folded(at, to))
	return bodyPost{OtherPost: post, first: i, at: at, end: at + n}, n > 0
}

// postOfBody reads a post of another body at word i of a range that ends with to, with the body that
// articles have, or with a place of the gazetteer. It returns the end of what it read, i for none.
func (q *quoteText) postOfBody(i, to int, isFirst bool) int {
	post, ok := q.bodyPostAt(i, to)
	if !ok {
		return i
	}
	asked := q.askedOf(post)
	units := 0
	if post.Unit {
		units = maxUnitWords
	}
	for from := post.end; from <= min(to, post.end+units); from++ {
		if from > post.end && (from == to || !officials.IsBody(q.words[from].folded)) {
			continue
		}
		bodies, end := q.bodiesAt(post.OtherPost, from, to)
		if bodies == nil {
			continue
		}
		asked.Bodies, asked.Unit, asked.InUnit = bodies, q.waysToSay(post.end, from), from > post.end
		return q.heldInBody(i, end, asked)
	}
	return q.postOfUnknownBody(post, to, isFirst)
}

// askedOf returns what asks for a post, without its body: for the titles of bodies and for those of
// posts.yaml.
func (q *quoteText) askedOf(post bodyPost) people.AskedPost {
	known := people.KnownPosts().AskedFor(strings.Join(q.folded(post.at, post.end), " "))
	asked := people.AskedPost{Posts: slices.Concat(post.Titles, known), Today: q.today.Format(time.DateOnly)}
	for i := post.first; i < post.at; {
		n, acting, former := people.KnownPosts().MarkAt(q.folded(i, post.at))
		asked.Acting, asked.Former = asked.Acting || acting, asked.Former || former
		i += max(1, n)
	}
	return asked
}

// bodiesAt returns the bodies that articles have and that the words from word from on name as the
// body of a post, and the end of these words: as many as possible. There are none if the words
// name a longer place than the bodies have.
func (q *quoteText) bodiesAt(post people.OtherPost, from, to int) ([]string, int) {
	last := min(to, from+maxBodyWords)
	places := q.placesIn(from, last, to)
	for end := last; end >= from; end-- {
		bodies := q.bodiesOf(post, from, end, places)
		if bodies == nil {
			continue
		}
		goesOn := end > from && end < to && people.MakesLonger(q.words[end].folded) ||
			slices.ContainsFunc(places, func(p namedPlace) bool { return p.from < end && p.end > end })
		if goesOn || len(bodies) > maxBodies {
			return nil, from
		}
		return bodies, end
	}
	return nil, from
}

// A namedPlace is a region among the words after which an office of the KPU is named.
type namedPlace struct {
	from, end int
	names     [][]string // folded
}

// placesIn returns the longest places that begin with the words from one to another, and that end
// before word to.
func (q *quoteText) placesIn(from, last, to int) []namedPlace {
	const body = "kpu "
	var list []namedPlace
	for i := from; i < last; i++ {
		if people.BodyLevel(q.words[i].folded) != "" {
			continue
		}
		text := body + strings.Join(q.folded(i, to), " ")
		m, ok := labels.Offices().OfficeAt(text, 0, satker.Context{})
		if !ok || m.Form != satker.Named || m.End <= len(body) {
			continue
		}
		p := namedPlace{from: i, end: i + len(strings.Fields(text[len(body):m.End]))}
		for _, code := range append([]string{m.Code}, m.Candidates...) {
			p.names = appendNames(p.names, code)
		}
		list = append(list, p)
	}
	return list
}

// appendNames appends the folded names of the region of an office.
func appendNames(names [][]string, code string) [][]string {
	o, known := labels.Offices().ByCode(code)
	if !known {
		return names
	}
	for _, name := range append([]string{o.Region}, o.Aliases...) {
		words := slices.DeleteFunc(regionWords(name), isBareOffice)
		if len(words) > 0 && !slices.ContainsFunc(names, func(n []string) bool { return slices.Equal(n, words) }) {
			names = append(names, words)
		}
	}
	return names
}

// bodiesOf returns the bodies that words from one to another name as the body of a post, with
// the places among them by any of their names.
func (q *quoteText) bodiesOf(post people.OtherPost, from, end int, places []namedPlace) []string {
	words := q.folded(from, end)
	switch {
	case post.Whole && len(words) == 0:
		return q.people.BodiesNamed(post.Body, true)
	case post.Whole || len(words) == 0:
		return nil
	}
	names := [][]string{words}
	for _, p := range places {
		if p.end != end {
			continue
		}
		for _, place := range p.names {
			names = append(names, slices.Concat(words[:p.from-from], place))
		}
	}
	var bodies []string
	for _, name := range names {
		found := q.people.BodiesNamed(slices.Concat(post.Body, name), post.Body == nil && !officials.IsBody(name[0]))
		if found == nil && post.Body != nil {
			found = q.sameKind(post, name)
		}
		bodies = append(bodies, found...)
	}
	slices.Sort(bodies)
	return slices.Compact(bodies)
}

// sameKind returns the bodies with a name that itself begins with the kind of body of a post:
// "kadis disdukcapil buleleng".
func (q *quoteText) sameKind(post people.OtherPost, name []string) []string {
	if !officials.IsBody(name[0]) {
		return nil
	}
	first := strings.Join(post.Body, " ")
	ways, _ := people.WaysToName(name[:1])
	if !slices.ContainsFunc(ways[0], func(way string) bool { return strings.HasPrefix(way, first) }) {
		return nil
	}
	return q.people.BodiesNamed(name, false)
}

// heldInBody asks for the holders of a post at bodies that the words from one to another name, and
// returns the end of these words, from if the post is not held yet.
func (q *quoteText) heldInBody(from, end int, asked people.AskedPost) int {
	if q.isComing(from, end) {
		return from
	}
	q.mark(from, end, postWord)
	if !q.takes(asked) {
		return end
	}
	q.askPost(asked, q.bare(from, end))
	q.preferBody(asked)
	q.noteBodies(from, end, asked)
	q.spans++
	for i := from; i < end; i++ {
		q.words[i].span = q.spans
	}
	q.holders = append(q.holders, postHolders{text: q.bare(from, end), span: q.spans, who: q.people.HoldingAt(asked)})
	return end
}

// noteBodies adds a post to the summary, with the first bodies that it is held in.
func (q *quoteText) noteBodies(from, end int, asked people.AskedPost) {
	const most = 3 // bodies
	ways := []string{strings.ToLower(q.bare(from, end))}
	for _, body := range asked.Bodies[:min(most, len(asked.Bodies))] {
		place, _ := officials.WithoutImplied(asked.Posts[0], body)
		if way := asked.Posts[0] + " " + place; way != indonesian.Fold(ways[0]) {
			ways = append(ways, way)
		}
	}
	q.note(strings.Join(ways, " | "))
}

// postOfUnknownBody reads a post whose body no article has: with a place of the gazetteer behind it
// or, of a post that is all of a text, without one. Posts of posts.yaml are left to postAt.
func (q *quoteText) postOfUnknownBody(post bodyPost, to int, isFirst bool) int {
	if post.Body == nil || post.Whole || people.KnownPosts().AskedAt(q.folded(post.at, to)) >= post.end-post.at {
		return post.first
	}
	from := post.end
	for ; from < min(to, post.end+maxUnitWords); from++ {
		if _, _, ok := q.placeAt(from, to); ok {
			break
		}
	}
	hasPlace := from < to && from < post.end+maxUnitWords
	kind, known := people.WaysToName(slices.Concat(post.Body, q.folded(post.end, from)))
	switch {
	case from > post.end && !known: // words between that are no kind of body
		return post.first
	case !hasPlace && (from < to || !isFirst):
		return post.first
	}
	asked := q.askedOf(post)
	asked.Body = kind
	end := from
	if hasPlace {
		var place [][]string
		place, end, _ = q.placeAt(from, to)
		asked.Body, asked.Level = append(asked.Body, place...), q.levelIn(from, end)
	}
	if q.isComing(post.first, end) {
		return post.first
	}
	q.mark(post.first, end, postWord)
	if q.takes(asked) {
		q.askPost(asked, q.bare(post.first, end))
		q.preferBody(asked)
		q.note(strings.ToLower(q.text(post.first, end)))
	}
	return end
}
