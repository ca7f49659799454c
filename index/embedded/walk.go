package embedded

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"warta/index"
)

// A walk iterates over the documents of a segment by date, group by group. Newest first,
// all documents are one group; oldest first, a group is the documents of one day.
// Documents without a date come last. The order within a day is by ID in both directions.
type walk struct {
	order  []uint32 // newest first, then by ID
	day    []uint32 // by document
	dated  int      // number of documents with a date, which come first in order
	oldest bool
	last   bool // this is the last group
	begin  int  // start of the group in order
	at     int  // next document of the group
	end    int  // end of the group
}

func newWalk(order, day []uint32, by index.Sort) *walk {
	w := &walk{order: order, day: day, oldest: by == index.Oldest, end: len(order), last: true}
	w.dated, _ = slices.BinarySearchFunc(order, 0, w.byDay)
	if w.oldest && w.dated > 0 {
		w.group(w.dated - 1)
	}
	return w
}

func (w *walk) byDay(doc, day uint32) int { return newestFirst(w.day[doc], day) }

// group moves to the group of one day that ends with order[last].
func (w *walk) group(last int) {
	w.begin, _ = slices.BinarySearchFunc(w.order[:last+1], w.day[w.order[last]], w.byDay)
	w.at, w.end, w.last = w.begin, last+1, false
}

// next returns the next document, and false after the last.
func (w *walk) next() (uint32, bool) {
	for w.at == w.end {
		switch {
		case w.last:
			return 0, false
		case w.begin > 0:
			w.group(w.begin - 1)
		default:
			w.begin, w.at, w.end, w.last = w.dated, w.dated, len(w.order), true
		}
	}
	doc := w.order[w.at]
	w.at++
	return doc, true
}

// ahead reports whether next has yet to return the document at that place in order.
func (w *walk) ahead(doc, place uint32) bool {
	at := int(place)
	switch {
	case w.at <= at && at < w.end:
		return true
	case w.last:
		return false
	default: // a day that follows is before the group in order; no date comes last
		return at < w.begin || w.day[doc] == 0
	}
}

// seek moves to the first document behind a position, which need not be in the segment.
func (w *walk) seek(s *segment, after index.Position) error {
	day := dayOf(after.Date)
	begin, _ := slices.BinarySearchFunc(w.order, day, w.byDay)
	end := len(w.order)
	if day > 0 {
		end, _ = slices.BinarySearchFunc(w.order, day-1, w.byDay)
	}
	var failed error
	at, same := slices.BinarySearchFunc(w.order[begin:end], after.ID, func(doc uint32, id string) int {
		here, err := s.id(doc)
		failed = errors.Join(failed, err)
		return strings.Compare(here, id)
	})
	if failed != nil {
		return fmt.Errorf("continue behind %s: %w", after.ID, failed)
	}
	if same {
		at++
	}
	w.begin, w.at, w.end, w.last = begin, begin+at, end, day == 0
	if !w.oldest {
		w.end, w.last = len(w.order), true
	}
	return nil
}
