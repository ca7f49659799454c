package indonesian

import (
	_ "embed"
	"fmt"
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"

	"warta/analyzers/article"
)

//go:embed abbreviations.txt
var abbreviationsText string

//go:embed openers.txt
var openersText string

// speechVerbs follow a closing quotation mark in the same sentence, with a
// capital too where a page has one on every word.
const speechVerbs = `ajak ajar akui beber cetus harap imbau imbuh ingat jawab jelas kata katanya
	keluh kilah lanjut minta papar pesan pinta pungkas puji saran sambung sebut sela seru tambah
	tandas tanya tegas terang timpal tukas tutup tutur ucap ujar ulas ungkap urai`

var (
	abbreviations = readAbbreviations(abbreviationsText)
	openers       = lines(openersText)
	speech        = set(strings.Fields(speechVerbs)...)
)

// A dotted is the meaning of the dot behind an abbreviation.
type dotted uint8

const (
	plainWord dotted = iota // no abbreviation
	before                  // the dot never ends a sentence
	after                   // it does before an opener
)

func readAbbreviations(text string) map[string]dotted {
	m := make(map[string]dotted)
	for l := range lines(text) {
		word, place, _ := strings.Cut(l, " ")
		switch place {
		case "before":
			m[word] = before
		case "after":
			m[word] = after
		default:
			panic(fmt.Sprintf("abbreviations.txt: %q", l))
		}
	}
	return m
}

// Sentences cuts text into sentences, spaces around them left out: every
// character that is no space lies in exactly one span, and spans are in order.
// A line break ends a sentence. Closing quotation marks and brackets belong to
// the sentence before them; a quotation followed by its speech verb continues
// ("Siap?" tanya Budi); one of several sentences is cut like other text.
func Sentences(text string) iter.Seq[article.Span] {
	return func(yield func(article.Span) bool) {
		start := skipSpace(text, 0)
		for i := start; i < len(text); {
			end := -1 // of the sentence, when it ends here
			switch b := text[i]; {
			case b == '\n' || b == '\r':
				end = i
			case b == '.' || b == '!' || b == '?':
				stop := closers(text, i)
				if endsSentence(text, start, i, stop) {
					end = stop
				} else {
					i = stop
					continue
				}
			case b == 0xE2 && strings.HasPrefix(text[i:], "…"):
				stop := closers(text, i)
				if endsSentence(text, start, i, stop) {
					end = stop
				} else {
					i = stop
					continue
				}
			}
			if end < 0 {
				i++
				continue
			}
			if s := trimEnd(text, start, end); s > start && !yield(article.Span{Start: start, End: s}) {
				return
			}
			start = skipSpace(text, end)
			i = start
		}
		if s := trimEnd(text, start, len(text)); s > start {
			yield(article.Span{Start: start, End: s})
		}
	}
}

func skipSpace(text string, i int) int {
	for i < len(text) {
		r, n := utf8.DecodeRuneInString(text[i:])
		if !unicode.IsSpace(r) {
			break
		}
		i += n
	}
	return i
}

func trimEnd(text string, start, end int) int {
	return start + len(strings.TrimRightFunc(text[start:end], unicode.IsSpace))
}

// closers returns the end of the run of dots, question marks and closing marks
// that begins at i.
func closers(text string, i int) int {
	for i < len(text) {
		r, n := utf8.DecodeRuneInString(text[i:])
		switch r {
		case '.', '!', '?', '…', '"', '\'', '”', '’', '“', '″', '»', ')', ']':
			i += n
		default:
			return i
		}
	}
	return i
}

// endsSentence reports whether the run of marks from dot to stop ends the
// sentence that began at start.
func endsSentence(text string, start, dot, stop int) bool {
	if stop == len(text) {
		return true
	}
	next := skipInline(text, stop)
	if next == len(text) || text[next] == '\n' || text[next] == '\r' {
		return true
	}
	word := wordBefore(text, start, dot)
	bare := text[dot:stop] == "." || text[dot:stop] == ".)"
	if bare && next == stop {
		return gluedSentence(text, word, next)
	}
	opening := openingWord(text, next)
	first, _ := utf8.DecodeRuneInString(opening)
	if unicode.IsLower(first) {
		return false
	}
	if next == stop && !unicode.IsUpper(first) {
		return false // 5.), !?, a mark within a word
	}
	if quoted(text[dot:stop]) && speech[strings.TrimSuffix(strings.ToLower(opening), "nya")] {
		return false
	}
	if text[dot] != '.' || !bare {
		return true
	}
	switch abbreviation(start, dot, word) {
	case before:
		return false
	case after:
		return openers[strings.ToLower(opening)] || opening == ""
	case plainWord: // a sentence ends
	}
	return true
}

// gluedSentence reports whether a sentence begins at i, straight behind a dot
// that stands behind word: (24/3).Pertemuan, pemilu.Dirinya.
func gluedSentence(text, word string, i int) bool {
	opening := openingWord(text, i)
	if len(opening) < 2 || i+len(opening) < len(text)-1 && text[i+len(opening)] == '.' && alnumByte(text[i+len(opening)+1]) {
		return false
	}
	first, n := utf8.DecodeRuneInString(opening)
	second, _ := utf8.DecodeRuneInString(opening[n:])
	if !unicode.IsUpper(first) || !unicode.IsLower(second) || word == "" {
		return false
	}
	last := word[len(word)-1]
	switch {
	case last == ')' || last == '"' || '0' <= last && last <= '9':
		return true
	case len(word) < 3 || strings.ContainsAny(word, ".@/") || abbreviations[strings.ToLower(word)] != plainWord:
		return false
	}
	return 'a' <= last && last <= 'z'
}

func alnumByte(b byte) bool { return classes[b].alnum() }

// skipInline returns the first place from i on that holds no space, or a line
// break.
func skipInline(text string, i int) int {
	for i < len(text) {
		r, n := utf8.DecodeRuneInString(text[i:])
		if !unicode.IsSpace(r) || r == '\n' || r == '\r' {
			break
		}
		i += n
	}
	return i
}

// wordBound is how far a word is looked for, in bytes.
const wordBound = 32

// wordBefore returns what stands between the last space or opening mark and
// end, at most wordBound bytes.
func wordBefore(text string, start, end int) string {
	i := end
	for i > start && end-i < wordBound {
		switch text[i-1] {
		case ' ', '\t', '\n', '(', '[', '"', ',', ';', 0xA0, 0x9C, 0x98: // the last byte of a no-break space, “ and ‘
			return text[i:end]
		}
		i--
	}
	return text[i:end]
}

// openingWord returns the letters at i, behind opening marks.
func openingWord(text string, i int) string {
	from := -1
	for j := i; j < len(text) && j-i < wordBound; {
		r, n := utf8.DecodeRuneInString(text[j:])
		if unicode.IsLetter(r) {
			if from < 0 {
				from = j
			}
		} else if from >= 0 {
			return text[from:j]
		} else if !strings.ContainsRune(`"'“”‘’‟„«([*-–—`, r) && !unicode.IsSpace(r) {
			return ""
		}
		j += n
	}
	if from < 0 {
		return ""
	}
	return text[from:min(len(text), i+wordBound)]
}

func quoted(marks string) bool { return strings.ContainsAny(marks, "\"”“″»'’") }

// abbreviation says what the dot behind word means. The sentence began at start.
func abbreviation(start, dot int, word string) dotted {
	low := strings.ToLower(word)
	if k := abbreviations[low]; k != plainWord {
		return k
	}
	switch n := utf8.RuneCountInString(word); {
	case n == 0:
		return plainWord
	case n == 1 && word[0] >= 'A' && word[0] <= 'Z': // an initial, or the letter of a list
		return after
	case dot-len(word) == start && n <= 3 && allDigits(word): // the number of a list
		return before
	}
	// S.Pd, M.A, S.STP: short pieces between dots
	tail := false
	for p := range strings.SplitSeq(low, ".") {
		if len(p) == 0 || len(p) > 5 || len(p) > 1 && tail && !degreeTails[p] || !alphabetic(p) {
			return plainWord
		}
		tail = true
	}
	if strings.Contains(word, ".") && (strings.IndexByte(word, '.') == 1 || degreeTails[low[strings.IndexByte(low, '.')+1:]]) {
		return after
	}
	return plainWord
}

func allDigits(s string) bool { return strings.Trim(s, "0123456789") == "" }

func alphabetic(s string) bool {
	for _, r := range s {
		if !unicode.IsLetter(r) {
			return false
		}
	}
	return true
}
