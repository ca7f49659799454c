package archive

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"warta/index/generations"
	"warta/index/internal/shield"
)

// A leadership holds the lease by which this process alone writes the generations. Of
// several processes over one store of generations one has it; the others answer searches.
type leadership struct {
	store generations.Store
	log   *slog.Logger

	resigned chan struct{} // asks for the end of the term, see resign; made by newLeadership

	mu      sync.Mutex
	term    context.Context // ends when the lease is lost; nil while another process has it
	changed broadcast       // of term
	working sync.WaitGroup  // calls within the term; added to under mu while there is one
}

// resignPause is how long a process that resigned leaves the lease to others.
const resignPause = 5 * time.Second

func newLeadership(store generations.Store, log *slog.Logger) *leadership {
	return &leadership{store: store, log: log, resigned: make(chan struct{}, 1)}
}

// resign ends the term of this process, which cannot do the work that another one perhaps can.
// Without a term it does nothing.
func (l *leadership) resign() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.term == nil {
		return
	}
	select {
	case l.resigned <- struct{}{}:
	default: // it was asked for already
	}
}

// errLeaseLost ends the work of a term.
var errLeaseLost = errors.New("another process writes the generations now")

// run takes the lease again and again until ctx ends, with a pause after a failure.
func (l *leadership) run(ctx context.Context) {
	for pause := firstPause; ctx.Err() == nil; pause = min(2*pause, longPause) {
		err := shield.Call(func() error { return l.serve(ctx) })
		if ctx.Err() != nil {
			return
		}
		if err == nil {
			pause = firstPause
			continue
		}
		l.log.ErrorContext(ctx, "the lease of the generations cannot be taken", "err", err, "retry_in", pause)
		select {
		case <-time.After(pause):
		case <-ctx.Done():
		}
	}
}

// serve holds the lease for one term. It gives the lease back once the work of the term has
// ended: a write under way never meets one of the next leader.
func (l *leadership) serve(ctx context.Context) error {
	lease, err := l.store.Lead(ctx)
	if err != nil {
		return err
	}
	term, end := context.WithCancelCause(ctx)
	l.change(func() { l.term = term })
	resigned := false
	select {
	case <-lease.Lost():
		l.log.WarnContext(ctx, "the lease of the generations is lost")
	case <-l.resigned:
		l.log.WarnContext(ctx, "the lease of the generations is given to another node")
		resigned = true
	case <-ctx.Done():
	}
	l.change(func() { l.term = nil })
	end(errLeaseLost)
	l.working.Wait()
	err = lease.Release()
	if resigned {
		l.leaveToOthers(ctx)
	}
	return err
}

// leaveToOthers waits, so that another process gets the lease.
func (l *leadership) leaveToOthers(ctx context.Context) {
	select {
	case <-time.After(resignPause):
	case <-ctx.Done():
	}
	select {
	case <-l.resigned: // meant for the term before
	default:
	}
}

// change changes the term and wakes those who wait for one.
func (l *leadership) change(f func()) {
	l.mu.Lock()
	f()
	l.mu.Unlock()
	l.changed.ring()
}

// during calls f in each term until f returns within one, or ctx ends. The context of f
// ends with the term; what f has begun then has ended when f returns.
func (l *leadership) during(ctx context.Context, f func(ctx context.Context) error) error {
	for {
		changed := l.changed.next()
		l.mu.Lock()
		term := l.term
		within := term != nil && term.Err() == nil // else the next change is near
		if within {
			l.working.Add(1)
		}
		l.mu.Unlock()
		if within {
			ended, err := inTerm(ctx, term, f)
			l.working.Done()
			if !ended {
				return err
			}
			continue
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// inTerm calls f with a context that ends with ctx and with the term, and reports whether
// the term ended before ctx did.
func inTerm(ctx, term context.Context, f func(ctx context.Context) error) (ended bool, err error) {
	within, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	defer context.AfterFunc(term, func() { cancel(errLeaseLost) })()
	err = f(within)
	return term.Err() != nil && ctx.Err() == nil, err
}
