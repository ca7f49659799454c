package search_test

import (
	"testing"

	"warta/index/internal/cast"
	"warta/index/search"
	"warta/index/search/searchtest"
	"warta/index/understand"
)

func TestANameFollowsAPost(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text, word string
		want       bool
	}{
		{"Rapat dibuka Ketua Machruz pagi ini.", "machruz", true},
		{"Rapat dibuka Ketua KPU Kota Semarang, Machruz.", "machruz", true},
		{"Rapat dibuka Kepala Sekretariat Machruz.", "machruz", true},
		{"Rapat dibuka Kepala Sub Bagian Hukum Machruz.", "machruz", true},
		{"Rapat dibuka Pejabat Pembuat Komitmen KPU Kota Semarang Machruz.", "machruz", true},
		{"Rapat dibuka Wakil Koordinator Divisi Machruz.", "machruz", true},
		{"Rapat dibuka Plh. Sekretaris Machruz.", "machruz", true},
		{"Rapat dibuka Kepala Desa Machruz.", "machruz", false},
		{"Rapat dibuka Kepala Dinas Pembuat Komitmen Machruz.", "machruz", false},
		{"Rapat dibuka ketua machruz.", "machruz", false},
		{"Rapat dibuka Ketua. Machruz datang.", "machruz", false},
		{"Kepala sekolah. Sekretariat Machruz dibuka.", "machruz", false},
		{"Rapat dibuka Kepala Sekretariat KPU.", "sekretariat", false},
		{"Rapat dibuka Ketua Divisi Teknis.", "divisi", false},
		{"Ketua satu dua tiga empat lima enam tujuh Machruz datang.", "machruz", true},
		{"Ketua satu dua tiga empat lima enam tujuh delapan Machruz datang.", "machruz", false},
		{"Machruz bertemu Ketua KPU.", "machruz", false},
		{"", "machruz", false},
	} {
		if got := search.FollowsPost(c.text, c.word); got != c.want {
			t.Errorf("%q in %q: %v", c.word, c.text, got)
		}
	}
}

func TestAMoreFrequentWordIsOffered(t *testing.T) {
	t.Parallel()
	articles := append(repeated(60, "Surat suara tiba."), cast.Plain("wrong", "2025-01-01", "Rapat", "Surta tiba."), person("surto", "Surad Wijaya", "Ketua", "33"))
	s := searchtest.NewShelf(t, append(articles, cast.Plain("rare", "2025-01-01", "Rapat", "Kotak tiba."), cast.Plain("two", "2025-01-01", "Rapat", "Kotka dan kotak."))...)
	for _, c := range []struct{ why, text, want string }{
		{"a word that looks like an error for a frequent one", "surta", "surat"},
		{"beside a word that is right", "surta tiba", "surat tiba"},
		{"a frequent word", "surat", ""},
		{"a word that looks like an error for a rare one", "kotka", ""},
		{"in quotation marks", `"surta"`, ""},
		{"a name that exists", "surad", ""},
		{"nothing was found", "surtat", ""}, // then it is corrected
	} {
		got := s.Ask(search.Query{Text: c.text})
		if got.Query.Offered != c.want {
			t.Errorf("%s: %s offers %q, want %q", c.why, c.text, got.Query.Offered, c.want)
		}
		if c.want != "" && (len(got.Hits) == 0 || got.Query.Corrected != nil) {
			t.Errorf("%s: %s finds %q, corrected %v; want what was typed", c.why, c.text, searchtest.IDs(got), got.Query.Corrected)
		}
	}
	page, err := s.WithWeights(without(func(w *understand.Weights) { w.Slip = 0 })).Search(t.Context(), search.Query{Text: "surta", Size: 10})
	if err != nil || page.Query.Offered != "" {
		t.Errorf("without corrections it offers %q, %v", page.Query.Offered, err)
	}
}
