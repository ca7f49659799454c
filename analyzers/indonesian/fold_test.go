package indonesian_test

import (
	"testing"
	"unicode/utf8"

	"warta/analyzers/indonesian"
	"warta/internal/race"
)

func TestFold(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                   "",
		"kpu jateng":         "kpu jateng",
		"KPU Jateng":         "kpu jateng",
		"Asy'ari dan Jum’at": "asyari dan jumat",
		"'Ngopi' ’90":        "'ngopi' '90",
		"José naïve Łódź":    "jose naive lodz",
		"Jose\u0301":         "jose",
		"deﬁnisi":            "definisi",
		"ＫＰＵ２０２４":            "kpu2024",
		"pe\u00admi\u200blu": "pemilu",
		"И\u0306":            "й",
		"ΣΑΣ":                "σασ",
		"日本":                 "日本",
		"İstanbul":           "istanbul",
		"27/HK.03.1-Kpt":     "27/hk.03.1-kpt",
	} {
		if got := indonesian.Fold(text); got != want {
			t.Errorf("Fold(%q) is %q, want %q", text, got, want)
		}
	}
}

func TestMarksAroundAWordAreNoPartOfIt(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                   "",
		"?!…":                "",
		"-":                  "",
		"[Gudang]":           "gudang",
		"gudang…":            "gudang",
		"«Gudang»,":          "gudang",
		"‘gudang’;":          "gudang",
		"{gudang}*":          "gudang",
		"#gudang":            "gudang",
		"—gudang—":           "gudang",
		"(Jum’at),":          "jumat",
		"Asy'ari'":           "asyari",
		"s.d.":               "s.d",
		"33.74,":             "33.74",
		"½ gudang!":          "1⁄2 gudang",
		"75%":                "75",
		"undang-undang":      "undang-undang",
		"Jose\u0301.":        "jose",
		"gudang,\u0301":      "gudang",
		"हिन्दी।":            "हिन्दी",
		"\ufeffgudang\u200b": "gudang",
		"👍gudang👍🏽":          "gudang",
	} {
		if got := indonesian.FoldWord(text); got != want {
			t.Errorf("FoldWord(%q) is %q, want %q", text, got, want)
		}
	}
	if got := indonesian.TrimMarks(" (KPU Kota Bogor). "); got != "KPU Kota Bogor" {
		t.Errorf("TrimMarks changes what is between marks: %q", got)
	}
}

// What any single character folds to is folded.
func TestFoldIsStable(t *testing.T) {
	t.Parallel()
	for r := range rune(0x20000) { // beyond are Han alone, tags and private use
		if !utf8.ValidRune(r) {
			continue
		}
		once := indonesian.Fold(string(r))
		if twice := indonesian.Fold(once); twice != once {
			t.Errorf("Fold(%U) is %q, once more %q", r, once, twice)
		}
	}
}

func FuzzFold(f *testing.F) {
	if race.Enabled {
		f.Skip("seeds are tried in one goroutine")
	}
	f.Add("Asy’ari ＫＰＵ И\u0306 deﬁnisi 'a\u00ad'b")
	f.Add("ǅ\u0345ͅ'\u200b’é")
	f.Fuzz(func(t *testing.T, text string) {
		once := indonesian.Fold(text)
		if utf8.ValidString(text) && !utf8.ValidString(once) {
			t.Fatalf("Fold(%q) is %q", text, once)
		}
		if utf8.ValidString(text) && indonesian.Fold(once) != once {
			t.Fatalf("Fold(%q) is %q, once more %q", text, once, indonesian.Fold(once))
		}
	})
}
