package recordtest

import (
	"context"

	"warta/index/record"
)

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
