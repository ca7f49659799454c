package recordtest

import (
	"cmp"
	"context"
	"encoding/json"
	"math"
	"slices"
	"time"

	"warta/index/record"
)

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
