package opensearch

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"warta/index"
)

// keepAlive is how long a point in time lasts after its last search.
const keepAlive = "10m"

// settleTries and settlePause bound the wait for a state in which all shards have one mark:
// between the refreshes of two shards a point in time has two.
const (
	settleTries = 4
	settlePause = 30 * time.Millisecond
)

// A view is one state of the index: a point in time that the searches of an engine share.
type view struct {
	e     *Engine
	pit   string
	mark  uint64
	state state
	refs  atomic.Int64 // of searches, and one for being current

	mu      sync.Mutex
	holders map[string]int // documents that hold a term, by the key of the term
}

// A state is what the markers tell of the documents at their mark. Sums and counts are by the
// fields of textFields.
type state struct {
	Documents [2]int         `json:"documents"` // by kind
	Fields    map[string]sum `json:"fields"`
	// Deleted is since when the files may hold deleted text, in Unix seconds; 0: they hold none.
	Deleted int64 `json:"deleted,omitempty"`
	// Purges counts the purges, and the times that documents were replaced under the same mark. A
	// point in time keeps the files that it was opened on: an engine that sees another number opens
	// a new one.
	Purges uint64 `json:"purges,omitempty"`
}

// A sum is of the lengths of a field over the documents that have it.
type sum struct {
	Length    int64 `json:"length"`
	Documents int64 `json:"documents"`
}

// A marker is a document that tells what a shard holds.
type marker struct {
	Mark uint64 `json:"mark"`
	Kept state  `json:"kept"`
}

// views are the views of an engine.
type views struct {
	mu      sync.Mutex
	current *view
	looked  time.Time  // when the markers were last asked for
	looking sync.Mutex // held while they are
}

// acquire returns the current view with a reference, nil where there is none.
func (vs *views) acquire() (v *view, looked time.Time) {
	vs.mu.Lock()
	defer vs.mu.Unlock()
	if vs.current != nil {
		vs.current.refs.Add(1)
	}
	return vs.current, vs.looked
}

// exchange makes v current unless a later view is, and returns the one that is with a reference.
func (vs *views) exchange(v *view) *view {
	vs.mu.Lock()
	defer vs.mu.Unlock()
	vs.looked = time.Now()
	before := vs.current
	if before != nil && before != v && before.mark > v.mark {
		before.refs.Add(1)
		v.release()
		return before
	}
	if before != v {
		vs.current = v
		if before != nil {
			before.release()
		}
	}
	v.refs.Add(1)
	return v
}

// drop makes v current no longer.
func (vs *views) drop(v *view) {
	vs.mu.Lock()
	defer vs.mu.Unlock()
	if vs.current == v {
		vs.current = nil
		v.release()
	}
}

func (vs *views) close() {
	vs.mu.Lock()
	defer vs.mu.Unlock()
	if vs.current != nil {
		vs.current.release()
		vs.current = nil
	}
}

// release gives a reference back. The last one closes the point in time, which a server that is
// away does by itself after a while.
func (v *view) release() {
	if v.refs.Add(-1) != 0 {
		return
	}
	v.e.group.Go(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		_ = v.e.client.do(ctx, http.MethodDelete, "/_search/point_in_time", object{"pit_id": list{v.pit}}, nil)
	})
}

// view returns a view that is at most Options.Follow old, with a reference. One search at a time
// looks for a newer one; others use the one that is there.
func (e *Engine) view(ctx context.Context) (*view, error) {
	v, looked := e.views.acquire()
	if v != nil && (time.Since(looked) < e.options.Follow || !e.views.looking.TryLock()) {
		return v, nil
	}
	if v != nil {
		v.release()
		defer e.views.looking.Unlock()
	}
	newest, err := e.newest(ctx)
	if err != nil && ctx.Err() == nil {
		// The state that is there may still answer.
		if v, _ := e.views.acquire(); v != nil {
			return v, nil
		}
	}
	return newest, err
}

// newest looks for a newer state than that of the current view and returns the view of it, with
// a reference.
func (e *Engine) newest(ctx context.Context) (*view, error) {
	before, _ := e.views.acquire()
	if before != nil {
		defer before.release()
		markers, err := e.markers(ctx, "")
		if err != nil {
			return nil, err
		}
		mark, at := least(markers)
		if mark < before.mark || mark == before.mark && (at < 0 || markers[at].Kept.Purges == before.state.Purges) {
			return e.views.exchange(before), nil
		}
	}
	v, even, err := e.settled(ctx)
	if err != nil {
		return nil, err
	}
	if !even && before != nil { // a batch is under way: the state before it is whole
		v.release()
		v = before
	}
	return e.views.exchange(v), nil
}

// settled opens a view in which all shards have one mark, or after some tries any: even tells
// which.
func (e *Engine) settled(ctx context.Context) (v *view, even bool, err error) {
	for try := 1; ; try++ {
		v, even, err := e.open(ctx)
		if err != nil || even || try == settleTries {
			return v, even, err
		}
		v.release()
		select {
		case <-ctx.Done():
			return nil, false, ctx.Err()
		case <-time.After(settlePause):
		}
	}
}

// open opens a view of what a search sees now. even tells whether all shards have one mark.
func (e *Engine) open(ctx context.Context) (v *view, even bool, err error) {
	var pit struct {
		ID string `json:"pit_id"`
	}
	if err := e.client.do(ctx, http.MethodPost, e.path+"/_search/point_in_time?keep_alive="+keepAlive, nil, &pit); err != nil {
		if isStatus(err, http.StatusNotFound) {
			err = errors.Join(ErrMissing, err)
		}
		return nil, false, err
	}
	v = &view{e: e, pit: pit.ID, holders: make(map[string]int)}
	v.refs.Store(1)
	markers, err := e.markers(ctx, v.pit)
	if err != nil {
		v.release()
		return nil, false, err
	}
	at := 0
	v.mark, at = least(markers)
	if at >= 0 {
		v.state = markers[at].Kept
	}
	even = len(markers) == 0 || len(markers) == len(e.routes)
	for _, m := range markers {
		even = even && m.Mark == v.mark
	}
	if len(markers) < len(e.routes) {
		v.mark = 0
	}
	return v, even, nil
}

// markers returns the markers that a search sees, in a point in time where one is given.
func (e *Engine) markers(ctx context.Context, pit string) ([]marker, error) {
	body := object{"size": len(e.routes), "query": object{"term": object{"of": kindMarker}}}
	path := e.path + searchPath
	if pit != "" {
		body["pit"], path = object{"id": pit, "keep_alive": keepAlive}, searchPath
	}
	var got struct {
		Hits struct {
			Hits []struct {
				Source marker `json:"_source"`
			}
		}
	}
	if err := e.client.do(ctx, http.MethodPost, path, body, &got); err != nil {
		return nil, err
	}
	list := make([]marker, len(got.Hits.Hits))
	for i, h := range got.Hits.Hits {
		list[i] = h.Source
	}
	return list, nil
}

// least returns the least mark and its place, 0 and -1 for no markers.
func least(markers []marker) (mark uint64, at int) {
	at = -1
	for i, m := range markers {
		if at < 0 || m.Mark < mark {
			mark, at = m.Mark, i
		}
	}
	return mark, at
}

// searchPath is the path of a search that all shards must answer.
const searchPath = "/_search?allow_partial_search_results=false&request_cache=false"

// withNames is added to searchPath for the scores of queries with names.
const withNames = "&include_named_queries_score=true"

// ask searches in the view.
func (v *view) ask(ctx context.Context, body object) (*answer, error) {
	return v.askAt(ctx, searchPath, body)
}

func (v *view) askAt(ctx context.Context, path string, body object) (*answer, error) {
	return v.askBy(ctx, v.e.client.do, path, body)
}

// askBy searches in the view by a method of the client.
func (v *view) askBy(ctx context.Context, do func(ctx context.Context, method, path string, body, into any) error, path string, body object) (*answer, error) {
	body["pit"] = object{"id": v.pit, "keep_alive": keepAlive}
	got := new(answer)
	err := do(ctx, http.MethodPost, path, body, got)
	switch {
	case viewGone(err):
		return nil, errors.Join(errView, err)
	case err != nil:
		return nil, err
	case got.TimedOut:
		return nil, tooCostly("opensearch.Search", errors.New("the search has timed out"))
	}
	return got, nil
}

// inView calls f with a view, once more with another one where the first is gone.
func (e *Engine) inView(ctx context.Context, f func(*view) error) error {
	for again := true; ; again = false {
		v, err := e.view(ctx)
		if err != nil {
			return err
		}
		err = f(v)
		if again && errors.Is(err, errView) {
			e.views.drop(v)
			v.release()
			continue
		}
		v.release()
		return err
	}
}

// average returns the mean length of a field over the documents that have it.
func (v *view) average(field string) float64 {
	s := v.state.Fields[fieldName(field)]
	if s.Documents == 0 {
		return 0
	}
	return float64(s.Length) / float64(s.Documents)
}

// weight returns what a term weighs, which hold was asked for.
func (v *view) weight(of index.Of, t heldTerm) float64 {
	v.mu.Lock()
	defer v.mu.Unlock()
	return index.TermWeight(v.state.Documents[of], v.holders[t.key()])
}
