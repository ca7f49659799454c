package index

import (
	"slices"
	"strings"

	"warta/analyzers/indonesian"
	"warta/analyzers/officials"
)

// newPart reads a raw key; nil for what is none.
func newPart(raw string) *part {
	name, scope, ok := cutKey(raw)
	if !ok || len(indonesian.NameWords(name)) == 0 { // nobody can be told by it
		return nil
	}
	p := &part{slug: officials.Slug(name), kind: scope[0], base: scope[1:]}
	switch p.kind {
	case atSatker:
		p.key = p.slug + "@" + p.base
	case atBody:
		p.base, _, _ = strings.Cut(p.base, "/")
		p.key = p.slug + "@/" + p.base
	case somewhere, postless:
		p.key = p.slug + "@" + scope
		p.codes = strings.FieldsFunc(p.base, func(r rune) bool { return r == ',' })
	default:
		return nil
	}
	return p
}

// enter adds a part.
func (r *registry) enter(c *changed, p *part) {
	p.edges = make(map[*part]edge)
	p.row, _ = r.book.ofKey(p.key)
	r.parts[p.key] = p
	c.decided = c.decided || r.decisions.about[p.row.id]
}

// relate works out anew whom p may be one person with, where its raw keys make
// another name or other posts of it than before. The name of a raw key that was added
// is given: mostly it changes nothing, which is seen at once.
func (r *registry) relate(c *changed, p *part, added string) {
	c.around = append(c.around, p)
	name, posts := p.read()
	if p.name != nil && slices.Equal(p.posts, posts) && (added != "" && added != name || slices.Equal(newPersonName(name).words, p.name.words)) {
		return
	}
	if p.name != nil {
		r.part(c, p)
	}
	p.name, p.posts = newPersonName(name), posts
	r.compare(p)
}

// read returns the name by which p is compared, whatever the order in which its raw
// keys came, and its posts.
func (p *part) read() (name string, posts []string) {
	for i, k := range p.raws {
		n, in, _ := cutKey(k.text)
		if i == 0 || n < name {
			name = n
		}
		if p.kind == atBody {
			if post := in[len(p.base)+1:]; !strings.HasSuffix(post, "/") && !slices.Contains(posts, post) {
				posts = append(posts, post)
			}
		}
	}
	if len(p.raws) == 0 {
		name = spelled(p.slug)
	}
	slices.Sort(posts)
	return name, posts
}

// part takes p out of where others find it.
func (r *registry) part(c *changed, p *part) {
	for q := range p.edges {
		delete(q.edges, p)
		c.around = append(c.around, q)
	}
	clear(p.edges)
	for _, place := range p.places() {
		s := r.scopes[place]
		if s == nil {
			continue
		}
		for _, word := range p.handles() {
			s.byWord[word] = slices.DeleteFunc(s.byWord[word], func(q *part) bool { return q == p })
			if len(s.byWord[word]) == 0 {
				delete(s.byWord, word)
			}
		}
		if len(s.byWord) == 0 {
			delete(r.scopes, place)
		}
	}
}

// places returns where the part is looked up by others.
func (p *part) places() []string {
	switch p.kind {
	case atSatker:
		return []string{p.base}
	case atBody:
		return []string{"/" + p.base}
	}
	return p.codes
}

// compare finds the parts that p may be one person with.
func (r *registry) compare(p *part) {
	for _, place := range p.places() {
		s := r.scopes[place]
		if s == nil {
			s = &scope{byWord: make(map[string][]*part)}
			r.scopes[place] = s
		}
		for _, word := range p.handles() {
			for _, q := range s.byWord[word] {
				if q != p {
					p.join(q)
				}
			}
			if !slices.Contains(s.byWord[word], p) {
				s.byWord[word] = append(s.byWord[word], p)
			}
		}
	}
}

// handles are what two parts have one of in common where their names are alike.
func (p *part) handles() []string {
	const opening = 4
	handles := slices.Clone(p.name.words)
	if len(p.name.joined) > opening {
		handles = append(handles, p.name.joined[:opening]+"…")
	}
	slices.Sort(handles)
	return slices.Compact(handles)
}

// join notes why p and q may be one person, where they may.
func (p *part) join(q *part) {
	if _, known := p.edges[q]; known {
		return
	}
	l := likenessOf(p.name, q.name)
	if l == unlike {
		return
	}
	weakly := func(k byte) bool { return k == somewhere || k == postless }
	var e edge
	switch {
	case weakly(p.kind) || weakly(q.kind):
		// One word is no reason where even the office is a guess.
		if min(len(p.name.words), len(q.name.words)) < 2 || p.kind == postless && q.kind == postless {
			return
		}
		e = weakScope
		if p.kind == somewhere && q.kind == somewhere {
			if l != sameName {
				return
			}
			e = bySameName
		}
	case p.kind != q.kind || p.base != q.base:
		return
	case l == sameName:
		e = bySameName
	case p.kind == atBody && !samePost(p, q):
		return
	case l == shortened:
		e = weakShortened
	case l == oneEdit:
		e = byOneEdit
	default:
		e = byTwoEdits
	}
	p.edges[q], q.edges[p] = e, e
}

// samePost reports whether two people held one post of a body in one term.
func samePost(p, q *part) bool {
	return slices.ContainsFunc(p.posts, func(post string) bool { return slices.Contains(q.posts, post) })
}
