package embedded

import (
	"context"
	"sync"
	"sync/atomic"

	"github.com/blevesearch/bleve/v2/index/scorch"

	"warta/index"
)

// A view is an immutable state of the index with its columns loaded. It is
// reference-counted: its snapshot, and the files of that, stay open until the last
// release. The engine publishes a new view after its columns are loaded, so that searches
// never wait for them.
type view struct {
	snapshot snapshot
	mark     uint64
	segments []*segment
	refs     atomic.Int64 // one of the engine and one of each user
	counted  sync.Map     // *table -> *totals
}

// retain adds a reference. It returns false if the view is closed already.
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

// release drops a reference and closes the view with the last one.
func (v *view) release() {
	if v.refs.Add(-1) == 0 {
		v.snapshot.close()
	}
}

// view returns the newest view. The caller must release it.
func (e *Engine) view() *view {
	for {
		if v := e.current.Load(); v.retain() {
			return v
		} // the view was replaced and closed in between
	}
}

// refresh publishes a view of the newest state, unless the current view has it. Warming of
// the view ends when the engine closes; the view is published all the same.
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
	replaced := v // the view to release: the new one after an error or a panic, else the old one
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
	if err := e.warm(e.background, v); err != nil && e.background.Err() == nil {
		return err
	}
	e.current.Store(v)
	replaced = old
	return nil
}

// warm loads the ordinals of all facets that searches have asked for so far and computes
// their counts over all documents, which the start page shows. It returns the error of ctx
// when ctx ends. A search loads what a view lacks.
func (e *Engine) warm(ctx context.Context, v *view) error {
	for _, t := range e.columns.tables.all() {
		for _, s := range v.segments {
			if err := ctx.Err(); err != nil {
				return err
			}
			o, err := s.ordinals(t)
			if err != nil {
				return err
			}
			for of := range index.Of(kinds) {
				s.countAll(of, t, o)
			}
			for _, c := range t.columns {
				if g := c.grouped.Load(); g != nil {
					if _, err := s.doubles(ctx, c.groups(g.by)); err != nil {
						return err
					}
				}
				if g := c.dated.Load(); g != nil {
					if _, err := s.datedSets(ctx, c, g); err != nil {
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

// follow refreshes after bleve's merger or persister has changed the segments, until ctx
// ends.
func (e *Engine) follow(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-e.changed:
		}
		e.persist(ctx, "a new state cannot be read, searches use the old one", e.refresh)
	}
}

// indexes maps *scorch.Scorch to *Engine, because bleve reports events to a function of
// the process.
var indexes sync.Map

// onEvent is bleve's event callback. It requests a refresh from the engine of the event.
func onEvent(event scorch.Event) bool {
	switch event.Kind {
	case scorch.EventKindMergeTaskIntroduction, scorch.EventKindPersisterProgress:
		if e, ok := indexes.Load(event.Scorch); ok {
			select {
			case e.(*Engine).changed <- struct{}{}:
			default: // a refresh is requested already
			}
		}
	}
	return true
}

// dropView releases the reference of the engine to its view. No view may be asked for
// afterwards.
func (e *Engine) dropView() {
	if v := e.current.Swap(nil); v != nil {
		v.release()
	}
}
