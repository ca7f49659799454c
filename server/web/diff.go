package web

import "strings"

// A Change is a run of words that two texts share, or that one of them lacks.
type Change struct {
	Text  string
	Gone  bool // the first text alone has it
	Added bool // the second text alone has it
}

// maxCompared bounds the words of each text that are compared one by one: the time grows
// with the product of both.
const maxCompared = 600

// changes returns what became of the words of a text, in order: a longest run of words that
// both share stays, the others are gone or added. Texts longer than maxCompared words are
// gone and added as a whole, apart from the words that both begin and end with.
func changes(before, now string) []Change {
	a, b := strings.Fields(before), strings.Fields(now)
	head := 0
	for head < min(len(a), len(b)) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < min(len(a), len(b))-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	var list changeList
	list.add(a[:head], Change{})
	x, y := a[head:len(a)-tail], b[head:len(b)-tail]
	if len(x) > maxCompared || len(y) > maxCompared {
		list.add(x, Change{Gone: true})
		list.add(y, Change{Added: true})
	} else {
		list.compare(x, y)
	}
	list.add(a[len(a)-tail:], Change{})
	return list
}

type changeList []Change

// add appends words, to the last change where that is of the same kind.
func (l *changeList) add(words []string, as Change) {
	if len(words) == 0 {
		return
	}
	as.Text = strings.Join(words, " ")
	if n := len(*l); n > 0 && (*l)[n-1].Gone == as.Gone && (*l)[n-1].Added == as.Added {
		(*l)[n-1].Text += " " + as.Text
		return
	}
	*l = append(*l, as)
}

// compare appends what became of the words x in y, by a longest common subsequence. What is
// gone comes before what was added in its place.
func (l *changeList) compare(x, y []string) {
	width := len(y) + 1
	common := make([]uint16, (len(x)+1)*width) // words that x[i:] and y[j:] share
	for i := len(x) - 1; i >= 0; i-- {
		for j := len(y) - 1; j >= 0; j-- {
			if at := i*width + j; x[i] == y[j] {
				common[at] = common[at+width+1] + 1
			} else {
				common[at] = max(common[at+width], common[at+1])
			}
		}
	}
	var gone, added []string
	flush := func() {
		l.add(gone, Change{Gone: true})
		l.add(added, Change{Added: true})
		gone, added = nil, nil
	}
	i, j := 0, 0
	for i < len(x) && j < len(y) {
		switch at := i*width + j; {
		case x[i] == y[j]:
			flush()
			l.add(x[i:i+1], Change{})
			i, j = i+1, j+1
		case common[at+width] >= common[at+1]:
			gone = append(gone, x[i])
			i++
		default:
			added = append(added, y[j])
			j++
		}
	}
	gone, added = append(gone, x[i:]...), append(added, y[j:]...)
	flush()
}
