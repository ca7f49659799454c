package embedded

import (
	"fmt"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
	postings "github.com/blevesearch/scorch_segment_api/v2"

	"warta/index"
)

// maxTerms bounds the terms of one segment that a prefix stands for.
const maxTerms = 20_000

// tooBroad is the answer to a prefix that stands for more.
func tooBroad(prefix string) error {
	return &index.Error{
		Kind: index.TooCostly, Op: "embedded.Search", Field: "q",
		Text: fmt.Sprintf("too many words begin with %q; type more letters of the word", prefix),
	}
}

// terms calls visit for the terms of a field in [from, to), in order, with
// their postings. Nil bounds are open. With reuse, the postings are valid only
// until visit returns.
func (s *segment) terms(field string, from, to []byte, reuse bool, visit func(term string, list postings.PostingsList) error) error {
	dictionary, err := s.snapshot.Segment().Dictionary(field)
	if err != nil {
		return fmt.Errorf("read terms of %s: %w", field, err)
	}
	it := dictionary.AutomatonIterator(nil, from, to)
	var list postings.PostingsList
	for {
		entry, err := it.Next()
		if err != nil {
			return fmt.Errorf("read terms of %s: %w", field, err)
		}
		if entry == nil {
			return nil
		}
		if !reuse {
			list = nil
		}
		if list, err = dictionary.PostingsList([]byte(entry.Term), nil, list); err != nil {
			return fmt.Errorf("read postings of %s: %w", field, err)
		}
		if err := visit(entry.Term, list); err != nil {
			return err
		}
	}
}

// postings returns the postings of a term; they are empty where it is unknown.
func (s *segment) postings(field, term string) (postings.PostingsList, error) {
	dictionary, err := s.snapshot.Segment().Dictionary(field)
	if err != nil {
		return nil, fmt.Errorf("read terms of %s: %w", field, err)
	}
	list, err := dictionary.PostingsList([]byte(term), nil, nil)
	if err != nil {
		return nil, fmt.Errorf("read postings of %s: %w", field, err)
	}
	return list, nil
}

// documents returns the set of documents of a list. It is not to be changed,
// nor used after the snapshot is closed.
func documents(list postings.PostingsList) *roaring.Bitmap {
	it, ok := list.Iterator(false, false, false, nil).(postings.OptimizablePostingsIterator)
	if !ok {
		return roaring.New()
	}
	if doc, one := it.DocNum1Hit(); one {
		return roaring.BitmapOf(uint32(doc))
	}
	if all := it.ActualBitmap(); all != nil {
		return all
	}
	return roaring.New()
}

// A leaf is a part of an expression that has a score, in one segment: a term
// with its postings, a phrase with what was found of it, or, with neither, a
// prefix.
type leaf struct {
	of     index.Expr
	name   termName // of list
	field  int      // in textFields
	boost  float64
	set    *roaring.Bitmap
	list   postings.PostingsList
	phrase *phraseMatches
	// holders are how many live documents hold the term, or each term of the
	// phrase.
	holders []int
}

// A termName is the field of a term and its text.
type termName struct{ field, text string }

// A matcher evaluates an expression in one segment.
type matcher struct {
	*segment
	search *search
	of     index.Of
	leaves []leaf          // in the order of the expression, the same in each segment
	steps  []step          // how their scores are put together
	within *roaring.Bitmap // where matches of phrases are of use; nil for everywhere
	// optional is above 0 inside what a document need not match: there a leaf
	// weighs even where the part around it does not match as a whole.
	optional int
	quiet    int // above 0 inside Not, Quoted or a filter: nothing is scored
}

// match returns the documents that e matches, deleted ones among them. The set
// is not to be changed.
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
	case index.Any:
		return m.any(e)
	case index.Best:
		return m.best(e)
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
		return roaring.AndNot(m.columns.of[m.of], set), nil
	case index.Prefer:
		set, err := m.match(e.Want)
		if err != nil {
			return nil, err
		}
		m.optional++
		defer func() { m.optional-- }()
		for _, more := range e.More {
			if _, err := m.match(more); err != nil {
				return nil, err
			}
		}
		return set, nil
	case index.Quoted:
		return m.quoted(e)
	default:
		return nil, fmt.Errorf("unknown expression %s", e)
	}
}

// scored notes a leaf, if its field is one that has a score.
func (m *matcher) scored(field string, l leaf, lists ...*roaring.Bitmap) {
	l.field = slices.Index(textFields[:], field)
	if m.quiet > 0 || l.field < 0 {
		return
	}
	for _, list := range lists {
		n := list.GetCardinality()
		if !m.live.deleted.IsEmpty() {
			n = list.AndCardinality(m.live.of[m.of])
		}
		l.holders = append(l.holders, int(n))
	}
	m.leaves = append(m.leaves, l)
	m.steps = append(m.steps, addLeaf)
}

// step notes how scores are put together, where there are any.
func (m *matcher) step(s step) {
	if m.quiet == 0 {
		m.steps = append(m.steps, s)
	}
}

func (m *matcher) term(e index.Term) (*roaring.Bitmap, error) {
	list, err := m.postings(e.Field, e.Text)
	if err != nil {
		return nil, err
	}
	set := documents(list)
	m.scored(e.Field, leaf{of: e, name: termName{e.Field, e.Text}, boost: e.Boost, list: list, set: set}, set)
	return set, nil
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

// all evaluates parts with phrases last, and those only among what the others
// match: places are the dearest to read.
func (m *matcher) all(parts index.All) (*roaring.Bitmap, error) {
	outer := m.within
	defer func() { m.within = outer }()
	var set *roaring.Bitmap
	for _, phrases := range []bool{false, true} {
		for _, part := range parts {
			if hasPhrase(part) != phrases {
				continue
			}
			if phrases && set != nil && m.optional == 0 {
				m.within = set
				if outer != nil {
					m.within = roaring.And(set, outer)
				}
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
			if m.quiet > 0 && set.IsEmpty() { // nothing is scored, and no other part adds a match
				return set, nil
			}
		}
	}
	if set == nil {
		return m.columns.of[m.of], nil
	}
	return set, nil
}

// hasPhrase reports whether there is a phrase in e.
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

func (m *matcher) any(parts index.Any) (*roaring.Bitmap, error) {
	m.optional++
	defer func() { m.optional-- }()
	sets := make([]*roaring.Bitmap, len(parts))
	for i, part := range parts {
		found, err := m.match(part)
		if err != nil {
			return nil, err
		}
		sets[i] = found
	}
	switch len(sets) {
	case 1:
		return sets[0], nil
	case 2:
		return roaring.Or(sets[0], sets[1]), nil
	default:
		return roaring.FastOr(sets...), nil
	}
}

// best evaluates ways to say one thing, of which that counts which scores most.
func (m *matcher) best(parts index.Best) (*roaring.Bitmap, error) {
	m.optional++
	defer func() { m.optional-- }()
	sets := make([]*roaring.Bitmap, len(parts))
	m.step(begin)
	for i, part := range parts {
		m.step(begin)
		found, err := m.match(part)
		if err != nil {
			return nil, err
		}
		m.step(keepMost)
		sets[i] = found
	}
	m.step(addUp)
	return roaring.FastOr(sets...), nil
}

// weigh evaluates an expression all of whose matches weigh the same.
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

// quoted evaluates the expression on quotes and goes from them to articles.
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

// phraseMatches are the documents that hold a phrase, and how often, in order.
type phraseMatches struct {
	documents []uint32
	counts    []uint32
}

// phrase looks at the places of the terms in the documents that hold them all,
// unless all of them are frequent: then they are one term.
func (m *matcher) phrase(e index.Phrase) (*roaring.Bitmap, error) {
	var offsets []int
	var lists []postings.PostingsList
	var sets []*roaring.Bitmap
	both := m.live.of[m.of]
	if m.within != nil {
		both = roaring.And(both, m.within)
	}
	for offset, text := range e.Terms {
		if text == "" {
			continue
		}
		list, err := m.postings(e.Field, text)
		if err != nil {
			return nil, err
		}
		offsets, lists = append(offsets, offset), append(lists, list)
		sets = append(sets, documents(list))
	}
	frequent, whole := runs(e)
	within, list, err := m.inRuns(e.Field, frequent)
	if err != nil {
		return nil, err
	}
	if whole {
		m.scored(e.Field, leaf{of: e, name: termName{runField(e.Field), frequent[0]}, boost: e.Boost, list: list, set: within}, sets...)
		return within, nil
	}
	if within != nil {
		both = roaring.And(both, within)
	}
	for _, set := range sets {
		both = roaring.And(both, set)
	}
	set := roaring.New()
	found := new(phraseMatches)
	if !both.IsEmpty() && len(lists) > 0 {
		var err error
		if found, err = m.phraseIn(both, lists, offsets); err != nil {
			return nil, err
		}
		set.AddMany(found.documents)
	}
	m.scored(e.Field, leaf{of: e, boost: e.Boost, phrase: found, set: set}, sets...)
	return set, nil
}

// phraseIn counts the phrase in each of the documents, which hold all of the
// lists.
func (m *matcher) phraseIn(both *roaring.Bitmap, lists []postings.PostingsList, offsets []int) (*phraseMatches, error) {
	its := make([]postings.PostingsIterator, len(lists))
	for i, list := range lists {
		its[i] = list.Iterator(true, false, true, nil)
		if only, ok := its[i].(postings.OptimizablePostingsIterator); ok {
			if _, one := only.DocNum1Hit(); !one {
				only.ReplaceActual(both)
			}
		}
	}
	found := new(phraseMatches)
	var here, next []int
	for n := 0; ; n++ {
		if n%256 == 0 {
			if err := m.search.ctx.Err(); err != nil {
				return nil, err
			}
		}
		here = here[:0]
		var doc uint64
		for i, it := range its {
			posting, err := it.Next()
			if err != nil {
				return nil, fmt.Errorf("read places: %w", err)
			}
			if posting == nil {
				return found, nil
			}
			doc = posting.Number()
			if i > 0 && len(here) == 0 {
				continue // the others must move on too
			}
			next = next[:0]
			for _, place := range posting.Locations() {
				next = append(next, int(place.Pos())-offsets[i])
			}
			slices.Sort(next)
			if i == 0 {
				here = append(here, next...)
			} else {
				here = intersect(here, next)
			}
		}
		if here = slices.Compact(here); len(here) > 0 {
			found.documents = append(found.documents, uint32(doc))
			found.counts = append(found.counts, uint32(len(here)))
		}
	}
}

// intersect keeps of a, which is sorted, what is in b, which is too.
func intersect(a, b []int) []int {
	kept := a[:0]
	for _, x := range a {
		for len(b) > 0 && b[0] < x {
			b = b[1:]
		}
		if len(b) > 0 && b[0] == x {
			kept = append(kept, x)
		}
	}
	return kept
}

// matches are the documents of one segment that a request is about.
type matches struct {
	where   *roaring.Bitmap // live documents that match the expression
	filters []facetSet
	all     *roaring.Bitmap // where and all filters
	leaves  []leaf
	steps   []step
}

// A facetSet is what one filter lets through.
type facetSet struct {
	facet string
	set   *roaring.Bitmap
}

// without returns the matches when the filters of the facet are left out.
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
