// Package lexicon keeps words with counts in memory and finds the most frequent words with a
// prefix, or within an edit distance, in time that depends on the number of words returned
// and not on the number of words that match.
package lexicon

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
)

// A Lexicon is a set of words with counts. Counts can be added and not be subtracted. The
// zero value is empty and ready to use. A Lexicon is safe for concurrent use.
//
// It is a log-structured list of immutable lists in descending size: Add appends a list,
// and merges it with the one before unless that is growth times as long.
type Lexicon struct {
	adding sync.Mutex
	lists  atomic.Pointer[[]*list]
}

// growth is the least ratio of the lengths of two consecutive lists. A greater value makes
// Add slower and lookups faster.
const growth = 8

// A Word is a word and its count.
type Word struct {
	Text  string
	Count int
}

// Add adds the counts of words. Counts must be positive.
func (x *Lexicon) Add(counts map[string]uint32) {
	x.AddSorted(len(counts), func(yield func(string, uint32)) {
		for _, word := range slices.Sorted(maps.Keys(counts)) {
			yield(word, counts[word])
		}
	})
}

// AddSorted adds the counts of n words. The function visit must yield the words in ascending
// byte order, each once, with a positive count.
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

// all returns the lists.
func (x *Lexicon) all() []*list {
	if lists := x.lists.Load(); lists != nil {
		return *lists
	}
	return nil
}

// Count returns the count of a word, 0 for an unknown word.
func (x *Lexicon) Count(word string) int {
	n := 0
	for _, l := range x.all() {
		n += l.count(word)
	}
	return n
}

// All returns all words with their counts.
func (x *Lexicon) All() map[string]uint32 {
	counts := make(map[string]uint32)
	for _, l := range x.all() {
		for i := range l.len() {
			counts[l.word(i)] += l.counts[i]
		}
	}
	return counts
}

// Each calls visit for every word that is near, in no particular order. It may repeat a
// word.
func (x *Lexicon) Each(near *Near, visit func(word string)) {
	for _, l := range x.all() {
		l.near(near, func(from, to int) {
			for i := from; i < to; i++ {
				visit(l.word(i))
			}
		})
	}
}

// patience bounds the number of words that Top compares per word returned.
const patience = 8

// Top returns at most size near words of several lexicons, by descending count, then by
// word. The count of a word is its sum over the lexicons. The result is approximate: Top
// compares at most 8 words per word returned, so among words of similar count it may miss
// one.
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
		// Take the word from the list whose next word has the greatest count.
		var at *cursor
		rest := 0 // upper bound of the count of a word not seen yet
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
		found[i].Text = strings.Clone(found[i].Text) // else it would keep the memory of its list
	}
	return found
}

// before orders words by descending count, then by text.
func before(a, b Word) int {
	return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Text, b.Text))
}
