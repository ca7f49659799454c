package dockeys

import (
	"fmt"
	"strings"
	"unicode"

	"warta/analyzers/article"
	"warta/analyzers/indonesian"
)

// Confidence returns the key of a confidence: c in hundredths, three digits, rounded
// down, with a tolerance for values of two decimals.
func Confidence(c float64) string {
	return fmt.Sprintf("%03d", int(min(max(c, 0), 1)*100+1e-9))
}

// DateParts splits "2025-11-04" into "2025", "2025-11" and itself. All are empty for a
// text of another form.
func DateParts(date string) (year, month, day string) {
	if len(date) != len("2006-01-02") || date[4] != '-' || date[7] != '-' {
		return "", "", ""
	}
	return date[:4], date[:7], date
}

// Day returns the day by which an article is sorted, empty if it has none.
func Day(a *article.Article) string {
	_, _, day := DateParts(a.Date)
	return day
}

// Fold maps texts that differ in case or spaces only to the same key.
func Fold(s string) string {
	return strings.Join(strings.Fields(strings.ToLower(s)), " ")
}

// SuggestEnd separates the fields of a key of KeySuggest, the first of which is words. No
// text contains it.
const SuggestEnd = "\x1f"

// Endings returns the endings of a name: its words from each one on, joined by spaces.
func Endings(words []string) []string {
	list := make([]string, len(words))
	for i := range words {
		list[i] = strings.Join(words[i:], " ")
	}
	return list
}

// maxSuggestText limits how many bytes of a typed beginning are used.
const maxSuggestText = 100

// Beginning folds a typed beginning: words of letters and digits, joined by spaces. Bytes
// beyond maxSuggestText are dropped.
func Beginning(text string) string {
	text = strings.ToValidUTF8(text[:min(len(text), maxSuggestText)], "")
	return strings.Join(strings.FieldsFunc(indonesian.Fold(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}), " ")
}
