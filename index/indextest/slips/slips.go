// Package slips has queries with typing errors, and queries without any, with the words that
// are meant.
//
// They were written by a hand that knew the election news and not the program, before any
// rule for corrections was made from them. A third is held back: rules and weights are not
// chosen on it.
package slips

import (
	"crypto/sha256"
	_ "embed"
	"encoding/binary"
	"fmt"
	"strings"
)

//go:embed data/wrong.tsv
var wrongFile string

//go:embed data/right.tsv
var rightFile string

// A Query is a text with one word to look at.
type Query struct {
	Text string
	Word string // of Text
	// Meant is the word, or the words, for which Word was typed; Word itself where it is
	// right.
	Meant string
	Kind  string // why Word is right: "name", "lexicon", …; "error" for one that is not
	Held  bool   // the query is in the test set
}

// Error is the kind of a query with a typing error.
const Error = "error"

// IsRight reports whether the word is no typing error.
func (q Query) IsRight() bool { return q.Kind != Error }

// Queries returns the queries: those with a typing error, then those without.
func Queries() ([]Query, error) {
	wrong, err := read("wrong.tsv", wrongFile, func(c []string) Query {
		return Query{Text: c[0], Word: c[1], Meant: c[2], Kind: Error}
	})
	if err != nil {
		return nil, err
	}
	right, err := read("right.tsv", rightFile, func(c []string) Query {
		return Query{Text: c[0], Word: c[1], Meant: c[1], Kind: c[2]}
	})
	return append(wrong, right...), err
}

func read(name, file string, parse func(columns []string) Query) ([]Query, error) {
	var all []Query
	_, rows, _ := strings.Cut(file, "\n") // the first line is the header
	for line := range strings.Lines(rows) {
		line = strings.TrimRight(line, "\n")
		if line == "" {
			continue
		}
		columns := strings.Split(line, "\t")
		if len(columns) != 3 {
			return nil, fmt.Errorf("%s: %q has %d columns, want 3", name, line, len(columns))
		}
		q := parse(columns)
		if !strings.Contains(q.Text, q.Word) {
			return nil, fmt.Errorf("%s: %q has no %q", name, q.Text, q.Word)
		}
		sum := sha256.Sum256([]byte(q.Text))
		q.Held = binary.BigEndian.Uint64(sum[:8])%3 == 0
		all = append(all, q)
	}
	return all, nil
}

// An Outcome says what became of a query.
type Outcome string

// The outcomes. A replacement is right if it is what the query means, in all its words.
const (
	AppliedRight Outcome = "applied right"
	AppliedWrong Outcome = "applied wrong"
	OfferedRight Outcome = "offered right"
	OfferedWrong Outcome = "offered wrong"
	Left         Outcome = "left"
)

// Outcomes lists the outcomes.
var Outcomes = []Outcome{AppliedRight, AppliedWrong, OfferedRight, OfferedWrong, Left}

// Judge returns what became of a query whose text was replaced by applied, and for which
// offered was offered; both may be empty.
func (q Query) Judge(applied, offered string) Outcome {
	meant := strings.ToLower(strings.Replace(q.Text, q.Word, q.Meant, 1))
	switch {
	case applied != "" && q.isMeant(applied, meant):
		return AppliedRight
	case applied != "":
		return AppliedWrong
	case offered != "" && q.isMeant(offered, meant):
		return OfferedRight
	case offered != "":
		return OfferedWrong
	}
	return Left
}

// isMeant reports whether a text has the words meant.
func (q Query) isMeant(text, meant string) bool {
	return !q.IsRight() && strings.ToLower(text) == meant
}
