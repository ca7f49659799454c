package score

import (
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// plainMarks makes one mark of those that print alike.
var plainMarks = strings.NewReplacer("’", "'", "‘", "'", "`", "'", "´", "'", "“", `"`, "”", `"`, "–", "-", "—", "-", "\u00a0", " ")

// comparisonForm returns s in lower case, with plain marks and single spaces.
func comparisonForm(s string) string {
	s = plainMarks.Replace(norm.NFKC.String(s))
	return cases.Fold().String(strings.Join(strings.Fields(s), " "))
}

// wordsOf are the words of s by which texts are compared: Latin letters,
// digits and apostrophes.
func wordsOf(s string) []string {
	return strings.FieldsFunc(comparisonForm(s), func(r rune) bool {
		return (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'à' || r > 'ÿ') && r != '\'' || !unicode.IsPrint(r)
	})
}

// nameKey is the form in which names are compared.
func nameKey(s string) string {
	words := wordsOf(s)
	for i, w := range words {
		words[i] = strings.Trim(w, "'")
	}
	return strings.Join(words, " ")
}

// dice is how far the words of a and b overlap, in [0, 1].
func dice(a, b string) float64 {
	x, y := wordsOf(a), wordsOf(b)
	if len(x)+len(y) == 0 {
		return 1
	}
	count := make(map[string]int, len(x))
	for _, w := range x {
		count[w]++
	}
	same := 0
	for _, w := range y {
		if count[w] > 0 {
			count[w]--
			same++
		}
	}
	return 2 * float64(same) / float64(len(x)+len(y))
}
