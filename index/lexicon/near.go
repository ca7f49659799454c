package lexicon

import "strings"

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
	prefix  bool // a word with a near prefix is near
	rows    []nearRow
	number  map[string]int // number of a state, by its content
	letters string         // the distinct bytes of word, sorted
	foreign byte           // a byte that word lacks
}

// A nearRow is a state: two rows of the matrix of edit distances, with values of at most
// edits+1, and the byte between them. A transposition depends on two rows.
type nearRow struct {
	before, row []byte
	last        byte
	next        [256]int32 // number of the next state, by byte; 0: not computed yet
	end         bool       // the state accepts
}

// The final states, which every byte leads back to, and the first computed state.
const (
	noState  = 1 // accepts no continuation
	allState = 2 // accepts every continuation
	firstRow = 3
)

// NewNear returns an automaton for the words within edits of word or, with prefix, for the
// words with such a prefix.
func NewNear(word string, edits int, prefix bool) *Near {
	n := &Near{word: word, edits: edits, prefix: prefix, number: make(map[string]int)}
	n.rows = make([]nearRow, firstRow) // 0 means "not computed", 1 and 2 have no row
	for b := range 256 {
		if strings.IndexByte(word, byte(b)) >= 0 {
			n.letters += string([]byte{byte(b)})
		} else {
			n.foreign = byte(b)
		}
	}
	row := make([]byte, len(word)+1)
	none := make([]byte, len(word)+1)
	for j := range row {
		row[j] = byte(min(j, edits+1))
		none[j] = byte(edits + 1)
	}
	n.add(none, row, 0)
	return n
}

// add returns the number of a state. It assigns one to a new state.
func (n *Near) add(before, row []byte, last byte) int {
	can := false
	for _, d := range row {
		can = can || int(d) <= n.edits
	}
	if !can {
		return noState
	}
	end := int(row[len(row)-1]) <= n.edits
	if n.prefix && end && len(n.rows) > firstRow { // the empty prefix does not count
		return allState
	}
	if strings.IndexByte(n.letters, last) < 0 {
		last = n.foreign // all bytes that word lacks have the same effect
	}
	key := string(before) + string(row) + string([]byte{last})
	if found, ok := n.number[key]; ok {
		return found
	}
	n.rows = append(n.rows, nearRow{before: before, row: row, last: last, end: end})
	n.number[key] = len(n.rows) - 1
	return len(n.rows) - 1
}

// accept returns the next state for a byte.
func (n *Near) accept(state int, b byte) int {
	if state < firstRow {
		return state
	}
	if next := n.rows[state].next[b]; next != 0 {
		return int(next)
	}
	from := &n.rows[state]
	row := make([]byte, len(from.row))
	row[0] = byte(min(int(from.row[0])+1, n.edits+1))
	for j := range len(n.word) {
		d := int(from.row[j]) // match or substitution
		if n.word[j] != b {
			d++
		}
		d = min(d, int(from.row[j+1])+1, int(row[j])+1)
		if j > 0 && n.word[j] == from.last && n.word[j-1] == b {
			d = min(d, int(from.before[j-1])+1)
		}
		row[j+1] = byte(min(d, n.edits+1))
	}
	next := n.add(from.row, row, b)
	n.rows[state].next[b] = int32(next)
	return next
}

// ends reports whether a state accepts.
func (n *Near) ends(state int) bool {
	return state == allState || state >= firstRow && n.rows[state].end
}
