package search_test

import (
	"context"
	"sync"

	"warta/index"
)

// A countingEngine is an engine that counts what it is asked.
type countingEngine struct {
	index.Engine

	mu               sync.Mutex
	counts, searches int
	asked            map[string]int // searches by their expression
}

// reset sets all counts to 0.
func (e *countingEngine) reset() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.counts, e.searches, e.asked = 0, 0, nil
}

func (e *countingEngine) Count(ctx context.Context, fields, texts []string) ([]int, error) {
	e.mu.Lock()
	e.counts++
	e.mu.Unlock()
	return e.Engine.Count(ctx, fields, texts)
}

func (e *countingEngine) Search(ctx context.Context, r index.Request) (*index.Result, error) {
	e.mu.Lock()
	e.searches++
	if r.Where != nil {
		if e.asked == nil {
			e.asked = make(map[string]int)
		}
		e.asked[r.Where.String()]++
	}
	e.mu.Unlock()
	return e.Engine.Search(ctx, r)
}
