package lexicon

import (
	"slices"
	"strings"
)

// Edits returns the edit distance of two words in bytes, at most most+1. An edit is an
// insertion, a deletion, a substitution or a transposition of adjacent bytes (optimal
// string alignment).
func Edits(a, b string, most int) int {
	if d := len(a) - len(b); d > most || -d > most {
		return most + 1
	}
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before, last, row = last, row, before
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			row[j+1] = min(last[j]+cost, last[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
	}
	return min(row[len(b)], most+1)
}

// A Near is a Levenshtein automaton: it accepts the words within an edit distance of a word.
// It computes its states on demand, so it must not be used by two goroutines at once.
type Near struct {
	word    string
	edits   int
	prefix  bool           // a word with a near prefix is near
	letters string         // the distinct bytes of word, sorted
	foreign byte           // a byte that word lacks
	class   [256]uint16    // of bytes: the place in letters, len(letters) for all others
	states  []nearState    // from firstState on
	next    []int32        // by state and class; 0: not computed yet
	rows    []byte         // by state; see nearState
	number  map[string]int // number of a state, by its rows and its last class
	scratch []byte
}

// A nearState is two rows of the matrix of edit distances, with values of at most edits+1, and
// the class of the byte between them. A transposition depends on two rows. The rows of state i
// are Near.rows[2*i*n:2*(i+1)*n], where n is the length of the word and 1.
type nearState struct {
	last uint16
	end  bool // the state accepts
}

// The final states, which every byte leads back to, and the first computed state.
const (
	noState    = 1 // accepts no continuation
	allState   = 2 // accepts every continuation
	firstState = 3
)

// NewNear returns an automaton for the words within edits of word or, with prefix, for the
// words with such a prefix.
func NewNear(word string, edits int, prefix bool) *Near {
	n := &Near{word: word, edits: edits, prefix: prefix, number: make(map[string]int)}
	for b := range 256 {
		if strings.IndexByte(word, byte(b)) >= 0 {
			n.class[b] = uint16(len(n.letters))
			n.letters += string([]byte{byte(b)})
		} else {
			n.foreign = byte(b)
		}
	}
	for b := range n.class {
		if strings.IndexByte(word, byte(b)) < 0 {
			n.class[b] = uint16(len(n.letters))
		}
	}
	width := len(word) + 1
	rows := make([]byte, 2*width)
	for j := range width {
		rows[j], rows[width+j] = byte(edits+1), byte(min(j, edits+1))
	}
	for range firstState { // 0 means "not computed", noState and allState have no rows
		n.append(make([]byte, 2*width), nearState{})
	}
	n.add(rows, n.class[n.foreign])
	return n
}

// append adds a state without successors.
func (n *Near) append(rows []byte, s nearState) {
	n.states = append(n.states, s)
	n.rows = append(n.rows, rows...)
	for range len(n.letters) + 1 {
		n.next = append(n.next, 0)
	}
}

// add returns the number of the state with two rows and the class of the byte between them. It
// assigns one to a new state.
func (n *Near) add(rows []byte, last uint16) int {
	row := rows[len(rows)/2:]
	if int(slices.Min(row)) > n.edits {
		return noState
	}
	end := int(row[len(row)-1]) <= n.edits
	if n.prefix && end && len(n.states) > firstState { // the empty prefix does not count
		return allState
	}
	n.scratch = append(append(n.scratch[:0], rows...), byte(last), byte(last>>8))
	if found, ok := n.number[string(n.scratch)]; ok {
		return found
	}
	number := len(n.states)
	n.number[string(n.scratch)] = number
	n.append(rows, nearState{last: last, end: end})
	return number
}

// accept returns the next state for a byte.
func (n *Near) accept(state int, b byte) int {
	if state < firstState {
		return state
	}
	class := n.class[b]
	at := state*(len(n.letters)+1) + int(class)
	if next := n.next[at]; next != 0 {
		return int(next)
	}
	width := len(n.word) + 1
	rows := make([]byte, 2*width)
	before, from, row := n.rows[2*state*width:][:width], n.rows[(2*state+1)*width:][:width], rows[width:]
	copy(rows, from)
	row[0] = byte(min(int(from[0])+1, n.edits+1))
	last := n.states[state].last
	for j := range len(n.word) {
		d := int(from[j]) // match or substitution
		if n.word[j] != b {
			d++
		}
		d = min(d, int(from[j+1])+1, int(row[j])+1)
		if j > 0 && n.class[n.word[j]] == last && n.word[j-1] == b {
			d = min(d, int(before[j-1])+1)
		}
		row[j+1] = byte(min(d, n.edits+1))
	}
	next := n.add(rows, class)
	n.next[at] = int32(next)
	return next
}

// ends reports whether a state accepts.
func (n *Near) ends(state int) bool {
	return state == allState || state >= firstState && n.states[state].end
}
