package embedded

import (
	"fmt"
	"math"
	mathbits "math/bits"
	"slices"
	"sync"

	"warta/index"
)

// An estimate holds an upper bound of the score of each document of one segment, as a whole
// number of units. A machine word holds the bounds of four documents: an addition needs no
// more, since the bounds of all leaves together stay below mostUnits.
type estimate struct {
	words []uint64
	size  int // documents
}

const (
	// lanes is the number of bounds in a word, each of laneBits bits, of which the highest one is free.
	lanes, laneBits = 4, 16
	// mostUnits is the greatest bound of a document.
	mostUnits = 1<<(laneBits-1) - 1
	// mostLeaves is the greatest number of leaves that are estimated: each may be rounded up
	// by a unit.
	mostLeaves = mostUnits / 4

	laneOnes  = 0x0001_0001_0001_0001
	laneHighs = laneOnes << (laneBits - 1)
)

// estimates are the memory of one estimate, reused through estimatePool.
var estimatePool = sync.Pool{New: func() any { return new(estimate) }}

// newEstimate returns an estimate of 0 for each document. The caller must call release.
func newEstimate(size int) *estimate {
	e := estimatePool.Get().(*estimate)
	n := size/lanes + 1
	e.words = slices.Grow(e.words[:0], n)[:n]
	clear(e.words)
	e.size = size
	return e
}

func (e *estimate) release() { estimatePool.Put(e) }

// add adds units to the bound of a document.
func (e *estimate) add(doc uint32, units uint64) {
	e.words[doc/lanes] += units << (doc % lanes * laneBits)
}

// of returns the bound of a document.
func (e *estimate) of(doc uint32) int {
	return int(e.words[doc/lanes] >> (doc % lanes * laneBits) & (1<<laneBits - 1))
}

// between appends the documents whose bounds are at least from and below to, which are from 1
// to mostUnits+1.
func (e *estimate) between(documents []uint32, from, to int) []uint32 {
	// The addition carries into the highest bit of a lane whose bound is at least from.
	reach := uint64(1<<(laneBits-1)-from) * laneOnes
	for at, word := range e.words {
		if word == 0 {
			continue
		}
		for found := (word + reach) & laneHighs; found != 0; found &= found - 1 {
			lane := mathbits.TrailingZeros64(found) / laneBits
			if units := int(word >> (lane * laneBits) & (1<<laneBits - 1)); units < to {
				documents = append(documents, uint32(at*lanes+lane))
			}
		}
	}
	return documents
}

// sample counts the bounds of about one in step of the documents that have one.
func (e *estimate) sample(spread *[mostUnits + 1]uint32, step int) {
	const run = 64 // words that lie side by side, which a processor reads at once
	for begin := 0; begin < len(e.words); begin += run * step {
		for _, word := range e.words[begin:min(begin+run, len(e.words))] {
			for ; word != 0; word >>= laneBits {
				spread[word&(1<<laneBits-1)]++
			}
		}
	}
}

// An estimator knows what the leaves of a query score at most, in units.
type estimator struct {
	search  *search
	weights *weights
	perUnit float64 // units for each 1 of a score
	// saturated are for each field upper bounds of index.Saturated, by frequency and class of length.
	saturated [len(textFields)]*[(often + 1) * lengthClasses]float64
}

// newEstimator returns an estimator for the leaves of a query. It returns nil if a leaf may
// score less than 0 or without limit, or none may score.
func newEstimator(q *search, w *weights, leaves []leaf) *estimator {
	if len(leaves) > mostLeaves {
		return nil
	}
	e := &estimator{search: q, weights: w}
	total := 0.0
	for i, l := range leaves {
		weight := w.leaves[i]
		if weight < 0 || math.IsNaN(weight) {
			return nil
		}
		total += weight * most(l)
		if l.terms == nil || l.field < 0 || e.saturated[l.field] != nil {
			continue
		}
		table := new([(often + 1) * lengthClasses]float64)
		for class, length := range shortestOfClass {
			norm := w.normOf(l.field, length)
			for count := range often {
				table[count*lengthClasses+class] = index.Saturated(count, norm)
			}
			table[often*lengthClasses+class] = saturation
		}
		e.saturated[l.field] = table
	}
	e.perUnit = float64(mostUnits-len(leaves)-1) / total
	if total == 0 || math.IsInf(total, 1) || math.IsInf(e.perUnit, 1) {
		return nil
	}
	return e
}

// saturation is the upper bound of index.Saturated.
const saturation = index.K1 + 1

// most returns the highest number by which the weight of a leaf is multiplied.
func most(l leaf) float64 {
	if l.terms == nil {
		return 1
	}
	return saturation
}

// units returns a score as a number of units, rounded up.
func (e *estimator) units(score float64) int { return int(score*e.perUnit) + 1 }

// reached returns the most units of which a document with a lower score is sure to have fewer.
func (e *estimator) reached(score float64) int {
	return min(max(1, int(score*e.perUnit)), mostUnits)
}

// estimate bounds the scores of the documents of a segment: by the sum of the bounds of the
// leaves that a document has, also where the program of steps keeps the most of some.
func (e *estimator) estimate(s *segment, found *matches) (*estimate, error) {
	out := newEstimate(s.size)
	for i, l := range found.leaves {
		if e.weights.leaves[i] == 0 || l.set.IsEmpty() {
			continue
		}
		if err := e.addLeaf(out, s, l, e.weights.leaves[i]); err != nil {
			out.release()
			return nil, err
		}
	}
	return out, nil
}

// readAtOnce is the greatest number of documents of a list whose frequencies are read the first
// time that they are estimated. Those of longer lists are read once they were asked for before.
const readAtOnce = 4096

// addLeaf adds the bounds of a leaf to those of its documents.
func (e *estimator) addLeaf(out *estimate, s *segment, l leaf, weight float64) error {
	var known *occurrences
	if l.list != nil {
		wanted := int(l.set.GetCardinality())
		if wanted > readAtOnce {
			wanted = 0
		}
		var err error
		if known, err = s.occurrences(e.search.engine.occurrences, l, wanted); err != nil {
			return err
		}
	}
	var buffer [1024]uint32
	it := l.set.ManyIterator()
	for from := 0; ; {
		if err := e.search.ctx.Err(); err != nil {
			return fmt.Errorf("estimate scores: %w", err)
		}
		n := it.NextMany(buffer[:])
		if known != nil {
			e.addKnown(out, s, l, known, weight, from, buffer[:n])
		} else {
			units := uint64(e.units(weight * most(l)))
			for _, doc := range buffer[:n] {
				out.add(doc, units)
			}
		}
		if from += n; n < len(buffer) {
			return nil
		}
	}
}

// addKnown adds the bounds of a term with cached frequencies to some of its documents, which
// begin at a position in the list.
func (e *estimator) addKnown(out *estimate, s *segment, l leaf, known *occurrences, weight float64, from int, documents []uint32) {
	table, perUnit := e.saturated[l.field], weight*e.perUnit
	lengths := &s.columns.lengths[l.field]
	if lengths.wide != nil {
		for i, doc := range documents {
			bound := table[int(known.half(from+i))*lengthClasses+int(lengthClass(lengths.wide[doc]))]
			out.add(doc, uint64(bound*perUnit)+1)
		}
		return
	}
	for i, doc := range documents {
		bound := table[int(known.half(from+i))*lengthClasses+int(classOfLength[lengths.narrow[doc]])]
		out.add(doc, uint64(bound*perUnit)+1)
	}
}

// lengthClasses is the number of classes of lengths of fields: one for each length below 32,
// eight for each doubling up to 65,535.
const lengthClasses = 120

// lengthClass returns the class of a length.
func lengthClass(length uint32) uint8 {
	if length < 32 {
		return uint8(length)
	}
	if length > math.MaxUint16 {
		length = math.MaxUint16
	}
	doublings := mathbits.Len32(length) - 6
	return uint8(32 + 8*doublings + int(length>>(doublings+2))&7)
}

// classOfLength holds lengthClass of each length of 16 bits, and shortestOfClass the least
// length of each class.
var classOfLength, shortestOfClass = func() (classes [1 << 16]uint8, shortest [lengthClasses]uint32) {
	for length := len(classes) - 1; length >= 0; length-- {
		classes[length] = lengthClass(uint32(length))
		shortest[classes[length]] = uint32(length)
	}
	return classes, shortest
}()
