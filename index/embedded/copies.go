package embedded

import (
	"slices"

	"github.com/RoaringBitmap/roaring/v2"

	"warta/index"
)

// gathered are the stories of a search. Each match of a story that is not alone is one of its
// tellers.
type gathered struct {
	keys  [][]documentKeys // of the matches that may have copies, by segment and document
	union storyUnion
	list  []representative // one for each story
}

// A representative is the teller that stands for a story.
type representative struct {
	teller
	copies int
}

// A teller is a match that tells a story.
type teller struct {
	place
	origin  bool
	outside bool
	day     uint32
}

// tellers orders the matches of one story.
type tellers struct {
	of       index.Of
	segments []*segment
}

// compare returns less than 0 if a represents the story rather than b: the copy with origin
// set, else one that is not outside, else the oldest, else the one with the smallest ID.
func (t *tellers) compare(a, b teller) int {
	if a.origin != b.origin {
		if a.origin {
			return -1
		}
		return 1
	}
	if a.outside != b.outside {
		if b.outside {
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
	return compareIDs(t.of, t.segments[a.segment], a.document, t.segments[b.segment], b.document)
}

// tellerAt returns a document of a segment as a teller.
func tellerAt(segments []*segment, i int, document uint32) teller {
	s := segments[i]
	return teller{place{i, document}, s.origin.Contains(document), s.outside.Contains(document), s.day[document]}
}

// collapse removes all but the representative of each story from found. It returns the
// stories and the number of documents removed.
func (q *search) collapse(segments []*segment, found []*matches) (*gathered, int, error) {
	g := &gathered{keys: q.storyKeysOf(segments, found)}
	g.union = uniteStories(g.keys, &q.engine.columns.stories[q.Of])
	drops := make([][]uint32, len(segments))
	order := tellers{q.Of, segments}
	dropped := 0
	for i := range segments {
		if err := q.ctx.Err(); err != nil {
			return g, 0, err
		}
		for _, key := range g.keys[i] {
			story := g.union.story(key)
			if story == 0 {
				continue
			}
			at := tellerAt(segments, i, key.document)
			number := &g.union.first[story]
			if *number == 0 {
				g.list = append(g.list, representative{teller: at})
				*number = uint32(len(g.list))
				continue
			}
			dropped++
			other := &g.list[*number-1]
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
	return g, dropped, nil
}

// storyOf returns the number in g.list, from 1, of the story that a document tells, 0 if it tells
// none that others tell.
func (g *gathered) storyOf(at place) uint32 {
	i, ok := slices.BinarySearchFunc(g.keys[at.segment], at.document, byDocument)
	if !ok {
		return 0
	}
	return g.union.first[g.union.story(g.keys[at.segment][i])]
}

// fillCopies sets the copies of hits, which are the matches of list, and names the first q.Places
// of each.
func (q *search) fillCopies(segments []*segment, g *gathered, list []candidate, hits []index.Match) error {
	if len(g.list) == 0 {
		return nil
	}
	wanted := make(map[uint32]int) // index in hits, by story
	for i, c := range list {
		story := g.storyOf(place{int(c.segment), c.document})
		if story == 0 || g.list[story-1].copies == 0 {
			continue
		}
		hits[i].Copies = g.list[story-1].copies
		wanted[story] = i
	}
	if q.Places == 0 || len(wanted) == 0 {
		return nil
	}
	others := make(map[int][]teller, len(wanted)) // by index in hits
	for i := range segments {
		for _, key := range g.keys[i] {
			story := g.union.first[g.union.story(key)]
			if story == 0 || g.list[story-1].copies == 0 || g.list[story-1].place == (place{i, key.document}) {
				continue
			}
			if at, ok := wanted[story]; ok {
				others[at] = append(others[at], tellerAt(segments, i, key.document))
			}
		}
	}
	order := tellers{q.Of, segments}
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
	return nil
}

// storyKeysOf returns for each segment the keys of the matches that may have copies. The caller
// must not change them.
func (q *search) storyKeysOf(segments []*segment, found []*matches) [][]documentKeys {
	shared := &q.engine.columns.stories[q.Of]
	out := make([][]documentKeys, len(segments))
	for i, s := range segments {
		copies, keys := s.copiesIn(q.Of, shared)
		matching := roaring.And(found[i].all, copies)
		switch n := int(matching.GetCardinality()); n {
		case 0:
			continue
		case len(keys):
			out[i] = keys
			continue
		default:
			out[i] = make([]documentKeys, 0, n)
		}
		at := 0
		for it := matching.Iterator(); it.HasNext(); {
			document := it.Next()
			at = gallop(len(keys), at, func(at int) bool { return keys[at].document >= document })
			out[i] = append(out[i], keys[at])
		}
	}
	return out
}

// A storyUnion is a union-find over the numbers of stories that a shared reprint title links.
type storyUnion struct {
	ambiguous map[uint32]bool // reprint titles that one publisher uses for several stories
	parent    []uint32        // a smaller number of the same set, 0: none
	first     []uint32        // for searches; see gathered.storyOf
}

// uniteStories links each reprint title with the stories that have it, unless the title is
// ambiguous.
func uniteStories(keys [][]documentKeys, shared *sharedStories) storyUnion {
	count, twice := shared.state()
	u := storyUnion{parent: make([]uint32, count+1), first: make([]uint32, count+1)}
	if twice != nil && !twice.IsEmpty() {
		u.ambiguous = ambiguousTitles(keys, twice)
	}
	for _, documents := range keys {
		for _, k := range documents {
			if k.reprint == 0 || k.story == 0 || u.ambiguous[k.reprint] {
				continue
			}
			if a, b := u.root(k.reprint), u.root(k.story); a != b {
				u.parent[max(a, b)] = min(a, b)
			}
		}
	}
	return u
}

// ambiguousTitles returns those of the titles that one publisher has twice that are so among the
// keys, for several stories.
func ambiguousTitles(keys [][]documentKeys, twice *roaring.Bitmap) map[uint32]bool {
	type reprint struct{ title, publisher uint32 }
	ambiguous := make(map[uint32]bool)
	stories := make(map[reprint]uint32)
	for _, documents := range keys {
		for _, k := range documents {
			if k.reprint == 0 || !twice.Contains(k.reprint) {
				continue
			}
			by := reprint{k.reprint, k.publisher}
			story, again := stories[by]
			if again && (story == 0 || story != k.story) {
				ambiguous[k.reprint] = true
			}
			stories[by] = k.story
		}
	}
	return ambiguous
}

// root returns the representative of the set of a story.
func (u *storyUnion) root(story uint32) uint32 {
	for u.parent[story] != 0 {
		if above := u.parent[u.parent[story]]; above != 0 {
			u.parent[story] = above
		}
		story = u.parent[story]
	}
	return story
}

// story returns the representative of the story of a document, 0 for a document without
// copies.
func (u *storyUnion) story(k documentKeys) uint32 {
	switch {
	case k.story != 0:
		return u.root(k.story)
	case k.reprint != 0 && !u.ambiguous[k.reprint]:
		return u.root(k.reprint)
	default:
		return 0
	}
}
