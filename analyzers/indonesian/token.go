package indonesian

import (
	"iter"
	"unsafe"
)

// A Kind says what a token is. It follows from the token's shape alone.
type Kind uint8

// The kinds of tokens.
const (
	Word      Kind = iota // letters, or letters and digits (DP4)
	Acronym               // two to six letters, all typed as capitals
	Initials              // S.H., K.H., M.Si, s.d.: one term without its dots
	Number                // 1.265.218 is 1265218, 57,24 keeps its comma
	Time                  // 13.00 and 13:00
	Date                  // 4/11/2025, 2025-11-04
	Reference             // 27/HK.03.1-Kpt/1212/2025
	Host                  // kota-semarang.kpu.go.id
	Email
	Foreign // another script, cut as UAX #29 says
)

var kindNames = [...]string{
	"word", "acronym", "initials", "number", "time", "date", "reference", "host", "email", "foreign",
}

// String returns the kind's name in lower case.
func (k Kind) String() string { return kindNames[k] }

// A Role says how a token stands to its neighbours.
type Role uint8

// The roles. Plain, Part and Prefix tokens form the chain: one token for each
// position, whichever way a compound was typed, so that the phrases "undang
// undang" and "undang-undang" are the same chain. A Whole lies over the chain.
const (
	Plain  Role = iota // a word by itself
	Whole              // the compound as typed; its parts follow, the first at its own position
	Part               // a piece of the Whole before it
	Prefix             // a piece that is an affix, se- or non- (or the clitic -nya behind): weak evidence alone
)

var roleNames = [...]string{"plain", "whole", "part", "prefix"}

// String returns the role's name in lower case.
func (r Role) String() string { return roleNames[r] }

// A Token is one term with its place in the text.
//
// Surface is the term as typed, folded (see [Fold]); Root is what it adds to the
// field of roots, empty where it adds nothing: a reduplication has its root at
// the Whole, every other compound at its parts. Start and End are byte offsets into the text and
// cut it at rune boundaries; Start and Position never decrease from one token
// to the next. Parts is, for a Whole, the number of tokens that follow as its
// pieces.
type Token struct {
	Surface, Root []byte
	Start, End    int
	Position      int
	Parts         int
	Kind          Kind
	Role          Role
}

// An Analyzer cuts text into tokens. Its zero value is ready; it reuses its
// buffers, so it is cheap to keep and must not be used by two goroutines at
// once.
type Analyzer struct {
	// Only, if not nil, are the families whose roots are wanted. Words of others may
	// be left as their own root.
	Only *Families

	text   []byte
	arena  []byte // folded text of the current call
	pieces [maxPieces]piece
	n      int // pieces in use
	pos    int // position of the next token of the chain
	out    []Token
	fold   folder
	tokens []Token // of Tokens and of callers without a slice of their own
}

// Append appends the tokens of text to dst, in the order of their place. The
// slices of the tokens are valid until the next call.
func (a *Analyzer) Append(dst []Token, text []byte) []Token {
	a.text, a.pos, a.out = text, 0, dst
	if cap(a.arena) < len(text) {
		a.arena = make([]byte, 0, len(text)+len(text)/4+64)
	}
	a.arena = a.arena[:0]
	a.scan()
	dst = a.out
	a.text, a.out = nil, nil
	return dst
}

// AppendString is Append for a string.
func (a *Analyzer) AppendString(dst []Token, text string) []Token {
	// The analyzer only reads the text and no token points into it.
	return a.Append(dst, unsafe.Slice(unsafe.StringData(text), len(text)))
}

// Tokens returns the tokens of text in the order of their place. They are
// valid until the next call.
func (a *Analyzer) Tokens(text string) iter.Seq[Token] {
	return func(yield func(Token) bool) {
		a.tokens = a.AppendString(a.tokens[:0], text)
		for _, t := range a.tokens {
			if !yield(t) {
				return
			}
		}
	}
}
