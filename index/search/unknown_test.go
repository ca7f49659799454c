package search_test

import (
	"slices"
	"strings"
	"testing"

	"warta/index"
	"warta/index/search"
	"warta/index/search/searchtest"
	"warta/index/understand"
)

// Query.Unknown lists the values of filters that name nothing, each with the known values that
// may be meant.
func TestAnUnknownValueIsTold(t *testing.T) {
	t.Parallel()
	s := searchtest.NewShelf(t, seed())
	for name, c := range map[string]struct {
		q    search.Query
		want []string // parameter, value and what is meant
	}{
		"a known person":           {search.Query{Official: []string{"handi-tri-ujiono"}}, nil},
		"an id with an error":      {search.Query{Official: []string{"handi-tri-ujino"}}, []string{"official handi-tri-ujino: handi-tri-ujiono"}},
		"an unknown id":            {search.Query{Speaker: []string{"x-y-z"}}, []string{"speaker x-y-z:"}},
		"one of two":               {search.Query{Official: []string{"handi-tri-ujiono", "siapa"}}, []string{"official siapa:"}},
		"a known office":           {search.Query{Satker: []string{"33.74", "33.self"}, Publisher: []string{"33"}}, nil},
		"an unknown regency":       {search.Query{Satker: []string{"33.99"}}, []string{"satker 33.99: 33"}},
		"an unknown province":      {search.Query{Publisher: []string{"98"}}, []string{"publisher 98:"}},
		"a known topic":            {search.Query{Topic: []string{"silog"}}, nil},
		"a topic with an error":    {search.Query{Topic: []string{"sillog"}}, []string{"topic sillog: silog"}},
		"a known post":             {search.Query{Of: index.Quotes, Role: []string{"KETUA"}}, nil},
		"a post with an error":     {search.Query{Of: index.Quotes, Role: []string{"sekertaris"}}, []string{"role sekertaris: sekretaris"}},
		"a post that is none":      {search.Query{Of: index.Quotes, Role: []string{"raja"}}, []string{"role raja:"}},
		"an office of the speaker": {search.Query{Of: index.Quotes, Office: []string{"33.98"}}, []string{"office 33.98: 33"}},
	} {
		var got []string
		for _, u := range s.Ask(c.q).Query.Unknown {
			var text strings.Builder
			text.WriteString(u.Parameter + " " + u.Value + ":")
			for _, m := range u.Meant[:min(1, len(u.Meant))] {
				text.WriteString(" " + m.Value)
				if m.Label == "" {
					t.Errorf("%s: %s has no label", name, m.Value)
				}
			}
			got = append(got, text.String())
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

func TestUnknownValuesAreBounded(t *testing.T) {
	t.Parallel()
	s := searchtest.NewShelf(t, seed())
	var many []string
	for i := range index.MaxValues {
		many = append(many, string(rune('a'+i%26))+string(rune('a'+i/26))+"-tidak-ada")
	}
	if got := len(s.Ask(search.Query{Official: many}).Query.Unknown); got != 10 {
		t.Errorf("%d unknown values are told, want 10", got)
	}
}

// The office that a name means stands before those whose names have its words too.
func TestTheOfficeMeantComesFirst(t *testing.T) {
	t.Parallel()
	s := searchtest.NewShelf(t, seed())
	for value, want := range map[string]string{
		"kpu padang": "13.71", "Padang": "13.71", "kpu kab. padang pariaman": "13.05", "KPU Papua": "91", "kip aceh": "11", "padang pariaman": "13.05", "kpu jateng": "33",
	} {
		meant, err := s.Meant(t.Context(), "satker", value)
		if err != nil {
			t.Fatal(err)
		}
		if len(meant) == 0 || meant[0].Value != want {
			t.Errorf("%q: got %v, want %s first", value, meant, want)
		}
	}
}

// A value that has not the form of one is a name: that of an office in place of its code.
func TestANameInPlaceOfAValue(t *testing.T) {
	t.Parallel()
	s := searchtest.NewShelf(t, seed())
	for _, c := range []struct{ parameter, value, want string }{
		{"satker", "kota semarang", "33.74"},
		{"official", "Handi Tri Ujiono", "handi-tri-ujiono"},
		{"topic", "logistik pemilu?", ""},
		{"role", "ketua", "ketua"},
		{"from", "kemarin", ""},
		{"satker", "", ""},
	} {
		meant, err := s.Meant(t.Context(), c.parameter, c.value)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if slices.ContainsFunc(meant, func(m understand.MeantValue) bool { return m.Value == c.want }) {
			got = c.want
		}
		if got != c.want || len(meant) > 3 || meant == nil {
			t.Errorf("%s=%q: got %v, want %q", c.parameter, c.value, meant, c.want)
		}
	}
}
