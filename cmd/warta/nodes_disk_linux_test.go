package main_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"warta/index/record/postgres/pgtest"
)

// TestNodesLoseNothingWhenTheDatabaseHasNoRoom: the disk of the database is full under writers and
// readers at two nodes; the server refuses, or ends for want of room for its log. The room comes
// back. WARTA_DISK_ROUNDS sets how often.
func TestNodesLoseNothingWhenTheDatabaseHasNoRoom(t *testing.T) {
	t.Parallel()
	noDetector(t)
	if !mountsAllowed() {
		t.Skip("WARTA_TEST_MOUNTS is not set: .ci/failures does")
	}
	server, fill, empty := pgtest.OwnOnDisk(t, 400)
	rounds, clients := number(t, "WARTA_DISK_ROUNDS", 1), number(t, "WARTA_NODE_CLIENTS", nodeClients)
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d, %d rounds of %d writers and %d readers", seed, rounds, clients, clients)
	random := rand.New(rand.NewPCG(seed, 0))
	r := newTrial(t, server.URL, server.URL)
	finish := r.work(seed, clients)
	defer finish()
	for range rounds {
		time.Sleep(time.Duration(300+random.IntN(1000)) * time.Millisecond)
		fill()
		pgtest.Exec(t, server.URL, "SELECT pg_switch_wal()") // the next piece of the log needs room
		refused := r.refused.Load()
		becomes(t, "writes are refused", func() bool { return r.refused.Load() >= refused+20 })
		time.Sleep(time.Duration(random.IntN(3000)) * time.Millisecond)
		empty()
		server.Ensure(t)
		r.progress(20)
		if t.Failed() {
			break
		}
	}
	finish()
	r.judge(rounds, pauseAllowed())
}
