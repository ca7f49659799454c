package embedded

import (
	"errors"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"

	"warta/index"
)

// gathered are the stories of a search that have more than one match.
type gathered struct {
	keys  [][]documentKeys // of the matches that may have copies, by segment
	union storyUnion
	first map[place]standing // the representatives of these stories
}

// standing says what a representative stands for.
type standing struct {
	story  uint64 // see storyUnion.story
	copies int
}

// A teller is a match that tells a story.
type teller struct {
	place
	origin bool
	day    uint32
}

// tellers orders the matches of one story.
type tellers struct {
	segments []*segment
	failed   error // of reading IDs
}

// compare returns less than 0 if a represents the story rather than b: the copy with origin
// set, else the oldest, else the one with the smallest ID.
func (t *tellers) compare(a, b teller) int {
	if a.origin != b.origin {
		if a.origin {
			return -1
		}
		return 1
	}
	if a.day != b.day {
		return oldestFirst(a.day, b.day)
	}
	if a.segment == b.segment { // documents of one day are in the order of their IDs
		ranks := t.segments[a.segment].rank
		return int(ranks[a.document]) - int(ranks[b.document])
	}
	idA, errA := t.segments[a.segment].id(a.document)
	idB, errB := t.segments[b.segment].id(b.document)
	t.failed = errors.Join(t.failed, errA, errB)
	if idA < idB {
		return -1
	}
	return 1
}

// tellerAt returns a document of a segment as a teller.
func tellerAt(segments []*segment, i int, document uint32) teller {
	s := segments[i]
	return teller{place{i, document}, s.origin.Contains(document), s.day[document]}
}

// collapse removes all but the representative of each story from found. It returns the
// stories that have copies, and the number of documents removed.
func (q *search) collapse(segments []*segment, found []*matches) (gathered, int, error) {
	type representative struct {
		teller
		copies int
	}
	g := gathered{keys: q.storyKeysOf(segments, found), first: make(map[place]standing)}
	g.union = uniteStories(g.keys)
	first := make(map[uint64]*representative) // by story
	drops := make([][]uint32, len(segments))
	order := tellers{segments: segments}
	dropped := 0
	for i := range segments {
		if err := q.ctx.Err(); err != nil {
			return g, 0, err
		}
		for _, key := range g.keys[i] {
			story := g.union.story(key.storyKeys)
			if story == 0 {
				continue
			}
			at := tellerAt(segments, i, key.document)
			other := first[story]
			if other == nil {
				first[story] = &representative{teller: at}
				continue
			}
			dropped++
			if order.compare(at, other.teller) < 0 {
				at, other.teller = other.teller, at
			}
			other.copies++
			drops[at.segment] = append(drops[at.segment], at.document)
		}
	}
	for i, list := range drops {
		if len(list) > 0 {
			found[i].all = roaring.AndNot(found[i].all, roaring.BitmapOf(list...))
		}
	}
	for story, r := range first {
		if r.copies > 0 {
			g.first[r.place] = standing{story, r.copies}
		}
	}
	return g, dropped, order.failed
}

// fillCopies sets the copies of hits, which are the matches of list, and names the first q.Places of
// each.
func (q *search) fillCopies(segments []*segment, g gathered, list []candidate, hits []index.Match) error {
	wanted := make(map[uint64]int) // index in hits, by story
	for i, c := range list {
		if s, ok := g.first[place{int(c.segment), c.document}]; ok {
			hits[i].Copies = s.copies
			wanted[s.story] = i
		}
	}
	if q.Places == 0 || len(wanted) == 0 {
		return nil
	}
	others := make(map[int][]teller, len(wanted)) // by index in hits
	for i := range segments {
		for _, key := range g.keys[i] {
			at, ok := wanted[g.union.story(key.storyKeys)]
			if ok && (int(list[at].segment) != i || list[at].document != key.document) {
				others[at] = append(others[at], tellerAt(segments, i, key.document))
			}
		}
	}
	order := tellers{segments: segments}
	for at, tell := range others {
		slices.SortFunc(tell, order.compare)
		for _, t := range tell[:min(q.Places, len(tell))] {
			id, err := segments[t.segment].id(t.document)
			if err != nil {
				return err
			}
			hits[at].Places = append(hits[at].Places, id)
		}
	}
	return order.failed
}

// storyKeys are the keys by which a document is a copy of others: the hash of its text,
// and the hash of its title with the publisher that reprints a story under it. A key that
// no other document has may be 0.
type storyKeys struct {
	story, reprint uint64
	publisher      uint32 // 0 without reprint
}

// documentKeys are the keys of a document of a segment.
type documentKeys struct {
	document uint32
	storyKeys
}

// storyKeysOf returns for each segment the keys of the matches that may have copies.
func (q *search) storyKeysOf(segments []*segment, found []*matches) [][]documentKeys {
	shared := &q.engine.columns.stories[q.Of]
	out := make([][]documentKeys, len(segments))
	for i, s := range segments {
		copies, entries := s.copiesIn(q.Of, shared)
		copies = roaring.And(found[i].all, copies)
		if copies.IsEmpty() {
			continue
		}
		out[i] = make([]documentKeys, 0, copies.GetCardinality())
		at := 0
		for it := copies.Iterator(); it.HasNext(); {
			keys := documentKeys{document: it.Next()}
			for at = seekDocument(entries, at, keys.document); at < len(entries) && entries[at].document == keys.document; at++ {
				if e := entries[at]; e.publisher == 0 {
					keys.story = e.story
				} else {
					keys.reprint, keys.publisher = e.story, e.publisher
				}
			}
			out[i] = append(out[i], keys)
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
func uniteStories(keys [][]documentKeys) storyUnion {
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
