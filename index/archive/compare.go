package archive

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/documents"
	"warta/index/record"
	"warta/index/search"
)

// A generation is checked against the record before it becomes live, and compared with the
// one that it replaces. The checks use article counts, sampled articles and queries.
// docs/decisions/0070 lists the permitted differences.

// compareTries bounds how often a comparison is repeated because changes arrived during it.
const compareTries = 5

// awaitHead waits until g holds the whole record. Over a shared store it gives up waiting after
// headWait, without an error: under steady writing g is always behind.
func (a *Archive) awaitHead(ctx context.Context, g *generation) error {
	if a.shared == nil {
		return a.awaitMark(ctx, g, a.record.Head)
	}
	wait, cancel := context.WithTimeout(ctx, headWait)
	defer cancel()
	if err := a.awaitMark(wait, g, a.record.Head); err != nil && (ctx.Err() != nil || wait.Err() == nil) {
		return err
	}
	return nil
}

// headWait bounds one wait of awaitHead.
const headWait = 5 * time.Second

// countAgainstRecord checks that readings and index of g hold as many articles as the
// record. If the record grows during each of compareTries counts, it returns nil.
func (a *Archive) countAgainstRecord(ctx context.Context, g *generation) error {
	for range compareTries {
		head, err := a.record.Head(ctx)
		if err != nil {
			return err
		}
		if err := a.awaitHead(ctx, g); err != nil {
			return err
		}
		counts, err := a.record.Counts(ctx)
		if err != nil {
			return err
		}
		read := g.readings.Len()
		var res *index.Result
		err = patiently(ctx, func() (err error) {
			res, err = g.engine.Search(ctx, index.Request{Of: index.Articles, Sort: index.Newest})
			return err
		})
		if err != nil {
			return fmt.Errorf("search the new index: %w", err)
		}
		now, err := a.record.Head(ctx)
		if err != nil {
			return err
		}
		if counts.Changes != head || now != head || g.mark.Load() < head {
			continue // it grew, so the counts are of different states
		}
		if read == counts.Articles && res.Documents == read {
			return nil
		}
		// Damaged articles are left out of a generation and do not make it invalid.
		readable, err := a.readable(ctx)
		if err != nil {
			return err
		}
		if now, err = a.record.Head(ctx); err != nil {
			return err
		}
		if now != head {
			continue
		}
		if read != readable || res.Documents != readable {
			return fmt.Errorf("the record holds %d articles of which %d can be read, the new readings %d, the new index %d", counts.Articles, readable, read, res.Documents)
		}
		return nil
	}
	return nil // the record grew in every try; compareAnswers and Check compare later
}

// readable counts the current articles of the record, without removed and damaged ones.
func (a *Archive) readable(ctx context.Context) (n int, err error) {
	for c, err := range record.After(ctx, a.record, 0) {
		if err != nil {
			return 0, err
		}
		if c.Latest && !c.Removed && c.Damaged == nil {
			n++
		}
	}
	return n, nil
}

// costlyTries bounds the retries of a search that fails with [index.TooCostly]. The first
// searches of a newly opened engine fill its column caches, which makes a retry cheaper.
const costlyTries = 30

// patiently calls f until its error is not of kind [index.Busy], with back-off, or ctx ends.
// It retries [index.TooCostly] up to costlyTries times without a pause.
func patiently(ctx context.Context, f func() error) error {
	costly := 0
	for pause := firstPause; ; pause = min(2*pause, longPause) {
		err := f()
		switch kind := index.KindOf(err); {
		case ctx.Err() != nil:
			return err
		case kind == index.TooCostly && costly < costlyTries:
			costly++
			continue
		case kind != index.Busy:
			return err
		}
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// drawn is the maximum number of sampled articles, spread evenly over the changes.
const drawn = 200

// draw calls f with the current versions of up to drawn articles, spread evenly over the
// changes up to upTo. It skips articles that are removed, damaged or changed after upTo. An
// error of f ends the sampling.
func (a *Archive) draw(ctx context.Context, upTo uint64, f func(c record.Change) error) error {
	seen := map[string]bool{}
	for i := range uint64(drawn) {
		page, err := a.record.Page(ctx, upTo*i/drawn, 1)
		if err != nil {
			return err
		}
		if len(page) == 0 || page[0].Seq > upTo || seen[page[0].ID] {
			continue
		}
		seen[page[0].ID] = true
		c, err := a.record.Get(ctx, page[0].ID)
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if err != nil || c.Removed || c.Seq > upTo {
			continue // damage is reported elsewhere; later changes may not be applied yet
		}
		if err := f(c); err != nil {
			return err
		}
	}
	return nil
}

// sampleAgainstRecord checks that g holds sampled articles as parsed from the record, and
// finds them by title and keys.
func (a *Archive) sampleAgainstRecord(ctx context.Context, g *generation) error {
	return a.draw(ctx, g.mark.Load(), func(c record.Change) error {
		found, err := a.sample(ctx, g, c)
		if err == nil && found != "" {
			err = errors.New(found)
		}
		return err
	})
}

// sample compares one article of g with the record. The finding is one sentence. It is empty
// if they agree or the article changed during the comparison.
func (a *Archive) sample(ctx context.Context, g *generation, c record.Change) (finding string, err error) {
	read, err := g.readings.Get(ctx, []string{c.ID})
	if err != nil {
		return "", err
	}
	switch {
	case g.readings.IsAside(c.ID): // set aside: holds only the plain text
	case read[0].Article == nil:
		finding = fmt.Sprintf("readings: article %s is missing", c.ID)
	case read[0].Seq != c.Seq:
		finding = fmt.Sprintf("readings: article %s is read as of change %d and stands at %d", c.ID, read[0].Seq, c.Seq)
	default:
		if g.made.Reader == a.opts.Reader.Version() && !sameReading(read[0].Article, a.readCorrected(ctx, c)) {
			finding = fmt.Sprintf("readings: article %s does not read as the record does", c.ID)
		} else if finding, err = a.lookUp(ctx, g, c.ID, read[0].Article); err != nil {
			return "", err
		}
	}
	if finding == "" {
		return "", nil
	}
	now, err := a.record.State(ctx, c.ID)
	if err != nil || now.Seq != c.Seq {
		return "", err // it changed during the comparison
	}
	return finding, nil
}

// sameReading reports whether two articles have the same JSON encoding.
func sameReading(x, y *article.Article) bool {
	a, err := json.Marshal(x)
	if err != nil {
		return false
	}
	b, err := json.Marshal(y)
	return err == nil && string(a) == string(b)
}

// lookUp checks that a search for the title and keys of an article finds it. The finding is
// one sentence, or empty.
func (a *Archive) lookUp(ctx context.Context, g *generation, id string, art *article.Article) (finding string, err error) {
	doc := documents.Of(documents.Change{ID: id, Article: art})[0]
	r := index.Request{Of: index.Articles, Sort: index.Newest, Size: 1}
	if g.made.Engine == a.indexVersion() { // other versions may give other words and keys
		r.Where, r.Filters = titleOf(doc), keysOf(doc)
	}
	// The position is directly before the article, so the article must be the first hit.
	last := len(doc.ID) - 1
	r.After = &index.Position{Date: doc.Date, ID: doc.ID[:last] + string(doc.ID[last]-1) + "~"}
	var res *index.Result
	if err = patiently(ctx, func() (err error) { res, err = g.engine.Search(ctx, r); return err }); err != nil {
		return "", fmt.Errorf("look up article %s: %w", id, err)
	}
	if len(res.Hits) == 0 || res.Hits[0].Article != id {
		return fmt.Sprintf("index: article %s is not found by its title and keys", id), nil
	}
	return "", nil
}

// titleOf returns an expression that requires the words of the title, up to
// [index.MaxWords].
func titleOf(doc index.Document) index.All {
	asked := map[string]bool{}
	var all index.All
	for _, text := range doc.Texts {
		if text.Field != index.FieldTitle {
			continue
		}
		for _, term := range text.Terms {
			if !asked[term] && len(asked) < index.MaxWords {
				asked[term] = true
				all = append(all, index.Term{Field: index.FieldTitle, Text: term})
			}
		}
	}
	return all
}

// keysOf returns filters for the keys of a document, up to 5 per field.
func keysOf(doc index.Document) (filters []index.Filter) {
	for _, keys := range doc.Keys {
		for _, v := range keys.Values[:min(len(keys.Values), 5)] {
			filters = append(filters, index.Filter{Where: index.Term{Field: keys.Field, Text: v}})
		}
	}
	return filters
}

// knownQueries are compared between two generations. They cover frequent and missing words,
// phrases, word families, acronyms and fields.
var knownQueries = []search.Query{
	{},
	{Of: index.Quotes},
	{Text: "rekapitulasi suara"},
	{Text: `"komisi pemilihan umum"`},
	{Text: "pemutakhiran data pemilih"},
	{Text: "logistik OR anggaran"},
	{Text: "sdm -rapat"},
	{Text: "sosialisasi*"},
	{Text: "judul:rapat"},
	{Text: "kutipan:pemilih"},
	{Text: "pemilih", Of: index.Quotes},
	{Text: "xyzzyqwx"},
	{Satker: []string{"33"}},
	{Date: []string{index.NoDate}},
}

// compareAnswers compares the answers of two generations with the same mark and returns up
// to maxDifferences differences. Generations of the same versions must give equal answers.
// Others must agree on the number of articles and on the sum of the month counts, since each
// article has one month or none.
func compareAnswers(ctx context.Context, old, g *generation) (differences []string, err error) {
	was, is, err := tallies(ctx, old, g)
	if err != nil {
		return nil, err
	}
	if !g.made.SameVersions(old.made) {
		if was.articles != is.articles {
			return []string{fmt.Sprintf("articles: the old index has %d, the new one %d", was.articles, is.articles)}, nil
		}
		if sum(was.values[index.KeyMonth]) != sum(is.values[index.KeyMonth]) {
			return []string{"months: they do not add up to the same number of articles"}, nil
		}
		return nil, nil
	}
	differences = was.differences("the old index", "the new one", is)
	for _, q := range knownQueries {
		q.Sort, q.Size = index.Newest, 20
		var before, after *search.Page
		err := patiently(ctx, func() (err error) { before, err = old.searcher.Search(ctx, q); return err })
		if err == nil {
			err = patiently(ctx, func() (err error) { after, err = g.searcher.Search(ctx, q); return err })
		}
		if err != nil {
			return nil, fmt.Errorf("ask for %q: %w", q.Text, err)
		}
		if x, y := hitsOf(before), hitsOf(after); x != y {
			differences = append(differences, fmt.Sprintf("query %q: the old index finds %s, the new one %s", q.Text, x, y))
		}
	}
	return differences[:min(len(differences), maxDifferences)], nil
}

// tallies returns the counts of both generations, whose marks must not move meanwhile.
func tallies(ctx context.Context, old, g *generation) (was, is *tally, err error) {
	for _, side := range []struct {
		g *generation
		t **tally
	}{{old, &was}, {g, &is}} {
		err := patiently(ctx, func() (err error) { *side.t, _, err = tallyOf(ctx, side.g.engine); return err })
		if err != nil {
			return nil, nil, err
		}
	}
	return was, is, nil
}

func sum(counts map[string]int) (n int) {
	for _, c := range counts {
		n += c
	}
	return n
}

// hitsOf formats the total and the hit ids of a page.
func hitsOf(p *search.Page) string {
	ids := make([]string, len(p.Hits))
	for i, h := range p.Hits {
		ids[i] = h.ID
	}
	return fmt.Sprintf("%d (%s)", p.Total, strings.Join(ids, " "))
}

// recount counts the readings of g and returns the differences from the counts of its
// engine. The mark of g must not move meanwhile.
func recount(ctx context.Context, g *generation) (differences []string, err error) {
	want := newTally()
	for rd, err := range g.readings.All(ctx) {
		if err != nil {
			return nil, err
		}
		want.add(rd.Article)
	}
	var is *tally
	if err := patiently(ctx, func() (err error) { is, _, err = tallyOf(ctx, g.engine); return err }); err != nil {
		return nil, err
	}
	return want.differences("the readings", "the index", is), nil
}
