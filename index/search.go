package index

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"warta/analyzers/article"
	"warta/index/highlight"
	"warta/index/internal/spread"
	"warta/index/readings"
	"warta/index/record"
)

// Readings hold the articles as read: *readings.Readings do.
type Readings interface {
	// Get returns the readings of ids in their order, with a nil Article where
	// there is none. They are shared and not changed.
	Get(ctx context.Context, ids []string) ([]readings.Reading, error)
}

// Search answers a query about articles or quotes. Its errors are those of
// [Searcher.Search], and [Unavailable] until what the archive holds was read.
func (a *Archive) Search(ctx context.Context, q Query) (*Page, error) {
	g, err := a.searchable("index.Search")
	if err != nil {
		return nil, err
	}
	defer g.release()
	if q.Sort == ByArrival {
		return a.byArrival(ctx, g.searcher, q)
	}
	page, err := g.searcher.Search(ctx, q)
	if err != nil || !q.Changed {
		return page, err
	}
	return page, a.fillChanged(ctx, page)
}

// A Searcher answers queries from an engine and the readings beside it. It is
// safe for concurrent use.
type Searcher struct {
	engine   Engine
	readings Readings
	now      func() time.Time
	weights  Weights
	ranked   rankings
	people   *registry
	// How many queries are being answered. What is idle beside them marks the hits.
	answering atomic.Int64
	fed       bool // somebody tells people what the engine takes in; else it has to look
}

// NewSearcher returns a Searcher; now tells the time.
func NewSearcher(engine Engine, readings Readings, now func() time.Time) *Searcher {
	return &Searcher{
		engine: engine, readings: readings, now: now, weights: DefaultWeights(),
		people: newRegistry(newIDBook(nil, nil)),
	}
}

// meet makes sure that the people whom the engine holds are known.
func (s *Searcher) meet(ctx context.Context) error {
	if s.fed {
		return nil
	}
	return s.people.keepUp(ctx, s.engine)
}

// Weighing returns a Searcher that weighs otherwise, for measuring what a part
// of the ranking is good for.
func (s *Searcher) Weighing(w Weights) *Searcher {
	return &Searcher{engine: s.engine, readings: s.readings, now: s.now, weights: w, people: s.people, fed: s.fed}
}

// Search answers a query. Its errors are those of [Engine] and of
// [Query.Validate], and [Expired] for a cursor that cannot be continued.
func (s *Searcher) Search(ctx context.Context, q Query) (*Page, error) {
	began := s.now()
	if err := q.Validate(); err != nil {
		return nil, err
	}
	if err := s.meet(ctx); err != nil {
		return nil, err
	}
	q.Official, q.Speaker = s.people.leadAll(q.Official), s.people.leadAll(q.Speaker)
	s.answering.Add(1)
	defer s.answering.Add(-1)
	u := s.understand(q, q.Text)
	if q.Sort == "" {
		q.Sort = Newest
		if u.steps != nil {
			q.Sort = ByRelevance
		}
	}
	today := began.In(record.WIB).Format(time.DateOnly)
	r := Request{
		Of: q.Of, Filters: s.filters(q), Sort: q.Sort, Size: q.Size,
		Collapse: q.Collapse && q.Of == Articles, Facets: s.facetAsks(q, today), Explain: q.Explain,
	}
	place, err := readCursor(q)
	if err != nil {
		return nil, err
	}
	list, err := s.continued(&r, q, place)
	if err != nil {
		return nil, err
	}
	found, asked, err := s.ask(ctx, q, r, &u, place)
	if err != nil {
		return nil, err
	}
	if list == nil && place.by(ByRelevance) && found.Mark != place.Mark { // it would be another order
		return nil, expired()
	}
	hits := found.Hits
	if list != nil {
		hits = list[min(place.Skip, len(list)):]
	}
	more := len(hits) > q.Size
	hits = hits[:min(q.Size, len(hits))]
	if !place.set() {
		if u.said.Offered, err = s.offer(ctx, q, r, &u, found); err != nil {
			return nil, err
		}
	}
	page := &Page{Total: found.Total, Query: u.said, Mark: found.Mark, asked: asked}
	if r.Collapse {
		page.TotalArticles = found.Documents
	}
	if page.Hits, err = s.hydrate(ctx, q, &u, hits); err != nil {
		return nil, err
	}
	if q.Explain {
		explain(page, asked, u.steps, found)
	}
	if page.Facets, err = s.facets(ctx, q, today, found.Facets); err != nil {
		return nil, err
	}
	page.Next = s.next(q, asked, place, found, hits, more)
	page.TookMS = float64(s.now().Sub(began).Microseconds()) / 1000
	return page, nil
}

// An Explanation says why a hit stands where it stands.
type Explanation struct {
	Mode  string `json:"mode"`  // of what was asked
	Asked string `json:"asked"` // as [Expr] writes it
	// Parts are what scores, most first: of ways to say one thing only the first
	// counts.
	Parts []Part `json:"parts"`
}

// explain adds to the hits why they stand where they stand. Pages behind the
// first that come from an order that is kept have what was asked alone.
func explain(page *Page, asked asked, steps []step, found *Result) {
	said := Explanation{Mode: modeNone, Parts: []Part{}}
	if len(steps) > 0 {
		said.Mode, said.Asked = steps[asked.step].mode, steps[asked.step].where.String()
	}
	parts := make(map[string][]Part, len(found.Explanations))
	for i, list := range found.Explanations {
		parts[found.Hits[i].ID] = slices.SortedFunc(slices.Values(list), func(a, b Part) int {
			return cmp.Or(cmp.Compare(b.Score, a.Score), strings.Compare(a.Of, b.Of))
		})
	}
	for i := range page.Hits {
		h := &page.Hits[i]
		one := said
		id := ArticleDocument(h.ID)
		if h.Quote != nil {
			id = QuotePrefix(h.ID) + h.Quote.ID
		}
		if list, ok := parts[id]; ok {
			one.Parts = list
		}
		h.Explanation = one
	}
}

func (s *Searcher) understand(q Query, text string) understanding {
	return understand(q.Of, text, &s.weights, s.now(), s.people, q.Private)
}

// asked is which way of asking was answered: a step of what was understood of
// the text, or of a text in its place.
type asked struct {
	step int
	text string // empty for the text that was typed
}

// ask asks the engine one way after the other until something is found: for all
// of the words, for the words in a spelling that the archive has, for most of
// them, for any. A page behind the first is asked for as the first was answered.
// It leaves in u what was answered.
func (s *Searcher) ask(ctx context.Context, q Query, r Request, u *understanding, place cursor) (*Result, asked, error) {
	if u.steps == nil {
		found, err := s.engine.Search(ctx, r)
		if err != nil {
			return nil, asked{}, fmt.Errorf("ask engine: %w", err)
		}
		return found, asked{}, nil
	}
	try := func(u *understanding, n int) (*Result, error) {
		r.Where, r.Refine = u.steps[n].where, nil
		if r.Sort == ByRelevance {
			r.Refine = u.refine
		}
		found, err := s.engine.Search(ctx, r)
		if err != nil {
			return nil, fmt.Errorf("ask engine: %w", err)
		}
		u.said.Mode = u.steps[n].mode
		return found, nil
	}
	if place.set() {
		if place.Text != "" {
			s.corrected(q, u, place.Text)
		}
		step := min(place.Step, len(u.steps)-1)
		found, err := try(u, step)
		return found, asked{step, place.Text}, err
	}
	var first *Result
	for n := range u.steps {
		found, err := try(u, n)
		if err != nil || found.Total > 0 {
			return found, asked{step: n}, err
		}
		if first == nil {
			first = found
		}
		if last := n+1 == len(u.steps) || u.steps[n+1].mode != modeAll; u.steps[n].mode != modeAll || !last {
			continue
		}
		// All words were asked for, and before any is let go they are corrected.
		text, ok, err := s.correct(ctx, q.Of, q.Text, u.loose)
		if err != nil {
			return nil, asked{}, err
		}
		if !ok {
			continue
		}
		better := *u
		s.corrected(q, &better, text)
		for n := range better.steps {
			found, err := try(&better, n)
			if err != nil {
				return nil, asked{}, err
			}
			if found.Total > 0 {
				*u = better
				return found, asked{n, text}, nil
			}
		}
	}
	u.said.Mode = u.steps[0].mode
	return first, asked{}, nil
}

// corrected understands another text in place of the one that was typed.
func (s *Searcher) corrected(q Query, u *understanding, text string) {
	dropped := u.said.Dropped
	*u = s.understand(q, text)
	u.said.Text, u.said.Corrected, u.said.Dropped = q.Text, &text, dropped
}

// hydrate turns matches into hits. What was changed or removed since the engine
// saw it is left out.
func (s *Searcher) hydrate(ctx context.Context, q Query, u *understanding, matches []Match) ([]Hit, error) {
	hits := make([]Hit, 0, len(matches))
	ids := make([]string, len(matches))
	for i, m := range matches {
		ids[i] = m.Article
	}
	if len(ids) == 0 {
		return hits, nil
	}
	found, err := s.readings.Get(ctx, ids)
	if err != nil {
		return nil, fmt.Errorf("fetch readings: %w", err)
	}
	highlighters := sync.Pool{New: func() any { return highlight.New(u.marks) }}
	shown := make([]*Hit, len(matches))
	idle := runtime.GOMAXPROCS(0) - max(1, int(s.answering.Load()))
	err = spread.Over(idle, make([]int, len(matches)), func(i int) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		a := found[i].Article
		if a == nil {
			return nil
		}
		var h *highlight.Highlighter
		if q.Highlight {
			h = highlighters.Get().(*highlight.Highlighter)
			defer highlighters.Put(h)
		}
		shown[i] = newMarkedHit(matches[i], s.people.showTo(q.Private, a), h)
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, hit := range shown {
		if hit != nil {
			hits = append(hits, *hit)
		}
	}
	return hits, nil
}

// newMarkedHit returns a match as it is shown, marked by h if there is one, nil if
// the article no longer has the quote.
func newMarkedHit(m Match, a *article.Article, h *highlight.Highlighter) *Hit {
	hit := newHit(m, a)
	if m.Quote != "" {
		said := slices.IndexFunc(a.Quotes, func(quote article.Quote) bool { return quote.ID == m.Quote })
		if said < 0 {
			return nil
		}
		hit.Quote = newQuoteHit(a, a.Quotes[said])
		if h != nil {
			hit.Quote.TextHTML = h.HTML(hit.Quote.Text)
		}
	} else if h != nil {
		hit.TitleHTML = h.HTML(a.Title)
		hit.SnippetHTML = h.Passage(a.Paragraphs, snippetLength)
	}
	return &hit
}

// snippetLength is about how many bytes of an article a hit shows.
const snippetLength = 240

func newHit(m Match, a *article.Article) Hit {
	hit := Hit{
		ID: m.Article, URL: a.URL, Title: a.Title, Date: a.Date, DateBasis: a.DateBasis,
		EventDates: a.EventDates, Score: m.Score, Copies: m.Copies, Article: a,
		Officials: []Named{}, Topics: []Labelled{},
	}
	if hit.EventDates == nil {
		hit.EventDates = []string{}
	}
	if a.Publisher != nil {
		hit.Publisher = &article.Office{Code: a.Publisher.Code, Name: officeName(a.Publisher.Code)}
	}
	for _, o := range a.Officials {
		if o.Public || IsPrivate(o.ID) { // whom staff alone find have such ids for staff alone
			hit.Officials = append(hit.Officials, Named{o.ID, o.Name})
		}
	}
	for _, t := range a.Topics {
		hit.Topics = append(hit.Topics, Labelled{t.ID, topicLabel(t.ID)})
	}
	return hit
}

func topicLabel(id string) string {
	if name, ok := topicNames()[id]; ok {
		return name.label
	}
	return id
}

func newQuoteHit(a *article.Article, q article.Quote) *QuoteHit {
	out := &QuoteHit{Quote: q, Link: "/artikel/" + url.PathEscape(a.ID) + "#kutipan-" + url.PathEscape(q.ID)}
	if len(q.Parts) == 0 {
		return out
	}
	if p := q.Parts[0]; p.In == article.InParagraph && p.Paragraph >= 0 && p.Paragraph < len(a.Paragraphs) {
		out.Paragraph, out.Context = p.Paragraph, a.Paragraphs[p.Paragraph]
		if a.URL != "" && p.In == article.InParagraph && p.Span.In(out.Context) {
			out.Source = a.URL + "#:~:text=" + fragment(p.Of(out.Context))
		}
	} else if p.In == article.InTitle {
		out.Context = a.Title
	}
	return out
}

func expired() error {
	return &Error{
		Kind: Expired, Op: "index.Search", Field: "cursor",
		Text: "an order by relevance is kept for five minutes; search again without the cursor",
	}
}
