package regulations

import (
	"strconv"
	"strings"
)

// lowerCase are the letters of words and numbers.
const lowerCase = "abcdefghijklmnopqrstuvwxyz"

func isDigit(c byte) bool  { return '0' <= c && c <= '9' }
func isLetter(c byte) bool { return 'a' <= c && c <= 'z' }

// isNumber reports whether s is made of digits alone.
func isNumber(s string) bool {
	for i := range len(s) {
		if !isDigit(s[i]) {
			return false
		}
	}
	return s != ""
}

// yearOf reads a year of four digits.
func yearOf(s string) (int, bool) {
	if len(s) != len("2024") || !isNumber(s) {
		return 0, false
	}
	year, err := strconv.Atoi(s)
	return year, err == nil && year >= firstYear && year <= lastYear
}

// shortYear reads a year of four or two digits; two are those of this century.
func shortYear(s string) (int, bool) {
	if len(s) == 2 && isNumber(s) {
		s = "20" + s
	}
	return yearOf(s)
}

// plainNumber returns a number such as "08", "1186.1", "1.229" or "12A" in its normal form: "8",
// "1186.1", "1229", "12a". A point before three digits parts thousands.
func plainNumber(s string) (string, bool) {
	digits := strings.TrimRight(s, lowerCase)
	letters := s[len(digits):]
	if len(letters) > 1 {
		return "", false
	}
	whole, part, dotted := strings.Cut(digits, ".")
	if !isNumber(whole) || dotted && !isNumber(part) {
		return "", false
	}
	if len(part) == 3 && len(whole) <= 2 {
		whole, part, dotted = whole+part, "", false
	}
	whole = strings.TrimLeft(whole, "0")
	if whole == "" || len(whole) > maxPlain || len(part) > 2 {
		return "", false
	}
	if dotted {
		whole += "." + part
	}
	return whole + letters, true
}

// officeCode returns the code of the office with these digits: "3404" is "34.04". It is empty
// for anything else.
func officeCode(digits string) string {
	switch {
	case !isNumber(digits):
		return ""
	case len(digits) == 2:
		return digits
	case len(digits) == 4:
		return digits[:2] + "." + digits[2:]
	}
	return ""
}

// An item is a number in a text, with its year where one is part of it.
type item struct {
	number string // normal form
	code   string // of a judgment, as it stands there: "puu-xxi"
	year   int    // 0: none
	office string // code, of the files of an office in the regions
	region bool   // of the files of an office in the regions
}

// parseItem reads the word of a number of a kind. First is set for the first number of a list,
// which may have a year of two digits.
func (k *Kind) parseItem(word string, first bool) (item, bool) {
	if len(word) > maxWord || word == "" || !isDigit(word[0]) {
		return item{}, false
	}
	switch k.Form {
	case plain, filed:
		return k.parsePlain(word, first)
	case court, ethics:
		return k.parseJudgment(word)
	}
	return item{}, false
}

func (k *Kind) parsePlain(word string, first bool) (item, bool) {
	parts := strings.Split(word, "/")
	if len(parts) == 1 { // "15-2023", "8,2024"
		number, year, parted := strings.Cut(word, "-")
		if !parted {
			number, year, parted = strings.Cut(word, ",")
		}
		if parted {
			if y, ok := yearOf(year); ok {
				n, ok := plainNumber(number)
				return item{number: n, year: y}, ok
			}
		}
	}
	number, ok := plainNumber(parts[0])
	if !ok {
		return item{}, false
	}
	out := item{number: number}
	switch {
	case len(parts) == 1:
		return out, true
	case len(parts) == 2:
		if out.year, ok = yearOf(parts[1]); !ok && first {
			out.year, ok = shortYear(parts[1])
		}
		return out, ok
	case k.Form != filed:
		return item{}, false
	}
	if out.year, ok = yearOf(parts[len(parts)-1]); !ok {
		return item{}, false
	}
	letters := false
	for _, part := range parts[1 : len(parts)-1] {
		letters = letters || strings.ContainsFunc(part, func(r rune) bool { return 'a' <= r && r <= 'z' })
		if code := officeCode(part); len(part) == 4 && code != "" {
			out.office = code
		}
		switch part {
		case "kpu-kab", "kpu-kot", "kpu-kota", "kpu-prov", "kpu-provinsi", "prov", "kab", "kota", "kip-kab", "kip-kota", "kip-prov":
			out.region = true
		}
	}
	out.region = out.region || out.office != ""
	return out, letters // digits alone are a date
}
