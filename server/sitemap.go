package server

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/gin-gonic/gin"

	"warta/index"
	"warta/index/search"
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

// sitemap answers GET /sitemap.xml: which sitemaps there are, one a month; with
// date the articles of that month, or day.
func (s *Server) sitemap(c *gin.Context) error {
	p := newPageParams(c.Request.URL.RawQuery)
	span := p.text("date")
	if span == "" {
		return s.sitemapIndex(c)
	}
	if span != index.NoDate && (len(span) < len("2025-11") || !isSpan(span)) {
		return &index.Error{Kind: index.NotFound, Op: "server.sitemap", Text: "there is no such sitemap: /sitemap.xml lists all"}
	}
	base := s.base(c.Request)
	var m sitemap
	err := s.walk(c, search.Query{Date: []string{span}, Sort: index.Newest}, sitemapSize, func(page *search.Page) error {
		for _, h := range page.Hits {
			m.URLs = append(m.URLs, sitemapPlace{base + "/artikel/" + url.PathEscape(h.ID)})
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.writeXML(c, "application/xml", m)
}

func (s *Server) sitemapIndex(c *gin.Context) error {
	page, err := s.find(c.Request.Context(), search.Query{Facets: []search.FacetRequest{{Name: index.FacetDate, Size: index.MaxFacetSize}}})
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
			m.Maps = append(m.Maps, sitemapPlace{s.base(c.Request) + "/sitemap.xml?date=" + url.QueryEscape(span)})
		}
	}
	return s.writeXML(c, "application/xml", m)
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

// robots answers GET /robots.txt. Crawlers take the articles from the sitemap;
// every set of filters is a page too, and nobody wants all of those.
func (s *Server) robots(c *gin.Context) error {
	var b bytes.Buffer
	_, _ = fmt.Fprintf(&b, "User-agent: *\nDisallow: /v1/\nDisallow: /*?\nAllow: /sitemap.xml\n\nSitemap: %s/sitemap.xml\n", s.base(c.Request)) // a buffer takes all
	s.send(c, http.StatusOK, "text/plain; charset=utf-8", b.Bytes())
	return nil
}
