package understand_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"warta/index"
	"warta/index/people"
	"warta/index/understand"
)

func TestPeriods(t *testing.T) {
	t.Parallel()
	weights, registry := understand.DefaultWeights(), people.New(people.NewIDs(nil, nil))
	read := func(text string) understand.Understanding {
		return understand.Text(text, understand.Options{
			Weights: &weights, People: registry, Today: time.Date(2025, 12, 15, 12, 0, 0, 0, time.UTC), // a Monday
		})
	}
	for text, want := range map[string]string{
		"november 2025":           "november 2025 = 2025-11",
		"Nov 2025":                "nov 2025 = 2025-11",
		"4 november 2025":         "4 november 2025 = 2025-11-04",
		"tanggal 4 nopember 2025": "tanggal 4 nopember 2025 = 2025-11-04",
		"4/11/2025":               "4/11/2025 = 2025-11-04",
		"2025-11-04":              "2025-11-04 = 2025-11-04",
		"11/2025":                 "11/2025 = 2025-11",
		"tahun 2023":              "tahun 2023 = 2023",
		"2023":                    "2023 = 2023",
		"[tahun 2022]…":           "tahun 2022 = 2022",
		"bulan lalu":              "bulan lalu = 2025-11",
		"bulan ini":               "bulan ini = 2025-12",
		"minggu lalu":             "minggu lalu = 2025-12-08..2025-12-14",
		"pekan ini":               "pekan ini = 2025-12-15..2025-12-21",
		"tahun lalu":              "tahun lalu = 2024",
		"kemarin":                 "kemarin = 2025-12-14",
		"hari ini":                "hari ini = 2025-12-15",
		"mei nurlaela":            "mei",                           // a name
		"30 februari 2025":        "30 februari 2025 | 2025-02-30", // no day: words
		"minggu tenang":           "minggu",                        // the week of silence
		"pasal 1234567":           "pasal",                         // no year
		`"november 2025"`:         `"november 2025"`,               // exactly these words
	} {
		got := read(text).Summary.Understood
		if len(got) == 0 || got[0] != want {
			t.Errorf("%q is understood as %q, want %q", text, got, want)
		}
	}
}

func TestAWordBeforeAPeriodTurnsIt(t *testing.T) {
	t.Parallel()
	weights, registry := understand.DefaultWeights(), people.New(people.NewIDs(nil, nil))
	for text, want := range map[string]string{ // what is understood of the period | the subject
		"logistik 2024":                              "2024 = 2024 | logistik",
		"logistik sebelum 2024":                      "sebelum 2024 = ..2023-12-31 | logistik",
		"logistik sampai 2024":                       "sampai 2024 = ..2024-12-31 | logistik",
		"logistik hingga mei 2024":                   "hingga mei 2024 = ..2024-05-31 | logistik",
		"logistik s.d. 2024":                         "s.d. 2024 = ..2024-12-31 | logistik",
		"logistik s/d 4/11/2025":                     "s/d 4/11/2025 = ..2025-11-04 | logistik",
		"logistik sampai dengan tahun 2024":          "sampai dengan tahun 2024 = ..2024-12-31 | logistik",
		"Logistik Sejak 2024":                        "sejak 2024 = 2024-01-01.. | Logistik",
		"logistik mulai tanggal 4 november 2025":     "mulai tanggal 4 november 2025 = 2025-11-04.. | logistik",
		"logistik dari mei 2024":                     "dari mei 2024 = 2024-05-01.. | logistik",
		"logistik setelah 2024":                      "setelah 2024 = 2025-01-01.. | logistik",
		"sesudah februari 2024 logistik":             "sesudah februari 2024 = 2024-03-01.. | logistik",
		"logistik pasca 4 november 2025":             "pasca 4 november 2025 = 2025-11-05.. | logistik",
		"logistik sejak bulan lalu":                  "sejak bulan lalu = 2025-11-01.. | logistik",
		"logistik sebelum kemarin":                   "sebelum kemarin = ..2025-12-13 | logistik",
		"logistik 2023-2024":                         "2023-2024 = 2023-01-01..2024-12-31 | logistik",
		"logistik 2023–2024, gudang":                 "2023–2024 = 2023-01-01..2024-12-31 | logistik gudang",
		"logistik tahun 2023-2024":                   "tahun 2023-2024 = 2023-01-01..2024-12-31 | logistik",
		"logistik 4/11/2025-8/11/2025":               "4/11/2025-8/11/2025 = 2025-11-04..2025-11-08 | logistik",
		"logistik 2025-11-04–2025-11-08":             "2025-11-04–2025-11-08 = 2025-11-04..2025-11-08 | logistik",
		"logistik 2023 - 2024":                       "2023 – 2024 = 2023-01-01..2024-12-31 | logistik",
		"logistik 2023 – mei 2024":                   "2023 – mei 2024 = 2023-01-01..2024-05-31 | logistik",
		"logistik 4 november 2025 - 8 november 2025": "4 november 2025 – 8 november 2025 = 2025-11-04..2025-11-08 | logistik",
		"logistik 2023 sampai 2024":                  "2023 sampai 2024 = 2023-01-01..2024-12-31 | logistik",
		"logistik 2023 S.D. 2024":                    "2023 s. d. 2024 = 2023-01-01..2024-12-31 | logistik",
		"logistik dari mei 2023 sampai mei 2024":     "dari mei 2023 sampai mei 2024 = 2023-05-01..2024-05-31 | logistik",
		"logistik sejak 2023 hingga kemarin":         "sejak 2023 hingga kemarin = 2023-01-01..2025-12-14 | logistik",
		"logistik antara 2023 dan 2024":              "antara 2023 dan 2024 = 2023-01-01..2024-12-31 | logistik",
		"logistik antara 2023 sampai 2024":           "antara 2023 sampai 2024 = 2023-01-01..2024-12-31 | logistik",
		"logistik sejak 2023 dan sebelum 2025":       "sejak 2023 dan sebelum 2025 = 2023-01-01..2024-12-31 | logistik",
		"logistik setelah 2022 sampai 2024":          "setelah 2022 sampai 2024 = 2023-01-01..2024-12-31 | logistik",
		"logistik mei sampai juli 2024":              "mei sampai juli 2024 = 2024-05-01..2024-07-31 | logistik",
		"logistik 4-6/11/2025":                       "4-6/11/2025 = 2025-11-04..2025-11-06 | logistik",
		"logistik mei-juli 2024 gudang":              "mei-juli 2024 = 2024-05-01..2024-07-31 | logistik gudang",
		"logistik antara mei dan juli 2024":          "antara mei dan juli 2024 = 2024-05-01..2024-07-31 | logistik",
		"logistik 4-6 november 2025":                 "4-6 november 2025 = 2025-11-04..2025-11-06 | logistik",
		"logistik dari 4–6 november 2025":            "dari 4–6 november 2025 = 2025-11-04..2025-11-06 | logistik",
		"logistik 28 oktober - 6 november 2025":      "28 oktober – 6 november 2025 = 2025-10-28..2025-11-06 | logistik",
		"logistik 6-4 november 2025":                 "november 2025 = 2025-11 | logistik 6-4",
		"logistik non-kpu 2025":                      "2025 = 2025 | logistik non-kpu",
		"logistik 2024 dan 2025":                     "2024 = 2024; 2025 = 2025 | logistik", // no range
		"logistik 2024 - 2023":                       "2024 = 2024; 2023 = 2023 | logistik", // ends before it begins
		"logistik 2024 sampai 2023":                  "2024 = 2024; 2023 = 2023 | logistik",
		"logistik 2024-2023":                         " | logistik 2024-2023",
		"logistik antara 2024":                       "2024 = 2024 | logistik antara",
		"logistik sebelum pemilu":                    " | logistik sebelum pemilu",
		"logistik sebelum pemilu 2024":               " | logistik sebelum pemilu 2024",
		"logistik sejak awal":                        " | logistik sejak awal",
		"logistik 08123-456789":                      " | logistik 08123-456789",
		"logistik sebelum 1945":                      "sebelum 1945 = ..1944-12-31 | logistik",
		"logistik - gudang":                          " | logistik gudang",
		"dari - 2024 logistik":                       "2024 = 2024 | logistik",
	} {
		got := understand.Text(text, understand.Options{
			Of: index.Quotes, Weights: &weights, People: registry, Today: time.Date(2025, 12, 15, 12, 0, 0, 0, time.UTC),
		}).Summary
		var periods []string
		for _, u := range got.Understood {
			if strings.Contains(u, " = ") {
				periods = append(periods, u)
			}
		}
		if s := strings.Join(periods, "; ") + " | " + got.Subject; s != want {
			t.Errorf("%q is understood as %q, want %q", text, s, want)
		}
		ofArticles := understand.Text(text, understand.Options{
			Weights: &weights, People: registry, Today: time.Date(2025, 12, 15, 12, 0, 0, 0, time.UTC),
		}).Summary
		for _, p := range periods {
			if p = strings.ReplaceAll(p, "s. d.", "s.d."); !slices.Contains(ofArticles.Understood, p) {
				t.Errorf("of articles %q is understood as %q, want %q", text, ofArticles.Understood, p)
			}
		}
	}
}
