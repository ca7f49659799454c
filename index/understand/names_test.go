package understand_test

import (
	"strings"
	"testing"
	"time"

	"warta/index"
	"warta/index/indextest/judged"
	"warta/index/people"
	"warta/index/understand"
)

// asksByEar reports whether the first step of a query asks for names as they are heard.
func asksByEar(t *testing.T, text string) bool {
	t.Helper()
	weights, registry := understand.DefaultWeights(), people.New(people.NewIDs(nil, nil))
	steps := understand.Text(text, understand.Options{Weights: &weights, Today: time.Now(), People: registry}).Steps
	return len(steps) > 0 && strings.Contains(steps[0].Where.String(), index.FieldNames+":")
}

func TestOrdinaryWordsAreNotHeardAsNames(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"data pemilih", "logistik pemilu", "coklit", "sirekap mobile", "rapat pleno terbuka", "kpu aceh", "kpu kota bekasi", "hasil pilkada 2024", "surat suara rusak",
		"daftar pemilih tetap", "debat publik", "dana kampanye", "sosialisasi pemilih pemula", "agung", "bulan ramadhan", "indah", `"budi santoso"`, "-budi", "judul:santoso",
		"harapan masyarakat", "jalan raya", "bunga mawar", "cahaya harapan", "badan ad hoc", "ppid", "zi wbk", "muhammad",
	} {
		if asksByEar(t, text) {
			t.Errorf("%q asks for a name", text)
		}
	}
	for _, text := range []string{
		"budi santoso", "Taufiq Hidayat", "machruz", "m. syafiq", "abdurrohman tuasikal", "taufik hidayat logistik", "data pemilih sri wahyuni", "ramadhan sukma", "novi kusumawati",
	} {
		if !asksByEar(t, text) {
			t.Errorf("%q asks for no name", text)
		}
	}
}

func TestJudgedQueriesWithoutNamesAreNotHeard(t *testing.T) {
	t.Parallel()
	queries, err := judged.Queries()
	if err != nil {
		t.Fatal(err)
	}
	// Queries with a name, or with words that are also a name.
	named := map[string]bool{"machruz desember 2025": true, "mk tidak menerima permohonan toba": true}
	for _, q := range queries {
		if q.Class != "names" && !named[q.Text] && asksByEar(t, q.Text) {
			t.Errorf("%s: %q asks for a name", q.Class, q.Text)
		}
	}
}
