package dockeys

import (
	"cmp"
	"fmt"
	"time"

	"warta/index"
	"warta/index/roster"
)

// A DateRun is a run of whole years, of whole months of one year, or of days of one
// month. It is a handful of terms of one field of keys, where the days themselves may be
// thousands.
type DateRun struct {
	year        int // 0 for a run of years
	month       int // 0 for a run of years or months
	first, last int // both in it
}

// The years of the days that an archive of news can hold: an open end of a range is the
// first or the last day of them.
const (
	FirstYear = roster.FirstYear
	LastYear  = roster.LastYear
)

// DateRuns parts the days from the first to the last, both included, into at most
// seven runs, in order. An end that is empty or no day is open. Two ranges that have one
// end in common share the runs beside it.
func DateRuns(from, to string) []DateRun {
	first, last := dateOf(FirstYear, 1, 1), dateOf(LastYear, 12, 31)
	if day, err := time.Parse(time.DateOnly, from); err == nil && day.After(first) {
		first = day
	}
	if day, err := time.Parse(time.DateOnly, to); err == nil && day.Before(last) {
		last = day
	}
	var runs []DateRun
	for first.Compare(last) <= 0 {
		year, month, day := first.Year(), int(first.Month()), first.Day()
		yearEnd, monthEnd := dateOf(year, 12, 31), dateOf(year, month+1, 0)
		switch {
		case first.YearDay() == 1 && !yearEnd.After(last):
			until := last.AddDate(0, 0, 1).Year() - 1
			runs = append(runs, DateRun{first: year, last: until})
			first = dateOf(until+1, 1, 1)
		case day == 1 && !monthEnd.After(last):
			until := 12
			if yearEnd.After(last) {
				until = int(last.AddDate(0, 0, 1).Month()) - 1
			}
			runs = append(runs, DateRun{year: year, first: month, last: until})
			first = dateOf(year, until+1, 1)
		default:
			end := monthEnd
			if end.After(last) {
				end = last
			}
			until := endOfDays(day, end.Day(), monthEnd.Day())
			runs = append(runs, DateRun{year: year, month: month, first: day, last: until})
			first = dateOf(year, month, until+1)
		}
	}
	return runs
}

// endOfDays returns the last day of the run of days of a month that begins with day and
// lies before or at last. A run that begins within ten days (1 to 10, 11 to 20, the rest)
// ends with them, one that begins with them goes on for as many whole tens as there are:
// so ranges with other first days share all but a few days.
func endOfDays(day, last, monthEnd int) int {
	end := last
	for i, ten := range [...]int{10, 20, monthEnd} {
		if day > ten || ten > last {
			continue
		}
		end = ten
		if day != 10*i+1 {
			break
		}
		day += 10
	}
	return end
}

func dateOf(year, month, day int) time.Time {
	return time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
}

// Compare orders runs by their days: years before months before days.
func (r DateRun) Compare(other DateRun) int {
	return cmp.Or(cmp.Compare(r.year, other.year), cmp.Compare(r.month, other.month), cmp.Compare(r.first, other.first), cmp.Compare(r.last, other.last))
}

// Texts are the years, months or days of the run as keys have them, in order.
func (r DateRun) Texts() []string {
	texts := make([]string, 0, r.last-r.first+1)
	for n := r.first; n <= r.last; n++ {
		switch {
		case r.year == 0:
			texts = append(texts, fmt.Sprintf("%04d", n))
		case r.month == 0:
			texts = append(texts, fmt.Sprintf("%04d-%02d", r.year, n))
		default:
			texts = append(texts, fmt.Sprintf("%04d-%02d-%02d", r.year, r.month, n))
		}
	}
	return texts
}

// Matching returns what matches the days of the run, one expression for each text, but
// for whole decades.
func (r DateRun) Matching(of index.Of, event bool) []index.Expr {
	const decade = 10
	texts := r.Texts()
	parts := make([]index.Expr, 0, len(texts))
	for i := 0; i < len(texts); i++ {
		if year := r.first + i; r.year == 0 && year%decade == 0 && year+decade-1 <= r.last {
			parts = append(parts, index.Prefix{Field: DateField(of, event, texts[i]), Text: texts[i][:len(texts[i])-1]})
			i += decade - 1
			continue
		}
		parts = append(parts, Date(of, event, texts[i]))
	}
	return parts
}

// Between matches the days from the first to the last, both included. An end that is
// empty is open.
func Between(of index.Of, event bool, from, to string) index.Any {
	var days index.Any
	for _, run := range DateRuns(from, to) {
		days = append(days, run.Matching(of, event)...)
	}
	return days
}
