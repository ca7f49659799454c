// Package render encodes answers of the archive as JSON, lines of JSON and CSV. It knows no
// HTTP; the commands use it too.
package render

import (
	"bytes"
	"encoding/json"
	"io"
	"net/url"
	"slices"

	"warta/analyzers/article"
	"warta/index/archive"
	"warta/index/search"
)

// JSON encodes v in UTF-8, without escapes for HTML, with a line break at the end. Quotes in a
// page of results, and one found alone, get offsets in code points.
func JSON(v any) ([]byte, error) {
	var b bytes.Buffer
	if err := Line(&b, v); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// Line writes v as one line of JSON.
func Line(w io.Writer, v any) error {
	switch of := v.(type) {
	case *search.Page:
		v = inCodePoints(of)
	case archive.FoundQuote:
		v = quoteInCodePoints(of)
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// inCodePoints returns a copy of p for readers outside of the program.
func inCodePoints(p *search.Page) *search.Page {
	out := *p
	out.Hits = slices.Clone(p.Hits)
	for i, h := range out.Hits {
		out.Hits[i].Quote = codePoints(h.Article, h.Quote)
	}
	return &out
}

// quoteInCodePoints returns a copy of f for readers outside of the program.
func quoteInCodePoints(f archive.FoundQuote) archive.FoundQuote {
	f.Quote = codePoints(f.Article, f.Quote)
	if f.Dropped != nil {
		dropped := *f.Dropped
		dropped.Now = codePoints(dropped.NowIn, dropped.Now)
		f.Dropped = &dropped
	}
	return f
}

// codePoints returns a copy of quote q of a for readers outside of the program; q itself
// where either is nil.
func codePoints(a *article.Article, q *search.QuoteHit) *search.QuoteHit {
	if a == nil || q == nil {
		return q
	}
	out := *q
	out.Quote = a.CodePoints(q.Quote)
	return &out
}

// A line is a hit as one line of JSON.
type line struct {
	search.Hit
	Permalink string `json:"permalink"`
}

// Hits writes the hits of a page, a line of JSON each, with their lasting addresses on the
// service at base.
func Hits(w io.Writer, base string, p *search.Page) error {
	for _, h := range inCodePoints(p).Hits {
		if err := Line(w, line{h, permalink(base, h)}); err != nil {
			return err
		}
	}
	return nil
}

// permalink returns the lasting address of a quote or an article.
func permalink(base string, h search.Hit) string {
	if h.Quote != nil {
		return base + "/kutipan/" + url.PathEscape(h.Quote.ID)
	}
	return base + "/artikel/" + url.PathEscape(h.ID)
}
