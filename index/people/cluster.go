package people

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// clusters gather parts into people: a union-find that never joins what was told
// apart. All steps go in an order that depends on the parts alone.
type clusters struct {
	parts   []*part // by key
	knots   []*knot // of these, by place and name
	order   map[*knot]int
	parent  map[*part]*part
	apart   map[*part][]*part // what the members of a root are told apart from
	stands  map[*part]bool    // who is not only remembered
	dropped map[*part]bool    // roots of no public person
	members map[*knot]*members
	sets    map[*part]map[officeSet]bool // of posts that the members of a root are in
	holders []listedPart                 // of the list of office holders, by key
}

// members are the parts of a knot that stand, by kind and key.
type members struct{ posts, somewhere, postless []*part }

func clustersOf(parts []*part, stands func(*part) bool) *clusters {
	c := &clusters{
		parts: parts, order: make(map[*knot]int), parent: make(map[*part]*part, len(parts)), apart: make(map[*part][]*part),
		stands: make(map[*part]bool, len(parts)), dropped: make(map[*part]bool), members: make(map[*knot]*members),
		sets: make(map[*part]map[officeSet]bool),
	}
	for _, p := range parts {
		c.parent[p], c.stands[p] = p, stands(p)
		if sets := p.sets(); len(sets) > 0 {
			c.sets[p] = sets
		}
		for q := range p.apart {
			c.apart[p] = append(c.apart[p], q)
		}
		for q := range p.split {
			c.apart[p] = append(c.apart[p], q)
		}
		for _, k := range p.knots {
			m := c.members[k]
			if m == nil {
				m = new(members)
				c.members[k] = m
				c.knots = append(c.knots, k)
			}
			switch {
			case !c.stands[p]:
			case p.isPost():
				m.posts = append(m.posts, p)
			case p.kind == somewhere:
				m.somewhere = append(m.somewhere, p)
			default:
				m.postless = append(m.postless, p)
			}
		}
	}
	slices.SortFunc(c.knots, func(a, b *knot) int {
		return cmp.Or(strings.Compare(a.of, b.of), strings.Compare(a.post, b.post), slices.Compare(a.name.words, b.name.words))
	})
	for i, k := range c.knots {
		c.order[k] = i
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

// mayJoin reports whether no member of one is told apart from one of the other, and
// none holds a post that excludes one of the other's at that time.
func (c *clusters) mayJoin(a, b *part) bool {
	if len(c.apart[a]) > len(c.apart[b]) { // each knows of the other
		a, b = b, a
	}
	for _, q := range c.apart[a] {
		if c.parent[q] != nil && c.find(q) == b {
			return false
		}
	}
	few, many := c.sets[a], c.sets[b]
	if len(few) > len(many) {
		few, many = many, few
	}
	for set := range few {
		if many[set.against()] {
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
	less, more := c.apart[b], c.apart[a]
	if len(less) > len(more) {
		less, more = more, less
	}
	c.apart[a] = append(more, less...)
	delete(c.apart, b)
	if of := c.sets[b]; of != nil {
		into := c.sets[a]
		if len(of) > len(into) {
			into, of = of, into
		}
		maps.Copy(into, of)
		c.sets[a] = into
		delete(c.sets, b)
	}
}

// joinStrong joins by all that is sure by itself, the strongest first: decisions,
// articles, and names from the most alike on.
func (c *clusters) joinStrong() {
	for _, p := range c.parts {
		for _, q := range byKey(p.merged) {
			c.join(p, q, true)
		}
	}
	for _, p := range c.parts {
		for _, q := range byKey(p.same) {
			// Only of a full name is it sure that both posts are meant for one.
			if c.stands[p] && c.stands[q] && min(len(p.name.words), len(q.name.words)) >= 2 {
				c.join(p, q, false)
			}
		}
	}
	type pair struct {
		like likeness
		a, b *knot
	}
	var pairs []pair
	for _, k := range c.knots {
		pairs = append(pairs, pair{sameName, k, k})
		for _, n := range k.near {
			if n.like < shortened && c.order[k] < c.order[n.knot] {
				pairs = append(pairs, pair{n.like, k, n.knot})
			}
		}
	}
	slices.SortFunc(pairs, func(x, y pair) int {
		return cmp.Or(cmp.Compare(x.like, y.like), cmp.Compare(c.order[x.a], c.order[y.a]), cmp.Compare(c.order[x.b], c.order[y.b]))
	})
	for _, p := range pairs {
		a, b := c.members[p.a], c.members[p.b]
		c.joinAll(a.posts, b.posts)
		if p.like == sameName && min(len(p.a.name.words), len(p.b.name.words)) >= 2 {
			c.joinAll(a.somewhere, b.somewhere)
		}
	}
}

// byKey returns parts in the order of their keys.
func byKey[V any](parts map[*part]V) []*part {
	if len(parts) == 0 {
		return nil
	}
	list := make([]*part, 0, len(parts))
	for p := range parts {
		list = append(list, p)
	}
	slices.SortFunc(list, func(a, b *part) int { return strings.Compare(a.key, b.key) })
	return list
}

// joinAll joins each part with all that it may be one with. What was joined stays one
// cluster, so that each is held against clusters, and not against all parts.
func (c *clusters) joinAll(a, b []*part) {
	var apart []*part // one of each cluster so far
	for _, list := range [2][]*part{a, b} {
		for _, p := range list {
			alone := true
			for _, q := range apart {
				c.join(p, q, false)
				if c.find(p) == c.find(q) {
					alone = false
					break
				}
			}
			if alone {
				apart = append(apart, p)
			}
		}
	}
}

// several stands for more clusters than one.
var several = new(part)

// one returns the only cluster of before and the parts, several where there are more,
// nil where there is none.
func (c *clusters) one(before *part, parts []*part) *part {
	for _, p := range parts {
		root := c.find(p)
		if before != nil && before != root {
			return several
		}
		before = root
	}
	return before
}

// joinShortened joins a shortened name to the one person of the office whose name
// it may be: where there are two, it is unknown. The fullest names come first, so
// that what is shortened twice finds what was shortened once.
func (c *clusters) joinShortened() {
	byWords := slices.DeleteFunc(slices.Clone(c.knots), func(k *knot) bool { return len(c.members[k].posts) == 0 })
	byFullness := func(a, b *knot) int { return a.name.fuller(b.name) }
	slices.SortStableFunc(byWords, byFullness)
	for len(byWords) > 0 {
		n := 1
		for n < len(byWords) && byFullness(byWords[n], byWords[0]) == 0 {
			n++
		}
		found := make(map[*part]*part) // of a part, which may be in several knots
		note := func(p, fuller *part) {
			switch before := found[p]; {
			case fuller == nil:
			case before == nil:
				found[p] = fuller
			case before != fuller:
				found[p] = several
			}
		}
		for _, k := range byWords[:n] {
			var fuller *part
			for _, near := range k.near {
				if near.like == shortened && near.name.fuller(k.name) < 0 && fuller != several {
					fuller = c.one(fuller, c.members[near.knot].posts)
				}
			}
			for _, p := range c.members[k].posts {
				note(p, fuller)
				note(p, c.writtenOut(k, p))
			}
		}
		for _, p := range byKey(found) {
			if to := found[p]; to != several {
				c.join(p, to, false)
			}
		}
		byWords = byWords[n:]
	}
}

// writtenOut returns the only cluster of those who have the name of k with its initials
// written out and whose posts agree with those of p: several where there are more, nil
// where there is none.
func (c *clusters) writtenOut(k *knot, p *part) *part {
	var found *part
	for _, near := range k.near {
		if near.like != initialed || near.name.fuller(k.name) >= 0 || found == several {
			continue
		}
		var agreeing []*part
		for _, q := range c.members[near.knot].posts {
			if p.agrees(q) {
				agreeing = append(agreeing, q)
			}
		}
		found = c.one(found, agreeing)
	}
	return found
}

// joinWeak joins those whose office is not told to the one person whom they may
// be. A cluster without a post that is joined with none stays out of the public.
func (c *clusters) joinWeak() {
	c.joinWeakly(func(m *members) []*part { return m.somewhere }, func(m *members) [][]*part { return [][]*part{m.posts} })
	c.joinWeakly(func(m *members) []*part { return m.postless }, func(m *members) [][]*part { return [][]*part{m.posts, m.somewhere} })
	public := make(map[*part]bool)
	for _, p := range c.parts {
		public[c.find(p)] = public[c.find(p)] || !p.isInside()
	}
	for _, p := range c.parts {
		if root := c.find(p); !public[root] {
			c.dropped[root] = true
		}
	}
}

// joinWeakly joins the clusters of some members of the knots that hold no post that is
// known to the only one of others around each.
func (c *clusters) joinWeakly(who func(*members) []*part, to func(*members) [][]*part) {
	placed := make(map[*part]bool)
	for _, p := range c.parts {
		if c.stands[p] && p.isPost() {
			placed[c.find(p)] = true
		}
	}
	targets := make(map[*part]*part) // by root
	for _, k := range c.knots {
		weak := who(c.members[k])
		if len(weak) == 0 || len(k.name.words) < 2 { // one word is no reason
			continue
		}
		var target *part
		look := func(k *knot) {
			for _, parts := range to(c.members[k]) {
				if target != several {
					target = c.one(target, parts)
				}
			}
		}
		look(k)
		for _, n := range k.near {
			if len(n.name.words) >= 2 && n.like != initialed {
				look(n.knot)
			}
		}
		if target == nil { // initials tell less than any other likeness
			for _, n := range k.near {
				if n.like == initialed {
					look(n.knot)
				}
			}
		}
		for _, p := range weak {
			root := c.find(p)
			switch before := targets[root]; {
			case target == nil, placed[root]:
			case before == nil:
				targets[root] = target
			case before != target:
				targets[root] = several
			}
		}
	}
	for _, root := range byKey(targets) {
		if to := targets[root]; to != several {
			c.join(root, to, false)
		}
	}
}

// joinRemembered joins the parts that no article has any more to the one person whom
// they are most like, so that their ids lead there. They join no other.
func (c *clusters) joinRemembered() {
	taken := make(map[*part]bool) // roots of parts that stand
	for _, p := range c.parts {
		if c.stands[p] {
			taken[c.find(p)] = true
		}
	}
	found := make(map[*part]*part)
	for _, p := range c.parts {
		if c.stands[p] || taken[c.find(p)] {
			continue
		}
		best := edge(0)
		p.eachNear(func(k *knot, like likeness) {
			m := c.members[k]
			for _, parts := range [3][]*part{m.posts, m.somewhere, m.postless} {
				if len(parts) == 0 {
					continue
				}
				e := edgeOf(p, parts[0], like)
				if e == 0 || best != 0 && e > best || found[p] == several && e == best {
					continue
				}
				for _, q := range parts {
					switch root := c.find(q); {
					case c.dropped[root]:
					case best == 0 || e < best || found[p] == nil:
						best, found[p] = e, root
					case found[p] != root:
						found[p] = several
					}
					if found[p] == several {
						break
					}
				}
			}
		})
	}
	for _, p := range byKey(found) {
		if to := found[p]; to != several && !taken[c.find(p)] {
			c.join(p, to, false)
			taken[c.find(p)] = true
		}
	}
}
