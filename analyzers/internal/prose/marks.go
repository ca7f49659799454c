package prose

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// markLength returns the length of the sign at i and makes *kind Mark where it
// is a quotation mark (A-120): a double one of any shape (“ ” „ ‟ ″ " « »), two
// equal double ones, two single ones, or a single one that single holds to be
// one. Other single marks are apostrophes.
func markLength(s string, i int, r rune, n int, glued bool, single *singleMarks, kind *Kind) int {
	switch {
	case isDoubleMark(r):
		*kind = Mark
		if next, m := decode(s, i+n); next == r {
			return n + m
		}
	case isSingleMark(r):
		if next, m := decode(s, i+n); isSingleMark(next) {
			*kind = Mark
			return n + m
		}
		before, _ := utf8.DecodeLastRuneInString(s[:i])
		switch {
		case r == '‘' && !glued, r == '’' && isStop(before), single.at(i):
			*kind = Mark
		}
	}
	return n
}

func isDoubleMark(r rune) bool {
	switch r {
	case '"', '“', '”', '„', '‟', '″', '«', '»', '＂':
		return true
	}
	return false
}

func isSingleMark(r rune) bool {
	switch r {
	case '\'', '’', '‘', '´', '`':
		return true
	}
	return false
}

func isStop(r rune) bool { return r == ',' || r == '.' || r == '?' || r == '!' || r == '…' }

// singleMarks are the places of the single signs of a text that are quotation
// marks and no apostrophes: one opens before a capital, and its partner
// closes before a verb of saying.
type singleMarks struct {
	places []int // bytes, ascending
	next   int   // of places, the first that at has not passed
}

// at reports whether the sign at byte i is a quotation mark. Calls must have
// ascending i.
func (m *singleMarks) at(i int) bool {
	for m.next < len(m.places) && m.places[m.next] < i {
		m.next++
	}
	return m.next < len(m.places) && m.places[m.next] == i
}

// wordInMarks is how many bytes words that are merely set off by single marks
// ('Inu') take at most.
const wordInMarks = 40

// findSingleMarks finds the quotations between single marks. A pair counts where
// a verb of saying follows it; once the text has one, pairs that end in a stop
// count as well.
func findSingleMarks(s string) singleMarks {
	var m singleMarks
	if strings.IndexByte(s, '\'') < 0 && strings.IndexByte(s, '`') < 0 && !strings.Contains(s, "’") && !strings.Contains(s, "‘") && !strings.Contains(s, "´") {
		return m
	}
	ends := singleEnds(s)
	if len(ends) == 0 {
		return m
	}
	next := 0 // of ends, the first behind i
	said := false
	for i := 0; i < len(s); {
		r, n := decode(s, i)
		if !isSingleMark(r) || !opensSingle(s, i, n) {
			i += n
			continue
		}
		for next < len(ends) && ends[next].at <= i {
			next++
		}
		if next == len(ends) {
			break
		}
		end := ends[next]
		switch {
		case end.said || said && end.stop:
			said = said || end.said
			m.places = append(m.places, i, end.at)
			i = end.at + 1
		case end.at-i < wordInMarks:
			i = end.at + 1
		default:
			i += n
		}
		for i < len(s) && !utf8.RuneStart(s[i]) {
			i++
		}
	}
	return m
}

// opensSingle reports whether the single sign at i, n bytes long, stands where
// a quotation opens: behind a space and before a capital or a digit.
func opensSingle(s string, i, n int) bool {
	if before, m := utf8.DecodeLastRuneInString(s[:i]); m > 0 && !isSpace(before) && before != '(' && before != ':' {
		return false
	}
	after, _ := decode(s, i+n)
	return unicode.IsUpper(after) || isDigit(after)
}

// A singleEnd is a single sign behind which no word continues.
type singleEnd struct {
	at   int
	stop bool // a stop stands before it
	said bool // a verb of saying stands behind it
}

// singleEnds returns the single signs of s that may close a quotation.
func singleEnds(s string) []singleEnd {
	var ends []singleEnd
	for i := 0; i < len(s); {
		r, n := decode(s, i)
		if !isSingleMark(r) || i == 0 {
			i += n
			continue
		}
		before, _ := utf8.DecodeLastRuneInString(s[:i])
		after, _ := decode(s, i+n)
		switch {
		case isSpace(before) || isSingleMark(before) || isSingleMark(after):
		case !isLetter(after) && !isDigit(after):
			ends = append(ends, singleEnd{at: i, stop: isStop(before), said: saysAt(s, i+n)})
		case isStop(before) && saysAt(s, i+n): // glued: 'Siap,'kata Rina
			ends = append(ends, singleEnd{at: i, stop: true, said: true})
		}
		i += n
	}
	return ends
}

// longestVerb bounds the letters of a verb of saying.
const longestVerb = 24

// saysAt reports whether a verb of saying as it stands behind a quotation begins
// at byte i of s, a comma and spaces skipped.
func saysAt(s string, i int) bool {
	for i < len(s) && (s[i] == ' ' || s[i] == ',') {
		i++
	}
	end := i
	for end < len(s) && end-i < longestVerb && isLetter(rune(s[end])) {
		end++
	}
	v, ok := Saying(strings.ToLower(s[i:end]))
	return ok && (v.Form == Bare || v.Form == Possessive)
}
