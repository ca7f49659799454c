package highlight

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"warta/analyzers/article"
	"warta/analyzers/indonesian"
)

// maxParagraphs is the maximum number of paragraphs that Passage reads.
const maxParagraphs = 200

// A passage is a part of one paragraph.
type passage struct {
	text  string       // the paragraph
	part  article.Span // in bytes of text
	marks []mark
	score float64
}

// Passage returns the best passage of the paragraphs, a hit by themselves, as HTML, of about
// length bytes of text: the whole sentences with the most matches, as many as fit, or the
// beginning of the text if there is no match. An ellipsis marks each end at which a sentence
// is cut. Passage reads the first 200 paragraphs.
func (h *Highlighter) Passage(paragraphs []string, length int) string {
	found := h.inParagraphs(paragraphs)
	return h.passageOf(paragraphs, found, askedIn(found), length)
}

// passageOf is [Highlighter.Passage] for the candidates in each paragraph.
func (h *Highlighter) passageOf(paragraphs []string, found [][]mark, asked map[int]bool, length int) string {
	var best passage
	for i, text := range paragraphs[:min(len(paragraphs), maxParagraphs)] {
		marks := chosen(found[i], asked)
		if len(marks) == 0 && (best.text != "" || strings.TrimSpace(text) == "") {
			continue
		}
		p := h.bestOf(text, marks, length)
		p.score -= 0.05 * float64(min(i, 10)) // earlier paragraphs are more informative
		if best.text == "" || len(marks) > 0 && (len(best.marks) == 0 || p.score > best.score) {
			best = p
		}
	}
	if best.text == "" {
		return ""
	}
	return best.html(length)
}

// bestOf returns the best passage of one paragraph.
func (h *Highlighter) bestOf(text string, marks []mark, length int) passage {
	var sentences []article.Span
	for s := range indonesian.Sentences(text) {
		sentences = append(sentences, s)
	}
	best := passage{text: text, part: article.Span{End: len(text)}, marks: marks, score: math.Inf(-1)}
	if len(sentences) == 0 {
		return best
	}
	end, first := 0, 0 // sentences[i:end] fit; marks before first lie before sentence i
	for i, s := range sentences {
		end = max(end, i+1)
		for end < len(sentences) && sentences[end].End-s.Start <= length {
			end++
		}
		part := article.Span{Start: s.Start, End: sentences[end-1].End}
		for first < len(marks) && marks[first].Start < part.Start {
			first++
		}
		last := first
		for last < len(marks) && marks[last].End <= part.End {
			last++
		}
		if score := density(marks[first:last]) - 0.02*float64(min(i, 10)); score > best.score {
			best.part, best.marks, best.score = part, marks[first:last], score
		}
		if len(marks) == 0 {
			break
		}
	}
	return best
}

// density returns the score of a passage with these marks. The first mark of a term counts
// in full, by the number of its words, and each further mark a tenth of that. Different
// terms near each other add to the score.
func density(marks []mark) float64 {
	seen := make(map[int]bool, len(marks))
	score := 0.0
	for i, m := range marks {
		weight := 0.1
		if !seen[m.number] {
			seen[m.number], weight = true, 1
		}
		score += weight * float64(m.words)
		if i > 0 && m.number != marks[i-1].number {
			score += 0.3 / (1 + float64(m.Start-marks[i-1].End)/20)
		}
	}
	return score
}

// html returns the passage as HTML. A sentence much longer than length is cut.
func (p passage) html(length int) string {
	part := p.part
	const slack = 1.25 // a little over is better than an ellipsis
	if float64(part.End-part.Start) > slack*float64(length) {
		part = p.window(length)
	}
	out := render(p.text, part, p.marks)
	if part.Start > p.part.Start {
		out = "… " + out
	}
	if part.End < p.part.End {
		out += " …"
	}
	return out
}

// window returns the part of a long sentence with the best density, of at most about length
// bytes, cut between words.
func (p passage) window(length int) article.Span {
	from := p.part.Start
	if len(p.marks) > 0 {
		best := -1.0
		for i, m := range p.marks {
			last := i
			for last < len(p.marks) && p.marks[last].End <= m.Start+length*3/4 {
				last++
			}
			if score := density(p.marks[i:last]); score > best {
				best, from = score, max(m.Start-length/4, p.part.Start)
			}
			if last == len(p.marks) {
				break
			}
		}
	}
	to := min(from+length, p.part.End)
	from = max(min(from, to-length), p.part.Start)
	start, end := p.wordAt(from, p.part.Start), p.wordEnd(to)
	if start >= end { // inside one long word
		start, end = p.runeAt(from), p.runeAt(to)
		for end < p.part.End && (end == start || !utf8.RuneStart(p.text[end])) {
			end++
		}
	}
	return article.Span{Start: start, End: end}
}

// runeAt returns the start of the rune at an offset.
func (p passage) runeAt(at int) int {
	for at > p.part.Start && at < p.part.End && !utf8.RuneStart(p.text[at]) {
		at--
	}
	return at
}

// wordAt returns the start of the next word behind an offset or, if there is no space in
// the next 80 bytes, the start of a rune.
func (p passage) wordAt(at, begin int) int {
	if at == begin {
		return at
	}
	const longest = 80
	for i := at; i < min(at+longest, p.part.End); {
		r, size := utf8.DecodeRuneInString(p.text[i:])
		i += size
		if unicode.IsSpace(r) {
			return i
		}
	}
	return p.runeAt(at)
}

// wordEnd returns the end of the last word before an offset or, if there is no space in the
// 80 bytes before, the start of the next rune.
func (p passage) wordEnd(at int) int {
	if at >= p.part.End {
		return p.part.End
	}
	const longest = 80
	for i := at; i > max(at-longest, p.part.Start); {
		r, size := utf8.DecodeLastRuneInString(p.text[:i])
		i -= size
		if unicode.IsSpace(r) {
			return i
		}
	}
	for at < p.part.End && !utf8.RuneStart(p.text[at]) {
		at++
	}
	return at
}
