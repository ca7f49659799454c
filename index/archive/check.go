package archive

import (
	"context"
	"errors"
	"fmt"

	"warta/index"
	"warta/index/record"
)

// maxFindings bounds the findings of one Check.
const maxFindings = 100

// Check reads the whole record and checks it for damage. It compares the record with the
// readings one by one, and the readings with the counts of the index. It verifies the
// checksums of the engine's files and searches for sampled articles.
//
// Each finding is one sentence; there are at most maxFindings. An error means that a check
// could not run; findings made before it are returned too. Check is safe during use of the
// archive and takes about as long as reading its files. [Archive.Reindex] repairs findings
// in readings and index. Automatic repairs since the last Check are reported once.
func (a *Archive) Check(ctx context.Context) (findings []string, err error) {
	const op = "index.Check"
	c := &checker{a: a, standing: map[string]uint64{}, tally: newTally()}
	a.mu.Lock()
	c.findings, a.mended = a.mended, nil
	a.mu.Unlock()
	if sounder, ok := a.record.(record.Sounder); ok {
		if err := sounder.Sound(ctx); err != nil {
			c.found("record: %v", err)
		}
	}
	g, err := a.searchable(op)
	if err != nil {
		head, err := a.record.Head(ctx)
		if err == nil {
			err = c.lookThroughRecord(ctx, head)
		}
		if err != nil {
			return c.findings, fmt.Errorf("%s: %w", op, err)
		}
		c.found("index: it is not complete yet and cannot be held against the record")
		return c.findings, nil
	}
	defer g.release()
	c.g, c.mark = g, g.mark.Load()
	for _, finding := range asideFindings(g) {
		c.found("%s", finding)
	}
	inRecord := func(ctx context.Context) error { return c.lookThroughRecord(ctx, c.mark) }
	for _, step := range []func(context.Context) error{inRecord, c.lookThroughReadings, c.lookThroughEngine, c.count, c.sample} {
		if err := step(ctx); err != nil {
			return c.findings, fmt.Errorf("%s: %w", op, err)
		}
	}
	return c.findings, nil
}

type checker struct {
	a        *Archive
	g        *generation
	mark     uint64            // of g at the start
	standing map[string]uint64 // change number by id of current articles
	tally    *tally            // of the readings; nil if they are damaged
	findings []string
}

func (c *checker) found(format string, args ...any) {
	if len(c.findings) < maxFindings {
		c.findings = append(c.findings, fmt.Sprintf(format, args...))
	}
}

// lookThroughRecord collects the current articles up to change mark and reports damaged
// versions.
func (c *checker) lookThroughRecord(ctx context.Context, mark uint64) error {
	for ch, err := range record.After(ctx, c.a.record, 0) {
		switch {
		case err != nil:
			return err
		case ch.Seq > mark: // not yet applied to g
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
			c.a.doubt(c.g, err)
			c.tally = nil
			return nil // the iteration cannot continue after an error
		}
		c.tally.add(rd.Article)
		if seq, there := c.standing[rd.Article.ID]; there && seq == rd.Seq {
			delete(c.standing, rd.Article.ID)
			continue
		}
		if err := c.Compare(ctx, rd.Article.ID); err != nil {
			return err
		}
		delete(c.standing, rd.Article.ID)
	}
	for id := range c.standing {
		if err := c.Compare(ctx, id); err != nil {
			return err
		}
	}
	return nil
}

// Compare checks one article that differed, again with its current state, since it may have
// changed during the check.
func (c *checker) Compare(ctx context.Context, id string) error {
	read, err := c.g.readings.Seq(ctx, id)
	if err != nil {
		if ctx.Err() != nil {
			return err
		}
		c.found("readings: %v", err)
		c.a.doubt(c.g, err)
		return nil
	}
	state, err := c.a.record.State(ctx, id)
	switch {
	case errors.Is(err, record.ErrNotFound):
		c.found("readings: article %s is not in the record", id)
	case err != nil:
		return err
	case state.Seq > c.g.mark.Load(): // not yet applied
	case state.Removed && read != 0:
		c.found("readings: article %s was removed and is still there", id)
	case !state.Removed && read == 0:
		c.found("readings: article %s is missing", id)
	case !state.Removed && read != state.Seq:
		c.found("readings: article %s is read as of change %d and stands at %d", id, read, state.Seq)
	}
	return nil
}

// lookThroughEngine reports the findings of the engine about its files. Damage starts a
// rebuild.
func (c *checker) lookThroughEngine(ctx context.Context) error {
	found, err := c.g.engine.Verify(ctx)
	if len(found) > 0 {
		c.a.doubt(c.g, fmt.Errorf("%w: %s", index.ErrDamaged, found[0]))
	}
	for _, f := range found {
		c.found("index: %s", f)
	}
	return err
}

// count compares the counts of the index with the readings. It reports nothing if changes
// arrive during each of compareTries counts.
func (c *checker) count(ctx context.Context) error {
	for range compareTries {
		mark, read := c.g.mark.Load(), c.g.readings.Len()
		var is *tally
		var of uint64
		err := patiently(ctx, func() (err error) { is, of, err = tallyOf(ctx, c.g.engine); return err })
		if err != nil {
			if ctx.Err() != nil {
				return err
			}
			c.found("index: it cannot be searched: %v", err)
			return nil
		}
		if of != mark || c.g.readings.Mark() != mark || c.g.mark.Load() != mark {
			continue // a change was applied during the count
		}
		if is.articles != read {
			c.found("index: it holds %d articles, the readings %d", is.articles, read)
		}
		if mark == c.mark && c.tally != nil { // the tally is of the same state
			for _, difference := range c.tally.differences("the readings", "the index", is) {
				c.found("index: %s", difference)
			}
		}
		return nil
	}
	return nil // changes arrived in every try
}

// sample checks articles sampled from the whole record.
func (c *checker) sample(ctx context.Context) error {
	return c.a.draw(ctx, c.mark, func(ch record.Change) error {
		found, err := c.a.sample(ctx, c.g, ch)
		switch {
		case err != nil && ctx.Err() != nil:
			return err
		case err != nil:
			c.found("article %s cannot be looked up: %v", ch.ID, err)
		case found != "":
			c.found("%s", found)
		}
		return nil
	})
}
