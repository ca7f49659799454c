package opensearch

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"warta/index"
)

// moreHits is how many hits a further request asks for, at least, where copies left too few.
const moreHits = 200

// A search is one request in a view.
type search struct {
	index.Request
	view   *view
	query  object          // what matches, apart from filters of facets
	facets map[string]list // the filters of each facet
	order  list
	scored bool // by relevance
}

// A candidate is a match with what tells of which story it is.
type candidate struct {
	index.Match
	copyKeys
}

// Search implements [index.Engine].
func (e *Engine) Search(ctx context.Context, r index.Request) (*index.Result, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if err := r.Validate(); err != nil {
		return nil, err
	}
	done, err := e.use()
	if err != nil {
		return nil, err
	}
	defer done()
	asked := ctx
	ctx, cancel := context.WithTimeout(ctx, e.options.Deadline)
	defer cancel()
	var out *index.Result
	err = e.inView(ctx, func(v *view) (err error) {
		out, err = v.search(ctx, r)
		return err
	})
	switch {
	case err == nil:
		return out, nil
	case asked.Err() == nil && ctx.Err() != nil:
		return nil, tooCostly("opensearch.Search", err)
	}
	return nil, kindly("opensearch.Search", err)
}

// search answers a request.
func (v *view) search(ctx context.Context, r index.Request) (*index.Result, error) {
	q := &search{Request: r, view: v, scored: r.Sort == index.ByRelevance}
	if q.scored {
		terms := make(map[string]heldTerm)
		termsOf(r.Where, terms)
		termsOf(r.Refine, terms)
		if err := v.hold(ctx, terms); err != nil {
			return nil, err
		}
	}
	q.plan()
	out, found, err := q.gather(ctx)
	if err != nil {
		return nil, err
	}
	if q.scored && r.Refine != nil {
		if err := q.refine(ctx, found[:min(len(found), index.RefineDepth)]); err != nil {
			return nil, err
		}
	}
	for _, c := range found[:min(q.Keep, len(found))] {
		out.Ranked = append(out.Ranked, c.Match)
	}
	found = found[min(r.Skip, len(found)):]
	for _, c := range found[:min(r.Size, len(found))] {
		out.Hits = append(out.Hits, c.Match)
	}
	if q.scored && r.Explain {
		out.Explanations, err = q.explain(ctx, out.Hits)
	}
	return out, err
}

// plan writes the query, the filters of facets and the order.
func (q *search) plan() {
	filter := list{object{"term": object{"of": kindOf(q.Of)}}}
	b := make(object)
	switch {
	case q.Where == nil:
	case q.scored:
		s := &scorer{view: q.view, of: q.Of}
		b["must"] = list{s.must(q.Where)}
	default:
		filter = append(filter, match(q.Where, ""))
	}
	q.facets = make(map[string]list)
	for _, f := range q.Filters {
		if f.Facet == "" {
			filter = append(filter, match(f.Where, ""))
		} else {
			q.facets[f.Facet] = append(q.facets[f.Facet], match(f.Where, ""))
		}
	}
	b["filter"] = filter
	q.query = object{"bool": b}
	switch q.Sort {
	case index.ByRelevance:
		q.order = list{object{"_score": "desc"}, object{"newest": "desc"}, object{"id": "asc"}}
	case index.Newest:
		q.order = list{object{"newest": "desc"}, object{"id": "asc"}}
	default:
		q.order = list{object{"oldest": "asc"}, object{"id": "asc"}}
	}
}

// others returns the filters of all facets but one, which is empty for those of all.
func (q *search) others(facet string) (filters list) {
	for name, some := range q.facets {
		if facet == "" || name != facet {
			filters = append(filters, some...)
		}
	}
	return filters
}

// narrowed returns an aggregation over what the filters of all facets but one leave.
func (q *search) narrowed(facet string, more list, inner object) object {
	filters := append(q.others(facet), more...)
	if len(filters) == 0 {
		filters = list{everything()}
	}
	a := object{"filter": object{"bool": object{"filter": filters}}}
	if len(inner) > 0 {
		a["aggs"] = inner
	}
	return a
}

// wanted returns how many hits the request needs.
func (q *search) wanted() int {
	want := max(q.Skip+q.Size, q.Keep)
	if q.scored && q.Refine != nil && want > 0 {
		want = max(want, index.RefineDepth)
	}
	return want
}

// body returns the first request.
func (q *search) body(ctx context.Context) object {
	body := object{
		"track_total_hits": true, "_source": false, "stored_fields": "_none_", "query": q.query, "sort": q.order,
		"timeout": timeLeft(ctx),
	}
	post := q.others("")
	if q.Hits != nil {
		post = append(post, match(q.Hits, ""))
	}
	if post != nil {
		body["post_filter"] = object{"bool": object{"filter": post}}
	}
	if q.Collapse {
		body["docvalue_fields"] = list{"story", "retold", "teller", "told"}
	}
	if q.After != nil {
		day := dayOf(q.After.Date)
		if q.Sort == index.Oldest {
			day = cmp.Or(day, noDay)
		}
		body["search_after"] = list{day, q.After.ID}
	}
	aggs := q.facetAggregations()
	if q.Hits != nil {
		aggs["all"] = q.narrowed("", nil, nil)
	}
	if q.Collapse {
		aggs["told"] = q.narrowed("", list{object{"term": object{"told": true}}}, object{"stories": object{"scripted_metric": storyMetric}})
	}
	body["aggs"] = aggs
	return body
}

// timeLeft returns how long a request may take, at least a moment.
func timeLeft(ctx context.Context) string {
	left := 5 * time.Second
	if end, ok := ctx.Deadline(); ok {
		left = max(time.Until(end), time.Millisecond)
	}
	return strconv.FormatInt(max(left.Milliseconds(), 1), 10) + "ms"
}

// gather asks for the totals, the facets and as many hits as are needed. Hits that are a copy
// and not the first one are left out, and others asked for in their place.
func (q *search) gather(ctx context.Context) (*index.Result, []candidate, error) {
	want := q.wanted()
	body, size := q.body(ctx), want
	if q.Collapse && want > 0 {
		size += want/4 + 10
	}
	var out *index.Result
	var found []candidate
	told := new(stories)
	for {
		body["size"] = size
		got, err := q.view.ask(ctx, body)
		if err != nil {
			return nil, nil, err
		}
		if out == nil {
			if out, told, err = q.totals(ctx, got); err != nil {
				return nil, nil, err
			}
		}
		for _, h := range got.Hits.Hits {
			c, err := q.candidate(h)
			if err != nil {
				return nil, nil, err
			}
			if told.keep(&c) {
				found = append(found, c)
			}
		}
		n := len(got.Hits.Hits)
		if len(found) >= want || n < size {
			break
		}
		body["search_after"], body["timeout"], size = got.Hits.Hits[n-1].Sort, timeLeft(ctx), max(moreHits, want)
		delete(body, "aggs")
	}
	found = found[:min(len(found), want)]
	if q.Collapse && q.Places > 0 {
		if err := q.places(ctx, told, found); err != nil {
			return nil, nil, err
		}
	}
	return out, found, nil
}

// totals reads from the first answer what holds for all hits.
func (q *search) totals(ctx context.Context, got *answer) (*index.Result, *stories, error) {
	out := &index.Result{Total: got.Hits.Total.Value, Mark: q.view.mark}
	if q.Hits != nil {
		n, err := docCount(got.Aggregations["all"])
		if err != nil {
			return nil, nil, err
		}
		out.Total = n
	}
	out.Documents = out.Total
	told := new(stories)
	var err error
	if q.Collapse {
		if told, err = storiesOf(got.Aggregations["told"]); err != nil {
			return nil, nil, err
		}
		out.Total -= told.dropped
	}
	out.Facets, err = q.facetCounts(ctx, got.Aggregations)
	return out, told, err
}

// candidate reads a hit.
func (q *search) candidate(h hit) (c candidate, err error) {
	values := h.Sort
	if len(values) != len(q.order) {
		return c, errAnswer
	}
	if q.scored {
		score, ok := values[0].(interface{ Float64() (float64, error) })
		if !ok {
			return c, errAnswer
		}
		if c.Score, err = score.Float64(); err != nil {
			return c, errAnswer
		}
		values = values[1:]
	}
	id, ok := values[1].(string)
	if !ok {
		return c, errAnswer
	}
	c.ID, c.Date = id, dateOf(asLong(values[0]))
	c.Article, c.Quote = index.SplitDocument(id)
	if q.Collapse && h.flag("told") {
		c.copyKeys = copyKeys{longOf(h.Fields, "story"), longOf(h.Fields, "retold"), longOf(h.Fields, "teller")}
	}
	return c, nil
}

// refine adds what q.Refine scores to hits and puts them into order again.
func (q *search) refine(ctx context.Context, hits []candidate) error {
	ids := make([]string, len(hits))
	for i, h := range hits {
		ids[i] = h.ID
	}
	s := &scorer{view: q.view, of: q.Of}
	scores, err := q.among(ctx, ids, s.weighing(q.Refine))
	if err != nil {
		return err
	}
	for _, h := range scores {
		more, err := h.Score.Float64()
		if err != nil {
			return errAnswer
		}
		id := h.text("id")
		if at := slices.Index(ids, id); at >= 0 {
			hits[at].Score += more
		}
	}
	slices.SortFunc(hits, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(dayOf(b.Date), dayOf(a.Date)), strings.Compare(a.ID, b.ID))
	})
	return nil
}

// among searches among documents for those that match one of the queries, which score.
func (q *search) among(ctx context.Context, ids []string, queries list) ([]hit, error) {
	if len(ids) == 0 || len(queries) == 0 {
		return nil, nil
	}
	got, err := q.view.askAt(ctx, searchPath+withNames, object{
		"size": len(ids), "_source": false, "stored_fields": "_none_", "track_total_hits": false, "docvalue_fields": list{"id"},
		"query":   object{"bool": object{"filter": list{object{"terms": object{"id": ids}}}, "should": queries, "minimum_should_match": 1}},
		"timeout": timeLeft(ctx),
	})
	if err != nil {
		return nil, err
	}
	return got.Hits.Hits, nil
}
