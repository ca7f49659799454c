package archive

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync/atomic"
	"time"

	"warta/analyzers/indonesian"
	"warta/index"
	"warta/index/documents"
	"warta/index/generations"
	"warta/index/internal/shield"
	"warta/index/people"
	"warta/index/readings"
	"warta/index/search"
)

// A generation is the data that one version of reader and engine derived from the record:
// readings and index. Searches hold counted references, so that a generation can be replaced
// while searches run on it.
type generation struct {
	number   int
	made     generations.Info // versions that made it; state and times are current only in info
	info     generations.Info // written by one goroutine at a time
	engine   *guarded
	readings generations.Readings
	searcher *search.Searcher                                     // over engine and readings
	preload  func(ctx context.Context, room int64) (int64, error) // see [generations.Opened], as those below
	publish  func(ctx context.Context, mark uint64) error
	show     func(ctx context.Context) error

	readiness // marks and readiness for searches
	feed      registryFeed
	regroup   *regrouper // nil if the engine has LiveGroups

	doubted atomic.Int64 // Unix time in seconds of the last damage examination; 0 for none

	refs   atomic.Int64
	closed chan struct{} // closed after the last release has closed engine and readings
	err    error         // of closing; valid after closed is closed
}

// wanted describes a new generation made by the current versions of reader and engine.
func (a *Archive) wanted() generations.Info {
	return generations.Info{
		Format: generations.Format, Lineage: a.record.Lineage(), Reader: a.opts.Reader.Version(), Engine: a.indexVersion(),
		State: generations.Building, Created: a.opts.Now().UTC(),
	}
}

// indexVersion changes whenever an index must be refilled: with the version of the engine,
// the documents or the analyzer.
func (a *Archive) indexVersion() string {
	return a.opts.EngineVersion + "." + documents.Version + "." + indonesian.Version
}

// kept returns the stored generations of this record, highest number first.
func (a *Archive) kept(ctx context.Context) ([]generations.Info, error) {
	return a.generations.List(ctx, a.record.Lineage())
}

// openGenerations opens the live generation and starts a missing or required rebuild. A
// damaged generation is not an error; it is rebuilt.
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
		a.work.Go(func() { a.build(a.ctx, g) })
	}
	a.work.Go(func() { a.prune(a.ctx) })
	if g := open.live; g != nil && g.preload != nil && a.opts.Preload > 0 {
		a.work.Go(func() { a.preloadFiles(g) })
	}
	return nil
}

// preloadFiles reads the files of g into the page cache, so that the first searches after a
// start do not wait for the disk. It ends with the archive.
func (a *Archive) preloadFiles(g *generation) {
	if !g.retain() {
		return
	}
	defer g.release()
	begun := time.Now()
	var read int64
	err := shield.Call(func() (err error) { read, err = g.preload(a.ctx, a.opts.Preload); return err })
	switch {
	case a.ctx.Err() != nil:
	case err != nil:
		a.opts.Log.WarnContext(a.ctx, "files could not be read ahead; searches read them", "number", g.number, "err", err)
	default:
		a.opts.Log.InfoContext(a.ctx, "files were read ahead", "number", g.number, "bytes", read, "took", time.Since(begun))
	}
}

// openedGenerations are the generations in use after Open.
type openedGenerations struct {
	live     *generation // serves searches; nil if none can
	building *generation // replaces live once filled, or nil
	damage   error       // why a complete generation could not be opened, or nil
	highest  int         // highest number in use
}

// openKept opens the newest complete generation of found and the one under construction, if
// it is pinned by Rollback or was made by the current versions. The slice found is ordered
// by number, highest first.
func (a *Archive) openKept(ctx context.Context, found []generations.Info) (open openedGenerations, err error) {
	if len(found) > 0 {
		open.highest = found[0].Number
	}
	for _, k := range found {
		if !open.wants(k, a.wanted()) {
			continue
		}
		if k.State == generations.Building && k.Pinned && k.Number < open.highest {
			// The process ended between Save and Renumber in Rollback.
			open.highest++
			if err := a.generations.Renumber(ctx, k.Number, open.highest); err != nil {
				return open, errors.Join(err, open.close())
			}
			k.Number = open.highest
		}
		g, err := a.openGeneration(ctx, k)
		switch {
		case err != nil && a.shared != nil && !unusable(err): // servers that are away damage nothing
			return open, errors.Join(err, open.close())
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

// unusable reports whether err says that a generation has to be built again.
func unusable(err error) bool {
	return slices.ContainsFunc([]error{index.ErrDamaged, index.ErrOutdated, readings.ErrDamaged, readings.ErrFormat, errShortRecord}, func(why error) bool { return errors.Is(err, why) })
}

// wants reports whether openKept needs k, given the generations already opened.
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

// tellDamage records damage as the cause of a rebuild for Status and Check. A nil damage is
// ignored.
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

// fillUp creates a generation if none is live, or if the live one is damaged or outdated
// with RebuildAuto. Without a live generation the one under construction becomes live, and
// serves searches once it is complete.
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

// newGeneration creates and opens an empty generation.
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
	g.preload, g.publish, g.show = opened.Preload, opened.Publish, opened.Follow
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
	g.refs.Store(1) // the archive's reference, released by retire
	return g, nil
}

// introduce loads the people registry of g: the people in its engine, the editors' decisions
// and the roster.
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

// compareMarks sets the mark from which g continues and the mark from which it serves
// searches.
//
// After a power cut or damage, the engine or the readings may be behind, which only their
// marks show. Both continue from the lower mark, since applying a change again has no
// effect. Searches wait for the higher mark, so that engine and readings agree. They also
// wait for the last removal or quote correction, so that removed or hidden text is not
// shown. Other changes may become searchable later.
//
// A mark beyond the head of the record belongs to a longer record. The error is then
// errShortRecord and g must not be used.
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
	if a.shared != nil && g.info.State == generations.Complete {
		// The other processes answer from it, whatever is only half applied. Hits are held
		// against the record until what hid something last is applied.
		raise(&a.hiding, removal)
		g.ready.Store(true)
	}
	if !g.engine.Can().LiveGroups {
		g.regroup = newRegrouper(g.searcher.People)
	}
	g.feed = registryFeed{people: g.searcher.People, exact: engine == read, agreeAt: max(engine, read)}
	return nil
}

// errShortRecord reports that the record lost its last changes or is an older copy.
var errShortRecord = errors.New("the record has lost its last changes")

// acquire returns the live generation with a new reference, or nil while the archive opens
// or after it closed. The caller must call release.
func (a *Archive) acquire() *generation {
	for {
		g := a.live.Load()
		if g == nil || g.retain() {
			return g
		}
		// The generation was replaced and closed after Load; the next Load returns its
		// successor.
	}
}

// searchable returns the live generation with a new reference; the caller must call release.
// The error is of kind [index.Unavailable] until the generation is ready, since a partial
// index gives wrong answers.
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

// retain adds a reference. It returns false if the count is already 0.
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

// release drops a reference. The last release closes engine and readings.
func (g *generation) release() {
	if g.refs.Add(-1) == 0 {
		g.err = errors.Join(g.engine.Close(), g.readings.Close())
		close(g.closed)
	}
}

// retire drops the archive's reference and blocks until all others are released. It returns
// the error of closing.
func (g *generation) retire() error {
	g.release()
	<-g.closed
	return g.err
}
