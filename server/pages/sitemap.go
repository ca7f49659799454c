package pages

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"time"

	"warta/index"
	"warta/index/search"
	"warta/server/param"
	"warta/server/web"
)

// sitemapSize is how many articles one sitemap lists; the protocol allows 50,000.
// A month that has more is listed by days.
const sitemapSize = 5_000

type sitemapIndex struct {
	XMLName xml.Name       `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 sitemapindex"`
	Maps    []sitemapPlace `xml:"sitemap"`
}

type sitemap struct {
	XMLName xml.Name       `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	URLs    []sitemapPlace `xml:"url"`
}

type sitemapPlace struct {
	Loc string `xml:"loc"`
}

// Sitemap answers GET /sitemap.xml: the list of sitemaps, one a month; with date the
// articles of that month or day.
func (s *Site) Sitemap(w http.ResponseWriter, r *http.Request) error {
	p := param.ForPage(r.URL.RawQuery)
	span := p.Text("date")
	switch span {
	case "":
		return s.sitemapIndex(w, r)
	case regulationsMap:
		return s.sitemapOfRegulations(w, r)
	}
	if span != index.NoDate && (len(span) < len("2025-11") || !param.IsSpan(span)) {
		return &index.Error{Kind: index.NotFound, Op: "pages.Sitemap", Text: "there is no such sitemap: /sitemap.xml lists all"}
	}
	base := s.Base(r)
	var m sitemap
	err := s.Finder.Walk(r.Context(), w, search.Query{Date: []string{span}, Sort: index.Newest}, sitemapSize, func(page *search.Page) error {
		for _, h := range page.Hits {
			m.URLs = append(m.URLs, sitemapPlace{base + "/artikel/" + url.PathEscape(h.ID)})
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.Sender.XML(w, r, "application/xml", m)
}

func (s *Site) sitemapIndex(w http.ResponseWriter, r *http.Request) error {
	page, err := s.Finder.Search(r.Context(), search.Query{Facets: []search.FacetRequest{
		{Name: index.FacetDate, Size: index.MaxFacetSize}, {Name: index.FacetRegulation, Size: 1},
	}})
	if err != nil {
		return err
	}
	var m sitemapIndex
	for _, month := range page.Facets[index.FacetDate] {
		spans := []string{month.Value}
		if month.Count > sitemapSize && month.Value != index.NoDate {
			spans = daysOf(month.Value)
		}
		for _, span := range spans {
			m.Maps = append(m.Maps, sitemapPlace{s.Base(r) + "/sitemap.xml?date=" + url.QueryEscape(span)})
		}
	}
	if len(page.Facets[index.FacetRegulation]) > 0 {
		m.Maps = append(m.Maps, sitemapPlace{s.Base(r) + "/sitemap.xml?date=" + regulationsMap})
	}
	return s.Sender.XML(w, r, "application/xml", m)
}

// regulationsMap names the sitemap of the pages of regulations.
const regulationsMap = "peraturan"

// sitemapOfRegulations lists the pages of the regulations that the most articles name.
func (s *Site) sitemapOfRegulations(w http.ResponseWriter, r *http.Request) error {
	counts, err := s.regulations(r.Context())
	if err != nil {
		return err
	}
	m := sitemap{URLs: []sitemapPlace{{s.Base(r) + web.RegulationsPath}}}
	for _, c := range counts {
		m.URLs = append(m.URLs, sitemapPlace{s.Base(r) + web.RegulationPath(c.Value)})
	}
	return s.Sender.XML(w, r, "application/xml", m)
}

// daysOf lists the days of a month, the last first.
func daysOf(month string) []string {
	first, err := time.Parse("2006-01", month)
	if err != nil {
		return []string{month}
	}
	var days []string
	for d := first; d.Month() == first.Month(); d = d.AddDate(0, 0, 1) {
		days = append(days, d.Format(time.DateOnly))
	}
	slices.Reverse(days)
	return days
}

// Robots answers GET /robots.txt. Crawlers take articles from the sitemap; it keeps them
// from the pages of each combination of filters.
func (s *Site) Robots(w http.ResponseWriter, r *http.Request) error {
	var b bytes.Buffer
	_, _ = fmt.Fprintf(&b, "User-agent: *\nDisallow: /v1/\nDisallow: /*?\nAllow: /sitemap.xml\n\nSitemap: %s/sitemap.xml\n", s.Base(r)) // a buffer takes all
	s.Sender.Send(w, r, http.StatusOK, "text/plain; charset=utf-8", b.Bytes())
	return nil
}
