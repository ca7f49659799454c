package search

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"warta/analyzers/indonesian"
	"warta/index"
	"warta/index/internal/spread"
	"warta/index/query"
)

// Bounds of corrections; lengths are in bytes.
const (
	minCorrected  = 4 // shorter words are not corrected
	maxCorrected  = 40
	maxLookedInto = 6 // words of one text that are looked into
)

// spellingFields are the fields in which a word of a query is looked up.
type spellingFields struct {
	forms []string // words as written; the last field is names
	roots []string // roots of words
	spelt string   // words of names in a form that their spellings share
}

func spellingFieldsOf(of index.Of) spellingFields {
	if of == index.Quotes {
		return spellingFields{[]string{index.FieldQuote, index.FieldSpeaker}, []string{index.FieldQuoteRoot}, index.FieldSpeakerSpelt}
	}
	return spellingFields{[]string{index.FieldTitle, index.FieldBody, index.FieldPeople}, []string{index.FieldTitleRoot, index.FieldBodyRoot}, index.FieldPeopleSpelt}
}

// isCorrectable reports whether a word may be corrected at all.
func isCorrectable(word string) bool {
	return len(word) >= minCorrected && len(word) <= maxCorrected && !strings.ContainsFunc(word, isDigit)
}

func isDigit(r rune) bool { return '0' <= r && r <= '9' }

// A correction is what a text with unknown words was meant to be. Both texts are empty for
// a text that is left as it is.
type correction struct {
	apply string // the text to search instead
	offer string // a text that may be meant
	// frequent has what [Searcher.offeredFor] says of each word that was looked into and that
	// the archive has; empty where that is nothing.
	frequent map[string]string
}

// correct returns the correction of a text by the words that the archive has. Loose are its
// words that may have a typing error, folded and in the order typed.
//
// A word is left as it is if it is known: to the archive in any form, to the lists of
// [indonesian.CertaintyOf], or as part of a name in the registry, of private people too. What
// is meant instead is judged by [verdictOn]. If one word can only be offered another, the
// text is applied without that and offered with it.
func (s *Searcher) correct(ctx context.Context, of index.Of, text string, loose []string) (correction, error) {
	c := correction{frequent: make(map[string]string)}
	if s.weights.Slip == 0 {
		return c, nil
	}
	looked := s.lookedInto(loose)
	known, err := s.areIndexed(ctx, of, looked)
	if err != nil {
		return correction{}, err
	}
	isUnknown := func(word string) bool {
		i := slices.Index(looked, word)
		return i >= 0 && !known[i]
	}
	typed := readTyped(text)
	type judged struct {
		instead string
		sure    bool
	}
	found := make([]judged, len(looked))
	err = spread.Over(s.idle(), make([]int, len(looked)), func(i int) (err error) {
		word, f := typed.word(looked[i]), &found[i]
		if known[i] {
			f.instead, err = s.offeredFor(ctx, of, word)
			return err
		}
		f.instead, f.sure, err = s.meant(ctx, of, word, knownBeside(loose, slices.Index(loose, looked[i]), isUnknown))
		return err
	})
	if err != nil {
		return correction{}, err
	}
	applied, offered := make(map[string]string), make(map[string]string)
	for i, word := range looked {
		f := found[i]
		if known[i] {
			c.frequent[word] = f.instead
		}
		switch {
		case f.instead == "":
		case f.sure:
			applied[word] = f.instead
		default:
			offered[word] = f.instead
		}
	}
	if len(applied) > 0 {
		c.apply = replaceWords(text, applied)
	}
	if len(offered) > 0 {
		c.offer = replaceWords(cmp.Or(c.apply, text), offered)
	}
	return c, nil
}

// lookedInto returns the first words that no list and no name of the registry knows, each once.
func (s *Searcher) lookedInto(loose []string) []string {
	var list []string
	for _, word := range loose {
		if len(list) < maxLookedInto && !slices.Contains(list, word) && isCorrectable(word) &&
			indonesian.CertaintyOf(word) != indonesian.Sure && !s.People.KnowsWord(word) {
			list = append(list, word)
		}
	}
	return list
}

// knownBeside returns the words on either side of the one at i that are known and no stop words.
func knownBeside(words []string, i int, isUnknown func(word string) bool) []string {
	var list []string
	for _, j := range []int{i - 1, i + 1} {
		if j >= 0 && j < len(words) && !isUnknown(words[j]) && !indonesian.Stop(words[j]) {
			list = append(list, words[j])
		}
	}
	return list
}

// areIndexed reports of each word whether documents have it, its root, or a name that sounds
// like it. It asks the engine at most once for each kind of field.
func (s *Searcher) areIndexed(ctx context.Context, of index.Of, words []string) ([]bool, error) {
	asIs := func(word string) string { return word }
	type lookup struct {
		fields []string
		form   func(word string) string
	}
	fields := spellingFieldsOf(of)
	lookups := []lookup{{fields.forms, asIs}, {fields.roots, indonesian.StemString}, {[]string{fields.spelt}, indonesian.Sound}}
	if of == index.Quotes {
		lookups = append(lookups, lookup{spellingFieldsOf(index.Articles).forms, asIs})
	}
	known := make([]bool, len(words))
	for _, l := range lookups {
		var texts []string
		var owners []int // of each text: the place in words
		for i, word := range words {
			if text := l.form(word); !known[i] && text != "" {
				texts, owners = append(texts, text), append(owners, i)
			}
		}
		if len(texts) == 0 {
			continue
		}
		counts, err := s.engine.Count(ctx, l.fields, texts)
		if err != nil {
			return nil, fmt.Errorf("look up words: %w", err)
		}
		for i, owner := range owners {
			known[owner] = counts[i] > 0
		}
	}
	return known, nil
}

// replaceWords returns a query with other words in place of some; keys are folded. Phrases and
// the values of fields stay as they are. It is empty where no word is replaced, as of a word
// that is only a part of what stands between two spaces.
func replaceWords(text string, instead map[string]string) string {
	parsed := query.Parse(text, query.Bounds{Words: index.MaxWords, Bytes: index.MaxText})
	replaced := false
	var nodes query.And
	for _, n := range parsed.And {
		if or, ok := n.(query.Or); ok {
			for i, way := range or {
				if words := replaceWord(way, instead); len(words) == 1 { // an alternative is one word
					or[i], replaced = words[0], true
				}
			}
		}
		if words := replaceWord(n, instead); words != nil {
			nodes, replaced = append(nodes, words...), true
			continue
		}
		nodes = append(nodes, n)
	}
	if !replaced {
		return ""
	}
	return nodes.String()
}

// replaceWord returns the words in place of a word of a query, nil for a node that stays.
func replaceWord(n query.Node, instead map[string]string) []query.Node {
	w, ok := n.(query.Word)
	if !ok || w.Prefix {
		return nil
	}
	var words []query.Node
	for word := range strings.FieldsSeq(instead[indonesian.FoldWord(w.Text)]) {
		words = append(words, query.Word{Text: word, Dashed: w.Dashed && words == nil})
	}
	return words
}
