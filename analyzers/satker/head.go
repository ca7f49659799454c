package satker

import (
	"unicode/utf8"

	"warta/analyzers/internal/scan"
)

// equalFold reports whether s is the lower-case ASCII word in any case.
func equalFold(s, word string) bool {
	if len(s) != len(word) {
		return false
	}
	for i := range len(s) {
		b := s[i]
		if 'A' <= b && b <= 'Z' {
			b += 'a' - 'A'
		}
		if b != word[i] {
			return false
		}
	}
	return true
}

// wordAt returns the end of the run of ASCII letters and digits at text[i:].
func wordAt(text string, i int) int {
	for i < len(text) && letter(text[i]) >= 0 {
		i++
	}
	return i
}

// isWord reports whether the whole word in any case stands at text[i:], and
// where it ends.
func isWord(text string, i int, word string) (int, bool) {
	end := i + len(word)
	return end, end <= len(text) && equalFold(text[i:end], word) && scan.WordEnds(text, end)
}

// phrase reports whether the words stand at text[i:], parted by spaces, and
// where the last one ends.
func phrase(text string, i int, words ...string) (int, bool) {
	for n, w := range words {
		if n > 0 {
			next := scan.SkipSpaces(text, i)
			if next == i {
				return 0, false
			}
			i = next
		}
		end, ok := isWord(text, i, w)
		if !ok {
			return 0, false
		}
		i = end
	}
	return i, true
}

// head returns the end of the name of the commission itself at text[i:] ("KPU",
// "KPUD", "Komisi Pemilihan Umum (KPU)", "KIP"), and whether it is the name used
// in Aceh. The end is 0 where there is none. The caller sees to it that a word
// starts at i.
func head(text string, i int) (end int, kip bool) {
	if i >= len(text) || text[i]|0x20 != 'k' {
		return 0, false
	}
	for _, w := range [...]string{"kpu", "kpud"} {
		if end, ok := isWord(text, i, w); ok {
			return end, false
		}
	}
	if end, ok := isWord(text, i, "kip"); ok {
		return end, true
	}
	if _, ok := isWord(text, i, "komisi"); !ok {
		return 0, false
	}
	if end, ok := phrase(text, i, "komisi", "pemilihan", "umum"); ok {
		if longer, ok := phrase(text, scan.SkipSpaces(text, end), "daerah"); ok {
			if next := scan.SkipSpaces(text, longer); !placeNameAfterDaerah(text, next) {
				end = longer
			}
		}
		return acronym(text, end), false
	}
	if end, ok := phrase(text, i, "komisi", "independen", "pemilihan"); ok {
		return acronym(text, end), true
	}
	if end, ok := phrase(text, i, "komisi", "pemilihan", "independen"); ok {
		return acronym(text, end), true
	}
	return 0, false
}

// placeNameAfterDaerah keeps "Daerah Istimewa Yogyakarta" and "Daerah Khusus
// Jakarta" whole after "Komisi Pemilihan Umum".
func placeNameAfterDaerah(text string, i int) bool {
	if _, ok := isWord(text, i, "istimewa"); ok {
		return true
	}
	_, ok := isWord(text, i, "khusus")
	return ok
}

// acronym skips "(KPU)" after the name that was written out.
func acronym(text string, i int) int {
	at := scan.SkipSpaces(text, i)
	if at >= len(text) || text[at] != '(' {
		return i
	}
	at = scan.SkipSpaces(text, at+1)
	for _, w := range [...]string{"kpu", "kpud", "kip"} {
		if end, ok := isWord(text, at, w); ok {
			if end = scan.SkipSpaces(text, end); end < len(text) && text[end] == ')' {
				return end + 1
			}
		}
	}
	return i
}

var levelWords = [...]struct {
	word  string
	level Level
}{
	{"provinsi", Province},
	{"prov", Province},
	{"propinsi", Province},
	{"prop", Province},
	{"kabupaten", Regency},
	{"kab", Regency},
	{"kabbupaten", Regency},
	{"kota", City},
}

// levelWord returns the level that is typed at text[i:] and the end of the
// words that say so, "Administrasi" and a dot included; i itself where there is
// none.
func levelWord(text string, i int) (Level, int) {
	for _, w := range &levelWords {
		end, ok := isWord(text, i, w.word)
		if !ok {
			continue
		}
		if end < len(text) && text[end] == '.' {
			end++
		}
		next := scan.SkipSpaces(text, end)
		for _, adm := range [...]string{"administrasi", "administratif", "adm"} {
			if after, ok := isWord(text, next, adm); ok {
				if end = after; end < len(text) && text[end] == '.' {
					end++
				}
				break
			}
		}
		return w.level, end
	}
	return AnyLevel, i
}

// capital reports whether a capital letter stands at text[i:].
func capital(text string, i int) bool {
	return i < len(text) && 'A' <= text[i] && text[i] <= 'Z'
}

// lastWord returns the word that ends before text[i:], spaces skipped, and
// where it starts; empty where something else than spaces parts them.
func lastWord(text string, i int) (word string, start int) {
	end := i
	for end > 0 && i-end < 8 && (text[end-1] == ' ' || text[end-1] == '\t') {
		end--
	}
	if end >= 2 && text[end-2:end] == "\u00a0" {
		end -= 2
	}
	start = end
	for start > 0 && end-start < 24 {
		b := text[start-1]
		if letter(b) < 0 && b != '-' && (b < utf8.RuneSelf) {
			break
		}
		start--
	}
	return text[start:end], start
}
