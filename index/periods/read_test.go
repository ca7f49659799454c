package periods_test

import (
	"testing"
	"time"
)

func TestPeriodsAmongWords(t *testing.T) {
	t.Parallel()
	today := time.Date(2025, 5, 14, 0, 0, 0, 0, time.UTC) // a Wednesday
	for query, want := range map[string]string{
		// days
		"rapat kemarin sore":             "2025-05-13|2025-05-13|rapat",
		"rapat pagi ini":                 "2025-05-14|2025-05-14|rapat",
		"agenda besok lusa":              "2025-05-16|2025-05-16|agenda",
		"senin, 17 maret 2025 apel":      "2025-03-17|2025-03-17|apel",
		"apel 29 februari":               "2024-02-29|2024-02-29|apel",
		"rapat 17/3/25":                  "2025-03-17|2025-03-17|rapat",
		"rapat rabu lalu":                "2025-05-07|2025-05-07|rapat", // not today
		"rapat rabu ini":                 "2025-05-14|2025-05-14|rapat",
		"rapat senin depan":              "2025-05-19|2025-05-19|rapat",
		"rapat [maret 2025]…":            "2025-03-01|2025-03-31|rapat",
		"rapat ‹kemarin›;":               "2025-05-13|2025-05-13|rapat",
		"rapat ２０２３":                     "2023-01-01|2023-12-31|rapat",
		"rapat jum’at lalu":              "2025-05-09|2025-05-09|rapat",
		"rapat hari minggu lalu":         "2025-05-11|2025-05-11|rapat", // a day
		"rapat minggu lalu":              "2025-05-05|2025-05-11|rapat", // a week
		"rapat senin pekan lalu":         "2025-05-05|2025-05-05|rapat",
		"apel senin, kemarin dulu ramai": "2025-05-12|2025-05-12|apel ramai", // the weekday belongs to it
		// weeks, months, years
		"akhir pekan lalu":           "2025-05-10|2025-05-11|",
		"rapat mei ini":              "2025-05-01|2025-05-31|rapat",
		"rapat mei lalu":             "2024-05-01|2024-05-31|rapat",
		"rapat juni tahun lalu":      "2024-06-01|2024-06-30|rapat",
		"rapat per desember 2024":    "2024-12-01|2024-12-31|rapat",
		"rapat 2023 silam":           "2023-01-01|2023-12-31|rapat",
		"rapat agustus, kpu":         "2024-08-01|2024-08-31|rapat kpu",
		"setahun lalu rapat":         "2024-01-01|2024-12-31|rapat",
		"tiga hari belakangan ini":   "2025-05-11|2025-05-14|",
		"rapat medio februari 2024":  "2024-02-11|2024-02-20|rapat",
		"rapat sejak akhir 2024":     "2024-09-01||rapat",
		"rapat hingga awal mei 2024": "|2024-05-10|rapat",
		// ranges
		"rapat sejak 2023 hingga kini":           "2023-01-01|2025-05-14|rapat",
		"rapat november sampai januari":          "2024-11-01|2025-01-31|rapat",
		"rapat dari mei sampai juli 2024":        "2024-05-01|2024-07-31|rapat",
		"rapat antara tahun lalu dan tahun ini":  "2024-01-01|2025-12-31|rapat",
		"rapat 3 mei 2024 s.d. 5 juni tahun ini": "2024-05-03|2025-06-05|rapat",
		// names
		"pemilu anggota dpr tahun 2024":            "||pemilu anggota dpr tahun 2024",
		"pemilu 2019 dan 2024":                     "||pemilu 2019 dan 2024",
		"anggaran pemilu kota bandung 2023":        "2023-01-01|2023-12-31|anggaran pemilu kota bandung",
		"pilkada sleman sejak 2024":                "2024-01-01||pilkada sleman",
		"peraturan kpu nomor 8 tahun 2024 pasal 3": "||peraturan kpu nomor 8 tahun 2024 pasal 3",
		"keputusan kpu 27/2023":                    "||keputusan kpu 27/2023",
		"putusan mk nomor 60/puu-xxii/2024":        "||putusan mk nomor 60/puu-xxii/2024",
		"pkpu tahun 2024":                          "||pkpu tahun 2024",
		"putusan dkpp 2024":                        "2024-01-01|2024-12-31|putusan dkpp",
		"uu 7 tahun 2017 sejak 2023":               "2023-01-01||uu 7 tahun 2017",
		"rapat 8/2024":                             "2024-08-01|2024-08-31|rapat",
		"dprd 2024-2029":                           "||dprd 2024-2029", // ends far ahead
		"periode 2018 sampai 2023":                 "||periode 2018 sampai 2023",
		"periode mei 2024":                         "2024-05-01|2024-05-31|periode",
		"stadion maguwoharjo mei 2024":             "2024-05-01|2024-05-31|stadion maguwoharjo",
		"2000 lembar surat suara":                  "||2000 lembar surat suara",
		"rp 2000 per lembar":                       "||rp 2000 per lembar",
		"juli":                                     "||juli", // as likely a name
		"november":                                 "2024-11-01|2024-11-30|",
		"hari minggu tenang":                       "||hari minggu tenang",
		"laporan mingguan bulan depan":             "2025-06-01|2025-06-30|laporan mingguan",
		"":                                         "||",
	} {
		if got := read(query, today); got != want {
			t.Errorf("%q is read as %q, want %q", query, got, want)
		}
	}
}
