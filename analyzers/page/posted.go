package page

import (
	"fmt"
	"strings"
	"time"
)

// postedOn reads a line that says when the page was posted and nothing else:
// "14 November 2025", "Kompas.com - 12/11/2024, 10:15 WIB", "Selasa, 4
// November 2025 | 10.12 WIB". It returns an ISO date.
func postedOn(s string) (string, bool) {
	if len(s) > 90 || !strings.ContainsAny(s, "0123456789") {
		return "", false
	}
	tokens := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return r == ' ' || r == ',' || r == '|' || r == '(' || r == ')' || r == '•' || r == '·'
	})
	day := ""
	for i := 0; i < len(tokens); i++ {
		token := tokens[i]
		if isoDay, used := dayAt(tokens[i:]); used > 0 {
			if day != "" && day != isoDay {
				return "", false
			}
			day = isoDay
			i += used - 1
			continue
		}
		if !aroundDay(token, i) {
			return "", false
		}
	}
	return day, day != ""
}

// dayAt reads a date at the head of tokens and says how many it took.
func dayAt(tokens []string) (string, int) {
	first := tokens[0]
	if len(first) >= 10 && first[4] == '-' {
		if iso, ok := isoDay(first); ok {
			return iso, 1
		}
	}
	if parts := strings.Split(first, "/"); len(parts) == 3 {
		if iso, ok := makeDay(atoi(parts[2]), atoi(parts[1]), atoi(parts[0])); ok {
			return iso, 1
		}
	}
	if len(tokens) >= 3 {
		if iso, ok := makeDay(atoi(tokens[2]), monthOf(tokens[1]), atoi(first)); ok {
			return iso, 3
		}
	}
	return "", 0
}

// isoDay is the day of a time in ISO 8601, as meta data give it. The day is
// that of the place where it was written, so no zone is reckoned with.
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

func atoi(s string) int {
	if s == "" || len(s) > 4 {
		return -1
	}
	n := 0
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return -1
		}
		n = n*10 + int(s[i]-'0')
	}
	return n
}

// monthOf reads the name of a month, old spellings and short forms too.
func monthOf(s string) int {
	s = strings.TrimRight(s, ".")
	switch s {
	case "nopember":
		return 11
	case "pebruari", "peb":
		return 2
	case "agt", "ags", "agu", "agust", "aug":
		return 8
	case "may":
		return 5
	case "oct":
		return 10
	case "dec":
		return 12
	}
	for i, name := range [...]string{
		"januari", "februari", "maret", "april", "mei", "juni", "juli", "agustus", "september", "oktober", "november", "desember",
	} {
		if s == name || len(s) >= 3 && len(s) <= 4 && strings.HasPrefix(name, s) {
			return i + 1
		}
	}
	return 0
}

// aroundDay reports whether a token may stand beside a date of posting: a
// weekday, an hour, a zone, a site's name, a word such as "diterbitkan".
func aroundDay(token string, at int) bool {
	token = strings.Trim(token, ":.-–")
	switch token {
	case "", "senin", "selasa", "rabu", "kamis", "jumat", "jum'at", "jum’at", "sabtu", "minggu", "ahad",
		"wib", "wita", "wit", "pukul", "jam", "diterbitkan", "dipublikasikan", "dipublikasi", "tayang", "tanggal", "posting", "diposting", "terbit",
		"pada", "published", "posted", "on", "oleh", "admin", "by", "/":
		return true
	}
	if strings.Trim(token, "0123456789") == ":" || strings.Trim(token, "0123456789") == "." || strings.Trim(token, "0123456789") == "::" {
		return true // an hour
	}
	return at < 2 && (strings.HasSuffix(token, ".com") || strings.HasSuffix(token, ".id") || token == "detiknews" || token == "antara")
}

// Day returns the day of a date or time in ISO 8601 ("2025-11-04",
// "2025-11-04T09:14:00+07:00"), as it stands there.
func Day(s string) (string, bool) {
	return isoDay(s)
}
