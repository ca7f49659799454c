package indextest

import (
	"reflect"
	"testing"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/documents"
)

func province(t testing.TB, e index.Engine) {
	in := func(id string, satker ...string) documents.Change {
		c := change(id, "", "x")
		c.Article.Satker = satker
		return c
	}
	apply(t, e, 1, in("city", "33.74"), in("province", "33"), in("both", "33", "33.74"), in("nation", "00"), in("other", "32.73"))
	for _, c := range []struct {
		field, value string
		want         []string
	}{
		{index.KeySatker, "33", []string{"both", "city", "province"}},
		{index.KeySatker, "33.74", []string{"both", "city"}},
		{index.KeyOffices, "33", []string{"both", "province"}},
		{index.KeySatker, "00", []string{"nation"}},
	} {
		where := index.Filter{Facet: index.FacetSatker, Where: index.Term{Field: c.field, Text: c.value}}
		wantIDs(t, search(t, e, index.Request{Size: 10, Filters: []index.Filter{where}}), c.want...)
	}
	named := index.Filter{Where: index.Any{index.Term{Field: index.FieldID, Text: index.ArticleDocument("both")}, index.Term{Field: index.FieldID, Text: index.ArticleDocument("other")}, index.Term{Field: index.FieldID, Text: "a:none"}}}
	wantIDs(t, search(t, e, index.Request{Size: 10, Filters: []index.Filter{named}}), "both", "other")
	below := index.Filter{Where: index.Prefix{Field: index.KeyOffices, Text: "33."}}
	wantIDs(t, search(t, e, index.Request{Size: 10, Filters: []index.Filter{below}}), "both", "city")
	got := search(t, e, index.Request{Facets: []index.FacetAsk{{Facet: index.FacetSatker, Field: index.KeySatker}}})
	want := []index.Count{{Value: "33", Count: 3}, {Value: "33.74", Count: 2}, {Value: "00", Count: 1}, {Value: "32", Count: 1}, {Value: "32.73", Count: 1}}
	if !reflect.DeepEqual(got.Facets[0], want) {
		t.Errorf("facet %+v, want %+v", got.Facets[0], want)
	}
}

func dated(id, date, topic string) documents.Change {
	c := change(id, date, "x")
	c.Article.Topics = []article.Topic{{ID: topic, Score: 1}}
	return c
}

func disjunctive(t testing.TB, e index.Engine) {
	apply(t, e, 1, dated("a", "2025-01-01", "t1"), dated("b", "2025-02-01", "t1"), dated("c", "2025-02-01", "t2"))
	asks := []index.FacetAsk{{Facet: index.FacetTopic, Field: index.KeyTopic}, {Facet: index.FacetDate, Field: index.KeyMonth}}
	got := search(t, e, index.Request{Size: 10, Facets: asks, Filters: []index.Filter{
		{Facet: index.FacetTopic, Where: index.Term{Field: index.KeyTopic, Text: "t1"}},
		{Facet: index.FacetDate, Where: index.Term{Field: index.KeyMonth, Text: "2025-02"}},
	}})
	wantIDs(t, got, "b")
	want := [][]index.Count{
		{{Value: "t1", Count: 1}, {Value: "t2", Count: 1}},
		{{Value: "2025-01", Count: 1}, {Value: "2025-02", Count: 1}},
	}
	if !reflect.DeepEqual(got.Facets, want) {
		t.Errorf("facets %+v, want %+v", got.Facets, want)
	}
}

func chosen(t testing.TB, e index.Engine) {
	apply(t, e, 1, dated("a", "", "t1"), dated("b", "", "t1"), dated("c", "", "t2"), dated("d", "", "t3"))
	got := search(t, e, index.Request{Facets: []index.FacetAsk{{Field: index.KeyTopic, Size: 1, Always: []string{"t4", "t1", "t2"}}}})
	want := []index.Count{{Value: "t1", Count: 2}, {Value: "t4", Count: 0}, {Value: "t2", Count: 1}}
	if !reflect.DeepEqual(got.Facets[0], want) {
		t.Errorf("facet %+v, want %+v", got.Facets[0], want)
	}
}

func groupedOnce(t testing.TB, e index.Engine) {
	both := func(id string, codes ...string) documents.Change {
		c := change(id, "2025-01-01", "isi")
		c.Article.Satker = codes
		return c
	}
	apply(t, e, 1, both("a", "33.01", "33.02"), both("b", "33.02"), both("c", "12.01", "91.01"), both("d"))
	groups := &Groups{Of: func(v string) string { return map[string]string{"33.01": "x", "33.02": "x", "12.01": "y"}[v] }}
	ask := func(always ...string) []index.Count {
		t.Helper()
		r := search(t, e, index.Request{Facets: []index.FacetAsk{{Field: index.KeyOffices, Always: always, Groups: groups}}})
		return r.Facets[0]
	}
	want := func(got []index.Count, want ...index.Count) {
		t.Helper()
		if !reflect.DeepEqual(got, want) {
			t.Errorf("counted %v, want %v", got, want)
		}
	}
	if !e.Can().LiveGroups {
		want(ask("33.01", "none"), index.Count{Value: "33.02", Count: 2}, index.Count{Value: "12.01", Count: 1},
			index.Count{Value: "33.01", Count: 1}, index.Count{Value: "91.01", Count: 1}, index.Count{Value: "none"})
		return
	}
	want(ask("none"), index.Count{Value: "x", Count: 2}, index.Count{Value: "y", Count: 1}, index.Count{Value: "none"})
	groups.Regroup(func(v string) string { return map[string]string{"33.01": "x", "33.02": "y", "12.01": "y"}[v] })
	want(ask(), index.Count{Value: "y", Count: 3}, index.Count{Value: "x", Count: 1})
	apply(t, e, 2, both("e", "33.02"), both("c", "33.01"))
	want(ask(), index.Count{Value: "y", Count: 3}, index.Count{Value: "x", Count: 2})
	alone := search(t, e, index.Request{Facets: []index.FacetAsk{{Field: index.KeyOffices}}})
	want(alone.Facets[0], index.Count{Value: "33.02", Count: 3}, index.Count{Value: "33.01", Count: 2})
}

func groupedByDay(t testing.TB, e index.Engine) {
	at := func(id, date string, codes ...string) documents.Change {
		c := change(id, date, "isi")
		c.Article.Satker = codes
		c.Article.Topics = []article.Topic{{ID: "t"}}
		return c
	}
	other := at("other", "2025-01-01", "33.01")
	other.Article.Topics = nil
	apply(t, e, 1, at("first", "2024-12-31", "33.01"), at("both", "2025-01-01", "33.01", "33.02"), at("last", "2025-06-30", "33.01"),
		at("after", "2025-07-01", "33.01"), at("never", "", "33.01"), at("always", "", "12.01"), other)
	ask := func(of map[string][]index.DatedGroup) []index.Count {
		t.Helper()
		groups := &index.DatedGroups{Only: index.Term{Field: index.KeyTopic, Text: "t"}, Of: of}
		return search(t, e, index.Request{Facets: []index.FacetAsk{{Field: index.KeyOffices, Always: []string{"none"}, Dated: groups}}}).Facets[0]
	}
	want := func(got []index.Count, want ...index.Count) {
		t.Helper()
		if !reflect.DeepEqual(got, want) {
			t.Errorf("counted %v, want %v", got, want)
		}
	}
	of := map[string][]index.DatedGroup{
		"33.01": {{Name: "x", From: "2025-01-01", To: "2025-06-30"}, {Name: "y", From: "2025-06-30"}, {Name: "z", To: "2024-12-31"}},
		"33.02": {{Name: "x", From: "2024-01-01", To: "2025-01-01"}, {Name: "gone", From: "2030-01-01"}},
		"12.01": {{Name: "w"}}, "91.01": {{Name: "y"}},
	}
	if !e.Can().LiveGroups {
		want(ask(of), index.Count{Value: "33.01", Count: 6}, index.Count{Value: "12.01", Count: 1}, index.Count{Value: "33.02", Count: 1}, index.Count{Value: "none"})
		return
	}
	want(ask(of), index.Count{Value: "x", Count: 2}, index.Count{Value: "y", Count: 2}, index.Count{Value: "w", Count: 1}, index.Count{Value: "z", Count: 1}, index.Count{Value: "none"})
	want(ask(map[string][]index.DatedGroup{"33.01": {{Name: "x"}}}), index.Count{Value: "x", Count: 5}, index.Count{Value: "none"})
	apply(t, e, 2, at("both", "2026-01-01", "33.01", "91.01"), at("after", "2025-03-01", "33.01"))
	want(ask(of), index.Count{Value: "x", Count: 2}, index.Count{Value: "y", Count: 2}, index.Count{Value: "w", Count: 1}, index.Count{Value: "z", Count: 1}, index.Count{Value: "none"})
}
