package postgres_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net/url"
	"sync"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"warta/index/record"
	"warta/index/record/postgres"
	"warta/index/record/postgres/pgtest"
)

var rounds = flag.Int("rounds", 3, "how often the server is ended in each way under writers")

// Two nodes write while the server is ended again and again: its connections are cut, it is
// started again, it crashes. What was acknowledged is there, once; a follower has seen it all.
func TestNothingAcknowledgedIsLostWhenTheServerEnds(t *testing.T) {
	t.Parallel()
	server := pgtest.Own(t)
	nodes := []*postgres.Store{start(t, server.URL, postgres.Options{}), start(t, server.URL, postgres.Options{})}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	known := &acknowledged{versions: map[string]int{}}
	var writers errgroup.Group
	for w := range 8 {
		writers.Go(func() error { return known.write(ctx, nodes[w%len(nodes)], w) })
	}
	followed := make(chan map[string]record.Change, 1)
	followers, ended := context.WithCancel(t.Context())
	defer ended()
	go func() { followed <- follow(t, followers, nodes[1]) }()
	for range *rounds {
		for _, end := range []func(){
			func() { pgtest.Exec(t, server.URL, terminate("warta")) },
			func() { server.Stop(t); server.Start(t) },
			func() { server.Kill(t); server.Start(t) },
		} {
			known.more(t, 20)
			end()
		}
	}
	known.more(t, 20)
	stop()
	if err := writers.Wait(); err != nil {
		t.Fatal(err)
	}
	known.check(t, nodes[0])
	head, err := nodes[0].Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	deadline := time.After(30 * time.Second)
	for nodes[1].Known() < head {
		select {
		case <-time.After(10 * time.Millisecond):
		case <-deadline:
			t.Fatalf("the follower knows change %d of %d", nodes[1].Known(), head)
		}
	}
	ended()
	last := <-followed
	for address, id := range known.ids {
		c, err := nodes[0].Get(t.Context(), id)
		if err != nil || last[id].Seq != c.Seq || last[id].Received != c.Received {
			t.Errorf("%s stands at change %d, %v; the follower has %d", address, c.Seq, err, last[id].Seq)
		}
	}
	t.Logf("%d writes were acknowledged, %d failed and were sent again", known.count, known.failed)
}

// The primary crashes and its standby, which has every commit that was acknowledged, takes its
// place: the URL names both.
func TestNothingAcknowledgedIsLostWhenAStandbyTakesOver(t *testing.T) {
	t.Parallel()
	for range max(1, *rounds/3) {
		primary := pgtest.Own(t)
		standby := primary.Standby(t)
		both, err := url.Parse(primary.URL)
		if err != nil {
			t.Fatal(err)
		}
		other, err := url.Parse(standby.URL)
		if err != nil {
			t.Fatal(err)
		}
		both.Host += "," + other.Host
		nodes := []*postgres.Store{start(t, both.String(), postgres.Options{}), start(t, both.String(), postgres.Options{})}
		ctx, stop := context.WithCancel(t.Context())
		known := &acknowledged{versions: map[string]int{}}
		var writers errgroup.Group
		for w := range 4 {
			writers.Go(func() error { return known.write(ctx, nodes[w%len(nodes)], w) })
		}
		known.more(t, 50)
		primary.Kill(t)
		standby.Promote(t)
		begun := time.Now()
		known.more(t, 50)
		took := time.Since(begun)
		stop()
		if err := writers.Wait(); err != nil {
			t.Fatal(err)
		}
		t.Logf("%v from the promotion to 50 writes, %d failed and were sent again", took.Round(time.Millisecond), known.failed)
		known.check(t, nodes[0])
		known.check(t, nodes[1])
		for _, s := range nodes {
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		}
	}
}

// acknowledged is what writers were told.
type acknowledged struct {
	mu       sync.Mutex
	versions map[string]int    // of each URL, the last one acknowledged
	ids      map[string]string // of each URL
	count    int
	failed   int
	grown    chan struct{} // or nil; closed by the next acknowledgement
}

// write writes versions of its articles, one after the other, each until it is acknowledged. It
// ends with ctx after the write that it is at: nothing comes later.
func (k *acknowledged) write(ctx context.Context, r record.Record, writer int) error {
	for n := 0; ctx.Err() == nil; n++ {
		url, version := fmt.Sprintf("w%d-%d", writer, n/3), n%3+1
		for {
			res, err := record.PutOver(context.WithoutCancel(ctx), r, entry(url, fmt.Sprint("versi ", version)), nil)
			if err != nil {
				if !errors.Is(err, record.ErrAway) && !errors.Is(err, record.ErrBusy) {
					return fmt.Errorf("an error that says nothing: %w", err)
				}
				k.mu.Lock()
				k.failed++
				k.mu.Unlock()
				<-time.After(20 * time.Millisecond) // as a client that was told to come back
				continue
			}
			// A write whose answer was lost is unchanged when it is sent again.
			if res.Version != version {
				return fmt.Errorf("%s has version %d (%s), want %d", url, res.Version, res.Outcome, version)
			}
			k.mu.Lock()
			if k.ids == nil {
				k.ids = map[string]string{}
			}
			k.versions[url], k.ids[url] = version, res.ID
			k.count++
			if k.grown != nil {
				close(k.grown)
				k.grown = nil
			}
			k.mu.Unlock()
			break
		}
	}
	return nil
}

// more waits for n more acknowledged writes.
func (k *acknowledged) more(t *testing.T, n int) {
	t.Helper()
	want, deadline := -1, time.After(time.Minute)
	for {
		k.mu.Lock()
		if want < 0 {
			want = k.count + n
		}
		enough := k.count >= want
		if k.grown == nil {
			k.grown = make(chan struct{})
		}
		grown := k.grown
		k.mu.Unlock()
		if enough {
			return
		}
		select {
		case <-grown:
		case <-deadline:
			t.Fatal("the writers do not go on")
		}
	}
}

// check holds the record against what was acknowledged.
func (k *acknowledged) check(t *testing.T, r record.Record) {
	t.Helper()
	var before uint64
	seen := map[string]int{}
	versions := map[string]bool{}
	for c, err := range record.After(t.Context(), r, 0) {
		if err != nil {
			t.Fatal(err)
		}
		if c.Seq != before+1 {
			t.Errorf("change %d comes after %d", c.Seq, before)
		}
		before = c.Seq
		if c.Damaged != nil {
			t.Errorf("change %d: %v", c.Seq, c.Damaged)
		}
		name := fmt.Sprint(c.Received.URL, " ", c.Version)
		if versions[name] || c.Received.Body != fmt.Sprint("versi ", c.Version) {
			t.Errorf("change %d, %s, is there twice or has the text of another: %q", c.Seq, name, c.Received.Body)
		}
		versions[name] = true
		seen[c.Received.URL] = max(seen[c.Received.URL], c.Version)
	}
	for url, version := range k.versions {
		if seen[url] != version {
			t.Errorf("%s was acknowledged in version %d, the record has %d", url, version, seen[url])
		}
	}
	if counts, err := r.Counts(t.Context()); err != nil || counts.Articles != len(seen) || counts.Changes != before {
		t.Errorf("counts %+v, %v; the log has %d articles and %d changes", counts, err, len(seen), before)
	}
}

// follow reads the log until ctx ends, and returns the last change of each article.
func follow(t *testing.T, ctx context.Context, r record.Record) map[string]record.Change { //nolint:revive // t first, as everywhere
	last := map[string]record.Change{}
	var mark uint64
	for {
		_ = r.Wait(ctx, mark) // it ends with ctx
		page, err := r.Page(context.WithoutCancel(ctx), mark, 50)
		for _, c := range page {
			if c.Seq <= mark {
				t.Errorf("change %d came after %d", c.Seq, mark)
			}
			mark, last[c.ID] = c.Seq, c
		}
		if ctx.Err() != nil && err == nil && len(page) == 0 {
			return last
		}
	}
}
