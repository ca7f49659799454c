// Package limit shares the service among its clients: rates of requests ([Buckets]),
// places to work ([Places]) and bytes in memory ([Room]).
package limit

import (
	"container/list"
	"math"
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Buckets hold a bucket of tokens for each name. A new bucket is full. It fills evenly and
// holds as many tokens as a minute brings; a request takes one. Memory is bounded: the name
// that was idle longest makes room for a new one. Buckets are safe for concurrent use.
type Buckets struct {
	perMinute int
	most      int

	mu     sync.Mutex
	recent *list.List // of *bucket, the latest first
	named  map[string]*list.Element
}

type bucket struct {
	name   string
	tokens *rate.Limiter
}

// New returns buckets for perMinute requests a minute and at most so many names. Both are
// at least 1.
func New(perMinute, most int) *Buckets {
	return &Buckets{perMinute: max(perMinute, 1), most: max(most, 1), recent: list.New(), named: map[string]*list.Element{}}
}

// A Quota is the state of a bucket after a request.
type Quota struct {
	OK        bool          // the request is within the limit
	Limit     int           // requests a minute
	Remaining int           // requests that may follow at once
	Reset     time.Duration // until the bucket is full again
	Retry     time.Duration // until the next request may come; 0 where one may now
}

// Take takes a token from the bucket of a name, if it has one.
func (b *Buckets) Take(name string, now time.Time) Quota {
	b.mu.Lock()
	defer b.mu.Unlock()
	tokens := b.of(name)
	q := Quota{Limit: b.perMinute, OK: tokens.AllowN(now, 1)}
	left := max(tokens.TokensAt(now), 0)
	q.Remaining = int(left)
	q.Reset = b.during(float64(b.perMinute) - left)
	if left < 1 {
		q.Retry = b.during(1 - left)
	}
	return q
}

// during returns how long it takes to fill in so many tokens.
func (b *Buckets) during(tokens float64) time.Duration {
	return time.Duration(math.Ceil(tokens * float64(time.Minute) / float64(b.perMinute)))
}

func (b *Buckets) of(name string) *rate.Limiter {
	if e, ok := b.named[name]; ok {
		b.recent.MoveToFront(e)
		return e.Value.(*bucket).tokens
	}
	if b.recent.Len() >= b.most {
		oldest := b.recent.Back()
		delete(b.named, oldest.Value.(*bucket).name)
		b.recent.Remove(oldest)
	}
	tokens := rate.NewLimiter(rate.Limit(b.perMinute)/60, b.perMinute)
	b.named[name] = b.recent.PushFront(&bucket{name, tokens})
	return tokens
}

// Len returns how many names have a bucket.
func (b *Buckets) Len() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.recent.Len()
}

// Network returns the name under which an address is counted: for IPv6 its /64 network,
// because one client may use all addresses of it.
func Network(a netip.Addr) string {
	a = a.Unmap().WithZone("")
	if !a.Is6() {
		return a.String()
	}
	network, err := a.Prefix(64)
	if err != nil {
		return a.String()
	}
	return network.String()
}
