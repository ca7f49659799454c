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
	shared []storyEntry    // the entries of stories with more than one document, by document
	copies *roaring.Bitmap // documents of shared
	known  int             // number of elements of sharedStories.list that shared covers
}

// newStoryColumn returns the column of entries, which it keeps no part of.
func newStoryColumn(entries []storyEntry) storyColumn {
	entries = slices.Clone(entries)
	slices.SortFunc(entries, func(a, b storyEntry) int {
		return cmp.Or(cmp.Compare(a.story, b.story), cmp.Compare(a.document, b.document))
	})
	return storyColumn{entries: entries, copies: roaring.New()}
}

// sharedStories are the stories of one kind of documents that have, or had, more than one
// document in the index. It is safe for concurrent use.
type sharedStories struct {
	mu   sync.Mutex
	set  map[uint64]struct{}
	list []uint64 // the elements of set in the order in which they were added
}

// add adds stories. They may be in the list already.
func (s *sharedStories) add(stories []uint64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.set == nil {
		s.set = make(map[uint64]struct{})
	}
	for _, story := range stories {
		if _, known := s.set[story]; !known {
			s.set[story] = struct{}{}
			s.list = append(s.list, story)
		}
	}
}

// among returns those of entries, which are in the order of stories, whose story is not among
// the first known of the list, and the new length of the list.
func (s *sharedStories) among(entries []storyEntry, known int) ([]storyEntry, int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []storyEntry
	if known == 0 && len(entries) < len(s.list) {
		for _, e := range entries {
			if _, shared := s.set[e.story]; shared {
				out = append(out, e)
			}
		}
		return out, len(s.list)
	}
	for _, story := range s.list[known:] {
		for at := seekStory(entries, 0, story); at < len(entries) && entries[at].story == story; at++ {
			out = append(out, entries[at])
		}
	}
	return out, len(s.list)
}

// copiesIn returns the documents of a kind that may have copies, and their entries among the
// shared stories, by document. The caller must not change either.
func (c *columns) copiesIn(of index.Of, shared *sharedStories) (*roaring.Bitmap, []storyEntry) {
	c.mu.Lock()
	defer c.mu.Unlock()
	s := &c.stories[of]
	var added []storyEntry
	if added, s.known = shared.among(s.entries, s.known); len(added) > 0 {
		copies := s.copies.Clone()
		for _, e := range added {
			copies.Add(e.document)
		}
		s.copies, s.shared = copies, mergedByDocument(s.shared, added)
	}
	return s.copies, s.shared
}

// mergedByDocument returns the entries of both lists by document. A is in that order already;
// b is sorted in place.
func mergedByDocument(a, b []storyEntry) []storyEntry {
	slices.SortFunc(b, func(x, y storyEntry) int { return cmp.Compare(x.document, y.document) })
	out := make([]storyEntry, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		if a[0].document <= b[0].document {
			out, a = append(out, a[0]), a[1:]
		} else {
			out, b = append(out, b[0]), b[1:]
		}
	}
	return append(append(out, a...), b...)
}

// seekStory returns the place of the first entry from a place on whose story is not less. Its
// cost depends on how far away that is.
func seekStory(entries []storyEntry, from int, story uint64) int {
	return gallop(len(entries), from, func(at int) bool { return entries[at].story >= story })
}

// seekDocument is seekStory for entries by document.
func seekDocument(entries []storyEntry, from int, document uint32) int {
	return gallop(len(entries), from, func(at int) bool { return entries[at].document >= document })
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
		var found []uint64
		add := func(story uint64) { found = append(found, story) }
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
		c.stories[of].add(found)
	}
}

// sharedWithin calls add for each story that two live documents of s have.
func (s *segment) sharedWithin(of index.Of, add func(story uint64)) {
	entries := s.stories[of].entries
	for begin := 0; begin < len(entries); {
		end := runEnd(entries, begin)
		var first *storyEntry
		for i := begin; i < end && end-begin > 1; i++ {
			e := &entries[i]
			if s.live.deleted.Contains(e.document) {
				continue
			}
			if first != nil && first.document != e.document {
				add(e.story)
				break
			}
			first = e
		}
		begin = end
	}
}

// sharedBetween calls add for each story that a live document of a and one of b have. Its cost
// depends on the segment with fewer entries.
func sharedBetween(of index.Of, a, b *segment, add func(story uint64)) {
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
		if many[at].story == story && a.anyLive(few[begin:end]) && b.anyLive(many[at:runEnd(many, at)]) {
			add(story)
		}
		begin = end
	}
}

// runEnd returns the end of the run of entries with one story that begins at a place.
func runEnd(entries []storyEntry, begin int) int {
	end := begin + 1
	for end < len(entries) && entries[end].story == entries[begin].story {
		end++
	}
	return end
}

// anyLive reports whether the document of one of the entries is live.
func (s *segment) anyLive(entries []storyEntry) bool {
	return slices.ContainsFunc(entries, func(e storyEntry) bool { return !s.live.deleted.Contains(e.document) })
}
