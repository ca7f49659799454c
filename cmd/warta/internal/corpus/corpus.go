// Package corpus makes up realistic articles of KPU offices, the same for the
// same seed, for load and scale tests. Words follow the frequencies of real
// Indonesian news; offices, officials, topics and dates have heavy tails. No
// real person is meant.
package corpus

import (
	"context"
	"fmt"
	"iter"
	"math/rand/v2"
	"sync"
)

// ChunkSize is how many articles are drawn from one random source. A longer
// corpus begins with the shorter one of the same seed.
const ChunkSize = 2500

// MaxArticles bounds a corpus.
const MaxArticles = 10_000_000

// An Office is a satker that articles are made for. Parent is the code of the
// office above it, or empty.
type Office struct {
	Code, Parent, Level, Name, Region, Seat, Domain string
}

// A Topic is a leaf of the controlled topics with the words that give it away.
type Topic struct {
	ID   string
	Cues []string
}

// An Article is one made-up article with what went into it.
type Article struct {
	URL       string `json:"url"`
	Title     string `json:"title"`
	Body      string `json:"body"`
	Published string `json:"published"` // ISO date

	Satker    []string `json:"-"` // the office and those above it, topmost first
	Officials []string `json:"-"`
	Topics    []string `json:"-"`
	Quotes    []Quote  `json:"-"`
}

// A Quote is what somebody is made to say.
type Quote struct{ Speaker, Text string }

// A Generator makes articles. It is safe for concurrent use.
type Generator struct {
	seed  uint64
	model *model
}

// New prepares a generator. The same offices, topics and seed give the same
// articles.
func New(offices []Office, topics []Topic, seed uint64) (*Generator, error) {
	if len(offices) == 0 || len(topics) == 0 {
		return nil, fmt.Errorf("make up a corpus: %d offices and %d topics, want some of both", len(offices), len(topics))
	}
	m, err := newModel(offices, topics, seed)
	if err != nil {
		return nil, fmt.Errorf("make up a corpus: %w", err)
	}
	return &Generator{seed: seed, model: m}, nil
}

// Chunk returns the articles number c*ChunkSize and following, at most n.
func (g *Generator) Chunk(c, n int) []Article {
	w := &writer{
		model: g.model,
		Rand:  rand.New(rand.NewPCG(g.seed, uint64(c)+1)),
	}
	n = min(n, ChunkSize)
	articles := make([]Article, 0, n)
	for i := range n {
		articles = append(articles, w.article(c*ChunkSize+i))
	}
	return articles
}

// All yields the first n articles in order, made by the given number of
// goroutines. It ends early when ctx does.
func (g *Generator) All(ctx context.Context, n, workers int) iter.Seq[Article] {
	return func(yield func(Article) bool) {
		ctx, cancel := context.WithCancel(ctx)
		var wait sync.WaitGroup
		defer wait.Wait()
		defer cancel()
		chunks := (n + ChunkSize - 1) / ChunkSize
		slots := make(chan chan []Article, max(workers, 1))
		wait.Go(func() {
			defer close(slots)
			for c := range chunks {
				made := make(chan []Article, 1)
				select {
				case slots <- made:
				case <-ctx.Done():
					return
				}
				wait.Go(func() { made <- g.Chunk(c, n-c*ChunkSize) })
			}
		})
		for made := range slots {
			for _, a := range <-made {
				if ctx.Err() != nil || !yield(a) {
					return
				}
			}
		}
	}
}
