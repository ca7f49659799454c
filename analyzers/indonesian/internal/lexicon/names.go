package lexicon

import (
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
)

// names adds the guard: what looks like a derived word and is none. A word of
// everyday use is never displaced, for its family matters more than a village.
func (l *lists) names() {
	if l.err != nil {
		return
	}
	add := func(w string) {
		w = strings.ToLower(w)
		switch {
		case len(w) < 4 || l.everyday[w] || strings.Trim(w, "abcdefghijklmnopqrstuvwxyz-") != "":
		case l.b.Has(w): // kekristenan comes from Kristen
			l.b.Keep(w)
		default:
			l.b.Name(w)
		}
	}
	everyday := func(c []string) error {
		for w := range strings.FieldsSeq(c[0]) {
			l.everyday[w] = true
		}
		return nil
	}
	name := func(c []string) error { add(c[0]); return nil }
	l.each("wordnet-lemmas.txt", 1, everyday)
	l.each("everyday.txt", 1, everyday)
	l.places("regions.csv", add, "name")
	l.places("towns.csv", add, "town")
	l.places("satker.csv", add, "region", "seat", "aliases")
	l.each("names.txt", 1, func(c []string) error {
		for w := range strings.FieldsSeq(c[0]) {
			l.b.Name(w) // reviewed by hand
		}
		return nil
	})

	// The forms of MALINDO Morph are possible words, not all of them attested:
	// digoel is there as the passive of goel. They give way to the names above
	// and stand before those below.
	l.each("malindo-analyses.tsv", 2, everyday)
	l.each("malindo-capitalized.txt", 1, name)
	l.each("districts.txt", 1, name)
	l.each("villages.txt", 1, name)
}

// places calls add with every word of some columns of a table of the gazetteer.
func (l *lists) places(name string, add func(string), columns ...string) {
	if l.err != nil {
		return
	}
	file, err := l.gazetteer.Open(name)
	if err != nil {
		l.err = err
		return
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		l.err = fmt.Errorf("%s: %w", name, err)
		return
	}
	for _, column := range columns {
		k := slices.Index(rows[0], column)
		if k < 0 {
			l.err = fmt.Errorf("%s: no column %s", name, column)
			return
		}
		for _, row := range rows[1:] {
			for w := range strings.FieldsFuncSeq(row[k], func(r rune) bool { return strings.ContainsRune(" |.,", r) }) {
				add(w)
			}
		}
	}
}
