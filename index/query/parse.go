package query

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Bounds limit the part of a text that is parsed. Zero means no limit.
type Bounds struct {
	Words int
	Bytes int
}

// A Parsed is the result of [Parse].
type Parsed struct {
	And
	CutWords bool // the text has more words than Bounds.Words
	CutBytes bool // the text is longer than Bounds.Bytes
}

// Parse parses the beginning of a text within bounds. It takes linear time. Invalid UTF-8
// separates words. Invisible characters, as in pasted text, are left out.
func Parse(text string, bounds Bounds) Parsed {
	p := parser{words: bounds.Words}
	if bounds.Bytes > 0 && len(text) > bounds.Bytes {
		text, p.out.CutBytes = cut(text, bounds.Bytes), true
	}
	text = strings.Map(visible, strings.ToValidUTF8(text, " ")) // never longer, so the bound still holds
	p.rest = OneLine(text)
	for p.item() {
	}
	p.out.And = p.nodes()
	return p.out
}

// OneLine returns the lines of a text as one. Where there are several, the dashes that begin them
// are the bullets of a list and are left out: they exclude nothing. It is never longer than text.
func OneLine(text string) string {
	isEnd := func(r rune) bool { return r == '\n' || r == '\r' }
	if strings.IndexFunc(strings.TrimSpace(text), isEnd) < 0 {
		return text
	}
	var lines []string
	for line := range strings.FieldsFuncSeq(text, isEnd) {
		if line = strings.TrimLeft(strings.TrimSpace(line), "-–—"); line != "" {
			lines = append(lines, strings.TrimSpace(line))
		}
	}
	return strings.Join(lines, " ")
}

// visible returns r, or a negative number if it shows nothing and takes no space: a soft hyphen, a
// space of no width, a mark of direction.
func visible(r rune) rune {
	if r < utf8.RuneSelf {
		return r
	}
	if unicode.In(r, unicode.Cf, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector) && !unicode.Is(unicode.Prepended_Concatenation_Mark, r) {
		return -1
	}
	return r
}

// cut returns at most n bytes of text, without a cut word unless there is only one.
func cut(text string, n int) string {
	for n > 0 && !utf8.RuneStart(text[n]) {
		n--
	}
	if r, _ := utf8.DecodeRuneInString(text[n:]); separates(r) {
		return text[:n]
	}
	if at := strings.LastIndexFunc(text[:n], separates); at >= 0 {
		return text[:at]
	}
	return text[:n]
}

// separates reports whether r ends a word.
func separates(r rune) bool { return unicode.IsSpace(r) || IsQuote(r) }

// A parser holds the state of [Parse].
type parser struct {
	rest   string
	words  int    // Bounds.Words
	read   int    // words parsed
	items  []item // in the order of the text
	dashed bool   // a word and a dash stand before rest
	begun  bool   // something was read
	out    Parsed
}

// An item is a node or the operator OR.
type item struct {
	node Node
	or   bool
}

// item parses the next item and reports whether another may follow.
func (p *parser) item() bool {
	excludes := p.blank()
	if p.rest == "" {
		return false
	}
	if word, rest := nextWord(p.rest); word == "OR" {
		p.rest = rest
		p.items = append(p.items, item{or: true})
		return true
	}
	if p.dash() {
		return true
	}
	dashed := p.dashed
	p.dashed = false
	bare := strings.TrimLeft(p.rest, "-")
	not := excludes && len(p.rest) == len(bare)+1
	p.rest = bare
	n := p.field()
	if n == nil {
		return p.rest != ""
	}
	if p.words > 0 && p.read > p.words {
		p.out.CutWords = true
		return false
	}
	if not {
		n = Not{n}
	} else if w, ok := n.(Word); ok && dashed && !w.Prefix {
		w.Dashed = true
		n = w
	}
	p.items = append(p.items, item{node: n})
	return true
}

// blank skips spaces and reports whether a dash behind them excludes the word behind it: at the
// beginning of the text and behind a space.
func (p *parser) blank() bool {
	rest := strings.TrimLeftFunc(p.rest, unicode.IsSpace)
	excludes := !p.begun || len(rest) < len(p.rest)
	p.rest, p.begun = rest, true
	return excludes
}

// dash parses a dash between spaces and reports whether there was one.
func (p *parser) dash() bool {
	word, rest := nextWord(p.rest)
	if r, _ := utf8.DecodeRuneInString(rest); word != "-" && word != "–" && word != "—" || rest != "" && IsQuote(r) {
		return false
	}
	p.rest = rest
	if len(p.items) > 0 {
		w, ok := p.items[len(p.items)-1].node.(Word)
		p.dashed = ok && !w.Prefix
	}
	return true
}

// field parses an operand, with or without a field name. It returns nil for an operand
// without letters and digits.
func (p *parser) field() Node {
	word, rest := nextWord(p.rest)
	name, value, found := strings.Cut(word, ":")
	name = strings.ToLower(name)
	if !found || !isField(name) {
		return p.operand()
	}
	p.rest = p.rest[len(word)-len(value):]
	if value == "" { // a space may precede the value, unless an operator follows
		after := strings.TrimLeftFunc(rest, unicode.IsSpace)
		next, _ := nextWord(after)
		before, _, isNamed := strings.Cut(next, ":")
		if next == "OR" || strings.HasPrefix(next, "-") || isNamed && isField(strings.ToLower(before)) {
			p.read++
			return Word{Text: name}
		}
		p.rest = after
	}
	of := p.operand()
	if of == nil {
		p.read++
		return Word{Text: name}
	}
	return Field{name, of}
}

// operand parses a phrase or a word. It returns nil for one without letters and digits.
func (p *parser) operand() Node {
	r, size := utf8.DecodeRuneInString(p.rest)
	if IsQuote(r) {
		p.rest = p.rest[size:]
		end := strings.IndexFunc(p.rest, IsQuote)
		if end < 0 { // ignore a quotation mark that is not closed
			return nil
		}
		text := clean(p.rest[:end])
		_, size := utf8.DecodeRuneInString(p.rest[end:])
		p.rest = p.rest[end+size:]
		words := 0
		for w := range strings.FieldsSeq(text) {
			if readable(w) {
				words++
			}
		}
		p.read += words
		if words == 0 {
			return nil
		}
		if over := p.read - p.words; p.words > 0 && over > 0 && over < words {
			return p.shortened(text, words-over)
		}
		return Phrase{text}
	}
	word, rest := nextWord(p.rest)
	p.rest = rest
	text := clean(word)
	stem := strings.TrimRight(text, "*")
	if !readable(stem) {
		return nil
	}
	p.read++
	if stem == "OR" {
		stem = "or" // of OR*: String must not return an operator
	}
	return Word{Text: stem, Prefix: stem != text && !strings.HasSuffix(stem, ":")}
}

// shortened returns the phrase of the first words of text that are within the limit, and
// ends parsing.
func (p *parser) shortened(text string, words int) Node {
	fields := strings.Fields(text)
	keep := 0
	for words > 0 {
		if readable(fields[keep]) {
			words--
		}
		keep++
	}
	p.out.CutWords = true
	p.read = p.words
	p.rest = ""
	return Phrase{strings.Join(fields[:keep], " ")}
}

// nodes combines the items. OR binds tighter than AND.
func (p *parser) nodes() And {
	var all And
	joined := false // an OR joins the next node to the last of all
	for i, it := range p.items {
		switch {
		case !it.or && joined:
			last := len(all) - 1
			if or, isOr := all[last].(Or); isOr {
				all[last] = append(or, it.node)
			} else {
				all[last] = Or{all[last], it.node}
			}
			joined = false
		case !it.or:
			all = append(all, it.node)
		case i > 0 && i+1 < len(p.items) && !p.items[i-1].or && !p.items[i+1].or:
			joined = true
		default: // an OR without two operands is a word
			all = append(all, Word{Text: "or"})
		}
	}
	return all
}

// nextWord splits text before the first space or quotation mark.
func nextWord(text string) (word, rest string) {
	if end := strings.IndexFunc(text, separates); end >= 0 {
		return text[:end], text[end:]
	}
	return text, ""
}

// clean returns text with single spaces.
func clean(text string) string { return strings.Join(strings.Fields(text), " ") }

// readable reports whether text has a letter or a digit.
func readable(text string) bool {
	return strings.IndexFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) >= 0
}

// IsQuote reports whether r is a double quotation mark. Two of them make a phrase of what is
// between.
func IsQuote(r rune) bool {
	switch r {
	case '"', '“', '”', '„', '«', '»', '‟', '＂':
		return true
	}
	return false
}
