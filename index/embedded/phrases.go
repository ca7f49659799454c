package embedded

import (
	"fmt"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
	postings "github.com/blevesearch/scorch_segment_api/v2"

	"warta/index"
)

// phraseMatches are the documents with a phrase and its frequency in each.
type phraseMatches struct {
	documents []uint32 // sorted
	counts    []uint32 // in the order of documents
}

// phraseTerms are the terms of a phrase with their places in it.
type phraseTerms struct {
	lists   []postings.PostingsList
	offsets []int
}

// phrase evaluates a phrase. A phrase that is one run is a term of the field of runs; any
// other is found by the positions of its terms. Where only its score counts, positions are
// read when it is scored, for the documents that are.
func (m *matcher) phrase(e index.Phrase) (*roaring.Bitmap, error) {
	var offsets []int
	var names []termName
	for offset, text := range e.Terms {
		if text != "" {
			offsets, names = append(offsets, offset), append(names, termName{e.Field, text})
		}
	}
	if m.needless() {
		m.scored(e.Field, leaf{of: e, boost: e.Boost, set: m.within, terms: names, sets: make([]*roaring.Bitmap, len(names))})
		return m.within, nil
	}
	terms := phraseTerms{offsets: offsets}
	var sets []*roaring.Bitmap
	both := m.live.of[m.of]
	if m.within != nil {
		both = roaring.And(both, m.within)
	}
	for _, name := range names {
		t, err := m.readTerm(name)
		if err != nil {
			return nil, err
		}
		terms.lists, sets = append(terms.lists, t.list), append(sets, t.set)
	}
	frequent, whole := runs(e)
	within, list, err := m.inRuns(e.Field, frequent)
	if err != nil {
		return nil, err
	}
	if whole {
		m.scored(e.Field, leaf{of: e, name: termName{runField(e.Field), frequent[0]}, boost: e.Boost, list: list, set: within, terms: names, sets: sets})
		return within, nil
	}
	if within != nil {
		both = roaring.And(both, within)
	}
	for _, set := range sets {
		both = roaring.And(both, set)
	}
	if m.adding > 0 && m.quiet == 0 {
		m.scored(e.Field, leaf{of: e, boost: e.Boost, unread: &terms, set: both, terms: names, sets: sets})
		return both, nil
	}
	found, err := m.search.phraseIn(both, &terms)
	if err != nil {
		return nil, err
	}
	set := roaring.New()
	set.AddMany(found.documents)
	m.scored(e.Field, leaf{of: e, boost: e.Boost, phrase: found, set: set, terms: names, sets: sets})
	return set, nil
}

// phraseIn returns the documents of both with the phrase. Each of both must be in all lists
// of terms.
func (q *search) phraseIn(both *roaring.Bitmap, terms *phraseTerms) (*phraseMatches, error) {
	found := new(phraseMatches)
	if both.IsEmpty() || len(terms.lists) == 0 {
		return found, nil
	}
	its := make([]postings.PostingsIterator, len(terms.lists))
	for i, list := range terms.lists {
		its[i] = list.Iterator(true, false, true, nil)
		if only, ok := its[i].(postings.OptimizablePostingsIterator); ok {
			if _, one := only.DocNum1Hit(); !one {
				only.ReplaceActual(both)
			}
		}
	}
	var here, next []int
	for n := 0; ; n++ {
		if n%256 == 0 {
			if err := q.ctx.Err(); err != nil {
				return nil, err
			}
		}
		here = here[:0]
		var doc uint64
		for i, it := range its {
			posting, err := it.Next()
			if err != nil {
				return nil, fmt.Errorf("read places: %w", err)
			}
			if posting == nil {
				return found, nil
			}
			doc = posting.Number()
			if i > 0 && len(here) == 0 {
				continue // the iterators of the other terms must advance too
			}
			next = next[:0]
			for _, place := range posting.Locations() {
				next = append(next, int(place.Pos())-terms.offsets[i])
			}
			slices.Sort(next)
			if i == 0 {
				here = append(here, next...)
			} else {
				here = intersect(here, next)
			}
		}
		if here = slices.Compact(here); len(here) > 0 {
			found.documents = append(found.documents, uint32(doc))
			found.counts = append(found.counts, uint32(len(here)))
		}
	}
}

// intersect returns the elements of a that are in b. Both are sorted. It reuses a.
func intersect(a, b []int) []int {
	kept := a[:0]
	for _, x := range a {
		for len(b) > 0 && b[0] < x {
			b = b[1:]
		}
		if len(b) > 0 && b[0] == x {
			kept = append(kept, x)
		}
	}
	return kept
}
