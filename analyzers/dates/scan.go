package dates

import (
	"strings"

	"warta/analyzers/article"
	"warta/analyzers/internal/scan"
)

// An end is one day of an expression, with the weekday that was typed with it.
type end struct {
	Date
	weekday weekday
	figures figures
}

// figures are the day, the month and the two figures of the year as typed; zero
// where the month is no figure or the year has four.
type figures [3]uint8

// An expression is a date, a range or a list of them, as it stands in a text.
// ends holds the day, the first and the last day, or each day.
type expression struct {
	article.Span
	ends     [mostDays]end
	n        int  // of ends
	list     bool // ends are single days, no range
	brackets bool // the day stands in brackets: "Selasa (4/11)"
	words    bool // the month is written out
	eve      bool // "malam Minggu": its weekday is the one before
	bare     bool // "10-12/11" with nothing before it: it may be a share
	hyphened bool // "Rabu (5-11)": it may be a range of days without its month
}

// next returns the first date expression at or after text[at:].
func next(text string, at int) (expression, bool) {
	for i := at; i < len(text); i++ {
		b := text[i]
		switch {
		case isDigit(b):
			if dateMayStart(text, i) {
				if e, ok := plain(text, i); ok {
					return e, true
				}
			}
			i = skipDigits(text, i) - 1
		case isLetter(b) && dateMayStart(text, i):
			if days, n, stop := weekdaysAt(text, i); n > 0 {
				if e, ok := withWeekdays(text, i, days, n, stop); ok {
					return e, true
				}
			}
			if _, _, ok := spelledNumber(text, i); ok {
				if e, ok := inWords(text, i); ok {
					return e, true
				}
			}
			for i+1 < len(text) && isLetter(text[i+1]) {
				i++
			}
		}
	}
	return expression{}, false
}

// plain reads a date that begins with its day, or its year, at text[i:].
func plain(text string, i int) (expression, bool) {
	if numbersThings(text, i) {
		return expression{}, false
	}
	open := opensBracket(text, i)
	e, stop, ok := core(text, i, open >= 0)
	if !ok {
		return expression{}, false
	}
	e.Span = article.Span{Start: i, End: stop}
	if open >= 0 {
		e.close(text, open)
	}
	if e.words && precededBy(text, i, "jalan", "jl", "jln", "gang") {
		return expression{}, false // "Jalan 30 September 2009"
	}
	if e.ends[0].Year == 0 && !e.brackets {
		switch {
		case e.words && namesPlace(text, i):
			return expression{}, false // "Stadion 10 November"
		case !e.words && !precededBy(text, i, "tanggal", "tgl") && (e.n == 1 || !precededBy(text, i, "pada", "hari", "mulai", "dari", "sejak")):
			days := e.n
			extend(text, &e, false) // "3/4" is a fraction
			e.bare = e.ends[0].Year == 0 && !e.hasWeekday()
			if e.n == 1 || e.bare && days == 1 {
				return expression{}, false
			}
		}
	}
	yearBehind(text, &e)
	extend(text, &e, false)
	return e, true
}

// close takes the bracket around e, which opens at text[open:], or before e
// where open is negative: first what else stands in it, then its end.
func (e *expression) close(text string, open int) {
	at := scan.SkipSpaces(text, e.End)
	if at < len(text) && text[at] != ')' {
		extend(text, e, true)
		at = scan.SkipSpaces(text, e.End)
	}
	if at >= len(text) || text[at] != ')' {
		if strings.HasSuffix(text[:e.End], ")") {
			e.brackets = true
		}
		return
	}
	e.End, e.brackets = at+1, true
	if open >= 0 {
		e.Start = open
	}
}

// withWeekdays reads a date that begins with the names of its weekdays at
// text[i:at].
func withWeekdays(text string, i int, days [7]weekday, n, at int) (expression, bool) {
	open := opensBracket(text, i)
	at, inner := toDay(text, at)
	e, stop, ok := core(text, at, true)
	if !ok && n == 1 && inner {
		e, stop, ok = hyphened(text, at)
	}
	if !ok {
		return expression{}, false
	}
	e.Start, e.End, e.brackets = i, stop, inner
	if precededBy(text, i, "malam") {
		e.ofEve(text, &days[0])
	}
	switch {
	case inner:
		e.close(text, -1)
	case open >= 0:
		e.close(text, open)
	}
	if n > 1 && e.n == 1 {
		return expression{}, false // "Senin, Rabu (5/11)": the last one is its own
	}
	e.setWeekdays(days, n)
	yearBehind(text, &e)
	extend(text, &e, false)
	return e, true
}

// hyphened reads the day and the month of "Rabu (5-11)" at text[i:], up to the
// bracket that closes.
func hyphened(text string, i int) (e expression, stop int, ok bool) {
	day, at, ok := number(text, i)
	if !ok {
		return e, 0, false
	}
	at = scan.SkipSpaces(text, at)
	mark, size := markAt(text, at)
	if mark != '-' {
		return e, 0, false
	}
	n, stop, ok := number(text, scan.SkipSpaces(text, at+size))
	if d := (Date{Day: day, Month: n}); !ok || !d.valid() || stop >= len(text) || text[stop] != ')' {
		return e, 0, false
	}
	e.n, e.hyphened = 1, true
	e.ends[0].Date = Date{Day: day, Month: n}
	return e, stop, true
}

// ofEve makes the weekday behind "malam", which begins at e, the one before it:
// "malam Minggu" is Saturday. A weekday in front of "malam" says so too, and the
// date is then that of the evening: "Sabtu malam Minggu (8/11)".
func (e *expression) ofEve(text string, day *weekday) {
	var buf [16]byte
	_, malam := wordBefore(text, e.Start, &buf)
	front, at := wordBefore(text, malam, &buf)
	switch string(front) {
	case "kemarin", "tadi": // "kemarin malam"
		return
	}
	*day, e.eve = day.before(), true
	if n := names[string(front)]; n.kind == weekdayName && weekday(n.number) == *day {
		e.Start, e.eve = at, false
	}
}

// inWords reads a date whose day is written in words at text[i:]: "tanggal lima
// bulan November tahun dua ribu dua puluh lima". Names hold such words too, so
// it must have a year or "tanggal" before it.
func inWords(text string, i int) (expression, bool) {
	e, stop, ok := core(text, i, false)
	if !ok || !e.words || e.ends[0].Year == 0 && !precededBy(text, i, "tanggal", "tgl") {
		return expression{}, false
	}
	e.Span = article.Span{Start: i, End: stop}
	extend(text, &e, false)
	return e, true
}

// numbersThings reports whether the number at text[i:] counts or numbers
// something: "Minggu ke-3 November", "Nomor 5/XI/2025".
func numbersThings(text string, i int) bool {
	if i > 0 && text[i-1] == '-' && precededBy(text, i-1, "ke") {
		return true
	}
	return precededBy(text, i, "ke", "nomor", "no", "nomer", "pasal", "ayat", "bab", "versi", "skor")
}

// namesPlace reports whether the words before text[i:] make the date the name
// of a place.
func namesPlace(text string, i int) bool {
	return precededBy(text, i, "jalan", "jl", "jln", "gedung", "stadion", "universitas", "monumen", "lapangan", "taman", "hotel", "aula", "gor", "masjid", "simpang")
}

// toDay skips what may stand between a weekday and its day: the part of the
// day, the day of the market week, commas, "tanggal" and an opening bracket.
func toDay(text string, i int) (at int, bracket bool) {
	for range 6 {
		i = scan.SkipSpaces(text, i)
		if i >= len(text) {
			break
		}
		switch text[i] {
		case ',', '.', ':', '/':
			i++
			continue
		case '(', '[':
			i, bracket = i+1, true
			continue
		}
		stop, ok := anyWord(text, i, "pagi", "siang", "sore", "malam", "petang", "dini", "hari", "tanggal", "tgl", "lalu", "kemarin", "ini", "besok", "depan",
			"legi", "pahing", "pon", "wage", "kliwon")
		if !ok {
			break
		}
		if i = stop; i < len(text) && text[i] == '.' {
			i++
		}
	}
	return i, bracket
}

// yearBehind reads a year that was typed behind the bracket: "Rabu (14/10)
// 2020."
func yearBehind(text string, e *expression) {
	if e.n != 1 || !e.brackets || e.ends[0].Year != 0 {
		return
	}
	y, stop, ok := year(text, scan.SkipSpaces(text, e.End))
	if !ok || y < firstYear || stop < len(text) && strings.IndexByte(".,;)", text[stop]) < 0 {
		return
	}
	if d := e.ends[0].in(y); d.valid() {
		e.ends[0].Date, e.End = d, stop
	}
}

// opensBracket returns where the bracket stands that opens right before
// text[i:], or -1.
func opensBracket(text string, i int) int {
	for j := i - 1; j >= 0 && i-j < 4; j-- {
		switch text[j] {
		case '(':
			return j
		case ' ':
		default:
			return -1
		}
	}
	return -1
}
