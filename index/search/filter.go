package search

import (
	"fmt"
	"slices"
	"strconv"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/dockeys"
)

// filters returns the filters of a query. A filter names the facet that it does not narrow.
func (s *Searcher) filters(q Query) []index.Filter {
	var out []index.Filter
	add := func(facet string, e index.Expr) { out = append(out, index.Filter{Facet: facet, Where: e}) }
	keys := func(facet, field string, values []string) {
		if len(values) > 0 {
			add(facet, dockeys.Terms(field, values))
		}
	}
	people := func(facet, field string, ids []string) {
		if len(ids) > 0 { // unknown ids have no keys, and the filter matches nothing
			known := s.People.RawKeys(ids...)
			if q.Private {
				known = append(known, s.People.PrivateKeys(ids)...)
			}
			add(facet, dockeys.Terms(field, known))
		}
	}
	if q.among != nil && !q.Collapse {
		add("", dockeys.Among(q.Of, q.among))
	}
	people(index.FacetOfficial, index.KeyField(q.Of, index.KeyOfficial), q.Official)
	if len(q.Satker) > 0 {
		var offices index.Any
		for _, code := range q.Satker {
			offices = append(offices, dockeys.Satker(q.Of, code))
		}
		add(index.FacetSatker, index.AnyOf(offices))
	}
	keys(index.FacetTopic, index.KeyField(q.Of, index.KeyTopic), q.Topic)
	keys(index.FacetRegulation, index.KeyField(q.Of, index.KeyRegulation), q.Regulation)
	keys("", index.KeyField(q.Of, index.KeyPublisher), q.Publisher)
	if q.Of == index.Articles {
		keys(index.FacetStage, index.KeyStage, q.Stage)
		people("", index.KeySpeaker, q.Speaker)
	} else {
		people("", index.KeyField(index.Quotes, index.KeyOfficial), q.Speaker)
		out = append(out, s.quoteFilters(q)...)
	}
	if len(q.Date) > 0 {
		var dates index.Any
		for _, d := range q.Date {
			dates = append(dates, dockeys.Date(q.Of, q.EventDate, d))
		}
		add(index.FacetDate, index.AnyOf(dates))
	}
	if q.From != "" || q.To != "" { // a range is not a value of the date facet and narrows its counts too
		add("", dockeys.Between(q.Of, q.EventDate, q.From, q.To))
	}
	return out
}

// quoteFilters returns the filters of a query that only quotes have.
func (s *Searcher) quoteFilters(q Query) []index.Filter {
	var out []index.Filter
	add := func(e index.Expr) { out = append(out, index.Filter{Where: e}) }
	if hidden := s.People.KeysOfSuppressed(); q.Text != "" && len(hidden) > 0 && !q.Private { // no text lists the words of one
		add(index.Not{Of: dockeys.Terms(index.KeyField(index.Quotes, index.KeyOfficial), hidden)})
	}
	narrow := func(facet string, e index.Expr) { out = append(out, index.Filter{Facet: facet, Where: e}) }
	if len(q.Office) > 0 {
		var offices index.Any
		for _, code := range q.Office {
			offices = append(offices, dockeys.Office(code)...)
		}
		add(index.AnyOf(append(offices, s.People.QuotesByRosterRole(func(r article.Role) bool {
			return dockeys.IsOffice(r.Satker, q.Office)
		}))))
	}
	if len(q.Role) > 0 {
		roles := make([]string, len(q.Role))
		for i, r := range q.Role {
			roles[i] = dockeys.Fold(r)
		}
		narrow(index.FacetRole, index.AnyOf(index.Any{dockeys.Terms(index.KeyRole, roles), s.People.QuotesByRosterRole(func(r article.Role) bool { return slices.Contains(roles, dockeys.Fold(r.Title)) })}))
	}
	if len(q.QuoteKind) > 0 {
		kinds := make([]string, len(q.QuoteKind))
		for i, k := range q.QuoteKind {
			kinds[i] = string(k)
		}
		add(dockeys.Terms(index.KeyQuoteKind, kinds))
	} else {
		add(speech)
	}
	if q.MinConfidence > 0 {
		add(confidentFrom(q.MinConfidence))
	}
	return out
}

// speech finds the quotes of which [article.Quote.IsSpeech] holds.
var speech = index.Any{
	index.Term{Field: index.KeyQuoteKind, Text: string(article.Direct)},
	index.Term{Field: index.KeyQuoteKind, Text: string(article.Mixed)},
	index.All{index.Term{Field: index.KeyQuoteKind, Text: string(article.Unmarked)}, confidentFrom(article.SureUnmarked)},
}

// confidentFrom finds the quotes with a confidence of least or more.
func confidentFrom(least float64) index.Expr {
	const all = 100
	var confidences index.Any
	from, _ := strconv.Atoi(dockeys.Confidence(least))
	if float64(from) < least*all-1e-9 { // keys are hundredths, rounded down
		from++
	}
	for c := from; c <= all; c++ {
		confidences = append(confidences, index.Term{Field: index.KeyConfidence, Text: fmt.Sprintf("%03d", c)})
	}
	return confidences
}
