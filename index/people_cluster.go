package index

import (
	"cmp"
	"slices"
	"strings"
)

// clusters gather parts into people: a union-find that never joins what was told
// apart. All steps go in an order that depends on the parts alone.
type clusters struct {
	parts   []*part // by key
	parent  map[*part]*part
	apart   map[*part][]*part // what the members of a root are told apart from
	stands  map[*part]bool    // who is not only remembered
	dropped map[*part]bool    // roots that are nobody in public
}

func clustersOf(parts []*part, stands func(*part) bool) *clusters {
	c := &clusters{
		parts: parts, stands: make(map[*part]bool, len(parts)), parent: make(map[*part]*part, len(parts)),
		apart: make(map[*part][]*part), dropped: make(map[*part]bool),
	}
	for _, p := range parts {
		c.parent[p], c.stands[p] = p, stands(p)
		for q := range p.apart {
			c.apart[p] = append(c.apart[p], q)
		}
		for q := range p.split {
			c.apart[p] = append(c.apart[p], q)
		}
	}
	return c
}

func (c *clusters) find(p *part) *part {
	for c.parent[p] != p {
		c.parent[p] = c.parent[c.parent[p]]
		p = c.parent[p]
	}
	return p
}

// mayJoin reports whether no member of one is told apart from one of the other.
func (c *clusters) mayJoin(a, b *part) bool {
	for _, q := range c.apart[a] {
		if c.parent[q] != nil && c.find(q) == b {
			return false
		}
	}
	for _, q := range c.apart[b] {
		if c.parent[q] != nil && c.find(q) == a {
			return false
		}
	}
	return true
}

// join makes the clusters of two parts one. Where they were told apart, only a
// decision does.
func (c *clusters) join(p, q *part, decided bool) {
	a, b := c.find(p), c.find(q)
	if a == b || !decided && !c.mayJoin(a, b) {
		return
	}
	if a.key > b.key {
		a, b = b, a
	}
	c.parent[b] = a
	c.apart[a] = append(c.apart[a], c.apart[b]...)
}

// joinStrong joins by all edges that are sure by themselves, the strongest first.
func (c *clusters) joinStrong() {
	type pair struct {
		edge edge
		p, q *part
	}
	var pairs []pair
	for _, p := range c.parts {
		for q := range p.merged {
			if p.key < q.key {
				pairs = append(pairs, pair{byDecision, p, q})
			}
		}
		if !c.stands[p] {
			continue
		}
		for q := range p.same {
			// Only of a full name is it sure that both posts are meant for one.
			if p.key < q.key && c.stands[q] && min(len(p.name.words), len(q.name.words)) >= 2 {
				pairs = append(pairs, pair{byArticle, p, q})
			}
		}
		for q, e := range p.edges {
			if e < weakShortened && p.key < q.key && c.stands[q] {
				pairs = append(pairs, pair{e, p, q})
			}
		}
	}
	slices.SortFunc(pairs, func(a, b pair) int {
		return cmp.Or(cmp.Compare(a.edge, b.edge), strings.Compare(a.p.key, b.p.key), strings.Compare(a.q.key, b.q.key))
	})
	for _, pr := range pairs {
		c.join(pr.p, pr.q, pr.edge == byDecision)
	}
}

// joinShortened joins a shortened name to the one person of the office whose name
// it may be: where there are two, nobody knows. The fullest names come first, so
// that what is shortened twice finds what was shortened once.
func (c *clusters) joinShortened() {
	byWords := slices.DeleteFunc(slices.Clone(c.parts), func(p *part) bool { return !c.stands[p] })
	slices.SortStableFunc(byWords, func(a, b *part) int { return cmp.Compare(len(b.name.words), len(a.name.words)) })
	for len(byWords) > 0 {
		n := 1
		for n < len(byWords) && len(byWords[n].name.words) == len(byWords[0].name.words) {
			n++
		}
		found := make([]*part, n)
		for i, p := range byWords[:n] {
			found[i] = c.only(p, func(q *part, e edge) bool {
				return e == weakShortened && len(q.name.words) >= len(p.name.words)
			})
		}
		for i, p := range byWords[:n] {
			if found[i] != nil {
				c.join(p, found[i], false)
			}
		}
		byWords = byWords[n:]
	}
}

// only returns the root that all the edges of p lead to that are wanted; nil where
// there is none, or more than one.
func (c *clusters) only(p *part, want func(*part, edge) bool) *part {
	var root *part
	for q, e := range p.edges {
		if !c.stands[q] || !want(q, e) {
			continue
		}
		r := c.find(q)
		if root != nil && root != r {
			return nil
		}
		root = r
	}
	return root
}

// joinWeak joins those whose office is not told to the one person whom they may
// be. Whoever holds no post and is nobody of those stays out of the public.
func (c *clusters) joinWeak() {
	targets := make(map[*part]*part) // by root of parts that are somewhere; nil value: several
	for _, kind := range []byte{somewhere, postless} {
		clear(targets)
		var roots []*part
		for _, p := range c.parts {
			if p.kind != kind || !c.stands[p] {
				continue
			}
			root := c.find(p)
			if c.placed(root) {
				continue
			}
			for q, e := range p.edges {
				if e != weakScope || !c.stands[q] || kind == somewhere && q.kind != atSatker && q.kind != atBody {
					continue
				}
				to := c.find(q)
				if before, seen := targets[root]; seen && before != to {
					to = nil
				} else if !seen {
					roots = append(roots, root)
				}
				targets[root] = to
			}
		}
		for _, root := range roots {
			if to := targets[root]; to != nil {
				c.join(root, to, false)
			}
		}
	}
	public := make(map[*part]bool)
	for _, p := range c.parts {
		public[c.find(p)] = public[c.find(p)] || p.kind != postless
	}
	for _, p := range c.parts {
		if root := c.find(p); !public[root] {
			c.dropped[root] = true
		}
	}
}

// placed reports whether a member of the cluster holds a post that is known.
func (c *clusters) placed(root *part) bool {
	for _, p := range c.parts {
		if (p.kind == atSatker || p.kind == atBody) && c.find(p) == root {
			return true
		}
	}
	return false
}

// joinRemembered joins the parts that no article has any more to the one person whom
// they are most like, so that their ids lead there. They join nobody else.
func (c *clusters) joinRemembered() {
	taken := make(map[*part]bool) // roots of whoever stands
	for _, p := range c.parts {
		if c.stands[p] {
			taken[c.find(p)] = true
		}
	}
	for _, p := range c.parts {
		if c.stands[p] || taken[c.find(p)] {
			continue
		}
		best := edge(0)
		for q, e := range p.edges {
			if c.stands[q] && !c.dropped[c.find(q)] && (best == 0 || e < best) {
				best = e
			}
		}
		to := c.only(p, func(q *part, e edge) bool { return e == best && !c.dropped[c.find(q)] })
		if to == nil {
			continue
		}
		c.join(p, to, false)
		delete(taken, to)
		taken[c.find(p)] = true
	}
}
