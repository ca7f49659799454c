package embedded

import (
	"context"
	"sync"
	"sync/atomic"

	"github.com/blevesearch/bleve/v2/index/scorch"

	"warta/index"
)

// A view is one state of the index with everything that searches need of it at
// hand. Searches use the view that is there; a new one is put in its place when
// its columns are filled, so that no search waits for the columns of a segment
// that a merge has made.
type view struct {
	snapshot snapshot
	mark     uint64
	segments []*segment
	refs     atomic.Int64 // the engine's own and one for each search
	counted  sync.Map     // *table -> *totals
}

// retain adds a reference, unless there is none left.
func (v *view) retain() bool {
	for {
		n := v.refs.Load()
		if n == 0 {
			return false
		}
		if v.refs.CompareAndSwap(n, n+1) {
			return true
		}
	}
}

func (v *view) release() {
	if v.refs.Add(-1) == 0 {
		v.snapshot.close()
	}
}

// view returns the newest view; it is to be released.
func (e *Engine) view() *view {
	for {
		if v := e.current.Load(); v.retain() {
			return v
		} // else it was replaced in between
	}
}

// refresh makes a view of the newest state.
func (e *Engine) refresh() error {
	e.refreshing.Lock()
	defer e.refreshing.Unlock()
	newest, err := e.snapshot()
	if err != nil {
		return err
	}
	old := e.current.Load()
	if old != nil && old.snapshot.IndexSnapshot == newest.IndexSnapshot {
		newest.close()
		return nil
	}
	v := &view{snapshot: newest}
	v.refs.Store(1)
	replaced := v // where something fails, or panics, it is the new one that goes
	defer func() {
		if replaced != nil {
			replaced.release()
		}
	}()
	if v.mark, err = newest.mark(); err != nil {
		return err
	}
	if v.segments, err = e.columns.of(newest); err != nil {
		return err
	}
	if err := e.warm(v); err != nil {
		return err
	}
	e.current.Store(v)
	replaced = old
	return nil
}

// warm fills the columns of the facets that were ever asked for, and counts all
// of them: what the start page shows.
func (e *Engine) warm(v *view) error {
	for _, t := range e.columns.tables.all() {
		for _, s := range v.segments {
			o, err := s.ordinals(t)
			if err != nil {
				return err
			}
			for of := range index.Of(kinds) {
				s.countAll(of, t, o)
			}
			for _, c := range t.columns {
				if g := c.grouped.Load(); g != nil {
					if _, err := s.doubles(context.Background(), c.groups(g.by)); err != nil {
						return err
					}
				}
			}
		}
		if _, err := v.totals(t); err != nil {
			return err
		}
	}
	return nil
}

// follow makes views of what bleve's merger and persister do, until ctx ends.
func (e *Engine) follow(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-e.changed:
		}
		e.persist(ctx, "a new state cannot be read, searches go on with the old one", e.refresh)
	}
}

// indexes finds the engine of an index of bleve, which reports events to a
// function of the process.
var indexes sync.Map

func onEvent(event scorch.Event) bool {
	switch event.Kind {
	case scorch.EventKindMergeTaskIntroduction, scorch.EventKindPersisterProgress:
		if e, ok := indexes.Load(event.Scorch); ok {
			select {
			case e.(*Engine).changed <- struct{}{}:
			default: // it will look at the newest state anyway
			}
		}
	}
	return true
}

// dropView lets go of the view that the engine holds.
func (e *Engine) dropView() {
	if v := e.current.Swap(nil); v != nil {
		v.release()
	}
}
