package indonesian

import (
	_ "embed"
	"iter"
	"slices"
	"unsafe"

	"warta/analyzers/indonesian/internal/morph"
)

//go:generate go run ./internal/genforms -lexicon lexicon -gazetteer ../satker/data -o stem.bin

//go:embed stem.bin
var stemTable []byte

var stems = openStems()

func openStems() *morph.Table {
	t, err := morph.Open(stemTable)
	if err != nil {
		panic(err) // the embedded table is broken: nothing can be analysed
	}
	return t
}

// Stem returns the root (kata dasar) of a folded, lower-case word. A word of
// several parts, as in undang-undang or se-jawa, has one root. A name, a word
// that the lexicon does not know and one that is no word at all are their own
// root, but for a clitic -nya.
//
// The result is a slice of word or of embedded data and must not be written to.
// Nothing is allocated; any number of goroutines may call it.
func Stem(word []byte) []byte { return stems.Stem(word) }

// Families is a filter for words whose root is one of a set. It rejects most other
// words in a fraction of the time of [Stem]. It is immutable.
type Families struct{ kept []morph.Letters }

// NewFamilies returns the filter for roots, which are folded and in lower case.
func NewFamilies(roots iter.Seq[string]) *Families {
	f := new(Families)
	for root := range roots {
		kept := stems.Kept([]byte(root))
		if !slices.Contains(f.kept, kept) {
			f.kept = append(f.kept, kept)
		}
	}
	return f
}

// MayHave reports whether the root of a folded, lower-case word may be one of the set.
// If it is false, the root is none of them.
func (f *Families) MayHave(word []byte) bool {
	letters := morph.LettersOf(word)
	for _, kept := range f.kept {
		if letters&kept == kept {
			return true
		}
	}
	return false
}

// StemString is [Stem] for a string.
func StemString(word string) string {
	if word == "" {
		return ""
	}
	root := stems.Stem(unsafe.Slice(unsafe.StringData(word), len(word)))
	return unsafe.String(unsafe.SliceData(root), len(root))
}

// InDictionary reports whether a folded word is an ordinary word: one of the lexicon, in any
// form that it lists, a stop word, or an acronym of the glossary. A name that is a word too
// (indah, jaya) is one.
func InDictionary(word string) bool {
	return Stop(word) || inGlossary([]byte(word)) || stems.HasForm([]byte(word))
}
