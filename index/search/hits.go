package search

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"sync"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/documents"
	"warta/index/highlight"
	"warta/index/internal/spread"
	"warta/index/labels"
	"warta/index/people"
	"warta/index/understand"
)

// fillHits returns the hits of matches, in their order. An article or quote that was removed
// since the engine indexed it is left out. Marks are highlighted; nil highlights nothing.
// Quotes get the place where they have the subject that was understood, and whether the post
// asked for is only likely.
func (s *Searcher) fillHits(ctx context.Context, matches []index.Match, private bool, marks *highlight.Terms, understood *understand.Understanding) ([]Hit, error) {
	hits := make([]Hit, 0, len(matches))
	if len(matches) == 0 {
		return hits, nil
	}
	ids := make([]string, len(matches))
	for i, m := range matches {
		ids[i] = m.Article
	}
	read, err := s.readings.Get(ctx, ids)
	if err != nil {
		return nil, fmt.Errorf("fetch readings: %w", err)
	}
	highlighters := sync.Pool{New: func() any { return highlight.New(*marks) }}
	finders := sync.Pool{New: func() any { return highlight.New(understood.Subject.Marks) }}
	filled := make([]*Hit, len(matches))
	idle := s.idle()
	err = spread.Over(idle, make([]int, len(matches)), func(i int) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		a := read[i].Article
		if a == nil {
			return nil
		}
		var h *highlight.Highlighter
		if marks != nil {
			h = highlighters.Get().(*highlight.Highlighter)
			defer highlighters.Put(h)
		}
		filled[i] = highlightedHit(matches[i], s.People.ShowTo(private, a), h)
		if filled[i] != nil {
			filled[i].Seq = read[i].Seq
		}
		if hit := filled[i]; hit != nil && hit.Quote != nil {
			finder := finders.Get().(*highlight.Highlighter)
			defer finders.Put(finder)
			hit.Quote.Matched = matchedIn(hit.Article, hit.Quote.ID, finder, understood.Subject.Topics)
			hit.Quote.PostUnstated = isLikely(understood.Likely, a, hit.Quote.ID)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, hit := range filled {
		if hit != nil {
			hits = append(hits, *hit)
		}
	}
	return hits, nil
}

// isLikely reports whether a quote of an article, with its raw ids, is one of the likely ones.
func isLikely(likely people.Likely, a *article.Article, quote string) bool {
	at := slices.IndexFunc(a.Quotes, func(q article.Quote) bool { return q.ID == quote })
	return at >= 0 && likely.Has(a, &a.Quotes[at])
}

// highlightedHit returns the hit of a match, nil if the article no longer has the quote. A
// nil highlighter leaves the HTML fields empty.
func highlightedHit(m index.Match, a *article.Article, h *highlight.Highlighter) *Hit {
	hit := NewHit(m, a)
	if m.Quote != "" {
		at := slices.IndexFunc(a.Quotes, func(quote article.Quote) bool { return quote.ID == m.Quote })
		if at < 0 {
			return nil
		}
		hit.Quote = NewQuoteHit(a, a.Quotes[at])
		if h != nil {
			hit.Quote.TextHTML = h.HTML(hit.Quote.Text)
		}
	} else if h != nil {
		hit.TitleHTML, hit.SnippetHTML = h.Hit(a.Title, a.Paragraphs, snippetLength)
	}
	return &hit
}

// The places in which a quote may have the subject of a query, see [QuoteHit.Matched].
const (
	MatchedQuote  = "quote"
	MatchedAround = "around"
	MatchedTitle  = "title"
	MatchedTopic  = "topic"
)

// matchedIn returns the first place in which a quote of an article has a word that finder
// finds, or one of the topics; empty for none.
func matchedIn(a *article.Article, quote string, finder *highlight.Highlighter, topics []string) string {
	at := slices.IndexFunc(a.Quotes, func(q article.Quote) bool { return q.ID == quote })
	if at < 0 {
		return ""
	}
	switch {
	case finder.Finds(a.Quotes[at].Text):
		return MatchedQuote
	case slices.ContainsFunc(documents.Around(a, at), finder.Finds):
		return MatchedAround
	case finder.Finds(a.Title):
		return MatchedTitle
	}
	for _, t := range a.Topics {
		leaf, _ := labels.Topics().Leaf(t.ID)
		if slices.Contains(topics, t.ID) || leaf.Parent != "" && slices.Contains(topics, leaf.Parent) {
			return MatchedTopic
		}
	}
	return ""
}

// snippetLength is the approximate length of Hit.SnippetHTML in bytes.
const snippetLength = 240

// NewHit returns the hit of a match, without Quote, highlights and explanation. Article a is
// as the reader of the hit may see it, see [people.Registry.ShowTo].
func NewHit(m index.Match, a *article.Article) Hit {
	hit := Hit{
		ID: m.Article, URL: a.URL, Title: a.Title, Date: a.Date, DateBasis: a.DateBasis,
		EventDates: a.EventDates, Score: m.Score, Copies: m.Copies, Article: a,
		Officials: []Named{}, Topics: []Labelled{},
	}
	if hit.EventDates == nil {
		hit.EventDates = []string{}
	}
	if a.Publisher != nil {
		hit.Publisher = &article.Office{Code: a.Publisher.Code, Name: labels.Office(a.Publisher.Code)}
	}
	for _, o := range a.Officials {
		if o.Public || people.IsPrivate(o.ID) { // private ids are in articles shown to staff only
			hit.Officials = append(hit.Officials, Named{o.ID, o.Name})
		}
	}
	for _, t := range a.Topics {
		hit.Topics = append(hit.Topics, Labelled{t.ID, topicLabel(t.ID)})
	}
	return hit
}

func topicLabel(id string) string {
	if name, ok := labels.TopicNames()[id]; ok {
		return name.Label
	}
	return id
}

// NewQuoteHit returns quote q of article a with its place.
func NewQuoteHit(a *article.Article, q article.Quote) *QuoteHit {
	out := &QuoteHit{Quote: q, Link: "/artikel/" + url.PathEscape(a.ID) + "#kutipan-" + url.PathEscape(q.ID)}
	if len(q.Parts) == 0 {
		return out
	}
	if p := q.Parts[0]; p.In == article.InParagraph && p.Paragraph >= 0 && p.Paragraph < len(a.Paragraphs) {
		out.Paragraph, out.Context = p.Paragraph, a.Paragraphs[p.Paragraph]
		if a.URL != "" && p.In == article.InParagraph && p.Span.In(out.Context) {
			out.Source = a.URL + "#:~:text=" + fragment(p.Of(out.Context))
		}
	} else if p.In == article.InTitle {
		out.Context = a.Title
	}
	return out
}
