package documents

import (
	"cmp"
	"iter"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"warta/analyzers/article"
)

// maxAround is the maximum number of words around a quote that its document has.
const maxAround = 60

// Around returns the text around quote i of an article: the rest of the paragraphs in which
// the quote stands, and the paragraph before, in pieces. Of more than maxAround words those
// nearest to the quote are kept. The words of quotes of other or unknown speakers are left
// out. A quote that stands in the title has nothing around it.
func Around(a *article.Article, i int) []string {
	first, last := paragraphsOf(a, &a.Quotes[i])
	if first < 0 {
		return nil
	}
	var words []wordAround
	own := []int{} // positions of the words of the quote
	from := max(0, first-1)
	for p := from; p <= last; p++ {
		text := a.Paragraphs[p]
		spans := spansIn(a, i, p)
		for start, end := range wordsOf(text) {
			w := wordAround{paragraph: p, Span: article.Span{Start: start, End: end}}
			switch spans.owner(w.Span) {
			case ownWord:
				own = append(own, len(words))
				w.taken = true
			case otherWord:
				w.taken = true
			case freeWord:
			}
			words = append(words, w)
		}
	}
	keepNearest(words, own)
	return pieces(a, words)
}

// A wordAround is a word of a paragraph at or before a quote.
type wordAround struct {
	article.Span
	paragraph int
	taken     bool // part of a quote, or too far from it
}

// keepNearest marks all but the maxAround free words nearest to the quote as taken. Own are
// the positions of the words of the quote, in order.
func keepNearest(words []wordAround, own []int) {
	var free []int
	for i, w := range words {
		if !w.taken {
			free = append(free, i)
		}
	}
	if len(free) <= maxAround || len(own) == 0 {
		return
	}
	distance := func(i int) int {
		at, _ := slices.BinarySearch(own, i)
		best := len(words)
		if at < len(own) {
			best = own[at] - i
		}
		if at > 0 {
			best = min(best, i-own[at-1])
		}
		return best
	}
	slices.SortStableFunc(free, func(i, j int) int { return cmp.Compare(distance(i), distance(j)) })
	for _, i := range free[maxAround:] {
		words[i].taken = true
	}
}

// pieces returns the runs of words that are not taken.
func pieces(a *article.Article, words []wordAround) []string {
	var list []string
	for i := 0; i < len(words); i++ {
		if words[i].taken {
			continue
		}
		first := i
		for i+1 < len(words) && !words[i+1].taken && words[i+1].paragraph == words[first].paragraph {
			i++
		}
		list = append(list, a.Paragraphs[words[first].paragraph][words[first].Start:words[i].End])
	}
	return list
}

// paragraphsOf returns the first and the last paragraph of a quote, -1 for one that stands in
// none.
func paragraphsOf(a *article.Article, q *article.Quote) (first, last int) {
	first, last = -1, -1
	for _, p := range q.Parts {
		if p.In != article.InParagraph || p.Paragraph < 0 || p.Paragraph >= len(a.Paragraphs) {
			continue
		}
		if first < 0 || p.Paragraph < first {
			first = p.Paragraph
		}
		last = max(last, p.Paragraph)
	}
	return first, last
}

// quoteSpans are the parts of quotes in one paragraph.
type quoteSpans struct{ own, other []article.Span }

// spansIn returns the parts of quote i, and of the quotes of other or unknown speakers, in a
// paragraph.
func spansIn(a *article.Article, i, paragraph int) quoteSpans {
	var s quoteSpans
	speaker := a.Quotes[i].Speaker
	for j := range a.Quotes {
		q := &a.Quotes[j]
		if j != i && speaker != nil && q.Speaker != nil && q.Speaker.ID == speaker.ID {
			continue
		}
		for _, p := range q.Parts {
			switch {
			case p.In != article.InParagraph || p.Paragraph != paragraph || !p.Span.In(a.Paragraphs[paragraph]):
			case j == i:
				s.own = append(s.own, p.Span)
			default:
				s.other = append(s.other, p.Span)
			}
		}
	}
	return s
}

// A wordOwner says to which quotes a word belongs.
type wordOwner uint8

const (
	freeWord wordOwner = iota
	ownWord
	otherWord
)

func (s quoteSpans) owner(word article.Span) wordOwner {
	overlaps := func(p article.Span) bool { return p.Start < word.End && word.Start < p.End }
	switch {
	case slices.ContainsFunc(s.own, overlaps):
		return ownWord
	case slices.ContainsFunc(s.other, overlaps):
		return otherWord
	}
	return freeWord
}

// wordsOf iterates over the starts and ends of the words of a text, parted by spaces.
func wordsOf(text string) iter.Seq2[int, int] {
	return func(yield func(start, end int) bool) {
		for at := 0; at < len(text); {
			r, size := utf8.DecodeRuneInString(text[at:])
			if unicode.IsSpace(r) {
				at += size
				continue
			}
			end := len(text)
			if n := strings.IndexFunc(text[at:], unicode.IsSpace); n >= 0 {
				end = at + n
			}
			if !yield(at, end) {
				return
			}
			at = end
		}
	}
}
