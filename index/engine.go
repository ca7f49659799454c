package index

import (
	"context"

	"warta/analyzers/article"
)

// An Engine holds what searching needs. It is a follower of the record: it can
// be thrown away and filled again. indextest.TestEngine is its contract.
type Engine interface {
	// Apply takes in changes and with them mark, the sequence number of the last
	// change of the record that the engine then holds. Changes and mark are
	// durable together when Apply returns: after a crash the mark may lag behind
	// the data, never lead. Applying changes again changes nothing.
	Apply(ctx context.Context, changes []Change, mark uint64) error
	// Search answers a request from one consistent state: an article and its
	// quotes change at once. It honours ctx between candidates.
	Search(ctx context.Context, r Request) (*Result, error)
	// Mark returns the mark of the last Apply, 0 for a new engine.
	Mark(ctx context.Context) (uint64, error)
	// Close waits for running searches and releases everything.
	Close() error
}

// A Change sets an article to a reading or, where Article is nil, removes it
// with its quotes.
type Change struct {
	ID      string
	Article *article.Article
}

// A Request is a [Query] after it was understood: what an [Engine] answers.
type Request struct {
	Query // filters, sort, size, facets, collapse, explain
}

// A Result is an engine's answer: which documents, in order, with exact totals
// and counts. What is shown of them comes from the readings.
type Result struct {
	Total         int // stories where copies are gathered
	TotalArticles int
	Hits          []Match
	Facets        map[string][]Count // Value, Count and Selected filled
	Mark          uint64
}

// A Match is one document of a [Result].
type Match struct {
	Article string // id
	Quote   string // id of the quote, for Query.Of == Quotes
	Score   float64
	Copies  int
}
