package periods

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"

	"warta/analyzers/indonesian"
)

//go:embed words.yaml
var wordsFile []byte

// A set is a set of words or phrases.
type set map[string]bool

// UnmarshalYAML reads a list of folded words, each once.
func (s *set) UnmarshalYAML(node *yaml.Node) error {
	var list []string
	if err := node.Decode(&list); err != nil {
		return err
	}
	*s = make(set, len(list))
	for _, word := range list {
		if err := checkWord(word); err != nil {
			return fmt.Errorf("line %d: %w", node.Line, err)
		}
		if (*s)[word] {
			return fmt.Errorf("line %d: %q stands twice", node.Line, word)
		}
		(*s)[word] = true
	}
	return nil
}

func checkWord(word string) error {
	if folded := strings.Join(strings.Fields(indonesian.Fold(word)), " "); word == "" || word != folded {
		return fmt.Errorf("%q is not folded, want %q", word, folded)
	}
	return nil
}

// An elections is a kind of elections: their words and the years in which they were held.
type elections struct {
	Words set   `yaml:"words"`
	Years []int `yaml:"years"`
}

// words is the content of words.yaml. It is immutable.
type words struct {
	Before  set `yaml:"before"`
	Until   set `yaml:"until"`
	Since   set `yaml:"since"`
	After   set `yaml:"after"`
	Between set `yaml:"between"`

	Binding set `yaml:"binding"`
	Year    set `yaml:"year"`
	Month   set `yaml:"month"`
	Day     set `yaml:"day"`

	Units map[string]struct {
		Of  string `yaml:"of"`
		One set    `yaml:"one"`
	} `yaml:"units"`
	This    set               `yaml:"this"`
	Last    set               `yaml:"last"`
	Next    set               `yaml:"next"`
	Recent  set               `yaml:"recent"`
	Joining set               `yaml:"joining"`
	Now     set               `yaml:"now"`
	Numbers []string          `yaml:"numbers"`
	Days    map[string]int    `yaml:"days"`
	Times   set               `yaml:"times"`
	Parts   map[string]string `yaml:"parts"`

	Elections []elections    `yaml:"elections"`
	InNames   set            `yaml:"in_names"`
	Rules     set            `yaml:"rules"`
	Decisions set            `yaml:"decisions"`
	Terms     set            `yaml:"terms"`
	Called    set            `yaml:"called"`
	Idioms    set            `yaml:"idioms"`
	Counted   set            `yaml:"counted"`
	Numbered  set            `yaml:"numbered"`
	Parted    map[string]int `yaml:"parted"`

	bounds  map[string]bound
	units   map[string]unit // of one and of many
	numbers map[string]int
}

// A unit is a unit of the calendar.
type unit uint8

const (
	noUnit unit = iota
	days
	weeks
	months
	years
)

var unitNames = map[string]unit{"day": days, "week": weeks, "month": months, "year": years}

// partNames are the parts of a year or a month, from 0.
var partNames = map[string]int{"first": 0, "second": 1, "third": 2}

var known = sync.OnceValue(func() *words {
	w, err := parseWords(wordsFile)
	if err != nil {
		panic(err) // embedded data, read by every test
	}
	return w
})

// parseWords parses and validates words.yaml: no list is empty, all words are folded, and none
// bounds a period in two ways.
func parseWords(data []byte) (*words, error) {
	w := &words{bounds: make(map[string]bound), units: make(map[string]unit), numbers: make(map[string]int)}
	d := yaml.NewDecoder(bytes.NewReader(data))
	d.KnownFields(true)
	if err := d.Decode(w); err != nil {
		return nil, fmt.Errorf("read words of periods: %w", err)
	}
	if err := errors.Join(w.checkLists(), w.index()); err != nil {
		return nil, fmt.Errorf("read words of periods: %w", err)
	}
	return w, nil
}

func (w *words) checkLists() error {
	var errs []error
	for name, list := range map[string]set{
		"before": w.Before, "until": w.Until, "since": w.Since, "after": w.After, "between": w.Between, "binding": w.Binding,
		"year": w.Year, "month": w.Month, "day": w.Day, "this": w.This, "last": w.Last, "next": w.Next, "recent": w.Recent,
		"joining": w.Joining, "now": w.Now, "times": w.Times, "in_names": w.InNames, "rules": w.Rules, "decisions": w.Decisions,
		"terms": w.Terms, "called": w.Called, "idioms": w.Idioms, "counted": w.Counted, "numbered": w.Numbered,
	} {
		if len(list) == 0 {
			errs = append(errs, fmt.Errorf("%s is empty", name))
		}
	}
	if len(w.Units)*len(w.Numbers)*len(w.Days)*len(w.Parts)*len(w.Elections)*len(w.Parted) == 0 {
		errs = append(errs, errors.New("units, numbers, days, parts, elections and parted must not be empty"))
	}
	for word, most := range w.Parted {
		if err := checkWord(word); err != nil || most < 1 {
			errs = append(errs, fmt.Errorf("parted: %q has %d parts of a year", word, most))
		}
	}
	for _, e := range w.Elections {
		if len(e.Words)*len(e.Years) == 0 {
			errs = append(errs, errors.New("elections have words and years"))
		}
	}
	for part, name := range w.Parts {
		if _, ok := partNames[name]; !ok {
			errs = append(errs, fmt.Errorf("part %s: %q is not first, second or third", part, name))
		}
	}
	return errors.Join(errs...)
}

// index fills in what is looked up by word.
func (w *words) index() error {
	var errs []error
	for kind, list := range map[bound]set{before: w.Before, until: w.Until, since: w.Since, after: w.After, between: w.Between} {
		for word := range list {
			if w.bounds[word] != bare {
				errs = append(errs, fmt.Errorf("%q bounds a period in two ways", word))
			}
			w.bounds[word] = kind
		}
	}
	for word, u := range w.Units {
		of := unitNames[u.Of]
		if of == noUnit {
			errs = append(errs, fmt.Errorf("unit %s: %q is not day, week, month or year", word, u.Of))
		}
		w.units[word] = of
		for one := range u.One {
			w.units[one] = of
			w.numbers[one] = 1
		}
	}
	for i, word := range w.Numbers {
		w.numbers[word] = i + 1
	}
	return errors.Join(errs...)
}
