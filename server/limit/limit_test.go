package limit_test

import (
	"net/netip"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"warta/server/limit"
)

func TestABucketHoldsAMinuteAndFillsEvenly(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := limit.New(60, 10)
		for i := range 60 {
			if q := b.Take("a", time.Now()); !q.OK || q.Remaining != 59-i || q.Limit != 60 {
				t.Fatalf("request %d: got %+v", i, q)
			}
		}
		q := b.Take("a", time.Now())
		if q.OK || q.Remaining != 0 || q.Retry != time.Second || q.Reset != time.Minute {
			t.Errorf("the 61st: got %+v, want no, with a second to wait and a minute to be full", q)
		}
		if q := b.Take("b", time.Now()); !q.OK {
			t.Errorf("another name: got %+v", q)
		}
		time.Sleep(q.Retry) // on the test's own clock
		if q := b.Take("a", time.Now()); !q.OK {
			t.Errorf("after the wait that was told: got %+v", q)
		}
		if q := b.Take("a", time.Now()); q.OK {
			t.Errorf("one more: got %+v", q)
		}
		time.Sleep(time.Hour)
		if q := b.Take("a", time.Now()); q.Remaining != 59 {
			t.Errorf("after an hour: got %+v, want a bucket that holds a minute and no more", q)
		}
	})
}

func TestMemoryIsBounded(t *testing.T) {
	t.Parallel()
	b := limit.New(1, 100)
	now := time.Unix(1e9, 0)
	b.Take("busy", now)
	for i := range 10_000 {
		b.Take(strconv.Itoa(i), now)
		if q := b.Take("busy", now); q.OK {
			t.Fatalf("after %d others: who keeps asking was forgotten", i)
		}
	}
	if got := b.Len(); got != 100 {
		t.Errorf("got %d names, want 100", got)
	}
}

func TestIPv6AddressesCountByTheirNetwork(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"203.0.113.7":             "203.0.113.7",
		"::ffff:203.0.113.7":      "203.0.113.7",
		"2001:db8:1:2:3:4:5:6":    "2001:db8:1:2::/64",
		"2001:db8:1:2::1":         "2001:db8:1:2::/64",
		"fe80::1:2:3:4%something": "fe80::/64",
	} {
		if got := limit.Network(netip.MustParseAddr(address)); got != want {
			t.Errorf("Network(%s) = %q, want %q", address, got, want)
		}
	}
}

func BenchmarkTake(b *testing.B) {
	buckets := limit.New(1e6, 10_000)
	names := make([]string, 20_000)
	for i := range names {
		names[i] = strconv.Itoa(i)
	}
	now := time.Unix(1e9, 0)
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		buckets.Take(names[i%len(names)], now)
		i++
	}
}
