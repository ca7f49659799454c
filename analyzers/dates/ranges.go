package dates

import (
	"strings"

	"warta/analyzers/internal/scan"
)

// A joint is the text between two days of a range or of a list.
type joint struct {
	next int  // where what follows it begins
	mark byte // ',' or '/' where it is nothing else, else 0
	list bool // a list of single days, no range
}

// jointAt reads what joins two days at text[i:].
func jointAt(text string, i int) (joint, bool) {
	at := scan.SkipSpaces(text, i)
	if at >= len(text) {
		return joint{}, false
	}
	switch text[at] {
	case ',':
		if j, ok := connector(text, at+1); ok { // the comma before "dan"
			return j, true
		}
		return joint{scan.SkipSpaces(text, at+1), ',', true}, true
	case '/':
		return joint{scan.SkipSpaces(text, at+1), '/', true}, true
	}
	return connector(text, i)
}

// endsRange reports whether day, at text[i:], ends a range whose first day is a
// later one of the month before and stands without it: "30-1 November".
func endsRange(text string, i, day int) bool {
	at := i
	for at > 0 && i-at < 3 && text[at-1] == ' ' {
		at--
	}
	stop := at
	for _, mark := range [...]string{"-", "–", "—"} {
		stop = min(stop, len(strings.TrimSuffix(text[:at], mark)))
	}
	if stop == at {
		return false
	}
	for stop > 0 && i-stop < 9 && text[stop-1] == ' ' {
		stop--
	}
	from := stop
	for from > 0 && stop-from < 3 && isDigit(text[from-1]) {
		from--
	}
	first, _, ok := number(text, from)
	return ok && stop > from && dateMayStart(text, from) && day < first && first <= 31
}

// connector reads the mark or the word that joins the last day to the one
// before.
func connector(text string, i int) (joint, bool) {
	at := scan.SkipSpaces(text, i)
	for _, mark := range [...]string{"-", "–", "—", "~", "&", "s/d", "s.d.", "s.d", "S/D", "S.D."} {
		if strings.HasPrefix(text[at:], mark) {
			return joint{next: afterConnector(text, at+len(mark)), list: mark == "&"}, true
		}
	}
	if at == i {
		return joint{}, false
	}
	stop, ok := anyWord(text, at, "hingga", "sampai", "dan", "serta", "sd")
	if !ok {
		return joint{}, false
	}
	word := text[at] | 0x20
	return joint{next: afterConnector(text, stop), list: word == 'd' || text[stop-1]|0x20 == 'a' && text[at+1]|0x20 == 'e'}, true
}

// afterConnector skips the words behind a connector: "sampai dengan tanggal",
// "dan berakhir pada tanggal".
func afterConnector(text string, i int) int {
	stop := scan.SkipSpaces(text, i)
	for range 3 {
		after, ok := anyWord(text, stop, "dengan", "berakhir", "pada", "tanggal", "tgl", "hari")
		if !ok {
			break
		}
		if after < len(text) && text[after] == '.' {
			after++
		}
		stop = scan.SkipSpaces(text, after)
	}
	return stop
}

// weekdaysAt reads the weekdays at text[i:], one or more: "Senin", "Senin s.d.
// Rabu", "Senin, Rabu, dan Jumat". It returns where the last one ends.
func weekdaysAt(text string, i int) (days [7]weekday, n, stop int) {
	day, stop := weekdayWord(text, i)
	if day == noWeekday {
		if day, stop = misspeltWeekday(text, i); day == noWeekday {
			return days, 0, i
		}
	}
	days[0], n = day, 1
	for n < len(days) {
		j, ok := jointAt(text, stop)
		if !ok {
			break
		}
		day, after := weekdayWord(text, j.next)
		if day == noWeekday {
			break
		}
		days[n], stop = day, after
		n++
	}
	return days, n, stop
}

// setWeekdays gives the days of e the weekdays that are typed before them: each
// its own, else the first and the last one.
func (e *expression) setWeekdays(days [7]weekday, n int) {
	switch {
	case n == e.n:
		for i := range n {
			e.ends[i].weekday = days[i]
		}
	case n == 1:
		e.ends[0].weekday = days[0]
	default:
		e.ends[0].weekday, e.ends[e.n-1].weekday = days[0], days[n-1]
	}
}

// extend adds the last day, or days, where e is the first of a range or a list
// whose days have their months: "Rabu (30/7/2025) hingga Jumat (1/8/2025)",
// "(30/9-2/10)". The year of the last day serves all.
func extend(text string, e *expression, loose bool) {
	if e.n >= mostDays {
		return
	}
	j, ok := connector(text, e.End)
	if !ok || j.next >= len(text) {
		return
	}
	at := j.next
	if text[at] == '(' {
		at++
	}
	day, from := noWeekday, at
	inner := at > j.next
	if at < len(text) && isLetter(text[at]) {
		if day, from = weekdayWord(text, at); day == noWeekday {
			if day, from = misspeltWeekday(text, at); day == noWeekday {
				return
			}
		}
		var bracket bool
		from, bracket = toDay(text, from)
		inner = inner || bracket
		loose = true
	}
	last, stop, ok := core(text, from, loose || e.brackets)
	if !ok || e.n+last.n > mostDays || !last.words && last.ends[0].Year == 0 && !loose && !e.brackets && !inner {
		return
	}
	if day != noWeekday {
		last.ends[0].weekday = day
	}
	previous := e.ends[e.n-1].Date
	if first := last.ends[0]; first.Month < previous.Month && first.Year == 0 && previous.Year == 0 && previous.Month != 12 {
		return
	}
	if e.End = stop; inner {
		e.End = closing(text, stop)
	}
	copy(e.ends[e.n:], last.ends[:last.n])
	e.n += last.n
	e.list = e.list || j.list || last.list
	e.spreadYears()
}

// spreadYears gives the days without a year the one of a day beside them.
func (e *expression) spreadYears() {
	for i := e.n - 2; i >= 0; i-- {
		a, b := &e.ends[i], e.ends[i+1]
		if a.Year == 0 && b.Year != 0 {
			if a.Year = b.Year; a.Month > b.Month {
				a.Year--
			}
		}
	}
	for i := 1; i < e.n; i++ {
		a, b := e.ends[i-1], &e.ends[i]
		if b.Year == 0 && a.Year != 0 {
			if b.Year = a.Year; a.Month > b.Month {
				b.Year++
			}
		}
	}
}

func closing(text string, i int) int {
	if at := scan.SkipSpaces(text, i); at < len(text) && text[at] == ')' {
		return at + 1
	}
	return i
}
