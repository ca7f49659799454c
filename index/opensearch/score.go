package opensearch

import (
	"strconv"

	"warta/index"
)

// saturation is the script of the score of a term or a phrase. _score is the number of
// occurrences, once for each word of a phrase. A text without a length has 0 words.
const saturation = `double tf = _score / params.words;
def length = doc[params.length];
return params.weight * tf / (tf + params.fixed + params.each * (length.size() == 0 ? 0 : length.value))`

// A scorer writes expressions as queries whose scores are those of [index.Expr].
type scorer struct {
	view  *view
	of    index.Of
	named bool         // each leaf gets a name, and counts by itself
	names []index.Expr // the leaves by their names
}

// name gives a query the name of its leaf, where leaves are named.
func (s *scorer) name(leaf index.Expr, query object) object {
	if !s.named {
		return query
	}
	s.names = append(s.names, leaf)
	return object{"bool": object{"must": list{query}, "_name": strconv.Itoa(len(s.names) - 1)}}
}

// leaf returns a query for a leaf that weighs something, nil for others.
func (s *scorer) leaf(e index.Expr) object {
	switch e := e.(type) {
	case index.Term:
		if !isText(e.Field) {
			return nil
		}
		weight := e.Boost * s.view.weight(s.of, heldTerm{e.Field, e.RareIn, clean(e.Text)})
		return s.name(e, s.saturated(e.Field, match(e, ""), weight, 1))
	case index.Phrase:
		weight, words := 0.0, 0
		for _, t := range e.Terms {
			if t != "" {
				weight += s.view.weight(s.of, heldTerm{field: e.Field, text: clean(t)})
				words++
			}
		}
		return s.name(e, s.saturated(e.Field, match(e, ""), e.Boost*weight, words))
	case index.Prefix:
		if !isText(e.Field) {
			return nil
		}
		return s.name(e, constant(match(e, ""), e.Boost))
	case index.Weigh:
		return s.name(e, constant(match(e.Of, ""), e.Boost))
	}
	return nil
}

// constant returns a query that scores a weight for what another matches.
func constant(query object, weight float64) object {
	return object{"constant_score": object{"filter": query, "boost": weight}}
}

// saturated returns a query that scores the occurrences of a term or a phrase of so many words.
func (s *scorer) saturated(field string, query object, weight float64, words int) object {
	average := s.view.average(field)
	if average == 0 || weight == 0 {
		return constant(query, 0)
	}
	return object{"script_score": object{"query": query, "script": object{
		"source": saturation,
		"params": object{
			"weight": weight * (index.K1 + 1), "fixed": index.K1 * (1 - index.B), "each": index.K1 * index.B / average,
			"words": float64(words), "length": lengthPrefix + fieldName(field),
		},
	}}}
}

// weighing returns queries for the leaves of e that weigh something, which count wherever they
// stand.
func (s *scorer) weighing(e index.Expr) list {
	switch e := e.(type) {
	case nil, index.Not, index.Quoted, index.Everything:
		return nil
	case index.All:
		return s.weighingEach(e)
	case index.Any:
		return s.weighingEach(e)
	case index.Best:
		return s.weighingBest(e)
	case index.Prefer:
		return append(s.weighing(e.Want), s.weighingEach(e.More)...)
	}
	if q := s.leaf(e); q != nil {
		return list{q}
	}
	return nil
}

func (s *scorer) weighingEach(parts []index.Expr) (out list) {
	for _, p := range parts {
		out = append(out, s.weighing(p)...)
	}
	return out
}

// weighingBest returns a query of which the part that weighs most counts.
func (s *scorer) weighingBest(parts index.Best) list {
	if s.named {
		return s.weighingEach(parts)
	}
	var ways list
	for _, p := range parts {
		if w := s.weighing(p); len(w) > 0 {
			ways = append(ways, anyOf(w))
		}
	}
	if len(ways) == 0 {
		return nil
	}
	return list{object{"dis_max": object{"queries": ways}}}
}

// selfMatching reports whether e matches exactly where its leaves weigh something.
func selfMatching(e index.Expr) bool {
	each := func(parts []index.Expr) bool {
		for _, p := range parts {
			if !selfMatching(p) {
				return false
			}
		}
		return len(parts) > 0
	}
	switch e := e.(type) {
	case index.Term:
		return isText(e.Field)
	case index.Phrase, index.Weigh:
		return true
	case index.Prefix:
		return isText(e.Field)
	case index.Any:
		return each(e)
	case index.Best:
		return each(e)
	}
	return false
}

// must returns a query that matches what e does and scores what e weighs, for an e that has to
// match.
func (s *scorer) must(e index.Expr) object {
	switch e := e.(type) {
	case index.All:
		if len(e) > 0 {
			parts := make(list, len(e))
			for i, p := range e {
				parts[i] = s.must(p)
			}
			return object{"bool": object{"must": parts}}
		}
	case index.Prefer:
		b := object{"must": list{s.must(e.Want)}}
		if more := s.weighingEach(e.More); len(more) > 0 {
			b["should"] = more
		}
		return object{"bool": b}
	}
	if selfMatching(e) {
		return anyOf(s.weighing(e))
	}
	b := object{"filter": list{match(e, "")}}
	if weighs := s.weighing(e); len(weighs) > 0 {
		b["should"], b["minimum_should_match"] = weighs, 0
	}
	return object{"bool": b}
}
