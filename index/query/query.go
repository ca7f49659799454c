// Package query reads what people type into a search box.
//
//	sdm pelatihan           both words
//	sdm OR pelatihan        one of them; binds tighter than a space
//	"badan ad hoc"          exactly these words, one after the other
//	-kampanye               not this word; also before a phrase or a field
//	pemilih*                words that begin so
//	judul:arsip             in one field: pejabat satker topik judul kutipan tanggal
//
// Nothing typed is an error: what cannot be read as syntax is read as words.
// The package knows no language and no archive: what the words mean is worked
// out in package index.
package query

import (
	"slices"
	"strings"
)

// A Node is a part of what was typed: a [Word], [Phrase], [Field], [Not],
// [And] or [Or]. [Parse] of its String gives it again.
type Node interface {
	String() string
	node()
}

// A Word is one word as typed, or the beginning of one.
type Word struct {
	Text   string
	Prefix bool
}

// A Phrase is what stood between quotation marks.
type Phrase struct{ Text string }

// A Field narrows to a field, one of [Fields]; Of is a Word or a Phrase.
type Field struct {
	Name string
	Of   Node
}

// A Not turns its part around; Of is a Word, a Phrase or a Field.
type Not struct{ Of Node }

// And wants all of its parts. It is what [Parse] returns; without parts,
// nothing was asked.
type And []Node

// Or wants one of its parts, of which there are at least two, none an And or Or.
type Or []Node

func (Word) node()   {}
func (Phrase) node() {}
func (Field) node()  {}
func (Not) node()    {}
func (And) node()    {}
func (Or) node()     {}

// Fields lists the names of the fields.
func Fields() []string {
	return []string{Official, Satker, Topic, Title, Quote, Date}
}

// The fields.
const (
	Official = "pejabat"
	Satker   = "satker"
	Topic    = "topik"
	Title    = "judul"
	Quote    = "kutipan"
	Date     = "tanggal"
)

// String writes w as it is typed.
func (w Word) String() string {
	if w.Prefix {
		return w.Text + "*"
	}
	return w.Text
}

// String writes p as it is typed.
func (p Phrase) String() string { return `"` + p.Text + `"` }

// String writes f as it is typed.
func (f Field) String() string { return f.Name + ":" + f.Of.String() }

// String writes n as it is typed.
func (n Not) String() string { return "-" + n.Of.String() }

// String writes a as it is typed.
func (a And) String() string { return join(a, " ") }

// String writes o as it is typed.
func (o Or) String() string { return join(o, " OR ") }

func join(nodes []Node, between string) string {
	texts := make([]string, len(nodes))
	for i, n := range nodes {
		texts[i] = n.String()
	}
	return strings.Join(texts, between)
}

func isField(name string) bool { return slices.Contains(Fields(), name) }
