package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"warta/analyzers/indonesian"
	"warta/index/people"
)

// A typedText is the text of a query, word by word.
type typedText []typedWord

// A typedWord is a word of a query with what tells of its kind.
type typedWord struct {
	text string // folded
	// capital is set for a capitalised word behind another one, in a text that has others
	// that are not: a name.
	capital bool
	// shouted is set for a word in capitals, in a text that has others that are not: an
	// abbreviation.
	shouted bool
	// named is set for a word behind a post, a form of address or a kind of place.
	named bool
}

// readTyped reads a text.
func readTyped(text string) typedText {
	var list typedText
	var chain []string
	plain := false // some word begins with a small letter
	for field := range strings.FieldsSeq(text) {
		word := indonesian.TrimMarks(field)
		if word == "" {
			continue
		}
		first, size := utf8.DecodeRuneInString(word)
		plain = plain || unicode.IsLower(first)
		folded := indonesian.FoldWord(word)
		list = append(list, typedWord{
			text: folded, capital: len(list) > 0 && unicode.IsUpper(first),
			shouted: size < len(word) && word == strings.ToUpper(word) && word != strings.ToLower(word),
			named:   len(chain) > 0 && (people.KnownPosts().EndsWithPost(chain) || indonesian.BeforeName(chain[len(chain)-1])),
		})
		chain = append(chain, folded)
	}
	if !plain { // capitals tell nothing
		for i := range list {
			list[i].capital, list[i].shouted = false, false
		}
	}
	return list
}

// word returns the first word of that folded text.
func (t typedText) word(folded string) typedWord {
	for _, w := range t {
		if w.text == folded {
			return w
		}
	}
	return typedWord{text: folded}
}
