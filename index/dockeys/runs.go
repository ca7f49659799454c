package dockeys

import (
	"cmp"
	"fmt"
	"time"

	"warta/index"
	"warta/index/roster"
)

// A DateRun is a run of whole years, of whole months of one year, or of days of one
// month. It needs a handful of terms of one field, where single days may be thousands.
type DateRun struct {
	year        int // 0 for a run of years
	month       int // 0 for a run of years or months
	first, last int // included
}

// The first and the last year of days in an archive of news. They bound a range with an
// open end.
const (
	FirstYear = roster.FirstYear
	LastYear  = roster.LastYear
)

// DateRuns splits the days from the first to the last, both included, into at most seven
// runs, in order. An end that is empty or no day is open. Two ranges with a common end
// share the runs next to it.
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

// endOfDays returns the last day, at most last, of the run of days of a month that begins
// with day. Runs end with the tens of days (10, 20, the end of the month): one that
// begins within such ten ends with them, one that begins with them continues for as many
// whole tens as fit. Ranges with different first days thus share all but a few days.
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

// Compare orders runs: years before months before days, each by date.
func (r DateRun) Compare(other DateRun) int {
	return cmp.Or(cmp.Compare(r.year, other.year), cmp.Compare(r.month, other.month), cmp.Compare(r.first, other.first), cmp.Compare(r.last, other.last))
}

// Texts returns the years, months or days of the run as keys store them, in order.
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

// Matching returns expressions that together match the days of the run: one for each
// text, one for a whole decade.
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

// Between matches the days from the first to the last, both included. An empty end is
// open.
func Between(of index.Of, event bool, from, to string) index.Any {
	var alternatives index.Any
	for _, run := range DateRuns(from, to) {
		alternatives = append(alternatives, run.Matching(of, event)...)
	}
	return alternatives
}
