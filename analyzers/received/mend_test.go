package received_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"warta/analyzers/received"
	"warta/internal/race"
)

// misread returns text as a browser that takes UTF-8 for that code page shows it.
func misread(page *charmap.Charmap, text string) string {
	var b strings.Builder
	for _, c := range []byte(text) {
		r := page.DecodeByte(c)
		if r == utf8.RuneError {
			r = rune(c)
		}
		b.WriteRune(r)
	}
	return b.String()
}

func TestTextThroughAWrongCodePageIsRepaired(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"Blora — “Kita harus siap,” ujar Asy’ari… di kafé • São Tomé – 37 °C, 5 € ‘satu’",
		"Ketua KPU Asy’ari hadir.",
		"Anggaran Rp5 juta – Rp7 juta",
		"di kafé baru",
		"Suhu 30° di Zürich",
		"Selamat 🎉 semua ✅",
		"بسم الله dan sesudahnya",
		"Pemilu\u00a02024 aman",
	} {
		once := misread(charmap.Windows1252, text)
		twice := misread(charmap.Windows1252, once)
		thrice := misread(charmap.Windows1252, twice)
		for name, damaged := range map[string]string{"once": once, "twice": twice, "three times": thrice, "as Latin-1": misread(charmap.ISO8859_1, text)} {
			if got := received.Mend(damaged); got != text {
				t.Errorf("%s: Mend(%q)\n got %q\nwant %q", name, damaged, got, text)
			}
		}
	}
	marks := "“Siap,” ujar Asy’ari – ‘ya’ — …"
	for name, page := range map[string]*charmap.Charmap{"of Macintosh": charmap.Macintosh, "of DOS": charmap.CodePage437, "of DOS in Europe": charmap.CodePage850, "of Russia": charmap.Windows1251, "of Turkey": charmap.Windows1254} {
		if got := received.Mend(misread(page, marks)); got != marks {
			t.Errorf("%s: Mend(%q) = %q", name, misread(page, marks), got)
		}
	}
	for damaged, want := range map[string]string{
		"â€œSiap,â€ ujar Budi.":                        "“Siap,” ujar Budi.",
		"â€œSiap,â€\uFFFD ujar Budi.":                  "“Siap,” ujar Budi.",
		"â€œSiap,â€":                                   "“Siap,”",
		"Ã¢â‚¬Å“Siap,Ã¢â‚¬Â ujar Budi.":                "“Siap,” ujar Budi.",
		"KPU Â siap â€“ aman":                          "KPU  siap – aman",
		"KPU â€“ siap, rapat di kafÃ© â€œBaruâ€\u009d": "KPU – siap, rapat di kafé “Baru”",
	} {
		if got := received.Mend(damaged); got != want {
			t.Errorf("Mend(%q)\n got %q\nwant %q", damaged, got, want)
		}
	}
}

func TestCleanTextStaysAsItIs(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", "KPU Kota Padang siap.", "“Siap,” ujar Asy’ari – kafé, São Paulo, Zürich.", "CAFÉ”", "JOÃO “ALÉ” SÃO", "“ÂMBITO” … Â", "50 % · 5 € — ±3",
		"اللغة العربية", "Привет, „мир“", "日本語", "naïve façade", "Ângela dan Âdil", "KAFÉ’S", "Ünal™ Ö«x»", "10 ‰ – “Ã”",
		"“Ia seperti ‘Pelé’” ujar Budi.", "Pelé”… Pelé”… Pelé”…", "Nescafé®”", "“Café”– baru", "«\u00a0café\u00a0»", "di kafé\u00a0®", "à\u00a0\u00a0la carte", "SÃO “CAFÉ’”",
	} {
		if got := received.Mend(text); got != text {
			t.Errorf("Mend(%q) = %q", text, got)
		}
	}
}

func TestDamageThatCannotBeRepairedIsFound(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text, word string
		count      int
	}{
		{"Kata Asy\uFFFDari hari ini", "Asy\uFFFDari", 1},
		{"\uFFFDKita siap,\uFFFD ujar Budi", "\uFFFDKita", 2},
		{"siap,â€ ujar Budi", "siap,â€", 1},
		{"?Kita siap,? kata Asy?ari", "?Kita", 2},
		{"Apa kabar? Baik. Siapa? Kita.", "", 0},
		{"Lihat https://kpu.go.id/?id=5&a=b dan /x?y=z", "", 0},
		{"“Siap?” tanya Asy’ari di kafé", "", 0},
		{"Siap?kata dia", "", 0},
	} {
		at, count := received.FindDamage(c.text)
		if count != c.count || c.text[at.Start:at.End] != c.word {
			t.Errorf("%q: %q, %d; want %q, %d", c.text, c.text[at.Start:at.End], count, c.word, c.count)
		}
	}
}

// letters are those of Europe behind which no sign tells of a wrong code page.
const letters = "ÀÁÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿ"

// signs stand behind letters in text as people write it.
const signs = "‘’“”–—…•‹›„‚™«»\u00a0\u00ad®©°§·²³¹ªº´"

// Any letter with any three signs of ordinary text behind it stays, also where the
// text has that often.
func TestSignsBehindLettersStay(t *testing.T) {
	t.Parallel()
	for _, letter := range letters {
		for _, one := range signs {
			for _, two := range signs {
				for _, three := range [...]rune{'”', '®', '\u00a0', ' '} {
					text := strings.Repeat("kaf"+string([]rune{letter, one, two, three})+" ", 4)
					if got := received.Mend(text); got != text {
						t.Fatalf("Mend(%q) = %q", text, got)
					}
				}
			}
		}
	}
}

// tellTale reports whether a text has what a wrong code page leaves: lost bytes, Â or
// Ã before what is no letter of ASCII, the first two signs of a mark of typography, or
// a letter with a sign behind it that stands behind none.
func tellTale(text string) bool {
	for _, pair := range [...]string{"\uFFFD", "â€", "вЂ", "ΓÇ", "ÔÇ", "‚Ä"} {
		if strings.Contains(text, pair) {
			return true
		}
	}
	runes := []rune(text)
	for i, r := range runes[:max(0, len(runes)-1)] {
		next := runes[i+1]
		if r >= 0xC2 && r <= 0xF4 && next >= 0x80 && !strings.ContainsRune(letters, next) && (r == 'Â' || r == 'Ã' || !strings.ContainsRune(signs, next)) {
			return true
		}
		if r >= 0xD8 && r <= 0xDB && next >= 0x80 {
			return true // Arabic
		}
		if strings.ContainsRune(signs, r) && next >= 0x80 && !strings.ContainsRune(signs+letters, next) {
			return true // the sign behind the sign
		}
	}
	return false
}

func FuzzMend(f *testing.F) {
	if race.Enabled {
		f.Skip("seeds are tried in one goroutine")
	}
	for _, text := range []string{"“Siap,” ujar Asy’ari – kafé", "ÃÂâ€", "ðŸŽ‰", "â€œaâ€ b", "вЂ™", "Ã\u0083Â©", "“‘Pelé’” Nescafé®”", "«\u00a0café\u00a0»", "à\u00a0\u00a0la", "é® ñ” ç»"} {
		f.Add(text)
		f.Add(misread(charmap.Windows1252, text))
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := received.Mend(text)
		if utf8.ValidString(text) && !tellTale(text) && got != text {
			t.Fatalf("Mend(%q) = %q, and nothing in it tells of damage", text, got)
		}
		if utf8.ValidString(text) && !utf8.ValidString(got) {
			t.Fatalf("Mend(%q) = %q", text, got)
		}
		if len(got) > len(text) {
			t.Fatalf("Mend(%q) = %q is longer", text, got)
		}
		at, count := received.FindDamage(got)
		if at.Start < 0 || at.Start > at.End || at.End > len(got) || (count > 0) != (at.End > at.Start) {
			t.Fatalf("FindDamage(%q) = %+v, %d", got, at, count)
		}
	})
}

func BenchmarkMend(b *testing.B) {
	clean := strings.Repeat("Ketua KPU Kota Padang, “Kita harus siap,” ujar Asy’ari di kafé. ", 16<<10)
	for name, text := range map[string]string{"clean": clean, "damaged": misread(charmap.Windows1252, clean), "hostile": strings.Repeat("Ãâ", 1<<18)} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				received.Mend(text)
			}
		})
	}
}
