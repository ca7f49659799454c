package web

import (
	"net/url"
	"slices"
	"strings"

	"warta/analyzers/article"
	"warta/index/search"
)

// A Hit is one result.
type Hit struct {
	search.Hit
	Href      string // our copy
	Host      string // of the source
	Publisher *Link
	People    []Link
	Subjects  []Link
	Said      *Said
}

// maxTags bounds how many officials and how many topics a result names.
const maxTags = 5

func newHit(path, base string, h search.Hit) Hit {
	out := Hit{Hit: h, Href: articlePath(h.ID), Host: webHost(h.URL)}
	link := pageLink(path)
	if h.Publisher != nil {
		out.Publisher = &Link{Label: h.Publisher.Name, Href: officePath(h.Publisher.Code)}
	}
	for _, o := range h.Officials[:min(maxTags, len(h.Officials))] {
		out.People = append(out.People, Link{Label: o.Name, Href: link(url.Values{"official": {o.ID}})})
	}
	for _, t := range h.Topics[:min(maxTags, len(h.Topics))] {
		out.Subjects = append(out.Subjects, Link{Label: t.Label, Href: link(url.Values{"topic": {t.ID}})})
	}
	if h.Quote != nil {
		out.Said = newSaid(path, base, h)
	}
	return out
}

func copyLink(c search.Hit) Link {
	l := Link{Label: webHost(c.URL), Href: articlePath(c.ID)}
	if c.Publisher != nil {
		l.Label = c.Publisher.Name
	}
	if l.Label == "" {
		l.Label = "tempat lain"
	}
	return l
}

// isPublic reports whether a person holds an office. Only those can be searched for; a pupil
// who is quoted cannot.
func isPublic(a *article.Article, id string) bool {
	return a != nil && slices.ContainsFunc(a.Officials, func(o article.Official) bool { return o.ID == id && o.Public })
}

// IsCopy reports whether two readings are of one story: most of the text of the shorter one
// is contained word for word in the other.
func IsCopy(a, b *article.Article) bool {
	if a == nil || b == nil || len(a.Paragraphs) == 0 || len(b.Paragraphs) == 0 {
		return false
	}
	if len(a.Paragraphs) > len(b.Paragraphs) {
		a, b = b, a
	}
	in := map[string]bool{}
	for _, p := range b.Paragraphs {
		in[strings.TrimSpace(p)] = true
	}
	same, all := 0, 0
	for _, p := range a.Paragraphs {
		all += len(p)
		if in[strings.TrimSpace(p)] {
			same += len(p)
		}
	}
	return 2*same > all
}
