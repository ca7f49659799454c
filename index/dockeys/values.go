package dockeys

import (
	"fmt"
	"strings"
	"unicode"

	"warta/analyzers/article"
	"warta/analyzers/indonesian"
)

// Confidence writes c rounded down to hundredths, never down from one that
// has two digits only.
func Confidence(c float64) string {
	return fmt.Sprintf("%03d", int(min(max(c, 0), 1)*100+1e-9))
}

// DateParts cuts "2025-11-04" into "2025", "2025-11" and itself; a text of
// another form gives nothing.
func DateParts(date string) (year, month, day string) {
	if len(date) != len("2006-01-02") || date[4] != '-' || date[7] != '-' {
		return "", "", ""
	}
	return date[:4], date[:7], date
}

// Day returns the day by which a is sorted, empty where it has none.
func Day(a *article.Article) string {
	_, _, day := DateParts(a.Date)
	return day
}

// Fold makes keys that differ in case or spaces alike.
func Fold(s string) string {
	return strings.Join(strings.Fields(strings.ToLower(s)), " ")
}

// SuggestEnd stands behind the words of a key of KeySuggest, and between what
// follows: no text has it.
const SuggestEnd = "\x1f"

// Endings returns the words from each on, with a space between.
func Endings(words []string) []string {
	list := make([]string, len(words))
	for i := range words {
		list[i] = strings.Join(words[i:], " ")
	}
	return list
}

// KeysPerOfficial is how many keys are looked at for each official that is
// suggested: one is found by several words, in several spellings and offices.
const KeysPerOfficial = 4

// maxSuggestText is how many bytes of a beginning are looked at.
const maxSuggestText = 100

// Beginning folds what was typed, with one space between words.
func Beginning(text string) string {
	text = strings.ToValidUTF8(text[:min(len(text), maxSuggestText)], "")
	return strings.Join(strings.FieldsFunc(indonesian.Fold(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}), " ")
}
