package search

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"warta/analyzers/indonesian"
	"warta/index"
	"warta/index/query"
)

// Bounds of corrections; lengths are in bytes.
const (
	minCorrected  = 4 // shorter words are not corrected
	maxCorrected  = 40
	minTwoEdits   = 7 // shorter words are corrected by one edit only
	maxNearWords  = 50
	maxCandidates = 4 // candidates that are compared closely
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

// correct returns the text with its unknown words in the nearest spelling that the archive
// has, and whether there are such words. Only the words in loose are corrected. A word is
// known if the index has it, or if it is part of a name in the registry, of private people
// too. A word of a quote search is also known if articles have it.
func (s *Searcher) correct(ctx context.Context, of index.Of, text string, loose []string) (string, bool, error) {
	if s.weights.Slip == 0 {
		return "", false, nil
	}
	unknown := make([]bool, len(loose))
	for i, word := range loose {
		if !isCorrectable(word) || s.People.KnowsWord(word) {
			continue
		}
		known, err := s.isIndexed(ctx, of, word)
		if err != nil {
			return "", false, err
		}
		unknown[i] = !known
	}
	instead := make(map[string]string)
	for i, word := range loose {
		if !unknown[i] || instead[word] != "" {
			continue
		}
		var neighbours []string // known words beside it
		for _, j := range []int{i - 1, i + 1} {
			if j >= 0 && j < len(loose) && !unknown[j] && !indonesian.Stop(loose[j]) {
				neighbours = append(neighbours, loose[j])
			}
		}
		better, err := s.nearest(ctx, of, word, neighbours)
		if err != nil {
			return "", false, err
		}
		if better != "" {
			instead[word] = better
		}
	}
	if len(instead) == 0 {
		return "", false, nil
	}
	return replaceWords(text, instead), true, nil
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

// A candidate is a word that may have been meant.
type candidate struct {
	text  string
	count int // documents of the searched kind
	score float64
}

// byScore orders candidates, the likeliest first.
func byScore(a, b candidate) int {
	return cmp.Or(cmp.Compare(b.score, a.score), strings.Compare(a.text, b.text))
}

// nearest returns the word of the archive that was most likely meant by a misspelt one,
// empty if none is near. Words at two edits are considered only if none is at one.
// Neighbours are known words beside it.
func (s *Searcher) nearest(ctx context.Context, of index.Of, word string, neighbours []string) (string, error) {
	for edits := 1; edits <= index.MaxEdits; edits++ {
		if edits > 1 && len(word) < minTwoEdits {
			break
		}
		list, err := s.candidates(ctx, spellingFieldsOf(of).forms, word, edits)
		if err != nil {
			return "", fmt.Errorf("look for words near %q: %w", word, err)
		}
		if len(list) > 1 && s.weights.Beside > 0 {
			for _, other := range neighbours {
				if err := s.addAssociation(ctx, of, list, other); err != nil {
					return "", fmt.Errorf("look for %q beside %q: %w", word, other, err)
				}
			}
			slices.SortFunc(list, byScore)
		}
		if len(list) > 0 {
			return list[0].text, nil
		}
	}
	return "", nil
}

// candidates returns at most maxCandidates words at that many edits from word that documents
// have in one of the fields, the likeliest first by frequency and slip.
func (s *Searcher) candidates(ctx context.Context, fields []string, word string, edits int) ([]candidate, error) {
	found, err := s.vocabulary.Words(ctx, index.WordsAsk{Fields: []string{index.FieldTitle, index.FieldBody, index.FieldPeople}, Text: word, Edits: edits, Size: maxNearWords})
	if err != nil {
		return nil, err
	}
	list := make([]candidate, 0, len(found))
	for _, w := range found {
		if w.Text != word && len(w.Text) >= minCorrected-1 && !strings.ContainsFunc(w.Text, isDigit) {
			list = append(list, candidate{w.Text, 0, math.Log1p(float64(w.Count)) - s.weights.Slip*slip(word, w.Text)})
		}
	}
	slices.SortFunc(list, byScore)
	// The vocabulary is that of articles and may include deleted words.
	var kept []candidate
	for some := range slices.Chunk(list, 2*maxCandidates) {
		texts := make([]string, len(some))
		for i, c := range some {
			texts[i] = c.text
		}
		counts, err := s.engine.Count(ctx, fields, texts)
		if err != nil {
			return nil, err
		}
		for i, c := range some {
			if c.count = counts[i]; c.count == 0 {
				continue
			}
			if kept = append(kept, c); len(kept) == maxCandidates {
				return kept, nil
			}
		}
	}
	return kept, nil
}

// addAssociation adds to the score of each candidate how much more often it stands in one
// document with another word of the query than chance would have it: the logarithm of the
// ratio, times the weight Beside.
func (s *Searcher) addAssociation(ctx context.Context, of index.Of, list []candidate, other string) error {
	body, roots := index.FieldBody, index.FieldBodyRoot
	if of == index.Quotes {
		body, roots = index.FieldQuote, index.FieldQuoteRoot
	}
	count := func(where index.Expr) (float64, error) {
		found, err := s.engine.Search(ctx, index.Request{Of: of, Sort: index.Newest, Where: where})
		if err != nil {
			return 0, err
		}
		return float64(found.Total), nil
	}
	all, err := count(nil)
	if err != nil {
		return err
	}
	with := index.Term{Field: roots, Text: indonesian.StemString(other)}
	others, err := count(with)
	if err != nil || others == 0 {
		return err
	}
	for i := range list {
		c := &list[i]
		alone := index.Term{Field: body, Text: c.text}
		n, err := count(alone)
		if err != nil {
			return err
		}
		both, err := count(index.All{alone, with})
		if err != nil {
			return err
		}
		c.score += s.weights.Beside * math.Log((both+1)/(n*others/all+1))
	}
	return nil
}

// replaceWords replaces words of a query; keys are folded. Phrases and the values of fields
// stay as they are.
func replaceWords(text string, instead map[string]string) string {
	parsed := query.Parse(text, query.Bounds{Words: index.MaxWords, Bytes: index.MaxText})
	replace := func(n query.Node) query.Node {
		if w, ok := n.(query.Word); ok && !w.Prefix {
			if better, known := instead[indonesian.Fold(strings.Trim(w.Text, ".,;:!?()'"))]; known {
				return query.Word{Text: better, Dashed: w.Dashed}
			}
		}
		return n
	}
	for i, n := range parsed.And {
		if or, ok := n.(query.Or); ok {
			for j := range or {
				or[j] = replace(or[j])
			}
		}
		parsed.And[i] = replace(n)
	}
	return parsed.String()
}
