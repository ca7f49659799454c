package periods

import (
	"strconv"
	"strings"

	"warta/analyzers/calendar"
	"warta/analyzers/roman"
)

// impossible returns the number of words at i that have the form of a day, a month or a part of a
// year and are none, 0 for others.
func (r *reader) impossible(i int) int {
	for _, read := range [...]func(int) int{r.noDay, r.noYear, r.noPart, r.noDate} {
		if n := read(i); n > 0 {
			return n
		}
	}
	return 0
}

// noDay is impossible for a day that its month does not have: "32 mei 2025", "30-31 april". The
// number behind what is numbered is no day: "tps 32 mei 2025".
func (r *reader) noDay(i int) int {
	month := calendar.Month(r.word(i + 1))
	if month == 0 || r.parted(i) || r.Numbered[r.word(i-1)] {
		return 0
	}
	year, n := r.yearAt(i + 2)
	if n == 0 {
		year, n = 2000, r.farYear(i+2) // a leap year
	}
	days := strings.FieldsFunc(r.word(i), func(c rune) bool { return isDash(string(c)) })
	if len(days) == 0 || len(days) > 2 {
		return 0
	}
	inMonth := dateOf(year, month+1, 0).Day()
	isDay := true
	for _, text := range days {
		day, err := strconv.Atoi(text)
		if err != nil || len(text) > len("31") || day < 0 {
			return 0
		}
		isDay = isDay && day >= 1 && day <= inMonth
	}
	if isDay {
		return 0
	}
	return 2 + n
}

// noYear is impossible for a month of a year before or behind those of all articles: "mei 1890",
// "17 agustus 2345". A number of things is no year.
func (r *reader) noYear(i int) int {
	n := 0
	if calendar.Month(r.word(i)) == 0 {
		if day, err := strconv.Atoi(r.word(i)); err != nil || day < 1 || len(r.word(i)) > len("31") || r.parted(i) || r.Numbered[r.word(i-1)] {
			return 0
		}
		n = 1
	}
	if calendar.Month(r.word(i+n)) == 0 || r.parted(i+n) {
		return 0
	}
	if m := r.farYear(i + n + 1); m > 0 {
		return n + 1 + m
	}
	return 0
}

// farYear returns the number of words of a year before or behind those of all articles, 0 for
// none.
func (r *reader) farYear(i int) int {
	n := 0
	if r.Year[r.word(i)] {
		n = 1
	}
	word := r.word(i + n)
	_, ok := yearOf(word)
	if ok || len(word) != len("2006") || !isNumber(word) || n == 0 && (r.Counted[r.word(i+1)] || word < firstFar || word > lastFar) {
		return 0
	}
	return n + 1
}

// firstFar and lastFar bound the numbers that are read as a year without the word for one: others
// count things.
const firstFar, lastFar = "1700", "2499"

// noPart is impossible for a part of a year by a number that is too large: "triwulan 5 2025",
// "triwulan ke-5", "tw vi". The year behind it belongs to it.
func (r *reader) noPart(i int) int {
	const longest = 2         // digits of a number
	const highestNumeral = 12 // "xl" and "l" are sizes
	most := r.Parted[r.word(i)]
	if most == 0 || r.parted(i) {
		return 0
	}
	n := 1
	word := r.word(i + n)
	if word == "ke" || word == "ke-" {
		n++
		word = r.word(i + n)
	}
	word = strings.TrimPrefix(word, "ke-")
	number, err := strconv.Atoi(word)
	switch {
	case err != nil:
		if number = r.numbers[word]; number == 0 {
			number = roman.Parse(word)
			if number == 0 || number > highestNumeral {
				return 0
			}
		}
	case len(word) > longest:
		return 0
	}
	if number >= 1 && number <= most {
		return 0
	}
	_, m := r.yearAt(i + n + 1)
	return n + 1 + m
}

// noDate is impossible for a date in numbers that the calendar does not have: "31/02/2025",
// "2025-13-01".
func (r *reader) noDate(i int) int {
	word := r.word(i)
	if _, ok := numeric(word); ok {
		return 0
	}
	for _, mark := range [...]string{"-", "/", "."} {
		parts := strings.Split(word, mark)
		if len(parts) != 3 || !isNumber(parts[0]) || !isNumber(parts[1]) || !isNumber(parts[2]) || len(parts[1]) > 2 {
			continue
		}
		year, day := parts[2], parts[0]
		if len(day) == len("2006") {
			year, day = day, year
		}
		if _, ok := yearOf(year); ok && len(day) <= 2 {
			return 1
		}
	}
	return 0
}
