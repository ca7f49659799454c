package index

import (
	"fmt"
	"slices"

	"warta/index/lexicon"
)

// A WordsAsk asks an [Engine] for words that it holds.
type WordsAsk struct {
	Fields []string // some of WordFields
	Text   string   // not empty
	// Edits is how many letters the words may differ in from Text, 0 to MaxEdits.
	// An edit puts in, leaves out or changes a byte, or swaps two that stand side
	// by side (optimal string alignment).
	Edits int
	// Prefix asks for the words that begin with something as near as that.
	Prefix bool
	Size   int // most words, 1 to MaxNear
}

// Bounds of [WordsAsk].
const (
	MaxEdits = 2
	MaxNear  = 1000
)

// WordFields are the fields whose words can be looked for without knowing them
// whole.
var WordFields = []string{KeySuggest, FieldTitle, FieldBody, FieldPeople}

// Validate reports what of a is out of bounds, as an error of kind [Invalid].
func (a WordsAsk) Validate() error {
	bad := func(text string) error { return &Error{Kind: Invalid, Op: "index.WordsAsk", Text: text} }
	for _, field := range a.Fields {
		if !slices.Contains(WordFields, field) {
			return bad(fmt.Sprintf("field %q: its words cannot be looked for", field))
		}
	}
	switch {
	case a.Text == "" || len(a.Text) > MaxText || a.Edits < 0 || a.Edits > MaxEdits:
		return bad(fmt.Sprintf("a word of 1 to %d bytes in 0 to %d edits can be looked for", MaxText, MaxEdits))
	case a.Size < 1 || a.Size > MaxNear:
		return bad(fmt.Sprintf("1 to %d words can be looked for", MaxNear))
	}
	return nil
}

// Near reports whether a word is as near to a.Text as is asked for.
func (a WordsAsk) Near(word string) bool {
	if !a.Prefix {
		return lexicon.Edits(a.Text, word, a.Edits) <= a.Edits
	}
	for end := max(1, len(a.Text)-a.Edits); end <= min(len(word), len(a.Text)+a.Edits); end++ {
		if lexicon.Edits(a.Text, word[:end], a.Edits) <= a.Edits {
			return true
		}
	}
	return false
}

// A WordCount is a word and how many times a document has it in one of the
// fields asked for.
type WordCount struct {
	Text  string
	Count int
}
