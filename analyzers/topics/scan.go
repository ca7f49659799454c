package topics

import (
	"unicode"
	"unicode/utf8"
)

// A scanner cuts text into folded words: runs of letters and digits in lower
// case. Apostrophes inside a word are dropped, every other mark parts words, so
// "e-PPID" is "e", "ppid" in a cue and in a text alike.
type scanner struct {
	text string
	at   int

	word  []byte // folded; valid until the next scan
	upper bool   // all letters were capitals
	ends  bool   // a sentence ended between the word before and this one
}

// longestWord is how many bytes of a word are kept.
const longestWord = 64

func (s *scanner) scan() bool {
	s.word, s.upper, s.ends = s.word[:0], true, false
	letters := 0
	for s.at < len(s.text) {
		r, size := rune(s.text[s.at]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(s.text[s.at:])
		}
		switch {
		case 'a' <= r && r <= 'z':
			s.keep(r)
			s.upper = false
			letters++
		case 'A' <= r && r <= 'Z':
			s.keep(r + 'a' - 'A')
			letters++
		case '0' <= r && r <= '9':
			s.keep(r)
		case r >= utf8.RuneSelf && unicode.IsLetter(r):
			s.keep(unicode.ToLower(r))
			s.upper = s.upper && unicode.IsUpper(r)
			letters++
		case len(s.word) > 0 && (r == '\'' || r == '’'):
		case len(s.word) > 0:
			s.upper = s.upper && letters > 0
			return true
		case r == '.' || r == '!' || r == '?':
			s.ends = s.ends || s.at+1 == len(s.text) || !isWordByte(s.text[s.at+1])
		}
		s.at += size
	}
	s.upper = s.upper && letters > 0
	return len(s.word) > 0
}

func isWordByte(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c >= utf8.RuneSelf
}

func (s *scanner) keep(r rune) {
	if len(s.word) < longestWord {
		s.word = utf8.AppendRune(s.word, r)
	}
}
