package recordtest

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"warta/index/record"
)

// testLikeFake makes random calls to a record and to the Fake, and compares the answers.
func testLikeFake(t *testing.T, open Open) {
	for seed := range uint64(3) {
		c := &clock{time.Date(2025, 11, 5, 8, 0, 0, 0, time.UTC)}
		r := start(t, open, t.TempDir(), c.now)
		d := &dice{rng: rand.New(rand.NewPCG(seed, 7)), clock: c}
		fake := NewFake(c.now)
		for n := range 400 {
			c.at = c.at.Add(time.Duration(1+d.rng.IntN(3600)) * time.Second)
			what, call := d.call(t)
			got, want := call(r), call(fake)
			if !reflect.DeepEqual(got, want) {
				t.Fatalf("seed %d, call %d, %s: got %+v, the fake %+v", seed, n, what, got, want)
			}
		}
		if got, want := everything(t, r), everything(t, fake); !reflect.DeepEqual(got, want) {
			t.Errorf("seed %d: in the end %+v, the fake %+v", seed, got, want)
		}
	}
}

// dice throws calls.
type dice struct {
	rng   *rand.Rand
	clock *clock
}

func (d *dice) of(list ...string) string { return list[d.rng.IntN(len(list))] }

// entry throws an entry of few articles, so that identities meet.
func (d *dice) entry() record.Entry {
	e := record.Entry{
		Received: record.Received{Title: "KPU", Body: d.of("satu", "dua", "tiga")},
		By:       d.of("k1", "k2"), Restore: d.rng.IntN(5) == 0,
		Identity: record.Identity{ExternalID: d.of("", "", "1", "2"), URL: d.of("", "u1", "u2", "u3"), Words: d.of("w1", "w2")},
	}
	e.Received.URL, e.Received.ExternalID = e.Identity.URL, e.Identity.ExternalID
	if d.rng.IntN(3) == 0 {
		e.SourceUpdatedAt = d.clock.at.Add(time.Duration(d.rng.IntN(200)-150) * time.Hour)
	}
	return e
}

// call throws a call and how to compare its answers.
func (d *dice) call(t *testing.T) (what string, call func(record.Record) any) {
	ctx := t.Context()
	// id returns the article of a throw in r: an index into the log, as ids depend on it.
	at := d.rng.Uint64()
	id := func(r record.Record) string {
		page := must[[]record.Change](t)(r.Page(ctx, 0, 1000))
		if len(page) == 0 {
			return "nosuch"
		}
		return page[at%uint64(len(page))].ID
	}
	switch d.rng.IntN(10) {
	case 0:
		by, words := d.of("", "k1"), d.of("w1", "w2")
		return "remove", func(r record.Record) any { return answer(r.Remove(ctx, id(r), by, words)) }
	case 1:
		kind, target := d.of("quote.hidden", "official.merge"), d.of("x", "y")
		var data json.RawMessage
		if d.rng.IntN(3) > 0 {
			data = json.RawMessage(d.of(`{}`, `{"a":1}`))
		}
		return "decide " + kind, func(r record.Record) any {
			one := record.Decision{By: "k1", Kind: kind, Target: target, Data: data}
			if kind == "quote.hidden" {
				one.Article = id(r)
				one.Target = one.Article + target
			}
			return answer(r.Decide(ctx, one))
		}
	case 2:
		want := record.PersonID{ID: d.of("a", "b", "c"), Key: d.of("1", "2", "3"), Another: d.rng.IntN(3) == 0}
		return fmt.Sprintf("give %+v", want), func(r record.Record) any {
			return answer(r.GivePersonIDs(ctx, []record.PersonID{want}))
		}
	case 3:
		change := record.RosterChange{By: "k1", All: d.rng.IntN(2) == 0, Rows: []record.RosterRow{chair(d.of("33", "34"), d.of("Budi", "Rini"))}}
		return "roster", func(r record.Record) any { return answer(r.ChangeRoster(ctx, change)) }
	default:
		e, same := d.entry(), d.rng.IntN(4) == 0
		return fmt.Sprintf("put %+v", e), func(r record.Record) any {
			return answer(record.PutOver(ctx, r, e, func(b *record.Base) { b.Same = b.Same || same && b.Received != nil }))
		}
	}
}

// answer makes an answer and the kind of its error comparable.
func answer[T any](v T, err error) any {
	if err == nil {
		return v
	}
	if e, ok := errors.AsType[*record.RemovedError](err); ok {
		return *e
	}
	if e, ok := errors.AsType[*record.ConflictError](err); ok {
		return *e
	}
	for _, kind := range []error{record.ErrNotFound, record.ErrMoved} {
		if errors.Is(err, kind) {
			return kind
		}
	}
	return err
}

// everything reads all that a record holds.
func everything(t *testing.T, r record.Record) map[string]any {
	ctx := t.Context()
	all := map[string]any{
		"log":       must[[]record.Change](t)(r.Page(ctx, 0, 10_000)),
		"arrivals":  must[[]record.Arrival](t)(r.Arrivals(ctx, 0, 10_000)),
		"counts":    must[record.Counts](t)(r.Counts(ctx)),
		"removal":   must[uint64](t)(r.LastRemoval(ctx)),
		"unsettled": must[time.Time](t)(r.Unsettled(ctx)),
		"decisions": must[[]record.Decision](t)(r.DecisionsAfter(ctx, 0, 10_000)),
		"people":    must[[]record.PersonID](t)(r.PersonIDsAfter(ctx, 0, 10_000)),
		"audits":    must[[]record.Audit](t)(r.Audits(ctx, 0, 10_000)),
		"versions":  must[[]record.RosterVersion](t)(r.RosterVersions(ctx, 0, 10_000)),
	}
	v, rows, err := r.Roster(ctx, 0)
	if err != nil {
		t.Fatal(err)
	}
	all["roster"], all["roster version"] = rows, v
	writes, _, err := r.Writes(ctx, record.WritesPlace{}, "", 100)
	if err != nil {
		t.Fatal(err)
	}
	all["writes"] = writes
	return all
}
