package main_test

import (
	"context"
	"crypto/sha256"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"warta/index/opensearch"
	"warta/index/opensearch/ostest"
	"warta/index/record/postgres/pgtest"
)

// engineOf returns the setting engine for nodes of a cluster, with a prefix of the test, whose
// indices are deleted with it. Nodes of one machine need no TLS.
func engineOf(t *testing.T, urls []string) string {
	t.Helper()
	prefix := fmt.Sprintf("t-%x", sha256.Sum256(fmt.Appendf(nil, "%d %s", os.Getpid(), t.Name())))[:14]
	client := ostest.ClientOf(t, urls...)
	t.Cleanup(func() {
		ctx := context.WithoutCancel(t.Context())
		found, err := opensearch.List(ctx, client, prefix)
		for _, name := range found {
			if err == nil {
				err = opensearch.Delete(ctx, client, name)
			}
		}
		if err != nil {
			t.Logf("the indices of the test stay: %v", err)
		}
	})
	hosts := strings.ReplaceAll(strings.Join(urls, ","), "http://", "")
	return "opensearch+http://" + hosts + "/" + prefix + "?shards=2&replicas=0"
}

// recordOf returns the URL of a record of the test, whose schemas are dropped with it.
func recordOf(t *testing.T) string {
	t.Helper()
	url := pgtest.Record(t, t.Name())
	t.Cleanup(func() {
		pgtest.Exec(t, pgtest.URL(t), "DROP SCHEMA IF EXISTS "+pgtest.Schema(t, url)+"_index CASCADE")
	})
	return url
}

// pair starts two nodes over one record and one cluster, and returns the one that leads first.
func pair(t *testing.T, record, engine string) (leads, other *process) {
	t.Helper()
	dir := t.TempDir()
	var nodes []*process
	for _, name := range []string{"one", "two"} {
		nodes = append(nodes, start(t, "serve", "--addr", "127.0.0.1:0", "--data", filepath.Join(dir, name), "--record", record, "--engine", engine))
	}
	nodes[1].key = nodes[0].key
	becomes(t, "a node leads", func() bool { return nodes[0].leads(t) != nodes[1].leads(t) })
	if nodes[1].leads(t) {
		slices.Reverse(nodes)
	}
	return nodes[0], nodes[1]
}

// engineState is what the status of a node says about its engine.
type engineState struct {
	State, Trouble, Index string
	Leads                 bool
	Away                  bool `json:"index_away"`
	Generation            int
}

func (p *process) engineState(t *testing.T) (is engineState) {
	t.Helper()
	p.ask(t, "GET", "/v1/admin/status", "").decode(t, &is)
	return is
}

func (p *process) leads(t *testing.T) bool { return p.engineState(t).Leads }

// finds returns the number of articles that have the word of article n, as p answers a request
// with a value of Warta-Seen. It asks again where p answers 503.
func (p *process) finds(t *testing.T, n int, seen string) int {
	t.Helper()
	var found struct{ Total int }
	becomes(t, fmt.Sprintf("search for article %d", n), func() bool {
		got := p.ask(t, "GET", "/v1/search?facets=none&correct=false&q="+markOf(n), "", "Warta-Seen", seen)
		switch got.status {
		case 200:
			got.decode(t, &found)
			return true
		case 422, 503: // too slow
			return false
		}
		t.Fatalf("search for article %d: %d %s", n, got.status, got.body)
		return false
	})
	return found.Total
}

// sends sends article n and returns what the answer has seen.
func (p *process) sends(t *testing.T, n int) (seen string) {
	t.Helper()
	got := p.ask(t, "POST", "/v1/articles", trialArticle(n))
	if got.status/100 != 2 {
		t.Fatalf("article %d: %d %s", n, got.status, got.body)
	}
	return got.header.Get("Warta-Seen")
}

// TestTwoNodesOverOneSearchCluster: the whole program over one record and one cluster. What is
// written at one node is found at the other; the one that leads is killed, and the other goes on.
func TestTwoNodesOverOneSearchCluster(t *testing.T) {
	t.Parallel()
	record, engine := recordOf(t), engineOf(t, ostest.URLs(t))
	leads, other := pair(t, record, engine)
	n := 0
	for range 5 {
		for _, p := range []*process{leads, other} {
			n++
			seen := p.sends(t, n)
			for _, at := range []*process{leads, other} {
				if found := at.finds(t, n, seen); found != 1 {
					t.Fatalf("article %d is found %d times by a node that has seen %s", n, found, seen)
				}
			}
		}
	}
	for _, p := range []*process{leads, other} {
		if got := p.ask(t, "POST", "/v1/articles?wait=searchable", trialArticle(n)); got.status != 200 {
			t.Errorf("wait=searchable: %d %s", got.status, got.body)
		}
	}
	if got := other.ask(t, "POST", "/v1/admin/reindex", ""); got.status != 503 || !strings.Contains(string(got.body), "another node writes the index") {
		t.Errorf("reindex at a node that does not lead: %d %s", got.status, got.body)
	}

	// The leader ends in the middle of writes.
	for range 20 {
		n++
		leads.sends(t, n)
	}
	leads.kill()
	becomes(t, "the other node leads", func() bool { return other.leads(t) })
	seen := other.sends(t, n+1)
	for i := 1; i <= n+1; i++ {
		if found := other.finds(t, i, seen); found != 1 {
			t.Errorf("after the leader was killed article %d is found %d times", i, found)
		}
	}
	if got := other.ask(t, "POST", "/v1/admin/check", ""); got.status != 200 || !strings.Contains(string(got.body), `"findings":[]`) {
		t.Errorf("check: %d %s", got.status, got.body)
	}
	if is := other.engineState(t); is.State != "ok" || is.Generation != 1 || is.Index != engine {
		t.Errorf("the status is %+v", is)
	}
	if code, out, _ := other.command(t, "", "status"); code != 0 || !strings.Contains(out, engine) || !strings.Contains(out, "this node writes it") {
		t.Errorf("warta status: %d, %s", code, out)
	}
	if code := other.stop(t); code != 0 {
		t.Errorf("it ended with %d: %s", code, other.stderr)
	}
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"check", "--data", filepath.Join(t.TempDir(), "x")}, fmt.Sprintf("engine: %s\nnothing wrong: %d articles", engine, n+1)},
		{[]string{"config"}, engine},
	} {
		if code, out := run(t, nil, append(c.args, "--record", record, "--engine", engine)...); code != 0 || !strings.Contains(out, c.want) {
			t.Errorf("warta %v: got code %d, %s", c.args, code, out)
		}
	}
}

// TestNodesOverOneClusterLoseNothing is TestNodesLoseNothingWhateverIsKilled over one search
// cluster: half of the nodes that are killed lead.
func TestNodesOverOneClusterLoseNothing(t *testing.T) {
	t.Parallel()
	rounds, seed := number(t, "WARTA_NODE_ROUNDS", 3), uint64(time.Now().UnixNano())
	t.Logf("seed %d, %d rounds", seed, rounds)
	random := rand.New(rand.NewPCG(seed, 0))
	record := recordOf(t)
	r := newTrialOver(t, engineOf(t, ostest.URLs(t)), record, record)
	finish := r.work(seed, number(t, "WARTA_NODE_CLIENTS", 4))
	defer finish()
	for round := range rounds {
		more := int64(10 * (round + 1))
		deadline := time.Now().Add(longRound)
		for !t.Failed() && time.Now().Before(deadline) && (r.writes.Load() < more || r.reads.Load() < more) {
			pause(t, 50*time.Millisecond) // a busy machine has searched little yet
		}
		if r.kill(random.IntN(len(r.dirs))); t.Failed() {
			break
		}
	}
	finish()
	r.judge(rounds, pauseOverCluster)
}

// pauseOverCluster bounds the time for which a living node answers no search: those over a
// cluster are as slow as a busy machine makes it.
const pauseOverCluster = time.Minute

// longRound bounds the wait for work of clients between two kills.
const longRound = 30 * time.Second

// TestASearchClusterThatIsKilled: the only search server ends as in a crash. What is acknowledged
// stays, searches are refused, and all heals by itself.
func TestASearchClusterThatIsKilled(t *testing.T) {
	t.Parallel()
	record := recordOf(t)
	cluster := ostest.Own(t, 1)
	leads, other := pair(t, record, engineOf(t, cluster.URLs))
	for n := 1; n <= 5; n++ {
		other.finds(t, n, leads.sends(t, n))
	}
	cluster.Kill(t, 1)
	sent := 5
	for _, p := range []*process{leads, other} {
		sent++
		p.sends(t, sent)
		got := p.ask(t, "GET", "/v1/search?q="+markOf(1), "")
		if got.status != 503 || got.header.Get("Retry-After") == "" || !strings.Contains(string(got.body), "search servers") {
			t.Errorf("a search without servers: %d %s", got.status, got.body)
		}
		becomes(t, "the node says so", func() bool {
			ready := p.ask(t, "GET", "/readyz", "")
			return p.engineState(t).Away && ready.status == 200 && strings.Contains(string(ready.body), "the search servers do not answer")
		})
	}
	late := start(t, "serve", "--addr", "127.0.0.1:0", "--data", t.TempDir(), "--record", record, "--engine", leads.engineState(t).Index)
	late.key = leads.key
	sent++
	late.sends(t, sent)
	cluster.Start(t)
	for _, p := range []*process{leads, other, late} {
		becomes(t, "the node is as before", func() bool { return p.engineState(t).State == "ok" })
		for n := 1; n <= sent; n++ {
			becomes(t, "all is found", func() bool {
				got := p.ask(t, "GET", "/v1/search?facets=none&correct=false&q="+markOf(n), "")
				return got.status == 200 && strings.Contains(string(got.body), `"total":1`)
			})
		}
		if is := p.engineState(t); is.Generation != 1 {
			t.Errorf("servers that were away led to a rebuild: %+v", is)
		}
	}
}

func TestAnEngineThatCannotBeUsedIsSaidInOneSentence(t *testing.T) {
	t.Parallel()
	record := pgtest.Record(t, t.Name())
	empty := filepath.Join(t.TempDir(), "empty")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	refusing := func(status int) string {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(status)
			fmt.Fprint(w, `{"error":{"type":"security_exception","reason":"no permissions for [cluster:monitor/main]"}}`)
		}))
		t.Cleanup(s.Close)
		return strings.Replace(s.URL, "http://", "opensearch+http://", 1) + "/warta"
	}
	for _, c := range []struct {
		engine, record, want string
	}{
		{refusing(http.StatusUnauthorized), record, "check user and password_file"},
		{refusing(http.StatusForbidden), record, "lacks a right on the servers; give it those that docs/opensearch.md names: "},
		{refusing(http.StatusForbidden), record, "no permissions for [cluster:monitor/main]"},
		{"opensearch+https://127.0.0.1:9/warta", "", "set record to a postgres:// URL"},
		{"lucene", record, "want embedded or opensearch+https://"},
		{"opensearch+http://10.0.0.1:9200/warta", record, "use opensearch+https://"},
		{"opensearch+https://warta:rahasia@127.0.0.1:9/warta", record, "password_file=FILE"},
		{"opensearch+https://127.0.0.1:9/warta?user=warta", record, "WARTA_ENGINE_PASSWORD"},
		{"opensearch+https://127.0.0.1:9/warta?user=warta&password_file=" + empty, record, "the first line is empty"},
		{"opensearch+https://127.0.0.1:9/warta?api_key_file=" + empty + "x", record, "no such file"},
		{"opensearch+https://127.0.0.1:9/warta?ca=" + empty, record, "no certificate"},
	} {
		args := []string{"serve", "--addr", "127.0.0.1:0", "--data", t.TempDir(), "--engine", c.engine}
		if c.record != "" {
			args = append(args, "--record", c.record)
		}
		code, out := run(t, nil, args...)
		if code == 0 || !strings.Contains(out, c.want) || strings.Count(strings.TrimSpace(out), "\n") > 0 || strings.Contains(out, "rahasia") {
			t.Errorf("%s: code %d, %s", c.engine, code, out)
		}
	}
}
