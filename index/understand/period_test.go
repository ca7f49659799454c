package understand_test

import (
	"testing"
	"time"

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
		"bulan lalu":              "bulan lalu = 2025-11",
		"bulan ini":               "bulan ini = 2025-12",
		"minggu lalu":             "minggu lalu = 2025-12-08..2025-12-14",
		"pekan ini":               "pekan ini = 2025-12-15..2025-12-21",
		"tahun lalu":              "tahun lalu = 2024",
		"kemarin":                 "kemarin = 2025-12-14",
		"hari ini":                "hari ini = 2025-12-15",
		"mei nurlaela":            "mei",             // a name
		"30 februari 2025":        "30",              // no day
		"minggu tenang":           "minggu",          // the week of silence
		"pasal 1234567":           "pasal",           // no year
		`"november 2025"`:         `"november 2025"`, // exactly these words
	} {
		got := read(text).Summary.Understood
		if len(got) == 0 || got[0] != want {
			t.Errorf("%q is understood as %q, want %q", text, got, want)
		}
	}
}
