package archive

import (
	"context"
	"errors"
	"fmt"
	"time"

	"warta/index/internal/shield"
	"warta/index/record"
)

const (
	// tailEvery is the pause between looks for what other processes have written.
	tailEvery = 500 * time.Millisecond
	// tailFor bounds one look: a record that does not answer within it becomes [Status].Trouble.
	tailFor = 10 * time.Second
)

// tailFailed is what [Status].Trouble says while decisions cannot be looked for.
const tailFailed = "decisions cannot be read from the record at present"

// tail puts into force what other processes over the same record decide, until the archive
// closes: merges, splits, names and suppressions of people, and the list of office holders.
// Every process has a tail, whether it leads or not. Corrections of quotes come with the
// articles that they are about: see readAll. The tail also looks how far the record has got.
func (a *Archive) tail() {
	ticker := time.NewTicker(tailEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
		case <-a.ctx.Done():
			return
		}
		err := shield.Call(func() error {
			ctx, cancel := context.WithTimeout(a.ctx, tailFor)
			defer cancel()
			return errors.Join(a.followDecisions(ctx), a.lookAhead(ctx))
		})
		if a.ctx.Err() != nil {
			return
		}
		if isOther(err) { // Status says so by itself
			err = nil
		}
		if err != nil && !a.hasTrouble(tailFailed) { // told once, not at each look
			a.opts.Log.WarnContext(a.ctx, tailFailed, "err", err, "retry_in", tailEvery)
		}
		a.setTrouble(tailFailed, err)
	}
}

// followDecisions puts the decisions into force that were made since the last look. Where
// there are none it costs one short query.
func (a *Archive) followDecisions(ctx context.Context) error {
	within, cancel := context.WithTimeout(ctx, a.opts.decideFor)
	defer cancel()
	err := a.deciding.Lock(within)
	if err == nil {
		defer a.deciding.Unlock()
		err = a.enforceNew(within)
	}
	if ctx.Err() == nil {
		err = a.overdue(within, err)
	}
	return err
}

// decideFor bounds the wait for deciding, and the time for which a caller holds it: a record
// that does not answer must not stop what waits for decisions.
const decideFor = 30 * time.Second

// decide locks deciding for a caller that makes a decision. It returns the context in which the
// decision is made, and what unlocks. The context ends after [decideFor] and not with ctx: a
// caller may disconnect, and a decision in the record must be in force. The error is that of
// ctx, or wraps [record.ErrAway].
func (a *Archive) decide(ctx context.Context) (whole context.Context, unlock func(), err error) {
	wait, cancel := context.WithTimeout(ctx, a.opts.decideFor)
	defer cancel()
	if err := a.deciding.Lock(wait); err != nil {
		if ctx.Err() == nil {
			return nil, nil, fmt.Errorf("%w: a decision has not ended in %v", record.ErrAway, a.opts.decideFor)
		}
		return nil, nil, fmt.Errorf("wait for a decision to end: %w", err)
	}
	whole, end := context.WithTimeout(context.WithoutCancel(ctx), a.opts.decideFor)
	return whole, func() { end(); a.deciding.Unlock() }, nil
}

// overdue returns err, as one of a record that is away where the time of [Archive.decide] is
// over.
func (a *Archive) overdue(whole context.Context, err error) error {
	if err == nil || whole.Err() == nil {
		return err
	}
	return fmt.Errorf("%w: no answer in %v: %w", record.ErrAway, a.opts.decideFor, err)
}

// enforceNew is followDecisions for a caller that holds deciding.
func (a *Archive) enforceNew(ctx context.Context) error {
	page, err := a.record.DecisionsAfter(ctx, a.enforced.Load(), 1)
	if err != nil || len(page) == 0 && !a.unsure {
		return err
	}
	if err := a.book.Refresh(ctx); err != nil { // a renaming has an id of its own
		return err
	}
	return a.enforce(ctx)
}

// skipOwn spares the tail n decisions, the last of which has the number last, that this
// process has put into force by itself. The numbers of one call of Decide are consecutive. If
// they do not follow the last decision in force, another process has decided in between, and the
// tail reads all decisions again. A decision of the same kind and target has another number. The
// caller holds deciding.
func (a *Archive) skipOwn(n int, last uint64) {
	if a.enforced.Load()+uint64(n) == last { // n is not negative
		a.enforced.Store(last)
	}
}

// lookAhead notes where the record ends. Where searches do not see yet what the look before
// saw, they are behind, and lookAhead notes the last change that hid something: hits are then
// held against the record, see recordedReadings.
func (a *Archive) lookAhead(ctx context.Context) error {
	before := a.known.Load()
	head, err := a.record.Head(ctx)
	if err != nil {
		return err
	}
	a.known.Store(head)
	g := a.live.Load()
	if g == nil || !g.ready.Load() || g.mark.Load() >= before {
		return nil
	}
	hid, err := a.record.LastRemoval(ctx)
	if err != nil {
		return err
	}
	raise(&a.hiding, hid)
	return nil
}
