package roster

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"warta/analyzers/indonesian"
	"warta/analyzers/satker"
)

// readRow returns the row of cells. It calls bad for each fault, with the column and a
// message that continues the name of the column.
func readRow(c cells, bad func(field int, format string, args ...any)) Row {
	for i := range c {
		clean, ok := cleaned(c[i])
		if !ok {
			bad(i, "holds a control character")
		}
		c[i] = clean
	}
	for i, most := range [columns]int{MaxName, MaxPost, maxSatker, maxDay, maxDay, MaxSource} {
		if utf8.RuneCountInString(c[i]) > most {
			bad(i, "is longer than %d characters", most)
			return Row{}
		}
	}
	row := Row{Name: c[colName], Source: c[colSource]}
	switch {
	case row.Name == "":
		bad(colName, "is empty")
	case !isName(row.Name):
		bad(colName, "%q is no name of a person", row.Name)
	}
	known := false
	if row.Satker, known = readSatker(c[colSatker], bad); c[colPost] == "" {
		bad(colPost, "is empty")
	} else if known {
		row.Post = readPost(c[colPost], row.Satker, bad)
	}
	row.From = readDay(colFrom, c[colFrom], bad)
	row.To = readDay(colTo, c[colTo], bad)
	if row.From != "" && row.To != "" && row.To < row.From {
		bad(colTo, "%s is before the first day, %s", row.To, row.From)
	}
	return row
}

// cleaned returns a cell in NFC, with single spaces and without invisible characters. It
// returns false if the cell holds a control character or a noncharacter.
func cleaned(s string) (string, bool) {
	ok := true
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.Is(unicode.Cf, r): // marks of direction, soft hyphens
			return -1
		case unicode.IsControl(r) || r == unicode.ReplacementChar || unicode.Is(unicode.Noncharacter_Code_Point, r):
			ok = false
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(norm.NFC.String(s)), " "), ok
}

// isName reports whether a text may be the name of a person: it has two letters and no
// digit.
func isName(s string) bool {
	letters := 0
	for _, r := range s {
		switch {
		case unicode.IsDigit(r):
			return false
		case unicode.IsLetter(r):
			letters++
		}
	}
	return letters >= 2 && len(indonesian.NameWords(s)) > 0
}

// readSatker returns the code of a satker from its code or its name.
func readSatker(cell string, bad func(field int, format string, args ...any)) (code string, known bool) {
	if cell == "" {
		bad(colSatker, "is empty")
		return "", false
	}
	if code, ok := asCode(cell); ok {
		if _, ok := gazetteer().ByCode(code); !ok {
			bad(colSatker, "%q is the code of no satker: /v1/satker lists all", code)
			return "", false
		}
		return code, true
	}
	for _, name := range []string{cell, "KPU " + cell} {
		m, ok := gazetteer().OfficeAt(name, 0, satker.Context{})
		switch {
		case !ok || m.End != len(name):
		case m.Code != "":
			return m.Code, true
		case m.Ambiguous():
			bad(colSatker, "%q may be %s: give the code", cell, strings.Join(m.Candidates, " or "))
			return "", false
		}
	}
	bad(colSatker, "%q is no satker: give its code, as 33.74, or its name, as KPU Kota Semarang", cell)
	return "", false
}

// asCode returns the code in a cell of digits: 33.74, 3374, or 33.10 as a spreadsheet writes
// it as a number (33.1 or 33,1). It returns false for other text.
func asCode(cell string) (string, bool) {
	for _, r := range cell {
		if (r < '0' || r > '9') && r != '.' && r != ',' {
			return "", false
		}
	}
	province, rest, deep := strings.Cut(strings.Replace(cell, ",", ".", 1), ".")
	switch {
	case !deep && len(cell) == 4:
		return cell[:2] + "." + cell[2:], true
	case !deep && cell == "0":
		return "00", true
	case deep && len(province) == 2 && len(rest) == 1:
		return province + "." + rest + "0", true
	case deep:
		return province + "." + rest, true
	}
	return cell, true
}

// readPost returns a post without the name of the satker at its end.
func readPost(post, code string, bad func(field int, format string, args ...any)) string {
	for whole := ""; whole != post; {
		whole = post
		for _, m := range gazetteer().Find(whole, satker.Context{}) {
			switch {
			case m.End != len(whole) || m.Start == 0 || m.Form == satker.Group:
			case m.Code == code, m.Code == "" && (!m.Ambiguous() || slices.Contains(m.Candidates, code)):
				post = strings.TrimRight(whole[:m.Start], " ,-")
			default:
				bad(colPost, "%q names another office than satker %s", whole, code)
				return ""
			}
		}
	}
	if !strings.ContainsFunc(post, unicode.IsLetter) {
		bad(colPost, "%q is no post", post)
	}
	return post
}

// maxDay is the maximum length of a day in characters.
const maxDay = 40

var months = []string{"januari", "februari", "maret", "april", "mei", "juni", "juli", "agustus", "september", "oktober", "november", "desember"}

// noDay are the cells that stand for an unknown day, in lower case.
var noDay = map[string]bool{"": true, "-": true, "sekarang": true, "kini": true}

// readDay returns an ISO date from a cell like 2023-10-24, 24/10/2023, 24-10-2023,
// 24.10.2023 or 24 Oktober 2023, and "" for an unknown day.
func readDay(field int, cell string, bad func(field int, format string, args ...any)) string {
	if noDay[strings.ToLower(cell)] {
		return ""
	}
	year, month, day, ok := dayParts(cell)
	if !ok {
		bad(field, "%q is no day: write it as 2023-10-24 or 24/10/2023", cell)
		return ""
	}
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if month < 1 || month > 12 || t.Day() != day || int(t.Month()) != month {
		bad(field, "%q is no day that exists; the day stands before the month, as 24/10/2023", cell)
		return ""
	}
	if year < FirstYear || year > LastYear {
		bad(field, "%q: the year must be %d to %d", cell, FirstYear, LastYear)
		return ""
	}
	return t.Format(time.DateOnly)
}

// dayParts splits a cell into the numbers of year, month and day, without a check of their
// range.
func dayParts(cell string) (year, month, day int, ok bool) {
	parts := strings.Fields(cell)
	for _, mark := range []string{"-", "/", "."} {
		if len(parts) == 1 {
			parts = strings.Split(cell, mark)
		}
	}
	if len(parts) != 3 {
		return 0, 0, 0, false
	}
	if len(parts[0]) == len("2023") {
		parts[0], parts[2] = parts[2], parts[0]
	}
	if len(parts[2]) != len("2023") {
		return 0, 0, 0, false
	}
	if at := slices.Index(months, strings.ToLower(parts[1])); at >= 0 {
		parts[1] = strconv.Itoa(at + 1)
	}
	var numbers [3]int
	for i, p := range parts {
		if strings.ContainsFunc(p, func(r rune) bool { return r < '0' || r > '9' }) || len(p) == 0 || len(p) > 4 {
			return 0, 0, 0, false
		}
		numbers[i], _ = strconv.Atoi(p)
	}
	return numbers[2], numbers[1], numbers[0], true
}
