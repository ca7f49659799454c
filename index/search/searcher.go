package search

import (
	"context"
	"runtime"
	"sync/atomic"
	"time"

	"warta/index"
	"warta/index/people"
	"warta/index/readings"
	"warta/index/understand"
)

// Readings are the articles as read, by id. Package readings keeps them in a file.
type Readings interface {
	// Get returns the readings of ids in their order, with a nil Article for an id
	// without one. The readings are shared: callers do not change them.
	Get(ctx context.Context, ids []string) ([]readings.Reading, error)
}

// A Vocabulary holds the words of the indexed texts, for corrections and suggestions.
type Vocabulary interface {
	// Words returns the words near a text, the most frequent first. Results are
	// approximate: among words of similar frequency some may be missing, and counts may
	// include documents replaced or deleted recently. The errors are those of
	// [index.Engine].
	Words(ctx context.Context, ask index.WordsAsk) ([]index.WordCount, error)
}

// noWords is the vocabulary of a searcher without one: queries are not corrected, and only
// offices and topics are suggested.
type noWords struct{}

func (noWords) Words(context.Context, index.WordsAsk) ([]index.WordCount, error) { return nil, nil }

// Options are the parts of a [Searcher]. Engine and Readings are required.
type Options struct {
	Engine   index.Engine
	Readings Readings // of the articles that Engine holds
	// Vocabulary defaults to Engine if that implements it. Without one there are no
	// corrections and fewer suggestions.
	Vocabulary Vocabulary
	// People is the registry of the people in Engine, which the caller keeps up to
	// date. If nil, the searcher makes a registry and updates it from Engine before
	// each query.
	People *people.Registry
	// Cursors defaults to memory with the bound [MaxKept].
	Cursors Cursors
	Now     func() time.Time // defaults to time.Now
}

// A Searcher answers queries from an engine and the readings beside it. It is safe for
// concurrent use.
type Searcher struct {
	// People is the registry that searches use. It is set by New and stays the same.
	People *people.Registry

	engine     index.Engine
	readings   Readings
	vocabulary Vocabulary
	cursors    Cursors
	now        func() time.Time
	weights    understand.Weights
	// pollsPeople is set for a registry of the searcher's own, see [Options.People].
	pollsPeople bool
	// running counts the queries that are being answered. Processors beyond that many
	// help to highlight hits.
	running atomic.Int64
}

// New returns a searcher with the default weights.
func New(o Options) *Searcher {
	s := &Searcher{
		People: o.People, engine: o.Engine, readings: o.Readings, vocabulary: o.Vocabulary, cursors: o.Cursors, now: o.Now,
		weights: understand.DefaultWeights(),
	}
	if s.now == nil {
		s.now = time.Now
	}
	if s.People == nil {
		s.People, s.pollsPeople = people.New(people.NewIDs(nil, nil)), true
	}
	if s.vocabulary == nil {
		if v, ok := s.engine.(Vocabulary); ok {
			s.vocabulary = v
		} else {
			s.vocabulary = noWords{}
		}
	}
	if s.cursors == nil {
		s.cursors = NewMemoryCursors(s.now, MaxKept)
	}
	return s
}

// WithWeights returns a searcher of the same parts with other weights and with cursors of
// its own. It measures what a part of the ranking contributes.
func (s *Searcher) WithWeights(w understand.Weights) *Searcher {
	return &Searcher{
		People: s.People, engine: s.engine, readings: s.readings, vocabulary: s.vocabulary, now: s.now,
		cursors: NewMemoryCursors(s.now, MaxKept), weights: w, pollsPeople: s.pollsPeople,
	}
}

// updatePeople brings a registry of the searcher's own up to date with the engine.
func (s *Searcher) updatePeople(ctx context.Context) error {
	if !s.pollsPeople {
		return nil
	}
	return s.People.KeepUp(ctx, s.engine)
}

// idle returns the number of processors that no query occupies.
func (s *Searcher) idle() int { return max(0, runtime.GOMAXPROCS(0)-max(1, int(s.running.Load()))) }
