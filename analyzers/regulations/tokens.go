package regulations

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"warta/analyzers/internal/edits"
)

// A token is a word of a text, or its number: "8/2024", "90/PUU-XXI/2023".
type token struct {
	text       string // in lower case, without marks around it
	start, end int    // bytes of the text
	open       bool   // behind an opening bracket
	comma      bool   // before a comma or a semicolon
	stop       bool   // at the end of a sentence
	dotted     bool   // written with points between its letters, which text lacks
	closed     bool   // before a closing bracket
}

const (
	marksBefore = "\"'“”„‟‘’«»([{<*_–—-:;,."
	marksBehind = "\"'“”„‟‘’«»)]}>*_–—-:;,.!?…"
)

// mostJoined is the number of words that one number is put together of: "90 / PUU-XXI / 2023".
const mostJoined = 8

// tokens returns the words of a text.
func (t *table) tokens(text string) []token {
	var out []token
	ended := false // the word before may end a sentence
	for at := 0; at < len(text); {
		r, size := utf8.DecodeRuneInString(text[at:])
		if unicode.IsSpace(r) {
			at += size
			continue
		}
		from := at
		for at < len(text) {
			r, size := utf8.DecodeRuneInString(text[at:])
			if unicode.IsSpace(r) {
				break
			}
			at += size
		}
		tok, maybe, ok := newToken(text, from, at)
		if ended && ok {
			first, _ := utf8.DecodeRuneInString(strings.TrimLeft(text[from:at], marksBefore))
			out[len(out)-1].stop = unicode.IsUpper(first)
		}
		if !ok {
			continue
		}
		if n := len(out); n > 0 && joins(out[n-1].text, tok.text) && !out[n-1].comma && len(out[n-1].text) < maxWord {
			last := &out[n-1]
			last.text, last.end, last.comma, last.closed = last.text+tok.text, tok.end, tok.comma, tok.closed
		} else {
			out = t.appendSplit(out, tok)
		}
		last := out[len(out)-1]
		ended = maybe && !last.dotted && !t.abbreviates(last.text)
	}
	return out
}

// newToken returns the word at text[from:to] without the marks around it, and whether it may end
// a sentence; false for marks alone.
func newToken(text string, from, to int) (tok token, ended, ok bool) {
	word := text[from:to]
	inner := strings.TrimLeft(word, marksBefore)
	start := from + len(word) - len(inner)
	bare := strings.TrimRight(inner, marksBehind)
	behind := inner[len(bare):]
	if bare == "" {
		return token{}, false, false
	}
	return token{
		text: strings.ToLower(bare), start: start, end: start + len(bare),
		open:  strings.ContainsAny(word[:start-from], "(["),
		comma: strings.ContainsAny(behind, ",;"), closed: strings.ContainsAny(behind, ")]"),
	}, strings.ContainsAny(behind, ".!?"), true
}

// joins reports whether a word goes on a number that has a space at its slash.
func joins(before, word string) bool {
	return isDigit(before[0]) && (strings.HasSuffix(before, "/") || word[0] == '/') && strings.Count(before, "/") < mostJoined
}

// abbreviates reports whether a point behind a word belongs to it.
func (t *table) abbreviates(word string) bool {
	return t.words.Number[word] || t.words.Year[word] || t.words.List[word] || len(word) <= 2 && !isDigit(word[0]) || word == "kab" || word == "prov"
}

// spelt returns a word of the table for one that is written otherwise: with points between its
// letters ("u.u"), or misspelt ("nomer"). It returns any other word as it is.
func (t *table) spelt(word string) string {
	if strings.Contains(word, ".") {
		if bare := strings.ReplaceAll(word, ".", ""); t.glued[bare] || t.names[bare] != nil {
			return bare
		}
		return word
	}
	if len(word) < shortestMisspelt-1 || t.names[word] != nil {
		return word
	}
	for right := range t.words.Misspelt {
		if edits.One(word, right) && strings.Trim(word, lowerCase) == "" {
			return right
		}
	}
	return word
}

// shortestMisspelt is the least length of a word that is also read misspelt, in letters.
const shortestMisspelt = 5

// appendSplit appends a token, as two where a number stands right behind a word: "PKPU8/2024",
// "No.8/2024", "PKPU-15-2023".
func (t *table) appendSplit(out []token, tok token) []token {
	digit := strings.IndexFunc(tok.text, func(r rune) bool { return '0' <= r && r <= '9' })
	if digit <= 0 || tok.end-tok.start != len(tok.text) { // lower case may have another length
		word := tok.text
		tok.text = t.spelt(word)
		tok.dotted = tok.text != word && strings.Contains(word, ".")
		return append(out, tok)
	}
	word := strings.TrimRight(tok.text[:digit], ".:-/_#")
	first, second := tok, tok
	first.text, first.end, first.comma, first.closed = t.spelt(word), tok.start+len(word), false, false
	if !t.glued[first.text] {
		return append(out, tok)
	}
	second.text, second.start, second.open = tok.text[digit:], tok.start+digit, false
	return append(out, first, second)
}

// nameAt returns the kind that the words at i name, and the end of the name; nil for none.
func (f *finder) nameAt(i int) (*Kind, int) {
	n := f.named(i)
	return n.kind, i + len(n.words)
}

// named returns the name of a kind at i; the zero value for none.
func (f *finder) named(i int) name {
	if i < len(f.tokens) {
		for _, n := range f.names[f.tokens[i].text] {
			if f.isName(i, i+len(n.words), n.words) {
				return n
			}
		}
	}
	return name{}
}

func (f *finder) isName(i, end int, words []string) bool {
	if end > len(f.tokens) {
		return false
	}
	for k, word := range words {
		if f.tokens[i+k].text != word || i+k < end-1 && f.ends(i+k) {
			return false
		}
	}
	return true
}
