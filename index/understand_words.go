package index

import (
	"hash/fnv"
	"strconv"
	"strings"
	"unicode"
)

// words cuts texts into the tokens of documents and of queries alike. It is
// not for two goroutines at once.
type words struct{}

// texts returns the forms of the paragraphs with their positions, and their
// roots.
func (w *words) texts(field, rootField string, paragraphs []string) (forms, roots Text) {
	forms, roots = Text{Field: field}, Text{Field: rootField}
	base := 0
	for _, p := range paragraphs {
		for _, t := range strings.FieldsFunc(strings.ToLower(p), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
			forms.Terms = append(forms.Terms, t)
			forms.Positions = append(forms.Positions, base)
			roots.Terms = append(roots.Terms, t)
			base++
		}
		base += paragraphGap
	}
	forms.Length, roots.Length = len(forms.Terms), len(roots.Terms)
	return forms, roots
}

// story returns a key that is equal for equal texts, whatever their case,
// spaces and punctuation; empty for a text too short to tell.
func story(body Text) string {
	if body.Length < minStoryWords {
		return ""
	}
	h := fnv.New64a()
	for _, t := range body.Terms {
		_, _ = h.Write([]byte(t)) // a hash never fails
		_, _ = h.Write([]byte{0})
	}
	return strconv.FormatUint(h.Sum64(), 36)
}

// foldKey makes keys that differ in case or spaces alike.
func foldKey(s string) string {
	return strings.Join(strings.Fields(strings.ToLower(s)), " ")
}
