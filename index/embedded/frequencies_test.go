package embedded

import (
	"maps"
	"slices"
	"testing"

	bleve "github.com/blevesearch/bleve_index_api"
)

func TestFrequenciesHoldEachTermWithItsPlaces(t *testing.T) {
	t.Parallel()
	terms, positions := []string{"kpu", "kota", "kpu", "semarang", "kpu", "kota"}, []int{0, 1, 2, 3, 7, 8}
	got := map[string][]int{}
	for term, f := range frequencies(terms, positions, "body") {
		if string(f.Term) != term || f.Frequency() != len(f.Locations) {
			t.Errorf("term %q: holds %q, %d times at %d places", term, f.Term, f.Frequency(), len(f.Locations))
		}
		for _, l := range f.Locations {
			if l.Field != "body" {
				t.Errorf("term %q: field %q", term, l.Field)
			}
			got[term] = append(got[term], l.Position)
		}
	}
	want := map[string][]int{"kpu": {1, 3, 8}, "kota": {2, 9}, "semarang": {4}}
	if !maps.EqualFunc(got, want, slices.Equal) {
		t.Errorf("got %v, want %v", got, want)
	}
	for term, f := range frequencies(terms, nil, "body") {
		if n := len(want[term]); f.Frequency() != n || f.Locations != nil {
			t.Errorf("without places, %q: %d times, places %v; want %d, none", term, f.Frequency(), f.Locations, n)
		}
	}
}

func TestADocumentThatIsWrittenAgainIsTheSame(t *testing.T) {
	t.Parallel()
	d := &document{id: "a", fields: []bleve.Field{&field{name: "title"}}}
	d.AddIDField()
	d.AddIDField() // the first time the disk was full
	if len(d.fields) != 2 || d.fields[1].Name() != idField {
		t.Errorf("fields %v", d.fields)
	}
}
