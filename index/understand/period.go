package understand

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"warta/analyzers/calendar"
	"warta/index"
	"warta/index/dockeys"
)

// A period is a range of days that a query names.
type period struct {
	from, to time.Time // both inclusive, at midnight UTC; zero for an open end
	year     bool      // a year alone, which may also be part of a name
	ranged   bool      // from one period to another, or with an open end
	relative bool      // depends on the day of the query: "minggu lalu"
}

// String returns p as the summary shows it: "2025-11", "2025-01-01.." without an end.
func (p period) String() string {
	from, to := p.ends()
	switch {
	case p.from.IsZero() || p.to.IsZero():
		return from + ".." + to
	case from == to:
		return from
	case p.from.Day() == 1 && p.to.Equal(p.from.AddDate(0, 1, -1)):
		return from[:len("2006-01")]
	case p.from.YearDay() == 1 && p.to.Equal(p.from.AddDate(1, 0, -1)):
		return from[:len("2006")]
	default:
		return from + ".." + to
	}
}

// absolute reads a day, a month or a year by name or number.
func absolute(first, second, third string) (period, int) {
	if p, ok := numeric(first); ok {
		return p, 1
	}
	if month := calendar.Month(first); month != 0 {
		if year, ok := yearOf(second); ok {
			return monthOf(year, month), 2
		}
	}
	month := calendar.Month(second)
	if year, ok := yearOf(third); ok && month != 0 {
		if p, ok := dayOf(strconv.Itoa(year), strconv.Itoa(int(month)), first); ok {
			return p, 3
		}
	}
	if year, ok := yearOf(first); ok {
		from := time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC)
		return period{from: from, to: from.AddDate(1, 0, -1), year: true}, 1
	}
	return period{}, 0
}

// numeric reads 2025-11-04, 4/11/2025, 4-11-2025, 2025-11 and 11/2025.
func numeric(word string) (period, bool) {
	parts := strings.FieldsFunc(word, func(r rune) bool { return r == '-' || r == '/' || r == '.' })
	switch {
	case len(parts) == 3 && len(parts[0]) == len("2006"):
		return dayOf(parts[0], parts[1], parts[2])
	case len(parts) == 3:
		return dayOf(parts[2], parts[1], parts[0])
	case len(parts) == 2 && len(parts[0]) == len("2006") && len(parts[1]) == len("01"):
		return numericMonth(parts[0], parts[1])
	case len(parts) == 2 && len(parts[1]) == len("2006") && strings.Contains(word, "/") && len(parts[0]) <= 2:
		return numericMonth(parts[1], parts[0])
	}
	return period{}, false
}

func numericMonth(year, month string) (period, bool) {
	y, ok := yearOf(year)
	m, err := strconv.Atoi(month)
	if !ok || err != nil || m < 1 || m > 12 {
		return period{}, false
	}
	return monthOf(y, time.Month(m)), true
}

func monthOf(year int, month time.Month) period {
	from := time.Date(year, month, 1, 0, 0, 0, 0, time.UTC)
	return period{from: from, to: from.AddDate(0, 1, -1)}
}

// dayOf returns a day if the calendar has it.
func dayOf(year, month, day string) (period, bool) {
	y, ok := yearOf(year)
	m, errMonth := strconv.Atoi(month)
	d, errDay := strconv.Atoi(day)
	if !ok || errMonth != nil || errDay != nil || len(day) > 2 || len(month) > 2 {
		return period{}, false
	}
	date := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	if date.Day() != d || int(date.Month()) != m {
		return period{}, false
	}
	return period{from: date, to: date}, true
}

// yearOf reads a year between the first and the last that articles can have.
func yearOf(word string) (int, bool) {
	year, err := strconv.Atoi(word)
	return year, err == nil && len(word) == len("2006") && year >= dockeys.FirstYear && year <= dockeys.LastYear
}

// relativeTo reads a period that depends on the day of the query.
func relativeTo(now time.Time, first, second string) (period, int) {
	today := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, time.UTC)
	day := func(back, words int) (period, int) {
		date := today.AddDate(0, 0, -back)
		return period{from: date, to: date, relative: true}, words
	}
	back := -1
	switch second {
	case "ini":
		back = 0
	case "lalu", "kemarin", "sebelumnya":
		back = 1
	}
	switch first {
	case "kemarin":
		return day(1, 1)
	case "hari":
		if second == "ini" {
			return day(0, 2)
		}
		return period{}, 0
	}
	if back < 0 {
		return period{}, 0
	}
	p := period{relative: true}
	switch first {
	case "minggu", "pekan":
		monday := today.AddDate(0, 0, -(int(today.Weekday())+6)%7-7*back)
		p.from, p.to = monday, monday.AddDate(0, 0, 6)
	case "bulan":
		p.from = time.Date(today.Year(), today.Month()-time.Month(back), 1, 0, 0, 0, 0, time.UTC)
		p.to = p.from.AddDate(0, 1, -1)
	case "tahun":
		p.from = time.Date(today.Year()-back, 1, 1, 0, 0, 0, 0, time.UTC)
		p.to = p.from.AddDate(1, 0, -1)
	default:
		return period{}, 0
	}
	return p, 2
}

// matching returns the expression for documents of the days of p, by their date or by their
// event dates.
func (p period) matching(of index.Of, event bool) index.Expr {
	from, to := p.ends()
	return dockeys.Between(of, event, from, to)
}

// ends returns the first and the last day of p, empty for an open end.
func (p period) ends() (from, to string) {
	if !p.from.IsZero() {
		from = p.from.Format(time.DateOnly)
	}
	if !p.to.IsZero() {
		to = p.to.Format(time.DateOnly)
	}
	return from, to
}

// periodWeights returns the weights for p.
func (u *understander) periodWeights(p period) PeriodWeights {
	if p.year && !p.relative {
		return u.weights.Year
	}
	return u.weights.Period
}

// weighsPeriod reports whether periods like p are switched on.
func (u *understander) weighsPeriod(p period) bool {
	w := u.periodWeights(p)
	return w.Published > 0 || w.Event > 0
}

// period returns the clause for a period: documents published then, of events then, or with
// the words of its name. A range has no name.
func (u *understander) period(p period, words []string) clause {
	w := u.periodWeights(p)
	var dated index.Best
	if w.Published > 0 {
		dated = append(dated, index.Weigh{Of: p.matching(u.of, false), Boost: w.Published})
	}
	if w.Event > 0 {
		dated = append(dated, index.Weigh{Of: p.matching(u.of, true), Boost: w.Event})
	}
	u.note(fmt.Sprintf("%s = %s", strings.ToLower(strings.Join(words, " ")), p))
	if p.relative || p.ranged {
		return clause{want: index.BestOf(dated), period: true}
	}
	text := u.phraseIn(u.chain(strings.Join(words, " ")), u.fields(), 1)
	return clause{want: index.Any{index.BestOf(dated), index.Weigh{Of: text, Boost: w.Named}}, period: true}
}
