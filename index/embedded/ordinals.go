package embedded

import (
	"math"
	"slices"
)

// ordinals are the values of the fields of a table, by document of a segment, as numbers
// of the table. They are immutable. A million articles have tens of millions of values, so
// a value takes two bytes unless the table has more than 65,536.
type ordinals struct {
	spans  spans
	narrow []uint16
	wide   []uint32 // instead of narrow, for numbers over 65,535
}

// spans locate the entries of each document in a list. An offset counts from the start of
// a block of documents and takes two bytes, unless a block has more than 65,535 entries.
type spans struct {
	bases   []uint32 // start of each block
	offsets []uint16 // start of each document of a block, then the end of the block
	whole   []uint32 // instead of the others: starts from the beginning of the list
}

// blockBits is the binary logarithm of the number of documents of a block.
const blockBits = 10

// newSpans returns the spans for the start of the entries of each document; the last
// element of starts is the end of the list.
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

// of returns the start and the end of the entries of a document.
func (s *spans) of(doc uint32) (begin, end uint32) {
	if s.whole != nil {
		return s.whole[doc], s.whole[doc+1]
	}
	block := doc >> blockBits
	base := s.bases[block]
	at := s.offsets[doc+block:] // each block before has one offset more than documents
	return base + uint32(at[0]), base + uint32(at[1])
}

// newOrdinals returns ordinals of values, which are in the order of documents; starts is as
// in newSpans. It keeps both slices.
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

// tally is the hottest loop of a search with many matches. It copies the spans to a local
// variable, so that they stay in registers.
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
