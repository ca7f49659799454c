package search_test

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"warta/index"
	"warta/index/internal/cast"
	"warta/index/search"
	"warta/index/search/searchtest"
)

// Cursors in memory keep the contract of all cursors.
func TestMemoryCursors(t *testing.T) {
	t.Parallel()
	searchtest.TestCursors(t, func(_ *testing.T, now func() time.Time, maxHits int) search.Cursors {
		return search.NewMemoryCursors(now, maxHits)
	})
}

// lossyCursors lose every ranking.
type lossyCursors struct{}

func (lossyCursors) Put(context.Context, search.RankingKey, []index.Match) {}
func (lossyCursors) Get(context.Context, search.RankingKey) []index.Match  { return nil }

// Without the ranking of its first page, a search by relevance continues as long as the index
// stays the same, and is then Expired.
func TestALostRankingExpiresWithTheNextChange(t *testing.T) {
	t.Parallel()
	s := searchtest.NewShelf(t)
	var ids []string
	for i := range 9 {
		id := fmt.Sprint("a", i)
		ids = append(ids, id)
		s.Put(cast.Plain(id, "2025-01-01", "arsip", strings.Repeat("arsip ", 10-i)))
	}
	options := s.Options()
	options.Cursors = lossyCursors{}
	lossy := search.New(options)
	q := search.Query{Text: "arsip", Size: 4}
	var seen []string
	for {
		page, err := lossy.Search(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		seen = append(seen, searchtest.IDs(page)...)
		if page.Next == nil {
			break
		}
		q.Cursor = *page.Next
	}
	slices.Sort(seen)
	if !slices.Equal(seen, ids) {
		t.Errorf("paged through %q, want each of %q once", seen, ids)
	}
	s.Put(cast.Plain("x", "", "lain", "lain"))
	if _, err := lossy.Search(t.Context(), q); index.KindOf(err) != index.Expired {
		t.Errorf("after a change: %v, want expired", err)
	}
}

func TestPages(t *testing.T) {
	t.Parallel()
	build := func() (*searchtest.Shelf, []string) {
		s := searchtest.NewShelf(t)
		var ids []string
		for i := range 25 {
			id := fmt.Sprintf("%02d", i)
			ids = append(ids, id)
			s.Put(cast.Plain(id, fmt.Sprintf("2025-01-%02d", 1+i%9), "arsip", strings.Repeat("arsip ", 1+i)))
		}
		return s, ids
	}
	for _, q := range []search.Query{{Sort: index.Newest}, {Sort: index.Oldest, Text: "arsip"}, {Text: "arsip"}, {Text: "arsip tidakada"}} {
		s, ids := build()
		q.Size = 4
		var seen []string
		for {
			page := s.Ask(q)
			seen = append(seen, searchtest.IDs(page)...)
			if page.Next == nil {
				break
			}
			q.Cursor = *page.Next
			s.Put(cast.Plain(fmt.Sprintf("new%d", len(seen)), "2026-01-01", "arsip", "arsip"), cast.Plain("old", "2020-01-01", "arsip", "arsip"))
		}
		seen = slices.DeleteFunc(seen, func(id string) bool { return strings.HasPrefix(id, "new") || id == "old" })
		slices.Sort(seen)
		if !slices.Equal(seen, ids) {
			t.Errorf("%+v paged through %q, want each of %q once", q, seen, ids)
		}
	}
	s, _ := build()
	q := search.Query{Text: "arsip", Size: 4}
	q.Cursor = *s.Ask(q).Next
	first := searchtest.IDs(s.Ask(q))
	s.Put(cast.Plain("x", "", "arsip", "arsip"))
	s.Clock = s.Clock.Add(5*time.Minute - time.Second)
	if got := searchtest.IDs(s.Ask(q)); !slices.Equal(got, first) {
		t.Errorf("within five minutes, after a change: %q, want %q as before", got, first)
	}
	s.Clock = s.Clock.Add(time.Second)
	if _, err := s.Search(t.Context(), q); index.KindOf(err) != index.Expired {
		t.Errorf("after five minutes: %v, want expired", err)
	}
	for _, wrong := range []search.Query{{Text: "lain", Cursor: q.Cursor}, {Text: "arsip", Cursor: "x!"}, {Text: "arsip", Cursor: "e30"}} {
		wrong.Size = 4
		if _, err := s.Search(t.Context(), wrong); index.KindOf(err) != index.Invalid {
			t.Errorf("cursor %q for %q: %v, want invalid", wrong.Cursor, wrong.Text, err)
		}
	}
}

func TestACorrectionHoldsOnEveryPage(t *testing.T) {
	t.Parallel()
	s := searchtest.NewShelf(t, cast.Plain("a", "2025-01-01", "Helikopter", "x"), cast.Plain("b", "2025-01-02", "Helikopter", "y"))
	for _, sort := range []index.Sort{index.ByRelevance, index.Newest} {
		q := search.Query{Text: "helikoptr", Size: 1, Sort: sort}
		first := s.Ask(q)
		if first.Next == nil {
			t.Fatalf("%s: no next page", sort)
		}
		q.Cursor = *first.Next
		second := s.Ask(q)
		if got := append(searchtest.IDs(first), searchtest.IDs(second)...); !slices.Equal(got, []string{"b", "a"}) || second.Query.Corrected == nil {
			t.Errorf("%s: pages have %q, corrected %v", sort, got, second.Query.Corrected)
		}
	}
}

// A cursor passes from one page to the next of the same search, and to no other search:
// every field of a query tells cursors apart, but for those that leave what is found and its
// order as they are.
func TestCursorsTellSearchesApart(t *testing.T) {
	t.Parallel()
	free := map[string]string{
		"Size":      "pages of one search may differ in length",
		"Cursor":    "it is the cursor",
		"Facets":    "what is counted beside the hits",
		"Explain":   "what is told of each hit",
		"Live":      "whether a page that was lost is made anew",
		"Near":      "which other pages are told",
		"Places":    "what is told of each hit",
		"Highlight": "what is told of each hit",
		"Changed":   "what is told of each hit",
		"among":     "set by MatchArrivals alone, which follows its own cursors",
	}
	plain := search.Fingerprint(search.Query{})
	seen := map[uint64]string{plain: "no field"}
	for _, f := range reflect.VisibleFields(reflect.TypeFor[search.Query]()) {
		if free[f.Name] != "" && !f.IsExported() {
			continue
		}
		var q search.Query
		set(t, reflect.ValueOf(&q).Elem().FieldByIndex(f.Index), f.Name)
		got := search.Fingerprint(q)
		switch other, twice := seen[got]; {
		case free[f.Name] != "" && got != plain:
			t.Errorf("%s ends cursors", f.Name)
		case free[f.Name] == "" && twice:
			t.Errorf("queries that differ in %s, and in %s, have one fingerprint", f.Name, other)
		}
		seen[got] = f.Name
	}
	for name := range free {
		if _, known := reflect.TypeFor[search.Query]().FieldByName(name); !known {
			t.Errorf("Query has no field %s", name)
		}
	}
}

// set gives a field of a query a value that is not its zero value.
func set(t *testing.T, field reflect.Value, name string) {
	t.Helper()
	switch {
	case !field.CanSet():
		t.Fatalf("%s cannot be set: say in free why cursors leave it out, or export it", name)
	case field.Kind() == reflect.String:
		field.SetString("x")
	case field.Kind() == reflect.Bool:
		field.SetBool(true)
	case field.CanInt():
		field.SetInt(1)
	case field.CanUint():
		field.SetUint(1)
	case field.CanFloat():
		field.SetFloat(0.5)
	case field.Kind() == reflect.Slice:
		field.Set(reflect.MakeSlice(field.Type(), 1, 1))
		if field.Index(0).Kind() == reflect.String {
			field.Index(0).SetString("x")
		}
	default:
		t.Fatalf("%s has a type that this test does not know: %s", name, field.Type())
	}
}
