package embedded

import (
	"context"
	"errors"
	"runtime"

	"warta/index"
	"warta/index/internal/spread"
)

// A search is one request under way.
type search struct {
	index.Request
	ctx    context.Context
	engine *Engine
	scored []scored // what hits are scored by: the expression, and what refines it
}

// Search implements [index.Engine]. How long it may take is its context's to say.
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

// enter waits for a place among the running searches.
func (e *Engine) enter(ctx context.Context) (leave func(), err error) {
	busy := &index.Error{Kind: index.Busy, Op: "embedded.Search", Text: "too many searches at once; try again in a moment"}
	select {
	case e.running <- struct{}{}:
	default:
		if e.waiting.Add(1) > int64(e.options.Queue) {
			e.waiting.Add(-1)
			return nil, busy
		}
		defer e.waiting.Add(-1)
		select {
		case e.running <- struct{}{}:
		case <-ctx.Done():
			busy.Err = ctx.Err()
			return nil, busy
		}
	}
	done, err := e.use()
	if err != nil {
		<-e.running
		return nil, err
	}
	return func() { done(); <-e.running }, nil
}

// parallel does a piece of work for each of the sizes, on the processors that no
// other search has.
func (e *Engine) parallel(sizes []int, work func(int) error) error {
	return spread.Over(e.idle(), sizes, work)
}

// idle returns how many processors no search has.
func (e *Engine) idle() int { return max(0, runtime.GOMAXPROCS(0)-len(e.running)) }

// run answers the request from the newest state.
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
	var stories map[place]int
	out.Total = out.Documents
	if q.Collapse {
		var dropped int
		if stories, dropped, err = q.collapse(segments, found); err != nil {
			return nil, err
		}
		out.Total -= dropped
	}
	list, err := q.first(segments, found)
	if err != nil {
		return nil, err
	}
	hits, err := matchesOf(segments, q.Of, list)
	if err != nil {
		return nil, err
	}
	for i := range hits {
		hits[i].Copies = stories[place{int(list[i].segment), list[i].document}]
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

// matchesOf returns the candidates as results have them. There can be a thousand of
// them in each search, so all their texts are one piece of memory.
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

// A place is a document of a search.
type place struct {
	segment  int
	document uint32
}
