package archive_test

import (
	"slices"
	"testing"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/internal/cast"
	"warta/index/search"
)

// suggested writes suggestions as kind:label.
func suggested(t *testing.T, s *shelf, text string, size int) []string {
	t.Helper()
	list, err := s.Suggest(t.Context(), text, size)
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
	s := newShelf(
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
	s := newShelf(t, seed())
	a := person("rina", "Rina Wulandari", "Ketua", "33.74")
	a.Officials[0].Roles = []article.Role{{Title: "Ketua", Satker: "33.74"}}
	s.put(a)
	list, err := s.Suggest(t.Context(), "rina", 1)
	want := search.Suggestion{Kind: search.SuggestOfficial, Value: "rina-wulandari", Label: "Rina Wulandari", Detail: "KPU Kota Semarang", Count: 1}
	if err != nil || len(list) != 1 || list[0] != want {
		t.Errorf("suggests %+v, %v; want %+v", list, err, want)
	}
	s.put(&article.Article{ID: "rina", Title: "Rapat"}) // without her
	if got := suggested(t, s, "rina", 10); slices.Contains(got, "official:Rina Wulandari") {
		t.Errorf("who is in no article any more is suggested: %q", got)
	}
	for _, size := range []int{0, -1, search.MaxSuggestions + 1} {
		if _, err := s.Suggest(t.Context(), "rina", size); index.KindOf(err) != index.Invalid {
			t.Errorf("size %d: got %v, want an error of kind invalid", size, err)
		}
	}
}

func TestSimilarArticles(t *testing.T) {
	t.Parallel()
	long := "Petugas menghitung kotak dan surat suara di gudang logistik bersama saksi dan pengawas sebelum truk berangkat ke kecamatan pagi itu."
	s := newShelf(
		t, cast.Plain("a", "2025-01-01", "Logistik tiba di gudang", long), cast.Plain("copy", "2025-01-02", "Logistik tiba", long),
		cast.Plain("like", "2025-01-03", "Gudang logistik diperiksa", "Kotak dan surat suara di gudang dihitung petugas."),
		cast.Plain("less", "2025-01-04", "Truk mogok", "Truk mogok di kecamatan."),
		cast.Plain("other", "2025-01-05", "Donor darah", "Puluhan pegawai ikut."),
	)
	page, err := s.Similar(t.Context(), "a", 5)
	if err != nil {
		t.Fatal(err)
	}
	if got := hitIDs(page); !slices.Equal(got, []string{"like", "less"}) {
		t.Errorf("like a are %q, want what shares more with it first, neither itself nor its copy nor what shares nothing", got)
	}
	// The same event, told by another office in words of its own, comes first.
	event := cast.Plain("elsewhere", "2025-01-02", "Logistik diperiksa di gudang", "Petugas, saksi dan pengawas menghitung kotak di gudang logistik sebelum truk berangkat.")
	event.Publisher, event.EventDates = &article.Office{Code: "33.74"}, []string{"2025-01-01"}
	s.put(event)
	if page, err = s.Similar(t.Context(), "a", 5); err != nil || !slices.Equal(hitIDs(page), []string{"elsewhere", "like", "less"}) {
		t.Errorf("like a are %q, %v; want what another office tells of the event first", hitIDs(page), err)
	}
	if page, err = s.Similar(t.Context(), "a", 1); err != nil || len(page.Hits) != 1 {
		t.Errorf("size 1: %v, %v", page, err)
	}
	if _, err := s.Similar(t.Context(), "none", 5); index.KindOf(err) != index.NotFound {
		t.Errorf("an unknown id: got %v, want an error of kind not-found", err)
	}
	if _, err := s.Similar(t.Context(), "a", 0); index.KindOf(err) != index.Invalid {
		t.Errorf("size 0: got %v, want an error of kind invalid", err)
	}
	s.put(&article.Article{ID: "empty"})
	if page, err := s.Similar(t.Context(), "empty", 5); err != nil || len(page.Hits) != 0 {
		t.Errorf("an empty article is like %v, %v", page, err)
	}
}
