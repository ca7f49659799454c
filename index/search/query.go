package search

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/dockeys"
	"warta/index/understand"
)

// ByArrival puts what changed last in the archive first, whatever its date. Only
// [Archive.Search] knows it, for the first page of articles, among the last
// [MaxArrivals] changes.
const ByArrival index.Sort = "arrival"

// A Query is one question to the archive, as the contract of GET /v1/search and
// GET /v1/quotes has it. Several values of one field are alternatives, different
// fields narrow. The zero value asks for the ten first of all articles.
type Query struct {
	Of   index.Of
	Text string // as typed; read by package query, never an error

	Official  []string // ids; for quotes the speaker
	Satker    []string // codes; a province takes in its kabupaten/kota, "33.self" does not
	Topic     []string // ids; a topic takes in its children
	Publisher []string // codes: the satker whose site carries it
	Speaker   []string // ids: who is quoted

	Office        []string            // quotes: satker codes of the speaker's office then, as Satker
	Role          []string            // quotes: titles of the speaker then
	QuoteKind     []article.QuoteKind // quotes: default all but indirect
	MinConfidence float64             // quotes: in [0,1]

	From, To  string   // ISO dates, both inclusive, or empty
	Date      []string // "2025", "2025-11", "2025-11-04", or NoDate
	EventDate bool     // From, To and Date mean the event dates, not the date

	Sort      index.Sort // default ByRelevance where there is text, else Newest
	Size      int        // hits, 0 to MaxSize; callers set 10 where nothing is asked
	Cursor    string     // Page.Next of the page before
	Facets    []FacetRequest
	Collapse  bool // copies of one story as one hit
	Explain   bool
	Highlight bool // fill TitleHTML, SnippetHTML and TextHTML

	// Private also finds private people, quoted as a pupil, a voter or under a short
	// name. Callers make sure that staff asks.
	Private bool

	Changed bool // fill Hit.Changed; of [Archive.Search] alone

	among []string // ids of the documents that may be found; nil for all
}

// A FacetRequest asks for the values of one facet.
type FacetRequest struct {
	Name   string
	Size   int    // values, 1 to MaxFacetSize
	Prefix string // only values whose label has a word that begins so, folded
	After  int    // skip so many values (for paging through all)
}

// A Page is one page of an answer, in the shape of the contract.
type Page struct {
	Total         int                      `json:"total"`                    // stories where copies are gathered, exact
	TotalArticles int                      `json:"total_articles,omitempty"` // articles, where Total counts stories
	TookMS        float64                  `json:"took_ms"`
	Query         understand.Understood    `json:"query"`
	Hits          []Hit                    `json:"hits"`
	Facets        map[string][]index.Count `json:"facets,omitempty"`
	Next          *string                  `json:"next"`
	Mark          uint64                   `json:"-"` // sequence number of the newest change that it reflects

	Asked asked // how it was asked for
}

// A Named is a thing with an id and a name.
type Named struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// A Labelled is a topic with its label.
type Labelled struct {
	ID    string `json:"id"`
	Label string `json:"label"`
}

// A Hit is one article, or with Query.Of == Quotes one quote (Quote is then
// set, and the other fields are those of its article).
type Hit struct {
	ID          string           `json:"id"`
	URL         string           `json:"url,omitempty"`
	Title       string           `json:"title"`
	TitleHTML   string           `json:"title_html,omitempty"`
	SnippetHTML string           `json:"snippet_html,omitempty"`
	Date        string           `json:"date,omitempty"`
	DateBasis   string           `json:"date_basis,omitempty"`
	EventDates  []string         `json:"event_dates"`
	Publisher   *article.Office  `json:"publisher,omitempty"`
	Officials   []Named          `json:"officials"`
	Topics      []Labelled       `json:"topics"`
	Score       float64          `json:"score"`
	Copies      int              `json:"copies,omitempty"` // further articles of the same story
	Explanation any              `json:"explanation,omitempty"`
	Quote       *QuoteHit        `json:"quote,omitempty"`
	Article     *article.Article `json:"-"` // the whole reading
	Changed     time.Time        `json:"-"` // when the archive last took in a change of the article
}

// A QuoteHit is a found quote.
type QuoteHit struct {
	article.Quote
	TextHTML  string `json:"text_html,omitempty"`
	Paragraph int    `json:"paragraph"`
	Context   string `json:"context,omitempty"` // the paragraph around it
	Link      string `json:"link"`              // opens our copy of the article at the quote
	Source    string `json:"source,omitempty"`  // opens the source at the quote by a text fragment
}

// Validate reports what of q is out of bounds, as an error of kind [Invalid]
// that names the parameter.
func (q Query) Validate() error {
	bad := func(field, format string, args ...any) error {
		return &index.Error{Kind: index.Invalid, Op: "index.Query", Field: field, Text: field + ": " + fmt.Sprintf(format, args...)}
	}
	switch {
	case q.Of > index.Quotes:
		return bad("of", "searches are over articles or quotes")
	case q.Sort != "" && q.Sort != index.ByRelevance && q.Sort != index.Newest && q.Sort != index.Oldest:
		return bad("sort", "choose from relevance, newest, oldest")
	case q.Size < 0 || q.Size > index.MaxSize:
		return bad("size", "must be 0 to %d", index.MaxSize)
	case q.MinConfidence < 0 || q.MinConfidence > 1 || q.MinConfidence != q.MinConfidence:
		return bad("min_confidence", "must be 0 to 1")
	case q.From != "" && !dockeys.IsDay(q.From):
		return bad("from", "must be a day such as 2025-11-04")
	case q.To != "" && !dockeys.IsDay(q.To):
		return bad("to", "must be a day such as 2025-11-04")
	}
	for field, values := range map[string][]string{
		"official": q.Official, "satker": q.Satker, "topic": q.Topic, "publisher": q.Publisher, "speaker": q.Speaker,
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
		if !slices.Contains(index.FacetNames, f.Name) {
			return bad("facets", "choose from %s", strings.Join(index.FacetNames, ", "))
		}
		if f.Size < 1 || f.Size > index.MaxFacetSize || f.After < 0 {
			return bad("facet_size", "must be 1 to %d", index.MaxFacetSize)
		}
	}
	return nil
}
