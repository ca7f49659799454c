package index

import (
	"context"
	"fmt"

	"warta/analyzers/article"
)

// An Engine holds what searching needs. It is a follower of the record: it can
// be thrown away and filled again. indextest.TestEngine is its contract.
//
// An engine knows nothing of language: it is given the tokens of a [Document]
// and the expressions of a [Request], both analysed here, so that a second
// engine answers the same.
type Engine interface {
	// Apply takes in changes and with them mark, the sequence number of the last
	// change of the record that the engine then holds. Of several changes of one
	// article the last one counts. Changes and mark are durable together when
	// Apply returns: after a crash the mark may lag behind the data, never lead.
	// Applying changes again changes nothing.
	Apply(ctx context.Context, changes []Change, mark uint64) error
	// Search answers a request from one consistent state: an article and its
	// quotes change at once. It honours ctx between candidates. Its errors have
	// the kinds [Invalid] for a request out of bounds, [TooCostly] for one that
	// expands to too many terms or is too slow, [Busy] and [Unavailable].
	Search(ctx context.Context, r Request) (*Result, error)
	// Words returns the words of fields that are as near to a text as is asked for,
	// the most frequent first. It is for finding out which words there are: of words
	// that are about as frequent it may miss some, and documents that were replaced
	// or removed since a while may still count. It errs as Search does.
	Words(ctx context.Context, ask WordsAsk) ([]WordCount, error)
	// Count returns for each of the texts, at most MaxNear, how many times a document
	// has it in one of the fields, from one consistent state. It errs as Search does.
	Count(ctx context.Context, fields, texts []string) ([]int, error)
	// Mark returns the mark of the last Apply, 0 for a new engine.
	Mark(ctx context.Context) (uint64, error)
	// Close waits for running searches and releases everything.
	Close() error
}

// A Tidier is an [Engine] that can be put into the form in which it searches fastest.
// It does so by itself when it is left alone for a while.
type Tidier interface {
	// Tidy returns when it is done. Searches and writes go on meanwhile.
	Tidy(ctx context.Context) error
}

// ValidateCount reports more texts than [Engine] counts, as an error of kind
// [Invalid].
func ValidateCount(texts []string) error {
	if len(texts) > MaxNear {
		return &Error{Kind: Invalid, Op: "index.Count", Text: fmt.Sprintf("at most %d texts can be counted at once", MaxNear)}
	}
	return nil
}

// A Change sets an article to a reading or, where Article is nil, removes it
// with its quotes.
type Change struct {
	ID      string
	Article *article.Article
}

// A Request is a [Query] after it was understood: what an [Engine] answers.
type Request struct {
	Of    Of
	Where Expr // what must match and how much it weighs; nil for every document
	// Refine adds to the score of the first RefineDepth hits by relevance, which
	// are then ordered anew: what is dear to work out and can only tell good hits
	// from good hits. Nil adds nothing.
	Refine  Expr
	Filters []Filter // all must match; they weigh nothing
	Sort    Sort     // ByRelevance orders by score, then as Newest does
	Size    int      // hits, 0 to MaxSize and one more that tells whether there are more
	// Skip leaves out so many of the first hits; for ByRelevance, with
	// Skip+Size up to MaxRanked.
	Skip int
	// After continues behind a hit, for Newest and Oldest, however deep.
	After *Position
	// Keep asks for the order of so many of the first hits in Result.Ranked, 0 to
	// MaxRanked, for ByRelevance.
	Keep     int
	Facets   []FacetAsk
	Explain  bool // fill Result.Explanations, for ByRelevance
	Collapse bool // of the copies of one story only the first counts and is found
}

// Validate reports what of r is out of bounds, as an error of kind [Invalid].
func (r Request) Validate() error {
	bad := func(field, text string) error {
		return &Error{Kind: Invalid, Op: "index.Request", Field: field, Text: text}
	}
	switch {
	case r.Of > Quotes:
		return bad("of", "searches are over articles or quotes")
	case r.Sort != ByRelevance && r.Sort != Newest && r.Sort != Oldest:
		return bad("sort", "sort is relevance, newest or oldest")
	case r.Size < 0 || r.Size > MaxSize+1:
		return bad("size", fmt.Sprintf("size is 0 to %d", MaxSize))
	case r.Skip < 0 || r.Skip+r.Size > MaxRanked+1 || r.Keep < 0 || r.Keep > MaxRanked:
		return bad("cursor", fmt.Sprintf("only the first %d hits can be paged through", MaxRanked))
	case r.After != nil && r.Sort == ByRelevance:
		return bad("cursor", "a place in an order by date cannot continue one by relevance")
	}
	for _, f := range r.Facets {
		if f.Size < 0 {
			return bad("facet_size", fmt.Sprintf("facet_size is 1 to %d", MaxFacetSize))
		}
	}
	return nil
}

// RefineDepth is how many hits [Request.Refine] looks at.
const RefineDepth = 200

// MaxRanked is how many hits by relevance can be paged through.
const MaxRanked = 1000

// A Filter narrows a request. Facet names the facet whose choice it is: the
// counts of that facet are not narrowed by it. Empty, it narrows all of them.
type Filter struct {
	Facet string
	Where Expr
}

// A FacetAsk asks for the counts of the values of one field.
type FacetAsk struct {
	Facet  string   // as in [Filter]: filters of that name do not narrow the counts
	Field  string   // the field of keys that is counted
	Size   int      // most values; 0 for all
	Always []string // values that are listed even beyond Size and with a count of 0
	// Groups gathers the values; nil counts each by itself. Always then has names
	// of groups.
	Groups Grouping
}

// A Grouping gathers values of a field of keys under names: a document that has
// several values of one group counts once in it. It is comparable, and safe for
// concurrent use.
type Grouping interface {
	// Group returns the name of the group of a value, empty for one that is not
	// counted.
	Group(value string) string
	// Version changes whenever Group answers otherwise than it did.
	Version() uint64
}

// A Position is the place of a document in an order by date.
type Position struct {
	Date string // ISO date, or empty
	ID   string // Document.ID
}

// A Result is an engine's answer: which documents, in order, with exact totals
// and counts. What is shown of them comes from the readings.
type Result struct {
	Total     int // stories where Request.Collapse is set, else documents
	Documents int // documents, copies included
	Hits      []Match
	Ranked    []Match // the first Request.Keep of all hits
	// Explanations has for each hit what each leaf of Where and of Refine scores
	// by itself, in no order; of a Best, also those that do not count.
	Explanations [][]Part
	Facets       [][]Count // as Request.Facets; Value and Count filled; most frequent first, then by value
	Mark         uint64
}

// A Part is what one leaf of an expression scores for one document; more than 0.
type Part struct {
	Of    string  `json:"of"` // the leaf, as [Expr] writes it
	Score float64 `json:"score"`
}

// A Match is one document of a [Result].
type Match struct {
	Position
	Article string  // id
	Quote   string  // id of the quote, for Quotes
	Score   float64 // for ByRelevance
	Copies  int     // further documents of the same story that match, where copies are gathered
}
