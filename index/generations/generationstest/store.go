// Package generationstest holds the contracts of [generations.Store] and of
// [generations.Readings] as tests.
package generationstest

import (
	"slices"
	"testing"
	"time"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/generations"
	"warta/index/readings"
)

// A Setting is an empty store, and the record beside it.
type Setting struct {
	// Open opens the store once more, as after a stop.
	Open func(t testing.TB) generations.Store
	// Lineage is that of the record.
	Lineage string
	// Articles returns the ids of n articles of the record, others with each call.
	Articles func(t testing.TB, n int) []string
}

// TestStore checks that stores, each of a setting of its own, keep the contract.
func TestStore(t *testing.T, setting func(t *testing.T) Setting) {
	for name, test := range map[string]func(*testing.T, Setting){
		"listed as saved":           testListed,
		"other records":             testOtherRecords,
		"engine and readings":       testHalves,
		"made again under a number": testMadeAgain,
		"renumbered and removed":    testRenumbered,
		"not there":                 testNotThere,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, setting(t))
		})
	}
	t.Run("readings", func(t *testing.T) { testReadings(t, setting) })
}

// lead opens the store of a setting and leads until the end of the test.
func lead(t *testing.T, of Setting) generations.Store {
	t.Helper()
	s := of.Open(t)
	lease, err := s.Lead(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := lease.Release(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func (of Setting) info(number int) generations.Info {
	return generations.Info{
		Number: number, Format: generations.Format, Lineage: of.Lineage, Reader: "7", Engine: "plain-1.8.3",
		State: generations.Building, Created: time.Date(2026, 11, 30, 1, 2, 3, 0, time.UTC),
	}
}

// create makes generations.
func create(t *testing.T, s generations.Store, infos ...generations.Info) {
	t.Helper()
	for _, i := range infos {
		if err := s.Create(t.Context(), i); err != nil {
			t.Fatal(err)
		}
	}
}

// list returns the generations of a record.
func list(t *testing.T, s generations.Store, lineage string) []generations.Info {
	t.Helper()
	found, err := s.List(t.Context(), lineage)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// numbers returns the numbers of the generations of the record.
func numbers(t *testing.T, s generations.Store, of Setting) (found []int) {
	t.Helper()
	for _, i := range list(t, s, of.Lineage) {
		found = append(found, i.Number)
	}
	return found
}

// opened opens a generation until the end of the test, or until it is closed.
func opened(t *testing.T, s generations.Store, number int) generations.Opened {
	t.Helper()
	o, err := s.Open(t.Context(), number)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func closed(t *testing.T, o generations.Opened) {
	t.Helper()
	if err := o.Engine.Close(); err != nil {
		t.Error(err)
	}
	if err := o.Readings.Close(); err != nil {
		t.Error(err)
	}
}

func testListed(t *testing.T, of Setting) {
	s := lead(t, of)
	if got := list(t, s, of.Lineage); len(got) != 0 {
		t.Errorf("a new store lists %+v", got)
	}
	first, second := of.info(1), of.info(2)
	create(t, s, first, second)
	first.State, first.Retired, first.Pinned = generations.Complete, first.Created.Add(time.Hour), true
	if err := s.Save(t.Context(), first); err != nil {
		t.Fatal(err)
	}
	want := []generations.Info{second, first}
	for _, s := range []generations.Store{s, of.Open(t)} {
		if got := list(t, s, of.Lineage); !slices.Equal(got, want) {
			t.Errorf("got %+v\nwant %+v", got, want)
		}
	}
}

func testOtherRecords(t *testing.T, of Setting) {
	s := lead(t, of)
	other, newer := of.info(2), of.info(3)
	other.Lineage = "elsewhere"
	newer.Format++
	create(t, s, of.info(1), other, newer)
	if got := numbers(t, s, of); !slices.Equal(got, []int{1}) {
		t.Errorf("listed are %v, want the first alone", got)
	}
	if got := list(t, s, "elsewhere"); len(got) > 0 {
		t.Errorf("a generation of another record is still there: %+v", got)
	}
	create(t, s, of.info(2))
	if got := numbers(t, s, of); len(got) > 1 && got[0] != 2 || len(got) == 0 {
		t.Errorf("under the number of a deleted one %v", got)
	}
}

// document returns the change of an article for both halves of a generation.
func document(id, title string, seq uint64) (readings.Change, index.Update) {
	return readings.Change{ID: id, Seq: seq, Article: &article.Article{ID: id, Title: title}},
		index.Update{ID: id, Documents: []index.Document{{Of: index.Articles, ID: id, Article: id, Date: "2026-11-30"}}}
}

// found counts the articles that an engine finds.
func found(t *testing.T, e index.Engine) int {
	t.Helper()
	res, err := e.Search(t.Context(), index.Request{Of: index.Articles, Sort: index.Newest})
	if err != nil {
		t.Fatal(err)
	}
	return res.Documents
}

// apply gives a generation an article.
func apply(t *testing.T, o generations.Opened, id string, mark uint64) {
	t.Helper()
	change, update := document(id, "Rapat", mark)
	if err := o.Readings.Apply(t.Context(), []readings.Change{change}, mark); err != nil {
		t.Fatal(err)
	}
	if err := o.Engine.Apply(t.Context(), []index.Update{update}, mark); err != nil {
		t.Fatal(err)
	}
}

// Two generations have an engine and readings of their own.
func testHalves(t *testing.T, of Setting) {
	s := lead(t, of)
	create(t, s, of.info(1), of.info(2))
	ids := of.Articles(t, 2)
	one, two := opened(t, s, 1), opened(t, s, 2)
	apply(t, one, ids[0], 1)
	apply(t, one, ids[1], 2)
	apply(t, two, ids[0], 1)
	if one.Readings.Len() != 2 || two.Readings.Len() != 1 || one.Readings.Mark() != 2 || two.Readings.Mark() != 1 {
		t.Errorf("readings: %d and %d, marks %d and %d", one.Readings.Len(), two.Readings.Len(), one.Readings.Mark(), two.Readings.Mark())
	}
	if found(t, one.Engine) != 2 || found(t, two.Engine) != 1 {
		t.Errorf("engines find %d and %d", found(t, one.Engine), found(t, two.Engine))
	}
	if mark, err := one.Engine.Mark(t.Context()); err != nil || mark != 2 {
		t.Errorf("mark of the engine %d, %v", mark, err)
	}
	closed(t, two)
	if err := s.Remove(t.Context(), 2); err != nil {
		t.Fatal(err)
	}
	if found(t, one.Engine) != 2 || one.Readings.Len() != 2 {
		t.Error("the removal of a generation takes something from another")
	}
	closed(t, one)
	again := opened(t, s, 1)
	defer closed(t, again)
	if again.Readings.Mark() != 2 || again.Readings.Len() != 2 {
		t.Errorf("opened again: mark %d, %d readings", again.Readings.Mark(), again.Readings.Len())
	}
}

// What a stop may have left under a number is gone when a generation is made there.
func testMadeAgain(t *testing.T, of Setting) {
	s := lead(t, of)
	create(t, s, of.info(1))
	o := opened(t, s, 1)
	apply(t, o, of.Articles(t, 1)[0], 1)
	closed(t, o)
	create(t, s, of.info(1))
	o = opened(t, s, 1)
	defer closed(t, o)
	if o.Readings.Len() != 0 || o.Readings.Mark() != 0 || found(t, o.Engine) != 0 {
		t.Errorf("made again it has %d readings up to %d and finds %d", o.Readings.Len(), o.Readings.Mark(), found(t, o.Engine))
	}
	if got := numbers(t, s, of); !slices.Equal(got, []int{1}) {
		t.Errorf("listed are %v", got)
	}
}

func testRenumbered(t *testing.T, of Setting) {
	s := lead(t, of)
	create(t, s, of.info(1), of.info(2))
	o := opened(t, s, 1)
	id := of.Articles(t, 1)[0]
	apply(t, o, id, 1)
	closed(t, o)
	if err := s.Renumber(t.Context(), 1, 7); err != nil {
		t.Fatal(err)
	}
	if got := numbers(t, s, of); !slices.Equal(got, []int{7, 2}) {
		t.Errorf("listed are %v", got)
	}
	if err := s.Remove(t.Context(), 2); err != nil {
		t.Fatal(err)
	}
	if err := s.Remove(t.Context(), 2); err != nil {
		t.Errorf("removed again: %v", err)
	}
	if got := numbers(t, of.Open(t), of); !slices.Equal(got, []int{7}) {
		t.Errorf("after a removal %v", got)
	}
	again := opened(t, s, 7)
	defer closed(t, again)
	if got, err := again.Readings.Get(t.Context(), []string{id}); err != nil || got[0].Article == nil {
		t.Errorf("under the new number: %+v, %v", got, err)
	}
}

func testNotThere(t *testing.T, of Setting) {
	s := lead(t, of)
	if err := s.Renumber(t.Context(), 1, 2); err == nil {
		t.Error("what is not there gets another number")
	}
	if err := s.Save(t.Context(), of.info(1)); err == nil {
		t.Error("what is not there is saved")
	}
	if err := s.Remove(t.Context(), 1); err != nil {
		t.Errorf("what is not there is removed: %v", err)
	}
}
