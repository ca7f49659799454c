package archive

import (
	"context"
	"errors"
	"time"

	"warta/index"
)

// Over a shared store of generations one process leads: it reads the record and writes the
// live generation, as the only process over a store of its own does. The others search what
// it has published, see watch.go. This file is about how a process begins to lead and ends.

// leadFailed is what [Status].Trouble says while a process that leads cannot begin.
const leadFailed = "the index cannot be opened for writing at present"

// stand leads whenever this process has the lease, until the archive closes.
func (a *Archive) stand() {
	_ = a.persist(a.ctx, leadFailed, func() error { return a.leading.during(a.ctx, a.lead) }) // it ends with ctx
}

// lead writes the generations until ctx, the term of this process, ends.
func (a *Archive) lead(ctx context.Context) error {
	defer a.stepDown()
	if err := a.persist(ctx, leadFailed, func() error { return a.takeOver(ctx) }); err != nil {
		return err
	}
	a.opts.Log.InfoContext(ctx, "this node writes the index from now on", "generation", a.live.Load().number)
	a.prune(ctx)
	return context.Cause(ctx)
}

// takeOver opens the generations for writing and begins to follow the record. The live one of
// before serves searches until then.
func (a *Archive) takeOver(ctx context.Context) error {
	a.switching.Lock()
	defer a.switching.Unlock()
	if err := a.managing.Lock(ctx); err != nil {
		return err
	}
	defer a.managing.Unlock()
	found, err := a.kept(ctx)
	if err != nil {
		return err
	}
	open, err := a.openKept(ctx, found)
	if err != nil {
		return err
	}
	a.tellDamage(open.damage)
	if err := a.fillUp(ctx, &open); err != nil {
		return err
	}
	live := open.live
	if live.ready.Load() { // its last batch may not have been published
		err = live.publish(ctx, live.mark.Load())
	}
	if err == nil {
		err = a.install(ctx, live, func() { a.term, a.building = ctx, open.building })
	}
	if err != nil {
		return errors.Join(err, open.close())
	}
	a.startFollowing(live)
	if g := open.building; g != nil {
		a.work.Go(func() { a.build(ctx, g) })
	}
	return nil
}

// stepDown ends the work of a term: the followers first, then a rebuild. What a rebuild has
// done stays in the store; the next leader goes on with it. Until all has ended no look for what
// another process has published exchanges the live generation, or changes what a follower does.
func (a *Archive) stepDown() {
	a.switching.Lock()
	defer a.switching.Unlock()
	a.mu.Lock()
	a.term = nil
	var followed []*generation
	for g := range a.following {
		followed = append(followed, g)
	}
	a.mu.Unlock()
	for _, g := range followed {
		a.stopFollowing(g)
	}
	for {
		moved := a.moved.next()
		a.mu.Lock()
		building := a.building
		a.mu.Unlock()
		if building == nil {
			return
		}
		<-moved
	}
}

// install makes g the live generation of a shared store, with the decisions that are in force
// by then. also is called with mu held. The caller holds switching.
func (a *Archive) install(ctx context.Context, g *generation, also func()) error {
	if err := a.deciding.Lock(ctx); err != nil {
		return err
	}
	defer a.deciding.Unlock()
	if err := a.putIntoForce(ctx, g); err != nil {
		return err
	}
	a.mu.Lock()
	also()
	old := a.live.Swap(g)
	a.mu.Unlock()
	a.moved.ring()
	if old == nil {
		return nil
	}
	a.work.Go(func() { // running searches end first
		if err := old.retire(); err != nil {
			a.opts.Log.WarnContext(a.ctx, "close the generation that was replaced", "number", old.number, "err", err)
		}
	})
	return nil
}

// putIntoForce gives g the decisions and the list of office holders that are in force. The caller
// holds deciding.
func (a *Archive) putIntoForce(ctx context.Context, g *generation) error {
	if err := g.searcher.People.Decide(ctx, *a.decided.Load()); err != nil {
		return err
	}
	return g.searcher.People.SetRoster(ctx, a.roster.Load())
}

// leads reports whether this process writes the generations.
func (a *Archive) leads() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.term != nil
}

// notLeading is the error of what only the process that leads can do.
func notLeading(op string) error {
	return &index.Error{
		Kind: index.Unavailable, Op: op, RetryAfter: 5 * time.Second,
		Text: "another node writes the index that this one shares: ask that one, which says `leads` in its status",
	}
}
