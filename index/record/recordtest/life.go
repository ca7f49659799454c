package recordtest

import (
	"context"
	"errors"
	"reflect"
	"testing"
	"time"

	"warta/index/record"
)

func testReopening(t *testing.T, open Open) {
	dir := t.TempDir()
	r := open(t, dir, nil)
	res := put(t, r, entry("a", "satu"))
	must[record.Decided](t)(r.Decide(t.Context(), record.Decision{Kind: "official.merge", Target: "x", Data: []byte(`{}`)}))
	lineage, decided := r.Lineage(), must[[]record.Decision](t)(r.DecisionsAfter(t.Context(), 0, 9))
	if err := errors.Join(r.Close(), r.Close()); err != nil {
		t.Fatal(err)
	}
	r = start(t, open, dir, nil)
	if head(t, r) != 1 || r.Lineage() != lineage || lineage == "" || r.Refused() {
		t.Errorf("head %d lineage %q, want 1 and %q", head(t, r), r.Lineage(), lineage)
	}
	if c, err := r.Get(t.Context(), res.ID); err != nil || c.Received.Body != "satu" {
		t.Errorf("got %+v, %v", c, err)
	}
	if again := must[[]record.Decision](t)(r.DecisionsAfter(t.Context(), 0, 9)); !reflect.DeepEqual(again, decided) {
		t.Errorf("decisions %+v, want %+v", again, decided)
	}
	if next := put(t, r, entry("a", "dua")); next.Seq != 2 || next.Version != 2 {
		t.Errorf("the next version: %+v", next)
	}
}

func testClosed(t *testing.T, open Open) {
	r := open(t, t.TempDir(), nil)
	e := entry("a", "satu")
	base := must[record.Base](t)(r.Base(t.Context(), e))
	waiting := make(chan error, 1)
	go func() {
		for err := error(nil); ; {
			if err = r.Wait(t.Context(), 0); err != nil { // it may return early
				waiting <- err
				return
			}
		}
	}()
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	for what, err := range map[string]error{
		"put":    errOf(r.Put(t.Context(), e, base)),
		"remove": errOf(r.Remove(t.Context(), "x", "")),
		"decide": errOf(r.Decide(t.Context(), record.Decision{Kind: "a", Target: "b"})),
		"give":   errOf(r.GivePersonIDs(t.Context(), []record.PersonID{{ID: "a", Key: "b"}})),
		"key":    r.AddKey(t.Context(), record.Key{ID: "k"}, ""),
		"wait":   <-waiting,
	} {
		if !errors.Is(err, record.ErrClosed) {
			t.Errorf("%s: got %v, want that it is closed", what, err)
		}
	}
}

func testCancelled(t *testing.T, open Open) {
	r := start(t, open, t.TempDir(), nil)
	ctx, cancel := context.WithCancelCause(t.Context())
	why := errors.New("why")
	e := entry("a", "satu")
	base := must[record.Base](t)(r.Base(t.Context(), e))
	cancel(why)
	_, err := r.Put(ctx, e, base)
	if !errors.Is(err, why) {
		t.Errorf("got %v, want %v", err, why)
	}
	// The write may still have happened: it is safe to send it again.
	if res := put(t, r, e); res.Version != 1 || head(t, r) != 1 {
		t.Errorf("sent again: %+v", res)
	}
}

func testLeases(t *testing.T, open Open) {
	r := start(t, open, t.TempDir(), nil)
	leaseOf(t, r, r)
}

// leaseOf has two nodes want one lease.
func leaseOf(t *testing.T, a, b record.Record) {
	of, ok := a.(record.Leases)
	if !ok {
		t.Skip("it has no leases")
	}
	other := b.(record.Leases)
	first := must[record.Lease](t)(of.Acquire(t.Context(), "indexer"))
	if first.Epoch() == 0 {
		t.Error("epoch 0")
	}
	free := must[record.Lease](t)(other.Acquire(t.Context(), "another"))
	if err := free.Release(); err != nil {
		t.Error(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := other.Acquire(ctx, "indexer"); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a lease that is held: %v", err)
	}
	got := make(chan record.Lease, 1)
	go func() {
		lease, err := other.Acquire(t.Context(), "indexer")
		if err != nil {
			t.Error(err)
		}
		got <- lease
	}()
	select {
	case <-first.Lost():
		t.Error("it was lost while it was held")
	default:
	}
	if err := errors.Join(first.Release(), first.Release()); err != nil {
		t.Fatal(err)
	}
	second := <-got
	if second == nil {
		return
	}
	if second.Epoch() <= first.Epoch() {
		t.Errorf("epoch %d follows %d", second.Epoch(), first.Epoch())
	}
	fenced(t, a, b, first, second)
	if err := first.Release(); err != nil {
		t.Error(err)
	}
	ctx, cancel = context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := of.Acquire(ctx, "indexer"); err == nil {
		t.Error("the release of one that was given back freed another")
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	<-second.Lost()
}

// fenced writes to one node under a lease that was held, and to another under the one that is.
func fenced(t *testing.T, a, b record.Record, first, second record.Lease) {
	t.Helper()
	before := head(t, b)
	late := first.Under(t.Context())
	for what, err := range map[string]error{
		"put":    errOf(record.PutOver(late, a, entry("late", "satu"), nil)),
		"decide": errOf(a.Decide(late, record.Decision{Kind: "official.merge", Target: "late", Data: []byte(`{}`)})),
		"give":   errOf(a.GivePersonIDs(late, []record.PersonID{{ID: "late", Key: "late"}})),
		"audit":  a.WriteAudit(late, record.Audit{Action: "late"}),
	} {
		if !errors.Is(err, record.ErrLeaseLost) {
			t.Errorf("%s under a lease of before: %v", what, err)
		}
	}
	if got := head(t, b); got != before {
		t.Errorf("head went from %d to %d under a lease of before", before, got)
	}
	if ds := must[[]record.Decision](t)(b.DecisionsAfter(t.Context(), 0, 9)); len(ds) > 0 {
		t.Errorf("decided under a lease of before: %+v", ds)
	}
	if res, err := record.PutOver(second.Under(t.Context()), b, entry("held", "satu"), nil); err != nil || res.Outcome != record.Created {
		t.Errorf("under the lease that is held: %+v, %v", res, err)
	}
}
