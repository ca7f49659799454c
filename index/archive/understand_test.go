package archive_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/internal/cast"
	"warta/index/search"
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

// Of quotes those of the chair of the office itself are wanted. Where there are none, the
// chairs of the offices below it stand first.
func TestWhoHoldsThePostThatIsAskedForIsMeant(t *testing.T) {
	t.Parallel()
	below := []*article.Article{
		person("a", "Rina Wulandari", "Anggota", "33.75"), person("c", "Umi Fathoni", "Ketua", "33.75"),
		person("d", "Siti Aminah", "Ketua", "34"), person("e", "Dodi Setiadi", "Anggota", "33"),
	}
	ask := func(articles ...*article.Article) (got []string) {
		for _, h := range newShelf(t, articles...).ask(search.Query{Of: index.Quotes, Text: "ketua kpu jateng", Size: 10}).Hits {
			got = append(got, h.ID)
		}
		return got
	}
	if got := ask(append(below, person("b", "Budi Santoso", "Ketua", "33"))...); !slices.Equal(got, []string{"b"}) {
		t.Errorf("the chair: %v", got)
	}
	if got := ask(below...); len(got) != 3 || slices.Index(got, "c") > slices.Index(got, "a") {
		t.Errorf("without a chair: %v", got)
	}
}

func TestEachPartOfTheRankingIsForSomething(t *testing.T) {
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
			"b", func(w *understand.Weights) { w.Title.Family, w.Body.Family = 0, 0 },
		},
		{
			"an error is corrected", "helikoptr",
			[]*article.Article{cast.Plain("a", "2025-01-01", "Helikopter", "Tiba di lapangan.")},
			"a", func(w *understand.Weights) { w.Slip = 0 },
		},
		{
			"the word beside an error tells what was meant", "kotka kosong",
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
			"what somebody says comes before what is said of them", "handi tri ujiono",
			[]*article.Article{cast.Plain("a", "2025-06-01", "Handi Tri Ujiono dan Handi Tri Ujiono", "Handi Tri Ujiono hadir. Handi Tri Ujiono pulang."), cast.Telling("b", "2025-06-01", cast.Post{Name: "Handi Tri Ujiono", At: "33"})},
			"b", func(w *understand.Weights) { w.Person.Speaks = 0 },
		},
		{
			"an office in words is first of all what it publishes", "kpu jateng",
			[]*article.Article{office("a", "33.74", "Rapat di KPU Jateng"), office("b", "33", "Pelatihan petugas")},
			"b", func(w *understand.Weights) { w.Office.Publisher = 0 },
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
			[]*article.Article{cast.Plain("a", "2010-01-01", "Rapat", "Arsip ditata."), cast.Plain("b", "2025-12-20", "Rapat", "Arsip ditata rapi.")},
			"b", func(w *understand.Weights) { w.Recent = nil },
		},
	} {
		// Unrelated articles make words rare.
		others := []*article.Article{cast.Plain("x", "2010-01-01", "Lain", "Hal lain sama sekali."), cast.Plain("y", "2011-01-01", "Lain", "Cuaca cerah.")}
		s := newShelf(t, append(others, c.articles...)...)
		first := func(searcher *search.Searcher) string {
			page, err := searcher.Search(t.Context(), search.Query{Text: c.text, Size: 10})
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
		if got := first(s.Weighing(without(c.off))); got == c.first {
			t.Errorf("%s: %q has %q first without that part too: this test shows nothing", c.why, c.text, got)
		}
	}
}

func TestWordsForTheSameCountOnce(t *testing.T) {
	t.Parallel()
	s := newShelf(
		t,
		cast.Plain("both", "2025-01-01", "Rapat", "Bahas SDM, yaitu sumber daya manusia, dan sumber daya manusia lagi hari ini."),
		cast.Plain("word", "2025-01-01", "Rapat", "SDM SDM SDM."), cast.Plain("x", "2025-01-01", "Lain", "Cuaca cerah."),
	)
	if got := hitIDs(s.ask(search.Query{Text: "sdm"})); !slices.Equal(got, []string{"word", "both"}) {
		t.Errorf("found %q, want what says it more often in one way first", got)
	}
}

func TestSpelling(t *testing.T) {
	t.Parallel()
	official := person("asyrofi", "Muchamad Asyrofi", "Ketua", "33")
	s := newShelf(
		t, official, cast.Plain("helikopter", "2025-01-01", "Helikopter", "Helikopter antar formulir ke kampung."),
		cast.Plain("mobil", "2025-01-02", "Mobil", "Mobil antar formulir."), cast.Plain("kota", "2025-01-03", "Kota", "Kotak kosong di kota."),
	)
	for _, c := range []struct{ why, text, corrected, mode, first string }{
		{"a letter that is missing", "helikoptr", "helikopter", "all", "helikopter"},
		{"beside a word that is right", "helikoptr kampung", "helikopter kampung", "all", "helikopter"},
		{"two letters swapped", "heliokpter", "helikopter", "all", "helikopter"},
		{"a name that is nearly so", "asyrobi", "asyrofi", "all", "asyrofi"},
		{"nothing where the words are found", "helikopter", "", "all", "helikopter"},
		{"what is missing is not wrong", "helikopter mobil", "", "any", "mobil"},
		{"a family that is there is not wrong", "memobilkan helikopter", "", "any", "helikopter"},
		{"a name that is there in another spelling", "asyrofy", "", "all", "asyrofi"},
		{"quotation marks mean what they say", `"helikoptr"`, "", "all", ""},
		{"also beside an error", `"antar formulir" mobl`, `"antar formulir" mobil`, "all", "mobil"},
		{"an error in the first letter", "helikopter nobil", "helikopter mobil", "any", "mobil"},
		{"a first letter that is missing", "elikopter", "helikopter", "all", "helikopter"},
		{"nothing near is nothing", "qwrtzxv", "", "all", ""},
		{"short words are too near to others", "kta", "", "all", ""},
	} {
		got := s.ask(search.Query{Text: c.text})
		corrected, first := "", ""
		if got.Query.Corrected != nil {
			corrected = *got.Query.Corrected
		}
		if len(got.Hits) > 0 {
			first = got.Hits[0].ID
		}
		if corrected != c.corrected || first != c.first || got.Query.Mode != c.mode || got.Query.Text != c.text {
			t.Errorf("%s: %q is corrected to %q, mode %s, first %q; want %q, %s, %q", c.why, c.text, corrected, got.Query.Mode, first, c.corrected, c.mode, c.first)
		}
	}
}

func TestWhatWasPerhapsMeantIsOffered(t *testing.T) {
	t.Parallel()
	articles := append(repeated(60, "Surat suara tiba."), cast.Plain("wrong", "2025-01-01", "Rapat", "Surta tiba."), person("surto", "Surad Wijaya", "Ketua", "33"))
	s := newShelf(t, append(articles, cast.Plain("rare", "2025-01-01", "Rapat", "Kotak tiba."), cast.Plain("two", "2025-01-01", "Rapat", "Kotka dan kotak."))...)
	for _, c := range []struct{ why, text, want string }{
		{"a word that looks like an error for a frequent one", "surta", "surat"},
		{"beside a word that is right", "surta tiba", "surat tiba"},
		{"a frequent word", "surat", ""},
		{"a word that looks like an error for a rare one", "kotka", ""},
		{"in quotation marks", `"surta"`, ""},
		{"a name that exists", "surad", ""},
		{"nothing was found", "surtat", ""}, // then it is corrected
	} {
		got := s.ask(search.Query{Text: c.text})
		if got.Query.Offered != c.want {
			t.Errorf("%s: %s offers %q, want %q", c.why, c.text, got.Query.Offered, c.want)
		}
		if c.want != "" && (len(got.Hits) == 0 || got.Query.Corrected != nil) {
			t.Errorf("%s: %s finds %q, corrected %v; want what was typed", c.why, c.text, hitIDs(got), got.Query.Corrected)
		}
	}
	page, err := s.Weighing(without(func(w *understand.Weights) { w.Slip = 0 })).Search(t.Context(), search.Query{Text: "surta", Size: 10})
	if err != nil || page.Query.Offered != "" {
		t.Errorf("without corrections it offers %q, %v", page.Query.Offered, err)
	}
}

func TestNothingInQuotationMarksIsReadOtherwise(t *testing.T) {
	t.Parallel()
	s := newShelf(
		t, seed(), person("asyrofi", "Muhammad Asyrofi", "Ketua", "33"),
		cast.Plain("long", "2025-11-05", "Sumber daya manusia", "Dilantik di aula, di bulan November."),
	)
	for _, c := range []struct{ why, text, without string }{
		{"an office", `"kpu jateng"`, "kpu jateng"},
		{"the post of an office", `"ketua kpu jateng"`, "ketua kpu jateng"},
		{"a month", `"november 2025"`, "november 2025"},
		{"an acronym", `"s d m" "sdm aula"`, "sdm aula"},
		{"another form", `"pelantikan"`, "pelantikan"},
		{"a name in another spelling", `"asyrofy"`, "asyrofy"},
		{"an error", `"aulla"`, "aulla"},
	} {
		got := s.ask(search.Query{Text: c.text})
		if len(got.Hits) != 0 || got.Query.Corrected != nil || got.Query.Mode != "all" {
			t.Errorf("%s: %s finds %q, corrected %v, mode %s; want nothing", c.why, c.text, hitIDs(got), got.Query.Corrected, got.Query.Mode)
		}
		if got := s.ask(search.Query{Text: c.without}); len(got.Hits) == 0 {
			t.Errorf("%s: %s finds nothing without the marks either: this test shows nothing", c.why, c.without)
		}
	}
}

func TestOfTwoWordsThatAreMeantTheLikelierIsChosen(t *testing.T) {
	t.Parallel()
	var articles []*article.Article
	for i, body := range []string{"Pelantikan pps.", "Pelantikan pps.", "Pelantikan kpps.", "Pelatihan kpps.", "Surat suara.", "Surat sirat.", "Suara tarif.", "Suara taris."} {
		articles = append(articles, cast.Plain(string(rune('a'+i)), "2025-01-01", "Rapat", body))
	}
	s := newShelf(t, articles...)
	for _, c := range []struct{ why, text, want string }{
		{"the more frequent", "pelanitkan", "pelantikan"},
		{"the nearer, though it is rarer", "pelatihn", "pelatihan"},
		{"a neighbour on the keyboard", "suara surqt", "suara surat"},
		{"a letter that is heard for another", "suara tarip", "suara tarif"},
	} {
		got := s.ask(search.Query{Text: c.text})
		if got.Query.Corrected == nil || *got.Query.Corrected != c.want {
			t.Errorf("%s: %q is corrected to %v, want %q", c.why, c.text, got.Query.Corrected, c.want)
		}
	}
}

func TestPeriods(t *testing.T) {
	t.Parallel()
	s := newShelf(t, cast.Plain("a", "2025-12-10", "Donor", "Darah."))
	s.clock = time.Date(2025, 12, 15, 12, 0, 0, 0, time.UTC) // a Monday
	for text, want := range map[string]string{
		"november 2025":           "november 2025 = 2025-11",
		"Nov 2025":                "nov 2025 = 2025-11",
		"4 november 2025":         "4 november 2025 = 2025-11-04",
		"tanggal 4 nopember 2025": "tanggal 4 nopember 2025 = 2025-11-04",
		"4/11/2025":               "4/11/2025 = 2025-11-04",
		"2025-11-04":              "2025-11-04 = 2025-11-04",
		"11/2025":                 "11/2025 = 2025-11",
		"tahun 2023":              "tahun 2023 = 2023",
		"2023":                    "2023 = 2023",
		"bulan lalu":              "bulan lalu = 2025-11",
		"bulan ini":               "bulan ini = 2025-12",
		"minggu lalu":             "minggu lalu = 2025-12-08..2025-12-14",
		"pekan ini":               "pekan ini = 2025-12-15..2025-12-21",
		"tahun lalu":              "tahun lalu = 2024",
		"kemarin":                 "kemarin = 2025-12-14",
		"hari ini":                "hari ini = 2025-12-15",
		"mei nurlaela":            "mei",             // a name
		"30 februari 2025":        "30",              // no day
		"minggu tenang":           "minggu",          // the week of silence
		"pasal 1234567":           "pasal",           // no year
		`"november 2025"`:         `"november 2025"`, // exactly these words
	} {
		got := s.ask(search.Query{Text: text}).Query.Understood
		if len(got) == 0 || got[0] != want {
			t.Errorf("%q is understood as %q, want %q", text, got, want)
		}
	}
	for text, want := range map[string][]string{
		"donor minggu lalu":         {"a"},
		"tanggal:desember":          {},
		`tanggal:"desember 2025"`:   {"a"},
		`tanggal:"minggu lalu"`:     {"a"},
		`tanggal:"november 2025"`:   {},
		`donor -tanggal:2025-12-10`: {},
		"donor oktober 2020":        {"a"}, // nothing then: the words alone, and mode says so
	} {
		if got := hitIDs(s.ask(search.Query{Text: text})); !slices.Equal(got, want) {
			t.Errorf("%q found %q, want %q", text, got, want)
		}
	}
	if got := s.ask(search.Query{Text: "donor oktober 2020"}).Query.Mode; got != "most" {
		t.Errorf("a period in which nothing is: mode %s, want most", got)
	}
}

func TestWordsAreLetGoOneAfterTheOther(t *testing.T) {
	t.Parallel()
	s := newShelf(
		t, cast.Plain("three", "2025-01-01", "Rapat", "Gudang logistik kota."), cast.Plain("one", "2025-01-02", "Rapat", "Gudang."),
		cast.Plain("name", "2025-01-03", "Rapat", "Aula."),
	)
	for _, c := range []struct {
		text, mode string
		want       []string
	}{
		{"gudang logistik kota", "all", []string{"three"}},
		{"gudang logistik kota berdebu", "most", []string{"three"}},
		{"gudang logistik selatan berdebu", "any", []string{"three", "one"}},
		{"aula berdebu", "any", []string{"name"}},
		{`"gudang logistik" selatan`, "all", nil}, // the phrase is never let go, nor is a single word
	} {
		got := s.ask(search.Query{Text: c.text})
		if ids := hitIDs(got); len(ids) != len(c.want) || got.Query.Mode != c.mode || !slices.Equal(ids, c.want) && c.want != nil {
			t.Errorf("%q: mode %s, found %q; want %s, %q", c.text, got.Query.Mode, ids, c.mode, c.want)
		}
	}
}

func TestACorrectedSearchIsPagedAsItWasAnswered(t *testing.T) {
	t.Parallel()
	s := newShelf(t, cast.Plain("a", "2025-01-01", "Helikopter", "x"), cast.Plain("b", "2025-01-02", "Helikopter", "y"))
	for _, sort := range []index.Sort{index.ByRelevance, index.Newest} {
		q := search.Query{Text: "helikoptr", Size: 1, Sort: sort}
		first := s.ask(q)
		if first.Next == nil {
			t.Fatalf("%s: no next page", sort)
		}
		q.Cursor = *first.Next
		second := s.ask(q)
		if got := append(hitIDs(first), hitIDs(second)...); !slices.Equal(got, []string{"b", "a"}) || second.Query.Corrected == nil {
			t.Errorf("%s: pages have %q, corrected %v", sort, got, second.Query.Corrected)
		}
	}
}

func TestWeightsThatCannotBeAreRefused(t *testing.T) {
	t.Parallel()
	if err := understand.DefaultWeights().Validate(); err != nil {
		t.Error(err)
	}
	for _, off := range []func(*understand.Weights){
		func(w *understand.Weights) { w.Title.Form = -1 },
		func(w *understand.Weights) { w.Office.Speaks = -0.1 },
		func(w *understand.Weights) { w.Recent = []understand.RecentWeight{{Days: 0, Weight: 1}} },
		func(w *understand.Weights) { w.Recent = []understand.RecentWeight{{Days: 1, Weight: -1}} },
	} {
		if w := without(off); w.Validate() == nil {
			t.Errorf("%+v is taken", w)
		}
	}
}

func TestAHitIsExplainedByWhatItScores(t *testing.T) {
	t.Parallel()
	s := newShelf(t, cast.Plain("a", "2025-12-01", "Arsip kota", "Arsip kota ditata."), cast.Plain("b", "2012-01-01", "Rapat", "Cuaca."))
	q := search.Query{Text: "arsip kota", Explain: true}
	hit := s.ask(q).Hits[0]
	why, ok := hit.Explanation.(search.Explanation)
	if !ok || why.Mode != "all" || why.Asked == "" || len(why.Parts) == 0 {
		t.Fatalf("explained by %+v", hit.Explanation)
	}
	sum, last := 0.0, why.Parts[0].Score
	kinds := map[string]bool{}
	for _, p := range why.Parts {
		sum += p.Score
		if p.Score > last || p.Score <= 0 {
			t.Errorf("parts are not in order: %+v", why.Parts)
		}
		last = p.Score
		kind, _, _ := strings.Cut(p.Of, ":")
		kinds[kind] = true
	}
	if diff := sum - hit.Score; diff > 1e-9 || diff < -1e-9 {
		t.Errorf("parts add up to %v, the score is %v: %+v", sum, hit.Score, why.Parts)
	}
	for _, want := range []string{"title", "title.root", "body", "body.root"} {
		if !kinds[want] {
			t.Errorf("nothing is said of %s: %+v", want, why.Parts)
		}
	}
	q.Explain = false
	if got := s.ask(q).Hits[0].Explanation; got != nil {
		t.Errorf("explained without being asked: %v", got)
	}
}
