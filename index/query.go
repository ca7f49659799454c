package index

import (
	"time"

	"warta/analyzers/article"
)

// Of says which of the two kinds of documents a query is about.
type Of uint8

// The kinds of documents.
const (
	Articles Of = iota
	Quotes
)

// A Sort is an order of hits.
type Sort string

// The orders. Articles without a date come last in both orders by date.
const (
	ByRelevance Sort = "relevance"
	Newest      Sort = "newest"
	Oldest      Sort = "oldest"
	// ByArrival puts what changed last in the archive first, whatever its date. Only
	// [Archive.Search] knows it, for the first page of articles, among the last
	// [MaxArrivals] changes.
	ByArrival Sort = "arrival"
)

// The facets that a query can count.
const (
	FacetOfficial = "official"
	FacetSatker   = "satker"
	FacetTopic    = "topic"
	FacetDate     = "date"
)

// FacetNames lists the facets in the order in which they are shown.
var FacetNames = []string{FacetOfficial, FacetSatker, FacetTopic, FacetDate}

// NoDate is the value of the date facet for articles without a date.
const NoDate = "none"

// A Query is one question to the archive, as the contract of GET /v1/search and
// GET /v1/quotes has it. Several values of one field are alternatives, different
// fields narrow. The zero value asks for the ten first of all articles.
type Query struct {
	Of   Of
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

	Sort      Sort   // default ByRelevance where there is text, else Newest
	Size      int    // hits, 0 to MaxSize; callers set 10 where nothing is asked
	Cursor    string // Page.Next of the page before
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

// Bounds of a query.
const (
	MaxSize      = 100  // hits on a page
	MaxFacetSize = 1000 // values of a facet
	MaxWords     = 32   // words of Query.Text that are looked at
	MaxText      = 1024 // bytes of Query.Text that are looked at
	MaxValues    = 100  // values of one filter
)

// A FacetRequest asks for the values of one facet.
type FacetRequest struct {
	Name   string
	Size   int    // values, 1 to MaxFacetSize
	Prefix string // only values whose label has a word that begins so, folded
	After  int    // skip so many values (for paging through all)
}

// A Page is one page of an answer, in the shape of the contract.
type Page struct {
	Total         int                `json:"total"`                    // stories where copies are gathered, exact
	TotalArticles int                `json:"total_articles,omitempty"` // articles, where Total counts stories
	TookMS        float64            `json:"took_ms"`
	Query         Understood         `json:"query"`
	Hits          []Hit              `json:"hits"`
	Facets        map[string][]Count `json:"facets,omitempty"`
	Next          *string            `json:"next"`
	Mark          uint64             `json:"-"` // sequence number of the newest change that it reflects

	asked asked // how it was asked for
}

// Understood says how a query was read.
type Understood struct {
	Text       string   `json:"text"`
	Mode       string   `json:"mode"` // "all", "most", "any"; "none" without words
	Understood []string `json:"understood"`
	Corrected  *string  `json:"corrected"`         // what was asked instead of Text, which found nothing
	Offered    string   `json:"offered,omitempty"` // what was perhaps meant, where Text found next to nothing
	Dropped    string   `json:"dropped,omitempty"` // what was left out, and why
	Terms      []string `json:"-"`

	// People are those whose names or posts stand in Text.
	People []UnderstoodPerson `json:"people,omitempty"`
}

// An UnderstoodPerson is one whom words of a query mean.
type UnderstoodPerson struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Text    string `json:"text"`    // the words
	Because string `json:"because"` // why they mean this person
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

// A Count is one value of a facet.
type Count struct {
	Value    string  `json:"value"`
	Label    string  `json:"label,omitempty"`
	Detail   string  `json:"detail,omitempty"` // of an official, the office
	Count    int     `json:"count"`
	Parent   *string `json:"parent"`
	Selected bool    `json:"selected"`
}
