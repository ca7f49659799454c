package recordtest

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"warta/index/record"
)

// inForce returns the decisions in force, a line each.
func inForce(t testing.TB, r record.Record) (out []string) {
	t.Helper()
	for _, d := range decisionsInForce(t, r) {
		out = append(out, d.Kind+" "+d.Target+" "+string(d.Data))
	}
	return out
}

func testDecisions(t *testing.T, open Open) {
	r := start(t, open, t.TempDir(), nil)
	res := put(t, r, entry("a", "satu"))
	decide := func(kind, target, article, data string) error {
		d := record.Decision{By: "staff", Kind: kind, Target: target, Article: article}
		if data != "" {
			d.Data = []byte(data)
		}
		return errOf(r.Decide(t.Context(), d))
	}
	if err := errors.Join(
		decide("official.merge", "budi", "", `{"into":"budi-santoso"}`),
		decide("quote.hidden", "q1", res.ID, `true`),
		decide("quote.hidden", "q2", res.ID, `true`),
		decide("official.merge", "budi", "", `{"into":"budi-s"}`),
		decide("quote.hidden", "q2", res.ID, ""),
	); err != nil {
		t.Fatal(err)
	}
	if got, want := inForce(t, r), []string{"quote.hidden q1 true", `official.merge budi {"into":"budi-s"}`}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want the last word on each: %q", got, want)
	}
	if c := must[record.Change](t)(r.Get(t.Context(), res.ID)); c.Seq != 4 || c.Version != 1 || c.Received.Body != "satu" || head(t, r) != 4 {
		t.Errorf("the article stands at %+v, head %d: each decision about it makes it the newest change", c, head(t, r))
	}
	if page := must[[]record.Change](t)(r.Page(t.Context(), 0, 10)); len(page) != 1 {
		t.Errorf("the log has %+v, want the article once", page)
	}
	for what, err := range map[string]error{
		"broken JSON":        decide("quote.hidden", "q3", res.ID, `{`),
		"no target":          decide("quote.hidden", "", res.ID, `true`),
		"the roster's own":   decide(record.KindRoster, record.RosterTarget, "", `{"version":1}`),
		"an unknown article": decide("quote.hidden", "q3", "nosuch", `true`),
	} {
		if err == nil || errors.Is(err, record.ErrNotFound) != (what == "an unknown article") {
			t.Errorf("%s: %v", what, err)
		}
	}
	must[record.Result](t)(r.Remove(t.Context(), res.ID, ""))
	if got := inForce(t, r); len(got) != 1 || !strings.HasPrefix(got[0], "official.merge") {
		t.Errorf("after the removal of the article: %q", got)
	}
	if err := decide("quote.hidden", "q3", res.ID, `true`); !errors.Is(err, record.ErrNotFound) {
		t.Errorf("about a removed article: %v", err)
	}
	if as, err := r.Audits(t.Context(), 0, 100); err != nil || len(as) != 6 {
		t.Errorf("%d lines in the audit log, %v, want 6", len(as), err)
	}
}

func testAllOrNone(t *testing.T, open Open) {
	r := start(t, open, t.TempDir(), nil)
	id := put(t, r, entry("a", "satu")).ID
	_, err := r.Decide(t.Context(),
		record.Decision{Kind: "quote.hidden", Target: "q1", Article: id, Data: json.RawMessage(`{}`)},
		record.Decision{Kind: "quote.hidden", Target: "q2", Article: "nosuch", Data: json.RawMessage(`{}`)})
	if !errors.Is(err, record.ErrNotFound) {
		t.Errorf("got %v", err)
	}
	if got := inForce(t, r); len(got) != 0 || head(t, r) != 1 {
		t.Errorf("in force %q, head %d: a part of it was written", got, head(t, r))
	}
	if as := must[[]record.Audit](t)(r.Audits(t.Context(), 0, 10)); len(as) != 0 {
		t.Errorf("logged %+v", as)
	}
}

// The state of a follower that replaces by kind and target is that of the record after
// each step.
func testDecisionLog(t *testing.T, open Open) {
	r := start(t, open, t.TempDir(), nil)
	id := put(t, r, entry("a", "satu")).ID
	state := map[string]string{}
	var mark uint64
	follow := func() {
		for _, d := range must[[]record.Decision](t)(r.DecisionsAfter(t.Context(), mark, 100)) {
			if d.N <= mark {
				t.Errorf("%+v came after %d", d, mark)
			}
			mark = d.N
			if d.Data == nil {
				delete(state, d.Kind+" "+d.Target)
			} else {
				state[d.Kind+" "+d.Target] = string(d.Data)
			}
		}
	}
	decide := func(ds ...record.Decision) func() {
		return func() {
			made := must[record.Decided](t)(r.Decide(t.Context(), ds...))
			if follow(); made.Seq != mark {
				t.Errorf("decided up to %d, the log ends at %d", made.Seq, mark)
			}
		}
	}
	merge := record.Decision{Kind: "official.merge", Target: "x", Data: json.RawMessage(`{"into":"y"}`)}
	hide := record.Decision{Kind: "quote.hidden", Target: "q", Article: id, Data: json.RawMessage(`{}`)}
	withdrawn := merge
	withdrawn.Data = nil
	for what, step := range []func(){
		decide(merge), decide(hide, merge), decide(withdrawn), decide(withdrawn), decide(merge),
		func() {
			must[record.RosterVersion](t)(r.ChangeRoster(t.Context(), record.RosterChange{Rows: []record.RosterRow{{Name: "Budi", Satker: "33"}}}))
		},
		func() { must[record.Result](t)(r.Remove(t.Context(), id, "")) },
	} {
		step()
		before := mark
		follow()
		if what >= 5 && mark == before {
			t.Errorf("step %d is not in the log", what)
		}
		want := map[string]string{}
		for _, d := range decisionsInForce(t, r) {
			want[d.Kind+" "+d.Target] = string(d.Data)
		}
		if !reflect.DeepEqual(state, want) {
			t.Errorf("step %d: the follower has %v, the record %v", what, state, want)
		}
	}
	if want := map[string]string{"official.merge x": `{"into":"y"}`, "roster roster": `{"version":1}`}; !reflect.DeepEqual(state, want) {
		t.Errorf("in the end %v, want %v", state, want)
	}
	if page := must[[]record.Decision](t)(r.DecisionsAfter(t.Context(), 0, 1)); len(page) != 1 {
		t.Errorf("one of them: %+v", page)
	}
}

func testLogged(t *testing.T, open Open) {
	r := start(t, open, t.TempDir(), nil)
	a := put(t, r, entry("a", "satu"))
	d := record.Decision{By: "k1", Kind: "quote.hidden", Target: a.ID + "-x", Article: a.ID, Data: json.RawMessage(`{"words":"rahasia"}`), Logged: json.RawMessage(`{"reason":"keliru"}`)}
	must[record.Decided](t)(r.Decide(t.Context(), d))
	kept := decisionsInForce(t, r)
	if len(kept) != 1 || string(kept[0].Data) != string(d.Data) || kept[0].By != "k1" || kept[0].Article != a.ID {
		t.Errorf("kept %+v", kept)
	}
	log := must[[]record.Audit](t)(r.Audits(t.Context(), 0, 10))
	if len(log) != 1 || log[0].Detail != string(d.Logged) {
		t.Errorf("logged %+v", log)
	}
}

func testPeople(t *testing.T, open Open) {
	dir := t.TempDir()
	r := open(t, dir, nil)
	const n = 300 // more than one page
	var want []record.PersonID
	for i := range n {
		want = append(want, record.PersonID{ID: fmt.Sprint("p", i), Key: fmt.Sprint("k", i)})
	}
	stand := must[[]record.PersonID](t)(r.GivePersonIDs(t.Context(), want))
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	r = start(t, open, dir, nil)
	all := must[[]record.PersonID](t)(record.AllPersonIDs(t.Context(), r, 0))
	if len(all) != n || !reflect.DeepEqual(all, stand) {
		t.Fatalf("%d ids stand, %d were given", len(all), len(stand))
	}
	for i, p := range all {
		if p.ID != want[i].ID || p.Key != want[i].Key || i > 0 && p.N <= all[i-1].N {
			t.Errorf("row %d is %+v, want %+v", i, p, want[i])
		}
	}
	if some := must[[]record.PersonID](t)(r.PersonIDsAfter(t.Context(), all[9].N, 5)); !reflect.DeepEqual(some, all[10:15]) {
		t.Errorf("five after the tenth: %+v", some)
	}
	if none := must[[]record.PersonID](t)(r.GivePersonIDs(t.Context(), nil)); len(none) != 0 {
		t.Errorf("of nothing: %+v", none)
	}
}

func testClashes(t *testing.T, open Open) {
	r := start(t, open, t.TempDir(), nil)
	give := func(want ...record.PersonID) []record.PersonID {
		return must[[]record.PersonID](t)(r.GivePersonIDs(t.Context(), want))
	}
	first := give(record.PersonID{ID: "budi", Key: "k1"})[0]
	for _, c := range []struct {
		what string
		want record.PersonID
		get  record.PersonID // without N
	}{
		{"the same again", record.PersonID{ID: "budi", Key: "k1"}, record.PersonID{ID: "budi", Key: "k1"}},
		{"another's id", record.PersonID{ID: "budi", Key: "k2"}, record.PersonID{ID: "budi", Key: "k1"}},
		{"a second id", record.PersonID{ID: "budi-2", Key: "k1"}, record.PersonID{ID: "budi", Key: "k1"}},
		{"a second id that is wanted", record.PersonID{ID: "budi-s", Key: "k1", Another: true}, record.PersonID{ID: "budi-s", Key: "k1"}},
		{"another's id as a second one", record.PersonID{ID: "budi-s", Key: "k2", Another: true}, record.PersonID{ID: "budi-s", Key: "k1"}},
		{"an id of its own", record.PersonID{ID: "budi-3", Key: "k2"}, record.PersonID{ID: "budi-3", Key: "k2"}},
	} {
		got := give(c.want)
		if len(got) != 1 || got[0].ID != c.get.ID || got[0].Key != c.get.Key || got[0].N == 0 || got[0].Another {
			t.Errorf("%s: got %+v, want %+v", c.what, got, c.get)
		}
	}
	// Rows of one call stand in each other's way too.
	got := give(record.PersonID{ID: "rini", Key: "k5"}, record.PersonID{ID: "rini", Key: "k6"}, record.PersonID{ID: "rini-2", Key: "k5"})
	if got[0].Key != "k5" || got[1] != got[0] || got[2] != got[0] {
		t.Errorf("in one call: %+v", got)
	}
	if all := must[[]record.PersonID](t)(record.AllPersonIDs(t.Context(), r, 0)); len(all) != 4 || all[0] != first {
		t.Errorf("in the end %+v", all)
	}
}

// chair is a row of a list of office holders.
func chair(satker, name string) record.RosterRow {
	return record.RosterRow{Name: name, Post: "Ketua", Satker: satker, From: "2023-10-24", Source: "SK 1/2023"}
}

func testRoster(t *testing.T, open Open) {
	dir := t.TempDir()
	c := &clock{time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)}
	r := open(t, dir, c.now)
	budi, rini, handi, sari := chair("33.74", "Budi Santoso"), chair("33.17", "Rini Astuti"), chair("33.74", "Handi Tri Ujiono"), chair("33", "Sari Dewanti")
	if v, rows, err := r.Roster(t.Context(), 0); err != nil || v.N != 0 || len(rows) != 0 {
		t.Errorf("a new record has version %+v, %v, %v", v, rows, err)
	}
	for _, step := range []struct {
		what string
		in   record.RosterChange
		want record.RosterVersion
	}{
		{"the first list", record.RosterChange{By: "k1", Rows: []record.RosterRow{budi, rini, rini}}, record.RosterVersion{N: 1, By: "k1", Rows: 2, Added: 2}},
		{"the same again", record.RosterChange{By: "k2", Rows: []record.RosterRow{rini, budi}}, record.RosterVersion{N: 1, By: "k1", Rows: 2}},
		{"tried only", record.RosterChange{By: "k2", Rows: []record.RosterRow{handi}, Try: true}, record.RosterVersion{N: 2, By: "k2", Rows: 2, Added: 1, Dropped: 1}},
		{"one satker has another", record.RosterChange{By: "k2", Rows: []record.RosterRow{handi}}, record.RosterVersion{N: 2, By: "k2", Rows: 2, Added: 1, Dropped: 1}},
		{"a satker more", record.RosterChange{By: "k2", Rows: []record.RosterRow{sari}}, record.RosterVersion{N: 3, By: "k2", Rows: 3, Added: 1}},
		{"the whole list", record.RosterChange{By: "k3", Rows: []record.RosterRow{budi}, All: true}, record.RosterVersion{N: 4, By: "k3", Rows: 1, Added: 1, Dropped: 3}},
		{"none", record.RosterChange{By: "k3", All: true}, record.RosterVersion{N: 5, By: "k3", Dropped: 1}},
		{"an earlier one", record.RosterChange{By: "k3", Rows: []record.RosterRow{rini, handi}, All: true}, record.RosterVersion{N: 6, By: "k3", Rows: 2, Added: 2}},
	} {
		step.want.At = c.at
		if got, err := r.ChangeRoster(t.Context(), step.in); err != nil || got != step.want {
			t.Errorf("%s: got %+v, %v, want %+v", step.what, got, err, step.want)
		}
	}
	if _, err := r.ChangeRoster(t.Context(), record.RosterChange{Rows: []record.RosterRow{sari}, MaxRows: 2}); !errors.Is(err, record.ErrRosterTooLong) {
		t.Errorf("one row too many: %v", err)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	r = start(t, open, dir, c.now)
	for version, want := range map[uint64][]record.RosterRow{
		1: {rini, budi}, 2: {rini, handi}, 3: {sari, rini, handi}, 4: {budi}, 5: nil, 6: {rini, handi}, 0: {rini, handi},
	} {
		if _, got, err := r.Roster(t.Context(), version); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("version %d: got %+v, %v, want %+v", version, got, err, want)
		}
	}
	if _, _, err := r.Roster(t.Context(), 7); !errors.Is(err, record.ErrNotFound) {
		t.Errorf("a version that is not there: %v", err)
	}
	if list, err := r.RosterVersions(t.Context(), 0, 4); err != nil || len(list) != 4 || list[0].N != 6 || list[3].N != 3 {
		t.Errorf("the newest versions: %+v, %v", list, err)
	}
	if list, err := r.RosterVersions(t.Context(), 3, 4); err != nil || len(list) != 2 || list[0].N != 2 {
		t.Errorf("the versions before: %+v, %v", list, err)
	}
	writes, _, err := r.Writes(t.Context(), record.WritesPlace{}, record.RosterTarget, 100)
	if err != nil || len(writes) != 6 || writes[0].By != "k3" || writes[0].Action != "roster.import" || !strings.Contains(writes[0].Detail, `"version":6`) {
		t.Errorf("the log of writes has %+v, %v", writes, err)
	}
}

func testKeys(t *testing.T, open Open) {
	r := start(t, open, t.TempDir(), nil)
	at := func(n int) time.Time { return time.Date(2025, 1, n, 0, 0, 0, 0, time.UTC) }
	k := record.Key{ID: "k1", Hash: [32]byte{1}, Name: "humas", Scopes: []string{"ingest"}, Satker: []string{"33.74"}, Created: at(1), Expires: at(30)}
	if err := r.AddKey(t.Context(), k, "k0"); err != nil {
		t.Fatal(err)
	}
	for _, twin := range []record.Key{{ID: "k1", Hash: [32]byte{9}}, {ID: "k9", Hash: [32]byte{1}}} {
		if err := r.AddKey(t.Context(), twin, ""); !errors.Is(err, record.ErrKeyExists) {
			t.Errorf("a twin: %v", err)
		}
	}
	if err := errors.Join(r.RevokeKey(t.Context(), "k1", at(5), "k0"), r.RevokeKey(t.Context(), "k1", at(9), ""),
		r.TouchKey(t.Context(), "k1", at(4)), r.TouchKey(t.Context(), "k1", at(3))); err != nil {
		t.Fatal(err)
	}
	k.Revoked, k.LastUsed = at(5), at(4)
	if got, err := r.KeyByHash(t.Context(), [32]byte{1}); err != nil || !reflect.DeepEqual(got, k) {
		t.Errorf("got %+v, %v\nwant %+v", got, err, k)
	}
	if got, err := r.Keys(t.Context()); err != nil || len(got) != 1 || !reflect.DeepEqual(got[0], k) {
		t.Errorf("got %+v, %v", got, err)
	}
	if _, err := r.KeyByHash(t.Context(), [32]byte{2}); !errors.Is(err, record.ErrNotFound) {
		t.Errorf("an unknown hash: %v", err)
	}
	if err := r.RevokeKey(t.Context(), "k7", at(1), ""); !errors.Is(err, record.ErrNotFound) {
		t.Errorf("an unknown id: %v", err)
	}
}

func testWrites(t *testing.T, open Open) {
	c := &clock{time.Date(2025, 11, 5, 8, 0, 0, 0, time.UTC)}
	r := start(t, open, t.TempDir(), c.now)
	step := func() { c.at = c.at.Add(time.Second) }
	a := put(t, r, entry("a", "satu"))
	step()
	put(t, r, entry("b", "satu"))
	step()
	put(t, r, entry("a", "dua"))
	step()
	if err := r.WriteAudit(t.Context(), record.Audit{By: "k2", Action: "rebuild", Target: "index", Detail: "x"}); err != nil {
		t.Fatal(err)
	}
	step()
	must[record.Result](t)(r.Remove(t.Context(), a.ID, "k3"))
	read := func(target string, n int) (lines []string) {
		place := record.WritesPlace{}
		for {
			ws, next, err := r.Writes(t.Context(), place, target, n)
			if err != nil || len(ws) > n {
				t.Fatalf("%d lines, %v", len(ws), err)
			}
			for _, w := range ws {
				lines = append(lines, w.Action+" "+strings.ReplaceAll(w.Target, a.ID, "A")+" "+w.By)
			}
			if next == nil {
				return lines
			}
			place = *next
		}
	}
	b := put(t, r, entry("b", "satu")).ID
	all := []string{"remove A k3", "rebuild index k2", "update A k1", "create " + b + " k1", "create A k1"}
	for _, n := range []int{1, 2, 3, 5, 9} {
		if got := read("", n); !reflect.DeepEqual(got, all) {
			t.Errorf("%d at once: got %q, want %q", n, got, all)
		}
	}
	if got, want := read(a.ID, 2), []string{"remove A k3", "update A k1", "create A k1"}; !reflect.DeepEqual(got, want) {
		t.Errorf("about one article: got %q, want %q", got, want)
	}
}

// decisionsInForce returns the decisions in force. Their numbers are at most the last one.
func decisionsInForce(t testing.TB, r record.Decisions) []record.Decision {
	t.Helper()
	list, last, err := record.InForce(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(list); n > 0 && list[n-1].N > last {
		t.Errorf("the last decision is %d, one in force %d", last, list[n-1].N)
	}
	return list
}
