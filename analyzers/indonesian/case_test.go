package indonesian_test

import (
	"testing"

	"warta/analyzers/indonesian"
)

func TestTitleCase(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"":                           "",
		"ketua":                      "Ketua",
		"kepala  sub bagian":         "Kepala Sub Bagian",
		"KETUA DIVISI SDM DAN HUKUM": "Ketua Divisi SDM dan Hukum",
		"ketua divisi sdm":           "Ketua Divisi SDM",
		"SITI BINTI AHMAD, S.H.":     "Siti binti Ahmad, S.H.",
		"dprd kota semarang":         "DPRD Kota Semarang",
		"dan lain":                   "Dan Lain",
		"élan":                       "Élan",
	} {
		if got := indonesian.TitleCase(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}
