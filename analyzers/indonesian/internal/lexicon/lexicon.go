// Package lexicon turns the word lists of the Indonesian analyzer into the
// table that the stemmer embeds. Only the generator and its test use it.
package lexicon

import (
	"bufio"
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"warta/analyzers/indonesian/internal/morph"
)

// Table makes the table from the lists in fsys and the names of places in the
// tables of the gazetteer.
func Table(fsys, gazetteer fs.FS) ([]byte, error) {
	l := &lists{fsys: fsys, gazetteer: gazetteer, b: morph.NewBuilder()}
	l.roots()
	l.compounds()
	l.reviewed()
	l.names()
	l.forms()
	if l.err != nil {
		return nil, fmt.Errorf("make stem table: %w", l.err)
	}
	blob, err := l.b.Build()
	if err != nil {
		return nil, fmt.Errorf("make stem table: %w", err)
	}
	return blob, nil
}

// lists reads the lists one after another into a builder; the first error stays.
type lists struct {
	fsys, gazetteer fs.FS
	b               *morph.Builder
	err             error

	families []family
	everyday map[string]bool // words of the language, which no name displaces
}

// A family is a root with the number of dictionary forms that name it.
type family struct {
	root  string
	forms int
	core  bool
}

// each calls f with the cells of every line that is no comment.
func (l *lists) each(name string, columns int, f func(cells []string) error) {
	if l.err != nil {
		return
	}
	file, err := l.fsys.Open(name)
	if err != nil {
		l.err = err
		return
	}
	defer file.Close()
	sc := bufio.NewScanner(file)
	for n := 1; sc.Scan(); n++ {
		line, _, _ := strings.Cut(sc.Text(), "#")
		if line = strings.TrimRight(line, " \t"); line == "" {
			continue
		}
		cells := strings.Split(line, "\t")
		if len(cells) < columns {
			l.err = fmt.Errorf("%s:%d: %d columns, want %d", name, n, len(cells), columns)
			return
		}
		if err := f(cells); err != nil {
			l.err = fmt.Errorf("%s:%d: %w", name, n, err)
			return
		}
	}
	if err := sc.Err(); err != nil {
		l.err = fmt.Errorf("%s: %w", name, err)
	}
}

// roots reads the roots of MALINDO Morph.
func (l *lists) roots() {
	l.everyday = map[string]bool{}
	l.each("malindo-roots.tsv", 3, func(c []string) error {
		if c[0] == "root" {
			return nil
		}
		n, err := strconv.Atoi(c[1])
		if err != nil {
			return err
		}
		core := c[2] == "core"
		l.b.Root(c[0], n, core)
		l.families = append(l.families, family{c[0], n, core})
		if n >= 8 {
			l.everyday[c[0]] = true
		}
		return nil
	})
}

// compounds adds roots of two words, written together.
func (l *lists) compounds() {
	l.each("malindo-compound-roots.tsv", 2, func(c []string) error {
		if c[0] == "root" {
			return nil
		}
		n, err := strconv.Atoi(c[1])
		if err != nil {
			return err
		}
		if n >= 3 {
			word := strings.ReplaceAll(c[0], " ", "")
			l.b.Root(word, 8*n, true)
			l.families = append(l.families, family{word, n, true})
		}
		return nil
	})
}

// reviewed reads the lists written for this project.
func (l *lists) reviewed() {
	l.each("not-roots.tsv", 1, func(c []string) error {
		if !l.b.Has(c[0]) {
			return fmt.Errorf("%s is not among the roots", c[0])
		}
		l.b.Drop(c[0])
		return nil
	})
	l.each("lexicalised.tsv", 3, func(c []string) error {
		for w := range strings.FieldsSeq(c[2]) {
			switch {
			case c[0] == "root":
				l.b.Whole(w, 100)
				l.families = append(l.families, family{w, 20, true})
			case c[0] != "word":
				return fmt.Errorf("kind %q, want root or word", c[0])
			case l.b.Has(w):
				l.b.Keep(w)
			default:
				l.b.Whole(w, 3)
			}
			l.everyday[w] = true
		}
		return nil
	})
	for _, name := range []string{"irregular.tsv", "loans.tsv"} {
		l.each(name, 2, func(c []string) error {
			if !l.b.Has(c[0]) {
				l.b.Root(c[0], 4, true)
			}
			for w := range strings.FieldsSeq(c[1]) {
				l.b.Irregular(w, c[0])
				l.everyday[w] = true
			}
			return nil
		})
	}
}
