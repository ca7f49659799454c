package search_test

import (
	"strings"
	"testing"

	"warta/index"
	"warta/index/internal/cast"
	"warta/index/people"
	"warta/index/search"
)

// A person to whom articles give a post shortly before or after is listed behind those who
// surely held it, marked with "?" here.
func TestAPostIsLikelyHeldNearItsYears(t *testing.T) {
	t.Parallel()
	s := shelfOf(
		t,
		said{id: "member", date: "2022-05-01", who: "Gatot Suryo", role: "Anggota @33", words: "Arsip arsip arsip."},
		said{id: "member-2020", date: "2020-05-01", who: "Gatot Suryo", publisher: "33", words: "Arsip arsip."},
		said{id: "member-2019", date: "2019-05-01", who: "Gatot Suryo", publisher: "33", words: "Arsip lama."}, // three years
		said{id: "member-2023", date: "2023-05-01", who: "Gatot Suryo", publisher: "33", words: "Arsip baru."},
		said{id: "chair", date: "2024-05-01", who: "Gatot Suryo", role: "Ketua @33", words: "Arsip ketua."},
		said{id: "elsewhere-2021", date: "2021-05-01", who: "Gatot Suryo", publisher: "35", words: "Arsip jauh."},
		said{id: "old-chair", date: "2021-05-01", who: "Hesti Sari", role: "Ketua @33", words: "Arsip dijaga."},
		said{id: "old-chair-2023", date: "2023-06-01", who: "Hesti Sari", publisher: "33", words: "Arsip dibuka."},
		said{id: "old-chair-2024", date: "2024-06-01", who: "Hesti Sari", publisher: "33", words: "Arsip ditutup."},
		said{id: "moved", date: "2022-05-02", who: "Muh Syafiq", role: "Ketua @33.76", words: "Arsip kota."},
		said{id: "moved-2023", date: "2023-05-02", who: "Muh Syafiq", publisher: "33", words: "Arsip pindah."},
		said{id: "moved-2024", date: "2024-05-02", who: "Muh Syafiq", role: "Anggota @33", words: "Arsip provinsi."},
		said{id: "moved-2022", date: "2022-06-02", who: "Muh Syafiq", publisher: "33", words: "Arsip tamu."},
		said{id: "law", date: "2023-03-01", who: "Nurhayati Basri", role: "Ketua Divisi Hukum dan Pengawasan @73.08", words: "Arsip hukum."},
		said{id: "law-2024", date: "2024-03-01", who: "Nurhayati Basri", role: "Anggota @73.08", words: "Arsip surat."},
		said{id: "law-2023", date: "2023-09-01", who: "Nurhayati Basri", role: "Anggota @73.08", words: "Arsip etik."},
		said{id: "law-2025", date: "2025-03-01", who: "Nurhayati Basri", role: "Ketua @73.08", words: "Arsip pimpinan."},
		said{id: "acting", date: "2023-03-01", who: "Yuli Astuti", role: "Plt. Sekretaris @73.08", words: "Arsip sementara."},
		said{id: "acting-2024", date: "2024-03-01", who: "Yuli Astuti", publisher: "73.08", words: "Arsip diam."},
	)
	for text, want := range map[string]string{
		"anggota kpu jateng":            "moved-2024 member moved-2023? member-2023? member-2020?",
		"anggota kpu jateng soal arsip": "member moved-2024 member-2020? moved-2023? member-2023?", // of two as sure that with more of the subject
		"anggota kpu jateng 2020":       "member-2020?",
		"ketua kpu jateng":              "chair old-chair old-chair-2023? member-2023?",
		"kadiv hukum kpu bone":          "law-2023 law law-2024?",
		"plt sekretaris kpu bone":       "acting",
		"sekretaris kpu bone":           "acting acting-2024?",
		"mantan ketua kpu jateng":       "old-chair-2024 old-chair-2023",                    // years after the post
		"gatot suryo kpu jateng":        "chair member member-2023 member-2020 member-2019", // a name asks for no post
	} {
		if got := markedQuotes(s.Ask(search.Query{Of: index.Quotes, Text: text})); got != want {
			t.Errorf("%q finds %q, want %q", text, got, want)
		}
	}
	if err := s.People.SetRoster(t.Context(), people.NewRoster(cast.RosterRows("Rini Astuti, Anggota @33 2020-01-01..2023-12-31"))); err != nil {
		t.Fatal(err)
	}
	if got := markedQuotes(s.Ask(search.Query{Of: index.Quotes, Text: "anggota kpu jateng"})); got != "moved-2024 member" {
		t.Errorf("where the roster has members they are %q", got)
	}
}

// markedQuotes returns the ids of quotes, with a question mark where the post is not stated.
func markedQuotes(p *search.Page) string {
	var ids []string
	for _, h := range p.Hits {
		id := h.ID
		if h.Quote.PostUnstated {
			id += "?"
		}
		ids = append(ids, id)
	}
	return strings.Join(ids, " ")
}

// An article of the province names a person of one of its offices by the name alone.
func TestANameIsLikelyOfTheOfficeBelow(t *testing.T) {
	t.Parallel()
	list := []said{
		{id: "office", date: "2022-05-01", who: "Ahmad Ridwan", role: "Anggota @35.26", words: "Arsip kabupaten."},
		{id: "namesake", date: "2025-05-01", who: "Ahmad Ridwan", role: "Ketua @73.73", words: "Arsip kota."},
		{id: "province", date: "2025-06-01", who: "Achmad Ridwan", publisher: "35", words: "Arsip daerah."},
		{id: "other-province", date: "2025-06-02", who: "Achmad Ridwan", publisher: "32", words: "Arsip jauh."},
	}
	const text, both = "ahmad ridwan kpu bangkalan", "all office province"
	for i := range list {
		if list[i].role == "" {
			list[i].role = "Narasumber" // public, without an office
		}
	}
	expectQuotes(t, shelfOf(t, list...), []asked{{"behind those of the office", text, both}, {"by the place of the other", "ahmad ridwan kpu kota palopo", "all namesake"}})
	second := said{id: "second", date: "2024-06-01", who: "Ahmad Ridwan", role: "Anggota @35.07", words: "Arsip lain."}
	expectQuotes(t, shelfOf(t, append(list, second)...), []asked{{"of two in the province neither", text, "all office"}})
}

// TestHoldersAreToldByTheirYears holds the order of the holders of a post: those of the years asked
// for, then those of the nearest years.
func TestHoldersAreToldByTheirYears(t *testing.T) {
	t.Parallel()
	s := shelfOf(
		t,
		said{id: "a", date: "2018-05-01", who: "Bagus Priyanto", role: "Ketua @33.74", words: "Satu."},
		said{id: "b", date: "2019-05-01", who: "Bagus Priyanto", role: "Ketua @33.74", words: "Dua."},
		said{id: "c", date: "2021-05-01", who: "Nanda Prasetya", role: "Ketua @33.74", words: "Tiga."},
		said{id: "d", date: "2024-05-01", who: "Umi Fathoni", role: "Ketua @33.74", words: "Empat."},
		said{id: "e", date: "2023-05-01", who: "Sari Dewanti", role: "Ketua Divisi Hukum @33.74", words: "Lima."},
		said{id: "f", date: "2023-05-01", who: "Eka Yulianto", role: "Ketua Divisi Teknis @33.74", words: "Enam."},
	)
	for text, want := range map[string]string{
		"ketua kpu kota semarang":              "Umi Fathoni, Nanda Prasetya, Bagus Priyanto",
		"ketua kpu kota semarang 2018":         "Bagus Priyanto, Nanda Prasetya, Umi Fathoni",
		"ketua kpu kota semarang mei 2022":     "Nanda Prasetya, Umi Fathoni, Bagus Priyanto",
		"ketua kpu kota semarang sebelum 2020": "Bagus Priyanto, Nanda Prasetya, Umi Fathoni",
		"ketua kpu kota semarang 2020-2022":    "Nanda Prasetya, Bagus Priyanto, Umi Fathoni",
		"ketua kpu kota semarang sejak 2021":   "Umi Fathoni, Nanda Prasetya, Bagus Priyanto",
		"kadiv hukum kpu kota semarang":        "Sari Dewanti",
	} {
		if got := meantBy(s.Ask(search.Query{Of: index.Quotes, Text: text})); got != want {
			t.Errorf("%q may mean %q, want %q", text, got, want)
		}
	}
}
