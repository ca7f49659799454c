package people

import (
	"iter"
	"slices"
	"strings"

	"warta/analyzers/indonesian"
	"warta/analyzers/officials"
)

// newPart reads a raw key; nil for what is none.
func newPart(raw string) *part {
	name, scope, ok := cutKey(raw)
	if !ok || len(indonesian.NameWords(name)) == 0 { // it tells no person
		return nil
	}
	p := &part{slug: officials.Slug(name), kind: scope[0], base: scope[1:]}
	switch p.kind {
	case atSatker:
		p.key = p.slug + "@" + p.base
	case atBody:
		p.base, _, _ = strings.Cut(p.base, "/")
		p.key = p.slug + "@/" + p.base
	case somewhere, postless, toldPrivate:
		p.key = p.slug + "@" + scope
		p.codes = strings.FieldsFunc(p.base, func(r rune) bool { return r == ',' })
	default:
		return nil
	}
	p.slug = p.key[:len(p.slug)] // once in memory
	return p
}

// enter adds a part.
func (r *Registry) enter(c *changed, p *part) {
	p.row, _ = r.book.ofKey(p.key)
	r.parts[p.key] = p
	c.decided = c.decided || r.decisions.About[p.row.id]
}

// relate ties p to those of its name, where its raw keys make another name or other
// posts of it than before. A raw key that was added is given: mostly it changes
// nothing, which is seen at once, however many there are.
func (r *Registry) relate(c *changed, p *part, added *rawKey) {
	c.around = append(c.around, p)
	defer func() {
		r.list(c, p)
		r.reword(c, p)
	}()
	least, posts := p.least, p.posts
	if added == nil || len(p.raws) == 1 {
		least, posts = p.read()
	} else {
		least = min(least, added.name())
		posts = p.withPost(posts, added)
	}
	if p.name == nil || least != p.least {
		name := newPersonName(least)
		p.least = least
		if p.name == nil || !slices.Equal(name.words, p.name.words) {
			r.Part(c, p)
			p.name, p.posts = name, posts
			for at := range p.places() {
				p.knots = append(p.knots, r.knots.tie(p, at))
			}
			return
		}
	}
	if slices.Equal(posts, p.posts) {
		return
	}
	before := p.knots
	p.knots = nil
	for _, k := range before {
		if _, there := slices.BinarySearch(posts, k.post); k.post != "" && !there {
			r.leave(c, p, k)
		} else {
			p.knots = append(p.knots, k)
		}
	}
	for _, post := range posts {
		if _, there := slices.BinarySearch(p.posts, post); !there {
			p.knots = append(p.knots, r.knots.tie(p, place{of: "/" + p.base, post: post}))
		}
	}
	p.posts = posts
}

// read returns the least of the names of its raw keys, by which it is compared
// whatever the order in which they came, and its posts, in order.
func (p *part) read() (least string, posts []string) {
	if len(p.raws) == 0 {
		return spelled(p.slug), nil
	}
	least = p.raws[0].name()
	for _, k := range p.raws {
		least = min(least, k.name())
		posts = p.withPost(posts, k)
	}
	return least, posts
}

// withPost adds to posts, in order, that of a raw key, where it tells one with a term.
func (p *part) withPost(posts []string, k *rawKey) []string {
	if p.kind != atBody {
		return nil
	}
	_, in, _ := cutKey(k.text)
	post := in[len(p.base)+1:]
	at, there := slices.BinarySearch(posts, post)
	if there || strings.HasSuffix(post, "/") {
		return posts
	}
	return slices.Insert(slices.Clone(posts), at, post)
}

// Part unties p from those of its name.
func (r *Registry) Part(c *changed, p *part) {
	for _, k := range p.knots {
		r.leave(c, p, k)
	}
	p.knots = nil
}

func (r *Registry) leave(c *changed, p *part, k *knot) {
	c.knots = append(c.knots, k)
	for _, n := range k.near {
		c.knots = append(c.knots, n.knot)
	}
	r.knots.untie(p, k)
}

// places goes through where the part is compared with others. A name that the text tells
// to be a private person's is compared with none.
func (p *part) places() iter.Seq[place] {
	return func(yield func(place) bool) {
		if p.kind == toldPrivate {
			return
		}
		codes := p.codes
		if p.isPost() {
			codes = []string{p.base}
			if p.kind == atBody {
				codes[0] = "/" + p.base
			}
		}
		for _, code := range codes {
			if !yield(place{of: code}) {
				return
			}
		}
		for _, post := range p.posts {
			if !yield(place{of: "/" + p.base, post: post}) {
				return
			}
		}
	}
}

// isPost reports whether the part is of who holds a post in an office that is told.
func (p *part) isPost() bool { return p.kind == atSatker || p.kind == atBody }

// isInside reports whether articles name the part without any post, so that by itself it
// is in no list for readers.
func (p *part) isInside() bool { return p.kind == postless || p.kind == toldPrivate }

// edgeOf returns why two parts of one place whose names are alike may be one person;
// 0 for no reason.
func edgeOf(p, q *part, like likeness) edge {
	switch {
	case p.isPost() && q.isPost():
		if like == initialed && !p.agrees(q) {
			return 0
		}
		return [...]edge{sameName: bySameName, oneEdit: byOneEdit, twoEdits: byTwoEdits, shortened: weakShortened, initialed: weakInitials}[like]
	case min(len(p.name.words), len(q.name.words)) < 2, p.kind == postless && q.kind == postless:
		return 0 // one word is no reason where even the office is a guess
	case p.kind == somewhere && q.kind == somewhere:
		if like == sameName {
			return bySameName
		}
		return 0
	}
	return weakScope
}

// eachNear calls visit with the knots of p and those whose names are like its own.
func (p *part) eachNear(visit func(k *knot, like likeness)) {
	for _, k := range p.knots {
		visit(k, sameName)
		for _, n := range k.near {
			visit(n.knot, n.like)
		}
	}
}
