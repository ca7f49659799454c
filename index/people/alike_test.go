package people_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"warta/analyzers/article"
	"warta/index/internal/cast"
	"warta/index/people"
)

// offices has one office for each name, so that no two are one person.
func offices(names ...string) (list []*article.Article) {
	for i, name := range names {
		list = append(list, cast.Article(fmt.Sprintf("a%d", i), "2024-06-01", cast.Post{Name: name, At: fmt.Sprintf("%d.%02d!Anggota", 11+i/80, 1+i%80)}))
	}
	return list
}

// alikeTo returns the names of the people whose names are like the words.
func alikeTo(r *people.Registry, text string) []string {
	var names []string
	words := strings.Fields(strings.ToLower(text))
	for _, m := range r.AlikeMeaning(nil, words, r.Meaning(nil, words, false)) {
		names = append(names, m.Name)
	}
	return names
}

func TestNamesThatAreAlike(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ typed, known string }{
		{"hoesein alatas", "Husin Alatas"},
		{"sulaiman pohan", "Soleman Pohan"},
		{"omar dani", "Umar Dani"},
		{"imran rosyidi", "Imron Rasyidi"}, // two words
		{"jajang mulyana", "Yayang Mulyana"},
		{"zubaidah nasution", "Jubaidah Nasution"},
		{"rijal effendi", "Rizal Effendi"},
		{"soeharto wibowo", "Suarto Wibowo"}, // without an h
		{"idayat nasution", "Hidayat Nasution"},
		{"saputra wijaya", "Saputera Wijaya"},
		{"taufiq qurahman", "Tawfiq Qurahman"},
		{"indah puspitasari", "Indah Puspita Sari"},
		{"wahyuningsih lestari", "Wahyu Ningsih Lestari"},
		{"i wayan sudiarta", "Wayan Sudiarta"},
		{"ni made asih", "Made Asih"},
		{"ida bagus oka", "IB Oka"},
		{"ign alit putra", "I Gusti Ngurah Alit Putra"},
		{"teuku bustami", "T. Bustami"},
		{"aleksius vincentius", "Aleksius Vinsentius"},
	} {
		r := people.NewRegistryOf(t, offices(c.known))
		if got := alikeTo(r, c.typed); !slices.Equal(got, []string{c.known}) {
			t.Errorf("%q is like %q, want %s", c.typed, got, c.known)
		}
	}
}

func TestNamesOfOthersAreNotAlike(t *testing.T) {
	t.Parallel()
	for typed, known := range map[string]string{
		"budi santoso":      "Budi Santosa",
		"adi nugroho":       "Adi Nugraha",
		"bambang kusumo":    "Bambang Kusuma",
		"heri susanto":      "Hari Susanto",
		"agus harianto":     "Agus Herianto",
		"dewi hartini":      "Dewi Hartono",
		"husein":            "Husin Alatas",      // one word
		"husein husein":     "Husin Alatas",      // not all words
		"sulaiman":          "Soleman",           // one word
		"i sulaiman":        "I Soleman",         // and a particle
		"husein alatas":     "Husein Alatas",     // the same
		"muhammad husein":   "Ahmad Husin",       // another word
		"jasa zaki":         "Yasa Zaki",         // an ordinary word
		"imran omar jajang": "Imron Umar Yayang", // three words
		"":                  "Umar Dani",
		"x y":               "Umar Dani",
	} {
		if got := alikeTo(people.NewRegistryOf(t, offices(known)), typed); len(got) > 0 {
			t.Errorf("%q is like %q", typed, got)
		}
	}
}

// TestWhoIsAlikeAndWhoIsAnother holds that AlikeMeaning lists the nearest names first, without
// people whom an article or an editor separates from those meant.
func TestWhoIsAlikeAndWhoIsAnother(t *testing.T) {
	t.Parallel()
	r := people.NewRegistryOf(t, offices("Hosin Pohan", "Husin Pohan", "Husein Pohan"))
	if got := alikeTo(r, "husein pohan"); fmt.Sprint(got) != "[Husin Pohan Hosin Pohan]" {
		t.Errorf("like Husein Pohan are %q", got)
	}
	both := cast.Article("b", "2024-06-01", cast.Post{Name: "Umar Dani", At: "33.01!Ketua"}, cast.Post{Name: "Omar Dani", At: "33.01!Anggota"})
	r = people.NewRegistryOf(t, []*article.Article{both})
	if got := alikeTo(r, "umar dani"); len(got) > 0 {
		t.Errorf("one article has both, and %q is like Umar Dani", got)
	}
	if got := alikeTo(r, "umer dani"); len(got) > 0 {
		t.Errorf("%q is like Umer Dani", got)
	}
}

// A word has a bounded number of other spellings, each with one change at least, those of
// known people first among equals; an ordinary word has none.
func TestAlikeWordsAreBounded(t *testing.T) {
	t.Parallel()
	const most = 6
	r := people.NewRegistryOf(t, offices("Husin Pohan", "Jaki Pohan", "Nugeraha Pohan"))
	for word := range strings.FieldsSeq("husein zaki nugraha mubarak muhammad umar abdul é x " + strings.Repeat("ij", 200)) {
		list := r.Alike(word)
		if len(list) > most {
			t.Errorf("%q has %d other spellings", word, len(list))
		}
		for i, a := range list {
			if a.Changes < 1 || i > 0 && a.Changes < list[i-1].Changes {
				t.Errorf("%q has %+v", word, list)
			}
		}
	}
	if list := r.Alike("husein"); len(list) == 0 || list[0].Sound != "husin" {
		t.Errorf("Husein is like %+v", list)
	}
	for word := range strings.FieldsSeq("kaki jasa hasil suara pemilih logistik jalan") {
		if list := r.Alike(word); len(list) > 0 || r.IsLikeNameWord(word) {
			t.Errorf("%q is like %+v", word, list)
		}
	}
}

func TestWrittenNames(t *testing.T) {
	t.Parallel()
	r := people.NewRegistryOf(t, []*article.Article{
		cast.Article("a", "2024-06-01", cast.Post{Name: "Muhammad Taufiq Hidayat", At: "33.01!Ketua"}),
		cast.Article("b", "2024-06-02", cast.Post{Name: "M. Taufik Hidayat", At: "33.01!Ketua"}),
		cast.Article("c", "2024-06-03", cast.Post{Name: "M. Taufik Hidayat", At: "33.01!Ketua"}),
	})
	meant := r.Meaning(nil, []string{"taufik", "hidayat"}, false)
	if len(meant) != 1 {
		t.Fatalf("%+v are meant", meant)
	}
	if got := r.WrittenNames([]string{meant[0].ID}); fmt.Sprint(got) != "[M. Taufik Hidayat Muhammad Taufiq Hidayat]" {
		t.Errorf("the names are %q", got)
	}
	if got := r.WrittenNames([]string{"no-one", ""}); len(got) > 0 {
		t.Errorf("no one has the names %q", got)
	}
}

// What the registry knows of spellings follows what it learns and unlearns.
func TestAlikeWordsAreUnlearned(t *testing.T) {
	t.Parallel()
	list := offices("Husin Pohan", "Soleman Pohan")
	r := people.NewRegistryOf(t, list)
	_, less := people.DeltaOf(list[:1], nil)
	if err := r.Learn(t.Context(), less); err != nil {
		t.Fatal(err)
	}
	if got := alikeTo(r, "husein pohan"); len(got) > 0 {
		t.Errorf("%q is still like Husein Pohan", got)
	}
	if got := alikeTo(r, "sulaiman pohan"); len(got) != 1 {
		t.Errorf("like Sulaiman Pohan are %q", got)
	}
	for _, line := range r.Differences(people.NewRegistryOf(t, list[1:])) {
		if strings.Contains(line, "is a word of") || strings.Contains(line, "is the key of") {
			t.Error(line)
		}
	}
}
