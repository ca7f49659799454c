package people

import (
	"cmp"
	"strings"

	"warta/analyzers/indonesian"
	"warta/index/lexicon"
)

// A personName is a name in the form in which names are compared.
type personName struct {
	words  []string // skeletons, see indonesian.NameSkeleton
	joined string   // words without spaces: Syahputra equals Syah Putra
	heard  string   // the name as it is heard, without spaces: wider, see indonesian.Sound
}

func newPersonName(name string) *personName {
	words := strings.Fields(indonesian.NameSkeleton(SpacedInitials(name)))
	return &personName{words: words, joined: strings.Join(words, ""), heard: indonesian.JoinedSound(words...)}
}

// compareFullness orders names from the fullest: more words first, then fewer initials.
func (n *personName) compareFullness(other *personName) int {
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

// SpacedInitials separates the initials of a name by spaces: A.B. Santoso becomes A. B.
// Santoso. Letters that form a degree (S.H.) stay, except in the first word.
func SpacedInitials(name string) string {
	if !strings.Contains(name, ".") {
		return name
	}
	fields := strings.Fields(name)
	for i, field := range fields[:max(0, len(fields)-1)] {
		if letters := initialsIn(field); len(letters) > 1 && (i == 0 || !shapes.of(strings.Trim(field, ",;")).Degree) {
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

// A likeness says how two names of one office are similar, the strongest first.
type likeness uint8

const (
	unlike    likeness = iota
	sameName           // apart from spelling of the same sounds
	oneEdit            // one letter substituted, missing or added
	twoEdits           // two letters
	shortened          // the words of one are a subset of the other's, two in full at least
	initialed          // words of one are initials of the other, at least one word is equal
)

// longName is the number of letters from which two names may differ in two letters. In
// shorter names two letters make another name.
const longName = 12

// likenessOf compares two names by rule N-55 of docs/rules.md: an edit distance of one or
// two over the folded name, or a subset of its words with two words or more in common.
// Names stay apart if they have one word, if a word begins with another letter, or if a
// word continues the other (Hidayat and Hidayati are two people) and fewer than two other
// words are equal.
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
	if a.heard == b.heard { // Arif and Arip: as good as one letter, no better
		return oneEdit
	}
	if a.differsByName(b) {
		return unlike
	}
	if l := compareEdits(a, b); l != unlike {
		return l
	}
	short, long := a, b
	if len(short.words) > len(long.words) {
		short, long = long, short
	}
	if isSubsequence(short.words, long.words) || len(short.words) == len(long.words) && isSubsequence(long.words, short.words) {
		return shortened
	}
	if initialsOf(a.words, b.words) || initialsOf(b.words, a.words) {
		return initialed
	}
	return unlike
}

// differsByName reports whether two names of as many words differ in two words that each stand
// as names of their own in public registers: Santoso and Santosa, Suparno and Suparto. Such a
// letter is no slip.
func (n *personName) differsByName(other *personName) bool {
	if len(n.words) != len(other.words) {
		return false
	}
	for i, x := range n.words {
		if y := other.words[i]; x != y && indonesian.DistinctNames(x, y) {
			return true
		}
	}
	return false
}

// minInitialed is the least number of letters of the word that a name with initials must
// share with the full name.
const minInitialed = 3

// initialsOf reports whether short is long with some words written as initials: as many
// words, one of them equal.
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

// compareEdits compares two names by edit distance.
func compareEdits(a, b *personName) likeness {
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

// isSubsequence reports whether the words of short occur in long in the same order, at
// least two of them in full. An initial matches a word that begins with it.
func isSubsequence(short, long []string) bool {
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

// isShort reports whether a name is too short to be compared with others: at most one
// word is written out.
func (n *personName) isShort() bool {
	whole := 0
	for _, w := range n.words {
		if len(w) > 1 {
			whole++
		}
	}
	return whole < 2
}

func (n *personName) isOneWord() bool { return len(n.words) == 1 }

// isShortOf reports whether a short name may stand for another: its words occur there in
// the same order, one of them in full and of three letters at least.
func (n *personName) isShortOf(full *personName) bool {
	const least = 3
	at, whole := 0, false
	for _, w := range n.words {
		for at < len(full.words) && full.words[at] != w && (len(w) > 1 || full.words[at][0] != w[0]) {
			at++
		}
		if at == len(full.words) {
			return false
		}
		whole = whole || len(w) >= least
		at++
	}
	return whole && len(full.words) > 1
}
