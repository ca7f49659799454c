package page

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/html"
)

// meta holds the metadata of an article in the head of its page.
type meta struct {
	title, pageTitle, section, published string
	publishedAt                          string   // the whole time, where it states its zone
	unclear                              string   // a day that may be another one
	others                               []string // further days, for where the first cannot be true
	address, canonical                   string
	linked                               linked
}

// linked holds the metadata of an article in JSON-LD.
type linked struct {
	Headline, Section, Published string
	at                           string
}

// largestScript is how many bytes of JSON-LD are looked at.
const largestScript = 1 << 18

// element reads a meta or link element.
func (m *meta) element(n *html.Node) {
	if n.Data == "link" {
		if strings.EqualFold(attribute(n, "rel"), "canonical") && m.canonical == "" {
			m.canonical = attribute(n, "href")
		}
		return
	}
	name := attribute(n, "property")
	if name == "" {
		name = attribute(n, "name")
	}
	if name == "" {
		name = attribute(n, "itemprop")
	}
	content := strings.TrimSpace(attribute(n, "content"))
	if content == "" {
		return
	}
	keep := func(target *string) {
		if *target == "" {
			*target = clean(content)
		}
	}
	switch strings.ToLower(name) {
	case "og:title":
		keep(&m.title)
	case "og:url":
		keep(&m.address)
	case "article:section", "og:article:section":
		keep(&m.section)
	case "article:published_time", "og:article:published_time", "datepublished", "publishdate", "publish-date", "pubdate", "dc.date", "dc.date.issued",
		"content_publisheddate", "dtk:publishdate":
		day := metaDay(content)
		if m.published != "" {
			m.other(day)
			break
		}
		m.published, m.publishedAt = day, metaTime(content)
		if line, ok := readPosting(content); ok {
			m.unclear = orElse(m.unclear, line.unclear)
		}
	}
}

// mostOthers is how many further days of a page are kept.
const mostOthers = 4

// other keeps a further day that the page states.
func (m *meta) other(day string) {
	if day != "" && day != m.published && len(m.others) < mostOthers && !slices.Contains(m.others, day) {
		m.others = append(m.others, day)
	}
}

// metaDay reads the day of a time as pages give it.
func metaDay(s string) string {
	if day, ok := isoDay(strings.ReplaceAll(s, "/", "-")); ok {
		return day
	}
	day, _ := postedOn(s)
	return day
}

// metaTime returns a time as pages give it where it states its zone, else nothing.
func metaTime(s string) string {
	at, err := time.Parse(time.RFC3339, strings.TrimSpace(s))
	if err != nil {
		return ""
	}
	return at.Format(time.RFC3339)
}

// script reads JSON-LD that describes an article.
func (m *meta) script(n *html.Node) {
	if n.FirstChild == nil || !strings.EqualFold(attribute(n, "type"), "application/ld+json") || len(n.FirstChild.Data) > largestScript {
		return
	}
	var v any
	if json.Unmarshal([]byte(n.FirstChild.Data), &v) == nil {
		m.linked.read(v, 0)
	}
}

// read looks for an article in a value of JSON-LD.
func (l *linked) read(v any, depth int) {
	if depth > 4 {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			l.read(item, depth+1)
		}
	case map[string]any:
		if graph, ok := v["@graph"]; ok {
			l.read(graph, depth+1)
		}
		if !isArticleType(v["@type"]) {
			return
		}
		l.Headline = orElse(l.Headline, textOf(v["headline"]))
		l.Section = orElse(l.Section, textOf(v["articleSection"]))
		if l.Published == "" {
			l.Published = metaDay(textOf(v["datePublished"]))
			l.at = metaTime(textOf(v["datePublished"]))
		}
	}
}

func isArticleType(v any) bool {
	switch v := v.(type) {
	case string:
		return strings.HasSuffix(v, "Article") || v == "BlogPosting" || v == "Report"
	case []any:
		if slices.ContainsFunc(v, isArticleType) {
			return true
		}
	}
	return false
}

func textOf(v any) string {
	switch v := v.(type) {
	case string:
		return clean(v)
	case []any:
		if len(v) > 0 {
			return textOf(v[0])
		}
	}
	return ""
}

// finish settles what was said twice: the page's own elements go before JSON-LD.
func (m *meta) finish() {
	m.title = orElse(m.title, m.linked.Headline)
	m.section = orElse(m.section, m.linked.Section)
	if m.published == "" {
		m.published, m.publishedAt = m.linked.Published, m.linked.at
	}
	m.other(m.linked.Published)
	if m.canonical != "" {
		if _, err := CanonicalURL(m.canonical); err == nil {
			m.address = m.canonical
		}
	}
}
