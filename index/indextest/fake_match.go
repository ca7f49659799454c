package indextest

import (
	"math/bits"
	"slices"
	"strings"

	"warta/index"
)

// A collection is the documents of one kind with their statistics for scores.
type collection struct {
	docs     []index.Document
	quotes   map[string][]index.Document // by article
	averages map[string]float64
	idfs     map[string]float64 // by field and term, those that were asked for
	without  index.Capabilities
}

func (f *Fake) collection(of index.Of) *collection {
	m := &collection{
		quotes: make(map[string][]index.Document), averages: make(map[string]float64),
		idfs: make(map[string]float64), without: f.Without,
	}
	counts := make(map[string]int)
	for id, docs := range f.docs {
		m.quotes[id] = docs[1:]
		for _, d := range docs {
			if d.Of != of {
				continue
			}
			m.docs = append(m.docs, d)
			for _, t := range d.Texts {
				if t.Length > 0 {
					m.averages[t.Field] += float64(t.Length)
					counts[t.Field]++
				}
			}
		}
	}
	for field, n := range counts {
		m.averages[field] /= float64(n)
	}
	return m
}

// match reports whether d matches e, and returns the score of d.
func (m *collection) match(d index.Document, e index.Expr) (bool, float64) {
	switch e := e.(type) {
	case nil, index.Everything:
		return true, 0
	case index.Term:
		if keys := keysOf(d, e.Field); keys != nil {
			return slices.Contains(keys, e.Text), 0
		}
		n := len(places(d, e.Field, []string{e.Text}))
		return n > 0, e.Boost * m.idf(e.Field, e.RareIn, e.Text) * m.saturation(d, e.Field, n)
	case index.Phrase:
		n := len(places(d, e.Field, e.Terms))
		var idf float64
		for _, t := range e.Terms {
			if t != "" {
				idf += m.idf(e.Field, "", t)
			}
		}
		return n > 0, e.Boost * idf * m.saturation(d, e.Field, n)
	case index.Prefix:
		starts := func(s string) bool { return strings.HasPrefix(s, e.Text) }
		if keys := keysOf(d, e.Field); keys != nil {
			return slices.ContainsFunc(keys, starts), 0
		}
		if slices.ContainsFunc(textOf(d, e.Field).Terms, starts) {
			return true, e.Boost
		}
		return false, 0
	case index.All:
		all := true
		var sum float64
		for _, part := range e {
			ok, score := m.match(d, part)
			all = all && ok
			sum += score
		}
		return all, sum
	case index.Any:
		var matched bool
		var sum float64
		for _, part := range e {
			ok, score := m.match(d, part)
			matched = matched || ok
			sum += score
		}
		return matched, sum
	case index.Best:
		var matched bool
		var most float64
		for _, part := range e {
			ok, score := m.match(d, part)
			matched = matched || ok
			most = max(most, score)
		}
		return matched, most
	case index.Weigh:
		if ok, _ := m.match(d, e.Of); ok {
			return true, e.Boost
		}
		return false, 0
	case index.Quoted:
		return slices.ContainsFunc(m.quotes[d.Article], func(q index.Document) bool {
			ok, _ := m.match(q, e.Of)
			return ok
		}), 0
	case index.Not:
		ok, _ := m.match(d, e.Of)
		return !ok, 0
	case index.Prefer:
		ok, sum := m.match(d, e.Want)
		_, more := m.match(d, index.Any(e.More))
		return ok, sum + more
	default:
		panic("indextest: unknown expression " + e.String())
	}
}

// explain returns the score of each leaf of e for d.
func (m *collection) explain(d index.Document, e index.Expr) []index.Part {
	parts := []index.Part{}
	each := func(list ...index.Expr) {
		for _, part := range list {
			parts = append(parts, m.explain(d, part)...)
		}
	}
	switch e := e.(type) {
	case nil, index.Not, index.Quoted, index.Everything:
	case index.All:
		each(e...)
	case index.Any:
		each(e...)
	case index.Best:
		each(e...)
	case index.Prefer:
		each(append([]index.Expr{e.Want}, e.More...)...)
	default:
		if _, score := m.match(d, e); score > 0 {
			parts = append(parts, index.Part{Of: e.String(), Score: score})
		}
	}
	return parts
}

// filtered reports whether d matches all filters except those of the facet.
func (m *collection) filtered(d index.Document, filters []index.Filter, facet string) bool {
	for _, f := range filters {
		if facet != "" && f.Facet == facet {
			continue
		}
		if ok, _ := m.match(d, f.Where); !ok {
			return false
		}
	}
	return true
}

// idf returns the weight of a term of a field, or of either of two, in the documents of the kind.
func (m *collection) idf(field, or, term string) float64 {
	key := field + "\x00" + or + "\x00" + term
	if idf, known := m.idfs[key]; known {
		return idf
	}
	n := 0
	for _, d := range m.docs {
		if slices.Contains(textOf(d, field).Terms, term) || or != "" && slices.Contains(textOf(d, or).Terms, term) {
			n++
		}
	}
	m.idfs[key] = index.TermWeight(len(m.docs), n)
	return m.idfs[key]
}

// saturation returns what n occurrences count in a field of d. Without exact scores
// only the four leading bits of the length are known, as in indexes that keep it in a
// byte.
func (m *collection) saturation(d index.Document, field string, n int) float64 {
	length := textOf(d, field).Length
	if m.without.ExactScores {
		if drop := bits.Len(uint(length)) - 4; drop > 0 {
			length = length >> drop << drop
		}
	}
	average := m.averages[field]
	if n == 0 || average == 0 {
		return 0
	}
	return index.Saturated(n, index.LengthNorm(length, average))
}

func keysOf(d index.Document, field string) []string {
	if field == index.FieldID {
		return []string{d.ID}
	}
	for _, k := range d.Keys {
		if k.Field == field {
			return k.Values
		}
	}
	return nil
}

func textOf(d index.Document, field string) index.Text {
	for _, t := range d.Texts {
		if t.Field == field {
			return t
		}
	}
	return index.Text{}
}

// places returns the indices of the first term of each occurrence of a phrase in the field.
func places(d index.Document, field string, terms []string) []int {
	t := textOf(d, field)
	var at []int
	for i, term := range t.Terms {
		if term == terms[0] && (len(terms) == 1 || t.Positions != nil && follow(t, t.Positions[i]+1, terms[1:])) {
			at = append(at, i)
		}
	}
	return at
}

// follow reports whether the terms are at consecutive positions from position on.
func follow(t index.Text, position int, terms []string) bool {
	for k, term := range terms {
		if term == "" {
			continue
		}
		stands := false
		for i, p := range t.Positions {
			stands = stands || p == position+k && t.Terms[i] == term
		}
		if !stands {
			return false
		}
	}
	return true
}
