package indonesian

import (
	_ "embed"
	"strings"
)

//go:embed stopwords.txt
var stopText string

var stopWords = lines(stopText)

// Stop reports whether word, folded, says nothing about a text (dan, yang). Such
// words are in the index; only their weight in a query differs.
func Stop(word string) bool { return stopWords[word] }

// A Term is one term of a query. Root is empty where it adds none.
type Term struct {
	Surface, Root string
	Position      int // in the chain of the query
	Kind          Kind
	Role          Role
}

// A Group is a word of a query, or a compound with its parts. A text matches a
// compound if it has the surface or root of Whole, or every part except prefixes; it
// matches a word if it has its surface or root.
type Group struct {
	Whole      *Term  // nil for a word
	Parts      []Term // one for each position; never empty
	Start, End int    // byte offsets into the query
	Stop       bool   // a function word beside words that count
}

// Words returns the surfaces of the parts, in the order of a phrase.
func (g Group) Words() []string {
	words := make([]string, len(g.Parts))
	for i, t := range g.Parts {
		words[i] = t.Surface
	}
	return words
}

// Query returns the groups of a query text. They stay valid after further calls.
func (a *Analyzer) Query(text string) []Group {
	a.tokens = a.AppendString(a.tokens[:0], text)
	var groups []Group
	stops := 0
	for i := 0; i < len(a.tokens); {
		t := &a.tokens[i]
		g := Group{Start: t.Start, End: t.End}
		i++
		if t.Role == Whole {
			g.Whole = new(term(t))
			for range t.Parts {
				g.Parts = append(g.Parts, term(&a.tokens[i]))
				i++
			}
		} else {
			g.Parts = []Term{term(t)}
			g.Stop = Stop(g.Parts[0].Surface)
		}
		if g.Stop {
			stops++
		}
		groups = append(groups, g)
	}
	if stops == len(groups) {
		for i := range groups {
			groups[i].Stop = false
		}
	}
	return groups
}

func term(t *Token) Term {
	return Term{
		Surface: string(t.Surface), Root: string(t.Root),
		Position: t.Position, Kind: t.Kind, Role: t.Role,
	}
}

// chain returns the surface terms of text, one for each position.
func (a *Analyzer) chainWords(text string) []string {
	var words []string
	for t := range a.Tokens(text) {
		if t.Role != Whole {
			words = append(words, strings.Clone(string(t.Surface)))
		}
	}
	return words
}
