package indonesian

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"strings"
	"sync"
)

//go:embed titles.csv
var titlesText string

type titleSets struct{ before, after map[string]bool }

var titles = sync.OnceValue(func() titleSets {
	r := csv.NewReader(strings.NewReader(titlesText))
	r.Comment, r.FieldsPerRecord = '#', 3
	rows, err := r.ReadAll()
	if err != nil {
		panic(fmt.Errorf("titles.csv: %w", err)) // embedded data, read by every test
	}
	t := titleSets{before: set(), after: set()}
	for _, row := range rows[1:] {
		switch row[1] {
		case "before":
			t.before[row[0]] = true
		case "after":
			t.after[row[0]] = true
		default:
			panic(fmt.Sprintf("titles.csv: %q", row))
		}
	}
	return t
})

// NameWords returns the words of a person's name, folded as [Fold] does, without
// the titles before it and the degrees behind it. A name that is all titles is
// kept whole.
func NameWords(name string) []string { return new(Analyzer).nameWords(name) }

func (a *Analyzer) nameWords(name string) []string {
	words, comma := a.nameChain(name)
	t := titles()
	from, to := 0, len(words)
	for from < to-1 && t.before[words[from]] {
		from++
	}
	// What follows a comma is a degree if the first word behind it is one.
	if comma > from && comma < to && t.after[words[comma]] {
		to = comma
	}
	// Without a comma one word at least must look like no part of a name: two
	// words are left in any case, and Mei, Ma or Se are names where they are
	// all that follows.
	for to-from > 2 && t.after[words[to-1]] && !likeName[words[to-1]] {
		to--
	}
	return words[from:to]
}

// likeName holds degrees that are names too.
var likeName = set("mei", "ma", "me", "map", "mis", "mud", "sip", "ba", "se", "st", "sad", "str", "stat", "ca", "spa")

// nameChain returns the chain of name and the number of words before the first
// comma (-1 without one).
func (a *Analyzer) nameChain(name string) ([]string, int) {
	at, comma := strings.IndexByte(name, ','), -1
	var words []string
	for t := range a.Tokens(name) {
		if t.Role == Whole {
			continue
		}
		if comma < 0 && at >= 0 && t.Start > at {
			comma = len(words)
		}
		words = append(words, string(t.Surface))
	}
	return words, comma
}

// NameSkeleton returns the form that spellings of one name share: the skeleton
// of each word of [NameWords], one space between two. See [Skeleton].
func NameSkeleton(name string) string {
	words := NameWords(HeardEnds(name))
	for i, w := range words {
		words[i] = Skeleton(w)
	}
	return strings.Join(words, " ")
}

// muhammad are the forms of that name which folding does not bring together.
// M. alone is an initial like any other.
var muhammad = set("muh", "moh", "mohd", "muhd", "mhd", "moch", "much", "mochd", "muchd", "moehammad", "moehamad", "moechamad", "moechammad", "mohammad", "mohamad", "mohammed", "mohamed", "mohamet",
	"muhammad", "muhamad", "muhammed", "muhamed", "mochammad", "mochamad", "muchammad", "muchamad", "mokhammad",
	"mokhamad", "mukhammad", "mukhamad", "muchamat", "muhamat", "mochamat", "mohamat", "muhammat")

// A rewriting folds letters of a word where they stand at that place.
type rewriting struct {
	from, to string
	where    place
}

// A place is a condition on where a rewriting applies.
type place uint8

const (
	anywhere place = iota
	atStart
	atEnd
	atLateEnd // behind three letters or more, the last a vowel
	wholeWord
	inside          // neither at the start nor at the end of the word
	beforeConsonant // behind the start, and a consonant follows
	betweenVowels
)

// rewrites are tried at each letter of a name, the first that fits wins. They
// follow how one sound is spelt: old orthography (oe, dj, tj, sj), Arabic
// transcriptions (ch, kh, sy, dz, q, th) and free variation (y, v, ae).
var rewrites = newRewritings(
	rewriting{"chand", "cand", atStart}, // Chandra, Charles, Christian: ch is not h
	rewriting{"charl", "carl", atStart},
	rewriting{"chr", "kr", atStart},
	rewriting{"sch", "s", anywhere},
	rewriting{"ch", "h", anywhere},
	rewriting{"kh", "h", anywhere},
	rewriting{"gh", "g", anywhere},
	rewriting{"dh", "d", anywhere},
	rewriting{"th", "t", anywhere},
	rewriting{"bh", "b", anywhere},
	rewriting{"ph", "f", anywhere},
	rewriting{"dj", "j", anywhere},
	rewriting{"tj", "c", anywhere},
	rewriting{"ts", "s", anywhere},
	rewriting{"dz", "s", anywhere},
	rewriting{"sy", "s", anywhere},
	rewriting{"sh", "s", anywhere},
	rewriting{"sj", "s", anywhere},
	rewriting{"hj", "hi", inside}, // Wahju, Jahja: nothing but y follows h so
	rewriting{"ck", "k", anywhere},
	rewriting{"oe", "u", anywhere},
	rewriting{"ou", "u", anywhere},
	rewriting{"noor", "nur", anywhere},
	rewriting{"ae", "e", inside},
	rewriting{"ai", "e", inside},
	rewriting{"ay", "e", beforeConsonant},
	rewriting{"oi", "e", inside},
	rewriting{"ie", "i", anywhere},
	rewriting{"lloh", "la", atEnd}, // Amrulloh
	rewriting{"uloh", "ula", atEnd},
	rewriting{"z", "s", anywhere},
	rewriting{"q", "k", anywhere},
	rewriting{"v", "f", anywhere},
	rewriting{"x", "ks", anywhere},
	rewriting{"y", "i", anywhere},
)

// rewritings are lists of rewritings by the first letter.
type rewritings [26][]rewriting

func newRewritings(list ...rewriting) *rewritings {
	r := new(rewritings)
	for _, one := range list {
		r[one.from[0]-'a'] = append(r[one.from[0]-'a'], one)
	}
	return r
}

// Skeleton folds one folded word of a name, so that its spellings fall
// together: ch kh h, dj j, tj c, oe u, sy sj sh ts dz z s, ae ai e, y i, v f, q k,
// doubled letters once, no h at the end, ullah for ulloh, and Muhammad in all its forms. Names
// that differ in any other letter stay apart. A single letter and a word of more than maxFolded
// bytes stay as they are. The registry tells people apart by their skeletons; searches use
// [Sound], which joins more spellings. The skeleton of a skeleton is itself.
func Skeleton(word string) string {
	for range maxPasses {
		out := skeletonOnce(word)
		if out == word {
			break
		}
		word = out
	}
	return word
}

func skeletonOnce(word string) string {
	switch {
	case muhammad[word]:
		return "muhamad"
	case len(word) < 2 || len(word) > maxFolded:
		return word
	case word == "abd":
		return "abdul"
	case strings.HasSuffix(word, "ulloh"), strings.HasSuffix(word, "uloh"): // Hidayatulloh
		word = word[:len(word)-len("oh")] + "ah"
	}
	out := rewrites.settle(word)
	if n := len(out); n > 4 && out[n-1] == 'h' && vowel(out[n-2]) {
		out = out[:n-1]
	}
	return out
}

// Bounds of folding. What one pass joins is seldom rewritten by the next; each pass that
// changes a word has fewer letters to change.
const (
	maxFolded = 64 // bytes of a word
	maxPasses = 2 * maxFolded
)

// settle rewrites a word until nothing changes.
func (r *rewritings) settle(word string) string {
	var room [64]byte
	for range maxPasses {
		out := r.appendTo(room[:0], word)
		if string(out) == word {
			break
		}
		word = string(out)
	}
	return word
}

// appendTo appends word, rewritten once and with doubled letters once.
func (r *rewritings) appendTo(out []byte, word string) []byte {
	for i := 0; i < len(word); {
		to, n := r.at(word, i)
		i += n
		for j := range len(to) {
			if k := len(out); k == 0 || out[k-1] != to[j] {
				out = append(out, to[j])
			}
		}
	}
	return out
}

// at returns what the letters at i become, and how many they are.
func (r *rewritings) at(word string, i int) (string, int) {
	if b := word[i]; b < 'a' || b > 'z' { // other scripts stay as they are
		return word[i : i+1], 1
	}
	list := r[word[i]-'a']
	for n := range list {
		one := &list[n]
		if strings.HasPrefix(word[i:], one.from) && one.where.fits(word, i, i+len(one.from)) {
			return one.to, len(one.from)
		}
	}
	return word[i : i+1], 1
}

// fits reports whether the letters of word from i to end stand at the place.
func (p place) fits(word string, i, end int) bool {
	switch p {
	case atStart:
		return i == 0
	case atEnd:
		return end == len(word) && i > 0
	case atLateEnd:
		return end == len(word) && i > 2 && vowel(word[i-1])
	case wholeWord:
		return i == 0 && end == len(word)
	case inside:
		return i > 0 && end < len(word)
	case beforeConsonant:
		return i > 0 && end < len(word) && !vowel(word[end])
	case betweenVowels:
		return i > 0 && end < len(word) && vowel(word[i-1]) && vowel(word[end])
	case anywhere:
	}
	return true
}

func vowel(b byte) bool { return strings.IndexByte("aeiou", b) >= 0 }
