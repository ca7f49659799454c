package search

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"warta/index"
	"warta/index/dockeys"
	"warta/index/highlight"
	"warta/index/record"
	"warta/index/understand"
)

// Search answers a query. Its errors are those of [index.Engine] and of [Query.Validate],
// and one of kind [index.Expired] for a cursor that cannot be continued.
func (s *Searcher) Search(ctx context.Context, q Query) (*Page, error) {
	a := &answer{Searcher: s, query: q, began: s.now()}
	if err := q.Validate(); err != nil {
		return nil, err
	}
	if err := s.updatePeople(ctx); err != nil {
		return nil, err
	}
	s.running.Add(1)
	defer s.running.Add(-1)
	for _, step := range [...]func(context.Context) error{
		a.read, a.plan, a.resume, a.ask, a.turn, a.offer, a.offerName, a.offerTimes, a.show, a.link,
	} {
		if err := step(ctx); err != nil {
			return nil, err
		}
	}
	a.page.TookMS = a.tookMS(a.began)
	return a.page, nil
}

// tookMS returns the time since began in milliseconds.
func (s *Searcher) tookMS(began time.Time) float64 {
	return float64(s.now().Sub(began).Microseconds()) / 1000
}

// An answer is a query on its way to a page. Each step of [Searcher.Search] fills in the
// fields under its name and reads those above.
type answer struct {
	*Searcher
	began time.Time

	// read
	query      Query // as asked, with the current ids of people and a Sort
	understood understand.Understanding
	place      cursor // of the query

	// plan, resume
	facets  facetPlan
	request index.Request // without Where and Refine, which depend on the route
	ranking []index.Match // in which the page is; nil where it is lost, until turn

	// ask
	frequent map[string]string // see [correction]
	others   *bool             // steps with Unless are left out; nil until it is known
	unmark   uint64            // phrases that are read without marks, see [understand.Options]
	route    route             // understood is then what was understood on this route
	found    *index.Result
	// complete counts the hits with all words among found that has others too; 0 if they are not
	// counted yet.
	complete int

	// turn
	hits  []index.Match // of the page
	start int           // hits of the pages before
	more  bool          // there is a next page
	moved bool          // the pages before had other hits

	// offer, show, link
	offered string
	page    *Page
}

// A route is the way to ask that was answered. The pages behind the first take the same.
type route struct {
	step int    // in [understand.Understanding.Steps]
	text string // the corrected text; empty for the text as typed
	// unmark are the phrases that are asked without marks, see [understand.Options].
	unmark uint64
}

// read understands the query and decodes its cursor.
func (a *answer) read(context.Context) error {
	q := &a.query
	q.Official, q.Speaker = a.People.CurrentIDs(q.Official), a.People.CurrentIDs(q.Speaker)
	a.understood = a.understand(q.Text)
	if q.Sort == "" {
		q.Sort = index.Newest
		if a.understood.Steps != nil {
			q.Sort = index.ByRelevance
		}
	}
	var err error
	if a.place, err = decodeCursor(*q); err != nil {
		return err
	}
	return a.place.checkRoute(len(a.understood.Phrases))
}

// understand reads a text as the text of the query.
func (a *answer) understand(text string) understand.Understanding {
	u := understand.Text(text, understand.Options{
		Of: a.query.Of, Weights: &a.weights, Today: a.now(), People: a.People, Private: a.query.Private, NoPeriods: a.query.NoPeriods,
		Unmark: a.unmark,
	})
	if u.Ranked == nil || a.query.Exact || a.query.AllWords {
		u.Fills = false
		return u
	}
	if cmp.Or(a.query.Sort, index.ByRelevance) != index.ByRelevance {
		u.Summary.ByDate = true
		return u
	}
	if !u.Fills {
		u.Steps = nil
		u.Summary.Mode = u.Ranked.Mode
	}
	u.Steps = slices.DeleteFunc(u.Steps, func(s understand.Step) bool { return s.Mode != understand.ModeAll })
	if u.Fills {
		for i := range u.Steps {
			u.Steps[i].Fill = len(u.Steps)
		}
	}
	u.Steps = append(u.Steps, *u.Ranked)
	return u
}

// plan writes the request that every route sends to the engine.
func (a *answer) plan(context.Context) error {
	q := a.query
	a.facets = a.planFacets(q, a.began.In(record.WIB).Format(time.DateOnly))
	a.request = index.Request{
		Of: q.Of, Filters: a.filters(q), Sort: q.Sort, Size: q.Size,
		Collapse: q.Collapse, Places: q.Places, Facets: a.facets.asks(), Explain: q.Explain,
	}
	if q.among != nil && q.Collapse { // which copy stands for a story depends on all that match
		a.request.Hits = dockeys.Among(q.Of, q.among)
	}
	return nil
}

// ask sends the request to the engine, by one route after the other until something is
// found: with all words, with the words in the spelling of the archive, with most words,
// with any word, with the words of phrases. A page behind the first takes the route of the first.
func (a *answer) ask(ctx context.Context) error {
	switch {
	case a.understood.Steps == nil:
		if a.place.Step != 0 || a.place.Text != "" {
			return otherSteps()
		}
		found, err := a.engine.Search(ctx, a.request)
		if err != nil {
			return fmt.Errorf("ask engine: %w", err)
		}
		a.found = found
		return nil
	case a.place.isSet():
		u := a.understood
		if a.place.Unmark != 0 {
			u = a.unmarked(a.place.Unmark)
		}
		if a.place.Text != "" {
			u = a.corrected(a.place.Text)
		}
		if len(u.Steps) == 0 { // of a text that no page was linked with
			return notOfThisSearch()
		}
		if a.place.Step >= len(u.Steps) {
			return otherSteps()
		}
		r := route{a.place.Step, a.place.Text, a.place.Unmark}
		found, err := a.try(ctx, u, r.step)
		if err != nil {
			return err
		}
		a.accept(u, r, found)
		return nil
	}
	return a.widen(ctx)
}

// widen asks step by step. Before it drops words, it corrects them.
func (a *answer) widen(ctx context.Context) error {
	u := a.understood
	var first *index.Result
	corrected, unmarked := u.Steps[0].All != nil, false
	if corrected { // all of the words count, whatever they find
		if found, err := a.askCorrected(ctx); found || err != nil {
			return err
		}
	}
	for n, step := range u.Steps {
		if (a.query.Exact || a.query.AllWords) && step.Mode != understand.ModeAll && step.Mode != understand.ModeNone {
			break
		}
		if step.Bare && !unmarked {
			unmarked = true
			if found, err := a.askUnmarked(ctx); found || err != nil {
				return err
			}
		}
		if out, err := a.leftOut(ctx, step); err != nil {
			return err
		} else if out {
			continue
		}
		found, err := a.try(ctx, u, n)
		if err != nil {
			return err
		}
		if found.Total > 0 {
			return a.acceptOrFill(ctx, u, route{step: n}, found)
		}
		if first == nil {
			first = found
		}
		if a.query.Exact || corrected || step.Mode != understand.ModeAll || n+1 < len(u.Steps) && u.Steps[n+1].Mode == understand.ModeAll {
			continue
		}
		corrected = true
		if found, err := a.askCorrected(ctx); found || err != nil {
			return err
		}
	}
	if !unmarked {
		if found, err := a.askUnmarked(ctx); found || err != nil {
			return err
		}
	}
	a.accept(u, route{}, first) // the first step is of the mode all or none, which no query leaves out
	return nil
}

// leftOut reports whether a step is left out because its Unless matches something.
func (a *answer) leftOut(ctx context.Context, step understand.Step) (bool, error) {
	if step.Unless == nil {
		return false, nil
	}
	if a.others == nil {
		found, err := a.engine.Search(ctx, index.Request{Of: a.query.Of, Where: step.Unless, Sort: index.Newest})
		if err != nil {
			return false, fmt.Errorf("ask engine for quotes of the speaker: %w", err)
		}
		a.others = new(found.Total > 0)
	}
	return *a.others, nil
}

// askCorrected asks with corrected words, step by step, and reports whether that found
// something.
func (a *answer) askCorrected(ctx context.Context) (bool, error) {
	if a.query.AsTyped {
		return false, nil
	}
	c, err := a.correct(ctx, a.query.Of, a.query.Text, a.understood.Correctable)
	if err != nil {
		return false, err
	}
	a.offered, a.frequent = c.offer, c.frequent
	if c.apply == "" {
		return false, nil
	}
	u := a.corrected(c.apply)
	for n, step := range u.Steps {
		if step.Bare || step.Unless != nil { // a correction changes nothing there
			continue
		}
		if a.query.AllWords && step.Mode != understand.ModeAll {
			break
		}
		found, err := a.try(ctx, u, n)
		if err != nil {
			return false, err
		}
		if found.Total > 0 {
			return true, a.acceptOrFill(ctx, u, route{step: n, text: c.apply}, found)
		}
	}
	return false, nil
}

// corrected returns what is understood of another text in place of the one typed.
func (a *answer) corrected(text string) understand.Understanding {
	u := a.understand(text)
	asTyped := a.understood.Summary
	u.Summary.Text, u.Summary.Corrected = asTyped.Text, &text
	u.Summary.Dropped, u.Summary.Cut, u.Summary.ManyNames, u.Summary.ManyPosts = asTyped.Dropped, asTyped.Cut, asTyped.ManyNames, asTyped.ManyPosts
	return u
}

// try sends the request with step n of u.
func (a *answer) try(ctx context.Context, u understand.Understanding, n int) (*index.Result, error) {
	r := a.request
	r.Where = u.Steps[n].Where
	if r.Sort == index.ByRelevance {
		r.Refine = u.Refine
	}
	found, err := a.engine.Search(ctx, r)
	if err != nil {
		return nil, fmt.Errorf("ask engine: %w", err)
	}
	return found, nil
}

// acceptOrFill makes what a route found the answer, or, where too few hold all words and others have
// some, what has any of them. Where the filters leave none with all words, the route is one to any
// already.
func (a *answer) acceptOrFill(ctx context.Context, u understand.Understanding, r route, found *index.Result) error {
	step, few := u.Steps[r.step], false
	if (step.Fill > 0 || u.Fills) && !a.query.Exact && !a.query.AllWords {
		var err error
		if few, err = a.areFew(ctx, step, found); err != nil {
			return err
		}
	}
	u.Summary.ByDate = u.Summary.ByDate && (few || !u.Fills) // else an order by relevance has no more
	if !few || step.Fill == 0 || a.query.Sort != index.ByRelevance {
		a.accept(u, r, found)
		return nil
	}
	filled, err := a.try(ctx, u, step.Fill)
	if err != nil {
		return err
	}
	// Where no other quote has a word of the subject, the answer stays one to all words.
	if filled.Total > found.Total || a.query.Of == index.Articles {
		a.complete, r.step, found = found.Total, step.Fill, filled
	}
	a.accept(u, r, found)
	return nil
}

// areFew reports whether fewer than [understand.EnoughWithAll] hits of a step stand in the archive,
// whatever the filters: a value of a facet then leads to as many hits as it says.
func (a *answer) areFew(ctx context.Context, step understand.Step, found *index.Result) (bool, error) {
	if found.Total >= understand.EnoughWithAll || len(a.request.Filters) == 0 {
		return found.Total < understand.EnoughWithAll, nil
	}
	all, err := a.engine.Search(ctx, index.Request{Of: a.query.Of, Where: step.Where, Collapse: a.request.Collapse, Sort: index.Newest})
	if err != nil {
		return false, fmt.Errorf("count hits without filters: %w", err)
	}
	return all.Total < understand.EnoughWithAll, nil
}

// accept makes what a route found the answer.
func (a *answer) accept(u understand.Understanding, r route, found *index.Result) {
	step := u.Steps[r.step]
	u.Summary.Mode, u.Summary.Without, u.Summary.WithoutPost = step.Mode, step.Without, step.WithoutPost
	if r.unmark != 0 && u.Summary.Mode == understand.ModeAll {
		u.Summary.Mode = understand.ModeMost
	}
	a.understood, a.route, a.found = u, r, found
}

// show fills in the page.
func (a *answer) show(ctx context.Context) error {
	q := a.query
	a.page = &Page{Total: a.found.Total, Query: a.understood.Summary, Mark: a.found.Mark, route: a.route}
	a.page.Query.Offered = a.offered
	switch {
	case !a.request.Collapse:
	case q.Of == index.Quotes:
		a.page.TotalQuotes = a.found.Documents
	default:
		a.page.TotalArticles = a.found.Documents
	}
	var marks *highlight.Terms
	if q.Highlight {
		marks = &a.understood.Marks
	}
	var err error
	if a.page.Hits, err = a.fillHits(ctx, a.hits, q.Private, marks, &a.understood); err != nil {
		return err
	}
	if q.Places > 0 {
		if err := a.fillPlaces(ctx, a.page.Hits, a.hits, q.Places); err != nil {
			return err
		}
	}
	if q.Explain {
		a.explain()
	}
	if err := a.countRoles(ctx); err != nil {
		return err
	}
	if err := a.countAll(ctx); err != nil {
		return err
	}
	a.page.Facets = a.countFacets(q, a.facets, a.request.Facets, a.found.Facets)
	if a.page.Query.Unknown, err = a.unknownValues(ctx, q); err != nil {
		return err
	}
	return nil
}

// countAll counts those of the hits that hold all that was asked for, where the answer has others
// too.
func (a *answer) countAll(ctx context.Context) error {
	steps := a.understood.Steps
	if len(steps) == 0 || steps[a.route.step].All == nil || a.query.Size == 0 {
		return nil
	}
	all := &understand.AllWords{Total: a.complete}
	a.page.Query.All = all
	if a.haveFoundNone(steps) {
		return nil
	}
	for _, where := range steps[a.route.step].All {
		if all.Total > 0 || a.found.Total == 0 {
			break
		}
		found, err := a.engine.Search(ctx, index.Request{
			Of: a.query.Of, Where: where, Filters: a.request.Filters, Collapse: a.request.Collapse, Sort: index.Newest,
		})
		if err != nil {
			return fmt.Errorf("count hits with all words: %w", err)
		}
		all.Total = found.Total
	}
	return nil
}

// haveFoundNone reports whether all steps that the step of the answer fills up were asked on the way
// to it and found nothing. A page behind the first one goes to its step directly.
func (a *answer) haveFoundNone(steps []understand.Step) bool {
	if a.place.isSet() || a.complete > 0 {
		return false
	}
	asked := 0
	for _, s := range steps[:a.route.step] {
		if s.Fill == a.route.step && !s.Bare && s.Unless == nil {
			asked++
		}
	}
	return asked == len(steps[a.route.step].All)
}

// explain fills in the explanations of the hits. Hits of a kept ranking that now stand on another
// page get the mode and the expression only.
func (a *answer) explain() {
	common := Explanation{Mode: a.understood.Summary.Mode, Parts: []index.Part{}}
	if steps := a.understood.Steps; len(steps) > 0 {
		common.Asked = steps[a.route.step].Where.String()
	}
	parts := make(map[string][]index.Part, len(a.found.Explanations)) // by document
	for i, list := range a.found.Explanations {
		parts[a.found.Hits[i].ID] = slices.SortedFunc(slices.Values(list), func(x, y index.Part) int {
			return cmp.Or(cmp.Compare(y.Score, x.Score), strings.Compare(x.Of, y.Of))
		})
	}
	for i := range a.page.Hits {
		h := &a.page.Hits[i]
		explanation := common
		id := index.ArticleDocument(h.ID)
		if h.Quote != nil {
			id = index.QuotePrefix(h.ID) + h.Quote.ID
		}
		if list, ok := parts[id]; ok {
			explanation.Parts = list
		}
		h.Explanation = &explanation
	}
}
