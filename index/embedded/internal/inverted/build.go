package inverted

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"math"
	"slices"
	"strings"
	"sync"

	bleve "github.com/blevesearch/bleve_index_api"
	zap "github.com/blevesearch/zapx/v17"
	"github.com/klauspost/compress/snappy"
)

// Bounds of a segment, from its format.
const (
	maxDocuments = math.MaxInt32
	maxFields    = math.MaxUint16 - 1
)

var (
	errNoID      = errors.New("a document without ID cannot be indexed")
	errPositions = errors.New("a field has not as many positions as terms")
)

// A form is the content of a segment file without the footer.
type form struct {
	data             []byte
	checksum         uint32 // CRC-32 of data
	stored, sections uint64 // addresses of the index of stored fields and of the index of sections
}

// A builder builds segments, one at a time, and reuses its memory.
type builder struct {
	out     []byte         // the segment
	numbers map[string]int // positions in fields, by name
	fields  []gathered
	terms   termTable
	codes   encoder
	scratch []byte
	packed  []byte
	starts  []uint64

	documents, size int // number of documents and bytes of the last segment
}

// gathered is one field of all documents of a segment.
type gathered struct {
	name    string
	options bleve.FieldIndexingOptions
	parts   []part // by document
}

// A part is a field of one document.
type part struct {
	document uint32
	field    *Field
}

var builders = sync.Pool{New: func() any { return &builder{numbers: make(map[string]int)} }}

// build returns a segment of the documents, which are numbered in the order of their IDs.
func build(documents []*Document) (form, error) {
	b := builders.Get().(*builder)
	defer builders.Put(b)
	return b.build(documents)
}

func (b *builder) build(documents []*Document) (form, error) {
	if len(documents) == 0 || len(documents) > maxDocuments {
		return form{}, fmt.Errorf("a segment of %d documents: want 1 to %d", len(documents), maxDocuments)
	}
	sorted := slices.Clone(documents)
	slices.SortFunc(sorted, func(a, b *Document) int { return strings.Compare(a.Key, b.Key) })
	defer b.forget()
	if err := b.gather(sorted); err != nil {
		return form{}, err
	}
	b.out = make([]byte, 0, b.guess(sorted))
	f := form{stored: b.writeStored(sorted)}
	addresses := make([]uint64, len(b.fields))
	if err := b.codes.start(len(sorted)); err != nil {
		return form{}, err
	}
	for i := range b.fields {
		address, err := b.writeField(i)
		if err != nil {
			return form{}, fmt.Errorf("index field %s: %w", b.fields[i].name, err)
		}
		addresses[i] = address
		b.count(sorted[0].Tally, i)
	}
	f.sections = b.writeSections(addresses)
	f.data, f.checksum = b.out, crc32.ChecksumIEEE(b.out)
	b.documents, b.size = len(sorted), len(b.out)
	return f, nil
}

// guess estimates the size of a segment in bytes from the mean size of a document in the
// last segment, limited by the number of terms: the last segment may be one long article,
// and this one thousands of short quotes.
func (b *builder) guess(documents []*Document) int {
	const bytesATerm, bytesADocument = 16, 64 // upper bounds of most
	most := 0
	for _, d := range documents {
		most += bytesADocument + len(d.Key) + len(d.Stored)
		for i := range d.Fields {
			most += bytesATerm * len(d.Fields[i].Terms)
		}
	}
	return min(b.size/max(b.documents, 1)*len(documents)*9/8, most)
}

// count adds the counts of the last written field, which has that number, to a tally.
func (b *builder) count(t *Tally, number int) {
	if t == nil {
		return
	}
	if t.Terms == nil {
		t.Terms = make([][]Count, len(t.Fields))
	}
	i := slices.Index(t.Fields, b.fields[number].name)
	if i < 0 {
		return
	}
	counts := make([]Count, len(b.terms.order))
	for n, place := range b.terms.order {
		counts[n] = Count{b.terms.terms[place].text, b.terms.terms[place].hits}
	}
	t.Terms[i] = counts
}

// forget drops the documents and the segment, and keeps the memory for the next.
func (b *builder) forget() {
	clear(b.numbers)
	for i := range b.fields {
		clear(b.fields[i].parts)
		b.fields[i] = gathered{parts: b.fields[i].parts[:0]}
	}
	b.fields = b.fields[:0]
	b.terms.forget()
	b.out = nil // the segment owns it
}

// gather groups the fields of the documents by name, sorted, with the IDs first.
func (b *builder) gather(documents []*Document) error {
	b.numbers[idField] = b.add(idField, bleve.IndexField|bleve.StoreField)
	b.numbers[StoredField] = b.add(StoredField, bleve.StoreField|bleve.SkipFreqNorm)
	for n, d := range documents {
		if d.Key == "" {
			return errNoID
		}
		for i := range d.Fields {
			f := &d.Fields[i]
			if f.Positions != nil && len(f.Positions) != len(f.Terms) {
				return fmt.Errorf("index field %s: %w", f.Name, errPositions)
			}
			number, known := b.numbers[f.Name]
			if !known {
				if len(b.fields) == maxFields {
					return fmt.Errorf("a segment of more than %d fields", maxFields)
				}
				number = b.add(f.Name, 0)
				b.numbers[f.Name] = number
			}
			g := &b.fields[number]
			g.options |= f.Options
			g.parts = append(g.parts, part{uint32(n), f})
		}
	}
	ids := &b.fields[0]
	list := make([]Field, len(documents))
	keys := make([]string, len(documents))
	for n, d := range documents {
		keys[n] = d.Key
		list[n] = Field{Name: idField, Terms: keys[n : n+1 : n+1]}
		ids.parts = append(ids.parts, part{uint32(n), &list[n]})
	}
	slices.SortFunc(b.fields[1:], func(a, b gathered) int { return strings.Compare(a.name, b.name) })
	for i, f := range b.fields {
		b.numbers[f.name] = i
	}
	return nil
}

// add appends a field, in reused memory, and returns its position.
func (b *builder) add(name string, options bleve.FieldIndexingOptions) int {
	if len(b.fields) < cap(b.fields) {
		b.fields = b.fields[:len(b.fields)+1]
	} else {
		b.fields = append(b.fields, gathered{})
	}
	f := &b.fields[len(b.fields)-1]
	f.name, f.options = name, options
	return len(b.fields) - 1
}

// writeStored writes the stored fields of the documents and returns the address of their
// index.
func (b *builder) writeStored(documents []*Document) uint64 {
	field := uint64(b.numbers[StoredField])
	b.starts = b.starts[:0]
	for _, d := range documents {
		b.starts = append(b.starts, uint64(len(b.out)))
		meta := binary.AppendUvarint(b.scratch[:0], uint64(len(d.Key)))
		if d.Stored != nil {
			meta = binary.AppendUvarint(meta, field)
			meta = binary.AppendUvarint(meta, 't')
			meta = binary.AppendUvarint(meta, 0) // offset of the value
			meta = binary.AppendUvarint(meta, uint64(len(d.Stored)))
			meta = binary.AppendUvarint(meta, 0) // array positions
		}
		b.scratch = meta
		b.packed = snappy.Encode(b.packed[:cap(b.packed)], d.Stored)
		b.out = binary.AppendUvarint(b.out, uint64(len(meta)))
		b.out = binary.AppendUvarint(b.out, uint64(len(d.Key)+len(b.packed)))
		b.out = append(b.out, meta...)
		b.out = append(b.out, d.Key...)
		b.out = append(b.out, b.packed...)
	}
	begin := uint64(len(b.out))
	for _, start := range b.starts {
		b.out = binary.BigEndian.AppendUint64(b.out, start)
	}
	b.out = binary.AppendUvarint(b.out, 0) // number of nested documents
	return begin
}

// writeSections writes the section addresses of the fields and returns the address of their
// index.
func (b *builder) writeSections(addresses []uint64) uint64 {
	b.starts = b.starts[:0]
	for i, f := range b.fields {
		b.starts = append(b.starts, uint64(len(b.out)))
		b.out = binary.AppendUvarint(b.out, uint64(len(f.name)))
		b.out = append(b.out, f.name...)
		b.out = binary.AppendUvarint(b.out, uint64(f.options))
		b.out = binary.AppendUvarint(b.out, 1) // number of sections
		b.out = binary.BigEndian.AppendUint16(b.out, zap.SectionInvertedTextIndex)
		b.out = binary.BigEndian.AppendUint64(b.out, addresses[i])
	}
	begin := uint64(len(b.out))
	b.out = binary.AppendUvarint(b.out, uint64(len(b.fields)))
	for _, start := range b.starts {
		b.out = binary.BigEndian.AppendUint64(b.out, start)
	}
	return begin
}
