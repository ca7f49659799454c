// Package gold measures a stemmer against the words and roots of
// ../shared/gold/stemming, in two parts: rules are written while looking at the
// errors of the development part, and the figures that count are those of the
// part held back, of which only totals are printed.
//
// The rows are share-alike and stay outside the repository; without the folder
// there is nothing to measure.
package gold

import (
	"bufio"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// Files are the gold files, in the order in which figures are printed.
var Files = []string{"ud.tsv", "derived.tsv", "election.tsv", "sastrawi_tests.tsv", "pairs.tsv", "names.tsv"}

// HeldBack reports whether rows of this root belong to the part held back: the
// SHA-256 of the root, as a number, divides by three. A family is therefore
// never torn apart. Names have no root and are judged by themselves.
func HeldBack(root string) bool {
	sum := 0
	for _, b := range sha256.Sum256([]byte(root)) {
		sum += int(b) // 256 leaves 1 when divided by 3, so the digits' sum decides
	}
	return sum%3 == 0
}

// Row is one line of a gold file.
type Row struct {
	Form  string   // the word, or the name
	Roots []string // accepted roots of a word; the first names the family
	Freq  float64  // how often the word occurs, at least 1
	Kind  string   // of a name: own, person, province, regency, district
	A, B  string   // of a pair
	Same  bool     // of a pair: to be conflated
	line  string
}

// A File is one gold file, or a part of one.
type File struct {
	Name   string
	Rows   []Row
	header string
}

// Read reads one gold file of dir.
func Read(dir, name string) (*File, error) {
	f, err := os.Open(filepath.Join(dir, name))
	if err != nil {
		return nil, fmt.Errorf("read gold: %w", err)
	}
	defer func() { _ = f.Close() }()
	g := &File{Name: name}
	col := map[string]int{}
	sc := bufio.NewScanner(f)
	for n := 1; sc.Scan(); n++ {
		line := sc.Text()
		if line == "" || line[0] == '#' {
			continue
		}
		cells := strings.Split(line, "\t")
		if g.header == "" {
			g.header = line
			for i, h := range cells {
				col[h] = i
			}
			continue
		}
		if len(cells) < len(col) {
			return nil, fmt.Errorf("read gold: %s:%d: %d columns, want %d", name, n, len(cells), len(col))
		}
		g.Rows = append(g.Rows, row(cells, col, line))
	}
	if err := sc.Err(); err != nil {
		return nil, fmt.Errorf("read gold: %s: %w", name, err)
	}
	return g, nil
}

func row(cells []string, col map[string]int, line string) Row {
	get := func(name string) string {
		if i, ok := col[name]; ok {
			return strings.ToLower(strings.TrimSpace(cells[i]))
		}
		return ""
	}
	r := Row{Form: get("form"), Kind: get("kind"), A: get("a"), B: get("b"), Same: get("label") == "same", line: line}
	if name := get("name"); name != "" {
		r.Form, r.Roots = name, []string{name}
	} else {
		r.Roots = strings.Split(get("root"), "|")
	}
	if n, err := strconv.ParseFloat(get("freq"), 64); err == nil && n > 0 {
		r.Freq = n
	} else {
		r.Freq = 1
	}
	return r
}

// Split returns the rows to develop with and those held back.
func (f *File) Split() (development, held *File) {
	development = &File{Name: f.Name, header: f.header}
	held = &File{Name: f.Name, header: f.header}
	for _, r := range f.Rows {
		part := development
		if HeldBack(r.Roots[0]) {
			part = held
		}
		part.Rows = append(part.Rows, r)
	}
	return development, held
}

// Write writes the file in the gold's own format, for the scorer beside it.
func (f *File) Write(path string) error {
	var b strings.Builder
	b.WriteString(f.header + "\n")
	for _, r := range f.Rows {
		b.WriteString(r.line + "\n")
	}
	return os.WriteFile(path, []byte(b.String()), 0o644)
}
