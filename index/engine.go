package index

import (
	"context"
	"fmt"
)

// An Engine is a search index that follows the record: it can be deleted and filled
// again. indextest.TestEngine is its contract as a test suite; what an engine may do
// less than the contract it says in [Capabilities], and what it can do beyond it in the
// optional interfaces [Preparer], [Tidier], [Verifier], [HealthChecker],
// [DamageReporter] and [Vocabulary].
//
// An engine knows nothing of language: it receives the tokens of a [Document]
// and the expressions of a [Request], both analysed before, so that a second
// engine answers the same. Its methods may be called concurrently, but for Apply and
// Prepared batches, which one goroutine at a time calls.
type Engine interface {
	// Apply takes in updates and with them mark, the sequence number of the last change
	// of the record that the engine then holds. Of several updates of one article the
	// last one counts. Updates and mark are durable together when Apply returns: after
	// a crash the mark may lag behind the data, never lead. After an error a part of the
	// updates may be taken in, and mark only if all of them are. Applying updates again
	// changes nothing. The engine does not change the documents and does not keep them.
	Apply(ctx context.Context, updates []Update, mark uint64) error
	// Search answers a request from one consistent state: an article and its
	// quotes change at once. It honours ctx between candidates. Its errors have
	// the kinds [Invalid] for a request out of bounds, [TooCostly] for one that
	// expands to too many terms or is too slow, [Busy] and [Unavailable].
	Search(ctx context.Context, r Request) (*Result, error)
	// Count returns for each of the texts, at most MaxNear, how many times a document
	// has it in one of the fields, from one consistent state. It errs as Search does.
	Count(ctx context.Context, fields, texts []string) ([]int, error)
	// Mark returns the mark of the last Apply, 0 for a new engine. Where other processes may
	// write the index, it looks what they have applied, and searches see that then.
	Mark(ctx context.Context) (uint64, error)
	// Can returns what the engine can do. The answer is the same as long as the engine
	// is open.
	Can() Capabilities
	// Close waits for running searches and releases everything.
	Close() error
}

// Capabilities are the promises of the contract that an [Engine] may do without. Each
// field that is false weakens the contract as its comment says.
type Capabilities struct {
	// LiveGroups: [FacetAsk].Groups and Dated are honoured as they stand at the time of the
	// search. Without it the engine ignores both and counts each value of the field by itself;
	// Always then has values.
	LiveGroups bool
	// ChainedCopies: [Request].Collapse joins stories over chains of Story and Retold.
	// Without it the copies of a document are those with the same Story.
	ChainedCopies bool
	// ExactScores: scores follow the formula of [Expr] to 1e-9. Without it membership,
	// orders by date, totals, copies and facets are exact all the same, and scores are
	// close where CloseScores says so.
	ExactScores bool
	// CloseScores: scores follow the formula to 1e-6 of themselves, as single precision
	// does, and hits whose exact scores differ by no more may change places. It says nothing
	// beside ExactScores. Without both, scores order the hits and mean nothing besides, and
	// the ranking is measured by its overlap with the exact one.
	CloseScores bool
	// AtomicBatches: a search sees all updates of an Apply or none. Without it a search
	// sees each article with its quotes at once, in any order of the articles, and a
	// mark never before the updates that belong to it.
	AtomicBatches bool
}

// ValidateCount reports more texts than [Engine] counts, as an error of kind
// [Invalid].
func ValidateCount(texts []string) error {
	if len(texts) > MaxNear {
		return &Error{Kind: Invalid, Op: "index.Count", Text: fmt.Sprintf("at most %d texts can be counted at once", MaxNear)}
	}
	return nil
}

// An Update gives an article the documents that it has from now on, or, without any,
// removes those that it has.
type Update struct {
	ID        string // of the article
	Documents []Document
}

// A Request is a query of package search after it was understood: what an [Engine] answers.
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
	// MaxRanked. It does not go with After.
	Keep     int
	Facets   []FacetAsk
	Explain  bool // fill Result.Explanations, for ByRelevance
	Collapse bool // of the copies of one story only the first counts and is found
	// Hits is nil, or what hits must match beside all else. It narrows neither totals nor
	// facets, and with Collapse it does not change which copy stands for a story.
	Hits Expr
	// Places is how many further copies of each hit Match.Places names, 0 to MaxPlaces,
	// with Collapse.
	Places int
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
	case r.Places < 0 || r.Places > MaxPlaces:
		return bad("places", fmt.Sprintf("places is 0 to %d", MaxPlaces))
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

// MaxPlaces is how many further copies of one hit can be named.
const MaxPlaces = 500

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
	// of groups. An engine without LiveGroups ignores it.
	Groups Grouping
	// Dated gathers the values by the day of the document, in place of Groups; nil gathers
	// none. Always then has names of groups. An engine without LiveGroups ignores it.
	Dated *DatedGroups
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

// DatedGroups gather values of a field of keys under names that hold for some days. A
// document counts once in each group that holds for one of its values on its day. They
// never change: others have another address.
type DatedGroups struct {
	Only Term // a key that documents must have to be counted
	Of   map[string][]DatedGroup
}

// A DatedGroup is the name of a group that holds for a value from a day to another, both
// included, as ISO dates. An empty end is open. Without both ends it also holds for
// documents without a date.
type DatedGroup struct{ Name, From, To string }

// Holds reports whether the group holds for a document of a day, empty for none.
func (g DatedGroup) Holds(day string) bool {
	if day == "" {
		return g.From == "" && g.To == ""
	}
	return g.From <= day && (g.To == "" || day <= g.To)
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
	// Places are the IDs of the first Request.Places of the Copies, in the order in which
	// each would stand for the story without those before it.
	Places []string
}
