package embedded_test

import (
	"fmt"
	"strings"
	"testing"

	"warta/analyzers"
	"warta/index"
	"warta/index/indextest/staff"
	"warta/index/search"
)

// A search for a name has the articles of that spelling first, then those of the same sound,
// then those of names that are like it, and none of other people.
func TestNamesThatAreAlikeStandLast(t *testing.T) {
	t.Parallel()
	reader, err := analyzers.New()
	if err != nil {
		t.Fatal(err)
	}
	var named []staff.Named
	for i, spelling := range []string{
		"Husein Sabirin", "Hussein Sabirin", "Husin Sabirin", "Hasan Sabirin",
		"Adi Nugraha", "Ady Nugraha", "Adi Nugeraha", "Adi Nugroho",
		"Yayat Rosadi", "Yajat Rosadi", "Jajat Rosadi", "Yanto Rosadi",
		"Karim Al-Amri", "Karim Al Amri", "Karim Alamri", "Karim Amiri",
		"Agus Jamalludin", "Agoes Jamaluddin", "Agus Djamaludin", "Agus Kamaludin",
		"Ni Luh Putu Ariani", "N.L.P. Aryani", "NLP Ariani", "Ni Luh Putu Astriani",
		"Rosmayda Sembiring", "Sembiring, Rosmaida", "Ros Maida Sembiring", "Rosmala Sembiring",
	} {
		named = append(named, staff.Named{ID: fmt.Sprintf("p%02d", i), Spellings: []string{spelling}})
	}
	searcher := product(t, staff.NamedArticles(reader, named))
	for _, c := range []struct{ typed, want, never string }{
		{"Husein Sabirin", "p00 p01 p02", "p03"},
		{"Husin Sabirin", "p02 p00 p01", "p03"},
		{"Adi Nugraha", "p04 p05 p06", "p07"},
		{"Adi Nugeraha", "p06 p04 p05", "p07"},
		{"Yayat Rosadi", "p08 p10", "p11"},
		{"Jajat Rosadi", "p10 p08", "p11"},
		{"Karim Al-Amri", "p12 p13 p14", ""},
		{"karim alamri", "p14 p12 p13", ""},
		{"Agus Jamalludin", "p16 p17 p18", "p19"},
		{"Ni Luh Putu Ariani", "p20 p21 p22", "p23"},
		{"nlp ariani", "p22 p20 p21", "p23"},
		{"Rosmayda Sembiring", "p24 p25 p26", "p27"},
		{"Sembiring, Rosmaida", "p24 p25 p26", "p27"},
	} {
		page, err := searcher.Search(t.Context(), search.Query{Of: index.Articles, Text: c.typed, Size: 50})
		if err != nil {
			t.Fatal(err)
		}
		var order []string
		seen := make(map[string]int)
		for _, h := range page.Hits {
			id, _, _ := strings.Cut(h.ID, "-")
			if seen[id]++; seen[id] == 1 {
				order = append(order, id)
			}
			if id == c.never {
				t.Errorf("%q finds %s", c.typed, h.ID)
			}
		}
		for i, id := range strings.Fields(c.want) {
			if seen[id] != 2 {
				t.Errorf("%q finds %d articles of %s, want 2", c.typed, seen[id], id)
			}
			if i == 0 && (len(order) == 0 || order[0] != id) {
				t.Errorf("%q finds %v first, want %s", c.typed, order, id)
			}
		}
	}
}
