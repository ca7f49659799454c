package embedded

import (
	"encoding/binary"
	"hash/fnv"

	bleve "github.com/blevesearch/bleve_index_api"

	"warta/index"
)

// The fields that an index has besides those of [index.Documents].
const (
	idField     = "_id"   // bleve's own
	columnField = "_cols" // stored: see record
)

// A document is an [index.Document] as bleve takes it. Analysis is done before,
// so that bleve's analyzers and mappings have no part in it.
type document struct {
	id     string
	fields []bleve.Field
	stored int
	words  [][]string // see wordsOf
}

// newDocument makes what bleve is given of d; keys are those that were made for
// other documents of its article.
func newDocument(d index.Document, keys *sharedKeys) *document {
	out := &document{id: d.ID, words: wordsOf(d), fields: make([]bleve.Field, 0, len(d.Texts)+len(d.Keys)+2)}
	for _, t := range d.Texts {
		if len(t.Terms) > 0 {
			out.fields = append(out.fields, textField(t))
		}
		if t.Positions == nil {
			continue
		}
		if runs := runsOf(t); len(runs) > 0 {
			out.fields = append(out.fields, textField(index.Text{Field: runField(t.Field), Terms: runs, Length: len(runs)}))
		}
	}
	for _, k := range d.Keys {
		out.fields = append(out.fields, keys.field(k))
	}
	cols := newRecord(d).encode()
	out.stored = len(cols) + len(d.ID)
	out.fields = append(out.fields, &field{name: columnField, value: cols, options: bleve.StoreField | bleve.SkipFreqNorm})
	return out
}

// The methods of bleve's Document.

func (d *document) ID() string                                 { return d.id }
func (d *document) Size() int                                  { return len(d.id) + d.stored }
func (d *document) HasComposite() bool                         { return false }
func (d *document) VisitComposite(bleve.CompositeFieldVisitor) {}
func (d *document) NumPlainTextBytes() uint64                  { return 0 }
func (d *document) StoredFieldsBytes() uint64                  { return uint64(d.stored) }
func (d *document) Indexed() bool                              { return true }

func (d *document) VisitFields(visit bleve.FieldVisitor) {
	for _, f := range d.fields {
		visit(f)
	}
}

// AddIDField is called each time that the document is to be written.
func (d *document) AddIDField() {
	if d.fields[len(d.fields)-1].Name() == idField {
		return
	}
	d.fields = append(d.fields, &field{
		name: idField, value: []byte(d.id),
		options: bleve.IndexField | bleve.StoreField,
		terms:   frequencies([]string{d.id}, nil),
	})
}

// A field is one field of a document, analysed already.
type field struct {
	name    string
	value   []byte
	options bleve.FieldIndexingOptions
	terms   bleve.TokenFrequencies
}

func textField(t index.Text) *field {
	f := &field{name: t.Field, terms: frequencies(t.Terms, t.Positions), options: bleve.IndexField}
	if t.Positions != nil {
		f.options |= bleve.IncludeTermVectors
	}
	return f
}

// sharedKeys are fields of keys by where their values lie: the quotes of an article
// have most of theirs in common, and bleve only reads them.
type sharedKeys map[*string]*field

func (s *sharedKeys) field(k index.Keys) *field {
	if len(k.Values) == 0 {
		return keyField(k)
	}
	if known := (*s)[&k.Values[0]]; known != nil && known.name == k.Field && len(known.terms) == len(k.Values) {
		return known
	}
	if *s == nil {
		*s = make(sharedKeys)
	}
	made := keyField(k)
	(*s)[&k.Values[0]] = made
	return made
}

func keyField(k index.Keys) *field {
	return &field{
		name: k.Field, terms: frequencies(k.Values, nil),
		options: bleve.IndexField | bleve.SkipFreqNorm,
	}
}

// frequencies counts the terms. Places are positions alone: what is marked in a
// text is worked out from the reading, and offsets would double their size. All
// parts of one kind are one piece of memory: there are thousands in an article.
func frequencies(terms []string, positions []int) bleve.TokenFrequencies {
	size := 0
	for _, term := range terms {
		size += len(term)
	}
	found := make(bleve.TokenFrequencies, len(terms))
	counts := make([]bleve.TokenFreq, 0, len(terms))
	letters := make([]byte, 0, size)
	counted := make([]*bleve.TokenFreq, len(terms))
	for i, term := range terms {
		f, known := found[term]
		if !known {
			begin := len(letters)
			letters = append(letters, term...)
			counts = append(counts, bleve.TokenFreq{Term: letters[begin:len(letters):len(letters)]})
			f = &counts[len(counts)-1]
			found[term] = f
		}
		f.SetFrequency(f.Frequency() + 1)
		counted[i] = f
	}
	if positions == nil {
		return found
	}
	places := make([]bleve.TokenLocation, len(terms))
	pointers := make([]*bleve.TokenLocation, len(terms))
	for i, f := range counted {
		if f.Locations == nil {
			n := f.Frequency()
			f.Locations, pointers = pointers[:0:n], pointers[n:]
		}
		places[i] = bleve.TokenLocation{Position: positions[i] + 1} // bleve takes no name as that of the field
		f.Locations = append(f.Locations, &places[i])
	}
	return found
}

// The methods of bleve's Field.

func (f *field) Name() string                        { return f.name }
func (f *field) Value() []byte                       { return f.value }
func (f *field) ArrayPositions() []uint64            { return nil }
func (f *field) EncodedFieldType() byte              { return 't' }
func (f *field) Analyze()                            {}
func (f *field) Options() bleve.FieldIndexingOptions { return f.options }

// AnalyzedLength is written beside each posting, in more bytes the more it is.
// The true lengths are in the records, so this is the least that bleve takes.
func (f *field) AnalyzedLength() int { return 1 }

func (f *field) AnalyzedTokenFrequencies() bleve.TokenFrequencies { return f.terms }
func (f *field) NumPlainTextBytes() uint64                        { return uint64(len(f.value)) }

// A record is what the columns of a segment hold of one document. It is stored
// beside its id, so that the columns of a segment are filled in one pass.
type record struct {
	day     uint32 // see dayOf; 0 without a date
	story   uint64 // hash of index.Document.Story; 0 without
	retold  uint64 // hash of index.Document.Retold; 0 without
	teller  uint32 // hash of index.Document.Publisher, where there is a retold
	origin  bool
	lengths [len(textFields)]uint32
}

// textFields are the fields whose lengths are kept, in the order of
// record.lengths.
var textFields = [...]string{
	index.FieldTitle, index.FieldTitleRoot, index.FieldBody, index.FieldBodyRoot, index.FieldPeople,
	index.FieldQuote, index.FieldQuoteRoot, index.FieldSpeaker, index.FieldPeopleSpelt, index.FieldSpeakerSpelt,
}

func newRecord(d index.Document) record {
	r := record{day: dayOf(d.Date), origin: d.Origin}
	if d.Story != "" {
		r.story = keyOf(d.Story)
	}
	if d.Retold != "" {
		r.retold, r.teller = keyOf(d.Retold), max(uint32(keyOf(d.Publisher)), 1)
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

// keyOf returns a number for a text, never 0.
func keyOf(text string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(text)) // a hash never fails
	return max(h.Sum64(), 1)
}

func (r record) encode() []byte {
	out := make([]byte, 0, 32)
	out = binary.AppendUvarint(out, uint64(r.day))
	flags := uint64(0)
	if r.origin {
		flags = 1
	}
	if r.story != 0 {
		flags |= 2
	}
	if r.retold != 0 {
		flags |= 4
	}
	out = binary.AppendUvarint(out, flags)
	if r.story != 0 {
		out = binary.LittleEndian.AppendUint64(out, r.story)
	}
	if r.retold != 0 {
		out = binary.LittleEndian.AppendUint64(out, r.retold)
		out = binary.LittleEndian.AppendUint32(out, r.teller)
	}
	for _, n := range r.lengths {
		out = binary.AppendUvarint(out, uint64(n))
	}
	return out
}

// decodeRecord reads what encode wrote; ok is false for anything else.
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
	r.origin = flags&1 != 0
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
		r.retold, r.teller, data = binary.LittleEndian.Uint64(data), binary.LittleEndian.Uint32(data[8:]), data[12:]
	}
	for i := range r.lengths {
		r.lengths[i] = uint32(next())
	}
	return r, ok
}

// dayOf packs an ISO date into a number that orders as the date does; 0 for
// none.
func dayOf(date string) uint32 {
	if len(date) != len("2006-01-02") {
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

// dateOf undoes dayOf.
func dateOf(day uint32) string {
	if day == 0 {
		return ""
	}
	date := []byte("0000-00-00")
	for i := len(date) - 1; i >= 0; i-- {
		if i != 4 && i != 7 {
			date[i] = byte('0' + day%10)
			day /= 10
		}
	}
	return string(date)
}
