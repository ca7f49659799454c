package prose

import (
	_ "embed"
	"fmt"
	"strings"
)

//go:embed verbs.txt
var verbData string

// A Form is the shape in which a verb of saying stands.
type Form uint8

// The forms of the verbs of saying, after the root "ujar" or "sampai".
const (
	Bare       Form = iota + 1 // ujar, ungkap: before its speaker
	Possessive                 // ujarnya: its speaker is understood
	Active                     // menyampaikan: after its speaker
	Passive                    // disampaikan: before its speaker
	PassiveNya                 // disampaikannya: its speaker is understood
)

// A Verb is one form of a verb of saying.
type Verb struct {
	Root string
	Form Form
	Adds bool // takes up what the same speaker has just said (tambah, lanjut)
	Asks bool // is a request: its content may begin with "untuk"
	Weak bool // its bare form is a common word too (terang, lanjut, harap)
	// Topical verbs (memaparkan, membacakan) take a subject matter more often
	// than a statement.
	Topical bool
}

var verbs = mustParseVerbs(verbData)

// Saying returns the verb of saying that the lower-case word w is.
func Saying(w string) (Verb, bool) {
	v, ok := verbs[w]
	return v, ok
}

func mustParseVerbs(data string) map[string]Verb {
	m, err := parseVerbs(data)
	if err != nil {
		panic("verbs.txt: " + err.Error())
	}
	return m
}

func parseVerbs(data string) (map[string]Verb, error) {
	m := make(map[string]Verb, 512)
	for n, line := range strings.Split(data, "\n") {
		line, _, _ = strings.Cut(line, "#")
		if strings.TrimSpace(line) == "" {
			continue
		}
		cells := strings.Split(line, "|")
		if len(cells) != 4 {
			return nil, fmt.Errorf("line %d: want 4 cells, got %d", n+1, len(cells))
		}
		root := strings.TrimSpace(cells[0])
		v := Verb{Root: root}
		bare := false
		for flag := range strings.FieldsSeq(cells[3]) {
			switch flag {
			case "bare":
				bare = true
			case "adds":
				v.Adds = true
			case "asks":
				v.Asks = true
			case "weak":
				v.Weak = true
			case "topical":
				v.Topical = true
			default:
				return nil, fmt.Errorf("line %d: unknown flag %q", n+1, flag)
			}
		}
		put := func(word string, form Form) error {
			if _, ok := m[word]; ok {
				return fmt.Errorf("line %d: %q twice", n+1, word)
			}
			v.Form = form
			m[word] = v
			return nil
		}
		if bare {
			if err := put(root, Bare); err != nil {
				return nil, err
			}
			if err := put(root+"nya", Possessive); err != nil {
				return nil, err
			}
		}
		for w := range strings.FieldsSeq(cells[1]) {
			if err := put(w, Active); err != nil {
				return nil, err
			}
			if err := put(w+"nya", Active); err != nil { // "menampiknya"
				return nil, err
			}
		}
		for w := range strings.FieldsSeq(cells[2]) {
			if err := put(w, Passive); err != nil {
				return nil, err
			}
			if err := put(w+"nya", PassiveNya); err != nil {
				return nil, err
			}
		}
	}
	return m, nil
}
