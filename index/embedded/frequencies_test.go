package embedded

import (
	"maps"
	"slices"
	"testing"

	bleve "github.com/blevesearch/bleve_index_api"

	"warta/index"
)

func TestFrequenciesHoldEachTermWithItsPlaces(t *testing.T) {
	t.Parallel()
	terms, positions := []string{"kpu", "kota", "kpu", "semarang", "kpu", "kota"}, []int{0, 1, 2, 3, 7, 8}
	got := map[string][]int{}
	for term, f := range frequencies(terms, positions) {
		if string(f.Term) != term || f.Frequency() != len(f.Locations) {
			t.Errorf("term %q: holds %q, %d times at %d places", term, f.Term, f.Frequency(), len(f.Locations))
		}
		for _, l := range f.Locations {
			if l.Field != "" {
				t.Errorf("term %q: field %q", term, l.Field)
			}
			got[term] = append(got[term], l.Position)
		}
	}
	want := map[string][]int{"kpu": {1, 3, 8}, "kota": {2, 9}, "semarang": {4}}
	if !maps.EqualFunc(got, want, slices.Equal) {
		t.Errorf("got %v, want %v", got, want)
	}
	for term, f := range frequencies(terms, nil) {
		if n := len(want[term]); f.Frequency() != n || f.Locations != nil {
			t.Errorf("without places, %q: %d times, places %v; want %d, none", term, f.Frequency(), f.Locations, n)
		}
	}
}

func TestKeysThatLieInOnePlaceAreMadeOnce(t *testing.T) {
	t.Parallel()
	values := []string{"1374", "13", "00"}
	var keys sharedKeys
	first := keys.field(index.Keys{Field: "satker", Values: values})
	if again := keys.field(index.Keys{Field: "satker", Values: values}); again != first {
		t.Error("the same field is made twice")
	}
	for _, other := range []index.Keys{
		{Field: "topics", Values: values},
		{Field: "satker", Values: values[:2]},
		{Field: "satker", Values: slices.Clone(values)},
		{Field: "satker"},
	} {
		got := keys.field(other)
		if got == first || got.Name() != other.Field || len(got.terms) != len(other.Values) {
			t.Errorf("%v: got field %s with %d terms", other, got.Name(), len(got.terms))
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
