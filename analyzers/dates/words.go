package dates

import (
	"slices"
	"strings"
	"unicode/utf8"

	"warta/analyzers/internal/scan"
)

func skipDigits(text string, i int) int {
	for i < len(text) && '0' <= text[i] && text[i] <= '9' {
		i++
	}
	return i
}

func isLetter(b byte) bool { return 'a' <= b|0x20 && b|0x20 <= 'z' }

func isDigit(b byte) bool { return '0' <= b && b <= '9' }

// dateMayStart is [scan.WordStarts], but months and weekdays may be glued to a
// digit before them ("4November"), and numbers may not follow a digit and a
// mark ("1.000").
func dateMayStart(text string, i int) bool {
	if i == 0 || text[i-1] >= utf8.RuneSelf {
		return scan.WordStarts(text, i)
	}
	b := text[i-1]
	if isDigit(text[i]) {
		return !isDigit(b) && !isLetter(b) && !(i > 1 && (b == '.' || b == ',' || b == '/') && isDigit(text[i-2]))
	}
	return !isLetter(b)
}

// foldWord writes the word at text[i:] to buf in lower case with its
// apostrophes off, and returns it with its end. Words longer than buf are cut
// off, so that they equal no word of ours.
func foldWord(text string, i int, buf *[16]byte) (word []byte, stop int) {
	n := 0
	for i < len(text) && n < len(buf) {
		switch {
		case isLetter(text[i]):
			buf[n] = text[i] | 0x20
			n, i = n+1, i+1
			continue
		case n > 0 && (text[i] == '\'' || text[i] == '`') && i+1 < len(text) && isLetter(text[i+1]):
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		if n > 0 && (r == '’' || r == '‘' || r == '´' || r == 'ʼ') && i+size < len(text) && isLetter(text[i+size]) {
			i += size
			continue
		}
		break
	}
	return buf[:n], i
}

// anyWord reports whether one of the lower-case words stands at text[i:], and
// where it ends.
func anyWord(text string, i int, words ...string) (stop int, ok bool) {
	var buf [16]byte
	word, stop := foldWord(text, i, &buf)
	if slices.Contains(words, string(word)) {
		return stop, true
	}
	return i, false
}

// number reads a number of one or two digits.
func number(text string, i int) (n, stop int, ok bool) {
	stop = i
	for stop < len(text) && stop-i < 3 && isDigit(text[stop]) {
		stop++
	}
	if stop == i || stop-i > 2 {
		return 0, 0, false
	}
	n, _ = digits(text[i:stop])
	return n, stop, true
}

// spelledNumber reads a number below one hundred that is written in words:
// "lima", "dua belas", "duapuluh satu".
func spelledNumber(text string, i int) (n, stop int, ok bool) {
	unit, stop, ok := numeral(text, i)
	if !ok || unit >= 10 {
		return unit, stop, ok
	}
	switch next, ok := anyWord(text, scan.SkipSpaces(text, stop), "belas", "puluh"); {
	case !ok:
		return unit, stop, true
	case text[next-1]|0x20 == 's':
		return unit + 10, next, true
	default:
		n, stop = unit*10, next
	}
	return withUnit(text, n, stop)
}

// withUnit adds the unit behind a number of tens.
func withUnit(text string, tens, stop int) (n, end int, ok bool) {
	if unit, after, ok := numeral(text, scan.SkipSpaces(text, stop)); ok && unit < 10 {
		return tens + unit, after, true
	}
	return tens, stop, true
}

// numeral reads one word of a number, glued ones ("duabelas") included. Of tens
// that are glued the unit behind is added.
func numeral(text string, i int) (n, stop int, ok bool) {
	if !numeralHeads.at(text, i) { // "sepuluh" and "sebelas" begin as "sembilan"
		return 0, i, false
	}
	var buf [16]byte
	word, stop := foldWord(text, i, &buf)
	w := string(word)
	switch w {
	case "sepuluh":
		return 10, stop, true
	case "sebelas":
		return 11, stop, true
	}
	if unit := slices.Index(numerals[:], w); unit > 0 {
		return unit, stop, true
	}
	if head, found := strings.CutSuffix(w, "belas"); found {
		unit := slices.Index(numerals[:], head)
		return unit + 10, stop, unit > 0
	}
	if head, found := strings.CutSuffix(w, "puluh"); found {
		if unit := slices.Index(numerals[:], head); unit > 0 {
			return withUnit(text, unit*10, stop)
		}
	}
	return 0, i, false
}

var numerals = [...]string{"", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"}

// spelledYear reads a year of this century in words: "dua ribu dua puluh lima".
func spelledYear(text string, i int) (y, stop int, ok bool) {
	stop, ok = anyWord(text, i, "dua")
	if !ok {
		if stop, ok = anyWord(text, i, "duaribu"); !ok {
			return 0, i, false
		}
	} else if stop, ok = anyWord(text, scan.SkipSpaces(text, stop), "ribu"); !ok {
		return 0, i, false
	}
	n, after, ok := spelledNumber(text, scan.SkipSpaces(text, stop))
	if !ok {
		return 0, i, false
	}
	return 2000 + n, after, true
}

// precededBy reports whether one of the lower-case words stands right before
// text[i:]; a dot may follow it.
func precededBy(text string, i int, words ...string) bool {
	at := i
	for at > 0 && i-at < 4 && (text[at-1] == ' ' || text[at-1] == '(') {
		at--
	}
	if at > 0 && text[at-1] == '.' {
		at--
	}
	var buf [16]byte
	word, _ := wordBefore(text, at, &buf)
	return len(word) > 0 && slices.Contains(words, string(word))
}

// numeralHeads are the first letters of the numerals.
var numeralHeads = func() (h heads) {
	for _, w := range numerals[1:] {
		h.add(w)
	}
	return h
}()

// wordBefore returns the word before text[i:] in lower case, parted from it by
// spaces only, and where it starts.
func wordBefore(text string, i int, buf *[16]byte) (word []byte, start int) {
	stop := i
	for stop > 0 && i-stop < 8 && (text[stop-1] == ' ' || text[stop-1] == '(') {
		stop--
	}
	for start = stop; start > 0 && stop-start < len(buf) && isLetter(text[start-1]); {
		start--
	}
	for n := range stop - start {
		buf[n] = text[start+n] | 0x20
	}
	return buf[:stop-start], start
}
