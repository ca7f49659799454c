package search_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/internal/cast"
	"warta/index/search"
	"warta/index/search/searchtest"
	"warta/index/understand"
)

// partlyHeld returns articles of which so many hold gudang and logistik, two gudang alone, and one
// neither.
func partlyHeld(both int) []*article.Article {
	list := []*article.Article{
		cast.Plain("gudang-1", "2025-03-01", "Gudang gudang", "Gudang lama di kampung."), cast.Plain("gudang-2", "2025-03-02", "Rapat", "Rapat di gudang."),
		cast.Plain("none", "2025-03-03", "Donor darah", "Pegawai ikut donor."),
	}
	for i := range both {
		list = append(list, cast.Plain(fmt.Sprintf("both-%02d", i), fmt.Sprintf("2025-02-%02d", i+1), "Rapat", "Rapat membahas hal lain sampai sore. Logistik dibawa ke gudang."))
	}
	return list
}

func TestATextOfTwoOrThreeThingsIsFilledUpWhereFewHoldAll(t *testing.T) {
	t.Parallel()
	few, enough := searchtest.NewShelf(t, partlyHeld(9)...), searchtest.NewShelf(t, partlyHeld(10)...)
	for _, c := range []struct {
		why   string
		shelf *searchtest.Shelf
		query search.Query
		total int
		mode  string
		all   int // -1: not counted
	}{
		{"few hold both", few, search.Query{Text: "gudang logistik"}, 11, understand.ModeAny, 9},
		{"a page of articles that hold both is enough", enough, search.Query{Text: "gudang logistik"}, 10, understand.ModeAll, -1},
		{"under a filter that leaves few of enough", enough, search.Query{Text: "gudang logistik", From: "2025-02-10"}, 1, understand.ModeAll, -1},
		{"under a filter that leaves none of enough", enough, search.Query{Text: "gudang logistik", From: "2025-02-11"}, 2, understand.ModeAny, 0},
		{"under a filter, of few", few, search.Query{Text: "gudang logistik", From: "2025-02-09"}, 3, understand.ModeAny, 1},
		{"an exclusion stays hard", few, search.Query{Text: "gudang logistik -kampung"}, 10, understand.ModeAny, 9},
		{"those with both alone", few, search.Query{Text: "gudang logistik", AllWords: true}, 9, understand.ModeAll, -1},
		{"exactly as typed", few, search.Query{Text: "gudang logistik", Exact: true}, 9, understand.ModeAll, -1},
		{"by date", few, search.Query{Text: "gudang logistik", Sort: index.Newest}, 9, understand.ModeAll, -1},
		{"a phrase stays hard", few, search.Query{Text: `gudang "logistik dibawa"`}, 9, understand.ModeAll, -1},
		{"so does a field", few, search.Query{Text: "gudang judul:rapat"}, 10, understand.ModeAll, -1},
		{"one word has nothing to fill up with", few, search.Query{Text: "logistik"}, 9, understand.ModeAll, -1},
		{"a word that nothing has", few, search.Query{Text: "gudang asteroid"}, 11, understand.ModeAny, 0},
		{"nothing at all", few, search.Query{Text: "asteroid meteorit"}, 0, understand.ModeAll, -1},
	} {
		c.query.Size = 20
		page := c.shelf.Ask(c.query)
		if page.Total != c.total || len(page.Hits) != c.total || page.Query.Mode != c.mode {
			t.Errorf("%s: %d hits on a page of mode %s, total %d; want %d, %s", c.why, len(page.Hits), page.Query.Mode, page.Total, c.total, c.mode)
		}
		switch all := page.Query.All; {
		case all == nil && c.all >= 0, all != nil && all.Total != c.all:
			t.Errorf("%s: %+v hold all, want %d", c.why, all, c.all)
		case all != nil:
			for i, id := range searchtest.IDs(page)[:all.Total] {
				if id[:4] != "both" {
					t.Errorf("%s: %s is hit %d, before one that holds both", c.why, id, i)
				}
			}
		}
		if byDate := c.why == "by date"; page.Query.ByDate != byDate {
			t.Errorf("%s: ByDate is %v", c.why, page.Query.ByDate)
		}
	}
	if enough.Ask(search.Query{Text: "gudang logistik", Sort: index.Newest}).Query.ByDate {
		t.Error("ByDate is set for an order by date that has all hits of an order by relevance")
	}
	if page := enough.Ask(search.Query{Text: "gudang logistik", Sort: index.Newest, From: "2025-02-10"}); page.Query.ByDate {
		t.Error("under a filter an order by date points to an order by relevance that has no more")
	}
}

// TestPagesOfAFilledUpTextStayTogether holds that the pages behind the first are of the same set,
// also where articles arrive meanwhile that would make enough with all words.
func TestPagesOfAFilledUpTextStayTogether(t *testing.T) {
	t.Parallel()
	s := searchtest.NewShelf(t, partlyHeld(9)...)
	q := search.Query{Text: "gudang logistik", Size: 4, Live: true}
	var got []string
	for n := 0; ; n++ {
		page := s.Ask(q)
		got = append(got, searchtest.IDs(page)...)
		if n == 0 {
			s.Put(cast.Plain("both-99", "2025-04-01", "Rapat", "Rapat membahas hal lain sampai sore. Logistik dibawa ke gudang."))
		} else if page.Total != 12 || page.Query.All == nil || page.Query.All.Total != 10 {
			t.Errorf("page %d: total %d, %+v hold all; want 12, 10", n+1, page.Total, page.Query.All)
		}
		if page.Next == nil {
			break
		}
		q.Cursor = *page.Next
	}
	for _, id := range []string{"gudang-1", "gudang-2"} {
		if !slices.Contains(got, id) {
			t.Errorf("the pages have %q, not %s", got, id)
		}
	}
}

func TestWordsOfANameStayTogether(t *testing.T) {
	t.Parallel()
	s := searchtest.NewShelf(t,
		cast.Plain("meant", "2025-01-01", "Rapat", "Rapat dibuka Budi Santoso."), cast.Plain("other", "2025-01-02", "Rapat", "Rapat dibuka Budi Hartono."),
		cast.Plain("x", "2025-01-03", "Lain", "Cuaca cerah."),
	)
	for text, want := range map[string][]string{"budi santoso": {"meant"}, "rapat budi santoso": {"meant", "other"}} {
		if page := s.Ask(search.Query{Text: text}); !slices.Equal(searchtest.IDs(page), want) || page.Total != len(want) {
			t.Errorf("%s: found %q of %d, want %q", text, searchtest.IDs(page), page.Total, want)
		}
	}
}

func TestAFilledUpTextIsOfferedAnother(t *testing.T) {
	t.Parallel()
	var list []*article.Article
	for i := range 60 {
		list = append(list, cast.Plain(fmt.Sprintf("r%02d", i), "2025-01-01", "Rapat", "Petugas menghitung suara di kampung."))
	}
	list = append(list, cast.Plain("slip", "2025-01-01", "Rapat", "Petugas menghitung suarra."))
	page := searchtest.NewShelf(t, list...).Ask(search.Query{Text: "menghitung suarra"})
	if page.Query.Mode != understand.ModeAny || page.Query.Offered != "menghitung suara" {
		t.Errorf("mode %s, offered %q; want any, menghitung suara", page.Query.Mode, page.Query.Offered)
	}
}

func TestNamesAreFoundWrittenAsOneWordOrTwo(t *testing.T) {
	t.Parallel()
	s := searchtest.NewShelf(t,
		cast.Plain("one", "2025-01-01", "Debat", "Debat disiarkan MetroTV malam ini."), cast.Plain("two", "2025-01-02", "Debat", "Debat disiarkan Metro TV malam ini."),
		cast.Plain("part", "2025-01-03", "Lain", "Kota metro."), cast.Plain("out", "2025-01-04", "Lain", "Cuaca cerah."),
	)
	for text, want := range map[string][]string{
		"metro tv": {"one", "two"}, "debat metro tv": {"one", "two"}, "debat -metro": {"one"},
	} {
		got := searchtest.IDs(s.Ask(search.Query{Text: text, AllWords: true}))
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q hold all, want %q", text, got, want)
		}
	}
}

// TestWordsWrittenAsOneMayBeAnotherWord holds that two words do not find a place, or a form of another
// root, that their letters make together; compounds are the same word.
func TestWordsWrittenAsOneMayBeAnotherWord(t *testing.T) {
	t.Parallel()
	s := searchtest.NewShelf(t,
		cast.Plain("place", "2025-01-01", "Rapat", "Rapat digelar Kotabaru malam ini."), cast.Plain("words", "2025-01-02", "Rapat", "Rapat kota baru digelar."),
		cast.Plain("form", "2025-01-03", "Pasar", "Barang jualan ramai."), cast.Plain("compound", "2025-01-04", "Surat", "Naskah kerjasama diteken."),
		cast.Plain("compound-apart", "2025-01-05", "Surat", "Naskah kerja sama diteken."), cast.Plain("glued", "2025-01-06", "Pawai", "Pawai TanahLaut meriah."),
	)
	for text, want := range map[string]string{
		"kota baru": "words", "rapat kota baru": "words", "kotabaru": "place",
		"jual an": "", "kerja sama": "compound compound-apart", "tanah laut": "glued",
	} {
		got := searchtest.IDs(s.Ask(search.Query{Text: text, AllWords: true, AsTyped: true}))
		slices.Sort(got)
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %q hold all, want %q", text, got, want)
		}
	}
}

// TestAYearInAQuestionIsAWordToo holds that what tells of a year later is found before what does not.
func TestAYearInAQuestionIsAWordToo(t *testing.T) {
	t.Parallel()
	s := searchtest.NewShelf(t,
		cast.Plain("other", "2025-01-01", "Rapat", "Jumlah penduduk kabupaten naik lagi."), cast.Plain("told", "2025-01-01", "Rapat", "Jumlah penduduk kabupaten (2017) naik."),
		cast.Plain("x", "2025-01-02", "Lain", "Cuaca cerah."),
	)
	if got := searchtest.IDs(s.Ask(search.Query{Text: "berapa jumlah penduduk kabupaten tahun 2017"})); len(got) < 2 || got[0] != "told" {
		t.Errorf("found %q, want told first", got)
	}
}

// TestAPhraseOfAQuestionIsWidened holds that a question is answered though nothing has its phrase
// beside another of its words.
func TestAPhraseOfAQuestionIsWidened(t *testing.T) {
	t.Parallel()
	s := searchtest.NewShelf(t, cast.Plain("kotak", "2025-01-01", "Gudang", "Kotak suara tiba di gudang."), cast.Plain("pete", "2025-01-02", "Lagu", "Lagu pete."))
	page := s.Ask(search.Query{Text: `di mana gudang kotak "pete" suara`})
	if got := searchtest.IDs(page); len(got) != 2 || got[0] != "kotak" || !slices.Equal(page.Query.WithoutMarks, []string{"pete"}) {
		t.Errorf("found %q without marks on %q", got, page.Query.WithoutMarks)
	}
}
