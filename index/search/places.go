package search

import (
	"context"
	"fmt"
	"slices"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/documents"
	"warta/index/labels"
)

// MaxPlaces is how many further places of one hit can be asked for, and how many those of one
// quote are.
const MaxPlaces = 50

// maxPlacePhrase is how many words of a quote are looked up to find its places.
const maxPlacePhrase = 32

// A Place is a further article of the same story as a hit, of a quote with the same words.
type Place struct {
	Article   string          `json:"article"`         // id
	Quote     string          `json:"quote,omitempty"` // id of the quote there
	Title     string          `json:"title"`
	URL       string          `json:"url,omitempty"`
	Date      string          `json:"date,omitempty"`
	Publisher *article.Office `json:"publisher,omitempty"`
}

// newPlace returns the place of a document in its article, false if the article no longer has
// the quote.
func newPlace(a *article.Article, id, quote string) (Place, bool) {
	if a == nil || quote != "" && !hasQuote(a, quote) {
		return Place{}, false
	}
	p := Place{Article: id, Quote: quote, Title: a.Title, URL: a.URL, Date: a.Date}
	if a.Publisher != nil {
		p.Publisher = &article.Office{Code: a.Publisher.Code, Name: labels.Office(a.Publisher.Code)}
	}
	return p, true
}

func hasQuote(a *article.Article, id string) bool {
	return slices.ContainsFunc(a.Quotes, func(q article.Quote) bool { return q.ID == id })
}

// placesOf returns the places of documents, in their order. What was removed since the engine
// indexed it is left out.
func (s *Searcher) placesOf(ctx context.Context, ids []string) ([]Place, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	articles, quotes := make([]string, len(ids)), make([]string, len(ids))
	for i, id := range ids {
		articles[i], quotes[i] = index.SplitDocument(id)
	}
	read, err := s.readings.Get(ctx, articles)
	if err != nil {
		return nil, fmt.Errorf("fetch readings of places: %w", err)
	}
	var out []Place
	for i, r := range read {
		if p, ok := newPlace(r.Article, articles[i], quotes[i]); ok {
			out = append(out, p)
		}
	}
	return out, nil
}

// fillPlaces names the further places of hits, which are those of matches except for the ones
// that were removed.
func (s *Searcher) fillPlaces(ctx context.Context, hits []Hit, matches []index.Match, most int) error {
	var ids []string
	for _, m := range matches {
		ids = append(ids, m.Places[:min(most, len(m.Places))]...)
	}
	places, err := s.placesOf(ctx, ids)
	if err != nil {
		return err
	}
	type target struct{ article, quote string }
	known := make(map[target]Place, len(places))
	for _, p := range places {
		known[target{p.Article, p.Quote}] = p
	}
	at := 0
	for i := range hits {
		h := &hits[i]
		for matches[at].Article != h.ID || h.Quote != nil && matches[at].Quote != h.Quote.ID {
			at++
		}
		for _, id := range matches[at].Places[:min(most, len(matches[at].Places))] {
			var of target
			of.article, of.quote = index.SplitDocument(id)
			if p, ok := known[of]; ok {
				h.Places = append(h.Places, p)
			}
		}
	}
	return nil
}

// QuotePlaces returns the further places of a quote of an article as it was read: those that a
// search for quotes without filters gathers with it, in the order in which each would stand for
// the others. It returns at most [MaxPlaces], and how many there are. A quote that searches do
// not have has none. Errors are those of [index.Engine].
//
// The candidates are quotes with the same first words. Of formulas that hundreds of quotes have,
// those that tell of the same day and month come first, and the others may be missed.
func (s *Searcher) QuotePlaces(ctx context.Context, a *article.Article, quote string) (places []Place, copies int, err error) {
	at := slices.IndexFunc(a.Quotes, func(q article.Quote) bool { return q.ID == quote })
	if at < 0 {
		return nil, 0, nil
	}
	words := phraseOf(a.Quotes[at].Text)
	if len(words) == 0 {
		return nil, 0, nil
	}
	near := index.Prefer{Want: index.Phrase{Field: index.FieldQuote, Terms: words}}
	for _, keys := range documents.SharedKeys(index.Quotes, a) {
		weight := map[string]float64{
			index.KeyField(index.Quotes, index.KeyEventDay): 2, index.KeyField(index.Quotes, index.KeyMonth): 1,
		}[keys.Field]
		if weight > 0 {
			for _, v := range keys.Values {
				near.More = append(near.More, index.Weigh{Of: index.Term{Field: keys.Field, Text: v}, Boost: weight})
			}
		}
	}
	found, err := s.engine.Search(ctx, index.Request{
		Of: index.Quotes, Where: near, Sort: index.ByRelevance, Size: index.MaxSize, Collapse: true, Places: index.MaxPlaces,
		Filters: []index.Filter{{Where: listedWith(a.Quotes[at])}},
	})
	if err != nil {
		return nil, 0, fmt.Errorf("look for places: %w", err)
	}
	own := index.QuotePrefix(a.ID) + quote
	for _, m := range found.Hits {
		ids := append([]string{m.ID}, m.Places...)
		if i := slices.Index(ids, own); i >= 0 {
			ids = slices.Delete(ids, i, i+1)
			places, err := s.placesOf(ctx, ids[:min(MaxPlaces, len(ids))])
			return places, m.Copies, err
		}
	}
	return nil, 0, nil
}

// listedWith finds the quotes that stand in one list with q: speech, or those of its kind.
func listedWith(q article.Quote) index.Expr {
	if q.IsSpeech() {
		return speech
	}
	return index.Term{Field: index.KeyQuoteKind, Text: string(q.Kind)}
}

// phraseOf returns the first words of a text for an [index.Phrase], with one term for each
// position.
func phraseOf(text string) []string {
	var t documents.Tokenizer
	forms, _ := t.Texts(index.FieldQuote, "", []string{text})
	var words []string
	for i, term := range forms.Terms {
		if i > 0 && forms.Positions[i] == forms.Positions[i-1] {
			continue // a compound over pieces
		}
		if i > 0 && forms.Positions[i] != forms.Positions[i-1]+1 || len(words) == maxPlacePhrase {
			break
		}
		words = append(words, term)
	}
	return words
}
