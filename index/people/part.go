package people

import (
	"iter"
	"slices"
	"strings"

	"warta/analyzers/indonesian"
	"warta/analyzers/officials"
)

// newPart returns the part that a raw key denotes, nil if it denotes none.
func newPart(raw string) *part {
	name, scope, ok := cutKey(raw)
	if !ok || len(indonesian.NameWords(name)) == 0 { // it denotes no person
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
	p.slug = p.key[:len(p.slug)] // shared, to save memory
	return p
}

// addPart adds a part to the registry.
func (r *Registry) addPart(c *changes, p *part) {
	p.row, _ = r.ids.ofPartKey(p.key)
	r.parts[p.key] = p
	r.bodies.add(p)
	c.relink = c.relink || r.decisions.About[p.row.id]
}

// updatePart recomputes the name, the posts and the clusters of p after its raw keys have
// changed. added is the raw key that was added, nil for any other change. Adding a
// spelling mostly changes nothing, at a cost that does not depend on the number of
// spellings.
func (r *Registry) updatePart(c *changes, p *part, added *rawKey) {
	c.dirty = append(c.dirty, p)
	defer func() {
		r.updateRosterMatch(c, p)
		r.updateWords(c, p)
	}()
	canonical, posts := p.canonical, p.posts
	if added == nil || len(p.raws) == 1 {
		canonical, posts = p.nameAndPosts()
	} else {
		canonical = min(canonical, added.name())
		posts = p.addPost(posts, added)
	}
	if p.name == nil || canonical != p.canonical {
		name := newPersonName(canonical)
		p.canonical = canonical
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

// nameAndPosts returns the first spelling in byte order, which does not depend on the
// order of arrival, and the posts at another body, sorted.
func (p *part) nameAndPosts() (canonical string, posts []string) {
	if len(p.raws) == 0 {
		return nameFromSlug(p.slug), nil
	}
	canonical = p.raws[0].name()
	for _, k := range p.raws {
		canonical = min(canonical, k.name())
		posts = p.addPost(posts, k)
	}
	return canonical, posts
}

// addPost inserts into posts, which is sorted, the post of a raw key at another body, if
// the key gives one with a term.
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

// detach removes p from its clusters.
func (r *Registry) detach(c *changes, p *part) {
	for _, k := range p.clusters {
		r.leaveCluster(c, p, k)
	}
	p.clusters = nil
}

// leaveCluster removes p from a cluster and marks the cluster and its neighbours dirty.
func (r *Registry) leaveCluster(c *changes, p *part, k *nameCluster) {
	c.dirtyClusters = append(c.dirtyClusters, k)
	for _, n := range k.neighbours {
		c.dirtyClusters = append(c.dirtyClusters, n.nameCluster)
	}
	r.clusters.remove(p, k)
}

// places iterates over the places in which the part is compared with others. A person
// whom the text marks as private has none.
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

// hasPost reports whether the part holds a post in a known office.
func (p *part) hasPost() bool { return p.kind == atSatker || p.kind == atBody }

// withoutPost reports whether articles name the part without any post, so that by itself
// it is no public person.
func (p *part) withoutPost() bool { return p.kind == postless || p.kind == private }

// eachSimilar calls visit with the clusters of p and their neighbours. A cluster may come
// twice.
func (p *part) eachSimilar(visit func(k *nameCluster, like likeness)) {
	for _, k := range p.clusters {
		visit(k, sameName)
		for _, n := range k.neighbours {
			visit(n.nameCluster, n.like)
		}
	}
}
