package main_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"warta/index/record/postgres/pgtest"
)

// An article of the histories has states that follow each other: version 1, 2, … and then,
// perhaps, removed. A state is begun with the first request for it and acknowledged with the
// first answer of 2xx; a request without an answer is sent again, to any node.
type history struct {
	word string // that no other article has
	url  string
	id   string

	mu     sync.Mutex
	states []int  // versions; 0 is removed
	acked  int    // number of states that are acknowledged
	seen   string // Warta-Seen of the last acknowledgement
}

func (a *history) begin(version int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.states = append(a.states, version)
}

func (a *history) acknowledge(seen string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.acked, a.seen = len(a.states), seen
}

// last returns the acknowledged states, and what an answer has to have seen of them.
func (a *history) last() (acked int, seen string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.acked, a.seen
}

// at returns the number of states up to the one that an answer shows, -1 for none of them. An
// article that is not found is removed, or not there yet: 0.
func (a *history) at(version int) int {
	a.mu.Lock()
	defer a.mu.Unlock()
	at := slices.Index(a.states, version)
	if at < 0 && version != 0 {
		return -1
	}
	return at + 1
}

// begun returns all states.
func (a *history) begun() []int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return slices.Clone(a.states)
}

// message is a version of the article as JSON.
func (a *history) message(version int) string {
	body, err := json.Marshal(map[string]string{
		"url": a.url, "title": fmt.Sprintf("KPU Kota Semarang %s versi%d", a.word, version),
		"body":      fmt.Sprintf("Semarang - KPU Kota Semarang menguji %s, Selasa (4/11/2025).\n\n\"Kami catat %s sebagai versi%d,\" ujar Ketua KPU Kota Semarang Budi Santoso.", a.word, a.word, version),
		"published": "2025-11-05",
	})
	if err != nil {
		panic(err) // strings
	}
	return string(body)
}

// A trial is nodes over one record, with clients at them and a checker of all answers.
type trial struct {
	*testing.T
	record string
	engine string // setting; empty: each node has its own
	dirs   []string
	key    string

	mu    sync.Mutex
	nodes []*process
	all   []*history

	stop                            chan struct{}
	writes, reads, refused, unknown atomic.Int64
	pulses                          []pulse
	kills                           atomic.Int64
}

// A pulse is the longest time for which a living node answered no search.
type pulse struct {
	mu      sync.Mutex
	since   time.Time // the last answer; zero: the node is not alive
	longest time.Duration
	why     string // the last answer that was none
}

func (p *pulse) live(now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.since = now
}

func (p *pulse) die() { p.live(time.Time{}) }

func (p *pulse) beat(ok bool, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.since.IsZero() {
		return
	}
	p.longest = max(p.longest, now.Sub(p.since))
	if ok {
		p.since = now
	}
}

func (r *trial) node(i int) *process {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.nodes[i]
}

func (r *trial) begin(i int) {
	args := []string{"serve", "--addr", "127.0.0.1:0", "--data", r.dirs[i], "--record", r.record, "--rate-per-key", "0", "--rate-per-address", "0"}
	if r.engine != "" {
		args = append(args, "--engine", r.engine, "--query-timeout", "30s")
	}
	p := start(r.T, args...)
	r.mu.Lock()
	defer r.mu.Unlock()
	if p.key != "" {
		r.key = p.key
	}
	p.key = r.key
	r.nodes[i] = p
	r.pulses[i].live(time.Now())
}

// kill ends a node as a crash would, and starts it again.
func (r *trial) kill(i int) {
	r.pulses[i].die()
	r.node(i).kill()
	r.kills.Add(1)
	r.begin(i)
}

func (r *trial) ended() bool {
	select {
	case <-r.stop:
		return true
	default:
		return false
	}
}

// errRefused says that a node refused a request and asked to come back, or was gone.
var errRefused = errors.New("refused")

// ask sends a request to a node, shows what has been seen, and judges the form of the answer.
func (r *trial) ask(i int, method, path, body, seen string) (answer, error) {
	headers := []string{}
	if seen != "" {
		headers = []string{"Warta-Seen", seen}
	}
	got, err := r.node(i).tryAsk(method, path, body, headers...)
	switch {
	case err != nil:
		r.unknown.Add(1)
		return got, errRefused
	case got.status == http.StatusServiceUnavailable:
		r.refused.Add(1)
		if got.header.Get("Retry-After") == "" {
			r.Errorf("%s %s: 503 without Retry-After: %s", method, path, got.body)
		}
		return got, errRefused
	case got.status == http.StatusUnprocessableEntity && method == "GET": // a busy machine: too slow
		r.refused.Add(1)
		return got, errRefused
	case got.status/100 != 2:
		err := fmt.Errorf("%s %s with %q: %d %s", method, path, seen, got.status, got.body)
		r.Error(err)
		return got, err
	}
	if got.header.Get("Warta-Seen") == "" {
		r.Errorf("%s %s: there is no Warta-Seen", method, path)
	}
	return got, nil
}

// shown returns the version of the article that an answer to a search for its word shows, 0 for
// none, and reports what no answer may show.
func (r *trial) shown(a *history, got answer) (version int) {
	var found struct {
		Total int
		Hits  []struct{ ID, Title string }
	}
	if err := json.Unmarshal(got.body, &found); err != nil {
		r.Errorf("%s: %v in %s", a.word, err, got.body)
		return 0
	}
	if len(found.Hits) > 1 || found.Total > 1 {
		r.Errorf("%s is there %d times: %s", a.word, found.Total, got.body)
	}
	for _, h := range found.Hits {
		if _, err := fmt.Sscanf(h.Title[strings.LastIndex(h.Title, "versi"):], "versi%d", &version); err != nil || !strings.Contains(h.Title, a.word) {
			r.Errorf("%s: found %q", a.word, h.Title)
		}
	}
	return version
}

// look searches for an article and holds the answer against what was acknowledged before the
// request: it shows that state or a later one. It returns which.
func (r *trial) look(i int, a *history, least int, seen string) (at int, now string, err error) {
	got, err := r.ask(i, "GET", "/v1/search?facets=none&correct=false&q="+url.QueryEscape(a.word), "", seen)
	if err != nil {
		return 0, seen, err
	}
	r.reads.Add(1)
	version := r.shown(a, got)
	if at = a.at(version); at < least {
		r.Errorf("%s: node %d shows version %d after what was seen as %q (state %d, at least %d of %v)", a.word, i, version, seen, at, least, a.begun())
	}
	return at, got.header.Get("Warta-Seen"), nil
}

// write makes articles and changes and removes them, one request after the other.
func (r *trial) write(writer int, random *rand.Rand) {
	var mine []*history
	var seen string
	for !r.ended() {
		var a *history
		version := 1
		switch n := random.IntN(10); {
		case n < 5 || len(mine) == 0:
			name := fmt.Sprintf("w%dn%d", writer, len(mine))
			a = &history{word: "penanda" + name + "x", url: "https://kota-semarang.kpu.go.id/blog/read/" + name}
			mine = append(mine, a)
		default:
			a = mine[random.IntN(len(mine))]
			before := a.states[len(a.states)-1]
			if before == 0 {
				continue // it is gone for good
			}
			if version = before + 1; n == 9 {
				version = 0
			}
		}
		a.begin(version)
		if len(a.states) == 1 {
			r.mu.Lock()
			r.all = append(r.all, a)
			r.mu.Unlock()
		}
		for { // until it is acknowledged, also after the end
			method, path, body := "POST", "/v1/articles", a.message(version)
			if version == 0 {
				method, path, body = "DELETE", "/v1/articles/"+a.id, ""
			}
			got, err := r.ask(random.IntN(len(r.dirs)), method, path, body, "")
			if errors.Is(err, errRefused) {
				if r.ended() && r.Failed() {
					return // perhaps there is no node any more
				}
				time.Sleep(20 * time.Millisecond) // it was told to come back
				continue
			}
			if err != nil {
				return // it is reported
			}
			if version != 0 {
				var receipt struct{ ID string }
				if err := json.Unmarshal(got.body, &receipt); err != nil || a.id != "" && receipt.ID != a.id {
					r.Errorf("%s: answered as %s, was %s (%v)", a.word, receipt.ID, a.id, err)
				}
				a.id = receipt.ID
			}
			seen = got.header.Get("Warta-Seen")
			break
		}
		r.writes.Add(1)
		a.acknowledge(seen)
		if random.IntN(2) == 0 { // it reads what it wrote, anywhere
			_, _, _ = r.look(random.IntN(len(r.dirs)), a, len(a.states), seen)
		}
	}
}

// read looks at what others have written. What it has seen once it never sees undone.
func (r *trial) read(random *rand.Rand) {
	var seen string
	had := map[*history]int{}
	for !r.ended() {
		r.mu.Lock()
		var a *history
		if len(r.all) > 0 {
			a = r.all[len(r.all)-1-random.IntN(min(len(r.all), 50))]
		}
		r.mu.Unlock()
		if a == nil {
			time.Sleep(time.Millisecond) // nothing is written yet
			continue
		}
		least, shown := had[a], seen
		if random.IntN(2) == 0 { // as the writer would tell it
			least, shown = a.last()
			if shown == "" {
				continue
			}
		}
		at, now, err := r.look(random.IntN(len(r.dirs)), a, least, shown)
		if err != nil {
			time.Sleep(20 * time.Millisecond) // it was told to come back
			continue
		}
		if shown == seen {
			seen = now
			had[a] = max(had[a], at)
		}
	}
}

// beat searches at a node again and again, without a key and without a Warta-Seen.
func (r *trial) beat(i int) {
	for !r.ended() {
		p := r.node(i)
		got, err := p.tryAsk("GET", "/v1/search?facets=none&size=1&q=semarang", "", "Authorization", "")
		if p == r.node(i) {
			if err != nil || got.status != 200 {
				r.pulses[i].why = fmt.Sprint(got.status, " ", string(got.body), err)
			}
			r.pulses[i].beat(err == nil && got.status == 200, time.Now())
		}
		time.Sleep(20 * time.Millisecond) // a reader who asks fifty times a second
	}
}

// settled holds the whole of a node against the histories.
func (r *trial) settled(i int) {
	p := r.node(i)
	waitUntilCaughtUp(r.T, p)
	found := map[string]string{}
	for next := ""; ; {
		var page struct {
			Next *string
			Hits []struct{ ID, Title string }
		}
		p.ask(r.T, "GET", "/v1/search?facets=none&sort=newest&size=100&cursor="+url.QueryEscape(next), "").decode(r.T, &page)
		for _, h := range page.Hits {
			if before, doubled := found[h.ID]; doubled {
				r.Errorf("node %d lists %s twice: %q and %q", i, h.ID, before, h.Title)
			}
			found[h.ID] = h.Title
		}
		if page.Next == nil {
			break
		}
		next = *page.Next
	}
	removed := 0
	for _, a := range r.all {
		version := a.states[len(a.states)-1]
		if version == 0 {
			removed++
			continue
		}
		if want := fmt.Sprintf("KPU Kota Semarang %s versi%d", a.word, version); found[a.id] != want {
			r.Errorf("node %d has %s as %q, want %q", i, a.id, found[a.id], want)
		}
		delete(found, a.id)
	}
	for id, title := range found {
		r.Errorf("node %d has %s %q, which nobody wrote or which was removed", i, id, title)
	}
	var is struct{ Articles, Removed int }
	p.ask(r.T, "GET", "/v1/admin/status", "").decode(r.T, &is)
	if is.Articles != len(r.all)-removed || is.Removed != removed {
		r.Errorf("node %d counts %d articles and %d removed, want %d and %d", i, is.Articles, is.Removed, len(r.all)-removed, removed)
	}
	if got := p.ask(r.T, "POST", "/v1/admin/check", ""); got.status != 200 || !strings.Contains(string(got.body), `"findings":[]`) {
		r.Errorf("node %d: check: %d %s", i, got.status, got.body)
	}
}

const nodeClients = 8

// TestNodesLoseNothingWhateverIsKilled: two nodes, writers and readers at both, kill -9 of
// either at a random moment, and of the database in some rounds. WARTA_NODE_ROUNDS sets the number
// of rounds. WARTA_NODE_CLIENTS sets that of the writers, and of the readers.
func TestNodesLoseNothingWhateverIsKilled(t *testing.T) {
	t.Parallel()
	server := pgtest.Own(t)
	databases := 0
	r := &trial{T: t, record: server.URL}
	r.run(number(t, "WARTA_NODE_ROUNDS", 4), number(t, "WARTA_NODE_CLIENTS", nodeClients), func(round int, random *rand.Rand) {
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
	})
	t.Logf("%d databases killed", databases)
}

// run has writers and readers at two nodes, and harms them in so many rounds.
func (r *trial) run(rounds, clients int, harm func(round int, random *rand.Rand)) {
	seed := uint64(time.Now().UnixNano())
	r.Logf("seed %d, %d rounds of %d writers and %d readers", seed, rounds, clients, clients)
	random := rand.New(rand.NewPCG(seed, 0))
	dir := r.TempDir()
	r.dirs, r.stop = []string{filepath.Join(dir, "one"), filepath.Join(dir, "two")}, make(chan struct{})
	r.nodes, r.pulses = make([]*process, len(r.dirs)), make([]pulse, len(r.dirs))
	for i := range r.dirs {
		r.begin(i)
	}
	var working sync.WaitGroup
	var ending sync.Once
	finish := func() {
		ending.Do(func() { close(r.stop) })
		working.Wait()
	}
	defer finish()
	for w := range clients {
		working.Go(func() { r.write(w, rand.New(rand.NewPCG(seed, uint64(2*w+1)))) })
		working.Go(func() { r.read(rand.New(rand.NewPCG(seed, uint64(2*w+2)))) })
	}
	for i := range r.dirs {
		working.Go(func() { r.beat(i) })
	}
	for round := range rounds {
		// The moment is in no step with what the nodes do.
		time.Sleep(time.Duration(300+random.IntN(1500)) * time.Millisecond)
		if harm(round, random); r.Failed() {
			break
		}
	}
	finish()
	for i := range r.dirs {
		r.settled(i)
	}
	r.Logf("%d writes of %d articles acknowledged, %d answers to searches judged, %d requests refused, %d without an answer; %d nodes killed; searches interrupted for at most %v and %v",
		r.writes.Load(), len(r.all), r.reads.Load(), r.refused.Load(), r.unknown.Load(), r.kills.Load(), r.pulses[0].longest, r.pulses[1].longest)
	if r.writes.Load() < int64(rounds) || r.reads.Load() < int64(rounds) {
		r.Error("so few requests show nothing")
	}
	for i := range r.pulses {
		if why := r.pulses[i].why; why != "" {
			r.Logf("node %d last did not answer with %.300s", i, why)
		}
	}
	for i := range r.pulses {
		// Over a cluster, searches are as slow as a busy machine makes that.
		if longest := r.pulses[i].longest; r.engine == "" && longest > longestPause {
			r.Errorf("node %d, which lived, answered no search for %v", i, longest)
		}
	}
}

// longestPause is how long a living node may answer no search, on a machine that does much else.
const longestPause = 5 * time.Second
