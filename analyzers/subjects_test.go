package analyzers_test

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"warta/analyzers"
	"warta/analyzers/article"
)

// A subjectCase is a short article with what is right about its speakers and people.
type subjectCase struct {
	name   string
	held   bool // looked at as a figure alone
	source analyzers.Source
	wants  []string
}

// subjectCases reads the articles under testdata/subjects: "title:" and "publisher:",
// the body, and below "--" what is right, a line each:
//
//	Opening words = Name    the quote that begins so is hers; "?" for a speaker who is not told, "|" between answers that are both right
//	people: A; B            the article has these people and no others
//	private: A              A is a private person
//	not: word               the name of no person holds the word
func subjectCases(t *testing.T) []subjectCase {
	t.Helper()
	files, err := filepath.Glob("testdata/subjects/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	all := make([]subjectCase, 0, len(files))
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		text, wants, ok := strings.Cut(string(raw), "\n--\n")
		if !ok {
			t.Fatalf("%s: no line “--”", file)
		}
		c := subjectCase{name: filepath.Base(file), wants: strings.Split(strings.TrimSpace(wants), "\n")}
		c.held = thirdOf(c.name)
		c.source = analyzers.Source{Satker: "33.73", AsOf: asOf}
		head := strings.SplitAfter(text, "\n")
		for len(head) > 0 {
			key, value, _ := strings.Cut(strings.TrimSpace(head[0]), ": ")
			if key == "title" {
				c.source.Title = value
			} else if key == "publisher" {
				c.source.Satker = value
			} else {
				break
			}
			head = head[1:]
		}
		c.source.Body = strings.Join(head, "")
		all = append(all, c)
	}
	return all
}

// thirdOf reports whether the SHA-256 of a file name is divisible by three.
func thirdOf(name string) bool {
	sum := 0
	for _, b := range sha256.Sum256([]byte(name)) {
		sum += int(b) // 256 leaves a remainder of 1
	}
	return sum%3 == 0
}

// faults compares a with what is right and returns what differs.
func (c *subjectCase) faults(a *article.Article) []string {
	var out []string
	names := make([]string, 0, len(a.Officials))
	for i := range a.Officials {
		names = append(names, a.Officials[i].Name)
	}
	for _, want := range c.wants {
		switch key, value, _ := strings.Cut(want, ":"); {
		case key == "people":
			wanted := []string{}
			for name := range strings.SplitSeq(value, ";") {
				if name = strings.TrimSpace(name); name != "" {
					wanted = append(wanted, name)
				}
			}
			if got := slices.Sorted(slices.Values(names)); !slices.Equal(got, slices.Sorted(slices.Values(wanted))) {
				out = append(out, fmt.Sprintf("people %q, want %q", got, wanted))
			}
		case key == "private":
			i := slices.Index(names, strings.TrimSpace(value))
			if i < 0 || !a.Officials[i].Private || a.Officials[i].Public {
				out = append(out, fmt.Sprintf("no private person%s among %q", value, names))
			}
		case key == "not":
			if slices.ContainsFunc(names, func(name string) bool { return strings.Contains(name, strings.TrimSpace(value)) }) {
				out = append(out, fmt.Sprintf("people %q, want none with%s", names, value))
			}
		default:
			opening, speaker, _ := strings.Cut(want, " = ")
			got := "no such quote"
			for i := range a.Quotes {
				q := &a.Quotes[i]
				if q.Kind != article.TitleQuote && strings.HasPrefix(q.Text, opening) {
					got = "?"
					if q.Speaker != nil {
						got = q.Speaker.Name
					}
				}
			}
			if !slices.Contains(strings.Split(speaker, " | "), got) {
				out = append(out, fmt.Sprintf("%s: %s, want %s", opening, got, speaker))
			}
		}
	}
	return out
}

// leastHeld is how many of the articles held back are read without a fault at least.
const leastHeld = 35

// A full name that is the subject of a sentence is a person, with a post or without,
// and nothing else that is written with capitals is one (N-29).
func TestSubjectsOfSentences(t *testing.T) {
	t.Parallel()
	r := reader(t)
	held, right := 0, 0
	for _, c := range subjectCases(t) {
		a := r.Read(c.source)[0]
		faults := c.faults(&a)
		if c.held {
			if held++; len(faults) == 0 {
				right++
			}
			continue
		}
		if len(faults) > 0 {
			t.Errorf("%s: %s", c.name, strings.Join(faults, "; "))
		}
	}
	t.Logf("held back: %d of %d right", right, held)
	if right < leastHeld {
		t.Errorf("%d of %d articles held back are right, want %d", right, held, leastHeld)
	}
}
