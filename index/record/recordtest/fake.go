package recordtest

import (
	"bytes"
	"cmp"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
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

// Base implements [record.Articles].
func (f *Fake) Base(ctx context.Context, e record.Entry) (b record.Base, err error) {
	err = f.locked(ctx, func() error {
		if b, _, err = f.m.find(&e); err != nil || b.ID == "" || b.Removed || b.Conflict != nil {
			return err
		}
		stands := f.m.change(b.Seq).Received
		if b.Same = stands == e.Received; !b.Same {
			b.Received = &stands
		}
		return nil
	})
	return b, err
}

// find returns the article of e without its text, and the handles that lead to none.
func (m *Memory) find(e *record.Entry) (b record.Base, missing []record.Handle, err error) {
	hs := e.Handles()
	if len(hs) == 0 {
		return b, nil, errors.New("an entry without an identity")
	}
	for _, h := range hs {
		owner, known := m.owners[h.Hash]
		switch {
		case !known:
			missing = append(missing, h)
		case b.ID != "" && b.ID != owner.article:
			return record.Base{Conflict: &record.ConflictError{ByExternalID: b.ID, ByURL: owner.article}}, nil, nil
		default:
			b.ID = owner.article
		}
	}
	if b.ID == "" {
		return b, missing, nil
	}
	a := m.articles[b.ID]
	b = record.Base{
		ID: b.ID, Seq: a.seq, Version: a.version, AsOf: a.asOf, SourceUpdatedAt: a.updated,
		Removed: a.removed, Extends: len(missing) > 0,
	}
	if hs[0].Kind == record.ByExternalID && slices.Contains(missing, hs[0]) {
		for _, owner := range m.owners {
			if owner.article == b.ID && owner.kind == record.ByExternalID && owner.key == e.By {
				b.Conflict = &record.ConflictError{ByURL: b.ID}
			}
		}
	}
	return b, missing, nil
}

// change returns the change with a number.
func (m *Memory) change(seq uint64) record.Change {
	return m.log[slices.IndexFunc(m.log, func(c record.Change) bool { return c.Seq == seq })]
}

// Put implements [record.Articles].
func (f *Fake) Put(ctx context.Context, e record.Entry, base record.Base) (res record.Result, err error) {
	err = f.writing(ctx, func() error {
		now := f.clock()
		out, write, err := base.Judge(&e, now)
		if res = base.Result(out); err != nil || !write {
			return err
		}
		b, missing, err := f.m.find(&e)
		if err != nil {
			return err
		}
		if !base.Stands(&b) {
			return record.ErrMoved
		}
		b.Same = base.Same
		out, write, err = b.Judge(&e, now)
		if res = b.Result(out); err != nil || !write {
			return err
		}
		f.m.put(&e, &b, missing, now, &res)
		return nil
	})
	if err != nil {
		res = record.Result{}
	}
	return res, err
}

// put carries out res.
func (m *Memory) put(e *record.Entry, b *record.Base, missing []record.Handle, now time.Time, res *record.Result) {
	hs := e.Handles()
	id := b.ID
	if id == "" {
		for attempt := 0; ; attempt++ {
			if id = record.NewID(hs, attempt); m.articles[id] == nil {
				break
			}
		}
		m.articles[id] = &fakeArticle{asOf: now.In(record.WIB).Format(time.DateOnly)}
	}
	a := m.articles[id]
	if a.removed {
		for _, h := range hs {
			if owner, known := m.owners[h.Hash]; known && h.Kind == record.ByWords {
				owner.kind = record.ByWords
				m.owners[h.Hash] = owner
			}
		}
		m.disown(id, record.ByRemovedWords)
	}
	for _, h := range missing {
		if h.Kind == record.ByURL {
			m.disown(id, record.ByURL)
		}
		m.owners[h.Hash] = fakeOwner{id, h.Kind, h.Key}
	}
	at := record.Believed(e.SourceUpdatedAt, now)
	if a.updated = record.Believed(a.updated, now); at.After(a.updated) {
		a.updated = at
	}
	if res.Outcome == record.Unchanged {
		return
	}
	a.version++
	a.removed = false
	m.add(a, record.Change{ID: id, Version: a.version, At: now, By: e.By, SourceUpdatedAt: at, Received: e.Received})
	res.ID, res.Seq, res.Version, res.AsOf = id, a.seq, a.version, a.asOf
}

// disown takes the handles of one kind from an article.
func (m *Memory) disown(article string, kind int) {
	maps.DeleteFunc(m.owners, func(_ [16]byte, o fakeOwner) bool { return o.article == article && o.kind == kind })
}

// add appends a change of a to the log.
func (m *Memory) add(a *fakeArticle, c record.Change) {
	m.head++
	a.seq, c.Seq = m.head, m.head
	m.log = append(m.log, c)
	close(m.grown)
	m.grown = make(chan struct{})
}

// Remove implements [record.Articles].
func (f *Fake) Remove(ctx context.Context, id, by string, words ...string) (res record.Result, err error) {
	err = f.writing(ctx, func() error {
		a := f.m.articles[id]
		if a == nil {
			return record.ErrNotFound
		}
		if !a.removed {
			f.remove(id, by, words)
		}
		res = record.Result{ID: id, Outcome: record.Removed, Seq: a.seq, Version: a.version, AsOf: a.asOf}
		return nil
	})
	return res, err
}

func (f *Fake) remove(id, by string, words []string) {
	a, now := f.m.articles[id], f.clock()
	a.removed = true
	for i := range f.m.log {
		if c := &f.m.log[i]; c.ID == id {
			c.Removed, c.Received = true, record.Received{}
		}
	}
	f.m.add(a, record.Change{ID: id, At: now, By: by, Removed: true})
	for _, w := range words {
		h := record.WordsHandle(w)
		if _, known := f.m.owners[h.Hash]; !known {
			f.m.owners[h.Hash] = fakeOwner{id, record.ByRemovedWords, ""}
		}
	}
	for _, d := range slices.Clone(f.m.decisions) {
		if d.Article == id && d.Data != nil {
			f.m.decide(record.Decision{At: now, By: by, Kind: d.Kind, Target: d.Target, Article: id})
		}
	}
	f.audit(record.Audit{By: by, Action: "remove", Target: id})
}

// shown returns a change as readers see it.
func (m *Memory) shown(c record.Change) record.Change {
	a := m.articles[c.ID]
	c.AsOf, c.Latest = a.asOf, a.seq == c.Seq
	return c
}

// Get implements [record.Articles].
func (f *Fake) Get(ctx context.Context, id string) (c record.Change, err error) {
	err = f.locked(ctx, func() error {
		a := f.m.articles[id]
		if a == nil {
			return record.ErrNotFound
		}
		c = f.m.shown(f.m.change(a.seq))
		return nil
	})
	return c, err
}

// State implements [record.Articles].
func (f *Fake) State(ctx context.Context, id string) (s record.State, err error) {
	err = f.locked(ctx, func() error {
		a := f.m.articles[id]
		if a == nil {
			return record.ErrNotFound
		}
		s = record.State{Seq: a.seq, Version: a.version, AsOf: a.asOf, Removed: a.removed}
		return nil
	})
	return s, err
}

// Versions implements [record.Articles].
func (f *Fake) Versions(ctx context.Context, id string, before uint64, n int) (cs []record.Change, err error) {
	err = f.locked(ctx, func() error {
		for _, c := range slices.Backward(f.m.log) {
			if c.ID == id && c.Version > 0 && (before == 0 || c.Seq < before) && len(cs) < n {
				cs = append(cs, f.m.shown(c))
			}
		}
		if len(cs) == 0 {
			return record.ErrNotFound
		}
		return nil
	})
	return cs, err
}

// VersionsAt implements [record.Articles].
func (f *Fake) VersionsAt(ctx context.Context, read map[string]uint64) (versions map[string]int, err error) {
	versions = map[string]int{}
	err = f.locked(ctx, func() error {
		for _, c := range slices.Backward(f.m.log) {
			if seq, asked := read[c.ID]; asked && c.Version > 0 && c.Seq >= seq {
				versions[c.ID] = c.Version // of the first change from seq on, which comes last
			}
		}
		return nil
	})
	return versions, err
}

// Arrivals implements [record.Articles].
func (f *Fake) Arrivals(ctx context.Context, before uint64, n int) (as []record.Arrival, err error) {
	err = f.locked(ctx, func() error {
		for _, c := range slices.Backward(f.m.log) {
			if (before == 0 || c.Seq < before) && f.m.shown(c).Latest && !c.Removed && len(as) < n {
				as = append(as, record.Arrival{ID: c.ID, Seq: c.Seq, At: f.m.changedAt(c)})
			}
		}
		return nil
	})
	return as, err
}

// Changed implements [record.Articles].
func (f *Fake) Changed(ctx context.Context, ids []string) (at map[string]time.Time, err error) {
	at = map[string]time.Time{}
	err = f.locked(ctx, func() error {
		for _, id := range ids {
			if a := f.m.articles[id]; a != nil && !a.removed {
				at[id] = f.m.changedAt(f.m.change(a.seq))
			}
		}
		return nil
	})
	return at, err
}

// changedAt returns the time of the last change of the article whose standing version is c.
func (m *Memory) changedAt(c record.Change) time.Time {
	at := c.At
	for _, d := range m.decisions {
		if d.Article == c.ID && d.At.After(at) {
			at = d.At
		}
	}
	return at
}

// Unsettled implements [record.Articles].
func (f *Fake) Unsettled(ctx context.Context) (at time.Time, err error) {
	err = f.locked(ctx, func() error {
		if n := len(f.m.decisions); n > 0 {
			at = f.m.decisions[n-1].At
		}
		for _, c := range f.m.log {
			if c.Version != 1 && c.At.After(at) {
				at = c.At
			}
		}
		return nil
	})
	return at, err
}

// Counts implements [record.Articles].
func (f *Fake) Counts(ctx context.Context) (c record.Counts, err error) {
	err = f.locked(ctx, func() error {
		for _, a := range f.m.articles {
			if a.removed {
				c.Removed++
			} else {
				c.Articles++
			}
		}
		c.Changes = f.m.head
		return nil
	})
	return c, err
}

// LastRemoval implements [record.Articles].
func (f *Fake) LastRemoval(ctx context.Context) (seq uint64, err error) {
	err = f.locked(ctx, func() error {
		for _, a := range f.m.articles {
			if a.removed {
				seq = max(seq, a.seq)
			}
		}
		for _, d := range f.m.decisions {
			if d.Article != "" && d.Data != nil {
				seq = max(seq, f.m.articles[d.Article].seq)
			}
		}
		return nil
	})
	return seq, err
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

// Decide implements [record.Decisions].
func (f *Fake) Decide(ctx context.Context, ds ...record.Decision) (made record.Decided, err error) {
	for _, d := range ds {
		if err := d.Validate(); err != nil {
			return made, err
		}
	}
	err = f.writing(ctx, func() error {
		var about []*fakeArticle
		for _, d := range ds {
			if a := f.m.articles[d.Article]; d.Article != "" && (a == nil || a.removed) {
				return record.ErrNotFound
			} else if a != nil && !slices.Contains(about, a) {
				about = append(about, a)
			}
		}
		for _, a := range about {
			c := f.m.change(a.seq)
			f.m.log = slices.DeleteFunc(f.m.log, func(other record.Change) bool { return other.Seq == c.Seq })
			f.m.add(a, c)
			made.Change = a.seq
		}
		for _, d := range ds {
			d.At, d.Data = f.clock(), bytes.Clone(d.Data)
			made.Seq = f.m.decide(d)
			action, detail := d.Kind, d.Data
			if d.Data == nil {
				action = "withdraw " + d.Kind
			}
			if d.Logged != nil {
				detail = d.Logged
			}
			f.audit(record.Audit{By: d.By, Action: action, Target: d.Target, Detail: string(detail)})
		}
		return nil
	})
	return made, err
}

// decide appends d to the log of decisions, in the place of the one before.
func (m *Memory) decide(d record.Decision) uint64 {
	m.decisions = slices.DeleteFunc(m.decisions, func(o record.Decision) bool { return o.Kind == d.Kind && o.Target == d.Target })
	m.lastDecision++
	d.N, d.Logged = m.lastDecision, nil
	m.decisions = append(m.decisions, d)
	return d.N
}

// DecisionsAfter implements [record.Decisions].
func (f *Fake) DecisionsAfter(ctx context.Context, after uint64, n int) (ds []record.Decision, err error) {
	err = f.locked(ctx, func() error {
		for _, d := range f.m.decisions {
			if d.N > after && len(ds) < n {
				d.Data = bytes.Clone(d.Data)
				ds = append(ds, d)
			}
		}
		return nil
	})
	return ds, err
}

// GivePersonIDs implements [record.People].
func (f *Fake) GivePersonIDs(ctx context.Context, want []record.PersonID) (stand []record.PersonID, err error) {
	err = f.writing(ctx, func() error {
		for _, w := range want {
			at := slices.IndexFunc(f.m.people, func(p record.PersonID) bool { return p.ID == w.ID })
			if at < 0 && !w.Another {
				at = slices.IndexFunc(f.m.people, func(p record.PersonID) bool { return p.Key == w.Key })
			}
			if at < 0 {
				at = len(f.m.people)
				f.m.people = append(f.m.people, record.PersonID{N: uint64(at) + 1, ID: w.ID, Key: w.Key})
			}
			stand = append(stand, f.m.people[at])
		}
		return nil
	})
	return stand, err
}

// PersonIDsAfter implements [record.People].
func (f *Fake) PersonIDsAfter(ctx context.Context, after uint64, n int) (list []record.PersonID, err error) {
	err = f.locked(ctx, func() error {
		from := min(after, uint64(len(f.m.people)))
		list = append(list, f.m.people[from:min(from+uint64(n), uint64(len(f.m.people)))]...)
		return nil
	})
	return list, err
}

// ChangeRoster implements [record.Roster].
func (f *Fake) ChangeRoster(ctx context.Context, c record.RosterChange) (v record.RosterVersion, err error) {
	err = f.writing(ctx, func() error {
		var last fakeRoster
		if n := len(f.m.roster); n > 0 {
			last = f.m.roster[n-1]
		}
		named := map[string]bool{}
		for _, r := range c.Rows {
			named[r.Satker] = true
		}
		var rows []record.RosterRow
		for _, r := range last.rows {
			if slices.Contains(c.Rows, r) || !c.All && !named[r.Satker] {
				rows = append(rows, r)
			}
		}
		v = record.RosterVersion{N: last.N + 1, At: f.clock(), By: c.By, Dropped: len(last.rows) - len(rows)}
		for _, r := range c.Rows {
			if !slices.Contains(rows, r) {
				rows = append(rows, r)
				v.Added++
			}
		}
		v.Rows = len(rows)
		switch {
		case c.MaxRows > 0 && v.Rows > c.MaxRows:
			return record.ErrRosterTooLong
		case v.Added == 0 && v.Dropped == 0:
			v = last.RosterVersion
			v.Added, v.Dropped = 0, 0
			return nil
		case c.Try:
			return nil
		}
		slices.SortFunc(rows, record.CompareRosterRows)
		f.m.roster = append(f.m.roster, fakeRoster{v, rows})
		f.m.decide(record.RosterDecision(v))
		detail, err := json.Marshal(map[string]any{"version": v.N, "rows": v.Rows, "added": v.Added, "dropped": v.Dropped})
		f.audit(record.Audit{By: c.By, Action: "roster.import", Target: record.RosterTarget, Detail: string(detail)})
		return err
	})
	if err != nil {
		v = record.RosterVersion{}
	}
	return v, err
}

// Roster implements [record.Roster].
func (f *Fake) Roster(ctx context.Context, version uint64) (v record.RosterVersion, rows []record.RosterRow, err error) {
	err = f.locked(ctx, func() error {
		n := uint64(len(f.m.roster))
		if version > n {
			return fmt.Errorf("version %d of the roster: %w", version, record.ErrNotFound)
		}
		if at := cmp.Or(version, n); at > 0 {
			v, rows = f.m.roster[at-1].RosterVersion, slices.Clone(f.m.roster[at-1].rows)
		}
		return nil
	})
	return v, rows, err
}

// RosterVersions implements [record.Roster].
func (f *Fake) RosterVersions(ctx context.Context, before uint64, n int) (list []record.RosterVersion, err error) {
	err = f.locked(ctx, func() error {
		for _, v := range slices.Backward(f.m.roster) {
			if (before == 0 || v.N < before) && len(list) < n {
				list = append(list, v.RosterVersion)
			}
		}
		return nil
	})
	return list, err
}

// AddKey implements [record.Keys].
func (f *Fake) AddKey(ctx context.Context, k record.Key, by string) error {
	return f.writing(ctx, func() error {
		if slices.ContainsFunc(f.m.keys, func(o record.Key) bool { return o.ID == k.ID || o.Hash == k.Hash }) {
			return record.ErrKeyExists
		}
		k.Scopes, k.Satker = append([]string{}, k.Scopes...), append([]string{}, k.Satker...)
		for _, at := range []*time.Time{&k.Created, &k.Expires, &k.Revoked, &k.LastUsed} {
			*at = at.UTC().Truncate(time.Second)
		}
		f.m.keys = append(f.m.keys, k)
		scopes, err := json.Marshal(k.Scopes)
		f.audit(record.Audit{By: by, Action: "add key", Target: k.ID, Detail: string(scopes)})
		return err
	})
}

// RevokeKey implements [record.Keys].
func (f *Fake) RevokeKey(ctx context.Context, id string, at time.Time, by string) error {
	return f.writing(ctx, func() error {
		i := slices.IndexFunc(f.m.keys, func(k record.Key) bool { return k.ID == id })
		if i < 0 {
			return record.ErrNotFound
		}
		if f.m.keys[i].Revoked.IsZero() {
			f.m.keys[i].Revoked = at.UTC().Truncate(time.Second)
		}
		f.audit(record.Audit{By: by, Action: "revoke key", Target: id})
		return nil
	})
}

// TouchKey implements [record.Keys].
func (f *Fake) TouchKey(ctx context.Context, id string, at time.Time) error {
	return f.writing(ctx, func() error {
		for i := range f.m.keys {
			if k := &f.m.keys[i]; k.ID == id && at.After(k.LastUsed) {
				k.LastUsed = at.UTC().Truncate(time.Second)
			}
		}
		return nil
	})
}

// Keys implements [record.Keys].
func (f *Fake) Keys(ctx context.Context) (ks []record.Key, err error) {
	err = f.locked(ctx, func() error { ks = slices.Clone(f.m.keys); return nil })
	slices.SortFunc(ks, func(a, b record.Key) int { return cmp.Or(a.Created.Compare(b.Created), cmp.Compare(a.ID, b.ID)) })
	return ks, err
}

// KeyByHash implements [record.Keys].
func (f *Fake) KeyByHash(ctx context.Context, hash [32]byte) (k record.Key, err error) {
	err = f.locked(ctx, func() error {
		i := slices.IndexFunc(f.m.keys, func(k record.Key) bool { return k.Hash == hash })
		if i < 0 {
			return record.ErrNotFound
		}
		k = f.m.keys[i]
		return nil
	})
	return k, err
}

// WriteAudit implements [record.Audits].
func (f *Fake) WriteAudit(ctx context.Context, a record.Audit) error {
	return f.writing(ctx, func() error { f.audit(a); return nil })
}

func (f *Fake) audit(a record.Audit) {
	a.N, a.At = uint64(len(f.m.audits))+1, f.clock()
	f.m.audits = append(f.m.audits, a)
}

// Audits implements [record.Audits].
func (f *Fake) Audits(ctx context.Context, after uint64, n int) (as []record.Audit, err error) {
	err = f.locked(ctx, func() error {
		for _, a := range f.m.audits {
			if a.N > after && len(as) < n {
				as = append(as, a)
			}
		}
		return nil
	})
	return as, err
}

// Writes implements [record.Audits].
func (f *Fake) Writes(ctx context.Context, before record.WritesPlace, target string, n int) (out []record.Write, next *record.WritesPlace, err error) {
	if before == (record.WritesPlace{}) {
		before = record.WritesPlace{Change: math.MaxInt64, Audit: math.MaxInt64}
	}
	type line struct {
		record.Write
		place record.WritesPlace // one of the two is set
	}
	var lines []line
	err = f.locked(ctx, func() error {
		for _, c := range slices.Backward(f.m.log) {
			if c.Seq < before.Change && c.Version > 0 && (target == "" || c.ID == target) {
				action := "update"
				if c.Version == 1 {
					action = "create"
				}
				lines = append(lines, line{record.Write{At: c.At, By: c.By, Action: action, Target: c.ID}, record.WritesPlace{Change: c.Seq}})
			}
		}
		for _, a := range slices.Backward(f.m.audits) {
			if a.N < before.Audit && (target == "" || a.Target == target) {
				lines = append(lines, line{record.Write{At: a.At, By: a.By, Action: a.Action, Target: a.Target, Detail: a.Detail}, record.WritesPlace{Audit: a.N}})
			}
		}
		return nil
	})
	slices.SortStableFunc(lines, func(a, b line) int { return b.At.Compare(a.At) })
	for i, l := range lines {
		if i == n {
			return out, &before, err
		}
		before.Change, before.Audit = cmp.Or(l.place.Change, before.Change), cmp.Or(l.place.Audit, before.Audit)
		out = append(out, l.Write)
	}
	return out, nil, err
}

// fakeLease is a lease of one Fake.
type fakeLease struct {
	of         *Fake
	name       string
	epoch      uint64
	lost, free chan struct{} // free is closed when another may have it
}

// Acquire implements [record.Leases].
func (f *Fake) Acquire(ctx context.Context, name string) (record.Lease, error) {
	for {
		var mine, other *fakeLease
		err := f.locked(ctx, func() error {
			if other = f.m.leases[name]; other == nil {
				f.m.epoch++
				mine = &fakeLease{f, name, f.m.epoch, make(chan struct{}), make(chan struct{})}
				f.m.leases[name], f.held[name] = mine, mine
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
		if mine != nil {
			return mine, nil
		}
		select {
		case <-other.free:
		case <-f.closed:
		case <-ctx.Done():
		}
	}
}

// Lost implements [record.Lease].
func (l *fakeLease) Lost() <-chan struct{} { return l.lost }

// Epoch implements [record.Lease].
func (l *fakeLease) Epoch() uint64 { return l.epoch }

// Under implements [record.Lease].
func (l *fakeLease) Under(ctx context.Context) context.Context { return record.WithLease(ctx, l) }

// Release implements [record.Lease].
func (l *fakeLease) Release() error {
	m := l.of.m
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.leases[l.name] == l {
		delete(m.leases, l.name)
		delete(l.of.held, l.name)
		close(l.free)
	}
	return nil
}
