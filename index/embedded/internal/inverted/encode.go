package inverted

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/vellum"
	zap "github.com/blevesearch/zapx/v17"
)

// noValues is the address of the doc values of a field that has none.
const noValues = math.MaxUint64

// fieldLength is the field length in each posting. Scores use the lengths in the stored
// records instead; 1 lets zapx use its short form of a single posting.
const fieldLength = 1

// An encoder holds the state and the reused memory of writing postings.
type encoder struct {
	documents  uint64
	counts     chunks // frequencies of the term
	places     chunks // positions of the term
	place      []byte
	set        *roaring.Bitmap
	members    []uint32
	dictionary *vellum.Builder
	words      bytes.Buffer
	text       []byte
}

// start prepares e for a segment of so many documents.
func (e *encoder) start(documents int) error {
	e.documents = uint64(documents)
	if e.set == nil {
		e.set = roaring.New()
	}
	return e.startDictionary()
}

// startDictionary prepares e for the dictionary of the next field.
func (e *encoder) startDictionary() (err error) {
	e.words.Reset()
	if e.dictionary != nil {
		err = e.dictionary.Reset(&e.words)
	} else {
		// As in zapx, suffixes are not shared: that would cost more time than it saves space.
		e.dictionary, err = vellum.New(&e.words, &vellum.BuilderOpts{Encoder: 1, RegistryMRUSize: 1})
	}
	if err != nil {
		return fmt.Errorf("begin a dictionary: %w", err)
	}
	return nil
}

// writeField writes the postings and the dictionary of a field. It returns the address of
// the section of the field.
func (b *builder) writeField(number int) (uint64, error) {
	f, t, e := &b.fields[number], &b.terms, &b.codes
	t.fill(f.parts)
	t.sort()
	for _, number := range t.order {
		value := b.writePostings(uint64(b.numbers[f.name]), number)
		e.text = append(e.text[:0], t.terms[number].text...)
		if err := e.dictionary.Insert(e.text, value); err != nil {
			return 0, fmt.Errorf("write a dictionary: %w", err)
		}
	}
	if err := e.dictionary.Close(); err != nil {
		return 0, fmt.Errorf("end a dictionary: %w", err)
	}
	dictionary := uint64(len(b.out))
	b.out = binary.AppendUvarint(b.out, uint64(e.words.Len()))
	b.out = append(b.out, e.words.Bytes()...)
	begin := uint64(len(b.out))
	b.out = binary.AppendUvarint(b.out, noValues)
	b.out = binary.AppendUvarint(b.out, noValues)
	b.out = binary.AppendUvarint(b.out, dictionary)
	return begin, e.startDictionary()
}

// writePostings writes the postings of a term and returns the value of the term in the
// dictionary: their address or, for a single occurrence without position, the posting
// itself.
func (b *builder) writePostings(field uint64, number uint32) uint64 {
	t, e := &b.terms, &b.codes
	hits := t.hitsOf(number)
	if first := t.hits[hits[0]]; len(hits) == 1 && first.count == 1 && len(t.placesOf(hits[0])) == 0 {
		return zap.FSTValEncode1Hit(uint64(first.document), fieldLength)
	}
	size := e.documents / (uint64(len(hits))/1024 + 1) // see zap.DefaultChunkMode
	e.counts.start(size)
	e.places.start(size)
	e.members = e.members[:0]
	for _, number := range hits {
		h, spots := t.hits[number], t.placesOf(number)
		e.members = append(e.members, h.document)
		e.counts.move(uint64(h.document))
		code := uint64(h.count) << 1
		if len(spots) > 0 {
			code |= 1
		}
		e.counts.data = binary.AppendUvarint(e.counts.data, code)
		e.counts.data = append(e.counts.data, fieldLength)
		if len(spots) == 0 {
			continue
		}
		e.place = e.place[:0]
		for _, spot := range spots {
			e.place = binary.AppendUvarint(e.place, field)
			e.place = binary.AppendUvarint(e.place, uint64(spot)+1)
			e.place = append(e.place, 0, 0, 0) // begin, end, array positions
		}
		e.places.move(uint64(h.document))
		e.places.data = binary.AppendUvarint(e.places.data, uint64(len(e.place)))
		e.places.data = append(e.places.data, e.place...)
	}
	counts := b.writeChunks(&e.counts)
	places := b.writeChunks(&e.places)
	begin := uint64(len(b.out))
	b.out = binary.AppendUvarint(b.out, counts)
	b.out = binary.AppendUvarint(b.out, places)
	e.set.Clear()
	e.set.AddMany(e.members)
	b.out = binary.AppendUvarint(b.out, e.set.GetSerializedSizeInBytes())
	b.out = appendSet(b.out, e.set)
	return begin
}

// writeChunks writes chunks and returns their address, 0 for none.
func (b *builder) writeChunks(c *chunks) uint64 {
	if len(c.data) == 0 {
		return 0
	}
	c.move(b.codes.documents - 1)
	begin := uint64(len(b.out))
	b.out = binary.AppendUvarint(b.out, uint64(len(c.ends))+1)
	for _, end := range c.ends {
		b.out = binary.AppendUvarint(b.out, end)
	}
	b.out = binary.AppendUvarint(b.out, uint64(len(c.data)))
	b.out = append(b.out, c.data...)
	return begin
}

// chunks are data of documents, split by document number so that a reader can start at
// the chunk of a document.
type chunks struct {
	size uint64 // documents per chunk
	data []byte
	ends []uint64 // offsets in data of the ends of the finished chunks
}

// start empties c.
func (c *chunks) start(size uint64) {
	c.size, c.data, c.ends = size, c.data[:0], c.ends[:0]
}

// move finishes all chunks before that of a document.
func (c *chunks) move(document uint64) {
	for chunk := document / c.size; uint64(len(c.ends)) < chunk; {
		c.ends = append(c.ends, uint64(len(c.data)))
	}
}

// appendSet appends the serialized form of a set.
func appendSet(out []byte, set *roaring.Bitmap) []byte {
	w := appender{out}
	_, _ = set.WriteTo(&w) // an appender never fails
	return w.data
}

// An appender is an io.Writer to a slice.
type appender struct{ data []byte }

func (a *appender) Write(p []byte) (int, error) {
	a.data = append(a.data, p...)
	return len(p), nil
}
