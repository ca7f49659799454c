package embedded

import (
	"fmt"

	"github.com/RoaringBitmap/roaring/v2"
	postings "github.com/blevesearch/scorch_segment_api/v2"

	"warta/index"
)

// maxTerms is the maximum number of terms of one segment that a prefix may match.
const maxTerms = 20_000

// tooBroad returns the error for a prefix that matches more than maxTerms terms.
func tooBroad(prefix string) error {
	return &index.Error{
		Kind: index.TooCostly, Op: "embedded.Search", Field: "q",
		Text: fmt.Sprintf("too many words begin with %q; type more letters of the word", prefix),
	}
}

// terms calls visit for the terms of a field in [from, to), in ascending order, with
// their postings. A nil bound is open. With reuse, the postings are valid only until visit
// returns.
func (s *segment) terms(field string, from, to []byte, reuse bool, visit func(term string, list postings.PostingsList) error) error {
	dictionary, err := s.snapshot.Segment().Dictionary(field)
	if err != nil {
		return fmt.Errorf("read terms of %s: %w", field, err)
	}
	it := dictionary.AutomatonIterator(nil, from, to)
	var list postings.PostingsList
	for {
		entry, err := it.Next()
		if err != nil {
			return fmt.Errorf("read terms of %s: %w", field, err)
		}
		if entry == nil {
			return nil
		}
		if !reuse {
			list = nil
		}
		if list, err = dictionary.PostingsList([]byte(entry.Term), nil, list); err != nil {
			return fmt.Errorf("read postings of %s: %w", field, err)
		}
		if err := visit(entry.Term, list); err != nil {
			return err
		}
	}
}

// postings returns the postings of a term, which are empty for an unknown term.
func (s *segment) postings(field, term string) (postings.PostingsList, error) {
	dictionary, err := s.snapshot.Segment().Dictionary(field)
	if err != nil {
		return nil, fmt.Errorf("read terms of %s: %w", field, err)
	}
	list, err := dictionary.PostingsList([]byte(term), nil, nil)
	if err != nil {
		return nil, fmt.Errorf("read postings of %s: %w", field, err)
	}
	return list, nil
}

// documents returns the set of documents of a list. The caller must not change it, nor use
// it after the snapshot is closed.
func documents(list postings.PostingsList) *roaring.Bitmap {
	it, ok := list.Iterator(false, false, false, nil).(postings.OptimizablePostingsIterator)
	if !ok {
		return roaring.New()
	}
	if doc, one := it.DocNum1Hit(); one {
		return roaring.BitmapOf(uint32(doc))
	}
	if all := it.ActualBitmap(); all != nil {
		return all
	}
	return roaring.New()
}

// holders returns the number of live documents that have a term, or its text in another field,
// which may be empty. The sets are those of all documents with it in the one field and in the
// other; a nil set is read.
func (s *segment) holders(t termName, set *roaring.Bitmap, or string, others *roaring.Bitmap) (int, error) {
	var err error
	if set, err = s.holdersOf(t, set); err != nil {
		return 0, err
	}
	if or != "" {
		if others, err = s.holdersOf(termName{or, t.text}, others); err != nil {
			return 0, err
		}
		if s.live.deleted.IsEmpty() {
			return int(set.OrCardinality(others)), nil
		}
		set = roaring.Or(set, others)
	}
	return int(set.GetCardinality() - set.AndCardinality(s.live.deleted)), nil
}

// holdersOf returns the documents with a term: set, unless it is nil.
func (s *segment) holdersOf(t termName, set *roaring.Bitmap) (*roaring.Bitmap, error) {
	if set != nil {
		return set, nil
	}
	list, err := s.postings(t.field, t.text)
	if err != nil {
		return nil, err
	}
	return documents(list), nil
}
