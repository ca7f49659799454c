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

// Families are roots that somebody looks for. They tell of most words at a glance
// that [Stem] gives none of them, which takes a fraction of the time.
type Families struct{ kept []morph.Letters }

// NewFamilies returns those of the roots.
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

// MayHave reports whether a folded, lower-case word may be of one of the families.
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
