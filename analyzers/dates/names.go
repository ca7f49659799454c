package dates

import (
	"fmt"
	"strings"

	"warta/analyzers/calendar"
	"warta/analyzers/internal/edits"
	"warta/analyzers/internal/scan"
	"warta/analyzers/roman"
)

// A nameKind is the meaning of a name.
type nameKind uint8

const (
	noName nameKind = iota
	weekdayName
	monthName
	otherName // a word that only looks like one of the others
)

// A name is a word of a date: a weekday (1 is Sunday) or a month (1 is January).
type name struct {
	kind   nameKind
	number int
}

// names are the words of months and weekdays, and those that only look like one,
// by their lower-case form without apostrophes.
var names = func() map[string]name {
	m := make(map[string]name)
	for word, month := range calendar.Months() {
		m[word] = name{monthName, int(month)}
	}
	for word, day := range calendar.Weekdays() {
		m[word] = name{weekdayName, int(day) + 1}
	}
	for _, r := range rows("others.csv") {
		word := r[0]
		if _, twice := m[word]; twice || word == "" || word != strings.ToLower(word) {
			panic(fmt.Sprintf("dates: others.csv: %q", r))
		}
		m[word] = name{kind: otherName}
	}
	return m
}()

// heads are the first two letters of a set of words; most words of a text are
// known by them to be none of the set.
type heads [26 * 26]bool

func (h *heads) add(word string) { h[int(word[0]-'a')*26+int(word[1]-'a')] = true }

// at reports whether a word of the set may stand at text[i:].
func (h *heads) at(text string, i int) bool {
	if i+1 >= len(text) || !isLetter(text[i]) || !isLetter(text[i+1]) {
		return false
	}
	return h[int(text[i]|0x20-'a')*26+int(text[i+1]|0x20-'a')]
}

// weekdayHeads are those of the weekdays, weekdayLetters their first letters.
var weekdayHeads, weekdayLetters = func() (h heads, letters [256]bool) {
	for word, n := range names {
		if n.kind == weekdayName {
			h.add(word)
			letters[word[0]] = true
		}
	}
	return h, letters
}()

// weekdayWord returns the weekday that is named at text[i:], and where its name
// ends.
func weekdayWord(text string, i int) (weekday, int) {
	if !weekdayHeads.at(text, i) {
		return noWeekday, i
	}
	var buf [16]byte
	word, stop := foldWord(text, i, &buf)
	if n := names[string(word)]; n.kind == weekdayName {
		return weekday(n.number), stop
	}
	return noWeekday, i
}

// misspeltWeekday returns the weekday whose name the word at text[i:] is but
// for one letter: "Selesa", "Kmais". It reads it only where a weekday may stand,
// behind a comma, a bracket, "hari", "pada" or "tanggal", and only with a
// figure behind it.
func misspeltWeekday(text string, i int) (weekday, int) {
	if i >= len(text) || !weekdayLetters[text[i]|0x20] {
		return noWeekday, i
	}
	stop := i
	for stop < len(text) && isLetter(text[stop]) {
		stop++
	}
	if stop-i < 4 || stop-i > 8 || !figureMayFollow(text, stop) || !weekdayMayStand(text, i) || !figureFollows(text, stop) {
		return noWeekday, i
	}
	var buf [16]byte
	word, stop := foldWord(text, i, &buf)
	if n, ok := nearestName(word, weekdayName); ok {
		return weekday(n), stop
	}
	return noWeekday, i
}

// figureFollows reports whether a figure follows text[:i], which ends with a
// word, with nothing but marks and parts of the day between.
func figureFollows(text string, i int) bool {
	at, _ := toDay(text, i)
	return at > i && at < len(text) && isDigit(text[at])
}

// figureMayFollow is figureFollows for most words, by one letter: that of a
// figure, a mark or "pagi", "siang", "sore", "malam", "tanggal".
func figureMayFollow(text string, i int) bool {
	i = scan.SkipSpaces(text, i)
	return i < len(text) && (!isLetter(text[i]) || strings.IndexByte("psmtPSMT", text[i]) >= 0)
}

// weekdayMayStand reports whether what stands before text[i:] lets a weekday
// follow.
func weekdayMayStand(text string, i int) bool {
	at := i
	for at > 0 && text[at-1] == ' ' {
		at--
	}
	if at == 0 || strings.IndexByte(",(;-/", text[at-1]) >= 0 {
		return true
	}
	var buf [16]byte
	word, _ := wordBefore(text, i, &buf)
	switch string(word) {
	case "hari", "pada", "tanggal", "tgl", "hingga", "sampai", "dan", "mulai", "sejak", "dari", "malam":
		return true
	}
	return false
}

// monthWord returns the month that is named at text[i:], in today's or an older
// spelling or cut short, and where its name ends, a dot after a short one
// included.
func monthWord(text string, i int) (month, stop int) {
	var buf [16]byte
	word, stop := foldWord(text, i, &buf)
	n := names[string(word)]
	if n.kind != monthName {
		return 0, i
	}
	if len(word) <= 4 && stop < len(text) && text[stop] == '.' {
		stop++
	}
	return n.number, stop
}

// misspeltMonth returns the month whose name the word at text[i:] is but for
// one letter: "Novemver", "Febuari". Short names are too near to other words.
func misspeltMonth(text string, i int) (month, stop int) {
	if i >= len(text) || !isLetter(text[i]) {
		return 0, i
	}
	var buf [16]byte
	word, stop := foldWord(text, i, &buf)
	if len(word) < 5 || len(word) > 10 {
		return 0, i
	}
	if n, ok := nearestName(word, monthName); ok {
		return n, stop
	}
	return 0, i
}

// romanMonth returns the month that the Roman figure at text[i:] stands for.
func romanMonth(text string, i int) (month, stop int) {
	stop = i
	for stop < len(text) && stop-i < 5 && strings.IndexByte("IVX", text[stop]) >= 0 {
		stop++
	}
	if stop == i || !scan.WordEnds(text, stop) {
		return 0, i
	}
	month = roman.Parse(strings.ToLower(text[i:stop]))
	if month == 0 || month > 12 {
		return 0, i
	}
	return month, stop
}

// nearestName returns the number of the one name of that kind, of five letters
// and more, from which word differs by one letter: another, missing or added
// one, or two that changed places. Words of the table are not misspelt.
func nearestName(word []byte, kind nameKind) (number int, ok bool) {
	if names[string(word)].kind != noName {
		return 0, false
	}
	for _, known := range spelling[kind] {
		if known.word[0] != word[0] || !edits.One(string(word), known.word) {
			continue
		}
		if ok && known.number != number {
			return 0, false
		}
		number, ok = known.number, true
	}
	return number, ok
}

type spelled struct {
	word   string
	number int
}

// spelling lists the names whose misspelling is recognised.
var spelling = func() map[nameKind][]spelled {
	m := make(map[nameKind][]spelled)
	for word, n := range names {
		if len(word) >= 5 || word == "rabu" {
			m[n.kind] = append(m[n.kind], spelled{word, n.number})
		}
	}
	return m
}()
