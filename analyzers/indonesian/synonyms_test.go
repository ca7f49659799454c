package indonesian_test

import (
	"encoding/csv"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"warta/analyzers/indonesian"
	"warta/internal/race"
)

// alternatives writes what stands for parts of query: the words replaced,
// an arrow, the words that replace them, a question mark if weak.
func alternatives(query string) []string {
	var a indonesian.Analyzer
	groups := a.Query(query)
	var chain []string
	for _, g := range groups {
		chain = append(chain, g.Words()...)
	}
	var out []string
	for _, alt := range indonesian.Glossary().Alternatives(groups) {
		to := strings.Join(alt.Words, " ")
		if alt.Root != "" {
			to = "√" + alt.Root
		}
		if alt.Weak {
			to += "?"
		}
		out = append(out, strings.Join(chain[alt.Start:alt.End], " ")+" → "+to)
	}
	return out
}

func TestAlternatives(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ query, want string }{
		// an acronym and its expansion, both ways, whatever the case
		{"penguatan SDM", "sdm → sumber daya manusia"},
		{"penguatan sumber daya manusia", "sumber daya manusia → sdm"},
		{"coklit", "coklit → pencocokan dan penelitian"},
		{"Pencocokan dan Penelitian", "pencocokan dan penelitian → coklit"},
		{"hasil rendatin", "rendatin → perencanaan data dan informasi"},
		{"Perencanaan, Data, dan Informasi", "perencanaan data dan informasi → rendatin"},
		{"KTP-el", "ktp el → kartu tanda penduduk elektronik"},
		{"kartu tanda penduduk elektronik", "kartu tanda penduduk elektronik → ktp el"},
		{"e-KTP", "e ktp → ktp el"},
		{"K.P.U. Rembang", "kpu → komisi pemilihan umum"},
		{"uu pemilu", "uu → undang undang"},
		{"undang-undang pemilu", "undang undang → uu"},
		{"kab. Rembang", "kab → kabupaten"},
		{"kab/kota", "kota → kota"},
		// who does what the acronym names, which is another thing than the act
		{"PAW", "paw → penggantian antarwaktu"},
		{"PAW", "paw → pengganti antarwaktu?"},
		{"pengganti antarwaktu", "pengganti antarwaktu → paw?"},
		{"pengganti antar waktu", "pengganti antar waktu → pengganti antarwaktu"},
		// one acronym of two meanings: weak, and the meanings do not find each other
		{"PPK", "ppk → panitia pemilihan kecamatan?"},
		{"ppk", "ppk → pejabat pembuat komitmen?"},
		{"panitia pemilihan kecamatan", "panitia pemilihan kecamatan → ppk?"},
		{"KIP", "kip → keterbukaan informasi publik?"},
		{"relasi", "relasi → relawan demokrasi?"},
		{"karo", "karo → kepala biro?"},
		// other names and old ones
		{"pilwali", "pilwali → pemilihan wali kota"},
		{"pilwali", "pilwali → pilwako"},
		{"pilwali", "pilwali → pemilihan walikota"},
		{"pemilihan walikota", "pemilihan walikota → pilwali"},
		{"lakip 2023", "lakip → lkjip"},
		{"sidakam", "sidakam → sikadeka"},
		{"kpu pusat", "kpu pusat → kpu ri"},
		{"pemilihan umum", "pemilihan umum → pemilu"},
		{"pemilu", "pemilu → pemilihan umum"},
		{"pemilihan", "pemilihan → pilkada?"},
		{"kecamatan", "kecamatan → distrik?"},
		{"petahana", "petahana → incumbent"},
		// spellings
		{"walikota semarang", "walikota → wali kota"},
		{"wali kota semarang", "wali kota → walikota"},
		{"jadual", "jadual → jadwal"},
		{"badan adhoc", "adhoc → ad hoc"},
		{"ad-hoc", "ad hoc → adhoc"},
		{"jum'at", ""},
		{"menghimbau", "menghimbau → √imbau"},
		{"bandarlampung", "bandarlampung → bandar lampung"},
		{"Bandar Lampung", "bandar lampung → bandarlampung"},
		{"kerjasama", "kerjasama → kerja sama"},
		{"undang2", "undang 2 → undang undang"},
		// dates and numbers
		{"4 November 2025", "4 november 2025 → 2025-11-04"},
		{"4/11/2025", "4 11 2025 → 4 november 2025"},
		{"4 november", "4 november → 4/11"},
		{"4/11", "4 11 → 4 november"},
		{"UU Nomor 7 Tahun 2017", "7 tahun 2017 → 7/2017"},
		{"UU 7/2017", "7 2017 → 7 tahun 2017"},
		{"PKPU 12 tahun 2024", "12 tahun 2024 → 12/2024"},
		{"kpu jateng", "jateng → jawa tengah"},
		{"KPU Jawa Tengah", "jawa tengah → jateng"},
		{"triwulan III", "iii → 3"},
		{"triwulan 3", "3 → iii"},
		{"ke-21", "21 → xxi"},
		{"Rp29,2 M", "m → miliar"},
		{"29,2 miliar", "miliar → m"},
	} {
		got := alternatives(tc.query)
		switch {
		case tc.want == "" && len(got) > 0:
			t.Errorf("alternatives of %q: %q, want none", tc.query, got)
		case tc.query == "kab/kota":
			if !slices.Contains(got, "kab → kabupaten") {
				t.Errorf("alternatives of %q: %q, want kab → kabupaten", tc.query, got)
			}
		case tc.want != "" && !slices.Contains(got, tc.want):
			t.Errorf("alternatives of %q: %q, want %q", tc.query, got, tc.want)
		}
	}
}

func TestNoAlternatives(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ query, not string }{
		{"pilkada", "pemilih kepala daerah"},       // a voter is not an election
		{"daftar pemilih tambahan", "pindahan"},    // both are DPTb
		{"panitia pemilihan kecamatan", "pejabat"}, // both are PPK
		{"PPID", "ppdp"},
		{"4 2025", "april"},
		{"4 2025", "tahun"},
		{"11/2024/2025", "11 tahun"},
		{"bab 45", "xlv"},
		{"m", "miliar"},
		{"relawan", "relasi"},
	} {
		for _, alt := range alternatives(tc.query) {
			if _, to, _ := strings.Cut(alt, "→"); strings.Contains(to, tc.not) {
				t.Errorf("alternatives of %q: %q, want nothing with %q", tc.query, alt, tc.not)
			}
		}
	}
}

// Every line of the glossary finds its other side, in both directions.
func TestGlossaryLines(t *testing.T) {
	t.Parallel()
	f, err := os.Open("glossary.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows[1:] {
		for _, d := range [][2]string{{row[0], row[1]}, {row[1], row[0]}} {
			var a indonesian.Analyzer
			var from, to []string
			for _, g := range a.Query(d[0]) {
				from = append(from, g.Words()...)
			}
			for _, g := range a.Query(d[1]) {
				to = append(to, g.Words()...)
			}
			found := false
			for _, alt := range indonesian.Glossary().Alternatives(a.Query(d[0])) {
				found = found || alt.Start == 0 && alt.End == len(from) && slices.Equal(alt.Words, to)
			}
			if !found {
				t.Errorf("%q does not find %q: %q", d[0], d[1], alternatives(d[0]))
			}
		}
	}
}

func TestQueryGroups(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ query, want string }{
		{"rapat dan pleno", "rapat; dan (stop); pleno"},
		{"yang dan di", "yang; dan; di"},
		{"undang-undang pemilu", "undang-undang/undang-undang = undang undang; pemilu"},
		{"non-KPU", "non-kpu/ = non kpu"},
		{"", ""},
	} {
		var a indonesian.Analyzer
		var out []string
		for _, g := range a.Query(tc.query) {
			s := strings.Join(g.Words(), " ")
			if g.Whole != nil {
				s = fmt.Sprintf("%s/%s = %s", g.Whole.Surface, g.Whole.Root, s)
			}
			if g.Stop {
				s += " (stop)"
			}
			out = append(out, s)
		}
		if got := strings.Join(out, "; "); got != tc.want {
			t.Errorf("Query(%q)\n got %s\nwant %s", tc.query, got, tc.want)
		}
	}
}

func FuzzAlternatives(f *testing.F) {
	if race.Enabled {
		f.Skip("seeds are tried in one goroutine")
	}
	f.Add("SDM sumber daya manusia 4/11/2025 triwulan III undang2")
	f.Add("29,2 M ke-21 pilwali walikota 31 desember")
	f.Fuzz(func(t *testing.T, query string) {
		var a indonesian.Analyzer
		groups := a.Query(query)
		n := 0
		for _, g := range groups {
			if len(g.Parts) == 0 {
				t.Fatalf("query %q: a group without parts", query)
			}
			for _, p := range g.Parts {
				if p.Position != n {
					t.Fatalf("query %q: %q is at %d, want %d", query, p.Surface, p.Position, n)
				}
				n++
			}
		}
		for _, alt := range indonesian.Glossary().Alternatives(groups) {
			if alt.Start < 0 || alt.Start >= alt.End || alt.End > n || (len(alt.Words) == 0) == (alt.Root == "") {
				t.Fatalf("query %q of %d words: %+v", query, n, alt)
			}
		}
	})
}
