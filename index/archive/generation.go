package archive

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"

	"warta/analyzers/indonesian"
	"warta/index"
	"warta/index/documents"
	"warta/index/generations"
	"warta/index/people"
	"warta/index/readings"
	"warta/index/search"
)

// A generation is everything that one version of reader and engine worked out of the
// record. Searches reach it through references that are counted, so that it can be
// exchanged while some still run.
type generation struct {
	number   int
	made     generations.Info // what made it; of its state and times only info knows
	info     generations.Info // written by one goroutine at a time
	engine   *guarded
	readings generations.Readings
	searcher *search.Searcher // of both

	readiness // how far it has come
	feed      registryFeed
	regroup   *regrouper // nil where the engine has live groups

	doubted atomic.Int64 // when something was looked into that may come of a damage, in Unix seconds

	refs   atomic.Int64
	closed chan struct{} // closed when the last reference is gone and all is shut
	err    error         // of shutting it; read after closed
}

// wanted describes the generation that the program at hand would make.
func (a *Archive) wanted() generations.Info {
	return generations.Info{
		Format: generations.Format, Lineage: a.record.Lineage(), Reader: a.opts.Reader.Version(), Engine: a.indexVersion(),
		State: generations.Building, Created: a.opts.Now().UTC(),
	}
}

// indexVersion changes whenever an index must be filled again: with the engine, the
// documents and the analyzer.
func (a *Archive) indexVersion() string {
	return a.opts.EngineVersion + "." + documents.Version + "." + indonesian.Version
}

// kept lists the generations of this record, the highest number first.
func (a *Archive) kept(ctx context.Context) ([]generations.Info, error) {
	return a.generations.List(ctx, a.record.Lineage())
}

// openGenerations opens what can answer searches and begins to fill what is missing. A
// damaged generation is no error: it is rebuilt.
func (a *Archive) openGenerations(ctx context.Context) error {
	found, err := a.kept(ctx)
	if err != nil {
		return err
	}
	open, err := a.openKept(ctx, found)
	if err != nil {
		return err
	}
	if len(found) == 0 && a.atOpen > 0 {
		open.damage = errors.New("there is none")
	}
	a.tellDamage(open.damage)
	if err := a.fillUp(ctx, &open); err != nil {
		return err
	}
	a.mu.Lock()
	a.building = open.building
	a.mu.Unlock()
	a.live.Store(open.live)
	a.startFollowing(open.live)
	if g := open.building; g != nil {
		a.work.Go(func() { a.build(g) })
	}
	a.work.Go(a.prune)
	return nil
}

// openedGenerations are what an archive begins with.
type openedGenerations struct {
	live     *generation // answers searches; nil where none can
	building *generation // was being filled to take its place, or nil
	damage   error       // why a complete one cannot answer
	highest  int         // number of a generation
}

// openKept opens of the generations that were found, the highest number first, the newest
// that is complete and the one that was being filled by this version of the program or is
// on its way back.
func (a *Archive) openKept(ctx context.Context, found []generations.Info) (open openedGenerations, err error) {
	if len(found) > 0 {
		open.highest = found[0].Number
	}
	for _, k := range found {
		if !open.wants(k, a.wanted()) {
			continue
		}
		if k.State == generations.Building && k.Pinned && k.Number < open.highest {
			// A stop came between the two steps of going back to it.
			open.highest++
			if err := a.generations.Renumber(ctx, k.Number, open.highest); err != nil {
				return open, errors.Join(err, open.close())
			}
			k.Number = open.highest
		}
		g, err := a.openGeneration(ctx, k)
		switch {
		case err != nil:
			a.opts.Log.ErrorContext(ctx, "a generation cannot be used and is rebuilt", "number", k.Number, "err", err)
			if k.State == generations.Complete && !errors.Is(err, index.ErrOutdated) && !errors.Is(err, readings.ErrFormat) {
				open.damage = errors.Join(open.damage, err)
			}
		case k.State == generations.Building:
			open.building = g
		default:
			open.live = g
		}
	}
	return open, nil
}

// wants reports whether a generation is still looked for.
func (o *openedGenerations) wants(k, want generations.Info) bool {
	if k.State == generations.Building {
		return o.building == nil && (k.Pinned || o.live == nil && k.SameVersions(want))
	}
	return o.live == nil
}

func (o *openedGenerations) close() (err error) {
	for _, g := range []*generation{o.live, o.building} {
		if g != nil {
			err = errors.Join(err, g.retire())
		}
	}
	return err
}

// tellDamage lets Status and Check tell why a generation is rebuilt.
func (a *Archive) tellDamage(damage error) {
	if damage == nil {
		return
	}
	if errors.Is(damage, errShortRecord) {
		a.setTrouble(shortRecord, damage)
	}
	a.setTrouble(damagedIndex, damage)
	a.noteDamage(damage)
}

// fillUp makes a new generation where none can answer, or where the one that can is
// damaged or of another version. Without one that answers, the one that is filled is live
// and answers once it is complete.
func (a *Archive) fillUp(ctx context.Context, open *openedGenerations) (err error) {
	live := open.live
	stale := live != nil && !live.made.SameVersions(a.wanted()) && !live.made.Pinned
	if open.building == nil && (live == nil || open.damage != nil || stale && a.opts.Rebuild == RebuildAuto) {
		if open.building, err = a.newGeneration(ctx, open.highest+1); err != nil {
			return errors.Join(err, open.close())
		}
	}
	if live == nil {
		open.live, open.building = open.building, nil
	}
	return nil
}

// newGeneration makes an empty generation.
func (a *Archive) newGeneration(ctx context.Context, number int) (*generation, error) {
	info := a.wanted()
	info.Number = number
	if err := a.generations.Create(ctx, info); err != nil {
		return nil, err
	}
	return a.openGeneration(ctx, info)
}

func (a *Archive) openGeneration(ctx context.Context, info generations.Info) (*generation, error) {
	opened, err := a.generations.Open(ctx, info.Number)
	if err != nil {
		return nil, err
	}
	g := &generation{number: info.Number, made: info, info: info, readings: opened.Readings, closed: make(chan struct{})}
	g.engine = &guarded{engine: opened.Engine, doubt: func(err error) { a.doubt(g, err) }}
	g.engine.OnDamage(g.engine.doubt)
	g.searcher = search.New(search.Options{
		Engine: g.engine, Readings: recordedReadings{g.readings, a, g}, People: people.New(a.book), Now: a.opts.Now,
	})
	if err := a.introduce(ctx, g); err != nil {
		return nil, errors.Join(err, g.engine.Close(), g.readings.Close())
	}
	if err := a.compareMarks(ctx, g); err != nil {
		return nil, errors.Join(err, g.engine.Close(), g.readings.Close())
	}
	g.refs.Store(1) // the archive's own, given back by retire
	return g, nil
}

// introduce tells the searches of g who is who: all that its engine holds, what was
// decided, and who holds which office.
func (a *Archive) introduce(ctx context.Context, g *generation) error {
	people := g.searcher.People
	if err := people.Load(ctx, g.engine); err != nil {
		return err
	}
	if err := people.Decide(ctx, *a.decided.Load()); err != nil {
		return err
	}
	return people.SetRoster(ctx, a.roster.Load())
}

// compareMarks finds out from where g goes on, and whether it may answer until
// it has caught up.
//
// Either of its parts may be behind after a power cut or a damage, of which they
// say nothing but by their mark: both go on from the lesser one, for applying
// again changes nothing. Searches have to wait until the greater one is reached,
// or they would see the parts disagree, and the last removal or correction of a quote,
// or they would see what was removed or hidden. The rest may come later, as it always does.
//
// What one of them holds beyond the end of the record is of a record that was
// there before: then g is of no use.
func (a *Archive) compareMarks(ctx context.Context, g *generation) error {
	engine, err := g.engine.Mark(ctx)
	if err != nil {
		return err
	}
	head, err := a.record.Head(ctx)
	if err != nil {
		return err
	}
	read := g.readings.Mark()
	if max(engine, read) > head {
		return fmt.Errorf("%w: engine and readings hold changes up to %d and %d, it ends at %d", errShortRecord, engine, read, head)
	}
	removal, err := a.record.LastRemoval(ctx)
	if err != nil {
		return err
	}
	g.reopen(g.info.State == generations.Complete, engine, read, removal)
	if !g.engine.Can().LiveGroups {
		g.regroup = newRegrouper(g.searcher.People)
	}
	g.feed = registryFeed{people: g.searcher.People, exact: engine == read, agreeAt: max(engine, read)}
	return nil
}

// errShortRecord says that the record has lost its end, or is an older copy.
var errShortRecord = errors.New("the record has lost its last changes")

// acquire returns the live generation with a reference to it, or nil while the
// archive is opened or closed. Whoever gets one gives it back by release.
func (a *Archive) acquire() *generation {
	for {
		g := a.live.Load()
		if g == nil || g.retain() {
			return g
		}
		// It was exchanged and shut in between: the next one is there already.
	}
}

// searchable returns the live generation for one search, which gives it back by
// release. The error is of kind [index.Unavailable] where it has never been complete:
// a part of the archive is no answer.
func (a *Archive) searchable(op string) (*generation, error) {
	g := a.acquire()
	if g == nil {
		return nil, notReady(op)
	}
	if !g.ready.Load() {
		g.release()
		return nil, notReady(op)
	}
	return g, nil
}

// retain adds a reference, unless there is none left.
func (g *generation) retain() bool {
	for {
		n := g.refs.Load()
		if n == 0 {
			return false
		}
		if g.refs.CompareAndSwap(n, n+1) {
			return true
		}
	}
}

// release gives a reference back; the last one shuts the generation.
func (g *generation) release() {
	if g.refs.Add(-1) == 0 {
		g.err = errors.Join(g.engine.Close(), g.readings.Close())
		close(g.closed)
	}
}

// retire gives back the archive's own reference and waits for the others.
func (g *generation) retire() error {
	g.release()
	<-g.closed
	return g.err
}
