package recordtest

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"warta/index/record"
)

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
