package index

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"warta/analyzers/indonesian"
	"warta/analyzers/officials"
	"warta/index/lexicon"
)

// A registry knows the people of one generation: which raw keys are one person,
// by which id and name. It is worked out from the keys and the evidence of the
// readings, whatever the order in which they come, and from what somebody decided;
// the index holds raw keys alone, so that a merge changes nothing there.
//
// It is a [Grouping] of raw keys by the id of their person. Its methods may be
// called at the same time.
type registry struct {
	book *idBook

	mu        sync.RWMutex
	parts     map[string]*part    // by key
	raws      map[string]*part    // by raw key; nil for what is no key of a part
	scopes    map[string]*scope   // by satker code or body
	pairs     map[[2]string]bool  // evidence that is known
	given     map[string][]string // raw keys of speakers whom somebody named, by id
	decisions decisions
	renamed   *lexicon.Lexicon // words of names that somebody gave, suggestEnd, id
	mark      uint64           // of what was loaded, for those that nobody feeds

	version atomic.Uint64
	missed  atomic.Bool // somebody asked for a raw key that is not known
}

// A part is one name in one scope: what is told apart. People are made of parts.
type part struct {
	key     string // slug and scope: what an id is given to
	slug    string
	kind    byte
	base    string   // satker code, or slug of the body
	codes   []string // satker where somewhere and postless may belong
	posts   map[string]bool
	name    *personName
	written map[string]int // spellings, with the articles that have them
	raws    []string
	row     idRow
	edges   map[*part]edge
	apart   map[*part]bool
	merged  map[*part]bool // by decision
	split   map[*part]bool // by decision

	person *person // nil for who holds no post anywhere
}

// A person is made of parts, the one whose id was given out first at the front.
type person struct {
	id, name   string
	parts      []*part
	suppressed bool
}

// An edge says why two parts may be one person.
type edge uint8

// The reasons, the strongest first. Those that begin with weak hold only where
// there is one candidate.
const (
	byDecision edge = iota + 1
	byArticle       // one article gives one person both posts
	bySameName
	byOneEdit
	byTwoEdits
	weakShortened
	weakScope // a name without an office, and one of an office that the article is about
)

// because tells an editor the reason.
func (e edge) because() string {
	return [...]string{
		"", "merged by an editor", "an article gives one person both posts", "the same name but for its spelling, in one office",
		"one letter differs, in one office", "two letters differ, in one office", "part of the name of one person of the office alone",
		"no office is told, and one person alone near there has the name",
	}[e]
}

// A scope finds the parts of one satker or body whose names may be alike.
type scope struct{ byWord map[string][]*part }

func newRegistry(book *idBook) *registry {
	r := &registry{book: book, renamed: new(lexicon.Lexicon)}
	r.clear()
	return r
}

func (r *registry) clear() {
	r.parts, r.raws, r.scopes = make(map[string]*part), make(map[string]*part), make(map[string]*scope)
	r.pairs, r.given = make(map[[2]string]bool), make(map[string][]string)
}

// learn takes in raw keys with the number of further articles that have them, and
// evidence. It fails only where ids cannot be given out.
func (r *registry) learn(ctx context.Context, keys []Count, evidence []string) error {
	if err := r.book.give(ctx, r.unnamed(keys)); err != nil {
		return fmt.Errorf("give ids to people: %w", err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	var fresh []*part
	for _, c := range keys {
		if p, isNew := r.add(c.Value, c.Count); isNew {
			fresh = append(fresh, p)
		}
	}
	for _, pair := range evidence {
		fresh = append(fresh, r.weigh(pair)...)
	}
	r.settle(fresh)
	if len(fresh) > 0 && r.missed.Swap(false) {
		r.version.Add(1)
	}
	return nil
}

// unnamed returns the keys of parts that have no id yet, in the order of keys.
func (r *registry) unnamed(keys []Count) []*part {
	var list []*part
	r.mu.RLock()
	defer r.mu.RUnlock()
	for _, c := range keys {
		if _, known := r.raws[c.Value]; known {
			continue
		}
		if p := newPart(c.Value); p != nil && p.kind != postless {
			list = append(list, p)
		}
	}
	return list
}

// newPart reads a raw key; nil for what is none.
func newPart(raw string) *part {
	name, scope, ok := cutKey(raw)
	if !ok || officials.Slug(name) == "" { // no id can be made of it
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

// add takes in a raw key and returns its part, and whether that is new.
func (r *registry) add(raw string, articles int) (*part, bool) {
	if p, known := r.raws[raw]; known {
		name, _, _ := cutKey(raw)
		p.written[name] += articles
		return p, false
	}
	name, in, _ := cutKey(raw)
	if id, ok := strings.CutPrefix(in, string(decided)); ok {
		if !slices.Contains(r.given[id], raw) {
			r.given[id] = append(r.given[id], strings.Clone(raw))
		}
		return nil, false
	}
	p := newPart(raw)
	if p == nil {
		return nil, false
	}
	known := r.parts[p.key]
	if known != nil {
		p = known
	} else {
		r.enter(p, name)
	}
	raw = strings.Clone(raw)
	r.raws[raw] = p
	p.raws = append(p.raws, raw)
	p.written[raw[:len(name)]] += articles
	morePosts := false
	if p.kind == atBody {
		if post := in[len(p.base)+1:]; !strings.HasSuffix(post, "/") && !p.posts[post] {
			p.posts[post], morePosts = true, true
		}
	}
	if known == nil || morePosts {
		r.compare(p)
		return p, true
	}
	return p, true // it may have a better name now
}

// enter adds a part under a name.
func (r *registry) enter(p *part, name string) {
	p.name, p.written, p.posts = newPersonName(name), make(map[string]int), make(map[string]bool)
	p.edges, p.apart = make(map[*part]edge), make(map[*part]bool)
	p.row, _ = r.book.ofKey(p.key)
	r.parts[p.key] = p
}

// remember adds the parts to which ids were given and which no article has any
// more: an id that was given out goes on leading to whoever is like them.
func (r *registry) remember() {
	r.mu.Lock()
	defer r.mu.Unlock()
	var fresh []*part
	for _, row := range r.book.rows() {
		slug, base, ok := strings.Cut(row.key, "@")
		if !ok || r.parts[row.key] != nil || strings.HasPrefix(row.key, renameMark) {
			continue
		}
		scope := base
		if !strings.HasPrefix(base, string(atBody)) && !strings.HasPrefix(base, string(somewhere)) {
			scope = string(atSatker) + base
		}
		name := strings.ReplaceAll(slug, "-", " ")
		if p := newPart(name + keyEnd + scope); p != nil && p.key == row.key {
			r.enter(p, name)
			r.compare(p)
			fresh = append(fresh, p)
		}
	}
	r.settle(fresh)
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
	if _, known := p.edges[q]; known && p.kind != atBody {
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
	for post := range p.posts {
		if q.posts[post] {
			return true
		}
	}
	return false
}

// weigh takes in a piece of evidence and returns the parts about which it is, where
// it is new.
func (r *registry) weigh(pair string) []*part {
	if pair == "" {
		return nil
	}
	x, y, ok := strings.Cut(pair[1:], pairEnd)
	a, b := r.raws[x], r.raws[y]
	if !ok || a == nil || b == nil || a == b {
		return nil
	}
	id := [2]string{pair[:1] + a.key, b.key}
	if a.key > b.key {
		id = [2]string{pair[:1] + b.key, a.key}
	}
	if r.pairs[id] {
		return nil
	}
	r.pairs[id] = true
	switch pair[:1] {
	case signSame:
		// Only of a full name is it sure that both posts are meant for one.
		if len(a.name.words) < 2 {
			return nil
		}
		a.edges[b], b.edges[a] = byArticle, byArticle
	case signApart:
		a.apart[b], b.apart[a] = true, true
	}
	return []*part{a, b}
}

// settle works out the people around the parts: all that edges lead to.
func (r *registry) settle(around []*part) {
	done := make(map[*part]bool, len(around))
	for _, p := range around {
		if done[p] {
			continue
		}
		group := []*part{p}
		done[p] = true
		for i := 0; i < len(group); i++ {
			reach := func(q *part) {
				if !done[q] {
					done[q] = true
					group = append(group, q)
				}
			}
			for q := range group[i].edges {
				reach(q)
			}
			for q := range group[i].merged {
				reach(q)
			}
		}
		r.regroup(group)
	}
}

// regroup makes people of parts that no edge leads out of.
func (r *registry) regroup(group []*part) {
	slices.SortFunc(group, func(a, b *part) int { return strings.Compare(a.key, b.key) })
	c := clustersOf(group)
	c.joinStrong()
	c.joinShortened()
	c.joinWeak()
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
	moved := false
	for _, p := range group {
		before := p.person
		if p.person = made[c.find(p)]; p.person != nil && p.person.id == "" {
			r.describe(p.person)
		}
		moved = moved || before != nil && (p.person == nil || before.id != p.person.id || before.suppressed != p.person.suppressed) ||
			before == nil && p.person != nil && p.kind == postless
	}
	if moved {
		r.version.Add(1)
	}
}

// describe works out the id and the name of a person.
func (r *registry) describe(who *person) {
	slices.SortFunc(who.parts, func(a, b *part) int {
		return cmp.Or(cmp.Compare(rank(a, r.decisions), rank(b, r.decisions)), cmp.Compare(a.row.n, b.row.n), strings.Compare(a.key, b.key))
	})
	first := who.parts[0]
	who.id = first.row.id
	who.name = nameOf(who.parts)
	for _, p := range who.parts {
		who.suppressed = who.suppressed || p.row.id != "" && r.decisions.suppressed[p.row.id]
	}
	if renamed, ok := r.decisions.renamed[first.row.id]; ok {
		who.id, who.name = renamed.ID, renamed.Name
	}
}

// rank orders the parts of a person: what was merged into another comes behind it,
// what has no id behind all.
func rank(p *part, d decisions) int {
	switch {
	case p.row.id == "":
		return 2
	case d.merged[p.row.id] != "":
		return 1
	}
	return 0
}

// nameOf returns the name of whoever is made of the parts: the fullest of the
// spellings that are not rare.
func nameOf(parts []*part) string {
	written := make(map[string]int)
	most := 0
	for _, p := range parts {
		if p.kind == postless && len(parts) > 1 && parts[0].kind != postless {
			continue
		}
		for name, n := range p.written {
			written[name] += n
			most = max(most, written[name])
		}
	}
	const rare = 4 // a spelling in fewer than one in so many is one
	best, words := "", 0
	for _, name := range slices.Sorted(maps.Keys(written)) {
		n := written[name]
		if n*rare < most {
			continue
		}
		if count := len(indonesian.NameWords(name)); best == "" || count > words || count == words && n > written[best] {
			best, words = name, count
		}
	}
	return best
}

// Group implements [Grouping].
func (r *registry) Group(raw string) string {
	r.mu.RLock()
	defer r.mu.RUnlock()
	if who := r.ofRaw(raw); who != nil && !who.suppressed {
		return who.id
	}
	return ""
}

// Version implements [Grouping].
func (r *registry) Version() uint64 { return r.version.Load() }

// ofRaw returns the person of a raw key, nil where there is none.
func (r *registry) ofRaw(raw string) *person {
	if p, known := r.raws[raw]; known {
		return p.person
	}
	if _, scope, ok := cutKey(raw); ok && scope[0] == decided {
		return r.ofID(scope[1:])
	}
	r.missed.Store(true)
	return nil
}

// ofID returns the person to whom an id leads, nil where there is none.
func (r *registry) ofID(id string) *person {
	for range maxLeads {
		row, ok := r.book.ofID(id)
		if !ok {
			return nil
		}
		if of, renamed := strings.CutPrefix(row.key, renameMark); renamed {
			id = of
			continue
		}
		if p := r.parts[row.key]; p != nil && p.person != nil {
			return p.person
		}
		if id = r.decisions.merged[id]; id == "" {
			return nil
		}
	}
	return nil
}

// maxLeads bounds over how many ids one is led on.
const maxLeads = 64

// ids returns all ids that lead to the person, its own first.
func (who *person) ids() []string {
	ids := []string{who.id}
	for _, p := range who.parts {
		if p.row.id != "" && !slices.Contains(ids, p.row.id) {
			ids = append(ids, p.row.id)
		}
	}
	return ids
}

// decisions are what somebody decided about people, by the ids of parts.
type decisions struct {
	merged     map[string]string // into which
	split      map[string][]string
	renamed    map[string]renaming
	suppressed map[string]bool
}

type renaming struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// decide puts d in the place of all earlier decisions.
func (r *registry) decide(d decisions) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.decisions = d
	all := make([]*part, 0, len(r.parts))
	for _, p := range r.parts {
		p.merged, p.split = nil, nil
		all = append(all, p)
	}
	link := func(of func(*part) *map[*part]bool, a, b string) {
		p, q := r.partOf(a), r.partOf(b)
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
	for id, into := range d.merged {
		link(func(p *part) *map[*part]bool { return &p.merged }, id, into)
	}
	for id, apart := range d.split {
		for _, other := range apart {
			link(func(p *part) *map[*part]bool { return &p.split }, id, other)
		}
	}
	names := make(map[string]uint32)
	for part, to := range d.renamed {
		for _, key := range endings(indonesian.NameWords(to.Name)) {
			names[key+suggestEnd+part] = 1
		}
	}
	r.renamed = new(lexicon.Lexicon)
	r.renamed.Add(names)
	r.settle(all)
	r.version.Add(1)
}

// partOf returns the part to which an id was given, nil where it is not there.
func (r *registry) partOf(id string) *part {
	row, _ := r.book.ofID(id)
	return r.parts[row.key]
}
