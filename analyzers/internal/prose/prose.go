// Package prose cuts a paragraph into words, numbers, punctuation, quotation
// marks and sentences, and knows the verbs of saying. Packages officials and
// quotes share it.
//
// Unlike the words of the search analyzer, tokens keep every mark of the text:
// commas separate the holders of offices, quotation marks the speakers.
package prose

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Kind is a sort of token.
type Kind uint8

// The kinds of tokens.
const (
	Word   Kind = iota // letters, with inner digits, apostrophes and hyphens
	Number             // digits, with inner dots, commas, slashes, colons and hyphens
	Punct              // any other sign, one a token
	Mark               // a double quotation mark of any shape, or a single one used as such
)

// A Token is a piece of a text. Start and End are bytes.
type Token struct {
	Start, End int32
	Kind       Kind
	Glued      bool // no space stands before it
	Upper      bool // a word that begins with a capital letter
	Caps       bool // a word of two letters or more, all of them capital
}

// A Sentence is a half-open range of tokens.
type Sentence struct{ Start, End int }

// A Text is a string cut into tokens and sentences.
type Text struct {
	Raw       string
	Lower     string // Raw in lower case, byte for byte of the same length
	Tokens    []Token
	Sentences []Sentence
	Shouting  bool // capitals mark no names: nearly every word is all capitals
	Titled    bool // capitals mark no names: nearly every word begins with one

	meant map[int]string // misspelt words as they were meant, in lower case, by token
}

// Read cuts s. A string that is not valid UTF-8 has no tokens.
func Read(s string) *Text {
	t := &Text{Raw: s}
	if !utf8.ValidString(s) {
		return t
	}
	t.Lower = lower(s)
	t.scan()
	t.partVerbs()
	t.judgeCapitals()
	t.split()
	return t
}

// Low returns token i in lower case, or "" where there is no such token.
func (t *Text) Low(i int) string {
	if i < 0 || i >= len(t.Tokens) {
		return ""
	}
	if t.meant != nil {
		if w, ok := t.meant[i]; ok {
			return w
		}
	}
	return t.Lower[t.Tokens[i].Start:t.Tokens[i].End]
}

// Mend makes Low return the lower-case word w for token i, which is misspelt.
// What is typed stays as it is. Mend must not run beside other calls.
func (t *Text) Mend(i int, w string) {
	if t.meant == nil {
		t.meant = make(map[int]string)
	}
	t.meant[i] = w
}

// Mended reports whether token i was misspelt and is read as something else.
func (t *Text) Mended(i int) bool {
	_, ok := t.meant[i]
	return ok
}

// Join makes one sentence of the two between which token i ends the first.
func (t *Text) Join(i int) {
	k := t.SentenceOf(i)
	if k+1 < len(t.Sentences) && t.Sentences[k].End == i+1 {
		t.Sentences[k].End = t.Sentences[k+1].End
		t.Sentences = append(t.Sentences[:k+1], t.Sentences[k+2:]...)
	}
}

// At returns token i as typed, or "" where there is no such token.
func (t *Text) At(i int) string {
	if i < 0 || i >= len(t.Tokens) {
		return ""
	}
	return t.Raw[t.Tokens[i].Start:t.Tokens[i].End]
}

// Is reports whether token i is the sign or lower-case word w.
func (t *Text) Is(i int, w string) bool { return t.Low(i) == w && w != "" }

// Cut returns the text from token i up to, not including, token j.
func (t *Text) Cut(i, j int) string {
	if i < 0 || i >= j || j > len(t.Tokens) {
		return ""
	}
	return t.Raw[t.Tokens[i].Start:t.Tokens[j-1].End]
}

// Kind returns the kind of token i, or Punct where there is no such token.
func (t *Text) Kind(i int) Kind {
	if i < 0 || i >= len(t.Tokens) {
		return Punct
	}
	return t.Tokens[i].Kind
}

// Upper reports whether token i is a word that begins with a capital letter.
func (t *Text) Upper(i int) bool {
	return i >= 0 && i < len(t.Tokens) && t.Tokens[i].Upper
}

// Glued reports whether token i follows the token before it without a space.
func (t *Text) Glued(i int) bool {
	return i >= 0 && i < len(t.Tokens) && t.Tokens[i].Glued
}

// TokenAt returns the index of the first token that ends after byte offset at.
func (t *Text) TokenAt(at int) int {
	low, high := 0, len(t.Tokens)
	for low < high {
		mid := (low + high) / 2
		if int(t.Tokens[mid].End) > at {
			high = mid
		} else {
			low = mid + 1
		}
	}
	return low
}

// SentenceOf returns the index of the sentence that token i is in.
func (t *Text) SentenceOf(i int) int {
	low, high := 0, len(t.Sentences)
	for low < high {
		mid := (low + high) / 2
		if t.Sentences[mid].End > i {
			high = mid
		} else {
			low = mid + 1
		}
	}
	return low
}

// lower maps capitals to small letters where both take the same number of
// bytes: ASCII and Latin-1, all that Indonesian names need.
func lower(s string) string {
	i := 0
	for i < len(s) && (s[i] < 'A' || s[i] > 'Z') && s[i] != 0xC3 {
		i++
	}
	if i == len(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	b.WriteString(s[:i])
	for ; i < len(s); i++ {
		c := s[i]
		switch {
		case 'A' <= c && c <= 'Z':
			c += 'a' - 'A'
		case i > 0 && s[i-1] == 0xC3 && 0x80 <= c && c <= 0x9E && c != 0x97:
			c += 0x20
		}
		b.WriteByte(c)
	}
	return b.String()
}

func (t *Text) scan() {
	s := t.Raw
	t.Tokens = make([]Token, 0, len(s)/5+4)
	glued := false
	single := findSingleMarks(s)
	for i := 0; i < len(s); {
		r, n := decode(s, i)
		if isSpace(r) {
			i += n
			glued = false
			continue
		}
		tok := Token{Start: int32(i), Kind: Punct, Glued: glued}
		switch {
		case isLetter(r):
			i = wordEnd(s, i+n)
			tok.Kind = Word
			tok.Upper = unicode.IsUpper(r)
			tok.Caps = tok.Upper && allCaps(s[tok.Start:i])
		case isDigit(r):
			i, tok.Kind = numberEnd(s, i+n), Number
		default:
			i += markLength(s, i, r, n, glued, &single, &tok.Kind)
		}
		tok.End = int32(i)
		t.Tokens = append(t.Tokens, tok)
		glued = true
	}
}

// leastGlued is how long the parts of a name and a verb without a space between
// them must be to be parted.
const (
	leastGluedName = 3
	leastGluedVerb = 8
)

// partVerbs parts an active verb of saying from a name, a pronoun or "juga" that a lost space
// joined it to, as links in a page do, "Hartawanmengungkap", and a name from the bare verb before
// it: "kataRina".
func (t *Text) partVerbs() {
	for i := 0; i < len(t.Tokens); i++ {
		tok := t.Tokens[i]
		if tok.Kind != Word || tok.Caps || tok.End-tok.Start < leastGluedVerb-1 {
			continue
		}
		w := t.Low(i)
		if !tok.Upper {
			if at := strings.IndexFunc(t.Raw[tok.Start:tok.End], unicode.IsUpper); at > 0 && len(w)-at >= leastGluedName { // "kataRina"
				if v, ok := Saying(w[:at]); ok && v.Form == Bare {
					t.partAt(i, at)
				}
				continue
			}
			for _, before := range [...]string{"ia", "dia", "juga"} { // "jugamenyampaikan"
				v, ok := Saying(strings.TrimPrefix(w, before))
				if at := len(before); strings.HasPrefix(w, before) && len(w)-at >= leastGluedVerb && ok && v.Form == Active {
					t.partAt(i, at)
					break
				}
			}
			continue
		}
		for at := leastGluedName; at+leastGluedVerb <= len(w); at++ {
			if w[at] != 'm' && w[at] != 'b' {
				continue
			}
			if v, ok := Saying(w[at:]); ok && v.Form == Active {
				t.partAt(i, at)
				break
			}
		}
	}
}

// partAt makes two words of token i, the second of which begins at byte at of it.
func (t *Text) partAt(i, at int) {
	tok := t.Tokens[i]
	second := Token{Start: tok.Start + int32(at), End: tok.End, Kind: Word, Glued: true}
	if c := t.Raw[second.Start]; c >= 'A' && c <= 'Z' {
		second.Upper, second.Caps = true, allCaps(t.Raw[second.Start:second.End])
	}
	t.Tokens[i].End = second.Start
	t.Tokens = slices.Insert(t.Tokens, i+1, second)
}

func wordEnd(s string, i int) int {
	for i < len(s) {
		r, n := decode(s, i)
		switch {
		case isLetter(r) || isDigit(r) || r >= utf8.RuneSelf && unicode.Is(unicode.Mn, r):
			i += n
		case r == '-' || r == '\'' || r == '’' || r == '‘' || r == '`' || r == '´':
			next, m := decode(s, i+n)
			if !isLetter(next) && (r != '-' || !isDigit(next)) {
				return i
			}
			i += n + m
		default:
			return i
		}
	}
	return i
}

func numberEnd(s string, i int) int {
	for i < len(s) {
		r, n := decode(s, i)
		switch {
		case isDigit(r):
			i += n
		case r == '.' || r == ',' || r == '/' || r == ':' || r == '-':
			next, m := decode(s, i+n)
			if !isDigit(next) {
				return i
			}
			i += n + m
		default:
			return i
		}
	}
	return i
}

func decode(s string, i int) (rune, int) {
	if i >= len(s) {
		return 0, 0
	}
	if c := s[i]; c < utf8.RuneSelf {
		return rune(c), 1
	}
	return utf8.DecodeRuneInString(s[i:])
}

func isSpace(r rune) bool {
	return r == ' ' || (r < utf8.RuneSelf && r <= ' ') || r == '\u00a0' ||
		(r >= utf8.RuneSelf && (unicode.IsSpace(r) || unicode.Is(unicode.Cf, r)))
}

func isLetter(r rune) bool {
	return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || (r >= utf8.RuneSelf && unicode.IsLetter(r))
}

func isDigit(r rune) bool { return '0' <= r && r <= '9' }

func allCaps(word string) bool {
	letters := 0
	for _, r := range word {
		if unicode.IsLower(r) {
			return false
		}
		if unicode.IsUpper(r) {
			letters++
		}
	}
	return letters > 1
}

// small are words that only a text in Title Case throughout begins with a
// capital letter inside a sentence.
var small = map[string]bool{
	"dan": true, "di": true, "yang": true, "untuk": true, "dengan": true, "pada": true, "dalam": true, "serta": true, "oleh": true,
	"ke": true, "dari": true, "itu": true, "ini": true, "juga": true, "akan": true, "telah": true, "bagi": true,
}

// judgeCapitals determines whether capital letters distinguish names from other words.
func (t *Text) judgeCapitals() {
	words, upper, caps, balance := 0, 0, 0, 0
	for i, tok := range t.Tokens {
		if tok.Kind != Word {
			continue
		}
		if tok.End-tok.Start < 7 && i > 0 && small[t.Low(i)] {
			if tok.Upper {
				balance++
			} else {
				balance--
			}
		}
		if tok.End-tok.Start < 4 {
			continue
		}
		words++
		if tok.Upper {
			upper++
		}
		if tok.Caps {
			caps++
		}
	}
	t.Shouting = words >= 3 && caps*10 > words*8
	t.Titled = !t.Shouting && words >= 8 && upper*10 > words*7 && balance > 0
}
