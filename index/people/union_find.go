package people

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// unionFind merges the parts of a component into groups, each a person. Only the decision
// of an editor merges groups with separated parts. All steps run in an order that depends
// on the parts only, so that the result does not depend on the order of arrival.
type unionFind struct {
	parts        []*part        // sorted by key
	clusters     []*nameCluster // sorted by place and name
	order        map[*nameCluster]int
	parent       map[*part]*part
	separated    map[*part][]*part // by root: parts that the group must not contain
	participates map[*part]bool    // see Registry.participates
	hidden       map[*part]bool    // roots of groups that are no public person
	members      map[*nameCluster]*clusterParts
	postSets     map[*part]map[postSetYear]bool // by root: sets of posts of the group
	holders      []holderPart                   // sorted by key
}

// clusterParts are the participating parts of a cluster, by kind, each sorted by key.
type clusterParts struct{ posts, officeUnknown, postless []*part }

// newUnionFind returns a union-find in which each part is a group. parts is sorted by
// key.
func newUnionFind(parts []*part, participates func(*part) bool) *unionFind {
	u := &unionFind{
		parts: parts, order: make(map[*nameCluster]int), parent: make(map[*part]*part, len(parts)), separated: make(map[*part][]*part),
		participates: make(map[*part]bool, len(parts)), hidden: make(map[*part]bool), members: make(map[*nameCluster]*clusterParts),
		postSets: make(map[*part]map[postSetYear]bool),
	}
	for _, p := range parts {
		u.parent[p], u.participates[p] = p, participates(p)
		if sets := p.postSets(); len(sets) > 0 {
			u.postSets[p] = sets
		}
		for q := range p.apartEvidence {
			u.separated[p] = append(u.separated[p], q)
		}
		for q := range p.split {
			u.separated[p] = append(u.separated[p], q)
		}
		for _, k := range p.clusters {
			m := u.members[k]
			if m == nil {
				m = new(clusterParts)
				u.members[k] = m
				u.clusters = append(u.clusters, k)
			}
			switch {
			case !u.participates[p]:
			case p.hasPost():
				m.posts = append(m.posts, p)
			case p.kind == officeUnknown:
				m.officeUnknown = append(m.officeUnknown, p)
			default:
				m.postless = append(m.postless, p)
			}
		}
	}
	slices.SortFunc(u.clusters, func(a, b *nameCluster) int {
		return cmp.Or(strings.Compare(a.of, b.of), strings.Compare(a.post, b.post), slices.Compare(a.name.words, b.name.words))
	})
	for i, k := range u.clusters {
		u.order[k] = i
	}
	return u
}

// find returns the root of the group of p.
func (u *unionFind) find(p *part) *part {
	for u.parent[p] != p {
		u.parent[p] = u.parent[u.parent[p]]
		p = u.parent[p]
	}
	return p
}

// mayJoin reports whether two groups, by their roots, may be one person: no two of their
// parts are separated, and none holds a post that excludes a post of the other in the
// same year.
func (u *unionFind) mayJoin(a, b *part) bool {
	if len(u.separated[a]) > len(u.separated[b]) { // separation is symmetric
		a, b = b, a
	}
	for _, q := range u.separated[a] {
		if u.parent[q] != nil && u.find(q) == b {
			return false
		}
	}
	few, many := u.postSets[a], u.postSets[b]
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

// join merges the groups of two parts if they may be one person, or if an editor decided
// so.
func (u *unionFind) join(p, q *part, decided bool) {
	a, b := u.find(p), u.find(q)
	if a == b || !decided && !u.mayJoin(a, b) {
		return
	}
	if a.key > b.key {
		a, b = b, a
	}
	u.parent[b] = a
	less, more := u.separated[b], u.separated[a]
	if len(less) > len(more) {
		less, more = more, less
	}
	u.separated[a] = append(more, less...)
	delete(u.separated, b)
	if of := u.postSets[b]; of != nil {
		into := u.postSets[a]
		if len(of) > len(into) {
			into, of = of, into
		}
		maps.Copy(into, of)
		u.postSets[a] = into
		delete(u.postSets, b)
	}
}

// joinStrong merges by evidence that is sufficient in itself, the strongest first:
// decisions, articles, then names from the most to the least similar.
func (u *unionFind) joinStrong() {
	for _, p := range u.parts {
		for _, q := range byKey(p.merged) {
			u.join(p, q, true)
		}
	}
	for _, p := range u.parts {
		for _, q := range byKey(p.sameEvidence) {
			// A short name with two posts may denote two people.
			if u.participates[p] && u.participates[q] && min(len(p.name.words), len(q.name.words)) >= 2 {
				u.join(p, q, false)
			}
		}
	}
	type pair struct {
		like likeness
		a, b *nameCluster
	}
	var pairs []pair
	for _, k := range u.clusters {
		pairs = append(pairs, pair{sameName, k, k})
		for _, n := range k.neighbours {
			if n.like < shortened && u.order[k] < u.order[n.nameCluster] {
				pairs = append(pairs, pair{n.like, k, n.nameCluster})
			}
		}
	}
	slices.SortFunc(pairs, func(x, y pair) int {
		return cmp.Or(cmp.Compare(x.like, y.like), cmp.Compare(u.order[x.a], u.order[y.a]), cmp.Compare(u.order[x.b], u.order[y.b]))
	})
	for _, p := range pairs {
		a, b := u.members[p.a], u.members[p.b]
		u.joinAll(a.posts, b.posts)
		if p.like == sameName && min(len(p.a.name.words), len(p.b.name.words)) >= 2 {
			u.joinAll(a.officeUnknown, b.officeUnknown)
		}
	}
}

// byKey returns the keys of a set of parts, sorted by part.key.
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

// joinAll merges each part with every group of the others that it may join. Each part is
// compared with one part per group, not with all parts.
func (u *unionFind) joinAll(a, b []*part) {
	var apart []*part // one part of each group so far
	for _, list := range [2][]*part{a, b} {
		for _, p := range list {
			alone := true
			for _, q := range apart {
				u.join(p, q, false)
				if u.find(p) == u.find(q) {
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

// ambiguous stands for more than one candidate group.
var ambiguous = new(part)

// single returns the only group among before and the parts: ambiguous if there are
// several, nil if there is none.
func (u *unionFind) single(before *part, parts []*part) *part {
	for _, p := range parts {
		root := u.find(p)
		if before != nil && before != root {
			return ambiguous
		}
		before = root
	}
	return before
}

// joinShortened merges a shortened name with the one person of the office whose name it
// may be; with two candidates it stays apart. It handles the fullest names first, so that
// a name that is shortened twice finds the one that is shortened once.
func (u *unionFind) joinShortened() {
	byWords := slices.DeleteFunc(slices.Clone(u.clusters), func(k *nameCluster) bool { return len(u.members[k].posts) == 0 })
	byFullness := func(a, b *nameCluster) int { return a.name.compareFullness(b.name) }
	slices.SortStableFunc(byWords, byFullness)
	for len(byWords) > 0 {
		n := 1
		for n < len(byWords) && byFullness(byWords[n], byWords[0]) == 0 {
			n++
		}
		found := make(map[*part]*part) // candidate by part, which may be in several clusters
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
					fuller = u.single(fuller, u.members[near.nameCluster].posts)
				}
			}
			for _, p := range u.members[k].posts {
				note(p, fuller)
				note(p, u.expandedInitials(k, p))
			}
		}
		for _, p := range byKey(found) {
			if to := found[p]; to != ambiguous {
				u.join(p, to, false)
			}
		}
		byWords = byWords[n:]
	}
}

// expandedInitials returns the only group that has the name of k with its initials
// written out and a post that agrees with one of p: ambiguous if there are several, nil
// if there is none.
func (u *unionFind) expandedInitials(k *nameCluster, p *part) *part {
	var found *part
	for _, near := range k.neighbours {
		if near.like != initialed || near.name.compareFullness(k.name) >= 0 || found == ambiguous {
			continue
		}
		var agreeing []*part
		for _, q := range u.members[near.nameCluster].posts {
			if p.postsAgree(q) {
				agreeing = append(agreeing, q)
			}
		}
		found = u.single(found, agreeing)
	}
	return found
}

// joinUnplaced merges groups without a known office into the one person whom they may be.
// A group without any post that joins none is hidden: it is no public person.
func (u *unionFind) joinUnplaced() {
	u.joinToOnly(func(m *clusterParts) []*part { return m.officeUnknown }, func(m *clusterParts) [][]*part { return [][]*part{m.posts} })
	u.joinToOnly(func(m *clusterParts) []*part { return m.postless }, func(m *clusterParts) [][]*part { return [][]*part{m.posts, m.officeUnknown} })
	public := make(map[*part]bool)
	for _, p := range u.parts {
		public[u.find(p)] = public[u.find(p)] || !p.withoutPost()
	}
	for _, p := range u.parts {
		if root := u.find(p); !public[root] {
			u.hidden[root] = true
		}
	}
}

// joinToOnly merges each group of the parts that sources selects, if it has no known post,
// into the only group of the parts that targets selects in its clusters and their
// neighbours.
func (u *unionFind) joinToOnly(sources func(*clusterParts) []*part, targets func(*clusterParts) [][]*part) {
	placed := make(map[*part]bool)
	for _, p := range u.parts {
		if u.participates[p] && p.hasPost() {
			placed[u.find(p)] = true
		}
	}
	found := make(map[*part]*part) // by root
	for _, k := range u.clusters {
		weak := sources(u.members[k])
		if len(weak) == 0 || len(k.name.words) < 2 { // a common word alone proves nothing
			continue
		}
		var target *part
		look := func(k *nameCluster) {
			for _, parts := range targets(u.members[k]) {
				if target != ambiguous {
					target = u.single(target, parts)
				}
			}
		}
		look(k)
		for _, n := range k.neighbours {
			if len(n.name.words) >= 2 && n.like != initialed {
				look(n.nameCluster)
			}
		}
		if target == nil { // initials are the weakest likeness
			for _, n := range k.neighbours {
				if n.like == initialed {
					look(n.nameCluster)
				}
			}
		}
		for _, p := range weak {
			root := u.find(p)
			switch before := found[root]; {
			case target == nil, placed[root]:
			case before == nil:
				found[root] = target
			case before != target:
				found[root] = ambiguous
			}
		}
	}
	for _, root := range byKey(found) {
		if to := found[root]; to != ambiguous {
			u.join(root, to, false)
		}
	}
}

// joinInactive merges parts that no article names any more into the most similar person,
// so that their ids lead there. It merges no other parts.
func (u *unionFind) joinInactive() {
	taken := make(map[*part]bool) // roots of groups with a participating part
	for _, p := range u.parts {
		if u.participates[p] {
			taken[u.find(p)] = true
		}
	}
	found := make(map[*part]*part)
	for _, p := range u.parts {
		if u.participates[p] || taken[u.find(p)] {
			continue
		}
		best := reasonNone
		p.eachSimilar(func(k *nameCluster, like likeness) {
			m := u.members[k]
			for _, parts := range [3][]*part{m.posts, m.officeUnknown, m.postless} {
				if len(parts) == 0 {
					continue
				}
				e := reasonFor(p, parts[0], like)
				if e == reasonNone || best != reasonNone && e > best || found[p] == ambiguous && e == best {
					continue
				}
				for _, q := range parts {
					switch root := u.find(q); {
					case u.hidden[root]:
					case best == reasonNone || e < best || found[p] == nil:
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
		if to := found[p]; to != ambiguous && !taken[u.find(p)] {
			u.join(p, to, false)
			taken[u.find(p)] = true
		}
	}
}
