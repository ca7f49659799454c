// Package query parses the text of a search box.
//
//	sdm pelatihan           both words
//	sdm OR pelatihan        one of them; binds tighter than a space
//	"badan ad hoc"          exactly these words, one after the other
//	-kampanye               not this word; also before a phrase or a field. The dash stands behind a
//	                        space, one alone, and begins no line of several
//	pemilih*                words that begin so
//	2023 - 2024             the words of a range; the dash is kept with the second
//	judul:arsip             in one field: pejabat satker topik judul kutipan tanggal
//
// Every text is valid: text that is not syntax is parsed as words. The package depends on no
// language and no archive; package index interprets the words.
package query

import (
	"slices"
	"strings"
)

// A Node is a part of a query: a [Word], [Phrase], [Field], [Not], [And] or [Or]. [Parse]
// of its String returns an equal node.
type Node interface {
	String() string
	node()
}

// A Word matches a word or, with Prefix, the words with a prefix.
type Word struct {
	Text   string // as typed
	Prefix bool
	Dashed bool // a dash between spaces stands between the word before and this one
}

// A Phrase matches words in sequence. Text is as typed between quotation marks, with single
// spaces.
type Phrase struct{ Text string }

// A Field restricts Of to one of [Fields]; Of is a Word or a Phrase.
type Field struct {
	Name string
	Of   Node
}

// A Not excludes the matches of Of, which is a Word, a Phrase or a Field.
type Not struct{ Of Node }

// An And matches all of its parts. [Parse] returns one; without parts, the query is empty.
type And []Node

// An Or matches any of its parts. It has at least two, none of them an And or Or.
type Or []Node

func (Word) node()   {}
func (Phrase) node() {}
func (Field) node()  {}
func (Not) node()    {}
func (And) node()    {}
func (Or) node()     {}

// Fields returns the names of the fields.
func Fields() []string {
	return []string{Official, Satker, Topic, Title, Quote, Date}
}

// The names of the fields.
const (
	Official = "pejabat"
	Satker   = "satker"
	Topic    = "topik"
	Title    = "judul"
	Quote    = "kutipan"
	Date     = "tanggal"
)

// String returns w in query syntax.
func (w Word) String() string {
	if w.Prefix {
		return w.Text + "*"
	}
	if w.Dashed {
		return "– " + w.Text
	}
	return w.Text
}

// String returns p in query syntax.
func (p Phrase) String() string { return `"` + p.Text + `"` }

// String returns f in query syntax.
func (f Field) String() string { return f.Name + ":" + f.Of.String() }

// String returns n in query syntax.
func (n Not) String() string { return "-" + n.Of.String() }

// String returns a in query syntax.
func (a And) String() string { return join(a, " ") }

// String returns o in query syntax.
func (o Or) String() string { return join(o, " OR ") }

// join returns the nodes in query syntax with an operator between them.
func join(nodes []Node, between string) string {
	texts := make([]string, len(nodes))
	for i, n := range nodes {
		texts[i] = n.String()
	}
	return strings.Join(texts, between)
}

func isField(name string) bool { return slices.Contains(Fields(), name) }
