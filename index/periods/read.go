package periods

import (
	"strconv"
	"strings"
	"time"

	"warta/analyzers/calendar"
	"warta/analyzers/indonesian"
)

// Dash stands in the words of a query for a dash between two spaces.
const Dash = "–"

// A Span is a period and the words that name it: those that turn its meaning ("sejak") and those
// that bind it ("pada bulan") among them.
type Span struct {
	Period
	First, End int // words[First:End]
}

// A Reading is what [Read] found in words.
type Reading struct {
	Periods []Span // in order, apart from each other
	Years   []int  // words that are years of elections
	// Impossible are words that have the form of a time that is none, or that lies before or
	// behind all articles: "31 februari", "triwulan 5", "mei 1890". They stay plain words.
	Impossible []Words
}

// Words are words[First:End].
type Words struct{ First, End int }

// Read returns the periods in words as typed, for the day of a query. Marks at the edges of words
// and capitals do not matter. It takes linear time.
func Read(words []string, today time.Time) Reading {
	r := newReader(words, today)
	var out Reading
	free := 0 // the first word that belongs to nothing yet
	for i := 0; i < len(words); {
		if n := r.election(i); n > 0 {
			for at := i; at < i+n; at++ {
				if _, ok := yearOf(r.word(at)); ok {
					out.Years = append(out.Years, at)
				}
			}
			i += n
			free = i
			continue
		}
		if n := r.named(i); n > 0 {
			i += n
			free = i
			continue
		}
		if n := r.impossible(i); n > 0 {
			out.Impossible = append(out.Impossible, Words{i, i + n})
			i += n
			free = i
			continue
		}
		spans := r.at(i)
		if len(spans) == 0 {
			i++
			continue
		}
		for _, s := range spans {
			s.First = r.binding(s.First, free)
			out.Periods = append(out.Periods, s)
			i, free = s.End, s.End
		}
	}
	return out
}

// Whole returns the period that words name without any others.
func Whole(words []string, today time.Time) (Period, bool) {
	found := Read(words, today).Periods
	if len(found) != 1 || found[0].First != 0 || found[0].End != len(words) {
		return Period{}, false
	}
	return found[0].Period, true
}

// A reader reads the periods in words.
type reader struct {
	*words
	texts []string // as typed
	plain []string // folded, without marks around them; a dash stays
	today time.Time
}

func newReader(texts []string, today time.Time) *reader {
	r := &reader{words: known(), texts: texts, today: dateOf(today.Date())}
	for _, text := range texts {
		plain := indonesian.FoldWord(text)
		if isDash(text) {
			plain = text
		}
		r.plain = append(r.plain, plain)
	}
	return r
}

// word returns a word folded and without marks around it; empty before the first and behind
// the last.
func (r *reader) word(i int) string {
	if i < 0 || i >= len(r.plain) {
		return ""
	}
	return r.plain[i]
}

// parted reports whether a mark parts a word from the next.
func (r *reader) parted(i int) bool {
	return i >= 0 && i < len(r.texts) && strings.ContainsAny(r.texts[i][max(0, len(r.texts[i])-1):], ",;:)?!")
}

// binding returns the first of the words that bind a period at a word, not before another.
func (r *reader) binding(at, first int) int {
	for at > first {
		_, isWeekday := calendar.Weekday(r.word(at - 1))
		if !r.Binding[r.word(at-1)] && !isWeekday {
			break
		}
		at--
	}
	return at
}

// at returns the periods that begin at a word, in order; none if none does. It returns two where
// a range ends before it begins ("2024 sampai 2023").
func (r *reader) at(i int) []Span {
	kind, n := r.bound(i)
	at := i + n
	opens := kind == bare || kind >= since // a range may follow
	if opens {
		if spans := r.shortened(kind, i, at); spans != nil {
			return spans
		}
	}
	first, n := r.single(at, kind != bare)
	if n == 0 {
		return nil
	}
	if opens {
		if spans := r.joined(kind, i, first, at, at+n); spans != nil {
			return spans
		}
	}
	if kind == between || kind == bare && !r.stands(first, at, at+n) {
		return nil
	}
	return []Span{{first.turned(kind), i, at + n}}
}

// single returns the period at a word that has no word before it that turns its meaning, and its
// number of words, 0 for none. Definite is set where a period is expected: a month alone is one
// then, whatever stands around it.
func (r *reader) single(i int, definite bool) (Period, int) {
	if p, n := r.part(i); n > 0 {
		return p, n
	}
	return r.whole(i, definite)
}

// whole is single for what is no part of a year or month.
func (r *reader) whole(i int, definite bool) (Period, int) {
	const most = 2 // words for units before a date: "bulan tanggal"
	if p, n := r.relative(i); n > 0 {
		return p, n
	}
	n := 0
	for n < most && (r.Year[r.word(i+n)] || r.Month[r.word(i+n)] || r.Day[r.word(i+n)]) {
		n++
	}
	p, m := r.absolute(i + n)
	if m == 0 && (n > 0 && r.Month[r.word(i+n-1)] || definite || r.isMonthHere(i+n)) {
		p, m = r.month(i + n)
	}
	if m == 0 {
		return Period{}, 0
	}
	return p, n + m + r.trailing(i+n+m)
}

// trailing returns the number of words behind a date that point at it and change nothing: "2024
// lalu", "mei 2025 yang lalu".
func (r *reader) trailing(i int) int {
	n := 0
	if r.Joining[r.word(i)] {
		n++
	}
	if w := r.word(i + n); r.Last[w] || r.This[w] || r.Next[w] {
		return n + 1
	}
	return 0
}

// absolute reads a day, a month or a year by name or number, or a range in one word. Between a
// month and its year a word for a year may stand.
func (r *reader) absolute(i int) (Period, int) {
	if r.impossible(i) > 0 {
		return Period{}, 0
	}
	first := r.word(i)
	if p, ok := numeric(first); ok {
		return p, 1
	}
	if m := calendar.Month(first); m != 0 {
		if year, n := r.yearAt(i + 1); n > 0 {
			return monthOf(year, m), 1 + n
		}
	}
	if m := calendar.Month(r.word(i + 1)); m != 0 && !r.parted(i) {
		year, n := r.yearAt(i + 2)
		pointed, k := r.unitAt(i + 2)
		if k > 0 && r.units[r.word(i+2)] == years {
			year, n = pointed.From.Year(), k
		}
		if n > 0 {
			if day, ok := date(strconv.Itoa(year), strconv.Itoa(int(m)), first); ok {
				p := dayOf(day)
				p.Relative = k > 0
				return p, 2 + n
			}
		} else if day, ok := r.latest(m, first); ok {
			return Period{From: day, To: day, bare: true}, 2
		}
	}
	if year, ok := yearOf(first); ok {
		p := wholeYear(year)
		p.Year = true
		return p, 1
	}
	if p, ok := rangeIn(first); ok {
		return p, 1
	}
	return Period{}, 0
}

// yearAt reads a year, which a word for one may stand before.
func (r *reader) yearAt(i int) (year, words int) {
	n := 0
	if r.Year[r.word(i)] {
		n++
	}
	if year, ok := yearOf(r.word(i + n)); ok {
		return year, n + 1
	}
	return 0, 0
}

// latest returns the latest day of a month and a number that is not after today.
func (r *reader) latest(m time.Month, day string) (time.Time, bool) {
	const leap = 4 // years between two that have the 29th of February, mostly
	for back := 0; back <= leap; back++ {
		t, ok := date(strconv.Itoa(r.today.Year()-back), strconv.Itoa(int(m)), day)
		if ok && !t.After(r.today) {
			return t, true
		}
	}
	return time.Time{}, false
}

// month reads a month without a year: the latest that has begun.
func (r *reader) month(i int) (Period, int) {
	m := calendar.Month(r.word(i))
	if m == 0 || r.impossible(i) > 0 {
		return Period{}, 0
	}
	year := r.today.Year()
	if m > r.today.Month() {
		year--
	}
	p := monthOf(year, m)
	p.bare = true
	return p, 1
}

// part reads a part of a year or of a month: "awal 2024", "akhir bulan lalu". The end of a week
// is Saturday and Sunday.
func (r *reader) part(i int) (Period, int) {
	name, ok := r.Parts[r.word(i)]
	if !ok {
		return Period{}, 0
	}
	part := partNames[name]
	p, n := r.whole(i+1, true)
	if n == 0 || p.Ranged {
		return Period{}, 0
	}
	of := Period{Relative: p.Relative, bare: p.bare}
	switch {
	case p.isYear():
		of.From = p.From.AddDate(0, 4*part, 0)
		of.To = of.From.AddDate(0, 4, -1)
	case p.isMonth():
		of.From, of.To = p.From.AddDate(0, 0, 10*part), p.From.AddDate(0, 0, 10*part+9)
		if part == 2 {
			of.To = p.To
		}
	case part == 2 && p.To.Equal(p.From.AddDate(0, 0, 6)):
		of.From, of.To = p.From.AddDate(0, 0, 5), p.To
	default:
		return Period{}, 0
	}
	return of, n + 1
}
