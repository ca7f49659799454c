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
	case officeUnknown, postless, private:
		p.key = p.slug + "@" + scope
		p.codes = strings.FieldsFunc(p.base, func(r rune) bool { return r == ',' })
	default:
		return nil
	}
	p.slug = p.key[:len(p.slug)] // once in memory
	return p
}

// enter adds a part.
func (r *Registry) addPart(c *changes, p *part) {
	p.row, _ = r.ids.ofPartKey(p.key)
	r.parts[p.key] = p
	c.relink = c.relink || r.decisions.About[p.row.id]
}

// relate ties p to those of its name, where its raw keys make another name or other
// posts of it than before. A raw key that was added is given: mostly it changes
// nothing, which is seen at once, however many there are.
func (r *Registry) updatePart(c *changes, p *part, added *rawKey) {
	c.dirty = append(c.dirty, p)
	defer func() {
		r.updateRosterMatch(c, p)
		r.updateWords(c, p)
	}()
	least, posts := p.canonical, p.posts
	if added == nil || len(p.raws) == 1 {
		least, posts = p.nameAndPosts()
	} else {
		least = min(least, added.name())
		posts = p.addPost(posts, added)
	}
	if p.name == nil || least != p.canonical {
		name := newPersonName(least)
		p.canonical = least
		if p.name == nil || !slices.Equal(name.words, p.name.words) {
			r.detach(c, p)
			p.name, p.posts = name, posts
			for at := range p.places() {
				p.clusters = append(p.clusters, r.clusters.add(p, at))
			}
			return
		}
	}
	if slices.Equal(posts, p.posts) {
		return
	}
	before := p.clusters
	p.clusters = nil
	for _, k := range before {
		if _, there := slices.BinarySearch(posts, k.post); k.post != "" && !there {
			r.leaveCluster(c, p, k)
		} else {
			p.clusters = append(p.clusters, k)
		}
	}
	for _, post := range posts {
		if _, there := slices.BinarySearch(p.posts, post); !there {
			p.clusters = append(p.clusters, r.clusters.add(p, place{of: "/" + p.base, post: post}))
		}
	}
	p.posts = posts
}

// read returns the least of the names of its raw keys, by which it is compared
// whatever the order in which they came, and its posts, in order.
func (p *part) nameAndPosts() (least string, posts []string) {
	if len(p.raws) == 0 {
		return nameFromSlug(p.slug), nil
	}
	least = p.raws[0].name()
	for _, k := range p.raws {
		least = min(least, k.name())
		posts = p.addPost(posts, k)
	}
	return least, posts
}

// withPost adds to posts, in order, that of a raw key, where it tells one with a term.
func (p *part) addPost(posts []string, k *rawKey) []string {
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
func (r *Registry) detach(c *changes, p *part) {
	for _, k := range p.clusters {
		r.leaveCluster(c, p, k)
	}
	p.clusters = nil
}

func (r *Registry) leaveCluster(c *changes, p *part, k *nameCluster) {
	c.dirtyClusters = append(c.dirtyClusters, k)
	for _, n := range k.neighbours {
		c.dirtyClusters = append(c.dirtyClusters, n.nameCluster)
	}
	r.clusters.remove(p, k)
}

// places goes through where the part is compared with others. A name that the text tells
// to be a private person's is compared with none.
func (p *part) places() iter.Seq[place] {
	return func(yield func(place) bool) {
		if p.kind == private {
			return
		}
		codes := p.codes
		if p.hasPost() {
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
func (p *part) hasPost() bool { return p.kind == atSatker || p.kind == atBody }

// isInside reports whether articles name the part without any post, so that by itself it
// is in no list for readers.
func (p *part) withoutPost() bool { return p.kind == postless || p.kind == private }

// eachNear calls visit with the knots of p and those whose names are like its own.
func (p *part) eachSimilar(visit func(k *nameCluster, like likeness)) {
	for _, k := range p.clusters {
		visit(k, sameName)
		for _, n := range k.neighbours {
			visit(n.nameCluster, n.like)
		}
	}
}
