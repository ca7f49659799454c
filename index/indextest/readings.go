package indextest

import (
	"context"
	"sync"

	"warta/index"
	"warta/index/readings"
)

// Readings implements [index.Readings] in memory. The zero value is empty and ready to use.
// It is safe for concurrent use.
type Readings struct {
	mu   sync.RWMutex
	kept map[string]readings.Reading
}

// Apply stores the articles of the changes.
func (r *Readings) Apply(changes ...index.Change) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.kept == nil {
		r.kept = make(map[string]readings.Reading)
	}
	for _, c := range changes {
		r.kept[c.ID] = readings.Reading{Article: c.Article}
	}
}

// Get implements [index.Readings].
func (r *Readings) Get(ctx context.Context, ids []string) ([]readings.Reading, error) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	out := make([]readings.Reading, len(ids))
	for i, id := range ids {
		out[i] = r.kept[id]
	}
	return out, ctx.Err()
}
