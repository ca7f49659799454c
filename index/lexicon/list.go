package lexicon

import (
	"container/heap"
	"math"
	"sort"
	"strings"
)

// A list is an immutable list of words in ascending byte order with counts.
type list struct {
	text   string
	starts []uint32 // word i is text[starts[i]:starts[i+1]]
	counts []uint32
	// best is a tournament tree over counts with n leaves: best[n+i] is i, and best[i]
	// is the one of best[2i] and best[2i+1] with the greater count.
	best []uint32
}

// maxText is the maximum number of bytes of one list; an offset has four bytes.
const maxText = math.MaxUint32

// newList returns a list of words, which visit yields in ascending order, each once. It
// drops words beyond maxText.
func newList(words int, visit func(yield func(word string, count uint32))) *list {
	l := &list{starts: make([]uint32, 1, words+1), counts: make([]uint32, 0, words)}
	var text strings.Builder
	visit(func(word string, count uint32) {
		if text.Len()+len(word) > maxText {
			return
		}
		_, _ = text.WriteString(word) // never fails
		l.starts = append(l.starts, uint32(text.Len()))
		l.counts = append(l.counts, count)
	})
	l.text = text.String()
	n := len(l.counts)
	l.best = make([]uint32, 2*n)
	for i := range n {
		l.best[n+i] = uint32(i)
	}
	for i := n - 1; i > 0; i-- {
		l.best[i] = l.greater(l.best[2*i], l.best[2*i+1])
	}
	return l
}

func (l *list) len() int          { return len(l.counts) }
func (l *list) word(i int) string { return l.text[l.starts[i]:l.starts[i+1]] }

// greater returns the one of two positions with the greater count, the smaller position if
// the counts are equal.
func (l *list) greater(a, b uint32) uint32 {
	if l.counts[a] > l.counts[b] || l.counts[a] == l.counts[b] && a < b {
		return a
	}
	return b
}

// count returns the count of a word, 0 for an unknown word.
func (l *list) count(word string) int {
	at := sort.Search(l.len(), func(i int) bool { return l.word(i) >= word })
	if at < l.len() && l.word(at) == word {
		return int(l.counts[at])
	}
	return 0
}

// merge returns a list of the words of both lists with their sums.
func merge(a, b *list) *list {
	return newList(a.len()+b.len(), func(yield func(string, uint32)) {
		i, j := 0, 0
		for i < a.len() || j < b.len() {
			switch {
			case j == b.len() || i < a.len() && a.word(i) < b.word(j):
				yield(a.word(i), a.counts[i])
				i++
			case i == a.len() || a.word(i) > b.word(j):
				yield(b.word(j), b.counts[j])
				j++
			default:
				yield(a.word(i), a.counts[i]+b.counts[j])
				i++
				j++
			}
		}
	})
}

// A span is the non-empty range [from, to) of positions in a list; best is the position
// with the greatest count.
type span struct{ from, to, best int }

// most returns the position of the greatest count in [from, to), which must not be empty.
func (l *list) most(from, to int) int {
	n := l.len()
	best := uint32(from)
	for i, j := from+n, to+n; i < j; i, j = i/2, j/2 {
		if i%2 == 1 {
			best = l.greater(best, l.best[i])
			i++
		}
		if j%2 == 1 {
			j--
			best = l.greater(best, l.best[j])
		}
	}
	return int(best)
}

// beginning returns the range of the words with a prefix.
func (l *list) beginning(prefix string) (from, to int) {
	from = sort.Search(l.len(), func(i int) bool { return l.word(i) >= prefix })
	n := sort.Search(l.len()-from, func(i int) bool { return !strings.HasPrefix(l.word(from+i), prefix) })
	return from, from + n
}

// near calls visit for the ranges of near words, in ascending order.
func (l *list) near(n *Near, visit func(from, to int)) {
	if n.edits == 0 && n.prefix {
		if from, to := l.beginning(n.word); from < to {
			visit(from, to)
		}
		return
	}
	l.walk(n, 0, l.len(), 0, firstState, visit)
}

// walk calls visit for the ranges of near words in [from, to). These words share their first
// depth bytes, which lead the automaton n to state.
func (l *list) walk(n *Near, from, to, depth, state int, visit func(from, to int)) {
	if from == to || state == noState {
		return
	}
	if state == allState {
		visit(from, to)
		return
	}
	if len(l.word(from)) == depth {
		if n.ends(state) {
			visit(from, from+1)
		}
		from++
	}
	// first returns the first position whose byte at depth is at least b.
	first := func(from int, b int) int {
		return from + sort.Search(to-from, func(i int) bool { return int(l.word(from + i)[depth]) >= b })
	}
	if n.accept(state, n.foreign) == noState { // only letters of the word lead to another state
		for i := range len(n.letters) {
			b := n.letters[i]
			next := n.accept(state, b)
			if next == noState {
				continue
			}
			from = first(from, int(b))
			if from == to {
				return
			}
			if l.word(from)[depth] != b {
				continue
			}
			end := first(from, int(b)+1)
			l.walk(n, from, end, depth+1, next, visit)
			from = end
		}
		return
	}
	for from < to {
		b := l.word(from)[depth]
		end := first(from, int(b)+1)
		l.walk(n, from, end, depth+1, n.accept(state, b), visit)
		from = end
	}
}

// A cursor iterates over the words of some ranges of a list by descending count, then by
// word.
type cursor struct {
	list  *list
	spans []span // a heap with the greatest count on top
}

// add adds a range before the first call of next.
func (c *cursor) add(from, to int) {
	if from < to {
		c.spans = append(c.spans, span{from, to, c.list.most(from, to)})
	}
}

// next returns the position of the next word, and false after the last.
func (c *cursor) next() (int, bool) {
	if len(c.spans) == 0 {
		return 0, false
	}
	s := c.spans[0]
	left, right := span{from: s.from, to: s.best}, span{from: s.best + 1, to: s.to}
	if left.from == left.to {
		left, right = right, left
	}
	if left.from == left.to {
		heap.Pop(c)
		return s.best, true
	}
	left.best = c.list.most(left.from, left.to)
	c.spans[0] = left
	heap.Fix(c, 0)
	if right.from < right.to {
		right.best = c.list.most(right.from, right.to)
		heap.Push(c, right)
	}
	return s.best, true
}

// most returns the count of the next word, 0 after the last.
func (c *cursor) most() int {
	if len(c.spans) == 0 {
		return 0
	}
	return int(c.list.counts[c.spans[0].best])
}

// The methods of heap.Interface.

func (c *cursor) Len() int { return len(c.spans) }

func (c *cursor) Less(i, j int) bool {
	a, b := uint32(c.spans[i].best), uint32(c.spans[j].best)
	return c.list.greater(a, b) == a
}
func (c *cursor) Swap(i, j int) { c.spans[i], c.spans[j] = c.spans[j], c.spans[i] }
func (c *cursor) Push(x any)    { c.spans = append(c.spans, x.(span)) }
func (c *cursor) Pop() any {
	last := c.spans[len(c.spans)-1]
	c.spans = c.spans[:len(c.spans)-1]
	return last
}
