package indonesian

import (
	"slices"
	"strings"
	"sync"

	"warta/analyzers/internal/names"
)

// A Wide is a word of a name in the forms in which words that may be other spellings of it
// are found: a third and widest tier behind [Skeleton] and [Sound]. Words of one key are
// compared; [Wide.Changes] says how far apart they are.
type Wide struct {
	Skeleton, Sound string
	Key             string // empty for a word that has no other spellings
	KeyNoH          string // of the word without each h before a vowel, empty for a word that has none
	withZ           bool   // a z, which some write as j
}

// Bounds of the widest tier, in changes of [Wide.Changes].
const (
	MaxWordChanges = 2
	minWide        = 3 // letters of a word
	maxWide        = 24
)

// WideOf returns the forms of a folded word.
func WideOf(word string) Wide {
	w := Wide{Skeleton: Skeleton(word), Sound: Sound(word), withZ: strings.Contains(word, "z")}
	if !isWide(w.Skeleton) || muhammad[word] {
		return w
	}
	w.withZ = w.withZ || zInRegisters()[w.Skeleton]
	w.Skeleton = plain(w.Skeleton)
	w.Key = wideKey(w.Skeleton)
	if len(w.Skeleton) >= longestSure && strings.Contains(w.Skeleton, "h") {
		if key := wideKey(withoutH(w.Skeleton)); key != w.Key {
			w.KeyNoH = key
		}
	}
	return w
}

// longestSure is the number of letters from which a word without an h is no other name: Suharto,
// Suarto, but Heni and Eni.
const longestSure = 6

// withoutH leaves out each h at the start of a word and between vowels.
func withoutH(word string) string {
	out := make([]byte, 0, len(word))
	for i := range len(word) {
		if !isLooseH(word, i) {
			out = append(out, word[i])
		}
	}
	return string(out)
}

// isLooseH reports whether the letter of a word at i is an h at the start or between vowels.
func isLooseH(word string, i int) bool {
	return word[i] == 'h' && i+1 < len(word) && vowel(word[i+1]) && (i == 0 || vowel(word[i-1]))
}

// Keys returns the keys of w: words that share one may be spellings of one word.
func (w Wide) Keys() []string {
	switch {
	case w.Key == "":
		return nil
	case w.KeyNoH == "":
		return []string{w.Key}
	}
	return []string{w.Key, w.KeyNoH}
}

func (w Wide) sharesKey(other Wide) bool {
	return w.Key != "" && other.Key != "" && (w.Key == other.Key || w.Key == other.KeyNoH || w.KeyNoH == other.Key)
}

func isWide(word string) bool {
	if len(word) < minWide || len(word) > maxWide || !hasVowel(word) {
		return false
	}
	for i := range len(word) {
		if word[i] < 'a' || word[i] > 'z' {
			return false
		}
	}
	return true
}

// MayRespell reports whether other spellings of a folded word are asked for: it is likelier a
// word of a name than an ordinary one.
func MayRespell(word string) bool {
	const least = 0.5
	weight, _ := nameWeight(word)
	return weight > least
}

// plains are the rewritings of sounds that no other name depends on.
var plains = newRewritings(
	rewriting{"v", "p", anywhere},
	rewriting{"f", "p", anywhere},
	rewriting{"d", "t", atEnd},
	rewriting{"b", "p", atEnd},
	rewriting{"ei", "e", inside},
)

func plain(skeleton string) string { return plains.settle(skeleton) }

// wideKey returns the consonants of a word, those that changes join as one letter, without
// those that changes add.
func wideKey(word string) string {
	key := make([]byte, 0, len(word))
	add := func(b byte) {
		if n := len(key); n == 0 || key[n-1] != b {
			key = append(key, b)
		}
	}
	for i := range len(word) {
		after := byte(0)
		if i+1 < len(word) {
			after = word[i+1]
		}
		switch b := word[i]; {
		case b == 'i' && vowel(after), b == 'j', b == 's':
			add('j')
		case vowel(b), b == 'w':
		case b == 'd' && (after == 'j' || after == 'i' && i+2 < len(word) && vowel(word[i+2])): // Widiastuti, Widjastuti
		case b == 'h' && (i > 0 && !vowel(word[i-1]) || after != 0 && !vowel(after)):
		case b == 'c' && (after == 'e' || after == 'i'):
			add('j')
		case b == 'k' && i > 0 && vowel(word[i-1]) && after != 0 && !vowel(after): // Makruf, Ma'ruf
		case b == 'h', b == 'c':
			add('k')
		case b == 't' && after == 0 && i > 0 && word[i-1] == 'n':
		case b == 'l' && i > 0 && word[i-1] == 'd':
		default:
			add(b)
		}
	}
	if len(key) > 1 && key[0] == 'j' { // Yigibalom, Jigibalom
		key = key[1:]
	}
	return string(key)
}

// Changes returns by how many changes the spellings of two words differ that names allow, 0
// for words that sound the same. It reports whether they are at most [MaxWordChanges].
//
// A change is one of: o and u, e and i, i or y and j, u and w, k, h and c before a vowel, c
// and k, c and s before e and i; a and o, and a and e behind the first vowel, in words of five letters or more and not
// at the end (Santoso and Santosa are two people); z and j where one spelling has z; an e
// between consonants; a w or u beside o, u, w or a; an h beside a consonant, a k before one, a
// d or t behind n at the end, an l behind d, an a in -uak, an i behind s at the end (sy is s: Leksy).
func (w Wide) Changes(other Wide) (int, bool) {
	if w.Sound == other.Sound {
		return 0, true
	}
	if !w.sharesKey(other) {
		return 0, false
	}
	z := w.withZ || other.withZ
	n := changes(w.Skeleton, other.Skeleton, z)
	if n > 1 && (w.Sound != w.Skeleton || other.Sound != other.Skeleton) {
		n = min(n, changes(w.Sound, other.Sound, z))
	}
	return n, n <= MaxWordChanges
}

// changes is an edit distance in which only some edits exist. Each edit moves at most one letter
// aside, so that only letters near the diagonal are compared.
func changes(a, b string, z bool) int {
	const far = MaxWordChanges + 1
	if len(a)-len(b) > MaxWordChanges || len(b)-len(a) > MaxWordChanges {
		return far
	}
	var rows [maxWide + 1][maxWide + 1]uint8
	least := min(len(a), len(b))
	const band = MaxWordChanges
	before, lastRow := 0, 0 // the best of the two rows before
	for i := range len(a) + 1 {
		from, to := max(0, i-band), min(len(b), i+band)
		if from > 0 {
			rows[i][from-1] = far
		}
		if to < len(b) {
			rows[i][to+1] = far
		}
		if before > MaxWordChanges && lastRow > MaxWordChanges {
			return far
		}
		before, lastRow = lastRow, far
		for j := from; j <= to; j++ {
			best := far
			better := func(i, j, by int) { best = min(best, int(rows[i][j])+by) }
			if i == 0 && j == 0 {
				lastRow = 0
				continue
			}
			if i > 0 && j > 0 {
				switch {
				case a[i-1] == b[j-1]:
					better(i-1, j-1, 0)
				case isChange(a, i-1, b, j-1, least, z):
					better(i-1, j-1, 1)
				}
			}
			if i > 0 && isExtra(a, i-1) {
				better(i-1, j, 1)
			}
			if j > 0 && isExtra(b, j-1) {
				better(i, j-1, 1)
			}
			if i > 1 && j > 0 && a[i-2:i] == "di" && b[j-1] == 'j' && i < len(a) && vowel(a[i]) {
				better(i-2, j-1, 1)
			}
			if j > 1 && i > 0 && b[j-2:j] == "di" && a[i-1] == 'j' && j < len(b) && vowel(b[j]) {
				better(i-1, j-2, 1)
			}
			rows[i][j] = uint8(min(best, far)) //nolint:gosec // at most far
			lastRow = min(lastRow, best)
		}
	}
	return int(rows[len(a)][len(b)])
}

// isChange reports whether the letters of two words at i and j are two spellings of one.
func isChange(a string, i int, b string, j, least int, z bool) bool {
	const long = 5
	x, y := a[i], b[j]
	if x > y {
		x, y, a, b, i, j = y, x, b, a, j, i
	}
	inner := i > 0 && j > 0 && i+1 < len(a) && j+1 < len(b)
	switch [2]byte{x, y} {
	case [2]byte{'o', 'u'}, [2]byte{'i', 'j'}, [2]byte{'u', 'w'}:
		return true
	case [2]byte{'e', 'i'}:
		return least >= long
	case [2]byte{'a', 'o'}:
		return least >= long && inner
	case [2]byte{'a', 'e'}:
		return least >= long && inner && strings.ContainsAny(a[:i], "aeiou") && strings.ContainsAny(b[:j], "aeiou")
	case [2]byte{'c', 'k'}:
		return i+1 == len(a) || a[i+1] != 'e' && a[i+1] != 'i'
	case [2]byte{'c', 's'}:
		return least >= long && i+1 < len(a) && (a[i+1] == 'e' || a[i+1] == 'i')
	case [2]byte{'h', 'k'}, [2]byte{'c', 'h'}:
		return least >= long && i+1 < len(a) && vowel(a[i+1]) && (i == 0 || vowel(a[i-1]))
	case [2]byte{'j', 's'}:
		return z
	}
	return false
}

// isExtra reports whether other spellings leave out the letter of a word at i.
func isExtra(word string, i int) bool {
	before, after := byte(0), byte(0)
	if i > 0 {
		before = word[i-1]
	}
	if i+1 < len(word) {
		after = word[i+1]
	}
	consonant := func(b byte) bool { return b != 0 && !vowel(b) }
	switch word[i] {
	case 'e':
		return consonant(before) && consonant(after) || (before == 'i' || before == 'j') && (vowel(after) || i == 1) // Yayat, Jajat: ai is e
	case 'a':
		return before == 'u' && after == 'k' && i+2 == len(word)
	case 'w', 'u':
		return before == 'o' || after == 'w' || word[i] == 'w' && (before == 'u' || after == 0 && before == 'a')
	case 'h':
		return len(word) >= longestSure && (consonant(before) || consonant(after) || isLooseH(word, i))
	case 'k':
		return len(word) > 4 && i > 0 && vowel(before) && consonant(after)
	case 'd', 't':
		return after == 0 && before == 'n'
	case 'l':
		return before == 'd'
	case 'i', 'j':
		return before == 's' && after == 0 || (before == 'i' || before == 'j' || after == 'i' || after == 'j') && len(word) > 4
	}
	return false
}

// zInRegisters are the skeletons of the words with a z that names of public registers have.
var zInRegisters = sync.OnceValue(func() map[string]bool {
	known := make(map[string]bool)
	for word := range names.All() {
		if strings.Contains(word, "z") && !muhammad[word] {
			known[Skeleton(word)] = true
		}
	}
	return known
})

// wideRegisters are the words of several names of public registers, by key.
var wideRegisters = sync.OnceValue(func() map[string][]Wide {
	byKey := make(map[string][]Wide)
	seen := make(map[string]bool)
	for word, n := range names.All() {
		if n < distinctLeast {
			continue
		}
		w := WideOf(word)
		if w.Key == "" || seen[w.Skeleton] {
			continue
		}
		seen[w.Skeleton] = true
		for _, key := range w.Keys() {
			byKey[key] = append(byKey[key], w)
		}
	}
	for _, list := range byKey {
		slices.SortFunc(list, func(a, b Wide) int { return strings.Compare(a.Skeleton, b.Skeleton) })
	}
	return byKey
})

// WideInRegisters returns the words of names of public registers with a key.
func WideInRegisters(key string) []Wide { return wideRegisters()[key] }
