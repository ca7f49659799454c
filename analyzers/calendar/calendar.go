// Package calendar reads the names of months and weekdays.
//
// The names are the rows of names.csv, in today's and older spellings and cut
// short. A fault in the table stops the program at start.
package calendar

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"iter"
	"strconv"
	"strings"
	"time"
)

//go:embed names.csv
var namesFile string

var known = mustRead(namesFile)

// A table holds the names by their lower-case form.
type table struct {
	months, printedMonths     map[string]time.Month
	weekdays, printedWeekdays map[string]time.Weekday
}

// Month returns the month that a lower-case word names in running text, 0 if it
// names none: "nopember", "agt".
func Month(word string) time.Month { return known.months[word] }

// PrintedMonth is [Month] for the date lines of sites, which also cut names to
// four letters or print them in English: "febr", "august".
func PrintedMonth(word string) time.Month {
	if m := Month(word); m != 0 {
		return m
	}
	return known.printedMonths[word]
}

// Weekday returns the weekday that a lower-case word names in running text. An
// apostrophe within the word is ignored: "jum'at".
func Weekday(word string) (day time.Weekday, ok bool) {
	day, ok = known.weekdays[withoutApostrophes(word)]
	return day, ok
}

// PrintedWeekday is [Weekday] for the date lines of sites, which also cut names
// to three letters or print them in English: "sen", "monday".
func PrintedWeekday(word string) (day time.Weekday, ok bool) {
	if day, ok = Weekday(word); !ok {
		day, ok = known.printedWeekdays[word]
	}
	return day, ok
}

// Months returns the names that [Month] reads, in no particular order.
func Months() iter.Seq2[string, time.Month] { return all(known.months) }

// Weekdays returns the names that [Weekday] reads, without apostrophes and in no
// particular order.
func Weekdays() iter.Seq2[string, time.Weekday] { return all(known.weekdays) }

func all[V any](m map[string]V) iter.Seq2[string, V] {
	return func(yield func(string, V) bool) {
		for word, v := range m {
			if !yield(word, v) {
				return
			}
		}
	}
}

var apostrophes = strings.NewReplacer("'", "", "’", "", "‘", "", "`", "")

func withoutApostrophes(word string) string {
	if !strings.ContainsAny(word, "'’‘`") {
		return word
	}
	return apostrophes.Replace(word)
}

func mustRead(file string) table {
	t, err := read(file)
	if err != nil {
		panic("calendar: names.csv: " + err.Error())
	}
	return t
}

// read reads a table of names. Errors name the line.
func read(file string) (table, error) {
	t := table{
		months: make(map[string]time.Month), printedMonths: make(map[string]time.Month),
		weekdays: make(map[string]time.Weekday), printedWeekdays: make(map[string]time.Weekday),
	}
	r := csv.NewReader(strings.NewReader(file))
	r.Comment, r.FieldsPerRecord = '#', 4
	all, err := r.ReadAll()
	if err != nil {
		return t, err
	}
	if len(all) < 2 {
		return t, fmt.Errorf("no names")
	}
	for _, row := range all[1:] {
		if err := t.add(row[0], row[1], row[2], row[3]); err != nil {
			return t, fmt.Errorf("%q: %w", strings.Join(row, ","), err)
		}
	}
	return t, nil
}

func (t *table) add(word, kind, number, where string) error {
	if word == "" || strings.Trim(word, "abcdefghijklmnopqrstuvwxyz") != "" {
		return fmt.Errorf("a name has small letters a to z only")
	}
	if where != "text" && where != "page" {
		return fmt.Errorf("where is text or page")
	}
	n, err := strconv.Atoi(number)
	switch {
	case err != nil || n < 1:
		return fmt.Errorf("the number is 1 or more")
	case kind == "month" && n <= 12:
		return put(t.months, t.printedMonths, word, time.Month(n), where)
	case kind == "weekday" && n <= 7:
		return put(t.weekdays, t.printedWeekdays, word, time.Weekday(n-1), where)
	}
	return fmt.Errorf("the kind is month, up to 12, or weekday, up to 7")
}

func put[V any](text, page map[string]V, word string, v V, where string) error {
	_, inText := text[word]
	_, onPage := page[word]
	if inText || onPage {
		return fmt.Errorf("listed twice")
	}
	if where == "text" {
		text[word] = v
	} else {
		page[word] = v
	}
	return nil
}
