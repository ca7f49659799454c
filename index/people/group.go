package people

import (
	"cmp"
	"context"
	"iter"
	"maps"
	"slices"
	"strings"

	"warta/analyzers/indonesian"
	"warta/index/dockeys"
	"warta/index/lexicon"
)

// settle works out the people around what has changed: all that may be one with them.
func (r *Registry) settle(c *changed) {
	r.knots.Compare(func(k *knot) { c.knots = append(c.knots, k) })
	done, seen := make(map[*part]bool, len(c.around)), make(map[*knot]bool)
	var group []*part
	reach := func(p *part) {
		if !done[p] && r.parts[p.key] == p { // else it is gone
			done[p] = true
			group = append(group, p)
		}
	}
	from := func(p *part) {
		group = nil
		reach(p)
		for i := 0; i < len(group); i++ {
			group[i].eachNear(func(k *knot, _ likeness) {
				if seen[k] {
					return
				}
				seen[k] = true
				for _, q := range k.parts {
					reach(q)
				}
			})
			for q := range group[i].same {
				reach(q)
			}
			for q := range group[i].merged {
				reach(q)
			}
			for q := range r.holders[group[i].holder] {
				reach(q)
			}
		}
		if len(group) > 0 {
			r.regroup(group)
			c.settled = append(c.settled, group...)
		}
	}
	for _, p := range c.around {
		from(p)
	}
	for _, k := range c.knots {
		if seen[k] {
			continue
		}
		for _, p := range k.parts {
			from(p)
		}
	}
	r.leadShort(c)
}

// regroup makes people of parts that no edge leads out of.
func (r *Registry) regroup(group []*part) {
	moved := false
	for p, who := range r.peopleOf(group) {
		before := p.person
		if p.person = who; who != nil && who.id == "" {
			r.describe(who)
		}
		moved = moved || before != nil && (p.person == nil || before.id != p.person.id || before.suppressed != p.person.suppressed) ||
			before == nil && p.person != nil && p.isInside()
	}
	if moved {
		r.version.Add(1)
	}
}

// peopleOf goes through the parts, by key, with the person that each is of, nil for
// a part of no public person.
func (r *Registry) peopleOf(group []*part) iter.Seq2[*part, *person] {
	return func(yield func(*part, *person) bool) {
		if len(group) == 1 { // as most are
			if p := group[0]; p.isInside() {
				yield(p, nil)
			} else {
				yield(p, &person{parts: []*part{p}, holders: p.holderAlone()})
			}
			return
		}
		slices.SortFunc(group, func(a, b *part) int { return strings.Compare(a.key, b.key) })
		c := clustersOf(group, r.stands)
		c.joinListed()
		c.tellListedApart()
		c.joinStrong()
		c.joinShortened()
		c.joinWeak()
		c.joinRemembered()
		made := make(map[*part]*person)
		for _, p := range group {
			root := c.find(p)
			if c.dropped[root] {
				continue
			}
			if made[root] == nil {
				made[root] = &person{}
			}
			made[root].parts = append(made[root].parts, p)
		}
		for _, h := range c.holders {
			if who := made[c.find(h.part)]; who != nil {
				who.holders = append(who.holders, h.holder)
			}
		}
		for _, p := range group {
			if !yield(p, made[c.find(p)]) {
				return
			}
		}
	}
}

// describe works out the id and the name of a person.
func (r *Registry) describe(who *person) {
	slices.SortFunc(who.parts, func(a, b *part) int {
		return cmp.Or(cmp.Compare(rank(a, r.decisions), rank(b, r.decisions)), cmp.Compare(a.row.n, b.row.n), strings.Compare(a.key, b.key))
	})
	first := who.parts[0]
	who.id = first.row.id
	for _, p := range who.parts {
		who.suppressed = who.suppressed || p.row.id != "" && r.decisions.Suppressed[p.row.id]
	}
	// The id of the new name may be that of another part, which may be apart by now.
	if renamed, ok := r.decisions.Renamed[first.row.id]; ok && slices.Contains(who.parts, r.PartOf(r.book.PartOf(renamed.ID))) {
		who.id = renamed.ID
	}
	who.spans = spansOf(who.holders)
	r.name(who)
}

// name works out the name of a person.
func (r *Registry) name(who *person) {
	if renamed, ok := r.decisions.Renamed[who.parts[0].row.id]; ok {
		who.name = renamed.Name
		return
	}
	if who.name = nameOf(who.parts); len(who.holders) > 0 {
		who.name = who.listedName(who.name)
	}
}

// Rename works out the names of the people whose spellings are more or less frequent.
func (r *Registry) Rename(counted []*part) {
	done := make(map[*person]bool, len(counted))
	for _, p := range counted {
		if who := p.person; who != nil && !done[who] {
			done[who] = true
			r.name(who)
		}
	}
}

// stands reports whether p is to be reckoned with: some article has it. A part that
// is suppressed does without any, so that the person does not come back in another spelling.
func (r *Registry) stands(p *part) bool {
	return len(p.raws) > 0 || p.row.id != "" && r.decisions.Suppressed[p.row.id]
}

// rank orders the parts of a person: what was merged into another comes behind it,
// what has no id behind all.
func rank(p *part, d Decisions) int {
	switch {
	case p.row.id == "":
		return 2
	case d.Merged[p.row.id] != "":
		return 1
	}
	return 0
}

// nameOf returns the name of the person that the parts are: the fullest of the
// spellings that are not rare.
func nameOf(parts []*part) string {
	if len(parts) == 1 && len(parts[0].raws) == 1 {
		return parts[0].raws[0].name()
	}
	written := make(map[string]int)
	most := 0
	for _, p := range parts {
		if p.isInside() && len(parts) > 1 && !parts[0].isInside() {
			continue
		}
		for _, k := range p.raws {
			name := k.name()
			written[name] += k.articles
			most = max(most, written[name])
		}
	}
	if len(written) == 1 {
		for name := range written {
			return name
		}
	}
	const rare = 4 // a spelling in fewer than one in so many is one
	best := ""
	var fullness []int
	for _, name := range slices.Sorted(maps.Keys(written)) {
		n := written[name]
		if n*rare < most {
			continue
		}
		if full := fullnessOf(name, n); best == "" || slices.Compare(full, fullness) > 0 {
			best, fullness = name, full
		}
	}
	return best
}

// fullnessOf says how full a spelling in n articles is, to be compared: the words that
// are written out, all words, the articles, and that it is no abbreviation and not all
// in capitals.
func fullnessOf(name string, n int) []int {
	words := indonesian.NameWords(name)
	whole, plain := 0, 1
	for _, w := range words {
		if len(w) > 1 {
			whole++
		}
	}
	if strings.ContainsAny(name, ".,") || strings.ToUpper(name) == name {
		plain = 0
	}
	return []int{whole, len(words), n, plain}
}

// Decisions are what editors decided about people, by the ids of parts.
type Decisions struct {
	Merged     map[string]string // into which
	Split      map[string][]string
	Renamed    map[string]Renaming
	Suppressed map[string]bool
	About      map[string]bool // all ids of which they tell
}

type Renaming struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Decide puts d in the place of all earlier decisions. It fails only where ids cannot be
// given out.
func (r *Registry) Decide(ctx context.Context, d Decisions) error {
	return r.nameListed(ctx, r.takeDecisions(d))
}

func (r *Registry) takeDecisions(d Decisions) (owed []*part) {
	r.mu.Lock()
	defer r.mu.Unlock()
	before := r.decisions.Renamed
	r.decisions = d
	r.turn++
	r.rewordAll(new(changed), before, d.Renamed) // all are settled below
	names := make(map[string]uint32)
	for _, part := range slices.Sorted(maps.Keys(d.Renamed)) {
		to := d.Renamed[part]
		for _, key := range dockeys.Endings(indonesian.NameWords(to.Name)) {
			names[key+dockeys.SuggestEnd+part] = 1
		}
	}
	r.renamed = new(lexicon.Lexicon)
	r.renamed.Add(names)
	owed = r.enforce()
	r.version.Add(1)
	return owed
}

// enforce works out who is who by what was decided, and returns the parts of the list of
// office holders that need an id now.
func (r *Registry) enforce() (owed []*part) {
	r.remember(&changed{}) // it may be about whom another generation met
	r.link()
	c := changed{around: slices.Collect(maps.Values(r.parts))}
	r.settle(&c)
	return r.owed(c.listed)
}

// link notes at the parts which of them editors merged or split.
func (r *Registry) link() {
	d := r.decisions
	for _, p := range r.parts {
		p.merged, p.split = nil, nil
	}
	link := func(of func(*part) *map[*part]bool, a, b string) {
		p, q := r.PartOf(a), r.PartOf(b)
		if p == nil || q == nil || p == q {
			return
		}
		for _, x := range [2][2]*part{{p, q}, {q, p}} {
			m := of(x[0])
			if *m == nil {
				*m = make(map[*part]bool)
			}
			(*m)[x[1]] = true
		}
	}
	for id, into := range d.Merged {
		link(func(p *part) *map[*part]bool { return &p.merged }, id, into)
	}
	for id, apart := range d.Split {
		for _, other := range apart {
			link(func(p *part) *map[*part]bool { return &p.split }, id, other)
		}
	}
}

// PartOf returns the part to which an id was given, nil where it is not there.
func (r *Registry) PartOf(id string) *part {
	row, _ := r.book.ofID(id)
	return r.parts[row.key]
}
