package periods

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"warta/analyzers/calendar"
	"warta/analyzers/indonesian"
)

// named returns the number of words at i of which a number, a month or a year is part and no
// period, 0 for none: a rule, a term of office, a university.
func (r *reader) named(i int) int {
	for _, read := range [...]func(int) int{r.rule, r.term, r.calledAfter, r.idiom} {
		if n := read(i); n > 0 {
			return n
		}
	}
	return 0
}

// election returns the number of words from an election to the last of the years behind it:
// "pemilu serentak tahun 2024", "pilgub jabar 2018", "pemilu 2019 dan 2024". Between the two any
// words may stand that name no time, if there was such an election in that year.
func (r *reader) election(i int) int {
	const most = 5 // words between
	at := slices.IndexFunc(r.Elections, func(e elections) bool { return e.Words[r.word(i)] })
	if at < 0 {
		return 0
	}
	sure := true // the words between belong to the name of the election
	for n := 1; n <= most+1; n++ {
		word := r.word(i + n)
		if year, ok := yearOf(word); ok {
			if !sure && !slices.Contains(r.Elections[at].Years, year) {
				return 0
			}
			return n + 1 + r.furtherYears(i+n+1, r.Elections[at].Years)
		}
		_, isNumber := strconv.Atoi(word)
		if word == "" || isNumber == nil || r.parted(i+n-1) || r.namesTime(i+n) {
			return 0
		}
		sure = sure && r.InNames[word]
	}
	return 0
}

// furtherYears returns the number of words that join further years of elections.
func (r *reader) furtherYears(i int, held []int) int {
	n := 0
	for {
		joined := r.word(i+n) == "dan" || r.word(i+n) == "serta" || isDash(r.word(i+n))
		year, ok := yearOf(r.word(i + n + 1))
		if !joined || !ok || !slices.Contains(held, year) {
			return n
		}
		n += 2
	}
}

// namesTime reports whether a word may be one of a period.
func (r *reader) namesTime(i int) bool {
	word := r.word(i)
	_, isPart := r.Parts[word]
	_, isDay := r.Days[word]
	_, isWeekday := calendar.Weekday(word)
	return isPart || isDay || isWeekday && word != "minggu" || calendar.Month(word) != 0 || r.bounds[word] != bare ||
		r.units[word] != noUnit && !r.Year[word] || isDash(word)
}

// rule returns the number of words of a rule: its kind, its number and its year, with the words
// between; "uud 1945", "pkpu 8/2024", "keputusan kpu nomor 27 tahun 2023".
func (r *reader) rule(i int) int {
	const most = 6 // words before the number
	isRule := r.Rules[r.word(i)]
	if !isRule && !r.Decisions[r.word(i)] {
		return 0
	}
	if _, n := r.yearAt(i + 1); n > 0 && isRule {
		return 1 + n
	}
	for n := 1; n <= most; n++ {
		word := r.word(i + n)
		if number, tail, ok := strings.Cut(word, "/"); ok && isNumber(number) {
			if _, ok := yearOf(tail[strings.LastIndexByte(tail, '/')+1:]); ok {
				return n + 1
			}
			return 0
		}
		if isNumber(word) {
			if r.word(i+n+1) == "/" {
				n++
			}
			if _, m := r.yearAt(i + n + 1); m > 0 {
				return n + 1 + m
			}
			return 0
		}
		if word == "" || r.namesTime(i+n) {
			return 0
		}
	}
	return 0
}

func isNumber(word string) bool {
	return word != "" && len(word) <= 4 && strings.Trim(word, "0123456789") == ""
}

// term returns the number of words of a term of office or a plan with its years: "periode
// 2022-2027", "renstra KPU 2025 – 2029".
func (r *reader) term(i int) int {
	const most = 2 // words between
	if !r.Terms[r.word(i)] {
		return 0
	}
	for n := 1; n <= most+1; n++ {
		if p, ok := rangeIn(r.word(i + n)); ok && len(r.word(i+n)) <= len("2025–2029") && !p.From.IsZero() {
			return n + 1
		}
		if _, m := r.yearAt(i + n); m > 0 {
			if _, j := r.joint(bare, i+n+m); j > 0 {
				if _, k := r.yearAt(i + n + m + j); k > 0 {
					return n + m + j + k
				}
			}
			return 0
		}
		if r.word(i+n) == "" || r.namesTime(i+n) {
			return 0
		}
	}
	return 0
}

// calledAfter returns the number of words of what is called after a day: "universitas 17 agustus
// 1945", "universitas sebelas maret".
func (r *reader) calledAfter(i int) int {
	if !r.Called[r.word(i)] || calendar.Month(r.word(i+2)) == 0 {
		return 0
	}
	if number := r.word(i + 1); !isNumber(number) && r.numbers[number] == 0 {
		return 0
	}
	_, n := r.yearAt(i + 3)
	return 3 + n
}

// idiom returns the number of words of an idiom.
func (r *reader) idiom(i int) int {
	const longest = 3
	for n := longest; n > 0; n-- {
		if i+n <= len(r.plain) && r.Idioms[strings.Join(r.plain[i:i+n], " ")] {
			return n
		}
	}
	return 0
}

// stands reports whether a period that no word turns can be one where it stands: a year that is
// no number of things and not far ahead.
func (r *reader) stands(p Period, first, end int) bool {
	if !p.Year && !p.Ranged || p.Relative {
		return true
	}
	if !r.today.IsZero() && p.To.Year() > r.today.Year()+1 {
		return false
	}
	return !p.Year || end-first > 1 || !r.Counted[r.word(end)] && !r.Numbered[r.word(first-1)]
}

// isMonthHere reports whether the name of a month without a year is one among the words beside
// it: many months are names of people as well.
func (r *reader) isMonthHere(i int) bool {
	const shortest = 4 // letters of a name that is not cut short; "mei" is shorter
	word := r.word(i)
	if m := calendar.Month(word); m == 0 || len(word) < shortest && m != time.May {
		return false
	}
	behind, before := "", ""
	if !r.parted(i) {
		behind = r.word(i + 1)
	}
	if !r.parted(i - 1) {
		before = r.word(i - 1)
	}
	switch {
	case r.numbers[before] > 0: // "sebelas maret"
		return false
	case behind == "" && before == "":
		return !indonesian.IsNameWord(word)
	}
	return !inName(behind) && !inName(before)
}

// inName reports whether a word beside the name of a month is a name, so that both are one.
func inName(word string) bool { return indonesian.IsNameWord(word) && indonesian.MayBeName(word) }
