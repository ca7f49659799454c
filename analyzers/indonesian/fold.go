package indonesian

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold returns s as its words stand in the index: compatibility forms taken
// apart and put together again (NFKC), lower case, accents of Latin letters,
// apostrophes within a word, soft hyphens and zero-width characters dropped.
// Everything else of s is kept. Fold(Fold(s)) is Fold(s).
func Fold(s string) string {
	plain := true
	for i := range len(s) {
		if c := classes[s[i]]; c == upper || c == lead || c == apostrophe {
			plain = false
			break
		}
	}
	if plain {
		return s
	}
	var f folder
	return string(f.append(make([]byte, 0, len(s)), []byte(s)))
}

// A folder holds the buffers that folding other scripts needs.
type folder struct {
	iter norm.Iter
	low  []byte
}

// append appends what [Fold] makes of src to dst.
func (f *folder) append(dst, src []byte) []byte {
	start := len(dst)
	for i := 0; i < len(src); {
		b := src[i]
		switch c := classes[b]; c {
		case lead:
			r, n := utf8.DecodeRune(src[i:])
			switch k := runeClass(r); k {
			case lower:
				dst = append(dst, foldedLatin(r)...)
			case invisible:
			case apostrophe:
				if !between(dst[start:], src[i+n:]) {
					dst = append(dst, '\'')
				}
			case foreign:
				end := i + n
				for end < len(src) {
					r, n := utf8.DecodeRune(src[end:])
					if r < utf8.RuneSelf || runeClass(r) != foreign && !combining(r) {
						break
					}
					end += n
				}
				dst = f.foreign(dst, src[i:end])
				i = end
				continue
			default:
				dst = f.foreign(dst, src[i:i+n])
			}
			i += n
		case apostrophe:
			if !between(dst[start:], src[i+1:]) {
				dst = append(dst, '\'')
			}
			i++
		default:
			dst = append(dst, lowered[b])
			i++
		}
	}
	return dst
}

// between reports whether a letter or digit ends before and a letter begins
// after, seen without invisible characters.
func between(before, after []byte) bool {
	if len(before) == 0 {
		return false
	}
	r, _ := utf8.DecodeLastRune(before)
	if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
		return false
	}
	for len(after) > 0 {
		r, n := utf8.DecodeRune(after)
		if r < utf8.RuneSelf || runeClass(r) != invisible {
			return unicode.In(r, unicode.L, unicode.Nl)
		}
		after = after[n:]
	}
	return false
}

func combining(r rune) bool { return 0x300 <= r && r <= 0x36F }

// foreign folds a run of characters of other scripts. Lower-casing may leave
// what NFKC composes further, so that runs once more.
func (f *folder) foreign(dst, src []byte) []byte {
	f.low = f.low[:0]
	for f.iter.Init(norm.NFKC, src); !f.iter.Done(); {
		for segment := f.iter.Next(); len(segment) > 0; {
			r, n := utf8.DecodeRune(segment)
			f.low = utf8.AppendRune(f.low, unicode.ToLower(r))
			segment = segment[n:]
		}
	}
	other := false // the character before is of another script still
	for f.iter.Init(norm.NFKC, f.low); !f.iter.Done(); {
		for segment := f.iter.Next(); len(segment) > 0; {
			r, n := utf8.DecodeRune(segment)
			k := runeClass(r)
			if r < utf8.RuneSelf {
				k = classes[r]
			}
			switch {
			case k == apostrophe: // taken apart from a double one
			case r < utf8.RuneSelf:
				dst, other = append(dst, lowered[r]), false
			case k == lower:
				dst, other = append(dst, foldedLatin(r)...), false
			case k == invisible && (!other || !combining(r)):
			default:
				dst, other = append(dst, segment[:n]...), k == foreign || k == invisible
			}
			segment = segment[n:]
		}
	}
	return dst
}

// TrimMarks returns text without the punctuation, symbols and spaces at both ends: from its
// first letter or digit to the last one with its accents. Marks inside stay: "(jum'at)," is
// "jum'at". It is empty for a text without letters and digits. Syntax of a query, such as a
// minus before a word, is a mark too and must have been read before.
func TrimMarks(text string) string {
	first := strings.IndexFunc(text, isWordRune)
	if first < 0 {
		return ""
	}
	last := strings.LastIndexFunc(text, isWordRune)
	_, n := utf8.DecodeRuneInString(text[last:])
	accents := text[last+n:]
	rest := strings.TrimLeftFunc(accents, unicode.IsMark)
	return text[first : len(text)-len(rest)]
}

// FoldWord returns a word as typed as it stands in the index, folded and without the marks
// around it. FoldWord(FoldWord(s)) is FoldWord(s).
func FoldWord(word string) string { return TrimMarks(Fold(word)) }

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }
