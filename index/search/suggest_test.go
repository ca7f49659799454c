package search_test

import (
	"slices"
	"testing"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/internal/cast"
	"warta/index/search"
	"warta/index/search/searchtest"
)

// suggested writes suggestions as kind:label.
func suggested(t *testing.T, s *searchtest.Shelf, text string, size int) []string {
	t.Helper()
	list, err := s.Suggest(t.Context(), search.SuggestQuery{Text: text, Size: size})
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	if list == nil {
		t.Errorf("%q: the list is nil, want one of nothing", text)
	}
	out := []string{}
	for _, l := range list {
		out = append(out, l.Kind+":"+l.Label)
	}
	return out
}

func TestSuggestions(t *testing.T) {
	t.Parallel()
	hidden := person("hidden", "Ratih Kumala", "Staf", "33")
	hidden.Officials[0].Public = false
	s := searchtest.NewShelf(
		t, seed(), person("rina", "Rina Wulandari", "Ketua", "33"), person("rina-2", "Rina Wulandari", "Ketua", "33"), hidden,
		cast.Plain("kirab", "2025-03-01", "Kirab Pemilu Singgah di Garut", "x"),
		cast.Plain("kirab-2", "2025-04-01", "Kirab Pemilu Berakhir", "x"),
	)
	for _, c := range []struct {
		why, text string
		want      []string // that are among them, the first of them first
	}{
		{"an official by the first name", "hand", []string{"official:Handi Tri Ujiono"}},
		{"by another name", "UJI", []string{"official:Handi Tri Ujiono"}},
		{"by two", "tri uj", []string{"official:Handi Tri Ujiono"}},
		{"with a typing error", "wulnd", []string{"official:Rina Wulandari"}},
		{"an office", "kota semar", []string{"satker:KPU Kota Semarang"}},
		{"a topic", "logis", []string{"topic:Logistik"}},
		{"a topic by one of its words, a word, and the newest titles that have it", "kira", []string{"topic:Kirab, lomba, nobar, jalan sehat", "word:kirab", "title:Kirab Pemilu Berakhir", "title:Kirab Pemilu Singgah di Garut"}},
		{"a title by two words", "kirab sing", []string{"title:Kirab Pemilu Singgah di Garut"}},
		{"signs are none", "  handi—tri ", []string{"official:Handi Tri Ujiono"}},
	} {
		got := suggested(t, s, c.text, 10)
		at := -1
		for _, want := range c.want {
			next := slices.Index(got, want)
			if next <= at {
				t.Errorf("%s: %q suggests %q, want %q in that order", c.why, c.text, got, c.want)
				break
			}
			at = next
		}
		if len(got) > 0 && got[0] != c.want[0] {
			t.Errorf("%s: %q suggests %q first, want %q", c.why, c.text, got[0], c.want[0])
		}
	}
	for _, text := range []string{"", " ", "…", "qqqqq", "ratih", "hnd", "\x1f", "handi\x1f"} {
		got := suggested(t, s, text, 10)
		if text == "handi\x1f" {
			if len(got) == 0 {
				t.Errorf("%q suggests nothing", text)
			}
			continue
		}
		if len(got) != 0 {
			t.Errorf("%q suggests %q, want nothing", text, got)
		}
	}
}

func TestSuggestionsHaveOfficeCountAndBounds(t *testing.T) {
	t.Parallel()
	s := searchtest.NewShelf(t, seed())
	a := person("rina", "Rina Wulandari", "Ketua", "33.74")
	a.Officials[0].Roles = []article.Role{{Title: "Ketua", Satker: "33.74"}}
	s.Put(a)
	list, err := s.Suggest(t.Context(), search.SuggestQuery{Text: "rina", Size: 1})
	want := search.Suggestion{Kind: search.SuggestOfficial, Value: "rina-wulandari", Label: "Rina Wulandari", Detail: "KPU Kota Semarang", Count: 1}
	if err != nil || len(list) != 1 || list[0] != want {
		t.Errorf("suggests %+v, %v; want %+v", list, err, want)
	}
	s.Put(&article.Article{ID: "rina", Title: "Rapat"}) // without her
	if got := suggested(t, s, "rina", 10); slices.Contains(got, "official:Rina Wulandari") {
		t.Errorf("a person without articles is suggested: %q", got)
	}
	for _, size := range []int{0, -1, search.MaxSuggestions + 1} {
		if _, err := s.Suggest(t.Context(), search.SuggestQuery{Text: "rina", Size: size}); index.KindOf(err) != index.Invalid {
			t.Errorf("size %d: got %v, want an error of kind invalid", size, err)
		}
	}
}
