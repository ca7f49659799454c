package embedded

import (
	"errors"

	"github.com/RoaringBitmap/roaring/v2"
)

// collapse removes all but the representative of each story from found. It returns the
// number of copies that each representative stands for, and the number of documents
// removed. The representative is the copy with origin set, else the oldest, else the one
// with the smallest ID.
func (q *search) collapse(segments []*segment, found []*matches) (map[place]int, int, error) {
	type representative struct {
		place
		origin bool
		day    uint32
		copies int
	}
	first := make(map[uint64]*representative) // by story
	drops := make([][]uint32, len(segments))
	var failed error
	better := func(a, b representative) bool {
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
	keys := q.storyKeysOf(segments, found)
	union := uniteStories(keys)
	dropped := 0
	for i, s := range segments {
		for document, key := range keys[i] {
			story := union.story(key)
			if story == 0 {
				continue
			}
			r := representative{place: place{i, document}, origin: s.origin.Contains(document), day: s.day[document]}
			other := first[story]
			if other == nil {
				first[story] = &r
				continue
			}
			dropped++
			out := r.place
			if better(r, *other) {
				r.copies, out = other.copies, other.place
				*other = r
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
	for _, r := range first {
		if r.copies > 0 {
			copies[r.place] = r.copies
		}
	}
	return copies, dropped, failed
}

// storyKeys are the keys by which a document is a copy of others: the hash of its text,
// and the hash of its title with the publisher that reprints a story under it. A key that
// no other document has may be 0.
type storyKeys struct {
	story, reprint uint64
	publisher      uint32 // 0 without reprint
}

// storyKeysOf returns for each segment the keys of the matches that may have copies.
func (q *search) storyKeysOf(segments []*segment, found []*matches) []map[uint32]storyKeys {
	shared := q.engine.columns.stories.list()
	out := make([]map[uint32]storyKeys, len(segments))
	for i, s := range segments {
		copies, entries := s.copiesIn(shared)
		copies = roaring.And(found[i].all, copies)
		out[i] = make(map[uint32]storyKeys, copies.GetCardinality())
		if copies.IsEmpty() {
			continue
		}
		for _, entry := range entries {
			if !copies.Contains(entry.document) {
				continue
			}
			keys := out[i][entry.document]
			if entry.publisher == 0 {
				keys.story = entry.story
			} else {
				keys.reprint, keys.publisher = entry.story, entry.publisher
			}
			out[i][entry.document] = keys
		}
	}
	return out
}

// A storyUnion is a union-find over stories that a shared reprint title links.
type storyUnion struct {
	ambiguous map[uint64]bool   // reprint titles that one publisher uses for several stories
	parent    map[uint64]uint64 // story -> a smaller one of the same set
}

// uniteStories links each reprint title with the story that has it, unless the title is
// ambiguous.
func uniteStories(keys []map[uint32]storyKeys) storyUnion {
	type reprint struct {
		title     uint64
		publisher uint32
	}
	u := storyUnion{ambiguous: make(map[uint64]bool), parent: make(map[uint64]uint64)}
	stories := make(map[reprint]uint64)
	for _, documents := range keys {
		for _, k := range documents {
			if k.reprint == 0 {
				continue
			}
			by := reprint{k.reprint, k.publisher}
			story, again := stories[by]
			if again && (story == 0 || story != k.story) {
				u.ambiguous[k.reprint] = true
			}
			stories[by] = k.story
		}
	}
	for by, story := range stories {
		if story != 0 && !u.ambiguous[by.title] {
			a, b := u.root(by.title), u.root(story)
			if a != b {
				u.parent[max(a, b)] = min(a, b) // the root does not depend on the order of the map
			}
		}
	}
	return u
}

// root returns the representative of the set of a story.
func (u storyUnion) root(story uint64) uint64 {
	for {
		next, ok := u.parent[story]
		if !ok {
			return story
		}
		story = next
	}
}

// story returns the representative of the story of a document, 0 for a document without
// copies.
func (u storyUnion) story(k storyKeys) uint64 {
	switch {
	case k.story != 0:
		return u.root(k.story)
	case k.reprint != 0 && !u.ambiguous[k.reprint]:
		return u.root(k.reprint)
	default:
		return 0
	}
}
