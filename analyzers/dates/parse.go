package dates

import (
	"strings"
	"time"

	"warta/analyzers/internal/scan"
	"warta/analyzers/satker"
)

// Parse reads the day and time that a page or a request states ("2025-11-04",
// "2025-11-04T23:30:00+07:00", "Selasa, 4 November 2025 23.30 WIB", "November 4,
// 2025", "04/11/2025 10:00") and returns the day that it was then in zone, that
// of the publisher. A time without a zone, or with one that is not known, is one of
// the publisher's: the day stays as it is written. It is false where no day with
// its year is stated, two days are, or figures without a weekday may be two days
// ("25-11-05", "11/05/2025 11:30 PM").
func Parse(s string, zone satker.Zone) (Date, bool) {
	stated, ok := ReadStamp(s)
	if !ok {
		return Date{}, false
	}
	return stated.In(zone), true
}

// A Stamp is a day that was stated, and the time of it where its zone is known.
type Stamp struct {
	Day Date      // as written
	At  time.Time // zero where no hour is stated, or no zone that is known
}

// ReadStamp reads what [Parse] reads, and the times of feeds ("Wed, 05 Nov 2025
// 23:30:00 +0700", "Rabu, 05 Nov 2025 23.30 WIB").
func ReadStamp(s string) (Stamp, bool) {
	const longest = 160
	if len(s) > longest {
		return Stamp{}, false
	}
	d, rest, ok := statedDay(s)
	if !ok {
		return Stamp{}, false
	}
	return Stamp{Day: d, At: at(d, rest)}, true
}

// In returns the day that it was then in zone.
func (s Stamp) In(zone satker.Zone) Date {
	if s.At.IsZero() {
		return s.Day
	}
	return DayOf(s.At.In(zone.Location()))
}

// Text returns the stamp as POST /v1/articles takes it: an RFC 3339 time, or the
// day as written where its zone is not known.
func (s Stamp) Text() string {
	if s.At.IsZero() {
		return s.Day.String()
	}
	return s.At.Format(time.RFC3339)
}

// statedDay returns the one day in s and what stands behind it.
func statedDay(s string) (d Date, rest string, ok bool) {
	for i := range len(s) {
		if d := parseISO(s[i:]); !d.IsZero() && dateMayStart(s, i) {
			rest := s[i+len(time.DateOnly):]
			return d, rest, !statesOther(rest, d)
		}
	}
	e, ok := next(s, 0)
	if !ok || e.ends[0].Year == 0 {
		return american(s)
	}
	rest = s[e.End:]
	if e.n != 1 || statesOther(rest, Date{}) || e.figuresUnclear(s, rest) {
		return Date{}, "", false
	}
	return e.ends[0].Date, rest, true
}

// statesOther reports whether s states a day that is not d.
func statesOther(s string, d Date) bool {
	for i := range len(s) {
		if other := parseISO(s[i:]); !other.IsZero() && other != d && (i == 0 || !isDigit(s[i-1])) {
			return true
		}
	}
	e, ok := next(s, 0)
	return ok && (e.n > 1 || e.ends[0].Date != d)
}

// figuresUnclear reports whether the day of e, in figures and without its weekday,
// may be another one: the year first ("25-11-05"), or the month first, as an hour
// with AM or PM says ("11/05/2025 11:30 PM").
func (e *expression) figuresUnclear(s, rest string) bool {
	d := e.ends[0]
	if d.figures[0] == 0 || d.weekday != noWeekday && e.fits(d.Year) {
		return false
	}
	if short := d.figures[2]; short != 0 && strings.ContainsAny(s[e.Start:e.End], "-–—") {
		return (Date{century(int(d.figures[0])), int(d.figures[1]), int(short)}).valid()
	}
	return d.Day <= 12 && d.Day != d.Month && halfDay(rest)
}

// halfDay reports whether s begins with an hour with AM or PM.
func halfDay(s string) bool {
	_, _, _, stop, ok := hourAt(s)
	return ok && stop > 1 && s[stop-1]|0x20 == 'm'
}

// american reads a day with its month first: in figures where an hour with AM or PM
// follows and no other reading is in the calendar, or by its name.
func american(s string) (d Date, rest string, ok bool) {
	for i := range len(s) {
		if !isDigit(s[i]) || !dateMayStart(s, i) {
			continue
		}
		month, at, ok := number(s, i)
		if !ok || at >= len(s) || s[at] != '/' {
			continue
		}
		day, at, ok := number(s, at+1)
		if !ok || day <= 12 || at >= len(s) || s[at] != '/' {
			continue
		}
		y, at, ok := year(s, at+1)
		if d = (Date{y, month, day}); ok && d.valid() && halfDay(s[at:]) && !statesOther(s[at:], Date{}) {
			return d, s[at:], true
		}
	}
	return english(s)
}

// english reads a day with the name of its month first.
func english(s string) (d Date, rest string, ok bool) {
	for i := 0; i < len(s); i++ {
		if !isLetter(s[i]) || !dateMayStart(s, i) {
			continue
		}
		month, named := englishMonth(s, i)
		if month == 0 {
			continue
		}
		day, at, ok := number(s, scan.SkipSpaces(s, named))
		if !ok {
			if d, stop, ok := dayBefore(s, i, named, month); ok {
				return d, s[stop:], true
			}
			continue
		}
		at = scan.SkipSpaces(s, at)
		if at < len(s) && s[at] == ',' {
			at = scan.SkipSpaces(s, at+1)
		}
		y, at, ok := year(s, at)
		if d := (Date{y, month, day}); ok && d.valid() {
			other, _, again := english(s[at:])
			return d, s[at:], !again || other == d
		}
	}
	return Date{}, "", false
}

// dayBefore reads "4 December 2025", the name of whose month stands at s[i:at].
func dayBefore(s string, i, at, month int) (d Date, stop int, ok bool) {
	from := i
	for from > 0 && s[from-1] == ' ' {
		from--
	}
	first := from
	for first > 0 && isDigit(s[first-1]) {
		first--
	}
	day, _, ok := number(s, first)
	if !ok {
		return d, 0, false
	}
	y, stop, ok := year(s, scan.SkipSpaces(s, at))
	d = Date{y, month, day}
	return d, stop, ok && d.valid()
}

func englishMonth(s string, i int) (month, stop int) {
	var buf [16]byte
	word, stop := foldWord(s, i, &buf)
	switch string(word) {
	case "january":
		return 1, stop
	case "february":
		return 2, stop
	case "march":
		return 3, stop
	case "may":
		return 5, stop
	case "june":
		return 6, stop
	case "july":
		return 7, stop
	case "august", "aug":
		return 8, stop
	case "october", "oct":
		return 10, stop
	case "december", "dec":
		return 12, stop
	}
	return monthWord(s, i)
}
