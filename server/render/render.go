// Package render encodes answers of the archive as JSON, lines of JSON and CSV. It knows no
// HTTP; the commands use it too.
package render

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io"
	"slices"
	"strconv"
	"strings"

	"warta/analyzers/article"
	"warta/index/archive"
	"warta/index/search"
	"warta/index/sheet"
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

// quoteColumns are the columns of [QuotesCSV].
var quoteColumns = []string{"id", "date", "speaker", "role", "office", "text", "kind", "confidence", "title", "publisher", "url", "article", "role_basis"}

// QuotesCSV writes the quotes of a page as RFC 4180 has it, with a line of names
// first where head is set.
func QuotesCSV(w io.Writer, p *search.Page, head bool) error {
	out := csv.NewWriter(w)
	if head {
		if err := out.Write(quoteColumns); err != nil {
			return err
		}
	}
	for _, h := range p.Hits {
		if h.Quote == nil {
			continue
		}
		row := []string{
			h.Quote.ID, h.Date, "", "", "", h.Quote.Text, string(h.Quote.Kind),
			strconv.FormatFloat(h.Quote.Confidence, 'f', 2, 64), h.Title, "", h.URL, h.ID, "",
		}
		if h.Quote.Speaker != nil {
			row[2] = h.Quote.Speaker.Name
		}
		if h.Quote.Role != nil {
			row[3], row[4] = h.Quote.Role.Title, h.Quote.Role.Office
			basis, err := h.Quote.Role.Basis.MarshalText()
			if err != nil {
				return err
			}
			row[12] = string(basis)
		}
		if h.Publisher != nil {
			row[9] = h.Publisher.Name
		}
		for i := range row {
			row[i] = sheet.Mark(row[i])
		}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// articleColumns are the columns of [ArticlesCSV].
var articleColumns = []string{"id", "date", "date_basis", "title", "publisher", "publisher_code", "officials", "topics", "event_dates", "url"}

// ArticlesCSV writes the articles of a page as RFC 4180 has it, with a line of
// names first where head is set. Several values of one cell stand between
// semicolons.
func ArticlesCSV(w io.Writer, p *search.Page, head bool) error {
	out := csv.NewWriter(w)
	if head {
		if err := out.Write(articleColumns); err != nil {
			return err
		}
	}
	for _, h := range p.Hits {
		var officials, labels []string
		for _, o := range h.Officials {
			officials = append(officials, o.Name)
		}
		for _, t := range h.Topics {
			labels = append(labels, t.Label)
		}
		row := []string{
			h.ID, h.Date, h.DateBasis, h.Title, "", "", strings.Join(officials, "; "), strings.Join(labels, "; "), strings.Join(h.EventDates, "; "), h.URL,
		}
		if h.Publisher != nil {
			row[4], row[5] = h.Publisher.Name, h.Publisher.Code
		}
		for i := range row {
			row[i] = sheet.Mark(row[i])
		}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// Hits writes the hits of a page, a line of JSON each.
func Hits(w io.Writer, p *search.Page, _ bool) error {
	for _, h := range inCodePoints(p).Hits {
		if err := Line(w, h); err != nil {
			return err
		}
	}
	return nil
}
