package search_test

import (
	"strings"
	"testing"

	"warta/index"
	"warta/index/search"
)

// A post of another body is held in the body that is typed: of its level, in its place, and by those
// who are said to hold it.
func TestAPostOfAnotherBodyIsHeldThere(t *testing.T) {
	t.Parallel()
	s := shelfOf(
		t,
		said{id: "dinas-kab", who: "Sari Dewanti", role: "Kepala @Dinas Kependudukan dan Pencatatan Sipil Kabupaten Tegal", words: "Data bersih."},
		said{id: "dinas-kota", who: "Herlambang Jati", role: "Kepala @Disdukcapil Kota Tegal", words: "Data rapi."},
		said{id: "polres", who: "Yudi Santosa", role: "Kapolres @Polres Tegal", words: "Kami jaga."},
		said{id: "polres-kota", who: "Bagus Priyanto", role: "Kapolres @Polres Tegal Kota", words: "Kami kawal."},
		said{id: "polres-once", who: "Galih Nugroho", role: "Mantan Kapolres @Polres Tegal", words: "Dulu kami jaga."},
		said{id: "papua", who: "Agus Fatuh", role: "Penjabat Gubernur @Pemerintah Provinsi Papua", words: "Kita dukung."},
		said{id: "papua-selatan", who: "Nanda Prasetya", role: "Penjabat Gubernur @Pemerintah Provinsi Papua Selatan", words: "Kita bantu."},
		said{id: "waru", who: "Totok Haryadi", role: "Camat @Kecamatan Waru Kabupaten Sidoarjo", words: "Warga hadir."},
		said{id: "staff", who: "Hesti Lestari", role: "Sekretaris @Polres Tegal", words: "Kami catat."},
		said{id: "member", who: "Abdi Rahman", role: "Anggota @33.76", words: "Kalapas, camat waru barat dan kapolres tegal hadir.", publisher: "33.76"},
	)
	for text, want := range map[string]struct{ found, subject, without string }{
		"kadis dukcapil kota tegal":                  {"dinas-kota", "", ""},
		"kadis dukcapil kabupaten tegal":             {"dinas-kab", "", ""},
		"kepala dispendukcapil kab tegal data":       {"dinas-kab", "data", ""},
		"kadisdukcapil kota tegal soal data":         {"dinas-kota", "data", ""},
		"kapolres tegal":                             {"polres", "", ""},
		"kapolres tegal kota":                        {"polres-kota", "", ""},
		"mantan kapolres tegal":                      {"polres-once", "", ""},
		"pj gubernur papua":                          {"papua", "", ""},
		"pj gubernur papua selatan":                  {"papua-selatan", "", ""},
		"penjabat gubernur papua tengah":             {"", "", "penjabat gubernur papua tengah"},
		"gubernur papua":                             {"papua", "", ""}, // who acts in it too
		"camat waru":                                 {"waru", "", ""},
		"camat waru sidoarjo":                        {"waru", "", ""},
		"camat waru barat":                           {"member", "camat waru barat", ""}, // words: no article has such a body
		"calon kapolres tegal":                       {"*", "calon kapolres tegal", ""},  // a subject
		"kapolresta brebes":                          {"", "", "kapolresta brebes"},
		"kadis dukcapil brebes":                      {"", "", "kadis dukcapil brebes"},
		"kalapas nusakambangan":                      {"member", "kalapas nusakambangan", ""},
		"apa kata kapolres tegal tentang pengamanan": {"polres", "pengamanan", ""},
	} {
		p := s.Ask(search.Query{Of: index.Quotes, Text: text})
		if got := markedQuotes(p); got != want.found && want.found != "*" || p.Query.Subject != want.subject || p.Query.WithoutPost != want.without {
			t.Errorf("%q finds %q on %q without %q, want %q on %q without %q", text, got, p.Query.Subject, p.Query.WithoutPost, want.found, want.subject, want.without)
		}
	}
	p := s.Ask(search.Query{Of: index.Quotes, Text: "kadis dukcapil kab tegal"})
	for text, want := range map[string]string{ // what is looked for, as a reader writes it
		"kadis dukcapil kab tegal": "kadis dukcapil kab tegal | kepala dinas kependudukan dan pencatatan sipil kabupaten tegal",
		"kapolres tegal kota":      "kapolres tegal kota",
	} {
		q := s.Ask(search.Query{Of: index.Quotes, Text: text}).Query
		if got := strings.Join(q.Understood, "; "); got != want {
			t.Errorf("%q is understood as %q, want %q", text, got, want)
		}
	}
	if got := meantBy(p); got != "Sari Dewanti" {
		t.Errorf("means %q", got)
	}
}
