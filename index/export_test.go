package index

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"warta/analyzers/article"
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
	r := Request{Of: Articles, Sort: Newest, Size: MaxSize}
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
		if len(res.Hits) < MaxSize {
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
func (a *Archive) PruneOnce() error { return a.pruneOnce() }

// Understand reads a text and returns in how many ways it would be asked for.
func (s *Searcher) Understand(text string) int { return len(s.understand(Query{}, text).steps) }

// DamageGenerations makes what engines wrote in dir unreadable.
func DamageGenerations(dir string) error {
	found, err := Generations(dir)
	for _, g := range found {
		err = errors.Join(err, os.WriteFile(filepath.Join(g, "readings.db"), []byte(strings.Repeat("not a database ", 1000)), 0o600))
	}
	return err
}

// A Registry is one that lets a benchmark at it.
type Registry struct{ *registry }

// Meet returns a registry that knows the people of the articles.
func Meet(b *testing.B, articles []*article.Article) Registry {
	b.Helper()
	r := Registry{newRegistry(newIDBook(nil, nil))}
	r.Meet(b, articles)
	return r
}

// Meet takes in the people of the articles.
func (r Registry) Meet(b *testing.B, articles []*article.Article) {
	b.Helper()
	if err := r.follow(b.Context(), articles); err != nil {
		b.Fatal(err)
	}
}

// People counts the people.
func (r Registry) People() int {
	known := make(map[*person]bool)
	for _, p := range r.parts {
		known[p.person] = true
	}
	return len(known)
}
