package recordtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"reflect"
	"testing"
	"time"

	"warta/index/record"
	"warta/index/record/move"
)

// Moving opens records of one implementation that are moved out of and into.
type Moving struct {
	Open   Open
	Try    func(t testing.TB, dir string) error // opens and closes the record in dir
	Source func(t testing.TB, dir string) (record.Source, error)
	Target func(t testing.TB, dir string) (record.Target, error)
}

// TestMoving runs what records of one implementation promise about being moved.
func TestMoving(t *testing.T, of Moving) {
	for name, test := range map[string]func(*testing.T, Moving){
		"ASourceTakesNoWrites":                testSource,
		"RowsAreTheSameInPagesOfAnySize":      testRows,
		"AMoveIsWhole":                        func(t *testing.T, of Moving) { TestMove(t, of, of) },
		"AMoveGoesOnWhereItStopped":           testGoesOn,
		"ATargetIsEmptyAndOfOneSource":        testTargets,
		"ARecordGoesOnCountingAfterAMove":     testAfterMove,
		"AMoveThatIsCompleteIsKnown":          testMovedAgain,
		"TextThatNotEveryRecordHoldsIsToldOf": testAltered,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, of)
		})
	}
}

// FillWithEverything puts something of everything into an empty record.
func FillWithEverything(t testing.TB, r record.Record) {
	t.Helper()
	ids := map[string]string{}
	for n := range 30 {
		e := entry(urls(n), fmt.Sprintf("isi %d", n))
		switch n % 3 {
		case 1:
			e.Identity.ExternalID, e.Received.ExternalID = fmt.Sprint("x", n), fmt.Sprint("x", n)
			e.SourceUpdatedAt = time.Date(2025, 11, 4, 9, n, 0, 123456000, time.UTC)
		case 2:
			e.Identity, e.Received.URL = record.Identity{Words: fmt.Sprint("kata ", n)}, ""
		}
		ids[urls(n)] = put(t, r, e).ID
		if n%5 == 0 {
			e.Received.Body += " lagi"
			put(t, r, e)
		}
	}
	for _, n := range []int{3, 4, 5, 10} {
		must[record.Result](t)(r.Remove(t.Context(), ids[urls(n)], "k2", fmt.Sprint("kata dari ", n)))
	}
	back := entry(urls(10), "isi yang kembali")
	back.Restore = true
	put(t, r, back)
	decide := func(ds ...record.Decision) { must[record.Decided](t)(r.Decide(t.Context(), ds...)) }
	decide(record.Decision{By: "k1", Kind: "quote.hidden", Target: "q1", Article: ids[urls(1)], Data: []byte(`{"why":"salah"}`), Logged: []byte(`{}`)})
	decide(record.Decision{By: "k1", Kind: "quote.speaker", Target: "q1", Article: ids[urls(1)], Data: []byte(`{"speaker":"budi"}`)},
		record.Decision{By: "k2", Kind: "official.merge", Target: "budi", Data: []byte(`{"into":"budi-santoso"}`)})
	decide(record.Decision{By: "k1", Kind: "official.merge", Target: "ani", Data: []byte(`{"into":"ani-2"}`)})
	decide(record.Decision{By: "k1", Kind: "official.merge", Target: "ani"})
	decide(record.Decision{By: "k1", Kind: "quote.hidden", Target: "q9", Article: ids[urls(9)], Data: []byte(`{}`)})
	must[record.Result](t)(r.Remove(t.Context(), ids[urls(9)], "k2"))
	must[[]record.PersonID](t)(r.GivePersonIDs(t.Context(), []record.PersonID{
		{ID: "budi", Key: "budi|33"}, {ID: "budi-2", Key: "budi|31"}, {ID: "budi-3", Key: "budi|33", Another: true}, {ID: "ani", Key: "ani"},
	}))
	for n := range 3 {
		rows := []record.RosterRow{{Name: "Budi", Post: "ketua", Satker: "33", Source: fmt.Sprint("sk ", n)}, {Name: "Ani", Post: "anggota", Satker: "33", From: "2024-01-01"}}
		must[record.RosterVersion](t)(r.ChangeRoster(t.Context(), record.RosterChange{By: "k1", Rows: append(rows, record.RosterRow{Name: fmt.Sprint("N", n), Satker: fmt.Sprint(31 + n)})}))
	}
	for n := range 4 {
		k := record.Key{ID: fmt.Sprint("k", n), Hash: [32]byte{byte(251 * n), 1}, Name: "Kantor é", Scopes: []string{"read", "ingest"}, Created: time.Unix(int64(1000-n), 0)}
		if n == 2 {
			k.Satker, k.Expires = []string{"33", "33.74"}, time.Unix(9e9, 0)
		}
		if err := r.AddKey(t.Context(), k, "k0"); err != nil {
			t.Fatal(err)
		}
	}
	err := errors.Join(
		r.RevokeKey(t.Context(), "k1", time.Unix(5000, 0), "k0"),
		r.TouchKey(t.Context(), "k2", time.Unix(6000, 0)),
		r.WriteAudit(t.Context(), record.Audit{By: "k1", Action: "sign out", Target: "session", Detail: "é"}),
	)
	if err != nil {
		t.Fatal(err)
	}
}

// filled returns the folder of a record with something of everything.
func filled(t *testing.T, of Moving) (dir string) {
	t.Helper()
	dir = t.TempDir()
	r := of.Open(t, dir, nil)
	FillWithEverything(t, r)
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

// source opens a source that is closed with the test.
func source(t *testing.T, of Moving, dir string) record.Source {
	t.Helper()
	s := must[record.Source](t)(of.Source(t, dir))
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// carry moves all rows of a source into a target.
func carry(t *testing.T, from record.Source, to record.Target) (done move.Carried, err error) {
	t.Helper()
	m, err := move.Begin(t.Context(), from, to)
	if err != nil {
		return done, err
	}
	return m.Carry(t.Context(), nil)
}

// toldBy is all that the methods of a record tell of it, but for its lineage.
func toldBy(t *testing.T, r record.Record) map[string]any {
	t.Helper()
	all := everything(t, r)
	all["head"] = head(t, r)
	all["keys"] = must[[]record.Key](t)(r.Keys(t.Context()))
	for _, c := range all["log"].([]record.Change) {
		all["state "+c.ID] = must[record.State](t)(r.State(t.Context(), c.ID))
		all["changed "+c.ID] = must[map[string]time.Time](t)(r.Changed(t.Context(), []string{c.ID}))
		all["versions "+c.ID] = must[[]record.Change](t)(r.Versions(t.Context(), c.ID, 0, 99))
	}
	for _, v := range all["versions"].([]record.RosterVersion) {
		_, rows, err := r.Roster(t.Context(), v.N)
		if err != nil {
			t.Fatal(err)
		}
		all[fmt.Sprint("roster ", v.N)] = rows
	}
	return all
}

// same compares what two records tell.
func same(t *testing.T, got, want map[string]any) {
	t.Helper()
	for what := range want {
		if !reflect.DeepEqual(got[what], want[what]) {
			t.Errorf("%s:\n%+v\nwant\n%+v", what, got[what], want[what])
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d things are told, want %d", len(got), len(want))
	}
}

// rowsOf returns all rows of a record.
func rowsOf(t *testing.T, r record.Rows, n int) map[record.Table][]record.Row {
	t.Helper()
	all := map[record.Table][]record.Row{}
	for _, table := range record.Tables {
		for after := record.Place(""); ; {
			page := must[[]record.Row](t)(r.Rows(t.Context(), table, after, n))
			if len(page) == 0 {
				break
			}
			all[table] = append(all[table], page...)
			after = page[len(page)-1].Place
		}
		if counted := must[int64](t)(r.CountRows(t.Context(), table)); counted != int64(len(all[table])) || counted == 0 {
			t.Errorf("%s: %d rows, and %d are counted", table, len(all[table]), counted)
		}
	}
	return all
}

func testSource(t *testing.T, of Moving) {
	dir := filled(t, of)
	r := of.Open(t, dir, nil)
	want, lineage := toldBy(t, r), r.Lineage()
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	s := source(t, of, dir)
	same(t, toldBy(t, s), want)
	if s.Lineage() != lineage {
		t.Errorf("lineage %q, want %q", s.Lineage(), lineage)
	}
	if err := errors.Join(s.Sound(t.Context()), s.Sealed(t.Context())); err != nil {
		t.Error(err)
	}
	e := entry("new", "satu")
	for what, err := range map[string]error{
		"put":    errOf(record.PutOver(t.Context(), s, e, nil)),
		"remove": errOf(s.Remove(t.Context(), must[record.Base](t)(s.Base(t.Context(), entry(urls(0), ""))).ID, "")),
		"decide": errOf(s.Decide(t.Context(), record.Decision{Kind: "a", Target: "b"})),
		"key":    s.AddKey(t.Context(), record.Key{ID: "k"}, ""),
		"audit":  s.WriteAudit(t.Context(), record.Audit{}),
	} {
		if !errors.Is(err, record.ErrSealed) {
			t.Errorf("%s: got %v, want that it takes no writes", what, err)
		}
	}
	given := must[[]record.PersonID](t)(s.GivePersonIDs(t.Context(), []record.PersonID{{ID: "x", Key: "budi|33"}, {ID: "baru", Key: "baru"}}))
	if given[0].ID != "budi" || given[1].ID != "baru" || given[1].N != 5 {
		t.Errorf("ids %+v", given)
	}
	if now := must[[]record.PersonID](t)(s.PersonIDsAfter(t.Context(), 4, 9)); !reflect.DeepEqual(now, given[1:]) {
		t.Errorf("ids in memory %+v", now)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Wait(ctx, head(t, s)); !errors.Is(err, context.Canceled) {
		t.Errorf("wait: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	again := start(t, of.Open, dir, nil)
	same(t, toldBy(t, again), want)
}

func testRows(t *testing.T, of Moving) {
	s := source(t, of, filled(t, of))
	all := rowsOf(t, s, 500)
	for _, n := range []int{1, 7} {
		if got := rowsOf(t, s, n); !reflect.DeepEqual(got, all) {
			t.Errorf("in pages of %d rows they are others", n)
		}
	}
	bodies := 0
	for _, row := range all["change"] {
		if row.Values[6] != nil {
			bodies++
		}
	}
	changes := toldBy(t, s)["log"].([]record.Change)
	for _, c := range changes {
		if !c.Removed {
			bodies--
		}
	}
	if bodies != 0 || len(all["change"]) != len(changes) {
		t.Errorf("%d changes and %d bodies too many", len(all["change"])-len(changes), bodies)
	}
	if _, err := s.Rows(t.Context(), "meta", "", 1); err == nil {
		t.Error("a table that is none has rows")
	}
}

// TestMove moves a record with everything in it from one implementation to another.
func TestMove(t *testing.T, from, to Moving) {
	s := source(t, from, filled(t, from))
	dir := t.TempDir()
	target := must[record.Target](t)(to.Target(t, dir))
	made := target.Lineage()
	done, err := carry(t, s, target)
	if err != nil || done.Before != 0 || done.Rows == 0 || done.Altered != 0 {
		t.Fatalf("carried %+v, %v", done, err)
	}
	contents, differences, err := move.Compare(t.Context(), s, target, nil)
	if err != nil || len(differences) > 0 || len(contents) != len(record.Tables) {
		t.Errorf("compared %+v, %q, %v", contents, differences, err)
	}
	if half, ok := errors.AsType[*record.HalfMovedError](to.Try(t, dir)); !ok || half.Where == "" {
		t.Error("a half moved record is opened")
	}
	if _, err := to.Source(t, dir); !isHalfMoved(err) {
		t.Errorf("a half moved record is a source: %v", err)
	}
	lineage := target.Lineage()
	if err := errors.Join(target.Finish(t.Context()), target.Close()); err != nil {
		t.Fatal(err)
	}
	r := start(t, to.Open, dir, nil)
	same(t, toldBy(t, r), toldBy(t, s))
	if r.Lineage() != lineage || lineage == made || lineage == s.Lineage() {
		t.Errorf("lineage %q, of the target %q, before %q, of the source %q", r.Lineage(), lineage, made, s.Lineage())
	}
	if sounder, ok := r.(record.Sounder); ok && sounder.Sound(t.Context()) != nil {
		t.Errorf("it is not sound: %v", sounder.Sound(t.Context()))
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	want, got := rowsOf(t, s, 100), rowsOf(t, source(t, to, dir), 100)
	for _, rows := range [][]record.Row{want["roster"], got["roster"]} {
		for i := range rows {
			rows[i].Place = "" // of one record alone
		}
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("rows\n%v\nwant\n%v", got, want)
	}
}

func isHalfMoved(err error) bool {
	_, ok := errors.AsType[*record.HalfMovedError](err)
	return ok
}

// stopping ends a move after some batches, as a kill does.
type stopping struct {
	record.Target
	left int
}

var errStop = errors.New("stopped")

// Take implements [record.Target].
func (s *stopping) Take(ctx context.Context, of record.Table, rows []record.Row) error {
	if s.left--; s.left < 0 {
		return errStop
	}
	return s.Target.Take(ctx, of, rows)
}

func testGoesOn(t *testing.T, of Moving) {
	s, dir := source(t, of, filled(t, of)), t.TempDir()
	total := int64(0)
	for _, table := range record.Tables {
		total += must[int64](t)(s.CountRows(t.Context(), table))
	}
	calls := 0
	for stopped := true; stopped; calls++ {
		target := must[record.Target](t)(of.Target(t, dir))
		done, err := carry(t, small{s}, &stopping{target, 3})
		if stopped = errors.Is(err, errStop); err != nil && !stopped {
			t.Fatal(err)
		}
		if !stopped {
			if done.Before+done.Rows != total {
				t.Errorf("carried %+v, want %d", done, total)
			}
			if _, differences, err := move.Compare(t.Context(), s, target, nil); err != nil || len(differences) > 0 {
				t.Errorf("compared %q, %v", differences, err)
			}
			if err := target.Finish(t.Context()); err != nil {
				t.Error(err)
			}
		}
		if err := target.Close(); err != nil {
			t.Fatal(err)
		}
		if err := of.Try(t, dir); isHalfMoved(err) != stopped {
			t.Errorf("stopped %v, and opening says %v", stopped, err)
		}
	}
	if calls < 10 {
		t.Errorf("%d calls", calls)
	}
	same(t, toldBy(t, start(t, of.Open, dir, nil)), toldBy(t, s))
}

// small is a source whose rows come in small pages.
type small struct{ record.Source }

// Rows implements [record.Rows].
func (s small) Rows(ctx context.Context, of record.Table, after record.Place, n int) ([]record.Row, error) {
	return s.Source.Rows(ctx, of, after, min(n, 5))
}

func testTargets(t *testing.T, of Moving) {
	dir := filled(t, of)
	s := source(t, of, dir)
	full := must[record.Target](t)(of.Target(t, filled(t, of)))
	_, err := carry(t, s, full)
	if not, ok := errors.AsType[*record.NotEmptyError](err); !ok || not.Where == "" || not.Holds == "" {
		t.Errorf("a target that is not empty: %v", err)
	}
	if err := full.Close(); err != nil {
		t.Fatal(err)
	}
	half := t.TempDir()
	target := must[record.Target](t)(of.Target(t, half))
	if err := target.Take(t.Context(), "note", nil); err == nil {
		t.Error("a target that was not begun takes rows")
	}
	if _, err := carry(t, s, &stopping{target, 2}); !errors.Is(err, errStop) {
		t.Fatal(err)
	}
	other := source(t, of, filled(t, of))
	if _, err := carry(t, other, target); !isOther(err) {
		t.Errorf("another source: %v", err)
	}
	// The source was written to between two calls.
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	r := of.Open(t, dir, nil)
	put(t, r, entry("later", "satu"))
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := carry(t, source(t, of, dir), target); !isOther(err) {
		t.Errorf("a source that was written to: %v", err)
	}
	if err := target.Close(); err != nil {
		t.Fatal(err)
	}
}

func isOther(err error) bool {
	_, ok := errors.AsType[*record.OtherSourceError](err)
	return ok
}

// A second move of the same source returns MovedError, and a record that holds something else does
// not. The target may have been written to meanwhile, the source may not.
func testMovedAgain(t *testing.T, of Moving) {
	from, dir := filled(t, of), t.TempDir()
	s := source(t, of, from)
	again := func(s record.Source) error {
		t.Helper()
		target := must[record.Target](t)(of.Target(t, dir))
		_, err := carry(t, s, target)
		if err := target.Close(); err != nil {
			t.Fatal(err)
		}
		return err
	}
	target := must[record.Target](t)(of.Target(t, dir))
	_, err := carry(t, s, target)
	if err := errors.Join(err, target.Finish(t.Context()), target.Close()); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if moved, ok := errors.AsType[*record.MovedError](again(s)); !ok || moved.Where == "" {
			t.Error("a move that is complete is not known")
		}
		r := of.Open(t, dir, nil)
		put(t, r, entry("later", "satu"))
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	r := of.Open(t, from, nil)
	put(t, r, entry("later", "satu"))
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	if _, ok := errors.AsType[*record.NotEmptyError](again(source(t, of, from))); !ok {
		t.Error("a source that has gone on is taken for the one that was moved")
	}
}

func testAfterMove(t *testing.T, of Moving) {
	s, dir := source(t, of, filled(t, of)), t.TempDir()
	target := must[record.Target](t)(of.Target(t, dir))
	if _, err := carry(t, s, target); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(target.Finish(t.Context()), target.Close()); err != nil {
		t.Fatal(err)
	}
	r, was := start(t, of.Open, dir, nil), must[record.Numbers](t)(s.Numbers(t.Context()))
	if res := put(t, r, entry(urls(0), "isi baru")); res.Seq != was.Changes+1 || res.Version != 3 {
		t.Errorf("a new version: %+v", res)
	}
	removed := entry(urls(3), "isi 3")
	if _, err := record.PutOver(t.Context(), r, removed, nil); !isRemoved(err) {
		t.Errorf("a removed article: %v", err)
	}
	made := must[record.Decided](t)(r.Decide(t.Context(), record.Decision{Kind: "official.merge", Target: "c", Data: []byte(`{}`)}))
	if made.Seq != was.Decisions+1 {
		t.Errorf("a new decision has the number %d", made.Seq)
	}
	if ids := must[[]record.PersonID](t)(r.GivePersonIDs(t.Context(), []record.PersonID{{ID: "z", Key: "z"}})); ids[0].N != was.People+1 {
		t.Errorf("a new id: %+v", ids)
	}
	v := must[record.RosterVersion](t)(r.ChangeRoster(t.Context(), record.RosterChange{Rows: []record.RosterRow{{Name: "Baru", Satker: "33"}}}))
	if v.N != 4 || v.Dropped != 3 || v.Added != 1 {
		t.Errorf("a new version of the roster: %+v", v)
	}
}

func isRemoved(err error) bool {
	_, ok := errors.AsType[*record.RemovedError](err)
	return ok
}

func testAltered(t *testing.T, of Moving) {
	dir := t.TempDir()
	r := of.Open(t, dir, nil)
	put(t, r, entry("a", "teks \x00 dan \xff"))
	if err := errors.Join(r.WriteAudit(t.Context(), record.Audit{Action: "a", Detail: "x\x00y\xffz"}), r.Close()); err != nil {
		t.Fatal(err)
	}
	s := source(t, of, dir)
	rows := must[[]record.Row](t)(s.Rows(t.Context(), "audit", "", 9))
	if len(rows) != 1 || rows[0].Values[5] != "x\uFFFDy\uFFFDz" {
		t.Errorf("rows %+v", rows)
	}
	target := must[record.Target](t)(of.Target(t, t.TempDir()))
	done, err := carry(t, s, target)
	if err != nil || done.Altered != rows[0].Altered {
		t.Errorf("carried %+v, %v", done, err)
	}
	if _, differences, err := move.Compare(t.Context(), s, target, nil); err != nil || len(differences) > 0 {
		t.Errorf("compared %q, %v", differences, err)
	}
	body := must[[]record.Row](t)(target.Rows(t.Context(), "change", "", 9))[0].Values[6].([]byte)
	if was := must[[]record.Row](t)(s.Rows(t.Context(), "change", "", 9))[0].Values[6].([]byte); !bytes.Equal(body, was) {
		t.Error("the text of an article is another one")
	}
	if err := target.Close(); err != nil {
		t.Fatal(err)
	}
}
