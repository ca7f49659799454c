package main

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"strconv"
	"strings"
)

// How much garbage may lie about before it is collected, in percent of what is in
// use. A collection costs by what is in use and not by what is thrown away, so that
// where little is in use it is cheap to wait: loading an archive spent a quarter of
// its time on collections at Go's own 100. Where a large archive is served most of
// the heap is columns without a pointer, which cost a collection next to nothing,
// and half of 100 saves a quarter of the memory.
const (
	leastGarbage = 50
	mostGarbage  = 800
	heapRoom     = 768 << 20 // what use and garbage may take together before the least is kept to
	memoryShare  = 8         // on a small machine: this part of its memory instead
)

// paceGarbage sets the pace of collections from now on, unless the operator has
// said it by GOGC.
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

// garbageRoom is what use and garbage may take together in bytes, on a machine of
// that memory (0: not known) and under that limit of GOMEMLIMIT.
func garbageRoom(memory, limit int64) int64 {
	room := min(heapRoom, limit/2)
	if memory > 0 {
		room = min(room, memory/memoryShare)
	}
	return room
}

// garbagePercent is the pace for so many bytes in use.
func garbagePercent(live, room int64) int {
	if live <= 0 {
		return mostGarbage
	}
	return int(min(max((room-live)*100/live, leastGarbage), mostGarbage))
}

// liveHeap is what the last collection found in use, in bytes.
func liveHeap() int64 {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(sample)
	return int64(sample[0].Value.Uint64())
}

// afterCollections calls f after every collection, one call at a time, until it
// returns false. The runtime has no hook for that, but it tells when an object that
// nobody holds is gone.
func afterCollections(f func() bool) {
	token := new([32]byte) // large enough not to share its block of memory with others
	runtime.AddCleanup(token, func(f func() bool) {
		if f() {
			afterCollections(f)
		}
	}, f)
}

// memoryOfMachine is the memory that this process may use at most, in bytes: of the
// machine or of its control group; 0 where the system does not tell.
func memoryOfMachine() int64 {
	total := procField("/proc/meminfo", "MemTotal")
	if data, err := os.ReadFile("/sys/fs/cgroup/memory.max"); err == nil {
		if limit, err := strconv.ParseInt(strings.TrimSpace(string(data)), 10, 64); err == nil && (total == 0 || limit < total) {
			return limit
		}
	}
	return total
}
