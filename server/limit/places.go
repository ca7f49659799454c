package limit

import (
	"context"
	"errors"
	"math"
	"sync"
	"time"
)

// Places are so many things that may run at once. Where more want to, they wait, and
// a place that becomes free goes to the name that has had the least time in places of
// late: one that asks a lot waits for itself, not others for it. Places are safe for
// concurrent use.
type Places struct {
	now func() time.Time

	mu      sync.Mutex
	free    int
	waiting []*waiter
	used    map[string]*use
}

// A waiter waits for a place.
type waiter struct {
	name  string
	given chan struct{} // closed when it has one
}

// A use is how long a name was in places, of late.
type use struct {
	seconds float64 // at the time at; half of it counts after halfLife
	at      time.Time
}

const (
	// halfLife is how fast it is forgotten what somebody has had.
	halfLife = 10 * time.Second
	// maxWaiting is how many may wait at once. More are refused: a queue that takes
	// seconds to be served helps nobody.
	maxWaiting = 1000
	// maxUsed is how many names are remembered before those are forgotten that have
	// had next to nothing of late.
	maxUsed = 10_000
)

// ErrNoPlace says that none became free in time, or that too many wait.
var ErrNoPlace = errors.New("limit: no place")

// NewPlaces returns n places; now tells the time.
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

// leave takes w out of those who wait; false where it has a place already.
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

// release notes how long a name had its place, and gives the place on.
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

// had returns how many seconds a name was in places, of late; next to nothing counts
// as nothing.
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
		if len(p.used) >= maxUsed { // all have had a lot: begin anew
			clear(p.used)
		}
	}
	p.used[name] = &use{p.had(name, now) + seconds, now}
}

// Waiting returns how many wait for a place.
func (p *Places) Waiting() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.waiting)
}

// Free returns how many places nobody has.
func (p *Places) Free() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.free
}

// Names returns how many names are remembered.
func (p *Places) Names() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.used)
}
