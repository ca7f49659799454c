package indonesian

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A class says what a character does to a word. The ASCII classes come from a
// table; those of other characters from runeClass.
type class uint8

const (
	separator  class = iota // ends a word
	lower                   // a letter of the Latin script
	upper                   // the same, a capital of ASCII
	digit                   // an ASCII digit
	joiner                  // may hold two pieces together: . , : - _ / @
	apostrophe              // belongs to the word between two letters, and is dropped
	invisible               // soft hyphen, zero-width, combining accent: never seen
	foreign                 // a letter, digit or mark of another script
	lead                    // first byte of a longer rune: ask runeClass
)

// letter reports whether c is a Latin letter.
func (c class) letter() bool { return c == lower || c == upper }

// alnum reports whether c may begin a piece.
func (c class) alnum() bool { return c == lower || c == upper || c == digit }

// classes holds the class of each byte, lowered its lower-case form.
var classes, lowered = asciiTables()

func asciiTables() (cs [256]class, lo [256]byte) {
	for i := range 256 {
		b := byte(i)
		lo[i] = b
		switch {
		case 'a' <= b && b <= 'z':
			cs[i] = lower
		case 'A' <= b && b <= 'Z':
			cs[i], lo[i] = upper, b+'a'-'A'
		case '0' <= b && b <= '9':
			cs[i] = digit
		case b == '.' || b == ',' || b == ':' || b == '-' || b == '_' || b == '/' || b == '@':
			cs[i] = joiner
		case b == '\'' || b == '`':
			cs[i] = apostrophe
		case b >= utf8.RuneSelf:
			cs[i] = lead
		}
	}
	return cs, lo
}

// runeClass returns the class of a rune beyond ASCII.
func runeClass(r rune) class {
	switch {
	case r < 0xC0:
		switch r {
		case 0xAD:
			return invisible
		case 0xAA, 0xBA:
			return lower
		case 0xB4:
			return apostrophe
		case 0xB5: // the micro sign is a Greek letter
			return foreign
		}
		return separator
	case r <= 0x24F:
		if r == 0xD7 || r == 0xF7 {
			return separator
		}
		return lower
	case 0x300 <= r && r <= 0x36F:
		return invisible
	case 0x1E00 <= r && r <= 0x1EFF, 0xFB00 <= r && r <= 0xFB06:
		return lower
	case 0x2000 <= r && r <= 0x206F:
		switch {
		case 0x200B <= r && r <= 0x200F, 0x2060 <= r && r <= 0x2064:
			return invisible
		case r == 0x2010 || r == 0x2011:
			return joiner
		case r == 0x2018 || r == 0x2019 || r == 0x201B || r == 0x2032:
			return apostrophe
		}
		return separator
	case r == 0x2BB || r == 0x2BC || r == 0xFF07:
		return apostrophe
	case r == 0xFEFF:
		return invisible
	case r == utf8.RuneError:
		return separator
	case unicode.In(r, unicode.L, unicode.N, unicode.M):
		return foreign
	}
	return separator
}

// latin holds, for each letter of Latin-1, Latin Extended-A and -B (from
// U+00A0), what it folds to: lower case, accent and ligature taken off.
// latinMore does so for Latin Extended Additional (from U+1E00).
var (
	latin     = foldTable(0xA0, 0x24F)
	latinMore = foldTable(0x1E00, 0x1EFF)
	ligatures = foldTable(0xFB00, 0xFB06)
)

func foldTable(from, to rune) []string {
	t := make([]string, to-from+1)
	for r := from; r <= to; r++ {
		t[r-from] = foldLatin(r)
	}
	return t
}

// foldLatin decomposes r, drops all but the letters and lowers them. Letters
// that Unicode does not decompose are spelt out as they are typed without
// them.
func foldLatin(r rune) string {
	var out []byte
	for _, d := range norm.NFKD.String(string(r)) {
		d = unicode.ToLower(d)
		switch d {
		case 'ß':
			out = append(out, "ss"...)
		case 'æ':
			out = append(out, "ae"...)
		case 'œ':
			out = append(out, "oe"...)
		case 'ø':
			out = append(out, 'o')
		case 'đ', 'ð':
			out = append(out, 'd')
		case 'ł':
			out = append(out, 'l')
		case 'ı':
			out = append(out, 'i')
		default:
			if d < utf8.RuneSelf || unicode.IsLetter(d) && runeClass(d) != apostrophe {
				out = utf8.AppendRune(out, d)
			}
		}
	}
	return string(out)
}

// foldedLatin returns what a rune of class lower beyond ASCII folds to.
func foldedLatin(r rune) string {
	switch {
	case r <= 0x24F:
		return latin[r-0xA0]
	case r <= 0x1EFF:
		return latinMore[r-0x1E00]
	}
	return ligatures[r-0xFB00]
}
