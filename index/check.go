package index

import (
	"context"
	"errors"
	"fmt"

	"warta/index/store"
)

// maxFindings bounds what Check tells: past some, all is in doubt.
const maxFindings = 100

// Check looks through the whole record for damage, and holds readings and engine
// against it. It returns what it found, a sentence each, and an error only where
// it could not look. It may be called while the archive is in use, and takes
// about as long as reading its files does. What is wrong with readings or engine
// is repaired by [Archive.Reindex].
func (a *Archive) Check(ctx context.Context) (findings []string, err error) {
	const op = "index.Check"
	g, err := a.searchable(op)
	if err != nil {
		return nil, err
	}
	defer g.release()
	c := &checker{a: a, g: g, standing: map[string]uint64{}}
	if err := a.record.Sound(ctx); err != nil {
		c.found("record: %v", err)
	}
	for _, step := range []func(context.Context) error{c.lookThroughRecord, c.lookThroughReadings, c.count} {
		if err := step(ctx); err != nil {
			return c.findings, fmt.Errorf("%s: %w", op, err)
		}
	}
	return c.findings, nil
}

type checker struct {
	a        *Archive
	g        *generation
	standing map[string]uint64 // change of each article that stands
	findings []string
}

func (c *checker) found(format string, args ...any) {
	if len(c.findings) < maxFindings {
		c.findings = append(c.findings, fmt.Sprintf(format, args...))
	}
}

func (c *checker) lookThroughRecord(ctx context.Context) error {
	mark := c.g.mark.Load()
	for ch, err := range c.a.record.After(ctx, 0) {
		switch {
		case err != nil:
			return err
		case ch.Seq > mark: // not followed yet
			return nil
		case ch.Damaged != nil:
			c.found("record: version %d of article %s cannot be read: %v", ch.Version, ch.ID, ch.Damaged)
		case ch.Latest && !ch.Removed:
			c.standing[ch.ID] = ch.Seq
		}
	}
	return nil
}

func (c *checker) lookThroughReadings(ctx context.Context) error {
	for rd, err := range c.g.readings.All(ctx) {
		if err != nil {
			if ctx.Err() != nil {
				return err
			}
			c.found("readings: %v", err)
			break
		}
		if seq, there := c.standing[rd.Article.ID]; there && seq == rd.Seq {
			delete(c.standing, rd.Article.ID)
			continue
		}
		if err := c.compare(ctx, rd.Article.ID); err != nil {
			return err
		}
		delete(c.standing, rd.Article.ID)
	}
	for id := range c.standing {
		if err := c.compare(ctx, id); err != nil {
			return err
		}
	}
	return nil
}

// compare looks again at one article that seemed wrong: it may have changed
// while the others were looked at.
func (c *checker) compare(ctx context.Context, id string) error {
	read, err := c.g.readings.Seq(ctx, id)
	if err != nil {
		return err
	}
	state, err := c.a.record.State(ctx, id)
	switch {
	case errors.Is(err, store.ErrNotFound):
		c.found("readings: article %s is not in the record", id)
	case err != nil:
		return err
	case state.Seq > c.g.mark.Load(): // it changes just now
	case state.Removed && read != 0:
		c.found("readings: article %s was removed and is still there", id)
	case !state.Removed && read == 0:
		c.found("readings: article %s is missing", id)
	case !state.Removed && read != state.Seq:
		c.found("readings: article %s is read as of change %d and stands at %d", id, read, state.Seq)
	}
	return nil
}

// count holds the number of articles in the engine against that of the readings.
func (c *checker) count(ctx context.Context) error {
	for range compareTries {
		mark, read := c.g.mark.Load(), c.g.readings.Len()
		res, err := c.g.engine.Search(ctx, Request{Of: Articles, Sort: Newest})
		if err != nil {
			if ctx.Err() != nil {
				return err
			}
			c.found("index: it cannot be searched: %v", err)
			return nil
		}
		if res.Mark != mark || c.g.readings.Mark() != mark || c.g.mark.Load() != mark {
			continue // it changed meanwhile
		}
		if res.Documents != read {
			c.found("index: it holds %d articles, the readings %d", res.Documents, read)
		}
		return nil
	}
	return nil // it never stood still long enough to be counted
}
