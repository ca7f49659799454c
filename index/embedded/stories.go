package embedded

import (
	"cmp"
	"slices"
	"sort"
	"sync"

	"github.com/RoaringBitmap/roaring/v2"

	"warta/index"
)

// A storyEntry is one key by which a document may be a copy: of its text or, if publisher
// is not 0, of its title as that publisher reprints it.
type storyEntry struct {
	story     uint64
	document  uint32
	publisher uint32
}

// storyColumn holds the stories of the documents of one kind in one segment. Only few
// stories have more than one document, and searches read those alone.
type storyColumn struct {
	entries []storyEntry // by story; immutable

	// The fields below are guarded by columns.mu. They are replaced and never changed.
	shared []documentKeys  // of the documents with a shared story, by document
	copies *roaring.Bitmap // documents of shared
	known  int             // number of elements of sharedStories.list that shared covers
}

// documentKeys are the numbers of the shared stories of a document: that of its text, and that
// of its title with the publisher that reprints a story under it. A story that no other document
// has may be 0.
type documentKeys struct {
	document       uint32
	story, reprint uint32 // see sharedStories
	publisher      uint32 // 0 without reprint
}

func byDocument(k documentKeys, document uint32) int { return cmp.Compare(k.document, document) }

// newStoryColumn returns the column of entries, which it keeps no part of.
func newStoryColumn(entries []storyEntry) storyColumn {
	entries = slices.Clone(entries)
	slices.SortFunc(entries, func(a, b storyEntry) int {
		return cmp.Or(cmp.Compare(a.story, b.story), cmp.Compare(a.document, b.document))
	})
	return storyColumn{entries: entries, copies: roaring.New()}
}

// sharedStories number the stories of one kind of documents that have, or had, more than one
// document in the index. It is safe for concurrent use.
type sharedStories struct {
	mu      sync.Mutex
	numbers map[uint64]uint32 // by story, from 1
	list    []uint64          // append-only; the story with number n is the element n-1
	// twice are the numbers of titles that one publisher has, or had, for more than one
	// document. It is replaced and never changed.
	twice *roaring.Bitmap
}

// add adds stories, and titles that one publisher has twice. They may be known already.
func (s *sharedStories) add(stories, twice []uint64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.numbers == nil {
		s.numbers, s.twice = make(map[uint64]uint32), roaring.New()
	}
	for _, story := range stories {
		if _, known := s.numbers[story]; !known {
			s.list = append(s.list, story)
			s.numbers[story] = uint32(len(s.list))
		}
	}
	if len(twice) > 0 {
		s.twice = s.twice.Clone()
		for _, title := range twice {
			s.twice.Add(s.numbers[title])
		}
	}
}

// state returns how many stories there are, and the numbers of the titles that one publisher has
// twice.
func (s *sharedStories) state() (stories int, twice *roaring.Bitmap) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.list), s.twice
}

// among returns the keys of those of entries, which are in the order of stories, whose story is
// not among the first known of the list, and the new length of the list.
func (s *sharedStories) among(entries []storyEntry, known int) ([]documentKeys, int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []documentKeys
	add := func(e storyEntry, number uint32) {
		k := documentKeys{document: e.document, story: number}
		if e.publisher != 0 {
			k.story, k.reprint, k.publisher = 0, number, e.publisher
		}
		out = append(out, k)
	}
	if known == 0 && len(entries) < len(s.list) {
		for _, e := range entries {
			if number := s.numbers[e.story]; number != 0 {
				add(e, number)
			}
		}
		return out, len(s.list)
	}
	for i, story := range s.list[known:] {
		for at := seekStory(entries, 0, story); at < len(entries) && entries[at].story == story; at++ {
			add(entries[at], uint32(known+i+1))
		}
	}
	return out, len(s.list)
}

// copiesIn returns the documents of a kind that may have copies, and their keys, by document.
// The caller must not change either.
func (c *columns) copiesIn(of index.Of, shared *sharedStories) (*roaring.Bitmap, []documentKeys) {
	c.mu.Lock()
	defer c.mu.Unlock()
	s := &c.stories[of]
	var added []documentKeys
	if added, s.known = shared.among(s.entries, s.known); len(added) > 0 {
		copies := s.copies.Clone()
		for _, k := range added {
			copies.Add(k.document)
		}
		s.copies, s.shared = copies, withKeys(s.shared, added)
	}
	return s.copies, s.shared
}

// withKeys returns keys, which are in the order of documents, with more keys of these and other
// documents. Added is sorted in place.
func withKeys(keys, added []documentKeys) []documentKeys {
	slices.SortFunc(added, func(x, y documentKeys) int { return cmp.Compare(x.document, y.document) })
	out := make([]documentKeys, 0, len(keys)+len(added))
	for len(keys) > 0 || len(added) > 0 {
		var next documentKeys
		if len(added) == 0 || len(keys) > 0 && keys[0].document <= added[0].document {
			next, keys = keys[0], keys[1:]
		} else {
			next, added = added[0], added[1:]
		}
		if last := len(out) - 1; last < 0 || out[last].document != next.document {
			out = append(out, next)
			continue
		}
		k := &out[len(out)-1]
		if next.story != 0 {
			k.story = next.story
		}
		if next.reprint != 0 {
			k.reprint, k.publisher = next.reprint, next.publisher
		}
	}
	return slices.Clip(out)
}

// seekStory returns the place of the first entry from a place on whose story is not less. Its
// cost depends on how far away that is.
func seekStory(entries []storyEntry, from int, story uint64) int {
	return gallop(len(entries), from, func(at int) bool { return entries[at].story >= story })
}

// gallop returns the first place in [from, n) for which reached is true, or n. Reached is
// true for all places behind such a place.
func gallop(n, from int, reached func(int) bool) int {
	step := 1
	for from+step <= n && !reached(from+step-1) {
		from, step = from+step, 2*step
	}
	end := min(from+step, n)
	return from + sort.Search(end-from, func(i int) bool { return reached(from + i) })
}

// join adds to the shared stories what the segments of one state of the index share that no
// earlier state had. Fresh tells for each segment whether it is new in this state: two
// documents of one story are first seen together in the state in which the later of their
// segments is new, and are live then if they are live in a later state.
func (c *columnCache) join(segments []*segment, fresh []bool) {
	for of := range c.stories {
		var found, twice []uint64
		add := func(story uint64, byOne bool) {
			found = append(found, story)
			if byOne {
				twice = append(twice, story)
			}
		}
		for i, a := range segments {
			if !fresh[i] {
				continue
			}
			a.sharedWithin(index.Of(of), add)
			for k, b := range segments {
				if k != i && (k > i || !fresh[k]) {
					sharedBetween(index.Of(of), a, b, add)
				}
			}
		}
		c.stories[of].add(found, twice)
	}
}

// sharedWithin calls add for each story that two live documents of s have, and says whether two
// of them are one title of one publisher.
func (s *segment) sharedWithin(of index.Of, add func(story uint64, byOne bool)) {
	entries := s.stories[of].entries
	for begin := 0; begin < len(entries); {
		end := runEnd(entries, begin)
		if end-begin > 1 {
			if live := s.liveOf(entries[begin:end]); len(live) > 1 {
				add(entries[begin].story, byOnePublisher(live, nil))
			}
		}
		begin = end
	}
}

// sharedBetween calls add for each story that a live document of a and one of b have, and says
// whether two of them are one title of one publisher. Its cost depends on the segment with fewer
// entries.
func sharedBetween(of index.Of, a, b *segment, add func(story uint64, byOne bool)) {
	if len(a.stories[of].entries) > len(b.stories[of].entries) {
		a, b = b, a
	}
	few, many := a.stories[of].entries, b.stories[of].entries
	at := 0
	for begin := 0; begin < len(few); {
		end, story := runEnd(few, begin), few[begin].story
		if at = seekStory(many, at, story); at == len(many) {
			return
		}
		if many[at].story == story {
			x, y := a.liveOf(few[begin:end]), b.liveOf(many[at:runEnd(many, at)])
			if len(x) > 0 && len(y) > 0 {
				add(story, byOnePublisher(x, y))
			}
		}
		begin = end
	}
}

// liveOf returns the entries of live documents.
func (s *segment) liveOf(entries []storyEntry) []storyEntry {
	var out []storyEntry
	for _, e := range entries {
		if !s.live.deleted.Contains(e.document) {
			out = append(out, e)
		}
	}
	return out
}

// byOnePublisher reports whether two of the entries, which have one key, are of one publisher.
func byOnePublisher(lists ...[]storyEntry) bool {
	seen := make(map[uint32]bool)
	for _, list := range lists {
		for _, e := range list {
			if e.publisher != 0 && seen[e.publisher] {
				return true
			}
			seen[e.publisher] = true
		}
	}
	return false
}

// runEnd returns the end of the run of entries with one story that begins at a place.
func runEnd(entries []storyEntry, begin int) int {
	end := begin + 1
	for end < len(entries) && entries[end].story == entries[begin].story {
		end++
	}
	return end
}
