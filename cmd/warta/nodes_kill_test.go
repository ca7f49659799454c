package main_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"warta/index/record/postgres/pgtest"
)

// TestNodesLoseNothingWhateverIsKilled: two nodes, writers and readers at both, kill -9 of
// either at a random moment, and of the database in some rounds. WARTA_NODE_ROUNDS sets the number
// of rounds. WARTA_NODE_CLIENTS sets that of the writers, and of the readers.
func TestNodesLoseNothingWhateverIsKilled(t *testing.T) {
	t.Parallel()
	noDetector(t)
	server := pgtest.Own(t)
	rounds, clients := number(t, "WARTA_NODE_ROUNDS", 4), number(t, "WARTA_NODE_CLIENTS", nodeClients)
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d, %d rounds of %d writers and %d readers", seed, rounds, clients, clients)
	random := rand.New(rand.NewPCG(seed, 0))
	r := newTrial(t, server.URL, server.URL)
	finish := r.work(seed, clients)
	defer finish()
	databases := 0
	for round := range rounds {
		// The moment is in no step with what the nodes do.
		time.Sleep(time.Duration(300+random.IntN(1500)) * time.Millisecond)
		switch {
		case round%4 == 1:
			server.Kill(t)
			server.Start(t)
			databases++
		case round%4 == 3 && random.IntN(2) == 0: // both at once
			server.Kill(t)
			server.Start(t)
			databases++
			r.kill(random.IntN(len(r.dirs)))
		default:
			r.kill(random.IntN(len(r.dirs)))
		}
		if t.Failed() {
			break
		}
	}
	finish()
	t.Logf("the database was killed %d times", databases)
	r.judge(rounds, pauseAllowed())
}
