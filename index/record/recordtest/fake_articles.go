package recordtest

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"warta/index/record"
)

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
