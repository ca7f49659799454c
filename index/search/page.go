package search

import (
	"time"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/understand"
)

// A Page is one page of an answer, in the shape of the API.
type Page struct {
	Total         int                      `json:"total"`                    // documents, or stories where copies are collapsed; exact
	TotalArticles int                      `json:"total_articles,omitempty"` // articles, where Total counts stories
	TotalQuotes   int                      `json:"total_quotes,omitempty"`   // of a search for quotes: those of all places, where Total counts stories
	TookMS        float64                  `json:"took_ms"`
	Query         understand.Understood    `json:"query"`
	Hits          []Hit                    `json:"hits"`
	Facets        map[string][]index.Count `json:"facets,omitempty"` // by name
	Next          *string                  `json:"next"`             // cursor of the next page; nil on the last one
	// Previous is the cursor of the page before; nil on the first one. An order by date has it only
	// with Query.Near, and goes back from a page behind the first [index.MaxRanked] hits for eight
	// pages at most. It is nil also where more than a hundred hits have come in front of such an
	// order since the page before was shown.
	Previous *string `json:"previous,omitempty"`
	// Cut is set if the order of the hits ends before the last one.
	Cut *Cut `json:"cut,omitempty"`
	// Number is the number of this page, from 1; 0 without Query.Near.
	Number int `json:"-"`
	// Near are this page and those near it, see Query.Near. It is empty in an order by date for a
	// page that is not found among the first [index.MaxRanked] hits, which has a Number.
	Near []NearPage `json:"-"`
	// Moved is set if the order has changed since the page that led here: hits may be missing
	// from both pages, or stand on both. See Query.Live.
	Moved bool   `json:"-"`
	Mark  uint64 `json:"-"` // sequence number of the newest change in the index
	// Changed is when what the query finds last changed, also by the loss of a hit, at the
	// latest. It never moves back while the clock does not, see Query.Changed.
	Changed time.Time `json:"-"`

	route route // how the query was answered
}

// A Named is a person with an id and a name.
type Named struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// A Labelled is a topic with its label.
type Labelled struct {
	ID    string `json:"id"`
	Label string `json:"label"`
}

// A Hit is one article or, for [index.Quotes], one quote: Quote is then set, and the other
// fields are those of its article.
type Hit struct {
	ID          string          `json:"id"`
	URL         string          `json:"url,omitempty"`
	Title       string          `json:"title"`
	TitleHTML   string          `json:"title_html,omitempty"`
	SnippetHTML string          `json:"snippet_html,omitempty"`
	Date        string          `json:"date,omitempty"`
	DateBasis   string          `json:"date_basis,omitempty"`
	EventDates  []string        `json:"event_dates"`
	Publisher   *article.Office `json:"publisher,omitempty"`
	Officials   []Named         `json:"officials"`
	Topics      []Labelled      `json:"topics"`
	Score       float64         `json:"score"`
	Copies      int             `json:"copies,omitempty"` // further articles of the same story that match; of a quote, further quotes
	Places      []Place         `json:"places,omitempty"` // the first Query.Places of the Copies
	// Version is the number of the version of the article that has the quote, from 1. It is 0
	// without a quote, and where it is unknown.
	Version     int              `json:"version,omitempty"`
	Explanation *Explanation     `json:"explanation,omitempty"`
	Quote       *QuoteHit        `json:"quote,omitempty"`
	Article     *article.Article `json:"-"` // the complete reading
	Changed     time.Time        `json:"-"` // last change of the article in the archive, see Query.Changed
	Seq         uint64           `json:"-"` // number of the change of the record that Article was read from
}

// A QuoteHit is a quote with its place.
type QuoteHit struct {
	article.Quote
	TextHTML  string `json:"text_html,omitempty"`
	Paragraph int    `json:"paragraph"`
	Context   string `json:"context,omitempty"` // the paragraph around it
	Link      string `json:"link"`              // opens our copy of the article at the quote
	Source    string `json:"source,omitempty"`  // opens the source at the quote, by a text fragment
	// Matched is the first place that has a word of the subject of the query: MatchedQuote,
	// MatchedAround, MatchedTitle or MatchedTopic. It is empty without a subject, and if no
	// place has one.
	Matched string `json:"matched,omitempty"`
	// PostUnstated is set if the query asks for a post that the speaker is likely to have held
	// on the day of the words, while neither an article nor the list of office holders says so.
	PostUnstated bool `json:"post_unstated,omitempty"`
}

// An Explanation says where the score of a hit comes from.
type Explanation struct {
	Mode  string `json:"mode"`  // of the step that found the hit, see [understand.Step]
	Asked string `json:"asked"` // the expression of that step
	// Parts are the scores of the leaves of the expression, highest first. Of
	// alternatives only the highest counts.
	Parts []index.Part `json:"parts"`
}
