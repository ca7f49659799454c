package people

import (
	"cmp"
	"strings"

	"warta/analyzers/indonesian"
	"warta/index/lexicon"
)

// A personName is a name as it is compared with others.
type personName struct {
	words  []string // skeletons, see indonesian.NameSkeleton
	joined string   // without spaces: Syahputra is Syah Putra
}

func newPersonName(name string) *personName {
	words := strings.Fields(indonesian.NameSkeleton(SpacedInitials(name)))
	return &personName{words: words, joined: strings.Join(words, "")}
}

// fuller orders names by how full they are, the fullest first: the most words, of as
// many the fewest initials.
func (n *personName) fuller(other *personName) int {
	return cmp.Or(cmp.Compare(len(other.words), len(n.words)), cmp.Compare(n.initials(), other.initials()))
}

func (n *personName) initials() int {
	count := 0
	for _, w := range n.words {
		if len(w) == 1 {
			count++
		}
	}
	return count
}

// SpacedInitials puts a space between the initials of a name that have none: A.B.
// Santoso. Behind the first word such letters are a degree (S.H.), where they are one.
func SpacedInitials(name string) string {
	if !strings.Contains(name, ".") {
		return name
	}
	fields := strings.Fields(name)
	for i, field := range fields[:max(0, len(fields)-1)] {
		if letters := initialsIn(field); len(letters) > 1 && (i == 0 || !Shapes.Of(strings.Trim(field, ",;")).Degree) {
			fields[i] = strings.Join(letters, " ")
		}
	}
	return strings.Join(fields, " ")
}

// initialsIn returns the letters of "A.B." with their dots, nil for any other word.
func initialsIn(word string) []string {
	var letters []string
	for letter := range strings.SplitSeq(strings.TrimSuffix(word, "."), ".") {
		if len(letter) != 1 || letter < "A" || letter > "Z" {
			return nil
		}
		letters = append(letters, letter+".")
	}
	return letters
}

// A likeness says why two names of one office may be one person's, the strongest
// first.
type likeness uint8

const (
	unlike    likeness = iota
	sameName           // but for how its sounds are spelt
	oneEdit            // one letter is another, missing or too many
	twoEdits           // two are
	shortened          // all words of one stand in the other, two of them at least
	initialed          // words of one are initials of the other, one at least is the same
)

// longName is the length from which on two letters may differ: in a short name
// two of them make another one.
const longName = 12

// likenessOf compares two names by N-55 of docs/rules.md: an edit distance of
// one or two over the folded full name, or a subset of its words with two or more
// words in common; never one shared word. What it cannot tell stays apart: names of
// one word, a word that begins with another letter, and a word that goes on
// (Hidayat and Hidayati are two people) unless two other words are the same.
func likenessOf(a, b *personName) likeness {
	if len(a.words) == 0 || len(b.words) == 0 {
		return unlike
	}
	if a.joined == b.joined {
		return sameName
	}
	if len(a.words) < 2 || len(b.words) < 2 {
		return unlike
	}
	if l := nearly(a, b); l != unlike {
		return l
	}
	short, long := a, b
	if len(short.words) > len(long.words) {
		short, long = long, short
	}
	if standsIn(short.words, long.words) || len(short.words) == len(long.words) && standsIn(long.words, short.words) {
		return shortened
	}
	if initialsOf(a.words, b.words) || initialsOf(b.words, a.words) {
		return initialed
	}
	return unlike
}

// minInitialed is how many letters the word must have that a name with initials shares
// with the name written out.
const minInitialed = 3

// initialsOf reports whether short is long with words written as initials: as many
// words, one of them the same.
func initialsOf(short, long []string) bool {
	if len(short) != len(long) {
		return false
	}
	initials, same := 0, 0
	for i, w := range short {
		switch {
		case w == long[i]:
			if len(w) >= minInitialed {
				same++
			}
		case len(w) == 1 && long[i][0] == w[0]:
			initials++
		default:
			return false
		}
	}
	return initials > 0 && same > 0
}

// nearly compares by edits.
func nearly(a, b *personName) likeness {
	most := 1
	if min(len(a.joined), len(b.joined)) >= longName {
		most = 2
	}
	edits := lexicon.Edits(a.joined, b.joined, most)
	if edits > most {
		return unlike
	}
	if len(a.words) == len(b.words) {
		same := 0
		for i := range a.words {
			if a.words[i] == b.words[i] {
				same++
			}
		}
		for i, x := range a.words {
			y := b.words[i]
			switch {
			case x == y:
			case x[0] != y[0], len(x) == 1, len(y) == 1:
				return unlike
			case (strings.HasPrefix(x, y) || strings.HasPrefix(y, x)) && same < 2:
				return unlike
			}
		}
	} else if a.joined[0] != b.joined[0] {
		return unlike
	}
	if edits == 1 {
		return oneEdit
	}
	return twoEdits
}

// standsIn reports whether the words of short stand in long in their order, two of
// them written out at least; an initial stands for a word that begins so.
func standsIn(short, long []string) bool {
	at, whole := 0, 0
	for _, w := range short {
		for at < len(long) && long[at] != w && (len(w) > 1 || long[at][0] != w[0]) {
			at++
		}
		if at == len(long) {
			return false
		}
		if len(w) > 1 {
			whole++
		}
		at++
	}
	return whole >= 2
}
