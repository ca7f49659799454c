package dates

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"warta/analyzers/article"
)

// An end is one day of an expression, with the weekday that was typed with it.
type end struct {
	Date
	weekday weekday
}

// An expression is a date, or a range of them, as it stands in a text. ends
// holds the day, or the first and the last day.
type expression struct {
	article.Span
	ends     [2]end
	n        int  // of ends
	brackets bool // the day stands in brackets: "Selasa (4/11)"
	words    bool // the month is written out
}

// next returns the first date expression at or after text[at:].
func next(text string, at int) (expression, bool) {
	for i := at; i < len(text); i++ {
		b := text[i]
		switch {
		case '0' <= b && b <= '9':
			if !wordStarts(text, i) {
				i = skipDigits(text, i) - 1
				continue
			}
			if e, ok := plain(text, i); ok {
				return e, true
			}
			i = skipDigits(text, i) - 1
		case isLetter(b) && wordStarts(text, i):
			if e, ok := withWeekday(text, i); ok {
				return e, true
			}
			for i+1 < len(text) && isLetter(text[i+1]) {
				i++
			}
		}
	}
	return expression{}, false
}

// plain reads a date that begins with its day at text[i:].
func plain(text string, i int) (expression, bool) {
	open := opensBracket(text, i)
	e, stop, ok := core(text, i, open >= 0)
	if !ok {
		return expression{}, false
	}
	e.Span = article.Span{Start: i, End: stop}
	if open >= 0 {
		if stop = skipSpaces(text, stop); stop < len(text) && text[stop] == ')' {
			e.Span, e.brackets = article.Span{Start: open, End: stop + 1}, true
		}
	}
	if !e.words && !e.brackets && e.ends[0].Year == 0 {
		return expression{}, false // "3/4" is a fraction
	}
	yearBehind(text, &e)
	continueRange(text, &e)
	return e, true
}

// withWeekday reads a date that begins with the name of its weekday at text[i:].
func withWeekday(text string, i int) (expression, bool) {
	day, at := weekdayWord(text, i)
	if day == noWeekday {
		return expression{}, false
	}
	last := noWeekday
	if join, ok := connector(text, at); ok { // "Sabtu hingga Senin (20–22/12)"
		if second, stop := weekdayWord(text, join); second != noWeekday {
			last, at = second, stop
		}
	}
	open := opensBracket(text, i)
	at, inner := toDay(text, at)
	e, stop, ok := core(text, at, true)
	if !ok {
		return expression{}, false
	}
	e.Start, e.End, e.brackets = i, stop, inner
	if after := skipSpaces(text, stop); after < len(text) && text[after] == ')' && (inner || open >= 0) {
		e.End, e.brackets = after+1, true
		if open >= 0 && !inner {
			e.Start = open
		}
	}
	e.ends[0].weekday = day
	if e.n == 2 {
		e.ends[1].weekday = last
	}
	yearBehind(text, &e)
	continueRange(text, &e)
	return e, true
}

// toDay skips what may stand between a weekday and its day: the part of the
// day, commas, "tanggal" and an opening bracket.
func toDay(text string, i int) (at int, bracket bool) {
	for range 6 {
		i = skipSpaces(text, i)
		if i >= len(text) {
			break
		}
		switch text[i] {
		case ',', '.', ':':
			i++
			continue
		case '(', '[':
			i, bracket = i+1, true
			continue
		case '/':
			i++
			continue
		}
		stop, ok := anyWord(text, i, "pagi", "siang", "sore", "malam", "petang", "dini", "hari", "tanggal", "tgl", "lalu", "kemarin")
		if !ok {
			break
		}
		if i = stop; i < len(text) && text[i] == '.' {
			i++
		}
	}
	return i, bracket
}

// core reads a day or a range of days at text[i:]: "4/11", "4/11/2025",
// "15-17 Februari 2021", "29 September - 3 Oktober 2025". Days without a month
// in words count only where loose is set.
func core(text string, i int, loose bool) (e expression, stop int, ok bool) {
	first, at, ok := number(text, i)
	if !ok || first < 1 || first > 31 {
		return e, 0, false
	}
	if d, stop, ok := monthAndYear(text, at, first, loose); ok {
		e = expression{n: 1, words: isMonthAt(text, at)}
		e.ends[0].Date = d
		return e, stop, true
	}
	join, ok := connector(text, listed(text, at))
	if !ok {
		return e, 0, false
	}
	last, at, ok := number(text, join)
	if !ok || last < 1 || last > 31 {
		return e, 0, false
	}
	d, stop, ok := monthAndYear(text, at, last, loose)
	if !ok || first >= last || !d.valid() {
		return e, 0, false
	}
	e = expression{n: 2, words: isMonthAt(text, at)}
	e.ends[0].Date, e.ends[1].Date = Date{d.Year, d.Month, first}, d
	return e, stop, true
}

// listed skips the days between the first and the last of a list: "3, 4, dan 5
// Mei". Of a list the first and the last day count, as of a range.
func listed(text string, i int) int {
	for range 6 {
		at := skipSpaces(text, i)
		if at >= len(text) || text[at] != ',' {
			return i
		}
		if _, ok := connector(text, at+1); ok { // the comma before "dan"
			return at + 1
		}
		_, stop, ok := number(text, skipSpaces(text, at+1))
		if !ok {
			return i
		}
		i = stop
	}
	return i
}

// yearBehind reads a year that was typed behind the bracket: "Rabu (14/10)
// 2020."
func yearBehind(text string, e *expression) {
	if e.n != 1 || !e.brackets || e.ends[0].Year != 0 {
		return
	}
	y, stop, ok := year(text, skipSpaces(text, e.End))
	if !ok || y < firstYear || stop < len(text) && strings.IndexByte(".,;)", text[stop]) < 0 {
		return
	}
	if d := e.ends[0].in(y); d.valid() {
		e.ends[0].Date, e.End = d, stop
	}
}

// continueRange adds the last day where e is the first of a range: "Rabu
// (30/7/2025) hingga Jumat (1/8/2025)". The year of the last day serves both.
func continueRange(text string, e *expression) {
	if e.n != 1 {
		return
	}
	at, ok := connector(text, e.End)
	if !ok || at >= len(text) {
		return
	}
	if stop, ok := anyWord(text, at, "tanggal", "tgl"); ok {
		at = skipSpaces(text, stop)
	}
	var last expression
	if text[at] == '(' {
		at++
	}
	if at < len(text) && isLetter(text[at]) {
		day, stop := weekdayWord(text, at)
		if day == noWeekday {
			return
		}
		from, bracket := toDay(text, stop)
		if last, stop, ok = core(text, from, true); !ok {
			return
		}
		last.End, last.ends[0].weekday = stop, day
		if bracket {
			last.End = closing(text, stop)
		}
	} else {
		var stop int
		if last, stop, ok = core(text, at, e.brackets); !ok {
			return
		}
		last.End = closing(text, stop)
	}
	if last.n != 1 || last.ends[0].Month < e.ends[0].Month && last.ends[0].Year == 0 && e.ends[0].Year == 0 && e.ends[0].Month != 12 {
		return
	}
	e.ends[1], e.n, e.End = last.ends[0], 2, last.End
	a, b := &e.ends[0], &e.ends[1]
	switch {
	case a.Year == 0 && b.Year != 0:
		a.Year = b.Year
		if a.Month > b.Month {
			a.Year--
		}
	case b.Year == 0 && a.Year != 0:
		b.Year = a.Year
		if a.Month > b.Month {
			b.Year++
		}
	}
}

func closing(text string, i int) int {
	if at := skipSpaces(text, i); at < len(text) && text[at] == ')' {
		return at + 1
	}
	return i
}

// monthAndYear reads what follows a day at text[i:]: a month, by name or by
// number, and a year where there is one.
func monthAndYear(text string, i, day int, loose bool) (d Date, stop int, ok bool) {
	at := skipSpaces(text, i)
	if at >= len(text) {
		return d, 0, false
	}
	if month, stop := monthWord(text, at); month > 0 {
		d = Date{Month: month, Day: day}
		if y, after, ok := yearAfter(text, stop); ok {
			d.Year, stop = y, after
		}
		return d, stop, d.valid()
	}
	mark := text[at]
	if !loose && at != i || mark != '/' && mark != '-' && mark != '.' {
		return d, 0, false
	}
	month, at, ok := number(text, skipSpaces(text, at+1))
	if !ok || month < 1 || month > 12 {
		return d, 0, false
	}
	d, stop = Date{Month: month, Day: day}, at
	if sep := skipSpaces(text, at); sep < len(text) && (text[sep] == mark || text[sep] == '/') {
		from := skipSpaces(text, sep+1)
		if y, after, ok := year(text, from); ok {
			d.Year, stop = y, after
		} else if y, after, ok := number(text, from); ok && mark != '.' && after-from == 2 && wordEnds(text, after) {
			d.Year, stop = 2000+y, after
		} else if mark == '/' && from < len(text) && text[from] != ')' && sep == at {
			return d, 0, false // the number of a decision
		}
	} else if sep > at && mark == '/' { // "(8/10 2021)"
		if y, after, ok := year(text, sep); ok {
			d.Year, stop = y, after
		}
	}
	if mark != '/' && d.Year == 0 || !wordEnds(text, stop) || stop < len(text) && text[stop] == '/' {
		return d, 0, false
	}
	return d, stop, d.valid()
}

// yearAfter reads a year after the name of a month; a comma may part them.
func yearAfter(text string, i int) (y, stop int, ok bool) {
	at := skipSpaces(text, i)
	if at < len(text) && (text[at] == ',' || text[at] == '.') {
		at = skipSpaces(text, at+1)
	}
	if stop, ok := anyWord(text, at, "tahun", "thn"); ok {
		at = skipSpaces(text, stop)
	}
	return year(text, at)
}

// year reads a year of four digits.
func year(text string, i int) (y, stop int, ok bool) {
	stop = skipDigits(text, i)
	if stop-i != 4 || !wordEnds(text, stop) {
		return 0, 0, false
	}
	y, _ = digits(text[i:stop])
	if y < 1900 || y > 2099 || stop+1 < len(text) && text[stop] == '.' && '0' <= text[stop+1] && text[stop+1] <= '9' {
		return 0, 0, false
	}
	return y, stop, true
}

// number reads a number of one or two digits.
func number(text string, i int) (n, stop int, ok bool) {
	stop = i
	for stop < len(text) && stop-i < 3 && '0' <= text[stop] && text[stop] <= '9' {
		stop++
	}
	if stop == i || stop-i > 2 {
		return 0, 0, false
	}
	n, _ = digits(text[i:stop])
	return n, stop, true
}

// connector reads what joins the two ends of a range at text[i:], and returns
// where the second one begins.
func connector(text string, i int) (at int, ok bool) {
	at = skipSpaces(text, i)
	for _, mark := range [...]string{"-", "–", "—", "s/d", "s.d.", "s.d", "sd", "S/D"} {
		if strings.HasPrefix(text[at:], mark) {
			if stop := skipSpaces(text, at+len(mark)); mark != "sd" || stop > at+len(mark) {
				return stop, true
			}
		}
	}
	if at == i {
		return 0, false
	}
	stop, ok := anyWord(text, at, "hingga", "sampai", "dan", "sd")
	if !ok {
		return 0, false
	}
	stop = skipSpaces(text, stop)
	for range 3 { // "sampai dengan tanggal", "dan berakhir pada tanggal"
		after, ok := anyWord(text, stop, "dengan", "berakhir", "pada", "tanggal", "hari")
		if !ok {
			break
		}
		stop = skipSpaces(text, after)
	}
	return stop, true
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

func skipDigits(text string, i int) int {
	for i < len(text) && '0' <= text[i] && text[i] <= '9' {
		i++
	}
	return i
}

// skipSpaces skips at most eight bytes of spaces.
func skipSpaces(text string, i int) int {
	for limit := i + 8; i < limit && i < len(text); {
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

func isLetter(b byte) bool { return 'a' <= b|0x20 && b|0x20 <= 'z' }

func isDigit(b byte) bool { return '0' <= b && b <= '9' }

// wordStarts reports whether no word and no number runs into text[i:]. A digit
// after a letter starts a number: months are typed glued to their day.
func wordStarts(text string, i int) bool {
	if i == 0 {
		return true
	}
	b := text[i-1]
	if b < utf8.RuneSelf {
		if isDigit(text[i]) {
			return !isDigit(b) && !isLetter(b) && !(i > 1 && (b == '.' || b == ',' || b == '/') && isDigit(text[i-2]))
		}
		return !isLetter(b)
	}
	r, _ := utf8.DecodeLastRuneInString(text[:i])
	return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
}

func wordEnds(text string, i int) bool {
	if i >= len(text) {
		return true
	}
	if b := text[i]; b < utf8.RuneSelf {
		return !isLetter(b) && !isDigit(b)
	}
	r, _ := utf8.DecodeRuneInString(text[i:])
	return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
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

func weekdayWord(text string, i int) (weekday, int) {
	var buf [16]byte
	word, stop := foldWord(text, i, &buf)
	switch string(word) {
	case "senin", "senen":
		return monday, stop
	case "selasa":
		return tuesday, stop
	case "rabu":
		return wednesday, stop
	case "kamis":
		return thursday, stop
	case "jumat", "jumaat":
		return friday, stop
	case "sabtu":
		return saturday, stop
	case "minggu", "ahad":
		return sunday, stop
	}
	return noWeekday, i
}

func isMonthAt(text string, i int) bool {
	month, _ := monthWord(text, skipSpaces(text, i))
	return month > 0
}

// monthWord returns the month that is named at text[i:], in today's or an older
// spelling or cut short, and where its name ends, a dot after a short one
// included.
func monthWord(text string, i int) (month, stop int) {
	var buf [16]byte
	word, stop := foldWord(text, i, &buf)
	if month = months[string(word)]; month == 0 {
		return 0, i
	}
	if len(word) <= 4 && stop < len(text) && text[stop] == '.' {
		stop++
	}
	return month, stop
}

var months = map[string]int{
	"januari": 1, "jan": 1, "februari": 2, "pebruari": 2, "feb": 2, "peb": 2, "maret": 3, "mar": 3, "april": 4, "apr": 4,
	"mei": 5, "juni": 6, "jun": 6, "juli": 7, "jul": 7, "agustus": 8, "agt": 8, "agu": 8, "ags": 8, "agust": 8,
	"september": 9, "sept": 9, "sep": 9, "oktober": 10, "okt": 10, "november": 11, "nopember": 11, "nov": 11, "nop": 11,
	"desember": 12, "des": 12,
}
