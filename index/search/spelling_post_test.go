package search_test

import (
	"testing"

	"warta/index/search"
)

func TestANameStandsBehindAPost(t *testing.T) {
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
		if got := search.StandsBehindPost(c.text, c.word); got != c.want {
			t.Errorf("%q in %q: %v", c.word, c.text, got)
		}
	}
}
