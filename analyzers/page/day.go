package page

import (
	"fmt"
	"strings"
	"time"

	"warta/analyzers/calendar"
)

// dayAt reads a date at the head of tokens and says how many it took: "14 November
// 2025", "November 14 2025", "14/11/2025", "2025-11-14", "14-11-2025", "14.11.2025".
func dayAt(tokens []postingToken) (string, int) {
	first := tokens[0].low
	if first == "" || first[0] > '9' && monthOf(first) == 0 {
		return "", 0
	}
	if len(first) >= 10 && first[4] == '-' {
		if iso, ok := isoDay(first); ok {
			return iso, 1
		}
	}
	for _, mark := range [...]string{"/", "-", "."} {
		parts := strings.Split(first, mark)
		if len(parts) != 3 {
			continue
		}
		if len(parts[0]) == 4 {
			parts[0], parts[2] = parts[2], parts[0]
		}
		day, month, year := atoi(parts[0]), atoi(parts[1]), atoi(parts[2])
		if month < 0 {
			month = monthOf(parts[1])
		}
		if month > 12 && day <= 12 {
			day, month = month, day // "09/20/2017"
		}
		if iso, ok := makeDay(year, month, day); ok {
			return iso, 1
		}
	}
	if len(tokens) >= 3 {
		if iso, ok := makeDay(atoi(tokens[2].low), monthOf(tokens[1].low), atoi(first)); ok {
			return iso, 3
		}
		if iso, ok := makeDay(atoi(tokens[2].low), monthOf(first), atoi(tokens[1].low)); ok {
			return iso, 3
		}
	}
	return "", 0
}

// unclearDay reports whether the day in figures at the head of tokens may have its
// month first, as an hour with AM or PM behind it says: "11/05/2025 11:30 PM".
func unclearDay(tokens []postingToken) bool {
	parts := strings.Split(tokens[0].low, "/")
	if len(parts) != 3 || len(parts[2]) != 4 || len(tokens) < 2 {
		return false
	}
	first, second := atoi(parts[0]), atoi(parts[1])
	if first < 1 || second < 1 || first > 12 || second > 12 || first == second {
		return false
	}
	hour := tokens[1].low
	return isHour(hour) && (strings.HasSuffix(hour, "m") || len(tokens) > 2 && (tokens[2].low == "am" || tokens[2].low == "pm"))
}

// isoDay returns the day of a time in ISO 8601, as meta data give it. The day is
// that of the place where it was written, so the zone is ignored.
func isoDay(s string) (string, bool) {
	if len(s) < 10 {
		return "", false
	}
	if _, err := time.Parse(time.DateOnly, s[:10]); err != nil {
		return "", false
	}
	return s[:10], s[0] == '1' || s[0] == '2'
}

func makeDay(year, month, day int) (string, bool) {
	if year < 1990 || year > 2199 || month < 1 || month > 12 || day < 1 || day > 31 {
		return "", false
	}
	if time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC).Day() != day {
		return "", false
	}
	return fmt.Sprintf("%04d-%02d-%02d", year, month, day), true
}

// atoi reads a number of up to four digits, -1 where s is none.
func atoi(s string) int {
	if len(s) > 4 {
		return -1
	}
	return atoi6(s)
}

// atoi6 reads a number of up to six digits with points between thousands, -1 where s is
// none.
func atoi6(s string) int {
	if s == "" || len(s) > 7 {
		return -1
	}
	n := 0
	for i := range len(s) {
		if s[i] == '.' && i > 0 && len(s)-i == 4 {
			continue
		}
		if s[i] < '0' || s[i] > '9' {
			return -1
		}
		n = n*10 + int(s[i]-'0')
	}
	return n
}

// monthOf returns the month of a lower-case name, 0 if it is none. A dot behind
// a short name is ignored.
func monthOf(s string) int { return int(calendar.PrintedMonth(strings.TrimRight(s, "."))) }

// isWeekday reports whether a lower-case word names a weekday, in short or in
// English too.
func isWeekday(s string) bool {
	_, ok := calendar.PrintedWeekday(s)
	return ok
}
