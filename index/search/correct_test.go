package search_test

import (
	"strings"
	"testing"

	"warta/analyzers/article"
	"warta/index/internal/cast"
	"warta/index/search"
	"warta/index/search/searchtest"
)

func TestSpelling(t *testing.T) {
	t.Parallel()
	official := person("asyrofi", "Muchamad Asyrofi", "Ketua", "33")
	s := searchtest.NewShelf(
		t, official, cast.Plain("helikopter", "2025-01-01", "Helikopter", "Helikopter antar formulir ke kampung."),
		cast.Plain("mobil", "2025-01-02", "Mobil", "Mobil antar formulir."), cast.Plain("kota", "2025-01-03", "Kota", "Kotak kosong di kota."),
	)
	for _, c := range []struct{ why, text, corrected, mode, first string }{
		{"a letter that is missing", "helikoptr", "helikopter", "all", "helikopter"},
		{"beside a word that is right", "helikoptr kampung", "helikopter kampung", "any", "helikopter"},
		{"two letters swapped", "heliokpter", "helikopter", "all", "helikopter"},
		{"a name that is nearly so", "asyroffi", "", "all", "asyrofi"}, // it sounds the same
		{"nothing where the words are found", "helikopter", "", "all", "helikopter"},
		{"what is missing is not wrong", "helikopter mobil", "", "any", "mobil"},
		{"a family that is there is not wrong", "memobilkan helikopter", "", "any", "helikopter"},
		{"a name that is there in another spelling", "asyrofy", "", "all", "asyrofi"},
		{"quotation marks mean what they say", `"helikoptr"`, "", "all", ""},
		{"also beside an error", `"antar formulir" mobl`, `"antar formulir" mobil`, "all", "mobil"},
		{"an error in the first letter of a short word is unsure", "helikopter nobil", "", "any", "helikopter"},
		{"two errors in a long word", "hleikoptr kampung", "helikopter kampung", "any", "helikopter"},
		{"a first letter that is missing", "elikopter", "helikopter", "all", "helikopter"},
		{"nothing near is nothing", "qwrtzxv", "", "all", ""},
		{"short words are too near to others", "kta", "", "all", ""},
	} {
		got := s.Ask(search.Query{Text: c.text})
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

// A word is corrected with any marks around it. A text in which nothing can be replaced is
// not said to be corrected.
func TestMarksAroundAnError(t *testing.T) {
	t.Parallel()
	s := searchtest.NewShelf(t, cast.Plain("a", "2025-01-01", "Helikopter", "Helikopter antar formulir ke kampung."))
	for text, want := range map[string]string{
		"helikoptr…":           "helikopter",
		"[helikoptr] formulir": "helikopter formulir",
		"#helikoptr":           "helikopter",
		"‹helikoptr›":          "helikopter",
		"formulir; helikoptr!": "formulir; helikopter",
		"heli'koptr":           "helikopter",
		"{helikoptr} OR mobil": "helikopter OR mobil",
		"kampung/helikoptr":    "", // one word of the query
		"(kampung)-helikoptr":  "",
		"helikoptr*":           "", // the beginning of words
		"-helikoptr":           "",
	} {
		got := s.Ask(search.Query{Text: text})
		corrected := ""
		if got.Query.Corrected != nil {
			corrected = *got.Query.Corrected
		}
		if corrected != want || got.Query.Offered != "" || want != "" && got.Total != 1 {
			t.Errorf("%q is corrected to %q and offers %q, want %q", text, corrected, got.Query.Offered, want)
		}
	}
}

// What is known is left, however near a frequent word is.
func TestWordsThatAreRightAreLeft(t *testing.T) {
	t.Parallel()
	articles := append(repeated(20, "Saksi menjaga surat suara calon bupati, siap di kampung sampai bekas kotak terpilih, coret daftar pemilih."), person("asyrofi", "Muchamad Asyrofi", "Ketua", "33"))
	s := searchtest.NewShelf(t, articles...)
	for _, c := range []struct{ why, text, offered string }{
		{"a word of the lexicon", "suap calon", ""},
		{"another", "beras calon", ""},
		{"a form of one", "menyuap calon", ""},
		{"a form with a clitic", "kerabatnya calon", ""},
		{"a stop word", "apakah calo", ""},
		{"a word of everyday speech", "udah calon", ""},
		{"a foreign word", "swing calon", ""},
		{"one that is near an Indonesian word", "correct daftar", ""},
		{"a capitalised error inside a text, which may be a name", "calon Pemilh", "calon pemilih"},
		{"a name of the registers", "saksono calon", ""},
		{"a name of the lexicon", "Siak calon", ""},
		{"a capitalised word inside a text", "calon Bupari", "calon bupati"},
		{"the same in a text of capitalised words", "Calon Bupari", "-"},
		{"the same as the first word", "Bupari calon", "-"},
		{"an abbreviation", "calon SURT", ""},
		{"a number", "calon 2o24", ""},
		{"a short word of a name behind a post", "ketua kpu kampunk", "-"},
	} {
		got := s.Ask(search.Query{Text: c.text})
		corrected := ""
		if got.Query.Corrected != nil {
			corrected = "-"
		}
		if want := map[string]string{"-": "-"}[c.offered]; corrected != want {
			t.Errorf("%s: %q is corrected: %+v", c.why, c.text, got.Query)
		}
		if c.offered != "-" && got.Query.Offered != c.offered {
			t.Errorf("%s: %q offers %q, want %q", c.why, c.text, got.Query.Offered, c.offered)
		}
	}
}

func TestWhatIsUnsureIsOffered(t *testing.T) {
	t.Parallel()
	articles := append(repeated(20, "Saksi menjaga debat publik dan kotak suara."), person("asyrofi", "Muchamad Asyrofi", "Ketua", "33"))
	s := searchtest.NewShelf(t, append(articles, cast.Plain("rare", "2025-01-01", "Rapat", "Publi partai."), cast.Plain("vote", "2025-01-01", "Rapat", "Rapat pleno."))...)
	for _, c := range []struct{ why, text, corrected, offered string }{
		{"a missing space between words that stand side by side", "debatpublik", "debat publik", ""},
		{"the same beside other words", "saksi debatpublik kotak", "saksi debat publik kotak", ""},
		{"a missing space between words that never do", "saksidebat", "", "saksi debat"},
		{"a missing space between words that do once", "rapatpleno", "", "rapat pleno"},
		{"an error in the first letter of a short word", "febat publik", "", "debat publik"},
		{"a name that is nearly so", "asyrobi", "", "asyrofi"},
		{"beside a word that is sure", "asyrobi penjagaa kotka suara", "asyrobi penjagaa kotak suara", "asyrofi penjagaa kotak suara"},
	} {
		got := s.Ask(search.Query{Text: c.text})
		corrected := ""
		if got.Query.Corrected != nil {
			corrected = *got.Query.Corrected
		}
		if corrected != c.corrected || got.Query.Offered != c.offered {
			t.Errorf("%s: %q is corrected to %q and offers %q, want %q and %q", c.why, c.text, corrected, got.Query.Offered, c.corrected, c.offered)
		}
	}
}

func TestPhrasesAreReadLiterally(t *testing.T) {
	t.Parallel()
	s := searchtest.NewShelf(
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
		got := s.Ask(search.Query{Text: c.text})
		if len(got.Hits) != 0 || got.Query.Corrected != nil || got.Query.Mode != "all" {
			t.Errorf("%s: %s finds %q, corrected %v, mode %s; want nothing", c.why, c.text, searchtest.IDs(got), got.Query.Corrected, got.Query.Mode)
		}
		if got := s.Ask(search.Query{Text: c.without}); len(got.Hits) == 0 {
			t.Errorf("%s: %s finds nothing without the marks either: this test shows nothing", c.why, c.without)
		}
	}
}

func TestTheLikeliestCorrectionIsChosen(t *testing.T) {
	t.Parallel()
	var articles []*article.Article
	for i, body := range []string{"Pelantikan pps.", "Pelantikan pps.", "Pelantikan kpps.", "Pelatihan kpps.", "Surat suara.", "Surat sirat.", "Suara tarif.", "Suara taris.", "Pemilu ini.", "Pemilu itu.", "Pemilih ini."} {
		articles = append(articles, cast.Plain(string(rune('a'+i)), "2025-01-01", "Rapat", body))
	}
	s := searchtest.NewShelf(t, articles...)
	for _, c := range []struct{ why, text, want string }{
		{"the more frequent", "pelanitkan", "pelantikan"},
		{"the nearer, though it is rarer", "pelatihn", "pelatihan"},
		{"a neighbour on the keyboard", "suara surqt", "suara surat"},
		{"a letter that is heard for another", "suara tariv", "suara tarif"},
		{"a vowel left out, not a letter of another row for the end of a more frequent word", "pemilh", "pemilih"},
		{"with a capital", "Pemilh", "pemilih"},
		{"in a text of capitalised words", "Surat Pemilh", "Surat pemilih"},
	} {
		got := s.Ask(search.Query{Text: c.text})
		if got.Query.Corrected == nil || *got.Query.Corrected != c.want {
			t.Errorf("%s: %q is corrected to %v, want %q", c.why, c.text, got.Query.Corrected, c.want)
		}
	}
}

// A correction stays when unrelated words near the error become more frequent, or more of them.
func TestACorrectionStaysInALargerArchive(t *testing.T) {
	t.Parallel()
	var strange []string // words at two edits, of no language
	for _, a := range "qxz" {
		for _, b := range "qxz" {
			for i := range 5 {
				word := []byte("daftat")
				word[i], word[i+1] = byte(a), byte(b)
				strange = append(strange, string(word))
				word = []byte("gukang")
				word[i], word[i+1] = byte(b), byte(a)
				strange = append(strange, string(word))
			}
		}
	}
	for _, c := range []struct{ text, want, others string }{
		{"gukang", "gudang", "kurang lubang gunung ruang bujang"},
		{"gukang", "gudang", strings.Join(strange, " ")},
		{"daftat", "daftar", "diktat dapat darat datar padat"},
		{"daftat", "daftar", strings.Join(strange, " ")},
		{"logistk", "logistik", "logis logika logat"},
		{"kwitan", "kaitan", "wilayah witan ketan kutang"},
	} {
		for _, n := range []int{0, 3, 40} {
			articles := append(repeated(n, c.others), cast.Plain("a", "2025-01-01", "Rapat", "Isi "+c.want+" siap."), cast.Plain("b", "2025-01-01", "Rapat", "Isi "+c.want+" penuh."))
			got := searchtest.NewShelf(t, articles...).Ask(search.Query{Text: c.text})
			if got.Query.Corrected == nil || *got.Query.Corrected != c.want {
				t.Errorf("among %d articles with %.40q %q is corrected to %v and offers %q, want %q", n, c.others, c.text, got.Query.Corrected, got.Query.Offered, c.want)
			}
		}
	}
}

// An exact query is answered with its words or not at all: a feed of it never turns into a
// feed of other words.
func TestAnExactQueryIsNeitherCorrectedNorWidened(t *testing.T) {
	t.Parallel()
	s := searchtest.NewShelf(
		t, person("asyrofi", "Muchamad Asyrofi", "Ketua", "33"),
		cast.Plain("helikopter", "2025-01-01", "Helikopter", "Helikopter antar formulir ke kampung."), cast.Plain("mobil", "2025-01-02", "Mobil", "Mobil antar formulir."),
	)
	for _, c := range []struct {
		why, text string
		want      int
	}{
		{"as typed", "helikopter kampung", 1},
		{"a name that is there in another spelling", "asyrofy", 1},
		{"a letter that is missing", "helikoptr", 0},
		{"words of two articles", "helikopter mobil", 0},
		{"most of three words", "antar formulir pesawat", 0},
		{"nothing typed", "", 3},
	} {
		got := s.Ask(search.Query{Text: c.text, Exact: true})
		if got.Total != c.want || got.Query.Corrected != nil || got.Query.Offered != "" || c.text != "" && got.Query.Mode != "all" {
			t.Errorf("%s: %q finds %d as %+v, want %d", c.why, c.text, got.Total, got.Query, c.want)
		}
		if loose := s.Ask(search.Query{Text: c.text}); loose.Total < 1 {
			t.Errorf("%s: %q finds nothing even where it is not exact", c.why, c.text)
		}
	}
}

// A query that takes its words as typed finds what has some of them, and replaces none.
func TestWordsAsTypedAreNotCorrected(t *testing.T) {
	t.Parallel()
	s := searchtest.NewShelf(t, append(repeated(20, "Surat suara tiba."), cast.Plain("helikopter", "2025-01-01", "Helikopter", "Helikopter antar formulir."))...)
	for _, text := range []string{"helikoptr formulir", "debat helikoptr formulir"} {
		if got := s.Ask(search.Query{Text: text}); got.Query.Corrected == nil {
			t.Fatalf("%q is not corrected: this test shows nothing", text)
		}
		got := s.Ask(search.Query{Text: text, AsTyped: true})
		if got.Query.Corrected != nil || got.Query.Offered != "" || got.Total != 1 || got.Query.Mode == "all" {
			t.Errorf("%q finds %d as %+v", text, got.Total, got.Query)
		}
	}
}
