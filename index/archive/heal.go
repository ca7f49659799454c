package archive

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"warta/index"
	"warta/index/generations"
	"warta/index/internal/shield"
	"warta/index/readings"
	"warta/index/record"
)

// A generation can be damaged while in use, for example by a failing disk or by manual
// changes in its folder. It then answers what it can while a new generation is built from
// the record. The state is [Degraded] until the rebuild is complete.

// Values of [Status].Trouble.
const (
	rebuildFailed   = "a rebuild was given up, the index before goes on answering: the log says why"
	shortRecord     = "the record ends before what was worked out of it: its last changes are lost; restore a backup, or send again what was sent last"
	damagedIndex    = "the index was damaged or missing and is rebuilt from the record"
	damagedArticles = "articles of the record are damaged and left out: `warta check` names them"
)

// recordedReadings are the readings of g. Damaged readings are replaced by parsing the
// article from the record.
type recordedReadings struct {
	generations.Readings
	a *Archive
	g *generation
}

// Get implements [generations.Readings]. An error other than the end of ctx also calls
// doubt.
func (r recordedReadings) Get(ctx context.Context, ids []string) ([]readings.Reading, error) {
	found, err := r.Readings.Get(ctx, ids)
	if err == nil && r.a.hiding.Load() > r.g.mark.Load() {
		r.a.leaveOutHidden(ctx, ids, found)
	}
	if err == nil {
		r.a.toldReadings(ctx, found)
	}
	if err == nil || ctx.Err() != nil || index.KindOf(err) == index.Unavailable { // servers that are away damage nothing
		return found, err
	}
	r.a.doubt(r.g, err)
	found = make([]readings.Reading, len(ids))
	for i, id := range ids {
		if one, err := r.Readings.Get(ctx, ids[i:i+1]); err == nil {
			found[i] = one[0]
			continue
		}
		c, err := r.a.record.Get(ctx, id)
		told(ctx, c.Seq)
		switch {
		case errors.Is(err, record.ErrNotFound):
		case err != nil:
			return nil, err
		case !c.Removed:
			found[i] = readings.Reading{Seq: c.Seq, Article: r.a.readCorrected(ctx, c)}
		}
	}
	return found, nil
}

// leaveOutHidden leaves out of found, the readings of ids, the articles that the record has
// no more, and the quotes that an editor has hidden. It is called where the index does not know
// that yet. Where the record does not answer in time, found stays as it is.
func (a *Archive) leaveOutHidden(ctx context.Context, ids []string, found []readings.Reading) {
	ctx, cancel := context.WithTimeout(ctx, aboutHits)
	defer cancel()
	stand, err := a.record.Changed(ctx, ids)
	if err != nil {
		a.opts.Log.WarnContext(ctx, "what was removed lately may still be found", "err", err)
		return
	}
	left := false
	for i, id := range ids {
		art := found[i].Article
		if art == nil {
			continue
		}
		if _, stands := stand[id]; !stands {
			found[i] = readings.Reading{} // toldReadings notes that
			continue
		}
		if of := (*a.corrected.Load())[id]; len(of) > 0 {
			out := *art
			out.Quotes = nil
			for at, v := range verdicts(of, art.Quotes) {
				if !v.hidden {
					out.Quotes = append(out.Quotes, art.Quotes[at])
				}
			}
			left = left || len(out.Quotes) < len(art.Quotes)
			found[i].Article = &out
		}
	}
	if left {
		a.toldRemovals(ctx)
	}
}

// toldReadings notes which changes an answer with found tells. Readings are written before the
// mark moves, so they may be of later changes; a missing one is of an article that was removed.
func (a *Archive) toldReadings(ctx context.Context, found []readings.Reading) {
	missing := false
	for _, f := range found {
		told(ctx, f.Seq)
		missing = missing || f.Article == nil
	}
	if missing {
		a.toldRemovals(ctx)
	}
}

// toldRemovals notes that an answer tells the last change that hid something.
func (a *Archive) toldRemovals(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, aboutHits)
	defer cancel()
	hid, err := a.record.LastRemoval(ctx)
	if err != nil {
		a.opts.Log.WarnContext(ctx, "an answer may tell of a later removal than it says", "err", err)
	}
	told(ctx, max(hid, a.hiding.Load()))
}

// aboutHits bounds what a search asks the record about its hits.
const aboutHits = time.Second

// doubt starts an examination of g in the background, since err may be caused by damage. It
// does nothing within doubtEvery of the last examination of g, or if g has no references.
func (a *Archive) doubt(g *generation, err error) {
	now, before := a.opts.Now().Unix(), g.doubted.Load()
	recently := before != 0 && now >= before && now-before < int64(doubtEvery/time.Second)
	if recently || !g.retain() { // opening or closed
		return
	}
	a.mu.Lock()
	ending := a.ctx.Err() != nil || !g.doubted.CompareAndSwap(before, now)
	if ending {
		a.mu.Unlock()
		g.release()
		return
	}
	defer a.mu.Unlock()
	a.work.Go(func() {
		defer g.release()
		if failed := shield.Call(func() error { a.examine(g, err); return nil }); failed != nil {
			a.opts.Log.ErrorContext(a.ctx, "a generation cannot be looked through", "number", g.number, "err", failed)
		}
	})
}

// doubtEvery is the minimum time between two examinations of a generation.
const doubtEvery = 10 * time.Minute

// examine checks g for damage after err and starts a rebuild if it finds any. Otherwise it
// logs err.
func (a *Archive) examine(g *generation, err error) {
	if cause := a.diagnose(g, err); cause != nil {
		a.opts.Log.ErrorContext(a.ctx, "a generation is damaged and rebuilt", "number", g.number, "err", cause)
		a.heal(cause)
		return
	}
	a.opts.Log.WarnContext(a.ctx, "a call of a generation failed, and its files are not damaged", "number", g.number, "err", err)
}

// diagnose returns the damage in g, or nil if none is found.
func (a *Archive) diagnose(g *generation, err error) error {
	if errors.Is(err, readings.ErrDamaged) {
		return err
	}
	if err := g.engine.Healthy(); err != nil {
		return err
	}
	found, err := g.engine.Verify(a.ctx)
	if err != nil {
		a.opts.Log.WarnContext(a.ctx, "the files of a generation cannot be looked through", "number", g.number, "err", err)
	}
	if len(found) > 0 {
		return fmt.Errorf("%w: %s", index.ErrDamaged, found[0])
	}
	return nil
}

// heal records the damage and starts a rebuild, regardless of [Options].Rebuild. Of processes
// over a shared store the one that leads does so.
func (a *Archive) heal(cause error) {
	if a.shared != nil && !a.leads() {
		return
	}
	a.setTrouble(damagedIndex, cause)
	a.noteDamage(cause)
	if err := a.reindex(a.ctx, true); err != nil && a.ctx.Err() == nil {
		a.opts.Log.ErrorContext(a.ctx, "a rebuild cannot begin", "err", err)
	}
}

// noteDamage adds a finding about an automatic rebuild to the next [Archive.Check], up to
// maxFindings.
func (a *Archive) noteDamage(cause error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.mended) < maxFindings {
		line, _, _ := strings.Cut(cause.Error(), "\n")
		a.mended = append(a.mended, "index: it was damaged or missing, and is rebuilt from the record: "+line)
	}
}

// healed clears the damage trouble once a complete generation serves searches. The caller
// holds mu.
func (a *Archive) healed() {
	if a.building == nil { // during a rebuild the live generation may still be the damaged one
		delete(a.trouble, damagedIndex)
	}
}

// damaged records err, the reason why article id of the record is unreadable. A nil err
// clears it.
func (a *Archive) damaged(id string, err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if err != nil {
		a.unreadable[id] = true
	} else if len(a.unreadable) > 0 {
		delete(a.unreadable, id)
	}
	if len(a.unreadable) > 0 {
		a.trouble[damagedArticles] = err
	} else {
		delete(a.trouble, damagedArticles)
	}
}
