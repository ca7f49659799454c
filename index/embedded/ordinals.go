package embedded

import (
	"math"
	"slices"
)

// Ordinals are the values of the fields of a table of each document of a segment,
// as numbers of the table. Every search that counts goes through
// them, and a million articles have tens of millions, so they take two bytes
// where that is enough: nearly everywhere.
type ordinals struct {
	spans  spans
	narrow []uint16
	wide   []uint32 // in place of narrow, where a number has no room in two bytes
}

// Spans tell where in a list the entries of a document lie: by offsets from the
// begin of its block, or, where a block has too many entries for that, from the
// begin of the list.
type spans struct {
	bases   []uint32 // begin of each block
	offsets []uint16 // of the documents of a block, and the block's end
	whole   []uint32
}

// blockBits is the binary logarithm of the documents of a block.
const blockBits = 10

// newSpans takes where the entries of each document begin and, last, where all end.
func newSpans(starts []uint32) spans {
	size := len(starts) - 1
	blocks := (size + 1<<blockBits - 1) >> blockBits
	s := spans{bases: make([]uint32, 0, blocks), offsets: make([]uint16, 0, size+blocks)}
	for begin := 0; begin < size; begin += 1 << blockBits {
		end := min(begin+1<<blockBits, size)
		if starts[end]-starts[begin] > math.MaxUint16 {
			return spans{whole: starts}
		}
		s.bases = append(s.bases, starts[begin])
		for _, at := range starts[begin : end+1] {
			s.offsets = append(s.offsets, uint16(at-starts[begin]))
		}
	}
	return s
}

// of returns where the entries of a document begin and end.
func (s *spans) of(doc uint32) (begin, end uint32) {
	if s.whole != nil {
		return s.whole[doc], s.whole[doc+1]
	}
	block := doc >> blockBits
	base := s.bases[block]
	at := s.offsets[doc+block:] // each block before has one more than it has documents
	return base + uint32(at[0]), base + uint32(at[1])
}

// newOrdinals takes the values of each document, one document after the other.
func newOrdinals(starts, values []uint32) *ordinals {
	o := &ordinals{spans: newSpans(starts)}
	if len(values) > 0 && slices.Max(values) > math.MaxUint16 {
		o.wide = slices.Clip(values)
		return o
	}
	o.narrow = make([]uint16, len(values))
	for i, v := range values {
		o.narrow[i] = uint16(v)
	}
	return o
}

// tally adds by to the count of each value of each of the documents.
func (o *ordinals) tally(counts []uint32, by uint32, documents []uint32) {
	if o.wide != nil {
		tally(counts, by, &o.spans, o.wide, documents)
	} else {
		tally(counts, by, &o.spans, o.narrow, documents)
	}
}

// tally is the loop that costs most of a broad search: what it works on are
// variables of its own, so that they stay in registers.
func tally[V uint16 | uint32](counts []uint32, by uint32, of *spans, values []V, documents []uint32) {
	s := *of
	for _, doc := range documents {
		begin, end := s.of(doc)
		for _, v := range values[begin:end] {
			counts[v] += by
		}
	}
}

// each calls visit with each value of a document.
func (o *ordinals) each(doc uint32, visit func(value uint32)) {
	begin, end := o.spans.of(doc)
	if o.wide != nil {
		for _, v := range o.wide[begin:end] {
			visit(v)
		}
		return
	}
	for _, v := range o.narrow[begin:end] {
		visit(uint32(v))
	}
}
