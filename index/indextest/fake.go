// Package indextest holds the contract of [index.Engine] as a test suite, and
// the plainest engine that keeps it: both are for tests.
package indextest

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
	"sync"

	"warta/index"
	"warta/index/documents"
)

// A Fake is an engine in memory that answers by looking at every document. It
// is the definition of what the other engines must answer, and what tests of
// other packages search with. Its zero value is empty and ready.
type Fake struct {
	mu     sync.RWMutex
	docs   map[string][]index.Document // by article
	mark   uint64
	closed bool
}

// errClosed is what a closed engine answers.
var errClosed = &index.Error{Kind: index.Unavailable, Op: "indextest.Fake", Text: "the archive is closing; try again in a moment"}

// Apply implements [index.Engine].
func (f *Fake) Apply(ctx context.Context, changes []index.Change, mark uint64) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.closed {
		return errClosed
	}
	if f.docs == nil {
		f.docs = make(map[string][]index.Document)
	}
	for _, c := range changes {
		if docs := documents.Of(c); docs != nil {
			f.docs[c.ID] = docs
		} else {
			delete(f.docs, c.ID)
		}
	}
	f.mark = mark
	return nil
}

// Mark implements [index.Engine].
func (f *Fake) Mark(ctx context.Context) (uint64, error) {
	f.mu.RLock()
	defer f.mu.RUnlock()
	return f.mark, ctx.Err()
}

// Close implements [index.Engine]. Only [Fake.Reopened] then tells what was in it.
func (f *Fake) Close() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.closed = true
	return nil
}

// Reopened returns an engine that holds what f held when it was closed.
func (f *Fake) Reopened() *Fake {
	f.mu.RLock()
	defer f.mu.RUnlock()
	return &Fake{docs: maps.Clone(f.docs), mark: f.mark}
}

// Search implements [index.Engine].
func (f *Fake) Search(ctx context.Context, r index.Request) (*index.Result, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if err := r.Validate(); err != nil {
		return nil, err
	}
	f.mu.RLock()
	defer f.mu.RUnlock()
	if f.closed {
		return nil, errClosed
	}
	m := f.collection(r.Of)
	var found []scored
	for _, d := range m.docs {
		if ok, score := m.match(d, r.Where); ok && m.filtered(d, r.Filters, "") {
			if r.Sort != index.ByRelevance {
				score = 0
			}
			found = append(found, scored{d, score, 0})
		}
	}
	out := &index.Result{Documents: len(found), Mark: f.mark, Facets: m.facets(r)}
	if r.Collapse {
		found = collapse(found)
	}
	out.Total = len(found)
	slices.SortFunc(found, func(a, b scored) int { return order(r.Sort, a, b) })
	if r.Sort == index.ByRelevance && r.Refine != nil {
		best := found[:min(index.RefineDepth, len(found))]
		for i := range best {
			_, more := m.match(best[i].Document, r.Refine)
			best[i].score += more
		}
		slices.SortFunc(best, func(a, b scored) int { return order(r.Sort, a, b) })
	}
	for _, s := range found[:min(r.Keep, len(found))] {
		out.Ranked = append(out.Ranked, s.hit())
	}
	if r.After != nil {
		after := scored{Document: index.Document{ID: r.After.ID, Date: r.After.Date}}
		first, _ := slices.BinarySearchFunc(found, after, func(a, b scored) int { return order(r.Sort, a, b) })
		if first < len(found) && found[first].hit().Position == *r.After {
			first++
		}
		found = found[first:]
	}
	found = found[min(r.Skip, len(found)):]
	for _, s := range found[:min(r.Size, len(found))] {
		out.Hits = append(out.Hits, s.hit())
		if r.Explain && r.Sort == index.ByRelevance {
			out.Explanations = append(out.Explanations, m.explain(s.Document, index.All{r.Where, r.Refine}))
		}
	}
	return out, nil
}

// Words implements [index.Engine].
func (f *Fake) Words(ctx context.Context, ask index.WordsAsk) ([]index.WordCount, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if err := ask.Validate(); err != nil {
		return nil, err
	}
	f.mu.RLock()
	defer f.mu.RUnlock()
	if f.closed {
		return nil, errClosed
	}
	counts := f.counts(ask.Fields, ask.Near)
	list := make([]index.WordCount, 0, len(counts))
	for text, n := range counts {
		list = append(list, index.WordCount{Text: text, Count: n})
	}
	slices.SortFunc(list, func(a, b index.WordCount) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Text, b.Text))
	})
	return list[:min(ask.Size, len(list))], nil
}

// Count implements [index.Engine].
func (f *Fake) Count(ctx context.Context, fields, texts []string) ([]int, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if err := index.ValidateCount(texts); err != nil {
		return nil, err
	}
	f.mu.RLock()
	defer f.mu.RUnlock()
	if f.closed {
		return nil, errClosed
	}
	counts := f.counts(fields, func(text string) bool { return slices.Contains(texts, text) })
	out := make([]int, len(texts))
	for i, text := range texts {
		out[i] = counts[text]
	}
	return out, nil
}

// counts counts the terms of fields that are wanted.
func (f *Fake) counts(fields []string, wanted func(term string) bool) map[string]int {
	counts := make(map[string]int)
	for _, docs := range f.docs {
		for _, d := range docs {
			for _, field := range fields {
				distinct := make(map[string]bool)
				for _, term := range append(textOf(d, field).Terms, keysOf(d, field)...) {
					distinct[term] = true
				}
				for term := range distinct {
					if wanted(term) {
						counts[term]++
					}
				}
			}
		}
	}
	return counts
}

// A scored is a document that matches.
type scored struct {
	index.Document
	score  float64
	copies int
}

func (s scored) hit() index.Match {
	return index.Match{
		Position: index.Position{Date: s.Date, ID: s.ID},
		Article:  s.Article, Quote: s.Quote, Score: s.score, Copies: s.copies,
	}
}

// order says which of two documents stands first.
func order(by index.Sort, a, b scored) int {
	if by == index.ByRelevance && a.score != b.score {
		if a.score > b.score {
			return -1
		}
		return 1
	}
	if a.Date != b.Date {
		switch {
		case a.Date == "":
			return 1
		case b.Date == "":
			return -1
		case by == index.Oldest:
			return strings.Compare(a.Date, b.Date)
		default:
			return strings.Compare(b.Date, a.Date)
		}
	}
	return strings.Compare(a.ID, b.ID)
}

// collapse keeps the first copy of each story.
func collapse(found []scored) []scored {
	// sames[i] is the least place of a document that is the same story as i.
	sames := make([]int, len(found))
	for i := range found {
		sames[i] = i
	}
	general := make(map[string]bool) // titles that one publisher has for several stories
	for i, a := range found {
		for _, b := range found[:i] {
			if a.Retold == b.Retold && a.Publisher == b.Publisher && (a.Story == "" || a.Story != b.Story) {
				general[a.Retold] = true
			}
		}
	}
	for again := true; again; {
		again = false
		for i, a := range found {
			for j, b := range found {
				story := a.Story != "" && a.Story == b.Story
				title := a.Retold != "" && a.Retold == b.Retold && !general[a.Retold]
				if (story || title) && sames[j] < sames[i] {
					sames[i], again = sames[j], true
				}
			}
		}
	}
	best := make(map[int]int)
	var kept []scored
	for i, s := range found {
		at, known := best[sames[i]]
		if !known {
			best[sames[i]] = len(kept)
			kept = append(kept, s)
			continue
		}
		copies := kept[at].copies + 1
		if earlier(s.Document, kept[at].Document) {
			kept[at] = s
		}
		kept[at].copies = copies
	}
	return kept
}

// earlier says which of two copies stands for the story.
func earlier(a, b index.Document) bool {
	if a.Origin != b.Origin {
		return a.Origin
	}
	if a.Date != b.Date {
		return b.Date == "" || a.Date != "" && a.Date < b.Date
	}
	return a.ID < b.ID
}

// A collection is the documents of one kind with what scores need to know of
// them all.
type collection struct {
	docs     []index.Document
	quotes   map[string][]index.Document // by article
	averages map[string]float64
}

func (f *Fake) collection(of index.Of) *collection {
	m := &collection{quotes: make(map[string][]index.Document), averages: make(map[string]float64)}
	counts := make(map[string]int)
	for id, docs := range f.docs {
		m.quotes[id] = docs[1:]
		for _, d := range docs {
			if d.Of != of {
				continue
			}
			m.docs = append(m.docs, d)
			for _, t := range d.Texts {
				if t.Length > 0 {
					m.averages[t.Field] += float64(t.Length)
					counts[t.Field]++
				}
			}
		}
	}
	for field, n := range counts {
		m.averages[field] /= float64(n)
	}
	return m
}

// match says whether d matches e, and what the leaves weigh that it matches.
func (m *collection) match(d index.Document, e index.Expr) (bool, float64) {
	switch e := e.(type) {
	case nil, index.Everything:
		return true, 0
	case index.Term:
		if keys := keysOf(d, e.Field); keys != nil {
			return slices.Contains(keys, e.Text), 0
		}
		n := len(places(d, e.Field, []string{e.Text}))
		return n > 0, e.Boost * m.idf(e.Field, e.Text) * m.saturation(d, e.Field, n)
	case index.Phrase:
		n := len(places(d, e.Field, e.Terms))
		var idf float64
		for _, t := range e.Terms {
			if t != "" {
				idf += m.idf(e.Field, t)
			}
		}
		return n > 0, e.Boost * idf * m.saturation(d, e.Field, n)
	case index.Prefix:
		starts := func(s string) bool { return strings.HasPrefix(s, e.Text) }
		if keys := keysOf(d, e.Field); keys != nil {
			return slices.ContainsFunc(keys, starts), 0
		}
		if slices.ContainsFunc(textOf(d, e.Field).Terms, starts) {
			return true, e.Boost
		}
		return false, 0
	case index.All:
		all := true
		var sum float64
		for _, part := range e {
			ok, score := m.match(d, part)
			all = all && ok
			sum += score
		}
		return all, sum
	case index.Any:
		var matched bool
		var sum float64
		for _, part := range e {
			ok, score := m.match(d, part)
			matched = matched || ok
			sum += score
		}
		return matched, sum
	case index.Best:
		var matched bool
		var most float64
		for _, part := range e {
			ok, score := m.match(d, part)
			matched = matched || ok
			most = max(most, score)
		}
		return matched, most
	case index.Weigh:
		if ok, _ := m.match(d, e.Of); ok {
			return true, e.Boost
		}
		return false, 0
	case index.Quoted:
		return slices.ContainsFunc(m.quotes[d.Article], func(q index.Document) bool {
			ok, _ := m.match(q, e.Of)
			return ok
		}), 0
	case index.Not:
		ok, _ := m.match(d, e.Of)
		return !ok, 0
	case index.Prefer:
		ok, sum := m.match(d, e.Want)
		_, more := m.match(d, index.Any(e.More))
		return ok, sum + more
	default:
		panic("indextest: unknown expression " + e.String())
	}
}

// explain returns what each leaf of e scores for d.
func (m *collection) explain(d index.Document, e index.Expr) []index.Part {
	parts := []index.Part{}
	each := func(list ...index.Expr) {
		for _, part := range list {
			parts = append(parts, m.explain(d, part)...)
		}
	}
	switch e := e.(type) {
	case nil, index.Not, index.Quoted, index.Everything:
	case index.All:
		each(e...)
	case index.Any:
		each(e...)
	case index.Best:
		each(e...)
	case index.Prefer:
		each(append([]index.Expr{e.Want}, e.More...)...)
	default:
		if _, score := m.match(d, e); score > 0 {
			parts = append(parts, index.Part{Of: e.String(), Score: score})
		}
	}
	return parts
}

// filtered reports whether d matches the filters, those of the facet left out.
func (m *collection) filtered(d index.Document, filters []index.Filter, facet string) bool {
	for _, f := range filters {
		if facet != "" && f.Facet == facet {
			continue
		}
		if ok, _ := m.match(d, f.Where); !ok {
			return false
		}
	}
	return true
}

func (m *collection) facets(r index.Request) [][]index.Count {
	var out [][]index.Count
	for _, ask := range r.Facets {
		counts := make(map[string]int)
		for _, d := range m.docs {
			if ok, _ := m.match(d, r.Where); ok && m.filtered(d, r.Filters, ask.Facet) {
				for _, value := range grouped(keysOf(d, ask.Field), ask.Groups) {
					counts[value]++
				}
			}
		}
		out = append(out, topCounts(counts, ask))
	}
	return out
}

// grouped returns the names under which the values are counted, each once.
func grouped(values []string, by index.Grouping) []string {
	if by == nil {
		return values
	}
	var names []string
	for _, v := range values {
		if name := by.Group(v); name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// topCounts brings counts into the form of a result: the most frequent first,
// then by value, cut at ask.Size, and behind them what is asked for always.
func topCounts(counts map[string]int, ask index.FacetAsk) []index.Count {
	values := slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		if counts[a] != counts[b] {
			return counts[b] - counts[a]
		}
		return strings.Compare(a, b)
	})
	if ask.Size > 0 && ask.Size < len(values) {
		values = values[:ask.Size]
	}
	for _, v := range ask.Always {
		if !slices.Contains(values, v) {
			values = append(values, v)
		}
	}
	list := make([]index.Count, len(values))
	for i, v := range values {
		list[i] = index.Count{Value: v, Count: counts[v]}
	}
	return list
}

func (m *collection) idf(field, term string) float64 {
	n := 0
	for _, d := range m.docs {
		if slices.Contains(textOf(d, field).Terms, term) {
			n++
		}
	}
	return index.IDF(len(m.docs), n)
}

func (m *collection) saturation(d index.Document, field string, tf int) float64 {
	average := m.averages[field]
	if tf == 0 || average == 0 {
		return 0
	}
	return index.Saturated(tf, index.LengthNorm(textOf(d, field).Length, average))
}

func keysOf(d index.Document, field string) []string {
	if field == index.FieldID {
		return []string{d.ID}
	}
	for _, k := range d.Keys {
		if k.Field == field {
			return k.Values
		}
	}
	return nil
}

func textOf(d index.Document, field string) index.Text {
	for _, t := range d.Texts {
		if t.Field == field {
			return t
		}
	}
	return index.Text{}
}

// places returns where in the field the terms stand one after the other, as
// indices of the first.
func places(d index.Document, field string, terms []string) []int {
	t := textOf(d, field)
	var at []int
	for i, term := range t.Terms {
		if term == terms[0] && (len(terms) == 1 || t.Positions != nil && follow(t, t.Positions[i]+1, terms[1:])) {
			at = append(at, i)
		}
	}
	return at
}

// follow reports whether the terms stand from position on.
func follow(t index.Text, position int, terms []string) bool {
	for k, term := range terms {
		if term == "" {
			continue
		}
		stands := false
		for i, p := range t.Positions {
			stands = stands || p == position+k && t.Terms[i] == term
		}
		if !stands {
			return false
		}
	}
	return true
}
