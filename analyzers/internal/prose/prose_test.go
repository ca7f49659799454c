package prose_test

import (
	"os"
	"strings"
	"testing"

	"warta/analyzers/internal/prose"
)

func TestSentences(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, text string
		want       []string
	}{
		{"a full stop and a capital", "Rapat dibuka. Hasil dicatat.", []string{"Rapat dibuka.", "Hasil dicatat."}},
		{"A-136 degrees end no sentence", "Drs. H. Budi, S.H., M.Si. menutup rapat.", []string{"Drs. H. Budi, S.H., M.Si. menutup rapat."}},
		{"a degree at the end of a sentence", "Hadir AKBP Budi, S.H., S.I.K. Ketua KPU pulang.", []string{"Hadir AKBP Budi, S.H., S.I.K.", "Ketua KPU pulang."}},
		{"an initial ends no sentence", "Ketua M. Rizal hadir.", []string{"Ketua M. Rizal hadir."}},
		{"dotted letters before a name end no sentence", "Hadir K.H. Budi dan A.A. Gede Raka.", []string{"Hadir K.H. Budi dan A.A. Gede Raka."}},
		{"names written short end no sentence", "Hadir Gst. Alit, Kgs. Amin, dan Bq. Sari.", []string{"Hadir Gst. Alit, Kgs. Amin, dan Bq. Sari."}},
		{"degrees of several parts may", "Hadir Siti, S.Pd. Ia pulang. Hadir Budi, M.Pd.I. Ia pulang.", []string{"Hadir Siti, S.Pd.", "Ia pulang.", "Hadir Budi, M.Pd.I.", "Ia pulang."}},
		{"A-126 a missing space", "Rapat digelar (24/3).Pertemuan itu tertib.", []string{"Rapat digelar (24/3).", "Pertemuan itu tertib."}},
		{"numbers keep their dots", "Ada 1.265.218 pemilih pukul 13.00 WIB.", []string{"Ada 1.265.218 pemilih pukul 13.00 WIB."}},
		{"marks close with their sentence", `"Siap." Ia pulang.`, []string{`"Siap."`, "Ia pulang."}},
		{"domains", "Lihat kpu.go.id hari ini.", []string{"Lihat kpu.go.id hari ini."}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			text := prose.Read(tt.text)
			var got []string
			for _, s := range text.Sentences {
				got = append(got, text.Cut(s.Start, s.End))
			}
			if len(got) != len(tt.want) {
				t.Fatalf("Read(%q)\n got %q\nwant %q", tt.text, got, tt.want)
			}
			for i := range got {
				if got[i] != tt.want[i] {
					t.Errorf("Read(%q)\n got %q\nwant %q", tt.text, got, tt.want)
				}
			}
		})
	}
}

func TestMisspelt(t *testing.T) {
	t.Parallel()
	for word, want := range map[string]string{
		"menegaskn": "menegaskan", "mngatakan": "mengatakan", "mengungkapakan": "mengungkapkan", "menjelaskna": "menjelaskan", // a vowel
		"ucpanya": "ucapnya", "jelasanya": "jelasnya",
		"meyampaikan": "menyampaikan", "menyampaiikan": "menyampaikan", "ditmbahkan": "ditambahkan", // any letter of a long verb
		"menyebutkn": "menyebutkan", "mnjelaskan": "menjelaskan", "menerangkna": "menerangkan", "disampakan": "disampaikan", "tegasanya": "tegasnya", "dijelasakan": "dijelaskan",
		"menciut": "", "menguapkan": "", "menceriakan": "", "ditandakan": "", "menyelia": "", // one vowel from a verb of saying
		"diciutkan": "", "menerbangkan": "", "menyarangkan": "", "ditabahkan": "", "mengandaskan": "", "beratnya": "", "aktanya": "", "canadanya": "",
		"menugaskan": "", "mengadakan": "", "mematikan": "", "menegaskan": "", "katan": "", "gudang": "", // words of their own
	} {
		if got, _ := prose.Misspelt(word); got != want {
			t.Errorf("Misspelt(%q) = %q, want %q", word, got, want)
		}
	}
}

// No word of the lexicon, of names or of the news is a misspelt verb of saying, with the clitic
// -nya or without.
func TestMisspeltLeavesKnownWords(t *testing.T) {
	t.Parallel()
	const lexicon = "../../indonesian/lexicon/"
	for file, least := range map[string]int{
		"malindo-analyses.tsv": 15_000, "malindo-roots.tsv": 60_000, "wordnet-lemmas.txt": 15_000, "everyday.txt": 40, "names.txt": 500,
		"../heard.txt": 1_000, "../../internal/names/name-words.tsv": 5_000,
	} {
		raw, err := os.ReadFile(lexicon + file)
		if err != nil {
			t.Fatal(err)
		}
		words := 0
		for line := range strings.Lines(strings.ToLower(string(raw))) {
			if line[0] == '#' {
				continue
			}
			if strings.HasSuffix(file, ".tsv") {
				line, _, _ = strings.Cut(line, "\t")
			}
			for word := range strings.FieldsSeq(line) {
				words++
				for _, w := range []string{word, word + "nya"} {
					if verb, ok := prose.Misspelt(w); ok {
						t.Errorf("%s: %q is mended to %q", file, w, verb)
					}
				}
			}
		}
		if words < least {
			t.Errorf("%s: only %d words", file, words)
		}
	}
}
