package archive

import (
	"context"
	"time"

	"warta/analyzers/article"
	"warta/index/internal/shield"
	"warta/index/record"
)

// A version of the record becomes an article in three ways. readCorrected and reading apply
// the corrections of editors, so a correction survives each new reading; reading is the one
// of the indexer. read leaves the corrections out.

// readCorrected reads a version and applies the corrections of its quotes: what searches
// and pages show.
func (a *Archive) readCorrected(ctx context.Context, c record.Change) *article.Article {
	art, _ := a.reading(ctx, c, nil)
	return art
}

// reading is readCorrected for the indexer. A version that was read when it was taken in is
// given as read and not read again; nil has it read. aside says why the article is set
// aside, empty where it is not.
func (a *Archive) reading(ctx context.Context, c record.Change, read *article.Article) (art *article.Article, aside string) {
	err := shield.Call(func() (err error) {
		if read == nil {
			read, err = a.tryReadChange(c)
		}
		if err == nil {
			art = a.correct(c.ID, read)
		}
		return err
	})
	if err != nil {
		a.opts.Log.ErrorContext(ctx, "an article cannot be read and is set aside", "id", c.ID, "version", c.Version, "err", err)
		return plainArticle(c), "it cannot be read: " + cause(err)
	}
	return art, ""
}

// read reads a version and applies no correction: what a new correction is about, and what
// an article is known by. A version that the reader cannot read is its plain text.
func (a *Archive) read(ctx context.Context, c record.Change) *article.Article {
	art, err := a.tryReadChange(c)
	if err != nil {
		a.opts.Log.ErrorContext(ctx, "an article cannot be read", "id", c.ID, "version", c.Version, "err", err)
		return plainArticle(c)
	}
	return art
}

// asRead returns the reading of an article of which the change seq stands, corrections
// applied, as the generation has it that answers searches; nil where it has none of that
// change. The caller does not change it.
func (a *Archive) asRead(ctx context.Context, id string, seq uint64) *article.Article {
	g := a.acquire()
	if g == nil {
		return nil
	}
	defer g.release()
	found, err := g.readings.Get(ctx, []string{id})
	if err != nil {
		// The record has it too: a damaged reading is no reason to fail.
		a.opts.Log.ErrorContext(ctx, "readings cannot be read", "id", id, "err", err)
		a.doubt(g, err)
		return nil
	}
	if found[0].Seq != seq {
		return nil
	}
	return found[0].Article
}

// uncorrected returns the standing version of an article as it is read before corrections:
// from the readings where nothing is corrected, else read once more; with the number of the
// version. The error is of kind [index.NotFound] or [index.Gone].
func (a *Archive) uncorrected(ctx context.Context, op, id string) (art *article.Article, version int, err error) {
	state, err := a.record.State(ctx, id)
	if err != nil {
		return nil, 0, explained(op, err)
	}
	told(ctx, state.Seq)
	if state.Removed {
		return nil, 0, gone(op)
	}
	if len((*a.corrected.Load())[id]) == 0 {
		if read := a.asRead(ctx, id, state.Seq); read != nil {
			return read, state.Version, nil
		}
	}
	c, err := a.record.Get(ctx, id)
	if err != nil {
		return nil, 0, explained(op, err)
	}
	told(ctx, c.Seq)
	if c.Removed {
		return nil, 0, gone(op)
	}
	return a.read(ctx, c), c.Version, nil
}

// tryReadChange calls the reader for a version and gives the article and its quotes their
// ids. It returns the reader's error, a panic too. A version in which the reader finds no
// article is its plain text; of several that it finds the first counts.
func (a *Archive) tryReadChange(c record.Change) (*article.Article, error) {
	src := source(c.Received, c.AsOf)
	src.Received = c.At.In(record.WIB).Format(time.DateOnly)
	found, err := a.tryRead(src)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return plainArticle(c), nil
	}
	identify(&found[0], c.ID)
	return &found[0], nil
}
