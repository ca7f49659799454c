package indextest

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"warta/index"
)

// A Cluster keeps the indices of several processes in memory, as servers for searches would.
// The zero value is empty and ready to use. It is safe for concurrent use.
type Cluster struct {
	// Half is nil, or called before each Apply with the name of the index. Where it returns an
	// error, the index takes in the first half of the updates and not their mark, as when the
	// process ends in the middle.
	Half func(name string) error

	mu      sync.Mutex
	indices map[string]*shared
	away    atomic.Bool
}

// A shared index is what was applied to it, in order.
type shared struct {
	mu      sync.Mutex
	applied []batchOf
}

type batchOf struct {
	updates []index.Update
	mark    uint64
}

// errAway is the error of everything while the servers are away.
var errAway = &index.Error{Kind: index.Unavailable, Op: "indextest.Cluster", Text: "the search servers cannot be reached; try again in a moment"}

// SetAway makes the servers answer nothing, or answer again.
func (c *Cluster) SetAway(away bool) { c.away.Store(away) }

// Away returns why the servers do not answer, or nil.
func (c *Cluster) Away(context.Context, string) error {
	if c.away.Load() {
		return errAway
	}
	return nil
}

// String returns a name.
func (c *Cluster) String() string { return "memory" }

// with calls f with the indices.
func (c *Cluster) with(ctx context.Context, f func(indices map[string]*shared) error) error {
	if err := errors.Join(ctx.Err(), c.Away(ctx, "")); err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.indices == nil {
		c.indices = map[string]*shared{}
	}
	return f(c.indices)
}

// Create makes an empty index.
func (c *Cluster) Create(ctx context.Context, name string) error {
	return c.with(ctx, func(indices map[string]*shared) error { indices[name] = new(shared); return nil })
}

// Delete deletes an index. Engines that have it open keep it.
func (c *Cluster) Delete(ctx context.Context, name string) error {
	return c.with(ctx, func(indices map[string]*shared) error { delete(indices, name); return nil })
}

// Names lists the indices whose names begin with a prefix.
func (c *Cluster) Names(ctx context.Context, prefix string) (names []string, err error) {
	err = c.with(ctx, func(indices map[string]*shared) error {
		for name := range indices {
			if strings.HasPrefix(name, prefix) {
				names = append(names, name)
			}
		}
		return nil
	})
	slices.Sort(names)
	return names, err
}

// Open opens an index for one process.
func (c *Cluster) Open(ctx context.Context, name string) (index.Engine, error) {
	var of *shared
	if err := c.with(ctx, func(indices map[string]*shared) error { of = indices[name]; return nil }); err != nil {
		return nil, err
	}
	if of == nil {
		return nil, index.ErrDamaged
	}
	e := &view{Fake: new(Fake), c: c, name: name, of: of}
	return e, e.follow(ctx)
}

// A view is one process's engine over a shared index.
type view struct {
	*Fake

	c    *Cluster
	name string
	of   *shared
	seen int // of of.applied; guarded by of.mu
}

// Apply implements [index.Engine].
func (v *view) Apply(ctx context.Context, updates []index.Update, mark uint64) error {
	// An empty batch under the mark that is there fails as any other would.
	if err := errors.Join(v.c.Away(ctx, ""), v.Fake.Apply(ctx, nil, v.markNow())); err != nil {
		return err
	}
	if v.c.Half != nil {
		if err := v.c.Half(v.name); err != nil {
			v.append(updates[:len(updates)/2], v.markNow())
			return err
		}
	}
	v.append(updates, mark)
	return v.follow(ctx)
}

// markNow returns the mark of what the view shows.
func (v *view) markNow() uint64 {
	v.Fake.mu.RLock()
	defer v.Fake.mu.RUnlock()
	return v.Fake.mark
}

// append applies updates to the index.
func (v *view) append(updates []index.Update, mark uint64) {
	v.of.mu.Lock()
	defer v.of.mu.Unlock()
	v.of.applied = append(v.of.applied, batchOf{slices.Clone(updates), mark})
}

// Mark implements [index.Engine].
func (v *view) Mark(ctx context.Context) (uint64, error) {
	if err := v.follow(ctx); err != nil {
		return 0, err
	}
	return v.Fake.Mark(ctx)
}

// follow takes over what was applied since.
func (v *view) follow(ctx context.Context) error {
	if err := v.c.Away(ctx, ""); err != nil {
		return err
	}
	v.of.mu.Lock()
	defer v.of.mu.Unlock()
	for ; v.seen < len(v.of.applied); v.seen++ {
		if err := v.Fake.Apply(ctx, v.of.applied[v.seen].updates, v.of.applied[v.seen].mark); err != nil {
			return err
		}
	}
	return nil
}

// Search implements [index.Engine].
func (v *view) Search(ctx context.Context, r index.Request) (*index.Result, error) {
	if err := v.c.Away(ctx, ""); err != nil {
		return nil, err
	}
	return v.Fake.Search(ctx, r)
}

// Count implements [index.Engine].
func (v *view) Count(ctx context.Context, fields, texts []string) ([]int, error) {
	if err := v.c.Away(ctx, ""); err != nil {
		return nil, err
	}
	return v.Fake.Count(ctx, fields, texts)
}
