package periods

import (
	"strconv"

	"warta/analyzers/calendar"
)

// relative reads a period that depends on the day of the query, and its number of words, 0 for
// none.
func (r *reader) relative(i int) (Period, int) {
	p, n := r.namedDay(i)
	if n == 0 {
		p, n = r.counted(i)
	}
	if n == 0 {
		p, n = r.unitAt(i)
	}
	if n == 0 {
		p, n = r.weekday(i)
	}
	if n == 0 {
		p, n = r.monthPointedAt(i)
	}
	p.Relative = true
	return p, n
}

// namedDay reads a day by a name of its own: "hari ini", "kemarin lusa", "kemarin sore".
func (r *reader) namedDay(i int) (Period, int) {
	first, second := r.word(i), r.word(i+1)
	if r.Times[first] && r.This[second] {
		return dayOf(r.today), 2
	}
	if days, ok := r.Days[first+" "+second]; ok && !r.parted(i) {
		return dayOf(r.today.AddDate(0, 0, days)), 2
	}
	days, ok := r.Days[first]
	if !ok {
		return Period{}, 0
	}
	n := 1
	if r.Times[second] {
		n++
	}
	return dayOf(r.today.AddDate(0, 0, days)), n
}

// A count is a number of units.
type count struct {
	n     int
	unit  unit
	words int // 0 if there is none
}

// count reads a number and a unit, or a unit that means one: "3 bulan", "tiga bulan", "sebulan".
func (r *reader) count(i int) count {
	const most = 1000 // units, which is longer than articles are kept
	word := r.word(i)
	if u := r.units[word]; u != noUnit && r.numbers[word] == 1 {
		return count{1, u, 1}
	}
	n := r.numbers[word]
	if n == 0 {
		n, _ = strconv.Atoi(word)
	}
	u := r.units[r.word(i+1)]
	if n < 1 || n > most || u == noUnit || r.numbers[r.word(i+1)] == 1 {
		return count{}
	}
	return count{n, u, 2}
}

// counted reads what is counted back from today: "3 bulan terakhir" is a range that ends today,
// "3 bulan lalu" the month then.
func (r *reader) counted(i int) (Period, int) {
	c := r.count(i)
	if c.words == 0 {
		return Period{}, 0
	}
	end := i + c.words
	if r.Recent[r.word(end)] {
		n := 1
		if r.This[r.word(end+1)] {
			n++
		}
		from := r.today
		switch c.unit {
		case days:
			from = from.AddDate(0, 0, -c.n)
		case weeks:
			from = from.AddDate(0, 0, -7*c.n)
		case months:
			from = monthsFrom(from, -c.n)
		case years:
			from = monthsFrom(from, -12*c.n)
		case noUnit:
		}
		return Period{From: from, To: r.today}, c.words + n
	}
	if step, n := r.step(end); step == -1 {
		return r.moved(c.unit, -c.n), c.words + n
	}
	return Period{}, 0
}

// step reads what points at a unit, and its number of words, 0 for none: 0 for this one, -1 for the
// one before, 1 for the next.
func (r *reader) step(i int) (step, words int) {
	n := 0
	if r.Joining[r.word(i)] {
		n++
	}
	switch w := r.word(i + n); {
	case r.This[w] && n == 0:
		return 0, 1
	case r.Last[w]:
		return -1, n + 1
	case r.Next[w]:
		return 1, n + 1
	}
	return 0, 0
}

// moved returns the unit that lies n units from the present one.
func (r *reader) moved(u unit, n int) Period {
	switch u {
	case days:
		return dayOf(r.today.AddDate(0, 0, n))
	case weeks:
		return weekOf(r.today.AddDate(0, 0, 7*n))
	case months:
		first := dateOf(r.today.Year(), r.today.Month(), 1)
		return monthOf(first.AddDate(0, n, 0).Year(), first.AddDate(0, n, 0).Month())
	case years:
		return wholeYear(r.today.Year() + n)
	case noUnit:
	}
	return Period{}
}

// unitAt reads a week, a month or a year that is pointed at: "minggu lalu", "tahun depan".
func (r *reader) unitAt(i int) (Period, int) {
	u := r.units[r.word(i)]
	if u <= days || r.numbers[r.word(i)] == 1 || r.parted(i) {
		return Period{}, 0
	}
	step, n := r.step(i + 1)
	if n == 0 {
		return Period{}, 0
	}
	return r.moved(u, step), n + 1
}

// weekday reads a day of a week: "senin lalu" is the latest before today, "senin pekan lalu" that
// of the week before. Minggu is a week, unless "hari" stands before it.
func (r *reader) weekday(i int) (Period, int) {
	n := 0
	if r.word(i) == "hari" {
		n++
	}
	day, ok := calendar.Weekday(r.word(i + n))
	if !ok || r.parted(i+n) {
		return Period{}, 0
	}
	n++
	within := (int(day) + 6) % 7 // days from Monday
	if week, m := r.unitAt(i + n); m > 0 && r.units[r.word(i+n)] == weeks {
		return dayOf(week.From.AddDate(0, 0, within)), n + m
	}
	step, m := r.step(i + n)
	if m == 0 {
		return Period{}, 0
	}
	t := weekOf(r.today).From.AddDate(0, 0, within)
	switch {
	case step < 0 && !t.Before(r.today):
		t = t.AddDate(0, 0, -7)
	case step > 0 && !t.After(r.today):
		t = t.AddDate(0, 0, 7)
	}
	return dayOf(t), n + m
}

// monthPointedAt reads a month of this year or another: "mei lalu", "mei tahun lalu".
func (r *reader) monthPointedAt(i int) (Period, int) {
	n := 0
	if r.Month[r.word(i)] {
		n++
	}
	m := calendar.Month(r.word(i + n))
	if m == 0 || r.parted(i+n) {
		return Period{}, 0
	}
	n++
	if year, k := r.unitAt(i + n); k > 0 && r.units[r.word(i+n)] == years {
		return monthOf(year.From.Year(), m), n + k
	}
	step, k := r.step(i + n)
	if k == 0 {
		return Period{}, 0
	}
	year := r.today.Year()
	switch {
	case step < 0 && m >= r.today.Month():
		year--
	case step > 0 && m <= r.today.Month():
		year++
	}
	return monthOf(year, m), n + k
}
