package search

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"warta/analyzers/indonesian"
	"warta/index"
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
}

// correct returns the correction of a text by the words that the archive has. Loose are its
// words that may have a typing error, folded and in the order typed.
//
// A word is left as it is if it is known: to the archive in any form, to the lists of
// [indonesian.CertaintyOf], or as part of a name in the registry, of private people too. What
// is meant instead is judged by [verdictOn]. If one word can only be offered another, the
// text is applied without that and offered with it.
func (s *Searcher) correct(ctx context.Context, of index.Of, text string, loose []string) (correction, error) {
	if s.weights.Slip == 0 {
		return correction{}, nil
	}
	typed := readTyped(text)
	unknown, rare := make([]bool, len(loose)), make([]bool, len(loose))
	left := maxLookedInto
	for i, word := range loose {
		if !isCorrectable(word) || left == 0 || indonesian.CertaintyOf(word) == indonesian.Sure || s.People.KnowsWord(word) {
			continue
		}
		known, err := s.isIndexed(ctx, of, word)
		if err != nil {
			return correction{}, err
		}
		unknown[i], rare[i] = !known, known
		left--
	}
	applied, offered := make(map[string]string), make(map[string]string)
	for i, word := range loose {
		if !unknown[i] && !rare[i] || applied[word] != "" || offered[word] != "" {
			continue
		}
		if rare[i] {
			meant, err := s.offeredFor(ctx, of, typed.word(word))
			if err != nil {
				return correction{}, err
			}
			if meant != "" {
				offered[word] = meant
			}
			continue
		}
		var beside []string // known words
		for _, j := range []int{i - 1, i + 1} {
			if j >= 0 && j < len(loose) && !unknown[j] && !indonesian.Stop(loose[j]) {
				beside = append(beside, loose[j])
			}
		}
		meant, sure, err := s.meant(ctx, of, typed.word(word), beside)
		if err != nil {
			return correction{}, err
		}
		switch {
		case meant == "":
		case sure:
			applied[word] = meant
		default:
			offered[word] = meant
		}
	}
	var c correction
	if len(applied) > 0 {
		c.apply = replaceWords(text, applied)
	}
	if len(offered) > 0 {
		c.offer = replaceWords(cmp.Or(c.apply, text), offered)
	}
	return c, nil
}

// isIndexed reports whether documents have a word, its root, or a name that sounds like it.
func (s *Searcher) isIndexed(ctx context.Context, of index.Of, word string) (bool, error) {
	fields := spellingFieldsOf(of)
	lookups := []struct {
		fields []string
		text   string
	}{
		{fields.forms, word},
		{fields.roots, indonesian.StemString(word)},
		{[]string{fields.spelt}, indonesian.Sound(word)},
	}
	if of == index.Quotes {
		lookups = append(lookups, struct {
			fields []string
			text   string
		}{spellingFieldsOf(index.Articles).forms, word})
	}
	for _, l := range lookups {
		if l.text == "" {
			continue
		}
		count, err := s.engine.Count(ctx, l.fields, []string{l.text})
		if err != nil {
			return false, fmt.Errorf("look up word: %w", err)
		}
		if count[0] > 0 {
			return true, nil
		}
	}
	return false, nil
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
