package recordtest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"warta/index/record"
)

// Faults says how often the calls of a record fail. Each rate is a probability from 0 to 1,
// thrown for each call; the same seed throws the same for the same order of calls.
type Faults struct {
	Seed  uint64
	Error float64 // the call is not made, and returns Err
	Lost  float64 // the call is made, and its answer is replaced by Err
	Panic float64 // the call is not made, and panics
	Slow  float64 // the call is made after Delay, or ends with its context

	Err   error                    // default ErrFault
	Delay time.Duration            // default 5ms
	On    func(method string) bool // which methods fail; nil: all
}

// ErrFault is the error of a call that fails by chance.
var ErrFault = errors.New("the record fails by chance")

// Faulty returns r with faults at every method. Lineage and Refused, which return no error,
// can be slow and panic; Close always closes r. The result is a [record.Keeper] where r is
// one. It has no leases.
func Faulty(r record.Record, f Faults) record.Record {
	if f.Err == nil {
		f.Err = ErrFault
	}
	if f.Delay == 0 {
		f.Delay = 5 * time.Millisecond
	}
	faulty := &faulty{r: r, f: f, rng: rand.New(rand.NewPCG(f.Seed, 21))}
	if keeper, ok := r.(record.Keeper); ok {
		return &faultyKeeper{faulty, keeper}
	}
	return faulty
}

// faulty does not embed the record: a method that is added to the interface has to be
// added here.
type faulty struct {
	r record.Record
	f Faults

	mu  sync.Mutex
	rng *rand.Rand
}

// throw returns what happens to a call.
func (f *faulty) throw(method string) (fails, lost, panics, slow bool) {
	if f.f.On != nil && !f.f.On(method) {
		return false, false, false, false
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.rng.Float64() < f.f.Error, f.rng.Float64() < f.f.Lost, f.rng.Float64() < f.f.Panic, f.rng.Float64() < f.f.Slow
}

// before strikes before a call, and returns whether its answer is lost.
func (f *faulty) before(ctx context.Context, method string) (lost bool, err error) {
	fails, lost, panics, slow := f.throw(method)
	if slow {
		select {
		case <-time.After(f.f.Delay):
		case <-ctx.Done():
			return false, context.Cause(ctx)
		}
	}
	if panics {
		panic("recordtest: " + method + " panics by chance")
	}
	if fails {
		return false, fmt.Errorf("%s: %w", method, f.f.Err)
	}
	return lost, nil
}

// throwAt makes a call with faults.
func throwAt[T any](ctx context.Context, f *faulty, method string, call func() (T, error)) (T, error) {
	var none T
	lost, err := f.before(ctx, method)
	if err != nil {
		return none, err
	}
	v, err := call()
	if lost {
		return none, fmt.Errorf("the answer of %s is lost: %w", method, f.f.Err)
	}
	return v, err
}

// throwAtErr is throwAt for a call that returns an error alone.
func throwAtErr(ctx context.Context, f *faulty, method string, call func() error) error {
	_, err := throwAt(ctx, f, method, func() (struct{}, error) { return struct{}{}, call() })
	return err
}

func (f *faulty) Lineage() string {
	_, _ = f.before(context.Background(), "Lineage") // it returns no error
	return f.r.Lineage()
}

func (f *faulty) Refused() bool {
	_, _ = f.before(context.Background(), "Refused") // it returns no error
	return f.r.Refused()
}

func (f *faulty) Close() error {
	err := f.r.Close()
	return errors.Join(err, throwAtErr(context.Background(), f, "Close", func() error { return nil }))
}

func (f *faulty) Base(ctx context.Context, e record.Entry) (record.Base, error) {
	return throwAt(ctx, f, "Base", func() (record.Base, error) { return f.r.Base(ctx, e) })
}

func (f *faulty) Put(ctx context.Context, e record.Entry, base record.Base) (record.Result, error) {
	return throwAt(ctx, f, "Put", func() (record.Result, error) { return f.r.Put(ctx, e, base) })
}

func (f *faulty) Remove(ctx context.Context, id, by string, words ...string) (record.Result, error) {
	return throwAt(ctx, f, "Remove", func() (record.Result, error) { return f.r.Remove(ctx, id, by, words...) })
}

func (f *faulty) Get(ctx context.Context, id string) (record.Change, error) {
	return throwAt(ctx, f, "Get", func() (record.Change, error) { return f.r.Get(ctx, id) })
}

func (f *faulty) State(ctx context.Context, id string) (record.State, error) {
	return throwAt(ctx, f, "State", func() (record.State, error) { return f.r.State(ctx, id) })
}

func (f *faulty) Versions(ctx context.Context, id string, before uint64, n int) ([]record.Change, error) {
	return throwAt(ctx, f, "Versions", func() ([]record.Change, error) { return f.r.Versions(ctx, id, before, n) })
}

func (f *faulty) Arrivals(ctx context.Context, before uint64, n int) ([]record.Arrival, error) {
	return throwAt(ctx, f, "Arrivals", func() ([]record.Arrival, error) { return f.r.Arrivals(ctx, before, n) })
}

func (f *faulty) Changed(ctx context.Context, ids []string) (map[string]time.Time, error) {
	return throwAt(ctx, f, "Changed", func() (map[string]time.Time, error) { return f.r.Changed(ctx, ids) })
}

func (f *faulty) VersionsAt(ctx context.Context, read map[string]uint64) (map[string]int, error) {
	return throwAt(ctx, f, "VersionsAt", func() (map[string]int, error) { return f.r.VersionsAt(ctx, read) })
}

func (f *faulty) Unsettled(ctx context.Context) (time.Time, error) {
	return throwAt(ctx, f, "Unsettled", func() (time.Time, error) { return f.r.Unsettled(ctx) })
}

func (f *faulty) Counts(ctx context.Context) (record.Counts, error) {
	return throwAt(ctx, f, "Counts", func() (record.Counts, error) { return f.r.Counts(ctx) })
}

func (f *faulty) LastRemoval(ctx context.Context) (uint64, error) {
	return throwAt(ctx, f, "LastRemoval", func() (uint64, error) { return f.r.LastRemoval(ctx) })
}

func (f *faulty) Head(ctx context.Context) (uint64, error) {
	return throwAt(ctx, f, "Head", func() (uint64, error) { return f.r.Head(ctx) })
}

func (f *faulty) Wait(ctx context.Context, after uint64) error {
	return throwAtErr(ctx, f, "Wait", func() error { return f.r.Wait(ctx, after) })
}

func (f *faulty) Page(ctx context.Context, after uint64, n int) ([]record.Change, error) {
	return throwAt(ctx, f, "Page", func() ([]record.Change, error) { return f.r.Page(ctx, after, n) })
}

func (f *faulty) Decide(ctx context.Context, ds ...record.Decision) (record.Decided, error) {
	return throwAt(ctx, f, "Decide", func() (record.Decided, error) { return f.r.Decide(ctx, ds...) })
}

func (f *faulty) DecisionsAfter(ctx context.Context, after uint64, n int) ([]record.Decision, error) {
	return throwAt(ctx, f, "DecisionsAfter", func() ([]record.Decision, error) { return f.r.DecisionsAfter(ctx, after, n) })
}

func (f *faulty) GivePersonIDs(ctx context.Context, want []record.PersonID) ([]record.PersonID, error) {
	return throwAt(ctx, f, "GivePersonIDs", func() ([]record.PersonID, error) { return f.r.GivePersonIDs(ctx, want) })
}

func (f *faulty) PersonIDsAfter(ctx context.Context, after uint64, n int) ([]record.PersonID, error) {
	return throwAt(ctx, f, "PersonIDsAfter", func() ([]record.PersonID, error) { return f.r.PersonIDsAfter(ctx, after, n) })
}

func (f *faulty) ChangeRoster(ctx context.Context, c record.RosterChange) (record.RosterVersion, error) {
	return throwAt(ctx, f, "ChangeRoster", func() (record.RosterVersion, error) { return f.r.ChangeRoster(ctx, c) })
}

func (f *faulty) Roster(ctx context.Context, version uint64) (v record.RosterVersion, rows []record.RosterRow, err error) {
	v, err = throwAt(ctx, f, "Roster", func() (record.RosterVersion, error) {
		v, rows, err = f.r.Roster(ctx, version)
		return v, err
	})
	if err != nil {
		rows = nil
	}
	return v, rows, err
}

func (f *faulty) RosterVersions(ctx context.Context, before uint64, n int) ([]record.RosterVersion, error) {
	return throwAt(ctx, f, "RosterVersions", func() ([]record.RosterVersion, error) { return f.r.RosterVersions(ctx, before, n) })
}

func (f *faulty) AddKey(ctx context.Context, k record.Key, by string) error {
	return throwAtErr(ctx, f, "AddKey", func() error { return f.r.AddKey(ctx, k, by) })
}

func (f *faulty) RevokeKey(ctx context.Context, id string, at time.Time, by string) error {
	return throwAtErr(ctx, f, "RevokeKey", func() error { return f.r.RevokeKey(ctx, id, at, by) })
}

func (f *faulty) TouchKey(ctx context.Context, id string, at time.Time) error {
	return throwAtErr(ctx, f, "TouchKey", func() error { return f.r.TouchKey(ctx, id, at) })
}

func (f *faulty) Keys(ctx context.Context) ([]record.Key, error) {
	return throwAt(ctx, f, "Keys", func() ([]record.Key, error) { return f.r.Keys(ctx) })
}

func (f *faulty) KeyByHash(ctx context.Context, hash [32]byte) (record.Key, error) {
	return throwAt(ctx, f, "KeyByHash", func() (record.Key, error) { return f.r.KeyByHash(ctx, hash) })
}

func (f *faulty) WriteAudit(ctx context.Context, a record.Audit) error {
	return throwAtErr(ctx, f, "WriteAudit", func() error { return f.r.WriteAudit(ctx, a) })
}

func (f *faulty) Audits(ctx context.Context, after uint64, n int) ([]record.Audit, error) {
	return throwAt(ctx, f, "Audits", func() ([]record.Audit, error) { return f.r.Audits(ctx, after, n) })
}

func (f *faulty) Writes(ctx context.Context, before record.WritesPlace, target string, n int) (ws []record.Write, next *record.WritesPlace, err error) {
	ws, err = throwAt(ctx, f, "Writes", func() ([]record.Write, error) {
		ws, next, err = f.r.Writes(ctx, before, target, n)
		return ws, err
	})
	if err != nil {
		next = nil
	}
	return ws, next, err
}

type faultyKeeper struct {
	*faulty
	keeper record.Keeper
}

func (f *faultyKeeper) Backup(ctx context.Context, file string) error {
	return throwAtErr(ctx, f.faulty, "Backup", func() error { return f.keeper.Backup(ctx, file) })
}

func (f *faultyKeeper) Sound(ctx context.Context) error {
	return throwAtErr(ctx, f.faulty, "Sound", func() error { return f.keeper.Sound(ctx) })
}

func (f *faultyKeeper) Scrub(ctx context.Context) error {
	return throwAtErr(ctx, f.faulty, "Scrub", func() error { return f.keeper.Scrub(ctx) })
}
