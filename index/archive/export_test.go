package archive

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/people"
	"warta/index/record"
)

// Live returns what searches see: the titles of all articles by id, and the
// mark. Engine and readings must agree.
func (a *Archive) Live(ctx context.Context) (titles map[string]string, mark uint64, err error) {
	g, err := a.searchable("test")
	if err != nil {
		return nil, 0, err
	}
	defer g.release()
	titles = map[string]string{}
	r := index.Request{Of: index.Articles, Sort: index.Newest, Size: index.MaxSize}
	for {
		res, err := g.engine.Search(ctx, r)
		if err != nil {
			return nil, 0, err
		}
		for _, h := range res.Hits {
			found, err := g.readings.Get(ctx, []string{h.Article})
			if err != nil {
				return nil, 0, err
			}
			if found[0].Article == nil {
				return nil, 0, fmt.Errorf("article %s is in the index and has no reading", h.Article)
			}
			if _, twice := titles[h.Article]; twice {
				return nil, 0, fmt.Errorf("article %s is found twice", h.Article)
			}
			titles[h.Article] = found[0].Article.Title
		}
		if len(res.Hits) < index.MaxSize {
			if g.readings.Len() != len(titles) {
				return nil, 0, fmt.Errorf("%d readings, %d articles in the index", g.readings.Len(), len(titles))
			}
			return titles, g.mark.Load(), nil
		}
		last := res.Hits[len(res.Hits)-1].Position
		r.After = &last
	}
}

// Generations lists the folders of the generations that lie in dir.
func Generations(dir string) ([]string, error) {
	entries, err := os.ReadDir(filepath.Join(dir, "generations"))
	var names []string
	for _, e := range entries {
		names = append(names, filepath.Join(dir, "generations", e.Name()))
	}
	return names, err
}

// PruneOnce deletes what is not needed any more.
func (a *Archive) PruneOnce() error { return a.pruneOnce(a.ctx) }

// DamageGenerations makes what engines wrote in dir unreadable.
func DamageGenerations(dir string) error {
	found, err := Generations(dir)
	for _, g := range found {
		err = errors.Join(err, os.WriteFile(filepath.Join(g, "readings.db"), []byte(strings.Repeat("not a database ", 1000)), 0o600))
	}
	return err
}

// PeopleAmiss returns the differences between the registry of the live generation and a
// registry newly filled from its engine, one a line. No writer may run meanwhile.
func (a *Archive) PeopleAmiss(ctx context.Context) (lines []string, err error) {
	g, err := a.searchable("test")
	if err != nil {
		return nil, err
	}
	defer g.release()
	want := people.New(a.book)
	if err := want.Load(ctx, g.engine); err != nil {
		return nil, err
	}
	if err := want.Decide(ctx, *a.decided.Load()); err != nil {
		return nil, err
	}
	if err := want.SetRoster(ctx, a.roster.Load()); err != nil {
		return nil, err
	}
	return g.searcher.People.Differences(want), nil
}

// QuoteID returns the id of a quote of those words, the only ones in its article.
func QuoteID(articleID, text string) string {
	a := article.Article{Quotes: []article.Quote{{Text: text}}}
	identify(&a, articleID)
	return a.Quotes[0].ID
}

// Guard returns the engine as an archive uses it.
func Guard(engine index.Engine, doubt func(error)) index.Engine {
	return &guarded{engine: engine, doubt: doubt}
}

// Record returns the record, for tests that change it behind the back of the archive.
func (a *Archive) Record() record.Record { return a.record }

// SortFew makes an order by arrival look among the last changes where more than n hits match.
// It is called before the first search.
func (a *Archive) SortFew(n int) { a.few = n }

// Enforced returns the number of the last decision that is in force.
func (a *Archive) Enforced() uint64 {
	if err := a.deciding.Lock(a.ctx); err == nil { // a closed archive decides nothing
		defer a.deciding.Unlock()
	}
	return a.enforced.Load()
}

// MaxLookBack is how many earlier versions are searched for a quote.
const MaxLookBack = maxLookBack

// LookBacks is how many searches in earlier versions run at once.
const LookBacks = lookBacks

// Explained returns an error of the record as callers of the archive get it.
func Explained(op string, err error) error { return explained(op, err) }

// DecideIn bounds the time that a decision takes.
func (o *Options) DecideIn(d time.Duration) { o.decideFor = d }

// Resign ends the term of the process, where it leads.
func (a *Archive) Resign() { a.leading.resign() }

// MayExchange reports whether a look for what another process has published may exchange the
// live generation now.
func (a *Archive) MayExchange() bool {
	free := a.switching.TryLock()
	if free {
		a.switching.Unlock()
	}
	return free
}

// LookForStraysIn sets in place of straysAfter when articles with documents of a process that led
// before are looked for.
func (o *Options) LookForStraysIn(d time.Duration) { o.straysAfter = d }
