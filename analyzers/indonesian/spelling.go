package indonesian

import (
	_ "embed"
	"maps"
	"strings"
	"sync"

	"warta/analyzers/internal/names"
)

// heardText has the words that the news holds and no other list has; see
// ../internal/names/genwords.
//
//go:embed heard.txt
var heardText string

//go:embed foreign.txt
var foreignText string

//go:embed beforenames.txt
var beforeNamesText string

// A Certainty says how sure it is that a word is spelt as it was meant.
type Certainty uint8

// The certainties.
const (
	Unheard  Certainty = iota // no list has the word
	Doubtful                  // a list that has misspellings too, or rules that make words which are never used
	Sure
)

// heardWords are the words of heardText and foreignText.
var heardWords = sync.OnceValue(func() map[string]bool {
	m := lines(heardText)
	maps.Copy(m, words(foreignText))
	return m
})

var beforeNames = sync.OnceValue(func() map[string]bool { return words(beforeNamesText) })

// BeforeName reports whether the name of a person or of a place may follow a folded word: one
// of beforenames.txt, or a title.
func BeforeName(word string) bool { return beforeNames()[word] || titles().before[word] }

// words returns the words of a list with several on a line. Lines that begin with # are left out.
func words(text string) map[string]bool {
	m := make(map[string]bool)
	for line := range lines(text) {
		for word := range strings.FieldsSeq(line) {
			m[word] = true
		}
	}
	return m
}

// CertaintyOf returns how sure a folded word is. Sure are stop words and question words, words
// of the lexicon in forms that are used, words of the glossary, of names in public registers
// and of the names of places, and those that the news often has, foreign ones too.
func CertaintyOf(word string) Certainty {
	switch {
	case Stop(word), inGlossary([]byte(word)), heardWords()[word], names.Known(word), isNameOfLexicon(word), isUsed(word):
		return Sure
	}
	for _, clitic := range joined {
		if base, ok := strings.CutSuffix(word, clitic); ok && len(base) >= minBase && (Stop(base) || isUsed(base) && isInNews(base)) {
			return Sure
		}
	}
	if IsNameWord(word) || stems.HasForm([]byte(word)) {
		return Doubtful
	}
	return Unheard
}

// joined are the clitics, which stand behind words of any kind.
var joined = []string{"nya", "lah", "kah", "pun", "ku", "mu"}

// minBase is the least length in bytes of a word before a clitic.
const minBase = 3

// IsOrdinary reports whether a folded word is one that people may have meant: a word of the
// lexicon in a form that is used, or of the glossary.
func IsOrdinary(word string) bool {
	return inGlossary([]byte(word)) || isUsed(word)
}

// isNameOfLexicon reports whether a word is a name, and no other word, in the lexicon.
func isNameOfLexicon(word string) bool { return stems.HasName([]byte(word)) || names.IsPlace(word) }

// isUsed reports whether the lexicon has a word, and not only as one of the misspellings in
// it, or as a form of a root that could be and never is used.
func isUsed(word string) bool {
	root, listed, core := stems.Listed([]byte(word))
	if !listed || !core {
		return false
	}
	return string(root) == word || isInNews(word) || isInNews(string(root))
}

// isInNews reports whether the news has a word as an ordinary one.
func isInNews(word string) bool { return names.Look(word).News() > 0 }
