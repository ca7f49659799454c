// Package indextest is the contract of [index.Engine] as a test suite, with a simple engine
// that fulfils it and one whose calls fail at random.
package indextest

import (
	"cmp"
	"context"
	"maps"
	"runtime"
	"slices"
	"strings"
	"sync"

	"warta/index"
)

// A Fake is an engine in memory that evaluates a request on every document. It defines the
// answers that other engines must give, and serves as the engine in tests of other packages.
// The zero value is empty and ready to use. A Fake is safe for concurrent use.
type Fake struct {
	// Without are capabilities that this one does without, in the plainest way that
	// the contract allows. It is set before the first call.
	Without index.Capabilities

	mu     sync.RWMutex
	docs   map[string][]index.Document // by article
	mark   uint64
	closed bool
}

// errClosed is the error of a closed engine.
var errClosed = &index.Error{Kind: index.Unavailable, Op: "indextest.Fake", Text: "the archive is closing; try again in a moment"}

// Can implements [index.Engine].
func (f *Fake) Can() index.Capabilities { return missing(f.Without) }

// missing returns the capabilities that can does not have, CloseScores apart: a Fake has exact
// scores or distant ones.
func missing(can index.Capabilities) index.Capabilities {
	return index.Capabilities{
		LiveGroups: !can.LiveGroups, ChainedCopies: !can.ChainedCopies,
		ExactScores: !can.ExactScores, AtomicBatches: !can.AtomicBatches,
	}
}

// Apply implements [index.Engine].
func (f *Fake) Apply(ctx context.Context, updates []index.Update, mark uint64) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if f.Without.AtomicBatches {
		for i := range updates {
			if err := f.take(updates[i:i+1], nil); err != nil {
				return err
			}
			runtime.Gosched() // a search may see what is taken in so far
		}
		updates = nil
	}
	return f.take(updates, &mark)
}

// take takes in updates at once, and mark where there is one.
func (f *Fake) take(updates []index.Update, mark *uint64) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.closed {
		return errClosed
	}
	if f.docs == nil {
		f.docs = make(map[string][]index.Document)
	}
	for _, u := range updates {
		if len(u.Documents) > 0 {
			f.docs[u.ID] = cloned(u.Documents)
		} else {
			delete(f.docs, u.ID)
		}
	}
	if mark != nil {
		f.mark = *mark
	}
	return nil
}

// cloned returns documents that share nothing with those given.
func cloned(docs []index.Document) []index.Document {
	docs = slices.Clone(docs)
	for i := range docs {
		d := &docs[i]
		d.Texts, d.Keys = slices.Clone(d.Texts), slices.Clone(d.Keys)
		for k := range d.Texts {
			d.Texts[k].Terms, d.Texts[k].Positions = slices.Clone(d.Texts[k].Terms), slices.Clone(d.Texts[k].Positions)
		}
		for k := range d.Keys {
			d.Keys[k].Values = slices.Clone(d.Keys[k].Values)
		}
	}
	return docs
}

// Mark implements [index.Engine].
func (f *Fake) Mark(ctx context.Context) (uint64, error) {
	f.mu.RLock()
	defer f.mu.RUnlock()
	return f.mark, ctx.Err()
}

// Close implements [index.Engine]. [Fake.Reopened] gives access to the content afterwards.
func (f *Fake) Close() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.closed = true
	return nil
}

// Reopened returns an engine with the content of f.
func (f *Fake) Reopened() *Fake {
	f.mu.RLock()
	defer f.mu.RUnlock()
	return &Fake{Without: f.Without, docs: maps.Clone(f.docs), mark: f.mark}
}

// Search implements [index.Engine].
func (f *Fake) Search(ctx context.Context, r index.Request) (*index.Result, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if err := r.Validate(); err != nil {
		return nil, err
	}
	return f.answer(r)
}

// answer is Search without the bounds of a request.
func (f *Fake) answer(r index.Request) (*index.Result, error) {
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
			found = append(found, scored{Document: d, score: score})
		}
	}
	out := &index.Result{Documents: len(found), Mark: f.mark, Facets: m.facets(r)}
	if r.Collapse {
		found = collapse(found, !f.Without.ChainedCopies)
	}
	out.Total = len(found)
	if r.Hits != nil {
		found = slices.DeleteFunc(found, func(s scored) bool {
			ok, _ := m.match(s.Document, r.Hits)
			return !ok
		})
	}
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
		out.Ranked = append(out.Ranked, s.hit(r.Places))
	}
	if r.After != nil {
		after := scored{Document: index.Document{ID: r.After.ID, Date: r.After.Date}}
		first, _ := slices.BinarySearchFunc(found, after, func(a, b scored) int { return order(r.Sort, a, b) })
		if first < len(found) && found[first].hit(0).Position == *r.After {
			first++
		}
		found = found[first:]
	}
	found = found[min(r.Skip, len(found)):]
	for _, s := range found[:min(r.Size, len(found))] {
		out.Hits = append(out.Hits, s.hit(r.Places))
		if r.Explain && r.Sort == index.ByRelevance {
			out.Explanations = append(out.Explanations, m.explain(s.Document, index.All{r.Where, r.Refine}))
		}
	}
	return out, nil
}

// Words implements [index.Vocabulary].
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

// counts returns the document counts of the wanted terms of fields.
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

// A scored is a matching document with its score.
type scored struct {
	index.Document
	score  float64
	others []index.Document // the further copies of the story, where copies are gathered
}

// hit returns s as a match that names so many of its further copies.
func (s scored) hit(places int) index.Match {
	m := index.Match{
		Position: index.Position{Date: s.Date, ID: s.ID},
		Article:  s.Article, Quote: s.Quote, Score: s.score, Copies: len(s.others),
	}
	for _, d := range s.others[:min(places, len(s.others))] {
		m.Places = append(m.Places, d.ID)
	}
	return m
}

// order compares two documents in a sort order.
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

// collapse keeps the first copy of each story; stories are joined by Story alone, or,
// chained, over chains of Story and Retold.
func collapse(found []scored, chained bool) []scored {
	// sames[i] is the least place of a document that is the same story as i.
	sames := make([]int, len(found))
	for i := range found {
		sames[i] = i
	}
	general := make(map[string]bool) // titles that one publisher uses for several stories
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
				title := a.Retold != "" && a.Retold == b.Retold && !general[a.Retold] && chained
				if (story || title) && sames[j] < sames[i] {
					sames[i], again = sames[j], true
				}
			}
		}
	}
	stories := make(map[int][]scored)
	for i, s := range found {
		stories[sames[i]] = append(stories[sames[i]], s)
	}
	var kept []scored
	for _, story := range stories {
		slices.SortFunc(story, func(a, b scored) int {
			if earlier(a.Document, b.Document) {
				return -1
			}
			return 1
		})
		first := story[0]
		for _, other := range story[1:] {
			first.others = append(first.others, other.Document)
		}
		kept = append(kept, first)
	}
	return kept
}

// earlier reports whether copy a represents the story rather than b.
func earlier(a, b index.Document) bool {
	if a.Origin != b.Origin {
		return a.Origin
	}
	if a.Outside != b.Outside {
		return b.Outside
	}
	if a.Date != b.Date {
		return b.Date == "" || a.Date != "" && a.Date < b.Date
	}
	return a.ID < b.ID
}

func (m *collection) facets(r index.Request) [][]index.Count {
	var out [][]index.Count
	for _, ask := range r.Facets {
		counts := make(map[string]int)
		for _, d := range m.docs {
			if ok, _ := m.match(d, r.Where); ok && m.filtered(d, r.Filters, ask.Facet) {
				for _, value := range m.valuesOf(d, ask) {
					counts[value]++
				}
			}
		}
		out = append(out, topCounts(counts, ask))
	}
	return out
}

// valuesOf returns the values under which a document counts.
func (m *collection) valuesOf(d index.Document, ask index.FacetAsk) []string {
	values := keysOf(d, ask.Field)
	switch {
	case m.without.LiveGroups:
		return values
	case ask.Dated == nil:
		return grouped(values, ask.Groups)
	}
	var names []string
	if !slices.Contains(keysOf(d, ask.Dated.Only.Field), ask.Dated.Only.Text) {
		return nil
	}
	for _, value := range values {
		for _, g := range ask.Dated.Of[value] {
			if g.Holds(d.Date) && !slices.Contains(names, g.Name) {
				names = append(names, g.Name)
			}
		}
	}
	return names
}

// grouped returns the distinct groups of the values.
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

// topCounts returns counts as in a result: the ask.Size greatest, by count and then by value,
// followed by the values of ask.Always.
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
