package embedded

import (
	"errors"

	"github.com/RoaringBitmap/roaring/v2"
)

// collapse takes all but the first copy of each story out of what was found. It
// returns how many further copies each of those has, and how many were taken
// out.
func (q *search) collapse(segments []*segment, found []*matches) (map[place]int, int, error) {
	type teller struct {
		place
		origin bool
		day    uint32
		copies int
	}
	first := make(map[uint64]*teller)
	drops := make([][]uint32, len(segments))
	var failed error
	better := func(a, b teller) bool {
		if a.origin != b.origin {
			return a.origin
		}
		if a.day != b.day {
			return oldestFirst(a.day, b.day) < 0
		}
		idA, errA := segments[a.segment].id(a.document)
		idB, errB := segments[b.segment].id(b.document)
		failed = errors.Join(failed, errA, errB)
		return idA < idB
	}
	told := q.told(segments, found)
	same := join(told)
	dropped := 0
	for i, s := range segments {
		for document, tale := range told[i] {
			story := same.story(tale)
			if story == 0 {
				continue
			}
			t := teller{place: place{i, document}, origin: s.origin.Contains(document), day: s.day[document]}
			other := first[story]
			if other == nil {
				first[story] = &t
				continue
			}
			dropped++
			out := t.place
			if better(t, *other) {
				t.copies, out = other.copies, other.place
				*other = t
			}
			other.copies++
			drops[out.segment] = append(drops[out.segment], out.document)
		}
	}
	for i, list := range drops {
		if len(list) > 0 {
			found[i].all = roaring.AndNot(found[i].all, roaring.BitmapOf(list...))
		}
	}
	copies := make(map[place]int)
	for _, t := range first {
		if t.copies > 0 {
			copies[t.place] = t.copies
		}
	}
	return copies, dropped, failed
}

// A tale is what a document tells: its story, and the title under which a
// publisher tells it again. Each is 0 where no other document may have it.
type tale struct {
	story, title uint64
	teller       uint32
}

// told returns for each segment what those of its matches tell which may have
// copies.
func (q *search) told(segments []*segment, found []*matches) []map[uint32]tale {
	shared := q.engine.columns.stories.list()
	out := make([]map[uint32]tale, len(segments))
	for i, s := range segments {
		copies, stories := s.copiesIn(shared)
		copies = roaring.And(found[i].all, copies)
		out[i] = make(map[uint32]tale, copies.GetCardinality())
		if copies.IsEmpty() {
			continue
		}
		for _, story := range stories {
			if !copies.Contains(story.document) {
				continue
			}
			t := out[i][story.document]
			if story.teller == 0 {
				t.story = story.story
			} else {
				t.title, t.teller = story.story, story.teller
			}
			out[i][story.document] = t
		}
	}
	return out
}

// A joined knows which stories are one because something is told under the title
// of both.
type joined struct {
	general map[uint64]bool   // titles that one publisher has for several stories
	same    map[uint64]uint64 // story -> another one that it is
}

// join finds out which stories are one.
func join(told []map[uint32]tale) joined {
	type telling struct {
		title  uint64
		teller uint32
	}
	j := joined{general: make(map[uint64]bool), same: make(map[uint64]uint64)}
	tells := make(map[telling]uint64)
	for _, documents := range told {
		for _, t := range documents {
			if t.title == 0 {
				continue
			}
			by := telling{t.title, t.teller}
			story, again := tells[by]
			if again && (story == 0 || story != t.story) {
				j.general[t.title] = true
			}
			tells[by] = t.story
		}
	}
	for by, story := range tells {
		if story != 0 && !j.general[by.title] {
			a, b := j.of(by.title), j.of(story)
			if a != b {
				j.same[max(a, b)] = min(a, b) // whichever comes first
			}
		}
	}
	return j
}

// of returns the story that stands for all that are the same.
func (j joined) of(story uint64) uint64 {
	for {
		next, ok := j.same[story]
		if !ok {
			return story
		}
		story = next
	}
}

// story returns what stands for the story of a tale, 0 where it has no copies.
func (j joined) story(t tale) uint64 {
	switch {
	case t.story != 0:
		return j.of(t.story)
	case t.title != 0 && !j.general[t.title]:
		return j.of(t.title)
	default:
		return 0
	}
}
