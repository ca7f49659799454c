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

// An article over which the reader panics, or what is made of its reading, or the engine
// when it takes it in, is set aside: its plain text takes the place of its reading, so that
// it is still found, and a mark in the readings says so. It costs itself and no other
// article. A new version of the reader fills new readings, and tries it again. The reader's
// own failures are caught in reading.go. See docs/decisions/0074.

// plainArticle is an article of what was received and nothing that is read out of it.
func plainArticle(c record.Change) *article.Article {
	art := bareArticle(c)
	art.Title = c.Received.Title
	if text := strings.TrimSpace(c.Received.Body + c.Received.Text); text != "" {
		art.Paragraphs = []string{text}
	}
	return art
}

// bareArticle is an article without text.
func bareArticle(c record.Change) *article.Article {
	return &article.Article{ID: c.ID, Kind: article.News, URL: c.Received.URL}
}

// blameAfter is after how many attempts that panicked the articles of a batch are looked
// at one by one: a panic may be one of the moment.
const blameAfter = 3

// blames reports whether articles of b were set aside because of an attempt that ended
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

// inApply reports whether the engine panicked when it took a batch in.
func inApply(err error) bool {
	e, ok := errors.AsType[*index.Error](err)
	return ok && e.Op == opApply
}

// setAside looks for the articles of b over which taking it in panics, sets them aside,
// and reports whether there are any. Where an article without text is too much, it is
// none of the articles.
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

// markAside notes why c is set aside. The first reason stays.
func markAside(c *readings.Change, why string) {
	if c.Aside == "" {
		c.Aside = why
	}
}

// setAsideTaken looks by bisection for the articles of b over which the engine panics
// when it takes them in, sets them aside, and reports whether there are any. The engine
// takes in the parts of b that it can, under the mark that it has: they come again with
// b, and applying again changes nothing. An article is to blame where the engine refuses
// it and takes in its plain text, or the article without text; where it refuses those
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

// blameOne sets an article of b aside that the engine refuses, and reports whether it is
// the article that is to blame.
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
		err := a.refused(ctx, g, b.changes[i:i+1]) // else the engine works again
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

// refused returns how the engine panics over changes that it takes in, each time of
// several; nil where it does not, or fails otherwise. No damage is looked for.
func (a *Archive) refused(ctx context.Context, g *generation, changes []readings.Change) (err error) {
	for range blameAfter {
		err = shield.Call(func() error { return g.engine.engine.Apply(ctx, updatesOf(changes), g.mark.Load()) })
		if !panicked(err) {
			return nil
		}
	}
	return err
}

// breaks does with one article by itself what is done with those of a batch and changes
// nothing that lasts, and returns how it panics.
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
		if p, ok := g.engine.engine.(index.Preparer); ok { // no damage of the engine is looked for
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

// asideFindings says in sentences which articles g has set aside.
func asideFindings(g *generation) (findings []string) {
	for _, s := range g.readings.Aside() {
		findings = append(findings, fmt.Sprintf("article %s is set aside, only its plain text is found, until a new version of the reader tries it again: %s", s.ID, s.Why))
	}
	return findings
}
