// Package morph takes Indonesian words apart: a table of roots and of known
// forms, and ranked parses for the forms that the table lacks.
//
// The table is one blob, read where it lies: nothing is decoded when a program
// starts and nothing is allocated for a word. See [Table.Stem] for what is done
// to a word, and docs/indonesian.md for why.
package morph

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
)

const (
	magic      = "wrtstem1"
	headerSize = 64

	// maxWord is the longest word, in bytes, that is looked up or parsed;
	// longer ones are their own root.
	maxWord = 48

	// A slot of the forms table holds the number of a root, the number of the
	// pattern that makes the form from it, and some bits of the form's hash.
	rootBits    = 17
	patternBits = 9
	tagBits     = 32 - rootBits - patternBits

	maxRoots    = 1 << rootBits
	maxPatterns = 1 << patternBits
)

// Flags of a root.
const (
	flagWhole   uint8 = 1 << iota // never parsed, whatever it looks like
	flagName                      // a name: takes clitics, no affixes
	flagDerived                   // has a root of its own, which the table of forms knows
)

// A Table finds the roots of words. It is immutable; the zero value is not
// usable.
type Table struct {
	blob []byte // all of it; the sections below are slices of it

	text     []byte // roots one after another
	starts   []byte // uint32 a root and one more: where its text starts
	weights  []byte // int8 a root: how likely a parse that ends in it
	flags    []byte // uint8 a root
	targets  []byte // uint32 an irregular form: the root it belongs to
	roots    []byte // uint32 slots: root number, bits of the hash
	forms    []byte // uint32 slots
	patterns []pattern

	rootCap, formCap uint64
	irregular        uint32 // roots numbered 1 to irregular are forms with a target
	cut              int    // letters of a root that a pattern takes away at most
	kept             map[string]Letters
}

// A pattern makes a form from a root: prefix, the root without its first cut
// letters, suffix.
type pattern struct {
	prefix, suffix string
	cut            int
}

// Open reads a blob made by [Builder.Build]. The table keeps the
// blob, which must not be written to.
func Open(blob []byte) (*Table, error) {
	if len(blob) < headerSize || string(blob[:len(magic)]) != magic {
		return nil, errors.New("open stem table: not a stem table")
	}
	if got, want := crc32.ChecksumIEEE(blob[16:]), binary.LittleEndian.Uint32(blob[8:]); got != want {
		return nil, fmt.Errorf("open stem table: checksum %08x, want %08x", got, want)
	}
	word := func(i int) int { return int(binary.LittleEndian.Uint32(blob[16+4*i:])) }
	count, textLen, rootCap, formCap, patternLen := word(0), word(1), word(2), word(3), word(4)
	t := &Table{blob: blob, irregular: uint32(word(5)), rootCap: uint64(rootCap), formCap: uint64(formCap), cut: 1} // as the rules do
	rest := blob[headerSize:]
	take := func(n int) []byte {
		if n < 0 || n > len(rest) {
			rest = nil
			return nil
		}
		s := rest[:n:n]
		rest = rest[n:]
		return s
	}
	t.starts = take(4 * (count + 1))
	t.targets = take(4 * int(t.irregular+1))
	t.roots = take(4 * rootCap)
	t.forms = take(4 * formCap)
	t.weights = take(count)
	t.flags = take(count)
	t.text = take(textLen)
	names := take(patternLen)
	if rest == nil || len(rest) != 0 {
		return nil, errors.New("open stem table: sections and size differ")
	}
	for line := range bytes.Lines(names) {
		f := bytes.Split(bytes.TrimSuffix(line, []byte("\n")), []byte("\t"))
		if len(f) != 3 || len(f[1]) != 1 {
			return nil, fmt.Errorf("open stem table: pattern %q", line)
		}
		t.patterns = append(t.patterns, pattern{prefix: string(f[0]), cut: int(f[1][0] - '0'), suffix: string(f[2])})
		t.cut = max(t.cut, int(f[1][0]-'0'))
	}
	t.kept = t.keptByIrregular()
	return t, nil
}

func (t *Table) start(root uint32) uint32 { return binary.LittleEndian.Uint32(t.starts[4*root:]) }

func (t *Table) rootText(root uint32) []byte {
	a, b := t.start(root), t.start(root+1)
	return t.text[a:b:b]
}

// answer is the text that stands for a root: its own, that of the root that an
// irregular form belongs to, or that of the deeper root that it is derived from
// itself. A stem is thus its own stem.
func (t *Table) answer(root uint32) []byte {
	for range 4 {
		if t.flags[root]&flagDerived == 0 {
			break
		}
		deeper := t.form(t.rootText(root))
		if deeper == root || deeper == 0 {
			break
		}
		root = deeper
	}
	if root <= t.irregular {
		root = binary.LittleEndian.Uint32(t.targets[4*root:])
	}
	return t.rootText(root)
}

// slot is where the search for a hash starts in a table of n slots.
func slot(h, n uint64) uint64 { return ((h >> 32) * n) >> 32 }

// root returns the number of the root w, or 0.
func (t *Table) root(w []byte) uint32 {
	h := hash(w)
	tag := uint32(h) &^ (maxRoots - 1)
	for i := slot(h, t.rootCap); ; {
		s := binary.LittleEndian.Uint32(t.roots[4*i:])
		if s == 0 {
			return 0
		}
		if s&^(maxRoots-1) == tag {
			if r := s & (maxRoots - 1); string(t.rootText(r)) == string(w) {
				return r
			}
		}
		if i++; i == t.rootCap {
			i = 0
		}
	}
}

// form returns the number of the root of a form that the table has, or 0.
func (t *Table) form(w []byte) uint32 {
	h := hash(w)
	tag := uint32(h) & (1<<tagBits - 1)
	for i := slot(h, t.formCap); ; {
		s := binary.LittleEndian.Uint32(t.forms[4*i:])
		if s == 0 {
			return 0
		}
		if s&(1<<tagBits-1) == tag {
			r := s >> (tagBits + patternBits)
			if t.made(w, r, s>>tagBits&(maxPatterns-1)) {
				return r
			}
		}
		if i++; i == t.formCap {
			i = 0
		}
	}
}

// made reports whether the pattern makes w from the root.
func (t *Table) made(w []byte, root, number uint32) bool {
	text := t.rootText(root)
	if number == 0 {
		return string(text) == string(w)
	}
	p := &t.patterns[number]
	i, j := len(p.prefix), len(w)-len(p.suffix)
	return j-i == len(text)-p.cut && i <= j &&
		string(text[p.cut:]) == string(w[i:j]) &&
		string(w[:i]) == p.prefix && string(w[j:]) == p.suffix
}

// hash mixes a word of any length; the high half chooses the slot.
func hash(w []byte) uint64 {
	const m = 0x9E3779B97F4A7C15
	h := uint64(len(w)) * m
	for len(w) >= 8 {
		h = (h ^ binary.LittleEndian.Uint64(w)) * m
		h ^= h >> 29
		w = w[8:]
	}
	var x uint64
	switch n := len(w); {
	case n >= 4:
		x = uint64(binary.LittleEndian.Uint32(w)) | uint64(binary.LittleEndian.Uint32(w[n-4:]))<<32
	case n > 0:
		x = uint64(w[0]) | uint64(w[n/2])<<8 | uint64(w[n-1])<<16
	}
	h = (h ^ x) * m
	h ^= h >> 32
	h *= 0xD6E8FEB86659FD93
	return h ^ h>>32
}
