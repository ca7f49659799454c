package sqlite

import (
	"context"
	"fmt"
	"sync"

	"warta/index/record"
)

// leases are the leases of the process that has the record open. No other process may have
// it open, so a lease is lost only when the record is closed.
type leases struct {
	mu     sync.Mutex
	held   map[string]*lease
	epochs uint64 // given so far
}

type lease struct {
	of       *leases
	name     string
	epoch    uint64
	closed   <-chan struct{} // of the record
	released chan struct{}
}

// Acquire holds a lease. See [record.Leases].
func (s *Store) Acquire(ctx context.Context, name string) (record.Lease, error) {
	for {
		mine, other := s.leases.take(name, s.stop)
		if other == nil {
			return mine, nil
		}
		select {
		case <-other.released:
		case <-s.stop:
			return nil, fmt.Errorf("acquire the lease %s: %w", name, record.ErrClosed)
		case <-ctx.Done():
			return nil, fmt.Errorf("acquire the lease %s: %w", name, context.Cause(ctx))
		}
	}
}

// take returns a new lease, or the one that is held.
func (l *leases) take(name string, closed <-chan struct{}) (mine, other *lease) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if held := l.held[name]; held != nil {
		return nil, held
	}
	if l.held == nil {
		l.held = map[string]*lease{}
	}
	l.epochs++
	mine = &lease{of: l, name: name, epoch: l.epochs, closed: closed, released: make(chan struct{})}
	l.held[name] = mine
	return mine, nil
}

// Lost is closed with the record.
func (l *lease) Lost() <-chan struct{} { return l.closed }

// Epoch counts the leases of the process: holders follow each other in it.
func (l *lease) Epoch() uint64 { return l.epoch }

// Under implements [record.Lease].
func (l *lease) Under(ctx context.Context) context.Context { return record.WithLease(ctx, l) }

// holds returns [record.ErrLeaseLost] unless given is held now.
func (l *leases) holds(given record.Lease) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if mine, ok := given.(*lease); !ok || l.held[mine.name] != mine {
		return record.ErrLeaseLost
	}
	return nil
}

// Release gives the lease back.
func (l *lease) Release() error {
	l.of.mu.Lock()
	defer l.of.mu.Unlock()
	if l.of.held[l.name] == l {
		delete(l.of.held, l.name)
		close(l.released)
	}
	return nil
}
