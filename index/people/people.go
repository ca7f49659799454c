package people

import (
	"context"
	"fmt"
	"hash/maphash"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"warta/index"
	"warta/index/lexicon"
)

// A Registry knows the people of one generation: which raw keys are one person,
// by which id and name. It is worked out from the keys and the evidence of the
// readings, whatever the order in which they come, and from what editors decided;
// the index holds raw keys alone, so that a merge changes nothing there.
//
// It is a [Grouping] of raw keys by the id of their person. Its methods may be
// called at the same time.
type Registry struct {
	book *IDs

	mu sync.RWMutex
	known
	decisions Decisions
	turn      uint64           // counts the decisions
	renamed   *lexicon.Lexicon // words of names that an editor gave, suggestEnd, id
	roster    *OfficeList      // the list of office holders, nil for none
	mark      uint64           // of what was loaded, for registries without a follower

	version atomic.Uint64
	missed  missedKeys
}

// What is known is what the articles say, and who follows from it.
type known struct {
	parts    map[string]*part   // by key
	raws     map[string]*rawKey // by text
	gone     int                // raws that no article gives any more
	knots    knots
	evidence map[uint64]int             // articles that give a piece of evidence, by its hash
	given    map[string][]*rawKey       // of speakers that an editor named, by id
	words    map[string][]*part         // that have a word in one of their names, by its skeleton
	short    map[nameKey][]*part        // whose name is short, by each word and office
	seats    map[string][]*part         // who holds a post that articles tell, by satker
	longer   map[nameKey][]*part        // whom such a name may shorten, by each word and office
	holders  map[*holder]map[*part]bool // of the list of office holders, whose full names these are
	rows     int                        // of the book, that were met
}

// A rawKey is a raw key that articles give, or gave.
type rawKey struct {
	text     string
	part     *part          // nil for what is no key of a part, and where no article gives it
	articles int            // that give it; of who was named as a speaker, quotes
	days     map[string]int // of a short name: articles that give it, by day
}

// name is as an article writes it.
func (k *rawKey) name() string {
	name, _, _ := cutKey(k.text)
	return name
}

// A part is one name in one scope: what is told apart. People are made of parts.
type part struct {
	key    string // slug and scope: what an id is given to
	slug   string
	kind   byte
	base   string      // satker code, or slug of the body
	codes  []string    // satker where a name without an office may belong
	posts  []string    // at a body, in order
	least  string      // of the names of its raw keys
	name   *personName // of the least
	raws   []*rawKey   // none: an id was given to it, and no article has it any more
	row    idRow
	given  bool // some article has it, as its knots count
	knots  []*knot
	same   map[*part]int  // by so many pieces of evidence
	apart  map[*part]int  // by so many
	merged map[*part]bool // by decision
	split  map[*part]bool // by decision
	posted []toldCount    // posts with years, see postText, in order
	called []toldCount    // declared names, in order
	words  []string       // skeletons of the words of all its names, in order
	short  bool           // its name is short, see isShort
	longer bool           // a short name may shorten its name
	listing

	led    *person // whose name it shortens; see leadShort
	why    edge    // it does
	person *person // nil for who holds no post anywhere
}

// A toldCount is what articles tell of a part, by so many of its raw keys.
type toldCount struct {
	text string
	n    int
}

// A person is made of parts, the one whose id was given out first at the front.
type person struct {
	id, name   string
	parts      []*part
	led        []*part // whose names are short forms of theirs, by key
	suppressed bool
	holders    []*holder    // whom of the list of office holders this is, in order of their keys
	spans      []listedSpan // the posts that the list gives, in order
}

// who returns the public person that the part belongs to, nil for none.
func (p *part) who() *person {
	if p.led != nil {
		return p.led
	}
	return p.person
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
	weakInitials // of the same set of posts
	weakScope    // a name without an office, and one of an office that the article is about
	weakShort    // one word, see leadShort
	weakSole     // one word, and a post that one person holds at a time
	byList       // the list of office holders has one person of the name there
)

// The reasons why a short name leads to a person, as [ShortName.Because] has them.
const (
	BecauseOnlyName = "a short name, and one person alone of the offices of the article has it"
	BecauseSolePost = "a short name, and a post of the office that one person holds at a time"
	BecauseRoster   = "the list of office holders has one person of the name there"
)

// because tells an editor the reason.
func (e edge) because() string {
	return [...]string{
		"", "merged by an editor", "an article gives one person both posts", "the same name but for its spelling, in one office",
		"one letter differs, in one office", "two letters differ, in one office", "part of the name of one person of the office alone",
		"initials of the name of one person of the office alone, and the posts agree",
		"no office is told, and one person alone near there has the name",
		BecauseOnlyName, BecauseSolePost, BecauseRoster,
	}[e]
}

func New(book *IDs) *Registry {
	return &Registry{book: book, known: nothingKnown(), renamed: new(lexicon.Lexicon)}
}

func nothingKnown() known {
	return known{
		parts: make(map[string]*part), raws: make(map[string]*rawKey), knots: noKnots(),
		evidence: make(map[uint64]int), given: make(map[string][]*rawKey),
		words: make(map[string][]*part), short: make(map[nameKey][]*part), longer: make(map[nameKey][]*part), seats: make(map[string][]*part),
		holders: make(map[*holder]map[*part]bool),
	}
}

// Tidings are raw keys and evidence with the number of articles that give them since,
// less than 0 for those that do not any more.
type Delta struct{ keys, evidence []index.Count }

// Learn takes in tidings. It fails only where ids cannot be given out.
func (r *Registry) Learn(ctx context.Context, t Delta) error {
	if err := r.book.give(ctx, r.unnamed(t)); err != nil {
		return fmt.Errorf("give ids to people: %w", err)
	}
	return r.nameListed(ctx, r.take(t))
}

// take takes in tidings of whom ids were given to, and returns the parts of the list of
// office holders that need one now.
func (r *Registry) take(t Delta) []*part {
	r.mu.Lock()
	defer r.mu.Unlock()
	var c changed
	for _, e := range t.evidence { // both its keys are there before and after
		if e.Count < 0 {
			r.weigh(&c, e.Value, e.Count)
		}
	}
	for _, k := range t.keys {
		r.count(&c, k.Value, k.Count)
	}
	for _, e := range t.evidence {
		if e.Count > 0 {
			r.weigh(&c, e.Value, e.Count)
		}
	}
	r.remember(&c)
	if c.decided {
		r.link()
		c.around = slices.AppendSeq(c.around, maps.Values(r.parts))
	}
	r.settle(&c)
	r.Rename(c.counted)
	r.sweep()
	if r.missed.met(c.met) || c.again {
		r.version.Add(1)
	}
	return r.owed(c.listed)
}

// changed is what tidings change.
type changed struct {
	around  []*part          // who may be other people by now
	knots   []*knot          // and all who are in these
	counted []*part          // whose spellings are more or less frequent
	met     []string         // raw keys that were not known
	again   bool             // a raw key is back that was gone
	decided bool             // something was decided about a part that is new here
	settled []*part          // who were made people anew
	words   []nameKey        // of names, with the offices, that parts have or had
	led     map[*part]string // to whom short names led, by the id
	listed  []*holder        // of the list of office holders, whom articles name now
}

// unnamed returns the keys of parts that have no id yet, in the order of keys. Whom the
// list of office holders calls otherwise comes before them under the name there.
func (r *Registry) unnamed(t Delta) []*part {
	var list []*part
	r.mu.RLock()
	defer r.mu.RUnlock()
	for _, c := range t.keys {
		if k := r.raws[c.Value]; c.Count <= 0 || k != nil && k.articles > 0 {
			continue
		}
		p := newPart(c.Value)
		if p == nil || p.isInside() {
			continue
		}
		if named := r.listedAs(p, c.Value); named != nil {
			list = append(list, named)
		}
		list = append(list, p)
	}
	return list
}

// count adds to the articles that give a raw key.
func (r *Registry) count(c *changed, raw string, articles int) {
	k := r.raws[raw]
	if k == nil {
		if articles <= 0 {
			return
		}
		k = &rawKey{text: strings.Clone(raw)}
		r.raws[k.text] = k
		c.met = append(c.met, k.text)
	} else if k.articles == 0 && articles > 0 {
		r.gone--
		c.again = true
	}
	before := k.articles
	k.articles = max(0, before+articles)
	switch {
	case before == 0 && k.articles > 0:
		r.meet(c, k)
	case before > 0 && k.articles == 0:
		r.gone++
		r.lose(c, k)
	case k.part != nil:
		c.counted = append(c.counted, k.part)
	}
}

// meet takes in a raw key that articles give.
func (r *Registry) meet(c *changed, k *rawKey) {
	_, in, _ := cutKey(k.text)
	if id, ok := strings.CutPrefix(in, string(Decided)); ok {
		r.given[id] = append(r.given[id], k)
		return
	}
	p := newPart(k.text)
	if p == nil {
		return
	}
	if there := r.parts[p.key]; there != nil {
		p = there
	} else {
		r.enter(c, p)
	}
	k.part = p
	p.raws = append(p.raws, k)
	p.given = p.given || p.knots == nil
	r.relate(c, p, k)
	r.reckon(p, true)
}

// reckon tells the knots of p whether some article has it.
func (r *Registry) reckon(p *part, given bool) {
	if p.given == given {
		return
	}
	p.given = given
	more := 1
	if !given {
		more = -1
	}
	for _, k := range p.knots {
		r.knots.reckon(k, more)
	}
}

// lose forgets a raw key that no article gives any more. A part to which an id was
// given stays: the id goes on leading to the person who is like it.
func (r *Registry) lose(c *changed, k *rawKey) {
	p := k.part
	if p == nil {
		_, in, _ := cutKey(k.text)
		if id, ok := strings.CutPrefix(in, string(Decided)); ok {
			r.given[id] = slices.DeleteFunc(r.given[id], func(of *rawKey) bool { return of == k })
			if len(r.given[id]) == 0 {
				delete(r.given, id)
			}
		}
		return
	}
	k.part = nil
	p.raws = slices.DeleteFunc(p.raws, func(of *rawKey) bool { return of == k })
	if len(p.raws) == 0 {
		r.reckon(p, false)
	}
	if len(p.raws) == 0 && p.row.id == "" {
		r.unlist(c, p)
		r.reword(c, p)
		r.Part(c, p)
		for q := range p.same {
			delete(q.same, p)
		}
		for q := range p.apart {
			delete(q.apart, p)
		}
		delete(r.parts, p.key)
		return
	}
	r.relate(c, p, nil)
}

// sweep frees the room of raw keys that no article gives any more, once they are
// many. Until then they are known to be gone, for an index counts them as long as it
// has the segments.
func (r *Registry) sweep() {
	const few = 1000
	if r.gone < few+len(r.raws)/8 {
		return
	}
	maps.DeleteFunc(r.raws, func(_ string, k *rawKey) bool { return k.articles == 0 })
	r.gone = 0
}

// remember enters the parts to which ids were given, by whomever, and which no
// article here has.
func (r *Registry) remember(c *changed) {
	for _, row := range r.book.since(r.rows) {
		r.rows++
		slug, base, ok := strings.Cut(row.key, "@")
		if !ok || r.parts[row.key] != nil || strings.HasPrefix(row.key, renameMark) {
			continue
		}
		scope := base
		if !strings.HasPrefix(base, string(atBody)) && !strings.HasPrefix(base, string(somewhere)) {
			scope = string(atSatker) + base
		}
		if p := newPart(spelled(slug) + KeyEnd + scope); p != nil && p.key == row.key {
			r.enter(c, p)
			r.relate(c, p, nil)
		}
	}
}

// spelled returns a name whose slug it is.
func spelled(slug string) string { return strings.ReplaceAll(slug, "-", " ") }

// proofs tells pieces of evidence by their hash.
var proofs = maphash.MakeSeed()

// weigh adds to the articles that give a piece of evidence.
func (r *Registry) weigh(c *changed, pair string, articles int) {
	switch {
	case pair == "":
		return
	case pair[:1] == signDay:
		r.dated(c, pair, articles)
		return
	}
	x, y, ok := strings.Cut(pair[1:], PairEnd)
	if sign := pair[:1]; ok && (sign == signHolds || sign == signCalled) {
		r.tell(c, pair, x, y, articles)
		return
	}
	k, l := r.raws[x], r.raws[y]
	if !ok || k == nil || l == nil || k.part == nil || l.part == nil || k.part == l.part {
		return
	}
	more := r.prove(pair, articles)
	if more == 0 {
		return
	}
	for _, ends := range [2][2]*part{{k.part, l.part}, {l.part, k.part}} {
		of := &ends[0].apart
		if pair[:1] == signSame {
			of = &ends[0].same
		}
		if *of == nil {
			*of = make(map[*part]int)
		}
		if (*of)[ends[1]] += more; (*of)[ends[1]] <= 0 {
			delete(*of, ends[1])
		}
	}
	c.around = append(c.around, k.part, l.part)
}

// prove adds to the articles that give a piece of evidence. It returns 1 where some
// article gives it by now and none did, -1 where none does any more, else 0.
func (r *Registry) prove(pair string, articles int) int {
	hash := maphash.String(proofs, pair)
	before := r.evidence[hash]
	after := max(0, before+articles)
	if after == 0 {
		delete(r.evidence, hash)
	} else {
		r.evidence[hash] = after
	}
	switch {
	case before == 0 && after > 0:
		return 1
	case before > 0 && after == 0:
		return -1
	}
	return 0
}

// Group implements [Grouping].
func (r *Registry) Group(raw string) string {
	r.mu.RLock()
	defer r.mu.RUnlock()
	if who := r.ofRaw(raw); who != nil && !who.suppressed {
		return who.id
	}
	return ""
}

// Version implements [Grouping].
func (r *Registry) Version() uint64 { return r.version.Load() }

// ofRaw returns the person of a raw key, nil where there is none.
func (r *Registry) ofRaw(raw string) *person {
	if isGiven(raw) {
		_, scope, _ := cutKey(raw)
		return r.ofID(scope[1:])
	}
	if k := r.raws[raw]; k != nil {
		if k.part == nil {
			return nil
		}
		return k.part.who()
	}
	r.missed.add(raw)
	return nil
}

// missedKeys are raw keys that were asked for and not known: a caller that keeps the
// answer must ask again once one of them is met.
type missedKeys struct {
	mu   sync.Mutex
	keys map[string]struct{}
	many bool // there were more than maxMissed
}

// maxMissed is how many keys are noted, each. Of more, any that is met counts.
const maxMissed = 1 << 14

func (m *missedKeys) add(raw string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, known := m.keys[raw]; known {
		return
	}
	if m.many = m.many || len(m.keys) >= maxMissed; m.many {
		return
	}
	if m.keys == nil {
		m.keys = make(map[string]struct{})
	}
	m.keys[strings.Clone(raw)] = struct{}{}
}

// met reports whether one of the keys was missed. Those that were are not missed
// any more.
func (m *missedKeys) met(keys []string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	found := false
	for _, raw := range keys {
		if _, missed := m.keys[raw]; missed || m.many {
			found = true
			delete(m.keys, raw)
		}
	}
	if found && m.many {
		m.many = false
		clear(m.keys)
	}
	return found
}

// ofID returns the person to whom an id leads, nil where there is none.
func (r *Registry) ofID(id string) *person {
	for range maxLeads {
		row, ok := r.book.ofID(id)
		if !ok {
			return nil
		}
		if of, renamed := strings.CutPrefix(row.key, renameMark); renamed {
			id = of
			continue
		}
		if p := r.parts[row.key]; p != nil && p.who() != nil {
			return p.who()
		}
		if id = r.decisions.Merged[id]; id == "" {
			return nil
		}
	}
	return nil
}

// maxLeads bounds over how many ids one is led on.
const maxLeads = 64

// IDs returns all ids that lead to the person, its own first.
func (who *person) IDs() []string {
	ids := []string{who.id}
	for _, p := range slices.Concat(who.parts, who.led) {
		if p.row.id != "" && !slices.Contains(ids, p.row.id) {
			ids = append(ids, p.row.id)
		}
	}
	return ids
}
