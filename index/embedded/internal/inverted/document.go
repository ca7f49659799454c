// Package inverted makes segments of bleve's files out of documents that are
// analysed already.
//
// It takes the place of what zapx does when bleve is given a batch, and of nothing
// else: reading, merging and storing segments stay zapx's. zapx takes any document
// and keeps a map for each field of each; ours are lists of terms, and a segment of
// them is sorted into place by counting. docs/decisions/0066 says what that saves.
//
// The form of a segment is described in zapx's zap.md, version 17.
package inverted

import (
	bleve "github.com/blevesearch/bleve_index_api"
)

// StoredField is the name of the field under which Document.Stored is kept.
const StoredField = "_cols"

// idField is bleve's own field of the IDs.
const idField = "_id"

// A Document is what a segment holds of one document. It is a document for bleve,
// which only carries it to the segment; once given away it must not change.
type Document struct {
	Key    string // its ID, of at least one byte
	Stored []byte // kept beside the ID
	Fields []Field
	Tally  *Tally // of the segment, where somebody wants one; all of a batch have the same
}

// A Tally says in how many documents of a segment the terms of some fields are. It is
// filled anew whenever the segment is made.
type Tally struct {
	Fields []string
	Terms  [][]Count // by field, in the order of terms
}

// A Count is in how many documents a term is.
type Count struct {
	Term      string
	Documents uint32
}

// A Field is one field of a document. A term counts as often as it is in Terms; one
// without terms only makes the segment have the field.
type Field struct {
	Name      string
	Terms     []string
	Positions []int // of the terms, from 0, never falling; nil where places are not kept
	Options   bleve.FieldIndexingOptions
}

// The methods of bleve's Document. Its fields are not shown to bleve, which would
// only analyse them.

// ID returns the key of the document.
func (d *Document) ID() string { return d.Key }

// Size returns about how many bytes the document takes until it is in a segment.
func (d *Document) Size() int { return len(d.Key) + len(d.Stored) }

// AddIDField does nothing: every segment has the IDs.
func (d *Document) AddIDField() {}

// VisitFields visits nothing.
func (d *Document) VisitFields(bleve.FieldVisitor) {}

// VisitComposite visits nothing.
func (d *Document) VisitComposite(bleve.CompositeFieldVisitor) {}

// HasComposite reports that no field is made of others.
func (d *Document) HasComposite() bool { return false }

// NumPlainTextBytes returns 0: bleve only adds it to its statistics.
func (d *Document) NumPlainTextBytes() uint64 { return 0 }

// StoredFieldsBytes returns the size of what is stored.
func (d *Document) StoredFieldsBytes() uint64 { return uint64(len(d.Stored)) }

// Indexed reports that the document can be searched.
func (d *Document) Indexed() bool { return true }

var _ bleve.Document = (*Document)(nil)
