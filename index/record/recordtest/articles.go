package recordtest

import (
	"encoding/json"
	"errors"
	"math"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"warta/index/record"
)

func testOutcomes(t *testing.T, open Open) {
	day := func(n int) time.Time { return time.Date(2025, 11, n, 8, 0, 0, 0, time.UTC) }
	dated := func(body string, n int) record.Entry { e := entry("a", body); e.SourceUpdatedAt = day(n); return e }
	same := func(b *record.Base) { b.Same = true }
	r := start(t, open, t.TempDir(), nil)
	for _, step := range []struct {
		name  string
		e     record.Entry
		judge func(*record.Base)
		want  record.Outcome
	}{
		{"a new article is created", entry("a", "satu"), nil, record.Created},
		{"the same contents change nothing", entry("a", "satu"), nil, record.Unchanged},
		{"what reads the same changes nothing", entry("a", "satu, dilihat 7 kali"), same, record.Unchanged},
		{"another text updates it", entry("a", "dua"), nil, record.Updated},
		{"a dated message updates it", dated("tiga", 3), nil, record.Updated},
		{"an older one is stale", dated("dua", 2), nil, record.Stale},
		{"one of the same time is not", dated("tiga", 3), nil, record.Unchanged},
		{"a newer one that says the same changes nothing", dated("tiga", 9), nil, record.Unchanged},
		{"but makes what lies between stale", dated("empat", 5), nil, record.Stale},
		{"a message without a time is taken as new", entry("a", "lima"), nil, record.Updated},
		{"another URL is another article", entry("b", "lima"), nil, record.Created},
	} {
		for attempt, want := range []record.Outcome{step.want, record.Unchanged} {
			if attempt == 1 && want != step.want && step.want == record.Stale {
				want = record.Stale
			}
			res, err := record.PutOver(t.Context(), r, step.e, step.judge)
			if err != nil || res.Outcome != want {
				t.Errorf("%s, attempt %d: got %+v, %v, want %s", step.name, attempt+1, res, err, want)
			}
		}
	}
	if got := head(t, r); got != 5 {
		t.Errorf("head is %d, want 5: only what changes something is a change", got)
	}
}

func testIdentities(t *testing.T, open Open) {
	r := start(t, open, t.TempDir(), nil)
	send := func(key, external, url, words, body string) (record.Result, error) {
		return record.PutOver(t.Context(), r, record.Entry{
			Received: record.Received{URL: url, ExternalID: external, Body: body}, By: key,
			Identity: record.Identity{ExternalID: external, URL: url, Words: words},
		}, nil)
	}
	is := func(key, external, url, words, body string, want record.Outcome) string {
		t.Helper()
		res, err := send(key, external, url, words, body)
		if err != nil || res.Outcome != want {
			t.Fatalf("%s/%s %s %q: got %+v, %v, want %s", key, external, url, words, res, err, want)
		}
		return res.ID
	}
	first := is("k1", "1", "u1", "w", "a", record.Created)
	if got := is("k1", "1", "u2", "w", "b", record.Updated); got != first {
		t.Error("an article that moves to another URL keeps its id")
	}
	moved := is("k1", "", "u1", "", "c", record.Created)
	if moved == first {
		t.Error("the URL that it left is free for another article")
	}
	if got := is("k2", "7", "u2", "", "b", record.Updated); got != first {
		t.Error("a second key may name the article of a URL by an id of its own")
	}
	if got := is("k2", "7", "", "", "d", record.Updated); got != first {
		t.Error("and then finds it by that id alone")
	}
	if got := is("k2", "1", "", "", "e", record.Created); got == first {
		t.Error("ids of different keys are different ids")
	}
	words := is("k1", "", "", "w", "f", record.Created)
	if got := is("k2", "", "", "w", "f", record.Unchanged); got != words {
		t.Error("without id and URL the words decide, for every key")
	}
	for _, c := range []struct{ name, key, external, url string }{
		{"id and URL name two articles", "k1", "1", "u1"},
		{"the article of the URL has another id of this key", "k1", "2", "u2"},
	} {
		_, err := send(c.key, c.external, c.url, "", "x")
		if _, ok := errors.AsType[*record.ConflictError](err); !ok {
			t.Errorf("%s: got %v, want a conflict", c.name, err)
		}
	}
	if _, err := send("k1", "", "", "", "x"); err == nil {
		t.Error("an entry without an identity was taken in")
	}
}

func testIDs(t *testing.T, open Open) {
	a, b := start(t, open, t.TempDir(), nil), start(t, open, t.TempDir(), nil)
	put(t, b, entry("other", "x"))
	x, y := put(t, a, entry("u", "x")), put(t, b, entry("u", "y"))
	if x.ID != y.ID || len(x.ID) != 12 || strings.Trim(x.ID, "abcdefghijklmnopqrstuvwxyz234567") != "" {
		t.Errorf("got %q and %q, want one id of 12 letters and digits", x.ID, y.ID)
	}
	if a.Lineage() == b.Lineage() || a.Lineage() == "" {
		t.Errorf("lineages %q and %q, want two", a.Lineage(), b.Lineage())
	}
}

func testBase(t *testing.T, open Open) {
	c := &clock{time.Date(2025, 11, 5, 20, 0, 0, 0, time.UTC)} // the sixth in WIB
	r := start(t, open, t.TempDir(), c.now)
	base := func(e record.Entry) record.Base { t.Helper(); return must[record.Base](t)(r.Base(t.Context(), e)) }
	if got := base(entry("a", "satu")); !reflect.DeepEqual(got, record.Base{}) {
		t.Errorf("of a new article: %+v", got)
	}
	e := entry("a", "satu")
	e.SourceUpdatedAt = c.at.Add(-time.Hour)
	res := put(t, r, e)
	want := record.Base{ID: res.ID, Seq: 1, Version: 1, AsOf: "2025-11-06", SourceUpdatedAt: e.SourceUpdatedAt, Same: true}
	if got := base(e); !reflect.DeepEqual(got, want) {
		t.Errorf("of the same contents: %+v, want %+v", got, want)
	}
	want.Same, want.Received = false, &e.Received
	if got := base(entry("a", "dua")); !reflect.DeepEqual(got, want) {
		t.Errorf("of other contents: %+v, want %+v", got, want)
	}
	more := entry("a", "dua")
	more.Identity.ExternalID = "7"
	want.Extends = true
	if got := base(more); !reflect.DeepEqual(got, want) {
		t.Errorf("with one more identity: %+v, want %+v", got, want)
	}
	must[record.Result](t)(r.Remove(t.Context(), res.ID, ""))
	want = record.Base{ID: res.ID, Seq: 2, Version: 1, AsOf: "2025-11-06", SourceUpdatedAt: e.SourceUpdatedAt, Removed: true}
	if got := base(e); !reflect.DeepEqual(got, want) {
		t.Errorf("of a removed article: %+v, want %+v", got, want)
	}
	if got := head(t, r); got != 2 {
		t.Errorf("head is %d: asking changed something", got)
	}
}

func testMoved(t *testing.T, open Open) {
	r := start(t, open, t.TempDir(), nil)
	e, other := entry("a", "satu"), entry("a", "dua")
	base := func() record.Base { t.Helper(); return must[record.Base](t)(r.Base(t.Context(), e)) }
	moved := func(what string, b record.Base) {
		t.Helper()
		before := head(t, r)
		if res, err := r.Put(t.Context(), e, b); !errors.Is(err, record.ErrMoved) || res != (record.Result{}) {
			t.Errorf("%s: got %+v, %v, want it to have moved", what, res, err)
		}
		if got := head(t, r); got != before {
			t.Errorf("%s: head went from %d to %d", what, before, got)
		}
	}
	b := base()
	id := put(t, r, other).ID
	moved("it was created", b)
	b = base()
	put(t, r, entry("a", "tiga"))
	moved("it was updated", b)
	b = base()
	must[record.Result](t)(r.Remove(t.Context(), id, ""))
	moved("it was removed", b)
	e.Restore = true
	b = base()
	back := other
	back.Restore = true
	put(t, r, back)
	moved("it came back", b)
	// A decision renumbers the version that stands, and leaves it as it is.
	b = base()
	must[record.Decided](t)(r.Decide(t.Context(), record.Decision{Kind: "quote.hidden", Target: "q", Article: id, Data: json.RawMessage(`{}`)}))
	if res, err := r.Put(t.Context(), e, b); err != nil || res.Outcome != record.Updated || res.ID != id {
		t.Errorf("after a decision: %+v, %v", res, err)
	}
	// Where nothing is to be written, base answers.
	b = base()
	put(t, r, entry("a", "empat"))
	if res, err := r.Put(t.Context(), e, b); err != nil || res.Outcome != record.Unchanged || res.Version != b.Version {
		t.Errorf("what changes nothing: %+v, %v", res, err)
	}
}

func testWriters(t *testing.T, open Open) {
	r := start(t, open, t.TempDir(), nil)
	const writers, articles = 16, 20
	var mu sync.Mutex
	outcomes, seqs := map[record.Outcome]int{}, map[uint64]bool{}
	var g errgroup.Group
	for range writers {
		g.Go(func() error {
			for n := range articles {
				res, err := record.PutOver(t.Context(), r, entry(urls(n), "sama"), nil)
				if err != nil {
					return err
				}
				mu.Lock()
				outcomes[res.Outcome]++
				seqs[res.Seq] = true
				mu.Unlock()
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		t.Fatal(err)
	}
	want := map[record.Outcome]int{record.Created: articles, record.Unchanged: articles * (writers - 1)}
	if !reflect.DeepEqual(outcomes, want) || len(seqs) != articles {
		t.Errorf("got %v of %d changes, want %v of %d", outcomes, len(seqs), want, articles)
	}
}

// A message from the future, taken in before such messages were refused, does not keep
// later ones out.
func testFuture(t *testing.T, open Open) {
	c := &clock{time.Date(2099, 11, 5, 8, 0, 0, 0, time.UTC)}
	r := start(t, open, t.TempDir(), c.now)
	send := func(text string, at time.Time) record.Outcome {
		e := entry("a", text)
		e.SourceUpdatedAt = at
		return put(t, r, e).Outcome
	}
	if got := send("satu", c.at); got != record.Created {
		t.Fatalf("the first: %s", got)
	}
	c.at = time.Date(2026, 11, 5, 8, 0, 0, 0, time.UTC)
	for _, step := range []struct {
		text string
		at   time.Time
		want record.Outcome
	}{
		{"dua", c.at, record.Updated},
		{"satu", c.at.Add(-time.Hour), record.Stale},
		{"tiga", c.at.Add(100 * time.Hour), record.Updated}, // as one without a time
		{"empat", c.at.Add(time.Hour), record.Updated},
		{"lima", c.at, record.Stale},
	} {
		if got := send(step.text, step.at); got != step.want {
			t.Errorf("%s: got %s, want %s", step.text, got, step.want)
		}
	}
}

func testRemoval(t *testing.T, open Open) {
	r := start(t, open, t.TempDir(), nil)
	res := put(t, r, entry("a", "satu"))
	put(t, r, entry("a", "dua"))
	gone, err := r.Remove(t.Context(), res.ID, "admin")
	if err != nil || gone != (record.Result{ID: res.ID, Outcome: record.Removed, Seq: 3, Version: 2, AsOf: res.AsOf}) {
		t.Fatalf("got %+v, %v", gone, err)
	}
	if again, err := r.Remove(t.Context(), res.ID, "admin"); err != nil || again != gone {
		t.Errorf("removing again: got %+v, %v, want no further change", again, err)
	}
	if _, err := r.Remove(t.Context(), "nosuch", ""); !errors.Is(err, record.ErrNotFound) {
		t.Errorf("removing an unknown id: %v", err)
	}
	if c, err := r.Get(t.Context(), res.ID); err != nil || !c.Removed || !c.Latest || c.Version != 0 || c.By != "admin" {
		t.Errorf("got %+v, %v, want the removal", c, err)
	}
	if s, err := r.State(t.Context(), res.ID); err != nil || s != (record.State{Seq: 3, Version: 2, AsOf: res.AsOf, Removed: true}) {
		t.Errorf("state %+v, %v", s, err)
	}
	seen := 0
	for c, err := range record.After(t.Context(), r, 0) {
		if seen++; err != nil || !c.Removed || c.Received != (record.Received{}) {
			t.Errorf("after the removal the log still has %+v, %v", c, err)
		}
	}
	if seen != 3 {
		t.Errorf("%d changes in the log, want 3", seen)
	}
	_, err = record.PutOver(t.Context(), r, entry("a", "tiga"), nil)
	if e, ok := errors.AsType[*record.RemovedError](err); !ok || e.ID != res.ID {
		t.Errorf("sent after removal: %v", err)
	}
	if got := must[record.Counts](t)(r.Counts(t.Context())); got != (record.Counts{Removed: 1, Changes: 3}) {
		t.Errorf("counts %+v", got)
	}
	e := entry("a", "tiga")
	e.Restore = true
	if back := put(t, r, e); back.ID != res.ID || back.Outcome != record.Created || back.Version != 3 {
		t.Errorf("restored: got %+v", back)
	}
	as, err := r.Audits(t.Context(), 0, 10)
	if err != nil || len(as) != 1 || as[0].By != "admin" || as[0].Target != res.ID || as[0].Action != "remove" {
		t.Errorf("audit log: %+v, %v", as, err)
	}
}

// A removed article that had a URL must not come back by its words alone.
func testRemovedWords(t *testing.T, open Open) {
	r := start(t, open, t.TempDir(), nil)
	id := put(t, r, entry("a", "satu")).ID
	must[record.Result](t)(r.Remove(t.Context(), id, "", "kata"))
	e := record.Entry{Received: record.Received{Body: "satu"}, Identity: record.Identity{Words: "kata"}, By: "k1"}
	_, err := record.PutOver(t.Context(), r, e, nil)
	if removed, ok := errors.AsType[*record.RemovedError](err); !ok || removed.ID != id {
		t.Errorf("under its words: %v", err)
	}
	e.Restore = true
	if back := put(t, r, e); back.ID != id {
		t.Errorf("restored by its words: %+v", back)
	}
	e.Restore, e.Received.Body = false, "dua"
	if next := put(t, r, e); next.ID != id || next.Outcome != record.Updated {
		t.Errorf("its words lead to it: %+v", next)
	}
	// One that comes back by its URL leaves the words free.
	other := put(t, r, entry("b", "tiga")).ID
	must[record.Result](t)(r.Remove(t.Context(), other, "", "lain"))
	back := entry("b", "tiga")
	back.Restore = true
	put(t, r, back)
	e.Identity.Words = "lain"
	if next := put(t, r, e); next.ID == other || next.Outcome != record.Created {
		t.Errorf("the words of a restored article: %+v", next)
	}
}

func testVersions(t *testing.T, open Open) {
	c := &clock{time.Date(2025, 12, 31, 16, 30, 0, 0, time.UTC)} // 23:30 WIB
	r := start(t, open, t.TempDir(), c.now)
	id := put(t, r, entry("a", "satu")).ID
	c.at = c.at.Add(time.Hour) // 00:30 WIB of the new year
	if res := put(t, r, entry("a", "dua")); res.AsOf != "2025-12-31" {
		t.Errorf("as of %s: want the day of the first receipt", res.AsOf)
	}
	if res := put(t, r, entry("b", "dua")); res.AsOf != "2026-01-01" {
		t.Errorf("as of %s: want the day in WIB", res.AsOf)
	}
	vs, err := r.Versions(t.Context(), id, 0, 10)
	if err != nil || len(vs) != 2 || vs[1].Received.Body != "satu" || vs[0].Received.Body != "dua" || vs[0].Version != 2 || !vs[0].At.Equal(c.at) {
		t.Errorf("got %+v, %v", vs, err)
	}
	for before, want := range map[uint64]string{0: "dua", vs[0].Seq: "satu", math.MaxUint64: "dua"} {
		if one, err := r.Versions(t.Context(), id, before, 1); err != nil || len(one) != 1 || one[0].Received.Body != want {
			t.Errorf("one before %d: got %+v, %v, want %s", before, one, err, want)
		}
	}
	if _, err := r.Versions(t.Context(), id, vs[1].Seq, 1); !errors.Is(err, record.ErrNotFound) {
		t.Errorf("before the first: %v", err)
	}
	got, err := r.Get(t.Context(), id)
	want := record.Change{Seq: 2, ID: id, Version: 2, At: c.at, By: "k1", AsOf: "2025-12-31", Latest: true, Received: entry("a", "dua").Received}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v\nwant %+v", got, err, want)
	}
	for _, err := range []error{errOf(r.Get(t.Context(), "x")), errOf(r.Versions(t.Context(), "x", 0, 1)), errOf(r.State(t.Context(), "x"))} {
		if !errors.Is(err, record.ErrNotFound) {
			t.Errorf("an unknown id: %v", err)
		}
	}
}

// testVersionsAt holds that a reading keeps the number of its version whatever comes after it:
// a later version, a decision, which renumbers the standing version, a removal and a return.
func testVersionsAt(t *testing.T, open Open) {
	c := &clock{time.Date(2025, 11, 5, 8, 0, 0, 0, time.UTC)}
	r := start(t, open, t.TempDir(), c.now)
	a := put(t, r, entry("a", "satu"))
	b := put(t, r, entry("b", "satu"))
	type reading struct {
		id      string
		seq     uint64
		version int
	}
	readings := []reading{{a.ID, a.Seq, 1}, {b.ID, b.Seq, 1}}
	check := func(when string) {
		t.Helper()
		for _, read := range readings {
			got := must[map[string]int](t)(r.VersionsAt(t.Context(), map[string]uint64{read.id: read.seq, "nosuch": 1}))
			if want := map[string]int{read.id: read.version}; !reflect.DeepEqual(got, want) {
				t.Errorf("%s: the reading of change %d has the versions %v, want %v", when, read.seq, got, want)
			}
		}
	}
	again := func(words string, version int) {
		t.Helper()
		e := entry("a", words)
		e.Restore = true
		readings = append(readings, reading{a.ID, put(t, r, e).Seq, version})
	}
	check("first versions")
	again("dua", 2)
	check("a second version")
	for range 2 {
		made := must[record.Decided](t)(r.Decide(t.Context(), record.Decision{Kind: "quote.hidden", Target: "q", Article: a.ID, Data: []byte(`{}`)}))
		readings = append(readings, reading{a.ID, made.Change, 2})
		check("a decision")
	}
	again("tiga", 3)
	check("a third version")
	must[record.Result](t)(r.Remove(t.Context(), a.ID, ""))
	check("a removal")
	again("empat", 4)
	check("a return")
	both := must[map[string]int](t)(r.VersionsAt(t.Context(), map[string]uint64{a.ID: a.Seq, b.ID: b.Seq}))
	if !reflect.DeepEqual(both, map[string]int{a.ID: 1, b.ID: 1}) {
		t.Errorf("of two articles: %v", both)
	}
	if none := must[map[string]int](t)(r.VersionsAt(t.Context(), nil)); len(none) != 0 {
		t.Errorf("of nothing: %v", none)
	}
	if ahead := must[map[string]int](t)(r.VersionsAt(t.Context(), map[string]uint64{b.ID: math.MaxInt64})); len(ahead) != 0 {
		t.Errorf("of a change that is not there yet: %v", ahead)
	}
}

func testArrivals(t *testing.T, open Open) {
	c := &clock{time.Date(2025, 11, 5, 8, 0, 0, 0, time.UTC)}
	r := start(t, open, t.TempDir(), c.now)
	var ids []string
	for n := range 5 {
		ids = append(ids, put(t, r, entry(urls(n), "satu")).ID)
		c.at = c.at.Add(time.Minute)
	}
	put(t, r, entry(urls(1), "dua"))
	must[record.Result](t)(r.Remove(t.Context(), ids[3], ""))
	order := func(before uint64, n int) (out []string) {
		as := must[[]record.Arrival](t)(r.Arrivals(t.Context(), before, n))
		for _, a := range as {
			out = append(out, a.ID)
		}
		return out
	}
	for _, step := range []struct {
		before uint64
		n      int
		want   []string
	}{
		{0, 9, []string{ids[1], ids[4], ids[2], ids[0]}},
		{6, 9, []string{ids[4], ids[2], ids[0]}},
		{0, 2, []string{ids[1], ids[4]}},
		{1, 2, nil},
	} {
		if got := order(step.before, step.n); !reflect.DeepEqual(got, step.want) {
			t.Errorf("%d before %d: got %q, want %q", step.n, step.before, got, step.want)
		}
	}
	changed := must[map[string]time.Time](t)(r.Changed(t.Context(), append(ids, "nosuch")))
	if len(changed) != 4 || !changed[ids[1]].Equal(c.at) || !changed[ids[0]].Equal(c.at.Add(-5*time.Minute)) {
		t.Errorf("changed %v", changed)
	}
	if none := must[map[string]time.Time](t)(r.Changed(t.Context(), nil)); len(none) != 0 {
		t.Errorf("of nothing: %v", none)
	}
}

// testUnsettled holds the times that a feed shows as its last change: each change that may
// take something out of it moves Unsettled, and nothing else does.
func testUnsettled(t *testing.T, open Open) {
	begin := time.Date(2025, 11, 5, 8, 0, 0, 0, time.UTC)
	c := &clock{begin}
	r := start(t, open, t.TempDir(), c.now)
	want := func(at time.Time, after string) {
		t.Helper()
		if got := must[time.Time](t)(r.Unsettled(t.Context())); !got.Equal(at) {
			t.Errorf("after %s: got %v, want %v", after, got, at)
		}
		c.at = c.at.Add(time.Minute)
	}
	changed := func(id string) time.Time {
		t.Helper()
		at := must[map[string]time.Time](t)(r.Changed(t.Context(), []string{id}))[id]
		for _, a := range must[[]record.Arrival](t)(r.Arrivals(t.Context(), 0, 10)) {
			if a.ID == id && !a.At.Equal(at) {
				t.Errorf("%s changed at %v, and arrived at %v", id, at, a.At)
			}
		}
		return at
	}
	decide := func(d record.Decision) {
		t.Helper()
		d.By = "k1"
		must[record.Decided](t)(r.Decide(t.Context(), d))
	}
	want(time.Time{}, "nothing")
	a, b := put(t, r, entry("a", "satu")), put(t, r, entry("b", "dua"))
	want(time.Time{}, "two articles")
	put(t, r, entry("a", "satu lagi"))
	want(c.at, "another version")
	put(t, r, entry("a", "satu lagi"))
	want(begin.Add(2*time.Minute), "the same again")
	decide(record.Decision{Kind: "quote.hidden", Target: b.ID + "-x", Article: b.ID, Data: json.RawMessage(`{}`)})
	if at := changed(b.ID); !at.Equal(c.at) {
		t.Errorf("a decision about an article changes it at %v, want %v", at, c.at)
	}
	want(c.at, "a decision about an article")
	decide(record.Decision{Kind: "quote.hidden", Target: b.ID + "-x", Article: b.ID})
	if at := changed(b.ID); !at.Equal(c.at) {
		t.Errorf("a decision that is withdrawn changes the article at %v, want %v", at, c.at)
	}
	want(c.at, "the decision is withdrawn")
	decide(record.Decision{Kind: "official.suppress", Target: "ujiono", Data: json.RawMessage(`{}`)})
	want(c.at, "a decision about a person")
	put(t, r, entry("c", "tiga"))
	want(begin.Add(6*time.Minute), "another article")
	must[record.Result](t)(r.Remove(t.Context(), a.ID, "k1"))
	want(c.at, "a removal")
	if at := changed(b.ID); !at.Equal(begin.Add(5 * time.Minute)) {
		t.Errorf("what others do changes the article at %v", at)
	}
}

func testLastRemoval(t *testing.T, open Open) {
	r := start(t, open, t.TempDir(), nil)
	last := func(want uint64, after string) {
		t.Helper()
		if got, err := r.LastRemoval(t.Context()); err != nil || got != want {
			t.Errorf("after %s: got %d, %v; want %d", after, got, err, want)
		}
	}
	decide := func(d record.Decision) record.Decided {
		d.By = "k1"
		return must[record.Decided](t)(r.Decide(t.Context(), d))
	}
	last(0, "nothing")
	a, b := put(t, r, entry("a", "satu")), put(t, r, entry("b", "dua"))
	last(0, "two articles")
	gone := must[record.Result](t)(r.Remove(t.Context(), a.ID, "k1"))
	last(gone.Seq, "a removal")
	put(t, r, entry("c", "tiga"))
	last(gone.Seq, "another article")
	hid := decide(record.Decision{Kind: "quote.hidden", Target: b.ID + "-x", Article: b.ID, Data: json.RawMessage(`{}`)})
	last(hid.Change, "a decision about an article")
	decide(record.Decision{Kind: "official.suppress", Target: "ujiono", Data: json.RawMessage(`{}`)})
	last(hid.Change, "a decision about a person")
	again := entry("a", "satu")
	again.Restore = true
	if back := put(t, r, again); back.Seq <= hid.Change {
		t.Errorf("it is back by change %d", back.Seq)
	}
	last(hid.Change, "the removed article is back")
	decide(record.Decision{Kind: "quote.hidden", Target: b.ID + "-x", Article: b.ID})
	last(0, "the decision is withdrawn")
}
