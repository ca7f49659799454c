// Package highlight marks the matches of a query in a text and selects the passage to show.
//
// It analyses the text with the tokens of the index. A mark covers whole words, or a whole
// phrase. A word is marked if it is one that was asked for, or an inflection of it. The other
// words of its family are marked only in a hit that has none of these, and never inside the
// name of an institution. A passage is whole sentences if they fit. The HTML has no element
// but <mark>; all text is escaped.
package highlight

import (
	"html"
	"maps"
	"slices"
	"strings"

	"warta/analyzers/article"
	"warta/analyzers/indonesian"
)

// Terms are the terms of a query, as tokens of package indonesian.
type Terms struct {
	Forms    []string   // word forms
	Roots    []string   // roots of word families
	Prefixes []string   // prefixes of word forms
	Phrases  [][]string // sequences of word forms
}

// A Highlighter marks texts. It must not be used by two goroutines at once.
type Highlighter struct {
	forms map[string]int // number of the term, by form
	roots map[string]int // number of the term, by root
	// inflected are the numbers of forms, by root and what [inflection] returns.
	inflected map[[2]string]int
	prefixes  []prefix
	phrases   []phrase
	analyzer  indonesian.Analyzer
	tokens    []indonesian.Token
}

// A prefix is an element of Terms.Prefixes with the number of the term.
type prefix struct {
	text   string
	number int
}

// A phrase is an element of Terms.Phrases with the number of the term.
type phrase struct {
	words  []string
	number int
}

// New returns a Highlighter for the terms.
func New(terms Terms) *Highlighter {
	h := &Highlighter{forms: make(map[string]int), roots: make(map[string]int), inflected: make(map[[2]string]int)}
	n := 0
	for _, root := range terms.Roots {
		h.roots[root] = n
		n++
	}
	for _, form := range terms.Forms {
		h.forms[form] = n
		if root := indonesian.StemString(form); root != "" {
			h.inflected[[2]string{root, inflection(form, root)}] = n
		}
		n++
	}
	for _, p := range terms.Prefixes {
		h.prefixes = append(h.prefixes, prefix{p, n})
		n++
	}
	for _, words := range terms.Phrases {
		if len(words) > 0 {
			h.phrases = append(h.phrases, phrase{words, n})
			n++
		}
	}
	h.analyzer.Only = indonesian.NewFamilies(maps.Keys(h.roots))
	return h
}

// A mark is a match in a text.
type mark struct {
	article.Span     // in bytes
	number       int // of the term
	words        int // of the term
	// root is the number of the root of a word, -1 for a phrase and for a word whose family
	// was not asked for.
	root   int
	family bool // a word of the family, and none that was asked for or an inflection
	named  bool // inside the name of an institution
}

// Finds reports whether a text has a match, of the family too.
func (h *Highlighter) Finds(text string) bool { return len(h.candidates(text)) > 0 }

// Hit returns the title and the best passage of the paragraphs as HTML, see [Highlighter.HTML]
// and [Highlighter.Passage]. Both are one hit: a word of the title keeps its family in the
// paragraphs from being marked.
func (h *Highlighter) Hit(title string, paragraphs []string, length int) (titleHTML, snippetHTML string) {
	inTitle := h.candidates(title)
	found := h.inParagraphs(paragraphs)
	asked := askedIn(append(found, inTitle))
	return render(title, article.Span{End: len(title)}, chosen(inTitle, asked)), h.passageOf(paragraphs, found, asked, length)
}

// inParagraphs returns the candidates in each of the first paragraphs.
func (h *Highlighter) inParagraphs(paragraphs []string) [][]mark {
	found := make([][]mark, min(len(paragraphs), maxParagraphs), maxParagraphs+1)
	for i := range found {
		found[i] = h.candidates(paragraphs[i])
	}
	return found
}

// candidates returns all matches in text.
func (h *Highlighter) candidates(text string) []mark {
	if len(h.forms)+len(h.roots)+len(h.prefixes)+len(h.phrases) == 0 {
		return nil
	}
	h.tokens = h.analyzer.AppendString(h.tokens[:0], text)
	var found []mark
	named := 0 // end in bytes of the last name of an institution
	for i := range h.tokens {
		t := &h.tokens[i]
		for _, name := range institutions()[string(t.Surface)] {
			if end, ok := h.phraseAt(i, name); ok {
				named = max(named, end)
			}
		}
		for _, p := range h.phrases {
			if end, ok := h.phraseAt(i, p.words); ok {
				found = append(found, mark{Span: article.Span{Start: t.Start, End: end}, number: p.number, words: len(p.words), root: -1})
			}
		}
		if m, ok := h.wanted(t); ok {
			m.Span, m.words, m.named = article.Span{Start: t.Start, End: t.End}, 1, t.Start < named
			found = append(found, m)
		}
	}
	return found
}

// askedIn returns the numbers of the roots of which a text of a hit has a word that was asked
// for.
func askedIn(found [][]mark) map[int]bool {
	asked := make(map[int]bool)
	for _, marks := range found {
		for _, m := range marks {
			if m.root >= 0 && !m.family {
				asked[m.root] = true
			}
		}
	}
	return asked
}

// chosen returns the marks among candidates, in order and without overlaps. Of overlapping
// matches the first is kept; of those with the same start, the longest.
func chosen(found []mark, asked map[int]bool) []mark {
	var kept []mark
	for _, m := range found {
		if !m.family || !m.named && !asked[m.root] {
			kept = append(kept, m)
		}
	}
	slices.SortStableFunc(kept, func(a, b mark) int {
		if a.Start != b.Start {
			return a.Start - b.Start
		}
		return b.End - a.End
	})
	apart := kept[:0]
	for _, m := range kept {
		if len(apart) == 0 || m.Start >= apart[len(apart)-1].End {
			apart = append(apart, m)
		}
	}
	return apart
}

// wanted reports whether a token matches a form, root or prefix, and returns the mark without
// its place.
func (h *Highlighter) wanted(t *indonesian.Token) (mark, bool) {
	m := mark{root: -1}
	if n, ok := h.roots[string(t.Root)]; ok && len(t.Root) > 0 {
		m.root = n
	}
	if n, ok := h.forms[string(t.Surface)]; ok {
		m.number = n
		return m, true
	}
	if m.root >= 0 {
		if n, ok := h.inflected[[2]string{string(t.Root), inflection(string(t.Surface), string(t.Root))}]; ok {
			m.number = n
			return m, true
		}
		m.number, m.family = m.root, true
		return m, true
	}
	for _, p := range h.prefixes {
		if strings.HasPrefix(string(t.Surface), p.text) {
			m.number = p.number
			return m, true
		}
	}
	return mark{}, false
}

// phraseAt reports whether the words begin at token i, and returns the end of the last in
// bytes.
func (h *Highlighter) phraseAt(i int, words []string) (end int, ok bool) {
	if string(h.tokens[i].Surface) != words[0] {
		return 0, false
	}
	position, at := h.tokens[i].Position, i
	end = h.tokens[i].End
	for k, word := range words[1:] {
		for at < len(h.tokens) && (h.tokens[at].Position < position+k+1 ||
			h.tokens[at].Position == position+k+1 && string(h.tokens[at].Surface) != word) {
			at++
		}
		if at == len(h.tokens) || h.tokens[at].Position != position+k+1 {
			return 0, false
		}
		end = h.tokens[at].End
	}
	return end, true
}

// HTML returns the whole text, a hit by itself, as HTML with its matches marked.
func (h *Highlighter) HTML(text string) string {
	found := h.candidates(text)
	return render(text, article.Span{End: len(text)}, chosen(found, askedIn([][]mark{found})))
}

// render returns part of text as HTML, with the marks that lie in it.
func render(text string, part article.Span, marks []mark) string {
	var b strings.Builder
	at := part.Start
	for _, m := range marks {
		if m.Start < part.Start || m.End > part.End {
			continue
		}
		b.WriteString(html.EscapeString(text[at:m.Start]))
		b.WriteString("<mark>")
		b.WriteString(html.EscapeString(m.Of(text)))
		b.WriteString("</mark>")
		at = m.End
	}
	b.WriteString(html.EscapeString(text[at:part.End]))
	return b.String()
}
