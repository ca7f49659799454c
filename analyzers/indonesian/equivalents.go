package indonesian

import (
	"slices"
	"strconv"

	"warta/analyzers/roman"
)

var months = [...]string{
	"januari", "februari", "maret", "april", "mei", "juni",
	"juli", "agustus", "september", "oktober", "november", "desember",
}

// scales are the words behind a number and how they are cut short.
var scales = map[string]string{
	"rb": "ribu", "jt": "juta", "m": "miliar", "t": "triliun",
	"ribu": "rb", "juta": "jt", "miliar": "m", "triliun": "t",
}

// highestRoman is the largest number that is looked for in Roman numerals too; those of larger
// ones are words as often ("xl", "l").
const highestRoman = 39

// ordered are the words whose number is as often Roman as not.
var ordered = set("triwulan", "tw", "semester", "tahap", "gelombang", "bab", "bagian", "ke", "dapil", "termin", "periode",
	"angkatan", "jilid", "sesi", "kelas", "wilayah", "zona", "putaran", "edisi")

// written returns the other ways to write the compound g, which stands at
// position i: 4/11/2025 as 4 November 2025, 7/2017 as 7 tahun 2017, undang2
// as undang undang.
func written(g Group, i int) []Alternative {
	if g.Whole == nil {
		return nil
	}
	n := len(g.Parts)
	other := func(source Source, words ...string) []Alternative {
		return []Alternative{{Start: i, End: i + n, Words: words, Source: source}}
	}
	first, last := g.Parts[0].Surface, g.Parts[n-1].Surface
	switch {
	case g.Whole.Kind == Date:
		d, m, year := first, g.Parts[1].Surface, g.Parts[2:]
		if len(first) == 4 { // 2025-11-04
			d, year = last, g.Parts[:1]
		}
		month, ok := small(m, 12)
		if !ok {
			return nil
		}
		words := []string{d, months[month-1]}
		if len(year) > 0 {
			words = append(words, g.Whole.Surface[:4]) // 4/11/25 too
		}
		return other(Calendar, words...)
	case g.Whole.Kind == Reference && n == 2 && lawNumber(first) && lawYear(last):
		return other(Numeral, first, "tahun", last)
	case g.Whole.Kind == Word && n == 2 && g.Whole.Surface == first+"2":
		return other(Spelling, first, first)
	}
	return nil
}

func lawNumber(s string) bool { _, ok := small(s, 9999); return ok }

func lawYear(s string) bool { y, ok := small(s, 2100); return ok && y >= 1945 }

// calendar returns the short form of the date in words, or of the law, that
// begins at position i: 4 November 2025, 4 November, 7 Tahun 2017.
func calendar(chain []Term, i int) []Alternative {
	if i+1 == len(chain) {
		return nil
	}
	other := func(n int, source Source, word string) []Alternative {
		return []Alternative{{Start: i, End: i + n, Words: []string{word}, Source: source}}
	}
	first := chain[i].Surface
	if i+2 < len(chain) && chain[i+1].Surface == "tahun" && lawNumber(first) && lawYear(chain[i+2].Surface) {
		return other(3, Numeral, first+"/"+chain[i+2].Surface)
	}
	d, ok := small(first, 31)
	m := slices.Index(months[:], chain[i+1].Surface) + 1
	if !ok || m == 0 {
		return nil
	}
	if i+2 < len(chain) && len(chain[i+2].Surface) == 4 {
		if y, ok := small(chain[i+2].Surface, 2999); ok {
			return other(3, Calendar, string(appendISO(nil, y, m, d)))
		}
	}
	return other(2, Calendar, strconv.Itoa(d)+"/"+strconv.Itoa(m))
}

// numerals returns the other ways to write the number or its scale at i.
func numerals(chain []Term, i int) []Alternative {
	word := chain[i].Surface
	one := func(w string) []Alternative {
		return []Alternative{{Start: i, End: i + 1, Words: []string{w}, Source: Numeral}}
	}
	switch {
	case i > 0 && chain[i-1].Kind == Number && scales[word] != "":
		return one(scales[word])
	case i > 0 && ordered[chain[i-1].Surface]:
		if n := roman.Parse(word); n > 0 && n <= highestRoman {
			return one(strconv.Itoa(n))
		}
		if n, ok := small(word, highestRoman); ok {
			return one(roman.Format(n))
		}
	}
	return nil
}

// small reads a number from 1 to limit.
func small(s string, limit int) (int, bool) {
	n, err := strconv.Atoi(s)
	return n, err == nil && 1 <= n && n <= limit && s[0] != '0'
}
