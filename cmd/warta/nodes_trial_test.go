package main_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"warta/internal/race"
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
	records []string // the URL of the record, of each node
	engine  string   // setting; empty: each node has an index of its own
	dirs    []string
	key     string

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

// noDetector skips a test whose nodes are programs that were built without the race detector: it
// only slows down the clients, and the checker.
func noDetector(t *testing.T) {
	t.Helper()
	if race.Enabled {
		t.Skip("the nodes are programs without the detector")
	}
}

// newTrial starts nodes, one for each URL of the record.
func newTrial(t *testing.T, records ...string) *trial {
	t.Helper()
	return newTrialOver(t, "", records...)
}

// newTrialOver starts nodes that share an engine, one for each URL of the record.
func newTrialOver(t *testing.T, engine string, records ...string) *trial {
	t.Helper()
	r := &trial{T: t, records: records, engine: engine, nodes: make([]*process, len(records)), pulses: make([]pulse, len(records)), stop: make(chan struct{})}
	dir := t.TempDir()
	for i := range records {
		r.dirs = append(r.dirs, filepath.Join(dir, fmt.Sprint(i)))
		r.begin(i)
	}
	return r
}

// work has writers and readers, as many of each, at all nodes until finish is called. finish
// waits until what the writers were at is acknowledged.
func (r *trial) work(seed uint64, clients int) (finish func()) {
	var working sync.WaitGroup
	for w := range clients {
		working.Go(func() { r.write(w, rand.New(rand.NewPCG(seed, uint64(2*w+1)))) })
		working.Go(func() { r.read(rand.New(rand.NewPCG(seed, uint64(2*w+2)))) })
	}
	for i := range r.dirs {
		working.Go(func() { r.beat(i) })
	}
	end := sync.OnceFunc(func() { close(r.stop); working.Wait() })
	return end
}

// judge holds all nodes against the histories, and the pauses of searches against the longest
// that is allowed.
func (r *trial) judge(rounds int, longest time.Duration) {
	r.Helper()
	for i := range r.dirs {
		r.settled(i)
	}
	var pauses []time.Duration
	for i := range r.pulses {
		pauses = append(pauses, r.pulses[i].longest.Round(time.Millisecond))
	}
	r.Logf("%d writes of %d articles acknowledged, %d answers to searches judged, %d requests refused, %d without an answer; %d nodes killed; a living node answered no search for at most %v",
		r.writes.Load(), len(r.all), r.reads.Load(), r.refused.Load(), r.unknown.Load(), r.kills.Load(), pauses)
	if r.writes.Load() < int64(rounds) || r.reads.Load() < int64(rounds) {
		r.Error("so few requests show nothing")
	}
	if pause := slices.Max(pauses); pause > longest {
		r.Errorf("a node that lived answered no search for %v, at most %v is allowed", pause, longest)
	}
}

// progress waits until n more writes are acknowledged: what is broken has healed.
func (r *trial) progress(n int64) {
	r.Helper()
	want := r.writes.Load() + n
	becomes(r.T, "writers go on", func() bool { return r.writes.Load() >= want || r.Failed() })
}

func (r *trial) node(i int) *process {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.nodes[i]
}

func (r *trial) begin(i int) {
	args := []string{"serve", "--addr", "127.0.0.1:0", "--data", r.dirs[i], "--record", r.records[i], "--rate-per-key", "0", "--rate-per-address", "0"}
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
	if at = a.at(version); version == 0 && least == 0 {
		at = 0 // its first state may not be there yet, though its removal is begun
	}
	if at < least {
		r.Errorf("%s: node %d shows version %d after what was seen as %q (state %d, at least %d of %v); the answer has seen %s",
			a.word, i, version, seen, at, least, a.begun(), got.header.Get("Warta-Seen"))
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

// Bounds of the time for which a living node answers no search. The shorter one is asserted
// where WARTA_NODE_STRICT is set, on a machine that does nothing else.
const (
	longestPause = 5 * time.Second
	strictPause  = 2 * time.Second
)

func pauseAllowed() time.Duration {
	if os.Getenv("WARTA_NODE_STRICT") != "" {
		return strictPause
	}
	return longestPause
}
