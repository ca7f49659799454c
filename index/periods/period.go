package periods

import (
	"strconv"
	"strings"
	"time"

	"warta/index/dockeys"
)

// A Period is a range of days.
type Period struct {
	From, To time.Time // both inclusive, at midnight UTC; zero for an open end
	Year     bool      // a year alone, which may also be part of a name
	Ranged   bool      // from one period to another, or with an open end
	Relative bool      // depends on the day of the query: "minggu lalu"

	bare bool // a month or a day whose year is not given
}

// String returns p as the summary of a query shows it: "2025-11", "2025-01-01.." without an end.
func (p Period) String() string {
	from, to := p.Ends()
	switch {
	case p.From.IsZero() || p.To.IsZero():
		return from + ".." + to
	case from == to:
		return from
	case p.isMonth():
		return from[:len("2006-01")]
	case p.isYear():
		return from[:len("2006")]
	default:
		return from + ".." + to
	}
}

// Ends returns the first and the last day of p as ISO dates, empty for an open end.
func (p Period) Ends() (from, to string) {
	if !p.From.IsZero() {
		from = p.From.Format(time.DateOnly)
	}
	if !p.To.IsZero() {
		to = p.To.Format(time.DateOnly)
	}
	return from, to
}

func (p Period) isMonth() bool {
	return p.From.Day() == 1 && p.To.Equal(p.From.AddDate(0, 1, -1))
}

func (p Period) isYear() bool {
	return p.From.YearDay() == 1 && p.To.Equal(p.From.AddDate(1, 0, -1))
}

func dateOf(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

func dayOf(date time.Time) Period { return Period{From: date, To: date} }

func monthOf(year int, month time.Month) Period {
	from := dateOf(year, month, 1)
	return Period{From: from, To: from.AddDate(0, 1, -1)}
}

func wholeYear(year int) Period {
	from := dateOf(year, 1, 1)
	return Period{From: from, To: from.AddDate(1, 0, -1)}
}

// weekOf returns the week from Monday to Sunday that has a day.
func weekOf(day time.Time) Period {
	monday := day.AddDate(0, 0, -(int(day.Weekday())+6)%7)
	return Period{From: monday, To: monday.AddDate(0, 0, 6)}
}

// monthsFrom returns the same day of the month n months later, the last of a shorter month.
func monthsFrom(day time.Time, n int) time.Time {
	first := dateOf(day.Year(), day.Month()+time.Month(n), 1)
	last := first.AddDate(0, 1, -1).Day()
	return first.AddDate(0, 0, min(day.Day(), last)-1)
}

// date returns a day if the calendar has it.
func date(year, month, day string) (time.Time, bool) {
	y, ok := yearOf(year)
	m, errMonth := strconv.Atoi(month)
	d, errDay := strconv.Atoi(day)
	if !ok || errMonth != nil || errDay != nil || len(day) > 2 || len(month) > 2 {
		return time.Time{}, false
	}
	t := dateOf(y, time.Month(m), d)
	return t, t.Day() == d && int(t.Month()) == m
}

// yearOf reads a year between the first and the last that articles can have.
func yearOf(word string) (int, bool) {
	year, err := strconv.Atoi(word)
	return year, err == nil && len(word) == len("2006") && year >= dockeys.FirstYear && year <= dockeys.LastYear
}

// numeric reads 2025-11-04, 4/11/2025, 4-11-2025, 4/11/25, 2025-11 and 11/2025.
func numeric(word string) (Period, bool) {
	parts := strings.FieldsFunc(word, func(r rune) bool { return r == '-' || r == '/' || r == '.' })
	const year, short = len("2006"), len("06")
	var day time.Time
	ok := false
	switch {
	case len(parts) == 3 && len(parts[0]) == year:
		day, ok = date(parts[0], parts[1], parts[2])
	case len(parts) == 3 && len(parts[2]) == short && strings.Count(word, "/") == 2:
		day, ok = date("20"+parts[2], parts[1], parts[0])
	case len(parts) == 3:
		day, ok = date(parts[2], parts[1], parts[0])
	case len(parts) == 2 && len(parts[0]) == year && len(parts[1]) == short:
		return numericMonth(parts[0], parts[1])
	case len(parts) == 2 && len(parts[1]) == year && strings.Contains(word, "/") && len(parts[0]) <= short:
		return numericMonth(parts[1], parts[0])
	}
	return dayOf(day), ok
}

func numericMonth(year, month string) (Period, bool) {
	y, ok := yearOf(year)
	m, err := strconv.Atoi(month)
	if !ok || err != nil || m < 1 || m > 12 {
		return Period{}, false
	}
	return monthOf(y, time.Month(m)), true
}
