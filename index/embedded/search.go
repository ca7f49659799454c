package embedded

import (
	"context"
	"errors"
	"runtime"

	"github.com/RoaringBitmap/roaring/v2"

	"warta/index"
	"warta/index/internal/spread"
)

// A search is the evaluation of one request.
type search struct {
	index.Request
	ctx    context.Context
	engine *Engine
	scored []scored // of the query and, if it is refined, of Request.Refine
}

// Search implements [index.Engine]. Only ctx limits its time; a search that exceeds the
// deadline of ctx fails with [index.TooCostly].
func (e *Engine) Search(ctx context.Context, r index.Request) (*index.Result, error) {
	if err := r.Validate(); err != nil {
		return nil, err
	}
	leave, err := e.enter(ctx)
	if err != nil {
		return nil, err
	}
	defer leave()
	result, err := (&search{Request: r, ctx: ctx, engine: e}).run()
	if errors.Is(err, context.DeadlineExceeded) {
		return nil, &index.Error{
			Kind: index.TooCostly, Op: "embedded.Search", Err: err,
			Text: "this search takes too long; add a word, or narrow by date, office or topic",
		}
	}
	return result, err
}

// enter waits for one of the Options.Searches slots until ctx ends; the error is then
// of kind [index.Busy]. The caller must call leave.
func (e *Engine) enter(ctx context.Context) (leave func(), err error) {
	select {
	case e.running <- struct{}{}:
	case <-ctx.Done():
		return nil, &index.Error{
			Kind: index.Busy, Op: "embedded.Search", Err: ctx.Err(),
			Text: "too many searches at once; try again in a moment",
		}
	}
	done, err := e.use()
	if err != nil {
		<-e.running
		return nil, err
	}
	return func() { done(); <-e.running }, nil
}

// parallel calls work with the index of each size, on the caller's goroutine and as many
// others as there are idle processors.
func (e *Engine) parallel(sizes []int, work func(int) error) error {
	return spread.Over(e.idle(), sizes, work)
}

// idle returns the number of processors that no search occupies.
func (e *Engine) idle() int { return max(0, runtime.GOMAXPROCS(0)-len(e.running)) }

// run evaluates the request on the newest view.
func (q *search) run() (*index.Result, error) {
	v := q.engine.view()
	defer v.release()
	segments := v.segments
	out := &index.Result{Mark: v.mark}
	var err error
	found := make([]*matches, len(segments))
	sizes := make([]int, len(segments))
	for i, s := range segments {
		sizes[i] = s.size
	}
	err = q.engine.parallel(sizes, func(i int) (err error) {
		found[i], err = q.find(segments[i])
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, f := range found {
		out.Documents += int(f.all.GetCardinality())
	}
	if out.Facets, err = q.facets(v, found); err != nil {
		return nil, err
	}
	stories := new(gathered)
	out.Total = out.Documents
	if q.Collapse {
		var dropped int
		if stories, dropped, err = q.collapse(segments, found); err != nil {
			return nil, err
		}
		out.Total -= dropped
	}
	if q.Hits != nil {
		if err := q.narrowHits(segments, found); err != nil {
			return nil, err
		}
	}
	list, err := q.first(segments, found)
	if err != nil {
		return nil, err
	}
	hits, err := matchesOf(segments, q.Of, list)
	if err != nil {
		return nil, err
	}
	if err := q.fillCopies(segments, stories, list, hits); err != nil {
		return nil, err
	}
	out.Ranked = hits[:min(q.Keep, len(hits))]
	hits, list = hits[min(q.Skip, len(hits)):], list[min(q.Skip, len(list)):]
	out.Hits = hits[:min(q.Size, len(hits))]
	if q.Explain && q.Sort == index.ByRelevance {
		for _, c := range list[:len(out.Hits)] {
			parts, err := q.explain(segments, c)
			if err != nil {
				return nil, err
			}
			out.Explanations = append(out.Explanations, parts)
		}
	}
	return out, nil
}

// narrowHits leaves of the matches those that Request.Hits matches.
func (q *search) narrowHits(segments []*segment, found []*matches) error {
	sizes := make([]int, len(segments))
	for i, f := range found {
		sizes[i] = int(f.all.GetCardinality())
	}
	return q.engine.parallel(sizes, func(i int) error {
		if sizes[i] == 0 {
			return nil
		}
		set, err := (&matcher{segment: segments[i], search: q, of: q.Of, quiet: 1}).match(q.Hits)
		if err == nil {
			found[i].all = roaring.And(found[i].all, set)
		}
		return err
	})
}

// matchesOf returns the candidates as matches. A search may have a thousand of them, so
// their dates and IDs share one string.
func matchesOf(segments []*segment, of index.Of, list []candidate) ([]index.Match, error) {
	texts := make([]byte, 0, 32*len(list))
	ends := make([]int, 0, 2*len(list))
	var err error
	for _, c := range list {
		texts = appendDate(texts, c.day)
		ends = append(ends, len(texts))
		if texts, err = segments[c.segment].appendID(texts, of, c.document); err != nil {
			return nil, err
		}
		ends = append(ends, len(texts))
	}
	all := string(texts)
	out := make([]index.Match, len(list))
	begin := 0
	for i, c := range list {
		date, id := all[begin:ends[2*i]], all[ends[2*i]:ends[2*i+1]]
		begin = ends[2*i+1]
		article, quote := index.SplitDocument(id)
		out[i] = index.Match{Position: index.Position{Date: date, ID: id}, Article: article, Quote: quote, Score: c.score}
	}
	return out, nil
}

// A place locates a document in the segments of a search.
type place struct {
	segment  int // position in the list of segments
	document uint32
}
