package pages

import (
	"encoding/xml"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"warta/analyzers/satker"
	"warta/index"
	"warta/index/dockeys"
	"warta/index/search"
	"warta/server/param"
	"warta/server/web"
)

// feedSize is how many articles a feed has: those of some hours. Feed readers ask a few
// times a day.
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
	Categories []atomCategory `xml:"category"`
}

type atomCategory struct {
	Term  string `xml:"term,attr"`
	Label string `xml:"label,attr"`
}

// Feed answers GET /feed.atom: a search as a feed, the newest articles first, without
// those that have no date. With order=arrival it has first the articles that were
// received or corrected last. A feed has one page, and reprints are collapsed.
func (s *Site) Feed(w http.ResponseWriter, r *http.Request) error {
	p := param.ForPage(r.URL.RawQuery)
	q := param.Filters(p, index.Articles)
	arrival := p.Choice("order", "date", "arrival") == "arrival"
	q.Text = strings.TrimSpace(q.Text)
	state := web.State(q)
	q.Sort, q.Size, q.Collapse, q.Changed = index.Newest, feedSize, true, true
	switch {
	case arrival:
		q.Sort = search.ByArrival
		state.Set("order", "arrival")
	case q.From == "":
		q.From = fmt.Sprintf("%d-01-01", dockeys.FirstYear)
	}
	page, err := s.Finder.Search(r.Context(), q)
	if err != nil {
		return err
	}
	base := s.Base(r)
	address := func(path string) string {
		if len(state) == 0 {
			return base + path
		}
		return base + path + "?" + state.Encode()
	}
	f := atomFeed{
		Lang: "id", ID: address("/feed.atom"), Title: "Warta: berita KPU", Updated: time.Unix(0, 0).UTC().Format(time.RFC3339), Author: "Warta",
		Links: []atomLink{
			{Rel: "self", Type: "application/atom+xml", Href: address("/feed.atom")},
			{Rel: "alternate", Type: "text/html", Href: address("/")},
		},
	}
	if q.Text != "" {
		f.Title += " – " + q.Text
	}
	var changed time.Time
	for _, h := range page.Hits {
		f.Entries = append(f.Entries, newAtomEntry(base, h))
		if at := changedAt(h); at.After(changed) {
			changed, f.Updated = at, at.Format(time.RFC3339)
		}
	}
	return s.Sender.XML(w, r, "application/atom+xml", f)
}

// summaryLength is how much of an article an entry shows, in code points.
const summaryLength = 300

// changedAt returns when a hit last changed in the archive, or if that is unknown, its
// day.
func changedAt(h search.Hit) time.Time {
	if !h.Changed.IsZero() {
		return h.Changed.In(satker.WIB.Location()).Truncate(time.Second)
	}
	day, _ := time.ParseInLocation(time.DateOnly, h.Date, satker.WIB.Location()) // zero if there is none
	return day
}

func newAtomEntry(base string, h search.Hit) atomEntry {
	page := base + "/artikel/" + url.PathEscape(h.ID)
	e := atomEntry{
		ID: page, Title: h.Title, Updated: changedAt(h).Format(time.RFC3339),
		Links: []atomLink{{Rel: "alternate", Type: "text/html", Href: page}},
	}
	if h.Date != "" && h.DateBasis == "published" {
		e.Published = h.Date + "T00:00:00+07:00"
	}
	if e.Title == "" {
		e.Title = "Tanpa judul"
	}
	if h.URL != "" {
		e.Links = append(e.Links, atomLink{Rel: "via", Href: h.URL})
	}
	if h.Publisher != nil {
		e.Author = h.Publisher.Name
	}
	if h.Article != nil && len(h.Article.Paragraphs) > 0 {
		e.Summary = web.Shorten(h.Article.Paragraphs[0], summaryLength)
	}
	for _, t := range h.Topics {
		e.Categories = append(e.Categories, atomCategory{t.ID, t.Label})
	}
	return e
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
