// Package page turns what was received, text copied from a site or a whole HTML
// page, into drafts of articles: section, title, body and credits, with the
// furniture of the site taken off.
//
// A page may hold several articles; then each becomes a draft of its own and no
// text of one gets into another. Nothing here knows people, offices or dates
// inside the text; a draft's paragraphs still carry their dateline. Reading is
// total: any bytes give at least one draft, and the time is linear in their
// number.
package page

import (
	"strings"

	"warta/analyzers/article"
	"warta/analyzers/received"
)

// MaxSize is the number of bytes of a page that are read; the rest is ignored.
// Articles are far shorter.
const MaxSize = 4 << 20

// A Draft is one article as its page shows it, before its text is understood.
type Draft struct {
	URL        string // canonical address that the page itself states, or empty
	Section    string // the label above the title, as typed
	Title      string
	Paragraphs []string // the body, dateline included, furniture off
	Captions   []string
	Byline     string           // "Laila Nur Azizah, Anggota KPU Kabupaten Kulon Progo": who signs an opinion
	Credits    *article.Credits // nil where the page gives none
	Views      *int             // nil where the page counts none
	Published  string           // ISO date that the page states, or empty
	Kind       article.Kind
	Warnings   []article.Warning `json:",omitempty"`

	// PublishedAt is the RFC 3339 time behind Published where the page states its
	// zone: in that of the publisher it may be another day.
	PublishedAt string `json:"-"`

	// OtherDays are further ISO dates that the page states as its own, for where
	// Published cannot be true.
	OtherDays []string `json:"-"`
}

// Read returns the articles of a page in their order, at least one. Duplicates
// are dropped.
func Read(raw string, isHTML bool) []Draft {
	if len(raw) > MaxSize {
		raw = raw[:MaxSize]
	}
	raw = received.Mend(raw)
	var drafts []Draft
	if isHTML {
		drafts = readHTML(raw)
	} else {
		drafts = readText(raw)
	}
	drafts = withoutDuplicates(drafts)
	if len(drafts) == 0 {
		drafts = []Draft{{Kind: article.News}}
	}
	return drafts
}

// Body returns the draft of an article whose title and body came apart, as from
// a feed or an editor's form. Furniture inside the body is still taken off.
func Body(title, body string) Draft {
	if len(body) > MaxSize {
		body = body[:MaxSize]
	}
	b := builder{title: Title(title)}
	for text := range cleanLines(received.Mend(body)) {
		l := classify(text)
		if l.kind == views {
			b.see(l.number)
		}
		b.add(l)
	}
	return b.draft("")
}

// Title returns the first line of a title that was given apart, as titles of pages
// are read: entities decoded, spaces tidied, damage of a wrong code page mended.
func Title(s string) string {
	for line := range cleanLines(received.Mend(s)) {
		return line
	}
	return ""
}

// withoutDuplicates keeps the first of drafts with the same words.
func withoutDuplicates(drafts []Draft) []Draft {
	if len(drafts) < 2 {
		return drafts
	}
	seen := make(map[string]bool, len(drafts))
	kept := drafts[:0]
	for _, d := range drafts {
		key := lettersAndDigits(d.Title) + "\n" + lettersAndDigits(strings.Join(d.Paragraphs, "\n"))
		if !seen[key] {
			seen[key] = true
			kept = append(kept, d)
		}
	}
	return kept
}
