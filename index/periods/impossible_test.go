package periods_test

import (
	"strings"
	"testing"
	"time"

	"warta/index/periods"
)

// TestTimesThatCannotBe holds that Read returns words that have the form of a time and are none, and
// reads no period in them.
func TestTimesThatCannotBe(t *testing.T) {
	t.Parallel()
	today := time.Date(2025, 5, 14, 0, 0, 0, 0, time.UTC)
	for query, want := range map[string]string{ // the words of impossible times | the periods
		"rapat 32 mei 2025":                  "32 mei 2025 | ",
		"31 februari":                        "31 februari | ",
		"rapat 31 april 2024, kpu":           "31 april 2024, | ",
		"29 februari 2023":                   "29 februari 2023 | ",
		"0 mei 2025":                         "0 mei 2025 | ",
		"mei 1890":                           "mei 1890 | ",
		"bulan mei tahun 1890 rapat":         "mei tahun 1890 | ",
		"17 agustus 2345":                    "17 agustus 2345 | ",
		"sejak mei 1890 rapat":               "mei 1890 | ",
		"sejak 32 mei":                       "32 mei | ",
		"30-31 april 2025":                   "30-31 april 2025 | ",
		"awal mei 1890":                      "mei 1890 | ",
		"triwulan 5":                         "triwulan 5 | ",
		"pdpb triwulan v tahun 2025 rembang": "triwulan v tahun 2025 | ",
		"triwulan ke-5 2024":                 "triwulan ke-5 2024 | ",
		"kuartal lima":                       "kuartal lima | ",
		"31/02/2025":                         "31/02/2025 | ",
		"2025-13-01 rapat":                   "2025-13-01 | ",
		"rapat 32.5.2025":                    "32.5.2025 | ",
		"1 mei 2025 sampai 32 mei 2025":      "32 mei 2025 | 2025-05-01",
		"32 mei 2025 atau juni 2024":         "32 mei 2025 | 2024-06",
		// times, and numbers that are none
		"29 februari 2024":               " | 2024-02-29",
		"29 februari":                    " | 2024-02-29",
		"30-31 maret 2025":               " | 2025-03-30..2025-03-31",
		"tps 32 mei 2025":                " | 2025-05",
		"dapil 32 mei 2025":              " | 2025-05",
		"triwulan iv 2024":               " | 2024",
		"triwulan 4 2024":                " | 2024",
		"semester 2 2024":                " | 2024",
		"triwulan 2024":                  " | 2024",
		"anggaran mei 5000 lembar":       " | 2025-05",
		"rekap mei 5000 pemilih":         " | 2025-05",
		"maret 3500 tps":                 " | 2025-03",
		"honor april 1200 kpps":          " | 2025-04",
		"mahasiswa semester 7 2024":      " | 2024",
		"keputusan kpu 32 tahun 2025":    " | ",
		"1.234.567 suara":                " | ",
		"192.168.1 jaringan":             " | ",
		"peraturan 13/2025":              " | ",
		"universitas 17 agustus 1945":    " | ",
		"mei 2025, 1890 suara":           " | 2025-05",
		"45 kecamatan mei 2025":          " | 2025-05",
		"pukul 8.30.15 rapat 3 mei 2025": " | 2025-05-03",
	} {
		words := strings.Fields(query)
		r := periods.Read(words, today)
		var told, read []string
		for _, w := range r.Impossible {
			told = append(told, strings.Join(words[w.First:w.End], " "))
		}
		for _, p := range r.Periods {
			read = append(read, p.String())
		}
		if got := strings.Join(told, "; ") + " | " + strings.Join(read, "; "); got != want {
			t.Errorf("%q: %q, want %q", query, got, want)
		}
	}
}
