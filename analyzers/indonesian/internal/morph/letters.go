package morph

import "encoding/binary"

// Letters are those of a to z that stand in a word, a bit each.
type Letters uint32

// LettersOf returns the letters of a lower-case word.
func LettersOf(word []byte) Letters {
	var set Letters
	for _, c := range word {
		if c -= 'a'; c < 26 {
			set |= 1 << c
		}
	}
	return set
}

// Kept returns letters that every word has whose [Table.Stem] is root. A prefix may
// take the place of the first letter of a root (memilih of pilih) and leaves the
// others alone; of irregular forms the table knows which letters they keep.
func (t *Table) Kept(root []byte) Letters {
	kept := LettersOf(root[min(t.cut, len(root)):])
	if irregular, ok := t.kept[string(root)]; ok {
		kept &= irregular
	}
	return kept
}

// keptByIrregular returns, for the roots that irregular forms belong to, the letters
// that these and what is made of them have.
func (t *Table) keptByIrregular() map[string]Letters {
	kept := make(map[string]Letters)
	for form := uint32(1); form <= t.irregular; form++ {
		text := t.rootText(form)
		letters := LettersOf(text[min(t.cut, len(text)):])
		root := string(t.rootText(binary.LittleEndian.Uint32(t.targets[4*form:])))
		if before, ok := kept[root]; ok {
			letters &= before
		}
		kept[root] = letters
	}
	return kept
}
