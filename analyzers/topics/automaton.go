package topics

import (
	"fmt"
	"slices"
	"strings"
)

// An automaton finds all phrases of the taxonomy in one pass over tokens. It is
// the multi-pattern matcher of Aho and Corasick (1975) over words in place of
// letters.
type automaton struct {
	words    map[string]int32 // vocabulary; 0 is any word outside it
	class    []class          // by word
	next     map[edge]int32   // goto function
	fail     []int32
	output   [][]int32 // patterns that end in a state, those of its failure states included
	patterns []pattern
	sides    [][]side  // by word: the groups of pairs that it belongs to
	bars     [][]int32 // by word: the pairs, as patterns, that do not stand near it
	pairs    []pair
}

// A pair is a set of groups of words that speak for a leaf together.
type pair struct {
	groups  int
	pattern int32
}

// A side is one group of a pair.
type side struct{ pair, group int32 }

// maxGroups is how many groups a pair has at most.
const maxGroups = 4

type edge struct{ state, word int32 }

// A pattern is one phrase.
type pattern struct {
	length int
	short  bool // an acronym of three letters or fewer (rule 4)
	weak   bool
	strong bool // one mention is enough for the leaf strongFor
	pair   bool
	barred bool    // a pair that some words bar
	cueOf  []int32 // leaves that it speaks for
	notOf  []int32 // leaves that it speaks against
	field  kind    // what it proves of the field
	marks  mark

	strongFor int32
}

// class says what a word means for masking.
type class uint8

const (
	unitHead class = 1 << iota // "divisi", "subbagian"
	unitName                   // "hukum", "perencanaan"
	attends                    // "dihadiri"
)

// maxPhrase is how many tokens a phrase has at most.
const maxPhrase = 12

func (a *automaton) build(leaves []*Leaf, tune *tuning, rates map[string]float64) []error {
	var errs []error
	a.words = make(map[string]int32)
	a.class = []class{0}
	a.next = make(map[edge]int32)
	a.fail = []int32{0}
	byPhrase := make(map[string]int32)
	states := [][]int32{nil} // patterns that end in a state
	add := func(phrase string) *pattern {
		if id, ok := byPhrase[phrase]; ok {
			return &a.patterns[id]
		}
		id := int32(len(a.patterns))
		state, length := int32(0), 0
		s := scanner{text: phrase}
		var first string
		for s.scan() {
			word := a.number(string(s.word))
			if length++; length == 1 {
				first = string(s.word)
			}
			to, ok := a.next[edge{state, word}]
			if !ok {
				to = int32(len(a.fail))
				a.fail = append(a.fail, 0)
				states = append(states, nil)
				a.next[edge{state, word}] = to
			}
			state = to
		}
		if length == 0 || length > maxPhrase {
			errs = append(errs, fmt.Errorf("phrase %q: want 1 to %d words", phrase, maxPhrase))
		}
		states[state] = append(states[state], id)
		byPhrase[phrase] = id
		a.patterns = append(a.patterns, pattern{length: length, short: length == 1 && len(first) <= 3})
		return &a.patterns[id]
	}
	for i, leaf := range leaves {
		for _, cue := range slices.Concat(leaf.Cues, tune.Cues[leaf.ID]) {
			p := add(cue)
			if !slices.Contains(p.cueOf, int32(i)) {
				p.cueOf = append(p.cueOf, int32(i))
			}
		}
		for _, near := range slices.Concat(leaf.Not, tune.Not[leaf.ID]) {
			p := add(near)
			p.notOf = append(p.notOf, int32(i))
		}
	}
	for _, cue := range tune.Weak {
		id, ok := byPhrase[cue]
		if !ok {
			errs = append(errs, fmt.Errorf("weak cue %q, which no leaf has", cue))
			continue
		}
		a.patterns[id].weak = true
	}
	for word, rate := range rates {
		id, ok := byPhrase[word]
		if !ok || len(a.patterns[id].cueOf) == 0 {
			errs = append(errs, fmt.Errorf("background.tsv: %q is no cue", word))
			continue
		}
		if rate >= commonFrom && !slices.Contains(tune.Firm, word) {
			a.patterns[id].weak = true
		}
	}
	for _, cue := range tune.Strong {
		id, ok := byPhrase[cue]
		if !ok {
			errs = append(errs, fmt.Errorf("strong cue %q, which no leaf has", cue))
			continue
		}
		p := &a.patterns[id]
		p.strongFor = -1
		for _, leaf := range p.cueOf {
			if strings.Contains(cue, leaves[leaf].ID) {
				p.strong, p.strongFor = true, leaf
			}
		}
		if !p.strong {
			errs = append(errs, fmt.Errorf("strong cue %q: no leaf has that name", cue))
		}
	}
	errs = append(errs, buildField(tune, add)...)
	for _, group := range []struct {
		words []string
		class class
	}{
		{tune.Units, unitHead}, {tune.UnitNames, unitName}, {tune.Attending, attends},
	} {
		for _, w := range group.words {
			a.class[a.number(w)] |= group.class
		}
	}
	a.link(states)
	for i, leaf := range leaves {
		for _, rule := range tune.Pairs[leaf.ID] {
			if err := a.addPair(int32(i), rule); err != nil {
				errs = append(errs, fmt.Errorf("leaf %q: %w", leaf.ID, err))
			}
		}
		for _, cue := range leaf.Cues {
			if a.patterns[byPhrase[cue]].weak {
				continue
			}
			if groups := pairOf(cue); groups != nil {
				if err := a.addGroups(int32(i), groups); err != nil {
					errs = append(errs, fmt.Errorf("leaf %q: %w", leaf.ID, err))
				}
			}
		}
	}
	return errs
}

// addPair reads "melantik|pelantikan + ppk|pps - dprd".
func (a *automaton) addPair(leaf int32, rule string) error {
	rule, bars, barred := strings.Cut(rule, " - ")
	if barred {
		if err := a.addBars(int32(len(a.patterns)), bars); err != nil {
			return fmt.Errorf("pair %q: %w", rule, err)
		}
	}
	var groups [][]string
	for group := range strings.SplitSeq(rule, "+") {
		words := strings.Split(group, "|")
		for i, word := range words {
			words[i] = strings.TrimSpace(word)
		}
		groups = append(groups, words)
	}
	if len(groups) < 2 || len(groups) > maxGroups {
		return fmt.Errorf("pair %q: want 2 to %d groups", rule, maxGroups)
	}
	err := a.addGroups(leaf, groups)
	a.patterns[len(a.patterns)-1].barred = barred
	return err
}

// addBars notes the words that bar the pair with that pattern.
func (a *automaton) addBars(pattern int32, words string) error {
	for word := range strings.SplitSeq(words, "|") {
		word = strings.TrimSpace(word)
		s := scanner{text: word}
		if !s.scan() || string(s.word) != word {
			return fmt.Errorf("%q is no folded word", word)
		}
		n := a.number(word)
		for len(a.bars) <= int(n) {
			a.bars = append(a.bars, nil)
		}
		a.bars[n] = append(a.bars[n], pattern)
	}
	return nil
}

// addGroups adds a pair. The same word must not be in two of its groups.
func (a *automaton) addGroups(leaf int32, groups [][]string) error {
	number := int32(len(a.pairs))
	a.pairs = append(a.pairs, pair{len(groups), int32(len(a.patterns))})
	a.patterns = append(a.patterns, pattern{cueOf: []int32{leaf}, pair: true})
	for g, words := range groups {
		for _, word := range words {
			s := scanner{text: word}
			if !s.scan() || string(s.word) != word {
				return fmt.Errorf("pair %v: %q is no folded word", groups, word)
			}
			n := a.number(word)
			for len(a.sides) <= int(n) {
				a.sides = append(a.sides, nil)
			}
			a.sides[n] = append(a.sides[n], side{number, int32(g)})
		}
	}
	return nil
}

// number returns the number of a word, giving it one.
func (a *automaton) number(word string) int32 {
	if n, ok := a.words[word]; ok {
		return n
	}
	n := int32(len(a.class))
	a.words[word] = n
	a.class = append(a.class, 0)
	return n
}

// link computes failure links and outputs, shallow states first.
func (a *automaton) link(states [][]int32) {
	type step struct {
		edge
		to int32
	}
	byState := make([][]step, len(a.fail))
	for e, to := range a.next {
		byState[e.state] = append(byState[e.state], step{e, to})
	}
	a.output = states
	queue := []int32{0}
	for len(queue) > 0 {
		state := queue[0]
		queue = queue[1:]
		for _, s := range byState[state] {
			if state != 0 {
				a.fail[s.to] = a.step(a.fail[state], s.word)
				a.output[s.to] = append(slices.Clip(a.output[s.to]), a.output[a.fail[s.to]]...)
			}
			queue = append(queue, s.to)
		}
	}
}

// step is the state after a word.
func (a *automaton) step(state, word int32) int32 {
	if word == 0 {
		return 0
	}
	for {
		if to, ok := a.next[edge{state, word}]; ok {
			return to
		}
		if state == 0 {
			return 0
		}
		state = a.fail[state]
	}
}
