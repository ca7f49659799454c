package dates

import (
	"embed"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"

	"warta/analyzers/internal/scan"
)

//go:embed data
var data embed.FS

// rows returns the rows of an embedded table below its header. The tables are
// part of the program: a fault in them shows in every test.
func rows(name string) [][]string {
	f, err := data.Open("data/" + name)
	if err != nil {
		panic(fmt.Sprintf("dates: %v", err))
	}
	defer f.Close()
	all, err := csv.NewReader(f).ReadAll()
	if err != nil || len(all) < 2 {
		panic(fmt.Sprintf("dates: table %s: %v", name, err))
	}
	return all[1:]
}

// pollingDays are the days of voting in general elections and in the regional
// elections held together. Articles name them without reporting on them.
var pollingDays = func() map[Date]bool {
	days := make(map[Date]bool)
	for _, r := range rows("polling-days.csv") {
		d := parseISO(r[0])
		if d.IsZero() {
			panic(fmt.Sprintf("dates: polling day %q", r[0]))
		}
		days[d] = true
	}
	return days
}()

// An era is the span of years in which a word was in use; 0 is an open end.
type era struct{ from, to int }

// eras are words that date an article: officers and applications that exist since,
// or until, some year.
var eras = func() map[string]era {
	words := make(map[string]era)
	for _, r := range rows("eras.csv") {
		var e era
		for i, end := range [...]*int{&e.from, &e.to} {
			if r[i+1] == "" {
				continue
			}
			y, err := strconv.Atoi(r[i+1])
			if err != nil {
				panic(fmt.Sprintf("dates: era of %q: %v", r[0], err))
			}
			*end = y
		}
		words[r[0]] = e
	}
	return words
}()

// date narrows the years of a by the words of a text that belong to an era.
// Words that contradict each other are all dropped.
func (e *era) date(text string) {
	var buf [16]byte
	for i := 0; i < len(text); {
		if !isLetter(text[i]) || !dateMayStart(text, i) {
			i++
			continue
		}
		word, next := foldWord(text, i, &buf)
		if w, ok := eras[string(word)]; ok && scan.WordEnds(text, next) {
			e.from = max(e.from, w.from)
			e.to = minYear(e.to, w.to)
		}
		i = max(next, i+1)
	}
}

// addressWords returns the path of an address with its words parted by spaces,
// so that years in it can be read. A number before an underscore is the number
// of the page.
func addressWords(address string) string {
	_, rest, found := strings.Cut(address, "://")
	if !found {
		rest = address
	}
	_, path, _ := strings.Cut(rest, "/")
	if i := strings.IndexAny(path, "?#"); i >= 0 {
		path = path[:i]
	}
	return strings.Map(func(r rune) rune {
		switch r {
		case '-', '/':
			return ' '
		case '_':
			return 'x'
		}
		return r
	}, path)
}
