package main

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"strconv"
	"strings"
)

// Values of GOGC: garbage before a collection, in percent of the live heap. The cost of a
// collection depends on the live heap, so a high value is cheap while the heap is small: at
// Go's default of 100, loading an archive spent a quarter of its time on collections. The
// heap of a large archive is mostly columns without pointers, which a collection does not
// scan; there a value of 50 saves a quarter of the memory.
const (
	leastGarbage = 50
	mostGarbage  = 800
	heapRoom     = 768 << 20 // live heap and garbage together may take this before the minimum applies
	memoryShare  = 8         // but at most one part in so many of the memory of the machine
)

// paceGarbage adjusts GOGC after each collection, unless the operator has set GOGC.
func paceGarbage() {
	if os.Getenv("GOGC") != "" {
		return
	}
	room := garbageRoom(memoryOfMachine(), debug.SetMemoryLimit(-1))
	debug.SetGCPercent(garbagePercent(liveHeap(), room))
	afterCollections(func() bool {
		debug.SetGCPercent(garbagePercent(liveHeap(), room))
		return true
	})
}

// garbageRoom returns the bytes that live heap and garbage may take together, for the memory
// of the machine (0: unknown) and the limit of GOMEMLIMIT.
func garbageRoom(memory, limit int64) int64 {
	room := min(heapRoom, limit/2)
	if memory > 0 {
		room = min(room, memory/memoryShare)
	}
	return room
}

// garbagePercent returns the value of GOGC for a live heap of so many bytes.
func garbagePercent(live, room int64) int {
	if live <= 0 {
		return mostGarbage
	}
	return int(min(max((room-live)*100/live, leastGarbage), mostGarbage))
}

// liveHeap returns the live heap of the last collection in bytes.
func liveHeap() int64 {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(sample)
	return int64(sample[0].Value.Uint64())
}

// afterCollections calls f after every collection, one call at a time, until it returns
// false. It uses the cleanup of an unreachable object, because the runtime has no hook for
// collections.
func afterCollections(f func() bool) {
	token := new([32]byte) // too large for the tiny allocator, which would share its block
	runtime.AddCleanup(token, func(f func() bool) {
		if f() {
			afterCollections(f)
		}
	}, f)
}

// memoryOfMachine returns the memory in bytes that this process may use: that of the machine
// or of its control group, 0 if it is unknown.
func memoryOfMachine() int64 {
	total := procField("/proc/meminfo", "MemTotal")
	if data, err := os.ReadFile("/sys/fs/cgroup/memory.max"); err == nil {
		if limit, err := strconv.ParseInt(strings.TrimSpace(string(data)), 10, 64); err == nil && (total == 0 || limit < total) {
			return limit
		}
	}
	return total
}
