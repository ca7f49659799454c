package lexicon

import "strings"

// Edits returns how many edits lie between two words; most+1 for more than most.
// An edit puts in, leaves out or changes a byte, or swaps two that stand side by
// side (optimal string alignment).
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

// A Near is what lies within some edits of a word: an automaton whose states are
// the rows of the matrix by which the distance is worked out, found as they are
// needed. It is not for two goroutines at once.
type Near struct {
	word    string
	edits   int
	prefix  bool // what begins so is near too
	rows    []nearRow
	number  map[string]int
	letters string // those of word, each once, in order
	foreign byte   // one that is not among them
}

// A nearRow is two rows of the matrix, capped at one more than counts, and the
// byte between them: a swap looks back two rows.
type nearRow struct {
	before, row []byte
	last        byte
	next        [256]int32 // number of the state behind each byte, 0 where it is not known yet
	end         bool
}

// The states that nothing leads out of: too far away, and near whatever follows.
const (
	noState  = 1
	allState = 2
	firstRow = 3
)

// NewNear returns what lies within edits of word or, with prefix, begins with
// something that does.
func NewNear(word string, edits int, prefix bool) *Near {
	n := &Near{word: word, edits: edits, prefix: prefix, number: make(map[string]int)}
	n.rows = make([]nearRow, firstRow) // 0 is not used
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

// add returns the number of a state.
func (n *Near) add(before, row []byte, last byte) int {
	can := false
	for _, d := range row {
		can = can || int(d) <= n.edits
	}
	if !can {
		return noState
	}
	end := int(row[len(row)-1]) <= n.edits
	if n.prefix && end && len(n.rows) > firstRow { // an empty beginning is none
		return allState
	}
	if strings.IndexByte(n.letters, last) < 0 {
		last = n.foreign // all letters that the word has not lead to the same
	}
	key := string(before) + string(row) + string([]byte{last})
	if found, ok := n.number[key]; ok {
		return found
	}
	n.rows = append(n.rows, nearRow{before: before, row: row, last: last, end: end})
	n.number[key] = len(n.rows) - 1
	return len(n.rows) - 1
}

// accept returns the state behind another byte.
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
		d := int(from.row[j]) // the same letter, or another in its place
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

// ends reports whether what led to a state is near.
func (n *Near) ends(state int) bool {
	return state == allState || state >= firstRow && n.rows[state].end
}
