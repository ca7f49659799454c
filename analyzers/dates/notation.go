package dates

import (
	"strings"

	"warta/analyzers/internal/scan"
)

// mostDays is how many days one expression names at most; of a longer list
// nothing is read.
const mostDays = 10

// core reads the days of an expression at text[i:] with their month and year:
// "4/11", "4/11/2025", "5-XI-2025", "2025-11-04", "15-17 Februari 2021", "3-5/11",
// "4, 11, dan 18 November 2025", "Selasa 4 dan Rabu 5 November". A month in
// figures counts with spaces around its mark, and a year of two figures behind
// a dot, only where loose is set: in brackets and behind a weekday.
func core(text string, i int, loose bool) (e expression, stop int, ok bool) {
	if d, stop, ok := isoDate(text, i); ok {
		e.n, e.ends[0].Date = 1, d
		return e, stop, true
	}
	var slash, commas bool
	named := noWeekday
	for at := i; e.n < mostDays; {
		day, after, ok := dayNumber(text, at)
		if !ok || e.n > 0 && day <= e.ends[e.n-1].Day { // not in order
			return e, 0, false
		}
		e.ends[e.n] = end{Date: Date{Day: day}, weekday: named}
		e.n++
		if m, ok := monthAndYear(text, after, day, loose); ok {
			if slash && !m.words || commas && e.n == 2 && !loose && !precededBy(text, i, "tanggal", "tgl") {
				return e, 0, false
			}
			return e, m.stop, e.complete(m)
		}
		j, ok := jointAt(text, after)
		if !ok {
			return e, 0, false
		}
		slash = slash || j.mark == '/'
		commas = (commas || e.n == 1) && j.mark == ','
		e.list = e.list || j.list
		at, named = j.next, noWeekday
		if day, stop := weekdayWord(text, at); day != noWeekday {
			named = day
			at, _ = toDay(text, stop)
		}
	}
	return e, 0, false
}

// complete gives the days of e the month and the year of the last one. It
// returns false where that is not in the calendar.
func (e *expression) complete(m month) bool {
	e.words = m.words
	for n := range e.n {
		d := &e.ends[n].Date
		d.Month, d.Year = m.Month, m.Year
	}
	if e.n == 1 {
		e.ends[0].figures = m.figures
	}
	return m.valid()
}

// dayNumber reads the number of a day in figures or in words; the words may
// stand in brackets behind the figures: "5 (lima) November".
func dayNumber(text string, i int) (day, stop int, ok bool) {
	if i < len(text) && isLetter(text[i]) {
		day, stop, ok = spelledNumber(text, i)
		return day, stop, ok && day <= 31
	}
	day, stop, ok = number(text, i)
	if !ok || day < 1 || day > 31 {
		return 0, 0, false
	}
	if at := scan.SkipSpaces(text, stop); at+1 < len(text) && text[at] == '(' && isLetter(text[at+1]) {
		if n, after, ok := spelledNumber(text, at+1); ok && n == day && after < len(text) && text[after] == ')' {
			stop = after + 1
		}
	}
	return day, stop, true
}

// A month is the text behind the day: the date with it, and its notation.
type month struct {
	Date
	words   bool // the month is written out
	figures figures
	stop    int
}

// monthAndYear reads what follows a day at text[i:]: a month, by name or by
// number, and a year where there is one.
func monthAndYear(text string, i, day int, loose bool) (m month, ok bool) {
	at := scan.SkipSpaces(text, i)
	if at >= len(text) {
		return m, false
	}
	m.Day = day
	if isLetter(text[at]) {
		ok = m.named(text, at, loose)
	} else if loose || at == i {
		ok = m.numbered(text, at, loose)
	}
	return m, ok && m.valid()
}

// named reads a month by its name at text[i:]. A misspelt or an English one
// counts only with a year, or in brackets and behind a weekday; a Roman figure
// only there, and a number only behind "bulan".
func (m *month) named(text string, i int, loose bool) bool {
	m.words = true
	stop, said := anyWord(text, i, "bulan")
	if said {
		i = scan.SkipSpaces(text, stop)
	}
	sure := true
	if m.Month, m.stop = monthWord(text, i); m.Month == 0 {
		sure = loose || said
		if m.Month, m.stop = misspeltMonth(text, i); m.Month == 0 {
			m.Month, m.stop = englishMonth(text, i)
		}
	}
	if m.Month == 0 && (loose || said) {
		m.Month, m.stop = romanMonth(text, i)
	}
	if m.Month == 0 && said {
		m.Month, m.stop, _ = number(text, i)
	}
	if m.Month == 0 {
		return false
	}
	if y, stop, ok := yearAfter(text, m.stop); ok {
		m.Year, m.stop = y, stop
		return true
	}
	at := scan.SkipSpaces(text, m.stop)
	if y, stop, ok := number(text, at); ok && loose && stop-at == 2 && stop < len(text) && text[stop] == ')' { // "(5 Nov 25)"
		m.Year, m.stop = century(y), stop
	}
	return sure
}

// markAt reads the mark between day, month and year at text[i:]: a slash, a
// hyphen or a dot, a dash being a hyphen and a backslash a slash.
func markAt(text string, i int) (mark byte, size int) {
	switch {
	case i >= len(text):
	case text[i] == '/' || text[i] == '-' || text[i] == '.':
		return text[i], 1
	case text[i] == '\\':
		return '/', 1
	case strings.HasPrefix(text[i:], "–") || strings.HasPrefix(text[i:], "—"):
		return '-', len("–")
	}
	return 0, 0
}

// numbered reads a month in figures, or a short one between marks, at text[i:],
// which begins with the mark before it. Without a year only a slash makes a
// date; a year behind another mark than the first one has four digits, so that
// "3-5/11" is a range.
func (m *month) numbered(text string, i int, loose bool) bool {
	mark, size := markAt(text, i)
	if mark == 0 {
		return false
	}
	from := scan.SkipSpaces(text, i+size)
	n, at, ok := number(text, from)
	if ok {
		m.figures = figures{uint8(m.Day), uint8(min(n, 99)), 0}
	} else if n, at = romanMonth(text, from); n == 0 {
		n, at = monthWord(text, from)
		m.words = true
	}
	if n < 1 || n > 12 {
		return false
	}
	m.Month, m.stop = n, at
	if !m.yearBehindMark(text, at, mark, loose) {
		return false
	}
	second, _ := markAt(text, m.stop)
	switch {
	case mark != '/' && m.Year == 0, !scan.WordEnds(text, m.stop), second == '/':
		return false
	case m.figures[2] != 0: // "3-5-11-2025" is a range
		return m.stop+1 >= len(text) || second != mark || !isDigit(text[m.stop+1])
	case m.Year == 0: // "8/9 November" is a list
		next, _ := monthWord(text, scan.SkipSpaces(text, m.stop))
		return next == 0
	}
	return true
}

// yearBehindMark reads a year behind a month in figures that ends at text[i:].
// It returns false where the figures are those of something else.
func (m *month) yearBehindMark(text string, i int, mark byte, loose bool) bool {
	sep := scan.SkipSpaces(text, i)
	second, size := markAt(text, sep)
	if second == 0 {
		if y, after, ok := year(text, sep); ok && sep > i && mark == '/' { // "(8/10 2021)"
			m.Year, m.stop = y, after
		}
		return true
	}
	from := scan.SkipSpaces(text, sep+size)
	glued := sep == i && from == sep+size
	if y, after, ok := year(text, from); ok && (second == mark || glued) {
		m.Year, m.stop = y, after
		return true
	}
	if second != mark {
		return true
	}
	if y, after, ok := number(text, from); ok && after-from == 2 && scan.WordEnds(text, after) && (mark != '.' || loose && glued) {
		m.Year, m.stop = century(y), after
		m.figures[2] = uint8(y)
		return true
	}
	if from < len(text) && text[from] == ')' { // "(5/11/)"
		m.stop = from
		return true
	}
	return mark != '/' || sep != i || from >= len(text) // else the number of a decision
}

// century returns the year that two figures stand for.
func century(y int) int {
	if y > 60 {
		return 1900 + y
	}
	return 2000 + y
}

// yearAfter reads a year after the name of a month; a comma may part them.
func yearAfter(text string, i int) (y, stop int, ok bool) {
	at := scan.SkipSpaces(text, i)
	if at < len(text) && (text[at] == ',' || text[at] == '.') {
		at = scan.SkipSpaces(text, at+1)
	}
	if stop, ok := anyWord(text, at, "tahun", "thn"); ok {
		at = scan.SkipSpaces(text, stop)
	}
	if y, stop, ok := year(text, at); ok {
		return y, stop, true
	}
	return spelledYear(text, at)
}

// year reads a year of four digits.
func year(text string, i int) (y, stop int, ok bool) {
	stop = skipDigits(text, i)
	if stop-i != 4 || !scan.WordEnds(text, stop) {
		return 0, 0, false
	}
	y, _ = digits(text[i:stop])
	if y < 1900 || y > 2099 || stop+1 < len(text) && text[stop] == '.' && isDigit(text[stop+1]) {
		return 0, 0, false
	}
	return y, stop, true
}

// isoDate reads a date that begins with its year: "2025-11-04", "2025/11/4",
// "2025.11.04", a time behind it left out. A part of an address or of the name
// of a file is none.
func isoDate(text string, i int) (d Date, stop int, ok bool) {
	at := skipDigits(text, i)
	if at-i != 4 || at >= len(text) || strings.IndexByte("-/.", text[at]) < 0 || i > 0 && strings.IndexByte("/-_=&?#", text[i-1]) >= 0 {
		return d, 0, false
	}
	mark := text[at]
	d.Year, _ = digits(text[i:at])
	d.Month, at, ok = number(text, at+1)
	if !ok || at >= len(text) || text[at] != mark {
		return d, 0, false
	}
	d.Day, stop, ok = number(text, at+1)
	if !ok || d.Year < 1900 || d.Year > 2099 || !d.valid() {
		return d, 0, false
	}
	if stop < len(text) && text[stop] == 'T' && stop+1 < len(text) && isDigit(text[stop+1]) {
		return d, stop, true
	}
	if !scan.WordEnds(text, stop) || stop+1 < len(text) && strings.IndexByte("/-_.", text[stop]) >= 0 && !scan.WordEnds(text, stop+1) {
		return d, 0, false
	}
	return d, stop, true
}
