package dates

import (
	"strings"
	"time"

	"warta/analyzers/internal/scan"
)

// at returns the time on d that rest begins with, or the zero time where it states
// none, or one in no zone that is known.
func at(d Date, rest string) time.Time {
	hour, minute, second, stop, ok := hourAt(rest)
	if !ok {
		return time.Time{}
	}
	offset, ok := zoneAt(rest[stop:])
	if !ok {
		return time.Time{}
	}
	zone := time.UTC
	if offset != 0 {
		zone = time.FixedZone("", offset)
	}
	return time.Date(d.Year, time.Month(d.Month), d.Day, hour, minute, second, 0, zone)
}

// hourAt reads the hour that s begins with, behind signs and words like "pukul":
// "T23:30:00.5", "| 23.30", "11:30 PM". It returns where the hour ends.
func hourAt(s string) (hour, minute, second, stop int, ok bool) {
	i := 0
	for i < len(s) && !isDigit(s[i]) {
		i++
	}
	hour, i, ok = number(s, i)
	if !ok || i >= len(s) || s[i] != ':' && s[i] != '.' {
		return 0, 0, 0, 0, false
	}
	minute, i, ok = number(s, i+1)
	if !ok || hour > 24 || minute > 59 {
		return 0, 0, 0, 0, false
	}
	if i < len(s) && s[i] == ':' {
		if n, _, ok := number(s, i+1); ok && n < 60 {
			second = n
		}
	}
	for i < len(s) && (s[i] == ':' || s[i] == '.' || isDigit(s[i])) { // parts of seconds too
		i++
	}
	if end, ok := anyWord(s, scan.SkipSpaces(s, i), "am", "pm"); ok && hour >= 1 && hour <= 12 {
		hour %= 12
		if s[end-2]|0x20 == 'p' {
			hour += 12
		}
		i = end
	}
	return hour, minute, second, i, true
}

// zoneNames are the offsets, in hours, of the zones that are known by name. Others,
// of which many names mean several, are unknown.
var zoneNames = map[string]int{"wib": 7, "wita": 8, "wit": 9, "z": 0, "utc": 0, "gmt": 0, "ut": 0}

// zoneAt reads the zone that s begins with and returns its offset in seconds: WIB,
// WITA, WIT, Z, "+07:00", "+0700", "GMT+7", "UTC+08:00". It is false for what is
// none, or none that is known.
func zoneAt(s string) (offset int, ok bool) {
	i := scan.SkipSpaces(s, 0)
	if i < len(s) && s[i] == '(' {
		i++
	}
	var buf [16]byte
	word, stop := foldWord(s, i, &buf)
	if len(word) > 0 {
		hours, known := zoneNames[string(word)]
		if !known {
			return 0, false
		}
		if stop < len(s) && hours == 0 && (s[stop] == '+' || s[stop] == '-') {
			return offsetAt(s[stop:], true)
		}
		return hours * 60 * 60, true
	}
	return offsetAt(s[i:], false)
}

// offsetAt reads "+07:00", "-0500" or "+7", in seconds. Hours alone are read behind
// the name of a zone only: "10.00-12" is no zone.
func offsetAt(s string, named bool) (offset int, ok bool) {
	if s == "" || s[0] != '+' && s[0] != '-' {
		return 0, false
	}
	sign, digits := s[0], s[1:]
	n := len(digits) - len(strings.TrimLeft(digits, "0123456789"))
	rest := digits[n:]
	hours, minutes := 0, 0
	for i, c := range []byte(digits[:n]) {
		if n <= 2 || i < n-2 {
			hours = hours*10 + int(c-'0')
		} else {
			minutes = minutes*10 + int(c-'0')
		}
	}
	switch {
	case n == 4:
	case n == 0 || n > 2:
		return 0, false
	case len(rest) >= 3 && rest[0] == ':' && isDigit(rest[1]) && isDigit(rest[2]):
		minutes, rest = int(rest[1]-'0')*10+int(rest[2]-'0'), rest[3:]
	case !named && sign != '+':
		return 0, false
	}
	if hours > 14 || minutes > 59 || rest != "" && (isDigit(rest[0]) || rest[0] == ':' || rest[0] == '.') {
		return 0, false
	}
	offset = (hours*60 + minutes) * 60
	if sign == '-' {
		offset = -offset
	}
	return offset, true
}
