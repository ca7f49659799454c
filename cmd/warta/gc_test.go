package main

import (
	"math"
	"runtime"
	"sync/atomic"
	"testing"
)

func TestGarbageIsPacedByWhatIsInUse(t *testing.T) {
	t.Parallel()
	const mb = 1 << 20
	for _, c := range []struct {
		name               string
		live, memory, most int64
		want               int
	}{
		{"at the start", 0, 24 << 30, math.MaxInt64, mostGarbage},
		{"a small archive waits long", 20 * mb, 24 << 30, math.MaxInt64, mostGarbage},
		{"a middling one fills the room", 192 * mb, 24 << 30, math.MaxInt64, 300},
		{"a large one keeps to the least", 600 * mb, 24 << 30, math.MaxInt64, leastGarbage},
		{"so does one beyond the room", 2000 * mb, 24 << 30, math.MaxInt64, leastGarbage},
		{"a small machine gives less room", 64 * mb, 1 << 30, math.MaxInt64, 100},
		{"a limit gives less room", 64 * mb, 24 << 30, 256 * mb, 100},
		{"a machine that does not tell", 192 * mb, 0, math.MaxInt64, 300},
	} {
		if got := garbagePercent(c.live, garbageRoom(c.memory, c.most)); got != c.want {
			t.Errorf("%s: %d percent, want %d", c.name, got, c.want)
		}
	}
}

func TestGarbageIsPacedAgainAfterEveryCollection(t *testing.T) {
	t.Parallel()
	const times = 3
	var calls atomic.Int32
	afterCollections(func() bool { return calls.Add(1) < times })
	for calls.Load() < times { // a collection tells its news a moment later: the test's own deadline bounds the wait
		runtime.GC()
		runtime.Gosched()
	}
	for range 3 {
		runtime.GC()
	}
	if got := calls.Load(); got != times {
		t.Errorf("called %d times, want %d", got, times)
	}
	if liveHeap() <= 0 {
		t.Error("nothing in use after a collection")
	}
}
