package param

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"warta/analyzers/article"
	"warta/analyzers/regulations"
	"warta/analyzers/satker"
	"warta/index"
	"warta/index/dockeys"
	"warta/index/labels"
	"warta/index/search"
	"warta/server/answer"
)

// defaultFacetSize is how many values of a facet a search returns.
const defaultFacetSize = 20

// Filters reads the text and the filters of a search for articles or quotes.
func Filters(p *Set, of index.Of) search.Query {
	const ids = "ids of letters, digits and hyphens"
	q := search.Query{
		Of:         of,
		Text:       p.Line("q"),
		Official:   p.List("official", ids, IsName),
		Satker:     p.ListHinted("satker", "codes as 33, 33.74 or 33.self", IsPlace, officeHint),
		Topic:      p.List("topic", ids, IsName),
		Regulation: p.ListHinted("regulation", "ids as pkpu/8/2024", isRegulation, regulationHint),
		Publisher:  p.ListHinted("publisher", "codes as 33 or 33.74", isCode, officeHint),
		From:       p.Day("from"),
		To:         p.Day("to"),
		Date:       p.List("date", "a year, month or day as 2025, 2025-11, 2025-11-04, or none", func(v string) bool { return v == index.NoDate || IsSpan(v) }),
		NoPeriods:  p.Choice("period", "on", "off") == "off",
		EventDate:  p.Choice("date_field", "date", "event") == "event",
	}
	if q.From != "" && q.To != "" && q.From > q.To {
		p.Fault(answer.Invalid("from", "from=%s lies after to=%s: swap them", q.From, q.To))
		q.From, q.To = q.To, q.From
	}
	q.AsTyped = !p.Bool("correct", true)
	q.AllWords = p.Choice("match", "any", "all") == "all"
	if of == index.Articles {
		q.Stage = p.List("stage", "ids as pemilu-2024 or pemilu-2024.masa-tenang", IsName)
		q.Speaker = p.List("speaker", ids, IsName)
		return q
	}
	q.Office = p.ListHinted("office", "codes as 33, 33.74 or 33.self", IsPlace, officeHint)
	q.Role = p.Titles("role", "posts as Ketua", func(v string) bool { return utf8.RuneCountInString(v) <= MaxTitle })
	for _, k := range p.List("kind", "any of "+quoteKindWords, func(v string) bool { return slices.Contains(quoteKinds, article.QuoteKind(v)) }) {
		q.QuoteKind = append(q.QuoteKind, article.QuoteKind(k))
	}
	q.MinConfidence = p.Share("min_confidence")
	return q
}

// officeHint names the code of the office that a text names, for a value that is no code; ""
// if it names none.
func officeHint(text string) string {
	codes := labels.OfficesNamed(strings.Fields(dockeys.Beginning(text)))
	if len(codes) == 0 {
		return ""
	}
	return fmt.Sprintf("; %s is %s", labels.Office(codes[0]), codes[0])
}

// isRegulation reports whether a value has the form of the id of a regulation.
func isRegulation(v string) bool {
	_, ok := regulations.Parse(v)
	return ok
}

// regulationHint names the id of the regulation that a text names, for a value that is no id;
// "" if it names none.
func regulationHint(text string) string {
	found := regulations.Find(text, labels.Offices(), satker.Context{})
	if len(found) == 0 {
		return ""
	}
	return fmt.Sprintf("; %s is %s", found[0].Short(), found[0].ID())
}

// ListPlaces is how many further places of a quote a list names.
const ListPlaces = 5

const quoteKindWords = "direct, unmarked, mixed, indirect, title"

var quoteKinds = []article.QuoteKind{article.Direct, article.Unmarked, article.Mixed, article.Indirect, article.TitleQuote}

// Query reads all parameters of a search.
func Query(p *Set, of index.Of) search.Query {
	q := Filters(p, of)
	q.Sort = index.Sort(p.Choice("sort", string(index.ByRelevance), string(index.Newest), string(index.Oldest)))
	q.Size = p.Integer("size", 0, index.MaxSize, 10)
	q.Cursor = p.Word("cursor", MaxCursor)
	q.Collapse = p.Bool("collapse", true)
	if of == index.Quotes {
		q.Places = ListPlaces
	}
	q.Explain = p.Bool("explain", false)
	q.Private = p.Bool("private", false)
	q.Highlight = true
	names := index.FacetsOf(of)
	facets := p.List("facets", "any of "+strings.Join(names, ", ")+", or none", func(v string) bool {
		return v == "none" || slices.Contains(names, v)
	})
	size := p.Integer("facet_size", 1, index.MaxFacetSize, defaultFacetSize)
	if slices.Contains(facets, "none") {
		if len(facets) > 1 {
			p.Fault(answer.Invalid("facets", "facets=none stands alone"))
		}
		return q
	}
	if len(facets) == 0 {
		facets = index.DefaultFacets
	}
	for _, name := range facets {
		q.Facets = append(q.Facets, search.FacetRequest{Name: name, Size: size})
	}
	return q
}

// MaxTitle bounds the title of a post, in characters.
const MaxTitle = 128

// MaxCursor and MaxPrefix bound a cursor and the beginning of a name, in characters.
const (
	MaxCursor = 4096
	MaxPrefix = 100
)
