package prose

import "strings"

// abbreviations end in a full stop that ends no sentence.
var abbreviations = map[string]bool{
	"kab": true, "prov": true, "kep": true, "kec": true, "kel": true, "jl": true, "jln": true, "no": true,
	"nomor": true, "bpk": true, "sdr": true, "sdri": true, "plt": true, "plh": true, "pj": true,
	"pjs": true, "dr": true, "drs": true, "dra": true, "ir": true, "prof": true, "hj": true,
	"kh": true, "tgk": true, "purn": true, "dll": false, "rp": true, "tbk": true, "cq": true,
	"muh": true, "moh": true, "moch": true, "mohd": true, "muhd": true, "abd": true, "st": true,
	"pol": true, "inf": true, "kombes": true, "brigjen": true, "irjen": true, "letkol": true,
	"ach": true, "akh": true, "dt": true, "br": true, "bt": true, "bte": true, "akp": true, "akbp": true, "kompol": true, "iptu": true, "ipda": true,
	"mayor": true, "kapten": true, "assoc": true, "adv": true, "dg": true, "hl": true, "tb": true, "rr": true, "ust": true, "sub": true, "ttd": true, "ny": true, "nn": true, "tn": true, "tgh": true, "pdt": true, "apt": true, "ns": true, "bp": true, "an": true, "mayjen": true, "letjen": true, "kol": true,
}

// split finds the sentences. A full stop, question or exclamation mark ends one
// together with the marks that close behind it, where what follows can begin
// another. Inside quotation marks sentences are counted as anywhere.
func (t *Text) split() {
	toks := t.Tokens
	start := 0
	for i := 0; i < len(toks); i++ {
		if toks[i].Kind != Punct || toks[i].End-toks[i].Start != 1 {
			continue
		}
		switch t.Raw[toks[i].Start] {
		case '.', '?', '!':
		default:
			continue
		}
		end := i + 1
		for end < len(toks) && toks[end].Glued && closes(t, end) {
			end++
		}
		if end < len(toks) && !t.ends(i, end) {
			continue
		}
		t.Sentences = append(t.Sentences, Sentence{start, end})
		start, i = end, end-1
	}
	if start < len(toks) {
		t.Sentences = append(t.Sentences, Sentence{start, len(toks)})
	}
}

// closes reports whether token i, glued to the end of a sentence, still belongs
// to it. A mark that a word is glued to opens what follows.
func closes(t *Text, i int) bool {
	switch t.At(i) {
	case ".", "?", "!", ")", "]":
		return true
	}
	return t.Tokens[i].Kind == Mark && !(t.Glued(i+1) && t.Kind(i+1) == Word && t.Upper(i+1))
}

// ends reports whether the stop at i ends a sentence when token next follows.
func (t *Text) ends(i, next int) bool {
	toks := t.Tokens
	first := next
	for first < len(toks) && (toks[first].Kind == Mark || t.Is(first, "(")) {
		first++
	}
	if first == len(toks) {
		return true
	}
	begins := toks[first].Upper || toks[first].Kind == Number || first > next || t.Is(first, "#")
	if t.Raw[toks[i].Start] != '.' {
		return begins && !toks[next].Glued
	}
	before := t.Low(i - 1)
	long := len(before) > 2 && t.Kind(i-1) == Word
	if toks[next].Glued { // "…(24/3).Pertemuan", "pemilu.Dirinya"
		return toks[first].Upper && !toks[first].Caps && (long && !toks[i-1].Upper || t.Is(i-1, ")") || t.isYear(i-1))
	}
	if !begins {
		return false
	}
	if i == 0 || t.Kind(i-1) != Word || !toks[i].Glued {
		return true
	}
	if abbreviations[before] || t.isClipped(i-1) {
		return false
	}
	if len(before) == 1 {
		// An initial before a name ends nothing, nor does "Drs.H."; the last letter of
		// a degree may.
		return t.Is(i-2, ".") && toks[i-1].Glued && !t.Is(first, "h") && !t.Is(first, "hj") && dottedDegrees[t.dotted(i-1)] && !abbreviations[t.Low(i-3)]
	}
	return true
}

// isYear reports whether token i is a number of four digits: "2019.Rina".
func (t *Text) isYear(i int) bool {
	return t.Kind(i) == Number && t.Tokens[i].End-t.Tokens[i].Start == 4 && !strings.ContainsAny(t.At(i), ".,/:-")
}

// isClipped reports whether token i is a name or form of address written short
// ("Gst.", "Kgs.", "Mhd.", "Bq."): a capital and small letters without a vowel.
// What is glued to a stop before it is the end of a degree ("S.Pd.").
func (t *Text) isClipped(i int) bool {
	tok := t.Tokens[i]
	if n := tok.End - tok.Start; n < 2 || n > 4 || !tok.Upper || tok.Caps || tok.Glued && t.Is(i-1, ".") {
		return false
	}
	return !strings.ContainsAny(t.Low(i), "aiueo")
}

// dotted returns the letters of the run of letters and stops that ends with the
// letter at token i: "kh" of "K.H".
func (t *Text) dotted(i int) string {
	var buf [8]byte
	at := len(buf)
	for ; at > 0 && t.Kind(i) == Word && t.Tokens[i].End-t.Tokens[i].Start == 1; i -= 2 {
		at--
		buf[at] = t.Low(i)[0]
		if !t.Glued(i) || !t.Is(i-1, ".") || !t.Glued(i-1) {
			break
		}
	}
	return string(buf[at:])
}

// dottedDegrees are the degrees of single letters: they may end a sentence,
// while other dotted letters ("K.H.", "A.A.") begin a name. One letter alone
// stands behind longer parts: "M.Pd.I", "Ph.D".
var dottedDegrees = map[string]bool{
	"sh": true, "se": true, "st": true, "ss": true, "sp": true, "sk": true, "mh": true, "mm": true, "mt": true, "ma": true, "ms": true,
	"mp": true, "me": true, "ba": true, "lc": true, "mba": true, "shi": true, "she": true, "sip": true, "sikp": true, "sik": true, "skm": true,
	"sap": true, "map": true, "mpa": true, "mip": true, "stp": true, "sti": true, "ssi": true, "skh": true, "d": true, "i": true,
	"h": true, "p": true,
}
