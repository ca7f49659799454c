package archive_test

import (
	"fmt"
	"slices"
	"testing"

	"warta/index"
	"warta/index/archive"
	"warta/index/search"
)

// foundBy returns what a text finds: the words of quotes, the ends of the addresses of
// articles.
func foundBy(t *testing.T, a *archive.Archive, of index.Of, text string) []string {
	t.Helper()
	page, err := a.Search(t.Context(), search.Query{Of: of, Text: text, Sort: index.Oldest, Size: index.MaxSize})
	if err != nil {
		t.Fatal(err)
	}
	out := []string{}
	for _, h := range page.Hits {
		if of == index.Quotes {
			out = append(out, h.Quote.Text)
		} else {
			out = append(out, h.URL[len(site):])
		}
	}
	slices.Sort(out)
	return out
}

func TestWhoIsSuppressedIsNotFoundByWordsOfTheName(t *testing.T) {
	t.Parallel()
	o, a := openCast(t)
	tell(t, a, site+"1", "Ujiono @33: Kita mulai.")
	tell(t, a, site+"2", "Budi Ujiono @33.17: Kita lanjut.")
	tell(t, a, site+"3", "Rini Astuti @33: Kita tutup.")
	if _, err := a.SuppressOfficial(t.Context(), "ujiono", true, "atas permintaan", "k1"); err != nil {
		t.Fatal(err)
	}
	everywhere(t, o, a, func(t *testing.T, a *archive.Archive) {
		for _, c := range []struct {
			of   index.Of
			text string
			want string
		}{
			{index.Quotes, "pejabat:ujiono", "[Kita lanjut.]"},
			{index.Quotes, "ujiono", "[Kita lanjut.]"},
			{index.Quotes, "kita", "[Kita lanjut. Kita tutup.]"},
			{index.Articles, "pejabat:ujiono", "[2]"},
			{index.Articles, `pejabat:"budi ujiono"`, "[2]"},
			{index.Articles, "pejabat:astuti", "[3]"},
			{index.Articles, "ujiono", "[1 2]"}, // the words of an article are found as any other
		} {
			if got := foundBy(t, a, c.of, c.text); fmt.Sprint(got) != c.want {
				t.Errorf("of %v %s: found %v, want %s", c.of, c.text, got, c.want)
			}
		}
	})
}

func TestAGivenNameIsUnderstood(t *testing.T) {
	t.Parallel()
	o, a := openCast(t)
	tell(t, a, site+"1", "Ujiono @33: Kita mulai gudang.")
	tell(t, a, site+"2", "Rini Astuti @33.74: Kita lanjut gudang.")
	if _, err := a.RenameOfficial(t.Context(), "ujiono", "Handi Tri Sasongko", "nama lengkap", "k1"); err != nil {
		t.Fatal(err)
	}
	everywhere(t, o, a, func(t *testing.T, a *archive.Archive) {
		for _, c := range []struct {
			of   index.Of
			text string
			want string
		}{
			{index.Articles, "handi tri sasongko", "[1]"},
			{index.Articles, "Handi Sasongko", "[1]"},
			{index.Quotes, "tri sasongko gudang", "[Kita mulai gudang.]"},
			{index.Articles, "gudang handi tri sasongko", "[1]"},
			{index.Articles, "ujiono", "[1]"},
			{index.Articles, "pejabat:ujiono", "[1]"},
			{index.Articles, `pejabat:"handi tri sasongko"`, "[1]"},
			{index.Quotes, `pejabat:"tri sasongko"`, "[Kita mulai gudang.]"},
			{index.Articles, "gudang -handi", "[1 2]"},
		} {
			if got := foundBy(t, a, c.of, c.text); fmt.Sprint(got) != c.want {
				t.Errorf("of %v %s: found %v, want %s", c.of, c.text, got, c.want)
			}
		}
	})
}
