package pages

import (
	"encoding/xml"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"warta/analyzers/satker"
	"warta/index"
	"warta/index/dockeys"
	"warta/index/search"
	"warta/server/param"
	"warta/server/web"
)

// feedSize is how many articles or quotes a feed has: those of some hours. Feed readers ask
// a few times a day.
const feedSize = 50

type atomFeed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang    string      `xml:"xml:lang,attr"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Links   []atomLink  `xml:"link"`
	Author  string      `xml:"author>name"`
	Entries []atomEntry `xml:"entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	ID         string         `xml:"id"`
	Title      string         `xml:"title"`
	Updated    string         `xml:"updated"`
	Published  string         `xml:"published,omitempty"`
	Links      []atomLink     `xml:"link"`
	Author     string         `xml:"author>name,omitempty"`
	Summary    string         `xml:"summary,omitempty"`
	Content    *atomText      `xml:"content"`
	Categories []atomCategory `xml:"category"`
}

type atomText struct {
	Type string `xml:"type,attr"`
	Text string `xml:",chardata"`
}

type atomCategory struct {
	Term   string `xml:"term,attr"`
	Scheme string `xml:"scheme,attr,omitempty"` // empty: a topic
	Label  string `xml:"label,attr"`
}

// Feed answers GET /feed.atom: a search as a feed, the newest articles first, without
// those that have no date; with of=quotes one of quotes. With order=arrival it has first what
// was received or corrected last. A feed has one page, reprints are collapsed, and words are
// taken as typed: a feed never turns into one of other words.
func (s *Site) Feed(w http.ResponseWriter, r *http.Request) error {
	p := param.ForPage(r.URL.RawQuery)
	of, page := index.Articles, "/"
	if p.Choice("of", "articles", web.OfQuotes) == web.OfQuotes {
		of, page = index.Quotes, "/kutipan"
	}
	q := param.Filters(p, of)
	arrival := p.Choice("order", "date", "arrival") == "arrival"
	own := web.State(q)
	f := atomFeed{Lang: "id", Author: "Warta", Title: "Warta: berita KPU"}
	f.Links = []atomLink{{Rel: "alternate", Type: "text/html", Href: address(s.Base(r)+page, own)}}
	if of == index.Quotes {
		f.Title = "Warta: kutipan"
		own.Set("of", web.OfQuotes)
	}
	asked := q
	q.Sort, q.Size, q.Collapse, q.Changed, q.Exact = index.Newest, feedSize, true, true, true
	switch {
	case arrival:
		q.Sort = search.ByArrival
		own.Set("order", "arrival")
	case q.From == "":
		q.From = fmt.Sprintf("%d-01-01", dockeys.FirstYear)
	}
	if len(q.Official) > 0 { // whose names the answer has then
		q.Facets = []search.FacetRequest{{Name: index.FacetOfficial, Size: 1}}
	}
	found, err := s.Finder.Search(r.Context(), q)
	if err != nil {
		return err
	}
	f.ID = address(s.Base(r)+"/feed.atom", own)
	f.Links = append([]atomLink{{Rel: "self", Type: "application/atom+xml", Href: f.ID}}, f.Links...)
	for _, label := range append(web.FilterLabels(asked, found, s.Names), q.Text) {
		if label != "" {
			f.Title += " – " + label
		}
	}
	changed := found.Changed
	for _, h := range found.Hits {
		f.Entries = append(f.Entries, newAtomEntry(s.Base(r), h))
		if at := changedAt(h); at.After(changed) {
			changed = at
		}
	}
	f.Updated = atomTime(changed)
	return s.Sender.XML(w, r, "application/atom+xml", f)
}

// address returns a full address with parameters.
func address(page string, parameters url.Values) string {
	if len(parameters) == 0 {
		return page
	}
	return page + "?" + parameters.Encode()
}

// summaryLength is how much of an article an entry shows, titleLength how much of a quote
// stands in the title of an entry, in code points.
const (
	summaryLength = 300
	titleLength   = 100
)

// changedAt returns when a hit last changed in the archive, or if that is unknown, its
// day.
func changedAt(h search.Hit) time.Time {
	if !h.Changed.IsZero() {
		return h.Changed
	}
	day, _ := time.ParseInLocation(time.DateOnly, h.Date, satker.WIB.Location()) // zero if there is none
	return day
}

// atomTime writes a time to the microsecond: two changes within one second are two. No time
// at all is the beginning of 1970.
func atomTime(t time.Time) string {
	if t.IsZero() {
		t = time.Unix(0, 0)
	}
	return t.In(satker.WIB.Location()).Format("2006-01-02T15:04:05.000000Z07:00")
}

func newAtomEntry(base string, h search.Hit) atomEntry {
	page := base + "/artikel/" + url.PathEscape(h.ID)
	e := atomEntry{
		ID: page, Title: h.Title, Updated: atomTime(changedAt(h)),
		Links: []atomLink{{Rel: "alternate", Type: "text/html", Href: page}},
	}
	if h.Date != "" && h.DateBasis == "published" {
		e.Published = h.Date + "T00:00:00+07:00"
	}
	if e.Title == "" {
		e.Title = "Tanpa judul"
	}
	if h.Publisher != nil {
		e.Author = h.Publisher.Name
	}
	source := h.URL
	for _, t := range h.Topics {
		e.Categories = append(e.Categories, atomCategory{Term: t.ID, Label: t.Label})
	}
	switch {
	case h.Quote != nil:
		e.tellQuote(base, h)
		if h.Quote.Source != "" {
			source = h.Quote.Source
		}
	case h.Article != nil && len(h.Article.Paragraphs) > 0:
		e.Summary = web.Shorten(h.Article.Paragraphs[0], summaryLength)
	}
	if source != "" {
		e.Links = append(e.Links, atomLink{Rel: "via", Href: source})
	}
	return e
}

// tellQuote makes the entry of an article that of its quote.
func (e *atomEntry) tellQuote(base string, h search.Hit) {
	q, author := web.ForFeed(h)
	e.ID = base + "/kutipan/" + url.PathEscape(q.ID)
	e.Title = web.Told(q, titleLength, true)
	e.Content = &atomText{"text", web.Told(q, 0, false)}
	e.Links = []atomLink{{Rel: "alternate", Type: "text/html", Href: e.ID}, {Rel: "related", Type: "text/html", Href: base + h.Quote.Link}}
	e.Author = author
	e.Categories = append(e.Categories, atomCategory{Term: string(q.Kind), Scheme: base + "/v1/quotes#kind", Label: web.KindWords(q.Kind)})
}

type openSearch struct {
	XMLName     xml.Name        `xml:"http://a9.com/-/spec/opensearch/1.1/ OpenSearchDescription"`
	ShortName   string          `xml:"ShortName"`
	Description string          `xml:"Description"`
	Encoding    string          `xml:"InputEncoding"`
	Language    string          `xml:"Language"`
	URLs        []openSearchURL `xml:"Url"`
}

type openSearchURL struct {
	Type     string `xml:"type,attr"`
	Template string `xml:"template,attr"`
}

// OpenSearch answers GET /opensearch.xml, from which browsers add the service as a search
// engine.
func (s *Site) OpenSearch(w http.ResponseWriter, r *http.Request) error {
	base := s.Base(r)
	return s.Sender.XML(w, r, "application/opensearchdescription+xml", openSearch{
		ShortName: "Warta", Description: "Cari berita yang diterbitkan situs-situs KPU", Encoding: "UTF-8", Language: "id",
		URLs: []openSearchURL{
			{"text/html", base + "/?q={searchTerms}"},
			{"application/atom+xml", base + "/feed.atom?q={searchTerms}"},
		},
	})
}
