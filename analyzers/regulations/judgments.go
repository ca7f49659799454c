package regulations

import (
	"slices"
	"strconv"
	"strings"

	"warta/analyzers/roman"
)

// The number of a judgment is a serial and a code. In ids a dash parts them: "90-puu-xxi".
//
// A serial is a number, or the numbers of several cases joined by dashes: "135-136". The code of
// the council on ethics is a word of kinds.yaml. That of the constitutional court is such a word,
// what the dispute was over, and the session: "phpu.dpr-dprd-xxii". Sessions are the years of the
// court, which began in 2003, so that the year and the session tell one another: XXI is 2023.

// firstSession is the year of the session I.
const firstSession = 2003

// session returns the session of a year, in lower case; false for years before the court.
func session(year int) (string, bool) {
	n := year - firstSession + 1
	if n < 1 || year > lastYear {
		return "", false
	}
	return roman.Format(n), true
}

// isSession reports whether s is the session of some year.
func isSession(s string) bool {
	n := roman.Parse(s)
	return n > 0 && n <= lastYear-firstSession+1
}

// serialNumber returns a serial in its normal form, without zeros before its numbers: "90" for
// "090", "12-16-19" for "012-016-019". A number of zeros alone is none.
func serialNumber(s string) (string, bool) {
	parts := strings.Split(s, "-")
	for i, part := range parts {
		parts[i] = strings.TrimLeft(part, "0")
		if !isNumber(part) || parts[i] == "" || len(parts[i]) > maxPlain {
			return "", false
		}
	}
	return strings.Join(parts, "-"), true
}

// cutCode parts the number of a judgment before its code: "90" and "puu-xxi".
func cutCode(number string) (digits, code string, ok bool) {
	for i := 1; i+1 < len(number); i++ {
		if number[i] == '-' && isLetter(number[i+1]) {
			return number[:i], number[i+1:], true
		}
	}
	return "", "", false
}

// isSole reports whether the number of a judgment of a year, without a code, is that of k.Sole.
func (k *Kind) isSole(serial string, year int) bool {
	const highest, digits = 12, 3
	if !slices.Contains(k.SoleYears, year) || len(serial) > digits {
		return false
	}
	n, err := strconv.Atoi(serial)
	return err == nil && n > highest
}

// judgment returns the number of a judgment of a year in its normal form: "90-puu-xxi" for
// "090-puu.xxi" and "90-puu", both of 2023. A session that is not that of the year makes it none:
// one of the two is a slip.
func (k *Kind) judgment(number string, year int) (string, bool) {
	digits, code, found := cutCode(number)
	serial, isSerial := serialNumber(digits)
	code, isCode := k.code(code, year)
	number = serial + "-" + code
	return number, found && isSerial && isCode && len(number) <= maxNumber
}

// code returns the code of a judgment in its normal form: a point before what a dispute was over,
// dashes before all else, and the session of the year. The year 0 is not known: any session will do.
func (k *Kind) code(code string, year int) (string, bool) {
	if k.Form == ethics {
		return code, slices.Contains(k.Codes, code)
	}
	fields := strings.FieldsFunc(code, func(r rune) bool { return r == '-' || r == '.' })
	if len(strings.Join(fields, "-")) != len(code) { // marks side by side, or at an end
		return "", false
	}
	if len(fields) == 0 || !slices.Contains(k.Codes, fields[0]) {
		return "", false
	}
	over := fields[1:]
	of, ok := session(year)
	if n := len(over) - 1; n >= 0 && isSession(over[n]) {
		if year == 0 {
			of, ok = over[n], true
		}
		ok, over = ok && over[n] == of, over[:n]
	}
	if slices.ContainsFunc(over, func(field string) bool { return !isSubject(field) }) {
		return "", false
	}
	if len(over) > 0 {
		fields[0] += "." + strings.Join(over, "-")
	}
	if year == 0 && of == "" {
		return fields[0], true
	}
	return fields[0] + "-" + of, ok
}

// isSubject reports whether s may say what a dispute was over: "pres", "dprd", "c1". Roman numerals
// of several letters are no session, or stand at the wrong place.
func isSubject(s string) bool {
	const digits, numerals = "0123456789", "ivxlc"
	return isLetter(s[0]) && strings.Trim(s, lowerCase+digits) == "" && (len(s) == 1 || strings.Trim(s, numerals) != "")
}

// parseJudgment reads the word of the number of a judgment, of which all but the serial may be
// missing: "90/PUU-XXI/2023", "90/PUU", "317-PKE-DKPP/X/2023".
func (k *Kind) parseJudgment(word string) (item, bool) {
	parts := strings.Split(word, "/")
	var out item
	if n := len(parts) - 1; n > 0 {
		if year, ok := yearOf(parts[n]); ok {
			out.year, parts = year, parts[:n]
		}
	}
	digits, code, coded := cutCode(parts[0])
	if !coded {
		digits = parts[0]
	}
	var ok bool
	if out.number, ok = serialNumber(digits); !ok {
		return item{}, false
	}
	rest := parts[1:]
	switch {
	case !coded && len(rest) == 0:
		return out, out.year == 0 || k.isSole(out.number, out.year) // "9/2023" may be a month
	case k.Form == ethics: // the month of the case adds nothing
		if len(rest) > 1 || len(rest) == 1 && !isMonth(rest[0]) {
			return item{}, false
		}
	case len(rest) > 2:
		return item{}, false
	case coded:
		code += strings.Join(append([]string{""}, rest...), "-")
	default:
		code = strings.Join(rest, "-")
	}
	out.code = code
	_, ok = k.code(code, out.year)
	return out, ok
}

// isMonth reports whether s is a month in roman numerals or digits.
func isMonth(s string) bool {
	if n := roman.Parse(s); n > 0 {
		return n <= 12
	}
	return len(s) <= 2 && isNumber(s)
}
