package archive

import (
	"context"
	"time"

	"warta/index/internal/shield"
	"warta/index/record"
)

// tailEvery is the pause between looks for decisions of other processes.
const tailEvery = 2 * time.Second

// tailFailed is what [Status].Trouble says while decisions cannot be looked for.
const tailFailed = "decisions cannot be read from the record at present"

// tail puts into force what other processes over the same record decide, until the archive
// closes: merges, splits, names and suppressions of people, and the list of office holders.
// Every process has a tail, whether it leads or not. Corrections of quotes come with the
// articles that they are about: see readAll.
func (a *Archive) tail() {
	ticker := time.NewTicker(tailEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
		case <-a.ctx.Done():
			return
		}
		err := shield.Call(func() error { return a.followDecisions(a.ctx) })
		if a.ctx.Err() != nil {
			return
		}
		if err != nil {
			a.opts.Log.WarnContext(a.ctx, tailFailed, "err", err, "retry_in", tailEvery)
		}
		a.setTrouble(tailFailed, err)
	}
}

// followDecisions puts the decisions into force that were made since the last look. Where
// there are none it costs one short query.
func (a *Archive) followDecisions(ctx context.Context) error {
	a.deciding.Lock()
	defer a.deciding.Unlock()
	page, err := a.record.DecisionsAfter(ctx, a.enforced, 1)
	if err != nil || len(page) == 0 {
		return err
	}
	if err := a.book.Refresh(ctx); err != nil { // a renaming has an id of its own
		return err
	}
	return a.enforce(ctx)
}

// skipOwn spares the tail the decisions of list, which this process has put into force by
// itself, unless another process has decided in between. Else, and after an error, the tail
// reads them all again. The caller holds deciding.
func (a *Archive) skipOwn(ctx context.Context, list []record.Decision) {
	page, err := a.record.DecisionsAfter(ctx, a.enforced, len(list)+1)
	if err != nil || len(page) != len(list) {
		return
	}
	for i, d := range page {
		if d.Kind != list[i].Kind || d.Target != list[i].Target {
			return
		}
	}
	a.enforced = page[len(page)-1].N
}
