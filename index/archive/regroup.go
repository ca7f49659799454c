package archive

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"warta/index"
	"warta/index/documents"
	"warta/index/people"
)

// A regrouper writes into documents which people they name, for an engine that cannot
// gather raw keys by a grouping when it counts ([index.Capabilities].LiveGroups). When
// people are found to be others than was written, because of a decision, a list or a later
// article, it writes the documents again. Only the goroutine that indexes uses it.
type regrouper struct {
	people *people.Registry
	// written has for each raw key the ids that documents have for it.
	written map[string]ids
	moved   map[string]bool // raw keys of which documents have other ids than now
	version uint64          // of the registry when moved was worked out
	loaded  bool            // written has what an engine held that was opened
}

// ids are those of the person whom a raw key means, for readers and for staff.
type ids struct{ open, inside string }

const (
	regroupEvery = time.Second // pause between looks for people who are others now
	regroupKeys  = 64          // raw keys whose documents are looked for at once
	regroupPage  = index.MaxSize
)

func newRegrouper(registry *people.Registry) *regrouper {
	return &regrouper{people: registry, written: make(map[string]ids), moved: make(map[string]bool)}
}

func (r *regrouper) idsOf(raw string) ids {
	return ids{r.people.Group(raw), people.WithPrivate{Registry: r.people}.Group(raw)}
}

// stamp returns the updates with the ids of the people whom their documents name. The
// updates themselves do not change.
func (r *regrouper) stamp(updates []index.Update) []index.Update {
	stamped := make([]index.Update, len(updates))
	for i, u := range updates {
		stamped[i] = index.Update{ID: u.ID, Documents: slices.Clone(u.Documents)}
		for n := range stamped[i].Documents {
			r.stampOne(&stamped[i].Documents[n])
		}
	}
	return stamped
}

func (r *regrouper) stampOne(d *index.Document) {
	official := index.KeyField(d.Of, index.KeyOfficial)
	var open, inside, grouped []string
	for _, k := range d.Keys {
		if k.Field != official {
			continue
		}
		for _, raw := range k.Values {
			now := r.idsOf(raw)
			if was, known := r.written[raw]; known && was != now {
				r.moved[raw] = true
			}
			r.written[raw] = now
			open, inside = addID(open, now.open), addID(inside, now.inside)
			grouped = append(grouped, groupedKey(raw, now))
		}
	}
	d.Keys = slices.Clone(d.Keys)
	add := func(field string, values []string) {
		if len(values) > 0 {
			d.Keys = append(d.Keys, index.Keys{Field: field, Values: values})
		}
	}
	add(index.KeyField(d.Of, index.KeyPerson), open)
	add(index.KeyField(d.Of, index.KeyPersonInside), inside)
	if d.Of == index.Articles {
		add(index.KeyGrouped, grouped)
	}
}

func addID(list []string, id string) []string {
	if id == "" || slices.Contains(list, id) {
		return list
	}
	return append(list, id)
}

// groupedEnd parts a key of [index.KeyGrouped]; no raw key and no id has it.
const groupedEnd = "\x1e"

func groupedKey(raw string, of ids) string {
	return raw + groupedEnd + of.open + groupedEnd + of.inside
}

// load learns from an engine that was opened what its documents have.
func (r *regrouper) load(ctx context.Context, engine index.Engine) error {
	if r.loaded {
		return nil
	}
	found, err := engine.Search(ctx, index.Request{
		Of: index.Articles, Sort: index.Newest, Facets: []index.FacetAsk{{Field: index.KeyGrouped}},
	})
	if err != nil {
		return fmt.Errorf("read which people documents name: %w", err)
	}
	for _, c := range found.Facets[0] {
		parts := strings.Split(c.Value, groupedEnd)
		if len(parts) != 3 {
			return fmt.Errorf("%w: the key %q is none of people", index.ErrDamaged, c.Value)
		}
		raw, of := parts[0], ids{parts[1], parts[2]}
		if other, known := r.written[raw]; known && other != of {
			r.moved[raw] = true
		}
		r.written[raw] = of
	}
	r.loaded = true
	return nil
}

// look finds the raw keys whose people are others than documents say.
func (r *regrouper) look() {
	version := r.people.Version()
	if version == r.version {
		return
	}
	for raw, was := range r.written {
		if was != r.idsOf(raw) {
			r.moved[raw] = true
		}
	}
	r.version = version
}

// regroup writes the documents of g again that name people who are others now. It is
// called by the goroutine that indexes g, between batches.
func (a *Archive) regroup(ctx context.Context, g *generation) error {
	r := g.regroup
	if r == nil {
		return nil
	}
	if err := r.load(ctx, g.engine); err != nil {
		return err
	}
	r.look()
	for len(r.moved) > 0 {
		var keys []string
		for raw := range r.moved {
			if keys = append(keys, raw); len(keys) == regroupKeys {
				break
			}
		}
		if err := g.rewrite(ctx, keys); err != nil {
			return err
		}
	}
	return nil
}

// rewrite writes the documents of the articles that give one of the raw keys.
func (g *generation) rewrite(ctx context.Context, keys []string) error {
	anyOf := make(index.Any, len(keys))
	for i, raw := range keys {
		anyOf[i] = index.Term{Field: index.KeyOfficial, Text: raw}
		delete(g.regroup.moved, raw)
		g.regroup.written[raw] = g.regroup.idsOf(raw) // another change meanwhile moves it again
	}
	failed := func(err error) error {
		for _, raw := range keys {
			g.regroup.moved[raw] = true
		}
		return fmt.Errorf("write documents of people who are others now: %w", err)
	}
	r := index.Request{Of: index.Articles, Sort: index.Newest, Size: regroupPage, Where: anyOf}
	for {
		found, err := g.engine.Search(ctx, r)
		if err != nil {
			return failed(err)
		}
		if err := g.restamp(ctx, found.Hits); err != nil {
			return failed(err)
		}
		if len(found.Hits) < r.Size {
			return nil
		}
		r.After = &found.Hits[len(found.Hits)-1].Position
	}
}

// restamp writes the documents of the articles that were found.
func (g *generation) restamp(ctx context.Context, hits []index.Match) error {
	list := make([]string, len(hits))
	for i, h := range hits {
		list[i] = h.Article
	}
	found, err := g.readings.Get(ctx, list)
	if err != nil {
		return err
	}
	var changes []documents.Change
	for i, rd := range found {
		if rd.Article != nil {
			changes = append(changes, documents.Change{ID: list[i], Article: rd.Article})
		}
	}
	return g.engine.Apply(ctx, g.regroup.stamp(documents.Updates(changes)), g.mark.Load())
}
