package index

import "context"

// A Prepared batch is taken in by calling it, once, with the mark of its changes.
type Prepared func(ctx context.Context, mark uint64) error

// A preparer is an engine that can do a part of Apply ahead, while it takes in
// what comes before. What it prepares it takes in as Apply would.
type preparer interface {
	Prepare(ctx context.Context, changes []Change) (Prepared, error)
}

// Prepare does as much of Apply as can be done ahead.
func (g *guarded) Prepare(ctx context.Context, changes []Change) (prepared Prepared, err error) {
	p, ok := g.Engine.(preparer)
	if !ok {
		return func(ctx context.Context, mark uint64) error { return g.Apply(ctx, changes, mark) }, nil
	}
	defer g.shield("index.Prepare", &err)()
	apply, err := p.Prepare(ctx, changes)
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context, mark uint64) (err error) {
		defer g.shield("index.Apply", &err)()
		return apply(ctx, mark)
	}, nil
}
