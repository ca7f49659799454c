package archive

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/documents"
	"warta/index/internal/shield"
	"warta/index/people"
	"warta/index/readings"
	"warta/index/record"
)

// An article is set aside where the reader, the use of its reading or the engine panics
// over it. Its plain text then replaces its reading, so that searches still find it, and a
// mark in the readings records the reason. No other article is affected. A new version of
// the reader fills new readings and tries the article again. Failures of the reader itself
// are caught in reading.go. See docs/decisions/0074.

// plainArticle returns the received text as an article, with no field that is read out of it.
func plainArticle(c record.Change) *article.Article {
	art := bareArticle(c)
	art.Title = c.Received.Title
	if text := strings.TrimSpace(c.Received.Body + c.Received.Text); text != "" {
		art.Paragraphs = []string{text}
	}
	return art
}

// bareArticle returns an article without text.
func bareArticle(c record.Change) *article.Article {
	return &article.Article{ID: c.ID, Kind: article.News, URL: c.Received.URL}
}

// blameAfter is the number of panicked attempts after which the articles of a batch are
// checked one by one. It is above 1 because a panic may be transient.
const blameAfter = 3

// blames reports whether articles of b were set aside because of an attempt that failed
// with err.
func (a *Archive) blames(ctx context.Context, g *generation, b *batch, err error) bool {
	if !panicked(err) {
		return false
	}
	if b.panics++; b.panics < blameAfter {
		return false
	}
	if !a.setAside(ctx, g, b) && !(inApply(err) && a.setAsideTaken(ctx, g, b)) {
		return false
	}
	b.panics = 0
	return true
}

// inApply reports whether err is a panic of the engine while it applied a batch.
func inApply(err error) bool {
	e, ok := errors.AsType[*index.Error](err)
	return ok && e.Op == opApply
}

// setAside finds the articles of b over which taking the batch in panics, sets them aside,
// and reports whether there are any. Where an article without text panics too, no article
// is the cause.
func (a *Archive) setAside(ctx context.Context, g *generation, b *batch) (found bool) {
	if a.breaks(ctx, g, bareArticle(record.Change{ID: "-"})) != nil {
		return false
	}
	for i, source := range b.sources {
		c := &b.changes[i]
		for _, lesser := range []func(record.Change) *article.Article{plainArticle, bareArticle} {
			if c.Article == nil {
				break
			}
			err := a.breaks(ctx, g, c.Article)
			if err == nil || ctx.Err() != nil {
				break
			}
			a.opts.Log.ErrorContext(ctx, "an article cannot be made ready for the index and is set aside", "id", c.ID, "change", c.Seq, "err", err)
			c.Article, found = lesser(source), true
			markAside(c, "it cannot be made ready for the index: "+cause(err))
		}
	}
	return found
}

// markAside records why c is set aside. The first reason stays.
func markAside(c *readings.Change, why string) {
	if c.Aside == "" {
		c.Aside = why
	}
}

// setAsideTaken finds by bisection the articles of b over which the engine panics when it
// applies them, sets them aside, and reports whether there are any. The engine applies the
// parts of b that it can, under its current mark: they come again with b, and a second
// application changes nothing. An article is the cause where the engine panics over it and
// applies its plain text, or the article without text. Where the engine panics over those
// too, the engine is broken and the search ends.
func (a *Archive) setAsideTaken(ctx context.Context, g *generation, b *batch) (found bool) {
	broken := false
	var look func(from, to int)
	look = func(from, to int) {
		if broken || ctx.Err() != nil || from == to || a.refused(ctx, g, b.changes[from:to]) == nil {
			return
		}
		if middle := (from + to) / 2; middle > from {
			look(from, middle)
			look(middle, to)
			return
		}
		if a.blameOne(ctx, g, b, from) {
			found = true
		} else {
			broken = true
		}
	}
	look(0, len(b.changes))
	return found
}

// blameOne sets aside an article of b over which the engine panics, and reports whether
// the article is the cause.
func (a *Archive) blameOne(ctx context.Context, g *generation, b *batch, i int) bool {
	c, lesser := &b.changes[i], b.changes[i]
	if c.Article == nil { // a removal
		return false
	}
	for _, of := range []func(record.Change) *article.Article{plainArticle, bareArticle} {
		lesser.Article = of(b.sources[i])
		if a.refused(ctx, g, []readings.Change{lesser}) != nil {
			continue
		}
		err := a.refused(ctx, g, b.changes[i:i+1]) // otherwise the engine works again
		if err == nil || ctx.Err() != nil {
			return false
		}
		a.opts.Log.ErrorContext(ctx, "the engine cannot take in an article, which is set aside", "id", c.ID, "change", c.Seq, "err", err)
		c.Article = lesser.Article
		markAside(c, "the engine cannot take it in: "+cause(err))
		return true
	}
	return false
}

// refused returns the error of the engine that panics over changes at each of several
// attempts. It returns nil where the engine does not panic, or fails otherwise. It does not
// check for damage.
func (a *Archive) refused(ctx context.Context, g *generation, changes []readings.Change) (err error) {
	for range blameAfter {
		err = shield.Call(func() error { return g.engine.engine.Apply(ctx, updatesOf(changes), g.mark.Load()) })
		if !panicked(err) {
			return nil
		}
	}
	return err
}

// breaks runs the steps of a batch on a single article and returns the error of a panic.
// It has no lasting effect.
func (a *Archive) breaks(ctx context.Context, g *generation, art *article.Article) error {
	change := []documents.Change{{ID: art.ID, Article: art}}
	err := shield.Call(func() error {
		updates := documents.Updates(change)
		more, fewer := people.DeltaOf([]*article.Article{art}, []*article.Article{art})
		people := people.New(people.NewIDs(nil, nil))
		if err := errors.Join(people.Learn(ctx, more), people.Learn(ctx, fewer)); err != nil {
			return err
		}
		if err := readings.Pack(art); err != nil {
			return err
		}
		if p, ok := g.engine.engine.(index.Preparer); ok { // without a check for damage of the engine
			_, err := p.Prepare(ctx, updates)
			return err
		}
		return nil
	})
	if !panicked(err) {
		return nil
	}
	return err
}

// cause returns the first line of an error.
func cause(err error) string {
	line, _, _ := strings.Cut(err.Error(), "\n")
	return line
}

// asideFindings returns one sentence for each article that g has set aside.
func asideFindings(g *generation) (findings []string) {
	for _, s := range g.readings.Aside() {
		findings = append(findings, fmt.Sprintf("article %s is set aside, only its plain text is found, until a new version of the reader tries it again: %s", s.ID, s.Why))
	}
	return findings
}
