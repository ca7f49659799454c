package recordtest

import (
	"context"
	"crypto/rand"
	"sync"
	"time"

	"warta/index/record"
)

// A Memory holds one record in memory. Several Fakes may be open on it at once, as nodes
// over one record.
type Memory struct {
	mu       sync.Mutex
	lineage  string
	head     uint64
	articles map[string]*fakeArticle
	owners   map[[16]byte]fakeOwner
	log      []record.Change // by Seq; Latest and AsOf are filled when it is read

	decisions    []record.Decision // by N
	lastDecision uint64
	people       []record.PersonID // by N
	keys         []record.Key
	audits       []record.Audit
	roster       []fakeRoster

	leases map[string]*fakeLease
	epoch  uint64
	grown  chan struct{} // closed by the next change
}

type fakeArticle struct {
	seq     uint64
	version int
	asOf    string
	updated time.Time
	removed bool
}

// fakeOwner is the article to which a handle leads.
type fakeOwner struct {
	article string
	kind    int
	key     string
}

type fakeRoster struct {
	record.RosterVersion
	rows []record.RosterRow
}

// NewMemory returns an empty record.
func NewMemory() *Memory {
	return &Memory{
		lineage: rand.Text(), articles: map[string]*fakeArticle{}, owners: map[[16]byte]fakeOwner{},
		leases: map[string]*fakeLease{}, grown: make(chan struct{}),
	}
}

// A Fake is the plainest record that keeps the contract: one lock around lists and maps.
// Nothing of it is on disk. It is for tests of what stands on a record.
type Fake struct {
	m      *Memory
	now    func() time.Time
	closed chan struct{}
	once   sync.Once
	held   map[string]*fakeLease // guarded by m.mu
}

var (
	_ record.Record = (*Fake)(nil)
	_ record.Leases = (*Fake)(nil)
)

// NewFake returns a Fake on a Memory of its own; now may be nil.
func NewFake(now func() time.Time) *Fake { return NewMemory().Open(now) }

// Open opens m; now may be nil.
func (m *Memory) Open(now func() time.Time) *Fake {
	if now == nil {
		now = time.Now
	}
	return &Fake{m: m, now: now, closed: make(chan struct{}), held: map[string]*fakeLease{}}
}

// clock returns the time as a record keeps it.
func (f *Fake) clock() time.Time { return f.now().UTC().Truncate(time.Microsecond) }

// locked calls do under the lock, unless the record is closed or ctx has ended.
func (f *Fake) locked(ctx context.Context, do func() error) error {
	f.m.mu.Lock()
	defer f.m.mu.Unlock()
	select {
	case <-f.closed:
		return record.ErrClosed
	default:
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return do()
}

// writing is locked for calls that write. Under a lease that is not held they are refused.
func (f *Fake) writing(ctx context.Context, do func() error) error {
	return f.locked(ctx, func() error {
		if given := record.LeaseOf(ctx); given != nil {
			if mine, ok := given.(*fakeLease); !ok || f.m.leases[mine.name] != mine {
				return record.ErrLeaseLost
			}
		}
		return do()
	})
}

// Lineage implements [record.Record].
func (f *Fake) Lineage() string { return f.m.lineage }

// Refused implements [record.Record]: memory takes everything.
func (f *Fake) Refused() bool { return false }

// Close implements [record.Record]. The leases of f are lost.
func (f *Fake) Close() error {
	f.once.Do(func() {
		f.m.mu.Lock()
		defer f.m.mu.Unlock()
		for name, l := range f.held {
			close(l.lost)
			close(l.free)
			delete(f.m.leases, name)
		}
		clear(f.held)
		close(f.closed)
	})
	return nil
}

// Head implements [record.Log].
func (f *Fake) Head(ctx context.Context) (head uint64, err error) {
	err = f.locked(ctx, func() error { head = f.m.head; return nil })
	return head, err
}

// Wait implements [record.Log].
func (f *Fake) Wait(ctx context.Context, after uint64) error {
	for {
		var grown chan struct{}
		err := f.locked(ctx, func() error {
			if f.m.head <= after {
				grown = f.m.grown
			}
			return nil
		})
		if err != nil || grown == nil {
			return err
		}
		select {
		case <-grown:
		case <-f.closed:
		case <-ctx.Done():
		}
	}
}

// Page implements [record.Log].
func (f *Fake) Page(ctx context.Context, after uint64, n int) (cs []record.Change, err error) {
	err = f.locked(ctx, func() error {
		for _, c := range f.m.log {
			if c.Seq > after && len(cs) < n {
				cs = append(cs, f.m.shown(c))
			}
		}
		return nil
	})
	return cs, err
}
