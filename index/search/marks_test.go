package search_test

import (
	"testing"

	"warta/index/internal/cast"
	"warta/index/search"
	"warta/index/search/searchtest"
)

// Marks show what was asked: the word and its inflections, its family only in a hit that has
// none of these, and the names of institutions only for their own words.
func TestMarksShowWhatWasAsked(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ why, text, title, body, wantTitle, wantSnippet string }{
		{
			"not the name of the commission", "pemilih", "Komisi Pemilihan Umum mendata pemilih", "Komisi Pemilihan Umum Kota Tegal mendata pemilih.",
			"Komisi Pemilihan Umum mendata <mark>pemilih</mark>", "Komisi Pemilihan Umum Kota Tegal mendata <mark>pemilih</mark>.",
		},
		{"nor other words of the family beside it", "pemilih", "Pemilih pemula", "Pemilihan diikuti pemilih.", "<mark>Pemilih</mark> pemula", "Pemilihan diikuti <mark>pemilih</mark>."},
		{"a word of the title counts for the text", "pemilih", "Data pemilih", "Pemilihan di Tegal.", "Data <mark>pemilih</mark>", "Pemilihan di Tegal."},
		{"a word of the text counts for the title", "pemilih", "Pemilihan lancar", "Semua pemilih hadir.", "Pemilihan lancar", "Semua <mark>pemilih</mark> hadir."},
		{"the family where nothing else is", "pemilih", "Rapat", "Warga memilih hari ini.", "Rapat", "Warga <mark>memilih</mark> hari ini."},
		{"but not in the name of an institution", "pemilih", "Badan Pengawas Pemilihan Umum", "Warga memilih hari ini.", "Badan Pengawas Pemilihan Umum", "Warga <mark>memilih</mark> hari ini."},
		{"a word of that name marks it", "pemilihan", "Komisi Pemilihan Umum", "Pemilihan hari ini diikuti pemilih.", "Komisi <mark>Pemilihan</mark> Umum", "<mark>Pemilihan</mark> hari ini diikuti pemilih."},
		{"a clitic", "pemilih", "Rapat", "Data pemilihnya dan pemilihan.", "Rapat", "Data <mark>pemilihnya</mark> dan pemilihan."},
		{"a repetition", "pemilih", "Rapat", "Para pemilih-pemilih di pemilihan.", "Rapat", "Para <mark>pemilih-pemilih</mark> di pemilihan."},
		{"voices of a verb", "melantik", "Bupati dilantik", "Gubernur melantik bupati; pelantikan ramai.", "Bupati <mark>dilantik</mark>", "Gubernur <mark>melantik</mark> bupati; pelantikan ramai."},
		{"another verb of the root is its family", "mendatangi", "Rapat", "Warga didatangi dan datang.", "Rapat", "Warga <mark>didatangi</mark> dan datang."},
		{"each word by itself", "pemilih rapat", "Komisi Pemilihan Umum merapatkan barisan", "Data pemilih.", "Komisi Pemilihan Umum <mark>merapatkan</mark> barisan", "Data <mark>pemilih</mark>."},
		{"two words of one family", "pemilih pemilihan", "Rapat", "Pemilihan dan pemilih dipilih.", "Rapat", "<mark>Pemilihan</mark> dan <mark>pemilih</mark> dipilih."},
		{"an acronym and its long form", "coklit", "Rapat", "Pencocokan dan penelitian oleh pantarlih.", "Rapat", "<mark>Pencocokan dan penelitian</mark> oleh pantarlih."},
		{"another spelling", "pemutahiran", "Rapat", "Pemutakhiran data mutakhir.", "Rapat", "<mark>Pemutakhiran</mark> data mutakhir."},
		{"a phrase in a name", `"komisi pemilihan umum"`, "Komisi Pemilihan Umum", "Rapat.", "<mark>Komisi Pemilihan Umum</mark>", "Rapat."},
		{"a corrected word", "pemilhi", "Komisi Pemilihan Umum", "Semua pemilih hadir.", "Komisi Pemilihan Umum", "Semua <mark>pemilih</mark> hadir."},
	} {
		s := searchtest.NewShelf(t, cast.Plain("a", "2025-01-01", c.title, c.body))
		got := s.Ask(search.Query{Text: c.text, Highlight: true})
		if len(got.Hits) != 1 {
			t.Errorf("%s: %q finds %d", c.why, c.text, got.Total)
			continue
		}
		if h := got.Hits[0]; h.TitleHTML != c.wantTitle || h.SnippetHTML != c.wantSnippet {
			t.Errorf("%s: %q marks\n%s\n%s\nwant\n%s\n%s", c.why, c.text, h.TitleHTML, h.SnippetHTML, c.wantTitle, c.wantSnippet)
		}
	}
}
