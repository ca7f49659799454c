package dates

import (
	"time"

	"warta/analyzers/satker"
)

// Parse reads the day and time that a page or a request states ("2025-11-04",
// "2025-11-04T23:30:00+07:00", "Selasa, 4 November 2025 23.30 WIB", "November 4,
// 2025", "04/11/2025 10:00") and returns the day that it was then in zone, that
// of the publisher. A time without a zone, or with one that is not known, is one of
// the publisher's: the day stays as it is written. It is false where no day with
// its year is stated, or two days are.
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
		if d := parseISO(s[i:]); !d.IsZero() && wordStarts(s, i) {
			return d, s[i+len(time.DateOnly):], true
		}
	}
	e, ok := next(s, 0)
	if !ok || e.ends[0].Year == 0 {
		return english(s)
	}
	if _, again := next(s, e.End); again || e.n != 1 {
		return Date{}, "", false
	}
	return e.ends[0].Date, s[e.End:], true
}

// english reads a day with the name of its month first.
func english(s string) (d Date, rest string, ok bool) {
	for i := 0; i < len(s); i++ {
		if !isLetter(s[i]) || !wordStarts(s, i) {
			continue
		}
		month, named := englishMonth(s, i)
		if month == 0 {
			continue
		}
		day, at, ok := number(s, skipSpaces(s, named))
		if !ok {
			if d, stop, ok := dayBefore(s, i, named, month); ok {
				return d, s[stop:], true
			}
			continue
		}
		at = skipSpaces(s, at)
		if at < len(s) && s[at] == ',' {
			at = skipSpaces(s, at+1)
		}
		y, at, ok := year(s, at)
		if d := (Date{y, month, day}); ok && d.valid() {
			return d, s[at:], true
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
	y, stop, ok := year(s, skipSpaces(s, at))
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
