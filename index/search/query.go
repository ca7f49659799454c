package search

import (
	"fmt"
	"slices"
	"strings"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/dockeys"
)

// ByArrival orders hits by the last change of their article in the archive, newest first.
// Only the archive's search accepts it, for the first page; where very many match, among the
// articles of the last [MaxArrivals] changes.
const ByArrival index.Sort = "arrival"

// A Query is one question to the archive: the parameters of GET /v1/search and
// GET /v1/quotes. Several values of one field are alternatives; different fields narrow.
// The zero value asks for no hits and for the total of all articles.
type Query struct {
	Of   index.Of
	Text string // as typed, in the language of package query; never an error

	Official   []string // ids of people named; for quotes, of the speaker
	Satker     []string // codes; a province includes its kabupaten/kota, "33.self" is the province alone
	Topic      []string // ids; a topic includes its children
	Stage      []string // articles: ids of stages of elections, and of elections with all of theirs
	Regulation []string // ids that the article names
	Publisher  []string // codes of the satker whose site carries the article
	Speaker    []string // ids of people quoted

	Office        []string            // quotes: codes of the speaker's office at that time, as Satker
	Role          []string            // quotes: titles of the speaker at that time
	QuoteKind     []article.QuoteKind // quotes: default those that are speech, see [article.Quote.IsSpeech]
	MinConfidence float64             // quotes: in [0,1]

	From, To  string   // ISO dates, both inclusive, or empty
	Date      []string // "2025", "2025-11", "2025-11-04", or [index.NoDate]
	EventDate bool     // From, To and Date select by event dates, not by the date

	// NoPeriods reads the times in Text as plain words.
	NoPeriods bool

	// Exact takes the words as typed: no correction is made or offered, and what does not
	// match all words is not found. The spellings of a name are those words too.
	Exact bool
	// AsTyped takes the words and the quotation marks as typed too: no correction and no complete
	// name is made or offered. It finds what matches some of the words.
	AsTyped bool

	// AllWords leaves out what does not hold all that Text asks for. Its words may be corrected.
	AllWords bool

	Sort   index.Sort // default ByRelevance for a query with text, else Newest
	Size   int        // hits, 0 to [index.MaxSize]; there is no default
	Cursor string     // Page.Next of the page before, or another cursor of a page
	// Live answers a page behind the first by relevance also where the ranking of the first has
	// changed and is no longer kept, see Page.Moved. Without it the answer is an error then.
	Live      bool
	Near      int // fill Page.Near with so many pages on either side, 0 to MaxNear
	Facets    []FacetRequest
	Collapse  bool // copies of one story are one hit
	Places    int  // of the further places of each hit Hit.Places names so many, 0 to [MaxPlaces]
	Explain   bool // fill Hit.Explanation
	Highlight bool // fill TitleHTML, SnippetHTML and TextHTML

	// Private also finds private people: pupils, voters and people under a short name.
	// Callers set it for staff only.
	Private bool

	Changed bool // fill Hit.Changed and Page.Changed; the archive's search does it

	among []string // ids of the articles that may be found, or whose quotes may; nil for all
}

// A FacetRequest asks for the values of one facet.
type FacetRequest struct {
	Name   string // one of [index.FacetNames]
	Size   int    // values, 1 to [index.MaxFacetSize]
	Prefix string // only values whose label has a word with this prefix, folded
	After  int    // values to skip, for paging
}

// Validate reports a field out of bounds, as an error of kind [index.Invalid] that
// names the parameter.
func (q Query) Validate() error {
	bad := func(field, format string, args ...any) error {
		return &index.Error{Kind: index.Invalid, Op: "search.Query", Field: field, Text: field + ": " + fmt.Sprintf(format, args...)}
	}
	switch {
	case q.Of > index.Quotes:
		return bad("of", "searches are over articles or quotes")
	case q.Sort != "" && q.Sort != index.ByRelevance && q.Sort != index.Newest && q.Sort != index.Oldest:
		return bad("sort", "choose from relevance, newest, oldest")
	case q.Size < 0 || q.Size > index.MaxSize:
		return bad("size", "must be 0 to %d", index.MaxSize)
	case q.Places < 0 || q.Places > MaxPlaces:
		return bad("places", "must be 0 to %d", MaxPlaces)
	case q.Near < 0 || q.Near > MaxNear:
		return bad("near", "must be 0 to %d", MaxNear)
	case q.MinConfidence < 0 || q.MinConfidence > 1 || q.MinConfidence != q.MinConfidence:
		return bad("min_confidence", "must be 0 to 1")
	case q.From != "" && !dockeys.IsDay(q.From):
		return bad("from", "must be a day such as 2025-11-04")
	case q.To != "" && !dockeys.IsDay(q.To):
		return bad("to", "must be a day such as 2025-11-04")
	}
	for field, values := range map[string][]string{
		"official": q.Official, "satker": q.Satker, "topic": q.Topic, "stage": q.Stage, "regulation": q.Regulation, "publisher": q.Publisher, "speaker": q.Speaker,
		"office": q.Office, "role": q.Role, "date": q.Date,
	} {
		if len(values) > index.MaxValues {
			return bad(field, "at most %d values", index.MaxValues)
		}
	}
	for _, d := range q.Date {
		if !dockeys.IsDate(d) {
			return bad("date", "must be a year, month or day such as 2025, 2025-11, 2025-11-04, or %s", index.NoDate)
		}
	}
	for _, f := range q.Facets {
		if names := index.FacetsOf(q.Of); !slices.Contains(names, f.Name) {
			return bad("facets", "choose from %s", strings.Join(names, ", "))
		}
		if f.Size < 1 || f.Size > index.MaxFacetSize || f.After < 0 {
			return bad("facet_size", "must be 1 to %d", index.MaxFacetSize)
		}
	}
	return nil
}
