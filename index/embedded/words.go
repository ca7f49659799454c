package embedded

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	postings "github.com/blevesearch/scorch_segment_api/v2"

	"warta/index"
)

// Words implements [index.Engine]: the dictionaries, which are automata
// themselves, are walked together with one of what is near.
func (e *Engine) Words(ctx context.Context, ask index.WordsAsk) ([]index.WordCount, error) {
	if err := ask.Validate(); err != nil {
		return nil, err
	}
	done, err := e.use()
	if err != nil {
		return nil, err
	}
	defer done()
	v := e.view()
	defer v.release()
	counts := make(map[string]int)
	near := newNearby(ask)
	for _, s := range v.segments {
		for _, field := range ask.Fields {
			if err := s.words(ctx, field, near, counts); err != nil {
				return nil, err
			}
		}
	}
	list := make([]index.WordCount, 0, len(counts))
	for _, text := range slices.Sorted(maps.Keys(counts)) {
		list = append(list, index.WordCount{Text: text, Count: counts[text]})
	}
	return list, nil
}

// words counts the words of one field that are near.
func (s *segment) words(ctx context.Context, field string, near *nearby, counts map[string]int) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if near.edits == 0 && !near.prefix { // no need to walk
		list, err := s.postings(field, near.word)
		if err != nil {
			return err
		}
		if live := s.liveIn(list); live > 0 {
			counts[near.word] += live
		}
		return nil
	}
	dictionary, err := s.snapshot.Segment().Dictionary(field)
	if err != nil {
		return fmt.Errorf("read terms of %s: %w", field, err)
	}
	first := near.word[:1]
	var list postings.PostingsList // one after the other in the same memory
	it := dictionary.AutomatonIterator(near, []byte(first), successor(first))
	for n := 1; ; n++ {
		if n%64 == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		entry, err := it.Next()
		if err != nil {
			return fmt.Errorf("walk terms of %s: %w", field, err)
		}
		if entry == nil {
			return nil
		}
		if list, err = dictionary.PostingsList([]byte(entry.Term), nil, list); err != nil {
			return fmt.Errorf("read postings of %s: %w", field, err)
		}
		if live := s.liveIn(list); live > 0 {
			counts[strings.Clone(entry.Term)] += live
		}
	}
}

// liveIn returns how many documents of a list are not deleted.
func (s *segment) liveIn(list postings.PostingsList) int {
	if s.live.deleted.IsEmpty() {
		return int(list.Count())
	}
	set := documents(list)
	return int(set.GetCardinality() - set.AndCardinality(s.live.deleted))
}

// A nearby is the automaton of what lies within some edits of a word (see
// index.Edits): its states are the rows of the matrix by which the distance is
// worked out, found as they are needed. It is not for two goroutines at once.
type nearby struct {
	word   string
	edits  int
	prefix bool // what begins so is near too
	rows   []nearRow
	number map[string]int
}

// A nearRow is two rows of the matrix, capped at one more than counts, and the
// byte between them: a swap looks back two rows.
type nearRow struct {
	before, row []byte
	last        byte
	next        [256]int32 // number of the state behind each byte, 0 where it is not known yet
	end, can    bool
}

// The states that nothing leads out of: too far away, and near whatever follows.
const (
	noState  = 1
	allState = 2
	firstRow = 3
)

func newNearby(ask index.WordsAsk) *nearby {
	word, edits := ask.Text, ask.Edits
	n := &nearby{word: word, edits: edits, prefix: ask.Prefix, number: make(map[string]int)}
	n.rows = make([]nearRow, firstRow) // 0 is not used
	n.rows[allState] = nearRow{end: true, can: true}
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
func (n *nearby) add(before, row []byte, last byte) int {
	can := false
	for _, d := range row {
		can = can || int(d) <= n.edits
	}
	if !can {
		return noState
	}
	end := int(row[len(row)-1]) <= n.edits
	if n.prefix && end && last != 0 {
		return allState
	}
	key := string(before) + string(row) + string(last)
	if found, ok := n.number[key]; ok {
		return found
	}
	n.rows = append(n.rows, nearRow{before: before, row: row, last: last, can: true, end: end})
	n.number[key] = len(n.rows) - 1
	return len(n.rows) - 1
}

// The methods of an automaton of vellum.

func (n *nearby) Start() int                     { return firstRow }
func (n *nearby) IsMatch(state int) bool         { return n.rows[state].end }
func (n *nearby) CanMatch(state int) bool        { return n.rows[state].can }
func (n *nearby) WillAlwaysMatch(state int) bool { return state == allState }

// Accept returns the state behind another byte.
func (n *nearby) Accept(state int, b byte) int {
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
