package search

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"warta/analyzers/indonesian"
	"warta/index"
	"warta/index/people"
	"warta/index/understand"
)

// Thresholds of an offer, a correction of a query that has few hits.
const (
	maxHitsForOffer = 3  // queries with more hits get no offer
	minHitsRatio    = 10 // hits with the other word, for each hit of the query
	minWordRatio    = 50 // articles with the other word, for each article with the one typed
	maxOfferWords   = 4  // words that are tried
)

// offer sets a correction of a query that has few hits: the query with one word replaced by
// a much more frequent one. Words of names stay as they are. Only the first page has it.
func (a *answer) offer(ctx context.Context) error {
	u := a.understood
	hits := a.complete // where hits with some of the words stand behind them
	if u.Summary.Mode == understand.ModeAll {
		hits = a.found.Total
	}
	if a.place.isSet() || a.query.Exact || a.query.AsTyped || a.offered != "" || a.weights.Slip == 0 || u.Summary.Corrected != nil || hits < 1 || hits > maxHitsForOffer {
		return nil
	}
	typed := readTyped(a.query.Text)
	for i, word := range u.Correctable[:min(maxOfferWords, len(u.Correctable))] {
		if slices.Contains(u.Correctable[:i], word) {
			continue
		}
		better, asked := a.frequent[word] // by the correction
		if !asked {
			var err error
			if better, err = a.offeredFor(ctx, a.query.Of, typed.word(word)); err != nil {
				return err
			}
		}
		if better == "" {
			continue
		}
		text := replaceWords(a.query.Text, map[string]string{word: better})
		steps := a.understand(text).Steps
		if text == "" || len(steps) == 0 {
			continue
		}
		instead, err := a.engine.Search(ctx, index.Request{
			Of: a.request.Of, Filters: a.request.Filters, Collapse: a.request.Collapse, Where: steps[0].Where, Sort: index.Newest,
		})
		if err != nil {
			return fmt.Errorf("ask engine for %q: %w", text, err)
		}
		if instead.Total >= minHitsRatio*hits {
			a.offered = text
			return nil
		}
	}
	return nil
}

// offeredFor returns the word that is offered for a word of a query, as [Searcher.moreFrequent]
// does; empty also if articles have the word as a name.
func (s *Searcher) offeredFor(ctx context.Context, of index.Of, word typedWord) (string, error) {
	better, err := s.moreFrequent(ctx, of, word)
	if better == "" || err != nil {
		return "", err
	}
	if named, err := s.followsPostInArticles(ctx, word.text); named || err != nil {
		return "", err
	}
	return better, nil
}

// moreFrequent returns the word at one edit from a word of the archive that is frequent enough
// to be offered; empty if there is none, if lists know the word or if it may be part of a name.
func (s *Searcher) moreFrequent(ctx context.Context, of index.Of, word typedWord) (string, error) {
	if !isCorrectable(word.text) || word.shouted || word.capital || indonesian.CertaintyOf(word.text) == indonesian.Sure || s.People.KnowsWord(word.text) {
		return "", nil
	}
	fields := spellingFieldsOf(of)
	list, err := s.candidates(ctx, fields.forms, word.text, 1, func(c candidate) bool { return s.verdictOn(word, c) != leave })
	if err != nil {
		return "", fmt.Errorf("look for words near %q: %w", word.text, err)
	}
	if len(list) == 0 || list[0].count < minWordRatio || indonesian.StemString(list[0].text) == indonesian.StemString(word.text) {
		return "", nil
	}
	held, err := s.engine.Count(ctx, fields.forms, []string{word.text})
	if err != nil {
		return "", fmt.Errorf("look up word: %w", err)
	}
	if list[0].count < minWordRatio*held[0] {
		return "", nil
	}
	nameField := fields.forms[len(fields.forms)-1]
	names, err := s.engine.Count(ctx, []string{nameField, fields.spelt}, []string{word.text, indonesian.Sound(word.text)})
	if err != nil {
		return "", fmt.Errorf("look up name: %w", err)
	}
	if names[0]+names[1] > 0 {
		return "", nil
	}
	return indonesian.Preferred(list[0].text), nil
}

// maxPostDistance is the number of words between a post and a name that followsPost allows.
const maxPostDistance = 8

// maxRead is the number of articles with a word that are read to find out whether it is a name.
const maxRead = 3

// followsPostInArticles reports whether a word follows a post in one of the newest articles that
// have it. It is then taken for a name, although the registry does not have it.
func (s *Searcher) followsPostInArticles(ctx context.Context, word string) (bool, error) {
	fields := spellingFieldsOf(index.Articles).forms
	where := make(index.Any, len(fields))
	for i, field := range fields {
		where[i] = index.Term{Field: field, Text: word}
	}
	found, err := s.engine.Search(ctx, index.Request{Of: index.Articles, Where: where, Sort: index.Newest, Size: maxRead})
	if err != nil {
		return false, fmt.Errorf("look for articles with %q: %w", word, err)
	}
	if len(found.Hits) == 0 {
		return false, nil
	}
	ids := make([]string, len(found.Hits))
	for i, h := range found.Hits {
		ids[i] = h.Article
	}
	read, err := s.readings.Get(ctx, ids)
	if err != nil {
		return false, fmt.Errorf("look for %q beside a post: %w", word, err)
	}
	for _, r := range read {
		if r.Article != nil && slices.ContainsFunc(append(slices.Clip(r.Article.Paragraphs), r.Article.Title), func(text string) bool { return followsPost(text, word) }) {
			return true, nil
		}
	}
	return false, nil
}

// followsPost reports whether a folded word stands in a text with a capital, at most
// maxPostDistance words behind a post of the election bodies and in the same sentence. A
// word of the post itself does not count.
func followsPost(text, word string) bool {
	var sentence []string // its words so far, folded
	left := 0             // words that may still follow
	for field := range strings.FieldsSeq(text) {
		bare := indonesian.TrimMarks(field)
		folded := indonesian.FoldWord(bare)
		sentence = append(sentence, folded)
		switch {
		case people.KnownPosts().EndsWithPost(sentence):
			left = maxPostDistance
		case folded == word && left > 0 && bare != "" && unicode.IsUpper([]rune(bare)[0]):
			return true
		default:
			left = max(0, left-1)
		}
		if strings.HasSuffix(field, ".") && len(bare) > 3 { // the end of a sentence; abbreviations are shorter
			sentence, left = nil, 0
		}
	}
	return false
}
