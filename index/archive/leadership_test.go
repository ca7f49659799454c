package archive

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"testing"
	"time"

	"warta/index/generations"
)

// A leasing is a store whose lease the test gives and takes away.
type leasing struct {
	generations.Store
	give chan *lentLease
	errs chan error
}

type lentLease struct {
	lost     chan struct{}
	released chan struct{}
	once     sync.Once
}

func newLease() *lentLease {
	return &lentLease{lost: make(chan struct{}), released: make(chan struct{})}
}

func (l *lentLease) Lost() <-chan struct{} { return l.lost }

func (l *lentLease) Release() error {
	l.once.Do(func() { close(l.released) })
	return nil
}

func (s leasing) Lead(ctx context.Context) (generations.Lease, error) {
	select {
	case l := <-s.give:
		return l, nil
	case err := <-s.errs:
		return nil, err
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

// lead runs a leadership over a store; stop waits for its end.
func lead(t *testing.T) (l *leadership, s leasing, stop func()) {
	t.Helper()
	s = leasing{give: make(chan *lentLease), errs: make(chan error)}
	l = newLeadership(s, slog.New(slog.DiscardHandler))
	ctx, cancel := context.WithCancel(t.Context())
	var work sync.WaitGroup
	work.Go(func() { l.run(ctx) })
	stop = func() { cancel(); work.Wait() }
	t.Cleanup(stop)
	return l, s, stop
}

func TestWorkOfALeaderEndsWithTheLeaseAndGoesOnWithTheNext(t *testing.T) {
	t.Parallel()
	l, s, stop := lead(t)
	began, ended := make(chan struct{}), make(chan error)
	done := make(chan error)
	go func() {
		done <- l.during(t.Context(), func(ctx context.Context) error {
			began <- struct{}{}
			<-ctx.Done()
			ended <- context.Cause(ctx)
			return ctx.Err()
		})
	}()
	for range 3 {
		lease := newLease()
		s.give <- lease
		<-began
		if !l.leads() {
			t.Error("a leader does not lead")
		}
		close(lease.lost)
		if err := <-ended; !errors.Is(err, errLeaseLost) {
			t.Errorf("the work ended with %v", err)
		}
		<-lease.released
	}
	last := newLease()
	s.give <- last
	<-began
	go stop()
	if err := <-ended; err == nil {
		t.Error("the work ended without a reason")
	}
	<-last.released // once the work has ended
}

func TestALeaderThatResignsGivesTheLeaseBack(t *testing.T) {
	t.Parallel()
	l, s, _ := lead(t)
	l.resign() // without a term it does nothing
	lease := newLease()
	s.give <- lease
	go func() {
		<-lease.released
		s.give <- newLease() // another term
	}()
	calls := 0
	err := l.during(t.Context(), func(ctx context.Context) error {
		if calls++; calls > 1 {
			return nil
		}
		l.resign()
		l.resign()
		<-ctx.Done()
		select {
		case <-lease.released:
			t.Error("the lease is given back before the work has ended")
		default:
		}
		return nil
	})
	if err != nil || calls != 2 {
		t.Errorf("got %v after %d calls", err, calls)
	}
}

func TestWorkOfALeaderThatIsDoneIsNotRepeated(t *testing.T) {
	t.Parallel()
	l, s, _ := lead(t)
	broken := errors.New("broken")
	go func() { s.give <- newLease() }()
	calls := 0
	if err := l.during(t.Context(), func(context.Context) error { calls++; return broken }); !errors.Is(err, broken) || calls != 1 {
		t.Errorf("got %v after %d calls, want the error of the only one", err, calls)
	}
}

func TestALeaseThatCannotBeTakenIsTriedAgain(t *testing.T) {
	t.Parallel()
	l, s, _ := lead(t)
	go func() {
		s.errs <- errors.New("connection reset")
		s.give <- newLease()
	}()
	if err := l.during(t.Context(), func(context.Context) error { return nil }); err != nil {
		t.Error(err)
	}
}

func TestWaitingForTheLeaseEndsWithItsContext(t *testing.T) {
	t.Parallel()
	l, _, _ := lead(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err := l.during(ctx, func(context.Context) error { t.Error("there is no lease"); return nil })
	if !errors.Is(err, context.Canceled) || l.leads() {
		t.Errorf("got %v", err)
	}
}

// leads reports whether this process has the lease.
func (l *leadership) leads() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.term != nil
}

func TestALeaseIsGivenBackAfterTheWorkOfItsTerm(t *testing.T) {
	t.Parallel()
	l, s, stop := lead(t)
	began, finish := make(chan struct{}), make(chan struct{})
	done := make(chan error)
	go func() {
		done <- l.during(t.Context(), func(ctx context.Context) error {
			close(began)
			<-ctx.Done()
			<-finish // a write that cannot be broken off
			return nil
		})
	}()
	lease := newLease()
	s.give <- lease
	<-began
	go stop()
	select {
	case <-lease.released:
		t.Error("the lease is given back while its work goes on")
	case <-time.After(50 * time.Millisecond):
	}
	close(finish)
	<-lease.released
}
