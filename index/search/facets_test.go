package search_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/indextest"
	"warta/index/internal/cast"
	"warta/index/people"
	"warta/index/search"
	"warta/index/search/searchtest"
)

// Every facet has a field of keys of its own, and the field of Query with its name selects
// its values.
func TestEveryFacetIsCountedAndSelected(t *testing.T) {
	t.Parallel()
	s := searchtest.NewShelf(t, seed(), cast.Plain("quiet", "2024-11-25", "Masa Tenang Pilkada 2024", "Alat peraga diturunkan."))
	for _, of := range []index.Of{index.Articles, index.Quotes} {
		facets := make(map[string]string)
		for _, name := range index.FacetsOf(of) {
			field := search.FacetField(of, name)
			if other, twice := facets[field]; twice {
				t.Errorf("%s and %s both count %s", other, name, field)
			}
			facets[field] = name

			q := search.Query{Of: of, Facets: []search.FacetRequest{{Name: name, Size: index.MaxFacetSize}}}
			counts := s.Ask(q).Facets[name]
			if len(counts) == 0 {
				t.Errorf("facet %s of kind %d has no values", name, of)
				continue
			}
			value := counts[0].Value
			reflect.ValueOf(&q).Elem().FieldByName(strings.ToUpper(name[:1]) + name[1:]).Set(reflect.ValueOf([]string{value}))
			for _, c := range s.Ask(q).Facets[name] {
				if c.Selected != (c.Value == value) {
					t.Errorf("facet %s of kind %d, %s chosen: %s has selected %v", name, of, value, c.Value, c.Selected)
				}
			}
		}
	}
}

// A facet that no query can ask for is not taken for another.
func TestAnUnknownFacetIsNotCounted(t *testing.T) {
	t.Parallel()
	q := search.Query{Facets: []search.FacetRequest{{Name: "publisher", Size: 1}}}
	if err := q.Validate(); index.KindOf(err) != index.Invalid {
		t.Errorf("the query is %v, want it refused", err)
	}
	defer func() {
		if recover() == nil {
			t.Error("the facet has a field of keys")
		}
	}()
	search.FacetField(index.Articles, "publisher")
}

func TestSelectedValuesStayInTheirFacet(t *testing.T) {
	t.Parallel()
	s := searchtest.NewShelf(t, seed())
	got := s.Ask(search.Query{
		Satker: []string{"33.self", "32", "33.74"}, Date: []string{"2025", "2024-05"}, Topic: []string{"debat"},
		Facets: []search.FacetRequest{{Name: "satker", Size: 1}, {Name: "date", Size: 1}, {Name: "topic", Size: 9}},
	})
	want := map[string][]index.Count{
		"satker": {
			{Value: "33", Label: "Jawa Tengah"},
			{Value: "32", Label: "Jawa Barat", Selected: true},
			{Value: "33.74", Label: "KPU Kota Semarang", Parent: new("33"), Selected: true},
			{Value: "33.self", Label: "KPU Provinsi Jawa Tengah", Parent: new("33"), Selected: true},
		},
		"topic": {
			{Value: "logistik", Label: "Logistik", Count: 1},
			{Value: "silog", Label: "Silog", Count: 1, Parent: new("logistik")},
			{Value: "debat", Label: "Debat publik", Parent: new("kampanye"), Selected: true},
		},
	}
	// Nothing is about debat, so what the other facets count is nothing.
	want["satker"] = want["satker"][1:]
	delete(want, "date")
	for name, list := range want {
		if !reflect.DeepEqual(got.Facets[name], list) {
			t.Errorf("%s\n got %+v\nwant %+v", name, got.Facets[name], list)
		}
	}
	values := []string{}
	for _, c := range got.Facets["date"] {
		values = append(values, c.Value)
	}
	if !slices.Contains(values, "2025") || !slices.Contains(values, "2024-05") {
		t.Errorf("date has %q, want what was chosen in it", values)
	}
}

func TestFacetsArePagedAndSearched(t *testing.T) {
	t.Parallel()
	var all []*article.Article
	for i := range 30 {
		name := fmt.Sprintf("Orang Nomor%02d", i)
		a := cast.Plain(fmt.Sprint(i), "", "x", "y")
		a.Officials = []article.Official{{ID: indextest.Slug(name), Name: name, Public: true}}
		all = append(all, a)
	}
	s := searchtest.NewShelf(t, all...)
	var seen []string
	for after := 0; after < 30; after += 7 {
		for _, c := range s.Ask(search.Query{Facets: []search.FacetRequest{{Name: "official", Size: 7, After: after}}}).Facets["official"] {
			seen = append(seen, c.Label)
		}
	}
	if len(slices.Compact(seen)) != 30 {
		t.Errorf("paged through %d values, want 30", len(seen))
	}
	got := s.Ask(search.Query{Facets: []search.FacetRequest{{Name: "official", Size: 9, Prefix: "NOMOR2"}}}).Facets["official"]
	if len(got) != 9 || got[0].Value != "orang-nomor20" {
		t.Errorf("by prefix %+v", got)
	}
	if got := s.Ask(search.Query{Facets: []search.FacetRequest{{Name: "official", Size: 9, Prefix: "omor"}}}).Facets["official"]; len(got) != 0 {
		t.Errorf("from the middle of a word %+v, want nothing", got)
	}
}

func TestTheDateFacetCountsByTheRange(t *testing.T) {
	t.Parallel()
	s := searchtest.NewShelf(t,
		cast.Plain("a", "2019-12-31", "x", "y"), cast.Plain("b", "2025-01-05", "x", "y"), cast.Plain("c", "2025-01-05", "x", "y"),
		cast.Plain("d", "2025-02-20", "x", "y"), cast.Plain("e", "2025-11-04", "x", "y"), cast.Plain("f", "", "x", "y"))
	s.Clock = time.Date(2025, 12, 1, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name string
		q    search.Query
		want string
	}{
		{"all of it by month", search.Query{}, "2025-11 1, 2025-02 1, 2025-01 2, 2019-12 1, none 1"},
		{"two months by day", search.Query{From: "2025-01-01", To: "2025-03-04"}, "2025-02-20 1, 2025-01-05 2"},
		{"a day more by month", search.Query{From: "2025-01-01", To: "2025-03-05"}, "2025-02 1, 2025-01 2"},
		{"until today", search.Query{From: "2025-11-01"}, "2025-11-04 1"},
		{"many years by year", search.Query{From: "2015-01-01"}, "2025 4, 2019 1"},
		{"what is chosen narrows its own list not", search.Query{From: "2025-01-01", To: "2025-02-28", Date: []string{"2025-01-05"}}, "2025-02-20 1, 2025-01-05 2*"},
		{"a month that is chosen stands among the days", search.Query{From: "2025-01-01", To: "2025-02-28", Date: []string{"2025-01"}}, "2025-02-20 1, 2025-01-05 2, 2025-01 2*"},
		{"and one without articles too", search.Query{From: "2025-01-01", To: "2025-02-28", Date: []string{"2024-07", index.NoDate}}, "2025-02-20 1, 2025-01-05 2, 2024-07 0*, none 0*"},
	} {
		c.q.Facets = []search.FacetRequest{{Name: index.FacetDate, Size: 20}}
		var got []string
		for _, v := range s.Ask(c.q).Facets[index.FacetDate] {
			text := fmt.Sprintf("%s %d", v.Value, v.Count)
			if v.Selected {
				text += "*"
			}
			got = append(got, text)
		}
		if text := strings.Join(got, ", "); text != c.want {
			t.Errorf("%s: got %s, want %s", c.name, text, c.want)
		}
	}
}

// The facets of a page depend on what is asked of each, not on their order.
func TestFacetsComeByName(t *testing.T) {
	t.Parallel()
	s := searchtest.NewShelf(t, seed(), cast.Plain("other", "2024-05-01", "Lain", "x"))
	q := search.Query{
		Satker: []string{"33.self", "33", "32"}, Date: []string{"2025", "2024-05-01", "2025-11"},
		Facets: []search.FacetRequest{{Name: "official", Size: 3}, {Name: "satker", Size: 2}, {Name: "topic", Size: 3}, {Name: "date", Size: 1}},
	}
	want := s.Ask(q).Facets
	if len(want) != 4 {
		t.Fatalf("%d facets, want 4", len(want))
	}
	slices.Reverse(q.Facets)
	q.Facets = append(q.Facets, search.FacetRequest{Name: "satker", Size: 2}) // once more
	if got := s.Ask(q).Facets; !reflect.DeepEqual(got, want) {
		t.Errorf("in another order\n got %+v\nwant %+v", got, want)
	}
	for _, f := range q.Facets {
		one := q
		one.Facets = []search.FacetRequest{f}
		if got := s.Ask(one).Facets[f.Name]; !reflect.DeepEqual(got, want[f.Name]) {
			t.Errorf("%s alone\n got %+v\nwant %+v", f.Name, got, want[f.Name])
		}
	}
}

// A count of the facet of posts is what the filter by the post finds, also where only the
// roster tells the post.
func TestPostsAreCountedAsTheyAreFiltered(t *testing.T) {
	t.Parallel()
	s := shelfOf(
		t,
		said{id: "named", date: "2019-01-01", who: "Bagus Priyanto", role: "Anggota @33.74", words: "Arsip satu."},
		said{id: "chair", date: "2024-02-01", who: "Bagus Priyanto", publisher: "33.74", words: "Arsip dua."},
		said{id: "after", date: "2025-02-01", who: "Bagus Priyanto", publisher: "33.74", words: "Arsip tiga."},
		said{id: "other", date: "2025-02-01", who: "Rini Astuti", role: "Kepala Subbagian Hukum @33.75", words: "Arsip empat."},
	)
	ask := func(change func(*search.Query)) *search.Page {
		q := search.Query{Of: index.Quotes, Text: "arsip", Facets: []search.FacetRequest{{Name: index.FacetRole, Size: index.MaxFacetSize}}}
		if change != nil {
			change(&q)
		}
		return s.Ask(q)
	}
	before := ask(nil)
	check := func(why string, page *search.Page) {
		t.Helper()
		if len(page.Facets[index.FacetRole]) == 0 {
			t.Fatalf("%s: no posts are counted", why)
		}
		for _, c := range page.Facets[index.FacetRole] {
			narrow := ask(func(q *search.Query) { q.Role = []string{c.Label} })
			if narrow.Total != c.Count {
				t.Errorf("%s: %s is counted %d times and found %d times", why, c.Label, c.Count, narrow.Total)
			}
			if len(narrow.Facets[index.FacetRole]) != len(page.Facets[index.FacetRole]) {
				t.Errorf("%s: %s hides the other posts", why, c.Label)
			}
			if c.Value != strings.ToLower(c.Value) || c.Label == c.Value || c.Value == index.NoRole {
				t.Errorf("%s: the post %q is written %q", why, c.Value, c.Label)
			}
		}
	}
	check("by the articles", before)
	if err := s.People.SetRoster(t.Context(), people.NewRoster(cast.RosterRows("Bagus Priyanto, Ketua @33.74 2023-06-01..2024-12-31"))); err != nil {
		t.Fatal(err)
	}
	after := ask(nil)
	check("with a roster", after)
	if len(after.Facets[index.FacetRole]) != len(before.Facets[index.FacetRole])+1 {
		t.Errorf("the roster adds %v to %v", after.Facets[index.FacetRole], before.Facets[index.FacetRole])
	}
	q := search.Query{Facets: []search.FacetRequest{{Name: index.FacetRole, Size: 1}}}
	if err := q.Validate(); index.KindOf(err) != index.Invalid {
		t.Errorf("articles have the facet: %v", err)
	}
}
