package archive

import (
	"context"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/generations"
	"warta/index/people"
	"warta/index/readings"
)

// A registryFeed keeps the registry of people level with an engine. While a batch is
// applied the registry may know people whom the engine does not hold, never the other way
// round. Only the goroutine that applies batches uses a feed.
type registryFeed struct {
	people *people.Registry
	// exact is set while the registry knows exactly the people whom the engine holds.
	exact bool
	// agreeAt is the mark from which on engine and readings hold the same. Before it, the
	// readings do not say what the engine holds.
	agreeAt uint64
}

// A feeding is one batch on its way into a registry.
type feeding struct {
	more, fewer people.Delta
	wasExact    bool
}

// begin works out what changes will change, before the readings take them in. Until the
// feeding ends the registry is not exact.
func (f *registryFeed) begin(ctx context.Context, of generations.Readings, changes []readings.Change) (feeding, error) {
	in := feeding{wasExact: f.exact}
	var before []*article.Article
	if f.exact {
		var err error
		if before, err = readBefore(ctx, of, changes); err != nil {
			return feeding{}, err
		}
	}
	in.more, in.fewer = people.DeltaOf(before, articlesOf(changes))
	f.exact = false
	return in, nil
}

// add makes the registry know the people of a batch before the engine finds them.
func (f *registryFeed) add(ctx context.Context, in feeding) error {
	return f.people.Learn(ctx, in.more)
}

// end makes the registry forget the people whom the engine does not hold any more. Where
// that fails, or where it was not exact before, reload does it later.
func (f *registryFeed) end(ctx context.Context, in feeding) {
	f.exact = in.wasExact && f.people.Learn(ctx, in.fewer) == nil
}

// isDue reports whether the registry has to be loaded from an engine with the mark: after
// a stop that left the engine behind the readings, or after a batch that failed, it may
// know people whom no article names any more.
func (f *registryFeed) isDue(mark uint64) bool { return !f.exact && mark >= f.agreeAt }

// reload fills the registry from the engine. No batch is applied meanwhile.
func (f *registryFeed) reload(ctx context.Context, engine index.Engine) error {
	if err := f.people.Load(ctx, engine); err != nil {
		return err
	}
	f.exact = true
	return nil
}

// readBefore returns how the articles of changes were read until now.
func readBefore(ctx context.Context, of generations.Readings, changes []readings.Change) ([]*article.Article, error) {
	ids := make([]string, len(changes))
	for i, c := range changes {
		ids[i] = c.ID
	}
	found, err := of.Get(ctx, ids)
	if err != nil {
		return nil, err
	}
	return articlesFound(found), nil
}

// articlesFound returns the articles of readings that are there.
func articlesFound(found []readings.Reading) []*article.Article {
	list := make([]*article.Article, 0, len(found))
	for _, rd := range found {
		if rd.Article != nil {
			list = append(list, rd.Article)
		}
	}
	return list
}

// articlesOf returns the articles that are not removed.
func articlesOf(changes []readings.Change) []*article.Article {
	list := make([]*article.Article, 0, len(changes))
	for _, c := range changes {
		if c.Article != nil {
			list = append(list, c.Article)
		}
	}
	return list
}
