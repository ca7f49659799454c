package search_test

import (
	"strings"
	"testing"

	"warta/index"
	"warta/index/internal/cast"
	"warta/index/people"
	"warta/index/search"
	"warta/index/search/searchtest"
)

// meantBy returns the names of those whom a query of quotes means.
func meantBy(p *search.Page) string {
	var names []string
	for _, m := range p.Query.People {
		names = append(names, m.Name)
	}
	return strings.Join(names, ", ")
}

// expectMeant holds whom a query of quotes means, and what it finds as markedQuotes tells it.
func expectMeant(t *testing.T, s *searchtest.Shelf, text, people, quotes string) {
	t.Helper()
	p := s.Ask(search.Query{Of: index.Quotes, Text: text})
	if got := meantBy(p); got != people {
		t.Errorf("%q means %q, want %q", text, got, people)
	}
	if got := markedQuotes(p); got != quotes && quotes != anyQuotes {
		t.Errorf("%q finds %q, want %q", text, got, quotes)
	}
}

// anyQuotes stands for whatever a query finds.
const anyQuotes = "*"

// A post with a mark means those to whom the mark applies, and no one where that is not known.
func TestAMarkBeforeAPostSaysWhoIsMeant(t *testing.T) {
	t.Parallel()
	s := shelfOf(
		t,
		said{id: "first", date: "2015-05-01", who: "Bagus Priyanto", role: "Ketua @33.74", words: "Satu."},
		said{id: "first-later", date: "2022-05-01", who: "Bagus Priyanto", publisher: "33.74", words: "Arsip lama."},
		said{id: "second", date: "2021-05-01", who: "Nanda Prasetya", role: "Ketua @33.74", words: "Tiga."},
		said{id: "acted", date: "2023-11-01", who: "Yuli Astuti", role: "Plt. Ketua @33.74", words: "Sementara."},
		said{id: "now", date: "2024-05-01", who: "Umi Fathoni", role: "Ketua @33.74", words: "Empat."},
		said{id: "now-later", date: "2025-12-01", who: "Umi Fathoni", publisher: "33.74", words: "Arsip baru."},
		said{id: "member", date: "2015-05-01", who: "Eka Yulianto", role: "Anggota @33.74", words: "Enam."},
		said{id: "called", date: "2025-05-01", who: "Tono Wibisono", role: "Mantan Ketua @33.75", words: "Dulu."},
		said{id: "called-later", date: "2025-06-01", who: "Tono Wibisono", publisher: "33.75", words: "Buku."},
		said{id: "chair", date: "2025-05-01", who: "Sari Dewanti", role: "Ketua @33.75", words: "Kini."},
		said{id: "in-office", date: "2025-01-05", who: "Gita Ramadhan", role: "Ketua @33.76", words: "Terakhir."},
		said{id: "left", date: "2025-05-01", who: "Gita Ramadhan", role: "Mantan Ketua @33.76", words: "Selesai."},
		said{id: "again-called", date: "2020-05-01", who: "Hesti Lestari", role: "Eks Sekretaris @33.75", words: "Pernah."},
		said{id: "again", date: "2024-05-01", who: "Hesti Lestari", role: "Sekretaris @33.75", words: "Kembali."},
	)
	for text, want := range map[string]struct{ people, quotes string }{
		"ketua kpu kota semarang":                   {"Umi Fathoni, Yuli Astuti, Nanda Prasetya, Bagus Priyanto", "now acted second first now-later?"},
		"mantan ketua kpu kota semarang":            {"Nanda Prasetya, Bagus Priyanto", "first-later"},
		"bekas ketua kpu kota semarang":             {"Nanda Prasetya, Bagus Priyanto", "first-later"},
		"mantan ketua kpu kota semarang soal arsip": {"Nanda Prasetya, Bagus Priyanto", "first-later"},
		"plt ketua kpu kota semarang":               {"Yuli Astuti", "acted"},
		"Plt. Ketua KPU Kota Semarang":              {"Yuli Astuti", "acted"},
		"mantan anggota kpu kota semarang":          {"", ""}, // there are several at a time: none is known to have left
		"plh sekretaris kpu kota pekalongan":        {"", ""},
		"eks ketua kpu kota pekalongan":             {"Tono Wibisono", "called-later called"},
		"ketua kpu kota pekalongan":                 {"Sari Dewanti", "chair"},
		"mantan ketua kpu kota tegal":               {"Gita Ramadhan", "left"}, // in the year of leaving words in office are left out
		"mantan sekretaris kpu kota pekalongan":     {"", "again-called"},
		"calon ketua kpu kota semarang":             {"", anyQuotes}, // a subject
		"ketua terpilih kpu kota semarang":          {"", anyQuotes},
	} {
		expectMeant(t, s, text, want.people, want.quotes)
	}
	for text, want := range map[string]string{ // articles
		"mantan ketua kpu kota semarang":               "Nanda Prasetya, Bagus Priyanto",
		"plt ketua kpu kota semarang":                  "Yuli Astuti",
		"calon ketua kpu kota semarang":                "",
		"ketua kpu kota semarang terpilih":             "",
		"ketua kpu kota pekalongan calon perseorangan": "Sari Dewanti",
		"pelaksana tugas ketua kpu kota semarang":      "Yuli Astuti",
		"ketua kpu kota pekalongan":                    "Sari Dewanti",
	} {
		if got := meantBy(s.Ask(search.Query{Text: text})); got != want {
			t.Errorf("articles: %q means %q, want %q", text, got, want)
		}
	}
}

// Of an ambiguous place, who has left the post at one office and holds it at the other is no former
// holder, and one who has left both is from the later year on.
func TestWhoHoldsThePostAtTheOtherOfficeIsNoFormerHolder(t *testing.T) {
	t.Parallel()
	const city, regency = "35.73", "35.07"
	at := func(id, date, who, code string) said {
		return said{id: id, date: date, who: who, role: "Ketua @" + code, words: "Rapat " + id + "."}
	}
	s := shelfOf(
		t,
		at("moves", "2017-05-01", "Bagus Priyanto", city), at("moved", "2019-05-01", "Bagus Priyanto", regency), at("stays", "2024-05-01", "Bagus Priyanto", regency),
		at("second", "2019-05-01", "Nanda Prasetya", city), at("second-later", "2021-05-01", "Nanda Prasetya", city),
		at("both", "2014-05-01", "Umi Fathoni", city), at("both-moved", "2016-05-01", "Umi Fathoni", regency), at("both-last", "2018-05-01", "Umi Fathoni", regency),
		said{id: "both-then", date: "2018-06-01", who: "Umi Fathoni", publisher: regency, words: "Di kabupaten."},
		said{id: "both-later", date: "2023-06-01", who: "Umi Fathoni", publisher: regency, words: "Arsip."},
		at("now", "2023-05-01", "Yuli Astuti", city), at("now-later", "2024-05-01", "Yuli Astuti", city),
	)
	const text = "mantan ketua kpu malang"
	s.Ask(search.Query{})
	// Of one name at two offices are two people, until an editor says otherwise.
	merged := map[string]string{"bagus-priyanto-3573": "bagus-priyanto", "umi-fathoni-3573": "umi-fathoni"}
	if err := s.People.Decide(t.Context(), people.Decisions{Merged: merged}); err != nil {
		t.Fatal(err)
	}
	expectMeant(t, s, text, "Nanda Prasetya, Umi Fathoni", "both-later")
	if err := s.People.SetRoster(t.Context(), people.NewRoster(cast.RosterRows(
		"Umi Fathoni, Ketua @35.07 2016-01-01..", "Bagus Priyanto, Ketua @35.07 2019-01-01..2024-05-31",
	))); err != nil {
		t.Fatal(err)
	}
	expectMeant(t, s, text, "Bagus Priyanto, Nanda Prasetya", "") // the list says who has left
}

// By the list of office holders a term that has ended makes a former holder.
func TestARosterTellsFormerHolders(t *testing.T) {
	t.Parallel()
	s := shelfOf(
		t,
		said{id: "gone", date: "2020-05-01", who: "Bagus Priyanto", role: "Anggota @33.74", words: "Satu."},
		said{id: "gone-later", date: "2025-05-01", who: "Bagus Priyanto", publisher: "33.74", words: "Dua."},
		said{id: "stays", date: "2020-05-01", who: "Nanda Prasetya", role: "Anggota @33.74", words: "Tiga."},
		said{id: "ends", date: "2020-05-01", who: "Umi Fathoni", role: "Anggota @33.74", words: "Empat."},
	)
	s.Ask(search.Query{})
	if err := s.People.SetRoster(t.Context(), people.NewRoster(cast.RosterRows(
		"Bagus Priyanto, Anggota @33.74 2018-06-01..2023-05-31", "Nanda Prasetya, Anggota @33.74 2018-06-01..2023-05-31", "Nanda Prasetya, Anggota @33.74 2023-06-01..",
		"Umi Fathoni, Anggota @33.74 2023-06-01..2028-05-31", // after the clock of the searches
	))); err != nil {
		t.Fatal(err)
	}
	expectMeant(t, s, "mantan anggota kpu kota semarang", "Bagus Priyanto", "gone-later")
}

// A post that is asked for with its body is held in that body, whatever stands in other posts and
// around them.
func TestAPostIsHeldInItsBody(t *testing.T) {
	t.Parallel()
	s := shelfOf(
		t,
		said{id: "guest", who: "Farida Hanum", role: "Ketua @Perkumpulan Penyandang Disabilitas Tegal", words: "KPU Kota Tegal mendengar.", around: "Ketua KPU Kota Tegal hadir.", publisher: "33.76"},
		said{id: "watch", who: "Agung Nugroho", role: "Ketua @Bawaslu Kota Tegal", words: "KPU Kota Tegal diawasi.", publisher: "33.76"},
		said{id: "member", who: "Abdi Rahman", role: "Anggota @33.76", words: "TPS akses.", around: "Ketua hadir.", publisher: "33.76"},
		said{id: "neighbour", who: "Umi Fathoni", role: "Ketua @33.28", words: "Kami dan KPU Kota Tegal soal akses.", publisher: "33.28"},
		said{id: "party", who: "Dedi Kusnadi", role: "Sekretaris @Partai Maju Brebes", words: "Bawaslu Brebes memantau, kata KPU Brebes.", publisher: "33.29"},
	)
	for text, want := range map[string]struct{ found, without string }{
		"ketua kpu kota tegal":                   {"", "ketua kpu kota tegal"},
		"apa kata ketua kpu kota tegal?":         {"", "ketua kpu kota tegal"},
		"sekretaris kpu brebes":                  {"", "sekretaris kpu brebes"},
		"sekretaris bawaslu brebes":              {"", "sekretaris bawaslu brebes"},
		"ketua bawaslu kota tegal":               {"watch", ""},
		"ketua kpu kabupaten tegal":              {"neighbour", ""},
		"ketua kpu kota tegal soal akses":        {"member neighbour", "ketua kpu kota tegal"}, // of that office first
		"ketua kpu kota tegal 2024":              {"", "ketua kpu kota tegal"},
		"ketua kpu kota tegal ketua kpu brebes":  {"", "ketua kpu kota tegal, ketua kpu brebes"},
		"ketua kpu kota tegal atau bawaslu riau": {"", "ketua kpu kota tegal"},
	} {
		p := s.Ask(search.Query{Of: index.Quotes, Text: text})
		if got := markedQuotes(p); got != want.found {
			t.Errorf("%q finds %q, want %q", text, got, want.found)
		}
		if p.Query.WithoutPost != want.without {
			t.Errorf("%q: without the post %q, want %q", text, p.Query.WithoutPost, want.without)
		}
	}
}

// The holders of a post who said nothing in a period are offered with their quotes of other times.
func TestAPostWithoutItsPeriodIsOffered(t *testing.T) {
	t.Parallel()
	s := shelfOf(
		t,
		said{id: "chair", date: "2021-05-01", who: "Bagus Priyanto", role: "Ketua @33.74", words: "Gudang kita."},
		said{id: "chair-2", date: "2021-06-01", who: "Bagus Priyanto", role: "Ketua @33.74", words: "Rapat kita."},
		said{id: "watch", date: "2022-06-01", who: "Agung Nugroho", role: "Ketua @Bawaslu Kabupaten Cilacap", words: "Gudang kita awasi."},
	)
	for text, want := range map[string]string{
		"ketua kpu kota semarang mei 2024":             "ketua kpu kota semarang | mei 2024 | 2",
		"ketua kpu kota semarang pada 17 agustus 2024": "ketua kpu kota semarang | pada 17 agustus 2024 | 2",
		"2023 ketua kpu kota semarang soal gudang":     "ketua kpu kota semarang soal gudang | 2023 | 1",
		"ketua kpu kota semarang 2024 -gudang":         "ketua kpu kota semarang -gudang | 2024 | 1",
		"ketua bawaslu cilacap sejak 2023":             "ketua bawaslu cilacap | sejak 2023 | 1",
		"ketua kpu kota semarang 2021":                 "",
		"ketua kpu kota semarang soal tinta 2024":      "", // nothing at other times either
		"ketua kpu kota tegal 2024":                    "",
	} {
		p := s.Ask(search.Query{Of: index.Quotes, Text: text})
		got := ""
		if o := p.Query.OtherTimes; o != nil {
			again := s.Ask(search.Query{Of: index.Quotes, Text: o.Text})
			got = strings.Join([]string{o.Text, o.Period, string(rune('0' + o.Total))}, " | ")
			if again.Total != o.Total || p.Total != 0 {
				t.Errorf("%q has %d hits, %q has %d, want %d", text, p.Total, o.Text, again.Total, o.Total)
			}
		}
		if got != want {
			t.Errorf("%q offers %q, want %q", text, got, want)
		}
	}
}
