// Package scan steps through running text at the edges of its words.
package scan

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// mostSpaces bounds the bytes that [SkipSpaces] skips, so that scanners that
// call it at every word of a long run of spaces stay linear.
const mostSpaces = 8

// SkipSpaces returns the index behind the spaces, tabs and no-break spaces at
// text[i:]. It skips at most eight bytes, or nine where the last two are a
// no-break space.
func SkipSpaces(text string, i int) int {
	for limit := i + mostSpaces; i < limit && i < len(text); {
		switch {
		case text[i] == ' ' || text[i] == '\t':
			i++
		case strings.HasPrefix(text[i:], "\u00a0"):
			i += len("\u00a0")
		default:
			return i
		}
	}
	return i
}

// WordStarts reports whether no letter, digit or combining mark stands right before
// text[i:]. It is true at the beginning of the text.
func WordStarts(text string, i int) bool {
	if i == 0 {
		return true
	}
	if b := text[i-1]; b < utf8.RuneSelf {
		return !isLetterOrDigit(b)
	}
	r, _ := utf8.DecodeLastRuneInString(text[:i])
	return !inWord(r)
}

// WordEnds reports whether no letter, digit or combining mark stands at
// text[i:]. It is true at the end of the text and beyond.
func WordEnds(text string, i int) bool {
	if i >= len(text) {
		return true
	}
	if b := text[i]; b < utf8.RuneSelf {
		return !isLetterOrDigit(b)
	}
	r, _ := utf8.DecodeRuneInString(text[i:])
	return !inWord(r)
}

func isLetterOrDigit(b byte) bool {
	return 'a' <= b|0x20 && b|0x20 <= 'z' || '0' <= b && b <= '9'
}

func inWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }
