package recordtest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"golang.org/x/sync/errgroup"

	"warta/index/record"
)

func testLog(t *testing.T, open Open) {
	r := start(t, open, t.TempDir(), nil)
	const n = 600 // more than two pages
	for i := range n {
		put(t, r, entry(urls(i%50), fmt.Sprint("text ", i)))
	}
	for _, mark := range []uint64{0, 1, 299, n - 1, n, n + 7} {
		want := mark
		for c, err := range record.After(t.Context(), r, mark) {
			if err != nil {
				t.Fatal(err)
			}
			if want++; c.Seq != want || c.Received.Body != fmt.Sprint("text ", want-1) || c.Latest != (want > n-50) {
				t.Fatalf("after %d: got %+v, want change %d", mark, c, want)
			}
		}
		if mark <= n && want != n {
			t.Errorf("after %d: ended at %d, want %d", mark, want, n)
		}
	}
	if page := must[[]record.Change](t)(r.Page(t.Context(), 10, 3)); len(page) != 3 || page[0].Seq != 11 {
		t.Errorf("three after 10: %+v", page)
	}
}

func testFollower(t *testing.T, open Open) {
	r := start(t, open, t.TempDir(), nil)
	follow(t, r, r, r)
}

// follow has one node follow the log while the others write, remove and decide, and checks
// that it knows in the end what stands, and that no number came late.
func follow(t *testing.T, follower record.Record, writers ...record.Record) {
	const each = 60
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var written atomic.Uint64 // highest change that was acknowledged
	var mu sync.Mutex
	note := func(seq uint64) {
		mu.Lock()
		defer mu.Unlock()
		written.Store(max(written.Load(), seq))
	}
	var g errgroup.Group
	for w, r := range writers {
		for part := range 3 {
			g.Go(func() error {
				for n := range each {
					res, err := record.PutOver(ctx, r, entry(fmt.Sprint(w, part, n%20), fmt.Sprint(n)), nil)
					if err != nil {
						return err
					}
					note(res.Seq)
					switch n % 10 {
					case 3:
						made, err := r.Decide(ctx, record.Decision{Kind: "quote.hidden", Target: res.ID + "-q", Article: res.ID, Data: json.RawMessage(`{}`)})
						if err != nil {
							return err
						}
						note(made.Change)
					case 7:
						gone, err := r.Remove(ctx, res.ID, "")
						if err != nil {
							return err
						}
						note(gone.Seq)
						e := entry(fmt.Sprint(w, part, n%20), "lagi")
						e.Restore = true
						if _, err = record.PutOver(ctx, r, e, nil); err != nil {
							return err
						}
					}
				}
				return nil
			})
		}
	}
	done := make(chan error, 1)
	waiting, stop := context.WithCancel(ctx) // until the writers have ended
	defer stop()
	go func() { done <- g.Wait(); stop() }()
	last, ended := map[string]record.Change{}, false
	var mark uint64
	for {
		if !ended {
			select {
			case err := <-done:
				if err != nil {
					t.Fatal(err)
				}
				ended = true
			default:
			}
		}
		known := head(t, follower)
		if ended && mark >= known {
			break
		}
		if err := follower.Wait(waiting, mark); err != nil && waiting.Err() == nil {
			t.Fatal(err)
		}
		for _, c := range must[[]record.Change](t)(follower.Page(ctx, mark, 7)) {
			if c.Seq <= mark {
				t.Fatalf("change %d came after %d", c.Seq, mark)
			}
			mark, last[c.ID] = c.Seq, c
		}
	}
	if highest := written.Load(); mark < highest {
		t.Errorf("the follower ended at %d, change %d was acknowledged", mark, highest)
	}
	for c, err := range record.After(ctx, follower, 0) {
		if err != nil {
			t.Fatal(err)
		}
		if c.Latest && (last[c.ID].Seq != c.Seq || last[c.ID].Received != c.Received) {
			t.Errorf("article %s stands at change %d, the follower has %d", c.ID, c.Seq, last[c.ID].Seq)
		}
	}
	if len(last) != 20*3*len(writers) {
		t.Errorf("the follower knows %d articles, want %d", len(last), 20*3*len(writers))
	}
}

func testWait(t *testing.T, open Open) {
	r := start(t, open, t.TempDir(), nil)
	put(t, r, entry("a", "satu"))
	if err := r.Wait(t.Context(), 0); err != nil {
		t.Errorf("for what is there: %v", err)
	}
	heard := make(chan error, 1)
	go func() { // it may return early: a follower asks again
		for {
			if err := r.Wait(t.Context(), 1); err != nil {
				heard <- err
				return
			}
			if head, err := r.Head(t.Context()); err != nil || head > 1 {
				heard <- err
				return
			}
		}
	}()
	put(t, r, entry("a", "dua"))
	if err := <-heard; err != nil {
		t.Errorf("for the next change: %v", err)
	}
	ctx, cancel := context.WithCancelCause(t.Context())
	why := errors.New("why")
	cancel(why)
	if err := r.Wait(ctx, 2); err != nil && !errors.Is(err, why) {
		t.Errorf("with a context that has ended: %v", err)
	}
}

// testHears has one node learn from the logs alone what another decided.
func testHears(t *testing.T, open Open) {
	dir := t.TempDir()
	a, b := start(t, open, dir, nil), start(t, open, dir, nil)
	id := put(t, a, entry("a", "satu")).ID
	must[record.Decided](t)(a.Decide(t.Context(),
		record.Decision{Kind: "official.merge", Target: "x", Data: json.RawMessage(`{}`)},
		record.Decision{Kind: "quote.hidden", Target: "q", Article: id, Data: json.RawMessage(`{}`)}))
	heard := must[[]record.Decision](t)(b.DecisionsAfter(t.Context(), 0, 10))
	if len(heard) != 2 {
		t.Fatalf("heard %+v", heard)
	}
	mark := heard[1].N
	must[record.Decided](t)(a.Decide(t.Context(), record.Decision{Kind: "official.merge", Target: "x"}))
	must[record.RosterVersion](t)(a.ChangeRoster(t.Context(), record.RosterChange{Rows: []record.RosterRow{{Name: "Budi", Satker: "33"}}}))
	must[record.Result](t)(b.Remove(t.Context(), id, ""))
	var kinds []string
	for _, d := range must[[]record.Decision](t)(b.DecisionsAfter(t.Context(), mark, 10)) {
		kinds = append(kinds, fmt.Sprint(d.Kind, " ", d.Target, " ", string(d.Data)))
	}
	if got, want := fmt.Sprint(kinds), `[official.merge x  roster roster {"version":1} quote.hidden q ]`; got != want {
		t.Errorf("heard %s, want %s", got, want)
	}
	if c := must[record.Change](t)(a.Get(t.Context(), id)); !c.Removed {
		t.Errorf("the first node still has %+v", c)
	}
	ours := must[[]record.PersonID](t)(a.GivePersonIDs(t.Context(), []record.PersonID{{ID: "budi", Key: "k1"}}))
	theirs := must[[]record.PersonID](t)(b.GivePersonIDs(t.Context(), []record.PersonID{{ID: "budi", Key: "k2"}}))
	if ours[0].Key != "k1" || theirs[0] != ours[0] {
		t.Errorf("an id was given twice: %+v, %+v", ours, theirs)
	}
}
