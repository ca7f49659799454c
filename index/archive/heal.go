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

// What was worked out can be damaged while it is in use: a disk that flips bits, a
// hand in the wrong folder. Then what can be answered is answered, everything is
// worked out anew from the record, and until then the state is [Degraded].

// What [Status].Trouble says meanwhile.
const (
	rebuildFailed   = "a rebuild was given up, the index before goes on answering: the log says why"
	shortRecord     = "the record ends before what was worked out of it: its last changes are lost; restore a backup, or send again what was sent last"
	damagedIndex    = "the index was damaged or missing and is rebuilt from the record"
	damagedArticles = "articles of the record are damaged and left out: `warta check` names them"
)

// recordedReadings are the readings of a generation; what is damaged in them is
// read again from the record.
type recordedReadings struct {
	generations.Readings
	a *Archive
	g *generation
}

// Get implements [Readings].
func (r recordedReadings) Get(ctx context.Context, ids []string) ([]readings.Reading, error) {
	found, err := r.Readings.Get(ctx, ids)
	if err == nil || ctx.Err() != nil {
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

// doubt is told of an error that may come of a damage of g. If it does, a rebuild
// begins.
func (a *Archive) doubt(g *generation, err error) {
	now, before := a.opts.Now().Unix(), g.doubted.Load()
	recently := before != 0 && now >= before && now-before < int64(doubtEvery/time.Second)
	if recently || !g.retain() { // or it is not open yet, or closed
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

// doubtEvery is how often a generation is looked through because of what fails.
const doubtEvery = 10 * time.Minute

// examine looks for a damage of g that err may come of, and begins a rebuild where it
// finds one.
func (a *Archive) examine(g *generation, err error) {
	if cause := a.diagnose(g, err); cause != nil {
		a.opts.Log.ErrorContext(a.ctx, "a generation is damaged and rebuilt", "number", g.number, "err", cause)
		a.heal(cause)
		return
	}
	a.opts.Log.WarnContext(a.ctx, "a call of a generation failed, and its files are not damaged", "number", g.number, "err", err)
}

// diagnose returns what is damaged in g, nil where nothing is.
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

// heal begins a rebuild, whatever the settings say of new versions.
func (a *Archive) heal(cause error) {
	a.setTrouble(damagedIndex, cause)
	a.noteDamage(cause)
	if err := a.reindex(a.ctx, true); err != nil && a.ctx.Err() == nil {
		a.opts.Log.ErrorContext(a.ctx, "a rebuild cannot begin", "err", err)
	}
}

// noteDamage keeps for [Archive.Check] what is rebuilt by itself: whoever looks
// after a disk wants to know.
func (a *Archive) noteDamage(cause error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.mended) < maxFindings {
		line, _, _ := strings.Cut(cause.Error(), "\n")
		a.mended = append(a.mended, "index: it was damaged or missing, and is rebuilt from the record: "+line)
	}
}

// healed is called when searches are answered from a whole generation. The caller holds mu.
func (a *Archive) healed() {
	if a.building == nil { // else the one that answers may be the one before the damaged one
		delete(a.trouble, damagedIndex)
	}
}

// damaged notes that an article of the record cannot be read, or that it can.
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
