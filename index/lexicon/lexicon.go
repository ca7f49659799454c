// Package lexicon keeps words with their counts in memory, so that the most
// frequent of those that begin so, or nearly so, are found in the time that it
// takes to look at them and not at all that begin so.
package lexicon

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
)

// A Lexicon is words with how often each is there. Words are added, none are
// taken away. Its zero value is empty and ready; it is safe for concurrent use.
//
// It is a few lists, the least the last: what is added is a list of its own, which
// is merged with the one before once that is not many times as long.
type Lexicon struct {
	adding sync.Mutex
	lists  atomic.Pointer[[]*list]
}

// growth is how many times as long a list is, at least, as the one behind it. A
// greater one makes adding dearer and looking up cheaper.
const growth = 8

// A Word is a word and its count.
type Word struct {
	Text  string
	Count int
}

// Add adds words by their counts, which are more than 0.
func (x *Lexicon) Add(counts map[string]uint32) {
	x.AddSorted(len(counts), func(yield func(string, uint32)) {
		for _, word := range slices.Sorted(maps.Keys(counts)) {
			yield(word, counts[word])
		}
	})
}

// AddSorted adds n words that visit gives in their order, each once, with their
// counts, which are more than 0.
func (x *Lexicon) AddSorted(n int, visit func(yield func(word string, count uint32))) {
	if n == 0 {
		return
	}
	added := newList(n, visit)
	x.adding.Lock()
	defer x.adding.Unlock()
	lists := append(slices.Clone(x.all()), added)
	for n := len(lists); n > 1 && lists[n-2].len() < growth*lists[n-1].len(); n-- {
		lists = append(lists[:n-2], merge(lists[n-2], lists[n-1]))
	}
	x.lists.Store(&lists)
}

func (x *Lexicon) all() []*list {
	if lists := x.lists.Load(); lists != nil {
		return *lists
	}
	return nil
}

// Count returns how often a word is there.
func (x *Lexicon) Count(word string) int {
	n := 0
	for _, l := range x.all() {
		n += l.count(word)
	}
	return n
}

// Each calls visit for every word that is near, in no order.
func (x *Lexicon) Each(near *Near, visit func(word string)) {
	for _, l := range x.all() {
		l.near(near, func(from, to int) {
			for i := from; i < to; i++ {
				visit(l.word(i))
			}
		})
	}
}

// patience bounds how many words are looked at for each one that is returned.
const patience = 8

// Top returns at most size of the words of several lexicons that are near, the
// most frequent first, then in their order. A word that is in several counts for
// all of them. Where counts are so even that many words have to be compared for
// one, it may miss one that is about as frequent as those that it returns.
func Top(of []*Lexicon, near *Near, size int) []Word {
	var cursors []*cursor
	for _, x := range of {
		for _, l := range x.all() {
			c := &cursor{list: l}
			l.near(near, c.add)
			if len(c.spans) > 0 {
				slices.SortFunc(c.spans, func(a, b span) int { // a heap as well
					return cmp.Or(cmp.Compare(l.counts[b.best], l.counts[a.best]), cmp.Compare(a.best, b.best))
				})
				cursors = append(cursors, c)
			}
		}
	}
	seen := make(map[string]bool)
	var found []Word
	for looked := 0; looked < patience*size; looked++ {
		// The list whose next word is the most frequent is looked at.
		var at *cursor
		rest := 0 // the most that a word can have which was not seen yet
		for _, c := range cursors {
			rest += c.most()
			if at == nil || c.most() > at.most() {
				at = c
			}
		}
		if at == nil || at.most() == 0 || len(found) >= size && found[size-1].Count >= rest {
			break
		}
		number, _ := at.next()
		word := at.list.word(number)
		if seen[word] {
			continue
		}
		seen[word] = true
		total := 0
		for _, c := range cursors {
			if c == at {
				total += int(c.list.counts[number])
			} else {
				total += c.list.count(word)
			}
		}
		place, _ := slices.BinarySearchFunc(found, Word{word, total}, before)
		found = slices.Insert(found, place, Word{word, total})
	}
	found = found[:min(size, len(found))]
	for i := range found {
		found[i].Text = strings.Clone(found[i].Text) // or it would keep its list
	}
	return found
}

func before(a, b Word) int {
	return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Text, b.Text))
}
