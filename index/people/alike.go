package people

import (
	"hash/maphash"
	"slices"
	"strings"
)

// A knot holds the parts of one place that have the same name but for its spelling,
// and knows the knots of the place whose names are like it. Names are compared, not
// parts: however many spellings a name has, it is one knot.
type knot struct {
	place
	name  *personName
	parts []*part
	given int // parts that some article has
	near  []nearby
	stale bool // near has to be found anew
}

// A place is where names are compared: a satker, another body, or a post there. At a
// body the same name alone is a reason; at one post a name that is like it too.
type place struct{ of, post string }

// only reports whether the same name alone is a reason there.
func (at place) only() bool { return at.post == "" && strings.HasPrefix(at.of, "/") }

// A nearby is a knot whose name is like another's.
type nearby struct {
	*knot
	like likeness
}

// crowd is how many names of one place may have something in common that makes names
// worth comparing. What more have in common tells no person: they stay apart, unless
// they have something rarer in common too. Thus a knot is compared with a bounded
// number of others, however many there are in its place.
const crowd = 32

// keyWords is how many words of a name are looked at for what it has in common with
// others.
const keyWords = 8

// A nameKey is what names of one place may have in common, by its hash.
type nameKey uint64

var nameKeys = maphash.MakeSeed()

func hashed(at place, kind string, parts ...string) nameKey {
	var h maphash.Hash
	h.SetSeed(nameKeys)
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
func (k *knot) keys() []nameKey {
	keys := []nameKey{hashed(k.place, "same", k.name.joined)}
	words := k.name.words[:min(len(k.name.words), keyWords)]
	if k.only() || len(words) < 2 { // one word is no reason
		return keys
	}
	keys = k.KeysOf(keys, words)
	if whole := slices.DeleteFunc(slices.Clone(words), func(w string) bool { return len(w) == 1 }); len(whole) > 1 && len(whole) < len(words) {
		keys = k.KeysOf(keys, whole)
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// KeysOf adds the keys of two words or more.
func (k *knot) KeysOf(keys []nameKey, words []string) []nameKey {
	add := func(kind string, parts ...string) { keys = append(keys, hashed(k.place, kind, parts...)) }
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
type knots struct {
	at    map[nameKey]*knot   // by place and name
	byKey map[nameKey]*knot   // the only one that has it
	more  map[nameKey][]*knot // where several have
	stale []*knot
}

func noKnots() knots {
	return knots{at: make(map[nameKey]*knot), byKey: make(map[nameKey]*knot), more: make(map[nameKey][]*knot)}
}

// tie adds a part to the knot of its name in a place.
func (x *knots) tie(p *part, at place) *knot {
	id := hashed(at, "all", p.name.words...)
	k := x.at[id]
	if k == nil {
		k = &knot{place: at, name: p.name}
		if p.given {
			k.given = 1
		}
		x.at[id] = k
		x.enter(k)
	} else if p.given {
		x.reckon(k, 1)
	}
	k.parts = append(k.parts, p)
	p.name = k.name // once in memory
	return k
}

// untie takes a part out of a knot.
func (x *knots) untie(p *part, k *knot) {
	k.parts = slices.DeleteFunc(k.parts, func(q *part) bool { return q == p })
	if p.given {
		x.reckon(k, -1)
	}
	if len(k.parts) > 0 {
		return
	}
	delete(x.at, hashed(k.place, "all", k.name.words...))
	x.leave(k)
	for _, n := range k.near {
		n.leave(k)
	}
	k.near = nil
}

// reckon notes that so many more parts of k are given by articles, or so many fewer
// where it is less than 0. A name that is only remembered is no one of a crowd.
func (x *knots) reckon(k *knot, parts int) {
	if (k.given == 0) == (k.given+parts == 0) {
		k.given += parts
		return
	}
	x.leave(k)
	k.given += parts
	x.enter(k)
}

// remembered is the key under which those stand whom no article has.
func (key nameKey) remembered() nameKey { return ^key }

// enter puts k under its keys.
func (x *knots) enter(k *knot) {
	for _, key := range k.keys() {
		if k.given == 0 {
			key = key.remembered()
		}
		x.put(key, k)
	}
	x.doubt(k)
}

func (x *knots) leave(k *knot) {
	for _, key := range k.keys() {
		if k.given == 0 {
			key = key.remembered()
		}
		x.drop(key, k)
	}
}

func (k *knot) leave(other *knot) {
	k.near = slices.DeleteFunc(k.near, func(n nearby) bool { return n.knot == other })
}

func (x *knots) put(key nameKey, k *knot) {
	only := x.byKey[key]
	switch list := x.more[key]; {
	case list != nil:
		list = append(list, k)
		x.more[key] = list
		if len(list) == crowd+1 { // it tells no person any more
			x.doubtAll(key)
		}
	case only == nil:
		x.byKey[key] = k
	default:
		delete(x.byKey, key)
		x.more[key] = []*knot{only, k}
	}
}

func (x *knots) drop(key nameKey, k *knot) {
	list := x.more[key]
	if list == nil {
		if x.byKey[key] == k {
			delete(x.byKey, key)
		}
		return
	}
	list = slices.DeleteFunc(list, func(other *knot) bool { return other == k })
	if len(list) == 1 {
		delete(x.more, key)
		x.byKey[key] = list[0]
		return
	}
	x.more[key] = list
	if len(list) == crowd {
		x.doubtAll(key)
	}
}

// having returns those under a key, none where they are a crowd.
func (x *knots) having(key nameKey) []*knot {
	if only := x.byKey[key]; only != nil {
		return []*knot{only}
	}
	if list := x.more[key]; len(list) <= crowd {
		return list
	}
	return nil
}

// doubtAll doubts those under a key of which it does not hold any more whether they
// are a crowd, and those who are remembered under it.
func (x *knots) doubtAll(key nameKey) {
	x.doubt(x.more[key]...)
	x.doubt(x.having(key.remembered())...)
}

// doubt has what is near to knots found anew.
func (x *knots) doubt(list ...*knot) {
	for _, k := range list {
		if !k.stale {
			k.stale = true
			x.stale = append(x.stale, k)
		}
	}
}

// Compare finds what is near to the knots in doubt, each once, and calls moved with
// every knot whose neighbours are others by then.
func (x *knots) Compare(moved func(*knot)) {
	for _, k := range x.stale {
		k.stale = false
		if len(k.parts) == 0 { // it is gone
			continue
		}
		moved(k)
		for _, n := range k.near {
			n.leave(k)
			moved(n.knot)
		}
		k.near = k.near[:0]
		for _, key := range k.keys() {
			others, remembered := x.having(key), x.having(key.remembered())
			switch {
			case k.given == 0 && remembered == nil, k.given > 0 && others == nil: // it is one of a crowd
				continue
			case k.given > 0 && remembered != nil && others != nil:
				others = slices.Concat(others, remembered)
			}
			for _, other := range others {
				if other == k || slices.ContainsFunc(k.near, func(n nearby) bool { return n.knot == other }) {
					continue
				}
				if like := likenessOf(k.name, other.name); like != unlike {
					k.near = append(k.near, nearby{other, like})
					other.near = append(other.near, nearby{k, like})
					moved(other)
				}
			}
		}
	}
	x.stale = x.stale[:0]
}
