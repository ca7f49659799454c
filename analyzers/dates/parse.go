package dates

import (
	"time"

	"warta/analyzers/satker"
)

// Parse reads the day and time that a page or a request states ("2025-11-04",
// "2025-11-04T23:30:00+07:00", "Selasa, 4 November 2025 23.30 WIB", "November 4,
// 2025", "04/11/2025 10:00") and returns the day that it was then in zone, that
// of the publisher. A time without a zone of its own is one of the publisher's.
// It is false where no day with its year is stated, or two days are.
func Parse(s string, zone satker.Zone) (Date, bool) {
	const longest = 160
	if len(s) > longest {
		return Date{}, false
	}
	for i := range len(s) {
		if d := parseISO(s[i:]); !d.IsZero() && wordStarts(s, i) {
			return inZone(d, s[i+len(time.DateOnly):], zone), true
		}
	}
	e, ok := next(s, 0)
	if !ok || e.ends[0].Year == 0 {
		return english(s, zone)
	}
	if _, again := next(s, e.End); again || e.n != 1 {
		return Date{}, false
	}
	return inZone(e.ends[0].Date, s[e.End:], zone), true
}

// english reads a day with the name of its month first.
func english(s string, zone satker.Zone) (Date, bool) {
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
				return inZone(d, s[stop:], zone), true
			}
			continue
		}
		at = skipSpaces(s, at)
		if at < len(s) && s[at] == ',' {
			at = skipSpaces(s, at+1)
		}
		y, at, ok := year(s, at)
		if d := (Date{y, month, day}); ok && d.valid() {
			return inZone(d, s[at:], zone), true
		}
	}
	return Date{}, false
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

// inZone returns the day in zone of d at the time that rest begins with, where
// it states one with a zone of its own.
func inZone(d Date, rest string, zone satker.Zone) Date {
	hour, minute, offset, ok := clock(rest)
	if !ok {
		return d
	}
	then := time.Date(d.Year, time.Month(d.Month), d.Day, hour, minute, 0, 0, offset).In(zone.Location())
	return Date{then.Year(), int(then.Month()), then.Day()}
}

// clock reads an hour and its zone: "T23:30:00+07:00", "| 23.30 WIB".
func clock(s string) (hour, minute int, zone *time.Location, ok bool) {
	i := 0
	for i < len(s) && !isDigit(s[i]) {
		i++
	}
	hour, i, ok = number(s, i)
	if !ok || i >= len(s) || s[i] != ':' && s[i] != '.' {
		return 0, 0, nil, false
	}
	minute, i, ok = number(s, i+1)
	if !ok || hour > 24 || minute > 59 {
		return 0, 0, nil, false
	}
	for i < len(s) && (s[i] == ':' || s[i] == '.' || isDigit(s[i])) { // seconds and their parts
		i++
	}
	i = skipSpaces(s, i)
	if stop, ok := anyWord(s, i, "wib", "wita", "wit", "z", "utc", "gmt"); ok {
		switch word := s[i:stop]; word[len(word)-1] | 0x20 {
		case 'b':
			return hour, minute, satker.WIB.Location(), true
		case 'a':
			return hour, minute, satker.WITA.Location(), true
		case 'z', 'c':
			return hour, minute, time.UTC, true
		}
		if s[i]|0x20 == 'g' {
			return hour, minute, time.UTC, true
		}
		return hour, minute, satker.WIT.Location(), true
	}
	if i >= len(s) || s[i] != '+' && s[i] != '-' {
		return 0, 0, nil, false
	}
	hours, at, ok := number(s, i+1)
	if !ok && len(s) >= i+5 { // "+0700"
		hours, at = int(s[i+1]-'0')*10+int(s[i+2]-'0'), i+3
		ok = isDigit(s[i+1]) && isDigit(s[i+2])
	}
	if !ok {
		return 0, 0, nil, false
	}
	if at < len(s) && s[at] == ':' {
		at++
	}
	minutes, _, _ := number(s, at)
	seconds := (hours*60 + minutes) * 60
	if s[i] == '-' {
		seconds = -seconds
	}
	return hour, minute, time.FixedZone("", seconds), true
}
