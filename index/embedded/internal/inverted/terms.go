package inverted

import (
	"slices"
	"strings"
)

// A termTable holds the occurrences of the terms of one field of a segment. fill adds them
// by document; sort groups them by term with a counting sort.
type termTable struct {
	numbers map[string]uint32 // positions in terms, by text
	terms   []term            // in the order of first occurrence
	hits    []hit             // in the order of documents
	places  []place           // in the order of documents; empty for a field without positions

	// Results of sort.
	order  []uint32 // numbers of the terms, sorted by text
	byTerm []uint32 // numbers of the hits, by term in this order, then by document
	begins []uint32 // after sort: the end of the positions of each hit in spots
	spots  []uint32 // positions, by hit
}

// A term is a term of the field.
type term struct {
	text  string
	hits  uint32 // number of hits
	last  uint32 // number of its last hit
	begin uint32 // after sort: the end of its hits in byTerm
}

// A hit is a term in a document.
type hit struct {
	term, document, count uint32
}

// A place is one occurrence of a hit.
type place struct {
	hit, position uint32
}

// forget empties the table and keeps its memory, unless that is large.
func (t *termTable) forget() {
	if len(t.terms) > maxKept/64 {
		*t = termTable{} // a map never shrinks
		return
	}
	clear(t.numbers)
	clear(t.terms)
	t.terms, t.hits, t.places = t.terms[:0], t.hits[:0], t.places[:0]
}

// maxKept is the approximate number of bytes that a table keeps for the next segment.
const maxKept = 64 << 20

// fill replaces the content of the table with a field of all documents.
func (t *termTable) fill(parts []part) {
	t.forget()
	if t.numbers == nil {
		t.numbers = make(map[string]uint32)
	}
	for _, p := range parts {
		for i, text := range p.field.Terms {
			number, known := t.numbers[text]
			if !known {
				number = uint32(len(t.terms))
				t.numbers[text] = number
				t.terms = append(t.terms, term{text: text})
			}
			w := &t.terms[number]
			if w.hits == 0 || t.hits[w.last].document != p.document {
				w.last = uint32(len(t.hits))
				w.hits++
				t.hits = append(t.hits, hit{term: number, document: p.document})
			}
			t.hits[w.last].count++
			if p.field.Positions != nil {
				t.places = append(t.places, place{w.last, uint32(p.field.Positions[i])})
			}
		}
	}
}

// sort sorts terms, and groups hits and positions by term.
func (t *termTable) sort() {
	t.order = slices.Grow(t.order[:0], len(t.terms))[:len(t.terms)]
	for i := range t.order {
		t.order[i] = uint32(i)
	}
	slices.SortFunc(t.order, func(a, b uint32) int { return strings.Compare(t.terms[a].text, t.terms[b].text) })
	begin := uint32(0)
	for _, number := range t.order {
		t.terms[number].begin = begin
		begin += t.terms[number].hits
	}
	t.byTerm = slices.Grow(t.byTerm[:0], len(t.hits))[:len(t.hits)]
	for i, h := range t.hits {
		w := &t.terms[h.term]
		t.byTerm[w.begin] = uint32(i)
		w.begin++
	}
	if len(t.places) == 0 {
		return
	}
	t.begins = slices.Grow(t.begins[:0], len(t.hits))[:len(t.hits)]
	clear(t.begins)
	for _, p := range t.places {
		t.begins[p.hit]++
	}
	begin = 0
	for i, n := range t.begins {
		t.begins[i] = begin
		begin += n
	}
	t.spots = slices.Grow(t.spots[:0], len(t.places))[:len(t.places)]
	for _, p := range t.places {
		t.spots[t.begins[p.hit]] = p.position
		t.begins[p.hit]++
	}
}

// hitsOf returns the numbers of the hits of a term. It is valid after sort.
func (t *termTable) hitsOf(number uint32) []uint32 {
	w := &t.terms[number]
	return t.byTerm[w.begin-w.hits : w.begin]
}

// placesOf returns the positions of a hit, none for a field without positions. It is valid
// after sort.
func (t *termTable) placesOf(number uint32) []uint32 {
	if len(t.places) == 0 {
		return nil
	}
	begin := uint32(0)
	if number > 0 {
		begin = t.begins[number-1]
	}
	return t.spots[begin:t.begins[number]]
}
