package documents

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"warta/analyzers/article"
	"warta/analyzers/indonesian"
)

// Bounds of what stands around a quote, in words.
const (
	// maxAround is the maximum number of words around a quote that its document has.
	maxAround = 60
	// maxScanned is how far from each part of a quote words are looked for.
	maxScanned = 4 * maxAround
	// maxOverlaps is how many parts of quotes before a word are looked at to find those that
	// it belongs to.
	maxOverlaps = 32
)

// Around returns the text around quote i of an article: the rest of the paragraphs in which
// the quote stands, and the paragraph before, in pieces. Of more than maxAround words those
// nearest to the quote are kept, none of them more than maxScanned words away. The words of
// quotes of other or unknown speakers are left out, and so are the names of private people: a
// pupil or a voter is not found by name among quotes. A quote that stands in the title has
// nothing around it.
func Around(a *article.Article, i int) []string { return surroundingsOf(a).around(i) }

// Surroundings are the places of all quotes of one article. Finding what stands around one of
// them takes a time that does not grow with the article.
type surroundings struct {
	article *article.Article
	spans   map[int][]quoteSpan // by paragraph, by their start
}

// A quoteSpan is a part of a quote in a paragraph.
type quoteSpan struct {
	article.Span
	quote    int
	furthest int // the highest end of this part and those before it
}

func surroundingsOf(a *article.Article) surroundings {
	s := surroundings{a, make(map[int][]quoteSpan)}
	for i, q := range a.Quotes {
		for _, p := range q.Parts {
			if stands(a, p) {
				s.spans[p.Paragraph] = append(s.spans[p.Paragraph], quoteSpan{Span: p.Span, quote: i})
			}
		}
	}
	for _, o := range a.Officials {
		for _, m := range o.Mentions {
			if !o.Public && m.Paragraph >= 0 && m.Paragraph < len(a.Paragraphs) && m.Span.In(a.Paragraphs[m.Paragraph]) {
				s.spans[m.Paragraph] = append(s.spans[m.Paragraph], quoteSpan{Span: m.Span, quote: -1})
			}
		}
	}
	for _, list := range s.spans {
		slices.SortStableFunc(list, func(x, y quoteSpan) int { return cmp.Compare(x.Start, y.Start) })
		furthest := 0
		for k := range list {
			furthest = max(furthest, list[k].End)
			list[k].furthest = furthest
		}
	}
	return s
}

// stands reports whether a part of a quote stands in a paragraph of the article.
func stands(a *article.Article, p article.Part) bool {
	return p.In == article.InParagraph && p.Paragraph >= 0 && p.Paragraph < len(a.Paragraphs) && p.Span.In(a.Paragraphs[p.Paragraph])
}

// A wordAround is a word of a paragraph near a quote.
type wordAround struct {
	article.Span
	paragraph int
	distance  int // from the nearest part of the quote, in words
}

func (w wordAround) compare(other wordAround) int {
	return cmp.Or(cmp.Compare(w.paragraph, other.paragraph), cmp.Compare(w.Start, other.Start))
}

// around returns what [Around] does.
func (s surroundings) around(i int) []string {
	var parts []article.Part
	for _, part := range s.article.Quotes[i].Parts {
		if stands(s.article, part) {
			parts = append(parts, part)
		}
	}
	if parts == nil {
		return nil
	}
	first, last := parts[0].Paragraph, parts[0].Paragraph
	for _, part := range parts {
		first, last = min(first, part.Paragraph), max(last, part.Paragraph)
	}
	var words []wordAround
	for _, part := range parts {
		words = s.scan(words, i, part, max(0, first-1), -1)
		words = s.scan(words, i, part, last, +1)
	}
	return s.pieces(nearest(words))
}

// scan appends the free words before a part of quote i, or behind it, up to the next part of
// the quote: by the step -1 back to the beginning of paragraph until, by +1 to its end.
func (s surroundings) scan(words []wordAround, i int, part article.Part, until, step int) []wordAround {
	at, in := part.Start, part.Paragraph
	if step > 0 {
		at = part.End
	}
	free := 0
	for distance := 1; distance <= maxScanned && free < maxAround; {
		word, ok := nextWord(s.article.Paragraphs[in], at, step)
		if !ok {
			if in == until {
				return words
			}
			in += step
			at = 0
			if step < 0 {
				at = len(s.article.Paragraphs[in])
			}
			continue
		}
		at = word.Start
		if step > 0 {
			at = word.End
		}
		if in == part.Paragraph && (word.End == part.Start || word.Start == part.End) {
			continue // the rest of the word in which the part begins or ends
		}
		switch s.owner(i, in, word) {
		case ownWord:
			return words
		case freeWord:
			words = append(words, wordAround{word, in, distance})
			free++
		case otherWord:
		}
		distance++
	}
	return words
}

// nextWord returns the word of text, parted by spaces, that begins at or behind a place, or
// with the step -1 the one that ends at or before it. A word around the place is cut there.
func nextWord(text string, at, step int) (article.Span, bool) {
	if step > 0 {
		start := strings.IndexFunc(text[at:], isNoSpace)
		if start < 0 {
			return article.Span{}, false
		}
		start += at
		end := len(text)
		if n := strings.IndexFunc(text[start:], unicode.IsSpace); n >= 0 {
			end = start + n
		}
		return article.Span{Start: start, End: end}, true
	}
	end := len(strings.TrimRightFunc(text[:at], unicode.IsSpace))
	if end == 0 {
		return article.Span{}, false
	}
	return article.Span{Start: len(strings.TrimRightFunc(text[:end], isNoSpace)), End: end}, true
}

func isNoSpace(r rune) bool { return !unicode.IsSpace(r) }

// headline returns the title of an article without the names of private people, or words of them.
func headline(a *article.Article) string {
	private := make(map[string]bool)
	for _, o := range a.Officials {
		if !o.Public {
			for _, word := range indonesian.NameWords(o.Name) {
				private[word] = true
			}
		}
	}
	if len(private) == 0 {
		return a.Title
	}
	words := strings.FieldsFunc(a.Title, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return strings.Join(slices.DeleteFunc(words, func(word string) bool { return private[indonesian.Fold(word)] }), " ")
}

// A wordOwner says to which quotes a word belongs.
type wordOwner uint8

const (
	freeWord wordOwner = iota
	ownWord
	otherWord
)

// owner says whether a word of a paragraph is of quote i or of a quote of another or an unknown
// speaker.
func (s surroundings) owner(i, paragraph int, word article.Span) wordOwner {
	list := s.spans[paragraph]
	behind, _ := slices.BinarySearchFunc(list, word.End, func(q quoteSpan, end int) int { return cmp.Compare(q.Start, end) })
	owner := freeWord
	for k := behind - 1; k >= max(0, behind-maxOverlaps) && list[k].furthest > word.Start; k-- {
		switch {
		case list[k].End <= word.Start:
		case list[k].quote == i:
			return ownWord
		case list[k].quote < 0 || !s.sameSpeaker(i, list[k].quote):
			owner = otherWord
		}
	}
	return owner
}

func (s surroundings) sameSpeaker(i, j int) bool {
	a, b := s.article.Quotes[i].Speaker, s.article.Quotes[j].Speaker
	return a != nil && b != nil && a.ID == b.ID
}

// nearest returns the maxAround words with the least distance, each once, in the order of the
// text.
func nearest(words []wordAround) []wordAround {
	slices.SortFunc(words, func(x, y wordAround) int { return cmp.Or(x.compare(y), cmp.Compare(x.distance, y.distance)) })
	words = slices.CompactFunc(words, func(x, y wordAround) bool { return x.compare(y) == 0 })
	slices.SortStableFunc(words, func(x, y wordAround) int { return cmp.Compare(x.distance, y.distance) })
	words = words[:min(maxAround, len(words))]
	slices.SortFunc(words, wordAround.compare)
	return words
}

// pieces returns the runs of words between which nothing but spaces stands.
func (s surroundings) pieces(words []wordAround) []string {
	var list []string
	for k := 0; k < len(words); k++ {
		text, first := s.article.Paragraphs[words[k].paragraph], words[k]
		for k+1 < len(words) && words[k+1].paragraph == first.paragraph && strings.TrimSpace(text[words[k].End:words[k+1].Start]) == "" {
			k++
		}
		list = append(list, text[first.Start:words[k].End])
	}
	return list
}
