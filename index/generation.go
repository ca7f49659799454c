package index

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync/atomic"
	"time"

	"warta/index/readings"
)

// A generation is everything that one version of reader and engine worked out
// of the record, in a folder of its own:
//
//	generations/000007/generation.json   what made it, and how far it came
//	generations/000007/readings.db       the articles as read
//	generations/000007/index/            the engine's
//
// Searches reach it through references that are counted, so that it can be
// exchanged while some still run.
type generation struct {
	number   int
	dir      string
	made     generationInfo // what made it; of its state and times only info knows
	info     generationInfo // written by one goroutine at a time
	engine   *guarded
	readings *readings.Readings
	searcher *Searcher // of both

	mark  atomic.Uint64 // of what engine and readings both hold
	ready atomic.Bool   // it can answer searches: it has once held all there was, and has lost nothing since
	owes  atomic.Uint64 // the mark from which on it has every state that it left out because a later one follows
	whole uint64        // the mark from which on one that was complete is so again; guarded by Archive.mu once it is live

	met   bool   // its registry knows whom the engine holds, and nobody else; of whoever applies
	apart uint64 // the mark from which on engine and readings hold the same

	doubted atomic.Int64 // when something was looked into that may come of a damage, in Unix seconds

	refs   atomic.Int64
	closed chan struct{} // closed when the last reference is gone and all is shut
	err    error         // of shutting it; read after closed
}

// generationInfo is generation.json.
type generationInfo struct {
	Format  int       `json:"format"`
	Lineage string    `json:"lineage"` // of the record
	Reader  string    `json:"reader"`  // version
	Engine  string    `json:"engine"`  // version
	State   string    `json:"state"`
	Created time.Time `json:"created"`
	Retired time.Time `json:"retired,omitzero"` // when another took its place
	Pinned  bool      `json:"pinned,omitempty"` // somebody went back to it: it is not rebuilt by itself
}

const generationFormat = 1

// The states of a generation.
const (
	building = "building"
	complete = "ready"
)

func (a *Archive) generationsDir() string { return filepath.Join(a.opts.Dir, "generations") }

func (a *Archive) generationDir(number int) string {
	return filepath.Join(a.generationsDir(), fmt.Sprintf("%06d", number))
}

// wanted describes the generation that the program at hand would make.
func (a *Archive) wanted() generationInfo {
	return generationInfo{
		Format: generationFormat, Lineage: a.record.Lineage(), Reader: a.opts.Reader.Version(), Engine: a.opts.EngineVersion,
		State: building, Created: a.opts.Now().UTC(),
	}
}

// sameVersions reports whether i was made by what makes want.
func (i generationInfo) sameVersions(want generationInfo) bool {
	return i.Format == want.Format && i.Lineage == want.Lineage && i.Reader == want.Reader && i.Engine == want.Engine
}

// A kept is a generation that lies in the folder.
type kept struct {
	number int
	info   generationInfo
}

// keptGenerations lists the generations of the folder that can be told, the
// newest first. What is no generation of this record is of no use to anybody and
// deleted.
func (a *Archive) keptGenerations() ([]kept, error) {
	entries, err := os.ReadDir(a.generationsDir())
	if err != nil {
		return nil, err
	}
	var found []kept
	for _, e := range entries {
		number, err := strconv.Atoi(e.Name())
		if err != nil || !e.IsDir() {
			continue // not ours
		}
		k := kept{number: number}
		data, err := os.ReadFile(filepath.Join(a.generationDir(number), "generation.json"))
		if err == nil {
			err = json.Unmarshal(data, &k.info)
		}
		if err != nil || k.info.Format != generationFormat || k.info.Lineage != a.record.Lineage() {
			a.opts.Log.Warn("a generation is of no use and deleted", "number", number, "err", err)
			if err := os.RemoveAll(a.generationDir(number)); err != nil {
				return nil, err
			}
			continue
		}
		found = append(found, k)
	}
	slices.SortFunc(found, func(x, y kept) int { return cmp.Compare(y.number, x.number) })
	return found, nil
}

// openGenerations finds what can answer searches, and begins to fill what is
// missing. It never fails for a damaged generation: that is rebuilt.
func (a *Archive) openGenerations(ctx context.Context) error {
	found, err := a.keptGenerations()
	if err != nil {
		return err
	}
	want := a.wanted()
	var live, half *generation
	var damage error // what was to answer and cannot
	highest := 0
	if len(found) > 0 {
		highest = found[0].number
	}
	for _, k := range found {
		switch {
		case live != nil && !(k.info.State == building && k.info.Pinned && half == nil):
			continue
		case k.info.State == building && (half != nil || !k.info.sameVersions(want) && !k.info.Pinned):
			continue // killed while it was made by another version
		case k.info.State == building && k.info.Pinned && k.number < highest:
			// Killed at the first step of going back to it.
			highest++
			if err := os.Rename(a.generationDir(k.number), a.generationDir(highest)); err != nil {
				return err
			}
			k.number = highest
		}
		g, err := a.openGeneration(ctx, k.number, k.info)
		switch {
		case err != nil:
			a.opts.Log.ErrorContext(ctx, "a generation cannot be used and is rebuilt", "number", k.number, "err", err)
			if k.info.State == complete && !errors.Is(err, ErrOutdated) && !errors.Is(err, readings.ErrFormat) {
				damage = errors.Join(damage, err)
			}
		case k.info.State == building:
			half = g
		default:
			live = g
		}
	}
	if len(found) == 0 && a.atOpen > 0 {
		damage = errors.New("there is none")
	}
	if errors.Is(damage, errShortRecord) {
		a.setTrouble(shortRecord, damage)
	}
	if damage != nil {
		a.setTrouble(damagedIndex, damage)
		a.noteDamage(damage)
	}
	stale := live != nil && !live.made.sameVersions(want) && !live.made.Pinned
	if live == nil || half == nil && (damage != nil || stale && a.opts.Rebuild == RebuildAuto) {
		if half == nil {
			if half, err = a.newGeneration(ctx, highest+1); err != nil {
				if live != nil {
					err = errors.Join(err, live.retire())
				}
				return err
			}
		}
	}
	if live == nil {
		live, half = half, nil
	}
	a.mu.Lock()
	a.building = half
	a.mu.Unlock()
	a.live.Store(live)
	a.startFollowing(live)
	if half != nil {
		a.work.Go(func() { a.build(half) })
	}
	a.work.Go(a.prune)
	return nil
}

// newGeneration makes an empty generation.
func (a *Archive) newGeneration(ctx context.Context, number int) (*generation, error) {
	info := a.wanted()
	dir := a.generationDir(number)
	if err := os.RemoveAll(dir); err != nil { // left by a stop before it had a name
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return nil, err
	}
	if err := writeInfo(dir, info); err != nil {
		return nil, err
	}
	return a.openGeneration(ctx, number, info)
}

func (a *Archive) openGeneration(ctx context.Context, number int, info generationInfo) (*generation, error) {
	dir := a.generationDir(number)
	g := &generation{number: number, dir: dir, made: info, info: info, closed: make(chan struct{})}
	var err error
	if g.readings, err = readings.Open(ctx, filepath.Join(dir, "readings.db"), readings.Options{CacheBytes: a.opts.ReadingsCache}); err != nil {
		return nil, err
	}
	indexDir := filepath.Join(dir, "index")
	if err = os.MkdirAll(indexDir, 0o750); err == nil {
		var engine Engine
		if engine, err = a.openEngine(ctx, indexDir); err == nil {
			g.engine = &guarded{engine: engine, doubt: func(err error) { a.doubt(g, err) }}
			g.engine.OnDamage(g.engine.doubt)
		}
	}
	if err != nil {
		return nil, errors.Join(err, g.readings.Close())
	}
	g.searcher = NewSearcher(g.engine, recordedReadings{g.readings, a, g}, a.opts.Now)
	g.searcher.people, g.searcher.fed = newRegistry(a.book), true
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
	people := g.searcher.people
	if err := people.load(ctx, g.engine); err != nil {
		return err
	}
	if err := people.decide(ctx, *a.decided.Load()); err != nil {
		return err
	}
	return people.enlist(ctx, a.roster.Load())
}

// compareMarks finds out from where g goes on, and whether it may answer until
// it has caught up.
//
// Either of its parts may be behind after a power cut or a damage, of which they
// say nothing but by their mark: both go on from the lesser one, for applying
// again changes nothing. Searches have to wait until the greater one is reached,
// or they would see the parts disagree, and the last removal, or they would see
// what was removed. The rest may come later, as it always does.
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
	g.mark.Store(min(engine, read))
	g.apart, g.met = max(engine, read), engine == read
	g.whole = max(engine, read, removal)
	g.ready.Store(g.info.State == complete && g.mark.Load() >= g.whole)
	return nil
}

// errShortRecord says that the record has lost its end, or is an older copy.
var errShortRecord = errors.New("the record has lost its last changes")

// writeInfo writes generation.json so that a stop leaves the old or the new one.
func writeInfo(dir string, info generationInfo) error {
	data, err := json.MarshalIndent(info, "", "\t")
	if err != nil {
		return err
	}
	name := filepath.Join(dir, "generation.json")
	f, err := os.Create(name + ".new")
	if err != nil {
		return err
	}
	if _, err = f.Write(append(data, '\n')); err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	if err := os.Rename(name+".new", name); err != nil {
		return err
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

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
// release. The error is of kind [Unavailable] where it has never been complete:
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
