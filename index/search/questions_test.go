package search_test

import (
	"slices"
	"testing"

	"warta/index"
	"warta/index/internal/cast"
	"warta/index/search"
	"warta/index/search/searchtest"
	"warta/index/understand"
)

// questionShelf has articles that hold all, some or none of the words of the questions below.
func questionShelf(t *testing.T) *searchtest.Shelf {
	return searchtest.NewShelf(t,
		cast.Plain("all", "2024-01-10", "Jadwal sortir surat suara", "Sortir surat suara di gudang Pelaihari dibuka hari Senin."),
		cast.Plain("most", "2024-03-10", "Gudang logistik", "Surat suara tiba di gudang dan akan disortir."),
		cast.Plain("one", "2024-05-10", "Rapat rutin", "Rapat di gudang."),
		cast.Plain("none", "2024-06-10", "Donor darah", "Pegawai ikut donor darah."),
	)
}

func TestAQuestionIsAnsweredByWhatHoldsMostOfIt(t *testing.T) {
	t.Parallel()
	s := questionShelf(t)
	for _, c := range []struct {
		why   string
		query search.Query
		want  []string
		mode  string
		all   int // -1: not counted
	}{
		{"what holds all first, then by what it holds", search.Query{Text: "kapan sortir surat suara di gudang Pelaihari dibuka ya min"}, []string{"all", "most", "one"}, understand.ModeAny, 1},
		{"also without a word that asks", search.Query{Text: "sortir surat suara gudang Pelaihari dibuka"}, []string{"all", "most", "one"}, understand.ModeAny, 1},
		{"an unknown word cuts nothing off", search.Query{Text: "siapa yang sortir surat suara di gudang bulan"}, []string{"all", "most", "one"}, understand.ModeAny, 0},
		{"those with all words alone", search.Query{Text: "kapan sortir surat suara di gudang Pelaihari dibuka", AllWords: true}, []string{"all"}, understand.ModeAll, -1},
		{"by date only what holds all", search.Query{Text: "kapan sortir surat suara di gudang Pelaihari dibuka", Sort: index.Newest}, []string{"all"}, understand.ModeAll, -1},
		{"so is a text of two things that few hold both of", search.Query{Text: "surat suara gudang"}, []string{"all", "most", "one"}, understand.ModeAny, 2},
		{"a filter stays hard", search.Query{Text: "kapan sortir surat suara di gudang Pelaihari dibuka", From: "2024-02-01"}, []string{"most", "one"}, understand.ModeAny, 0},
		{"so does an exclusion", search.Query{Text: "kapan sortir surat suara di gudang dibuka -logistik"}, []string{"all", "one"}, understand.ModeAny, 1},
		{"initials alone find nothing, and none of that is complete", search.Query{Text: "kapan q x j z"}, nil, understand.ModeAny, 0},
		{"and a phrase", search.Query{Text: `kapan sortir di gudang dibuka "surat suara tiba"`}, []string{"most"}, understand.ModeAny, 0},
	} {
		c.query.Size = 10
		page := s.Ask(c.query)
		got := searchtest.IDs(page)
		if c.query.Sort != index.Newest && !slices.Equal(got, c.want) || len(got) != len(c.want) || page.Total != len(c.want) {
			t.Errorf("%s: got %q of %d, want %q", c.why, got, page.Total, c.want)
		}
		if page.Query.Mode != c.mode {
			t.Errorf("%s: mode %q, want %q", c.why, page.Query.Mode, c.mode)
		}
		switch all := page.Query.All; {
		case all == nil && c.all >= 0, all != nil && all.Total != c.all:
			t.Errorf("%s: %+v have all words, want %d", c.why, all, c.all)
		}
	}
}

// TestTheTotalOfAQuestionIsThatOfAllItsPages turns the pages of a question one by one.
func TestTheTotalOfAQuestionIsThatOfAllItsPages(t *testing.T) {
	t.Parallel()
	s := questionShelf(t)
	q := search.Query{Text: "di mana gudang surat suara Pelaihari", Size: 1}
	var got []string
	for {
		page := s.Ask(q)
		got = append(got, searchtest.IDs(page)...)
		if page.Total != 3 {
			t.Fatalf("total %d, want 3", page.Total)
		}
		if page.Next == nil {
			break
		}
		q.Cursor = *page.Next
	}
	if want := []string{"all", "most", "one"}; !slices.Equal(got, want) {
		t.Errorf("pages have %q, want %q", got, want)
	}
}
