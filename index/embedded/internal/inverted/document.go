// Package inverted builds bleve segments from documents that are analysed already.
//
// It replaces zapx where bleve builds a segment of a batch; zapx still reads, merges and
// persists segments. zapx accepts any document and keeps a map for each field of each. The
// documents here are lists of terms, which a counting sort puts in place.
// docs/decisions/0066 gives the savings.
//
// zapx's zap.md, version 17, describes the format of segments.
package inverted

import (
	bleve "github.com/blevesearch/bleve_index_api"
)

// StoredField is the name of the field with Document.Stored.
const StoredField = "_cols"

// idField is bleve's own field of the IDs.
const idField = "_id"

// A Document is one document of a segment. It implements bleve's Document so that bleve
// carries it to the segment. It must not change once it is in a batch.
type Document struct {
	Key    string // the ID, at least one byte
	Stored []byte // stored beside the ID
	Fields []Field
	Tally  *Tally // receives the counts of the segment; the same in all documents of a batch; nil: none
}

// A Tally receives the document counts of the terms of some fields when a segment is built.
// Building it again replaces the counts.
type Tally struct {
	Fields []string
	Terms  [][]Count // by field, sorted by term; nil for a field that the segment lacks
}

// A Count is the number of documents of a segment with a term.
type Count struct {
	Term      string
	Documents uint32
}

// A Field is one field of a document. The frequency of a term is its number of elements in
// Terms. A field without terms only declares the field in the segment.
type Field struct {
	Name      string
	Terms     []string
	Positions []int // of the terms, from 0, non-decreasing; nil: positions are not kept
	Options   bleve.FieldIndexingOptions
}

// The methods of bleve's Document hide the fields, because bleve would analyse them.

// ID returns the key of the document.
func (d *Document) ID() string { return d.Key }

// Size returns the approximate size in bytes.
func (d *Document) Size() int { return len(d.Key) + len(d.Stored) }

// AddIDField does nothing: build adds the IDs.
func (d *Document) AddIDField() {}

// VisitFields visits nothing.
func (d *Document) VisitFields(bleve.FieldVisitor) {}

// VisitComposite visits nothing.
func (d *Document) VisitComposite(bleve.CompositeFieldVisitor) {}

// HasComposite returns false.
func (d *Document) HasComposite() bool { return false }

// NumPlainTextBytes returns 0: bleve uses it for statistics only.
func (d *Document) NumPlainTextBytes() uint64 { return 0 }

// StoredFieldsBytes returns the size of the stored value in bytes.
func (d *Document) StoredFieldsBytes() uint64 { return uint64(len(d.Stored)) }

// Indexed returns true.
func (d *Document) Indexed() bool { return true }

var _ bleve.Document = (*Document)(nil)
