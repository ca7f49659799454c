package analyzers

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"warta/analyzers/article"
	"warta/analyzers/dates"
	"warta/analyzers/officials"
	"warta/analyzers/page"
	"warta/analyzers/quotes"
	"warta/analyzers/received"
	"warta/analyzers/regulations"
	"warta/analyzers/satker"
	"warta/analyzers/stages"
	"warta/analyzers/topics"
)

// version is the version of what reading finds. It is raised by hand with every
// change that may change a reading; a test that keeps the readings of the
// built-in articles fails where that was forgotten.
const version = "15"

// A Reader reads articles. It never changes after [New] and may be used by any
// number of goroutines.
type Reader struct {
	offices *satker.Gazetteer
	topics  *topics.Taxonomy
}

// New loads the data of all stages of reading, and checks it and the file of the stages of
// elections, which the index takes from package stages. Every fault is reported at once.
func New() (*Reader, error) {
	offices, officesErr := satker.Load()
	taxonomy, topicsErr := topics.Load()
	if err := errors.Join(page.Validate(), regulations.Validate(), stages.Validate(), officesErr, topicsErr); err != nil {
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
		out[0].Title = page.Title(src.Title)
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
	said := stated(src, d, satker.WIB) // whose an old host was depends on the year
	context := r.place(&a, address, said.day, src)
	if zone := r.offices.ZoneOf(context.Publisher); zone != satker.WIB {
		said = stated(src, d, zone)
	}
	a.Published, a.PublishedBasis = said.day, said.basis
	people := officials.Find(officials.Input{
		Title: a.Title, Paragraphs: a.Paragraphs, Author: d.Byline, Offices: r.offices, Context: context,
	})
	spoken, unclosed := quotes.Find(quotes.Input{People: people})
	if a.Kind == article.News { // what others quote is no report of what was said
		a.Quotes = spoken
	}
	a.Officials = people.Quoted(a.Quotes)
	events := dates.Events(dates.Input{
		Kind: a.Kind, Title: a.Title, Paragraphs: a.Paragraphs, Opening: opening,
		URL: address, Published: a.Published, AsOf: src.AsOf,
	})
	a.EventDates, a.EventDateDetails = events.Dates, events.Details
	a.Warnings = slices.Concat(d.Warnings, said.warnings, damage(&a), unclosed, people.Warnings, events.Warnings, r.offices.Unfamiliar(context, a.Paragraphs))
	a.Topics = r.topics.Find(a.Title, a.Paragraphs, a.Publisher != nil)
	a.Regulations = regulations.Of(a.Title, a.Paragraphs, r.offices, context)
	date(&a, src.received())
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

// A statement is a declared day of publication.
type statement struct {
	day, basis string
	warnings   []article.Warning
}

// stated is the day that a listing states of an article cut out of it, else the one
// that the request gives, else the one that the page states; nothing else (published is
// never worked out). It is the day in the publisher's
// zone. A day that cannot be true is left out with a warning.
func stated(src Source, d *page.Draft, zone satker.Zone) (s statement) {
	received := src.received()
	onPage := d.PublishedAt
	if onPage == "" {
		onPage = d.Published
	}
	type candidate struct{ text, basis, where string }
	candidates := []candidate{{src.Stated, "page", "pada halaman"}, {src.Published, "given", "yang diberikan"}, {onPage, "page", "pada halaman"}}
	for _, day := range d.OtherDays {
		candidates = append(candidates, candidate{day, "page", "pada halaman"})
	}
	for _, c := range candidates {
		day, ok := dates.Parse(c.text, zone)
		if !ok {
			continue
		}
		err := dates.Plausible(day, received)
		if c.basis == "given" && errors.Is(err, dates.ErrFuture) && dates.Plausible(day, received.Next()) == nil {
			err = nil // it was checked to the hour when it came; its day may be a further one in an eastern zone
		}
		if err == nil {
			s.day, s.basis = day.String(), c.basis
			return s
		}
		why := "berada di masa depan"
		if errors.Is(err, dates.ErrPast) {
			why = "terlalu lama untuk sebuah situs berita KPU"
		}
		s.warnings = append(s.warnings, article.Warning{
			Code:    article.WarnDoubtfulDate,
			Message: fmt.Sprintf("Tanggal terbit %s, %s, %s dan tidak dipakai.", c.where, day, why),
		})
	}
	return s
}

// place sets the publisher, the origin and the involved offices of a. It returns the
// context in which the names in the text are read.
func (r *Reader) place(a *article.Article, address, published string, src Source) satker.Context {
	s := satker.Source{URL: address, Requested: src.Satker, Published: dates.ISO(published).Year, Received: src.received().Year}
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

// damage warns of text that came through a wrong code page and could not be
// repaired.
func damage(a *article.Article) []article.Warning {
	var first *article.Warning
	places := 0
	look := func(text string, paragraph *int) {
		at, count := received.FindDamage(text)
		places += count
		if count == 0 || first != nil {
			return
		}
		first = &article.Warning{Code: article.WarnDamagedText, Message: text[at.Start:at.End], Paragraph: paragraph}
		if paragraph != nil {
			first.Span = &article.Span{Start: at.Start, End: at.End}
		}
	}
	look(a.Title, nil)
	for i, p := range a.Paragraphs {
		look(p, &i)
	}
	if first == nil {
		return nil
	}
	first.Message = fmt.Sprintf("Teks rusak karena salah kode halaman di %d tempat, yang pertama %q. Kirim ulang dalam UTF-8.", places, first.Message)
	return []article.Warning{*first}
}

// date is the day by which an article is sorted: the day of publication, else
// the last day in it that was not ahead when it was received, else
// none. Today is the day of receipt, the zero date where it is not known.
func date(a *article.Article, today dates.Date) {
	if a.Published != "" {
		a.Date, a.DateBasis = a.Published, "published"
		return
	}
	for _, d := range a.EventDates {
		if d > a.Date && dates.Plausible(dates.ISO(d), today) == nil {
			a.Date, a.DateBasis = d, "event"
		}
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
			Message: undated(a) + " Sertakan tanggal terbit agar artikel dapat diurutkan menurut waktu.",
		})
	}
}

// undated says why an article has no date.
func undated(a *article.Article) string {
	if len(a.EventDates) > 0 {
		return "Tanggal terbit tidak diketahui, dan hari yang disebut masih di depan ketika artikel diterima."
	}
	return "Tanggal tidak ditemukan."
}
