package embedded

import (
	"fmt"
	"math"
	mathbits "math/bits"
	"slices"
	"sync"

	"github.com/RoaringBitmap/roaring/v2"
	postings "github.com/blevesearch/scorch_segment_api/v2"

	"warta/index"
)

// Weights are the factors of scores that depend on all segments.
type weights struct {
	leaves   []float64                  // boost times idf, in the order of the leaves
	averages [len(textFields)]float64   // mean length of a field, in tokens
	norms    [len(textFields)][]float64 // index.LengthNorm of the lengths below maxNorm, for the fields of the query
}

// maxNorm is the length below which norms are computed once for a search.
const maxNorm = 1024

// normOf returns the length norm of a field.
func (w *weights) normOf(field int, length uint32) float64 {
	if norms := w.norms[field]; int(length) < len(norms) {
		return norms[length]
	}
	return index.LengthNorm(int(length), w.averages[field])
}

// weigh computes the weights from the statistics of all segments. Lengths count all
// tokens; bleve's own average counts distinct terms.
func (q *search) weigh(segments []*segment, found []*matches) (weights, error) {
	var w weights
	if q.Sort != index.ByRelevance || len(segments) == 0 {
		return w, nil
	}
	documents := 0
	var totals [len(textFields)]total
	for _, s := range segments {
		documents += int(s.live.of[q.Of].GetCardinality())
		for i, t := range s.live.lengths {
			totals[i].tokens += t.tokens
			totals[i].documents += t.documents
		}
	}
	for i, t := range totals {
		if t.documents > 0 {
			w.averages[i] = float64(t.tokens) / float64(t.documents)
		}
	}
	counts, err := q.countHolders(segments, found)
	if err != nil {
		return w, err
	}
	for i, l := range found[0].leaves {
		idf := 0.0
		for h := range l.terms {
			idf += index.TermWeight(documents, counts[i][h])
		}
		if l.terms == nil { // an index.Prefix or index.Weigh has the same score in each document
			idf = 1
		}
		w.leaves = append(w.leaves, l.boost*idf)
		if l.terms != nil && l.field >= 0 && w.averages[l.field] > 0 && w.norms[l.field] == nil {
			norms := make([]float64, maxNorm)
			for length := range norms {
				norms[length] = index.LengthNorm(length, w.averages[l.field])
			}
			w.norms[l.field] = norms
		}
	}
	return w, nil
}

// countHolders returns the number of live documents with each term of each leaf.
func (q *search) countHolders(segments []*segment, found []*matches) ([][]int, error) {
	leaves := found[0].leaves
	total := make([][]int, len(leaves))
	leafOf := make(map[termName]int) // leaves that are one term
	for i, l := range leaves {
		total[i] = make([]int, len(l.terms))
		if l.name.text != "" {
			leafOf[l.name] = i
		}
	}
	sizes := make([]int, len(segments))
	for k, s := range segments {
		sizes[k] = s.size
	}
	var adding sync.Mutex
	err := q.engine.parallel(sizes, func(k int) error {
		counts := make([][]int, len(leaves))
		for i, l := range found[k].leaves {
			var others *roaring.Bitmap
			if other, read := leafOf[termName{l.rareIn, l.name.text}]; read {
				others = found[k].leaves[other].sets[0]
			}
			counts[i] = make([]int, len(l.terms))
			for h, term := range l.terms {
				n, err := segments[k].holders(term, l.sets[h], l.rareIn, others)
				if err != nil {
					return err
				}
				counts[i][h] = n
			}
		}
		adding.Lock()
		defer adding.Unlock()
		for i, of := range counts {
			for h, n := range of {
				total[i][h] += n
			}
		}
		return nil
	})
	return total, err
}

// A step is an instruction of a small stack machine that combines scores. An element of
// the stack is a column of scores, one for each match.
type step uint8

const (
	addLeaf  step = iota // add the scores of the next leaf to the top column
	begin                // push a column of zeros
	keepMost             // pop a column and keep the maximum of it and the new top
	addUp                // pop a column and add it to the new top
)

// A scorer computes the scores of the matches of one segment.
type scorer struct {
	*segment
	search    *search
	documents []uint32        // sorted
	matches   *roaring.Bitmap // the set of documents; nil: not made yet, see among
	scores    []float64       // the top column, in the order of documents
	below     [][]float64     // the other columns of the stack
	spare     [][]float64     // popped columns, for reuse
}

// do executes a step other than addLeaf.
func (a *scorer) do(s step) {
	if s == begin {
		var column []float64
		if n := len(a.spare); n > 0 {
			column, a.spare = a.spare[n-1], a.spare[:n-1]
			clear(column)
		} else {
			column = make([]float64, len(a.documents))
		}
		a.below = append(a.below, a.scores)
		a.scores = column
		return
	}
	top := a.scores
	last := len(a.below) - 1
	a.scores, a.below = a.below[last], a.below[:last]
	a.spare = append(a.spare, top)
	if s == addUp {
		for i, score := range top {
			a.scores[i] += score
		}
		return
	}
	for i, score := range top {
		if score > a.scores[i] {
			a.scores[i] = score
		}
	}
}

// buffers are the memory for scoring one segment, reused through bufferPool.
type buffers struct {
	documents []uint32
	scores    []float64
}

var bufferPool = sync.Pool{New: func() any { return new(buffers) }}

// best scores documents of a segment and adds them to top.
func (q *search) best(top *ranking, number int32, found *matches, w *weights, among *roaring.Bitmap) error {
	total := int(among.GetCardinality())
	if total == 0 {
		return nil
	}
	kept := bufferPool.Get().(*buffers)
	defer bufferPool.Put(kept)
	kept.documents = slices.Grow(kept.documents[:0], total)[:total]
	kept.scores = slices.Grow(kept.scores[:0], total)[:total]
	clear(kept.scores)
	among.ManyIterator().NextMany(kept.documents)
	s := top.segments[number]
	all := scorer{segment: s, search: q, documents: kept.documents, scores: kept.scores, matches: among}
	if err := all.addAll(found, w); err != nil {
		return err
	}
	reached := enough(all.scores, top.need)
	top.raiseThreshold(reached)
	floor := top.floor()
	if reached > 0 {
		floor = max(floor, reached)
	}
	for i, doc := range all.documents {
		score := all.scores[i]
		if score < floor {
			continue
		}
		top.add(candidate{score: score, document: doc, day: s.day[doc], rank: s.rank[doc], segment: number})
		floor = max(floor, top.floor())
	}
	return nil
}

// scoreSteps is the number of buckets of the histogram in enough.
const scoreSteps = 1024

// enough returns a lower bound of the need-th best score, so that lower scores need not be
// sorted. It uses a histogram of scoreSteps buckets, and returns 0 if there are too few
// scores for the bound to save work.
func enough(scores []float64, need int) float64 {
	if len(scores) < need+scoreSteps/4 {
		return 0
	}
	top := slices.Max(scores)
	if !(top > 0) {
		return 0
	}
	var spread [scoreSteps + 1]int32
	scale := scoreSteps / top
	for _, score := range scores {
		if score > 0 {
			spread[int(score*scale)]++
		}
	}
	count := 0
	for step := scoreSteps; step > 0; step-- {
		if count += int(spread[step]); count >= need {
			// The lower edge of the bucket, less the rounding error of its number.
			return math.Nextafter(float64(step)/scale, 0) * (1 - 1e-12)
		}
	}
	return 0
}

// addAll executes all steps of found.
func (a *scorer) addAll(found *matches, w *weights) error {
	next := 0
	for _, step := range found.steps {
		if step != addLeaf {
			a.do(step)
			continue
		}
		l := found.leaves[next]
		if err := a.add(l, next, w); err != nil {
			return err
		}
		next++
	}
	return nil
}

// among returns the set of a.documents.
func (a *scorer) among() *roaring.Bitmap {
	if a.matches == nil {
		a.matches = roaring.BitmapOf(a.documents...)
	}
	return a.matches
}

// add adds the score of the leaf with that number to the documents that match it.
func (a *scorer) add(l leaf, number int, w *weights) error {
	weight := w.leaves[number]
	switch {
	case l.phrase != nil:
		a.addPhrase(l, l.phrase, weight, w)
		return nil
	case l.unread != nil:
		found, err := a.search.phraseIn(roaring.And(a.among(), l.set), l.unread)
		if err != nil {
			return err
		}
		a.addPhrase(l, found, weight, w)
		return nil
	case l.list != nil:
		return a.addTerm(l, weight, w)
	default:
		at := 0
		for it := roaring.And(a.among(), l.set).Iterator(); it.HasNext(); {
			at = a.find(it.Next(), at)
			a.scores[at] += weight
		}
		return nil
	}
}

func (a *scorer) addPhrase(l leaf, found *phraseMatches, weight float64, w *weights) {
	at := 0
	lengths := &a.columns.lengths[l.field]
	for i, doc := range found.documents {
		if at = a.find(doc, at); at == len(a.documents) {
			break
		}
		if a.documents[at] == doc {
			a.scores[at] += weight * index.Saturated(int(found.counts[i]), w.normOf(l.field, lengths.of(doc)))
		}
	}
}

func (a *scorer) addTerm(l leaf, weight float64, w *weights) error {
	cache := a.search.engine.occurrences
	known := a.cached(cache, l)
	wanted := 0
	if known == nil {
		if wanted = int(a.among().AndCardinality(l.set)); wanted == 0 {
			return nil
		}
		var err error
		if known, err = a.occurrences(a.search.ctx, cache, l, wanted); err != nil {
			return err
		}
	}
	if known != nil {
		return a.addKnown(l, known, weight, w)
	}
	it := l.list.Iterator(true, false, false, nil)
	if only, ok := it.(postings.OptimizablePostingsIterator); ok && wanted < int(l.set.GetCardinality()) {
		only.ReplaceActual(roaring.And(a.among(), l.set)) // not reached for a list of one document: wanted is then 0 or the whole list
	}
	lengths := &a.columns.lengths[l.field]
	at := 0
	for n := 0; ; n++ {
		if n%1024 == 0 {
			if err := a.search.ctx.Err(); err != nil {
				return err
			}
		}
		posting, err := it.Next()
		if err != nil {
			return fmt.Errorf("read frequencies: %w", err)
		}
		if posting == nil {
			return nil
		}
		doc := uint32(posting.Number())
		at = a.find(doc, at)
		a.scores[at] += weight * index.Saturated(int(posting.Frequency()), w.normOf(l.field, lengths.of(doc)))
	}
}

// Times of ways to read a list, relative to that in which an iterator passes one document.
const (
	bitsOf = 32  // documents of a segment whose bits are written and counted in that time
	rank   = 128 // of one rank query
)

// addKnown adds the score of a term with cached frequencies, in the way that takes the least
// time.
func (a *scorer) addKnown(l leaf, known *occurrences, weight float64, w *weights) error {
	size, bits := int(l.set.GetCardinality()), a.size/bitsOf+len(a.documents)
	switch {
	case len(a.documents)*rank < min(size, bits):
		a.addFew(l, known, weight, w)
	case bits < size:
		a.addBits(l, known, weight, w)
	default:
		return a.addEach(l, known, weight, w)
	}
	return nil
}

// addBits adds the score of a term with cached frequencies. It reads the list as a plain
// sequence of bits and counts those before each document; its cost depends on the sizes of
// the segment and of a.documents and hardly on that of the list.
func (a *scorer) addBits(l leaf, known *occurrences, weight float64, w *weights) {
	bits := bitsPool.Get().(*[]uint64)
	defer bitsPool.Put(bits)
	words := slices.Grow((*bits)[:0], a.size/64+1)[:a.size/64+1]
	clear(words)
	*bits = words
	l.set.WriteDenseTo(words)
	lengths := &a.columns.lengths[l.field]
	before, at := 0, uint32(0) // the number of documents of the list in words[:at]
	for i, doc := range a.documents {
		word, bit := words[doc/64], uint64(1)<<(doc%64)
		if word&bit == 0 {
			continue
		}
		for ; at < doc/64; at++ {
			before += mathbits.OnesCount64(words[at])
		}
		place := before + mathbits.OnesCount64(word&(bit-1))
		a.scores[i] += weight * index.Saturated(known.at(place), w.normOf(l.field, lengths.of(doc)))
	}
}

// bitsPool has the memory for the bits of one list.
var bitsPool = sync.Pool{New: func() any { return new([]uint64) }}

// addFew adds the score of a term with cached frequencies by one query of rank a document.
func (a *scorer) addFew(l leaf, known *occurrences, weight float64, w *weights) {
	lengths := &a.columns.lengths[l.field]
	for i, doc := range a.documents {
		if l.set.Contains(doc) {
			place := int(l.set.Rank(doc)) - 1
			a.scores[i] += weight * index.Saturated(known.at(place), w.normOf(l.field, lengths.of(doc)))
		}
	}
}

// addEach adds the score of a term with cached frequencies. It passes through the whole list.
func (a *scorer) addEach(l leaf, known *occurrences, weight float64, w *weights) error {
	lengths := &a.columns.lengths[l.field]
	var buffer [1024]uint32
	at := 0
	it := l.set.ManyIterator()
	for from := 0; ; {
		if err := a.search.ctx.Err(); err != nil {
			return err
		}
		n := it.NextMany(buffer[:])
		for i, doc := range buffer[:n] {
			if a.documents[at] < doc {
				if at = a.find(doc, at); at == len(a.documents) {
					return nil
				}
			}
			if a.documents[at] == doc {
				a.scores[at] += weight * index.Saturated(known.at(from+i), w.normOf(l.field, lengths.of(doc)))
			}
		}
		if from += n; n < len(buffer) {
			return nil
		}
	}
}

// find returns the first position in a.documents, at or behind from, of a document that is
// at least doc. It searches in growing steps, so its cost depends on the distance.
func (a *scorer) find(doc uint32, from int) int {
	step := 1
	for from+step < len(a.documents) && a.documents[from+step] < doc {
		from += step
		step *= 2
	}
	end := min(from+step+1, len(a.documents))
	if step <= 8 { // a search in halves takes longer
		for from < end && a.documents[from] < doc {
			from++
		}
		return from
	}
	at, _ := slices.BinarySearch(a.documents[from:end], doc)
	return from + at
}
