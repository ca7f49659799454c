package people

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// clusters gather parts into people: a union-find that never joins what was told
// apart. All steps go in an order that depends on the parts alone.
type unionFind struct {
	parts        []*part        // by key
	clusters     []*nameCluster // of these, by place and name
	order        map[*nameCluster]int
	parent       map[*part]*part
	separated    map[*part][]*part // what the members of a root are told apart from
	participates map[*part]bool    // who is not only remembered
	hidden       map[*part]bool    // roots of no public person
	members      map[*nameCluster]*clusterParts
	postSets     map[*part]map[postSetYear]bool // of posts that the members of a root are in
	holders      []holderPart                   // of the list of office holders, by key
}

// members are the parts of a knot that stand, by kind and key.
type clusterParts struct{ posts, officeUnknown, postless []*part }

func newUnionFind(parts []*part, stands func(*part) bool) *unionFind {
	c := &unionFind{
		parts: parts, order: make(map[*nameCluster]int), parent: make(map[*part]*part, len(parts)), separated: make(map[*part][]*part),
		participates: make(map[*part]bool, len(parts)), hidden: make(map[*part]bool), members: make(map[*nameCluster]*clusterParts),
		postSets: make(map[*part]map[postSetYear]bool),
	}
	for _, p := range parts {
		c.parent[p], c.participates[p] = p, stands(p)
		if sets := p.postSets(); len(sets) > 0 {
			c.postSets[p] = sets
		}
		for q := range p.apartEvidence {
			c.separated[p] = append(c.separated[p], q)
		}
		for q := range p.split {
			c.separated[p] = append(c.separated[p], q)
		}
		for _, k := range p.clusters {
			m := c.members[k]
			if m == nil {
				m = new(clusterParts)
				c.members[k] = m
				c.clusters = append(c.clusters, k)
			}
			switch {
			case !c.participates[p]:
			case p.hasPost():
				m.posts = append(m.posts, p)
			case p.kind == officeUnknown:
				m.officeUnknown = append(m.officeUnknown, p)
			default:
				m.postless = append(m.postless, p)
			}
		}
	}
	slices.SortFunc(c.clusters, func(a, b *nameCluster) int {
		return cmp.Or(strings.Compare(a.of, b.of), strings.Compare(a.post, b.post), slices.Compare(a.name.words, b.name.words))
	})
	for i, k := range c.clusters {
		c.order[k] = i
	}
	return c
}

func (c *unionFind) find(p *part) *part {
	for c.parent[p] != p {
		c.parent[p] = c.parent[c.parent[p]]
		p = c.parent[p]
	}
	return p
}

// mayJoin reports whether no member of one is told apart from one of the other, and
// none holds a post that excludes one of the other's at that time.
func (c *unionFind) mayJoin(a, b *part) bool {
	if len(c.separated[a]) > len(c.separated[b]) { // each knows of the other
		a, b = b, a
	}
	for _, q := range c.separated[a] {
		if c.parent[q] != nil && c.find(q) == b {
			return false
		}
	}
	few, many := c.postSets[a], c.postSets[b]
	if len(few) > len(many) {
		few, many = many, few
	}
	for set := range few {
		if many[set.opposite()] {
			return false
		}
	}
	return true
}

// join makes the clusters of two parts one. Where they were told apart, only a
// decision does.
func (c *unionFind) join(p, q *part, decided bool) {
	a, b := c.find(p), c.find(q)
	if a == b || !decided && !c.mayJoin(a, b) {
		return
	}
	if a.key > b.key {
		a, b = b, a
	}
	c.parent[b] = a
	less, more := c.separated[b], c.separated[a]
	if len(less) > len(more) {
		less, more = more, less
	}
	c.separated[a] = append(more, less...)
	delete(c.separated, b)
	if of := c.postSets[b]; of != nil {
		into := c.postSets[a]
		if len(of) > len(into) {
			into, of = of, into
		}
		maps.Copy(into, of)
		c.postSets[a] = into
		delete(c.postSets, b)
	}
}

// joinStrong joins by all that is sure by itself, the strongest first: decisions,
// articles, and names from the most alike on.
func (c *unionFind) joinStrong() {
	for _, p := range c.parts {
		for _, q := range byKey(p.merged) {
			c.join(p, q, true)
		}
	}
	for _, p := range c.parts {
		for _, q := range byKey(p.sameEvidence) {
			// Only of a full name is it sure that both posts are meant for one.
			if c.participates[p] && c.participates[q] && min(len(p.name.words), len(q.name.words)) >= 2 {
				c.join(p, q, false)
			}
		}
	}
	type pair struct {
		like likeness
		a, b *nameCluster
	}
	var pairs []pair
	for _, k := range c.clusters {
		pairs = append(pairs, pair{sameName, k, k})
		for _, n := range k.neighbours {
			if n.like < shortened && c.order[k] < c.order[n.nameCluster] {
				pairs = append(pairs, pair{n.like, k, n.nameCluster})
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
			c.joinAll(a.officeUnknown, b.officeUnknown)
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
func (c *unionFind) joinAll(a, b []*part) {
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
var ambiguous = new(part)

// one returns the only cluster of before and the parts, several where there are more,
// nil where there is none.
func (c *unionFind) single(before *part, parts []*part) *part {
	for _, p := range parts {
		root := c.find(p)
		if before != nil && before != root {
			return ambiguous
		}
		before = root
	}
	return before
}

// joinShortened joins a shortened name to the one person of the office whose name
// it may be: where there are two, it is unknown. The fullest names come first, so
// that what is shortened twice finds what was shortened once.
func (c *unionFind) joinShortened() {
	byWords := slices.DeleteFunc(slices.Clone(c.clusters), func(k *nameCluster) bool { return len(c.members[k].posts) == 0 })
	byFullness := func(a, b *nameCluster) int { return a.name.compareFullness(b.name) }
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
				found[p] = ambiguous
			}
		}
		for _, k := range byWords[:n] {
			var fuller *part
			for _, near := range k.neighbours {
				if near.like == shortened && near.name.compareFullness(k.name) < 0 && fuller != ambiguous {
					fuller = c.single(fuller, c.members[near.nameCluster].posts)
				}
			}
			for _, p := range c.members[k].posts {
				note(p, fuller)
				note(p, c.expandedInitials(k, p))
			}
		}
		for _, p := range byKey(found) {
			if to := found[p]; to != ambiguous {
				c.join(p, to, false)
			}
		}
		byWords = byWords[n:]
	}
}

// writtenOut returns the only cluster of those who have the name of k with its initials
// written out and whose posts agree with those of p: several where there are more, nil
// where there is none.
func (c *unionFind) expandedInitials(k *nameCluster, p *part) *part {
	var found *part
	for _, near := range k.neighbours {
		if near.like != initialed || near.name.compareFullness(k.name) >= 0 || found == ambiguous {
			continue
		}
		var agreeing []*part
		for _, q := range c.members[near.nameCluster].posts {
			if p.postsAgree(q) {
				agreeing = append(agreeing, q)
			}
		}
		found = c.single(found, agreeing)
	}
	return found
}

// joinWeak joins those whose office is not told to the one person whom they may
// be. A cluster without a post that is joined with none stays out of the public.
func (c *unionFind) joinUnplaced() {
	c.joinToOnly(func(m *clusterParts) []*part { return m.officeUnknown }, func(m *clusterParts) [][]*part { return [][]*part{m.posts} })
	c.joinToOnly(func(m *clusterParts) []*part { return m.postless }, func(m *clusterParts) [][]*part { return [][]*part{m.posts, m.officeUnknown} })
	public := make(map[*part]bool)
	for _, p := range c.parts {
		public[c.find(p)] = public[c.find(p)] || !p.withoutPost()
	}
	for _, p := range c.parts {
		if root := c.find(p); !public[root] {
			c.hidden[root] = true
		}
	}
}

// joinWeakly joins the clusters of some members of the knots that hold no post that is
// known to the only one of others around each.
func (c *unionFind) joinToOnly(who func(*clusterParts) []*part, to func(*clusterParts) [][]*part) {
	placed := make(map[*part]bool)
	for _, p := range c.parts {
		if c.participates[p] && p.hasPost() {
			placed[c.find(p)] = true
		}
	}
	targets := make(map[*part]*part) // by root
	for _, k := range c.clusters {
		weak := who(c.members[k])
		if len(weak) == 0 || len(k.name.words) < 2 { // one word is no reason
			continue
		}
		var target *part
		look := func(k *nameCluster) {
			for _, parts := range to(c.members[k]) {
				if target != ambiguous {
					target = c.single(target, parts)
				}
			}
		}
		look(k)
		for _, n := range k.neighbours {
			if len(n.name.words) >= 2 && n.like != initialed {
				look(n.nameCluster)
			}
		}
		if target == nil { // initials tell less than any other likeness
			for _, n := range k.neighbours {
				if n.like == initialed {
					look(n.nameCluster)
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
				targets[root] = ambiguous
			}
		}
	}
	for _, root := range byKey(targets) {
		if to := targets[root]; to != ambiguous {
			c.join(root, to, false)
		}
	}
}

// joinRemembered joins the parts that no article has any more to the one person whom
// they are most like, so that their ids lead there. They join no other.
func (c *unionFind) joinInactive() {
	taken := make(map[*part]bool) // roots of parts that stand
	for _, p := range c.parts {
		if c.participates[p] {
			taken[c.find(p)] = true
		}
	}
	found := make(map[*part]*part)
	for _, p := range c.parts {
		if c.participates[p] || taken[c.find(p)] {
			continue
		}
		best := reason(0)
		p.eachSimilar(func(k *nameCluster, like likeness) {
			m := c.members[k]
			for _, parts := range [3][]*part{m.posts, m.officeUnknown, m.postless} {
				if len(parts) == 0 {
					continue
				}
				e := reasonFor(p, parts[0], like)
				if e == 0 || best != 0 && e > best || found[p] == ambiguous && e == best {
					continue
				}
				for _, q := range parts {
					switch root := c.find(q); {
					case c.hidden[root]:
					case best == 0 || e < best || found[p] == nil:
						best, found[p] = e, root
					case found[p] != root:
						found[p] = ambiguous
					}
					if found[p] == ambiguous {
						break
					}
				}
			}
		})
	}
	for _, p := range byKey(found) {
		if to := found[p]; to != ambiguous && !taken[c.find(p)] {
			c.join(p, to, false)
			taken[c.find(p)] = true
		}
	}
}
