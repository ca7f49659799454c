package indonesian

import (
	"slices"
	"strconv"
	"strings"
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

// ordered are the words whose number is as often Roman as not.
var ordered = set("triwulan", "tw", "semester", "tahap", "gelombang", "bab", "bagian", "ke", "dapil", "termin", "periode",
	"angkatan", "jilid", "sesi", "kelas", "wilayah", "zona", "putaran", "edisi")

// calendar returns the other ways to write the date at position i.
func calendar(chain []Term, i int) []Alternative {
	d, ok := small(chain[i].Surface, 31)
	if !ok || i+1 == len(chain) {
		return nil
	}
	year := 0
	if i+2 < len(chain) && len(chain[i+2].Surface) == 4 {
		year, _ = small(chain[i+2].Surface, 2999)
	}
	if m := slices.Index(months[:], chain[i+1].Surface) + 1; m > 0 {
		if year > 0 {
			return []Alternative{{Start: i, End: i + 3, Words: []string{string(appendISO(nil, year, m, d))}, Source: Calendar}}
		}
		return []Alternative{{Start: i, End: i + 2, Words: []string{strconv.Itoa(d) + "/" + strconv.Itoa(m)}, Source: Calendar}}
	}
	// as digits, only where they were typed as one date
	m, ok := small(chain[i+1].Surface, 12)
	if !ok || chain[i].Role != Part || chain[i+1].Role != Part {
		return nil
	}
	words := []string{strconv.Itoa(d), months[m-1]}
	if year > 0 && chain[i+2].Role == Part {
		words = append(words, chain[i+2].Surface)
	}
	return []Alternative{{Start: i, End: i + len(words), Words: words, Source: Calendar}}
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
		if n := fromRoman(word); n > 0 {
			return one(strconv.Itoa(n))
		}
		if n, ok := small(word, 39); ok {
			return one(roman(n))
		}
	}
	return nil
}

// doubled returns what undang2 is short for. The group stands at position i.
func doubled(g Group, i int) []Alternative {
	if g.Whole == nil || len(g.Parts) != 2 {
		return nil
	}
	half := g.Parts[0].Surface
	if g.Whole.Surface != half+"2" {
		return nil
	}
	return []Alternative{{Start: i, End: i + 2, Words: []string{half, half}, Source: Spelling}}
}

// small reads a number from 1 to limit.
func small(s string, limit int) (int, bool) {
	n, err := strconv.Atoi(s)
	return n, err == nil && 1 <= n && n <= limit && s[0] != '0'
}

var romans = [...]struct {
	n int
	s string
}{{10, "x"}, {9, "ix"}, {5, "v"}, {4, "iv"}, {1, "i"}}

// roman writes n, from 1 to 39, in lower case.
func roman(n int) string {
	var b strings.Builder
	for _, r := range romans {
		for ; n >= r.n; n -= r.n {
			b.WriteString(r.s)
		}
	}
	return b.String()
}

// fromRoman reads a Roman number from 1 to 39, or returns 0.
func fromRoman(s string) int {
	if s == "" || len(s) > 7 || strings.Trim(s, "xvi") != "" {
		return 0
	}
	for n := 1; n < 40; n++ {
		if roman(n) == s {
			return n
		}
	}
	return 0
}
