// Package highlight marks the matches of a query in a text and selects the passage to show.
//
// It analyses the text with the tokens of the index. A mark covers whole words, or a whole
// phrase. A passage is whole sentences if they fit. The HTML has no element but <mark>; all
// text is escaped.
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
	forms    map[string]int // number of the term, by form
	roots    map[string]int // number of the term, by root
	prefixes []prefix
	phrases  []phrase
	analyzer indonesian.Analyzer
	tokens   []indonesian.Token
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
	h := &Highlighter{forms: make(map[string]int), roots: make(map[string]int)}
	n := 0
	for _, root := range terms.Roots {
		h.roots[root] = n
		n++
	}
	for _, form := range terms.Forms {
		h.forms[form] = n
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
}

// Finds reports whether a text has a match.
func (h *Highlighter) Finds(text string) bool { return len(h.marks(text)) > 0 }

// marks returns the matches in text, in order and without overlaps. Of overlapping matches
// the first is kept; of those with the same start, the longest.
func (h *Highlighter) marks(text string) []mark {
	if len(h.forms)+len(h.roots)+len(h.prefixes)+len(h.phrases) == 0 {
		return nil
	}
	h.tokens = h.analyzer.AppendString(h.tokens[:0], text)
	var found []mark
	for i := range h.tokens {
		t := &h.tokens[i]
		for _, p := range h.phrases {
			if end, ok := h.phraseAt(i, p.words); ok {
				found = append(found, mark{article.Span{Start: t.Start, End: end}, p.number, len(p.words)})
			}
		}
		if number, ok := h.wanted(t); ok {
			found = append(found, mark{article.Span{Start: t.Start, End: t.End}, number, 1})
		}
	}
	slices.SortStableFunc(found, func(a, b mark) int {
		if a.Start != b.Start {
			return a.Start - b.Start
		}
		return b.End - a.End
	})
	kept := found[:0]
	for _, m := range found {
		if len(kept) == 0 || m.Start >= kept[len(kept)-1].End {
			kept = append(kept, m)
		}
	}
	return kept
}

// wanted reports whether a token matches a form, root or prefix, and returns the number of
// the term.
func (h *Highlighter) wanted(t *indonesian.Token) (int, bool) {
	if n, ok := h.forms[string(t.Surface)]; ok {
		return n, true
	}
	if len(t.Root) > 0 {
		if n, ok := h.roots[string(t.Root)]; ok {
			return n, true
		}
	}
	for _, p := range h.prefixes {
		if strings.HasPrefix(string(t.Surface), p.text) {
			return p.number, true
		}
	}
	return 0, false
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

// HTML returns the whole text as HTML with its matches marked.
func (h *Highlighter) HTML(text string) string {
	return render(text, article.Span{End: len(text)}, h.marks(text))
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
