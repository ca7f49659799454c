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
)

// Bounds of the words that may be meant.
const (
	minTwoEdits   = 6 // bytes of a word; shorter ones are corrected by one edit only
	maxNearWords  = index.MaxNear
	maxCandidates = 4 // candidates that are compared closely
	minUnlisted   = 3 // articles with a word that no list has, to be meant
)

// A candidate is a word that may have been meant.
type candidate struct {
	text  string
	count int     // documents of the searched kind
	slip  float64 // cost of typing the other word for it
	score float64
}

// byScore orders candidates, the likeliest first.
func byScore(a, b candidate) int {
	return cmp.Or(cmp.Compare(b.score, a.score), strings.Compare(a.text, b.text))
}

// meant returns what was meant by a word that nothing has: a word of the archive, or two for
// a missing space; empty if there is none. It is sure if the word can be replaced; if not, it
// can be offered. Beside are known words on either side.
func (s *Searcher) meant(ctx context.Context, of index.Of, word typedWord, beside []string) (text string, sure bool, err error) {
	if word.shouted {
		return "", false, nil
	}
	usable := func(c candidate) bool { return s.verdictOn(word, c) != leave }
	var list []candidate
	for edits := 1; edits <= index.MaxEdits && !slices.ContainsFunc(list, isCheap); edits++ {
		if edits > 1 && len(word.text) < minTwoEdits {
			break
		}
		wider, err := s.candidates(ctx, spellingFieldsOf(of).forms, word.text, edits, usable)
		if err != nil {
			return "", false, fmt.Errorf("look for words near %q: %w", word.text, err)
		}
		if len(wider) > 0 { // words at two edits include those at one
			list = wider
		}
	}
	if len(list) == 0 {
		return s.spaced(ctx, of, word)
	}
	if len(list) > 1 && len(beside) > 0 && s.weights.Beside > 0 {
		if err := s.addAssociation(ctx, of, list, beside); err != nil {
			return "", false, fmt.Errorf("look for %q beside %q: %w", word.text, beside, err)
		}
		slices.SortFunc(list, byScore)
	}
	best := list[0]
	return indonesian.Preferred(best.text), s.verdictOn(word, best) == apply && !isClose(list), nil
}

// isCheap reports whether a candidate is so near that no words farther away are looked for.
func isCheap(c candidate) bool { return c.slip <= limitCheap }

// isClose reports whether the second of the candidates is nearly as likely as the first, and
// no form of the same word.
func isClose(list []candidate) bool {
	const margin = 0.7
	return len(list) > 1 && list[0].score-list[1].score < margin && indonesian.StemString(list[0].text) != indonesian.StemString(list[1].text)
}

// candidates returns at most maxCandidates words at that many edits from word that documents
// have in one of the fields, the likeliest first by frequency and slip. Only words that may be
// meant and that keep accepts are counted among them, however frequent others are.
func (s *Searcher) candidates(ctx context.Context, fields []string, word string, edits int, keep func(candidate) bool) ([]candidate, error) {
	found, err := s.vocabulary.Words(ctx, index.WordsAsk{Fields: []string{index.FieldTitle, index.FieldBody, index.FieldPeople}, Text: word, Edits: edits, Size: maxNearWords})
	if err != nil {
		return nil, err
	}
	var list []candidate
	for _, w := range found {
		if w.Text == word || len(w.Text) < minCorrected-1 || strings.ContainsFunc(w.Text, isDigit) {
			continue
		}
		c := candidate{text: w.Text, count: w.Count}
		if !s.canBeMeant(c) { // most rare words are errors
			continue
		}
		c.slip = slip(word, w.Text)
		c.score = math.Log1p(float64(w.Count)) - s.weights.Slip*c.slip
		if keep(c) {
			list = append(list, c)
		}
	}
	slices.SortFunc(list, byScore)
	// The vocabulary is that of articles and may include deleted words. Nearly always the first
	// few have enough: the rest is one more question.
	var kept []candidate
	few := min(2*maxCandidates, len(list))
	for _, some := range [...][]candidate{list[:few], list[few:]} {
		if len(some) == 0 {
			break
		}
		texts := make([]string, len(some))
		for i, c := range some {
			texts[i] = c.text
		}
		counts, err := s.engine.Count(ctx, fields, texts)
		if err != nil {
			return nil, err
		}
		for i, c := range some {
			if c.count = counts[i]; c.count == 0 || !keep(c) {
				continue
			}
			if kept = append(kept, c); len(kept) == maxCandidates {
				return kept, nil
			}
		}
	}
	return kept, nil
}

// canBeMeant reports whether a word of the archive is no error itself: lists know it, or a
// name of the registry has it, or several articles do.
func (s *Searcher) canBeMeant(c candidate) bool {
	return c.count >= minUnlisted || indonesian.CertaintyOf(c.text) == indonesian.Sure || s.People.KnowsWord(c.text)
}

// A verdict says what is done with a candidate.
type verdict uint8

const (
	leave verdict = iota
	offer
	apply
)

// Limits of the cost of a slip.
const (
	limitCheap    = 1.0
	limitDoubtful = 0.8 // for a word that some list has
	limitNamed    = 1.0 // for a word where a name may stand
	limitName     = 1.0 // for a word of names of the registry to be meant
	limitOther    = 0.8 // for another word that is no ordinary one to be meant
	limitOffer    = 1.2 // to be offered where it is not applied
	minOffered    = 5   // bytes of a word that is offered another
)

// limits are the greatest costs of a slip, by the length of the word in bytes; longer words
// have the last.
var limits = [...]float64{minCorrected: 0.7, 5: 0.9, 6: 1.2, 7: 1.5, 8: 1.8, 9: 1.8, 10: 2.2}

// verdictOn judges a candidate for a word. A capitalised word inside a text is replaced by a
// word of names only.
func (s *Searcher) verdictOn(word typedWord, c candidate) verdict {
	limit := limits[min(len(word.text), len(limits)-1)]
	if c.slip > max(limit, limitOffer) { // most words are far away
		return leave
	}
	ordinary := indonesian.IsOrdinary(c.text)
	doubtful := indonesian.CertaintyOf(word.text) == indonesian.Doubtful
	switch {
	case ordinary && word.named:
		limit = min(limit, limitNamed)
	case ordinary:
	case s.People.KnowsWord(c.text):
		limit = min(limit, limitName)
	case c.count < minUnlisted || indonesian.StemString(c.text) == c.text: // else a form of a word of the lexicon
		limit = min(limit, limitOther)
	}
	if doubtful {
		limit = min(limit, limitDoubtful)
	}
	switch {
	case word.capital && ordinary && (doubtful || c.slip > limitOther):
		return leave
	case c.slip <= limit && !(word.capital && ordinary):
		return apply
	case c.slip <= limitOffer && len(word.text) >= minOffered:
		return offer
	}
	return leave
}

// addAssociation adds to the score of each candidate how much more often it stands in one
// document with other words of the query than chance would have it: for each of them the
// logarithm of the ratio, times the weight Beside.
func (s *Searcher) addAssociation(ctx context.Context, of index.Of, list []candidate, beside []string) error {
	body, roots := index.FieldBody, index.FieldBodyRoot
	if of == index.Quotes {
		body, roots = index.FieldQuote, index.FieldQuoteRoot
	}
	others := make([]string, len(beside))
	for i, other := range beside {
		others[i] = indonesian.StemString(other)
	}
	with, err := s.engine.Count(ctx, []string{roots}, others)
	if err != nil {
		return err
	}
	if slices.Max(with) == 0 {
		return nil
	}
	texts := make([]string, len(list))
	for i, c := range list {
		texts[i] = c.text
	}
	alone, err := s.engine.Count(ctx, []string{body}, texts)
	if err != nil {
		return err
	}
	all, err := s.count(ctx, of, nil)
	if err != nil {
		return err
	}
	for i := range list {
		for j, other := range others {
			if with[j] == 0 {
				continue
			}
			both := 0.0
			if alone[i] > 0 {
				if both, err = s.count(ctx, of, index.All{index.Term{Field: body, Text: texts[i]}, index.Term{Field: roots, Text: other}}); err != nil {
					return err
				}
			}
			list[i].score += s.weights.Beside * math.Log((both+1)/(float64(alone[i])*float64(with[j])/all+1))
		}
	}
	return nil
}

// count returns the number of documents that match.
func (s *Searcher) count(ctx context.Context, of index.Of, where index.Expr) (float64, error) {
	found, err := s.engine.Search(ctx, index.Request{Of: of, Sort: index.Newest, Where: where})
	if err != nil {
		return 0, err
	}
	return float64(found.Total), nil
}

// Bounds of missing spaces.
const (
	minHalf   = 3 // bytes of a word on either side
	minSpaced = 2 // documents with both words side by side, to be applied
	minApart  = 5 // documents with each of them, to be offered
)

// spaced returns the two words of which a space is missing: ordinary ones that stand side by
// side in the archive, the most frequent pair. Words that never do are offered.
func (s *Searcher) spaced(ctx context.Context, of index.Of, word typedWord) (text string, sure bool, err error) {
	pairs, err := s.halves(ctx, of, word.text)
	if err != nil {
		return "", false, err
	}
	most := -1.0
	for _, p := range pairs {
		n, err := s.sideBySide(ctx, of, p.first, p.second)
		if err != nil {
			return "", false, fmt.Errorf("look for %q beside %q: %w", p.first, p.second, err)
		}
		if n > most && (n > 0 || p.rarer >= minApart) {
			most, text = n, p.first+" "+p.second
		}
	}
	return text, most >= minSpaced && !word.capital && !word.named, nil
}

// A pair is two words that were typed as one.
type pair struct {
	first, second string
	rarer         int // documents with the rarer of them
}

// halves returns the ways to cut a word into two ordinary ones that documents have, at most
// maxCandidates, those with the most documents first.
func (s *Searcher) halves(ctx context.Context, of index.Of, word string) ([]pair, error) {
	var pairs []pair
	var texts []string // two of each pair
	for cut := minHalf; cut <= len(word)-minHalf; cut++ {
		if first, second := word[:cut], word[cut:]; isHalf(first) && isHalf(second) {
			pairs, texts = append(pairs, pair{first: first, second: second}), append(texts, first, second)
		}
	}
	if len(pairs) == 0 {
		return nil, nil
	}
	counts, err := s.engine.Count(ctx, spellingFieldsOf(of).forms, texts)
	if err != nil {
		return nil, fmt.Errorf("look for the words of %q: %w", word, err)
	}
	for i := range pairs {
		pairs[i].rarer = min(counts[2*i], counts[2*i+1])
	}
	pairs = slices.DeleteFunc(pairs, func(p pair) bool { return p.rarer == 0 })
	slices.SortStableFunc(pairs, func(a, b pair) int { return cmp.Compare(b.rarer, a.rarer) })
	return pairs[:min(len(pairs), maxCandidates)], nil
}

func isHalf(word string) bool { return indonesian.IsOrdinary(word) && !indonesian.Stop(word) }

// sideBySide returns the number of documents with two words side by side.
func (s *Searcher) sideBySide(ctx context.Context, of index.Of, words ...string) (float64, error) {
	var ways []index.Expr
	fields := spellingFieldsOf(of).forms
	for _, field := range fields[:len(fields)-1] { // the last is names
		ways = append(ways, index.Phrase{Field: field, Terms: words})
	}
	return s.count(ctx, of, index.AnyOf(ways))
}
