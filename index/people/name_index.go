package people

import (
	"hash/maphash"
	"slices"
	"strings"
)

// A knot holds the parts of one place that have the same name but for its spelling,
// and knows the knots of the place whose names are like it. Names are compared, not
// parts: however many spellings a name has, it is one knot.
type nameCluster struct {
	place
	name        *personName
	parts       []*part
	activeParts int // parts that some article has
	neighbours  []neighbour
	stale       bool // near has to be found anew
}

// A place is where names are compared: a satker, another body, or a post there. At a
// body the same name alone is a reason; at one post a name that is like it too.
type place struct{ of, post string }

// only reports whether the same name alone is a reason there.
func (at place) exactOnly() bool { return at.post == "" && strings.HasPrefix(at.of, "/") }

// A nearby is a knot whose name is like another's.
type neighbour struct {
	*nameCluster
	like likeness
}

// crowd is how many names of one place may have something in common that makes names
// worth comparing. What more have in common tells no person: they stay apart, unless
// they have something rarer in common too. Thus a knot is compared with a bounded
// number of others, however many there are in its place.
const maxBlock = 32

// keyWords is how many words of a name are looked at for what it has in common with
// others.
const maxKeyWords = 8

// A nameKey is what names of one place may have in common, by its hash.
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

// keys returns the keys of a knot. Of two names that are alike, by [likenessOf], and
// have a word or their first letters in common, nearly all have one of them in common:
// they are the same when written in one word, or have of two words one, and how the
// other begins, or how both begin; of three words one, and how the others begin; of
// more words two. Two words that one has in one (Syahputra) count as one too, and
// initials as none.
func (k *nameCluster) blockingKeys() []nameKey {
	keys := []nameKey{hashKey(k.place, "same", k.name.joined)}
	words := k.name.words[:min(len(k.name.words), maxKeyWords)]
	if k.exactOnly() || len(words) < 2 { // one word is no reason
		return keys
	}
	keys = k.addWordKeys(keys, words)
	if whole := slices.DeleteFunc(slices.Clone(words), func(w string) bool { return len(w) == 1 }); len(whole) > 1 && len(whole) < len(words) {
		keys = k.addWordKeys(keys, whole)
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// KeysOf adds the keys of two words or more.
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

// knots are those of all places.
type nameIndex struct {
	clusters map[nameKey]*nameCluster   // by place and name
	single   map[nameKey]*nameCluster   // the only one that has it
	blocks   map[nameKey][]*nameCluster // where several have
	stale    []*nameCluster
}

func newNameIndex() nameIndex {
	return nameIndex{clusters: make(map[nameKey]*nameCluster), single: make(map[nameKey]*nameCluster), blocks: make(map[nameKey][]*nameCluster)}
}

// tie adds a part to the knot of its name in a place.
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
	p.name = k.name // once in memory
	return k
}

// untie takes a part out of a knot.
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

// reckon notes that so many more parts of k are given by articles, or so many fewer
// where it is less than 0. A name that is only remembered is no one of a crowd.
func (x *nameIndex) addActive(k *nameCluster, parts int) {
	if (k.activeParts == 0) == (k.activeParts+parts == 0) {
		k.activeParts += parts
		return
	}
	x.dropKeys(k)
	k.activeParts += parts
	x.addKeys(k)
}

// remembered is the key under which those stand whom no article has.
func (key nameKey) inactive() nameKey { return ^key }

// enter puts k under its keys.
func (x *nameIndex) addKeys(k *nameCluster) {
	for _, key := range k.blockingKeys() {
		if k.activeParts == 0 {
			key = key.inactive()
		}
		x.putKey(key, k)
	}
	x.markStale(k)
}

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
		if len(list) == maxBlock+1 { // it tells no person any more
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

// having returns those under a key, none where they are a crowd.
func (x *nameIndex) block(key nameKey) []*nameCluster {
	if only := x.single[key]; only != nil {
		return []*nameCluster{only}
	}
	if list := x.blocks[key]; len(list) <= maxBlock {
		return list
	}
	return nil
}

// doubtAll doubts those under a key of which it does not hold any more whether they
// are a crowd, and those who are remembered under it.
func (x *nameIndex) markBlockStale(key nameKey) {
	x.markStale(x.blocks[key]...)
	x.markStale(x.block(key.inactive())...)
}

// doubt has what is near to knots found anew.
func (x *nameIndex) markStale(list ...*nameCluster) {
	for _, k := range list {
		if !k.stale {
			k.stale = true
			x.stale = append(x.stale, k)
		}
	}
}

// Compare finds what is near to the knots in doubt, each once, and calls moved with
// every knot whose neighbours are others by then.
func (x *nameIndex) refresh(moved func(*nameCluster)) {
	for _, k := range x.stale {
		k.stale = false
		if len(k.parts) == 0 { // it is gone
			continue
		}
		moved(k)
		for _, n := range k.neighbours {
			n.removeNeighbour(k)
			moved(n.nameCluster)
		}
		k.neighbours = k.neighbours[:0]
		for _, key := range k.blockingKeys() {
			others, remembered := x.block(key), x.block(key.inactive())
			switch {
			case k.activeParts == 0 && remembered == nil, k.activeParts > 0 && others == nil: // it is one of a crowd
				continue
			case k.activeParts > 0 && remembered != nil && others != nil:
				others = slices.Concat(others, remembered)
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
