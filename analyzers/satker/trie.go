package satker

import (
	"unicode/utf8"

	"warta/analyzers/internal/scan"
)

// A trie maps names to values. Names are compared without case, spaces,
// hyphens, dots, slashes and apostrophes, and match only whole words.
type trie[V any] struct {
	nodes  []trieNode
	values [][]V // values[0] is unused
}

// A trieNode is one state: next by letter or digit, 0 for none, and the index
// of its values, 0 for none.
type trieNode struct {
	next  [36]uint16
	value uint16
}

func newTrie[V any]() *trie[V] {
	return &trie[V]{nodes: make([]trieNode, 1), values: make([][]V, 1)}
}

// letter returns the column of an ASCII letter or digit, or -1.
func letter(b byte) int {
	switch {
	case 'a' <= b && b <= 'z':
		return int(b - 'a')
	case 'A' <= b && b <= 'Z':
		return int(b - 'A')
	case '0' <= b && b <= '9':
		return int(b-'0') + 26
	}
	return -1
}

// add gives name one value more. Names without a letter are left out.
func (t *trie[V]) add(name string, v V) {
	at := uint16(0)
	for i := range len(name) {
		c := letter(name[i])
		if c < 0 {
			continue
		}
		if t.nodes[at].next[c] == 0 {
			t.nodes = append(t.nodes, trieNode{})
			t.nodes[at].next[c] = uint16(len(t.nodes) - 1)
		}
		at = t.nodes[at].next[c]
	}
	if at == 0 {
		return
	}
	n := &t.nodes[at]
	if n.value == 0 {
		t.values = append(t.values, nil)
		n.value = uint16(len(t.values) - 1)
	}
	t.values[n.value] = append(t.values[n.value], v)
}

// longest returns the values of the longest name that begins at text[i:] and
// ends with a word, and where it ends; -1 where there is none. It reads no
// further than the longest name reaches.
func (t *trie[V]) longest(text string, i int) (values []V, end int) {
	at, end := uint16(0), -1
	for run := 0; i < len(text); {
		if c := letter(text[i]); c >= 0 {
			if at = t.nodes[at].next[c]; at == 0 {
				break
			}
			i, run = i+1, run+1
			if v := t.nodes[at].value; v != 0 && scan.WordEnds(text, i) {
				values, end = t.values[v], i
			}
			continue
		}
		next := joint(text, i, run)
		if next < 0 || at == 0 {
			break
		}
		i, run = next, 0
	}
	return values, end
}

// exact returns the values of name, which must be matched whole.
func (t *trie[V]) exact(name string) []V {
	at := uint16(0)
	for i := range len(name) {
		c := letter(name[i])
		if c < 0 {
			continue
		}
		if at = t.nodes[at].next[c]; at == 0 {
			return nil
		}
	}
	return t.values[t.nodes[at].value]
}

// joint returns where the next word of a name begins when text[i] stands
// between two of its words, or -1 where no name runs on. run is the length of
// the word before.
func joint(text string, i, run int) int {
	for n := 0; n < 4 && i < len(text); n++ {
		switch b := text[i]; {
		case letter(b) >= 0:
			return i
		case b == ' ' || b == '\'' || b == '`' || b == '-' || b == '/' || b == '&':
			i++
		case b == '.' && (run == 1 || i+1 < len(text) && letter(text[i+1]) >= 0 || i >= 3 && equalFold(text[i-3:i], "kep")):
			i++ // "D. I. Yogyakarta", "D.I. Yogyakarta", "Kep. Riau"
		default:
			r, size := utf8.DecodeRuneInString(text[i:])
			if r != '\u00a0' && r != '’' && r != '‘' && r != 'ʼ' && r != '\u2011' {
				return -1
			}
			i += size
		}
	}
	if i < len(text) && letter(text[i]) >= 0 {
		return i
	}
	return -1
}
