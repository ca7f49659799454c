package morph

import (
	"encoding/binary"
	"os"
	"testing"

	"warta/internal/race"
)

func realTable(t testing.TB) *Table {
	t.Helper()
	blob, err := os.ReadFile("../../stem.bin")
	if err != nil {
		t.Fatal(err)
	}
	table, err := Open(blob)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// keeps reports whether a word has the letters that words of its root keep.
func (t *Table) keeps(word []byte) bool {
	kept := t.Kept(t.Stem(word))
	return LettersOf(word)&kept == kept
}

// TestEachFormKeepsTheLettersOfItsRoot looks at all forms that the table has.
func TestEachFormKeepsTheLettersOfItsRoot(t *testing.T) {
	t.Parallel()
	table := realTable(t)
	forms, lost := 0, 0
	for i := range table.formCap {
		s := binary.LittleEndian.Uint32(table.forms[4*i:])
		if s == 0 {
			continue
		}
		root, number := table.rootText(s>>(tagBits+patternBits)), s>>tagBits&(maxPatterns-1)
		form := root
		if number > 0 {
			p := table.patterns[number]
			form = append(append([]byte(p.prefix), root[p.cut:]...), p.suffix...)
		}
		forms++
		if !table.keeps(form) {
			if lost++; lost < 10 {
				t.Errorf("%q has not the letters that words of %q keep", form, table.Stem(form))
			}
		}
	}
	if forms < 100_000 || lost > 0 {
		t.Errorf("%d of %d forms have lost letters", lost, forms)
	}
}

func FuzzWordsKeepTheLettersOfTheirRoot(f *testing.F) {
	if race.Enabled {
		f.Skip("seeds are tried in one goroutine")
	}
	table := realTable(f)
	for _, word := range []string{"memilih", "pulonya", "kepulauan", "se-jawa", "undang-undang", "menyapu", "mengebom", "kinerja", "", "é"} {
		f.Add(word)
	}
	f.Fuzz(func(t *testing.T, word string) {
		if !table.keeps([]byte(word)) {
			t.Errorf("%q has not the letters that words of %q keep", word, table.Stem([]byte(word)))
		}
	})
}
