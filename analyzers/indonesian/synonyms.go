package indonesian

import (
	"cmp"
	_ "embed"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"sync"
)

//go:embed glossary.csv
var glossaryText string

//go:embed places.txt
var placesText string

//go:embed lexicon/malindo-compound-roots.tsv
var compoundsText string

// A Source says why two phrases stand for each other.
type Source uint8

// The sources.
const (
	Acronymic Source = iota // an acronym and what it is short for: SDM, sumber daya manusia
	Synonymic               // another word for the same: daring, online
	Spelling                // the same word, written otherwise: walikota, wali kota
	Calendar                // 4/11/2025, 4 November 2025
	Numeral                 // III, 3; 29,2 M, 29,2 miliar; 7/2017, 7 Tahun 2017
)

// An Alternative is a phrase that may stand for words of a query.
type Alternative struct {
	Start, End int      // positions in the query's chain, End not included
	Words      []string // surface terms in a row
	Root       string   // instead of Words: a term of the field of roots
	Weak       bool     // it may mean something else: an acronym of two meanings, a looser synonym
	Source     Source
}

// maxAlternatives bounds what one query is widened by.
const maxAlternatives = 48

// An entry is a phrase of the glossary with what it may be written as.
type entry struct {
	words []string
	alts  []Alternative // Start and End are not set
}

// Synonyms are acronyms, synonyms and spellings by the phrases that they are
// found by. They never change and may be shared.
type Synonyms struct {
	first map[string][]*entry // by first word, longest phrase first
	roots map[string][]string // roots of other spellings, by root

	respelt   map[string]string // how a phrase of the glossary should be written, by the phrase
	preferred map[string]bool   // phrases that others should be written as
}

// Glossary returns the embedded synonyms of election news.
var Glossary = sync.OnceValue(func() *Synonyms {
	s, err := newSynonyms(glossaryText, placesText, compoundsText)
	if err != nil {
		panic(err) // embedded data, read by every test
	}
	return s
})

// glossaryWords holds the short forms of the glossary, folded and cut at
// hyphens: a capital within them is no missing space.
var glossaryWords = sync.OnceValue(func() map[string]bool {
	m := make(map[string]bool)
	for l := range strings.Lines(glossaryText) {
		word, _, _ := strings.Cut(l, ",")
		for piece := range strings.SplitSeq(word, "-") {
			m[Fold(piece)] = true
		}
	}
	return m
})

func inGlossary(word []byte) bool { return glossaryWords()[string(word)] }

// A pair is one line of the glossary in both directions.
type pair struct {
	short, long []string
	weak        bool
	source      Source
}

func newSynonyms(glossary, places, compounds string) (*Synonyms, error) {
	r := csv.NewReader(strings.NewReader(glossary))
	r.FieldsPerRecord = 5
	rows, err := r.ReadAll()
	if err != nil {
		return nil, fmt.Errorf("glossary.csv: %w", err)
	}
	var a Analyzer
	var pairs []pair
	for n, row := range rows[1:] {
		p := pair{short: a.chainWords(row[0]), long: a.chainWords(row[1]), weak: row[3] == "unsure"}
		switch row[2] {
		case "acronym":
			p.source = Acronymic
		case "synonym":
			p.source = Synonymic
		case "spelling":
			p.source = Spelling
		default:
			return nil, fmt.Errorf("glossary.csv, line %d: kind %q", n+2, row[2])
		}
		if len(p.short) == 0 || len(p.long) == 0 || slices.Equal(p.short, p.long) || !p.weak && row[3] != "sure" {
			return nil, fmt.Errorf("glossary.csv, line %d: %q", n+2, row)
		}
		pairs = append(pairs, p)
	}
	for name := range lines(places) {
		pairs = append(pairs, oneWord(a.chainWords(name)))
	}
	for l := range lines(compounds) {
		if words, _, _ := strings.Cut(l, "\t"); strings.Contains(words, " ") {
			pairs = append(pairs, oneWord(a.chainWords(words)))
		}
	}
	s := link(pairs)
	for _, row := range rows[1:] {
		if row[2] == "spelling" {
			s.prefer(row[0], row[1])
		}
	}
	return s, nil
}

func oneWord(words []string) pair {
	return pair{short: []string{strings.Join(words, "")}, long: words, source: Spelling}
}

// link makes entries of pairs. What is short for one sure thing also finds what
// else is short for it (pilwali, pilwako); two meanings of one acronym do not
// find each other.
func link(pairs []pair) *Synonyms {
	s := &Synonyms{first: make(map[string][]*entry), roots: make(map[string][]string), respelt: make(map[string]string), preferred: make(map[string]bool)}
	spellings := make(map[string][][]string)
	shorts := make(map[string][]pair) // by long form
	for _, p := range pairs {
		if p.source == Spelling {
			spellings[key(p.long)] = append(spellings[key(p.long)], p.short)
			s.respell(p)
		}
		if !p.weak {
			shorts[key(p.long)] = append(shorts[key(p.long)], p)
		}
	}
	for _, p := range pairs {
		s.add(p.short, p.long, p.weak, p.source)
		s.add(p.long, p.short, p.weak, p.source)
		if p.source == Spelling || p.weak {
			continue
		}
		for _, q := range shorts[key(p.long)] {
			s.add(p.short, q.short, false, max(p.source, q.source))
		}
		for _, v := range variants(p.long, spellings) {
			s.add(p.short, v, false, p.source)
			s.add(v, p.short, false, p.source)
		}
		if doer := doer(p.long); p.source == Acronymic && doer != nil {
			s.add(p.short, doer, true, p.source)
			s.add(doer, p.short, true, p.source)
			for _, v := range variants(doer, spellings) {
				s.add(p.short, v, true, p.source)
				s.add(v, p.short, true, p.source)
				// The acronym takes the place of all the words: within them none is
				// written otherwise any more.
				s.add(v, doer, false, Spelling)
				s.add(doer, v, false, Spelling)
			}
		}
	}
	for _, es := range s.first {
		slices.SortStableFunc(es, func(a, b *entry) int { return len(b.words) - len(a.words) })
	}
	return s
}

// variants returns words with one run of them written otherwise.
func variants(words []string, spellings map[string][][]string) [][]string {
	var out [][]string
	for i := range words {
		for j := i + 1; j <= min(i+2, len(words)); j++ {
			if j-i == len(words) {
				continue
			}
			for _, v := range spellings[key(words[i:j])] {
				out = append(out, slices.Concat(words[:i], v, words[j:]))
			}
		}
	}
	return out
}

// doer returns the long form of an acronym with its first word, an act, replaced by
// the agent of that act (penggantian antarwaktu, pengganti antarwaktu): texts use
// the acronym for both. It is nil if the first word is no such act.
func doer(words []string) []string {
	const shortest, voter = len("pengan") + 3, "pemilih" // whose act is another thing than he
	first, ok := strings.CutSuffix(words[0], "an")
	if !ok || len(words) < 2 || len(words[0]) < shortest || !strings.HasPrefix(first, "pe") || strings.HasPrefix(first, "per") || first == voter || StemString(first) != StemString(words[0]) {
		return nil
	}
	return append([]string{first}, words[1:]...)
}

func key(words []string) string { return strings.Join(words, " ") }

// respell notes that the roots of both spellings are one (menghimbau, imbau).
func (s *Synonyms) respell(p pair) {
	if len(p.short) != 1 || len(p.long) != 1 {
		return
	}
	a, b := StemString(p.short[0]), StemString(p.long[0])
	if a != b && a == p.short[0] && b == p.long[0] {
		s.roots[a] = append(s.roots[a], b)
		s.roots[b] = append(s.roots[b], a)
	}
}

// add notes that to may stand for from.
func (s *Synonyms) add(from, to []string, weak bool, source Source) {
	if slices.Equal(from, to) {
		return
	}
	var e *entry
	for _, known := range s.first[from[0]] {
		if slices.Equal(known.words, from) {
			e = known
			break
		}
	}
	if e == nil {
		e = &entry{words: from}
		s.first[from[0]] = append(s.first[from[0]], e)
	}
	for i, alt := range e.alts {
		if slices.Equal(alt.Words, to) {
			e.alts[i].Weak = alt.Weak && weak
			return
		}
	}
	e.alts = append(e.alts, Alternative{Words: to, Weak: weak, Source: source})
}

// Alternatives returns the phrases that may replace words of a query, at most 48. They
// are in the order of their place, longer spans first, certain ones before weak
// ones. Spans may overlap: callers take the longest that they can use.
func (s *Synonyms) Alternatives(groups []Group) []Alternative {
	var chain []Term
	var out []Alternative
	for _, g := range groups {
		out = append(out, written(g, len(chain))...)
		chain = append(chain, g.Parts...)
	}
	for i, t := range chain {
		for _, e := range s.first[t.Surface] {
			if !hasPrefix(chain[i:], e.words) {
				continue
			}
			for _, alt := range e.alts {
				alt.Start, alt.End = i, i+len(e.words)
				out = append(out, alt)
			}
		}
		out = append(out, calendar(chain, i)...)
		out = append(out, numerals(chain, i)...)
		if t.Root != t.Surface {
			for _, root := range s.roots[t.Root] {
				out = append(out, Alternative{Start: i, End: i + 1, Root: root, Source: Spelling})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Alternative) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End), rank(a.Weak)-rank(b.Weak))
	})
	return out[:min(len(out), maxAlternatives)]
}

func rank(weak bool) int {
	if weak {
		return 1
	}
	return 0
}

func hasPrefix(chain []Term, words []string) bool {
	if len(words) > len(chain) {
		return false
	}
	for i, w := range words {
		if chain[i].Surface != w {
			return false
		}
	}
	return true
}
