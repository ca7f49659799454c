package index

import (
	"hash/fnv"
	"strconv"
	"strings"

	"warta/analyzers/indonesian"
)

// words cuts texts into the tokens of documents and of queries alike. It is
// not for two goroutines at once.
type words struct {
	analyzer indonesian.Analyzer
	tokens   []indonesian.Token
}

// texts returns the forms of the paragraphs with their positions, and their
// roots.
func (w *words) texts(field, rootField string, paragraphs []string) (forms, roots Text) {
	forms, roots = Text{Field: field}, Text{Field: rootField}
	base := 0
	for _, p := range paragraphs {
		w.tokens = w.analyzer.AppendString(w.tokens[:0], p)
		last := -1
		for _, t := range w.tokens {
			forms.Terms = append(forms.Terms, string(t.Surface))
			forms.Positions = append(forms.Positions, base+t.Position)
			if t.Position != last {
				forms.Length++
				last = t.Position
			}
			if len(t.Root) > 0 {
				roots.Terms = append(roots.Terms, string(t.Root))
			}
		}
		base += last + 1 + paragraphGap
	}
	roots.Length = len(roots.Terms)
	return forms, roots
}

// spelling returns the words of names in the form that their spellings share,
// and two words side by side also as one.
func spelling(field string, names []string) Text {
	t := Text{Field: field}
	for _, name := range names {
		words := indonesian.NameWords(name)
		for i, word := range words {
			t.Terms = append(t.Terms, indonesian.Skeleton(word))
			if i > 0 {
				t.Terms = append(t.Terms, indonesian.Skeleton(words[i-1]+word))
			}
		}
		t.Length += len(words)
	}
	return t
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
