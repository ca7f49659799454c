package dates

import (
	"sort"
	"strings"

	"warta/analyzers/article"
)

// A line is a text with the digits and marks of East Asian width that came
// through a phone or a scan in their common form. All else is as typed.
type line struct {
	text  string
	typed string
	at    []shift // where the two differ in length, in order; nil where they are the same
}

// A shift says that what stands at text[from:] was typed at typed[from+by:].
type shift struct{ from, by int }

// narrowed returns text as a line.
func narrowed(text string) line {
	const lead = "\xef\xbc" // the first two bytes of U+FF00 to U+FF3F
	if !strings.Contains(text, lead) {
		return line{text: text, typed: text}
	}
	l := line{typed: text}
	var b strings.Builder
	by := 0
	for i := 0; i < len(text); {
		if strings.HasPrefix(text[i:], lead) && i+2 < len(text) {
			if c := text[i+2] - 0x80 + 0x20; strings.IndexByte("0123456789()-./,:", c) >= 0 {
				b.WriteByte(c)
				by += 2
				l.at = append(l.at, shift{b.Len(), by})
				i += 3
				continue
			}
		}
		b.WriteByte(text[i])
		i++
	}
	l.text = b.String()
	return l
}

// back returns where text[i:] begins in the text as typed.
func (l line) back(i int) int {
	n := sort.Search(len(l.at), func(n int) bool { return l.at[n].from > i })
	if n == 0 {
		return i
	}
	return i + l.at[n-1].by
}

// span returns the span of the text as typed that s is in the narrow one.
func (l line) span(s article.Span) article.Span {
	return article.Span{Start: l.back(s.Start), End: l.back(s.End)}
}

// words returns what was typed at s, a span of the narrow text.
func (l line) words(s article.Span) string {
	s = l.span(s)
	return l.typed[s.Start:s.End]
}
