package index

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// An Expr is a condition on documents that also weighs them: a [Term],
// [Phrase], [Prefix], [All], [Any], [Best], [Not], [Prefer], [Weigh], [Quoted]
// or [Everything]. The score of a document is the sum over all leaves that it
// matches, wherever they stand; of a Best only the part that scores most counts,
// a Weigh counts what it says, and leaves below a Not or Quoted count nothing:
//
//	Boost * idf * tf*(K1+1) / (tf + K1*(1-B+B*length/average))
//	idf = ln(1 + (N-n+0.5)/(n+0.5)) ^ [Rarity]
//
// with tf the number of occurrences in the field, length the tokens of the
// field in the document, average its mean over the documents of the kind that
// have the field, N the number of documents of that kind and n those that hold
// the term: BM25 as Robertson and Zaragoza give it (The Probabilistic Relevance
// Framework, 2009), with the idf that is never negative. Rarity is above 1, so that a rare
// word outweighs several frequent ones; docs/ranking.md has the figures. A phrase has its own
// tf and the idf of its terms added up; a prefix scores Boost alone; keys score
// nothing.
type Expr interface {
	// String writes the expression for people who debug.
	String() string
	expr()
}

// The parameters of the score.
const (
	K1     = 1.2
	B      = 0.75
	Rarity = 1.25
)

// IDF returns the inverse document frequency of a term that n of total documents hold.
func IDF(total, n int) float64 {
	return math.Log(1 + (float64(total-n)+0.5)/(float64(n)+0.5))
}

// TermWeight returns what a term that n of total documents hold weighs in a score.
func TermWeight(total, n int) float64 { return math.Pow(IDF(total, n), Rarity) }

// LengthNorm returns the part of [Saturated] that depends on the length alone, of a
// field of length tokens where the average is average, which is not 0.
func LengthNorm(length int, average float64) float64 {
	return K1 * (1 - B + B*float64(length)/average)
}

// Saturated returns what tf occurrences count in a field whose length has this norm.
func Saturated(tf int, norm float64) float64 {
	f := float64(tf)
	return f * (K1 + 1) / (f + norm)
}

// A Term matches documents in whose field stands the token or key Text.
type Term struct {
	Field string
	Text  string
	Boost float64
	// RareIn is empty, or a longer field in which Text stands more often than in Field, such as
	// the body for the title: n counts the documents that hold it in either.
	RareIn string
}

// A Phrase matches documents in whose field the tokens stand one after the
// other. The first is never empty; an empty one behind it stands for any one token.
type Phrase struct {
	Field string
	Terms []string
	Boost float64
}

// A Prefix matches documents in whose field a token or key begins with Text.
type Prefix struct {
	Field string
	Text  string
	Boost float64
}

// All matches what each of its parts matches; without parts, everything.
type All []Expr

// Any matches what one of its parts matches; without parts, nothing.
type Any []Expr

// Best matches what one of its parts matches, and weighs as much as that of its
// parts which weighs most: ways to say one thing, of which the second adds
// nothing to the first.
type Best []Expr

// Weigh matches what its part matches, all of it by the same Boost.
type Weigh struct {
	Of    Expr
	Boost float64
}

// Not matches what its part does not.
type Not struct{ Of Expr }

// Prefer matches what Want matches; what More matches only adds to the score.
type Prefer struct {
	Want Expr
	More []Expr
}

// Quoted matches articles that have a quote that Of, an expression on quotes,
// matches. It stands in requests for articles only.
type Quoted struct{ Of Expr }

// Everything matches every document and adds nothing to the score.
type Everything struct{}

func (Term) expr()       {}
func (Phrase) expr()     {}
func (Prefix) expr()     {}
func (All) expr()        {}
func (Any) expr()        {}
func (Best) expr()       {}
func (Weigh) expr()      {}
func (Not) expr()        {}
func (Prefer) expr()     {}
func (Quoted) expr()     {}
func (Everything) expr() {}

// String implements [Expr].
func (t Term) String() string { return t.Field + ":" + strconv.Quote(t.Text) + boost(t.Boost) }

// String implements [Expr].
func (p Phrase) String() string {
	return fmt.Sprintf("%s:%q%s", p.Field, strings.Join(p.Terms, " "), boost(p.Boost))
}

// String implements [Expr].
func (p Prefix) String() string { return p.Field + ":" + strconv.Quote(p.Text) + "*" + boost(p.Boost) }

// String implements [Expr].
func (a All) String() string { return joined("all", a) }

// String implements [Expr].
func (a Any) String() string { return joined("any", a) }

// String implements [Expr].
func (b Best) String() string { return joined("best", b) }

// String implements [Expr].
func (w Weigh) String() string { return "weigh(" + w.Of.String() + ")" + boost(w.Boost) }

// String implements [Expr].
func (n Not) String() string { return "not(" + n.Of.String() + ")" }

// String implements [Expr].
func (p Prefer) String() string {
	return "prefer(" + p.Want.String() + "; " + strings.TrimPrefix(joined("", p.More), "(")
}

// String implements [Expr].
func (q Quoted) String() string { return "quoted(" + q.Of.String() + ")" }

// String implements [Expr].
func (Everything) String() string { return "everything" }

// Leaves returns the number of leaves of an expression. Those of a part that stands in it
// twice count twice, as an engine evaluates them.
func Leaves(e Expr) int {
	switch e := e.(type) {
	case nil:
		return 0
	case All:
		return leavesOf(e)
	case Any:
		return leavesOf(e)
	case Best:
		return leavesOf(e)
	case Prefer:
		return Leaves(e.Want) + leavesOf(e.More)
	case Weigh:
		return Leaves(e.Of)
	case Not:
		return Leaves(e.Of)
	case Quoted:
		return Leaves(e.Of)
	}
	return 1
}

func leavesOf(parts []Expr) int {
	n := 0
	for _, part := range parts {
		n += Leaves(part)
	}
	return n
}

func boost(b float64) string {
	if b == 1 {
		return ""
	}
	return "^" + strconv.FormatFloat(b, 'g', 3, 64)
}

func joined(name string, parts []Expr) string {
	texts := make([]string, len(parts))
	for i, p := range parts {
		texts[i] = p.String()
	}
	return name + "(" + strings.Join(texts, ", ") + ")"
}

func AllOf(parts []Expr) Expr {
	if len(parts) == 1 {
		return parts[0]
	}
	return All(parts)
}

func AnyOf(parts []Expr) Expr {
	if len(parts) == 1 {
		return parts[0]
	}
	return Any(parts)
}

func BestOf(parts []Expr) Expr {
	if len(parts) == 1 {
		return parts[0]
	}
	return Best(parts)
}
