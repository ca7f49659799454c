package prose

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"

	"warta/analyzers/indonesian"
	"warta/analyzers/internal/edits"
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
	// Object verbs (menolak, mempercayai) take an object more often than a statement.
	Object bool
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
			case "object":
				v.Object = true
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

// Bounds, in bytes, of the verbs of saying whose misspellings are recognised: those of
// shorter ones look like other words.
const (
	leastSlipVerb = 7
	leastSlip     = 6
	leastLong     = 11
)

// bones are the verbs of saying of leastSlipVerb letters and more by their consonants.
var bones = sync.OnceValue(func() map[string][]string {
	m := make(map[string][]string, len(verbs))
	for w, v := range verbs {
		if len(w) >= leastSlipVerb && v.Form != Bare {
			key := consonants(w)
			m[key] = append(m[key], w)
		}
	}
	return m
})

// longSlips are what is left of the verbs of saying of leastLong letters and more where any
// one letter is missing: "meyampaikan".
var longSlips = sync.OnceValue(func() map[string]string {
	m := make(map[string]string, 1<<11)
	for w, v := range verbs {
		if len(w) < leastLong || v.Form == Bare || strings.HasSuffix(w, "nya") {
			continue
		}
		for i := range len(w) {
			short := w[:i] + w[i+1:]
			if other, twice := m[short]; twice && other != w {
				m[short] = "" // it may misspell two
			} else if _, saying := verbs[short]; !saying {
				m[short] = w
			}
		}
	}
	return m
})

// consonants returns w without its vowels.
func consonants(w string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("aiueo", r) {
			return -1
		}
		return r
	}, w)
}

// Misspelt returns the verb of saying that the lower-case word w misspells.
//
// A misspelt verb lacks one vowel, has one too many, or has a vowel and its neighbour
// exchanged: "menegaskn", "mengungkapakan", "ucpanya". In a verb of leastLong letters and more
// any one letter may be missing or too many: "meyampaikan". A word with another letter is
// another word ("menugaskan", "mengadakan"), and so is each word that a list of words has
// ("menciut", "menguapkan"). A word that may misspell two verbs is not mended.
func Misspelt(w string) (verb string, ok bool) {
	if verb, ok = nearVerb(w); !ok || isHeard(w) || isHeard(strings.TrimSuffix(w, "nya")) {
		return "", false
	}
	return verb, true
}

// isHeard reports whether a list of words has w.
func isHeard(w string) bool { return indonesian.CertaintyOf(w) != indonesian.Unheard }

// nearVerb returns the one verb of saying from which w differs as [Misspelt] says, whether w
// is a word of its own or not.
func nearVerb(w string) (verb string, ok bool) {
	if len(w) < leastSlip || strings.IndexByte("mbd", w[0]) < 0 && !strings.HasSuffix(w, "nya") {
		return "", false
	}
	if _, saying := verbs[w]; saying {
		return "", false
	}
	if full := longSlips()[w]; full != "" {
		return full, true
	}
	for i := 0; i < len(w) && len(w) > leastLong; i++ {
		if v, saying := verbs[w[:i]+w[i+1:]]; saying && v.Form != Bare {
			return w[:i] + w[i+1:], true
		}
	}
	for _, full := range bones()[consonants(w)] {
		if !edits.One(w, full) || len(w) == len(full) && !edits.Anagram(w, full) {
			continue
		}
		if ok {
			return "", false // it may misspell two
		}
		verb, ok = full, true
	}
	return verb, ok
}
