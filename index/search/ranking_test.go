package search_test

import (
	"fmt"
	"slices"
	"testing"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/internal/cast"
	"warta/index/search"
	"warta/index/search/searchtest"
	"warta/index/understand"
)

// person is an article in which an official is named who speaks as a post of an
// office.
func person(id, name, title, satker string) *article.Article {
	a := cast.Plain(id, "2025-06-01", "Rapat kerja", "Rapat dibuka oleh "+name+" pada pagi hari.")
	a.Publisher, a.Satker = &article.Office{Code: satker}, []string{satker}
	a.Officials = []article.Official{{ID: id, Name: name, Public: true}}
	a.Quotes = []article.Quote{{
		ID: id + "-1", Kind: article.Direct, Text: "Kita mulai tepat waktu.", Confidence: 0.9,
		Speaker: &article.Person{ID: id, Name: name},
		Role:    &article.Role{Title: title, Satker: satker},
	}}
	return a
}

// without returns the embedded weights with one part switched off.
func without(off func(*understand.Weights)) understand.Weights {
	w := understand.DefaultWeights()
	w.Recent = slices.Clone(w.Recent)
	off(&w)
	return w
}

// repeated makes articles of the same text.
func repeated(n int, body string) []*article.Article {
	var list []*article.Article
	for i := range n {
		list = append(list, cast.Plain(fmt.Sprintf("r%d", i), "2025-01-01", "Rapat", body))
	}
	return list
}

// Quotes of the chair of the office itself are found, and of no other.
func TestHoldersOfAPostRankFirst(t *testing.T) {
	t.Parallel()
	below := []*article.Article{
		person("a", "Rina Wulandari", "Anggota", "33.75"), person("c", "Umi Fathoni", "Ketua", "33.75"),
		person("d", "Siti Aminah", "Ketua", "34"), person("e", "Dodi Setiadi", "Anggota", "33"),
	}
	ask := func(articles ...*article.Article) (got []string) {
		for _, h := range searchtest.NewShelf(t, articles...).Ask(search.Query{Of: index.Quotes, Text: "ketua kpu jateng", Size: 10}).Hits {
			got = append(got, h.ID)
		}
		return got
	}
	if got := ask(append(below, person("b", "Budi Santoso", "Ketua", "33"))...); !slices.Equal(got, []string{"b"}) {
		t.Errorf("the chair: %v", got)
	}
	if got := ask(below...); got != nil {
		t.Errorf("without a chair: %v", got)
	}
}

func TestEachWeightChangesARanking(t *testing.T) {
	t.Parallel()
	office := func(id, publisher, title string) *article.Article {
		a := cast.Plain(id, "2025-06-01", title, "Kegiatan berlangsung di aula.")
		a.Publisher, a.Satker = &article.Office{Code: publisher}, []string{publisher}
		return a
	}
	for _, c := range []struct {
		why, text string
		articles  []*article.Article
		first     string // hit with everything switched on
		off       func(*understand.Weights)
	}{
		{
			"a title says more than a body", "arsip",
			[]*article.Article{
				cast.Plain("a-body", "2025-01-01", "Rapat", "Arsip ditata."), cast.Plain("b-title", "2025-01-01", "Arsip", "Rapat selesai digelar."),
			},
			"b-title", func(w *understand.Weights) { w.Title = understand.FieldWeights{} },
		},
		{
			"the form that was typed says more than its family", "pelatihan",
			[]*article.Article{cast.Plain("a", "2025-01-01", "Rapat", "Petugas dilatih."), cast.Plain("b", "2025-01-01", "Rapat", "Petugas pelatihan.")},
			"b", func(w *understand.Weights) { w.Body.Form = 0 },
		},
		{
			"members of the family weigh too", "pelantikan pps",
			[]*article.Article{cast.Plain("a", "2025-01-01", "Rapat", "Kemarin dilantik pps."), cast.Plain("b", "2025-01-01", "Rapat", "Dilantik melantik pps.")},
			"b", func(w *understand.Weights) { w.Title.Family, w.Body.Family, w.Opening = 0, 0, 0 },
		},
		{
			"an error is corrected", "helikoptr",
			[]*article.Article{cast.Plain("a", "2025-01-01", "Helikopter", "Tiba di lapangan.")},
			"a", func(w *understand.Weights) { w.Slip = 0 },
		},
		{
			"a neighbour of a misspelt word decides between corrections", "kotka kosong",
			append(
				repeated(20, "Wali kota hadir."), cast.Plain("a", "2025-01-01", "Rapat", "Kotak kosong menang."),
				cast.Plain("b", "2025-02-01", "Rapat", "Wali kota, kursi kosong."), cast.Plain("c", "2024-01-02", "Rapat", "Melawan kotak yang kosong."),
			),
			"a", func(w *understand.Weights) { w.Beside = 0 },
		},
		{
			"an office in words is also what is about it", "kpu jateng",
			[]*article.Article{
				office("a", "33.74", "Rapat"),
				func() *article.Article { a := office("b", "34", "Rapat"); a.Satker = []string{"33"}; return a }(),
			},
			"b", func(w *understand.Weights) { w.Office.About = 0 },
		},
		{
			"an office in words is also what is about those below it", "kpu jateng",
			[]*article.Article{cast.Plain("z", "2026-01-01", "Rapat", "Puluhan hadir."), office("b", "33.74", "Rapat")},
			"b", func(w *understand.Weights) { w.Office.Below = 0 },
		},
		{
			"an acronym of two meanings is looked for under both names", "dewan perwakilan daerah",
			[]*article.Article{cast.Plain("a", "2025-01-01", "Calon DPD", "Syarat calon diperiksa.")},
			"a", func(w *understand.Weights) { w.Loose = 0 },
		},
		{
			"an acronym finds its long form", "sdm",
			[]*article.Article{cast.Plain("a", "2025-01-01", "Sumber daya manusia", "Syarat diperiksa.")},
			"a", func(w *understand.Weights) { w.Alternative = 0 },
		},
		{
			"the word of a name weighs the person", "handi",
			[]*article.Article{cast.Plain("a", "2025-06-01", "Rapat kerja", "Rapat dibuka oleh Handi pada pagi hari."), person("b", "Handi Tri Ujiono", "Ketua", "33")},
			"b", func(w *understand.Weights) { w.Name = 0 },
		},
		{
			"a name is found in another spelling", "muhammad choirul",
			[]*article.Article{person("a", "Mochamad Khoirul Anam", "Ketua", "33")},
			"a", func(w *understand.Weights) { w.Spelt, w.Person.Named, w.Person.Speaks = 0, 0, 0 },
		},
		{
			"the own words of a person come before mentions", "handi tri ujiono",
			[]*article.Article{cast.Plain("a", "2025-06-01", "Handi Tri Ujiono dan Handi Tri Ujiono", "Handi Tri Ujiono hadir. Handi Tri Ujiono pulang."), cast.Article("b", "2025-06-01", cast.Post{Name: "Handi Tri Ujiono", At: "33"})},
			"b", func(w *understand.Weights) { w.Person.Speaks = 0 },
		},
		{
			"an office in words is first of all what it publishes", "kpu jateng",
			[]*article.Article{office("a", "33.74", "Rapat di KPU Jateng"), office("b", "33", "Pelatihan petugas")},
			"b", func(w *understand.Weights) { w.Office.Publisher, w.Office.About = 0, 0 },
		},
		{
			"what the chair says is preferred where the chair is asked for", "ketua kpu jateng",
			[]*article.Article{person("a", "Rina Wulandari", "Anggota", "33"), person("b", "Budi Santoso", "Ketua", "33")},
			"b", func(w *understand.Weights) { w.Office.Speaks = 0 },
		},
		{
			"a month in words is one", "donor november 2025",
			[]*article.Article{cast.Plain("a", "2024-11-03", "Donor darah", "Donor darah digelar."), cast.Plain("b", "2025-11-04", "Donor", "Digelar.")},
			"b", func(w *understand.Weights) { w.Period = understand.PeriodWeights{} },
		},
		{
			"a year is one", "donor 2024",
			[]*article.Article{cast.Plain("a", "2024-11-03", "Donor darah", "Donor darah digelar.")},
			"a", func(w *understand.Weights) { w.Year = understand.PeriodWeights{} },
		},
		{
			"words that stand side by side stand first", "kotak kosong",
			[]*article.Article{
				cast.Plain("a", "2025-01-01", "Rapat", "Kotak itu ternyata kosong setelah dibuka."), cast.Plain("b", "2025-01-01", "Rapat", "Setelah dibuka ternyata itu kotak kosong."),
			},
			"b", func(w *understand.Weights) { w.Phrase = 0 },
		},
		{
			"of equal ones news stands first", "arsip",
			[]*article.Article{
				cast.Plain("a", "2010-01-01", "Rapat", "Arsip ditata oleh petugas di gudang lama pada pagi hari sampai malam tiba."),
				cast.Plain("b", "2025-12-20", "Rapat", "Arsip ditata oleh petugas di gudang lama pada pagi hari sampai larut malam tiba."),
			},
			"b", func(w *understand.Weights) { w.Recent = nil },
		},
	} {
		// Unrelated articles make words rare.
		others := []*article.Article{cast.Plain("x", "2010-01-01", "Lain", "Hal lain sama sekali."), cast.Plain("y", "2011-01-01", "Lain", "Cuaca cerah.")}
		s := searchtest.NewShelf(t, append(others, c.articles...)...)
		first := func(searcher *search.Searcher) string {
			page, err := searcher.Search(t.Context(), search.Query{Text: c.text, Size: 10, AllWords: true})
			if err != nil {
				t.Fatalf("%s: %v", c.why, err)
			}
			if len(page.Hits) == 0 || page.Query.Mode != "all" {
				return ""
			}
			return page.Hits[0].ID
		}
		if got := first(s.Searcher); got != c.first {
			t.Errorf("%s: %q has %q first, want %q", c.why, c.text, got, c.first)
		}
		if got := first(s.WithWeights(without(c.off))); got == c.first {
			t.Errorf("%s: %q has %q first without that part too: this test shows nothing", c.why, c.text, got)
		}
	}
}

func TestAlternativesCountOnce(t *testing.T) {
	t.Parallel()
	list := []*article.Article{
		cast.Plain("both", "2025-01-01", "Rapat", "SDM SDM sumber daya manusia."),
		cast.Plain("word", "2025-01-01", "Rapat", "SDM SDM manusia sumber daya."),
	}
	for n := range 10 { // the words of the long form are frequent, so that the short one weighs more
		list = append(list, cast.Plain(fmt.Sprint("x", n), "2025-01-01", "Lain", "Manusia daya sumber lain."))
	}
	hits := searchtest.NewShelf(t, list...).Ask(search.Query{Text: "sdm"}).Hits
	if len(hits) != 2 || hits[0].Score != hits[1].Score {
		t.Errorf("found %+v, want both alike: what has the short form twice gains nothing by the long one", hits)
	}
}
