package opensearch

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"

	"warta/index"
)

// object and list are JSON in requests.
type (
	object = map[string]any
	list   = []any
)

// Options of an [Engine].
type Options struct {
	// Deadline bounds a search, 0 for 5 s. One that takes longer costs too much.
	Deadline time.Duration
	// Follow is how old the newest state that searches know may be, where another process
	// applies, 0 for 250 ms.
	Follow time.Duration
	// PurgeAfter is how old deleted text in the files may become until the engine that applies
	// purges them, 0 for 12 h.
	PurgeAfter time.Duration
	Now        func() time.Time // nil for time.Now
	Log        *slog.Logger     // nil for none
}

// An Engine is an [index.Engine] over one index.
type Engine struct {
	client  *Client
	name    string
	path    string   // of the index
	routes  []string // a routing value for each shard
	options Options

	life   sync.RWMutex // read while a call runs
	closed bool
	views  views
	writer writer
	words  wordbook
	values valueSets

	group      sync.WaitGroup  // goroutines of the engine
	background context.Context // theirs: it ends with Close
	stop       context.CancelFunc
}

// errClosed is the error of a closed engine.
var errClosed = &index.Error{Kind: index.Unavailable, Op: "opensearch", Text: "the archive is closing; try again in a moment"}

// Open opens the index with a name, which [Create] made. The client stays the caller's. The error
// wraps [ErrMissing], or [index.ErrOutdated] for an index of another template.
func Open(ctx context.Context, c *Client, name string, o Options) (*Engine, error) {
	if err := validName(name); err != nil {
		return nil, err
	}
	if o.Deadline <= 0 {
		o.Deadline = 5 * time.Second
	}
	if o.Follow <= 0 {
		o.Follow = 250 * time.Millisecond
	}
	if o.PurgeAfter <= 0 {
		o.PurgeAfter = 12 * time.Hour
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	e := &Engine{client: c, name: name, path: "/" + name, options: o}
	shards, err := ready(ctx, c, name)
	if err == nil {
		e.routes, err = e.routesOf(ctx, shards)
	}
	if err != nil {
		return nil, fmt.Errorf("open the index %s: %w", name, err)
	}
	e.background, e.stop = context.WithCancel(context.WithoutCancel(ctx))
	e.words.begin(e.background, e)
	e.group.Go(func() { e.purgeRegularly(e.background) })
	return e, nil
}

// routesOf finds a routing value for each shard, in the order of the shards.
func (e *Engine) routesOf(ctx context.Context, shards int) ([]string, error) {
	routes := make([]string, shards)
	for i := 0; slices.Contains(routes, ""); i++ {
		if i == 100*maxShards {
			return nil, fmt.Errorf("no routing value leads to some of %d shards", shards)
		}
		var got struct {
			Shards [][]struct{ Shard int }
		}
		route := "m" + strconv.Itoa(i)
		if err := e.client.do(ctx, http.MethodGet, e.path+"/_search_shards?routing="+route, nil, &got); err != nil {
			return nil, err
		}
		if len(got.Shards) != 1 || len(got.Shards[0]) == 0 || got.Shards[0][0].Shard >= shards {
			return nil, fmt.Errorf("routing value %s leads to %d shards", route, len(got.Shards))
		}
		routes[got.Shards[0][0].Shard] = route
	}
	return routes, nil
}

// use keeps the engine open until done is called.
func (e *Engine) use() (done func(), err error) {
	e.life.RLock()
	if e.closed {
		e.life.RUnlock()
		return nil, errClosed
	}
	return e.life.RUnlock, nil
}

// Can implements [index.Engine].
func (e *Engine) Can() index.Capabilities {
	return index.Capabilities{LiveGroups: true, ChainedCopies: true, CloseScores: true, AtomicBatches: true}
}

// Mark implements [index.Engine]: it looks whether another process has applied more.
func (e *Engine) Mark(ctx context.Context) (uint64, error) {
	done, err := e.use()
	if err != nil {
		return 0, err
	}
	defer done()
	v, err := e.newest(ctx)
	if err != nil {
		return 0, kindly("opensearch.Mark", err)
	}
	defer v.release()
	return v.mark, nil
}

// Close implements [index.Engine].
func (e *Engine) Close() error {
	e.stop()
	e.life.Lock()
	defer e.life.Unlock()
	if e.closed {
		return nil
	}
	e.closed = true
	e.views.close()
	e.group.Wait()
	e.views.close() // what a goroutine has opened meanwhile
	e.group.Wait()
	return nil
}
