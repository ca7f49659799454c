package analyzers

import (
	"fmt"
	"slices"
	"strings"

	"warta/analyzers/article"
	"warta/analyzers/dates"
	"warta/analyzers/officials"
	"warta/analyzers/page"
	"warta/analyzers/quotes"
	"warta/analyzers/satker"
	"warta/analyzers/topics"
)

// version is the version of what reading finds. It is raised by hand with every
// change that may change a reading; a test that keeps the readings of the
// built-in articles fails where that was forgotten.
const version = "7"

// A Reader reads articles. It never changes after [New] and may be used by any
// number of goroutines.
type Reader struct {
	offices *satker.Gazetteer
	topics  *topics.Taxonomy
}

// New loads the data of all stages and checks them. Every fault is reported at
// once.
func New() (*Reader, error) {
	if err := page.Validate(); err != nil {
		return nil, fmt.Errorf("load reader: %w", err)
	}
	offices, err := satker.Load()
	if err != nil {
		return nil, fmt.Errorf("load reader: %w", err)
	}
	taxonomy, err := topics.Load()
	if err != nil {
		return nil, fmt.Errorf("load reader: %w", err)
	}
	return &Reader{offices: offices, topics: taxonomy}, nil
}

// Version names the state of rules and data. Two readings of one source under
// one version are the same.
func (r *Reader) Version() string { return version }

// Read returns the articles of a source in their order, at least one: several
// where the source is a listing page. It takes time linear in the size of the
// source, whatever it holds.
func (r *Reader) Read(src Source) []article.Article {
	drafts := drafts(src)
	articles := make([]article.Article, len(drafts))
	for i := range drafts {
		articles[i] = r.understand(&drafts[i], src, len(drafts))
	}
	return articles
}

// drafts takes the page apart. What was given with the source goes before what
// the page says, where the page holds one article.
func drafts(src Source) []page.Draft {
	var out []page.Draft
	switch {
	case src.HTML != "":
		out = page.Read(src.HTML, true)
	case src.Text != "":
		out = page.Read(src.Text, false)
	default:
		return []page.Draft{page.Body(src.Title, src.Body)}
	}
	if len(out) == 1 && src.Title != "" {
		out[0].Title = src.Title
	}
	return out
}

// understand runs the stages over one draft, each on what those before it found.
func (r *Reader) understand(d *page.Draft, src Source, of int) article.Article {
	a := article.Article{
		Kind: d.Kind, Section: d.Section, Title: d.Title,
		Paragraphs: d.Paragraphs, Captions: d.Captions, Credits: d.Credits, Views: d.Views,
	}
	address := src.URL
	if address == "" {
		address = d.URL
	}
	if of == 1 { // the address of a listing is not that of its articles
		a.URL, _ = page.CanonicalURL(address)
	}
	opening := r.cutDateline(&a)
	context := r.place(&a, address, src)
	a.Published, a.PublishedBasis = published(src, d, r.offices.ZoneOf(context.Publisher))
	people := officials.Find(officials.Input{
		Title: a.Title, Paragraphs: a.Paragraphs, Author: d.Byline, Offices: r.offices, Context: context,
	})
	said, unclosed := quotes.Find(quotes.Input{People: people})
	if a.Kind == article.News { // what others quote is no report of what was said
		a.Quotes = said
	}
	a.Officials = people.Quoted(a.Quotes)
	events := dates.Events(dates.Input{
		Kind: a.Kind, Title: a.Title, Paragraphs: a.Paragraphs, Opening: opening,
		URL: address, Published: a.Published, AsOf: src.AsOf,
	})
	a.EventDates, a.EventDateDetails = events.Dates, events.Details
	a.Warnings = slices.Concat(d.Warnings, unclosed, people.Warnings, events.Warnings, r.offices.Unfamiliar(context, a.Paragraphs))
	a.Topics = r.topics.Find(a.Title, a.Paragraphs, a.Publisher != nil)
	date(&a)
	warn(&a, of)
	return a
}

// cutDateline cuts the opening off the first paragraph that has one. A deck line
// may stand before it.
func (r *Reader) cutDateline(a *article.Article) dates.Opening {
	for i := range min(2, len(a.Paragraphs)) {
		opening := dates.Dateline(a.Paragraphs[i], r.offices)
		if opening.End == 0 {
			continue
		}
		a.Dateline = opening.Dateline
		paragraphs := slices.Clone(a.Paragraphs)
		paragraphs[i] = strings.TrimSpace(paragraphs[i][opening.End:])
		if paragraphs[i] == "" { // the opening stood on a line of its own
			paragraphs = slices.Delete(paragraphs, i, i+1)
		}
		a.Paragraphs = paragraphs
		return opening
	}
	return dates.Opening{}
}

// published is the day that the request gives, else the one that the page
// states; nothing else (published is never worked out). It is the day in the
// publisher's zone.
func published(src Source, d *page.Draft, zone satker.Zone) (day, basis string) {
	if day, ok := dates.Parse(src.Published, zone); ok {
		return day.String(), "given"
	}
	if d.Published != "" {
		return d.Published, "page"
	}
	return "", ""
}

// place finds the offices: whose site carries the article, who wrote it, who
// acts in it. It returns what that says about the names in the text.
func (r *Reader) place(a *article.Article, address string, src Source) satker.Context {
	s := satker.Source{URL: address, Requested: src.Satker}
	if a.Dateline != nil {
		s.Dateline, s.Place = a.Dateline.Host, a.Dateline.Place
	}
	if a.Credits != nil {
		s.Credits = a.Credits.Text
	}
	code := r.offices.Publisher(s)
	if office, ok := r.offices.ByCode(code); ok {
		a.Publisher = &article.Office{Code: office.Code, Name: office.Name}
	}
	a.Origin = r.offices.Origin(code, s)
	texts := append([]string{a.Title}, a.Paragraphs...)
	context := r.offices.NewContext(code, texts...)
	a.Satker = r.offices.Involved(context, a.Origin, texts...)
	return context
}

// date is the day by which an article is sorted: the day of publication, else
// the last day of which it tells, else none.
func date(a *article.Article) {
	switch {
	case a.Published != "":
		a.Date, a.DateBasis = a.Published, "published"
	case len(a.EventDates) > 0:
		last := a.EventDates[0]
		for _, d := range a.EventDates[1:] {
			last = max(last, d)
		}
		a.Date, a.DateBasis = last, "event"
	}
}

// warn adds what concerns the whole article to the warnings of the stages.
func warn(a *article.Article, of int) {
	if of > 1 {
		a.Warnings = append(a.Warnings, article.Warning{
			Code:    article.WarnSeveralArticles,
			Message: fmt.Sprintf("Halaman ini memuat %d artikel; setiap artikel dibaca sendiri.", of),
		})
	}
	if a.Date == "" {
		a.Warnings = append(a.Warnings, article.Warning{
			Code:    article.WarnNoDate,
			Message: "Tanggal tidak ditemukan. Sertakan tanggal terbit agar artikel dapat diurutkan menurut waktu.",
		})
	}
}
