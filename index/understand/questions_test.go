package understand

import (
	"crypto/sha256"
	"encoding/binary"
	"os"
	"slices"
	"strings"
	"testing"

	"warta/analyzers/indonesian"
	"warta/index/query"
)

// askedWords returns the folded words that asked leaves of a text, without stop words, and the kind.
func askedWords(text string) ([]string, string) {
	rest, kind := knownQuestions().asked(query.Parse(text, query.Bounds{Words: 32, Bytes: 1024}).And)
	return withoutStops(strings.Fields(query.And(rest).String())), kind
}

func withoutStops(words []string) []string {
	var kept []string
	for _, word := range words {
		if word = indonesian.FoldWord(word); word != "" && !indonesian.Stop(word) {
			kept = append(kept, word)
		}
	}
	return kept
}

func TestWhatAQuestionAsksFor(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, want, kind string }{
		{"siapakah ketua kpu kota bogor?", "ketua kpu kota bogor", "who"},
		{"min mau tanya, kapankah pendaftaran kpps dibuka ya", "pendaftaran kpps dibuka", "when"},
		{"Dari manakah anggaran pilkada berasal?", "anggaran pilkada berasal", "where"},
		{"apa yang dimaksud dengan dptb", "dptb", "what"},
		{"berapa sih honor ppk", "honor ppk", "howmany"},
		{"tahun berapa pemilu pertama", "pemilu pertama", "when"},
		{"coklit serentak", "coklit serentak", ""},
		{"kak pengadaan logistik", "kak pengadaan logistik", ""},
		{"gotong royong tolong menolong", "gotong royong tolong menolong", ""},
		{"tolong jadwal kampanye dong kak", "jadwal kampanye", ""},
		{"pak wisnu kapan dilantik", "pak wisnu dilantik", "when"},
		{"kak siapa calon bupati", "calon bupati", "who"},
		{"siapa kita", "", ""},
		{"dimankah gudang logistik", "gudang logistik", "where"},
		{"aoakah yang dimaksud dengan dptb", "dptb", "what"},
		{"pada tahun berapkah pemilu pertama", "pemilu pertama", "when"},
		{"sidang Mengara dimulai", "sidang mengara dimulai", ""},
		{"kapam pemilu pertama", "kapam pemilu pertama", ""}, // too short to be sure
		{"kapal logistik tiba", "kapal logistik tiba", ""},
		{"[siapakah] ketua kpu kota bogor…", "ketua kpu kota bogor", "who"},
		{"{kapan} coklit dimulai#", "coklit dimulai", "when"},
	} {
		got, kind := askedWords(c.text)
		if want := strings.Fields(c.want); !slices.Equal(got, want) || kind != c.kind {
			t.Errorf("%q: got %q (%q), want %q (%q)", c.text, got, kind, want, c.kind)
		}
	}
}

// TestAQuestionInMarksStaysWhole holds that words between quotation marks are never left out.
func TestAQuestionInMarksStaysWhole(t *testing.T) {
	t.Parallel()
	nodes := query.Parse(`kapan "apa itu pemilu" dibahas`, query.Bounds{Words: 32, Bytes: 1024}).And
	rest, kind := knownQuestions().asked(nodes)
	if got := query.And(rest).String(); got != `"apa itu pemilu" dibahas` || kind != "when" {
		t.Errorf("got %s, %q", got, kind)
	}
}

// TestQuestionsOfOthers measures the reading of questions that another hand wrote, each part by
// itself. Stop words are not compared: they are never wanted beside other words.
func TestQuestionsOfOthers(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("testdata/questionwords.tsv")
	if err != nil {
		t.Fatal(err)
	}
	var all, right [2]int
	for line := range strings.Lines(string(data)) {
		columns := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if strings.HasPrefix(line, "#") {
			continue
		}
		if len(columns) != 3 {
			t.Fatalf("%q has %d columns, want 3", line, len(columns))
		}
		part, sum := 0, sha256.Sum256([]byte(columns[0]))
		if binary.BigEndian.Uint64(sum[:8])%3 == 0 {
			part = 1
		}
		all[part]++
		got, kind := askedWords(columns[0])
		if slices.Equal(got, withoutStops(strings.Fields(columns[1]))) && kind == columns[2] {
			right[part]++
		} else if part == 0 {
			t.Logf("%q: got %q (%q), want %q (%q)", columns[0], got, kind, columns[1], columns[2])
		}
	}
	t.Logf("open %d of %d, held back %d of %d", right[0], all[0], right[1], all[1])
	for part, least := range []float64{.95, .82} {
		if float64(right[part]) < least*float64(all[part]) {
			t.Errorf("part %d: %d of %d questions are read right, want %.2f", part, right[part], all[part], least)
		}
	}
}

// TestAddressesAreNoSubject holds that a request for quotes is read as without its address.
func TestAddressesAreNoSubject(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"min apa kata ketua kpu rembang soal pemilih":         "apa kata ketua kpu rembang soal pemilih",
		"apa sih kata ketua kpu rembang tentang pemilih min?": "apa sih kata ketua kpu rembang tentang pemilih",
		"gan kutipan anggota kpu surabaya soal tinta makasih": "kutipan anggota kpu surabaya soal tinta",
		"min ketua kpu jakarta selatan":                       "ketua kpu jakarta selatan",
		"pak wisnu soal logistik":                             "pak wisnu soal logistik",
		"min soal":                                            "soal",
		"admin sirekap":                                       "admin sirekap",
	} {
		nodes := query.Parse(text, query.Bounds{Words: 32, Bytes: 1024}).And
		if got := query.And(knownQuestions().without(nodes, asksForQuotes(nodes))).String(); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}
