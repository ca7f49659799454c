// Package limit counts requests by who sends them, and says who sends too many.
package limit

import (
	"container/list"
	"math"
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Buckets hold a bucket of tokens for each name. A bucket is full at first,
// fills evenly, and holds as many tokens as a minute brings; a request takes one.
// Memory is bounded: of more names than fit, the one that was quiet for longest
// is forgotten, and begins with a full bucket when it comes back. Buckets are
// safe for concurrent use.
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

// New returns buckets that let perMinute requests a minute through, for the most
// names at once. Both are at least 1.
func New(perMinute, most int) *Buckets {
	return &Buckets{perMinute: max(perMinute, 1), most: max(most, 1), recent: list.New(), named: map[string]*list.Element{}}
}

// A Quota is what a name has left after a request.
type Quota struct {
	OK        bool          // the request may go on
	Limit     int           // requests a minute
	Remaining int           // requests that may follow at once
	Reset     time.Duration // until the bucket is full again
	Retry     time.Duration // until the next request may come; 0 where one may now
}

// Take takes a token from the bucket of a name, where there is one.
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

// during returns how long so many tokens take to come.
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

// Len returns how many names are remembered.
func (b *Buckets) Len() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.recent.Len()
}

// Household returns the name under which an address is counted: of IPv6 the
// network of 64 bits, because one household has all of its addresses.
func Household(a netip.Addr) string {
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
