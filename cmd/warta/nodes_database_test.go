package main_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"warta/index/record/postgres/pgtest"
)

// TestNodesLoseNothingWhateverTheDatabaseDoes: two nodes, writers and readers at both. The
// database is started again, crashes, loses the connections of one node or of both, or the
// network to it swallows what is sent. WARTA_DATABASE_ROUNDS sets how often each happens,
// WARTA_NODE_CLIENTS the number of the writers, and of the readers.
func TestNodesLoseNothingWhateverTheDatabaseDoes(t *testing.T) {
	t.Parallel()
	noDetector(t)
	server := pgtest.Own(t)
	rounds, clients := number(t, "WARTA_DATABASE_ROUNDS", 1), number(t, "WARTA_NODE_CLIENTS", nodeClients)
	seed := uint64(time.Now().UnixNano())
	random := rand.New(rand.NewPCG(seed, 0))
	ways := []*pgtest.Relay{pgtest.NewRelay(t, server.URL), pgtest.NewRelay(t, server.URL)}
	r := newTrial(t, ways[0].URL(t, server.URL), ways[1].URL(t, server.URL))
	finish := r.work(seed, clients)
	defer finish()
	// silence holds what is sent for as long as a node needs to notice, or shorter.
	silence := func(some []*pgtest.Relay) {
		for _, way := range some {
			way.Silence()
		}
		time.Sleep(time.Duration(500+random.IntN(9500)) * time.Millisecond)
		broken := random.IntN(2) == 0
		for _, way := range some {
			way.Resume(broken)
		}
	}
	faults := []struct {
		name string
		do   func()
	}{
		{"started again", func() { server.Stop(t); server.Start(t) }},
		{"connections of one node are cut", func() { ways[random.IntN(len(ways))].Cut() }},
		{"crashed", func() { server.Kill(t); server.Start(t) }},
		{"one node hears nothing", func() { silence(ways[:1]) }},
		{"all sessions are ended", func() {
			pgtest.Exec(t, server.URL, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'warta'")
		}},
		{"both nodes hear nothing", func() { silence(ways) }},
	}
	t.Logf("seed %d, %d faults of %d kinds, %d writers and %d readers", seed, rounds*len(faults), len(faults), clients, clients)
	for round := range rounds * len(faults) {
		// The moment is in no step with what the nodes do.
		time.Sleep(time.Duration(300+random.IntN(1000)) * time.Millisecond)
		fault := faults[round%len(faults)]
		fault.do()
		r.progress(20)
		if t.Failed() {
			t.Logf("after: %s", fault.name)
			break
		}
	}
	finish()
	r.judge(rounds, pauseAllowed())
}

// TestNodesLoseNothingWhenAStandbyTakesOver: the primary crashes under writers and readers at
// two nodes, and a standby that commits wait for takes its place, again and again. No node is
// started again. WARTA_FAILOVER_ROUNDS sets how often.
func TestNodesLoseNothingWhenAStandbyTakesOver(t *testing.T) {
	t.Parallel()
	noDetector(t)
	primary := pgtest.Own(t)
	standby := primary.Standby(t)
	rounds, clients := number(t, "WARTA_FAILOVER_ROUNDS", 2), number(t, "WARTA_NODE_CLIENTS", nodeClients)
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d, %d rounds of %d writers and %d readers", seed, rounds, clients, clients)
	random := rand.New(rand.NewPCG(seed, 0))
	// Two addresses, behind each of which is one of the two servers.
	ways := []*pgtest.Relay{pgtest.NewRelay(t, primary.URL), pgtest.NewRelay(t, standby.URL)}
	var hosts []string
	for _, way := range ways {
		u, err := url.Parse(way.URL(t, primary.URL))
		if err != nil {
			t.Fatal(err)
		}
		hosts = append(hosts, u.Host)
	}
	u, err := url.Parse(primary.URL)
	if err != nil {
		t.Fatal(err)
	}
	u.Host = strings.Join(hosts, ",")
	r := newTrial(t, u.String(), u.String())
	finish := r.work(seed, clients)
	defer finish()
	var slowest time.Duration
	for round := range rounds {
		time.Sleep(time.Duration(300+random.IntN(1500)) * time.Millisecond)
		primary.Kill(t)
		standby.Promote(t)
		begun := time.Now()
		r.progress(20)
		writes := time.Since(begun)
		slowest = max(slowest, writes)
		if t.Failed() {
			break
		}
		primary.Remove(t)
		primary, standby = standby, standby.Standby(t)
		ways[round%2].Lead(t, standby.URL)
		t.Logf("round %d: %v, another standby after %v", round+1, writes.Round(time.Millisecond), time.Since(begun).Round(time.Millisecond))
	}
	finish()
	t.Logf("%v from a promotion to 20 more writes, at most", slowest.Round(time.Millisecond))
	r.judge(rounds, pauseAllowed())
}

// TestANodeWhoseNetworkSwallowsPackets: nothing breaks and nothing answers. What needs no
// database goes on, the rest is refused within bounds, and all heals without a restart.
func TestANodeWhoseNetworkSwallowsPackets(t *testing.T) {
	t.Parallel()
	noDetector(t)
	direct := pgtest.Record(t, t.Name())
	way := pgtest.NewRelay(t, direct)
	p := start(t, "serve", "--addr", "127.0.0.1:0", "--data", t.TempDir(), "--record", way.URL(t, direct))
	var receipt struct{ ID string }
	p.mustCall(t, http.MethodPost, "/v1/articles?wait=searchable", "application/json", trialArticle(1)).decode(t, &receipt)
	way.Silence()
	begun := time.Now()
	wrote := make(chan answer, 1)
	go func() { // it is begun before the node knows
		got, err := p.call(t.Context(), http.MethodPost, "/v1/articles", "application/json", strings.NewReader(trialArticle(2)))
		if err != nil {
			t.Error(err)
		}
		wrote <- got
	}()
	slowest := map[string]time.Duration{}
	ask := func(path, key string, status int) answer {
		t.Helper()
		asked := time.Now()
		got := p.ask(t, http.MethodGet, path, "", "Authorization", key)
		slowest[path] = max(slowest[path], time.Since(asked))
		if got.status != status {
			t.Errorf("%s: %d %s, want %d", path, got.status, got.body, status)
		}
		return got
	}
	for known := false; !known; {
		if time.Since(begun) > 20*time.Second {
			t.Fatal("the node does not notice")
		}
		ask("/v1/search?q="+markOf(1), "", http.StatusOK)
		ask("/v1/search?size=5", "Bearer "+p.key, http.StatusOK)
		known = strings.Contains(string(ask("/readyz", "", http.StatusOK).body), "the database of the record does not answer")
	}
	t.Logf("noticed after %v", time.Since(begun).Round(time.Millisecond))
	ask("/v1/search?q="+markOf(1), "Bearer "+p.key, http.StatusOK)
	if got := ask("/v1/articles/"+receipt.ID, "Bearer "+p.key, http.StatusServiceUnavailable); got.header.Get("Retry-After") == "" {
		t.Errorf("an article: %v", got.header)
	}
	if got := <-wrote; got.status != http.StatusServiceUnavailable || got.header.Get("Retry-After") == "" {
		t.Errorf("a write: %d %s", got.status, got.body)
	}
	wait := time.Since(begun)
	t.Logf("the write was refused after %v; slowest answers: %v", wait.Round(time.Millisecond), slowest)
	if wait > 40*time.Second {
		t.Errorf("a write was refused only after %v", wait)
	}
	for path, took := range slowest {
		if took > longestPause {
			t.Errorf("%s took %v", path, took)
		}
	}
	way.Resume(false)
	becomes(t, "the node is as before", func() bool { return strings.Contains(string(ask("/readyz", "", http.StatusOK).body), `"ready"`) })
	if got := p.mustCall(t, http.MethodPost, "/v1/articles?wait=searchable", "application/json", trialArticle(2)); got.status/100 != 2 {
		t.Errorf("the write again: %d %s", got.status, got.body)
	}
	var found struct{ Total int }
	ask(fmt.Sprint("/v1/search?q=", markOf(2)), "", http.StatusOK).decode(t, &found)
	if found.Total != 1 {
		t.Errorf("it is found %d times", found.Total)
	}
}
