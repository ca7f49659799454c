package inverted

import (
	"slices"
	"strings"
)

// A termTable has the terms of one field of a segment, with where they stand. It is
// filled document by document, and read term by term: sort puts what belongs to a
// term together, by counting.
type termTable struct {
	numbers map[string]uint32 // of the terms, as they came
	terms   []term
	hits    []hit   // a term in a document, as they came
	places  []place // as they came; none for a field without places

	// What sort makes.
	order  []uint32 // the terms in their order
	byTerm []uint32 // the hits of each term, in the order of documents
	begins []uint32 // where the places of a hit begin in spots
	spots  []uint32 // the places of each hit
}

type term struct {
	text  string
	hits  uint32
	last  uint32 // its last hit
	begin uint32 // of its hits in byTerm
}

type hit struct {
	term, document, count uint32
}

type place struct {
	hit, position uint32
}

// forget empties the table.
func (t *termTable) forget() {
	if len(t.terms) > maxKept/64 {
		*t = termTable{} // a map never gets smaller
		return
	}
	clear(t.numbers)
	clear(t.terms)
	t.terms, t.hits, t.places = t.terms[:0], t.hits[:0], t.places[:0]
}

// maxKept is how many bytes a builder keeps of what it made, for the next.
const maxKept = 64 << 20

// fill takes in a field of all documents.
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

// sort puts terms, hits and places in order.
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

// hitsOf returns the hits of a term, once they are sorted.
func (t *termTable) hitsOf(number uint32) []uint32 {
	w := &t.terms[number]
	return t.byTerm[w.begin-w.hits : w.begin]
}

// placesOf returns the positions of a hit, once they are sorted; none where the
// document has none.
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
