package embedded

import (
	"encoding/binary"
	"hash/fnv"
	"sync"

	bleve "github.com/blevesearch/bleve_index_api"

	"warta/index"
	"warta/index/embedded/internal/inverted"
)

// idField is bleve's own field of the IDs.
const idField = "_id"

// columnField is the stored field with the encoded record of a document.
const columnField = inverted.StoredField

// newDocument converts d for bleve. The texts of d are analysed already: bleve's analyzers
// and mappings are not used.
func newDocument(d index.Document, tally *inverted.Tally) *inverted.Document {
	out := &inverted.Document{Key: d.ID, Stored: newRecord(d).encode(), Tally: tally}
	out.Fields = make([]inverted.Field, 0, 2*len(d.Texts)+len(d.Keys))
	add := func(name string, terms []string, positions []int) {
		if len(terms) > 0 {
			out.Fields = append(out.Fields, inverted.Field{Name: name, Terms: terms, Positions: positions, Options: optionsOf(name)})
		}
	}
	for _, t := range d.Texts {
		add(t.Field, t.Terms, t.Positions)
		if t.Positions != nil {
			add(runField(t.Field), runsOf(t), nil)
		}
	}
	for _, k := range d.Keys {
		add(k.Field, k.Values, nil)
	}
	return out
}

// everyField returns each field that documents may have, without terms. Every segment
// declares all of them, for two reasons: bleve's merger copies postings as they are only
// between segments with the same fields, and it loses the postings of a field whose
// options differ between segments.
var everyField = sync.OnceValue(func() []inverted.Field {
	var all []inverted.Field
	add := func(options bleve.FieldIndexingOptions, names ...string) {
		for _, name := range names {
			all = append(all, inverted.Field{Name: name, Options: bleve.IndexField | options})
		}
	}
	for _, name := range []string{index.FieldTitle, index.FieldBody, index.FieldPeople, index.FieldQuote, index.FieldSpeaker} {
		add(bleve.IncludeTermVectors, name)
		add(0, runField(name))
	}
	add(0, index.FieldTitleRoot, index.FieldBodyRoot, index.FieldPeopleSpelt, index.FieldNames, index.FieldQuoteRoot, index.FieldSpeakerSpelt,
		index.FieldOpening, index.FieldAround, index.FieldQuoteTitle, index.FieldRole)
	for _, key := range []string{
		index.KeyOfficial, index.KeySatker, index.KeyOffices, index.KeyTopic, index.KeyRegulation, index.KeyPublisher,
		index.KeyYear, index.KeyMonth, index.KeyDay, index.KeyEventYear, index.KeyEventMonth, index.KeyEventDay,
	} {
		add(bleve.SkipFreqNorm, index.KeyField(index.Articles, key), index.KeyField(index.Quotes, key))
	}
	add(bleve.SkipFreqNorm, index.KeyStage, index.KeySpeaker, index.KeySuggest, index.KeyEvidence,
		index.KeyOffice, index.KeyRole, index.KeyQuoteKind, index.KeyConfidence)
	return all
})

var optionsByField = sync.OnceValue(func() map[string]bleve.FieldIndexingOptions {
	options := make(map[string]bleve.FieldIndexingOptions)
	for _, f := range everyField() {
		options[f.Name] = f.Options
	}
	return options
})

// optionsOf returns the index options of a field. It panics for a field that everyField
// lacks.
func optionsOf(field string) bleve.FieldIndexingOptions {
	options, known := optionsByField()[field]
	if !known {
		panic("embedded: everyField lacks " + field)
	}
	return options
}

// A record holds the column values of one document. It is stored beside the ID, so that
// the columns of a segment are filled in one pass.
type record struct {
	day       uint32 // see dayOf; 0 without a date
	story     uint64 // hash of index.Document.Story; 0 without
	reprint   uint64 // hash of index.Document.Retold; 0 without
	publisher uint32 // hash of index.Document.Publisher; 0 without reprint
	origin    bool
	outside   bool
	lengths   [len(textFields)]uint32 // in tokens
}

// textFields are the fields with a length, in the order of record.lengths.
var textFields = [...]string{
	index.FieldTitle, index.FieldTitleRoot, index.FieldBody, index.FieldBodyRoot, index.FieldPeople,
	index.FieldQuote, index.FieldQuoteRoot, index.FieldSpeaker, index.FieldPeopleSpelt, index.FieldSpeakerSpelt, index.FieldNames,
	index.FieldAround, index.FieldQuoteTitle, index.FieldRole, index.FieldOpening,
}

func newRecord(d index.Document) record {
	r := record{day: dayOf(d.Date), origin: d.Origin, outside: d.Outside}
	if d.Story != "" {
		r.story = keyOf(d.Story)
	}
	if d.Retold != "" {
		r.reprint, r.publisher = keyOf(d.Retold), max(uint32(keyOf(d.Publisher)), 1)
	}
	for _, t := range d.Texts {
		for i, name := range textFields {
			if name == t.Field {
				r.lengths[i] = uint32(t.Length)
			}
		}
	}
	return r
}

// keyOf returns the FNV-1a hash of a text, 1 instead of 0. It is the same in all processes:
// records keep it.
func keyOf(text string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(text)) // a hash never fails
	return max(h.Sum64(), 1)
}

// encode returns the stored form of r.
func (r record) encode() []byte {
	out := make([]byte, 0, 32)
	out = binary.AppendUvarint(out, uint64(r.day))
	flags := uint64(0)
	if r.origin {
		flags = 1
	}
	if r.outside {
		flags |= 8
	}
	if r.story != 0 {
		flags |= 2
	}
	if r.reprint != 0 {
		flags |= 4
	}
	out = binary.AppendUvarint(out, flags)
	if r.story != 0 {
		out = binary.LittleEndian.AppendUint64(out, r.story)
	}
	if r.reprint != 0 {
		out = binary.LittleEndian.AppendUint64(out, r.reprint)
		out = binary.LittleEndian.AppendUint32(out, r.publisher)
	}
	for _, n := range r.lengths {
		out = binary.AppendUvarint(out, uint64(n))
	}
	return out
}

// decodeRecord decodes the output of encode. It returns false for other data.
func decodeRecord(data []byte) (r record, ok bool) {
	next := func() uint64 {
		n, size := binary.Uvarint(data)
		if size <= 0 {
			ok = false
			return 0
		}
		data = data[size:]
		return n
	}
	ok = true
	r.day = uint32(next())
	flags := next()
	r.origin, r.outside = flags&1 != 0, flags&8 != 0
	if flags&2 != 0 {
		if len(data) < 8 {
			return r, false
		}
		r.story, data = binary.LittleEndian.Uint64(data), data[8:]
	}
	if flags&4 != 0 {
		if len(data) < 12 {
			return r, false
		}
		r.reprint, r.publisher, data = binary.LittleEndian.Uint64(data), binary.LittleEndian.Uint32(data[8:]), data[12:]
	}
	for i := range r.lengths {
		r.lengths[i] = uint32(next())
	}
	return r, ok
}

// dayOf returns an ISO date as the number yyyymmdd, and 0 for any other text.
func dayOf(date string) uint32 {
	if len(date) != dateLength {
		return 0
	}
	var n uint32
	for i := range len(date) {
		switch c := date[i]; {
		case i == 4 || i == 7:
			if c != '-' {
				return 0
			}
		case c < '0' || c > '9':
			return 0
		default:
			n = n*10 + uint32(c-'0')
		}
	}
	return n
}

// dateLength is the length of an ISO date in bytes.
const dateLength = len("2006-01-02")

// appendDate appends the ISO date of a day; it is the inverse of dayOf. It appends nothing
// for 0.
func appendDate(to []byte, day uint32) []byte {
	if day == 0 {
		return to
	}
	to = append(to, "0000-00-00"...)
	date := to[len(to)-dateLength:]
	for i := dateLength - 1; i >= 0; i-- {
		if i != 4 && i != 7 {
			date[i] = byte('0' + day%10)
			day /= 10
		}
	}
	return to
}
