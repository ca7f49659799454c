package embedded

import (
	"fmt"
	"math"
	mathbits "math/bits"
	"slices"
	"sync"

	"github.com/RoaringBitmap/roaring/v2"

	"warta/index"
)

const (
	// mostUnits is the greatest bound of a document: that of all leaves together is below it.
	mostUnits = 1<<15 - 1
	// mostLeaves is the greatest number of leaves that are estimated: each may be rounded up
	// by a unit, and takes up to 5 kB of memory in each segment.
	mostLeaves = 1000
)

// An estimator knows what the leaves of a query score at most, in units.
type estimator struct {
	search  *search
	weights *weights
	perUnit float64      // units for each 1 of a score
	leaves  []*unitTable // of the leaves that are terms, or runs, else nil
}

// A unitTable holds the units of a leaf by the frequency, at most often, and the class of the
// length of the field.
type unitTable [(often + 1) * lengthClasses]uint16

// saturated are upper bounds of index.Saturated in one field, in the order of a unitTable.
type saturated [(often + 1) * lengthClasses]float64

func newSaturated(w *weights, field int) *saturated {
	s := new(saturated)
	for class, length := range shortestOfClass {
		norm := w.normOf(field, length)
		for count := range often {
			s[count*lengthClasses+class] = index.Saturated(count, norm)
		}
		s[often*lengthClasses+class] = saturation
	}
	return s
}

// newEstimator returns an estimator for the leaves of a query. It returns nil if a leaf may
// score less than 0 or without limit, or none may score.
func newEstimator(q *search, w *weights, leaves []leaf) *estimator {
	if len(leaves) > mostLeaves {
		return nil
	}
	total := 0.0
	for i, l := range leaves {
		if w.leaves[i] < 0 || math.IsNaN(w.leaves[i]) {
			return nil
		}
		total += w.leaves[i] * most(l)
	}
	e := &estimator{search: q, weights: w, perUnit: float64(mostUnits-len(leaves)-1) / total, leaves: make([]*unitTable, len(leaves))}
	if total == 0 || math.IsInf(total, 1) || math.IsInf(e.perUnit, 1) {
		return nil
	}
	var fields [len(textFields)]*saturated
	for i, l := range leaves {
		if l.name.text == "" || l.field < 0 || w.leaves[i] == 0 {
			continue
		}
		if fields[l.field] == nil {
			fields[l.field] = newSaturated(w, l.field)
		}
		weight := w.leaves[i] * e.perUnit
		e.leaves[i] = new(unitTable)
		for at, bound := range fields[l.field] {
			e.leaves[i][at] = uint16(bound*weight) + 1
		}
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

// estimate bounds the scores of the matches of a segment, and gives them to out: by the sum of
// the bounds of the leaves that a document has, also where the program of steps keeps the most of
// some. It goes through all lists block by block of documents, whose bounds and lengths stay in
// the cache of the processor.
func (e *estimator) estimate(s *segment, found *matches, out *collector) error {
	lists, err := e.lists(s, found)
	if err != nil {
		return err
	}
	block := uint32(e.search.engine.contests.block)
	memory := boundsPool.Get().(*[]uint16)
	defer boundsPool.Put(memory)
	*memory = slices.Grow((*memory)[:0], int(block))[:block]
	bounds, matching := *memory, listWalk{it: found.all.ManyIterator()}
	for first := uint32(0); int(first) < s.size; first += block {
		if err := e.search.ctx.Err(); err != nil {
			return fmt.Errorf("estimate scores: %w", err)
		}
		clear(bounds)
		for i := range lists {
			lists[i].addTo(bounds, first)
		}
		for {
			documents, _ := matching.next(first + block)
			if len(documents) == 0 {
				break
			}
			out.collect(documents, bounds, first)
		}
		out.raise()
	}
	return nil
}

// boundsPool has the memory for the bounds of one block.
var boundsPool = sync.Pool{New: func() any { return new([]uint16) }}

// lists returns the lists of a segment whose documents have bounds.
func (e *estimator) lists(s *segment, found *matches) ([]estimated, error) {
	lists := make([]estimated, 0, len(found.leaves))
	for i, l := range found.leaves {
		if e.weights.leaves[i] == 0 || l.set.IsEmpty() {
			continue
		}
		if err := e.search.ctx.Err(); err != nil {
			return nil, fmt.Errorf("estimate scores: %w", err)
		}
		known, err := e.frequencies(s, l)
		if err != nil {
			return nil, err
		}
		lists = append(lists, estimated{
			listWalk: listWalk{it: l.set.ManyIterator()}, known: known, table: e.leaves[i], lengths: lengthsOf(s, l),
			units: uint16(e.units(e.weights.leaves[i] * most(l))),
		})
	}
	return lists, nil
}

// frequencies returns the frequencies of a leaf, nil if they are not kept. Those of a short list
// are read the first time that it is estimated, those of a longer one when it is scored.
func (e *estimator) frequencies(s *segment, l leaf) (*occurrences, error) {
	cache := e.search.engine.occurrences
	switch size := int(l.set.GetCardinality()); {
	case l.list == nil:
		return nil, nil
	case size > e.search.engine.contests.readAtOnce:
		return s.cached(cache, l), nil
	default:
		return s.occurrences(e.search.ctx, cache, l, size)
	}
}

// lengthsOf returns the lengths of the field of a leaf, nil if it has none.
func lengthsOf(s *segment, l leaf) *lengths {
	if l.field < 0 {
		return nil
	}
	return &s.columns.lengths[l.field]
}

// A listWalk passes the documents of a list in their order, some at a time.
type listWalk struct {
	it       roaring.ManyIntIterable
	buffer   [256]uint32
	n, at    int // the documents in buffer, and the first of them that was not passed yet
	position int // in the list, of buffer[0]
}

// next returns some of the next documents below end, and the position of the first of them in the
// list. It returns none where no document below end is left. They are valid until the next call.
func (w *listWalk) next(end uint32) (documents []uint32, position int) {
	if w.at == w.n {
		w.position += w.n
		w.n, w.at = w.it.NextMany(w.buffer[:]), 0
	}
	documents, position = w.buffer[w.at:w.n], w.position+w.at
	if n := len(documents); n > 0 && documents[n-1] >= end {
		n, _ = slices.BinarySearch(documents, end)
		documents = documents[:n]
	}
	w.at += len(documents)
	return documents, position
}

// An estimated is a list whose documents get bounds.
type estimated struct {
	listWalk
	known   *occurrences // nil: each document gets units
	table   *unitTable
	lengths *lengths
	units   uint16
}

// addTo adds the bounds of the documents of a block, which begins with the document first.
func (l *estimated) addTo(bounds []uint16, first uint32) {
	for {
		documents, position := l.next(first + uint32(len(bounds)))
		switch {
		case len(documents) == 0:
			return
		case l.known == nil:
			for _, doc := range documents {
				bounds[doc-first] += l.units
			}
		case l.lengths.wide != nil:
			for i, doc := range documents {
				bounds[doc-first] += l.table[int(l.known.half(position+i))*lengthClasses+int(lengthClass(l.lengths.wide[doc]))]
			}
		default:
			lengths, table, counts := l.lengths.narrow, l.table, l.known.counts
			for i, doc := range documents {
				at := position + i
				half := counts[at/2] >> (at % 2 * 4) & often
				bounds[doc-first] += table[int(half)*lengthClasses+int(classOfLength[lengths[doc]])]
			}
		}
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
