// Package dates reads the dates of an article: the dateline before its first
// sentence, the days of its events, and the dates that a page prints about
// itself.
//
// It works without a clock. A date that is typed without its year gets one only
// from what is known about the article: the day it was published or received,
// the weekday that is typed with it, and the years that its text mentions.
package dates

import (
	"fmt"
	"time"
)

// A Date is a day of the calendar. Year is 0 where it is not known; the zero
// value is no date.
type Date struct {
	Year, Month, Day int
}

// IsZero reports whether d is no date.
func (d Date) IsZero() bool { return d == Date{} }

// String returns d in ISO form ("2025-11-04"), or nothing where a part of it is
// not known.
func (d Date) String() string {
	if d.Year == 0 || d.Month == 0 || d.Day == 0 {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// parseISO reads "2025-11-04"; it returns the zero date for everything else.
func parseISO(s string) Date {
	if len(s) < 10 || s[4] != '-' || s[7] != '-' {
		return Date{}
	}
	y, ok1 := digits(s[:4])
	m, ok2 := digits(s[5:7])
	day, ok3 := digits(s[8:10])
	d := Date{y, m, day}
	if !ok1 || !ok2 || !ok3 || y < 1900 || y > 2199 || !d.valid() {
		return Date{}
	}
	return d
}

func digits(s string) (int, bool) {
	n := 0
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = n*10 + int(s[i]-'0')
	}
	return n, s != ""
}

// valid reports whether d stands in the calendar; without a year 29 February
// does.
func (d Date) valid() bool {
	if d.Month < 1 || d.Month > 12 || d.Day < 1 {
		return false
	}
	year := d.Year
	if year == 0 {
		year = 2024 // a leap year
	}
	return d.Day <= daysIn(year, d.Month)
}

func daysIn(year, month int) int {
	switch month {
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

// in returns d in that year.
func (d Date) in(year int) Date { return Date{year, d.Month, d.Day} }

// number returns the count of days since a fixed day, so that dates can be
// subtracted. The year must be known.
func (d Date) number() int {
	return int(time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// after returns by how many days d, unless it is no date, lies after other.
func (d Date) after(other Date) int {
	if d.IsZero() {
		return 0
	}
	return d.number() - other.number()
}

// weekday returns the day of the week of d, whose year must be known.
func (d Date) weekday() weekday {
	return weekday((d.number()+4)%7+7)%7 + 1 // 1 January 1970 was a Thursday
}

// A weekday is a day of the week as typed; 0 is none, 1 Sunday.
type weekday uint8

const (
	noWeekday weekday = iota
	sunday
	monday
	tuesday
	wednesday
	thursday
	friday
	saturday
)

// before returns the weekday before w.
func (w weekday) before() weekday {
	if w <= sunday {
		return saturday
	}
	return w - 1
}

// String returns the Indonesian name of the weekday.
func (w weekday) String() string {
	return [...]string{"", "Minggu", "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu"}[w]
}
