package dates

import (
	"slices"
	"strings"
	"unicode/utf8"

	"warta/analyzers/article"
	"warta/analyzers/internal/scan"
)

// spans are ranges of a text in order.
type spans []article.Span

// hold reports whether byte i lies in one of the spans.
func (s spans) hold(i int) bool { return s.endOf(i) > i }

// endOf returns where the span ends that byte i lies in, or -1.
func (s spans) endOf(i int) int {
	if len(s) == 0 {
		return -1
	}
	n, _ := slices.BinarySearchFunc(s, i, func(a article.Span, i int) int {
		if a.End <= i {
			return -1
		}
		return 1
	})
	if n == len(s) || s[n].Start > i {
		return -1
	}
	return s[n].End
}

// skip returns where the quotation ends that text[i:] stands in, or -1. It looks
// only where one may begin: at text[first:] and at marks.
func (s spans) skip(text string, first, i int) int {
	if i > first && quoteMark(text[i:]) == 0 && singleMark(text[i:]) == 0 {
		return -1
	}
	return s.endOf(i)
}

// quotedSpans finds what stands between quotation marks, double or single.
func quotedSpans(text string, continues bool) spans {
	out, single := doubleQuoted(text, continues), singleQuoted(text)
	if len(single) == 0 {
		return out
	}
	out = append(out, single...)
	slices.SortFunc(out, func(a, b article.Span) int { return a.Start - b.Start })
	n := 0
	for _, s := range out[1:] {
		if s.Start < out[n].End { // one within the other
			out[n].End = max(out[n].End, s.End)
			continue
		}
		n++
		out[n] = s
	}
	return out[:n+1]
}

// singleQuoted finds what stands between single quotation marks: one opens
// behind a space before a letter or a figure, one closes behind the mark that
// ends a sentence or a clause, or in the sentence of the one that opens where no
// word runs on. All others are apostrophes.
func singleQuoted(text string) spans {
	if !strings.ContainsRune(text, '\'') && !strings.Contains(text, "‘") {
		return nil
	}
	var out spans
	start := -1
	for i := 0; i < len(text); {
		size := singleMark(text[i:])
		if size == 0 {
			i++
			continue
		}
		after, _ := utf8.DecodeRuneInString(text[i+size:])
		switch {
		case (i == 0 || strings.IndexByte(" (\n", text[i-1]) >= 0) && after != utf8.RuneError && after != ' ':
			start = i
		case start < 0 || i == 0:
		case strings.IndexByte(",.?!", text[i-1]) >= 0 || scan.WordEnds(text, i+size) && text[i-1] != ' ' && sentenceEnd(text[:i], start+1) == i:
			out = append(out, article.Span{Start: start, End: i + size})
			start = -1
		}
		i += size
	}
	return out
}

// singleMark returns the length in bytes of the single quotation mark that text
// begins with, or 0.
func singleMark(text string) int {
	if text[0] == '\'' {
		return 1
	}
	if strings.HasPrefix(text, "‘") || strings.HasPrefix(text, "’") {
		return len("’")
	}
	return 0
}

// doubleQuoted finds what stands between double quotation marks. Marks pair by
// their place: one after a space or a bracket opens. A quotation that is not
// closed ends with its sentence, or runs to the end of the paragraph if it
// continues in the next one; in its sentence it ends before the words that name its speaker.
func doubleQuoted(text string, continues bool) spans {
	var out spans
	start := -1
	for i := 0; i < len(text); {
		size := quoteMark(text[i:])
		if size == 0 {
			i++
			continue
		}
		opens := (i == 0 || strings.IndexByte(" (\n", text[i-1]) >= 0) && i+size < len(text) && text[i+size] != ' '
		switch mark := text[i : i+size]; {
		case mark == "«":
			opens = true
		case start >= 0 && mark == "”", mark == "»": // "…, ”tegas Budi"
			opens = false
		}
		switch {
		case start < 0 && opens:
			start = i
		case start >= 0 && opens:
			out = append(out, article.Span{Start: start, End: unclosedEnd(text[:i], start+1)})
			start = i
		case start >= 0:
			out = append(out, article.Span{Start: start, End: i + size})
			start = -1
		}
		i += size
	}
	switch {
	case start >= 0 && continues:
		out = append(out, article.Span{Start: start, End: len(text)})
	case start >= 0:
		out = append(out, article.Span{Start: start, End: unclosedEnd(text, start+1)})
	}
	return out
}

// unclosedEnd returns where a quotation ends that stands at text[i:] and has no
// closing mark: with its sentence, or before the words that name its speaker.
func unclosedEnd(text string, i int) int {
	stop := sentenceEnd(text, i)
	for at := i; at < stop; at++ {
		if text[at] != ',' {
			continue
		}
		var buf [16]byte
		if word, _ := foldWord(text, scan.SkipSpaces(text, at+1), &buf); hints[string(word)] == hintSays {
			return at + 1
		}
	}
	return stop
}

func startsQuoted(text string) bool {
	text = strings.TrimLeft(text, " ")
	return text != "" && quoteMark(text) > 0
}

// quoteMark returns the length in bytes of the double quotation mark that text
// begins with, or 0.
func quoteMark(text string) int {
	if text[0] == '"' {
		return 1
	}
	if strings.HasPrefix(text, "«") || strings.HasPrefix(text, "»") {
		return len("«")
	}
	if text[0] == 0xE2 && len(text) >= 3 {
		switch text[:3] {
		case "“", "”", "„", "‟", "″":
			return 3
		}
	}
	return 0
}
