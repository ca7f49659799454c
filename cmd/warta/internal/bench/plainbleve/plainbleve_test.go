package plainbleve_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"warta/cmd/warta/internal/bench/plainbleve"
	"warta/index"
	"warta/index/search"
)

// What we measure beside must do what it is asked, or the comparison is none.
func TestItAnswersTheQueriesOfTheMix(t *testing.T) {
	t.Parallel()
	x, err := plainbleve.New(filepath.Join(t.TempDir(), "index"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = x.Close() })
	for _, d := range []plainbleve.Document{
		{ID: "a", Title: "Rapat logistik", Body: "Ketua KPU membuka rapat kerja.", Published: "2024-03-01", Satker: []string{"33", "33.74"}, Topics: []string{"logistik"}, Officials: []string{"budi"}},
		{ID: "b", Title: "Logistik tiba", Body: "Kotak suara dan bilik.", Published: "2025-04-01", Satker: []string{"33"}},
		{ID: "c", Title: "Kampanye", Body: "Kerja rapat kampanye di kota.", Published: "2025-05-01", Satker: []string{"32"}},
	} {
		if err := x.Add(d); err != nil {
			t.Fatal(err)
		}
	}
	if err := x.Flush(); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		why  string
		q    search.Query
		want []string
	}{
		{"all words", search.Query{Text: "rapat kerja"}, []string{"a", "c"}},
		{"a stop word is not wanted", search.Query{Text: "yang kampanye"}, []string{"c"}},
		{"any word", search.Query{Text: "kampanye OR bilik"}, []string{"b", "c"}},
		{"a phrase", search.Query{Text: `"rapat kerja"`}, []string{"a"}},
		{"a beginning", search.Query{Text: "logis*"}, []string{"a", "b"}},
		{"one error, where nothing else is found", search.Query{Text: "kampanya"}, []string{"c"}},
		{"an office", search.Query{Satker: []string{"33"}}, []string{"a", "b"}},
		{"a topic, an official and a year", search.Query{Topic: []string{"logistik"}, Official: []string{"budi"}, From: "2024-01-01", To: "2024-12-31"}, []string{"a"}},
		{"everything", search.Query{}, []string{"a", "b", "c"}},
	} {
		c.q.Size = 10
		page, err := x.Search(t.Context(), c.q)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, h := range page.Hits {
			got = append(got, h.ID)
		}
		slices.Sort(got)
		if !slices.Equal(got, c.want) || page.Total != len(c.want) {
			t.Errorf("%s: found %q of %d, want %q", c.why, got, page.Total, c.want)
		}
	}
	page, err := x.Search(t.Context(), search.Query{
		Text: "rapat", Size: 10, Sort: index.Newest, Highlight: true, Facets: []search.FacetRequest{{Name: index.FacetSatker, Size: 5}, {Name: index.FacetDate, Size: 5}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if page.Hits[0].ID != "c" || !strings.Contains(page.Hits[0].SnippetHTML, "<mark>") || len(page.Facets[index.FacetSatker]) != 3 || len(page.Facets[index.FacetDate]) != 2 {
		t.Errorf("newest first, with marks and facets: got %+v", page)
	}
}
