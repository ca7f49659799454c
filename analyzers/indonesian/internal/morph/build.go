package morph

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"math"
	"slices"
	"sort"
	"strings"
)

// A Builder gathers roots and forms for a table.
type Builder struct {
	roots     map[string]rootEntry
	irregular map[string]string
	forms     map[string]bool
}

type rootEntry struct {
	weight int
	core   bool
	flags  uint8
}

// NewBuilder returns an empty builder.
func NewBuilder() *Builder {
	return &Builder{roots: map[string]rootEntry{}, irregular: map[string]string{}, forms: map[string]bool{}}
}

// Root adds a root with the number of dictionary forms that name it. Core roots are
// those of a second dictionary, and those with a family. The others include
// abbreviations, foreign words and misspellings and get a lower weight, short ones
// the lowest.
func (b *Builder) Root(word string, forms int, core bool) {
	w := int(math.Round(8 * math.Log2(float64(max(forms, 1)))))
	if !core {
		w -= 12
		if len(word) < 5 {
			w -= 12
		}
	}
	b.roots[word] = rootEntry{weight: min(w, maxWeight), core: core}
}

// Has reports whether the builder has the word as a root.
func (b *Builder) Has(word string) bool { _, ok := b.roots[word]; return ok }

// Drop removes a root.
func (b *Builder) Drop(word string) { delete(b.roots, word) }

// Whole adds a root that is never parsed, even if it looks derived. Words derived from
// it have it as their root.
func (b *Builder) Whole(word string, forms int) {
	b.Root(word, forms, true)
	b.Keep(word)
}

// Keep marks a root as never parsed. Its weight stays.
func (b *Builder) Keep(word string) {
	e := b.roots[word]
	e.flags |= flagWhole
	b.roots[word] = e
}

// Name adds a name, which is its own root. No word is derived from it unless it is a
// core root too.
func (b *Builder) Name(word string) {
	if b.roots[word].core {
		b.Keep(word)
		return
	}
	b.roots[word] = rootEntry{flags: flagWhole | flagName}
}

// Irregular adds a form whose root no rule finds.
func (b *Builder) Irregular(form, root string) { b.irregular[form] = root }

// Form adds a form whose root the table stores, so that no rule is needed.
func (b *Builder) Form(form string) { b.forms[form] = true }

// Build returns the blob with the root of every form, as the rules find it. It fails
// for roots that the format cannot hold.
func (b *Builder) Build() ([]byte, error) {
	order, number, err := b.order()
	if err != nil {
		return nil, err
	}
	blob := b.encode(order, number, nil, nil)
	t, err := Open(blob)
	if err != nil {
		return nil, err
	}
	words := make([]string, 0, len(b.forms)+len(order))
	for w := range b.forms {
		words = append(words, w)
	}
	words = append(words, order[1:]...)
	slices.Sort(words)
	words = slices.Compact(words)
	type found struct {
		word string
		root uint32
		p    pattern
	}
	var all []found
	used := map[pattern]int{}
	for _, w := range words {
		if len(w) < 3 || len(w) > maxWord {
			continue
		}
		f := found{word: w, root: number[w]}
		if f.root == 0 || f.root > t.irregular && t.flags[f.root]&flagWhole == 0 {
			pr := t.parseWord([]byte(w))
			if pr.root == 0 || strings.ContainsRune(w, '-') {
				continue
			}
			if f.root != 0 && f.root != pr.root {
				t.flags[f.root] |= flagDerived
			}
			f.root = pr.root
			f.p = pattern{prefix: w[:pr.start], suffix: w[pr.end:]}
			if pr.restored {
				f.p.prefix, f.p.cut = w[:pr.start+1], 1
			}
		}
		used[f.p]++
		all = append(all, f)
	}
	patterns := make([]pattern, 0, len(used))
	for p := range used {
		if p != (pattern{}) {
			patterns = append(patterns, p)
		}
	}
	sort.Slice(patterns, func(i, j int) bool {
		a, c := patterns[i], patterns[j]
		if used[a] != used[c] {
			return used[a] > used[c]
		}
		return fmt.Sprint(a) < fmt.Sprint(c)
	})
	patterns = append([]pattern{{}}, patterns...)
	patterns = patterns[:min(len(patterns), maxPatterns)]
	numbered := map[pattern]uint32{}
	for i, p := range patterns {
		numbered[p] = uint32(i)
	}
	kept := all[:0]
	for _, f := range all {
		if _, ok := numbered[f.p]; ok {
			kept = append(kept, f)
		}
	}
	slots := make([]uint32, capacity(len(kept)))
	for _, f := range kept {
		h := hash([]byte(f.word))
		put(slots, h, f.root<<(tagBits+patternBits)|numbered[f.p]<<tagBits|uint32(h)&(1<<tagBits-1))
	}
	for w, e := range b.roots {
		e.flags |= t.flags[number[w]] & flagDerived
		b.roots[w] = e
	}
	return b.encode(order, number, slots, patterns), nil
}

// order numbers the roots: irregular forms first, all sorted.
func (b *Builder) order() ([]string, map[string]uint32, error) {
	var irregular, roots []string
	for f, r := range b.irregular {
		if _, ok := b.roots[r]; !ok {
			return nil, nil, fmt.Errorf("irregular form %s: %s is no root", f, r)
		}
		irregular = append(irregular, f)
	}
	for r := range b.roots {
		if _, ok := b.irregular[r]; !ok {
			roots = append(roots, r)
		}
	}
	slices.Sort(irregular)
	slices.Sort(roots)
	order := append(append([]string{""}, irregular...), roots...)
	if len(order) >= maxRoots {
		return nil, nil, fmt.Errorf("%d roots, room for %d", len(order), maxRoots-1)
	}
	number := map[string]uint32{}
	for i, w := range order {
		number[w] = uint32(i)
	}
	for f, r := range b.irregular {
		if _, ok := b.irregular[r]; ok {
			return nil, nil, fmt.Errorf("irregular form %s: its root %s is irregular itself", f, r)
		}
	}
	return order, number, nil
}

// irregularWeight lets words be derived of an irregular form.
const irregularWeight = 40

func capacity(n int) int { return n*4/3 + 16 }

func put(slots []uint32, h uint64, v uint32) {
	i := slot(h, uint64(len(slots)))
	for slots[i] != 0 {
		if i++; i == uint64(len(slots)) {
			i = 0
		}
	}
	slots[i] = v
}

func (b *Builder) encode(order []string, number map[string]uint32, forms []uint32, patterns []pattern) []byte {
	if forms == nil {
		forms = make([]uint32, 1)
	}
	irregular := len(b.irregular)
	roots := make([]uint32, capacity(len(order)))
	var text, names bytes.Buffer
	starts := make([]uint32, 0, len(order)+1)
	weights := make([]byte, len(order))
	flags := make([]byte, len(order))
	targets := make([]uint32, irregular+1)
	for i, w := range order {
		starts = append(starts, uint32(text.Len()))
		text.WriteString(w)
		if i == 0 {
			continue
		}
		h := hash([]byte(w))
		put(roots, h, uint32(h)&^(maxRoots-1)|uint32(i))
		if i <= irregular {
			targets[i] = number[b.irregular[w]]
			weights[i] = byte(int8(irregularWeight))
			continue
		}
		weights[i] = byte(int8(b.roots[w].weight))
		flags[i] = b.roots[w].flags
	}
	starts = append(starts, uint32(text.Len()))
	for _, p := range patterns {
		fmt.Fprintf(&names, "%s\t%d\t%s\n", p.prefix, p.cut, p.suffix)
	}
	var out bytes.Buffer
	out.Write(make([]byte, headerSize))
	for _, section := range [][]uint32{starts, targets, roots, forms} {
		for _, x := range section {
			out.Write(binary.LittleEndian.AppendUint32(nil, x))
		}
	}
	out.Write(weights)
	out.Write(flags)
	out.Write(text.Bytes())
	out.Write(names.Bytes())
	blob := out.Bytes()
	copy(blob, magic)
	for i, n := range []int{len(order), text.Len(), len(roots), len(forms), names.Len(), irregular} {
		binary.LittleEndian.PutUint32(blob[16+4*i:], uint32(n))
	}
	binary.LittleEndian.PutUint32(blob[8:], crc32.ChecksumIEEE(blob[16:]))
	return blob
}
