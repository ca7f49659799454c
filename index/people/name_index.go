package people

import (
	"hash/maphash"
	"slices"
	"strings"
)

// A nameCluster holds the parts of one place that have the same name apart from spelling,
// and its neighbours: the clusters of the place with similar names. Names are compared
// once per cluster, however many spellings it has.
type nameCluster struct {
	place
	name        *personName
	parts       []*part
	activeParts int // number of active parts
	neighbours  []neighbour
	stale       bool // neighbours are out of date
}

// A place is a scope in which names are compared: a satker, another body, or a post at
// another body. At another body as a whole only the same name counts, at one of its posts
// a similar name too.
type place struct{ of, post string }

// exactOnly reports whether only the same name counts in the place.
func (at place) exactOnly() bool { return at.post == "" && strings.HasPrefix(at.of, "/") }

// A neighbour is a cluster with a similar name.
type neighbour struct {
	*nameCluster
	like likeness
}

// maxBlock is the largest block, the set of clusters that share a blocking key, whose
// names are compared with each other. A key shared by more clusters is too common to be
// evidence and is ignored; this bounds the comparisons per cluster.
const maxBlock = 32

// maxKeyWords is the number of words of a name from which blocking keys are formed.
const maxKeyWords = 8

// A nameKey is the hash of a property of a name in a place, such as two of its words.
type nameKey uint64

var keySeed = maphash.MakeSeed()

func hashKey(at place, kind string, parts ...string) nameKey {
	var h maphash.Hash
	h.SetSeed(keySeed)
	write := func(s string) {
		_, _ = h.WriteString(s)
		_ = h.WriteByte(0)
	}
	write(at.of)
	write(at.post)
	write(kind)
	for _, s := range parts {
		write(s)
	}
	return nameKey(h.Sum64())
}

// blockingKeys returns the keys of the blocks that the cluster is in. Two names that are
// similar by [likenessOf] and share a word or their first letters have a key in common,
// with few exceptions: the whole name in one word; of two words, one of them and the
// initial of the other, or how both begin; of three words, one of them and the initials
// of the others; of more words, two of them. Two adjacent words also count as one (Syah
// Putra and Syahputra), and names are also taken without their initials.
func (k *nameCluster) blockingKeys() []nameKey {
	keys := []nameKey{hashKey(k.place, "same", k.name.joined)}
	if k.name.heard != k.name.joined {
		keys = append(keys, hashKey(k.place, "same", k.name.heard))
	}
	words := k.name.words[:min(len(k.name.words), maxKeyWords)]
	if k.exactOnly() || len(words) < 2 { // a common word alone proves nothing
		return keys
	}
	keys = k.addWordKeys(keys, words)
	if whole := slices.DeleteFunc(slices.Clone(words), func(w string) bool { return len(w) == 1 }); len(whole) > 1 && len(whole) < len(words) {
		keys = k.addWordKeys(keys, whole)
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// addWordKeys appends the keys of two words or more.
func (k *nameCluster) addWordKeys(keys []nameKey, words []string) []nameKey {
	add := func(kind string, parts ...string) { keys = append(keys, hashKey(k.place, kind, parts...)) }
	oneOfTwo := func(x, y string) {
		add("one", x, y[:1], "1")
		add("one", y, x[:1], "2")
	}
	for i, x := range words {
		for _, y := range words[i+1:] {
			add("two", x, y)
		}
	}
	switch len(words) {
	case 2:
		const opening = 4
		oneOfTwo(words[0], words[1])
		if joined := words[0] + words[1]; len(joined) > opening {
			add("open", joined[:opening], words[1][:1])
		}
	case 3:
		for i, x := range words {
			add("middle", x, words[(i+1)%3][:1], words[(i+2)%3][:1], string(rune('0'+i)))
		}
		oneOfTwo(words[0]+words[1], words[2])
		oneOfTwo(words[0], words[1]+words[2])
	default:
		for i := range len(words) - 1 {
			one := words[i] + words[i+1]
			for _, x := range words[:i] {
				add("two", x, one)
			}
			for _, x := range words[i+2:] {
				add("two", one, x)
			}
		}
	}
	return keys
}

// A nameIndex holds the clusters of all places and their blocks. Changes mark clusters as
// stale; refresh then compares them.
type nameIndex struct {
	clusters map[nameKey]*nameCluster   // by place and name
	single   map[nameKey]*nameCluster   // the cluster of a key, if there is only one
	blocks   map[nameKey][]*nameCluster // the clusters of a key, if there are several
	stale    []*nameCluster
}

func newNameIndex() nameIndex {
	return nameIndex{clusters: make(map[nameKey]*nameCluster), single: make(map[nameKey]*nameCluster), blocks: make(map[nameKey][]*nameCluster)}
}

// add adds a part to the cluster of its name in a place.
func (x *nameIndex) add(p *part, at place) *nameCluster {
	id := hashKey(at, "all", p.name.words...)
	k := x.clusters[id]
	if k == nil {
		k = &nameCluster{place: at, name: p.name}
		if p.active {
			k.activeParts = 1
		}
		x.clusters[id] = k
		x.addKeys(k)
	} else if p.active {
		x.addActive(k, 1)
	}
	k.parts = append(k.parts, p)
	p.name = k.name // shared, to save memory
	return k
}

// remove removes a part from a cluster, and an empty cluster from the index.
func (x *nameIndex) remove(p *part, k *nameCluster) {
	k.parts = slices.DeleteFunc(k.parts, func(q *part) bool { return q == p })
	if p.active {
		x.addActive(k, -1)
	}
	if len(k.parts) > 0 {
		return
	}
	delete(x.clusters, hashKey(k.place, "all", k.name.words...))
	x.dropKeys(k)
	for _, n := range k.neighbours {
		n.removeNeighbour(k)
	}
	k.neighbours = nil
}

// addActive adds to the number of active parts of k. Inactive clusters are in blocks of
// their own, so that names that no article has do not fill up the others.
func (x *nameIndex) addActive(k *nameCluster, parts int) {
	if (k.activeParts == 0) == (k.activeParts+parts == 0) {
		k.activeParts += parts
		return
	}
	x.dropKeys(k)
	k.activeParts += parts
	x.addKeys(k)
}

// inactive returns the key of the block of inactive clusters that goes with key.
func (key nameKey) inactive() nameKey { return ^key }

// addKeys adds k to its blocks and marks it stale.
func (x *nameIndex) addKeys(k *nameCluster) {
	for _, key := range k.blockingKeys() {
		if k.activeParts == 0 {
			key = key.inactive()
		}
		x.putKey(key, k)
	}
	x.markStale(k)
}

// dropKeys removes k from its blocks.
func (x *nameIndex) dropKeys(k *nameCluster) {
	for _, key := range k.blockingKeys() {
		if k.activeParts == 0 {
			key = key.inactive()
		}
		x.dropKey(key, k)
	}
}

func (k *nameCluster) removeNeighbour(other *nameCluster) {
	k.neighbours = slices.DeleteFunc(k.neighbours, func(n neighbour) bool { return n.nameCluster == other })
}

func (x *nameIndex) putKey(key nameKey, k *nameCluster) {
	only := x.single[key]
	switch list := x.blocks[key]; {
	case list != nil:
		list = append(list, k)
		x.blocks[key] = list
		if len(list) == maxBlock+1 { // the key is ignored from now on
			x.markBlockStale(key)
		}
	case only == nil:
		x.single[key] = k
	default:
		delete(x.single, key)
		x.blocks[key] = []*nameCluster{only, k}
	}
}

func (x *nameIndex) dropKey(key nameKey, k *nameCluster) {
	list := x.blocks[key]
	if list == nil {
		if x.single[key] == k {
			delete(x.single, key)
		}
		return
	}
	list = slices.DeleteFunc(list, func(other *nameCluster) bool { return other == k })
	if len(list) == 1 {
		delete(x.blocks, key)
		x.single[key] = list[0]
		return
	}
	x.blocks[key] = list
	if len(list) == maxBlock {
		x.markBlockStale(key)
	}
}

// block returns the clusters with a key, none if they are more than maxBlock.
func (x *nameIndex) block(key nameKey) []*nameCluster {
	if only := x.single[key]; only != nil {
		return []*nameCluster{only}
	}
	if list := x.blocks[key]; len(list) <= maxBlock {
		return list
	}
	return nil
}

// markBlockStale marks the clusters of a block whose size has crossed maxBlock, and the
// inactive ones with the same key.
func (x *nameIndex) markBlockStale(key nameKey) {
	x.markStale(x.blocks[key]...)
	x.markStale(x.block(key.inactive())...)
}

// markStale marks clusters whose neighbours refresh has to find again.
func (x *nameIndex) markStale(list ...*nameCluster) {
	for _, k := range list {
		if !k.stale {
			k.stale = true
			x.stale = append(x.stale, k)
		}
	}
}

// refresh finds the neighbours of the stale clusters. It calls moved with each cluster
// whose neighbours may have changed; it may do so more than once.
func (x *nameIndex) refresh(moved func(*nameCluster)) {
	for _, k := range x.stale {
		k.stale = false
		if len(k.parts) == 0 { // removed meanwhile
			continue
		}
		moved(k)
		for _, n := range k.neighbours {
			n.removeNeighbour(k)
			moved(n.nameCluster)
		}
		k.neighbours = k.neighbours[:0]
		for _, key := range k.blockingKeys() {
			others, inactive := x.block(key), x.block(key.inactive())
			switch {
			case k.activeParts == 0 && inactive == nil, k.activeParts > 0 && others == nil: // the block is too large
				continue
			case k.activeParts > 0 && inactive != nil && others != nil:
				others = slices.Concat(others, inactive)
			}
			for _, other := range others {
				if other == k || slices.ContainsFunc(k.neighbours, func(n neighbour) bool { return n.nameCluster == other }) {
					continue
				}
				if like := likenessOf(k.name, other.name); like != unlike {
					k.neighbours = append(k.neighbours, neighbour{other, like})
					other.neighbours = append(other.neighbours, neighbour{k, like})
					moved(other)
				}
			}
		}
	}
	x.stale = x.stale[:0]
}
