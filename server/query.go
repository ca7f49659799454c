package server

import (
	"slices"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/search"
)

// Values of a facet on a page of results.
const defaultFacetSize = 20

// readFilters reads the parameters that searches, quotes, facets and pages share.
func readFilters(p *params, of index.Of) search.Query {
	const ids = "ids of letters, digits and hyphens"
	q := search.Query{
		Of:        of,
		Text:      p.text("q"),
		Official:  p.list("official", ids, isName),
		Satker:    p.list("satker", "codes as 33, 33.74 or 33.self", isPlace),
		Topic:     p.list("topic", ids, isName),
		Publisher: p.list("publisher", "codes as 33 or 33.74", isCode),
		From:      p.day("from"),
		To:        p.day("to"),
		Date:      p.list("date", "a year, month or day as 2025, 2025-11, 2025-11-04, or none", func(v string) bool { return v == index.NoDate || isSpan(v) }),
		EventDate: p.choice("date_field", "date", "event") == "event",
	}
	if q.From != "" && q.To != "" && q.From > q.To {
		p.fault(invalid("from", "from=%s lies after to=%s: swap them", q.From, q.To))
		q.From, q.To = q.To, q.From
	}
	if of == index.Articles {
		q.Speaker = p.list("speaker", ids, isName)
		return q
	}
	q.Office = p.list("office", "codes as 33, 33.74 or 33.self", isPlace)
	q.Role = p.list("role", "posts as Ketua", func(v string) bool { return len(v) <= maxID })
	for _, k := range p.list("kind", "any of "+quoteKindWords, func(v string) bool { return slices.Contains(quoteKinds, article.QuoteKind(v)) }) {
		q.QuoteKind = append(q.QuoteKind, article.QuoteKind(k))
	}
	q.MinConfidence = p.share("min_confidence")
	return q
}

const quoteKindWords = "direct, unmarked, mixed, indirect, title"

var quoteKinds = []article.QuoteKind{article.Direct, article.Unmarked, article.Mixed, article.Indirect, article.TitleQuote}

// readQuery reads everything that a search takes.
func readQuery(p *params, of index.Of) search.Query {
	q := readFilters(p, of)
	q.Sort = index.Sort(p.choice("sort", string(index.ByRelevance), string(index.Newest), string(index.Oldest)))
	q.Size = p.integer("size", 0, index.MaxSize, 10)
	q.Cursor = p.word("cursor", maxCursor)
	q.Collapse = p.yes("collapse", true)
	q.Explain = p.yes("explain", false)
	q.Private = p.yes("private", false)
	q.Highlight = true
	facets := p.list("facets", "any of official, satker, topic, date, or none", func(v string) bool {
		return v == "none" || slices.Contains(index.FacetNames, v)
	})
	size := p.integer("facet_size", 1, index.MaxFacetSize, defaultFacetSize)
	if slices.Contains(facets, "none") {
		if len(facets) > 1 {
			p.fault(invalid("facets", "facets=none stands alone"))
		}
		return q
	}
	if len(facets) == 0 {
		facets = index.FacetNames
	}
	for _, name := range facets {
		q.Facets = append(q.Facets, search.FacetRequest{Name: name, Size: size})
	}
	return q
}

const maxCursor = 4096 // bytes
