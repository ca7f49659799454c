package indonesian

import (
	"bytes"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

// A piece is a run of letters or of digits, or of both where they are one word
// (DP4, P3K).
type piece struct {
	start, end int  // in the text
	from, to   int  // in the arena
	join       byte // what stands between it and the next piece: 0 nothing, else . , : - _ / @
	letters    bool // has letters
	digits     bool // has digits
	capitals   int  // letters of ASCII typed as capitals
	simple     bool // ASCII alone
}

// Bounds of what is looked at together. They keep time linear in the text and
// terms short enough for any index.
const (
	maxPieces = 48
	maxTerm   = 250 // bytes of the folded form of one term
)

var scheme = []byte("://")

// scan fills a.out.
func (a *Analyzer) scan() {
	text := a.text
	for i := 0; i < len(text); {
		c := classes[text[i]]
		for c == separator || c == joiner || c == apostrophe {
			i++
			if i == len(text) {
				return
			}
			c = classes[text[i]]
		}
		if c == lead {
			var n int
			c, n = leadClass(text[i:])
			switch {
			case c == foreign:
				i = a.foreignWord(i, i)
				continue
			case c != lower:
				i += n
				continue
			}
		}
		i = a.chain(i)
	}
}

// leadClass returns the class of the rune that text begins with and its length.
func leadClass(text []byte) (class, int) {
	r, n := utf8.DecodeRune(text)
	return runeClass(r), n
}

// startsPiece reports whether a letter or digit of Latin text stands at i.
func (a *Analyzer) startsPiece(i int) bool {
	if i >= len(a.text) {
		return false
	}
	c := classes[a.text[i]]
	if c == lead {
		c, _ = leadClass(a.text[i:])
	}
	return c.alnum()
}

// chain reads the pieces that stand together from i on, emits their tokens and
// returns where it stopped.
func (a *Analyzer) chain(i int) int {
	first := len(a.arena)
	a.n = 0
	for {
		p := &a.pieces[a.n]
		end := a.piece(i, p)
		if end < 0 { // another script begins within the word
			a.arena = a.arena[:p.from]
			if a.n > 0 {
				a.emit()
			}
			return a.foreignWord(i, -end)
		}
		a.n++
		j, next := a.joint(end)
		if next < 0 || a.n == maxPieces || len(a.arena)-first > maxTerm {
			if end < len(a.text) && a.text[end] == ':' && bytes.HasPrefix(a.text[end:], scheme) {
				a.n-- // the scheme of an address says nothing
			}
			a.emit()
			return end
		}
		p.join = j
		if j != 0 {
			a.arena = append(a.arena, j)
		}
		i = next
	}
}

// joint looks at what stands at i, behind a piece: the joiner and where the
// next piece begins, or -1 where none follows.
func (a *Analyzer) joint(i int) (byte, int) {
	if i >= len(a.text) {
		return 0, -1
	}
	b := a.text[i]
	switch c := classes[b]; {
	case c.alnum():
		return 0, i
	case c == joiner:
		if a.startsPiece(i + 1) {
			if (b == ',' || b == ':') && (classes[a.text[i-1]] != digit || classes[a.text[i+1]] != digit) {
				return 0, -1
			}
			return b, i + 1
		}
	case c == lead:
		switch k, n := leadClass(a.text[i:]); k {
		case lower:
			return 0, i
		case joiner:
			if a.startsPiece(i + n) {
				return '-', i + n
			}
		default: // the word ends here
		}
	}
	return 0, -1
}

// piece reads one piece at i into p, folds it into the arena and returns its
// end. If the word continues in another script it returns minus the place where
// that begins.
func (a *Analyzer) piece(i int, p *piece) int {
	text, arena := a.text, a.arena
	*p = piece{start: i, from: len(arena), simple: true}
	stop := min(len(text), i+maxTerm)
	if classes[text[i]] == digit {
		p.digits = true
		for i < stop && classes[text[i]] == digit {
			arena = append(arena, text[i])
			i++
		}
	} else {
		p.letters = true
	letters:
		for i < stop {
			b := text[i]
			switch classes[b] {
			case lower:
				arena = append(arena, b)
				i++
			case upper:
				p.capitals++
				arena = append(arena, lowered[b])
				i++
			case apostrophe:
				if !a.letterAt(i + 1) {
					break letters
				}
				p.simple = false
				i++
			case lead:
				r, n := utf8.DecodeRune(text[i:])
				switch runeClass(r) {
				case lower:
					arena = append(arena, foldedLatin(r)...)
				case apostrophe:
					if !a.letterAt(i + n) {
						break letters
					}
				case invisible:
					if !combining(r) && !a.startsPiece(i+n) {
						break letters
					}
				case foreign:
					a.arena = arena
					return -i
				default:
					break letters
				}
				p.simple = false
				i += n
			default:
				break letters
			}
		}
	}
	p.end, p.to = i, len(arena)
	a.arena = arena
	return i
}

// letterAt reports whether a Latin letter stands at i.
func (a *Analyzer) letterAt(i int) bool {
	if i >= len(a.text) {
		return false
	}
	c := classes[a.text[i]]
	if c == lead {
		c, _ = leadClass(a.text[i:])
	}
	return c.letter()
}

// foreignWord emits the word of another script at i, in which the first
// foreign character stands at seen, and returns its end. It is cut as
// UAX #29 says.
func (a *Analyzer) foreignWord(i, seen int) int {
	stop := min(len(a.text), seen+maxTerm)
	for stop > seen+utf8.UTFMax && stop < len(a.text) && !utf8.RuneStart(a.text[stop]) {
		stop--
	}
	word, _, _ := uniseg.FirstWord(a.text[i:stop], -1)
	end := i + len(word)
	from := len(a.arena)
	a.arena = a.fold.append(a.arena, word)
	if !wordlike(a.arena[from:]) {
		a.arena = a.arena[:from]
		return end
	}
	k := Foreign
	if end <= seen { // the word ends before the other script
		k = Word
	}
	surface := a.since(from)
	a.add(Token{Surface: surface, Root: surface, Start: i, End: end, Kind: k})
	return end
}

// wordlike reports whether s has a letter or a digit.
func wordlike(s []byte) bool {
	for len(s) > 0 {
		r, n := utf8.DecodeRune(s)
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			return true
		}
		s = s[n:]
	}
	return false
}
