package indonesian

import (
	"slices"
	"strings"
	"unicode"
)

// TitleCase returns a text with a capital at each word and small letters behind it, as
// articles write posts and offices: "Kepala Subbagian SDM dan Hukum". Words without a
// vowel are abbreviations and all in capitals; a few words between others are small.
func TitleCase(text string) string {
	words := strings.Fields(text)
	for i, word := range words {
		small := strings.ToLower(word)
		switch {
		case i > 0 && slices.Contains([]string{"dan", "bin", "binti", "pada", "di", "yang"}, small):
			words[i] = small
		case strings.ContainsAny(small, "aiueo"):
			letters := []rune(small)
			letters[0] = unicode.ToUpper(letters[0])
			words[i] = string(letters)
		default:
			words[i] = strings.ToUpper(word)
		}
	}
	return strings.Join(words, " ")
}
