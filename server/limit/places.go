package limit

import (
	"context"
	"errors"
	"math"
	"sync"
	"time"
)

// Places is a fair semaphore: a free place goes to the waiting name with the least recent
// use, so that heavy clients delay only themselves. It is safe for concurrent use.
type Places struct {
	now func() time.Time

	mu      sync.Mutex
	free    int
	waiting []*waiter
	used    map[string]*use
}

// A waiter is a call that waits for a place.
type waiter struct {
	name  string
	given chan struct{} // closed with the place
}

// A use is the recent use of places by a name.
type use struct {
	seconds float64 // at the time at; halved after each halfLife
	at      time.Time
}

const (
	// halfLife is the time in which use counts half.
	halfLife = 10 * time.Second
	// maxWaiting bounds the waiting calls; more are refused, because their clients would
	// wait for seconds.
	maxWaiting = 1000
	// maxUsed is how many names have a use before those with next to none are dropped.
	maxUsed = 10_000
)

// ErrNoPlace reports that no place became free in time, or that too many calls wait.
var ErrNoPlace = errors.New("limit: no place")

// NewPlaces returns n places. Time comes from now.
func NewPlaces(n int, now func() time.Time) *Places {
	return &Places{now: now, free: max(n, 1), used: map[string]*use{}}
}

// Take waits for a place until ctx ends; release gives it back. The error is
// [ErrNoPlace].
func (p *Places) Take(ctx context.Context, name string) (release func(), err error) {
	w := &waiter{name, make(chan struct{})}
	p.mu.Lock()
	switch {
	case p.free > 0:
		p.free--
		close(w.given)
	case len(p.waiting) >= maxWaiting:
		p.mu.Unlock()
		return nil, ErrNoPlace
	default:
		p.waiting = append(p.waiting, w)
	}
	p.mu.Unlock()
	select {
	case <-w.given:
	case <-ctx.Done():
		if p.leave(w) {
			return nil, ErrNoPlace
		}
		<-w.given // it was given at the same moment
	}
	began := p.now()
	return func() { p.release(name, p.now().Sub(began)) }, nil
}

// leave removes w from the waiting calls; false if it has a place already.
func (p *Places) leave(w *waiter) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	for i, other := range p.waiting {
		if other == w {
			p.waiting = append(p.waiting[:i], p.waiting[i+1:]...)
			return true
		}
	}
	return false
}

// release adds to the use of a name and passes its place on.
func (p *Places) release(name string, took time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.now()
	p.charge(name, took.Seconds(), now)
	if len(p.waiting) == 0 {
		p.free++
		return
	}
	next, least := 0, math.Inf(1)
	for i, w := range p.waiting { // in the order in which they came
		if had := p.had(w.name, now); had < least {
			next, least = i, had
		}
	}
	w := p.waiting[next]
	p.waiting = append(p.waiting[:next], p.waiting[next+1:]...)
	close(w.given)
}

// had returns the recent use of a name in seconds; less than 1 ms counts as 0.
func (p *Places) had(name string, now time.Time) float64 {
	u := p.used[name]
	if u == nil {
		return 0
	}
	left := u.seconds * math.Exp2(-now.Sub(u.at).Seconds()/halfLife.Seconds())
	if left < 1e-3 {
		return 0
	}
	return left
}

func (p *Places) charge(name string, seconds float64, now time.Time) {
	if len(p.used) >= maxUsed && p.used[name] == nil {
		for other := range p.used {
			if p.had(other, now) == 0 {
				delete(p.used, other)
			}
		}
		if len(p.used) >= maxUsed { // all are heavy: reset
			clear(p.used)
		}
	}
	p.used[name] = &use{p.had(name, now) + seconds, now}
}

// Waiting returns how many calls wait for a place.
func (p *Places) Waiting() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.waiting)
}

// Free returns how many places are free.
func (p *Places) Free() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.free
}

// Names returns how many names have a use.
func (p *Places) Names() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.used)
}
