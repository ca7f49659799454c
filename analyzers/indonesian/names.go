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
	words := NameWords(name)
	for i, w := range words {
		words[i] = Skeleton(w)
	}
	return strings.Join(words, " ")
}

// muhammad are the forms of that name which folding does not bring together.
// M. alone is an initial like any other.
var muhammad = set("muh", "moh", "mohd", "muhd", "mhd", "moch", "mohammad", "mohamad", "mohammed", "mohamed", "mohamet",
	"muhammad", "muhamad", "muhammed", "muhamed", "mochammad", "mochamad", "muchammad", "muchamad", "mokhammad",
	"mokhamad", "mukhammad", "mukhamad", "muchamat", "muhamat", "mochamat", "mohamat", "muhammat")

// rewrites are tried at each letter of a name, the first that fits wins. They
// follow how one sound is spelt: old orthography (oe, dj, tj), Arabic
// transcriptions (ch, kh, sy, dz, q, th) and free variation (y, v, ae).
var rewrites = []struct {
	from, to string
	where    place
}{
	{"chand", "cand", atStart}, // Chandra, Charles, Christian: ch is not h
	{"charl", "carl", atStart},
	{"chr", "kr", atStart},
	{"sch", "s", anywhere},
	{"ch", "h", anywhere},
	{"kh", "h", anywhere},
	{"gh", "g", anywhere},
	{"dh", "d", anywhere},
	{"th", "t", anywhere},
	{"bh", "b", anywhere},
	{"ph", "f", anywhere},
	{"dj", "j", anywhere},
	{"tj", "c", anywhere},
	{"ts", "s", anywhere},
	{"dz", "s", anywhere},
	{"sy", "s", anywhere},
	{"sh", "s", anywhere},
	{"ck", "k", anywhere},
	{"oe", "u", anywhere},
	{"ou", "u", anywhere},
	{"ae", "e", inside},
	{"ai", "e", inside},
	{"ay", "e", beforeConsonant},
	{"oi", "e", inside},
	{"ie", "i", anywhere},
	{"z", "s", anywhere},
	{"q", "k", anywhere},
	{"v", "f", anywhere},
	{"x", "ks", anywhere},
	{"y", "i", anywhere},
}

type place uint8

const (
	anywhere place = iota
	atStart
	inside          // neither at the start nor at the end of the word
	beforeConsonant // inside, and no vowel follows
)

// Skeleton folds one folded word of a name, so that its spellings fall
// together: ch kh h, dj j, tj c, oe u, sy sh ts dz z s, ae ai e, y i, v f, q k,
// doubled letters once, no h at the end, and Muhammad in all its forms. Names
// that differ in any other letter stay apart. One letter stays as it is.
func Skeleton(word string) string {
	if muhammad[word] {
		return "muhamad"
	}
	switch {
	case len(word) < 2:
		return word
	case word == "abd":
		return "abdul"
	}
	out := make([]byte, 0, len(word)+2)
	for i := 0; i < len(word); {
		to, n := rewrite(word, i)
		i += n
		for j := range len(to) {
			if k := len(out); k == 0 || out[k-1] != to[j] {
				out = append(out, to[j])
			}
		}
	}
	if n := len(out); n > 4 && out[n-1] == 'h' && vowel(out[n-2]) {
		out = out[:n-1]
	}
	return string(out)
}

// rewrite returns what the letters at i fold to, and how many they are.
func rewrite(word string, i int) (string, int) {
	if b := word[i]; b >= 0x80 { // other scripts stay as they are
		return word[i : i+1], 1
	}
	for _, r := range rewrites {
		if !strings.HasPrefix(word[i:], r.from) {
			continue
		}
		end := i + len(r.from)
		switch r.where {
		case atStart:
			if i > 0 {
				continue
			}
		case inside:
			if i == 0 || end == len(word) {
				continue
			}
		case beforeConsonant:
			if i == 0 || end == len(word) || vowel(word[end]) {
				continue
			}
		case anywhere: // no condition
		}
		return r.to, len(r.from)
	}
	return word[i : i+1], 1
}

func vowel(b byte) bool { return strings.IndexByte("aeiou", b) >= 0 }
