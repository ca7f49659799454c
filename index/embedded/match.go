package embedded

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
	postings "github.com/blevesearch/scorch_segment_api/v2"

	"warta/index"
)

// A leaf is a scored part of an expression in one segment. It is a term if list is set, a
// phrase if phrase or unread is set, else an expression with the same score in each match.
type leaf struct {
	of     index.Expr
	name   termName // of list
	field  int      // in textFields; -1 for none
	boost  float64
	set    *roaring.Bitmap // matches, deleted ones included; of unread, documents that may match
	list   postings.PostingsList
	phrase *phraseMatches
	unread *phraseTerms
	// terms are the term, or those of the phrase, whose numbers of documents weigh the leaf.
	// The sets of their documents are nil where the matcher did not look them up.
	terms []termName
	sets  []*roaring.Bitmap
	// rareIn is the field that also weighs a term, see index.Term.
	rareIn string
}

// A termName identifies a term.
type termName struct{ field, text string }

// A matcher evaluates an expression in one segment.
type matcher struct {
	*segment
	search *search
	of     index.Of
	leaves []leaf // in the order of the expression, which is the same in each segment
	steps  []step // program that combines the scores of leaves
	// within bounds what the search needs: a set that match returns, and that of a leaf, may
	// lack documents outside of it or have too many there. It is nil for all documents.
	within *roaring.Bitmap
	// optional is positive inside a part that documents need not match. A leaf there has a
	// score even if the part around it does not match.
	optional int
	adding   int // positive inside Prefer.More, of which only the scores count
	read     map[termName]readTerm
	quiet    int // positive inside Not, Weigh, Quoted or a filter: leaves have no score
}

// A readTerm is a term with the documents that have it.
type readTerm struct {
	list postings.PostingsList
	set  *roaring.Bitmap
}

// readTerm reads the postings of a term. An expression may name a term several times.
func (m *matcher) readTerm(name termName) (readTerm, error) {
	if t, known := m.read[name]; known {
		return t, nil
	}
	list, err := m.postings(name.field, name.text)
	if err != nil {
		return readTerm{}, err
	}
	if m.read == nil {
		m.read = make(map[termName]readTerm)
	}
	t := readTerm{list, documents(list)}
	m.read[name] = t
	return t, nil
}

// match returns the documents that e matches, deleted ones included, as far as they are in
// m.within. The caller must not change the set.
func (m *matcher) match(e index.Expr) (*roaring.Bitmap, error) {
	if err := m.search.ctx.Err(); err != nil {
		return nil, err
	}
	switch e := e.(type) {
	case nil, index.Everything:
		return m.columns.of[m.of], nil
	case index.Term:
		return m.term(e)
	case index.Phrase:
		return m.phrase(e)
	case index.Prefix:
		return m.prefix(e)
	case index.All:
		return m.all(e)
	case index.Any, index.Best:
		return m.alternatives(e)
	case index.Weigh:
		return m.weigh(e)
	case index.Not:
		m.quiet++
		m.optional++
		set, err := m.match(e.Of)
		m.optional--
		m.quiet--
		if err != nil {
			return nil, err
		}
		return roaring.AndNot(m.narrowed(m.columns.of[m.of]), set), nil
	case index.Prefer:
		return m.prefer(e)
	case index.Quoted:
		return m.quoted(e)
	default:
		return nil, fmt.Errorf("unknown expression %s", e)
	}
}

// prefer evaluates an expression and others that only add to its score.
func (m *matcher) prefer(e index.Prefer) (*roaring.Bitmap, error) {
	set, err := m.match(e.Want)
	if err != nil || m.quiet > 0 {
		return set, err
	}
	defer m.bound(m.within)
	m.narrow(set, slices.ContainsFunc(e.More, hasPhrase))
	m.optional++
	m.adding++
	defer func() { m.optional--; m.adding-- }()
	for _, more := range e.More {
		if err := m.score(more); err != nil {
			return nil, err
		}
	}
	return set, nil
}

// score adds the leaves of an expression that documents need not match.
func (m *matcher) score(e index.Expr) error {
	parts, ok := e.(index.Any)
	if !ok {
		_, err := m.match(e)
		return err
	}
	for _, part := range parts {
		if err := m.score(part); err != nil {
			return err
		}
	}
	return nil
}

// bound replaces m.within.
func (m *matcher) bound(within *roaring.Bitmap) { m.within = within }

// narrow narrows m.within to the documents of a set, unless leaves have a score in others too.
// It does so always or if that saves work.
func (m *matcher) narrow(set *roaring.Bitmap, always bool) {
	switch {
	case m.optional > 0 && m.quiet == 0:
	case m.within == nil:
		m.within = set
	case always || fewer(set, m.within):
		m.within = roaring.And(set, m.within)
	}
}

// fewer reports whether a set has so few documents beside another that intersecting both costs
// less than it saves later.
func fewer(set, other *roaring.Bitmap) bool {
	const times = 4
	return times*set.GetCardinality() <= other.GetCardinality()
}

// narrowed returns a set without the documents outside of m.within, if that saves work.
func (m *matcher) narrowed(set *roaring.Bitmap) *roaring.Bitmap {
	if m.within != nil && fewer(m.within, set) {
		return roaring.And(m.within, set)
	}
	return set
}

// needless reports whether the search needs no document of the segment.
func (m *matcher) needless() bool { return m.within != nil && m.within.IsEmpty() }

// scored adds a leaf, unless its field has no score.
func (m *matcher) scored(field string, l leaf) {
	l.field = slices.Index(textFields[:], field)
	if m.quiet > 0 || l.field < 0 {
		return
	}
	m.leaves = append(m.leaves, l)
	m.steps = append(m.steps, addLeaf)
}

// step adds a step to the program, unless leaves have no score.
func (m *matcher) step(s step) {
	if m.quiet == 0 {
		m.steps = append(m.steps, s)
	}
}

func (m *matcher) term(e index.Term) (*roaring.Bitmap, error) {
	name := termName{e.Field, e.Text}
	if m.needless() {
		m.scored(e.Field, leaf{of: e, name: name, boost: e.Boost, set: m.within, terms: []termName{name}, sets: make([]*roaring.Bitmap, 1), rareIn: e.RareIn})
		return m.within, nil
	}
	t, err := m.readTerm(name)
	if err != nil {
		return nil, err
	}
	m.scored(e.Field, leaf{of: e, name: name, boost: e.Boost, list: t.list, set: t.set, terms: []termName{name}, sets: []*roaring.Bitmap{t.set}, rareIn: e.RareIn})
	return t.set, nil
}

func (m *matcher) prefix(e index.Prefix) (*roaring.Bitmap, error) {
	set := roaring.New()
	n := 0
	err := m.terms(e.Field, []byte(e.Text), successor(e.Text), true, func(_ string, list postings.PostingsList) error {
		if n++; n > maxTerms {
			return tooBroad(e.Text)
		}
		if all, ok := list.(interface{ OrInto(*roaring.Bitmap) }); ok {
			all.OrInto(set)
		} else {
			set.Or(documents(list))
		}
		if n%256 == 0 {
			return m.search.ctx.Err()
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	m.scored(e.Field, leaf{of: e, boost: e.Boost, set: set})
	return set, nil
}

// all evaluates parts that a document must all match. Parts of keys come first and those with
// phrases last, because keys narrow most and reading positions costs most. Each part is
// evaluated only among the matches of those before it.
func (m *matcher) all(parts index.All) (*roaring.Bitmap, error) {
	defer m.bound(m.within)
	var set *roaring.Bitmap
	kinds := make([]costs, len(parts))
	for i, part := range parts {
		kinds[i] = costsOf(part)
	}
	for _, kind := range []costs{ofKeys, ofWords, ofPhrases} {
		for i, part := range parts {
			if kinds[i] != kind {
				continue
			}
			if set != nil {
				m.narrow(set, kind == ofPhrases)
			}
			found, err := m.match(part)
			if err != nil {
				return nil, err
			}
			if set == nil {
				set = found
			} else {
				set = roaring.And(set, found)
			}
			if m.quiet > 0 && set.IsEmpty() { // the result stays empty, and no leaf is needed
				return set, nil
			}
		}
	}
	if set == nil {
		return m.columns.of[m.of], nil
	}
	return set, nil
}

// costs says what has to be read to evaluate an expression.
type costs uint8

const (
	ofKeys costs = iota // keys alone: there is no leaf
	ofWords
	ofPhrases
)

func costsOf(e index.Expr) costs {
	switch {
	case hasPhrase(e):
		return ofPhrases
	case hasKeysOnly(e):
		return ofKeys
	}
	return ofWords
}

// hasKeysOnly reports whether all leaves of e are keys, which have no score.
func hasKeysOnly(e index.Expr) bool {
	all := func(parts []index.Expr) bool {
		return !slices.ContainsFunc(parts, func(part index.Expr) bool { return !hasKeysOnly(part) })
	}
	switch e := e.(type) {
	case index.Term:
		return !slices.Contains(textFields[:], e.Field)
	case index.All:
		return all(e)
	case index.Any:
		return all(e)
	default:
		return false
	}
}

// hasPhrase reports whether e contains a phrase.
func hasPhrase(e index.Expr) bool {
	switch e := e.(type) {
	case index.Phrase:
		return true
	case index.All:
		return slices.ContainsFunc(e, hasPhrase)
	case index.Any:
		return slices.ContainsFunc(e, hasPhrase)
	case index.Best:
		return slices.ContainsFunc(e, hasPhrase)
	case index.Weigh:
		return hasPhrase(e.Of)
	case index.Prefer:
		return hasPhrase(e.Want) || slices.ContainsFunc(e.More, hasPhrase)
	case index.Not:
		return hasPhrase(e.Of)
	default:
		return false
	}
}

// alternatives evaluates an index.Any or index.Best, of whose parts a document must match one.
func (m *matcher) alternatives(e index.Expr) (*roaring.Bitmap, error) {
	sets, err := m.alternativeSets(nil, e)
	if err != nil {
		return nil, err
	}
	return union(sets), nil
}

// alternativeSets appends sets whose union is that of e, one for each part of e that is no
// index.Any or index.Best itself. The score of an index.Best is that of its best part.
func (m *matcher) alternativeSets(sets []*roaring.Bitmap, e index.Expr) ([]*roaring.Bitmap, error) {
	var parts []index.Expr
	best := false
	switch e := e.(type) {
	case index.Any:
		parts = e
	case index.Best:
		parts, best = e, true
	default:
		set, err := m.match(e)
		if err != nil {
			return nil, err
		}
		return append(sets, m.narrowed(set)), nil
	}
	m.optional++
	defer func() { m.optional-- }()
	if best {
		m.step(begin)
	}
	for _, part := range parts {
		if best {
			m.step(begin)
		}
		var err error
		if sets, err = m.alternativeSets(sets, part); err != nil {
			return nil, err
		}
		if best {
			m.step(keepMost)
		}
	}
	if best {
		m.step(addUp)
	}
	return sets, nil
}

// union returns the union of sets, whose order it changes. The caller must not change it.
func union(sets []*roaring.Bitmap) *roaring.Bitmap {
	if len(sets) == 1 {
		return sets[0]
	}
	// To add a list to bits costs less than to merge it with another list.
	slices.SortFunc(sets, func(a, b *roaring.Bitmap) int { return cmp.Compare(b.GetCardinality(), a.GetCardinality()) })
	return roaring.FastOr(sets...)
}

// weigh evaluates an expression whose matches all have the same score.
func (m *matcher) weigh(e index.Weigh) (*roaring.Bitmap, error) {
	m.quiet++
	set, err := m.match(e.Of)
	m.quiet--
	if err != nil {
		return nil, err
	}
	if m.quiet == 0 {
		m.leaves = append(m.leaves, leaf{of: e, boost: e.Boost, set: set})
		m.steps = append(m.steps, addLeaf)
	}
	return set, nil
}

// quoted evaluates an expression on quotes and returns their articles.
func (m *matcher) quoted(e index.Quoted) (*roaring.Bitmap, error) {
	inner := &matcher{segment: m.segment, search: m.search, of: index.Quotes, quiet: 1}
	set, err := inner.match(e.Of)
	if err != nil {
		return nil, err
	}
	articles := roaring.New()
	for it := roaring.And(set, m.columns.of[index.Quotes]).Iterator(); it.HasNext(); {
		articles.Add(m.parent[it.Next()])
	}
	return articles, nil
}

// matches are the documents of one segment that match a request.
type matches struct {
	where   *roaring.Bitmap // live documents that match Request.Where
	filters []facetSet
	all     *roaring.Bitmap // live documents that match Request.Where and all filters
	leaves  []leaf
	steps   []step
}

// A facetSet is the documents that match one filter, deleted ones included.
type facetSet struct {
	facet string
	set   *roaring.Bitmap
}

// without returns the matches if the filters of the facet are ignored.
func (f *matches) without(facet string) *roaring.Bitmap {
	if facet == "" || !slices.ContainsFunc(f.filters, func(s facetSet) bool { return s.facet == facet }) {
		return f.all
	}
	set := f.where
	for _, filter := range f.filters {
		if filter.facet != facet {
			set = roaring.And(set, filter.set)
		}
	}
	return set
}

// find evaluates the request in one segment.
func (q *search) find(s *segment) (*matches, error) {
	m := &matcher{segment: s, search: q, of: q.Of}
	if q.Sort != index.ByRelevance {
		m.quiet++
	}
	out := &matches{where: s.live.of[q.Of]}
	if q.Where != nil {
		set, err := m.match(q.Where)
		if err != nil {
			return nil, err
		}
		out.where = roaring.And(out.where, set)
	}
	out.leaves, out.steps = m.leaves, m.steps
	out.all = out.where
	m.quiet++
	for _, filter := range q.Filters {
		set, err := m.match(filter.Where)
		if err != nil {
			return nil, err
		}
		out.filters = append(out.filters, facetSet{filter.Facet, set})
		out.all = roaring.And(out.all, set)
	}
	return out, nil
}
